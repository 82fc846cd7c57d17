//! Text of others in the reports of `jwtgen audit`: whatever an address, a value or
//! a reason holds, nobody is shown a line, a color or an order that is not the
//! report's.

use anyhow::{Context, Result, ensure};
use jwtgen::audit::{
    Alone, Audit, Change, Finding, Origins, Verdict, alone_json, alone_text, json, markdown, sarif,
    text,
};
use jwtgen::evidence::Answer;
use jwtgen::source::{Source, Span};
use proptest::prelude::*;
use std::path::Path;

/// What could forge a report: escapes, line ends, direction marks, zero-width and
/// tag characters.
const HOSTILE: [char; 20] = [
    '\u{1b}',
    '\u{9b}',
    '\n',
    '\r',
    '\u{85}',
    '\u{2028}',
    '\u{2029}',
    '\u{202e}',
    '\u{202a}',
    '\u{2066}',
    '\u{2069}',
    '\u{200b}',
    '\u{200d}',
    '\u{200f}',
    '\u{feff}',
    '\u{ad}',
    '\u{0}',
    '\u{7f}',
    '\u{8}',
    '\u{e0041}',
];

/// Short texts with such characters between letters.
fn hostile() -> impl Strategy<Value = String> {
    let character = prop_oneof![
        2 => proptest::sample::select(HOSTILE.to_vec()),
        1 => proptest::char::any(),
        1 => proptest::sample::select(vec!['a', '.', ' ', '[', '"', '|', '`']),
    ];
    proptest::collection::vec(character, 0..8).prop_map(|text| text.into_iter().collect())
}

/// An audit whose every text is one of these.
fn audit_of(texts: &[String], verdict: Verdict) -> Audit {
    let text = |at: usize| texts[at % texts.len()].clone();
    Audit {
        findings: vec![Finding {
            verdict,
            address: text(0),
            argument: text(1),
            expected: text(2),
            found: text(3),
            cause: text(4),
            foreign: true,
            place: Some(Span::default()),
        }],
        changes: vec![Change {
            verdict,
            route: text(5),
            address: text(6),
            callers: vec![text(7), text(8)],
            sent: None,
            expected: text(9),
            found: text(10),
            place: Span::default(),
        }],
        doubts: vec![text(11), text(12)],
        assumed: vec![text(13)],
        looked_at: (1, 1),
        origins: Origins {
            manifest: text(14),
            flags: vec![text(15)],
            folder: Some(text(16)),
            notes: vec![text(17)],
            help: Some(text(18)),
        },
    }
}

/// Fails where something other than line ends, and colors where the report has
/// them, could change what is seen.
fn harmless(text: &str, colors: bool) -> Result<()> {
    let mut text = text.to_owned();
    if colors {
        for color in ["\x1b[0m", "\x1b[1m", "\x1b[31m", "\x1b[32m", "\x1b[33m"] {
            text = text.replace(color, "");
        }
    }
    let found = text.chars().find(|c| {
        let is_hostile = HOSTILE.contains(c) || c.is_control();
        is_hostile && *c != '\n'
    });
    ensure!(found.is_none(), "{found:?} in {text:?}");
    Ok(())
}

proptest! {
    #[test]
    fn an_audit_shows_no_text_that_could_mislead(
        texts in proptest::collection::vec(hostile(), 1..19),
        different in any::<bool>(),
    ) {
        shown(&texts, different).map_err(|error| TestCaseError::fail(format!("{error:#}")))?;
    }
}

fn shown(texts: &[String], different: bool) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let verdict = match different {
        true => Verdict::Different,
        false => Verdict::Unknown,
    };
    let audit = audit_of(texts, verdict);
    let blueprint = std::fs::read_to_string(root.join("blueprint.toml"))?;
    let source = &Source::new("blueprint.toml", blueprint);
    let calm: Vec<String> = texts.iter().map(|text| "x".repeat(text.len())).collect();
    let calm = audit_of(&calm, verdict);
    for (report, colors) in [(text as fn(&_, &_) -> String, true), (markdown, false)] {
        let shown = report(&audit, source);
        harmless(&shown, colors)?;
        let lines = report(&calm, source).lines().count();
        ensure!(shown.lines().count() == lines, "{shown}");
    }
    for document in [json(&audit, source), sarif(&audit, source, Span::default())] {
        let printed = jwtgen::printed(&document);
        harmless(&printed, false)?;
        let read: serde_json::Value = serde_json::from_str(&printed)?;
        ensure!(read == document, "{printed}");
    }
    let text = |at: usize| texts[at % texts.len()].clone();
    let alone = [Alone {
        api: text(0),
        callers: vec![text(1)],
        routes: vec![(text(2), text(3), vec![Answer::Allow])],
        doubts: vec![text(4)],
    }];
    harmless(&alone_text(&alone), true)?;
    harmless(&jwtgen::printed(&alone_json(&alone)), false).context("alone")
}
