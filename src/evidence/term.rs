//! Values, as far as Terraform knows them.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A value, of which parts may not be known yet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Term {
    /// Nothing.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A number, as it is written.
    Number(String),
    /// Text, with attributes whose values are known after apply. Two literals are
    /// never adjacent.
    Text(Vec<Piece>),
    /// A list or set.
    List(Vec<Term>),
    /// A map or object.
    Map(BTreeMap<String, Term>),
    /// Unknown; it depends on these attributes.
    Unknown(BTreeSet<Reference>),
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Piece {
    /// These characters.
    Literal(String),
    /// The value of this attribute.
    Of(Reference),
}

/// An attribute of a resource.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// Address of the resource, with its module.
    pub address: String,
    /// Name of the attribute.
    pub attribute: String,
}

impl Term {
    /// A known text.
    pub fn text(text: impl Into<String>) -> Term {
        Term::joined([Piece::Literal(text.into())])
    }

    /// An attribute whose value is not known yet.
    pub fn of(address: impl Into<String>, attribute: impl Into<String>) -> Term {
        Term::Text(vec![Piece::Of(Reference {
            address: address.into(),
            attribute: attribute.into(),
        })])
    }

    /// Nothing is known.
    pub fn unknown() -> Term {
        Term::Unknown(BTreeSet::new())
    }

    /// A text of these parts.
    pub fn joined(pieces: impl IntoIterator<Item = Piece>) -> Term {
        let mut joined: Vec<Piece> = Vec::new();
        for piece in pieces {
            match (joined.last_mut(), piece) {
                (Some(Piece::Literal(before)), Piece::Literal(text)) => before.push_str(&text),
                (_, Piece::Literal(text)) if text.is_empty() => {}
                (_, piece) => joined.push(piece),
            }
        }
        Term::Text(joined)
    }

    /// A value that is completely known.
    pub fn known(value: &Value) -> Term {
        match value {
            Value::Null => Term::Null,
            Value::Bool(flag) => Term::Bool(*flag),
            Value::Number(number) => Term::Number(number.to_string()),
            Value::String(text) => Term::text(text),
            Value::Array(items) => Term::List(items.iter().map(Term::known).collect()),
            Value::Object(entries) => {
                let entries = entries.iter();
                Term::Map(entries.map(|(k, v)| (k.clone(), Term::known(v))).collect())
            }
        }
    }

    /// The text, if it is one and completely known.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Term::Text(pieces) => match pieces.as_slice() {
                [] => Some(""),
                [Piece::Literal(text)] => Some(text),
                _ => None,
            },
            _ => None,
        }
    }

    /// The number, if it is one that counts.
    pub fn as_index(&self) -> Option<usize> {
        match self {
            Term::Number(number) => number.parse().ok(),
            _ => None,
        }
    }

    /// The items of a list; none of null.
    pub fn items(&self) -> Option<&[Term]> {
        match self {
            Term::List(items) => Some(items),
            Term::Null => Some(&[]),
            _ => None,
        }
    }

    /// Every attribute that it depends on.
    pub fn references(&self) -> BTreeSet<&Reference> {
        let mut found = BTreeSet::new();
        self.collect(&mut found);
        found
    }

    fn collect<'a>(&'a self, found: &mut BTreeSet<&'a Reference>) {
        match self {
            Term::Null | Term::Bool(_) | Term::Number(_) => {}
            Term::Text(pieces) => found.extend(pieces.iter().filter_map(|piece| match piece {
                Piece::Of(reference) => Some(reference),
                Piece::Literal(_) => None,
            })),
            Term::List(items) => items.iter().for_each(|item| item.collect(found)),
            Term::Map(entries) => entries.values().for_each(|item| item.collect(found)),
            Term::Unknown(references) => found.extend(references),
        }
    }

    /// Whether some part of it is unknown.
    pub fn is_unclear(&self) -> bool {
        match self {
            Term::Unknown(_) => true,
            Term::Null | Term::Bool(_) | Term::Number(_) | Term::Text(_) => false,
            Term::List(items) => items.iter().any(Term::is_unclear),
            Term::Map(entries) => entries.values().any(Term::is_unclear),
        }
    }

    /// The same, reduced to what it depends on.
    pub fn blurred(&self) -> Term {
        Term::Unknown(self.references().into_iter().cloned().collect())
    }

    /// Whether two values are the same; `None` if that is unknown.
    pub fn same(&self, other: &Term) -> Option<bool> {
        if self.is_unclear() || other.is_unclear() {
            return None;
        }
        Some(self == other)
    }

    /// Its pieces in a template.
    pub fn into_pieces(self) -> Option<Vec<Piece>> {
        match self {
            Term::Text(pieces) => Some(pieces),
            Term::Bool(flag) => Some(vec![Piece::Literal(flag.to_string())]),
            Term::Number(number) => Some(vec![Piece::Literal(number)]),
            Term::Null | Term::List(_) | Term::Map(_) | Term::Unknown(_) => None,
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Term::Null => f.write_str("null"),
            Term::Bool(flag) => write!(f, "{flag}"),
            Term::Number(number) => f.write_str(number),
            Term::Text(pieces) => pieces.iter().try_for_each(|piece| match piece {
                Piece::Literal(text) => f.write_str(text),
                Piece::Of(Reference { address, attribute }) => {
                    write!(f, "${{{address}.{attribute}}}")
                }
            }),
            Term::List(items) => {
                let items: Vec<String> = items.iter().map(Term::to_string).collect();
                write!(f, "[{}]", items.join(", "))
            }
            Term::Map(entries) => {
                let entries: Vec<String> =
                    entries.iter().map(|(k, v)| format!("{k} = {v}")).collect();
                write!(f, "{{ {} }}", entries.join(", "))
            }
            Term::Unknown(_) => f.write_str("unknown"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Piece, Term};

    #[test]
    fn what_cannot_be_told_is_never_the_same() {
        assert_eq!(Term::text("a").same(&Term::text("a")), Some(true));
        assert_eq!(Term::text("a").same(&Term::of("x.y", "id")), Some(false));
        assert_eq!(Term::unknown().same(&Term::unknown()), None);
        let list = Term::List(vec![Term::unknown()]);
        assert_eq!(list.same(&Term::List(Vec::new())), None);
    }

    #[test]
    fn literals_are_joined_and_references_are_no_text() {
        let literal = |text: &str| Piece::Literal(text.into());
        let joined = Term::joined([literal("a"), literal(""), literal("b")]);
        assert_eq!(joined.as_text(), Some("ab"));
        // A text that looks like a reference is not one.
        assert_ne!(Term::text("${x.y.id}"), Term::of("x.y", "id"));
    }
}
