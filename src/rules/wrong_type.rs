//! A value of the wrong type for its key.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::unknown_key::names;
use crate::rules::{Docs, Rule};
use crate::source::Span;
use crate::syntax::language::{Key, Kind};
use crate::syntax::quote;
use toml::de::DeValue;

pub static RULE: Rule = Rule {
    code: "JG0004",
    name: "wrong-type",
    severity: Severity::Error,
    docs: Docs {
        what: "A value has the wrong TOML type for its key. A dot in an unquoted name starts a table, so names with dots need quotes.",
        why: "Guessing what was meant could change who may call what.",
        example: "[groups]\nreaders = \"reader\"\n",
        fixed: "[groups]\nreaders = [\"reader\"]\n",
        sources: &[],
    },
};

/// Says what was expected and what was found.
pub fn diagnostic(kind: &Kind, found: &str, span: Span) -> Diagnostic {
    let found = match found {
        "array" | "integer" | "offset datetime" => format!("an {found}"),
        found => format!("a {found}"),
    };
    let message = format!("expected {}, found {found}", kind.describe());
    Diagnostic::new(&RULE, span, message)
}

/// Offers what the value was probably meant to be. `written` is its text.
pub fn suggest(
    diagnostic: Diagnostic,
    key: &str,
    kind: &Kind,
    found: &DeValue<'_>,
    written: &str,
) -> Diagnostic {
    let span = diagnostic.primary.span;
    let fix = |text: &str, edit: String| diagnostic.clone().fix(text, [(span, edit)]);
    match (kind, found) {
        (kind, DeValue::String(_)) if takes_list(kind) => {
            fix("put it in an array", format!("[{written}]"))
        }
        (Kind::Integer { .. }, DeValue::String(text)) => match text.parse::<i64>() {
            Ok(number) => fix("remove the quotes", number.to_string()),
            Err(_) => diagnostic,
        },
        // Quoting a value does not make it a reason: it would make a route public.
        (Kind::Text, _) if REASONS.contains(&key) => diagnostic.help(REASON),
        (Kind::Text, DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_)) => {
            fix("put it in quotes", quote(written))
        }
        (Kind::Table(_) | Kind::Named { .. }, DeValue::Array(_)) if written.starts_with("[[") => {
            diagnostic.help("give each table a name in single brackets, as in `[functions.api]`")
        }
        (Kind::Table(keys), found) => match only_required(keys) {
            Some(key) if found.is_str() => {
                fix("make it a table", format!("{{ {key} = {written} }}"))
            }
            _ => diagnostic.help(format!("the keys of this table are {}", names(keys))),
        },
        (Kind::Named { what, .. }, _) => {
            diagnostic.help(format!("each key of this table is the name of {what}"))
        }
        _ => diagnostic,
    }
}

/// Keys whose text is the reason for an exception.
pub const REASONS: [&str; 2] = ["public", "allow"];

/// Help where the value is not a reason.
pub const REASON: &str = "give the reason in quotes, or remove the key";

fn takes_list(kind: &Kind) -> bool {
    match kind {
        Kind::List(_) => true,
        Kind::OneOf(kinds) => kinds.iter().any(takes_list),
        _ => false,
    }
}

/// The key of a table that needs one string and nothing else.
fn only_required(keys: &[Key]) -> Option<&'static str> {
    let mut required = keys.iter().filter(|key| key.required);
    let key = required
        .next()
        .filter(|key| matches!(key.kind, Kind::Text))?;
    required.next().is_none().then_some(key.name)
}

/// Offers quotes around a name with dots.
pub fn quote_name(diagnostic: Diagnostic, place: Span, name: &str) -> Diagnostic {
    diagnostic
        .note("a dot in a bare key starts a table")
        .fix("quote the name", [(place, quote(name))])
}
