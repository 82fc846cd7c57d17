//! The documentation of the rules: the list, the page of each, and all of them
//! as `docs/rules.md`.

mod unchecked;

use crate::diagnostic::render::severity_name;
use crate::rules::{EXAMPLE_BASE, RULES, Rule};
use crate::similar::nearest;
use serde_json::{Value, json};
pub use unchecked::{UNCHECKED, Unchecked};

/// The rule with a code or a name, in any case; else the one that was probably
/// meant.
///
/// # Errors
///
/// The code or name that is nearest, if one is near enough.
pub fn find(wanted: &str) -> Result<&'static Rule, Option<&'static str>> {
    let wanted = wanted.to_lowercase();
    let found = RULES
        .iter()
        .find(|rule| rule.code.to_lowercase() == wanted || rule.name == wanted);
    found.copied().ok_or_else(|| {
        let names = RULES.iter().flat_map(|rule| [rule.code, rule.name]);
        nearest(&wanted, names)
    })
}

/// One line for each rule: code, severity, name and summary.
pub fn list() -> String {
    let names = RULES.iter().map(|rule| rule.name.len());
    let width = names.max().unwrap_or_default();
    let line = |rule: &&Rule| {
        let Rule { code, name, .. } = rule;
        let severity = severity_name(rule.severity);
        let summary = rule.docs.summary();
        format!("{code}  {severity:<7}  {name:<width$}  {summary}\n")
    };
    RULES.iter().map(line).collect()
}

/// The rules as data, as `jwtgen rules --format json` prints them. Fields are
/// only ever added within one `version`.
pub fn json() -> Value {
    let text = |text: &'static str| (!text.is_empty()).then_some(text);
    let rule = |rule: &&Rule| {
        let docs = &rule.docs;
        json!({
            "code": rule.code,
            "name": rule.name,
            "severity": rule.severity,
            "summary": docs.summary(),
            "what": docs.what,
            "why": docs.why,
            "example": text(docs.example),
            "fixed": text(docs.fixed),
            "sources": docs.sources,
            "page": format!("docs/rules.md#{}", anchor(rule)),
        })
    };
    json!({ "version": 1, "rules": RULES.iter().map(rule).collect::<Vec<_>>() })
}

/// All rules, as `docs/rules.md` shows them.
pub fn all() -> String {
    let mut text = "<!-- Written by `SNAPSHOTS=overwrite cargo test --test offline rules::` from src/rules/. -->\n\n\
         # Rules\n\n\
         Every finding has a code, whose meaning never changes. Errors prevent writing; warnings and notes do not. \
         `jwtgen rules` lists all rules, and `jwtgen explain` shows the page of one. \
         An example replaces the sections of the same name in this blueprint:\n\n"
        .to_owned();
    text.push_str(&block(EXAMPLE_BASE));
    text.push_str("| code | name | severity |\n|---|---|---|\n");
    for rule in RULES {
        let Rule {
            code,
            name,
            severity,
            ..
        } = rule;
        let anchor = anchor(rule);
        let severity = severity_name(*severity);
        text.push_str(&format!("| [{code}](#{anchor}) | {name} | {severity} |\n"));
    }
    for rule in RULES {
        text.push_str(&page(rule));
    }
    text.push_str(
        "\n## Not checked, and why\n\n\
         Facts about AWS and Terraform that no rule checks.\n\n\
         | Fact | Why there is no rule |\n|---|---|\n",
    );
    for Unchecked { fact, why } in UNCHECKED {
        text.push_str(&format!("| {fact} | {why} |\n"));
    }
    text
}

/// The page of a rule, in Markdown.
pub fn page(rule: &Rule) -> String {
    let Rule {
        code, name, docs, ..
    } = rule;
    let mut page = format!("\n## {code} {name}\n\n{}\n\n{}\n", docs.what, docs.why);
    if !docs.example.is_empty() {
        page.push_str(&format!("\nTriggers it:\n\n{}", block(docs.example)));
        page.push_str(&format!("Fixed:\n\n{}", block(docs.fixed)));
        page.truncate(page.trim_end().len());
        page.push('\n');
    }
    for source in docs.sources {
        page.push_str(&format!("\nSource: {source}\n"));
    }
    page
}

/// The anchor of a rule's heading, as GitHub derives it.
fn anchor(rule: &Rule) -> String {
    format!("{}-{}", rule.code, rule.name).to_lowercase()
}

fn block(toml: &str) -> String {
    format!("```toml\n{}\n```\n\n", toml.trim_end())
}
