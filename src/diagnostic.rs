//! Diagnostics as data: what is wrong, where, and how to fix it.
//!
//! Rendering is separate; see [`render`].

mod headers;
pub mod render;
mod rule;
pub mod sarif;

pub use rule::{Docs, Rule};

use crate::source::Span;

/// The severity of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// Output is written, but this is probably not what was meant.
    Warning,
    /// Something the user should know.
    Note,
}

/// A place in the blueprint and a comment on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// A short phrase; may be empty.
    pub text: String,
}

/// One replacement of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; an empty span inserts.
    pub span: Span,
    /// The replacement.
    pub text: String,
}

/// How to fix a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Help {
    /// One phrase, after `help:`.
    pub text: String,
    /// Edits that do it; empty where only the user can know.
    pub edits: Vec<Edit>,
    /// Whether the edits are certainly what was meant and do not widen access:
    /// `--fix` applies them without asking.
    pub certain: bool,
    /// Whether the edits are only shown, and carried out by nobody but the user: a
    /// similar name may belong to other people.
    pub by_hand: bool,
}

impl Help {
    /// The text with the edits applied. Their places must lie in it.
    pub fn apply(&self, text: &str) -> String {
        edited(text, self.edits.iter())
    }
}

/// The text with edits applied, which must not overlap and must lie in it.
pub fn edited<'a>(text: &str, edits: impl IntoIterator<Item = &'a Edit>) -> String {
    let mut edits: Vec<&Edit> = edits.into_iter().collect();
    edits.sort_by_key(|edit| edit.span);
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        result.push_str(&text[at..edit.span.start]);
        result.push_str(&edit.text);
        at = edit.span.end;
    }
    result.push_str(&text[at..]);
    result
}

/// One finding.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// The rule it comes from: code, name, severity, documentation.
    pub rule: &'static Rule,
    /// One lower-case phrase that says what is wrong.
    pub message: String,
    /// The place that has to change.
    pub primary: Label,
    /// Other places that explain it.
    pub secondary: Vec<Label>,
    /// Facts that need more than a label.
    pub notes: Vec<String>,
    /// Ways to fix it.
    pub help: Vec<Help>,
    /// The route or name that it is about, by which `[lints]` can allow it.
    pub subject: Option<String>,
    /// The severity here, where the blueprint or `--deny` changes the rule's.
    pub level: Option<Severity>,
}

impl Diagnostic {
    /// A finding of `rule` at `span`.
    pub fn new(rule: &'static Rule, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            rule,
            message: message.into(),
            primary: Label {
                span,
                text: String::new(),
            },
            secondary: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
            subject: None,
            level: None,
        }
    }

    /// Comments on the primary place.
    pub fn label(mut self, text: impl Into<String>) -> Diagnostic {
        self.primary.text = text.into();
        self
    }

    /// Names the route or the object that it is about.
    pub fn about(mut self, subject: &str) -> Diagnostic {
        self.subject = Some(subject.to_owned());
        self
    }

    /// Points at another place.
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.secondary.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// Adds a fact.
    pub fn note(mut self, text: impl Into<String>) -> Diagnostic {
        self.notes.push(text.into());
        self
    }

    /// Says how to fix it, where only the user can.
    pub fn help(mut self, text: impl Into<String>) -> Diagnostic {
        self.help.push(Help {
            text: text.into(),
            edits: Vec::new(),
            certain: false,
            by_hand: false,
        });
        self
    }

    /// Says how to fix it, with edits that are certain.
    pub fn fix(
        mut self,
        text: impl Into<String>,
        edits: impl IntoIterator<Item = (Span, String)>,
    ) -> Diagnostic {
        self = self.suggest(text, edits);
        if let Some(help) = self.help.last_mut() {
            help.certain = true;
        }
        self
    }

    /// Says what may have been meant; only the user can know.
    pub fn suggest(
        mut self,
        text: impl Into<String>,
        edits: impl IntoIterator<Item = (Span, String)>,
    ) -> Diagnostic {
        self.help.push(Help {
            text: text.into(),
            edits: edits
                .into_iter()
                .map(|(span, text)| Edit { span, text })
                .collect(),
            certain: false,
            by_hand: false,
        });
        self
    }

    /// Offers `suggestion`, if there is one, in place of the text at the
    /// primary span.
    pub fn did_you_mean(self, suggestion: Option<String>) -> Diagnostic {
        match suggestion {
            Some(name) => {
                let span = self.primary.span;
                self.suggest("a similar name exists", [(span, name)])
            }
            None => self,
        }
    }

    /// Shows a similar name of what decides who may call, for the user to choose.
    pub fn similar_name(self, name: String) -> Diagnostic {
        let mut diagnostic = self.did_you_mean(Some(name));
        if let Some(help) = diagnostic.help.last_mut() {
            help.by_hand = true;
        }
        diagnostic
    }

    /// Its severity: the one set by the blueprint or `--deny`, else the rule's.
    pub fn severity(&self) -> Severity {
        self.level.unwrap_or(self.rule.severity)
    }
}

/// Findings of one run, in the order found until [`Diagnostics::sort`].
#[derive(Debug, Default)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds the findings of a separate file, which starts at `offset`.
    pub fn append(&mut self, found: Diagnostics, offset: usize) {
        let shift = |span: &mut Span| {
            span.start += offset;
            span.end += offset;
        };
        self.0.extend(found.0.into_iter().map(|mut diagnostic| {
            shift(&mut diagnostic.primary.span);
            for label in &mut diagnostic.secondary {
                shift(&mut label.span);
            }
            for edit in diagnostic.help.iter_mut().flat_map(|help| &mut help.edits) {
                shift(&mut edit.span);
            }
            diagnostic
        }));
    }

    /// Lets `judge` change the severity of each finding, or drop it.
    pub fn judge(&mut self, mut judge: impl FnMut(&mut Diagnostic) -> bool) {
        self.0.retain_mut(|diagnostic| judge(diagnostic));
    }

    /// Completes the edits for the text: a name in a table header changes in all of
    /// them, and what would change nothing is dropped.
    pub fn finish_edits(&mut self, text: &str) {
        headers::complete(&mut self.0, text);
        for diagnostic in &mut self.0 {
            diagnostic.help.retain(|help| {
                let mut edits = help.edits.iter();
                let idle =
                    |edit: &Edit| text.get(edit.span.start..edit.span.end) == Some(&edit.text);
                help.edits.is_empty() || !edits.all(idle)
            });
        }
    }

    /// Turns all warnings into errors.
    pub fn deny_warnings(&mut self) {
        for diagnostic in &mut self.0 {
            if diagnostic.severity() == Severity::Warning {
                diagnostic.level = Some(Severity::Error);
            }
        }
    }

    /// Whether any finding prevents writing.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many findings of one severity there are.
    pub fn count(&self, severity: Severity) -> usize {
        self.iter().filter(|d| d.severity() == severity).count()
    }

    /// Sorts by place, then code, and removes duplicates.
    pub fn sort(&mut self) {
        self.0.sort_by(|a, b| {
            (a.primary.span, a.rule.code, &a.message).cmp(&(
                b.primary.span,
                b.rule.code,
                &b.message,
            ))
        });
        self.0.dedup_by(|a, b| {
            a.primary.span == b.primary.span && a.rule.code == b.rule.code && a.message == b.message
        });
    }

    /// Whether a similar name is still worth a search: each costs a walk
    /// through all names, and nobody reads the thousandth finding.
    pub fn few(&self) -> bool {
        self.0.len() < 100
    }

    /// The findings.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, found: T) {
        self.0.extend(found);
    }
}
