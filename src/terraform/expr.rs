//! Helpers that build the expressions that backends need.

use crate::model::Value;
use hcl::expr::{FuncCall, ObjectKey, TemplateExpr, Traversal, TraversalOperator, Variable};
use hcl::template::{Element, Interpolation, Template};
use hcl::{Expression, Identifier};

/// A literal string. Whatever it contains, Terraform evaluates it to itself.
pub fn text(text: impl Into<String>) -> Expression {
    Expression::String(text.into())
}

/// A list.
pub fn list(items: impl IntoIterator<Item = Expression>) -> Expression {
    Expression::Array(items.into_iter().collect())
}

/// A list of literal strings.
pub fn texts<T: Into<String>>(items: impl IntoIterator<Item = T>) -> Expression {
    list(items.into_iter().map(text))
}

/// An object; the printer omits quotes around keys that need none.
pub fn object<K: Into<String>>(entries: impl IntoIterator<Item = (K, Expression)>) -> Expression {
    let entries = entries
        .into_iter()
        .map(|(key, value)| (ObjectKey::Expression(text(key)), value));
    Expression::Object(entries.collect())
}

/// A reference such as `var.name` or `aws_lambda_function.x.arn`; dots separate
/// the steps.
pub fn reference(path: &str) -> Expression {
    let mut steps = path.split('.');
    let root = Variable::unchecked(steps.next().unwrap_or_default());
    let operators: Vec<TraversalOperator> = steps
        .map(|step| TraversalOperator::GetAttr(Identifier::unchecked(step)))
        .collect();
    match operators.is_empty() {
        true => Expression::Variable(root),
        false => Expression::Traversal(Box::new(Traversal::new(root, operators))),
    }
}

/// A literal, or a reference to an input variable.
pub fn value(value: &Value) -> Expression {
    match value {
        Value::Literal(text) => self::text(text),
        Value::Variable(name) => reference(&format!("var.{name}")),
    }
}

/// A function call.
pub fn call(name: &str, args: impl IntoIterator<Item = Expression>) -> Expression {
    let mut builder = FuncCall::builder(Identifier::unchecked(name));
    for arg in args {
        builder = builder.arg(arg);
    }
    Expression::FuncCall(Box::new(builder.build()))
}

/// An expression from fixed text that is part of jwtgen.
///
/// # Panics
///
/// If the text is not valid HCL; never pass text from a blueprint.
pub fn fixed(text: &str) -> Expression {
    // INVARIANT: the text is part of the program, with nothing inserted but
    // addresses, which are valid names in HCL.
    text.parse()
        .unwrap_or_else(|error| panic!("`{text}` is not an expression: {error}"))
}

/// A string of literal parts and expressions.
///
/// Adjacent literals are joined: `$` at the end of the first and `{` at the start
/// of the second would otherwise form an unintended template.
pub fn template(parts: impl IntoIterator<Item = Part>) -> Expression {
    let mut template = Template::new();
    let mut literal = String::new();
    let mut literals_only = true;
    for part in parts {
        match part {
            Part::Text(text) | Part::Value(Expression::String(text)) => literal.push_str(&text),
            Part::Value(value) => {
                literals_only = false;
                // `$` directly before `${` would be read as the escape `$${`, so
                // it becomes a separate expression.
                let kept = literal.trim_end_matches('$').len();
                let dollars = literal.split_off(kept);
                template = template.add_element(Element::Literal(std::mem::take(&mut literal)));
                if !dollars.is_empty() {
                    template = template.add_element(interpolation(text(dollars)));
                }
                template = template.add_element(interpolation(value));
            }
        }
    }
    if literals_only {
        return text(literal);
    }
    template = template.add_element(Element::Literal(literal));
    Expression::TemplateExpr(Box::new(TemplateExpr::QuotedString(template.to_string())))
}

fn interpolation(value: Expression) -> Element {
    Element::Interpolation(Interpolation::new(value))
}

/// A part of a [`template`].
#[derive(Debug, Clone)]
pub enum Part {
    /// Literal text.
    Text(String),
    /// The value of an expression.
    Value(Expression),
}

impl From<&str> for Part {
    fn from(text: &str) -> Part {
        Part::Text(text.to_owned())
    }
}

impl From<Expression> for Part {
    fn from(value: Expression) -> Part {
        Part::Value(value)
    }
}
