//! A role's scope that any user can get.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::Piece;
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0204",
    name: "standard-scope",
    severity: Severity::Error,
    docs: Docs {
        what: "A role's scope becomes a standard scope of OpenID Connect or Cognito in the token.",
        why: "Every user can get such a scope without any group, so the route would accept all of them.",
        example: "[roles]\nreader = [\"read\", \"profile\"]\n",
        fixed: "[roles]\nreader = [\"read\", \"profile:read\"]\n\n[routes]\n\"GET /items\" = { function = \"api\", scopes = [\"read\", \"profile:read\"] }\n",
        sources: &[
            "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html",
        ],
    },
};

/// The scope of an access token that may manage its user's account.
pub const SELF_SERVICE: &str = "aws.cognito.signin.user.admin";

/// Scopes that a user pool issues to every user.
pub const STANDARD_SCOPES: [&str; 5] = [SELF_SERVICE, "email", "openid", "phone", "profile"];

/// Compares every scope of the roles, as it is in the token, with the
/// standard ones.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let Some(identity) = &input.model.identity else {
        return;
    };
    let format = &identity.scope_format;
    if format.pieces.contains(&Piece::ClientId) {
        return;
    }
    for scope in input.model.scopes.iter() {
        let spelled = format.spell(&scope.name, "");
        if STANDARD_SCOPES.contains(&spelled.as_str()) || spelled.starts_with("aws.cognito") {
            let message = format!("`{spelled}` is a scope that every user can get");
            out.push(
                Diagnostic::new(&RULE, scope.name.span, message)
                    .help("rename the scope, or choose a `scope_format` that makes it different"),
            );
        }
    }
}
