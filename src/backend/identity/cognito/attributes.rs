//! The attributes that app clients may read and write.
//!
//! Both lists are always written. Without one, or with an empty one, Cognito
//! lets a client write every mutable attribute, custom ones included, so that
//! every person could set their own. See
//! <https://github.com/aws/aws-cdk/issues/7607> and
//! <https://github.com/aws/aws-cdk/issues/21835>.

use crate::model::{Identity, Model, STANDARD_ATTRIBUTES, VERIFIED_ATTRIBUTES};
use crate::terraform::expr::texts;
use crate::terraform::{Block, Expression, File, Graph};
use std::collections::BTreeSet;

/// The lists as a client refers to them.
pub(super) const READ: &str = "local.readable_attributes";
pub(super) const WRITE: &str = "local.writable_attributes";

/// Adds both lists, once for all app clients.
pub(super) fn lower(model: &Model, graph: &mut Graph) {
    if model.clients.is_empty() {
        return;
    }
    let name = |reference: &'static str| reference.trim_start_matches("local.");
    graph.push(
        File::Identity,
        Block::new("locals")
            .attr(name(READ), readable(model))
            .attr(name(WRITE), writable(model))
            .comment("What app clients may read and write. Without these lists, Cognito would let every user write their own custom attributes."),
    );
}

/// What clients may read: everything that the blueprint knows of.
fn readable(model: &Model) -> Expression {
    let attributes = identities(model).flat_map(|identity| &identity.pool.attributes);
    let custom = attributes.map(|(name, _)| custom(name));
    list(
        VERIFIED_ATTRIBUTES
            .iter()
            .map(|name| (*name).to_owned())
            .chain(custom),
    )
}

/// What clients may write: the standard attributes, as Cognito allows by default,
/// custom ones that users may set, and what identity providers map, since the
/// client writes it at every sign-in.
fn writable(model: &Model) -> Expression {
    let settings = identities(model).map(|identity| &identity.pool);
    let attributes = settings.clone().flat_map(|pool| &pool.attributes);
    let open = attributes.filter(|(_, attribute)| attribute.is_writable());
    let providers = settings.flat_map(|pool| &pool.providers);
    let mapped = providers.flat_map(|(_, provider)| &provider.mapping);
    let mapped = mapped.filter(|(target, _)| target.starts_with("custom:"));
    list(
        open.map(|(name, _)| custom(name))
            .chain(mapped.map(|(target, _)| target.value.clone())),
    )
}

fn identities(model: &Model) -> impl Iterator<Item = &Identity> + Clone {
    model.identity.iter()
}

fn custom(name: &str) -> String {
    format!("custom:{name}")
}

/// The standard attributes and these, sorted, each once.
fn list(more: impl Iterator<Item = String>) -> Expression {
    let standard = STANDARD_ATTRIBUTES.iter().map(|name| (*name).to_owned());
    texts(standard.chain(more).collect::<BTreeSet<String>>())
}
