//! Values that a module is given from outside: what they refer to is not in it.

use super::{Call, Piece, Reference, Term};

impl Reference {
    /// The same from the root, where this is in a module whose addresses start with
    /// `prefix`.
    pub fn below(&self, prefix: &str) -> Reference {
        let address = match self.address.strip_prefix('/') {
            Some(whole) => whole.to_owned(),
            None => format!("{prefix}{}", self.address),
        };
        Reference {
            address,
            attribute: self.attribute.clone(),
        }
    }

    /// The same, given to a module from outside.
    fn rooted(self) -> Reference {
        let address = match self.address.starts_with('/') {
            true => self.address,
            false => format!("/{}", self.address),
        };
        Reference { address, ..self }
    }
}

impl Term {
    /// The same, given to a module from outside.
    pub(super) fn rooted(self) -> Term {
        let all = |terms: Vec<Term>| terms.into_iter().map(Term::rooted).collect();
        match self {
            Term::Text(pieces) => {
                let pieces = pieces.into_iter().map(|piece| match piece {
                    Piece::Literal(text) => Piece::Literal(text),
                    Piece::Of(reference) => Piece::Of(reference.rooted()),
                    Piece::Call(call) => Piece::Call(Call {
                        function: call.function,
                        arguments: all(call.arguments),
                    }),
                });
                Term::Text(pieces.collect())
            }
            Term::List(items) => Term::List(all(items)),
            Term::Map(entries) => {
                let entries = entries.into_iter();
                Term::Map(entries.map(|(key, term)| (key, term.rooted())).collect())
            }
            Term::Unknown(references) => {
                let references = references.into_iter();
                Term::Unknown(references.map(Reference::rooted).collect())
            }
            known @ (Term::Null | Term::Bool(_) | Term::Number(_)) => known,
        }
    }
}
