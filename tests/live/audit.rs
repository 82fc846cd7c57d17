//! `jwtgen audit` against plans and states that the real Terraform made: the
//! walkthrough as it is, and changed in one way at a time.

mod changes;

use crate::support::compile::{runtime_of, use_old_runtime};
use crate::support::emulator::Emulator;
use crate::support::harness::trials;
use crate::support::pages;
use crate::support::terraform::Terraform;
use anyhow::{Context, Result, ensure};
use changes::MUTATIONS;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

trials![
    every_change_is_found,
    what_is_no_plan_is_refused,
    terraform_alone_has_a_matrix,
    a_route_of_a_foreign_module_is_found,
];

/// Where a plan or state stands.
#[derive(Clone, Copy, PartialEq)]
enum Setting {
    FirstPlan,
    FirstPlanWithConfig,
    AfterApply,
}

fn every_change_is_found() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let out = folder.path().join("out");
    compile(&out)?;
    let emulator = Emulator::start("us-east-1")?;
    let terraform = Copied::new(&out, &emulator)?;

    // Unchanged: a first plan leaves things open, and says so.
    let first = look(&terraform, &out, Setting::FirstPlan)?;
    ensure!(first.verdict == "unknown", "{:#}", first.report);
    ensure!(first.code == 6, "{}", first.code);
    let first = look(&terraform, &out, Setting::FirstPlanWithConfig)?;
    ensure!(first.verdict == "same", "{:#}", first.report);
    ensure!(first.code == 0, "{}", first.code);
    only_the_folder_that_is_named_is_read(&terraform, folder.path())?;
    let mut first_plans = Vec::new();
    for mutation in MUTATIONS {
        let original = mutation.apply(&out)?;
        let found = [Setting::FirstPlan, Setting::FirstPlanWithConfig]
            .map(|setting| look(&terraform, &out, setting));
        fs::write(out.join(mutation.edit.0), original)?;
        first_plans.push(found);
    }

    terraform.apply().with_context(|| emulator.log())?;
    for state in [false, true] {
        let same = after(&terraform, &out, state)?;
        ensure!(
            same.verdict == "same" && same.code == 0,
            "{:#}",
            same.report
        );
    }
    let mut table = String::from(
        "| Changed by hand | First plan | First plan with `--config` | After apply |\n|---|---|---|---|\n",
    );
    for (mutation, first) in MUTATIONS.iter().zip(first_plans) {
        let original = mutation.apply(&out)?;
        let last = look(&terraform, &out, Setting::AfterApply);
        fs::write(out.join(mutation.edit.0), original)?;
        let [plan, config] = first;
        let found = [plan?, config?, last?];
        for (index, found) in found.iter().enumerate() {
            let certain = index > 0;
            ensure!(
                found.verdict != "same" && (!certain || found.verdict == "different"),
                "{} in setting {index}: {:#}",
                mutation.name,
                found.report
            );
            if found.verdict == "different" {
                ensure!(found.code == 5, "{}", found.code);
                found.names(mutation.address).context(mutation.name)?;
            }
        }
        let words = found.map(|found| found.words());
        table.push_str(&format!("| {} | {} |\n", mutation.name, words.join(" | ")));
    }
    pages::check("docs/audit.md", "audited", &table)
}

/// What a first plan leaves open is read from the folder that is named, and from
/// no other: nothing else says that the plan was made from it.
fn only_the_folder_that_is_named_is_read(terraform: &Copied, folder: &Path) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for file in ["blueprint.toml", "functions"] {
        let copied = Command::new("cp")
            .arg("-r")
            .args([root.join(file), folder.join(file)])
            .status()?;
        ensure!(copied.success(), "cannot copy {file}");
    }
    let out = folder.join("out");
    let plan = folder.join("plan.json");
    fs::write(&plan, terraform.plan_json()?.to_string())?;
    let audit = |args: &[&str]| -> Result<(Option<i32>, String)> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jwtgen"));
        command.current_dir(folder).args(["audit", "plan.json"]);
        let output = command.args(args).output()?;
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        Ok((
            output.status.code(),
            said + &String::from_utf8_lossy(&output.stdout),
        ))
    };
    let floor = ["--aws-provider", ">= 3.39"];
    let named = [&floor[..], &["--config", "out"]].concat();

    // Few lines say what is open and how to close it.
    let (code, text) = audit(&floor)?;
    ensure!(code == Some(6), "{text}");
    ensure!(text.contains("`--config out`"), "{text}");
    ensure!(
        text.contains("arguments depend on values that are not known")
            && text.contains("aws_cognito_user_pool.main.id"),
        "{text}"
    );
    ensure!(text.lines().count() < 20, "{text}");
    let json = [&floor[..], &["--format", "json"]].concat();
    let report: Value = serde_json::from_str(&audit(&json)?.1)?;
    let findings = report["findings"].as_array().context("no findings")?;
    ensure!(findings.len() > 20, "{report:#}");

    let (code, text) = audit(&named)?;
    let read = "values that the plan leaves out are taken from the files of `out`, unverified";
    ensure!(code == Some(0) && text.contains(read), "{text}");
    // What the manifest records is used, and does not suffice for `same`.
    let (code, text) = audit(&["--config", "out"])?;
    ensure!(code == Some(6) && !text.contains("different"), "{text}");
    let taken = "flags taken from `out/.jwtgen.json`: --aws-provider '>= 3.39'";
    ensure!(text.contains(taken), "{text}");

    // A folder that was changed never makes a plan the same, and what differs
    // in it is named.
    for name in ["a route made public", "a route added"] {
        let mutation = MUTATIONS.iter().find(|one| one.name == name);
        let mutation = mutation.context("no such mutation")?;
        let original = mutation.apply(&out)?;
        let (code, text) = audit(&named)?;
        ensure!(matches!(code, Some(5 | 6)), "{name}: {text}");
        ensure!(text.contains(mutation.address), "{name}: {text}");
        fs::write(out.join(mutation.edit.0), original)?;
    }
    let (code, text) = audit(&named)?;
    ensure!(code == Some(0), "{text}");
    Ok(())
}

/// The output, copied to where Terraform runs: with settings for the emulator,
/// and a runtime that provider 3.39 accepts.
struct Copied {
    out: PathBuf,
    run: PathBuf,
    terraform: Terraform,
}

impl Copied {
    fn new(out: &Path, emulator: &Emulator) -> Result<Copied> {
        let run = out.with_file_name("run");
        fs::create_dir(&run)?;
        let copied = Copied {
            out: out.to_owned(),
            terraform: Terraform::new(&run),
            run,
        };
        copied.copy()?;
        use_old_runtime(&copied.run)?;
        fs::write(copied.run.join("provider.tf"), emulator.provider_settings())?;
        copied.terraform.init()?;
        Ok(copied)
    }

    fn copy(&self) -> Result<()> {
        let mut command = Command::new("cp");
        let copied = command.arg("-r").arg(self.out.join(".")).arg(&self.run);
        ensure!(copied.status()?.success(), "cannot copy the output");
        Ok(())
    }

    fn apply(&self) -> Result<()> {
        self.copy()?;
        self.terraform.apply()?;
        Ok(())
    }

    fn plan_json(&self) -> Result<Value> {
        self.copy()?;
        self.as_compiled(&self.terraform.plan_json()?)
    }

    fn state_json(&self) -> Result<Value> {
        self.as_compiled(&self.terraform.state_json()?)
    }

    /// A plan or state with the runtime that was compiled.
    fn as_compiled(&self, document: &Value) -> Result<Value> {
        let text = document.to_string();
        ensure!(text.contains("nodejs14.x"), "no runtime was replaced");
        let runtime = runtime_of(&self.out)?;
        Ok(serde_json::from_str(&text.replace("nodejs14.x", &runtime))?)
    }
}

/// What an audit said.
struct Found {
    verdict: String,
    code: i32,
    report: Value,
}

impl Found {
    /// Fails unless a finding names the resource, and a line of the blueprint if it
    /// has one.
    fn names(&self, address: &str) -> Result<()> {
        let findings = self.report["findings"].as_array().context("no findings")?;
        let named = findings.iter().any(|finding| {
            let is_foreign = finding["expected"] == "not there";
            let place = finding["place"].as_str();
            finding["verdict"] == "different"
                && finding["address"] == address
                && place.map_or(is_foreign, |place| place.starts_with("blueprint.toml:"))
        });
        ensure!(named, "{address} is not named: {:#}", self.report);
        Ok(())
    }

    fn words(&self) -> String {
        let decisions = self.report["decisions"].as_array();
        let changed = decisions
            .into_iter()
            .flatten()
            .filter(|decision| decision["verdict"] == "different" && decision["sent"].is_null());
        let callers = changed.filter_map(|decision| Some(decision["callers"].as_array()?.len()));
        match (self.verdict.as_str(), callers.sum::<usize>()) {
            ("different", 0) => "found".to_owned(),
            ("different", 1) => "found, with 1 changed decision".to_owned(),
            ("different", many) => format!("found, with {many} changed decisions"),
            (verdict, _) => verdict.to_owned(),
        }
    }
}

fn look(terraform: &Copied, out: &Path, setting: Setting) -> Result<Found> {
    let plan = terraform.plan_json()?;
    let config = (setting == Setting::FirstPlanWithConfig).then_some(out);
    audit(out, &plan, config)
}

fn after(terraform: &Copied, out: &Path, state: bool) -> Result<Found> {
    let document = match state {
        true => terraform.state_json()?,
        false => terraform.plan_json()?,
    };
    audit(out, &document, None)
}

/// `jwtgen audit` as a user would run it.
fn audit(out: &Path, document: &Value, config: Option<&Path>) -> Result<Found> {
    let path = out.with_file_name("audited.json");
    fs::write(&path, document.to_string())?;
    let mut command = Command::new(env!("CARGO_BIN_EXE_jwtgen"));
    command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .arg("audit")
        .arg(&path)
        .args(["--aws-provider", ">= 3.39", "--format", "json"]);
    if let Some(config) = config {
        command.arg("--config").arg(config);
    }
    let output = command.output()?;
    fs::remove_file(&path)?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let report: Value = serde_json::from_slice(&output.stdout).context(said)?;
    let verdict = report["verdict"].as_str().context("no verdict")?.to_owned();
    Ok(Found {
        verdict,
        code: output.status.code().context("no exit code")?,
        report,
    })
}

fn compile(out: &Path) -> Result<()> {
    let output = Command::new(env!("CARGO_BIN_EXE_jwtgen"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["compile", "blueprint.toml", "--aws-provider", ">= 3.39"])
        .arg("--out")
        .arg(out)
        .output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{said}");
    Ok(())
}

/// Bad input is refused by name, and what is not known is never fine.
fn what_is_no_plan_is_refused() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let cases: [(&str, &[u8], i32, &str); 8] = [
        ("binary", b"PK\x03\x04", 4, "a plan in Terraform's binary format"),
        ("truncated", b"{ \"format_version\": \"1.2\", ", 4, "is not JSON"),
        ("nothing", b"{}", 4, "not a plan or state"),
        ("old", br#"{"format_version":"0.2","planned_values":{}}"#, 4, "format version 0.2 is not supported"),
        ("new", br#"{"format_version":"2.0","planned_values":{}}"#, 4, "format version 2.0 is not supported"),
        ("raw", br#"{"version":4,"lineage":"x","resources":[]}"#, 4, "Terraform's own state file"),
        ("empty", br#"{"format_version":"1.0"}"#, 4, "contains no resources"),
        (
            "other",
            br#"{"format_version":"1.2","planned_values":{"root_module":{"resources":[{"address":"google_x.y","mode":"managed","type":"google_x","name":"y","values":{}}]}}}"#,
            5,
            "contains no resources of the blueprint",
        ),
    ];
    for (name, contents, code, words) in cases {
        let path = folder.path().join(format!("{name}.json"));
        fs::write(&path, contents)?;
        let output = Command::new(env!("CARGO_BIN_EXE_jwtgen"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .arg("audit")
            .arg(&path)
            .output()?;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.code() == Some(code), "{name}: {said}");
        ensure!(said.contains(words), "{name}: {said}");
    }
    Ok(())
}

/// Without a blueprint, the matrix of whatever is there.
fn terraform_alone_has_a_matrix() -> Result<()> {
    let output = Command::new(env!("CARGO_BIN_EXE_jwtgen"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["audit", "out", "--alone", "--format", "json"])
        .output()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let report: Value = serde_json::from_slice(&output.stdout).context(said.clone())?;
    ensure!(output.status.code() == Some(0), "{report:#}\n{said}");
    let decisions = &report["apis"][0]["routes"][0];
    ensure!(
        *decisions
            == json!({
                "route": "GET /AdminUser",
                "address": "aws_apigatewayv2_route.get_AdminUser",
                "decisions": {
                    "anonymous": "401",
                    "person:in no group": "403",
                    "group:admin": "allow",
                    "group:regular": "403",
                    "user:adminuser": "allow",
                    "user:regularuser": "403",
                },
            }),
        "{decisions:#}"
    );
    Ok(())
}

/// The output as a module of a larger configuration, which opens a route of its
/// own.
fn a_route_of_a_foreign_module_is_found() -> Result<()> {
    let folder = tempfile::tempdir()?;
    compile(&folder.path().join("api"))?;
    let root = "module \"api\" {\n  source = \"./api\"\n}\n";
    let foreign = "resource \"aws_apigatewayv2_route\" \"foreign\" {\n  api_id    = module.api.api_id\n  route_key = \"GET /foreign\"\n}\n";
    for (text, code) in [(root.to_owned(), 0), (format!("{root}{foreign}"), 5)] {
        fs::write(folder.path().join("main.tf"), text)?;
        let output = Command::new(env!("CARGO_BIN_EXE_jwtgen"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .arg("audit")
            .arg(folder.path())
            .args(["--module", "module.api", "--aws-provider", ">= 3.39"])
            .output()?;
        let said = String::from_utf8_lossy(&output.stdout);
        ensure!(output.status.code() == Some(code), "{said}");
        ensure!(
            said.contains("aws_apigatewayv2_route.foreign") == (code == 5),
            "{said}"
        );
    }
    Ok(())
}
