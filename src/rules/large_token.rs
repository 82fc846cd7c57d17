//! A token that does not fit into a request.

use crate::arena::Id;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::{Group, Model, ScopeFormat};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0336",
    name: "large-token",
    severity: Severity::Warning,
    docs: Docs {
        what: "The token of a user, or of someone in all groups, would be larger than the gateway takes with the rest of a request's head: 10,240 bytes.",
        why: "The gateway refuses every call with such a token, whatever it asks for.",
        example: "",
        fixed: "",
        sources: &[
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html",
        ],
    },
};

/// Request line and headers (D:http-api-quotas).
const HEAD: usize = 10_240;
/// What a request has besides its token, as browsers send it: an estimate.
const OTHERS: usize = 1_000;
/// Claims besides scopes and groups, signature and header: an estimate from
/// tokens of Cognito.
const CLAIMS: usize = 1_200;

/// Adds up scopes and names of groups.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let Some(identity) = &model.identity else {
        return;
    };
    let size = |groups: &[Id<Group>]| size(model, &identity.scope_format, groups);
    let mut reported = false;
    for user in model.users.iter() {
        let size = size(&user.groups);
        if size + OTHERS > HEAD {
            reported = true;
            let message = format!("the token of `{}` has about {size} bytes", user.name.value);
            out.push(diagnostic(message, user.name.span));
        }
    }
    let all: Vec<Id<Group>> = model.groups.ids().collect();
    if let Some(last) = model.groups.iter().max_by_key(|group| group.name.span)
        && !reported
    {
        let size = size(&all);
        if size + OTHERS > HEAD {
            let message = format!("the token of someone in all groups has about {size} bytes");
            out.push(diagnostic(message, last.name.span));
        }
    }
}

fn diagnostic(message: String, span: crate::source::Span) -> Diagnostic {
    Diagnostic::new(&RULE, span, message)
        .note(format!(
            "a request may have {HEAD} bytes before its body, of which others need about {OTHERS}"
        ))
        .help("shorten scopes or their spelling, or let fewer scopes stand for more")
}

/// About how long the token is, in bytes: the claims in base64.
fn size(model: &Model, format: &ScopeFormat, groups: &[Id<Group>]) -> usize {
    let scopes = model.scopes_of(groups);
    let scopes = scopes
        .iter()
        .map(|scope| format.length(&model.scopes[*scope].name) + 1);
    let groups = groups
        .iter()
        .map(|group| model.groups[*group].name.len() + 3);
    (CLAIMS + scopes.sum::<usize>() + groups.sum::<usize>()) * 4 / 3
}
