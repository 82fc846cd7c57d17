//! Evaluates expressions, as far as this is shown to give what Terraform gives:
//! everything else is unknown. `tests/live/evaluator.rs` compares the two.

use super::evaluate::{At, Bound};
use super::references::traversals;
use super::types::{Shape, shape_of};
use super::work::DEPTH;
use super::{Evidence, Term, functions};
use hcl::Expression;
use hcl::expr::{BinaryOperator, Conditional, ForExpr, FuncCall, Object, ObjectKey, Operation};
use hcl::expr::{TemplateExpr, Traversal, TraversalOperator, UnaryOperator};
use hcl::template::{Element, Strip, Template};
use std::collections::{BTreeMap, BTreeSet};

impl Evidence<'_> {
    pub(super) fn expression(&self, expression: &Expression, at: At<'_>, depth: usize) -> Term {
        if depth > DEPTH || !self.work.take(1) {
            return Term::unknown();
        }
        let known = match expression {
            Expression::Null => Some(Term::Null),
            Expression::Bool(flag) => Some(Term::Bool(*flag)),
            Expression::Number(number) => Some(Term::number(&number.to_string())),
            Expression::String(text) => functions::literal(text),
            Expression::Array(items) => {
                let items = items.iter();
                let items = items.map(|item| self.expression(item, at, depth + 1));
                Some(Term::List(items.collect()))
            }
            Expression::Object(entries) => self.object(entries, at, depth),
            Expression::TemplateExpr(template) => self.template(template, at, depth),
            Expression::Traversal(traversal) => Some(self.traversal(traversal, at, depth)),
            Expression::Parenthesis(inner) => Some(self.expression(inner, at, depth + 1)),
            Expression::Conditional(conditional) => self.conditional(conditional, at, depth),
            Expression::FuncCall(call) => self.call_of(call, at, depth),
            Expression::Operation(operation) => self.operation(operation, at, depth),
            Expression::ForExpr(each) => self.for_each_item(each, at, depth),
            Expression::Variable(name) => {
                let bound = at.bound.and_then(|bound| bound.find(name.as_str()));
                bound.cloned()
            }
            _ => None,
        };
        match known {
            Some(term) => self.work.limited(term),
            None => self.blur(expression, at, depth),
        }
    }

    fn object(
        &self,
        entries: &Object<ObjectKey, Expression>,
        at: At<'_>,
        depth: usize,
    ) -> Option<Term> {
        let mut map = BTreeMap::new();
        for (key, value) in entries {
            let key = match key {
                ObjectKey::Identifier(name) => functions::literal(name.as_str())?,
                // Terraform refuses a key that could be meant as a name.
                ObjectKey::Expression(Expression::Traversal(_)) => return None,
                ObjectKey::Expression(key) => self.expression(key, at, depth + 1),
                _ => return None,
            };
            let value = self.expression(value, at, depth + 1);
            if map.insert(key.as_text()?.to_owned(), value).is_some() {
                return None;
            }
        }
        Some(Term::Map(map))
    }

    /// The branch that the condition selects. Terraform gives it a type that the
    /// other branch could have too, which may change it.
    fn conditional(&self, conditional: &Conditional, at: At<'_>, depth: usize) -> Option<Term> {
        let inner = |expression| self.expression(expression, at, depth + 1);
        let chosen = inner(&conditional.cond_expr);
        let (yes, no) = (
            inner(&conditional.true_expr),
            inner(&conditional.false_expr),
        );
        let literal = |expression: &Expression| match expression {
            Expression::Array(items) => Some(items.len()),
            _ => None,
        };
        let lengths = (
            literal(&conditional.true_expr),
            literal(&conditional.false_expr),
        );
        match (&chosen, lengths) {
            // Whatever the type is, there is nothing that it could change.
            (Term::Bool(true), (Some(0), Some(length))) if is_list(length, &no) => {
                return Some(yes);
            }
            (Term::Bool(false), (Some(length), Some(0))) if is_list(length, &yes) => {
                return Some(no);
            }
            // Nothing has no type that the other branch could change.
            (Term::Bool(true), _) if is_null(&conditional.true_expr) => return Some(Term::Null),
            (Term::Bool(false), _) if is_null(&conditional.false_expr) => return Some(Term::Null),
            _ => {}
        }
        let alike = match (&yes, &no) {
            (yes, no) if yes.is_unclear() || no.is_unclear() => false,
            // A null that is not a literal may have a type of its own.
            (Term::Null, _) if is_null(&conditional.true_expr) => true,
            (_, Term::Null) if is_null(&conditional.false_expr) => true,
            (Term::List(_), Term::List(items)) if lengths.0 == Some(0) => are_alike(items),
            (Term::List(items), Term::List(_)) if lengths.1 == Some(0) => are_alike(items),
            (yes, no) => Shape::of(yes)?.unified(Shape::of(no)?).is_some(),
        };
        match (chosen, alike) {
            (Term::Bool(true), true) => Some(yes),
            (Term::Bool(false), true) => Some(no),
            _ => None,
        }
    }

    /// A `for` expression that makes a list of every item of a list.
    fn for_each_item(&self, each: &ForExpr, at: At<'_>, depth: usize) -> Option<Term> {
        let plain = each.key_var.is_none() && each.key_expr.is_none() && each.cond_expr.is_none();
        if !plain || each.grouping {
            return None;
        }
        let collection = self.expression(&each.collection_expr, at, depth + 1);
        let Term::List(items) = &collection else {
            return None;
        };
        // An item that no result mentions could be an error.
        if collection.is_unclear() {
            return None;
        }
        let results = items.iter().map(|item| {
            let bound = Bound {
                name: each.value_var.as_str(),
                value: item,
                outer: at.bound,
            };
            let inside = At {
                bound: Some(&bound),
                ..at
            };
            self.expression(&each.value_expr, inside, depth + 1)
        });
        Some(Term::List(results.collect()))
    }

    fn operation(&self, operation: &Operation, at: At<'_>, depth: usize) -> Option<Term> {
        let inner = |expression| self.expression(expression, at, depth + 1);
        let result = match operation {
            Operation::Unary(unary) => match (unary.operator, inner(&unary.expr)) {
                (UnaryOperator::Not, Term::Bool(flag)) => !flag,
                _ => return None,
            },
            Operation::Binary(binary) => {
                let (left, right) = (inner(&binary.lhs_expr), inner(&binary.rhs_expr));
                match (binary.operator, &left, &right) {
                    (BinaryOperator::Eq, ..) => equal(&left, &right)?,
                    (BinaryOperator::NotEq, ..) => !equal(&left, &right)?,
                    (BinaryOperator::And, Term::Bool(a), Term::Bool(b)) => *a && *b,
                    (BinaryOperator::Or, Term::Bool(a), Term::Bool(b)) => *a || *b,
                    _ => return None,
                }
            }
        };
        Some(Term::Bool(result))
    }

    /// A template without directives and without anything that strips space.
    fn template(&self, template: &TemplateExpr, at: At<'_>, depth: usize) -> Option<Term> {
        let TemplateExpr::QuotedString(text) = template else {
            return None;
        };
        self.work.take(text.len() / 8).then_some(())?;
        let template = Template::from_expr(template).ok()?;
        let elements = template.elements();
        let plain = |element: &Element| match element {
            Element::Literal(_) => true,
            Element::Interpolation(inner) => inner.strip == Strip::None,
            Element::Directive(_) => false,
        };
        if !elements.iter().all(plain) {
            return None;
        }
        if let [Element::Interpolation(only)] = elements {
            return Some(self.expression(&only.expr, at, depth + 1));
        }
        let mut pieces = Vec::new();
        for element in elements {
            let term = match element {
                Element::Literal(text) => functions::literal(text)?,
                Element::Interpolation(inner) => self.expression(&inner.expr, at, depth + 1),
                Element::Directive(_) => return None,
            };
            pieces.extend(term.into_pieces()?);
        }
        Some(Term::joined(pieces))
    }

    fn call_of(&self, call: &FuncCall, at: At<'_>, depth: usize) -> Option<Term> {
        if call.name.is_namespaced() || call.expand_final {
            return None;
        }
        let arguments = call.args.iter();
        let arguments = arguments.map(|argument| self.expression(argument, at, depth + 1));
        let arguments: Vec<Term> = arguments.collect();
        functions::apply(call.name.name.as_str(), &arguments, self.folder)
    }

    /// Only what an expression depends on.
    fn blur(&self, expression: &Expression, at: At<'_>, depth: usize) -> Term {
        let mut found = BTreeSet::new();
        for traversal in traversals(expression) {
            let term = self.traversal(&traversal, at, depth + 1);
            found.extend(term.references().into_iter().cloned());
        }
        self.work.limited(Term::Unknown(found))
    }

    fn traversal(&self, traversal: &Traversal, at: At<'_>, depth: usize) -> Term {
        let mut steps = Vec::new();
        for operator in &traversal.operators {
            match operator {
                TraversalOperator::GetAttr(name) => steps.push(Down::Name(name.to_string())),
                TraversalOperator::Index(index) => {
                    steps.push(Down::Index(self.expression(index, at, depth + 1)));
                }
                _ => return Term::unknown(),
            }
        }
        let found = match &traversal.expr {
            Expression::Variable(root) => self.resolve(root.as_str(), &steps, at, depth),
            // What is left out could be an error.
            other => match self.expression(other, at, depth + 1) {
                term if term.is_unclear() => Some(term.blurred()),
                term => into(term, &steps),
            },
        };
        found.unwrap_or_else(Term::unknown)
    }
}

/// Whether a literal list of this length is one that Terraform can give the type
/// of an empty list.
fn is_list(length: usize, term: &Term) -> bool {
    match term {
        _ if length <= 1 => true,
        Term::List(items) => !term.is_unclear() && are_alike(items),
        _ => false,
    }
}

/// Whether the items of a literal list can be those of a list without being
/// changed.
fn are_alike(items: &[Term]) -> bool {
    items.len() <= 1 || shape_of(items.iter()).is_some()
}

fn is_null(expression: &Expression) -> bool {
    match expression {
        Expression::Null => true,
        Expression::Parenthesis(inner) => is_null(inner),
        _ => false,
    }
}

/// Whether two values are equal, if they are of one type for certain.
fn equal(left: &Term, right: &Term) -> Option<bool> {
    if left.is_unclear() || right.is_unclear() {
        return None;
    }
    match (left, right) {
        (Term::Null, Term::Null) => Some(true),
        (Term::Null, other) | (other, Term::Null) => match other {
            Term::Bool(_) | Term::Number(_) | Term::List(_) | Term::Map(_) => Some(false),
            // An attribute or the result of a call may be null.
            Term::Text(_) if other.is_reference() || other.as_call().is_some() => None,
            Term::Text(_) => Some(false),
            Term::Null | Term::Unknown(_) => None,
        },
        (Term::Bool(a), Term::Bool(b)) => Some(a == b),
        (Term::Number(a), Term::Number(b)) => Some(a == b),
        (Term::Text(_), Term::Text(_)) => Some(left.as_text()? == right.as_text()?),
        _ => None,
    }
}

/// A step of a traversal.
pub(super) enum Down {
    /// `.name`
    Name(String),
    /// `[index]`
    Index(Term),
}

impl Down {
    /// The name of an attribute, or the key of a map.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Down::Name(name) => Some(name),
            Down::Index(index) => index.as_text(),
        }
    }

    /// The step in a path such as `jwt_configuration.0.issuer`.
    pub(super) fn path(&self) -> Option<&str> {
        match self {
            Down::Index(Term::Number(number)) => Some(number),
            other => other.text(),
        }
    }
}

/// A key, if one comes first.
pub(super) fn keyed(steps: &[Down]) -> (Option<Term>, &[Down]) {
    match steps.split_first() {
        Some((Down::Index(key), rest)) => (Some(key.clone()), rest),
        _ => (None, steps),
    }
}

/// The value at a path in a value.
pub(super) fn into(term: Term, path: &[Down]) -> Option<Term> {
    path.iter().try_fold(term, |term, step| match (term, step) {
        (Term::Map(mut entries), step) => entries.remove(step.text()?),
        (Term::List(mut items), Down::Index(index)) => {
            let index = index.as_index()?;
            (index < items.len()).then(|| items.swap_remove(index))
        }
        (other, _) => Some(other.blurred()),
    })
}
