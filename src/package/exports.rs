//! What a module exports, as far as its text alone tells.

/// Modules above this size are not searched.
const MAX_SIZE: usize = 1 << 20;

/// A language whose modules are searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// JavaScript, with exports of either module system.
    JavaScript,
    /// Python.
    Python,
}

impl Language {
    /// File extensions of its modules.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Language::JavaScript => &["js", "mjs", "cjs"],
            Language::Python => &["py"],
        }
    }

    /// The language of modules with this file extension.
    pub fn of(extension: &str) -> Option<Language> {
        let all = [Language::JavaScript, Language::Python];
        all.into_iter()
            .find(|language| language.endings().contains(&extension))
    }
}

/// Ways to export names that a text search cannot see.
const DYNAMIC: [&str; 13] = [
    "export *",
    "exports[",
    "Object.",
    "Reflect.",
    "__export",
    "require(",
    "eval",
    "...",
    "import *",
    "__getattr__",
    "globals(",
    "setattr(",
    "exec(",
];

/// Whether a module certainly does not export a name: the name does not occur in
/// its text, or the text exports nothing, and it exports nothing by other means.
pub fn certainly_lacks(language: Language, contents: &[u8], name: &str) -> bool {
    if contents.len() > MAX_SIZE {
        return false;
    }
    let Ok(text) = std::str::from_utf8(contents) else {
        return false;
    };
    if DYNAMIC.iter().any(|dynamic| text.contains(dynamic)) || assigns_all(text) {
        return false;
    }
    let nothing =
        language == Language::JavaScript && !has_word(text, "exports") && !has_word(text, "export");
    nothing || !has_word(text, name)
}

/// Whether all exports are replaced by something other than an object literal.
fn assigns_all(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.find("module.exports") {
        rest = &rest[at + "module.exports".len()..];
        let value = rest.trim_start().strip_prefix('=');
        if value.is_some_and(|value| !value.trim_start().starts_with('{')) {
            return true;
        }
    }
    false
}

fn has_word(text: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(part) && !after.is_some_and(part)
    })
}

/// Names that a module plainly exports, in the order of the text.
pub fn exported(language: Language, contents: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(contents).unwrap_or_default();
    let starts: &[&str] = match language {
        Language::JavaScript => &[
            "module.exports.",
            "exports.",
            "export async function ",
            "export function ",
            "export const ",
            "export let ",
        ],
        Language::Python => &["async def ", "def "],
    };
    let mut names: Vec<String> = Vec::new();
    for line in text.lines() {
        let Some(rest) = starts.iter().find_map(|start| line.strip_prefix(start)) else {
            continue;
        };
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$'));
        let name = &rest[..end.unwrap_or(rest.len())];
        if !name.is_empty() && !name.starts_with('_') && names.iter().all(|known| known != name) {
            names.push(name.to_owned());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_certain_absence_counts() {
        use Language::{JavaScript, Python};
        for (language, text, lacks) in [
            (JavaScript, "exports.handler = 1", false),
            (JavaScript, "exports.main = 1", true),
            (JavaScript, "export const handler = 1", false),
            (JavaScript, "const handler = 1", true),
            (JavaScript, "const a = 1; export { a as handler }", false),
            (JavaScript, "export * from './x.js'", false),
            (JavaScript, "module.exports = wrap()", false),
            (JavaScript, "module.exports = { main }", true),
            (JavaScript, "module.exports = { handler }", false),
            (JavaScript, "Object.defineProperty(exports, n, {})", false),
            (Python, "def handler(event, context):\n    pass", false),
            (Python, "def main(event, context):\n    pass", true),
            (Python, "from x import *", false),
            (Python, "handler = Mangum(app)", false),
        ] {
            let found = certainly_lacks(language, text.as_bytes(), "handler");
            assert_eq!(found, lacks, "{text}");
        }
    }

    #[test]
    fn plain_exports_are_listed() {
        let text = b"exports.a = 1;\nexport async function b() {}\nexports.a = 2;";
        assert_eq!(exported(Language::JavaScript, text), ["a", "b"]);
        assert_eq!(
            exported(
                Language::Python,
                b"def c():\n    def d(): pass\ndef _e(): pass"
            ),
            ["c"]
        );
    }
}
