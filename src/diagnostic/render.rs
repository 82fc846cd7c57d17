//! The only place that turns diagnostics into text: rustc-style, one line
//! each, or JSON.

use super::{Diagnostic, Diagnostics, Label, Severity};
use crate::source::{Position, SourceFile};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Patch, Renderer, Snippet};
use serde::Serialize;

/// Findings shown to people. Nobody reads more in one go, and each costs a walk
/// through the whole source.
const MAX_SHOWN: usize = 100;

/// Renders findings as rustc does: source line, labels, help with a patch.
/// Carries ANSI colours; strip them where they are not wanted.
pub fn human(diagnostics: &Diagnostics, source: &SourceFile) -> String {
    let renderer = Renderer::styled().decor_style(DecorStyle::Ascii);
    let mut text = String::new();
    for diagnostic in diagnostics.iter().take(MAX_SHOWN) {
        text.push_str(&renderer.render(&report(diagnostic, source)));
        text.push_str("\n\n");
    }
    match diagnostics.iter().count().saturating_sub(MAX_SHOWN) {
        0 => {}
        more => text.push_str(&format!(
            "and {more} more; `--format short` lists them all\n\n"
        )),
    }
    text
}

fn report<'a>(diagnostic: &'a Diagnostic, source: &'a SourceFile) -> Vec<Group<'a>> {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let annotation = |kind: AnnotationKind, label: &'a Label| {
        let annotation = kind.span(source.clamp(label.span));
        match label.text.as_str() {
            "" => annotation,
            text => annotation.label(one_line(text)),
        }
    };
    let snippet = Snippet::source(&source.text)
        .path(&source.path)
        .annotation(annotation(AnnotationKind::Primary, &diagnostic.primary))
        .annotations(
            diagnostic
                .secondary
                .iter()
                .map(|label| annotation(AnnotationKind::Context, label)),
        );
    let mut primary = level
        .primary_title(one_line(&diagnostic.message))
        .id(diagnostic.rule.code)
        .element(snippet);
    for note in &diagnostic.notes {
        primary = primary.element(Level::NOTE.message(one_line(note)));
    }
    let mut groups = vec![primary];
    for help in &diagnostic.help {
        let title = Level::HELP.secondary_title(one_line(&help.text));
        groups.push(if help.edits.is_empty() {
            Group::with_title(title)
        } else {
            title.element(
                Snippet::source(&source.text).path(&source.path).patches(
                    help.edits
                        .iter()
                        .map(|edit| Patch::new(source.clamp(edit.span), edit.text.as_str())),
                ),
            )
        });
    }
    groups
}

/// Renders one line for each finding: `file:line:column: severity[code]: message`.
pub fn short(diagnostics: &Diagnostics, source: &SourceFile) -> String {
    let mut text = String::new();
    let lines = source.lines();
    for diagnostic in diagnostics.iter() {
        let Position { line, column } = lines.position(diagnostic.primary.span.start);
        let severity = severity_name(diagnostic.severity());
        text.push_str(&format!(
            "{}:{line}:{column}: {severity}[{}]: {}\n",
            source.path,
            diagnostic.rule.code,
            one_line(&diagnostic.message)
        ));
    }
    text
}

/// A message may quote a name with line breaks or terminal escapes in it.
fn one_line(message: &str) -> String {
    message.replace(char::is_control, "\u{fffd}")
}

/// The word for a severity in every format.
pub fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// A finding as `--format json` prints it. Fields are only ever added within
/// one `version` of the report.
#[derive(Debug, Serialize)]
pub struct JsonDiagnostic<'a> {
    code: &'static str,
    name: &'static str,
    severity: Severity,
    message: &'a str,
    file: &'a str,
    #[serde(flatten)]
    place: JsonPlace<'a>,
    related: Vec<JsonPlace<'a>>,
    notes: &'a [String],
    help: Vec<JsonHelp<'a>>,
}

#[derive(Debug, Serialize)]
struct JsonPlace<'a> {
    start: Position,
    end: Position,
    label: &'a str,
}

#[derive(Debug, Serialize)]
struct JsonHelp<'a> {
    text: &'a str,
    edits: Vec<JsonEdit<'a>>,
}

#[derive(Debug, Serialize)]
struct JsonEdit<'a> {
    start: Position,
    end: Position,
    text: &'a str,
}

/// The findings as serialisable data.
pub fn json<'a>(diagnostics: &'a Diagnostics, source: &'a SourceFile) -> Vec<JsonDiagnostic<'a>> {
    let lines = source.lines();
    let place = |label: &'a Label| JsonPlace {
        start: lines.position(label.span.start),
        end: lines.position(label.span.end),
        label: &label.text,
    };
    diagnostics
        .iter()
        .map(|diagnostic| JsonDiagnostic {
            code: diagnostic.rule.code,
            name: diagnostic.rule.name,
            severity: diagnostic.severity(),
            message: &diagnostic.message,
            file: &source.path,
            place: place(&diagnostic.primary),
            related: diagnostic.secondary.iter().map(place).collect(),
            notes: &diagnostic.notes,
            help: diagnostic
                .help
                .iter()
                .map(|help| JsonHelp {
                    text: &help.text,
                    edits: help
                        .edits
                        .iter()
                        .map(|edit| JsonEdit {
                            start: lines.position(edit.span.start),
                            end: lines.position(edit.span.end),
                            text: &edit.text,
                        })
                        .collect(),
                })
                .collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::unknown_key::RULE;
    use crate::source::Span;

    fn findings(messages: impl IntoIterator<Item = String>) -> (Diagnostics, SourceFile) {
        let mut found = Diagnostics::default();
        found.extend(
            messages
                .into_iter()
                .map(|message| Diagnostic::new(&RULE, Span::default(), message)),
        );
        let source = SourceFile {
            path: "b.toml".into(),
            text: "x = 1\n".into(),
        };
        (found, source)
    }

    #[test]
    fn people_are_shown_a_hundred_findings() {
        let (found, source) = findings((0..103).map(|n| format!("finding {n}")));
        let text = human(&found, &source);
        assert!(text.contains("finding 99") && !text.contains("finding 100"));
        assert!(text.contains("and 3 more"));
    }

    #[test]
    fn the_short_form_is_one_line() {
        let (found, source) = findings(["a\nb\u{1b}[31m".to_owned()]);
        let text = short(&found, &source);
        assert_eq!(text, "b.toml:1:1: error[JG0003]: a\u{fffd}b\u{fffd}[31m\n");
    }
}
