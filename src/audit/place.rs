//! Which line of the blueprint decides about a resource.

use super::Both;
use crate::backend;
use crate::evidence::is_about_tokens;
use crate::source::Span;

/// The place in the blueprint that a resource of its output comes from.
pub(super) fn place(both: &Both<'_>, address: &str) -> Span {
    let model = &both.checked.model;
    let text = |argument: &str| {
        let value = both.expected.value(address, argument);
        value.as_text().map(str::to_owned)
    };
    if let Some(key) = text("route_key") {
        let route = model.routes.iter().find(|route| route.text.value == key);
        if let Some(route) = route {
            return route.text.span;
        }
    }
    let client = model
        .clients
        .iter()
        .find(|client| backend::client_address(model, &client.name).as_deref() == Some(address));
    if let Some(client) = client {
        return client.name.span;
    }
    if let Some(name) = text("username")
        && let Some(user) = model.users.iter().find(|user| user.name.value == name)
    {
        return user.name.span;
    }
    let kind = both.expected.kind(address).unwrap_or_default();
    if let Some(name) = text("name").filter(|_| kind.ends_with("_group"))
        && let Some(group) = model.groups.iter().find(|group| group.name.value == name)
    {
        return group.name.span;
    }
    let function = model.functions.iter().find(|function| {
        let module = backend::module_name(function);
        let named = text("function_name");
        address.starts_with(&format!("module.{module}."))
            || (named.is_some()
                && (named == function.existing.as_ref().map(|arn| arn.to_string())
                    || named.as_deref() == Some(&function.name.value)))
    });
    match (function, &model.identity) {
        (Some(function), _) => function.name.span,
        (None, Some(identity)) if is_about_tokens(kind) => identity.token.span,
        (None, _) => model.name.span,
    }
}
