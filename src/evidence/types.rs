//! Types: those of input variables, and what conversions between types change.

use super::Term;
use super::module::Expr;
use hcl::Expression;
use hcl::expr::{FuncCall, ObjectKey};
use std::collections::BTreeMap;

/// An input variable of a module.
#[derive(Debug, Clone, Default)]
pub(super) struct Variable {
    /// Its default.
    pub default: Option<Expr>,
    /// Its type.
    pub kind: Type,
    /// Whether null is a value rather than the default; `None` if that is not
    /// known.
    pub nullable: Option<bool>,
}

/// A type constraint.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Type {
    /// Any type.
    Any,
    /// Text.
    Text,
    /// A number.
    Number,
    /// Yes or no.
    Bool,
    /// A list of these.
    List(Box<Type>),
    /// A map of these.
    Map(Box<Type>),
    /// An object with these attributes, none of them optional.
    Object(BTreeMap<String, Type>),
    /// Another type, or one that was not read.
    #[default]
    Other,
}

impl Type {
    /// The type that an expression names.
    pub(super) fn read(expression: &Expression) -> Type {
        match expression {
            Expression::Variable(name) => match name.as_str() {
                "any" => Type::Any,
                "string" => Type::Text,
                "number" => Type::Number,
                "bool" => Type::Bool,
                _ => Type::Other,
            },
            Expression::FuncCall(call) => Type::of_call(call),
            _ => Type::Other,
        }
    }

    fn of_call(call: &FuncCall) -> Type {
        if call.name.is_namespaced() || call.expand_final {
            return Type::Other;
        }
        match (call.name.name.as_str(), call.args.as_slice()) {
            ("list", [items]) => Type::List(Box::new(Type::read(items))),
            ("map", [items]) => Type::Map(Box::new(Type::read(items))),
            ("object", [Expression::Object(entries)]) => {
                let mut attributes = BTreeMap::new();
                for (key, kind) in entries {
                    let name = match key {
                        ObjectKey::Identifier(name) => name.to_string(),
                        _ => return Type::Other,
                    };
                    attributes.insert(name, Type::read(kind));
                }
                Type::Object(attributes)
            }
            _ => Type::Other,
        }
    }

    /// A value as a variable of this type has it. Only values that have the type
    /// already are known; a reference stays what it is.
    pub(super) fn convert(&self, term: Term) -> Term {
        match (self, term) {
            (_, term @ (Term::Null | Term::Unknown(_))) => term,
            (Type::Other, term) => term.blurred(),
            // What type an attribute or a call has is not known, except that some
            // calls make text.
            (_, term) if term.is_reference() => term,
            (Type::Any, term) => term,
            (_, term) if term.as_call().is_some() => match (self, &term.as_call()) {
                (Type::Text, Some(call)) if call.makes_text() => term,
                _ => term.blurred(),
            },
            (Type::Text, term @ Term::Text(_))
            | (Type::Number, term @ Term::Number(_))
            | (Type::Bool, term @ Term::Bool(_)) => term,
            (Type::List(kind), term @ Term::List(_)) if **kind == Type::Any => uniform(term),
            (Type::Map(kind), term @ Term::Map(_)) if **kind == Type::Any => uniform(term),
            (Type::List(kind), Term::List(items)) => {
                Term::List(items.into_iter().map(|item| kind.convert(item)).collect())
            }
            (Type::Map(kind), Term::Map(entries)) => {
                let entries = entries.into_iter();
                Term::Map(entries.map(|(k, item)| (k, kind.convert(item))).collect())
            }
            (Type::Object(kinds), Term::Map(entries)) if kinds.keys().eq(entries.keys()) => {
                let entries = entries.into_iter();
                let converted = entries.map(|(k, item)| {
                    let item = kinds[&k].convert(item);
                    (k, item)
                });
                Term::Map(converted.collect())
            }
            (_, term) => term.blurred(),
        }
    }
}

/// A list or map if converting its items to one type changes none of them.
fn uniform(term: Term) -> Term {
    let alike = match &term {
        Term::List(items) => shape_of(items.iter()),
        Term::Map(entries) => shape_of(entries.values()),
        _ => None,
    };
    match alike {
        Some(_) => term,
        None => term.blurred(),
    }
}

/// The type of a value, as far as conversions to another type could change what
/// is in it: a list may as well be a tuple, and a map an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shape {
    /// That of no value at all.
    Any,
    /// Text.
    Text,
    /// A number.
    Number,
    /// Yes or no.
    Bool,
    /// A list of these.
    List(Box<Shape>),
    /// A map or object with these.
    Map(BTreeMap<String, Shape>),
}

impl Shape {
    /// The type of a value; `None` if it is not known, or has items that would be
    /// changed if they became items of a list.
    pub(super) fn of(term: &Term) -> Option<Shape> {
        match term {
            // A null may have any type of its own.
            Term::Null => None,
            Term::Bool(_) => Some(Shape::Bool),
            Term::Number(_) => Some(Shape::Number),
            term if term.is_reference() || term.as_call().is_some() => None,
            Term::Text(_) => Some(Shape::Text),
            // It may be a list of any type, which only Terraform knows.
            Term::List(items) if items.is_empty() => None,
            Term::List(items) => Some(Shape::List(Box::new(shape_of(items.iter())?))),
            Term::Map(entries) => {
                let entries = entries.iter();
                let shapes = entries.map(|(k, item)| Some((k.clone(), Shape::of(item)?)));
                Some(Shape::Map(shapes.collect::<Option<_>>()?))
            }
            Term::Unknown(_) => None,
        }
    }

    /// One type for values of both, if making it of them changes neither.
    pub(super) fn unified(self, other: Shape) -> Option<Shape> {
        match (self, other) {
            (Shape::Any, shape) | (shape, Shape::Any) => Some(shape),
            (Shape::List(a), Shape::List(b)) => Some(Shape::List(Box::new(a.unified(*b)?))),
            (Shape::Map(a), Shape::Map(b)) if a.keys().eq(b.keys()) => {
                let both = a.into_iter().zip(b.into_values());
                let shapes = both.map(|((k, a), b)| Some((k, a.unified(b)?)));
                Some(Shape::Map(shapes.collect::<Option<_>>()?))
            }
            (a, b) if a == b => Some(a),
            _ => None,
        }
    }
}

/// One type for all of these, if they can be items of one list as they are.
pub(super) fn shape_of<'a>(terms: impl Iterator<Item = &'a Term>) -> Option<Shape> {
    let mut shape = Shape::Any;
    for term in terms {
        shape = shape.unified(Shape::of(term)?)?;
    }
    Some(shape)
}
