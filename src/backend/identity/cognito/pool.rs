//! The user pool itself.

use crate::backend::features::{ACCESS_TOKEN_TRIGGER, DELETION_PROTECTION, USER_POOL_TIER};
use crate::backend::{TOKEN_HANDLER, lambda};
use crate::model::{Identity, Model, TokenKind};
use crate::terraform::Block;
use crate::terraform::expr::text;

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
        .attr("name", text(model.name.as_str()))
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
