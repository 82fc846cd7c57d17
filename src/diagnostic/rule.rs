//! What a code means.

use super::Severity;

/// A rule: what it checks and why it exists.
#[derive(Debug)]
pub struct Rule {
    /// `JG` and four digits; the first two name the area.
    pub code: &'static str,
    /// The code in words, kebab-case; reads well after "allow".
    pub name: &'static str,
    /// The severity of its findings.
    pub severity: Severity,
    /// Documentation.
    pub docs: Docs,
}

/// A rule's page.
#[derive(Debug)]
pub struct Docs {
    /// What the rule reports. The first sentence is its summary.
    pub what: &'static str,
    /// What would happen without the rule.
    pub why: &'static str,
    /// Part of a blueprint that triggers this rule and no other. Its sections
    /// replace those of [`EXAMPLE_BASE`](crate::rules::EXAMPLE_BASE); with a `name` it is a whole blueprint.
    /// Empty where no blueprint can show the rule.
    pub example: &'static str,
    /// The same part, fixed.
    pub fixed: &'static str,
    /// URLs of public pages that state the fact behind it, nearest first;
    /// empty where the rule is jwtgen's own.
    pub sources: &'static [&'static str],
}

impl Docs {
    /// The first sentence of [`what`](Docs::what), without its full stop.
    pub fn summary(&self) -> &'static str {
        let sentence = self.what.split(". ").next().unwrap_or(self.what);
        sentence.trim_end_matches('.')
    }
}
