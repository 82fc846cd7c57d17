//! Sign-up without a verified address.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0234",
    name: "unverified-sign-up",
    severity: Severity::Warning,
    docs: Docs {
        what: "Anyone may sign up, and the pool verifies neither an email address nor a phone number.",
        why: "Cognito confirms a new user with a code that it sends to a verified attribute. Without one, nobody can confirm a new user but an administrator, and nobody can recover a password.",
        example: "[identity]\nself_sign_up = true\n",
        fixed: "[identity]\nself_sign_up = true\nverify = [\"email\"]\n",
        sources: &[
            "https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html",
        ],
    },
};

/// Looks for sign-up with nothing to verify.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let Some(identity) = input.model.identity.as_ref().filter(|i| i.owns_pool()) else {
        return;
    };
    let pool = &identity.pool;
    // What users sign in with is verified by default.
    let verified = pool.verify.as_ref().unwrap_or(&pool.sign_in);
    let open = pool.self_sign_up.as_ref().filter(|flag| flag.value);
    if let Some(open) = open.filter(|_| verified.is_empty()) {
        let diagnostic = Diagnostic::new(
            &RULE,
            open.span,
            "anyone can sign up, and no address is verified",
        );
        let place = pool.verify.is_none();
        out.push(match place {
            true => diagnostic.help("add `verify = [\"email\"]`"),
            false => diagnostic.help("list what is verified: `verify = [\"email\"]`"),
        });
    }
}
