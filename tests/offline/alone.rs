//! `jwtgen audit --alone`: what is not in view may be elsewhere, so nothing is
//! said about it.

use crate::support::compile::checked;
use anyhow::{Context, Result, ensure};
use jwtgen::audit::{Alone, alone};
use jwtgen::evidence::{Answer, Evidence};
use jwtgen::generate::{self, Files};
use std::path::Path;

const ROUTE: &str = "aws_apigatewayv2_route.get_RegularUser";

/// A change of a text: what is there, and what replaces it.
type Change<'a> = (&'a str, &'a str);

/// The walkthrough with every text changed that these changes name.
fn with(changes: &[Change<'_>]) -> Result<Alone> {
    let blueprint = Path::new(env!("CARGO_MANIFEST_DIR")).join("blueprint.toml");
    let mut files: Files = generate::files(&checked(&blueprint, None)?);
    for (from, to) in changes {
        let mut found = false;
        for (path, bytes) in files.iter_mut().filter(|(path, _)| path.ends_with(".tf")) {
            let text = std::str::from_utf8(bytes).context(path.to_string())?;
            found |= text.contains(from);
            *bytes = text.replace(from, to).into_bytes();
        }
        ensure!(found, "{from}");
    }
    let evidence = Evidence::of_folder(&files, Default::default())?;
    alone(&evidence).into_iter().next().context("no API")
}

/// What the audit says of a caller of the route.
fn answer(found: &Alone, caller: &str) -> Result<Answer> {
    let caller = found.callers.iter().position(|name| name == caller);
    let (_, _, answers) = found
        .routes
        .iter()
        .find(|(_, address, _)| address == ROUTE)
        .context("no route")?;
    Ok(answers[caller.context("no caller")?])
}

/// What decides and is not taken into account leaves a doubt.
#[test]
fn settings_that_change_decisions_are_doubts() -> Result<()> {
    ensure!(with(&[])?.doubts.is_empty(), "{:?}", with(&[])?.doubts);
    let cases: [(Change<'_>, &str); 9] = [
        (
            ("auto_deploy = true", "auto_deploy = false"),
            "what is deployed",
        ),
        (
            (
                "  authorization_type   = \"JWT\"\n",
                "  authorization_type   = \"JWT\"\n  lifecycle {\n    ignore_changes = [authorization_type]\n  }\n",
            ),
            "changes that it ignores",
        ),
        (
            (
                "protocol_type = \"HTTP\"\n",
                "protocol_type = \"HTTP\"\n  disable_execute_api_endpoint = true\n",
            ),
            "no address",
        ),
        (
            (
                "  principal     = \"apigateway.amazonaws.com\"\n",
                "  principal     = \"apigateway.amazonaws.com\"\n  source_account = \"1\"\n",
            ),
            "source_account",
        ),
        (
            (
                "  lambda_config {\n",
                "  lambda_config {\n    pre_authentication = \"arn:aws:lambda:us-east-1:1:function:x\"\n",
            ),
            "pre_authentication",
        ),
        (
            (
                "  username       = \"adminuser\"\n",
                "  username       = \"adminuser\"\n  enabled = false\n",
            ),
            "enabled",
        ),
        (
            (
                "  payload_format_version = \"2.0\"\n",
                "  payload_format_version = \"2.0\"\n  request_parameters = { \"overwrite:path\" = \"/x\" }\n",
            ),
            "request_parameters",
        ),
        (
            (
                "route_key            = \"GET /AdminUser\"",
                "route_key            = \"GET /RegularUser\"",
            ),
            "several routes",
        ),
        (
            (
                "resource \"aws_apigatewayv2_stage\" \"main\" {\n",
                "import {\n  to = aws_apigatewayv2_stage.main\n  id = \"x\"\n}\n\nresource \"aws_apigatewayv2_stage\" \"main\" {\n",
            ),
            "takes over",
        ),
    ];
    for (change, doubt) in cases {
        let found = with(&[change])?;
        let named = found.doubts.iter().any(|one| one.contains(doubt));
        ensure!(named && !found.is_certain(), "{doubt}: {:?}", found.doubts);
    }
    Ok(())
}

const PUBLIC: Change<'_> = (
    "  authorization_type   = \"JWT\"\n  authorizer_id        = aws_apigatewayv2_authorizer.jwt.id\n  authorization_scopes = [\"regular-${aws_cognito_user_pool_client.web.id}\"]\n",
    "",
);
/// A resource that is no longer there: another one is in its place.
const NO_PERMISSION: Change<'_> = (
    "resource \"aws_lambda_permission\" \"api_regular_user\" {\n  action        = \"lambda:InvokeFunction\"\n  function_name = module.function_regular_user.function_name",
    "resource \"aws_lambda_permission\" \"api_regular_user\" {\n  action        = \"lambda:InvokeFunction\"\n  function_name = module.function_admin_user.function_name",
);
const OTHER_FUNCTION: Change<'_> = (
    "module.function_regular_user.invoke_arn",
    "\"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:users/invocations\"",
);
const NO_STAGE: Change<'_> = (
    "resource \"aws_apigatewayv2_stage\" \"main\"",
    "resource \"aws_iot_thing\" \"main\"",
);
const NO_INTEGRATION: Change<'_> = (
    "  target               = \"integrations/${aws_apigatewayv2_integration.regular_user.id}\"\n",
    "",
);

#[test]
fn what_is_not_in_view_is_unknown() -> Result<()> {
    let all = with(&[PUBLIC])?;
    ensure!(answer(&all, "anonymous")? == Answer::Allow && all.is_certain());
    for change in [NO_PERMISSION, OTHER_FUNCTION, NO_STAGE] {
        let found = with(&[PUBLIC, change])?;
        ensure!(
            answer(&found, "anonymous")? == Answer::Unknown,
            "{change:?}"
        );
        ensure!(!found.is_certain());
        let doubts = found.doubts.join("\n");
        ensure!(doubts.contains(ROUTE), "{change:?}: {doubts}");
        // Who is turned away is turned away in any case.
        let found = with(&[change])?;
        ensure!(answer(&found, "anonymous")? == Answer::Unauthorized);
        ensure!(answer(&found, "group:regular")? == Answer::Unknown);
    }
    Ok(())
}

#[test]
fn a_token_handler_that_may_not_be_called_is_unknown() -> Result<()> {
    let found = with(&[(
        "principal     = \"cognito-idp.amazonaws.com\"",
        "principal     = \"sns.amazonaws.com\"",
    )])?;
    ensure!(answer(&found, "group:regular")? == Answer::Unknown);
    ensure!(!found.is_certain());
    Ok(())
}

#[test]
fn a_token_handler_that_cannot_run_is_unknown() -> Result<()> {
    let module = "  handler     = \"index.handler\"\n  runtime     = \"nodejs24.x\"";
    let python = module.replace("nodejs24.x", "python3.13");
    let found = with(&[(module, &python)])?;
    ensure!(answer(&found, "group:regular")? == Answer::Unknown);
    ensure!(!found.is_certain());
    Ok(())
}

#[test]
fn a_member_of_a_group_that_nobody_makes_is_unknown() -> Result<()> {
    let group = "resource \"aws_cognito_user_group\" \"regular\" {\n  name         = \"regular\"\n  user_pool_id = aws_cognito_user_pool.main.id";
    let elsewhere = group.replace("aws_cognito_user_pool.main.id", "\"eu-west-1_AbCdEfGhI\"");
    let found = with(&[(group, &elsewhere)])?;
    ensure!(!found.is_certain());
    let doubts = found.doubts.join("\n");
    ensure!(doubts.contains("memberships"), "{doubts}");
    Ok(())
}

#[test]
fn a_route_without_an_integration_fails() -> Result<()> {
    let found = with(&[PUBLIC, NO_INTEGRATION])?;
    ensure!(answer(&found, "anonymous")? == Answer::Fails);
    Ok(())
}
