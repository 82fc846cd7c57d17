//! The user pool itself.

use crate::backend::features::{ACCESS_TOKEN_TRIGGER, DELETION_PROTECTION, USER_POOL_TIER};
use crate::backend::{TOKEN_HANDLER, lambda, named};
use crate::model::{Identity, Issuer, Model, TokenKind, Value};
use crate::terraform::expr::{Part, call, reference, template, text, value};
use crate::terraform::{Block, Expression, File, Graph};

/// The user pool with its trigger.
pub fn pool(model: &Model, identity: &Identity) -> Block {
    let floor = model.provider.floor;
    let trigger = lambda::output(TOKEN_HANDLER, "arn");
    let triggers = Block::new("lambda_config");
    // The version is stated wherever it can be: left out, a pool that once had
    // another would keep it.
    let version = match identity.token.value {
        TokenKind::Id => "V1_0",
        TokenKind::Access => "V2_0",
    };
    let triggers = match floor >= ACCESS_TOKEN_TRIGGER {
        false => triggers.attr("pre_token_generation", trigger),
        true => triggers.block(
            Block::new("pre_token_generation_config")
                .attr("lambda_arn", trigger)
                .attr("lambda_version", text(version)),
        ),
    };
    Block::resource("aws_cognito_user_pool", "main")
        .attr("name", named(model, model.name.as_str()))
        .attr_if(
            "deletion_protection",
            (floor >= DELETION_PROTECTION).then(|| text("ACTIVE")),
        )
        .attr_if(
            "user_pool_tier",
            (floor >= USER_POOL_TIER).then(|| text("ESSENTIALS")),
        )
        .block(Block::new("username_configuration").attr("case_sensitive", false))
        .block(Block::new("admin_create_user_config").attr("allow_admin_create_user_only", true))
        .block(
            Block::new("password_policy")
                .attr("minimum_length", 12)
                .attr("require_lowercase", true)
                .attr("require_numbers", true)
                .attr("require_symbols", true)
                .attr("require_uppercase", true)
                .attr("temporary_password_validity_days", 7),
        )
        .block(
            Block::new("account_recovery_setting").block(
                Block::new("recovery_mechanism")
                    .attr("name", text("verified_email"))
                    .attr("priority", 1),
            ),
        )
        .block(triggers)
}

/// The id of the user pool.
pub fn pool_id(model: &Model) -> Expression {
    match existing(model) {
        Some(pool) => value(pool),
        None => reference("aws_cognito_user_pool.main.id"),
    }
}

/// The issuer of its tokens.
pub fn issuer(model: &Model) -> Expression {
    match existing(model) {
        // The Region is the part of the id before `_`.
        Some(pool) => template([
            "https://cognito-idp.".into(),
            Part::Value(region(pool)),
            ".amazonaws.com/".into(),
            Part::Value(value(pool)),
        ]),
        // `endpoint` has no scheme.
        None => template([
            "https://".into(),
            Part::Value(reference("aws_cognito_user_pool.main.endpoint")),
        ]),
    }
}

/// The ARN of the user pool.
pub fn arn(model: &Model, graph: &mut Graph) -> Expression {
    let Some(pool) = existing(model) else {
        return reference("aws_cognito_user_pool.main.arn");
    };
    for data in ["aws_caller_identity", "aws_partition"] {
        graph.data(File::Identity, data);
    }
    template([
        "arn:".into(),
        Part::Value(reference("data.aws_partition.current.partition")),
        ":cognito-idp:".into(),
        Part::Value(region(pool)),
        ":".into(),
        Part::Value(reference("data.aws_caller_identity.current.account_id")),
        ":userpool/".into(),
        Part::Value(value(pool)),
    ])
}

fn existing(model: &Model) -> Option<&Value> {
    match &model.identity.as_ref()?.issuer {
        Issuer::ExistingPool(pool) => Some(&pool.value),
        Issuer::Pool | Issuer::Oidc(_) => None,
    }
}

fn region(pool: &Value) -> Expression {
    match pool.literal() {
        Some(id) => text(id.split('_').next().unwrap_or_default()),
        None => call(
            "element",
            [call("split", [text("_"), value(pool)]), Expression::from(0)],
        ),
    }
}
