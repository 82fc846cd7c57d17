//! What a blueprint refers to and does not make: existing functions, pools, layers
//! and domains. Something beside it that touches these is never `same`.

use crate::audit::{of_folder, root};
use crate::support::compile::{checked, write};
use anyhow::{Result, ensure};
use jwtgen::audit::{Verdict, audit};
use jwtgen::evidence::{Disk, Evidence};
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

/// A function that another configuration makes and gives to the output.
const LENT: &[&str] = &[
    "resource \"aws_lambda_function_url\" \"x\" {\n  function_name = aws_lambda_function.o.arn\n  authorization_type = \"NONE\"\n}\n",
    "resource \"aws_lambda_function_url\" \"x\" {\n  function_name = join(\"\", [aws_lambda_function.o.arn])\n  authorization_type = \"NONE\"\n}\n",
    "resource \"aws_lambda_function_url\" \"x\" {\n  function_name = \"archive\"\n  authorization_type = \"NONE\"\n}\n",
    "resource \"aws_lambda_permission\" \"x\" {\n  function_name = aws_lambda_function.o.function_name\n  action = \"lambda:InvokeFunction\"\n  principal = \"*\"\n}\n",
];

#[test]
fn what_is_given_to_the_output_is_not_opened() -> Result<()> {
    let checked = checked(&root().join("examples/iam-internal/blueprint.toml"), None)?;
    let folder = tempfile::tempdir()?;
    write(&generate::files(&checked), &folder.path().join("api"))?;
    let audited = |more: &str| -> Result<_> {
        let text = format!(
            "resource \"aws_iam_role\" \"o\" {{\n  assume_role_policy = \"{{}}\"\n}}\nresource \"aws_lambda_function\" \"o\" {{\n  function_name = \"archive\"\n  role = aws_iam_role.o.arn\n}}\nmodule \"api\" {{\n  source = \"./api\"\n  archive_function_arn = aws_lambda_function.o.arn\n}}\n{more}"
        );
        fs::write(folder.path().join("main.tf"), text)?;
        let disk = Disk::new(folder.path());
        let evidence = Evidence::of_folder(&disk, Default::default())?;
        Ok(audit(&checked, &evidence, Some("module.api"))?)
    };
    let honest = audited("")?;
    ensure!(honest.verdict() == Verdict::Same, "{honest:#?}");
    let told = honest.origins.notes.iter();
    let mut told = told.filter(|note| note.contains("aws_lambda_function.o.arn"));
    ensure!(told.next().is_some(), "{:?}", honest.origins.notes);
    for more in LENT {
        ensure!(audited(more)?.verdict() != Verdict::Same, "{more}");
    }
    Ok(())
}

/// The same where nobody knows which function it is.
#[test]
fn what_may_be_any_function_is_not_opened() -> Result<()> {
    let checked = checked(&root().join("examples/iam-internal/blueprint.toml"), None)?;
    let out = tempfile::tempdir()?;
    write(&generate::files(&checked), out.path())?;
    let text = "resource \"aws_iam_role\" \"o\" {\n  name_prefix = \"x\"\n  assume_role_policy = \"{}\"\n}\nresource \"aws_lambda_function\" \"o\" {\n  function_name = \"archive\"\n  role = aws_iam_role.o.arn\n}\nresource \"aws_lambda_function_url\" \"o\" {\n  function_name = aws_lambda_function.o.arn\n  authorization_type = \"NONE\"\n}\n";
    fs::write(out.path().join("beside.tf"), text)?;
    ensure!(of_folder(&checked, out.path())?.verdict() != Verdict::Same);
    Ok(())
}

/// What decides is not left to a file that anybody may add.
#[test]
fn files_with_values_are_not_the_same() -> Result<()> {
    for (name, file, text) in [
        (
            "keycloak",
            "x.auto.tfvars",
            "issuer = \"https://evil.example.com/\"\n",
        ),
        (
            "keycloak",
            ".auto.tfvars",
            "issuer = \"https://evil.example.com/\"\n",
        ),
        (
            "keycloak",
            "terraform.tfvars.json",
            "{\"issuer\": \"https://evil.example.com/\"}",
        ),
        (
            "existing-pool",
            "terraform.tfvars",
            "user_pool_id = \"us-east-1_Evil12345\"\n",
        ),
        (
            "keycloak",
            "x.auto.tfvars",
            "a = <<E\nE\nissuer = \"https://evil.example.com/\"\nb = <<E\nE\n",
        ),
    ] {
        let blueprint = root().join("examples").join(name).join("blueprint.toml");
        let checked = checked(&blueprint, None)?;
        let out = tempfile::tempdir()?;
        write(&generate::files(&checked), out.path())?;
        fs::write(out.path().join("x.tfvars"), "issuer = 1")?;
        ensure!(of_folder(&checked, out.path())?.verdict() == Verdict::Same);
        fs::write(out.path().join(file), text)?;
        let found = of_folder(&checked, out.path())?;
        ensure!(found.verdict() == Verdict::Unknown, "{found:#?}");
        let mut named = found.findings.iter().map(|one| &one.cause);
        let value = text.contains("<<") || named.any(|cause| cause.to_lowercase().contains("evil"));
        ensure!(value, "{found:#?}");
    }
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
