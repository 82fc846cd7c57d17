//! What Cargo.toml promises, held by Cargo.lock.

use serde_json::Value;
use std::process::Command;

/// `1.89` and `1.89.0` are the same version.
fn version(text: &str) -> Vec<u32> {
    let mut numbers: Vec<u32> = text.split('.').map(|it| it.parse().unwrap()).collect();
    numbers.resize(3, 0);
    numbers
}

/// What cargo says.
fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    String::from_utf8(output.stdout).expect("cargo writes UTF-8")
}

#[test]
fn no_dependency_needs_a_newer_rust() {
    // Packages of other platforms need not be on this machine.
    let about = cargo(&["-vV"]);
    let host = about.lines().find_map(|line| line.strip_prefix("host: "));
    let metadata = cargo(&[
        "metadata",
        "--format-version=1",
        "--locked",
        "--offline",
        "--filter-platform",
        host.expect("cargo names its host"),
    ]);
    let metadata: Value = serde_json::from_str(&metadata).expect("one JSON document");
    let ours = version(env!("CARGO_PKG_RUST_VERSION"));
    let packages = metadata["packages"].as_array().expect("packages");
    let newer: Vec<&str> = packages
        .iter()
        .filter(|it| {
            it["rust_version"]
                .as_str()
                .is_some_and(|it| version(it) > ours)
        })
        .filter_map(|it| it["id"].as_str())
        .collect();
    assert!(packages.len() > 50 && newer.is_empty(), "{newer:#?}");
}
