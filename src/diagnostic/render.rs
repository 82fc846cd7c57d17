//! The only place that turns diagnostics into text: rustc-style, one line
//! each, or JSON.

use super::{Diagnostic, Diagnostics, Label, Severity};
use crate::source::{Part, Position, Source, Span};
use crate::text::one_line;
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Patch, Renderer, Snippet};
use serde::Serialize;
use std::ops::Range;

/// Findings shown to people. Nobody reads more at once, and each one costs a
/// pass over the whole source.
const MAX_SHOWN: usize = 100;

/// Renders findings as rustc does: source line, labels, help with a patch.
/// Carries ANSI colors; strip them where they are not wanted.
pub fn human(diagnostics: &Diagnostics, source: &Source) -> String {
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

fn report<'a>(diagnostic: &'a Diagnostic, source: &'a Source) -> Vec<Group<'a>> {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let annotation = |kind: AnnotationKind, label: &'a Label| {
        let annotation = kind.span(local(label.span, source));
        match label.text.as_str() {
            "" => annotation,
            text => annotation.label(one_line(text)),
        }
    };
    let home = source.part_at(diagnostic.primary.span.start).start;
    let snippet = |part: Part<'a>| {
        let others = diagnostic.secondary.iter();
        let others = others.filter(|label| source.part_at(label.span.start).start == part.start);
        let primary =
            (part.start == home).then(|| annotation(AnnotationKind::Primary, &diagnostic.primary));
        let annotations: Vec<_> = primary
            .into_iter()
            .chain(others.map(|label| annotation(AnnotationKind::Context, label)))
            .collect();
        let shown = !annotations.is_empty();
        let snippet = Snippet::source(part.text).path(part.path);
        shown.then(|| snippet.annotations(annotations))
    };
    let title = level
        .primary_title(one_line(&diagnostic.message))
        .id(diagnostic.rule.code);
    let (first, others): (Vec<_>, Vec<_>) = source.parts().partition(|part| part.start == home);
    let mut snippets = first.into_iter().chain(others).filter_map(snippet);
    // INVARIANT: the primary place lies in some file.
    let Some(first) = snippets.next() else {
        return vec![Group::with_title(title)];
    };
    let mut primary = title.element(first).elements(snippets);
    for note in &diagnostic.notes {
        primary = primary.element(Level::NOTE.message(one_line(note)));
    }
    let mut groups = vec![primary];
    for help in &diagnostic.help {
        let title = Level::HELP.secondary_title(one_line(&help.text));
        groups.push(if help.edits.is_empty() {
            Group::with_title(title)
        } else {
            let patches = source.parts().filter_map(|part| {
                let edits = help.edits.iter();
                let edits =
                    edits.filter(|edit| source.part_at(edit.span.start).start == part.start);
                let patches: Vec<_> = edits
                    .map(|edit| Patch::new(local(edit.span, source), edit.text.as_str()))
                    .collect();
                let snippet = Snippet::source(part.text).path(part.path);
                (!patches.is_empty()).then(|| snippet.patches(patches))
            });
            title.elements(patches)
        });
    }
    groups
}

/// A span within its own file.
fn local(span: Span, source: &Source) -> Range<usize> {
    let Range { start, end } = source.clamp(span);
    let part = source.part_at(span.start.min(source.text.len()));
    let last = part.text.len();
    (start - part.start).min(last)..(end - part.start).min(last)
}

/// Renders one line for each finding: `file:line:column: severity[code]: message`.
pub fn short(diagnostics: &Diagnostics, source: &Source) -> String {
    let mut text = String::new();
    let lines = source.lines();
    for diagnostic in diagnostics.iter() {
        let Position { line, column } = lines.position(diagnostic.primary.span.start);
        let severity = severity_name(diagnostic.severity());
        text.push_str(&format!(
            "{}:{line}:{column}: {severity}[{}]: {}\n",
            source.part_at(diagnostic.primary.span.start).path,
            diagnostic.rule.code,
            one_line(&diagnostic.message)
        ));
    }
    text
}

/// Renders each finding as a workflow command of GitHub Actions, which shows it
/// next to the line.
pub fn github(diagnostics: &Diagnostics, source: &Source) -> String {
    let data = |text: &str| {
        text.replace('%', "%25")
            .replace('\r', "%0D")
            .replace('\n', "%0A")
    };
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let lines = source.lines();
    let mut text = String::new();
    for diagnostic in diagnostics.iter() {
        let span = diagnostic.primary.span;
        let (start, end) = (lines.position(span.start), lines.position(span.end));
        let command = match diagnostic.severity() {
            Severity::Note => "notice",
            severity => severity_name(severity),
        };
        let rule = diagnostic.rule;
        let help = diagnostic
            .help
            .iter()
            .map(|help| format!("\nhelp: {}", help.text));
        let message = format!("{}{}", diagnostic.message, help.collect::<String>());
        text.push_str(&format!(
            "::{command} file={},line={},endLine={},col={},endColumn={},title={}::{}\n",
            property(source.part_at(span.start).path),
            start.line,
            end.line,
            start.column,
            end.column,
            property(&format!("{} {}", rule.code, rule.name)),
            data(&message),
        ));
    }
    text
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
    #[serde(flatten)]
    place: JsonPlace<'a>,
    related: Vec<JsonPlace<'a>>,
    notes: &'a [String],
    help: Vec<JsonHelp<'a>>,
}

#[derive(Debug, Serialize)]
struct JsonPlace<'a> {
    file: &'a str,
    start: Position,
    end: Position,
    label: &'a str,
}

#[derive(Debug, Serialize)]
struct JsonHelp<'a> {
    text: &'a str,
    certain: bool,
    edits: Vec<JsonEdit<'a>>,
}

#[derive(Debug, Serialize)]
struct JsonEdit<'a> {
    file: &'a str,
    start: Position,
    end: Position,
    text: &'a str,
}

/// The findings as serializable data.
pub fn json<'a>(diagnostics: &'a Diagnostics, source: &'a Source) -> Vec<JsonDiagnostic<'a>> {
    let lines = source.lines();
    let file = |span: Span| source.part_at(span.start).path;
    let place = |label: &'a Label| JsonPlace {
        file: file(label.span),
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
            place: place(&diagnostic.primary),
            related: diagnostic.secondary.iter().map(place).collect(),
            notes: &diagnostic.notes,
            help: diagnostic
                .help
                .iter()
                .map(|help| JsonHelp {
                    text: &help.text,
                    certain: help.certain,
                    edits: help
                        .edits
                        .iter()
                        .map(|edit| JsonEdit {
                            file: file(edit.span),
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

    fn findings(messages: impl IntoIterator<Item = String>) -> (Diagnostics, Source) {
        let mut found = Diagnostics::default();
        found.extend(
            messages
                .into_iter()
                .map(|message| Diagnostic::new(&RULE, Span::default(), message)),
        );
        let source = Source::new("b.toml", "x = 1\n");
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
