//! What expressions refer to.

use hcl::Expression;
use hcl::expr::{ObjectKey, Operation, Traversal, TraversalOperator};
use hcl::structure::Structure;
use hcl::template::{Directive, Element, Template};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};

/// Whether an expression refers to these and no others. A plan mentions an
/// attribute and what it is an attribute of.
pub(super) fn mentioned(expression: &Expression, mentions: &[String]) -> bool {
    let ours: Vec<String> = traversals(expression).iter().map(spelled).collect();
    let starts = |long: &str, short: &str| {
        long == short
            || long
                .strip_prefix(short)
                .is_some_and(|rest| rest.starts_with(['.', '[']))
    };
    mentions
        .iter()
        .all(|mention| ours.iter().any(|ours| starts(ours, mention)))
        && ours
            .iter()
            .all(|ours| mentions.iter().any(|mention| starts(ours, mention)))
}

/// An expression, from its text.
pub(super) fn parse(text: &str) -> Option<Expression> {
    let body = hcl::parse(&format!("x = {text}\n")).ok()?;
    body.into_inner()
        .into_iter()
        .find_map(|structure| match structure {
            Structure::Attribute(attribute) => Some(attribute.expr),
            Structure::Block(_) => None,
        })
}

/// Every traversal in an expression, at whatever depth.
pub(super) fn traversals(expression: &Expression) -> Vec<Traversal> {
    contents(expression).traversals
}

/// Whether an expression is more than references, literals and templates of
/// these.
pub fn is_computed(expression: &Expression) -> bool {
    contents(expression).computes
}

/// Whether the second expression refers to nothing that the first one does not, and
/// to nothing more often.
pub fn mentions_no_more(ours: &Expression, theirs: &Expression) -> bool {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for traversal in traversals(ours) {
        *counts.entry(format!("{traversal:?}")).or_default() += 1;
    }
    traversals(theirs).iter().all(|traversal| {
        let count = counts.get_mut(&format!("{traversal:?}"));
        let left = count.filter(|count| **count > 0);
        left.map(|count| *count -= 1).is_some()
    })
}

/// What an expression is made of, at whatever depth.
#[derive(Default)]
pub(super) struct Contents {
    /// References.
    pub traversals: Vec<Traversal>,
    /// Literal texts.
    pub literals: Vec<String>,
    /// Names of the functions that it calls, without namespaces.
    pub functions: BTreeSet<String>,
    /// The paths of files whose content it takes; `None` for any.
    pub reads: Vec<Option<Expression>>,
    /// Whether texts may be put together from parts.
    pub composes: bool,
    /// Whether anything is computed: it is more than references, literals and
    /// templates of these.
    pub computes: bool,
}

/// Functions that leave the texts in their arguments as they are.
const CARRIERS: [&str; 16] = [
    "coalesce",
    "compact",
    "concat",
    "distinct",
    "flatten",
    "jsonencode",
    "lookup",
    "merge",
    "nonsensitive",
    "one",
    "sensitive",
    "setunion",
    "sort",
    "tolist",
    "tomap",
    "toset",
];

/// Whether an expression calls a function of this name.
pub fn calls(expression: &Expression, name: &str) -> bool {
    contents(expression).functions.contains(name)
}

/// Everything in an expression.
pub(super) fn contents(expression: &Expression) -> Contents {
    let mut contents = Contents::default();
    let mut open = vec![expression.clone()];
    while let Some(expression) = open.pop() {
        contents.computes |= match &expression {
            Expression::FuncCall(_)
            | Expression::Conditional(_)
            | Expression::Operation(_)
            | Expression::ForExpr(_) => true,
            // Directives and strip markers.
            Expression::TemplateExpr(template) => {
                let text = template.to_string();
                ["%{", "${~", "~}"].iter().any(|mark| text.contains(mark))
            }
            _ => false,
        };
        let found = &mut contents.traversals;
        match expression {
            Expression::String(text) => contents.literals.push(text),
            Expression::Traversal(traversal) => {
                for operator in &traversal.operators {
                    if let TraversalOperator::Index(index) = operator {
                        open.push(index.clone());
                    }
                }
                match traversal.expr {
                    Expression::Variable(_) => found.push(*traversal),
                    other => open.push(other),
                }
            }
            Expression::Array(items) => open.extend(items),
            Expression::Object(entries) => {
                for (key, value) in entries {
                    match key {
                        ObjectKey::Identifier(name) => contents.literals.push(name.to_string()),
                        ObjectKey::Expression(key) => open.push(key),
                        _ => contents.composes = true,
                    }
                    open.push(value);
                }
            }
            Expression::Parenthesis(inner) => open.push(*inner),
            Expression::FuncCall(call) => {
                contents.composes |=
                    call.name.is_namespaced() || !CARRIERS.contains(&call.name.name.as_str());
                contents.functions.insert(call.name.name.to_string());
                match call.name.name.as_str() {
                    // A template may read further files.
                    "templatefile" | "templatestring" => contents.reads.push(None),
                    "file" | "filebase64" | "fileset" => {
                        // What one of several arguments leads to is not known.
                        let path = (call.args.len() == 1).then(|| call.args[0].clone());
                        contents.reads.push(path);
                    }
                    _ => {}
                }
                open.extend(call.args);
            }
            Expression::Conditional(conditional) => open.extend([
                conditional.cond_expr,
                conditional.true_expr,
                conditional.false_expr,
            ]),
            Expression::Operation(operation) => match *operation {
                Operation::Unary(unary) => open.push(unary.expr),
                Operation::Binary(binary) => open.extend([binary.lhs_expr, binary.rhs_expr]),
            },
            Expression::ForExpr(each) => {
                // Its own iterators are not references.
                let own = [Some(each.value_var.clone()), each.key_var.clone()];
                let inner = [Some(each.value_expr), each.key_expr, each.cond_expr];
                for inner in inner.into_iter().flatten() {
                    let inner = self::contents(&inner);
                    contents.literals.extend(inner.literals);
                    contents.composes |= inner.composes;
                    contents.computes |= inner.computes;
                    contents.functions.extend(inner.functions);
                    // Which files is decided by the iterators.
                    contents.reads.extend(inner.reads.into_iter().map(|_| None));
                    found.extend(inner.traversals.into_iter().filter(|traversal| {
                        match &traversal.expr {
                            Expression::Variable(root) => !own
                                .iter()
                                .flatten()
                                .any(|own| own.as_str() == root.as_str()),
                            _ => true,
                        }
                    }));
                }
                open.push(each.collection_expr);
            }
            Expression::TemplateExpr(template) => {
                contents.composes = true;
                match Template::from_expr(&template) {
                    Ok(template) => interpolated(&template, &mut open, &mut contents.literals),
                    // It may be anything.
                    Err(_) => contents.reads.push(None),
                }
            }
            _ => {}
        }
    }
    contents
}

/// The expressions and literals in a template.
fn interpolated(template: &Template, found: &mut Vec<Expression>, literals: &mut Vec<String>) {
    for element in template.elements() {
        match element {
            Element::Literal(text) => literals.push(text.clone()),
            Element::Interpolation(inner) => found.push(inner.expr.clone()),
            Element::Directive(directive) => match directive.as_ref() {
                Directive::If(directive) => {
                    found.push(directive.cond_expr.clone());
                    interpolated(&directive.true_template, found, literals);
                    if let Some(template) = &directive.false_template {
                        interpolated(template, found, literals);
                    }
                }
                Directive::For(directive) => {
                    found.push(directive.collection_expr.clone());
                    interpolated(&directive.template, found, literals);
                }
            },
        }
    }
}

/// A traversal as a plan mentions it, up to the first part that is not literal.
pub(super) fn spelled(traversal: &Traversal) -> String {
    let mut text = match &traversal.expr {
        Expression::Variable(root) => root.to_string(),
        _ => return String::new(),
    };
    for operator in &traversal.operators {
        match operator {
            TraversalOperator::GetAttr(name) => text.push_str(&format!(".{name}")),
            TraversalOperator::Index(Expression::Number(number)) => {
                text.push_str(&format!("[{number}]"));
            }
            TraversalOperator::Index(Expression::String(key)) => {
                text.push_str(&format!("[{}]", Value::from(key.as_str())));
            }
            _ => break,
        }
    }
    text
}
