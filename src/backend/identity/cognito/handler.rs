//! The pre token generation trigger: code that maps groups to scopes.

use crate::arena::Id;
use crate::model::{Model, Piece, Scope, TokenKind};
use crate::template;
use serde::Serialize;

#[derive(Serialize)]
struct Context {
    blueprint: String,
    token: &'static str,
    /// JavaScript template literal that formats a scope.
    spelling: String,
    per_client: bool,
    /// Whether users may manage their own accounts with their access token.
    self_service: bool,
    /// JSON of all scopes.
    scopes: String,
    groups: Vec<GroupContext>,
    /// Scopes that represent combinations.
    combined: Vec<CombinedContext>,
}

#[derive(Serialize)]
struct CombinedContext {
    /// JSON of the scope.
    scope: String,
    /// JSON of the scopes that it combines.
    parts: String,
}

#[derive(Serialize)]
struct GroupContext {
    /// JSON of the group's name.
    name: String,
    /// JSON of its scopes.
    scopes: String,
}

/// The source of the token handler; `None` without a user pool.
pub fn token_handler(model: &Model) -> Option<String> {
    let identity = model.identity.as_ref()?;
    if !identity.has_handler() {
        return None;
    }
    let spelling = identity
        .scope_format
        .pieces
        .iter()
        .map(|piece| match piece {
            Piece::Literal(text) => template_literal(text),
            Piece::Scope => "${scope}".to_owned(),
            Piece::ClientId => "${clientId}".to_owned(),
        });
    let scope_names = |scopes: &mut dyn Iterator<Item = Id<Scope>>| {
        let names = scopes.map(|scope| json(&model.scopes[scope].name));
        format!("[{}]", names.collect::<Vec<_>>().join(", "))
    };
    let context = Context {
        blueprint: model.name.value.clone(),
        token: match identity.token.value {
            TokenKind::Access => "access",
            TokenKind::Id => "id",
        },
        spelling: spelling.collect(),
        per_client: identity.scope_format.per_client(),
        self_service: identity.pool.self_service(),
        scopes: scope_names(&mut model.scopes.ids()),
        groups: model
            .groups
            .iter()
            .filter(|group| !group.scopes.is_empty())
            .map(|group| GroupContext {
                name: json(&group.name.value),
                scopes: scope_names(&mut group.scopes.iter().copied()),
            })
            .collect(),
        combined: model
            .scopes
            .iter()
            .filter(|scope| !scope.parts.is_empty())
            .map(|scope| CombinedContext {
                scope: json(&scope.name),
                parts: scope_names(&mut scope.parts.iter().copied()),
            })
            .collect(),
    };
    Some(template::render(template::TOKEN_HANDLER, &context))
}

/// A string as JSON, which is also valid JavaScript.
fn json(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Text in a template literal; scopes consist of printable ASCII characters.
fn template_literal(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('`', "\\`")
        .replace('$', "\\$")
}
