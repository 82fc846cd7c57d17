//! The generated README: access matrix, inputs, outputs and what is left out.

use crate::Checked;
use crate::arena::Id;
use crate::backend;
use crate::matrix::markdown::{self, cell, code};
use crate::matrix::{Filter, Report};
use crate::model::{self, Access, Model, Scope, TokenKind};
use crate::template;
use crate::terraform::{Block, Entry, Expression, File, Graph, print};
use serde::Serialize;

#[derive(Serialize)]
struct Context {
    name: String,
    provider: String,
    floor: String,
    terraform: String,
    terraform_floor: String,
    token: Option<&'static str>,
    /// Where callers put the token.
    place: String,
    /// The access matrix as a table; empty without routes.
    matrix: String,
    /// What the table's words and columns mean.
    legend: String,
    /// Whether some route requires AWS credentials.
    iam: bool,
    public: String,
    inputs: Vec<Value>,
    outputs: Vec<Value>,
    left_out: Vec<LeftOut>,
    /// Whether there is a `terraform test`.
    tested: bool,
    /// How to configure an external issuer.
    issuer: Option<Issuer>,
    /// Version of the trigger that the owner of an existing pool must attach.
    trigger: Option<&'static str>,
}

/// How to configure an external issuer.
#[derive(Serialize)]
struct Issuer {
    issuer: String,
    audience: String,
    claim: String,
    setup: &'static [&'static str],
    /// Groups with the scopes that their members must get, as in the token.
    groups: Vec<(String, String)>,
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

/// The README.
pub(super) fn render(checked: &Checked, graph: &Graph) -> String {
    let model = &checked.model;
    let report = Report::new(checked, &Filter::default());
    let left_out = checked
        .requirements
        .iter()
        .filter(|need| need.since > model.provider.floor)
        .map(|need| LeftOut {
            what: need.what.to_owned(),
            since: format!("the AWS provider {}", need.since),
            instead: need.instead.to_owned(),
        });
    let untested = backend::lacking_test(model).map(|(what, since)| LeftOut {
        what: what.to_owned(),
        since: format!("Terraform {since}"),
        instead: "raise `terraform_version`".to_owned(),
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
        matrix: match model.routes.is_empty() {
            true => String::new(),
            false => markdown::table(&report),
        },
        legend: markdown::legend(&report),
        iam: model
            .routes
            .iter()
            .any(|route| matches!(route.access, Access::Iam)),
        public: markdown::public(&report),
        inputs: values(graph, "variable"),
        outputs: values(graph, "output"),
        left_out: left_out.chain(untested).collect(),
        tested: graph.files().any(|(file, _)| file == File::AccessTest),
        terraform: model.terraform.text.clone(),
        terraform_floor: model.terraform.floor.to_string(),
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
        setup: backend::setup(oidc),
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
