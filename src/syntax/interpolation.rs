//! Texts that another tool would replace by a value, such as `${var.x}`. Here they
//! are literal.

use super::language::{BLUEPRINT, Key, Kind};
use super::shape::span;
use super::uses::is_reference;
use crate::diagnostic::Diagnostics;
use crate::rules::not_interpolated;
use crate::source::Span;
use toml::de::{DeTable, DeValue};

/// Reports every such text. What does not fit the language is passed over.
pub(super) fn check(root: &DeTable<'_>, out: &mut Diagnostics) {
    keys(root, BLUEPRINT, out);
}

fn keys(table: &DeTable<'_>, known: &[Key], out: &mut Diagnostics) {
    for (key, inner) in table {
        let name = key.get_ref().as_ref();
        // A regular expression may contain anything.
        if name == "pattern" {
            continue;
        }
        // A format has placeholders of its own, in braces alone.
        if let ("scope_format", DeValue::String(text)) = (name, inner.get_ref())
            && let Some(meant) = without_dollars(text)
        {
            out.push(not_interpolated::dollar(&meant, span(inner)));
            continue;
        }
        if let Some(known) = known.iter().find(|known| known.name == name) {
            value(inner.get_ref(), span(inner), &known.kind, &known.kind, out);
        }
    }
}

// The language bounds how deep this goes.
fn value(found: &DeValue<'_>, place: Span, kind: &Kind, whole: &Kind, out: &mut Diagnostics) {
    match (kind, found) {
        (Kind::Text, DeValue::String(text)) => {
            let variable = takes_variable(whole);
            let foreign = foreign(text).or_else(|| placeholder(text).filter(|_| variable));
            if let Some(foreign) = foreign {
                out.push(not_interpolated::diagnostic(&foreign, variable, place));
            }
        }
        (Kind::Table(known), DeValue::Table(table)) => keys(table, known, out),
        (Kind::Named { value: kind, what }, DeValue::Table(table)) => {
            for (name, inner) in table {
                // Route keys have a rule of their own, and patterns are not names.
                if !what.contains("route")
                    && let Some(foreign) = foreign(name.get_ref())
                {
                    out.push(not_interpolated::diagnostic(&foreign, false, span(name)));
                }
                value(inner.get_ref(), span(inner), kind, kind, out);
            }
        }
        (Kind::List(kind), DeValue::Array(items)) => {
            for item in items {
                value(item.get_ref(), span(item), kind, kind, out);
            }
        }
        (Kind::OneOf(kinds), _) => {
            for kind in *kinds {
                value(found, place, kind, whole, out);
            }
        }
        _ => {}
    }
}

/// A format with its placeholders in braces alone, if some have a dollar sign.
fn without_dollars(format: &str) -> Option<String> {
    let names = ["scope", "name", "client_id"];
    let meant = names.iter().fold(format.to_owned(), |text, name| {
        text.replace(&format!("${{{name}}}"), &format!("{{{name}}}"))
    });
    (meant != format).then_some(meant)
}

/// Whether the place accepts `{ var = "x" }`.
pub(crate) fn takes_variable(kind: &Kind) -> bool {
    match kind {
        Kind::Table(keys) => is_reference(keys),
        Kind::OneOf(kinds) => kinds.iter().any(takes_variable),
        _ => false,
    }
}

/// A reference in the syntax of another tool.
#[derive(Debug, PartialEq, Eq)]
pub struct Foreign {
    /// The reference as written.
    pub written: String,
    /// The input variable that would take its place, if the reference is the whole
    /// text and has a plain name.
    pub variable: Option<String>,
}

/// Tags of CloudFormation that look a value up.
const TAGS: [&str; 8] = [
    "!Ref ",
    "!GetAtt ",
    "!Sub ",
    "!ImportValue ",
    "!Join ",
    "!Select ",
    "!FindInMap ",
    "Fn::",
];

fn foreign(text: &str) -> Option<Foreign> {
    let trimmed = text.trim();
    if let Some(tag) = TAGS.iter().find(|tag| trimmed.starts_with(*tag)) {
        let name = &trimmed[tag.len()..];
        return Some(Foreign {
            written: trimmed.to_owned(),
            variable: name_of(name),
        });
    }
    if refers(trimmed) {
        return Some(Foreign {
            written: trimmed.to_owned(),
            variable: name_of(trimmed),
        });
    }
    let start = trimmed.find("process.env.").filter(|start| *start == 0);
    if start.is_some() {
        return Some(Foreign {
            written: trimmed.to_owned(),
            variable: name_of(&trimmed["process.env.".len()..]),
        });
    }
    for open in ["${", "%{", "{{", "#{"] {
        let mut rest = text;
        while let Some(at) = rest.find(open) {
            let after = &rest[at..];
            let Some(end) = after.find('}') else { break };
            let inside = &after[open.len()..end];
            // API Gateway and IAM replace these, and `$${` is how Terraform escapes.
            // A template for the code, with marks or in a sentence.
            let mark = inside.starts_with(['#', '/', '^', '>', '&', '!']);
            let around = text.replace(&after[..=end], "");
            let template = open == "{{"
                && !inside.starts_with("resolve:")
                && (mark || around.contains(char::is_whitespace));
            let theirs = template
                || inside.starts_with("stageVariables.")
                || inside.starts_with("aws:")
                || inside.starts_with("context.")
                || rest[..at].ends_with('$');
            if !theirs {
                let end = if open == "{{" && after[end..].starts_with("}}") {
                    end + 1
                } else {
                    end
                };
                let alone = trimmed.len() == end + 1;
                // A secret that CloudFormation looks up has no name.
                let alone = alone && !inside.starts_with("resolve:");
                let name = inside.split(',').next().unwrap_or(inside);
                let name = name.rsplit(':').next().unwrap_or(name);
                return Some(Foreign {
                    written: after[..=end].to_owned(),
                    variable: alone.then(|| name_of(name)).flatten(),
                });
            }
            rest = &after[end + 1..];
        }
    }
    None
}

/// A whole text that stands for a value elsewhere: in a shell, in a configuration of
/// the Serverless Framework, or in an instruction to the reader. Elsewhere than in the
/// place of a value, such texts may be meant.
fn placeholder(text: &str) -> Option<Foreign> {
    let trimmed = text.trim();
    let inside = |open: &str, close: &str| trimmed.strip_prefix(open)?.strip_suffix(close);
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && name.chars().all(word)
    };
    let shell = trimmed
        .strip_prefix('$')
        .filter(|name| is_name(name) && *name != "default");
    let windows = inside("%", "%").filter(|name| is_name(name));
    let scheme = ["env:", "ssm:", "secretsmanager:", "secret:"];
    let looked_up = scheme
        .iter()
        .find_map(|scheme| trimmed.strip_prefix(scheme));
    let blank = inside("<", ">").filter(|text| !text.contains(['<', '>']) && !text.is_empty());
    // A table in quotes.
    let quoted = inside("{", "}").and_then(|text| {
        let (key, name) = text.split_once('=')?;
        (key.trim() == "var").then(|| name.trim().trim_matches(['"', '\'']))
    });
    let names = [shell, windows, inside("$(", ")"), looked_up, blank, quoted];
    let name = names.into_iter().flatten().next()?;
    Some(Foreign {
        written: trimmed.to_owned(),
        variable: name_of(name),
    })
}

/// Whether a text is an expression of Terraform that refers to something.
fn refers(text: &str) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let mut parts = text.split('.');
    let first = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.collect();
    let words = rest
        .iter()
        .all(|part| part.starts_with(|c: char| c.is_ascii_alphabetic()) && part.chars().all(word));
    let enough = match first {
        "var" | "local" => 1,
        "terraform" => return text == "terraform.workspace",
        "path" => return ["path.module", "path.root", "path.cwd"].contains(&text),
        "each" => return ["each.key", "each.value"].contains(&text),
        "count" => return text == "count.index",
        "module" => 2,
        "data" => 3,
        first if first.starts_with("aws_") => 2,
        _ => return false,
    };
    words && rest.len() >= enough
}

/// The name as an input variable of Terraform: `ApiKey` as `api_key`, and
/// `aws_sqs_queue.jobs.arn` as `sqs_queue_jobs_arn`, so that two references never
/// become one variable.
fn name_of(name: &str) -> Option<String> {
    let name = name.trim();
    let scopes = [
        "var.", "local.", "data.", "module.", "self.", "env.", "secrets.",
    ];
    let name = scopes
        .iter()
        .find_map(|scope| name.strip_prefix(scope))
        .unwrap_or(name);
    let name = &name.strip_prefix("aws_").unwrap_or(name).replace('.', "_");
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || !name.chars().all(fits) {
        return None;
    }
    let mut snake = String::new();
    let mut after_small = false;
    for c in name.chars() {
        if c.is_ascii_uppercase() && after_small {
            snake.push('_');
        }
        after_small = c.is_ascii_lowercase() || c.is_ascii_digit();
        snake.push(if c == '-' {
            '_'
        } else {
            c.to_ascii_lowercase()
        });
    }
    Some(snake)
}

#[cfg(test)]
mod tests {
    use super::foreign;

    #[test]
    fn references_of_other_tools_are_recognized() {
        for (text, variable) in [
            ("${var.domain}", Some("domain")),
            ("${Stage}", Some("stage")),
            ("${env:API_KEY}", Some("api_key")),
            ("${opt:stage, 'dev'}", Some("stage")),
            ("!Ref ApiKey", Some("api_key")),
            ("var.domain", Some("domain")),
            ("!GetAtt Table.Arn", Some("table_arn")),
            ("${aws_sqs_queue.jobs.arn}", Some("sqs_queue_jobs_arn")),
            (
                "aws_dynamodb_table.jobs.arn",
                Some("dynamodb_table_jobs_arn"),
            ),
            ("local.table", Some("table")),
            (
                "data.aws_ssm_parameter.key.value",
                Some("ssm_parameter_key_value"),
            ),
            ("module.db.host", Some("db_host")),
            ("{{ table }}", Some("table")),
            ("#{Table}", Some("table")),
            ("https://{{ host }}/x", None),
            ("https://${var.domain}/", None),
            ("%{ if x }a%{ endif }", None),
            ("{{resolve:ssm:/shop/key}}", None),
            ("{{resolve:secretsmanager:db:SecretString:password}}", None),
        ] {
            let found = foreign(text).map(|found| found.variable);
            assert_eq!(found, Some(variable.map(str::to_owned)), "{text}");
        }
    }

    #[test]
    fn placeholders_are_recognized() {
        for (text, variable) in [
            ("$TABLE", Some("table")),
            ("$(TABLE)", Some("table")),
            ("%TABLE%", Some("table")),
            ("<table>", Some("table")),
            ("<your table>", None),
            ("env:TABLE", Some("table")),
            ("ssm:/shop/table", None),
            ("{ var = \"table\" }", Some("table")),
            ("{ var = table }", Some("table")),
        ] {
            let found = super::placeholder(text).map(|found| found.variable);
            assert_eq!(found, Some(variable.map(str::to_owned)), "{text}");
        }
        for text in [
            "$default",
            "50%",
            "<b>x</b>",
            "{}",
            "environment",
            "$1",
            "$",
            "a=b",
        ] {
            assert_eq!(super::placeholder(text), None, "{text}");
        }
    }

    #[test]
    fn other_texts_are_literal() {
        for text in [
            "{scope}",
            "$context.requestId",
            "https://${stageVariables.host}/x",
            "arn:aws:s3:::home/${aws:username}/*",
            "$${kept}",
            "Dear {{name}}",
            "{{#items}}x{{/items}}",
            "50%",
            "costs ${",
            "local.example.com/x",
            "aws_region",
            "data.txt",
            "module.x",
            "var.",
            "var.1",
            "variable",
            "var.",
            "!important",
        ] {
            assert_eq!(foreign(text), None, "{text}");
        }
    }
}
