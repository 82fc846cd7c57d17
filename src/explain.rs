//! Rules for people: the page of each, and all of them as `docs/rules.md`.

mod unchecked;

use crate::diagnostic::{nearest, render::severity_name};
use crate::rules::{EXAMPLE_BASE, RULES, Rule};
pub use unchecked::{UNCHECKED, Unchecked};

/// The rule of a code or a name, in whatever case; else the one that was
/// probably meant.
///
/// # Errors
///
/// The code or name that comes nearest, if any does.
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

/// One line for each rule.
pub fn list() -> String {
    let line = |rule: &&Rule| {
        let severity = severity_name(rule.severity);
        format!("{}  {severity:<8}  {}\n", rule.code, rule.name)
    };
    RULES.iter().map(line).collect()
}

/// All rules, as `docs/rules.md` shows them.
pub fn all() -> String {
    let mut text = "<!-- Written by `SNAPSHOTS=overwrite cargo test --test offline rules::` from src/rules/. -->\n\n\
         # Rules\n\n\
         Every finding has a code, which never changes its meaning. Errors forbid writing; warnings and notes do not. \
         Examples are parts of this blueprint, whose sections they replace:\n\n"
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
        let anchor = format!("{code}-{name}").to_lowercase();
        let severity = severity_name(*severity);
        text.push_str(&format!("| [{code}](#{anchor}) | {name} | {severity} |\n"));
    }
    for rule in RULES {
        text.push_str(&page(rule));
    }
    text.push_str(
        "\n## Not checked, and why\n\n\
         What AWS or Terraform refuses or gets wrong, and no rule looks for.\n\n\
         | What | Why no rule |\n|---|---|\n",
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
        page.push_str(&format!("\nRaises it:\n\n{}", block(docs.example)));
        page.push_str(&format!("Fixed:\n\n{}", block(docs.fixed)));
        page.truncate(page.trim_end().len());
        page.push('\n');
    }
    for source in docs.sources {
        page.push_str(&format!("\nSource: {source}\n"));
    }
    page
}

fn block(toml: &str) -> String {
    format!("```toml\n{}\n```\n\n", toml.trim_end())
}
