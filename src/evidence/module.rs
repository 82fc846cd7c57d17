//! How resources are configured: a module as Terraform reads it, whether from
//! HCL or from the `configuration` of a plan.

use super::Term;
use super::declared::Declared;
use super::references::traversals;
use super::types::Variable;
use hcl::Expression;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A module.
#[derive(Debug, Default, Clone)]
pub struct Module {
    /// Resources by `type.name`, data sources by `data.type.name`.
    pub resources: BTreeMap<String, Block>,
    /// Calls of other modules, by name.
    pub calls: BTreeMap<String, ModuleCall>,
    /// Output values.
    pub outputs: BTreeMap<String, Expr>,
    /// Local values.
    pub locals: BTreeMap<String, Expr>,
    /// Input variables.
    pub(super) variables: BTreeMap<String, Variable>,
    /// Its path from the folder of the root, which is `.`; `None` if unknown.
    pub path: Option<String>,
    /// Every block as it is written, by address; empty for a plan.
    pub declared: BTreeMap<String, Declared>,
    /// Why Terraform or OpenTofu may read more, or other files.
    pub doubts: Vec<String>,
}

/// A call of a module.
#[derive(Debug, Default, Clone)]
pub struct ModuleCall {
    /// Its arguments, `count` and `for_each` included.
    pub arguments: Block,
    /// The module; `None` if it was not read.
    pub module: Option<Rc<Module>>,
}

impl ModuleCall {
    /// Where its module is taken from, if that is a plain text.
    pub fn source(&self) -> Option<&str> {
        match self.arguments.attributes.get("source")? {
            Expr::Constant(term) => term.as_text(),
            Expr::Hcl(Expression::String(text)) => Some(text),
            Expr::Hcl(_) | Expr::Mentions(_) => None,
        }
    }
}

/// The content of a block.
#[derive(Debug, Default, Clone)]
pub struct Block {
    /// Arguments; `count` and `for_each` are among them.
    pub attributes: BTreeMap<String, Expr>,
    /// Blocks by name.
    pub blocks: BTreeMap<String, Vec<Block>>,
    /// Dynamic blocks, by name.
    pub dynamic: BTreeMap<String, Dynamic>,
}

/// A dynamic block.
#[derive(Debug, Clone)]
pub struct Dynamic {
    /// Its name, which is also that of its iterator.
    pub name: String,
    /// The items.
    pub each: Expr,
    /// The content.
    pub content: Block,
}

/// The value of an argument.
#[derive(Debug, Clone)]
pub enum Expr {
    /// This value.
    Constant(Term),
    /// Something that refers to these, in an unknown way.
    Mentions(Vec<String>),
    /// This expression.
    Hcl(Expression),
}

/// What is at the end of a path into a block.
pub enum Found<'a> {
    /// An expression.
    Expr(&'a Expr),
    /// It is not set.
    Absent,
    /// It is in a dynamic block, at the rest of the path.
    Dynamic(&'a Dynamic, String),
    /// It is inside a value.
    Inside,
}

impl Expr {
    /// Whether it refers to something in this.
    pub fn names(&self, root: &str) -> bool {
        match self {
            Expr::Hcl(expression) => traversals(expression).iter().any(|traversal| {
                matches!(&traversal.expr, Expression::Variable(name) if name.as_str() == root)
            }),
            Expr::Constant(_) | Expr::Mentions(_) => false,
        }
    }
}

impl Block {
    /// The paths of all arguments.
    pub fn paths(&self) -> Vec<String> {
        let own = self.attributes.keys().cloned();
        let blocks = self.blocks.iter().flat_map(|(name, blocks)| {
            blocks.iter().enumerate().flat_map(move |(index, block)| {
                let inner = block.paths().into_iter();
                inner.map(move |path| format!("{name}.{index}.{path}"))
            })
        });
        // Only the first of the blocks that one makes can be looked up.
        let dynamic = self.dynamic.iter().flat_map(|(name, dynamic)| {
            let inner = dynamic.content.paths().into_iter();
            inner.map(move |path| format!("{name}.0.{path}"))
        });
        own.chain(blocks).chain(dynamic).collect()
    }

    /// Looks up a path such as `jwt_configuration.0.issuer`.
    pub fn find(&self, path: &str) -> Found<'_> {
        let mut block = self;
        let mut steps = path.split('.');
        while let Some(step) = steps.next() {
            if let Some(dynamic) = block.dynamic.get(step) {
                let rest: Vec<&str> = steps.collect();
                return Found::Dynamic(dynamic, rest.join("."));
            }
            if let Some(expr) = block.attributes.get(step) {
                // A path into a value is not resolved here.
                return match steps.next() {
                    None => Found::Expr(expr),
                    Some(_) => Found::Inside,
                };
            }
            let index = steps.next().and_then(|index| index.parse::<usize>().ok());
            let blocks = block.blocks.get(step);
            match (blocks, index) {
                (Some(blocks), Some(index)) => match blocks.get(index) {
                    Some(inner) => block = inner,
                    None => return Found::Absent,
                },
                _ => return Found::Absent,
            }
        }
        Found::Absent
    }
}
