//! A secret in the environment of a function.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0510",
    name: "secret-in-environment",
    severity: Severity::Warning,
    docs: Docs {
        what: "An environment variable that seems to hold a secret has its value in the blueprint.",
        why: "The secret is in version control, in Terraform's state, and visible to everyone who can read the function's configuration.",
        example: "[functions.api]\nsource = \"functions/api\"\nenv = { DB_PASSWORD = \"hunter2\" }\n",
        fixed: "[functions.api]\nsource = \"functions/api\"\nenv = { DB_PASSWORD_SECRET_ARN = { var = \"db_password_secret_arn\" } }\n",
        sources: &[
            "https://github.com/bridgecrewio/checkov/blob/main/checkov/terraform/checks/resource/aws/LambdaEnvironmentCredentials.py",
        ],
    },
};

/// How names of variables that hold a secret end, in any case. A longer name,
/// as in `TOKEN_URL` or `SECRET_ARN`, says where the secret is.
const ENDINGS: [&str; 14] = [
    "DB_PASS",
    "_PWD",
    "SIGNING_KEY",
    "PASSWORD",
    "PASSWD",
    "PASSPHRASE",
    "SECRET",
    "TOKEN",
    "API_KEY",
    "APIKEY",
    "ACCESS_KEY",
    "SECRET_KEY",
    "PRIVATE_KEY",
    "CREDENTIALS",
];

/// How such values start: an AWS access key ID, a key in PEM, and tokens of GitHub,
/// GitLab, Google, OpenAI, SendGrid, Slack and Stripe.
/// <https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns>
const PREFIXES: [&str; 13] = [
    "AKIA",
    "ASIA",
    "-----BEGIN ",
    "ghp_",
    "github_pat_",
    "glpat-",
    "AIza",
    "sk-proj-",
    "SG.",
    "xoxb-",
    "xoxp-",
    "sk_live_",
    "whsec_",
];

/// Whether a text is a URL with a password, such as that of a database.
fn has_password(text: &str) -> bool {
    let Some((_, rest)) = text.split_once("://") else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (user, _) = authority.rsplit_once('@').unwrap_or_default();
    user.split_once(':')
        .is_some_and(|(_, password)| !password.is_empty())
}

/// Checks every literal.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for (name, value) in input
        .model
        .functions
        .iter()
        .flat_map(|function| &function.env)
    {
        let Some(text) = value.literal() else {
            continue;
        };
        let upper = name.to_ascii_uppercase();
        let named = ENDINGS.iter().any(|ending| upper.ends_with(ending));
        // Where the secret is, or whether there is one.
        let place = text.is_empty()
            || text.starts_with("arn:")
            || text.contains('/') && !text.contains("://")
            || ["true", "false", "0", "1"].contains(&text);
        if (named && !place)
            || has_password(text)
            || PREFIXES.iter().any(|prefix| text.starts_with(prefix))
        {
            let message = format!("`{}` seems to hold a secret", name.value);
            out.push(
                Diagnostic::new(&RULE, value.span, message)
                    .help("move it to Secrets Manager, pass its ARN to the function, and allow reading it in `policy`"),
            );
        }
    }
}
