//! Terraform's functions, those that the audit needs. Each is compared with
//! Terraform on random arguments (`tests/live/evaluator.rs`).

use super::types::shape_of;
use super::{Call, Folder, Piece, Term};
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, is_nfc, is_nfc_quick};

/// Functions whose results depend only on their arguments.
const PURE: [&str; 11] = [
    "concat",
    "element",
    "join",
    "jsonencode",
    "length",
    "lookup",
    "one",
    "slice",
    "split",
    "trimsuffix",
    "urlencode",
];

/// The result of a function, or the call itself where its arguments are not
/// known well enough; `None` where nothing is known about it.
pub(super) fn apply(
    function: &str,
    arguments: &[Term],
    folder: Option<&dyn Folder>,
) -> Option<Term> {
    if arguments.iter().any(Term::is_unknown) {
        return None;
    }
    // The result of a call inside could be an error.
    let result = match arguments.iter().any(Term::is_unclear) {
        true => None,
        false => known(function, arguments, folder),
    };
    result.or_else(|| {
        let call = Call {
            function: function.to_owned(),
            arguments: arguments.to_vec(),
        };
        PURE.contains(&function)
            .then(|| Term::joined([Piece::Call(call)]))
    })
}

fn known(function: &str, arguments: &[Term], folder: Option<&dyn Folder>) -> Option<Term> {
    match (function, arguments) {
        ("concat", lists) => {
            let lists = lists.iter().map(items).collect::<Option<Vec<_>>>()?;
            // Lists of several types become one of a type that has all items.
            shape_of(lists.iter().copied().flatten())?;
            Some(Term::List(lists.concat()))
        }
        ("element", [list, index]) => items(list)?.get(index.as_index()?).cloned(),
        ("filebase64sha256", [path]) => {
            let path = path.as_text().filter(|path| !path.starts_with('~'))?;
            let bytes = folder?.read(path.as_ref()).ok()?;
            Some(Term::text(super::function::hash(&bytes)))
        }
        ("join", [separator, list]) => {
            let texts: Option<Vec<&str>> = items(list)?.iter().map(Term::as_text).collect();
            Some(Term::text(texts?.join(separator.as_text()?)))
        }
        ("jsonencode", [value]) => {
            let mut json = String::new();
            encode(value, &mut json)?;
            // An escape may end in a letter that what follows is composed with.
            literal(&json)
        }
        ("length", [list]) => length(list),
        ("lookup", [Term::Map(entries), key, default]) => {
            // Values of several types could become one of them.
            let is_text = |value: &Term| matches!(value, Term::Text(_));
            let plain = entries.values().all(is_text);
            let default =
                Some(default).filter(|default| is_text(default) || **default == Term::Null);
            let found = entries.get(key.as_text()?).or(default)?;
            (plain && default.is_some()).then(|| found.clone())
        }
        ("one", [list]) => match items(list)? {
            [] => Some(Term::Null),
            [only] => Some(only.clone()),
            _ => None,
        },
        ("slice", [list, from, to]) => {
            let range = from.as_index()?..to.as_index()?;
            Some(Term::List(items(list)?.get(range)?.to_vec()))
        }
        ("split", [separator, text]) => {
            let separator = separator.as_text().filter(|text| !text.is_empty())?;
            let parts = text.as_text()?.split(separator);
            let parts: Option<Vec<Term>> = parts.map(literal).collect();
            parts.map(Term::List)
        }
        ("trimsuffix", [text, suffix]) => {
            let (text, suffix) = (text.as_text()?, suffix.as_text()?);
            literal(text.strip_suffix(suffix).unwrap_or(text))
        }
        ("urlencode", [text]) => Some(Term::text(percent_encoded(text.as_text()?))),
        _ => None,
    }
}

/// A literal text as Terraform has it, which puts every text into Unicode's
/// composed form; `None` if it is not in that form, or would not be in it if
/// another text came before it.
pub(super) fn literal(text: &str) -> Option<Term> {
    let joins = |first: char| {
        canonical_combining_class(first) == 0
            && is_nfc_quick(std::iter::once(first)) == IsNormalized::Yes
    };
    let composed = text.is_ascii() || is_nfc(text) && text.chars().next().is_none_or(joins);
    composed.then(|| Term::text(text))
}

fn items(list: &Term) -> Option<&[Term]> {
    match list {
        Term::List(items) => Some(items),
        _ => None,
    }
}

fn length(list: &Term) -> Option<Term> {
    match list {
        Term::List(items) => Some(Term::Number(items.len().to_string())),
        Term::Map(entries) => Some(Term::Number(entries.len().to_string())),
        _ => None,
    }
}

/// The JSON of a value that is known.
fn encode(value: &Term, json: &mut String) -> Option<()> {
    match value {
        Term::Null => json.push_str("null"),
        Term::Bool(flag) => json.push_str(&flag.to_string()),
        Term::Number(number) => json.push_str(number),
        Term::Text(_) => quote(value.as_text()?, json),
        Term::List(items) => {
            json.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    json.push(',');
                }
                encode(item, json)?;
            }
            json.push(']');
        }
        Term::Map(entries) => {
            json.push('{');
            for (index, (key, item)) in entries.iter().enumerate() {
                if index > 0 {
                    json.push(',');
                }
                quote(key, json);
                json.push(':');
                encode(item, json)?;
            }
            json.push('}');
        }
        Term::Unknown(_) => return None,
    }
    Some(())
}

/// A text in JSON, with the escapes that Go writes.
fn quote(text: &str, json: &mut String) {
    json.push('"');
    for character in text.chars() {
        match character {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            '\u{8}' => json.push_str("\\b"),
            '\u{c}' => json.push_str("\\f"),
            '\0'..='\u{1f}' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                json.push_str(&format!("\\u{:04x}", u32::from(character)));
            }
            other => json.push(other),
        }
    }
    json.push('"');
}

/// A text as a part of the query of a URL.
fn percent_encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                encoded.push(char::from(byte));
            }
            b' ' => encoded.push('+'),
            other => encoded.push_str(&format!("%{other:02X}")),
        }
    }
    encoded
}
