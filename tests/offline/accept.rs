//! `[audit.accept]`: what is unknown about foreign things becomes an assumption,
//! and nothing else changes.

use crate::audit::{BESIDE, of_folder, root, walkthrough};
use anyhow::{Result, bail, ensure};
use jwtgen::Checked;
use jwtgen::audit::{Audit, Verdict};
use jwtgen::package::Disk;
use jwtgen::source::Source;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The walkthrough's blueprint, which accepts these addresses.
fn accepting<'a>(addresses: impl IntoIterator<Item = &'a str>) -> Result<Checked> {
    let mut text = fs::read_to_string(root().join("blueprint.toml"))?;
    text.push_str("\n[audit.accept]\n");
    for address in addresses {
        let address = serde_json::json!(address);
        text.push_str(&format!("{address} = \"looked at\"\n"));
    }
    let source = Source::new("blueprint.toml", text);
    let sources = Disk::new(root(), &root().join("out"));
    match jwtgen::check(&source, &sources, None) {
        (_, Some(checked)) => Ok(checked),
        (found, None) => bail!(jwtgen::diagnostic::render::short(&found, &source)),
    }
}

fn with(out: &Path, text: &str, checked: &Checked) -> Result<Audit> {
    let file = out.join("beside.tf");
    fs::write(&file, text)?;
    let found = of_folder(checked, out);
    fs::remove_file(file)?;
    found
}

#[test]
fn what_is_unknown_is_assumed_and_what_is_different_is_not() -> Result<()> {
    let (checked, out) = walkthrough()?;
    let mut accepted = 0;
    for (name, text, expected) in BESIDE {
        let before = with(out.path(), text, &checked)?;
        let addresses: BTreeSet<&str> = before
            .findings
            .iter()
            .map(|finding| finding.address.as_str())
            .collect();
        let after = with(out.path(), text, &accepting(addresses.iter().copied())?)?;
        match expected {
            Verdict::Same => ensure!(addresses.is_empty(), "{name}"),
            Verdict::Different => ensure!(after.verdict() == Verdict::Different, "{name}"),
            // What was not read stays a doubt.
            Verdict::Unknown if text.contains("terraform-aws-modules") => {
                ensure!(after.verdict() == Verdict::Unknown, "{name}");
            }
            Verdict::Unknown => {
                accepted += 1;
                ensure!(after.verdict() == Verdict::Same, "{name}: {after:#?}");
                for finding in &before.findings {
                    let (address, cause) = (&finding.address, &finding.cause);
                    let start = format!("`{address}` is harmless, although ");
                    let mut assumed = after.assumed.iter();
                    let listed = assumed.any(|one| {
                        one.starts_with(&start)
                            && one.contains(cause)
                            && one.ends_with(": looked at")
                    });
                    ensure!(listed, "{name}: {after:#?}");
                }
                ensure!(after.origins.notes.is_empty(), "{name}: {after:#?}");
            }
        }
    }
    ensure!(accepted > 10, "{accepted}");
    Ok(())
}

#[test]
fn nothing_of_the_blueprint_can_be_accepted() -> Result<()> {
    let (checked, out) = walkthrough()?;
    let own = "aws_apigatewayv2_route.get_AdminUser";
    let routes = fs::read_to_string(out.path().join("routes.tf"))?;
    let block = "resource \"aws_apigatewayv2_route\" \"get_AdminUser\" {";
    ensure!(routes.contains(block), "{routes}");
    // A provisioner is unknown, wherever it is.
    let changed = routes.replace(
        block,
        &format!("{block}\n  provisioner \"local-exec\" {{\n    command = \"x\"\n  }}\n"),
    );
    fs::write(out.path().join("routes.tf"), changed)?;
    let before = of_folder(&checked, out.path())?;
    ensure!(before.verdict() != Verdict::Same, "{before:#?}");
    let addresses = before.findings.iter().map(|one| one.address.as_str());
    let addresses: BTreeSet<&str> = addresses.chain([own]).collect();
    let after = of_folder(&accepting(addresses)?, out.path())?;
    ensure!(after.verdict() == before.verdict(), "{after:#?}");
    ensure!(after.findings.len() == before.findings.len(), "{after:#?}");
    Ok(())
}

/// Who reads the report sees when there is more of what was accepted.
#[test]
fn everything_that_is_unknown_is_listed() -> Result<()> {
    let (_, out) = walkthrough()?;
    let accepting = accepting(["null_resource.n"])?;
    for (inside, cause) in [
        ("", "what `null_resource` does"),
        (
            "provisioner \"local-exec\" {\n    command = \"x\"\n  }",
            "its provisioner",
        ),
        (
            "triggers = { a = nonsensitive(var.user_passwords[\"adminuser\"]) }",
            "a secret",
        ),
        (
            "triggers = { a = file(\"terraform.tfvars\") }",
            "reads a file",
        ),
    ] {
        let text = format!("resource \"null_resource\" \"n\" {{\n  {inside}\n}}\n");
        let found = with(out.path(), &text, &accepting)?;
        ensure!(found.verdict() == Verdict::Same, "{found:#?}");
        ensure!(
            found.assumed.iter().any(|one| one.contains(cause)),
            "{found:#?}"
        );
    }
    Ok(())
}

#[test]
fn what_is_accepted_for_nothing_is_noted() -> Result<()> {
    let (_, out) = walkthrough()?;
    let found = of_folder(&accepting(["null_resource.gone"])?, out.path())?;
    let note = "`[audit.accept]` lists `null_resource.gone`, but nothing about it is unknown";
    ensure!(found.verdict() == Verdict::Same, "{found:#?}");
    ensure!(found.assumed.is_empty(), "{found:#?}");
    ensure!(found.origins.notes == [note], "{found:#?}");
    Ok(())
}

/// A block that is about a resource of the blueprint, wherever its address is.
#[test]
fn what_is_done_to_the_blueprints_resources_is_not_accepted() -> Result<()> {
    let (checked, out) = walkthrough()?;
    for (address, text) in [
        (
            "import to = aws_apigatewayv2_stage.main",
            "import {\n  to = aws_apigatewayv2_stage.main\n  id = \"x\"\n}\n",
        ),
        (
            "moved from = aws_apigatewayv2_route.old to = aws_apigatewayv2_route.get_AdminUser",
            "moved {\n  from = aws_apigatewayv2_route.old\n  to = aws_apigatewayv2_route.get_AdminUser\n}\n",
        ),
        (
            "moved from = module.token_handler to = module.x",
            "moved {\n  from = module.token_handler\n  to = module.x\n}\n",
        ),
        (
            "removed from = module.token_handler.aws_iam_role.this",
            "removed {\n  from = module.token_handler.aws_iam_role.this\n}\n",
        ),
    ] {
        let before = with(out.path(), text, &checked)?;
        let mut addresses = before.findings.iter().map(|one| &one.address);
        ensure!(addresses.any(|found| found == address), "{before:#?}");
        let after = with(out.path(), text, &accepting([address])?)?;
        ensure!(after.verdict() == Verdict::Unknown, "{address}: {after:#?}");
    }
    Ok(())
}
