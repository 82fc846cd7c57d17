//! `jwtgen verify`: calls the deployed API and compares its decisions.

use super::flags::Remembered;
use super::{ERROR, examine, folder_of, print, say, tidy};
use crate::cli::{Exit, Verify, VerifyFormat};
use crate::diff::Diff;
use crate::matrix::{self, Filter, Report};
use crate::model::Principal;
use crate::similar::nearest;
use crate::text::one_line;
use crate::verify::{
    self, Calls, Deployment, EXPIRED, Findings, Given, Http, Options, SignIn, TokenStore, Verdict,
};
use crate::{Checked, Complete};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::io::{self, IsTerminal};
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use std::{env, fs};

/// Means every caller in `--allow-unchecked`.
const ALL: &str = "all";

/// Runs the command.
pub fn run(args: &Verify) -> Result<Exit> {
    let out = match &args.out {
        Some(out) => tidy(out),
        None => tidy(&folder_of(&args.input.blueprint).join("out")),
    };
    let remembered = Remembered::new(&args.input, &out)?;
    let examined = examine(&remembered.input, &out)?;
    let Some(checked) = examined.checked() else {
        say(&remembered.notes());
        examined.show_refusal()?;
        return Ok(Exit::Diagnostics);
    };
    if let Some(unused) = remembered.unused() {
        say(&(one_line(&format!("note: {unused}")) + "\n"));
    }
    let asked = asked(args, checked);
    let asked = asked.and_then(|asked| Ok((asked, allowed(args, checked)?)));
    let ((filter, options), allowed) = match asked {
        Ok(asked) => asked,
        Err(wrong) => {
            say(&format!("{ERROR}: {wrong}\n"));
            return Ok(Exit::Usage);
        }
    };
    let given = Given {
        url: args.url.as_deref(),
        host: args.host.as_deref(),
        clients: &args.client,
    };
    let deployment = Deployment::new(&outputs(args, &out)?, &given, &variable)?;
    let report = Report::new(checked, &filter);
    let checks = verify::plan(&report, &options);
    let http = Http::new(Duration::from_secs(args.timeout.into()));
    let mut sign_in = SignIn {
        model: &checked.model,
        deployment: &deployment,
        http: &http,
        passwords: verify::passwords(&variable)?,
        command: args.token_command.as_deref(),
    };
    for user in verify::people(&checks) {
        if !sign_in.passwords.contains_key(user) && is_attended() {
            let password = rpassword::prompt_password(format!("password of `{user}`: "))
                .context("cannot read a password")?;
            sign_in.passwords.insert(user.to_owned(), password);
        }
    }
    let jobs = args.jobs.into();
    let expired = variable(EXPIRED);
    let tokens = TokenStore::fill(&checks, &sign_in, jobs, expired, progress("signed in"));
    if let Some((endpoint, why)) = tokens.unreachable() {
        bail!("cannot reach `{endpoint}` to sign in: {why}");
    }
    let calls = Calls {
        model: &checked.model,
        deployment: &deployment,
        http: &http,
        tokens: &tokens,
    };
    let list = verify::run(&calls, checks, jobs, progress("checked"))
        .map_err(|why| anyhow::anyhow!("cannot reach the API at `{}`: {why}", deployment.url))?;
    let findings = Findings {
        url: &deployment.url,
        is_emulator: deployment.is_emulator,
        report: &report,
        source: &examined.source,
        list,
        allowed,
        flags: taken(args, &remembered, checked, &out)?,
    };
    let width = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    print(&match args.format {
        VerifyFormat::Text => verify::text(&findings, width),
        VerifyFormat::Json => crate::text::json(&verify::json(&findings)),
        VerifyFormat::Junit => verify::junit(&findings),
    })?;
    if findings.is_elsewhere() {
        say(&format!(
            "{ERROR}: no route was found by any call: this is not the API of this blueprint, or \
             not its stage\n"
        ));
    }
    Ok(match findings.verdict() {
        Verdict::Agrees => Exit::Fine,
        Verdict::Differs => Exit::Different,
        Verdict::Unknown => Exit::Unknown,
    })
}

/// The flags that were taken from a manifest, and whether they matter.
fn taken(
    args: &Verify,
    remembered: &Remembered,
    checked: &Checked,
    out: &Path,
) -> Result<Option<verify::Remembered>> {
    if remembered.flags.is_empty() {
        return Ok(None);
    }
    let without = examine(&args.input, out)?;
    let same = |without: &Complete| Diff::new(without, checked).is_empty();
    Ok(Some(verify::Remembered {
        manifest: remembered.manifest.clone(),
        flags: remembered.flags.clone(),
        change_access: !without.complete().is_some_and(same),
    }))
}

/// The callers that need not be checked.
fn allowed(args: &Verify, checked: &Checked) -> Result<Vec<Principal>, String> {
    let all = args.allow_unchecked.iter().any(|name| name == ALL);
    if all {
        return Ok(checked.matrix.principals.clone());
    }
    let names = args.allow_unchecked.iter();
    names.map(|name| matrix::caller(checked, name)).collect()
}

/// Resolves the names in the arguments.
fn asked(args: &Verify, checked: &Checked) -> Result<(Filter, Options), String> {
    let callers = args.callers.iter();
    let callers = callers.map(|name| matrix::caller(checked, name));
    let users = args.user.iter();
    let users = users.map(|(caller, user)| match matrix::caller(checked, caller)? {
        known @ (Principal::SignedIn | Principal::Group(_) | Principal::User(_)) => {
            Ok((known, user.clone()))
        }
        _ => Err(format!("`{caller}` does not sign in")),
    });
    let clients = || checked.model.clients.entries();
    let known = |name: &str| match clients().find(|(_, client)| client.name.as_str() == name) {
        Some((id, _)) => Ok(id),
        None => {
            let near = nearest(name, clients().map(|(_, client)| client.name.as_str()));
            let near = near.map(|near| format!("; did you mean `{near}`?"));
            let near = near.unwrap_or_default();
            Err(format!("there is no app client `{name}`{near}"))
        }
    };
    for (name, _) in &args.client {
        known(name)?;
    }
    let filter = Filter {
        routes: args.route.clone(),
        callers: callers.collect::<Result<_, String>>()?,
        public: false,
    };
    let options = Options {
        include_unsafe: args.include_unsafe,
        sign_in_client: args.sign_in_client.as_deref().map(known).transpose()?,
        users: users.collect::<Result<_, String>>()?,
        command: args.token_command.is_some(),
        has_expired_token: variable(EXPIRED).is_some(),
    };
    Ok((filter, options))
}

/// Terraform's outputs, from a file or from Terraform; none where flags give
/// the URL of the API.
fn outputs(args: &Verify, out: &Path) -> Result<Value> {
    if let Some(path) = &args.outputs {
        let shown = path.display();
        let text = fs::read_to_string(path).with_context(|| format!("cannot read `{shown}`"))?;
        return verify::outputs(&text).with_context(|| format!("cannot use `{shown}`"));
    }
    if args.url.is_some() && args.out.is_none() {
        return Ok(Value::Null);
    }
    let shown = out.display();
    if !out.is_dir() {
        bail!("there is no folder `{shown}`; use `--outputs` or `--url`");
    }
    let asked = Command::new("terraform")
        .arg(format!("-chdir={shown}"))
        .args(["output", "-json", "-no-color"])
        .output()
        .context("cannot run `terraform`; it is not needed with `--outputs` or `--url`")?;
    if !asked.status.success() {
        let said = String::from_utf8_lossy(&asked.stderr);
        bail!("`terraform output` failed in `{shown}`: {}", said.trim());
    }
    verify::outputs(&String::from_utf8_lossy(&asked.stdout))
        .with_context(|| format!("cannot use the outputs of `{shown}`"))
}

/// A variable of the environment that is not empty.
fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// Whether jwtgen can prompt for input.
fn is_attended() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Shows progress on a terminal, on a line that is removed at the end.
fn progress(word: &'static str) -> impl Fn(usize, usize) + Sync {
    let shown = io::stderr().is_terminal();
    move |finished, all| {
        if shown {
            say(&match finished == all {
                true => "\r\x1b[K".to_owned(),
                false => format!("\r{word} {finished} of {all}"),
            });
        }
    }
}
