//! Scopes required of an issuer whose tokens have none.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::{Access, AuthorizerKind, Preset};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0338",
    name: "issuer-without-scopes",
    severity: Severity::Warning,
    docs: Docs {
        what: "A route requires a scope of an issuer whose tokens have no scopes, such as a CI provider.",
        why: "Every call would answer 403.",
        example: "[authorizers.ci]\nissuer = \"https://token.actions.githubusercontent.com\"\naudience = [\"shop\"]\n\n[routes]\n\"GET /items\" = { function = \"api\", authorizer = \"ci\", scopes = [\"read\"] }\n",
        fixed: "[functions.api]\nsource = \"functions/api\"\n\n[functions.gatekeeper]\nsource = \"functions/api\"\n\n[authorizers.ci]\nfunction = \"gatekeeper\"\n\n[routes]\n\"GET /items\" = { function = \"api\", authorizer = \"ci\" }\n",
        sources: &[
            "https://docs.github.com/en/actions/reference/security/oidc",
            "https://docs.gitlab.com/ci/secrets/id_token_authentication/",
            "https://circleci.com/docs/guides/permissions-authentication/openid-connect-tokens/",
            "https://developers.google.com/identity/openid-connect/openid-connect",
        ],
    },
};

/// Issuers by how they start: what they are, who gets their tokens, and the claims
/// that tell callers apart.
const ISSUERS: [(&str, &str, &str, &str); 8] = [
    (
        "https://token.actions.githubusercontent.com",
        "GitHub Actions",
        "every repository on GitHub",
        "`sub` or `repository`",
    ),
    (
        "https://gitlab.com",
        "GitLab CI",
        "every project on GitLab.com",
        "`sub` or `project_path`",
    ),
    (
        "https://oidc.circleci.com/",
        "CircleCI",
        "every project of the organization",
        "`sub`",
    ),
    (
        "https://agent.buildkite.com",
        "Buildkite",
        "every organization on Buildkite",
        "`sub`",
    ),
    (
        "https://api.bitbucket.org/",
        "Bitbucket Pipelines",
        "every repository of the workspace",
        "`sub`",
    ),
    (
        "https://app.terraform.io",
        "HCP Terraform",
        "every workspace on HCP Terraform",
        "`sub`",
    ),
    (
        "https://accounts.google.com",
        "Google",
        "every Google account",
        "`sub` or `hd`",
    ),
    (
        "https://securetoken.google.com/",
        "Firebase",
        "every account of the project",
        "`sub`",
    ),
];

/// Who gets tokens of a known issuer without scopes: the issuer, the callers, and the
/// claims that tell them apart.
pub fn callers(issuer: &str) -> Option<(&'static str, &'static str, &'static str)> {
    let of = |start: &str| {
        issuer
            .strip_prefix(start)
            .is_some_and(|rest| start.ends_with('/') || rest.is_empty() || rest.starts_with('/'))
    };
    let known = ISSUERS.iter().find(|(start, ..)| of(start));
    known.map(|(_, name, callers, claims)| (*name, *callers, *claims))
}

/// Looks for routes with scopes of such issuers.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let oidc = model.identity.as_ref().and_then(|identity| identity.oidc());
    // Google has a rule of its own there.
    let own = oidc.filter(|oidc| oidc.preset != Some(Preset::Google));
    for route in model.routes.iter() {
        let (span, issuer) = match &route.access {
            Access::Foreign {
                span,
                authorizer,
                scopes,
            } if !scopes.is_empty() => match &model.authorizers[*authorizer].kind {
                AuthorizerKind::Jwt { issuer, .. } => (span, issuer),
                AuthorizerKind::Lambda { .. } => continue,
            },
            Access::Token { span, scopes, .. } if !scopes.is_empty() => match own {
                Some(oidc) => (span, &oidc.issuer),
                None => continue,
            },
            Access::Public { .. }
            | Access::Foreign { .. }
            | Access::Token { .. }
            | Access::Lambda { .. }
            | Access::Iam => continue,
        };
        if let Some((name, _, claims)) = issuer.literal().and_then(callers) {
            let message = format!(
                "tokens of {name} have no scopes: `{}` would always answer 403",
                route.text.value
            );
            out.push(
                Diagnostic::new(&RULE, *span, message)
                    .about(&route.text)
                    .also(issuer.span, "this is the issuer")
                    .help(format!("check {claims} in a Lambda authorizer: a JWT authorizer checks no other claims than scopes")),
            );
        }
    }
}
