//! `jwtgen audit` of folders: what is compiled is the same as its blueprint, and
//! no change of it is.

use crate::support::compile::{checked, write};
use crate::support::examples::examples;
use anyhow::{Context, Result, ensure};
use jwtgen::Checked;
use jwtgen::audit::{Audit, Verdict, audit};
use jwtgen::evidence::{Disk, Evidence};
use jwtgen::generate;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The blueprint of the repository, of every compile case and every example.
fn blueprints() -> Result<Vec<PathBuf>> {
    let mut folders = vec![root().to_owned()];
    for case in fs::read_dir(root().join("tests/compile"))? {
        folders.push(case?.path());
    }
    folders.extend(examples()?);
    let blueprints = folders.iter().map(|folder| folder.join("blueprint.toml"));
    Ok(blueprints.filter(|path| path.exists()).collect())
}

pub(crate) fn of_folder(checked: &Checked, folder: &Path) -> Result<Audit> {
    let disk = Disk::new(folder);
    let evidence = Evidence::of_folder(&disk, Default::default())?;
    Ok(audit(checked, &evidence, None)?)
}

/// The walkthrough, compiled to a folder.
pub(crate) fn walkthrough() -> Result<(Checked, tempfile::TempDir)> {
    let checked = checked(&root().join("blueprint.toml"), None)?;
    let out = tempfile::tempdir()?;
    write(&generate::files(&checked), out.path())?;
    Ok((checked, out))
}

#[test]
fn what_is_compiled_is_the_same() -> Result<()> {
    let mut failed = Vec::new();
    let blueprints = blueprints()?;
    ensure!(blueprints.len() > 35, "{}", blueprints.len());
    for blueprint in &blueprints {
        let checked = checked(blueprint, None)?;
        let out = tempfile::tempdir()?;
        write(&generate::files(&checked), out.path())?;
        let found = of_folder(&checked, out.path())?;
        if found.verdict() != Verdict::Same {
            failed.push(format!("{}: {found:#?}", blueprint.display()));
        }
    }
    ensure!(failed.is_empty(), "{}", failed.join("\n"));
    Ok(())
}

/// The changes of `tests/audit/cases`, one at a time.
#[test]
fn no_case_is_the_same() -> Result<()> {
    let mut failed = Vec::new();
    let cases = fs::read_dir(root().join("tests/audit/cases"))?;
    let mut cases: Vec<PathBuf> = cases.map(|case| Ok(case?.path())).collect::<Result<_>>()?;
    cases.sort();
    ensure!(cases.len() >= 13, "{}", cases.len());
    for case in &cases {
        let (checked, out) = walkthrough()?;
        let add = case.join("add");
        if add.exists() {
            let mut command = Command::new("cp");
            let command = command.arg("-r").arg(add.join(".")).arg(out.path());
            let copied = command.status()?;
            ensure!(copied.success(), "{}", case.display());
        }
        let patch = case.join("change.patch");
        if patch.exists() {
            let mut command = Command::new("patch");
            let command = command.args(["-p1", "-s", "-d"]).arg(out.path()).arg("-i");
            ensure!(
                command.arg(&patch).status()?.success(),
                "{}",
                case.display()
            );
        }
        let found = of_folder(&checked, out.path())?;
        let named = found
            .findings
            .iter()
            .any(|finding| finding.verdict != Verdict::Same);
        if found.verdict() == Verdict::Same || !named {
            failed.push(format!("{}: {found:#?}", case.display()));
        }
    }
    ensure!(failed.is_empty(), "{}", failed.join("\n"));
    Ok(())
}

/// What else may be in a folder, and what the audit says about it.
pub(crate) const BESIDE: &[(&str, &str, Verdict)] = &[
    (
        "a bucket",
        "resource \"aws_s3_bucket\" \"a\" {\n  bucket = \"logs\"\n}\n",
        Verdict::Same,
    ),
    (
        "a bucket named after a function",
        "resource \"aws_s3_bucket\" \"a\" {\n  bucket = module.function_admin_user.function_name\n}\n",
        Verdict::Unknown,
    ),
    (
        "a backend",
        "terraform {\n  backend \"s3\" {\n    bucket = \"state\"\n  }\n}\n",
        Verdict::Same,
    ),
    (
        "a provider",
        "provider \"aws\" {\n  region = \"eu-west-1\"\n}\n",
        Verdict::Same,
    ),
    (
        "another place for functions",
        "provider \"aws\" {\n  endpoints {\n    lambda = \"https://a.example\"\n    iam = \"https://b.example\"\n  }\n}\n",
        Verdict::Unknown,
    ),
    (
        "an instance",
        "resource \"aws_instance\" \"a\" {}\n",
        Verdict::Unknown,
    ),
    (
        "a stack",
        "resource \"aws_cloudformation_stack\" \"a\" {\n  name = \"x\"\n}\n",
        Verdict::Unknown,
    ),
    (
        "a null resource",
        "resource \"null_resource\" \"a\" {}\n",
        Verdict::Unknown,
    ),
    (
        "data of a program",
        "data \"external\" \"a\" {\n  program = [\"x\"]\n}\n",
        Verdict::Unknown,
    ),
    (
        "a provisioner",
        "resource \"aws_s3_bucket\" \"a\" {\n  provisioner \"local-exec\" {\n    command = \"x\"\n  }\n}\n",
        Verdict::Unknown,
    ),
    (
        "an import",
        "import {\n  to = aws_s3_bucket.a\n  id = \"x\"\n}\n",
        Verdict::Unknown,
    ),
    (
        "a move",
        "moved {\n  from = aws_s3_bucket.a\n  to = aws_s3_bucket.b\n}\n",
        Verdict::Unknown,
    ),
    (
        "a URL of a function by its name",
        "resource \"aws_lambda_function_url\" \"a\" {\n  function_name = \"LambdaForAdminUser\"\n  authorization_type = \"NONE\"\n}\n",
        Verdict::Different,
    ),
    (
        "a URL of a function by parts of its name",
        "resource \"aws_lambda_function_url\" \"a\" {\n  function_name = \"LambdaFor${\"AdminUser\"}\"\n  authorization_type = \"NONE\"\n}\n",
        Verdict::Different,
    ),
    (
        "a URL of a function that is not in view",
        "resource \"aws_lambda_function_url\" \"a\" {\n  function_name = \"Another\"\n  authorization_type = \"NONE\"\n}\n",
        Verdict::Unknown,
    ),
    (
        "a URL of another function",
        "resource \"aws_lambda_function\" \"a\" {\n  function_name = \"Another\"\n  role = aws_iam_role.a.arn\n}\nresource \"aws_iam_role\" \"a\" {\n  assume_role_policy = \"{}\"\n}\nresource \"aws_lambda_function_url\" \"a\" {\n  function_name = aws_lambda_function.a.function_name\n  authorization_type = \"NONE\"\n}\n",
        Verdict::Same,
    ),
    (
        "a URL of a function by a variable",
        "variable \"f\" {\n  type = string\n  default = \"Another\"\n}\nresource \"aws_lambda_function_url\" \"a\" {\n  function_name = var.f\n  authorization_type = \"NONE\"\n}\n",
        Verdict::Unknown,
    ),
    (
        "a permission by an ARN",
        "resource \"aws_lambda_permission\" \"a\" {\n  function_name = \"arn:aws:lambda:eu-west-1:123456789012:function:LambdaForAdminUser\"\n  action = \"lambda:InvokeFunction\"\n  principal = \"*\"\n}\n",
        Verdict::Unknown,
    ),
    (
        "an app client",
        "resource \"aws_cognito_user_pool_client\" \"a\" {\n  name = \"a\"\n  user_pool_id = aws_cognito_user_pool.main.id\n}\n",
        Verdict::Different,
    ),
    (
        "a policy of a function's role",
        "resource \"aws_iam_role_policy\" \"a\" {\n  role = module.function_admin_user.role_name\n  policy = \"{}\"\n}\n",
        Verdict::Different,
    ),
    (
        "a second API that reaches a function",
        "resource \"aws_apigatewayv2_api\" \"a\" {\n  name = \"a\"\n  protocol_type = \"HTTP\"\n}\nresource \"aws_apigatewayv2_integration\" \"a\" {\n  api_id = aws_apigatewayv2_api.a.id\n  integration_type = \"AWS_PROXY\"\n  integration_uri = module.function_admin_user.invoke_arn\n}\n",
        Verdict::Different,
    ),
    (
        "a second API of its own",
        "resource \"aws_apigatewayv2_api\" \"a\" {\n  name = \"a\"\n  protocol_type = \"HTTP\"\n}\nresource \"aws_apigatewayv2_route\" \"a\" {\n  api_id = aws_apigatewayv2_api.a.id\n  route_key = \"GET /\"\n}\nresource \"aws_iam_role\" \"a\" {\n  assume_role_policy = \"{}\"\n}\nresource \"aws_lambda_function\" \"a\" {\n  function_name = \"Another\"\n  role = aws_iam_role.a.arn\n}\nresource \"aws_lambda_permission\" \"a\" {\n  function_name = aws_lambda_function.a.arn\n  action = \"lambda:InvokeFunction\"\n  principal = \"apigateway.amazonaws.com\"\n  source_arn = \"${aws_apigatewayv2_api.a.execution_arn}/*/*\"\n}\n",
        Verdict::Same,
    ),
    (
        "a route of an API that is found",
        "data \"aws_apigatewayv2_apis\" \"a\" {\n  name = \"jwt-auth\"\n}\nresource \"aws_apigatewayv2_route\" \"a\" {\n  api_id = one(data.aws_apigatewayv2_apis.a.ids)\n  route_key = \"GET /open\"\n}\n",
        Verdict::Unknown,
    ),
    (
        "a trigger through a local value",
        "locals {\n  f = module.function_admin_user.arn\n}\nresource \"aws_sns_topic_subscription\" \"a\" {\n  topic_arn = aws_sns_topic.a.arn\n  protocol = \"lambda\"\n  endpoint = local.f\n}\nresource \"aws_sns_topic\" \"a\" {}\n",
        Verdict::Different,
    ),
    (
        "a role that may do everything",
        "resource \"aws_iam_role\" \"a\" {\n  name = \"a\"\n  assume_role_policy = \"{}\"\n  inline_policy {\n    policy = jsonencode({ Statement = [{ Effect = \"Allow\", Action = \"*\", Resource = \"*\" }] })\n  }\n}\n",
        Verdict::Unknown,
    ),
    (
        "a remote module",
        "module \"a\" {\n  source = \"terraform-aws-modules/lambda/aws\"\n}\n",
        Verdict::Unknown,
    ),
];

#[test]
fn what_lies_beside_is_judged() -> Result<()> {
    let mut failed = Vec::new();
    let (checked, out) = walkthrough()?;
    for (name, text, expected) in BESIDE {
        let file = out.path().join("beside.tf");
        fs::write(&file, text)?;
        let found = of_folder(&checked, out.path())?;
        if found.verdict() != *expected {
            failed.push(format!("{name}: {:#?} {:#?}", found.findings, found.doubts));
        }
        fs::remove_file(file)?;
    }
    for name in [
        "a.tofu",
        "a.tf.json",
        "a.tofu.json",
        "#a.tf",
        "a_override.tf",
    ] {
        let file = out.path().join(name);
        fs::write(&file, "removed {\n  from = aws_s3_bucket.a\n}\n")?;
        let found = of_folder(&checked, out.path())?;
        if found.verdict() == Verdict::Same {
            failed.push(name.to_owned());
        }
        fs::remove_file(file)?;
    }
    ensure!(failed.is_empty(), "{}", failed.join("\n"));
    of_folder(&checked, out.path())
        .map(|_| ())
        .context("unchanged")
}

/// Outputs of a state that hold a secret of it, whole or as a part.
#[test]
fn an_output_that_shows_a_secret_is_unknown() -> Result<()> {
    let (checked, _folder) = walkthrough()?;
    let resource = |kind: &str, values: Value| {
        json!({
            "address": format!("{kind}.main"),
            "mode": "managed",
            "type": kind,
            "name": "main",
            "provider_name": "registry.terraform.io/hashicorp/aws",
            "schema_version": 0,
            "values": values,
        })
    };
    let state = |shown: &str| {
        json!({
            "format_version": "1.0",
            "terraform_version": "1.11.4",
            "values": {
                "outputs": {
                    "shown": { "sensitive": true, "value": { "list": ["", shown] } },
                },
                "root_module": { "resources": [
                    resource("aws_cognito_user_pool", json!({ "name": "jwt-auth" })),
                    resource("aws_cognito_user_pool_client", json!({ "client_secret": "0123456789" })),
                    resource("aws_cognito_user", json!({ "password": "Correct-Horse-7" })),
                ] },
            },
        })
    };
    let is_found = |shown: &str| -> Result<bool> {
        let state = state(shown);
        let evidence = Evidence::of_json(&state, None)?;
        let found = audit(&checked, &evidence, None)?;
        let mut findings = found.findings.iter();
        Ok(findings.any(|found| found.address == "output.shown"))
    };
    for secret in ["0123456789", "is Correct-Horse-7."] {
        ensure!(is_found(secret)?, "{secret}");
    }
    ensure!(!is_found("jwt-auth")?);
    Ok(())
}
