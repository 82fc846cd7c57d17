//! Answers of a server that answers as it is told: what `verify` makes of them.

use super::server::{Server, answer, right};
use crate::support::harness::trials;
use crate::support::verify::{command, said};
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::Output;
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

trials![
    a_caller_that_is_not_checked_is_no_success,
    nobody_who_signs_in_is_no_success,
    callers_without_passwords_can_be_left_out,
    recorded_flags_are_used_and_confirmed_where_they_change_access,
    a_right_gateway_agrees_and_nothing_unsafe_is_called,
    a_function_that_is_reached_is_a_difference,
    what_cannot_be_told_is_never_a_success,
    without_an_emulator_the_body_alone_proves_nothing,
    only_a_busy_gateway_is_asked_again,
    nobody_there_and_bad_input_are_told_in_one_phrase,
    a_temporary_password_is_told_as_such,
];

const BLUEPRINT: &str = r#"name = "fake"

[identity]

[clients.web]
auth_flows = ["user-password"]

[roles]
reader = ["read"]

[groups]
readers = ["reader"]

[users]
ann = ["readers"]

[functions.api]
source = "api.js"

[routes]
"GET /items" = { function = "api", scopes = ["read"] }
"GET /health" = { function = "api", public = "uptime probe" }
"DELETE /items/{id}" = { function = "api", scopes = ["read"] }

[lints]
password-without-secret = { allow = "a test" }
"#;

impl Server {
    /// `jwtgen verify` of the blueprint above, with what is printed.
    fn verify(&self, args: &[&str]) -> Result<Output> {
        verify(
            &[&["--url", &self.url, "--client", "web=1"], args].concat(),
            Some(&self.url),
        )
    }
}

fn verify(args: &[&str], cognito: Option<&str>) -> Result<Output> {
    let folder = project(BLUEPRINT)?;
    verify_in(folder.path(), args, cognito)
}

/// A folder with a blueprint and its function.
fn project(blueprint: &str) -> Result<TempDir> {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("blueprint.toml"), blueprint)?;
    fs::write(folder.path().join("api.js"), "exports.handler = 1;\n")?;
    Ok(folder)
}

fn verify_in(folder: &Path, args: &[&str], cognito: Option<&str>) -> Result<Output> {
    let mut command = command();
    command.current_dir(folder).arg("verify").args(args);
    command.env("JWTGEN_PASSWORDS", r#"{"ann":"secret"}"#);
    if let Some(url) = cognito {
        command.env("AWS_ENDPOINT_URL", url);
    }
    Ok(command.output()?)
}

fn document(output: &Output) -> Result<Value> {
    serde_json::from_slice(&output.stdout).with_context(|| said(output))
}

fn a_right_gateway_agrees_and_nothing_unsafe_is_called() -> Result<()> {
    let server = Server::start(|line, token, _| right(line, token))?;
    let output = server.verify(&[])?;
    ensure!(output.status.code() == Some(0), "{}", said(&output));
    let text = said(&output);
    ensure!(text.contains("DELETE may change something"), "{text}");
    let unsafe_calls = |server: &Server| {
        let seen = server.seen();
        seen.iter()
            .filter(|line| line.starts_with("DELETE"))
            .count()
    };
    ensure!(unsafe_calls(&server) == 0);
    let output = server.verify(&["--include-unsafe"])?;
    ensure!(output.status.code() == Some(0), "{}", said(&output));
    ensure!(unsafe_calls(&server) > 0);
    Ok(())
}

fn a_function_that_is_reached_is_a_difference() -> Result<()> {
    let server = Server::start(|line, token, _| match (line, token) {
        ("GET /items", None) => answer(401, "", "log in first"),
        _ => right(line, token),
    })?;
    let output = server.verify(&[])?;
    ensure!(output.status.code() == Some(5), "{}", said(&output));
    let text = said(&output);
    let expected = "differs: GET /items as anonymous: expected 401, \
                    the gateway decided allow (the function answered 401)\n  \
                    the call carries no token  blueprint.toml:21\n";
    ensure!(text.contains(expected), "{text}");
    let output = server.verify(&["--format", "junit"])?;
    let text = said(&output);
    ensure!(text.contains("<failure message=\"expected 401"), "{text}");
    Ok(())
}

fn what_cannot_be_told_is_never_a_success() -> Result<()> {
    let server = Server::start(|line, token, _| match line {
        "GET /health" => answer(404, "", r#"{"message":"Not Found"}"#),
        _ => right(line, token),
    })?;
    let output = server.verify(&["--format", "json"])?;
    ensure!(output.status.code() == Some(6), "{}", said(&output));
    ensure!(document(&output)?["verdict"] == "unknown");

    let server = Server::start(|line, token, _| match line {
        "POST /" => right(line, token),
        _ => answer(404, "", r#"{"message":"Not Found"}"#),
    })?;
    let output = server.verify(&[])?;
    ensure!(output.status.code() == Some(6), "{}", said(&output));
    ensure!(
        said(&output).contains("not the API of this blueprint"),
        "{}",
        said(&output)
    );

    // Nothing that is asked for can be checked.
    let output = server.verify(&["--route", "DELETE *"])?;
    ensure!(output.status.code() == Some(6), "{}", said(&output));
    Ok(())
}

/// On AWS a refusal has a header too; an endpoint override says that it is an
/// emulator, which sends none.
fn without_an_emulator_the_body_alone_proves_nothing() -> Result<()> {
    let server = Server::start(|_, _, _| answer(401, "", r#"{"message":"Unauthorized"}"#))?;
    let args = [
        "--as",
        "anonymous",
        "--route",
        "GET /items",
        "--url",
        &server.url,
    ];
    let output = verify(&args, None)?;
    ensure!(output.status.code() == Some(6), "{}", said(&output));
    ensure!(
        said(&output).contains("`www-authenticate` is missing"),
        "{}",
        said(&output)
    );
    let output = verify(&args, Some(&server.url))?;
    ensure!(output.status.code() == Some(0), "{}", said(&output));
    Ok(())
}

fn only_a_busy_gateway_is_asked_again() -> Result<()> {
    let server = Server::start(|line, token, earlier| match (line, earlier) {
        ("GET /health", 0 | 1) => answer(429, "", r#"{"message":"Too Many Requests"}"#),
        _ => right(line, token),
    })?;
    let args = ["--as", "anonymous", "--route", "GET /health"];
    let output = server.verify(&args)?;
    ensure!(output.status.code() == Some(0), "{}", said(&output));

    let server = Server::start(|_, _, _| answer(404, "", "no such item"))?;
    let output = server.verify(&args)?;
    ensure!(output.status.code() == Some(0), "{}", said(&output));
    ensure!(
        server.seen().len() == 2,
        "one call to see who is there, one to ask"
    );
    Ok(())
}

fn nobody_there_and_bad_input_are_told_in_one_phrase() -> Result<()> {
    let fails = |args: &[&str], code: i32, part: &str| {
        let output = verify(args, None)?;
        let text = said(&output);
        ensure!(output.status.code() == Some(code), "{text}");
        ensure!(text.contains(part), "{text}");
        ensure!(output.stdout.is_empty(), "{text}");
        Ok(())
    };
    let free = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let nobody = format!("http://{free}/x");
    let anonymous = ["--as", "anonymous", "--url"];
    let at = |url| [&anonymous[..], &[url]].concat();
    fails(&at(&nobody), 4, "cannot reach the API at `http://127")?;
    fails(&at("example.com"), 4, "is not a URL such as")?;
    fails(
        &[],
        4,
        "there is no folder `out`; use `--outputs` or `--url`",
    )?;
    fails(&["--out", "."], 4, "terraform")?;
    fails(
        &["--outputs", "blueprint.toml"],
        4,
        "this is not the output of `terraform output -json`",
    )?;
    fails(
        &["--outputs", "nowhere.json"],
        4,
        "cannot read `nowhere.json`",
    )?;
    fails(
        &["--client", "wbe=1"],
        2,
        "no app client `wbe`; did you mean `web`?",
    )?;
    fails(&["--client", "web"], 2, "expected two names")?;
    fails(&["--as", "anne"], 2, "there is no caller `anne`")?;
    fails(
        &["--user", "anonymous=x"],
        2,
        "`anonymous` does not sign in",
    )?;
    fails(&["--jobs", "0"], 2, "--jobs")?;

    let silent = Server::start(|_, _, _| {
        thread::sleep(Duration::from_secs(20));
        String::new()
    })?;
    fails(
        &[&at(&silent.url)[..], &["--timeout", "1"]].concat(),
        4,
        "no response within 1 s",
    )?;
    Ok(())
}

fn a_temporary_password_is_told_as_such() -> Result<()> {
    let server = Server::start(|line, token, _| match line {
        "POST /" => answer(200, "", r#"{"ChallengeName":"NEW_PASSWORD_REQUIRED"}"#),
        _ => right(line, token),
    })?;
    let output = server.verify(&[])?;
    ensure!(output.status.code() == Some(6), "{}", said(&output));
    ensure!(
        said(&output).contains("the password of `ann` is temporary"),
        "{}",
        said(&output)
    );
    Ok(())
}

/// Where nobody signs in, what agrees says nothing about who may call what.
fn a_caller_that_is_not_checked_is_no_success() -> Result<()> {
    let server = Server::start(|line, token, _| right(line, token))?;
    let blueprint = BLUEPRINT.replace("[groups]\n", "[groups]\nwriters = [\"reader\"]\n");
    let folder = project(&blueprint)?;
    let verify = |args: &[&str]| {
        let all = [&["--url", &server.url, "--client", "web=1"], args].concat();
        verify_in(folder.path(), &all, Some(&server.url))
    };
    let output = verify(&[])?;
    ensure!(output.status.code() == Some(6), "{}", said(&output));
    let text = said(&output);
    ensure!(
        text.contains("unchecked caller: group:writers\n  no user of the blueprint is in this group only; name one with `--user group:writers=NAME`\n  DELETE may change something; call it with `--include-unsafe`"),
        "{text}"
    );
    ensure!(text.contains("`--allow-unchecked CALLER`"), "{text}");
    ensure!(!text.contains("unchecked caller: user:ann"), "{text}");
    let output = verify(&["--format", "json"])?;
    let found = document(&output)?;
    ensure!(found["verdict"] == "unknown", "{found:#}");
    ensure!(
        found["unchecked"][0]["caller"] == "group:writers",
        "{found:#}"
    );
    ensure!(found["unchecked"][0]["allowed"] == false, "{found:#}");
    let output = verify(&["--format", "junit"])?;
    ensure!(output.status.code() == Some(6), "{}", said(&output));
    let text = said(&output);
    ensure!(
        text.contains("<testcase classname=\"unchecked callers\" name=\"group:writers\">"),
        "{text}"
    );
    ensure!(text.contains("errors=\"1\""), "{text}");

    // That can be expected, for one caller or for all.
    for allowed in ["writers", "group:writers", "all"] {
        let output = verify(&["--allow-unchecked", allowed])?;
        ensure!(output.status.code() == Some(0), "{}", said(&output));
        let text = said(&output);
        ensure!(
            text.contains("unchecked, as allowed: group:writers"),
            "{text}"
        );
    }
    let output = verify(&["--allow-unchecked", "writers", "--format", "junit"])?;
    ensure!(said(&output).contains("errors=\"0\""), "{}", said(&output));
    let output = verify(&["--allow-unchecked", "readers"])?;
    ensure!(output.status.code() == Some(6), "{}", said(&output));
    let output = verify(&["--allow-unchecked", "writer"])?;
    ensure!(output.status.code() == Some(2), "{}", said(&output));
    // Or somebody signs in for it.
    let output = verify(&["--user", "group:writers=ann"])?;
    ensure!(output.status.code() == Some(0), "{}", said(&output));
    Ok(())
}

/// Users without passwords can be left out, and with them the checks of tokens
/// that nobody else could get.
fn callers_without_passwords_can_be_left_out() -> Result<()> {
    let server = Server::start(|line, token, _| right(line, token))?;
    let folder = project(BLUEPRINT)?;
    let verify = |args: &[&str]| {
        let mut command = command();
        command.current_dir(folder.path());
        command.args(["verify", "--url", &server.url, "--client", "web=1"]);
        Ok::<_, anyhow::Error>(command.args(args).output()?)
    };
    let output = verify(&[])?;
    ensure!(output.status.code() == Some(6), "{}", said(&output));
    let output = verify(&["--allow-unchecked", "all"])?;
    ensure!(output.status.code() == Some(0), "{}", said(&output));
    let output = verify(&["--allow-unchecked", "all", "--format", "junit"])?;
    ensure!(output.status.code() == Some(0), "{}", said(&output));
    let text = said(&output);
    ensure!(text.contains("errors=\"0\""), "{text}");
    ensure!(!text.contains("<error"), "{text}");
    // A caller of the same sign-in who has to be checked keeps it open.
    for allowed in ["ann", "readers"] {
        let output = verify(&["--allow-unchecked", allowed])?;
        ensure!(output.status.code() == Some(6), "{}", said(&output));
    }
    Ok(())
}

fn nobody_who_signs_in_is_no_success() -> Result<()> {
    let server = Server::start(|line, token, _| right(line, token))?;
    let blueprint = BLUEPRINT.replace("[users]\nann = [\"readers\"]\n", "");
    let folder = project(&blueprint)?;
    let args = ["--url", &server.url, "--client", "web=1"];
    let output = verify_in(folder.path(), &args, Some(&server.url))?;
    ensure!(output.status.code() == Some(6), "{}", said(&output));
    let args = [&args[..], &["--allow-unchecked", "all"]].concat();
    let output = verify_in(folder.path(), &args, Some(&server.url))?;
    ensure!(output.status.code() == Some(0), "{}", said(&output));
    Ok(())
}

fn recorded_flags_are_used_and_confirmed_where_they_change_access() -> Result<()> {
    let server = Server::start(|line, token, _| match line {
        "GET /more" => answer(200, "", "ok"),
        _ => right(line, token),
    })?;
    let folder = project(BLUEPRINT)?;
    let compile = |overlay: &str| -> Result<()> {
        fs::write(folder.path().join("prod.toml"), overlay)?;
        let mut command = command();
        command.current_dir(folder.path());
        let output = command
            .args(["compile", "--overlay", "prod.toml"])
            .output()?;
        ensure!(output.status.success(), "{}", said(&output));
        Ok(())
    };
    let verify = |args: &[&str]| {
        let all = [&["--url", &server.url, "--client", "web=1"], args].concat();
        verify_in(folder.path(), &all, Some(&server.url))
    };
    // A name decides about nobody's access.
    compile("name = \"fake-prod\"\n")?;
    let output = verify(&[])?;
    ensure!(output.status.code() == Some(0), "{}", said(&output));
    let text = said(&output);
    ensure!(
        text.contains("flags taken from `out/.jwtgen.json`: --overlay prod.toml"),
        "{text}"
    );
    ensure!(text.contains("overlays: prod.toml"), "{text}");
    // Who may call a route does.
    compile("[routes]\n\"GET /more\" = { function = \"api\", public = \"a test\" }\n")?;
    let output = verify(&[])?;
    ensure!(output.status.code() == Some(6), "{}", said(&output));
    ensure!(
        said(&output).contains("repeat them on the command line"),
        "{}",
        said(&output)
    );
    let output = verify(&["--format", "json"])?;
    ensure!(document(&output)?["flags"]["change_access"] == true);
    let output = verify(&["--format", "junit"])?;
    ensure!(
        said(&output).contains("classname=\"flags\""),
        "{}",
        said(&output)
    );
    let output = verify(&["--overlay", "prod.toml"])?;
    ensure!(output.status.code() == Some(0), "{}", said(&output));
    Ok(())
}
