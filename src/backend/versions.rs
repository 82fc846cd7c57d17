//! Versions that the output asks for.

use crate::model::Model;
use crate::terraform::expr::{object, text};
use crate::terraform::{Block, File, Graph};

/// Adds the `terraform` block. There is no `provider` block, so that the
/// output can be a root module or a child.
pub fn lower(model: &Model, graph: &mut Graph) {
    let aws = object([
        ("source", text("hashicorp/aws")),
        ("version", text(model.provider.text.as_str())),
    ]);
    graph.push(
        File::Versions,
        Block::new("terraform")
            .attr("required_version", text(">= 1.5"))
            .block(Block::new("required_providers").attr("aws", aws)),
    );
}
