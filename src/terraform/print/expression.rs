//! Prints expressions.

use super::{Line, indent, object_key, paddings};
use crate::text::invisible;
use hcl::Expression;
use hcl::expr::{ObjectKey, Operation, TemplateExpr, TraversalOperator};
use hcl::template::{Element, Template};
use unicode_segmentation::UnicodeSegmentation;

/// Maximum length of a list or call on one line, in characters.
const INLINE: usize = 80;

/// Prints an expression whose first line is at an indentation level.
pub fn expression(expression: &Expression, level: usize) -> String {
    match expression {
        Expression::Array(items) if !items.is_empty() => {
            let printed: Vec<String> = items
                .iter()
                .map(|item| self::expression(item, level + 1))
                .collect();
            let inline = format!("[{}]", printed.join(", "));
            if inline.chars().count() <= INLINE && !inline.contains('\n') {
                return inline;
            }
            let inner = indent(level + 1);
            let lines: String = printed
                .iter()
                .map(|item| format!("{inner}{item},\n"))
                .collect();
            format!("[\n{lines}{}]", indent(level))
        }
        Expression::Array(_) => "[]".to_owned(),
        Expression::Object(entries) if entries.is_empty() => "{}".to_owned(),
        Expression::Object(entries) => {
            let lines: Vec<Line<'_>> = entries
                .iter()
                .map(|(key, value)| Line {
                    comment: &[],
                    key: match key {
                        ObjectKey::Identifier(identifier) => identifier.to_string(),
                        ObjectKey::Expression(Expression::String(text)) => object_key(text),
                        ObjectKey::Expression(key) => format!("({})", self::expression(key, level)),
                        // INVARIANT: hcl-rs has no other key today.
                        _ => unreachable!("an object key is an identifier or an expression"),
                    },
                    value: self::expression(value, level + 1),
                })
                .collect();
            let inner = indent(level + 1);
            let body: String = lines
                .iter()
                .zip(paddings(&lines))
                .map(|(line, padding)| {
                    let padding = " ".repeat(padding);
                    format!("{inner}{}{padding} = {}\n", line.key, line.value)
                })
                .collect();
            format!("{{\n{body}{}}}", indent(level))
        }
        other => term(other, level),
    }
}

fn term(expression: &Expression, level: usize) -> String {
    let print = |inner: &Expression| self::expression(inner, level);
    match expression {
        Expression::Null => "null".to_owned(),
        Expression::Bool(value) => value.to_string(),
        Expression::Number(number) => number.to_string(),
        Expression::String(text) => quoted(text),
        Expression::TemplateExpr(template) => self::template(template, level),
        Expression::Variable(variable) => variable.to_string(),
        Expression::Traversal(traversal) => {
            let steps = traversal.operators.iter().map(|operator| match operator {
                TraversalOperator::GetAttr(name) => format!(".{name}"),
                TraversalOperator::Index(index) => format!("[{}]", print(index)),
                TraversalOperator::LegacyIndex(index) => format!(".{index}"),
                TraversalOperator::AttrSplat => ".*".to_owned(),
                TraversalOperator::FullSplat => "[*]".to_owned(),
            });
            let steps: String = steps.collect();
            format!("{}{steps}", print(&traversal.expr))
        }
        Expression::FuncCall(call) => {
            let args: Vec<String> = call.args.iter().map(print).collect();
            let dots = if call.expand_final { "..." } else { "" };
            // fmt keeps a single multi-line argument inside the parentheses;
            // several arguments each get their own lines.
            if args.len() > 1 && args.iter().any(|arg| arg.contains('\n')) {
                let inner = indent(level + 1);
                let args: Vec<String> = call
                    .args
                    .iter()
                    .map(|arg| format!("{inner}{}", self::expression(arg, level + 1)))
                    .collect();
                let comma = if call.expand_final { "" } else { "," };
                let args = args.join(",\n");
                return format!("{}(\n{args}{dots}{comma}\n{})", call.name, indent(level));
            }
            format!("{}({}{dots})", call.name, args.join(", "))
        }
        Expression::Parenthesis(inner) => format!("({})", print(inner)),
        Expression::Conditional(conditional) => format!(
            "{} ? {} : {}",
            print(&conditional.cond_expr),
            print(&conditional.true_expr),
            print(&conditional.false_expr)
        ),
        Expression::Operation(operation) => match operation.as_ref() {
            Operation::Unary(unary) => format!("{}{}", unary.operator, print(&unary.expr)),
            Operation::Binary(binary) => format!(
                "{} {} {}",
                print(&binary.lhs_expr),
                binary.operator,
                print(&binary.rhs_expr)
            ),
        },
        Expression::ForExpr(for_expr) => {
            let key = for_expr
                .key_var
                .as_ref()
                .map_or(String::new(), |key| format!("{key}, "));
            let key_expr = for_expr
                .key_expr
                .as_ref()
                .map_or(String::new(), |key| format!("{} => ", print(key)));
            let dots = if for_expr.grouping { "..." } else { "" };
            let condition = for_expr
                .cond_expr
                .as_ref()
                .map_or(String::new(), |condition| {
                    format!(" if {}", print(condition))
                });
            let inner = format!(
                "for {key}{} in {} : {key_expr}{}{dots}{condition}",
                for_expr.value_var,
                print(&for_expr.collection_expr),
                print(&for_expr.value_expr)
            );
            match for_expr.key_expr {
                Some(_) => format!("{{ {inner} }}"),
                None => format!("[{inner}]"),
            }
        }
        // INVARIANT: hcl-rs has no other expression today.
        _ => unreachable!("every kind of expression is printed above"),
    }
}

/// A string that contains expressions. fmt unwraps a string that consists of
/// only one expression, so this does too.
fn template(template: &TemplateExpr, level: usize) -> String {
    // INVARIANT: templates are built by `expr::template`, which creates only
    // valid ones.
    let parsed = Template::from_expr(template).expect("a template that was built is valid");
    if let [Element::Interpolation(only)] = parsed.elements() {
        return expression(&only.expr, level);
    }
    let parts = parsed.elements().iter().map(|element| match element {
        Element::Literal(text) => escaped(text),
        Element::Interpolation(inner) => format!("${{{}}}", expression(&inner.expr, level)),
        // INVARIANT: `expr::template` creates only literals and interpolations.
        Element::Directive(_) => unreachable!("no template is built with directives"),
    });
    format!("\"{}\"", parts.collect::<String>())
}

/// A literal in quotes.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

/// Escapes a literal so that Terraform evaluates it to itself.
///
/// HCL has the escapes `\n \r \t \" \\ \uNNNN \UNNNNNNNN`; `${` and `%{` start
/// templates unless their first character is doubled. Invisible characters and
/// those that reorder text are escaped, so that a reviewer sees them.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '$' | '%' if chars.peek() == Some(&'{') => escaped.extend([c, c]),
            c if invisible(c) => match u32::from(c) {
                code @ 0..=0xffff => escaped.push_str(&format!("\\u{code:04x}")),
                code => escaped.push_str(&format!("\\U{code:08x}")),
            },
            c => escaped.push(c),
        }
    }
    escaped
}

/// Words with a special meaning at the start of an object.
const KEYWORDS: [&str; 4] = ["false", "for", "null", "true"];

/// Whether an object key needs no quotes.
pub(super) fn is_plain_key(text: &str) -> bool {
    let mut chars = text.chars();
    chars
        .next()
        .is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
        && !KEYWORDS.contains(&text)
}

/// Width of a key as fmt measures it: in grapheme clusters.
pub(super) fn columns(text: &str) -> usize {
    match text.is_ascii() {
        // Much faster; CRLF, the only ASCII cluster of two, is escaped in keys.
        true => text.len(),
        false => text.graphemes(true).count(),
    }
}
