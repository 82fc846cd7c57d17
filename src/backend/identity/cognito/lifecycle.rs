//! What an apply does to resources of Cognito that exist. Which arguments replace a
//! resource is in the provider's source and in the documentation of CloudFormation:
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_Cognito.html>.

use super::client::client_address;
use crate::backend::lifecycle::{Grows, Kind, Loss, PLAIN};
use crate::model::Model;
use crate::source::Span;
use crate::terraform::address;

const MEMBERSHIPS: Loss = Loss::Lost("its memberships");
const USERS: Loss = Loss::Lost("its users, groups and app clients");
const ACCOUNT: Loss = Loss::Lost("the account");

const CLIENT: Loss = Loss::Lost("its client ID, which applications use, and its sessions");

/// The user pool that something belongs to.
const WITHIN: &str = "user_pool_id";

/// How many attributes one call adds. Source:
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AddCustomAttributes.html>.
const ATTRIBUTES_AT_ONCE: usize = 25;

/// The user pool.
const POOL: &str = "aws_cognito_user_pool.main";

/// The resource types.
pub(in crate::backend) static KINDS: [Kind; 7] = [
    Kind {
        name: "aws_cognito_user_pool",
        replaces: &[
            "name",
            "username_attributes",
            "alias_attributes",
            "username_configuration",
        ],
        replaced: USERS,
        removed: USERS,
        guard: Some((
            "deletion_protection",
            "\"ACTIVE\"",
            "its deletion protection is on, and AWS refuses only after the groups, memberships and app clients are gone",
        )),
        grows: Some(Grows {
            block: "schema",
            reason: "Cognito does not change or remove custom attributes",
            at_once: ATTRIBUTES_AT_ONCE,
        }),
        ..PLAIN
    },
    Kind {
        name: "aws_cognito_user_pool_client",
        replaces: &["generate_secret", WITHIN],
        replaced: CLIENT,
        removed: Loss::Known(
            "applications that use its client ID can no longer sign in; an app client that is renamed keeps it with `renamed_from`",
        ),
        ..PLAIN
    },
    Kind {
        name: "aws_cognito_user_pool_domain",
        replaces: &["domain", WITHIN],
        replaced: Loss::Lost("the sign-in pages at the old domain"),
        removed: Loss::Lost("the sign-in pages"),
        ..PLAIN
    },
    Kind {
        name: "aws_cognito_user_group",
        replaces: &["name", WITHIN],
        unique: Some("name"),
        within: Some(WITHIN),
        replaced: MEMBERSHIPS,
        removed: MEMBERSHIPS,
        ..PLAIN
    },
    Kind {
        name: "aws_cognito_user",
        replaces: &["username", WITHIN],
        unique: Some("username"),
        caseless: true,
        within: Some(WITHIN),
        replaced: ACCOUNT,
        removed: ACCOUNT,
        ..PLAIN
    },
    Kind {
        name: "aws_cognito_identity_provider",
        replaces: &["provider_name", "provider_type", WITHIN],
        unique: Some("provider_name"),
        within: Some(WITHIN),
        replaced: Loss::Lost("the sign-in of its users, who become other users"),
        removed: Loss::Lost("the sign-in of its users"),
        ..PLAIN
    },
    Kind {
        name: "aws_cognito_resource_server",
        replaces: &["identifier", WITHIN],
        unique: Some("identifier"),
        within: Some(WITHIN),
        replaced: Loss::Lost("access by tokens that machine clients already have"),
        ..PLAIN
    },
];

/// Where the blueprint says what a resource is, by the resource's address.
pub(super) fn places(model: &Model) -> Vec<(String, Span)> {
    let Some(identity) = &model.identity else {
        return Vec::new();
    };
    let mut places = vec![(POOL.to_owned(), identity.span)];
    if identity.name.span != model.name.span {
        places.push((format!("{POOL}.name"), identity.name.span));
    }
    places.push(("module.token_handler".to_owned(), identity.name.span));
    let domain = identity.domain.as_ref().map(|domain| domain.span);
    let custom = identity.pool.custom_domain.as_ref();
    let domain = domain.or(custom.map(|domain| domain.name.span));
    places.extend(domain.map(|span| ("aws_cognito_user_pool_domain.main".to_owned(), span)));
    let keys = [
        ("username_attributes", identity.pool.sign_in.first()),
        ("alias_attributes", identity.pool.aliases.first()),
    ];
    let keys = keys.into_iter();
    places.extend(keys.filter_map(|(key, item)| Some((format!("{POOL}.{key}"), item?.span))));
    for (name, _) in &identity.pool.attributes {
        places.push((format!("{POOL}.schema.{}", name.value), name.span));
    }
    let clients = model.clients.iter();
    places.extend(clients.map(|client| (client_address(client), client.name.span)));
    let mut named = |kind: &str, name: &str, span: Span| {
        places.push((format!("{kind}.{}", address::name(name)), span));
    };
    for group in model.groups.iter() {
        named("aws_cognito_user_group", &group.name, group.name.span);
    }
    for user in model.users.iter() {
        named("aws_cognito_user", &user.name, user.name.span);
    }
    for (name, _) in &identity.pool.providers {
        named("aws_cognito_identity_provider", name, name.span);
    }
    places
}
