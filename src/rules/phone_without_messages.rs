//! A phone number that Cognito has no way to reach.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0233",
    name: "phone-without-messages",
    severity: Severity::Warning,
    docs: Docs {
        what: "People sign in, are verified or recover by a phone number. Text messages need an SMS configuration of the user pool, which jwtgen does not write.",
        why: "Cognito is reported to refuse such a pool, and sends no message in any case. Not tried against AWS.",
        example: "[identity]\nrecovery = [\"phone_number\"]\n",
        fixed: "[identity]\nrecovery = [\"email\"]\n",
        sources: &["https://github.com/hashicorp/terraform-provider-aws/issues/28294"],
    },
};

/// Looks at every use of phone numbers.
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
    let diagnostic = Diagnostic::new(&RULE, first.span, "nothing sends messages to this number");
    let diagnostic = uses.fold(diagnostic, |diagnostic, also| {
        diagnostic.also(also.span, "nor to this one")
    });
    out.push(
        diagnostic.help("use `email`, or give the pool an `sms_configuration` beside the output"),
    );
}
