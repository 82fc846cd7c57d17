//! What a code stands for.

use super::Severity;

/// What a rule is and why it exists.
#[derive(Debug)]
pub struct Rule {
    /// `JG` and four digits; the first two name the area.
    pub code: &'static str,
    /// The code in words, kebab-case; reads well after "allow".
    pub name: &'static str,
    /// How bad a finding is.
    pub severity: Severity,
    /// Documentation.
    pub docs: Docs,
}

/// A rule's page.
#[derive(Debug)]
pub struct Docs {
    /// What the rule looks for.
    pub what: &'static str,
    /// What would happen without it.
    pub why: &'static str,
    /// Part of a blueprint that raises the rule and no other. Its sections
    /// take the place of those of [`EXAMPLE_BASE`](crate::rules::EXAMPLE_BASE); with a `name` it is a whole
    /// blueprint. Empty where no blueprint can show the rule.
    pub example: &'static str,
    /// The same part, fixed.
    pub fixed: &'static str,
    /// URLs of public pages that state the fact behind it, nearest first;
    /// empty where jwtgen itself makes the rule.
    pub sources: &'static [&'static str],
}
