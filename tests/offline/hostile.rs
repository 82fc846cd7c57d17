//! No text makes the check panic, and what it finds can always be shown.
//!
//! Blueprints are broken the way people and editors break them: pieces are
//! removed, repeated, swapped and replaced by what does not belong there.

use crate::support::checks::{blueprint, check};
use crate::support::fixes::{every_help_fixes, fixing_ends, syntax_errors};
use jwtgen::diagnostic::{Diagnostic, Diagnostics, render};
use jwtgen::source::{Source, Span};
use proptest::prelude::*;

const EXAMPLE: &str = include_str!("../../blueprint.toml");

/// What is put where it does not belong.
const PIECES: &[&str] = &[
    "\"",
    "'",
    "\"\"\"",
    "{",
    "}",
    "[",
    "]",
    "[[",
    "]]",
    "=",
    ",",
    ".",
    "#",
    ":",
    "\\",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "é",
    "日本",
    "👩‍🚀",
    "-1",
    "0x",
    "1e999",
    "nan",
    "99999999999999999999",
    "1979-05-27",
    "true",
    "[identity]\n",
    "[functions.api.v1]\n",
    "[[routes]]\n",
    "name = 1\n",
    "roles = 2\n",
    "expect.a.b = []\n",
    "{ role = \"admin\" }",
    "admin.x = [\"admin\"]\n",
    "public = \"\"",
    "token = \"access\"\n",
    "aws_provider = \">= 3.39\"\n",
    "scope_format = \"{\"\n",
    "\"get /{a+}/{a}\" = {}\n",
    "\"group:admin\" = 401",
    "source = \"../x\"\n",
    "source = \"missing/x\"\n",
];

/// One change; numbers choose places, counted around the end.
#[derive(Debug, Clone)]
pub(crate) enum Change {
    DeleteToken(usize),
    RepeatToken(usize),
    SwapTokens(usize, usize),
    DeleteLine(usize),
    RepeatLine(usize),
    SwapLines(usize, usize),
    Insert(usize, &'static str),
    Replace(usize, &'static str),
    CutOff(usize),
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn broken_blueprints_are_explained(changes in prop::collection::vec(change(), 1..8)) {
        let text = changes.iter().fold(EXAMPLE.to_owned(), |text, change| change.apply(&text));
        let (found, source) = examine(&text)?;
        // One syntax error may hide others, and fixing it reveals them.
        if syntax_errors(&text) < 2 {
            every_help_fixes(&found, &source).map_err(TestCaseError::fail)?;
            fixing_ends(&source).map_err(TestCaseError::fail)?;
        }
    }

    #[test]
    fn any_text_is_explained(text in any::<String>()) {
        examine(&text)?;
    }
}

#[test]
fn large_and_deep_blueprints_are_explained() {
    let long = "x".repeat(100_000);
    for text in [
        "[".repeat(100_000),
        "a.".repeat(100_000),
        format!("name = {}", "{a=".repeat(100_000)),
        format!("[{}x]", "a.".repeat(100_000)),
        "reader = [\"read\"\n".repeat(2_000),
        "nmae = \"\n".repeat(5_000),
        format!("name = \"{long}\"\n[users]\n{long} = [\"{long}\", \"{long}y\"]\n"),
        (0..2_000).fold("[users]\n".to_owned(), |text, n| {
            text + &format!("u{n} = [\"g{n}\"]\n")
        }),
        (0..2_000).fold("[roles]\n".to_owned(), |text, n| {
            text + &format!("r{n} = [{{ role = \"r{}\" }}]\n", n + 1)
        }),
    ] {
        examine(&text).unwrap();
    }
}

/// Nothing panics, places lie in the file, and the answer is always the same.
fn examine(text: &str) -> Result<(Diagnostics, Source), TestCaseError> {
    let source = blueprint(text);
    let found = check(&source);
    for span in found.iter().flat_map(spans) {
        prop_assert!(span.start <= span.end && span.end <= text.len(), "{span:?}");
        prop_assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
    }
    let shown = show(&found, &source);
    prop_assert_eq!(shown, show(&check(&source), &source));
    Ok((found, source))
}

fn spans(diagnostic: &Diagnostic) -> Vec<Span> {
    let labels = [&diagnostic.primary]
        .into_iter()
        .chain(&diagnostic.secondary);
    let edits = diagnostic.help.iter().flat_map(|help| &help.edits);
    labels
        .map(|label| label.span)
        .chain(edits.map(|edit| edit.span))
        .collect()
}

/// Everything that can be shown about a blueprint, in every format.
fn show(found: &Diagnostics, source: &Source) -> String {
    let human = render::human(found, source);
    let short = render::short(found, source);
    let json = serde_json::to_string(&render::json(found, source)).expect("it is plain data");
    assert_eq!(short.lines().count(), found.iter().count(), "one line each");
    human + &short + &json
}

pub(crate) fn change() -> impl Strategy<Value = Change> {
    let at = any::<usize>;
    let piece = || prop::sample::select(PIECES);
    prop_oneof![
        at().prop_map(Change::DeleteToken),
        at().prop_map(Change::RepeatToken),
        (at(), at()).prop_map(|(a, b)| Change::SwapTokens(a, b)),
        at().prop_map(Change::DeleteLine),
        at().prop_map(Change::RepeatLine),
        (at(), at()).prop_map(|(a, b)| Change::SwapLines(a, b)),
        (at(), piece()).prop_map(|(at, piece)| Change::Insert(at, piece)),
        (at(), piece()).prop_map(|(at, piece)| Change::Replace(at, piece)),
        at().prop_map(Change::CutOff),
    ]
}

impl Change {
    pub(crate) fn apply(&self, text: &str) -> String {
        let mut pieces: Vec<&str> = match self {
            Change::DeleteLine(_) | Change::RepeatLine(_) | Change::SwapLines(..) => {
                text.split_inclusive('\n').collect()
            }
            _ => tokens(text),
        };
        if pieces.is_empty() {
            return text.to_owned();
        }
        let count = pieces.len();
        match *self {
            Change::DeleteToken(at) | Change::DeleteLine(at) => {
                pieces.remove(at % count);
            }
            Change::RepeatToken(at) | Change::RepeatLine(at) => {
                pieces.insert(at % count, pieces[at % count]);
            }
            Change::SwapTokens(a, b) | Change::SwapLines(a, b) => pieces.swap(a % count, b % count),
            Change::Insert(at, piece) => pieces.insert(at % count, piece),
            Change::Replace(at, piece) => pieces[at % count] = piece,
            Change::CutOff(at) => pieces.truncate(at % count),
        }
        pieces.concat()
    }
}

/// Words, runs of blanks, and every other character by itself.
fn tokens(text: &str) -> Vec<&str> {
    let class = |c: char| match c {
        c if c.is_alphanumeric() || c == '_' => 1,
        ' ' => 2,
        _ => 0,
    };
    let mut tokens: Vec<&str> = Vec::new();
    let mut start = 0;
    let mut last = None;
    for (at, c) in text.char_indices() {
        let joins = last.is_some_and(|last| last == class(c) && last != 0);
        if at > start && !joins {
            tokens.push(&text[start..at]);
            start = at;
        }
        last = Some(class(c));
    }
    tokens.push(&text[start..]);
    tokens
}
