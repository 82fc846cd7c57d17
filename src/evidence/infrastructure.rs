//! Everything that decides about access, found among the resources.

use super::api::Reach;
use super::function::Permissions;
use super::{Evidence, Term};
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// Evidence, with its resources indexed by the values that refer to them.
pub struct Infrastructure<'e> {
    pub(super) evidence: &'e Evidence<'e>,
    /// Packages of functions by hash, in addition to those of the folder.
    pub(super) packages: BTreeMap<String, Vec<u8>>,
    /// Permissions to invoke functions, found when they are first asked for.
    pub(super) permissions: OnceCell<Permissions>,
    /// Whether there may be more elsewhere that works together with it.
    partial: bool,
    /// Addresses by type of resource, then by the value that others refer to.
    known: BTreeMap<&'static str, BTreeMap<Term, String>>,
}

/// What a resource refers to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Edge {
    /// The resource at this address.
    To(String),
    /// One that is not here.
    Elsewhere,
    /// Unknown.
    Unknown,
}

/// By which attributes others refer to a resource.
const NAMES: [(&str, &[&str]); 5] = [
    ("aws_apigatewayv2_api", &["id"]),
    ("aws_apigatewayv2_authorizer", &["id"]),
    ("aws_apigatewayv2_integration", &["id"]),
    ("aws_cognito_user_pool", &["id"]),
    (
        "aws_lambda_function",
        &["function_name", "arn", "invoke_arn", "qualified_arn", "id"],
    ),
];

impl<'e> Infrastructure<'e> {
    /// What decides if there may be more elsewhere: a function, a permission or a
    /// stage that is not here need not be missing.
    pub fn partial(evidence: &'e Evidence<'e>) -> Infrastructure<'e> {
        Infrastructure {
            partial: true,
            ..Infrastructure::new(evidence, [])
        }
    }

    /// What decides if there is nothing else. Packages are identified by their
    /// hashes.
    pub fn new(
        evidence: &'e Evidence<'e>,
        packages: impl IntoIterator<Item = Vec<u8>>,
    ) -> Infrastructure<'e> {
        let known = NAMES.map(|(kind, attributes)| {
            let mut known = BTreeMap::new();
            for address in evidence.of_kind(kind) {
                for attribute in attributes {
                    let name = evidence.export(address, attribute);
                    if !matches!(name, Term::Null | Term::Unknown(_)) {
                        known.insert(name, address.to_owned());
                    }
                    // A name that is set is also referred to as an attribute.
                    known.insert(Term::of(address, *attribute), address.to_owned());
                }
            }
            (kind, known)
        });
        let packages = packages.into_iter();
        Infrastructure {
            evidence,
            packages: packages
                .map(|package| (super::function::hash(&package), package))
                .collect(),
            permissions: OnceCell::new(),
            partial: false,
            known: BTreeMap::from(known),
        }
    }

    /// That something without which nothing is reached is not here.
    pub(super) fn missing(&self, what: String) -> Reach {
        match self.partial {
            true => Reach::Unknown(format!("{what}, unless it is elsewhere")),
            false => Reach::No(what),
        }
    }

    /// The resource that this is the id or a name of.
    pub(super) fn edge(&self, term: &Term, kind: &str) -> Edge {
        if let Some(address) = self.known.get(kind).and_then(|known| known.get(term)) {
            return Edge::To(address.clone());
        }
        match term {
            // A plan says only which attributes a value depends on.
            Term::Unknown(_) if !self.evidence.is_folder() => {
                let references = term.references().into_iter();
                let ends = references.map(|end| end.address.as_str());
                let mut ends = ends.filter(|end| self.evidence.kind(end) == Some(kind));
                match (ends.next(), ends.next()) {
                    (Some(end), None) => Edge::To(end.to_owned()),
                    _ => Edge::Unknown,
                }
            }
            term if term.is_unclear() => Edge::Unknown,
            _ => Edge::Elsewhere,
        }
    }

    /// The function that this is a name of.
    pub(super) fn function(&self, term: &Term) -> Option<String> {
        match self.edge(term, "aws_lambda_function") {
            Edge::To(address) => Some(address),
            Edge::Elsewhere | Edge::Unknown => None,
        }
    }
}
