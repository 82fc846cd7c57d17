//! The generated Terraform: blocks with typed expressions, collected into files.
//!
//! Backends add blocks to a [`Graph`]; [`mod@print`] turns it into text that
//! `terraform fmt` would not change.

pub mod address;
pub mod expr;
pub mod print;

pub use hcl::Expression;

use crate::text::invisible;
use std::collections::{BTreeMap, BTreeSet};

/// The files of a module, by concern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum File {
    /// Terraform and provider versions.
    Versions,
    /// Input variables.
    Variables,
    /// The user pool, its app clients, groups and users.
    Identity,
    /// Lambda functions.
    Functions,
    /// The API, its authorizers and its stage.
    Api,
    /// Routes.
    Routes,
    /// Alarms.
    Alarms,
    /// `moved` blocks.
    Moved,
    /// Output values.
    Outputs,
    /// The access matrix as a `terraform test`.
    AccessTest,
}

impl File {
    /// Path within the module.
    pub fn path(self) -> &'static str {
        match self {
            File::Versions => "versions.tf",
            File::Variables => "variables.tf",
            File::Identity => "identity.tf",
            File::Functions => "functions.tf",
            File::Api => "api.tf",
            File::Routes => "routes.tf",
            File::Alarms => "alarms.tf",
            File::Moved => "moved.tf",
            File::Outputs => "outputs.tf",
            File::AccessTest => "tests/access.tftest.hcl",
        }
    }
}

/// All blocks of a module.
#[derive(Debug, Default)]
pub struct Graph {
    files: BTreeMap<File, Vec<Block>>,
}

impl Graph {
    /// Adds a block to the end of a file.
    pub fn push(&mut self, file: File, block: Block) {
        self.files.entry(file).or_default().push(block);
    }

    /// Adds a data source `current` of this type, unless there is one already.
    pub fn data(&mut self, file: File, kind: &str) {
        if !self.has_data(kind) {
            self.push(file, Block::new("data").label(kind).label("current"));
        }
    }

    /// Addresses of all resources and module calls.
    pub fn addresses(&self) -> BTreeSet<String> {
        let blocks = self.files.values().flatten();
        blocks.filter_map(Block::address).collect()
    }

    /// Changes every block of a file.
    pub fn update(&mut self, file: File, change: impl FnMut(Block) -> Block) {
        if let Some(blocks) = self.files.get_mut(&file) {
            *blocks = std::mem::take(blocks).into_iter().map(change).collect();
        }
    }

    /// Whether the module has a data source of this type.
    pub fn has_data(&self, kind: &str) -> bool {
        let mut blocks = self.files.values().flatten();
        blocks.any(|block| block.kind == "data" && block.labels.first().is_some_and(|l| l == kind))
    }

    /// Whether there is an input variable of this name.
    pub fn has_variable(&self, name: &str) -> bool {
        let mut blocks = self.files.get(&File::Variables).into_iter().flatten();
        blocks.any(|block| block.labels.first().is_some_and(|label| label == name))
    }

    /// The files that have blocks, in a fixed order.
    pub fn files(&self) -> impl Iterator<Item = (File, &[Block])> {
        self.files
            .iter()
            .map(|(file, blocks)| (*file, blocks.as_slice()))
    }
}

/// A block: a resource, a variable, or a block within one.
#[derive(Debug, Clone)]
pub struct Block {
    /// Lines of the comment above it.
    pub comment: Vec<String>,
    /// `resource`, `module`, or the name of a nested block.
    pub kind: String,
    /// Labels, printed in quotes.
    pub labels: Vec<String>,
    /// The contents between the braces.
    pub body: Vec<Entry>,
}

/// A line or block in a body.
#[derive(Debug, Clone)]
pub enum Entry {
    /// `name = value`.
    Attribute {
        /// Lines of the comment above it.
        comment: Vec<String>,
        /// The argument's name.
        name: String,
        /// Its value.
        value: Expression,
    },
    /// A nested block.
    Block(Block),
    /// An empty line between arguments.
    Gap,
}

impl Block {
    /// The address of a resource or module call.
    pub fn address(&self) -> Option<String> {
        match self.kind.as_str() {
            "resource" => Some(self.labels.join(".")),
            "module" => Some(format!("module.{}", self.labels.join("."))),
            _ => None,
        }
    }

    /// A block without labels.
    pub fn new(kind: impl Into<String>) -> Block {
        Block {
            comment: Vec::new(),
            kind: kind.into(),
            labels: Vec::new(),
            body: Vec::new(),
        }
    }

    /// A managed resource.
    pub fn resource(kind: &str, name: impl Into<String>) -> Block {
        Block::new("resource").label(kind).label(name)
    }

    /// Adds a label.
    pub fn label(mut self, label: impl Into<String>) -> Block {
        self.labels.push(label.into());
        self
    }

    /// Adds a line to the comment above the block. Invisible characters, including
    /// line breaks, become spaces, so that a comment cannot leave its line.
    pub fn comment(mut self, text: impl AsRef<str>) -> Block {
        self.comment.push(one_line(text.as_ref()));
        self
    }

    /// Adds an argument.
    pub fn attr(mut self, name: impl Into<String>, value: impl Into<Expression>) -> Block {
        self.body.push(Entry::Attribute {
            comment: Vec::new(),
            name: name.into(),
            value: value.into(),
        });
        self
    }

    /// Adds an argument with a comment above it.
    pub fn attr_with_comment(
        mut self,
        comment: impl AsRef<str>,
        name: impl Into<String>,
        value: impl Into<Expression>,
    ) -> Block {
        self.body.push(Entry::Attribute {
            comment: vec![one_line(comment.as_ref())],
            name: name.into(),
            value: value.into(),
        });
        self
    }

    /// Adds an empty line between arguments.
    pub fn gap(mut self) -> Block {
        self.body.push(Entry::Gap);
        self
    }

    /// Adds an argument if there is a value.
    pub fn attr_if(self, name: &str, value: Option<impl Into<Expression>>) -> Block {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// Adds a nested block.
    pub fn block(mut self, block: Block) -> Block {
        self.body.push(Entry::Block(block));
        self
    }

    /// Makes Terraform create a replacement first, and destroy this only after
    /// whatever refers to it refers to something else. Whatever this refers to is
    /// treated the same way.
    pub fn create_before_destroy(self) -> Block {
        self.block(Block::new("lifecycle").attr("create_before_destroy", true))
    }

    /// Makes this depend on other resources, by address.
    pub fn depends_on(self, addresses: impl IntoIterator<Item = String>) -> Block {
        let addresses = addresses.into_iter().map(|address| expr::fixed(&address));
        self.gap().attr("depends_on", expr::list(addresses))
    }

    /// Adds a nested block if there is one.
    pub fn block_if(self, block: Option<Block>) -> Block {
        match block {
            Some(block) => self.block(block),
            None => self,
        }
    }
}

/// The same text on one line, without characters that cannot be seen.
pub fn one_line(text: &str) -> String {
    let plain = |c: char| if invisible(c) { ' ' } else { c };
    text.chars().map(plain).collect()
}
