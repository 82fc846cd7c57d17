//! Strings that may be left to Terraform.

use std::fmt;

/// A string of the blueprint, or one that Terraform is given when it runs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// The string itself; `${` in it means nothing.
    Literal(String),
    /// The value of the input variable of this name: `{ var = "name" }`.
    Variable(String),
}

impl Value {
    /// The string, where it is known now.
    pub fn literal(&self) -> Option<&str> {
        match self {
            Value::Literal(text) => Some(text),
            Value::Variable(_) => None,
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Literal(text) => f.write_str(text),
            Value::Variable(name) => write!(f, "var.{name}"),
        }
    }
}
