//! Every folder of `tests/compile` is a case: a blueprint, its sources and the
//! whole output that is expected. Each case is compared, checked against the
//! provider's schemas, and run through the real Terraform with provider 3.39
//! where its floor allows.
//!
//! `SNAPSHOTS=overwrite cargo test --test cases compile` rewrites what is expected.

use crate::provider::references::check_module_calls;
use crate::provider::schema::{Schema, check_dir};
use crate::support::compile::{compile, use_old_runtime, write};
use crate::support::harness::trial;
use crate::support::terraform::{Terraform, fmt_check, fmt_stdin};
use anyhow::{Context, Result, bail, ensure};
use jwtgen::generate::Files;
use jwtgen::version::Constraint;
use libtest_mimic::Trial;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Provider versions whose schemas are at hand, with the floor that asks for
/// no more than they have.
const SCHEMAS: [(&str, &str); 4] = [
    ("3.39.0", ">= 3.39"),
    ("4.67.0", ">= 4.67"),
    ("5.100.0", ">= 5.100"),
    ("6.69.1", ">= 6.69.1"),
];

/// The tests of every case, and those of the module and the example.
pub(crate) fn trials() -> Vec<Trial> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut trials = Vec::new();
    let mut ignored = Vec::new();
    let mut add = |name: String, test: fn(&Path) -> Result<()>, folder: &Path| {
        let folder = folder.to_owned();
        trials.push(trial(&format!("cases::compile::{name}"), move || {
            test(&folder)
        }));
    };
    for case in cases(root) {
        let name = case.file_name().unwrap_or_default().to_string_lossy();
        if case != root {
            add(format!("{name}::output"), output, &case);
        }
        add(format!("{name}::schemas"), schemas, &case);
        // A case that needs a newer provider is shown as ignored, not as passed.
        if compile_for(&case, OLD_FLOOR).is_ok_and(|files| files.is_none()) {
            ignored.push(format!("compile::{name}::terraform"));
        }
        add(format!("{name}::terraform"), terraform, &case);
    }
    add("example::is_current".into(), example_is_current, root);
    add("modules::function".into(), function_module, root);
    add(
        "example::access_test_can_fail".into(),
        access_test_can_fail,
        root,
    );
    add("example::passwords".into(), passwords, root);
    add("all::formatted".into(), formatted, root);
    let trials = trials.into_iter().map(|trial| {
        let ignore = ignored.iter().any(|name| name == trial.name());
        trial.with_ignored_flag(ignore)
    });
    trials.collect()
}

/// The floor of the provider that is to be had as a program.
const OLD_FLOOR: &str = ">= 3.39";

/// What a case compiles to for a floor; `None` if it asks for something newer
/// that decides about access, which is the only good reason.
fn compile_for(case: &Path, floor: &str) -> Result<Option<Files>> {
    match compile(&case.join("blueprint.toml"), Some(floor)) {
        Ok(files) => Ok(Some(files)),
        Err(error) if error.to_string().contains("JG0602") => Ok(None),
        Err(error) => Err(error),
    }
}

/// The case folders, and the repository itself with its example.
fn cases(root: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(root.join("tests/compile")).expect("there are cases");
    let mut cases: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    cases.sort();
    cases.push(root.to_owned());
    cases
}

fn output(case: &Path) -> Result<()> {
    let files = compile(&case.join("blueprint.toml"), None)?;
    let expected = case.join("out");
    let modules = usual_modules()?;
    if std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
        if expected.exists() {
            fs::remove_dir_all(&expected)?;
        }
        let own = files
            .into_iter()
            .filter(|(path, text)| modules.get(path) != Some(text));
        return write(&own.collect(), &expected);
    }
    let mut expected = read(&expected)?;
    // A case stores only what differs from the modules of the example.
    let module = |path: &str| {
        path.splitn(3, '/')
            .take(2)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let called: BTreeSet<_> = files.keys().map(|path| module(path)).collect();
    for (path, text) in modules {
        if called.contains(&module(&path)) {
            expected.entry(path).or_insert(text);
        }
    }
    compare(&files, &expected)
}

/// The modules of the example's output, which a case need not repeat.
fn usual_modules() -> Result<Files> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = read(&root.join("out/modules"))?.into_iter();
    Ok(files
        .map(|(path, text)| (format!("modules/{path}"), text))
        .collect())
}

/// The committed `out/` holds what the example compiles to.
fn example_is_current(root: &Path) -> Result<()> {
    let files = compile(&root.join("blueprint.toml"), None)?;
    let mut found = read(&root.join("out"))?;
    found.retain(|path, _| files.contains_key(path));
    compare(&files, &found)
}

fn compare(files: &Files, expected: &Files) -> Result<()> {
    let mut different = Vec::new();
    for path in files.keys().chain(expected.keys()) {
        if files.get(path) != expected.get(path) && !different.contains(path) {
            different.push(path.clone());
        }
    }
    let Some(first) = different.first() else {
        return Ok(());
    };
    let text = |files: &Files| {
        let contents = files.get(first).cloned().unwrap_or_default();
        String::from_utf8_lossy(&contents).into_owned()
    };
    let (old, new) = (text(expected), text(files));
    let diff = similar::TextDiff::from_lines(&old, &new);
    bail!(
        "not as expected: {}\n{}\nSNAPSHOTS=overwrite rewrites what is expected",
        different.join(", "),
        diff.unified_diff().header(first, "compiled")
    )
}

fn read(folder: &Path) -> Result<Files> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(current) = open.pop() {
        let entries = fs::read_dir(&current).with_context(|| current.display().to_string())?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder)?.to_string_lossy();
                files.insert(name.replace('\\', "/"), fs::read(&path)?);
            }
        }
    }
    Ok(files)
}

/// Whatever is emitted for a floor exists in the provider of that version.
fn schemas(case: &Path) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut checked = 0;
    for (version, floor) in SCHEMAS {
        let Some(files) = compile_for(case, floor)? else {
            continue;
        };
        checked += 1;
        let schema = Schema::load(&root.join(format!("tests/schemas/aws-{version}.json")))?;
        let folder = tempfile::tempdir()?;
        write(&files, folder.path())?;
        let mut findings = check_dir(folder.path(), &schema);
        findings.extend(check_module_calls(folder.path()));
        let module = folder.path().join("modules/function");
        if module.exists() {
            findings.extend(check_dir(&module, &schema));
        }
        ensure!(findings.is_empty(), "{version}:\n{}", findings.join("\n"));
    }
    // The newest floor has everything.
    ensure!(checked > 0, "no floor was checked");
    compile(&case.join("blueprint.toml"), Some(">= 6.69.1")).map(drop)
}

/// `validate` and `test` with the real provider 3.39, which is to be had as a
/// program; newer ones are covered by their schemas.
fn terraform(case: &Path) -> Result<()> {
    let files = compile_for(case, OLD_FLOOR)?.context("the case is not for provider 3.39")?;
    let folder = tempfile::tempdir()?;
    write(&files, folder.path())?;
    use_old_runtime(folder.path())?;
    let terraform = Terraform::new(folder.path());
    terraform.init()?;
    terraform.validate()?;
    let report = terraform.test()?;
    let runs = files.contains_key("tests/access.tftest.hcl")
        && String::from_utf8_lossy(&files["tests/access.tftest.hcl"]).contains("\nrun ");
    ensure!(!runs || report.contains("1 passed, 0 failed"), "{report}");
    match files.get("terraform.tfvars.example") {
        Some(example) => example_is_enough(&files, example, folder.path()),
        None => Ok(()),
    }
}

/// With `terraform.tfvars.example` as `terraform.tfvars`, every input variable
/// has a valid value: the access test passes without values of its own, for which
/// Terraform would fail.
fn example_is_enough(files: &Files, example: &[u8], folder: &Path) -> Result<()> {
    const TEST: &str = "tests/access.tftest.hcl";
    let text = str::from_utf8(example)?;
    ensure!(fmt_stdin(text)? == text, "not formatted: {text}");
    let mut test = match files.get(TEST) {
        Some(test) => String::from_utf8(test.clone())?,
        None => "mock_provider \"aws\" {}\n".to_owned(),
    };
    if let Some(start) = test.find("\nvariables {") {
        let end = test[start..].find("\n}\n").context("the block ends")?;
        test.replace_range(start..start + end + 3, "");
    }
    if !test.contains("\nrun ") {
        test.push_str("\nrun \"plan\" {\n  command = plan\n}\n");
    }
    fs::create_dir_all(folder.join("tests"))?;
    fs::write(folder.join(TEST), test)?;
    fs::write(folder.join("terraform.tfvars"), example)?;
    let report = Terraform::new(folder).test()?;
    ensure!(report.contains("1 passed, 0 failed"), "{report}");
    Ok(())
}

/// Provider 3.39 has no users, so the variable with their passwords is tried
/// without a provider: what the example gives is accepted and is no password.
fn passwords(root: &Path) -> Result<()> {
    let files = compile(&root.join("blueprint.toml"), None)?;
    let folder = tempfile::tempdir()?;
    let place = |name: &str| folder.path().join(name);
    fs::write(place("variables.tf"), &files["variables.tf"])?;
    let example = &files["terraform.tfvars.example"];
    fs::write(place("terraform.tfvars"), example)?;
    let output = "output \"passwords\" {\n  value = nonsensitive(var.user_passwords)\n}\n";
    fs::write(place("outputs.tf"), output)?;
    let terraform = Terraform::new(folder.path());
    terraform.init()?;
    terraform.apply()?;
    let found = terraform.output_json()?;
    let none = serde_json::Value::Null;
    let expected = serde_json::json!({ "adminuser": none, "regularuser": none });
    ensure!(found["passwords"] == expected, "{found:#}");
    Ok(())
}

/// The generated test notices a route that was made public by hand and a scope that
/// was added.
fn access_test_can_fail(root: &Path) -> Result<()> {
    let files = compile(&root.join("blueprint.toml"), Some(">= 3.39"))?;
    let folder = tempfile::tempdir()?;
    write(&files, folder.path())?;
    use_old_runtime(folder.path())?;
    let terraform = Terraform::new(folder.path());
    terraform.init()?;
    let mutations = [
        (
            "routes.tf",
            "authorization_type   = \"JWT\"",
            "authorization_type   = \"NONE\"",
        ),
        ("routes.tf", "[\"admin-${", "[\"regular\", \"admin-${"),
        ("api.tf", "audience = [", "audience = [\"somebody-else\", "),
        (
            "api.tf",
            "issuer   = \"https://${aws_cognito_user_pool.main.endpoint}\"",
            "issuer   = \"https://example.com\"",
        ),
    ];
    for (file, from, to) in mutations {
        let text = String::from_utf8(files[file].clone())?;
        ensure!(text.contains(from), "the mutation `{from}` does not fit");
        write(&files, folder.path())?;
        fs::write(folder.path().join(file), text.replacen(from, to, 1))?;
        let report = terraform.test();
        ensure!(report.is_err(), "`{to}` went unnoticed: {report:?}");
    }
    Ok(())
}

/// The module has nothing that a provider lacks for which it is written, and
/// its copy for the oldest one passes its own test.
fn function_module(root: &Path) -> Result<()> {
    let copy = |floor: &str, folder: &Path| -> Result<()> {
        let floor = Constraint::parse(floor).expect("a valid constraint").floor;
        let files = jwtgen::generate::module::for_floor(floor);
        let files = files.map(|(path, text)| (path.to_owned(), text.into_bytes()));
        write(&files.collect(), folder)
    };
    for (version, floor) in SCHEMAS {
        let schema = Schema::load(&root.join(format!("tests/schemas/aws-{version}.json")))?;
        let folder = tempfile::tempdir()?;
        copy(floor, folder.path())?;
        fmt_check(folder.path())?;
        let findings = check_dir(folder.path(), &schema);
        ensure!(findings.is_empty(), "{version}:\n{}", findings.join("\n"));
    }
    let folder = tempfile::tempdir()?;
    copy(">= 3.39", folder.path())?;
    let terraform = Terraform::new(folder.path());
    terraform.init()?;
    terraform.validate()?;
    let report = terraform.test()?;
    ensure!(report.contains(" passed, 0 failed"), "{report}");
    Ok(())
}

fn formatted(root: &Path) -> Result<()> {
    for folder in ["out", "modules", "tests/compile"] {
        fmt_check(&root.join(folder))?;
    }
    Ok(())
}
