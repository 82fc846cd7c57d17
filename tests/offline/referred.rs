//! What a blueprint refers to and does not make: existing functions, pools, layers
//! and domains. Something beside it that touches these is never `same`.

use crate::audit::{of_folder, root};
use crate::support::compile::{checked, write};
use anyhow::{Result, ensure};
use jwtgen::audit::Verdict;
use jwtgen::generate;
use std::fs;

/// A case of `tests/compile`, and what is put beside its output.
const CASES: &[(&str, &str)] = &[
    (
        "existing",
        "resource \"aws_lambda_function_url\" \"x\" {\n  function_name = \"arn:aws:lambda:eu-west-1:123456789012:function:orders:live\"\n  authorization_type = \"NONE\"\n}\n",
    ),
    (
        "existing",
        "resource \"aws_lambda_function_url\" \"x\" {\n  function_name = \"orders\"\n  authorization_type = \"NONE\"\n}\n",
    ),
    (
        "existing",
        "resource \"aws_lambda_permission\" \"x\" {\n  function_name = \"123456789012:orders\"\n  action = \"lambda:InvokeFunction\"\n  principal = \"*\"\n}\n",
    ),
    (
        "existing",
        "resource \"aws_lambda_alias\" \"x\" {\n  function_name = \"orders\"\n  name = \"live\"\n  function_version = \"1\"\n}\n",
    ),
    (
        "existing",
        "resource \"aws_iam_role\" \"x\" {\n  assume_role_policy = \"{}\"\n}\nresource \"aws_lambda_function\" \"x\" {\n  function_name = \"orders\"\n  role = aws_iam_role.x.arn\n}\n",
    ),
    (
        "functions",
        "resource \"aws_lambda_layer_version\" \"x\" {\n  layer_name = \"tools\"\n  filename = \"x.zip\"\n}\n",
    ),
    (
        "functions",
        "resource \"aws_sns_topic\" \"x\" {\n  name = \"failed\"\n}\n",
    ),
    (
        "functions",
        "resource \"aws_sns_topic_subscription\" \"x\" {\n  topic_arn = \"arn:aws:sns:eu-west-1:123456789012:failed\"\n  protocol = \"https\"\n  endpoint = \"https://example.org\"\n}\n",
    ),
    (
        "functions",
        "resource \"aws_route_table_association\" \"x\" {\n  subnet_id = var.subnet_a\n  route_table_id = \"rtb-1\"\n}\n",
    ),
    (
        "domain",
        "resource \"aws_route53_record\" \"x\" {\n  zone_id = \"Z1\"\n  name = \"api\"\n  type = \"CNAME\"\n  records = [\"example.org\"]\n}\n",
    ),
    (
        "domain",
        "resource \"aws_route53_record\" \"x\" {\n  zone_id = \"Z1\"\n  name = \"example.com\"\n  type = \"NS\"\n  records = [\"ns.example.org\"]\n}\n",
    ),
    (
        "domain",
        "resource \"aws_apigatewayv2_domain_name\" \"x\" {\n  domain_name = \"API.shop.example.com\"\n}\n",
    ),
    (
        "oidc",
        "resource \"aws_route53_record\" \"x\" {\n  zone_id = \"Z1\"\n  name = \"id\"\n  type = \"A\"\n  records = [\"192.0.2.1\"]\n}\n",
    ),
    (
        "existing_pool",
        "resource \"aws_cognito_user\" \"x\" {\n  user_pool_id = \"eu-west-1_AbCdEf123\"\n  username = \"eve\"\n}\n",
    ),
    (
        "existing_pool",
        "resource \"aws_cognito_identity_pool\" \"x\" {\n  identity_pool_name = \"x\"\n  cognito_identity_providers {\n    client_id = \"x\"\n    provider_name = \"cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123\"\n  }\n}\n",
    ),
];

#[test]
fn what_touches_what_is_referred_to_is_not_the_same() -> Result<()> {
    let mut failed = Vec::new();
    for (name, text) in CASES {
        let blueprint = root()
            .join("tests/compile")
            .join(name)
            .join("blueprint.toml");
        let checked = checked(&blueprint, None)?;
        let out = tempfile::tempdir()?;
        write(&generate::files(&checked), out.path())?;
        ensure!(
            of_folder(&checked, out.path())?.verdict() == Verdict::Same,
            "{name}"
        );
        fs::write(out.path().join("beside.tf"), text)?;
        if of_folder(&checked, out.path())?.verdict() == Verdict::Same {
            failed.push(format!("{name}: {text}"));
        }
    }
    ensure!(failed.is_empty(), "{}", failed.join("\n"));
    Ok(())
}

/// A record leads nobody elsewhere where the blueprint has no domain.
#[test]
fn a_record_is_harmless_where_there_is_no_domain() -> Result<()> {
    let blueprint = root().join("tests/compile/api/blueprint.toml");
    let checked = checked(&blueprint, None)?;
    let out = tempfile::tempdir()?;
    write(&generate::files(&checked), out.path())?;
    let text = "resource \"aws_route53_record\" \"x\" {\n  zone_id = \"Z1\"\n  name = \"docs\"\n  type = \"A\"\n}\n";
    fs::write(out.path().join("beside.tf"), text)?;
    let found = of_folder(&checked, out.path())?;
    ensure!(found.verdict() == Verdict::Same, "{:?}", found.findings);
    Ok(())
}
