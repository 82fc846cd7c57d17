//! Every block of a module as it is written, so that two folders can be
//! compared without knowing what each argument means.

use hcl::structure::{Attribute, Structure};
use hcl::{Block, Body};
use std::collections::BTreeMap;

/// A block, or a part of a block that merges several things.
#[derive(Debug, Clone)]
pub struct Declared {
    /// Its content.
    pub body: Body,
    /// The file that it is in.
    pub file: String,
    /// A file that overrides it or declares it again.
    pub again: Option<String>,
}

/// Adds a block. `locals` and `terraform` blocks are taken apart, because
/// Terraform joins all blocks of these kinds.
pub(super) fn add(
    declared: &mut BTreeMap<String, Declared>,
    block: &Block,
    file: &str,
    overriding: bool,
) {
    for (address, body) in parts(block) {
        let again = overriding.then(|| file.to_owned());
        match declared.get_mut(&address) {
            None => {
                let file = file.to_owned();
                declared.insert(address, Declared { body, file, again });
            }
            Some(known) => known.again = Some(file.to_owned()),
        }
    }
}

fn parts(block: &Block) -> Vec<(String, Body)> {
    let labels: Vec<&str> = block.labels.iter().map(|label| label.as_str()).collect();
    let kind = block.identifier.as_str();
    let whole = |address: String| vec![(address, block.body.clone())];
    match (kind, labels.as_slice()) {
        ("resource", [kind, name]) => whole(format!("{kind}.{name}")),
        ("data", [kind, name]) => whole(format!("data.{kind}.{name}")),
        ("module", [name]) => whole(format!("module.{name}")),
        ("variable", [name]) => whole(format!("var.{name}")),
        ("output", [name]) => whole(format!("output.{name}")),
        ("locals", []) => each("local", &block.body),
        ("terraform", []) => {
            let inner = block.body.iter().flat_map(|structure| match structure {
                Structure::Block(block) if block.identifier.as_str() == "required_providers" => {
                    each("terraform.required_providers", &block.body)
                }
                structure => each("terraform", &Body::from(vec![structure.clone()])),
            });
            inner.collect()
        }
        _ => {
            // Blocks such as `moved` have no labels; their content tells them apart.
            let mut address = kind.to_owned();
            for label in labels {
                address.push_str(&format!(" \"{label}\""));
            }
            let named = ["alias", "from", "to"].into_iter().filter_map(|name| {
                let mut attributes = block.body.attributes();
                let attribute = attributes.find(|attribute| attribute.key() == name)?;
                let value = hcl::format::to_string(attribute.expr()).unwrap_or_default();
                Some(format!(" {name} = {value}"))
            });
            address.extend(named);
            whole(address)
        }
    }
}

/// Every argument and block of a body, each on its own.
fn each(prefix: &str, body: &Body) -> Vec<(String, Body)> {
    let each = body.iter().map(|structure| match structure {
        Structure::Attribute(attribute) => {
            let value = Attribute::new("value", attribute.expr().clone());
            let body = Body::from(vec![Structure::Attribute(value)]);
            (format!("{prefix}.{}", attribute.key()), body)
        }
        Structure::Block(block) => {
            let mut address = format!("{prefix}.{}", block.identifier);
            for label in &block.labels {
                address.push_str(&format!(" \"{}\"", label.as_str()));
            }
            (address, block.body.clone())
        }
    });
    each.collect()
}
