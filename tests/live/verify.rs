//! `jwtgen verify` against the walkthrough: real Terraform, real sign-ins, real
//! calls; then the applied Terraform is broken in one way after the other.
//!
//! `SNAPSHOTS=overwrite cargo test --test live verify` rewrites what was found.

pub(crate) mod fake;
mod server;

use crate::support::applied::PASSWORD;
use crate::support::compile::{compile, use_old_runtime, write};
use crate::support::emulator::Emulator;
use crate::support::harness::trials;
use crate::support::pages;
use crate::support::terraform::Terraform;
use crate::support::tools;
use crate::support::verify::{self, command, said};
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Output;
use tempfile::TempDir;

trials![what_is_applied_agrees_and_every_break_is_found_or_explained];

/// The walkthrough as real Terraform applied it, with its users.
struct Live {
    emulator: Emulator,
    terraform: Terraform,
    folder: TempDir,
    pool: String,
}

impl Live {
    fn new() -> Result<Live> {
        let folder = tempfile::tempdir()?;
        let out = folder.path().join("out");
        let blueprint = Path::new(env!("CARGO_MANIFEST_DIR")).join("blueprint.toml");
        write(&compile(&blueprint, Some(">= 3.39"))?, &out)?;
        use_old_runtime(&out)?;
        let emulator = Emulator::start("us-east-1")?;
        fs::write(out.join("provider.tf"), emulator.provider_settings())?;
        let terraform = Terraform::new(&out);
        let applied = terraform.init().and_then(|_| terraform.apply());
        applied.with_context(|| emulator.log())?;
        let outputs = terraform.output_json()?;
        let pool = outputs["user_pool_id"].as_str().context("no pool")?;
        emulator.create_user(pool, "adminuser", PASSWORD, &["admin", "regular"])?;
        emulator.create_user(pool, "regularuser", PASSWORD, &["regular"])?;
        Ok(Live {
            pool: pool.to_owned(),
            emulator,
            terraform,
            folder,
        })
    }

    fn membership(&self, action: &str, user: &str, group: &str) -> Result<()> {
        let input = json!({ "UserPoolId": self.pool, "Username": user, "GroupName": group });
        self.emulator.cognito(action, &input).map(drop)
    }

    /// `jwtgen verify` with these arguments, at the emulator.
    fn verify(&self, args: &[&str]) -> Result<Output> {
        self.verify_as(args, &[("adminuser", PASSWORD), ("regularuser", PASSWORD)])
    }

    fn verify_as(&self, args: &[&str], passwords: &[(&str, &str)]) -> Result<Output> {
        let outputs = self.terraform.output_json()?;
        let api = outputs["api_id"].as_str().context("no API")?;
        let url = self.emulator.url();
        let port = url.rsplit(':').next().context("no port")?;
        let mut command = command();
        command
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(["verify", "--url", &format!("{url}/Test")])
            .args(["--host", &format!("{api}.execute-api.localhost:{port}")])
            .arg("--out")
            .arg(self.folder.path().join("out"))
            .args(args)
            .env("PATH", path_with_terraform()?)
            .env("AWS_ENDPOINT_URL", &url)
            .env("JWTGEN_PASSWORDS", verify::passwords(passwords));
        Ok(command.output()?)
    }
}

/// The search path with the tests' Terraform first.
fn path_with_terraform() -> Result<OsString> {
    let terraform = tools::terraform()?;
    let folder = terraform.parent().context("a program lies in a folder")?;
    let rest = env::var_os("PATH").unwrap_or_default();
    let folders = [folder.to_owned()]
        .into_iter()
        .chain(env::split_paths(&rest));
    Ok(env::join_paths(folders)?)
}

/// One way to break what was applied.
struct Break {
    what: &'static str,
    file: &'static str,
    change: fn(&str) -> String,
    /// Why it is not found; empty if it is.
    blind: &'static str,
}

const BREAKS: [Break; 13] = [
    Break {
        what: "every route loses its authorizer",
        file: "routes.tf",
        change: |text| open(text, "\"JWT\""),
        blind: "",
    },
    Break {
        what: "one route is made public",
        file: "routes.tf",
        change: |text| {
            let start = "resource \"aws_apigatewayv2_route\" \"get_RegularUser\"";
            let second = text.find(start).expect("a second route");
            format!("{}{}", open(&text[..second], "\"JWT\""), &text[second..])
        },
        blind: "",
    },
    Break {
        what: "a route's scope is removed",
        file: "routes.tf",
        change: |text| without(text, "authorization_scopes = [\"admin-"),
        blind: "",
    },
    Break {
        what: "a route's scope is changed",
        file: "routes.tf",
        change: |text| replaced(text, "[\"admin-", "[\"regular-"),
        blind: "",
    },
    Break {
        what: "a scope is added to a route",
        file: "routes.tf",
        change: |text| {
            let own = "[\"admin-${aws_cognito_user_pool_client.web.id}\"";
            let more = format!("{own}, \"regular-${{aws_cognito_user_pool_client.web.id}}\"");
            replaced(text, own, &more)
        },
        blind: "",
    },
    Break {
        what: "the token handler is replaced by one that makes everyone an admin",
        file: "packages/token_handler.zip",
        change: |_| String::new(),
        blind: "",
    },
    Break {
        what: "the audience is replaced",
        file: "api.tf",
        change: |text| {
            replaced(
                text,
                "[aws_cognito_user_pool_client.web.id]",
                "[\"another\"]",
            )
        },
        blind: "",
    },
    Break {
        what: "an unrelated app client is added to the audience",
        file: "api.tf",
        change: |text| {
            let own = "[aws_cognito_user_pool_client.web.id";
            replaced(text, own, &format!("{own}, \"another\""))
        },
        blind: "nobody in the blueprint can get a token for that app client",
    },
    Break {
        what: "the issuer is replaced",
        file: "api.tf",
        change: |text| replaced(text, ".main.endpoint}\"", ".main.endpoint}/\""),
        blind: "",
    },
    Break {
        what: "a group is renamed, so its members lose it",
        file: "identity.tf",
        change: |text| {
            let own = "name         = \"admin\"";
            replaced(text, own, "name         = \"office\"")
        },
        blind: "",
    },
    Break {
        what: "a user is added to a group (in Cognito: provider 3.39 has no users)",
        file: "",
        change: |_| String::new(),
        blind: "",
    },
    Break {
        what: "a route is added that is not in the blueprint",
        file: "routes.tf",
        change: |text| {
            let first = text.split("\n\n").nth(1).expect("a route");
            let other = first
                .replace("get_AdminUser", "get_back")
                .replace("/AdminUser", "/back");
            format!("{text}\n{}\n", open(&other, "\"JWT\""))
        },
        blind: "only the blueprint's routes are called",
    },
    Break {
        what: "the gateway's permission to call a function is removed",
        file: "api.tf",
        change: |text| {
            let text = text.replace(
                "  depends_on = [aws_lambda_permission.api_admin_user]\n",
                "",
            );
            without(
                &text,
                "resource \"aws_lambda_permission\" \"api_admin_user\" {",
            )
        },
        blind: "the emulator does not check permissions; AWS would answer 500, which is ambiguous",
    },
];

/// Takes authorization from all routes of a text.
fn open(text: &str, kind: &str) -> String {
    let text = replaced(text, kind, "\"NONE\"");
    let lines = text.lines().filter(|line| {
        !line.trim_start().starts_with("authorizer_id")
            && !line.trim_start().starts_with("authorization_scopes")
    });
    lines.map(|line| format!("{line}\n")).collect()
}

/// Takes a line away, or the block that starts with it.
fn without(text: &str, start: &str) -> String {
    let begin = text.find(start).expect("what is to be broken is there");
    let end = match start.ends_with('{') {
        true => "\n}\n",
        false => "\n",
    };
    let length = text[begin..].find(end).expect("it ends") + end.len();
    format!("{}{}", &text[..begin], &text[begin + length..])
}

fn replaced(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "there is no {from}:\n{text}");
    text.replace(from, to)
}

/// A handler that gives everyone every scope.
const GENEROUS: &str = "exports.handler = async (event) => {
  const id = event.callerContext.clientId;
  const scope = `admin-${id} regular-${id}`;
  const claimsToAddOrOverride = { scope };
  return { ...event, response: { claimsOverrideDetails: { claimsToAddOrOverride } } };
};
";

/// A package with one file.
fn package(text: &str) -> Result<Vec<u8>> {
    use std::io::{Cursor, Write};
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("index.js", zip::write::SimpleFileOptions::default())?;
    archive.write_all(text.as_bytes())?;
    Ok(archive.finish()?.into_inner())
}

/// The group that nobody signs in for.
const ALLOWED: [&str; 2] = ["--allow-unchecked", "group:admin"];

fn what_is_applied_agrees_and_every_break_is_found_or_explained() -> Result<()> {
    let live = Live::new()?;
    untouched(&live)?;
    bad_sign_ins(&live)?;
    let mut table = String::from("| Broken in the Terraform | Found | By |\n|---|---|---|\n");
    for broken in &BREAKS {
        table.push_str(&row(&live, broken).with_context(|| broken.what)?);
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/live/verify/breaks.md");
    if env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
        fs::write(&path, &table)?;
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    ensure!(
        kept == table,
        "tests/live/verify/breaks.md is not true any more:\n{table}"
    );
    pages::check("docs/verify.md", "breaks", &table)
}

/// As it was applied, every format agrees.
fn untouched(live: &Live) -> Result<()> {
    // Nobody is only in the group `admin`.
    let output = live.verify(&[])?;
    ensure!(output.status.code() == Some(6), "{}", said(&output));
    let output = live.verify(&ALLOWED)?;
    let text = String::from_utf8(output.stdout.clone())?;
    ensure!(output.status.code() == Some(0), "{}", said(&output));
    ensure!(output.stderr.is_empty(), "{}", said(&output));
    let url = format!("{}/Test", live.emulator.url());
    let shown = text.replace(
        &url,
        "https://abc123.execute-api.us-east-1.amazonaws.com/Test",
    );
    let shown = shown.replace(
        " (an emulator: only response bodies identify the gateway)",
        "",
    );
    pages::check(
        "docs/verify.md",
        "verify",
        &pages::fenced(
            "console",
            &format!("$ jwtgen verify {}\n{shown}", ALLOWED.join(" ")),
        ),
    )?;

    let output = live.verify(&[&ALLOWED[..], &["--format", "json", "--jobs", "1"]].concat())?;
    let found: Value = serde_json::from_slice(&output.stdout)?;
    ensure!(
        found["verdict"] == "agrees" && found["version"] == 1,
        "{found:#}"
    );
    let checks = found["checks"].as_array().context("no checks")?;
    let other = checks.iter().find(|check| {
        check["caller"] == "user:adminuser"
            && check["token"] == "access"
            && check["route"] == "GET /AdminUser"
    });
    let other = other.context("the other token is not checked")?;
    ensure!(
        other["decided"] == "403" && other["status"] == 403,
        "{other:#}"
    );
    for secret in [PASSWORD, "eyJ"] {
        let said = said(&output) + &text;
        ensure!(!said.contains(secret), "{said}");
    }

    let output = live.verify(&["--format", "junit", "--as", "regularuser"])?;
    let text = String::from_utf8(output.stdout)?;
    ensure!(text.contains("failures=\"0\" errors=\"0\""), "{text}");
    ensure!(
        text.contains("name=\"user:regularuser with the id token\""),
        "{text}"
    );
    ensure!(!text.contains("adminuser"), "{text}");
    Ok(())
}

/// Who cannot sign in is told why, and that is no success.
fn bad_sign_ins(live: &Live) -> Result<()> {
    let wrong = [("adminuser", "hunter2"), ("regularuser", PASSWORD)];
    let output = live.verify_as(&[], &wrong)?;
    ensure!(output.status.code() == Some(6), "{}", said(&output));
    let text = said(&output);
    ensure!(
        text.contains("the password of `adminuser` is wrong"),
        "{text}"
    );
    ensure!(!text.contains("hunter2"), "{text}");
    let output = live.verify_as(&["--user", "group:admin=nobody"], &[("nobody", PASSWORD)])?;
    ensure!(output.status.code() == Some(6), "{}", said(&output));
    let text = said(&output);
    ensure!(
        text.contains("`nobody`") && text.contains("no password for `adminuser`"),
        "{text}"
    );
    let token = "printf '%s' \"$JWTGEN_CALLER.$JWTGEN_TOKEN.x\"";
    let output = live.verify(&["--token-command", token])?;
    ensure!(output.status.code() == Some(5), "{}", said(&output));
    let output = live.verify(&["--token-command", "echo two words"])?;
    ensure!(output.status.code() == Some(6), "{}", said(&output));
    ensure!(
        said(&output).contains("something other than one token"),
        "{}",
        said(&output)
    );
    Ok(())
}

/// Breaks one thing, verifies, and restores it: a row of the table.
fn row(live: &Live, broken: &Break) -> Result<String> {
    let output = match broken.file {
        "" => in_another_group(live)?,
        file => applied(live, file, broken.change)?,
    };
    let document: Value = serde_json::from_slice(&output.stdout).with_context(|| said(&output))?;
    let checks = document["checks"].as_array().context("no checks")?;
    let found = checks.iter().find(|check| check["outcome"] == "differs");
    let text = |check: &Value, name: &str| check[name].as_str().unwrap_or_default().to_owned();
    let (word, by) = match found {
        Some(check) => {
            ensure!(output.status.code() == Some(5), "{}", said(&output));
            let who = match check["caller"].as_str() {
                Some(caller) => caller.to_owned(),
                None => text(check, "aspect"),
            };
            let (route, expected) = (text(check, "route"), text(check, "expected"));
            let decided = text(check, "decided");
            (
                "yes",
                format!("`{route}` as {who}: {decided}, expected {expected}"),
            )
        }
        None => {
            ensure!(output.status.code() == Some(0), "{}", said(&output));
            ensure!(!broken.blind.is_empty(), "not found: {document:#}");
            ("no", broken.blind.to_owned())
        }
    };
    ensure!(
        word == "no" || broken.blind.is_empty(),
        "found after all: {by}"
    );
    Ok(format!("| {} | {word} | {by} |\n", broken.what))
}

/// What is said while a file of the Terraform is another.
fn applied(live: &Live, file: &str, change: fn(&str) -> String) -> Result<Output> {
    let path = live.folder.path().join("out").join(file);
    let before = fs::read(&path)?;
    let broken = match file.ends_with(".zip") {
        true => package(GENEROUS)?,
        false => change(str::from_utf8(&before)?).into_bytes(),
    };
    fs::write(&path, broken)?;
    live.terraform.apply()?;
    let output = live.verify(&[&ALLOWED[..], &["--format", "json"]].concat())?;
    fs::write(&path, before)?;
    live.terraform.apply()?;
    // A group that is made again has no members.
    live.membership("AdminAddUserToGroup", "adminuser", "admin")?;
    Ok(output)
}

fn in_another_group(live: &Live) -> Result<Output> {
    live.membership("AdminAddUserToGroup", "regularuser", "admin")?;
    let output = live.verify(&[&ALLOWED[..], &["--format", "json"]].concat())?;
    live.membership("AdminRemoveUserFromGroup", "regularuser", "admin")?;
    Ok(output)
}
