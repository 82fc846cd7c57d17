//! A file in a function's package that looks like a secret.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0513",
    name: "secret-in-package",
    severity: Severity::Warning,
    docs: Docs {
        what: "A function's source contains a file that looks like a secret. Such files are `.env`, `.npmrc`, private keys and credentials files.",
        why: "A source is packaged as it is. The package is committed with the output and uploaded to AWS.",
        example: "[functions.api]\nsource = \"secret/api\"\n",
        fixed: "[functions.api]\nsource = \"functions/api\"\n",
        sources: &[],
    },
};

/// Whole names, in lower case.
const NAMES: [&str; 9] = [
    ".env",
    ".netrc",
    ".npmrc",
    ".pypirc",
    "credentials",
    "credentials.json",
    "id_ecdsa",
    "id_ed25519",
    "id_rsa",
];

/// Extensions of private keys and key stores. A `.pem` may be a public
/// certificate, but those are rarely packaged.
const ENDINGS: [&str; 5] = [".key", ".keystore", ".p12", ".pem", ".pfx"];

/// Checks the name of every packaged file.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for (id, function) in input.model.functions.entries() {
        let Ok(package) = input.packages.get(id) else {
            continue;
        };
        for (path, _) in package.files().filter(|(path, _)| secret(path)) {
            let message = format!("`{path}` looks like a secret and would be packaged");
            out.push(
                Diagnostic::new(&RULE, function.source.span, message)
                    .help("move it out of the function's source, and fetch secrets at run time"),
            );
        }
    }
}

fn secret(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    NAMES.contains(&name.as_str())
        || name.starts_with(".env.") && !name.ends_with(".example")
        || ENDINGS.iter().any(|ending| name.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::secret;

    #[test]
    fn tells_secrets_from_code() {
        for path in [
            ".env",
            "config/.env.production",
            "keys/id_rsa",
            "tls/server.KEY",
        ] {
            assert!(secret(path), "{path}");
        }
        for path in [
            "index.js",
            ".env.example",
            "environment.js",
            "lib/key.js",
            "monkey",
        ] {
            assert!(!secret(path), "{path}");
        }
    }
}
