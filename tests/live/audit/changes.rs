//! Changes of the walkthrough's output, made by hand.

use anyhow::{Result, ensure};
use std::fs;
use std::path::Path;

/// One change of the output, as a hand, a tool or another team might make it.
pub(super) struct Mutation {
    /// What it does.
    pub name: &'static str,
    /// The file, and what in it becomes what.
    pub edit: (&'static str, &'static str, &'static str),
    /// The resource that the audit has to name.
    pub address: &'static str,
}

const ADMIN_SCOPE: &str =
    r#"authorization_scopes = ["admin-${aws_cognito_user_pool_client.web.id}"]"#;

/// All of them.
pub(super) const MUTATIONS: &[Mutation] = &[
    Mutation {
        name: "a route made public",
        edit: (
            "routes.tf",
            "  authorization_type   = \"JWT\"\n  authorizer_id        = aws_apigatewayv2_authorizer.jwt.id\n  authorization_scopes = [\"admin-${aws_cognito_user_pool_client.web.id}\"]\n",
            "  authorization_type   = \"NONE\"\n",
        ),
        address: "aws_apigatewayv2_route.get_AdminUser",
    },
    Mutation {
        name: "a scope added to a route",
        edit: (
            "routes.tf",
            ADMIN_SCOPE,
            r#"authorization_scopes = ["admin-${aws_cognito_user_pool_client.web.id}", "regular-${aws_cognito_user_pool_client.web.id}"]"#,
        ),
        address: "aws_apigatewayv2_route.get_AdminUser",
    },
    Mutation {
        name: "a scope renamed",
        edit: (
            "routes.tf",
            ADMIN_SCOPE,
            r#"authorization_scopes = ["Admin-${aws_cognito_user_pool_client.web.id}"]"#,
        ),
        address: "aws_apigatewayv2_route.get_AdminUser",
    },
    Mutation {
        name: "the scopes of a route removed",
        edit: ("routes.tf", ADMIN_SCOPE, "authorization_scopes = []"),
        address: "aws_apigatewayv2_route.get_AdminUser",
    },
    Mutation {
        name: "a route added",
        edit: (
            "routes.tf",
            "resource \"aws_apigatewayv2_route\" \"get_RegularUser\" {",
            "resource \"aws_apigatewayv2_route\" \"extra\" {\n  api_id    = aws_apigatewayv2_api.main.id\n  route_key = \"GET /Extra\"\n  target    = \"integrations/${aws_apigatewayv2_integration.admin_user.id}\"\n}\n\nresource \"aws_apigatewayv2_route\" \"get_RegularUser\" {",
        ),
        address: "aws_apigatewayv2_route.extra",
    },
    Mutation {
        name: "a route sent to another function",
        edit: (
            "routes.tf",
            "integrations/${aws_apigatewayv2_integration.regular_user.id}",
            "integrations/${aws_apigatewayv2_integration.admin_user.id}",
        ),
        address: "aws_apigatewayv2_route.get_RegularUser",
    },
    Mutation {
        name: "the issuer replaced",
        edit: (
            "api.tf",
            "\"https://${aws_cognito_user_pool.main.endpoint}\"",
            "\"https://login.example.com\"",
        ),
        address: "aws_apigatewayv2_authorizer.jwt",
    },
    Mutation {
        name: "the audience widened",
        edit: (
            "api.tf",
            "audience = [aws_cognito_user_pool_client.web.id]",
            "audience = [aws_cognito_user_pool_client.web.id, \"another\"]",
        ),
        address: "aws_apigatewayv2_authorizer.jwt",
    },
    Mutation {
        name: "the permission to call a function removed",
        edit: ("api.tf", DEPENDENCY, "}\n"),
        address: "aws_lambda_permission.api_admin_user",
    },
    Mutation {
        name: "a permission granted to everyone",
        edit: (
            "api.tf",
            PERMISSION,
            "resource \"aws_lambda_permission\" \"api_admin_user\" {\n  action        = \"lambda:InvokeFunction\"\n  function_name = module.function_admin_user.function_name\n  principal     = \"*\"\n}\n",
        ),
        address: "aws_lambda_permission.api_admin_user",
    },
    Mutation {
        name: "the stage renamed",
        edit: ("api.tf", "name        = \"Test\"", "name        = \"Live\""),
        address: "aws_apigatewayv2_stage.main",
    },
    Mutation {
        name: "a group renamed",
        edit: (
            "identity.tf",
            "name         = \"admin\"",
            "name         = \"admins\"",
        ),
        address: "aws_cognito_user_group.admin",
    },
    Mutation {
        name: "the token handler not attached",
        edit: (
            "identity.tf",
            "pre_token_generation = module.token_handler.arn",
            "post_authentication = module.token_handler.arn",
        ),
        address: "aws_cognito_user_pool.main",
    },
    Mutation {
        name: "the token handler replaced",
        edit: (
            "identity.tf",
            "packages/token_handler.zip",
            "packages/function_admin_user.zip",
        ),
        address: "module.token_handler.aws_lambda_function.this",
    },
];

const PERMISSION: &str = "resource \"aws_lambda_permission\" \"api_admin_user\" {\n  action        = \"lambda:InvokeFunction\"\n  function_name = module.function_admin_user.function_name\n  principal     = \"apigateway.amazonaws.com\"\n  source_arn    = \"${aws_apigatewayv2_api.main.execution_arn}/*/*\"\n\n  lifecycle {\n    create_before_destroy = true\n  }\n}\n";

/// The same, with the dependency of what is invoked by it.
const DEPENDENCY: &str = "\n  depends_on = [aws_lambda_permission.api_admin_user]\n}\n\nresource \"aws_lambda_permission\" \"api_admin_user\" {\n  action        = \"lambda:InvokeFunction\"\n  function_name = module.function_admin_user.function_name\n  principal     = \"apigateway.amazonaws.com\"\n  source_arn    = \"${aws_apigatewayv2_api.main.execution_arn}/*/*\"\n\n  lifecycle {\n    create_before_destroy = true\n  }\n}\n";

impl Mutation {
    /// Changes the file, and gives what it was.
    pub(super) fn apply(&self, out: &Path) -> Result<String> {
        let (file, from, to) = self.edit;
        let path = out.join(file);
        let text = fs::read_to_string(&path)?;
        ensure!(text.contains(from), "{}: {file} has no {from}", self.name);
        fs::write(&path, text.replacen(from, to, 1))?;
        Ok(text)
    }
}
