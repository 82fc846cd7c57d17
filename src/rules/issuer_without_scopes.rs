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
/// `*` stands for a part of the host.
const ISSUERS: [(&str, &str, &str, &str); 15] = [
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
    (
        "https://vstoken.dev.azure.com/",
        "Azure Pipelines",
        "every service connection of the organization",
        "`sub`",
    ),
    (
        "https://oidc.vercel.com",
        "Vercel",
        "every project of the team",
        "`sub` or `project`",
    ),
    (
        "https://oidc.fly.io/",
        "Fly.io",
        "every machine of the organization",
        "`sub` or `app_name`",
    ),
    (
        "https://appleid.apple.com",
        "Apple",
        "every Apple account",
        "`sub`",
    ),
    (
        "https://oidc.eks.*.amazonaws.com/",
        "Amazon EKS",
        "every service account of the cluster",
        "`sub`",
    ),
    (
        "https://container.googleapis.com/",
        "Google Kubernetes Engine",
        "every service account of the cluster",
        "`sub`",
    ),
    (
        "https://*.cloudflareaccess.com",
        "Cloudflare Access",
        "everyone whom the application's policy admits",
        "`email`",
    ),
];

/// Who gets tokens of a known issuer without scopes: the issuer, the callers, and the
/// claims that tell them apart.
pub fn callers(issuer: &str) -> Option<(&'static str, &'static str, &'static str)> {
    let of = |start: &str| {
        after(issuer, start)
            .is_some_and(|rest| start.ends_with('/') || rest.is_empty() || rest.starts_with('/'))
    };
    let known = ISSUERS.iter().find(|(start, ..)| of(start));
    known.map(|(_, name, callers, claims)| (*name, *callers, *claims))
}

/// What follows a start in which `*` stands for a part of the host.
fn after<'a>(issuer: &'a str, start: &str) -> Option<&'a str> {
    let Some((before, rest)) = start.split_once('*') else {
        return issuer.strip_prefix(start);
    };
    let issuer = issuer.strip_prefix(before)?;
    let at = issuer.find(rest).filter(|at| *at > 0)?;
    let part = |c: char| c.is_ascii_alphanumeric() || c == '-';
    issuer[..at]
        .chars()
        .all(part)
        .then(|| &issuer[at + rest.len()..])
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
