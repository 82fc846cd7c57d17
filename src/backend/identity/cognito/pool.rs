//! The user pool itself.

use crate::backend::features::{
    ACCESS_TOKEN_TRIGGER, ATTRIBUTE_UPDATES, DELETION_PROTECTION, USER_POOL_TIER,
};
use crate::backend::{TOKEN_HANDLER, lambda, named};
use crate::model::{
    Attribute, Email, Identity, Issuer, Model, PasswordPolicy, PoolSettings, TokenKind, Value,
};
use crate::source::Spanned;
use crate::terraform::expr::{Part, call, reference, template, text, texts, value};
use crate::terraform::{Block, Expression, File, Graph};

/// The user pool with its trigger.
pub(super) fn pool(model: &Model, identity: &Identity) -> Block {
    let floor = model.provider.floor;
    let trigger = lambda::output(TOKEN_HANDLER, "arn");
    let triggers = Block::new("lambda_config");
    // The version is always written where possible: without it, a pool that once
    // had another version would keep it.
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
    let settings = &identity.pool;
    let protected = settings
        .deletion_protection
        .as_ref()
        .map_or(model.protect, |flag| flag.value);
    let words = |list: &[Spanned<String>]| {
        (!list.is_empty()).then(|| texts(list.iter().map(|word| word.as_str())))
    };
    let verified = settings.verified();
    let block = Block::resource("aws_cognito_user_pool", "main")
        .attr("name", named(model, identity.name.as_str()))
        .attr_if(
            "deletion_protection",
            (floor >= DELETION_PROTECTION).then(|| match protected {
                true => text("ACTIVE"),
                false => text("INACTIVE"),
            }),
        )
        .attr_if(
            "user_pool_tier",
            (floor >= USER_POOL_TIER).then(|| text(settings.tier().to_uppercase())),
        )
        .attr_if("username_attributes", words(&settings.sign_in))
        .attr_if("alias_attributes", words(&settings.aliases))
        .attr_if("auto_verified_attributes", words(verified))
        .attr_if(
            "mfa_configuration",
            settings.mfa.as_ref().map(|mfa| match mfa.as_str() {
                "required" => text("ON"),
                other => text(other.to_uppercase()),
            }),
        )
        .block(Block::new("username_configuration").attr("case_sensitive", false))
        .block(
            Block::new("admin_create_user_config")
                .attr("allow_admin_create_user_only", !settings.is_open()),
        )
        .block_if(
            // Otherwise a changed address counts at once, before it is verified.
            words(verified)
                .filter(|_| floor >= ATTRIBUTE_UPDATES)
                .map(|verified| {
                    Block::new("user_attribute_update_settings")
                        .attr("attributes_require_verification_before_update", verified)
                }),
        )
        .block(password(&settings.password))
        .block(recovery(settings))
        .block_if(
            settings
                .mfa
                .as_ref()
                .filter(|mfa| mfa.as_str() != "off")
                .map(|_| Block::new("software_token_mfa_configuration").attr("enabled", true)),
        )
        .block_if(settings.email.as_ref().map(email))
        .block_if(settings.threat_protection.as_ref().map(|mode| {
            Block::new("user_pool_add_ons")
                .attr("advanced_security_mode", text(mode.to_uppercase()))
        }))
        .block_if(settings.devices.as_ref().map(|devices| {
            Block::new("device_configuration")
                .attr("challenge_required_on_new_device", true)
                .attr(
                    "device_only_remembered_on_user_prompt",
                    devices.as_str() == "on-request",
                )
        }));
    let schemas = settings.attributes.iter();
    let schemas = schemas.map(|(name, attribute)| schema(name, attribute));
    let block = schemas.fold(block, Block::block).block(triggers);
    block.block_if(
        model
            .prevents_destroy()
            .then(|| Block::new("lifecycle").attr("prevent_destroy", true)),
    )
}

fn password(policy: &PasswordPolicy) -> Block {
    Block::new("password_policy")
        .attr("minimum_length", policy.length.unwrap_or(12))
        .attr("require_lowercase", policy.lowercase.unwrap_or(true))
        .attr("require_numbers", policy.numbers.unwrap_or(true))
        .attr("require_symbols", policy.symbols.unwrap_or(true))
        .attr("require_uppercase", policy.uppercase.unwrap_or(true))
        .attr(
            "temporary_password_validity_days",
            policy.temporary_days.unwrap_or(7),
        )
        .attr_if(
            "password_history_size",
            policy.history.map(|history| history.value),
        )
}

fn recovery(settings: &PoolSettings) -> Block {
    let ways: Vec<&str> = match &settings.recovery {
        Some(ways) => ways.iter().map(|way| way.as_str()).collect(),
        None => vec!["email"],
    };
    let ways = ways.into_iter().map(|way| match way {
        "admin" => "admin_only",
        "phone_number" => "verified_phone_number",
        _ => "verified_email",
    });
    ways.zip(1..).fold(
        Block::new("account_recovery_setting"),
        |block, (way, priority)| {
            block.block(
                Block::new("recovery_mechanism")
                    .attr("name", text(way))
                    .attr("priority", priority),
            )
        },
    )
}

fn email(email: &Email) -> Block {
    Block::new("email_configuration")
        .attr("email_sending_account", text("DEVELOPER"))
        .attr("source_arn", value(&email.identity))
        .attr_if("from_email_address", email.from.as_deref().map(text))
        .attr_if(
            "reply_to_email_address",
            email.reply_to.as_deref().map(text),
        )
}

/// A custom attribute, always with constraints: without them, every plan shows a
/// difference. See <https://github.com/hashicorp/terraform-provider-aws/issues/21654>
/// and <https://github.com/hashicorp/terraform-provider-aws/issues/38224>.
fn schema(name: &str, attribute: &Attribute) -> Block {
    let kind = attribute
        .kind
        .as_ref()
        .map_or("string", |kind| kind.as_str());
    let bound = |bound: &Option<Spanned<i64>>, usual: i64| {
        text(bound.map_or(usual, |bound| bound.value).to_string())
    };
    let (min, max) = (&attribute.min, &attribute.max);
    let block = Block::new("schema")
        .attr("name", text(name))
        .attr(
            "attribute_data_type",
            text(match kind {
                "number" => "Number",
                "boolean" => "Boolean",
                "datetime" => "DateTime",
                _ => "String",
            }),
        )
        .attr("developer_only_attribute", false)
        .attr("mutable", attribute.mutable.is_none_or(|flag| flag.value))
        .attr("required", false);
    match kind {
        "string" => block.block(
            Block::new("string_attribute_constraints")
                .attr("min_length", bound(min, 0))
                .attr("max_length", bound(max, 2048)),
        ),
        "number" => block.block(
            Block::new("number_attribute_constraints")
                .attr("min_value", bound(min, 0))
                .attr("max_value", bound(max, i64::from(i32::MAX))),
        ),
        _ => block,
    }
}

/// The ID of the user pool.
pub(super) fn pool_id(model: &Model) -> Expression {
    match existing(model) {
        Some(pool) => value(pool),
        None => reference("aws_cognito_user_pool.main.id"),
    }
}

/// The issuer of its tokens.
pub(super) fn issuer(model: &Model) -> Expression {
    match existing(model) {
        // The Region is the part of the ID before `_`.
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
pub(super) fn arn(model: &Model, graph: &mut Graph) -> Expression {
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
