//! Outputs that depend on sensitive input variables: Terraform rejects a plan in
//! which such an output is not marked as sensitive.

use crate::model::Model;
use crate::terraform::{Entry, Expression, File, Graph};
use std::collections::BTreeSet;

/// Marks every such output. A sensitive argument makes that attribute of the
/// resource sensitive too; computed attributes are not.
pub(super) fn lower(model: &Model, graph: &mut Graph) {
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
        let depends = |entry: &Entry| match entry {
            Entry::Attribute { value, .. } => mentions(value, &marked),
            Entry::Block(_) | Entry::Gap => false,
        };
        let is_marked =
            |entry: &Entry| matches!(entry, Entry::Attribute { name, .. } if name == "sensitive");
        match block.body.iter().any(depends) && !block.body.iter().any(is_marked) {
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
