//! A token that is too large for a request.

use crate::arena::Id;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::{Group, Model, ScopeFormat};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0336",
    name: "large-token",
    severity: Severity::Warning,
    docs: Docs {
        what: "A token would be too large for a request. With the token of a user, or of someone in all groups, the request line and headers would exceed 10,240 bytes.",
        why: "The gateway rejects every call with such a token, whatever the route.",
        example: "",
        fixed: "",
        sources: &[
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html",
        ],
    },
};

/// Request line and headers.
const HEAD: usize = 10_240;
/// Request line and headers without the token, as browsers send them: an estimate.
const OTHERS: usize = 1_000;
/// The token without scopes and groups, but with header and signature: an
/// estimate from Cognito tokens.
const CLAIMS: usize = 1_200;

/// Adds up scopes and group names.
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
            "request line and headers may have {HEAD} bytes, of which about {OTHERS} are needed besides the token"
        ))
        .help("shorten scope names or `scope_format`, or use fewer, broader scopes")
}

/// Approximate size of the token, in bytes: the claims in base64.
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
