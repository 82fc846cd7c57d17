//! The blueprints of `examples/` compile to Terraform that Terraform formats
//! and validates.

use crate::support::compile::{compile, use_old_runtime, write};
use crate::support::examples::{examples, name};
use crate::support::harness::trials;
use crate::support::terraform::{Terraform, fmt_check};
use anyhow::{Context, Result, ensure};

trials![
    they_are_formatted,
    the_real_provider_accepts_those_it_supports
];

/// Examples that compile for provider 3.39: nothing that decides access needs a
/// newer one.
const OLD: [&str; 5] = [
    "auth0",
    "entra-id",
    "existing-pool",
    "keycloak",
    "lambda-authorizer",
];

fn they_are_formatted() -> Result<()> {
    for folder in examples()? {
        let out = tempfile::tempdir()?;
        write(&compile(&folder.join("blueprint.toml"), None)?, out.path())?;
        fmt_check(out.path())?;
    }
    Ok(())
}

fn the_real_provider_accepts_those_it_supports() -> Result<()> {
    for folder in examples()? {
        let files = compile(&folder.join("blueprint.toml"), Some(">= 3.39"));
        ensure!(
            files.is_ok() == OLD.contains(&name(&folder).as_str()),
            "{}",
            folder.display()
        );
        let Ok(files) = files else { continue };
        let out = tempfile::tempdir()?;
        write(&files, out.path())?;
        use_old_runtime(out.path())?;
        let terraform = Terraform::new(out.path());
        terraform
            .init()
            .and_then(|_| terraform.validate())
            .and_then(|_| terraform.test())
            .with_context(|| folder.display().to_string())?;
    }
    Ok(())
}
