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
    /// The result of this call.
    Call(Call),
}

/// A call of a function whose result is not known, because its arguments are
/// not. The same function of the same arguments has the same result.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Call {
    /// Name of the function.
    pub function: String,
    /// Its arguments.
    pub arguments: Vec<Term>,
}

/// An attribute of a resource.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// Address of the resource, with its module. What is given to a module from
    /// outside starts with `/`: it is an address from the root.
    pub address: String,
    /// Name of the attribute.
    pub attribute: String,
}

impl Call {
    /// Whether the result is text, whatever the arguments are.
    pub fn makes_text(&self) -> bool {
        ["join", "jsonencode", "trimsuffix", "urlencode"].contains(&self.function.as_str())
    }
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

    /// A number as Terraform writes it; unknown if it is written in another way or
    /// has more digits than are read exactly.
    pub fn number(text: &str) -> Term {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = match digits.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (digits, None),
        };
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let whole_fits = !whole.is_empty()
            && all_digits(whole)
            && (whole == "0" || !whole.starts_with('0'))
            && text != "-0";
        let fraction_fits = fraction.is_none_or(|fraction| {
            !fraction.is_empty()
                && all_digits(fraction)
                && !fraction.ends_with('0')
                && whole.len() + fraction.len() <= 15
        });
        match whole_fits && fraction_fits {
            true => Term::Number(text.to_owned()),
            false => Term::unknown(),
        }
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
            Value::Number(number) => Term::number(&number.to_string()),
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

    /// Whether it is the value of one attribute, which may be of any type.
    pub fn is_reference(&self) -> bool {
        matches!(self, Term::Text(pieces) if matches!(pieces.as_slice(), [Piece::Of(_)]))
    }

    /// The call, if it is the result of one, which may be of any type.
    pub fn as_call(&self) -> Option<&Call> {
        match self {
            Term::Text(pieces) => match pieces.as_slice() {
                [Piece::Call(call)] => Some(call),
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
            Term::Text(pieces) => pieces.iter().for_each(|piece| match piece {
                Piece::Of(reference) => {
                    found.insert(reference);
                }
                Piece::Call(call) => call.arguments.iter().for_each(|item| item.collect(found)),
                Piece::Literal(_) => {}
            }),
            Term::List(items) => items.iter().for_each(|item| item.collect(found)),
            Term::Map(entries) => entries.values().for_each(|item| item.collect(found)),
            Term::Unknown(references) => found.extend(references),
        }
    }

    /// Whether some part of it is unknown, or is the result of a call that is not
    /// known.
    pub fn is_unclear(&self) -> bool {
        self.holds(&|piece| matches!(piece, Piece::Call(_)), true)
    }

    /// Whether some part of it is unknown in a way that it cannot be compared
    /// even with itself.
    pub fn is_unknown(&self) -> bool {
        self.holds(&|_| false, true)
    }

    /// Whether some part is such a piece, or unknown.
    fn holds(&self, piece: &impl Fn(&Piece) -> bool, unknown: bool) -> bool {
        match self {
            Term::Unknown(_) => unknown,
            Term::Null | Term::Bool(_) | Term::Number(_) => false,
            Term::Text(pieces) => pieces.iter().any(piece),
            Term::List(items) => items.iter().any(|item| item.holds(piece, unknown)),
            Term::Map(entries) => entries.values().any(|item| item.holds(piece, unknown)),
        }
    }

    /// Every literal text in it, whole or a part of another one.
    pub fn texts(&self) -> Vec<&str> {
        match self {
            Term::Text(pieces) => {
                let pieces = pieces.iter();
                let texts = pieces.flat_map(|piece| match piece {
                    Piece::Literal(text) => vec![text.as_str()],
                    Piece::Of(_) => Vec::new(),
                    Piece::Call(call) => call.arguments.iter().flat_map(Term::texts).collect(),
                });
                texts.collect()
            }
            Term::List(items) => items.iter().flat_map(Term::texts).collect(),
            Term::Map(entries) => entries.values().flat_map(Term::texts).collect(),
            Term::Null | Term::Bool(_) | Term::Number(_) | Term::Unknown(_) => Vec::new(),
        }
    }

    /// Roughly how much memory it takes.
    pub fn weight(&self) -> usize {
        match self {
            Term::Null | Term::Bool(_) | Term::Number(_) => 1,
            Term::Text(pieces) => pieces
                .iter()
                .map(|piece| match piece {
                    Piece::Literal(text) => 1 + text.len() / 32,
                    Piece::Of(_) => 2,
                    Piece::Call(call) => call.arguments.iter().map(Term::weight).sum(),
                })
                .sum::<usize>()
                .saturating_add(1),
            Term::List(items) => 1 + items.iter().map(Term::weight).sum::<usize>(),
            Term::Map(entries) => entries
                .iter()
                .map(|(key, item)| 1 + key.len() / 32 + item.weight())
                .sum::<usize>()
                .saturating_add(1),
            Term::Unknown(references) => 1 + 2 * references.len(),
        }
    }

    /// The same, reduced to what it depends on.
    pub fn blurred(&self) -> Term {
        Term::Unknown(self.references().into_iter().cloned().collect())
    }

    /// Whether two values are the same; `None` if that is unknown.
    pub fn same(&self, other: &Term) -> Option<bool> {
        if self.is_unknown() || other.is_unknown() {
            return None;
        }
        if self == other {
            return Some(true);
        }
        match (self, other) {
            (Term::Text(ours), Term::Text(theirs)) if !differ(ours, theirs) => None,
            (Term::Text(_), Term::Text(_)) => Some(false),
            _ if self.is_open() || other.is_open() => None,
            _ => Some(false),
        }
    }

    /// Whether some part has a value that could be anything: that of an input
    /// variable or of a call.
    fn is_open(&self) -> bool {
        self.holds(&is_open, false)
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

/// Whether a piece could be any text.
fn is_open(piece: &Piece) -> bool {
    match piece {
        Piece::Literal(_) => false,
        Piece::Of(Reference { address, .. }) => {
            address == "var" || address == "/var" || address.ends_with(".var")
        }
        Piece::Call(_) => true,
    }
}

/// Whether two texts that are not written alike differ for certain: they do
/// unless a part of one that could be anything is where they differ.
fn differ(ours: &[Piece], theirs: &[Piece]) -> bool {
    if !ours.iter().chain(theirs).any(is_open) {
        return true;
    }
    let (mut ours, mut theirs) = (ours.to_vec(), theirs.to_vec());
    for end in [End::Front, End::Back] {
        while let (Some(a), Some(b)) = (end.of(&ours), end.of(&theirs)) {
            match (a.clone(), b.clone()) {
                (a, b) if a == b => {
                    end.cut(&mut ours, None);
                    end.cut(&mut theirs, None);
                }
                (Piece::Literal(a), Piece::Literal(b)) => {
                    match (end.rest(&a, &b), end.rest(&b, &a)) {
                        (Some(rest), _) => {
                            end.cut(&mut ours, Some(rest));
                            end.cut(&mut theirs, None);
                        }
                        (_, Some(rest)) => {
                            end.cut(&mut ours, None);
                            end.cut(&mut theirs, Some(rest));
                        }
                        (None, None) => return true,
                    }
                }
                _ => break,
            }
        }
    }
    // Nothing is not the same as something literal.
    let literal = |pieces: &[Piece]| {
        pieces
            .iter()
            .any(|piece| matches!(piece, Piece::Literal(_)))
    };
    match (ours.is_empty(), theirs.is_empty()) {
        (true, _) => literal(&theirs),
        (_, true) => literal(&ours),
        _ => !ours.iter().chain(&theirs).any(is_open),
    }
}

/// An end of a text.
#[derive(Clone, Copy)]
enum End {
    Front,
    Back,
}

impl End {
    fn of(self, pieces: &[Piece]) -> Option<&Piece> {
        match self {
            End::Front => pieces.first(),
            End::Back => pieces.last(),
        }
    }

    /// Replaces the piece at this end by the rest of its text, if there is any.
    fn cut(self, pieces: &mut Vec<Piece>, rest: Option<String>) {
        let at = match self {
            End::Front => 0,
            End::Back => pieces.len() - 1,
        };
        match rest {
            Some(rest) => pieces[at] = Piece::Literal(rest),
            None => {
                pieces.remove(at);
            }
        }
    }

    /// What a text has besides another one, if it has that at this end.
    fn rest(self, text: &str, other: &str) -> Option<String> {
        let rest = match self {
            End::Front => text.strip_prefix(other),
            End::Back => text.strip_suffix(other),
        };
        rest.map(str::to_owned)
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
                Piece::Call(Call {
                    function,
                    arguments,
                }) => {
                    let arguments: Vec<String> = arguments.iter().map(Term::to_string).collect();
                    write!(f, "${{{function}({})}}", arguments.join(", "))
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
    fn a_variable_may_have_any_value() {
        let text = |before: &str, after: &str| {
            let mut pieces = Term::of("var", "x").into_pieces().expect("a text");
            pieces.insert(0, Piece::Literal(before.into()));
            pieces.push(Piece::Literal(after.into()));
            Term::joined(pieces)
        };
        assert_eq!(Term::of("var", "x").same(&Term::of("var", "x")), Some(true));
        assert_eq!(Term::of("var", "x").same(&Term::text("JWT")), None);
        assert_eq!(Term::of("var", "x").same(&Term::of("var", "y")), None);
        assert_eq!(text("read-", "").same(&text("write-", "")), Some(false));
        assert_eq!(text("a", "b").same(&Term::text("a")), Some(false));
        assert_eq!(text("a", "b").same(&Term::text("acb")), None);
        assert_eq!(text("a", "b").same(&text("a", "b")), Some(true));
        assert_eq!(text("a", "b").same(&text("a", "c")), Some(false));
        assert_eq!(text("a", "").same(&text("ab", "")), Some(false));
        assert_eq!(text("a", "b").same(&Term::text("ac")), Some(false));
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
