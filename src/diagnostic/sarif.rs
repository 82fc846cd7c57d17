//! Findings as SARIF 2.1.0, for code scanning.

use super::render::severity_name;
use super::{Diagnostic, Diagnostics, Edit};
use crate::rules::{RULES, Rule};
use crate::source::{Lines, Source, Span};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The log of one run.
pub fn log(diagnostics: &Diagnostics, source: &Source) -> Value {
    let lines = source.lines();
    let index: BTreeMap<&str, usize> = RULES
        .iter()
        .enumerate()
        .map(|(index, rule)| (rule.code, index))
        .collect();
    let results: Vec<Value> = diagnostics
        .iter()
        .map(|diagnostic| result(diagnostic, &index, source, &lines))
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": env!("CARGO_PKG_NAME"),
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "rules": RULES.iter().map(|rule| self::rule(rule)).collect::<Vec<_>>(),
                },
            },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn rule(rule: &Rule) -> Value {
    let docs = &rule.docs;
    json!({
        "id": rule.code,
        "name": rule.name,
        "shortDescription": { "text": docs.summary() },
        "fullDescription": { "text": format!("{} {}", docs.what, docs.why) },
        "help": {
            "text": format!("{} {}", docs.what, docs.why),
            "markdown": crate::explain::page(rule).trim(),
        },
        "defaultConfiguration": { "level": severity_name(rule.severity) },
    })
}

fn result(
    diagnostic: &Diagnostic,
    index: &BTreeMap<&str, usize>,
    source: &Source,
    lines: &Lines<'_>,
) -> Value {
    let place = |span: Span, text: &str| {
        let mut location = json!({
            "physicalLocation": {
                "artifactLocation": artifact(source, span),
                "region": region(lines, span),
            },
        });
        if !text.is_empty() {
            location["message"] = json!({ "text": text });
        }
        location
    };
    let help: Vec<&str> = diagnostic
        .help
        .iter()
        .map(|help| help.text.as_str())
        .collect();
    let said = [diagnostic.message.as_str()]
        .into_iter()
        .chain(diagnostic.notes.iter().map(String::as_str))
        .chain(help);
    let mut result = json!({
        "ruleId": diagnostic.rule.code,
        "ruleIndex": index[diagnostic.rule.code],
        "level": severity_name(diagnostic.severity()),
        "message": { "text": said.collect::<Vec<_>>().join("\n") },
        "locations": [place(diagnostic.primary.span, &diagnostic.primary.text)],
    });
    let related: Vec<Value> = diagnostic
        .secondary
        .iter()
        .map(|label| place(label.span, &label.text))
        .collect();
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    let fixes: Vec<Value> = diagnostic
        .help
        .iter()
        .filter(|help| !help.edits.is_empty())
        .map(|help| {
            json!({
                "description": { "text": help.text },
                "artifactChanges": changes(&help.edits, source, lines),
            })
        })
        .collect();
    if !fixes.is_empty() {
        result["fixes"] = fixes.into();
    }
    result
}

/// Edits by file.
fn changes(edits: &[Edit], source: &Source, lines: &Lines<'_>) -> Vec<Value> {
    let mut files: BTreeMap<&str, (Value, Vec<Value>)> = BTreeMap::new();
    for edit in edits {
        let path = source.part_at(edit.span.start).path;
        let file = || (artifact(source, edit.span), Vec::new());
        let (_, replacements) = files.entry(path).or_insert_with(file);
        replacements.push(json!({
            "deletedRegion": region(lines, edit.span),
            "insertedContent": { "text": edit.text },
        }));
    }
    let change = |(artifact, replacements)| json!({ "artifactLocation": artifact, "replacements": replacements });
    files.into_values().map(change).collect()
}

fn artifact(source: &Source, span: Span) -> Value {
    let path = source.part_at(span.start).path.replace('\\', "/");
    let mut uri = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                uri.push(char::from(byte));
            }
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    json!({ "uri": uri })
}

fn region(lines: &Lines<'_>, span: Span) -> Value {
    let (start, end) = (lines.position(span.start), lines.position(span.end));
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}
