//! The arguments that decide about access, by type of resource.

use super::infrastructure::Edge;
use super::{Infrastructure, Term};
use std::collections::BTreeSet;

/// Arguments of a type of resource that decide about access.
#[derive(Debug)]
pub struct Facts {
    /// The type.
    pub kind: &'static str,
    /// Arguments that have to be the same, even where they are not set.
    pub same: &'static [&'static str],
    /// Arguments for which the service has a default where they are not set.
    pub written: &'static [&'static str],
}

/// Every type of resource that decides about access.
pub const FACTS: [Facts; 13] = [
    Facts {
        kind: "aws_apigatewayv2_api",
        same: &[
            "protocol_type",
            "body",
            "target",
            "route_key",
            "credentials_arn",
            "disable_execute_api_endpoint",
        ],
        written: &[],
    },
    Facts {
        kind: "aws_apigatewayv2_stage",
        same: &["api_id", "name", "auto_deploy"],
        written: &[],
    },
    Facts {
        kind: "aws_apigatewayv2_route",
        same: &[
            "api_id",
            "route_key",
            "target",
            "authorization_type",
            "authorizer_id",
            "authorization_scopes",
        ],
        written: &[],
    },
    Facts {
        kind: "aws_apigatewayv2_authorizer",
        same: &[
            "api_id",
            "authorizer_type",
            "identity_sources",
            "jwt_configuration.0.issuer",
            "jwt_configuration.0.audience",
            "authorizer_uri",
            "authorizer_credentials_arn",
        ],
        written: &[
            "authorizer_payload_format_version",
            "enable_simple_responses",
            "authorizer_result_ttl_in_seconds",
        ],
    },
    Facts {
        kind: "aws_apigatewayv2_integration",
        same: &[
            "api_id",
            "integration_type",
            "integration_subtype",
            "integration_uri",
            "credentials_arn",
            "request_parameters",
        ],
        written: &["payload_format_version"],
    },
    Facts {
        kind: "aws_lambda_permission",
        same: &[
            "action",
            "function_name",
            "principal",
            "source_arn",
            "source_account",
            "principal_org_id",
            "function_url_auth_type",
        ],
        written: &["qualifier"],
    },
    Facts {
        kind: "aws_cognito_user_pool",
        same: &[
            "lambda_config.0.create_auth_challenge",
            "lambda_config.0.define_auth_challenge",
            "lambda_config.0.verify_auth_challenge_response",
            "lambda_config.0.pre_authentication",
            "lambda_config.0.pre_sign_up",
            "lambda_config.0.user_migration",
        ],
        written: &[
            "lambda_config.0.pre_token_generation",
            "lambda_config.0.pre_token_generation_config.0.lambda_arn",
            "lambda_config.0.pre_token_generation_config.0.lambda_version",
            "admin_create_user_config.0.allow_admin_create_user_only",
            "mfa_configuration",
        ],
    },
    Facts {
        kind: "aws_cognito_user_pool_client",
        same: &[
            "user_pool_id",
            "allowed_oauth_flows",
            "allowed_oauth_flows_user_pool_client",
            "allowed_oauth_scopes",
        ],
        written: &[
            "explicit_auth_flows",
            "supported_identity_providers",
            "callback_urls",
            "generate_secret",
            "access_token_validity",
            "id_token_validity",
            "refresh_token_validity",
        ],
    },
    Facts {
        kind: "aws_cognito_user_group",
        same: &["name", "user_pool_id"],
        written: &[],
    },
    Facts {
        kind: "aws_cognito_user",
        same: &["username", "user_pool_id"],
        written: &[],
    },
    Facts {
        kind: "aws_cognito_user_in_group",
        same: &["username", "group_name", "user_pool_id"],
        written: &[],
    },
    Facts {
        kind: "aws_cognito_resource_server",
        same: &["identifier", "user_pool_id"],
        written: &[],
    },
    Facts {
        kind: "aws_cognito_identity_provider",
        same: &["provider_name", "provider_type", "user_pool_id"],
        // Its details hold secrets.
        written: &["attribute_mapping"],
    },
];

/// A function that decides about access itself.
pub const DECIDER: Facts = Facts {
    kind: "aws_lambda_function",
    same: &[
        "layers",
        "image_uri",
        "s3_bucket",
        "environment.0.variables",
    ],
    written: &["source_code_hash", "handler"],
};

/// Resources whose mere presence gives access: the type, the argument that says
/// to what, and the type of that.
const OPENING: [(&str, &str, &str); 5] = [
    ("aws_apigatewayv2_route", "api_id", "aws_apigatewayv2_api"),
    (
        "aws_lambda_permission",
        "function_name",
        "aws_lambda_function",
    ),
    (
        "aws_lambda_function_url",
        "function_name",
        "aws_lambda_function",
    ),
    (
        "aws_cognito_user_in_group",
        "user_pool_id",
        "aws_cognito_user_pool",
    ),
    (
        "aws_cognito_identity_provider",
        "user_pool_id",
        "aws_cognito_user_pool",
    ),
];

impl Infrastructure<'_> {
    /// Addresses of the functions that decide about access: those of authorizers
    /// and triggers.
    pub fn deciders(&self) -> BTreeSet<String> {
        let named = [
            ("aws_apigatewayv2_authorizer", "authorizer_uri"),
            (
                "aws_cognito_user_pool",
                "lambda_config.0.pre_token_generation",
            ),
            (
                "aws_cognito_user_pool",
                "lambda_config.0.pre_token_generation_config.0.lambda_arn",
            ),
        ];
        let named = named.into_iter().flat_map(|(kind, path)| {
            let resources = self.evidence.of_kind(kind);
            resources.filter_map(move |address| self.function(&self.evidence.value(address, path)))
        });
        named.collect()
    }

    /// Unexpected resources that give access to an expected one, and whether
    /// that is certain.
    pub fn strangers(&self, expected: &BTreeSet<String>) -> Vec<(String, bool)> {
        let mut strangers = Vec::new();
        for (kind, argument, owner) in OPENING {
            for address in self.evidence.of_kind(kind) {
                if expected.contains(address) {
                    continue;
                }
                match self.edge(&self.evidence.value(address, argument), owner) {
                    Edge::To(owner) if expected.contains(&owner) => {
                        strangers.push((address.to_owned(), true));
                    }
                    Edge::Unknown => strangers.push((address.to_owned(), false)),
                    Edge::To(_) | Edge::Elsewhere => {}
                }
            }
        }
        strangers
    }
}

/// Whether resources of a type decide whose tokens are accepted, or what is in
/// them.
pub fn is_about_tokens(kind: &str) -> bool {
    kind.starts_with("aws_cognito_") || kind == "aws_apigatewayv2_authorizer"
}

/// Whether a value means the same as leaving it out.
pub fn is_nothing(term: &Term) -> bool {
    match term {
        Term::Null | Term::Bool(false) => true,
        Term::Text(pieces) => pieces.is_empty(),
        Term::List(items) => items.is_empty(),
        Term::Map(entries) => entries.is_empty(),
        Term::Bool(true) | Term::Number(_) | Term::Unknown(_) => false,
    }
}
