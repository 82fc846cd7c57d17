//! Two resources of one name.

use crate::backend::TOKEN_HANDLER_SUFFIX;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};
use crate::source::{Span, Spanned};
use std::collections::HashMap;

pub static RULE: Rule = Rule {
    code: "JG0107",
    name: "repeated-name",
    severity: Severity::Error,
    docs: Docs {
        what: "Two functions or two users get the same name. Upper and lower case count as equal, as they do for IAM roles and in the user pool.",
        why: "The second of them could not be created.",
        example: "[functions.api]\nname = \"shop\"\nsource = \"functions/api\"\n\n[functions.jobs]\nname = \"Shop\"\nsource = \"functions/jobs\"\n",
        mended: "[functions.api]\nsource = \"functions/api\"\n\n[functions.jobs]\nsource = \"functions/jobs\"\n",
        source: "IAM role names are unique case-insensitively",
    },
};

/// Compares names of one kind with each other.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let handler = Spanned::new(
        format!("{}{TOKEN_HANDLER_SUFFIX}", model.name.value),
        model.identity.as_ref().map_or(model.name.span, |i| i.span),
    );
    let functions = model.functions.iter().map(|function| &function.name);
    unique("function", functions.chain(model.identity.as_ref().map(|_| &handler)), out);
    unique("user", model.users.iter().map(|user| &user.name), out);
}

fn unique<'a>(
    what: &str,
    names: impl Iterator<Item = &'a Spanned<String>>,
    out: &mut Diagnostics,
) {
    let mut seen: HashMap<String, Span> = HashMap::new();
    let mut names: Vec<_> = names.collect();
    names.sort_by_key(|name| name.span);
    for name in names {
        match seen.get(&name.to_lowercase()) {
            Some(first) => out.push(
                Diagnostic::new(
                    &RULE,
                    name.span,
                    format!("a second {what} is named `{}`", name.value),
                )
                .also(*first, "the first one")
                .help("give one of them another name"),
            ),
            None => {
                seen.insert(name.to_lowercase(), name.span);
            }
        }
    }
}
