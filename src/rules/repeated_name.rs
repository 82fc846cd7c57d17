//! Two resources with the same name.

use crate::backend::{PREFLIGHT_SUFFIX, TOKEN_HANDLER_SUFFIX};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::{Route, Target};
use crate::rules::{Docs, Input, Rule};
use crate::source::{Span, Spanned};
use std::collections::HashMap;

pub static RULE: Rule = Rule {
    code: "JG0107",
    name: "repeated-name",
    severity: Severity::Error,
    docs: Docs {
        what: "Two functions or two users have the same name or key. Names that differ only in case count as the same: in IAM role names, in the user pool and, on many systems, in the file names of archives.",
        why: "The second one could not be created.",
        example: "[functions.api]\nname = \"shop\"\nsource = \"functions/api\"\n\n[functions.jobs]\nname = \"Shop\"\nsource = \"functions/jobs\"\n",
        fixed: "[functions.api]\nsource = \"functions/api\"\n\n[functions.jobs]\nsource = \"functions/jobs\"\n\n[routes]\n\"GET /items\" = { function = \"api\", scopes = [\"read\"] }\n\"POST /jobs\" = { function = \"jobs\", scopes = [\"read\"] }\n",
        sources: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"],
    },
};

/// Compares names of one kind with each other.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let made_here = model
        .functions
        .iter()
        .filter(|function| function.existing.is_none());
    let functions = made_here.map(|function| &function.name);
    let users = model.users.iter().map(|user| &user.name);
    // What jwtgen makes comes first: it cannot be renamed.
    let handler = model
        .identity
        .as_ref()
        .filter(|i| i.has_handler())
        .map(|identity| {
            let name = format!("{}{TOKEN_HANDLER_SUFFIX}", identity.name.value);
            Spanned::new(name, identity.span)
        });
    let handler = handler.iter().map(|name| (name, "its token handler"));
    let answers = |route: &&Route| route.target == Target::Preflight;
    let preflight = model.routes.iter().find(answers).map(|route| {
        let name = format!("{}{PREFLIGHT_SUFFIX}", model.name.value);
        Spanned::new(name, route.text.span)
    });
    let preflight = preflight
        .iter()
        .map(|name| (name, "its function for preflight requests"));
    let made = handler.chain(preflight);
    unique("function", made.chain(in_order(functions)), out);
    // With equal names they have been reported already.
    let keys = model.functions.iter().filter(|f| f.name.span != f.key.span);
    unique(
        "function key",
        in_order(keys.map(|function| &function.key)),
        out,
    );
    unique("user", in_order(users), out);
}

/// The names in the order of the file.
fn in_order<'a>(
    names: impl Iterator<Item = &'a Spanned<String>>,
) -> impl Iterator<Item = (&'a Spanned<String>, &'static str)> {
    let mut names: Vec<_> = names.collect();
    names.sort_by_key(|name| name.span);
    names.into_iter().map(|name| (name, "the first one"))
}

/// Reports all but the first of equal names. Each name comes with the label
/// it has as the first one.
fn unique<'a>(
    what: &str,
    names: impl Iterator<Item = (&'a Spanned<String>, &'static str)>,
    out: &mut Diagnostics,
) {
    let mut seen: HashMap<String, (Span, &str)> = HashMap::new();
    for (name, label) in names {
        match seen.get(&name.to_lowercase()) {
            Some((first, label)) => {
                let message = format!("a second {what} is named `{}`", name.value);
                out.push(
                    Diagnostic::new(&RULE, name.span, message)
                        .also(*first, *label)
                        .help(format!("give this {what} another name")),
                );
            }
            None => {
                seen.insert(name.to_lowercase(), (name.span, label));
            }
        }
    }
}
