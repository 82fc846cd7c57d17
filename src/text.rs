//! Text that people read and machines compare: characters, normal form, width.

use sha2::{Digest, Sha256};
use unicode_normalization::{UnicodeNormalization, is_nfc};
use unicode_width::UnicodeWidthStr;

/// Characters that are invisible or reorder visible text: controls, zero-width
/// and direction marks, line separators, tags.
pub(crate) fn invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// The text on one line. A name may hold line breaks, terminal escapes or invisible
/// characters, and one of these could forge what a report says.
pub(crate) fn one_line(text: &str) -> String {
    let mut text = text.replace(invisible, "\u{fffd}");
    // Runners of pipelines take such a line for a command: `::add-mask::`,
    // `##[error]`, `##vso[task.setvariable]`, `##teamcity[...]`.
    let start = text.len() - text.trim_start().len();
    if text[start..].starts_with("::") {
        text.replace_range(start..=start, "\u{fffd}");
    }
    text.replace("##", "#\u{fffd}")
}

/// A JSON document as it is printed, with every invisible character as an escape: a
/// terminal may be what reads it.
pub fn json(document: &serde_json::Value) -> String {
    let mut text = String::new();
    for c in format!("{document:#}\n").chars() {
        match invisible(c) && c >= '\u{7f}' {
            true => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    text.push_str(&format!("\\u{unit:04x}"));
                }
            }
            false => text.push(c),
        }
    }
    text
}

/// Noncharacters and private-use code points.
pub(crate) fn unassigned(c: char) -> bool {
    let code = u32::from(c);
    matches!(c,
        '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{f0000}'..='\u{10ffff}')
        || code & 0xfffe == 0xfffe
}

/// The text in Unicode normalization form NFC, to which Terraform converts every
/// string; `None` if it already has that form.
pub(crate) fn composed(text: &str) -> Option<String> {
    (!is_nfc(text)).then(|| text.nfc().collect())
}

/// The first sixteen hexadecimal digits of a text's SHA-256 hash.
pub(crate) fn short_hash(text: &str) -> String {
    let hash = Sha256::digest(text);
    hash.iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// How many columns of a terminal a text fills: two for a wide character or an
/// emoji, none for a combining mark, one where Unicode leaves it open.
pub(crate) fn columns(text: &str) -> usize {
    text.width()
}

/// The blanks that fill a text up to a width in columns.
pub(crate) fn padding(text: &str, width: usize) -> String {
    " ".repeat(width.saturating_sub(columns(text)))
}

/// Alternatives, as in "a, b or c".
pub(crate) fn any_of<T: AsRef<str>>(names: &[T]) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_a_command_of_a_pipeline() {
        for (text, line) in [
            ("::add-mask::x", "\u{fffd}:add-mask::x"),
            (" ::x", " \u{fffd}:x"),
            ("a::x", "a::x"),
            ("x ##[error]", "x #\u{fffd}[error]"),
            ("##vso[x]", "#\u{fffd}vso[x]"),
        ] {
            assert_eq!(one_line(text), line);
        }
    }

    #[test]
    fn width_is_counted_in_terminal_columns() {
        for (text, width) in [
            ("admins", 6),
            ("管理者", 6),
            ("ｶﾅ", 2),
            ("한국", 4),
            ("e\u{301}te\u{301}", 3),
            // Ambiguous: narrow outside of East Asian fonts.
            ("αβ°", 3),
            ("🔑", 2),
            ("👩\u{200d}🔧", 2),
            ("🇩🇪", 2),
            ("❤\u{fe0f}", 2),
            ("", 0),
        ] {
            assert_eq!(columns(text), width, "{text}");
            assert_eq!(padding(text, 8).len(), 8 - width, "{text}");
            assert_eq!(padding(text, 0), "");
        }
    }
}
