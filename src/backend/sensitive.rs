//! Outputs that hang on sensitive input variables: Terraform refuses a plan in
//! which such an output does not say so.

use crate::model::Model;
use crate::terraform::{Entry, Expression, File, Graph};
use std::collections::BTreeSet;

/// Marks every such output. A value that an argument is given is sensitive in
/// the resource as well; what AWS makes up is not.
pub fn lower(model: &Model, graph: &mut Graph) {
    let variables = model.variables.iter();
    let mut marked: BTreeSet<String> = variables
        .filter(|(_, variable)| variable.sensitive)
        .map(|(name, _)| format!("var.{name}"))
        .collect();
    if marked.is_empty() {
        return;
    }
    loop {
        let before = marked.len();
        for (_, blocks) in graph.files() {
            for block in blocks {
                if let Some(address) = block.address() {
                    mark(&address, &block.body, &mut marked);
                }
            }
        }
        if marked.len() == before {
            break;
        }
    }
    graph.update(File::Outputs, |block| {
        let hangs = |entry: &Entry| match entry {
            Entry::Attribute { value, .. } => mentions(value, &marked),
            Entry::Block(_) | Entry::Gap => false,
        };
        let says =
            |entry: &Entry| matches!(entry, Entry::Attribute { name, .. } if name == "sensitive");
        match block.body.iter().any(hangs) && !block.body.iter().any(says) {
            true => block.attr("sensitive", true),
            false => block,
        }
    });
}

fn mark(address: &str, body: &[Entry], marked: &mut BTreeSet<String>) {
    for entry in body {
        match entry {
            Entry::Attribute { name, value, .. } => {
                if mentions(value, marked) {
                    marked.insert(format!("{address}.{name}"));
                }
            }
            Entry::Block(block) => {
                mark(&format!("{address}.{}", block.kind), &block.body, marked);
            }
            Entry::Gap => {}
        }
    }
}

/// Whether an expression refers to one of these.
fn mentions(value: &Expression, marked: &BTreeSet<String>) -> bool {
    let text = value.to_string();
    let name = |c: char| c.is_alphanumeric() || "_-.".contains(c);
    text.split(|c| !name(c)).any(|word| marked.contains(word))
}
