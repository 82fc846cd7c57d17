//! What the output asks of whoever runs it: versions and input variables.

use crate::model::{Model, Variable};
use crate::terraform::expr::{object, reference, text};
use crate::terraform::{Block, File, Graph};

/// Adds the `terraform` block and the variables that values refer to. There is no `provider` block, so that the
/// output can be a root module or a child.
pub fn lower(model: &Model, graph: &mut Graph) {
    let aws = object([
        ("source", text("hashicorp/aws")),
        ("version", text(model.provider.text.as_str())),
    ]);
    for (name, variable) in &model.variables {
        graph.push(File::Variables, self::variable(name, variable));
    }
    graph.push(
        File::Versions,
        Block::new("terraform")
            .attr("required_version", text(">= 1.5"))
            .block(Block::new("required_providers").attr("aws", aws)),
    );
}

fn variable(name: &str, variable: &Variable) -> Block {
    let description = match &variable.description {
        Some(description) => description.clone(),
        None => format!("Value of {{ var = \"{name}\" }} in the blueprint."),
    };
    Block::new("variable")
        .label(name)
        .attr("description", text(description))
        .attr("type", reference("string"))
        .attr("nullable", false)
        .attr_if("default", variable.default.as_ref().map(text))
        .attr_if("sensitive", variable.sensitive.then_some(true))
}
