//! Evaluates expressions as far as their values are known.

use super::module::{Dynamic, Expr, Found};
use super::references::{parse, traversals};
use super::seen::{Seen, look};
use super::{Evidence, Piece, Reference, Step, Term, address};
use hcl::Expression;
use hcl::expr::{BinaryOperator, Conditional, FuncCall, ObjectKey, Operation, TemplateExpr};
use hcl::expr::{Traversal, TraversalOperator, UnaryOperator};
use hcl::template::{Element, Template};
use std::collections::{BTreeMap, BTreeSet};

/// How deep references may lead to others; anything deeper is a cycle.
const DEPTH: usize = 40;

/// The context of an expression.
#[derive(Clone, Copy)]
pub struct At<'a> {
    /// The module.
    pub module: &'a [Step],
    /// `count.index` or `each.key` there.
    pub key: Option<&'a Term>,
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
                    let Piece::Of(Reference { address, attribute }) = piece else {
                        settled.push(piece.clone());
                        continue;
                    };
                    let found = self.export(&format!("{prefix}{address}"), attribute);
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
                let settled = references.iter().map(|reference| Reference {
                    address: format!("{prefix}{}", reference.address),
                    attribute: reference.attribute.clone(),
                });
                Term::Unknown(settled.collect())
            }
            known => known.clone(),
        }
    }

    /// The value of an expression of the root module.
    pub fn evaluate(&self, expression: &Expression) -> Term {
        let root = At {
            module: &[],
            key: None,
        };
        self.expression(expression, root, 0)
    }

    fn exported(&self, address: &str, attribute: &str, depth: usize) -> Term {
        self.attribute(address, attribute, depth)
            .unwrap_or_else(|| Term::of(address, attribute))
    }

    fn attribute(&self, address: &str, path: &str, depth: usize) -> Option<Term> {
        let resource = self.resources.get(address)?;
        if depth > DEPTH {
            return Some(Term::unknown());
        }
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
        let at = At {
            module: &resource.module,
            key: resource.key.as_ref(),
        };
        match block.map_or(Found::Absent, |block| block.find(path)) {
            Found::Expr(expr) => Some(self.expr(expr, at, depth + 1)),
            Found::Inside => Some(Term::unknown()),
            Found::Dynamic(dynamic, rest) => self.made(dynamic, &rest, at, depth + 1),
            Found::Absent => resource.values.as_ref().map(|_| Term::of(address, path)),
        }
    }

    /// The content of the first of a set of dynamic blocks.
    fn made(&self, dynamic: &Dynamic, rest: &str, at: At<'_>, depth: usize) -> Option<Term> {
        match self.expr(&dynamic.each, at, depth) {
            Term::List(items) if items.is_empty() => None,
            Term::List(_) => match dynamic.content.find(rest.strip_prefix("0.")?) {
                // The iterator has the name of the block.
                Found::Expr(expr) if expr.names(&dynamic.name) => Some(Term::unknown()),
                Found::Expr(expr) => Some(self.expr(expr, at, depth)),
                Found::Absent => None,
                Found::Dynamic(..) | Found::Inside => Some(Term::unknown()),
            },
            _ => Some(Term::unknown()),
        }
    }

    /// The value of an input variable of a module.
    pub(super) fn input(&self, module: &[Step], name: &str, depth: usize) -> Term {
        if depth > DEPTH {
            return Term::unknown();
        }
        let given = match module.split_last() {
            None => self.variables.get(name).cloned(),
            Some((last, before)) => self.call(module).and_then(|call| {
                let at = At {
                    module: before,
                    key: last.key.as_ref(),
                };
                let argument = call.arguments.attributes.get(name)?;
                Some(self.expr(argument, at, depth + 1))
            }),
        };
        given.unwrap_or_else(|| {
            let variables = self.module(module).map(|module| &module.variables);
            let default = variables.and_then(|variables| variables.get(name)?.as_ref());
            let at = At { module, key: None };
            match default {
                // Whoever runs Terraform may give another value.
                _ if module.is_empty() => match self.symbolic {
                    true => Term::of("var", name),
                    false => Term::unknown(),
                },
                Some(default) => self.expr(default, at, depth + 1),
                None => Term::unknown(),
            }
        })
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

    pub(super) fn expression(&self, expression: &Expression, at: At<'_>, depth: usize) -> Term {
        if depth > DEPTH {
            return Term::unknown();
        }
        let inner = |expression| self.expression(expression, at, depth + 1);
        match expression {
            Expression::Null => Term::Null,
            Expression::Bool(flag) => Term::Bool(*flag),
            Expression::Number(number) => Term::Number(number.to_string()),
            Expression::String(text) => Term::text(text),
            Expression::Array(items) => Term::List(items.iter().map(inner).collect()),
            Expression::Object(entries) => {
                let mut map = BTreeMap::new();
                for (key, value) in entries {
                    let key = match key {
                        ObjectKey::Identifier(name) => Some(name.to_string()),
                        ObjectKey::Expression(key) => inner(key).as_text().map(str::to_owned),
                        _ => None,
                    };
                    match key {
                        Some(key) => map.insert(key, inner(value)),
                        None => return self.blur(expression, at, depth),
                    };
                }
                Term::Map(map)
            }
            Expression::TemplateExpr(template) => self.template(template, at, depth),
            Expression::Traversal(traversal) => self.traversal(traversal, at, depth),
            Expression::Parenthesis(expression) => inner(expression),
            Expression::Conditional(conditional) => {
                let Conditional {
                    cond_expr,
                    true_expr,
                    false_expr,
                } = conditional.as_ref();
                match inner(cond_expr) {
                    Term::Bool(true) => inner(true_expr),
                    Term::Bool(false) => inner(false_expr),
                    _ => self.blur(expression, at, depth),
                }
            }
            Expression::FuncCall(call) => self
                .call_of(call, at, depth)
                .unwrap_or_else(|| self.blur(expression, at, depth)),
            Expression::Operation(operation) => {
                let result = match operation.as_ref() {
                    Operation::Unary(unary) => match (unary.operator, inner(&unary.expr)) {
                        (UnaryOperator::Not, Term::Bool(flag)) => Some(!flag),
                        _ => None,
                    },
                    Operation::Binary(binary) => {
                        let (left, right) = (inner(&binary.lhs_expr), inner(&binary.rhs_expr));
                        let known = left.references().is_empty() && right.references().is_empty();
                        match (binary.operator, &left, &right) {
                            (BinaryOperator::Eq, ..) if known => left.same(&right),
                            (BinaryOperator::NotEq, ..) if known => {
                                left.same(&right).map(|same| !same)
                            }
                            (BinaryOperator::And, Term::Bool(a), Term::Bool(b)) => Some(*a && *b),
                            (BinaryOperator::Or, Term::Bool(a), Term::Bool(b)) => Some(*a || *b),
                            _ => None,
                        }
                    }
                };
                result.map_or_else(|| self.blur(expression, at, depth), Term::Bool)
            }
            _ => self.blur(expression, at, depth),
        }
    }

    fn template(&self, template: &TemplateExpr, at: At<'_>, depth: usize) -> Term {
        let Ok(template) = Template::from_expr(template) else {
            return Term::unknown();
        };
        let elements = template.elements();
        if let [Element::Interpolation(only)] = elements {
            return self.expression(&only.expr, at, depth + 1);
        }
        let (mut pieces, mut seen, mut clear) = (Vec::new(), BTreeSet::new(), true);
        for element in elements {
            match element {
                Element::Literal(text) => {
                    pieces.extend(Term::text(text).into_pieces().unwrap_or_default())
                }
                Element::Interpolation(inner) => {
                    let term = self.expression(&inner.expr, at, depth + 1);
                    seen.extend(term.references().into_iter().cloned());
                    match term.into_pieces() {
                        Some(inner) => pieces.extend(inner),
                        None => clear = false,
                    }
                }
                Element::Directive(_) => clear = false,
            }
        }
        match clear {
            true => Term::joined(pieces),
            false => Term::Unknown(seen),
        }
    }

    /// Functions with a known result; `None` for others.
    fn call_of(&self, call: &FuncCall, at: At<'_>, depth: usize) -> Option<Term> {
        if call.name.is_namespaced() || call.expand_final {
            return None;
        }
        let mut args: Vec<Term> = call
            .args
            .iter()
            .map(|arg| self.expression(arg, at, depth + 1))
            .collect();
        match (call.name.name.as_str(), args.as_mut_slice()) {
            ("toset" | "tolist" | "tostring" | "tomap" | "nonsensitive" | "sensitive", [only]) => {
                Some(only.clone())
            }
            ("sort" | "distinct", [Term::List(items)]) => {
                items.sort();
                items.dedup();
                Some(Term::List(items.clone()))
            }
            ("concat", lists) => {
                let lists = lists.iter().map(|list| match list {
                    Term::List(items) => Some(items.clone()),
                    _ => None,
                });
                Some(Term::List(lists.collect::<Option<Vec<_>>>()?.concat()))
            }
            ("length", [Term::List(items)]) => Some(Term::Number(items.len().to_string())),
            ("length", [Term::Map(entries)]) => Some(Term::Number(entries.len().to_string())),
            ("coalesce", terms) => {
                let first = terms.iter().find(|term| **term != Term::Null)?;
                (!first.is_unclear()).then(|| first.clone())
            }
            ("trimsuffix", [text, suffix]) => {
                let (text, suffix) = (text.as_text()?, suffix.as_text()?);
                Some(Term::text(text.strip_suffix(suffix).unwrap_or(text)))
            }
            ("split", [separator, text]) => {
                let parts = text.as_text()?.split(separator.as_text()?);
                Some(Term::List(parts.map(Term::text).collect()))
            }
            ("join", [separator, Term::List(items)]) => {
                let separator = separator.as_text()?.to_owned();
                let items: Option<Vec<&str>> = items.iter().map(Term::as_text).collect();
                Some(Term::text(items?.join(&separator)))
            }
            ("slice", [Term::List(items), from, to]) => {
                let (from, to) = (from.as_index()?, to.as_index()?);
                items.get(from..to).map(|items| Term::List(items.to_vec()))
            }
            ("one", [Term::List(items)]) => match items.as_slice() {
                [] => Some(Term::Null),
                [only] => Some(only.clone()),
                _ => None,
            },
            ("lower", [text]) => Some(Term::text(text.as_text()?.to_lowercase())),
            ("filebase64sha256", [path]) => {
                let bytes = self.folder?.read(path.as_text()?.as_ref()).ok()?;
                Some(Term::text(super::function::hash(&bytes)))
            }
            _ => None,
        }
    }

    /// Only what an expression depends on.
    fn blur(&self, expression: &Expression, at: At<'_>, depth: usize) -> Term {
        let mut found = BTreeSet::new();
        for traversal in traversals(expression) {
            let term = self.traversal(&traversal, at, depth + 1);
            found.extend(term.references().into_iter().cloned());
        }
        Term::Unknown(found)
    }

    fn traversal(&self, traversal: &Traversal, at: At<'_>, depth: usize) -> Term {
        let mut steps = Vec::new();
        for operator in &traversal.operators {
            match operator {
                TraversalOperator::GetAttr(name) => steps.push(Down::Name(name.to_string())),
                TraversalOperator::Index(index) => {
                    steps.push(Down::Index(self.expression(index, at, depth + 1)));
                }
                TraversalOperator::LegacyIndex(index) => {
                    steps.push(Down::Index(Term::Number(index.to_string())));
                }
                _ => return Term::unknown(),
            }
        }
        let found = match &traversal.expr {
            Expression::Variable(root) => self.resolve(root.as_str(), &steps, at, depth),
            other => into(self.expression(other, at, depth + 1), &steps),
        };
        found.unwrap_or_else(Term::unknown)
    }

    fn resolve(&self, root: &str, steps: &[Down], at: At<'_>, depth: usize) -> Option<Term> {
        let (first, rest) = steps.split_first()?;
        let name = first.text()?;
        match root {
            "path" => match name {
                "module" => {
                    let path = self.module(at.module)?.path.as_ref()?;
                    Some(Term::text(path))
                }
                _ => Some(Term::text(".")),
            },
            "var" => into(self.input(at.module, name, depth + 1), rest),
            "local" => {
                let local = self.module(at.module)?.locals.get(name)?;
                into(self.expr(local, at, depth + 1), rest)
            }
            "each" if name == "key" => at.key.cloned(),
            "count" if name == "index" => at.key.cloned(),
            "each" | "count" | "terraform" | "self" => None,
            "module" => {
                let (key, rest) = keyed(rest);
                let (output, rest) = rest.split_first()?;
                let mut steps = at.module.to_vec();
                let name = name.to_owned();
                steps.push(Step { name, key });
                let output = self.module(&steps)?.outputs.get(output.text()?)?;
                let inside = At {
                    module: &steps,
                    key: None,
                };
                into(self.expr(output, inside, depth + 1), rest)
            }
            "data" => {
                let (second, rest) = rest.split_first()?;
                let local = format!("data.{name}.{}", second.text()?);
                self.member(&local, rest, at, depth)
            }
            kind => self.member(&format!("{kind}.{name}"), rest, at, depth),
        }
    }

    /// An attribute of a resource of the same module.
    fn member(&self, local: &str, rest: &[Down], at: At<'_>, depth: usize) -> Option<Term> {
        let (key, rest) = keyed(rest);
        let path: Option<Vec<&str>> = rest.iter().map(Down::text).collect();
        let address = address(at.module, local, key.as_ref());
        Some(self.exported(&address, &path?.join("."), depth + 1))
    }
}

/// A step of a traversal.
enum Down {
    /// `.name`
    Name(String),
    /// `[index]`
    Index(Term),
}

impl Down {
    fn text(&self) -> Option<&str> {
        match self {
            Down::Name(name) | Down::Index(Term::Number(name)) => Some(name),
            Down::Index(index) => index.as_text(),
        }
    }
}

/// A key, if one comes first.
fn keyed(steps: &[Down]) -> (Option<Term>, &[Down]) {
    match steps.split_first() {
        Some((Down::Index(key), rest)) => (Some(key.clone()), rest),
        _ => (None, steps),
    }
}

/// The value at a path in a value.
fn into(term: Term, path: &[Down]) -> Option<Term> {
    path.iter().try_fold(term, |term, step| match term {
        Term::Map(mut entries) => entries.remove(step.text()?),
        Term::List(items) => items.get(step.text()?.parse::<usize>().ok()?).cloned(),
        other => Some(other.blurred()),
    })
}
