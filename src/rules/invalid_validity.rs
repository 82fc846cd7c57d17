//! A token validity that Cognito rejects.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::Duration;
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0216",
    name: "invalid-validity",
    severity: Severity::Error,
    docs: Docs {
        what: "A token validity is invalid. It is a number with `m`, `h` or `d`: 5 minutes to a day for access and ID tokens, an hour to 3650 days for refresh tokens.",
        why: "Cognito rejects the app client.",
        example: "[clients.web]\nvalidity = { access = \"2d\" }\n",
        fixed: "[clients.web]\nvalidity = { access = \"1h\" }\n",
        sources: &[
            "https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html",
            "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html",
        ],
    },
};

const DAY: i64 = 24 * 60;

/// Checks every validity.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for client in input.model.clients.iter() {
        let validity = &client.validity;
        let short = (5, DAY, "5 minutes (`5m`) to a day (`1d`)");
        let long = (60, 3650 * DAY, "an hour (`1h`) to 3650 days (`3650d`)");
        let all = [
            (&validity.access, short),
            (&validity.id, short),
            (&validity.refresh, long),
        ];
        for (text, (min, max, range)) in all {
            let Some(text) = text else { continue };
            let minutes = Duration::parse(text).map(Duration::minutes);
            if minutes.is_none_or(|minutes| !(min..=max).contains(&minutes)) {
                let message = format!("{:?} is not a valid lifetime for this token", text.value);
                out.push(Diagnostic::new(&RULE, text.span, message).help(format!("use {range}")));
            }
        }
    }
}
