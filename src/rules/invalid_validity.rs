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
                let found = Diagnostic::new(&RULE, text.span, message);
                let meant = minutes_of(text).filter(|minutes| (min..=max).contains(minutes));
                out.push(match meant.map(written) {
                    Some(meant) => found.suggest(
                        format!("write `\"{meant}\"`: a number and `m`, `h` or `d`"),
                        [(text.span, format!("\"{meant}\""))],
                    ),
                    None => found.help(format!("use {range}")),
                });
            }
        }
    }
}

/// The minutes of a duration as other tools write it: `3600s`, `1 hour`, `PT1H`, `4w`.
fn minutes_of(text: &str) -> Option<i64> {
    let text = text.trim().to_lowercase();
    // In ISO 8601, `P1M` is a month.
    let days = || {
        text.strip_prefix('p')
            .filter(|rest| rest.ends_with(['d', 'w']))
    };
    let plain = text.strip_prefix("pt").or_else(days).unwrap_or(&text);
    let end = plain.find(|c: char| !c.is_ascii_digit())?;
    let count: i64 = plain[..end].parse().ok()?;
    let per_unit = match plain[end..].trim() {
        "s" | "sec" | "secs" | "second" | "seconds" => {
            return (count % 60 == 0).then_some(count / 60);
        }
        "m" | "min" | "mins" | "minute" | "minutes" => 1,
        "h" | "hr" | "hrs" | "hour" | "hours" => 60,
        "d" | "day" | "days" => DAY,
        "w" | "week" | "weeks" => 7 * DAY,
        _ => return None,
    };
    count.checked_mul(per_unit)
}

/// Minutes in the largest unit that takes a whole number of them.
fn written(minutes: i64) -> String {
    match minutes {
        whole if whole % DAY == 0 => format!("{}d", whole / DAY),
        whole if whole % 60 == 0 => format!("{}h", whole / 60),
        _ => format!("{minutes}m"),
    }
}
