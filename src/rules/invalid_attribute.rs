//! A custom attribute that Cognito rejects.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0214",
    name: "invalid-attribute",
    severity: Severity::Error,
    docs: Docs {
        what: "A custom attribute is invalid. Its name can have at most 20 characters, its bounds must fit its type and each other, and a pool can have at most 50 custom attributes.",
        why: "Cognito rejects the pool, and an attribute can never be changed later.",
        example: "[identity]\nattributes = { tenant = { min = 64, max = 8 } }\n",
        fixed: "[identity]\nattributes = { tenant = { min = 8, max = 64 } }\n",
        sources: &[
            "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SchemaAttributeType.html",
            "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html",
            "https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html",
        ],
    },
};

/// Custom attributes of a pool.
const MAX: usize = 50;

/// Longest name, in characters, without `custom:`.
const MAX_NAME: usize = 20;

/// Longest string, in characters.
const MAX_LENGTH: i64 = 2048;

/// Checks every custom attribute.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let Some(identity) = &input.model.identity else {
        return;
    };
    let attributes = &identity.pool.attributes;
    if let Some((name, _)) = attributes.get(MAX) {
        let message = format!(
            "there are {} custom attributes, but Cognito allows {MAX}",
            attributes.len()
        );
        out.push(
            Diagnostic::new(&RULE, name.span, message)
                .help("move attributes that tokens do not need to another store"),
        );
    }
    for (name, attribute) in attributes {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if !(1..=MAX_NAME).contains(&name.len()) || !name.chars().all(plain) {
            let message = format!(
                "{:?} is not a valid name for a custom attribute",
                name.value
            );
            out.push(Diagnostic::new(&RULE, name.span, message).help(format!(
                "use 1 to {MAX_NAME} letters, digits, `-` and `_`, without `custom:`"
            )));
        }
        let kind = attribute
            .kind
            .as_ref()
            .map_or("string", |kind| kind.as_str());
        let bounds = [&attribute.min, &attribute.max];
        if matches!(kind, "boolean" | "datetime") {
            for bound in bounds.into_iter().flatten() {
                let message = format!("an attribute of type `{kind}` cannot have bounds");
                out.push(Diagnostic::new(&RULE, bound.span, message).help("remove it"));
            }
            continue;
        }
        if let (Some(min), Some(max)) = (&attribute.min, &attribute.max)
            && min.value > max.value
        {
            out.push(
                Diagnostic::new(&RULE, max.span, "`max` is less than `min`")
                    .also(min.span, "the lower bound")
                    .help("make `min` the smaller of the two"),
            );
        }
        for bound in bounds.into_iter().flatten() {
            if kind == "string" && bound.value > MAX_LENGTH {
                let message = format!("a string can have at most {MAX_LENGTH} characters");
                out.push(Diagnostic::new(&RULE, bound.span, message).help("lower the bound"));
            }
        }
    }
}
