//! What resources and blocks outside of a blueprint can do, as data. What is in
//! no table is unknown.

/// Types that give nobody access to anything of a blueprint, each with the
/// reason.
pub(super) const HARMLESS: [(&str, &str); 13] = [
    (
        "aws_acm_certificate",
        "a certificate is used only by what names it",
    ),
    (
        "aws_acm_certificate_validation",
        "it only waits for a certificate",
    ),
    ("aws_cloudwatch_dashboard", "it only shows metrics"),
    ("aws_cloudwatch_query_definition", "it only stores a query"),
    ("aws_dynamodb_table", "it holds data, and calls nothing"),
    ("aws_ecr_repository", "it holds images, and runs nothing"),
    ("aws_iam_user", "a user may do what policies allow it"),
    ("aws_kms_key", "its policy is about itself"),
    (
        "aws_s3_bucket",
        "it holds data; what it notifies is a type of its own",
    ),
    (
        "aws_sns_topic",
        "who is subscribed to it is a type of its own",
    ),
    (
        "aws_sqs_queue",
        "it holds messages; what reads them is a type of its own",
    ),
    ("aws_vpc", "APIs and pools are in no VPC"),
    (
        "aws_apigatewayv2_vpc_link",
        "it is used only by integrations that name it",
    ),
];

/// Data sources that only read, each with the reason why what they read is no
/// secret. Any other one may run something, or hand out what only the account that
/// plans may read.
pub(super) const HARMLESS_DATA: [(&str, &str); 32] = [
    (
        "aws_acm_certificate",
        "it looks for a certificate by its domain",
    ),
    ("aws_ami", "it looks for an image"),
    ("aws_apigatewayv2_api", "it looks up an API"),
    ("aws_apigatewayv2_apis", "it lists APIs"),
    ("aws_arn", "it takes an ARN apart"),
    ("aws_availability_zones", "it lists zones"),
    ("aws_caller_identity", "it says which account this is"),
    ("aws_canonical_user_id", "it says which account this is"),
    ("aws_cloudwatch_log_group", "it looks up a log group"),
    ("aws_cloudwatch_log_groups", "it lists log groups"),
    ("aws_cognito_user_pools", "it lists pools by their name"),
    ("aws_default_tags", "it lists the tags of the provider"),
    ("aws_dynamodb_table", "it looks up a table, and no item"),
    ("aws_ecr_repository", "it looks up a repository"),
    ("aws_iam_account_alias", "it says which account this is"),
    ("aws_iam_policy", "it looks up a policy"),
    (
        "aws_iam_policy_document",
        "it writes a policy that others attach",
    ),
    ("aws_iam_role", "it looks up a role"),
    ("aws_kms_alias", "it looks up a key"),
    ("aws_kms_key", "it looks up a key"),
    ("aws_partition", "it says which partition of AWS this is"),
    ("aws_region", "it says which Region this is"),
    ("aws_route53_zone", "it looks up a hosted zone"),
    ("aws_s3_bucket", "it looks up a bucket, and no object"),
    ("aws_security_group", "it looks up a security group"),
    ("aws_security_groups", "it lists security groups"),
    ("aws_sns_topic", "it looks up a topic"),
    ("aws_sqs_queue", "it looks up a queue"),
    ("aws_subnet", "it looks up a subnet"),
    ("aws_subnets", "it lists subnets"),
    ("aws_vpc", "it looks up a VPC"),
    ("aws_vpcs", "it lists VPCs"),
];

/// A type that acts on what it names, or gives access to it. A resource of it is
/// harmless if everything that it acts on is proven to be something else than the
/// blueprint's.
pub(super) struct Acting {
    /// The type.
    pub kind: &'static str,
    /// Arguments that choose its own name, which may be that of something that
    /// exists already.
    pub names: &'static [&'static str],
    /// Arguments that say what it acts on.
    pub targets: &'static [&'static str],
    /// Arguments that are IAM policies.
    pub policies: &'static [&'static str],
}

const fn acting(
    kind: &'static str,
    names: &'static [&'static str],
    targets: &'static [&'static str],
    policies: &'static [&'static str],
) -> Acting {
    Acting {
        kind,
        names,
        targets,
        policies,
    }
}

/// Types that act on what they name. Those that can do so in further ways, such as
/// a CloudFront distribution or a state machine, are unknown on purpose.
pub(super) const ACTING: [Acting; 62] = [
    acting(
        "aws_apigatewayv2_api",
        &[],
        &["target", "body", "credentials_arn"],
        &[],
    ),
    acting(
        "aws_apigatewayv2_authorizer",
        &[],
        &["api_id", "authorizer_uri", "authorizer_credentials_arn"],
        &[],
    ),
    acting("aws_apigatewayv2_deployment", &[], &["api_id"], &[]),
    acting(
        "aws_apigatewayv2_integration",
        &[],
        &[
            "api_id",
            "integration_uri",
            "credentials_arn",
            "request_parameters",
        ],
        &[],
    ),
    acting(
        "aws_apigatewayv2_integration_response",
        &[],
        &["api_id", "integration_id"],
        &[],
    ),
    acting("aws_apigatewayv2_model", &[], &["api_id"], &[]),
    acting(
        "aws_apigatewayv2_route",
        &[],
        &["api_id", "target", "authorizer_id"],
        &[],
    ),
    acting(
        "aws_apigatewayv2_route_response",
        &[],
        &["api_id", "route_id"],
        &[],
    ),
    acting(
        "aws_apigatewayv2_stage",
        &[],
        &["api_id", "access_log_settings"],
        &[],
    ),
    acting(
        "aws_api_gateway_authorizer",
        &[],
        &[
            "rest_api_id",
            "authorizer_uri",
            "authorizer_credentials",
            "provider_arns",
        ],
        &[],
    ),
    acting("aws_api_gateway_deployment", &[], &["rest_api_id"], &[]),
    acting(
        "aws_api_gateway_integration",
        &[],
        &["rest_api_id", "uri", "credentials"],
        &[],
    ),
    acting(
        "aws_api_gateway_integration_response",
        &[],
        &["rest_api_id"],
        &[],
    ),
    acting(
        "aws_api_gateway_method",
        &[],
        &["rest_api_id", "authorizer_id"],
        &[],
    ),
    acting(
        "aws_api_gateway_method_response",
        &[],
        &["rest_api_id"],
        &[],
    ),
    acting(
        "aws_api_gateway_method_settings",
        &[],
        &["rest_api_id"],
        &[],
    ),
    acting("aws_api_gateway_resource", &[], &["rest_api_id"], &[]),
    acting(
        "aws_api_gateway_rest_api",
        &[],
        &["body", "put_rest_api_mode"],
        &["policy"],
    ),
    acting(
        "aws_api_gateway_stage",
        &[],
        &["rest_api_id", "access_log_settings"],
        &[],
    ),
    acting("aws_cloudwatch_event_rule", &[], &["role_arn"], &[]),
    acting(
        "aws_cloudwatch_event_target",
        &[],
        &["arn", "role_arn"],
        &[],
    ),
    acting("aws_cloudwatch_log_group", &["name"], &[], &[]),
    acting(
        "aws_cloudwatch_log_metric_filter",
        &[],
        &["log_group_name"],
        &[],
    ),
    acting("aws_cloudwatch_log_stream", &[], &["log_group_name"], &[]),
    acting(
        "aws_cloudwatch_metric_alarm",
        &[],
        &["alarm_actions", "insufficient_data_actions", "ok_actions"],
        &[],
    ),
    acting(
        "aws_cognito_identity_pool",
        &[],
        &[
            "cognito_identity_providers",
            "openid_connect_provider_arns",
            "saml_provider_arns",
        ],
        &[],
    ),
    acting("aws_cognito_identity_provider", &[], &["user_pool_id"], &[]),
    acting("aws_cognito_resource_server", &[], &["user_pool_id"], &[]),
    acting(
        "aws_cognito_risk_configuration",
        &[],
        &["user_pool_id"],
        &[],
    ),
    acting("aws_cognito_user", &[], &["user_pool_id"], &[]),
    acting(
        "aws_cognito_user_group",
        &[],
        &["user_pool_id", "role_arn"],
        &[],
    ),
    acting("aws_cognito_user_in_group", &[], &["user_pool_id"], &[]),
    acting(
        "aws_cognito_user_pool",
        &[],
        &["lambda_config", "sms_configuration"],
        &[],
    ),
    acting("aws_cognito_user_pool_client", &[], &["user_pool_id"], &[]),
    acting(
        "aws_cognito_user_pool_domain",
        &["domain"],
        &["user_pool_id"],
        &[],
    ),
    acting(
        "aws_cognito_user_pool_ui_customization",
        &[],
        &["user_pool_id"],
        &[],
    ),
    acting("aws_iam_group_policy", &[], &[], &["policy"]),
    acting("aws_iam_group_policy_attachment", &[], &["policy_arn"], &[]),
    acting("aws_iam_policy", &["name"], &[], &["policy"]),
    acting(
        "aws_iam_role",
        &["name"],
        &["managed_policy_arns", "inline_policy"],
        &[],
    ),
    acting("aws_iam_role_policy", &[], &["role"], &["policy"]),
    acting(
        "aws_iam_role_policy_attachment",
        &[],
        &["role", "policy_arn"],
        &[],
    ),
    acting("aws_iam_user_policy", &[], &[], &["policy"]),
    acting("aws_iam_user_policy_attachment", &[], &["policy_arn"], &[]),
    acting("aws_internet_gateway", &[], &["vpc_id"], &[]),
    acting("aws_lambda_alias", &[], &["function_name"], &[]),
    acting(
        "aws_lambda_event_source_mapping",
        &[],
        &["function_name"],
        &[],
    ),
    acting("aws_lambda_function", &["function_name"], &["role"], &[]),
    acting(
        "aws_lambda_function_event_invoke_config",
        &[],
        &["function_name", "destination_config"],
        &[],
    ),
    acting("aws_lambda_function_url", &[], &["function_name"], &[]),
    acting("aws_lambda_permission", &[], &["function_name"], &[]),
    acting(
        "aws_lambda_provisioned_concurrency_config",
        &[],
        &["function_name"],
        &[],
    ),
    acting("aws_lb_target_group_attachment", &[], &["target_id"], &[]),
    acting(
        "aws_s3_bucket_lifecycle_configuration",
        &[],
        &["bucket"],
        &[],
    ),
    acting(
        "aws_s3_bucket_notification",
        &[],
        &["bucket", "lambda_function"],
        &[],
    ),
    acting("aws_s3_bucket_ownership_controls", &[], &["bucket"], &[]),
    acting("aws_s3_bucket_public_access_block", &[], &["bucket"], &[]),
    acting(
        "aws_s3_bucket_server_side_encryption_configuration",
        &[],
        &["bucket"],
        &[],
    ),
    acting("aws_s3_bucket_versioning", &[], &["bucket"], &[]),
    acting(
        "aws_sns_topic_subscription",
        &[],
        &["topic_arn", "endpoint", "subscription_role_arn"],
        &[],
    ),
    acting("aws_subnet", &[], &["vpc_id"], &[]),
    acting("aws_wafv2_web_acl_association", &[], &["resource_arn"], &[]),
];

/// What an argument of a type that acts may refer to: the type, and its attributes
/// that nobody can choose, or that are the names of this type. A name proves nothing
/// in the place of an id of another type.
type Fitting = &'static [(&'static str, &'static [&'static str])];

/// By argument. Any other one may refer to ARNs only.
pub(super) const FITTING: [(&str, Fitting); 16] = [
    ("api_id", &[("aws_apigatewayv2_api", &["id"])]),
    (
        "authorizer_id",
        &[
            ("aws_apigatewayv2_authorizer", &["id"]),
            ("aws_api_gateway_authorizer", &["id"]),
        ],
    ),
    (
        "authorizer_uri",
        &[("aws_lambda_function", &["invoke_arn"])],
    ),
    ("bucket", &[("aws_s3_bucket", &["id", "bucket"])]),
    (
        "cognito_identity_providers",
        &[
            ("aws_cognito_user_pool", &["endpoint"]),
            ("aws_cognito_user_pool_client", &["id"]),
        ],
    ),
    (
        "function_name",
        &[(
            "aws_lambda_function",
            &["function_name", "arn", "qualified_arn"],
        )],
    ),
    (
        "integration_id",
        &[("aws_apigatewayv2_integration", &["id"])],
    ),
    (
        "integration_uri",
        &[("aws_lambda_function", &["arn", "invoke_arn"])],
    ),
    ("log_group_name", &[("aws_cloudwatch_log_group", &["name"])]),
    ("rest_api_id", &[("aws_api_gateway_rest_api", &["id"])]),
    ("role", &[("aws_iam_role", &["id", "name", "arn"])]),
    ("route_id", &[("aws_apigatewayv2_route", &["id"])]),
    ("target", &[("aws_apigatewayv2_integration", &["id"])]),
    ("uri", &[("aws_lambda_function", &["invoke_arn"])]),
    ("user_pool_id", &[("aws_cognito_user_pool", &["id"])]),
    ("vpc_id", &[("aws_vpc", &["id"])]),
];

/// Types whose ARNs are their own.
pub(super) const WITH_ARN: [&str; 15] = [
    "aws_api_gateway_stage",
    "aws_apigatewayv2_stage",
    "aws_cloudwatch_log_group",
    "aws_cognito_user_pool",
    "aws_dynamodb_table",
    "aws_iam_policy",
    "aws_iam_role",
    "aws_kms_key",
    "aws_lambda_function",
    "aws_lb",
    "aws_s3_bucket",
    "aws_sfn_state_machine",
    "aws_sns_topic",
    "aws_sqs_queue",
    "aws_iam_user",
];

/// Attributes of a blueprint's resources that hold secrets, by type: those that the
/// provider's schemas call sensitive, and those that blueprints put secrets in.
pub(super) const SECRETS: [(&str, &[&str]); 5] = [
    ("aws_acm_certificate", &["private_key"]),
    ("aws_cognito_identity_provider", &["provider_details"]),
    ("aws_cognito_user", &["password", "temporary_password"]),
    ("aws_cognito_user_pool_client", &["client_secret"]),
    ("aws_lambda_function", &["environment"]),
];

/// Services whose actions do nothing to what a blueprint compiles to.
pub(super) const OTHER_SERVICES: [&str; 8] = [
    "cloudwatch",
    "dynamodb",
    "ecr",
    "kms",
    "s3",
    "sns",
    "sqs",
    "xray",
];

/// Types of DNS records that lead nobody anywhere.
pub(super) const PLAIN_RECORDS: [&str; 3] = ["MX", "SRV", "TXT"];

/// Arguments that are paths of files.
pub(super) const PATHS: [&str; 1] = ["filename"];

/// Arguments that only describe.
pub(super) const DESCRIBING: [&str; 3] = ["description", "tags", "tags_all"];

/// Managed policies of AWS that functions need and that open nothing else.
pub(super) const MANAGED: [&str; 3] = [
    "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess",
    "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
    "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole",
];

/// Arguments of resources that Terraform itself reads.
pub(super) const RESOURCE_META: [&str; 5] =
    ["count", "depends_on", "for_each", "lifecycle", "provider"];

/// Arguments of any block that Terraform itself reads. They are compared only as
/// they are written.
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
