//! The output's README: who may call what, inputs, outputs, what is left out.

use crate::Checked;
use crate::arena::Id;
use crate::backend;
use crate::model::{self, Access, Model, Scope, TokenKind};
use crate::template;
use crate::terraform::{Block, Entry, Expression, Graph, print};
use serde::Serialize;

#[derive(Serialize)]
struct Context {
    name: String,
    provider: String,
    floor: String,
    token: Option<&'static str>,
    /// Where in the request it stands.
    place: String,
    callers: Vec<String>,
    clients_differ: bool,
    /// Whether a cell is decided when the call is made.
    depends: bool,
    /// Whether some route asks for AWS credentials.
    iam: bool,
    routes: Vec<RouteRow>,
    public: Vec<PublicRoute>,
    inputs: Vec<Value>,
    outputs: Vec<Value>,
    left_out: Vec<LeftOut>,
    /// Whether there is a test for Terraform to run.
    tested: bool,
    /// Another issuer, and what it has to do.
    issuer: Option<Issuer>,
    /// What the owner of a user pool has to do.
    trigger: Option<&'static str>,
}

/// Another issuer.
#[derive(Serialize)]
struct Issuer {
    issuer: String,
    audience: String,
    claim: String,
    setup: &'static [&'static str],
    /// Groups with the scopes that their members have to get, as spelled.
    groups: Vec<(String, String)>,
}

#[derive(Serialize)]
struct RouteRow {
    key: String,
    cells: Vec<String>,
    scopes: String,
    /// App clients whose tokens are accepted, where routes differ in them.
    clients: String,
}

#[derive(Serialize)]
struct PublicRoute {
    key: String,
    reason: String,
}

/// An input or output of the module.
#[derive(Serialize)]
struct Value {
    name: String,
    r#type: String,
    description: String,
}

#[derive(Serialize)]
struct LeftOut {
    what: String,
    since: String,
    instead: String,
}

/// The text of the README.
pub fn render(checked: &Checked, graph: &Graph) -> String {
    let model = &checked.model;
    let all: Vec<&str> = model.clients.iter().map(|c| c.name.as_str()).collect();
    let differ = model.routes.iter().any(|route| {
        matches!(route.access, Access::Token { .. }) && route.access.client_names(model) != all
    });
    let routes = model.routes.entries().map(|(id, route)| RouteRow {
        clients: code(route.access.client_names(model)),
        key: code([route.text.as_str()]),
        cells: checked
            .matrix
            .row(id)
            .iter()
            .map(|cell| cell.decision.to_string())
            .collect(),
        scopes: match &route.access {
            Access::Public { .. } => "public".into(),
            Access::Iam => "AWS credentials".into(),
            Access::Lambda { authorizer } => {
                format!(
                    "decided by {}",
                    code([model.authorizers[*authorizer].name.as_str()])
                )
            }
            Access::Foreign {
                authorizer, scopes, ..
            } => {
                let issuer = code([model.authorizers[*authorizer].name.as_str()]);
                match scopes.is_empty() {
                    true => format!("any token of {issuer}"),
                    false => {
                        let scopes = code(scopes.iter().map(String::as_str));
                        format!("{scopes} in a token of {issuer}")
                    }
                }
            }
            Access::Token { scopes, .. } if scopes.is_empty() => "any token".into(),
            Access::Token { scopes, .. } => code(
                scopes
                    .iter()
                    .map(|scope| model.scopes[*scope].name.as_str()),
            ),
        },
    });
    let public = model.routes.iter().filter_map(|route| match &route.access {
        Access::Public { reason } => Some(PublicRoute {
            key: code([route.text.as_str()]),
            reason: cell(reason),
        }),
        _ => None,
    });
    let left_out = checked
        .requirements
        .iter()
        .filter(|need| need.since > model.provider.floor)
        .map(|need| LeftOut {
            what: need.what.to_owned(),
            since: need.since.to_string(),
            instead: need.instead.to_owned(),
        });
    let context = Context {
        name: model.name.value.clone(),
        provider: model.provider.text.clone(),
        floor: model.provider.floor.to_string(),
        token: model
            .identity
            .as_ref()
            .map(|identity| match identity.token.value {
                TokenKind::Access => "access",
                TokenKind::Id => "ID",
            }),
        place: model
            .identity
            .as_ref()
            .map_or_else(String::new, |identity| place(&identity.source)),
        callers: match model.routes.is_empty() {
            true => Vec::new(),
            false => checked
                .matrix
                .principals
                .iter()
                .map(|principal| cell(&model.principal_name(*principal)))
                .collect(),
        },
        clients_differ: differ,
        depends: model
            .routes
            .iter()
            .any(|route| matches!(route.access, Access::Lambda { .. })),
        iam: model
            .routes
            .iter()
            .any(|route| matches!(route.access, Access::Iam)),
        routes: routes.collect(),
        public: public.collect(),
        inputs: values(graph, "variable"),
        outputs: values(graph, "output"),
        left_out: left_out.collect(),
        tested: !model.prevents_destroy(),
        issuer: issuer(model),
        trigger: model.identity.as_ref().and_then(|identity| {
            let existing =
                matches!(identity.issuer, model::Issuer::ExistingPool(_)) && !identity.shared;
            existing.then_some(match identity.token.value {
                TokenKind::Access => "V2_0",
                TokenKind::Id => "V1_0",
            })
        }),
    };
    template::render(template::README, &context)
}

fn issuer(model: &Model) -> Option<Issuer> {
    let identity = model.identity.as_ref()?;
    let oidc = identity.oidc()?;
    let spell = |id: &Id<Scope>| identity.scope_format.spell(&model.scopes[*id].name, "");
    let groups = model.groups.iter().map(|group| {
        let scopes: Vec<String> = group.scopes.iter().map(spell).collect();
        let scopes = match scopes.is_empty() {
            true => "none".to_owned(),
            false => code(scopes.iter().map(String::as_str)),
        };
        (code([group.name.as_str()]), scopes)
    });
    let audience: Vec<String> = oidc
        .audience
        .iter()
        .map(|entry| entry.to_string())
        .collect();
    Some(Issuer {
        issuer: code([oidc.issuer.to_string().as_str()]),
        audience: code(audience.iter().map(String::as_str)),
        claim: code([oidc.claim.as_str()]),
        setup: backend::setup(oidc.preset),
        groups: groups.collect(),
    })
}

/// An identity source in words.
fn place(source: &str) -> String {
    match source.rsplit_once('.') {
        Some(("$request.querystring", name)) => format!("query parameter {}", code([name])),
        Some((_, name)) => format!("header {}", code([name])),
        None => code([source]),
    }
}

/// Text inside a table cell or a list, where nothing in it is markup.
fn cell(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        if "\\`*_[]<>#|&~".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Names as code inside a table cell. Where a name holds what code or a cell
/// would end on, it is plain text.
fn code<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let code = |name: &str| match name.contains(['`', '|', '\\']) {
        true => cell(name),
        false => format!("`{name}`"),
    };
    names.into_iter().map(code).collect::<Vec<_>>().join(", ")
}

fn values(graph: &Graph, kind: &str) -> Vec<Value> {
    let blocks = graph.files().flat_map(|(_, blocks)| blocks);
    blocks
        .filter(|block| block.kind == kind)
        .map(|block| Value {
            name: block.labels.join("."),
            r#type: attribute(block, "type")
                .map(|value| print::expression(value, 0))
                .unwrap_or_default(),
            description: match attribute(block, "description") {
                Some(Expression::String(text)) => cell(text),
                _ => String::new(),
            },
        })
        .collect()
}

fn attribute<'a>(block: &'a Block, wanted: &str) -> Option<&'a Expression> {
    block.body.iter().find_map(|entry| match entry {
        Entry::Attribute { name, value, .. } if name == wanted => Some(value),
        _ => None,
    })
}
