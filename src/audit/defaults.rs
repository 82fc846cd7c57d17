//! What a state says beyond the arguments that are compiled: values that AWS
//! computes, and defaults of arguments that are left out. Anything else was set
//! by somebody.

/// Attributes that nobody can set, by type of resource. A test derives them from
/// the provider's schemas.
pub(super) const COMPUTED: [(&str, &[&str]); 14] = [
    (
        "aws_acm_certificate",
        &[
            "arn",
            "domain_validation_options",
            "not_after",
            "not_before",
            "pending_renewal",
            "renewal_eligibility",
            "renewal_summary",
            "status",
            "type",
            "validation_emails",
        ],
    ),
    (
        "aws_apigatewayv2_api",
        &["api_endpoint", "arn", "execution_arn"],
    ),
    (
        "aws_apigatewayv2_domain_name",
        &[
            "api_mapping_selection_expression",
            "arn",
            "domain_name_configuration.hosted_zone_id",
            "domain_name_configuration.target_domain_name",
        ],
    ),
    (
        "aws_apigatewayv2_integration",
        &["integration_response_selection_expression"],
    ),
    (
        "aws_apigatewayv2_stage",
        &["arn", "execution_arn", "invoke_url"],
    ),
    ("aws_cloudwatch_log_group", &["arn"]),
    ("aws_cognito_resource_server", &["scope_identifiers"]),
    (
        "aws_cognito_user",
        &[
            "creation_date",
            "last_modified_date",
            "mfa_setting_list",
            "preferred_mfa_setting",
            "status",
            "sub",
        ],
    ),
    (
        "aws_cognito_user_pool",
        &[
            "arn",
            "creation_date",
            "custom_domain",
            "domain",
            "endpoint",
            "estimated_number_of_users",
            "last_modified_date",
        ],
    ),
    ("aws_cognito_user_pool_client", &["client_secret"]),
    (
        "aws_cognito_user_pool_domain",
        &[
            "aws_account_id",
            "cloudfront_distribution",
            "cloudfront_distribution_arn",
            "cloudfront_distribution_zone_id",
            "s3_bucket",
            "version",
        ],
    ),
    (
        "aws_iam_role",
        &["arn", "create_date", "role_last_used", "unique_id"],
    ),
    (
        "aws_lambda_function",
        &[
            "arn",
            "invoke_arn",
            "last_modified",
            "qualified_arn",
            "qualified_invoke_arn",
            "response_streaming_invoke_arn",
            "signing_job_arn",
            "signing_profile_version_arn",
            "snap_start.optimization_status",
            "source_code_size",
            "version",
            "vpc_config.vpc_id",
        ],
    ),
    ("aws_route53_record", &["fqdn"]),
];

/// Arguments that say nothing about access, whatever they are, because the
/// provider chooses them, by type of resource; `*` is every type.
pub(super) const CHOSEN: [(&str, &str); 9] = [
    ("*", "id"),
    ("*", "tags"),
    ("*", "tags_all"),
    ("*", "timeouts"),
    // With `auto_deploy`, each change makes a deployment.
    ("aws_apigatewayv2_stage", "deployment_id"),
    ("aws_lambda_permission", "statement_id"),
    // Cognito reads them from the metadata of a SAML provider.
    (
        "aws_cognito_identity_provider",
        "provider_details.ActiveEncryptionCertificate",
    ),
    (
        "aws_cognito_identity_provider",
        "provider_details.SLORedirectBindingURI",
    ),
    (
        "aws_cognito_identity_provider",
        "provider_details.SSORedirectBindingURI",
    ),
];

/// Values of arguments that are left out: the type, the argument, and its
/// default. Empty values and zero need no entry.
pub(super) const DEFAULTS: [(&str, &str, &str); 57] = [
    (
        "aws_acm_certificate",
        "options.certificate_transparency_logging_preference",
        "ENABLED",
    ),
    ("aws_acm_certificate", "key_algorithm", "RSA_2048"),
    (
        "aws_apigatewayv2_api",
        "api_key_selection_expression",
        "$request.header.x-api-key",
    ),
    (
        "aws_apigatewayv2_api",
        "route_selection_expression",
        "$request.method $request.path",
    ),
    ("aws_apigatewayv2_api", "ip_address_type", "ipv4"),
    (
        "aws_apigatewayv2_domain_name",
        "domain_name_configuration.ip_address_type",
        "ipv4",
    ),
    (
        "aws_apigatewayv2_integration",
        "connection_type",
        "INTERNET",
    ),
    (
        "aws_apigatewayv2_integration",
        "passthrough_behavior",
        "WHEN_NO_MATCH",
    ),
    (
        "aws_apigatewayv2_integration",
        "payload_format_version",
        "1.0",
    ),
    (
        "aws_apigatewayv2_integration",
        "timeout_milliseconds",
        "30000",
    ),
    ("aws_apigatewayv2_route", "authorization_type", "NONE"),
    (
        "aws_apigatewayv2_stage",
        "default_route_settings.logging_level",
        "OFF",
    ),
    ("aws_cloudwatch_log_group", "log_group_class", "STANDARD"),
    ("aws_cognito_user", "enabled", "true"),
    ("aws_cognito_user_pool", "deletion_protection", "INACTIVE"),
    (
        "aws_cognito_user_pool",
        "email_configuration.email_sending_account",
        "COGNITO_DEFAULT",
    ),
    ("aws_cognito_user_pool", "mfa_configuration", "OFF"),
    (
        "aws_cognito_user_pool",
        "sign_in_policy.allowed_first_auth_factors.0",
        "PASSWORD",
    ),
    ("aws_cognito_user_pool", "user_pool_tier", "ESSENTIALS"),
    ("aws_cognito_user_pool", "user_pool_tier", "LITE"),
    (
        "aws_cognito_user_pool",
        "verification_message_template.default_email_option",
        "CONFIRM_WITH_CODE",
    ),
    ("aws_cognito_user_pool_client", "auth_session_validity", "3"),
    (
        "aws_cognito_user_pool_client",
        "access_token_validity",
        "60",
    ),
    ("aws_cognito_user_pool_client", "id_token_validity", "60"),
    (
        "aws_cognito_user_pool_client",
        "refresh_token_validity",
        "30",
    ),
    (
        "aws_cognito_user_pool_client",
        "enable_token_revocation",
        "true",
    ),
    (
        "aws_cognito_user_pool_client",
        "prevent_user_existence_errors",
        "LEGACY",
    ),
    (
        "aws_cognito_user_pool_client",
        "token_validity_units.access_token",
        "hours",
    ),
    (
        "aws_cognito_user_pool_client",
        "token_validity_units.id_token",
        "hours",
    ),
    (
        "aws_cognito_user_pool_client",
        "token_validity_units.refresh_token",
        "days",
    ),
    ("aws_cognito_user_pool_domain", "managed_login_version", "1"),
    ("aws_iam_role", "max_session_duration", "3600"),
    ("aws_iam_role", "path", "/"),
    ("aws_lambda_function", "architectures.0", "x86_64"),
    ("aws_lambda_function", "ephemeral_storage.size", "512"),
    ("aws_lambda_function", "logging_config.log_format", "Text"),
    ("aws_lambda_function", "memory_size", "128"),
    ("aws_lambda_function", "package_type", "Zip"),
    (
        "aws_lambda_function",
        "reserved_concurrent_executions",
        "-1",
    ),
    ("aws_lambda_function", "timeout", "3"),
    ("aws_lambda_function", "tracing_config.mode", "PassThrough"),
    ("aws_lambda_function", "snap_start.apply_on", "None"),
    (
        "aws_lambda_function",
        "snap_start.optimization_status",
        "Off",
    ),
    // What Cognito adds for Google, and for any OpenID Connect provider. Source:
    // https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateIdentityProvider.html
    (
        "aws_cognito_identity_provider",
        "provider_details.attributes_url",
        "https://people.googleapis.com/v1/people/me?personFields=",
    ),
    (
        "aws_cognito_identity_provider",
        "provider_details.attributes_url_add_attributes",
        "false",
    ),
    (
        "aws_cognito_identity_provider",
        "provider_details.attributes_url_add_attributes",
        "true",
    ),
    (
        "aws_cognito_identity_provider",
        "provider_details.authorize_url",
        "https://accounts.google.com/o/oauth2/v2/auth",
    ),
    (
        "aws_cognito_identity_provider",
        "provider_details.oidc_issuer",
        "https://accounts.google.com",
    ),
    (
        "aws_cognito_identity_provider",
        "provider_details.token_request_method",
        "POST",
    ),
    (
        "aws_cognito_identity_provider",
        "provider_details.token_url",
        "https://www.googleapis.com/oauth2/v4/token",
    ),
    (
        "aws_cognito_identity_provider",
        "attribute_mapping.username",
        "sub",
    ),
    (
        "aws_cognito_user_pool",
        "password_policy.minimum_length",
        "8",
    ),
    (
        "aws_cognito_user_pool",
        "password_policy.require_lowercase",
        "true",
    ),
    (
        "aws_cognito_user_pool",
        "password_policy.require_numbers",
        "true",
    ),
    (
        "aws_cognito_user_pool",
        "password_policy.require_symbols",
        "true",
    ),
    (
        "aws_cognito_user_pool",
        "password_policy.require_uppercase",
        "true",
    ),
    (
        "aws_cognito_user_pool",
        "password_policy.temporary_password_validity_days",
        "7",
    ),
];
