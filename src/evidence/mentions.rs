//! What a resource names: other resources, by reference, and anything by text.

use super::evaluate::At;
use super::json::without_keys;
use super::module::{Block, Expr};
use super::references::{contents, spelled};
use super::{Evidence, Module, Piece, Step, Term, address};
use hcl::Body;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What an argument names, directly or through locals, variables and outputs.
#[derive(Debug, Default, Clone)]
pub struct Mentions {
    /// Addresses of resources, module calls and input variables of the root,
    /// without keys.
    pub addresses: BTreeSet<String>,
    /// The attributes of resources that it refers to directly, as address and
    /// attribute.
    pub attributes: BTreeSet<(String, String)>,
    /// Texts.
    pub literals: BTreeSet<String>,
    /// Files whose content it takes, as paths from the root; `?` where it is not
    /// known which.
    pub reads: BTreeSet<String>,
    /// Whether there may be more: a value that is not known, or a text that is
    /// put together.
    pub open: bool,
    /// Whether there were too many references to follow.
    pub cut: bool,
}

impl Mentions {
    /// These and those.
    pub fn join(&mut self, other: Mentions) {
        self.addresses.extend(other.addresses);
        self.attributes.extend(other.attributes);
        self.literals.extend(other.literals);
        self.reads.extend(other.reads);
        self.open |= other.open;
        self.cut |= other.cut;
    }

    fn add_text(&mut self, value: &Value) {
        match value {
            Value::String(text) => drop(self.literals.insert(text.clone())),
            Value::Array(items) => items.iter().for_each(|item| self.add_text(item)),
            Value::Object(entries) => entries.values().for_each(|item| self.add_text(item)),
            // Terraform makes text of them where text is wanted.
            Value::Bool(_) | Value::Number(_) => drop(self.literals.insert(value.to_string())),
            Value::Null => {}
        }
    }

    fn add_term(&mut self, term: &Term) {
        match term {
            Term::Text(_) => {
                self.literals.extend(term.as_text().map(str::to_owned));
            }
            Term::List(items) => items.iter().for_each(|item| self.add_term(item)),
            Term::Map(entries) => entries.values().for_each(|item| self.add_term(item)),
            Term::Bool(flag) => drop(self.literals.insert(flag.to_string())),
            Term::Number(number) => drop(self.literals.insert(number.clone())),
            Term::Null | Term::Unknown(_) => {}
        }
    }
}

/// How many references are followed from one argument.
const FOLLOWED: usize = 200;

/// What has been followed: a module and a reference in it.
type Seen = BTreeSet<(String, String)>;

impl Evidence<'_> {
    /// Whether a resource runs a program when it is made or destroyed.
    pub fn runs_programs(&self, resource: &str) -> bool {
        let block = self.block(resource);
        block.is_some_and(|block| block.blocks.contains_key("provisioner"))
    }

    /// What each argument of a resource names, by argument of the top level.
    pub fn mentions(&self, resource: &str) -> BTreeMap<String, Mentions> {
        let mut found: BTreeMap<String, Mentions> = BTreeMap::new();
        let Some(resource) = self.resources.get(resource) else {
            return found;
        };
        for (name, value) in resource
            .values
            .iter()
            .filter_map(Value::as_object)
            .flatten()
        {
            found.entry(name.clone()).or_default().add_text(value);
        }
        let block = self.module(&resource.module);
        if let Some(block) = block.and_then(|module| module.resources.get(&resource.local)) {
            let at = At::new(&resource.module, resource.key.as_ref());
            for (name, expr) in all(block) {
                // A plan or state that knows the value has said it above.
                let known = resource.values.as_ref().is_some_and(|values| {
                    let unknown = resource.unknown.get(name);
                    unknown.is_none_or(|unknown| *unknown == Value::Bool(false))
                        && values.get(name).is_some_and(|value| !value.is_null())
                });
                let mut inner = self.names_in(expr, at, &mut Seen::new());
                inner.open &= !known;
                found.entry(name.to_owned()).or_default().join(inner);
            }
        }
        found
    }

    fn names_in(&self, expr: &Expr, at: At<'_>, seen: &mut Seen) -> Mentions {
        let mut found = Mentions::default();
        match expr {
            Expr::Constant(term) => found.add_term(term),
            Expr::Mentions(names) => {
                // A plan hides the texts between references.
                found.open = true;
                for name in names {
                    found.join(self.follow(name, at, seen));
                }
            }
            Expr::Hcl(expression) => {
                let term = self.expression(expression, at, 0);
                let contents = contents(expression);
                found.open = contents.composes && !is_rooted(&term);
                found.add_term(&term);
                found.literals.extend(contents.literals);
                for path in contents.reads {
                    let path = path.map(|path| self.expression(&path, at, 0));
                    let path = path.as_ref().and_then(Term::as_text);
                    found.reads.insert(path.map_or_else(
                        || "?".to_owned(),
                        |path| super::hcl::normal(path.as_ref()).display().to_string(),
                    ));
                }
                for traversal in contents.traversals {
                    found.join(self.follow(&spelled(&traversal), at, seen));
                }
            }
        }
        // The same texts may be reached on very many ways.
        let weight: usize = found.literals.iter().map(String::len).sum();
        match self.work.take(weight) {
            true => found,
            false => Mentions {
                open: true,
                cut: true,
                ..Mentions::default()
            },
        }
    }

    /// What all arguments of a block of a module name, at whatever depth.
    pub fn mentioned_in(&self, module: &[Step], body: &Body) -> Mentions {
        let at = At::new(module, None);
        let mut found = Mentions::default();
        let mut open = vec![body];
        while let Some(body) = open.pop() {
            for argument in body.attributes() {
                let expr = Expr::Hcl(argument.expr().clone());
                found.join(self.names_in(&expr, at, &mut Seen::new()));
            }
            open.extend(body.blocks().map(|block| &block.body));
        }
        found
    }

    /// What an output of the root module names.
    pub fn mentioned_by_output(&self, name: &str) -> Mentions {
        let module = self.planned.as_deref().unwrap_or(&self.root);
        let expr = module.outputs.get(name);
        expr.map(|expr| self.names_in(expr, At::new(&[], None), &mut Seen::new()))
            .unwrap_or_default()
    }

    /// What an input variable of a module has its value from; in the root, that is
    /// itself.
    pub fn given_to(&self, module: &str, name: &str) -> Mentions {
        let steps = super::json::steps(module);
        let reference = format!("var.{name}");
        self.follow(&reference, At::new(&steps, None), &mut Seen::new())
    }

    /// The input variables of the root that an input variable of a module has its
    /// value from: itself if the module is the root.
    pub fn given_by(&self, module: &str, name: &str) -> Vec<String> {
        let addresses = self.given_to(module, name).addresses.into_iter();
        addresses
            .filter(|address| address.starts_with("var."))
            .collect()
    }

    /// What a reference such as `module.a.b` leads to.
    fn follow(&self, name: &str, at: At<'_>, seen: &mut Seen) -> Mentions {
        let mut found = Mentions::default();
        let module = address(at.module, "", None);
        if !seen.insert((module, name.to_owned())) {
            return found;
        }
        if seen.len() > FOLLOWED {
            found.open = true;
            found.cut = true;
            return found;
        }
        let parts: Vec<&str> = name.split(['.', '[']).collect();
        let inner = At::new(at.module, None);
        let of_module = self.module(at.module);
        match parts.as_slice() {
            ["var", name, ..] => match at.module.split_last() {
                None => {
                    found.addresses.insert(format!("var.{name}"));
                    match self.variables.get(*name) {
                        Some(value) if !value.is_unclear() => found.add_term(value),
                        _ => found.open = true,
                    }
                }
                Some((_, before)) => {
                    let call = self.call(at.module);
                    let call = call.and_then(|call| call.arguments.attributes.get(*name));
                    let before = At::new(before, None);
                    match call {
                        Some(expr) => {
                            found.join(self.names_in(expr, before, seen));
                            // What `each` is in its arguments.
                            let each = self.call(at.module);
                            let each =
                                each.and_then(|call| call.arguments.attributes.get("for_each"));
                            if let Some(each) = each {
                                found.join(self.names_in(each, before, seen));
                            }
                        }
                        None => match of_module
                            .and_then(|module| module.variables.get(*name)?.default.as_ref())
                        {
                            Some(default) => found.join(self.names_in(default, inner, seen)),
                            _ => found.open = true,
                        },
                    }
                }
            },
            ["local", name, ..] => match of_module.and_then(|module| module.locals.get(*name)) {
                Some(expr) => found.join(self.names_in(expr, inner, seen)),
                // A plan does not say what its local values are.
                None => {
                    let local = format!("local.{name}");
                    found.addresses.insert(address(at.module, &local, None));
                    found.open = true;
                }
            },
            ["module", name, rest @ ..] => {
                let call = format!("module.{name}");
                found.addresses.insert(address(at.module, &call, None));
                let mut steps = at.module.to_vec();
                steps.push(Step {
                    name: (*name).to_owned(),
                    key: None,
                });
                match self.module(&steps) {
                    Some(module) => found.join(self.through_output(module, &steps, rest, seen)),
                    None => found.open = true,
                }
            }
            ["data", kind, name, ..] => {
                let local = format!("data.{kind}.{name}");
                found.addresses.insert(address(at.module, &local, None));
            }
            ["path", ..] => {}
            ["each" | "count" | "self", ..] => found.open = true,
            ["terraform", ..] => found.open = true,
            [kind, local, ..] => {
                // Anything else is the iterator of a dynamic block, whose items
                // are mentioned as well.
                let local = format!("{kind}.{local}");
                if of_module.is_some_and(|module| module.resources.contains_key(&local)) {
                    let at = address(at.module, &local, None);
                    let plain = without_keys(name);
                    let attribute = plain.split('.').nth(2).unwrap_or_default();
                    found.attributes.insert((at.clone(), attribute.to_owned()));
                    found.addresses.insert(at);
                }
            }
            _ => found.open = true,
        }
        found
    }

    /// What an output of a module names; all of them where it is not clear which.
    fn through_output(
        &self,
        module: &Module,
        steps: &[Step],
        rest: &[&str],
        seen: &mut Seen,
    ) -> Mentions {
        let at = At::new(steps, None);
        let one = rest.iter().find_map(|name| module.outputs.get(*name));
        let mut found = Mentions::default();
        match one {
            Some(expr) => found.join(self.names_in(expr, at, seen)),
            None => {
                for expr in module.outputs.values() {
                    found.join(self.names_in(expr, at, seen));
                }
            }
        }
        found
    }
}

/// Whether every text in a value is known, or starts with an attribute of a
/// resource, which then says what it names.
fn is_rooted(term: &Term) -> bool {
    match term {
        Term::Null | Term::Bool(_) | Term::Number(_) => true,
        Term::Text(pieces) => {
            let target = Piece::Literal("integrations/".to_owned());
            let pieces = pieces.strip_prefix(&[target]).unwrap_or(pieces);
            term.as_text().is_some() || matches!(pieces.first(), Some(Piece::Of(_)))
        }
        Term::List(items) => items.iter().all(is_rooted),
        Term::Map(entries) => entries.values().all(is_rooted),
        Term::Unknown(_) => false,
    }
}

/// Every argument in a block, at whatever depth, with its name or that of the
/// outermost block that it is in.
fn all(block: &Block) -> Vec<(&str, &Expr)> {
    let mut found: Vec<(&str, &Expr)> = Vec::new();
    for (name, expr) in &block.attributes {
        found.push((name, expr));
    }
    let dynamic = block.dynamic.iter();
    let dynamic = dynamic.flat_map(|(name, dynamic)| {
        let inner = all(&dynamic.content).into_iter();
        let inner = inner.map(|(_, expr)| expr).chain([&dynamic.each]);
        inner.map(move |expr| (name.as_str(), expr))
    });
    let blocks = block.blocks.iter();
    let blocks = blocks.flat_map(|(name, blocks)| {
        let inner = blocks.iter().flat_map(all);
        inner.map(move |(_, expr)| (name.as_str(), expr))
    });
    found.extend(dynamic);
    found.extend(blocks);
    found
}
