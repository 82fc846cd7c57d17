//! What resources and blocks outside of a blueprint can do, as data. What is in
//! no table is unknown.

/// Types that give nobody access to anything of a blueprint, each with the
/// reason.
pub(super) const HARMLESS: [(&str, &str); 24] = [
    (
        "aws_acm_certificate",
        "a certificate is used only by what names it",
    ),
    (
        "aws_acm_certificate_validation",
        "it only waits for a certificate",
    ),
    ("aws_cloudwatch_dashboard", "it only shows metrics"),
    (
        "aws_cloudwatch_log_metric_filter",
        "it only counts log events",
    ),
    ("aws_cloudwatch_metric_alarm", "it only watches metrics"),
    ("aws_cloudwatch_query_definition", "it only stores a query"),
    ("aws_dynamodb_table", "it holds data, and calls nothing"),
    ("aws_ecr_repository", "it holds images, and runs nothing"),
    (
        "aws_internet_gateway",
        "it connects a VPC, which APIs and pools are not in",
    ),
    ("aws_kms_alias", "it is another name of a key"),
    (
        "aws_lambda_layer_version",
        "a layer is used only by functions that name it",
    ),
    (
        "aws_route53_zone",
        "it holds records, which are judged themselves",
    ),
    (
        "aws_route_table",
        "it routes in a VPC, which APIs and pools are not in",
    ),
    (
        "aws_route_table_association",
        "it routes in a VPC, which APIs and pools are not in",
    ),
    (
        "aws_s3_bucket",
        "it holds data; what it notifies is a type of its own",
    ),
    (
        "aws_s3_bucket_lifecycle_configuration",
        "it only expires objects",
    ),
    (
        "aws_s3_bucket_ownership_controls",
        "it is about objects of a bucket",
    ),
    (
        "aws_s3_bucket_public_access_block",
        "it only restricts a bucket",
    ),
    (
        "aws_s3_bucket_server_side_encryption_configuration",
        "it only encrypts objects",
    ),
    (
        "aws_s3_bucket_versioning",
        "it only keeps versions of objects",
    ),
    (
        "aws_sns_topic",
        "who is subscribed to it is a type of its own",
    ),
    (
        "aws_sqs_queue",
        "it holds messages; what reads them is a type of its own",
    ),
    (
        "aws_subnet",
        "it is part of a VPC, which APIs and pools are not in",
    ),
    ("aws_vpc", "APIs and pools are in no VPC"),
];

/// Data sources that say nothing about a blueprint's resources.
pub(super) const NEUTRAL_DATA: [&str; 8] = [
    "aws_availability_zones",
    "aws_caller_identity",
    "aws_canonical_user_id",
    "aws_default_tags",
    "aws_iam_policy_document",
    "aws_partition",
    "aws_region",
    "aws_service_principal",
];

/// Data sources that find what their arguments name, and nothing else.
pub(super) const NAMING_DATA: [&str; 6] = [
    "aws_cloudwatch_log_group",
    "aws_iam_role",
    "aws_lambda_alias",
    "aws_lambda_function",
    "aws_lambda_function_url",
    "aws_lambda_layer_version",
];

/// Data sources that do more than read.
pub(super) const ACTING_DATA: [&str; 1] = ["aws_lambda_invocation"];

/// A type that can give access to what it names.
pub(super) struct Opening {
    /// The type.
    pub kind: &'static str,
    /// Arguments that name what it belongs to. One has to be set.
    pub belongs: &'static [&'static str],
    /// Arguments that name what it reaches, if they are set.
    pub reaches: &'static [&'static str],
}

const fn opening(
    kind: &'static str,
    belongs: &'static [&'static str],
    reaches: &'static [&'static str],
) -> Opening {
    Opening {
        kind,
        belongs,
        reaches,
    }
}

const API: &[&str] = &["api_id"];
const REST: &[&str] = &["rest_api_id"];
const FUNCTION: &[&str] = &["function_name"];
const POOL: &[&str] = &["user_pool_id"];

/// Types that can give access to what they name.
pub(super) const OPENING: [Opening; 65] = [
    opening(
        "aws_apigatewayv2_api",
        &[],
        &["target", "body", "credentials_arn"],
    ),
    opening(
        "aws_apigatewayv2_api_mapping",
        API,
        &["domain_name", "stage"],
    ),
    opening(
        "aws_apigatewayv2_authorizer",
        API,
        &["authorizer_uri", "authorizer_credentials_arn"],
    ),
    opening("aws_apigatewayv2_deployment", API, &[]),
    opening("aws_apigatewayv2_domain_name", &["domain_name"], &[]),
    opening(
        "aws_apigatewayv2_integration",
        API,
        &["integration_uri", "credentials_arn", "request_parameters"],
    ),
    opening("aws_apigatewayv2_integration_response", API, &[]),
    opening("aws_apigatewayv2_model", API, &[]),
    opening("aws_apigatewayv2_route", API, &["target", "authorizer_id"]),
    opening("aws_apigatewayv2_route_response", API, &[]),
    opening("aws_apigatewayv2_stage", API, &["access_log_settings"]),
    opening("aws_apigatewayv2_vpc_link", &[], &["security_group_ids"]),
    opening(
        "aws_api_gateway_authorizer",
        REST,
        &["authorizer_uri", "authorizer_credentials", "provider_arns"],
    ),
    opening(
        "aws_api_gateway_base_path_mapping",
        &["api_id"],
        &["domain_name"],
    ),
    opening("aws_api_gateway_deployment", REST, &[]),
    opening("aws_api_gateway_integration", REST, &["uri", "credentials"]),
    opening("aws_api_gateway_integration_response", REST, &[]),
    opening("aws_api_gateway_method", REST, &["authorizer_id"]),
    opening("aws_api_gateway_method_response", REST, &[]),
    opening("aws_api_gateway_method_settings", REST, &[]),
    opening("aws_api_gateway_resource", REST, &[]),
    opening("aws_api_gateway_rest_api", &[], &["body", "policy"]),
    opening("aws_api_gateway_rest_api_policy", REST, &["policy"]),
    opening("aws_api_gateway_stage", REST, &["access_log_settings"]),
    opening(
        "aws_cloudfront_distribution",
        &[],
        &["origin", "default_cache_behavior", "ordered_cache_behavior"],
    ),
    opening("aws_cloudwatch_event_rule", &[], &["role_arn"]),
    opening("aws_cloudwatch_event_target", &["arn"], &["role_arn"]),
    opening("aws_cloudwatch_log_group", &["name"], &[]),
    opening(
        "aws_cloudwatch_log_resource_policy",
        &[],
        &["policy_document"],
    ),
    opening("aws_cloudwatch_log_stream", &["log_group_name"], &[]),
    opening(
        "aws_cloudwatch_log_subscription_filter",
        &["log_group_name"],
        &["destination_arn", "role_arn"],
    ),
    opening(
        "aws_cognito_identity_pool",
        &[],
        &["cognito_identity_providers", "openid_connect_provider_arns"],
    ),
    opening(
        "aws_cognito_identity_pool_roles_attachment",
        &["identity_pool_id"],
        &["roles", "role_mapping"],
    ),
    opening("aws_cognito_identity_provider", POOL, &[]),
    opening("aws_cognito_resource_server", POOL, &[]),
    opening("aws_cognito_risk_configuration", POOL, &[]),
    opening("aws_cognito_user", POOL, &[]),
    opening("aws_cognito_user_group", POOL, &["role_arn"]),
    opening("aws_cognito_user_in_group", POOL, &[]),
    opening(
        "aws_cognito_user_pool",
        &[],
        &["lambda_config", "sms_configuration"],
    ),
    opening("aws_cognito_user_pool_client", POOL, &[]),
    opening("aws_cognito_user_pool_domain", POOL, &["domain"]),
    opening("aws_cognito_user_pool_ui_customization", POOL, &[]),
    opening("aws_iam_group_policy", &["group"], &["policy"]),
    opening(
        "aws_iam_group_policy_attachment",
        &["group"],
        &["policy_arn"],
    ),
    opening("aws_iam_policy", &[], &["policy"]),
    opening(
        "aws_iam_role",
        &[],
        &[
            "name",
            "assume_role_policy",
            "inline_policy",
            "managed_policy_arns",
        ],
    ),
    opening("aws_iam_role_policy", &["role"], &["policy"]),
    opening("aws_iam_role_policy_attachment", &["role"], &["policy_arn"]),
    opening("aws_iam_user_policy", &["user"], &["policy"]),
    opening("aws_iam_user_policy_attachment", &["user"], &["policy_arn"]),
    opening("aws_kms_key", &[], &["policy"]),
    opening("aws_lambda_alias", FUNCTION, &[]),
    opening(
        "aws_lambda_event_source_mapping",
        FUNCTION,
        &["event_source_arn"],
    ),
    opening("aws_lambda_function", FUNCTION, &["role", "environment"]),
    opening(
        "aws_lambda_function_event_invoke_config",
        FUNCTION,
        &["destination_config"],
    ),
    opening("aws_lambda_function_url", FUNCTION, &[]),
    opening("aws_lambda_permission", FUNCTION, &["source_arn"]),
    opening("aws_lambda_provisioned_concurrency_config", FUNCTION, &[]),
    opening("aws_lb_target_group_attachment", &["target_id"], &[]),
    opening("aws_route53_record", &["name"], &["records", "alias"]),
    opening(
        "aws_s3_bucket_notification",
        &["bucket"],
        &["lambda_function"],
    ),
    opening("aws_scheduler_schedule", &[], &["target"]),
    opening(
        "aws_sns_topic_subscription",
        &["topic_arn"],
        &["endpoint", "subscription_role_arn"],
    ),
    opening("aws_wafv2_web_acl_association", &["resource_arn"], &[]),
];

/// Arguments that only describe.
pub(super) const DESCRIBING: [&str; 3] = ["description", "tags", "tags_all"];

/// Managed policies of AWS that functions need and that open nothing else.
pub(super) const MANAGED: [&str; 3] = [
    "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess",
    "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
    "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole",
];

/// Services in whose ARNs a blueprint's resources are.
pub(super) const SERVICES: [&str; 7] = [
    "apigateway",
    "cognito-identity",
    "cognito-idp",
    "execute-api",
    "iam",
    "lambda",
    "logs",
];

/// Arguments that Terraform itself reads. They are compared only as they are
/// written.
pub(super) const META: [&str; 10] = [
    "count",
    "depends_on",
    "ephemeral",
    "for_each",
    "lifecycle",
    "provider",
    "providers",
    "source",
    "type",
    "version",
];
