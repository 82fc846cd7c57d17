//! The values of attributes, input variables, locals and outputs, as far as they
//! are known.

use super::expression::{Down, into, keyed};
use super::module::{Dynamic, Expr, Found};
use super::references::parse;
use super::seen::{Seen, look};
use super::work::DEPTH;
use super::{Call, Evidence, Piece, Step, Term, address, functions};
use hcl::Expression;
use std::collections::BTreeSet;

/// The context of an expression.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    /// The module.
    pub module: &'a [Step],
    /// `count.index` or `each.key` there.
    pub key: Option<&'a Term>,
    /// The variables of the `for` expressions around it.
    pub bound: Option<&'a Bound<'a>>,
}

impl<'a> At<'a> {
    /// Outside of every `for` expression.
    pub(super) fn new(module: &'a [Step], key: Option<&'a Term>) -> At<'a> {
        At {
            module,
            key,
            bound: None,
        }
    }
}

/// The variable of a `for` expression.
pub(super) struct Bound<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its value for one item.
    pub value: &'a Term,
    /// The variables further out.
    pub outer: Option<&'a Bound<'a>>,
}

impl Bound<'_> {
    /// The value of a variable, of the innermost one of that name.
    pub(super) fn find(&self, name: &str) -> Option<&Term> {
        match self.name == name {
            true => Some(self.value),
            false => self.outer?.find(name),
        }
    }
}

impl Evidence<'_> {
    /// The value of an argument of a resource; null if it is not set. The path
    /// leads into blocks, as in `jwt_configuration.0.issuer`.
    pub fn value(&self, address: &str, path: &str) -> Term {
        self.attribute(address, path, 0).unwrap_or(Term::Null)
    }

    /// The value of an attribute of a resource for others, even if it is not set.
    pub fn export(&self, address: &str, attribute: &str) -> Term {
        self.exported(address, attribute, 0)
    }

    /// The same value with the known values of the attributes that it depends
    /// on, which are below `prefix`.
    pub fn settle(&self, term: &Term, prefix: &str) -> Term {
        match term {
            Term::Text(pieces) => {
                let mut settled = Vec::new();
                for piece in pieces {
                    let found = match piece {
                        Piece::Literal(_) => {
                            settled.push(piece.clone());
                            continue;
                        }
                        Piece::Of(reference) => {
                            let reference = reference.below(prefix);
                            self.export(&reference.address, &reference.attribute)
                        }
                        Piece::Call(call) => self.settled(call, prefix),
                    };
                    if pieces.len() == 1 {
                        return found;
                    }
                    let clear = found.clone().into_pieces();
                    match clear {
                        Some(inner) => settled.extend(inner),
                        None => return found.blurred(),
                    }
                }
                Term::joined(settled)
            }
            Term::List(items) => {
                Term::List(items.iter().map(|item| self.settle(item, prefix)).collect())
            }
            Term::Map(entries) => {
                let entries = entries.iter();
                Term::Map(
                    entries
                        .map(|(k, v)| (k.clone(), self.settle(v, prefix)))
                        .collect(),
                )
            }
            Term::Unknown(references) => {
                let references = references.iter();
                let settled = references.map(|reference| reference.below(prefix));
                Term::Unknown(settled.collect())
            }
            known => known.clone(),
        }
    }

    /// The result of a call with the known values of its arguments.
    fn settled(&self, call: &Call, prefix: &str) -> Term {
        let arguments = call.arguments.iter();
        let arguments: Vec<Term> = arguments.map(|term| self.settle(term, prefix)).collect();
        let blurred = || Term::List(arguments.clone()).blurred();
        // On the way here it may have become text; of which type it was is not
        // known then.
        let all_text = call.arguments.iter().zip(&arguments);
        if !all_text.into_iter().all(|(from, to)| stays_text(from, to)) {
            return blurred();
        }
        functions::apply(&call.function, &arguments, self.folder).unwrap_or_else(blurred)
    }

    /// The value of an expression of the root module.
    pub fn evaluate(&self, expression: &Expression) -> Term {
        let root = At::new(&[], None);
        self.expression(expression, root, 0)
    }

    fn exported(&self, address: &str, attribute: &str, depth: usize) -> Term {
        self.attribute(address, attribute, depth)
            .unwrap_or_else(|| self.given_by_aws(address, attribute))
    }

    fn given_by_aws(&self, address: &str, attribute: &str) -> Term {
        let known = self
            .exports
            .as_ref()
            .map(|exports| exports(address, attribute));
        match known {
            Some(known) if !known.is_unclear() && known.references().is_empty() => known,
            _ => Term::of(address, attribute),
        }
    }

    fn attribute(&self, address: &str, path: &str, depth: usize) -> Option<Term> {
        self.resources.get(address)?;
        if depth > DEPTH {
            return Some(Term::unknown());
        }
        let name = format!("{address}\0{path}");
        self.work
            .once(name, depth > 0, || self.evaluated(address, path, depth))
    }

    fn evaluated(&self, address: &str, path: &str, depth: usize) -> Option<Term> {
        let resource = self.resources.get(address)?;
        if let Some(values) = &resource.values {
            match look(values, &resource.unknown, path) {
                Seen::Known(value) => return Some(Term::known(value)),
                Seen::Absent => return None,
                Seen::Unknown => {}
            }
        }
        let block = self
            .module(&resource.module)
            .and_then(|module| module.resources.get(&resource.local));
        let at = At::new(&resource.module, resource.key.as_ref());
        match block.map_or(Found::Absent, |block| block.find(path)) {
            Found::Expr(expr) => Some(self.expr(expr, at, depth + 1)),
            Found::Inside => Some(Term::unknown()),
            Found::Dynamic(dynamic, rest) => self.made(dynamic, &rest, at, depth + 1),
            Found::Absent => resource.values.as_ref().map(|_| Term::of(address, path)),
        }
    }

    /// The content of one of a set of dynamic blocks.
    fn made(&self, dynamic: &Dynamic, rest: &str, at: At<'_>, depth: usize) -> Option<Term> {
        let Term::List(items) = self.expr(&dynamic.each, at, depth) else {
            return Some(Term::unknown());
        };
        let (index, rest) = rest.split_once('.')?;
        if index.parse::<usize>().ok()? >= items.len() {
            return None;
        }
        match dynamic.content.find(rest) {
            // The iterator has the name of the block.
            Found::Expr(expr) if expr.names(&dynamic.name) => Some(Term::unknown()),
            Found::Expr(expr) => Some(self.expr(expr, at, depth)),
            Found::Absent => None,
            Found::Dynamic(..) | Found::Inside => Some(Term::unknown()),
        }
    }

    /// The value that is given to an input variable of a module; `None` if none
    /// is.
    pub(super) fn given(&self, module: &[Step], name: &str, depth: usize) -> Option<Term> {
        if depth > DEPTH {
            return Some(Term::unknown());
        }
        match module.split_last() {
            None => self.variables.get(name).cloned(),
            Some((last, before)) => {
                let at = At::new(before, last.key.as_ref());
                let argument = self.call(module)?.arguments.attributes.get(name)?;
                Some(self.expr(argument, at, depth + 1))
            }
        }
    }

    /// The value of an input variable of a module, converted to its type. A
    /// default is the value only where it is certain that none is given: another
    /// one may be given to the root module in many ways.
    fn input(&self, module: &[Step], name: &str, depth: usize) -> Option<Term> {
        let variable = self.module(module)?.variables.get(name)?;
        let default = || {
            let at = At::new(module, None);
            Some(self.expr(variable.default.as_ref()?, at, depth + 1))
        };
        let value = match (self.given(module, name, depth), variable.nullable) {
            (Some(Term::Null), Some(false)) => default()?,
            (Some(Term::Null), None) => return None,
            (Some(value), _) => value,
            (None, _) if !module.is_empty() => default()?,
            (None, _) if self.symbolic => return Some(Term::of("var", name)),
            (None, _) => return None,
        };
        Some(variable.kind.convert(value))
    }

    pub(super) fn expr(&self, expr: &Expr, at: At<'_>, depth: usize) -> Term {
        match expr {
            Expr::Constant(term) => term.clone(),
            Expr::Hcl(expression) => self.expression(expression, at, depth),
            Expr::Mentions(references) => {
                let longer = |short: &str| {
                    references.iter().any(|long| {
                        long.strip_prefix(short)
                            .is_some_and(|rest| rest.starts_with(['.', '[']))
                    })
                };
                let leaves = references.iter().filter(|leaf| !longer(leaf));
                let mut found = BTreeSet::new();
                for leaf in leaves {
                    if let Some(expression) = parse(leaf) {
                        let term = self.expression(&expression, at, depth + 1);
                        found.extend(term.references().into_iter().cloned());
                    }
                }
                Term::Unknown(found)
            }
        }
    }

    pub(super) fn resolve(
        &self,
        root: &str,
        steps: &[Down],
        at: At<'_>,
        depth: usize,
    ) -> Option<Term> {
        if let Some(value) = at.bound.and_then(|bound| bound.find(root)) {
            return into(value.clone(), steps);
        }
        let (first, rest) = steps.split_first()?;
        let name = first.text()?;
        match (root, name) {
            ("path", "module") if rest.is_empty() => {
                let path = self.module(at.module)?.path.as_ref()?;
                functions::literal(path)
            }
            ("path", "root") if rest.is_empty() => Some(Term::text(".")),
            ("each", "key") | ("count", "index") if rest.is_empty() => at.key.cloned(),
            ("path" | "each" | "count" | "terraform" | "self" | "ephemeral", _) => None,
            ("var", _) => {
                let variable =
                    self.named(at, "var", name, || self.input(at.module, name, depth + 1))?;
                into(variable, rest)
            }
            ("local", _) => {
                let local = self.module(at.module)?.locals.get(name)?;
                let inside = At::new(at.module, None);
                let local = self.named(at, "local", name, || {
                    Some(self.expr(local, inside, depth + 1))
                })?;
                into(local, rest)
            }
            ("module", _) => {
                let (key, rest) = keyed(rest);
                let (output, rest) = rest.split_first()?;
                let mut steps = at.module.to_vec();
                let name = name.to_owned();
                steps.push(Step { name, key });
                let name = output.text()?;
                let output = self.module(&steps)?.outputs.get(name)?;
                let inside = At::new(&steps, None);
                let output = self.named(inside, "output", name, || {
                    Some(self.expr(output, inside, depth + 1))
                })?;
                into(output, rest)
            }
            ("data", _) => {
                let (second, rest) = rest.split_first()?;
                let local = format!("data.{name}.{}", second.text()?);
                self.member(&local, rest, at, depth)
            }
            (kind, _) => self.member(&format!("{kind}.{name}"), rest, at, depth),
        }
    }

    /// Something of a module that has a name, evaluated once.
    fn named(
        &self,
        at: At<'_>,
        what: &str,
        name: &str,
        evaluate: impl FnOnce() -> Option<Term>,
    ) -> Option<Term> {
        let name = address(at.module, &format!("{what}\0{name}"), None);
        self.work.once(name, true, evaluate)
    }

    /// An attribute of a resource of the same module.
    fn member(&self, local: &str, rest: &[Down], at: At<'_>, depth: usize) -> Option<Term> {
        self.module(at.module)?.resources.get(local)?;
        let (key, rest) = keyed(rest);
        let path: Option<Vec<&str>> = rest.iter().map(Down::path).collect();
        let address = address(at.module, local, key.as_ref());
        Some(self.exported(&address, &path?.join("."), depth + 1))
    }
}

/// Whether a value that was known as a reference to an attribute is text.
fn stays_text(from: &Term, to: &Term) -> bool {
    match (from, to) {
        (from, to) if from.is_reference() => matches!(to, Term::Text(_) | Term::Unknown(_)),
        (Term::List(from), Term::List(to)) => {
            let mut both = from.iter().zip(to);
            both.all(|(from, to)| stays_text(from, to))
        }
        (Term::Map(from), Term::Map(to)) => {
            let mut both = from.values().zip(to.values());
            both.all(|(from, to)| stays_text(from, to))
        }
        _ => true,
    }
}
