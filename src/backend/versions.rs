//! What the output requires to run: versions and input variables.

use crate::model::{Model, Value, Variable};
use crate::terraform::expr::{call, object, reference, text};
use crate::terraform::{Block, File, Graph};

/// Adds the `terraform` block and the variables that values refer to. There is
/// no `provider` block, so the output can be a root or a child module.
pub(super) fn lower(model: &Model, graph: &mut Graph) {
    let aws = object([
        ("source", text("hashicorp/aws")),
        ("version", text(model.provider.text.as_str())),
    ]);
    for (name, variable) in &model.variables {
        let block = self::variable(name, variable);
        let is_prefix =
            matches!(model.prefix.as_deref(), Some(Value::Variable(prefix)) if prefix == name);
        graph.push(
            File::Variables,
            match is_prefix {
                true => block.block(prefix_fits(name, model.prefix_room())),
                false => block,
            },
        );
    }
    graph.push(
        File::Versions,
        Block::new("terraform")
            .attr("required_version", text(model.terraform.text.as_str()))
            .block(Block::new("required_providers").attr("aws", aws)),
    );
}

/// Validates that all names stay within their maximum length.
fn prefix_fits(name: &str, room: usize) -> Block {
    let message = format!(
        "The prefix must have 1 to {room} letters, digits, hyphens and underscores, so that no name exceeds 64 characters."
    );
    matches(name, &format!("^[a-zA-Z0-9_-]{{1,{room}}}$"), &message)
}

/// Rejects values that do not match a pattern.
fn matches(name: &str, pattern: &str, message: &str) -> Block {
    let regex = call("regex", [text(pattern), reference(&format!("var.{name}"))]);
    Block::new("validation")
        .attr("condition", call("can", [regex]))
        .attr("error_message", text(message))
}

fn variable(name: &str, variable: &Variable) -> Block {
    let description = match &variable.description {
        Some(description) => description.clone(),
        None => format!("{}.", variable.uses_in_words(name).join("; ")),
    };
    Block::new("variable")
        .label(name)
        .attr("description", text(description))
        .attr("type", reference("string"))
        .attr("nullable", false)
        .attr_if("default", variable.default.as_ref().map(text))
        .attr_if("sensitive", variable.sensitive.then_some(true))
        .block_if(variable.pattern.as_ref().map(|pattern| {
            let message = format!("The variable {name} must match {pattern}.");
            matches(name, pattern, &message)
        }))
}
