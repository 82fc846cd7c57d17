//! When features were added to the AWS provider; below these versions they are
//! not generated.

use crate::version::Version;

/// `aws_cognito_user_pool.deletion_protection`. Source: provider change log.
pub const DELETION_PROTECTION: Version = Version(4, 38, 0);

/// `aws_cognito_user` (4.0.0) and `aws_cognito_user_in_group` (4.7.0). Source:
/// provider change log.
pub const USERS: Version = Version(4, 7, 0);

/// `aws_cognito_user_pool_client.enable_token_revocation`. It is absent from
/// the schema of 3.39 and present in that of 4.67; the versions between were
/// not looked at.
pub const TOKEN_REVOCATION: Version = Version(4, 67, 0);

/// `aws_cognito_user_pool.user_attribute_update_settings`. It is absent from the
/// schema of 3.39 and present in that of 4.67; the versions between were not
/// looked at.
pub const ATTRIBUTE_UPDATES: Version = Version(4, 67, 0);

/// `aws_apigatewayv2_api.ip_address_type`. It is absent from the schema of 4.67
/// and present in that of 5.100; the versions between were not looked at.
pub const IP_ADDRESS_TYPE: Version = Version(5, 100, 0);

/// `lambda_config.pre_token_generation_config`, without which the token handler
/// cannot change access tokens. Source: provider change log.
pub const ACCESS_TOKEN_TRIGGER: Version = Version(5, 41, 0);

/// `password_policy.password_history_size`. It is absent from the schema of 4.67
/// and present in that of 5.100; the versions between were not looked at.
pub const PASSWORD_HISTORY: Version = Version(5, 100, 0);

/// `aws_cognito_user_pool.user_pool_tier`. See
/// <https://github.com/hashicorp/terraform-provider-aws/issues/40633>.
pub const USER_POOL_TIER: Version = Version(5, 83, 0);

/// `aws_lambda_function.architectures`. It is absent from the schema of 3.39
/// and present in that of 4.67; the versions between were not looked at.
pub const ARCHITECTURES: Version = Version(4, 67, 0);

/// `aws_cloudwatch_log_group.skip_destroy`. It is absent from the schema of 3.39
/// and present in that of 4.67; the versions between were not looked at.
pub const KEPT_LOGS: Version = Version(4, 67, 0);

/// `override_during` in the test files of Terraform itself. See
/// <https://developer.hashicorp.com/terraform/language/tests/mocking>.
pub const OVERRIDE_DURING: Version = Version(1, 11, 0);

/// Mock providers in the test files of Terraform itself. Source: as above.
pub const MOCK_PROVIDERS: Version = Version(1, 7, 0);
