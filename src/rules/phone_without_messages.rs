//! Phone numbers in a user pool that cannot send text messages.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0233",
    name: "phone-without-messages",
    severity: Severity::Warning,
    docs: Docs {
        what: "Phone numbers are used, but the user pool cannot send text messages. Sign-in, verification and recovery by phone need an SMS configuration, which jwtgen does not write.",
        why: "Cognito is reported to reject such a pool, and sends no messages in any case. This has not been tried against AWS.",
        example: "[identity]\nrecovery = [\"phone_number\"]\n",
        fixed: "[identity]\nrecovery = [\"email\"]\n",
        sources: &["https://github.com/hashicorp/terraform-provider-aws/issues/28294"],
    },
};

/// Checks every use of phone numbers.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let Some(identity) = &input.model.identity else {
        return;
    };
    let pool = &identity.pool;
    let lists = [
        Some(&pool.sign_in),
        pool.verify.as_ref(),
        pool.recovery.as_ref(),
    ];
    let uses = lists.into_iter().flatten().flatten();
    let mut uses = uses.filter(|contact| contact.as_str() == "phone_number");
    let Some(first) = uses.next() else {
        return;
    };
    let diagnostic = Diagnostic::new(&RULE, first.span, "the user pool cannot send text messages");
    let diagnostic = uses.fold(diagnostic, |diagnostic, also| {
        diagnostic.also(also.span, "also needed here")
    });
    out.push(
        diagnostic.help("use `email`, or set up text messages for the pool outside the output"),
    );
}
