//! The compiler and the evidence agree: what a blueprint says of who may call
//! what is what an evaluator that knows nothing of blueprints reads from the
//! Terraform files.

use crate::support::applied::{Applied, PASSWORD};
use crate::support::checks;
use crate::support::compile::compile_below;
use crate::support::harness::trials;
use anyhow::{Context, Result, ensure};
use jwtgen::Checked;
use jwtgen::audit::{Audit, Verdict, audit};
use jwtgen::evidence::{Evidence, Infrastructure};
use jwtgen::generate::{self, Files};
use jwtgen::package::{Package, archive};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

trials![
    the_matrix_is_what_terraform_says,
    most_random_blueprints_compile,
    a_sample_is_what_the_emulator_answers,
    seeded_bugs_of_the_lowering_are_caught,
    the_evidence_uses_nothing_of_the_compiler,
    an_unknown_handler_is_unknown,
];

/// What a random blueprint is made of.
#[derive(Debug, Clone)]
struct Parts {
    access: bool,
    format: usize,
    clients: usize,
    machine: Option<BTreeSet<usize>>,
    roles: Vec<BTreeSet<usize>>,
    groups: Vec<BTreeSet<usize>>,
    users: Vec<BTreeSet<usize>>,
    routes: Vec<Route>,
}

#[derive(Debug, Clone)]
enum Route {
    Public,
    Iam,
    Any,
    Scopes(BTreeSet<usize>, Option<usize>),
    All(BTreeSet<usize>),
    Allow(BTreeSet<usize>),
}

const SCOPES: [&str; 5] = ["read", "write", "orders:delete", "admin", "reading"];
const FORMATS: [&str; 3] = ["{scope}", "{scope}-{client_id}", "{name}/{scope}"];

fn some(of: usize, at_most: usize) -> impl Strategy<Value = BTreeSet<usize>> {
    prop::collection::btree_set(0..of, 1..=at_most)
}

fn parts() -> impl Strategy<Value = Parts> {
    let route = prop_oneof![
        Just(Route::Public),
        Just(Route::Iam),
        Just(Route::Any),
        (some(5, 3), prop::option::of(0..3usize)).prop_map(|(s, c)| Route::Scopes(s, c)),
        some(5, 3).prop_map(Route::All),
        some(4, 2).prop_map(Route::Allow),
    ];
    (
        any::<bool>(),
        0..3usize,
        1..3usize,
        prop::option::of(some(4, 2)),
        prop::collection::vec(some(5, 3), 4),
        prop::collection::vec(some(4, 2), 4),
        prop::collection::vec(some(4, 3), 0..3),
        prop::collection::vec(route, 1..7),
    )
        .prop_map(
            |(access, format, clients, machine, roles, groups, users, routes)| Parts {
                access,
                format,
                clients,
                machine,
                roles,
                groups,
                users,
                routes,
            },
        )
}

fn names(prefix: &str, of: &BTreeSet<usize>) -> String {
    let names: Vec<String> = of.iter().map(|n| format!("\"{prefix}{n}\"")).collect();
    names.join(", ")
}

fn scopes(of: &BTreeSet<usize>) -> String {
    let names: Vec<String> = of.iter().map(|n| format!("{:?}", SCOPES[*n])).collect();
    names.join(", ")
}

impl Parts {
    fn blueprint(&self) -> String {
        let token = if self.access { "access" } else { "id" };
        let format = FORMATS[self.format];
        let mut text = format!(
            "name = \"shop\"\n[identity]\ntoken = \"{token}\"\nscope_format = \"{format}\"\ndomain = \"shop-demo\"\n"
        );
        for client in 0..self.clients {
            text.push_str(&format!(
                "[clients.c{client}]\nauth_flows = [\"user-password\"]\n"
            ));
        }
        if let Some(roles) = &self.machine {
            text.push_str(&format!(
                "[clients.batch]\nroles = [{}]\n",
                names("r", roles)
            ));
        }
        text.push_str("[roles]\n");
        for (index, role) in self.roles.iter().enumerate() {
            text.push_str(&format!("r{index} = [{}]\n", scopes(role)));
        }
        text.push_str("[groups]\n");
        for (index, group) in self.groups.iter().enumerate() {
            text.push_str(&format!("g{index} = [{}]\n", names("r", group)));
        }
        text.push_str("[users]\n");
        for (index, user) in self.users.iter().enumerate() {
            text.push_str(&format!("u{index} = [{}]\n", names("g", user)));
        }
        text.push_str("[functions.api]\nsource = \"functions/api\"\n[routes]\n");
        for (index, route) in self.routes.iter().enumerate() {
            let access = match route {
                Route::Public => "public = \"a test\"".to_owned(),
                Route::Iam => "authorizer = \"iam\"".to_owned(),
                Route::Any => "scopes = []".to_owned(),
                Route::Scopes(of, client) => {
                    let clients = match client {
                        Some(client) if *client < self.clients => {
                            format!(", clients = [\"c{client}\"]")
                        }
                        _ => String::new(),
                    };
                    format!("scopes = [{}]{clients}", scopes(of))
                }
                Route::All(of) => format!("all = [{}]", scopes(of)),
                Route::Allow(of) => format!("allow = [{}]", names("g", of)),
            };
            text.push_str(&format!(
                "\"GET /r{index}/{{id}}\" = {{ function = \"api\", {access} }}\n"
            ));
        }
        text
    }
}

fn compiled(text: String) -> Option<(Checked, Files)> {
    let (_, checked) = checks::judge(&checks::blueprint(text));
    let checked = checked?;
    let files = generate::files(&checked);
    Some((checked, files))
}

fn held_against(checked: &Checked, files: &Files) -> Audit {
    let evidence = Evidence::of_folder(files, Default::default()).expect("files are evidence");
    audit(checked, &evidence, None).expect("something of the blueprint is there")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..Default::default() })]

    fn the_matrix_is_what_terraform_says(parts in parts()) {
        let text = parts.blueprint();
        let Some((checked, files)) = compiled(text.clone()) else {
            // Some make no sense, such as a scope that nobody holds.
            return Ok(());
        };
        let found = held_against(&checked, &files);
        prop_assert_eq!(found.verdict(), Verdict::Same, "{:#?}\n{}", found, text);
        prop_assert!(found.looked_at.1 > 0);
    }
}

/// Most random blueprints have to make sense, or nothing is shown.
fn most_random_blueprints_compile() {
    let mut runner = TestRunner::deterministic();
    let compiled = (0..60).filter(|_| {
        let parts = parts().new_tree(&mut runner).expect("a value").current();
        compiled(parts.blueprint()).is_some()
    });
    let count = compiled.count();
    assert!(count >= 20, "{count} of 60");
}

/// What the blueprint says is also what an API answers that was made from it:
/// random blueprints, applied by Terraform, and called as everybody.
fn a_sample_is_what_the_emulator_answers() -> Result<()> {
    let mut runner = TestRunner::deterministic();
    let mut left = [2, 2];
    while left != [0, 0] {
        let parts = parts().new_tree(&mut runner).expect("a value").current();
        let text = parts.blueprint();
        let kind = usize::from(parts.access);
        if left[kind] == 0 || compiled(text.clone()).is_none() {
            continue;
        }
        left[kind] -= 1;
        answers(&parts, &text).with_context(|| text)?;
    }
    Ok(())
}

fn answers(parts: &Parts, text: &str) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let blueprint = folder.path().join("blueprint.toml");
    fs::write(&blueprint, text)?;
    fs::create_dir_all(folder.path().join("functions/api"))?;
    fs::write(
        folder.path().join("functions/api/index.js"),
        "exports.handler = async () => ({ statusCode: 200, body: '\"ok\"' });\n",
    )?;
    let applied = Applied::new(&compile_below(&blueprint)?)?;
    if parts.access {
        applied.attach_v2()?;
    }
    let pool = applied.output("/user_pool_id")?;
    let (mut users, mut args) = (Vec::new(), Vec::new());
    for group in 0..parts.groups.len() {
        let name = format!("only{group}");
        let member = format!("g{group}");
        applied
            .emulator
            .create_user(pool, &name, PASSWORD, &[&member])?;
        args.extend(["--user".to_owned(), format!("group:{member}={name}")]);
        users.push(name);
    }
    for (index, groups) in parts.users.iter().enumerate() {
        let name = format!("u{index}");
        let groups: Vec<String> = groups.iter().map(|group| format!("g{group}")).collect();
        let groups: Vec<&str> = groups.iter().map(String::as_str).collect();
        applied
            .emulator
            .create_user(pool, &name, PASSWORD, &groups)?;
        users.push(name);
    }
    let users: Vec<&str> = users.iter().map(String::as_str).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let found = applied.agrees(&blueprint, &users, &args)?;
    let agree = found["counts"]["agrees"].as_u64().unwrap_or_default();
    ensure!(agree as usize >= parts.routes.len(), "{found:#}");
    Ok(())
}

const SEEDED: &str = r#"
name = "shop"
[identity]
token = "id"
scope_format = "{scope}-{client_id}"
domain = "shop-demo"
[clients.web]
[clients.phone]
[roles]
reader = ["read"]
writer = ["read", "write"]
[groups]
readers = ["reader"]
writers = ["writer"]
[functions.api]
source = "functions/api"
[routes]
"GET /items" = { function = "api", scopes = ["read"] }
"POST /items" = { function = "api", scopes = ["write"], clients = ["web"] }
"PUT /items" = { function = "api", all = ["read", "write"] }
"GET /health" = { function = "api", public = "monitoring" }
"#;

/// A mistake that a compiler could make: the file, and what becomes what.
type Bug = (&'static str, &'static str, &'static str, &'static str);

/// Bugs of the lowering, as they would show in the output. Decisions alone have
/// to show each: arguments are compared with the same output.
const BUGS: &[Bug] = &[
    (
        "a route forgets its scopes",
        "routes.tf",
        "  authorization_scopes = [\"write-${aws_cognito_user_pool_client.web.id}\"]\n",
        "",
    ),
    (
        "a route is written as an open one",
        "routes.tf",
        "authorization_type   = \"JWT\"",
        "authorization_type   = \"NONE\"",
    ),
    (
        "a scope is spelled without the app client",
        "routes.tf",
        "\"write-${aws_cognito_user_pool_client.web.id}\"",
        "\"write\"",
    ),
    (
        "an authorizer accepts an app client of another route",
        "api.tf",
        "audience = [aws_cognito_user_pool_client.web.id]",
        "audience = [aws_cognito_user_pool_client.missing.id]",
    ),
    (
        "a permission names another service",
        "api.tf",
        "apigateway.amazonaws.com",
        "events.amazonaws.com",
    ),
    (
        "a permission covers another method alone",
        "api.tf",
        "execution_arn}/*/*",
        "execution_arn}/*/PATCH/*",
    ),
    (
        "the handler grants a group too much",
        "token_handler/index.js",
        "[\"readers\", [\"read\"]]",
        "[\"readers\", [\"read\",\"write\"]]",
    ),
    (
        "the handler spells scopes otherwise",
        "token_handler/index.js",
        "`${scope}-${clientId}`",
        "`${scope}/${clientId}`",
    ),
    (
        "the handler asks for one part of several",
        "token_handler/index.js",
        ", [\"read\", \"write\"]]",
        ", [\"read\"]]",
    ),
    (
        "the handler is attached for another event",
        "identity.tf",
        "lambda_version = \"V1_0\"",
        "lambda_version = \"V2_0\"",
    ),
];

fn seeded_bugs_of_the_lowering_are_caught() {
    let (checked, files) = compiled(SEEDED.to_owned()).expect("it compiles");
    assert_eq!(held_against(&checked, &files).verdict(), Verdict::Same);
    for (name, file, from, to) in BUGS {
        let mut files = files.clone();
        let text = String::from_utf8(files[*file].clone()).expect("text");
        assert!(text.contains(from), "{name}: {file} has no {from}:\n{text}");
        let bytes = text.replacen(from, to, 1).into_bytes();
        if *file == "token_handler/index.js" {
            let package = archive(&Package::file("index.js", bytes.clone()));
            files.insert("packages/token_handler.zip".into(), package);
        }
        files.insert((*file).into(), bytes);
        let found = held_against(&checked, &files);
        assert!(!found.changes.is_empty(), "{name} is not caught");
    }
}

/// The evidence is a second opinion only while it uses nothing of the first.
fn the_evidence_uses_nothing_of_the_compiler() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let inner = fs::read_dir(src.join("evidence")).expect("the room of the evidence");
    let inner = inner.map(|entry| entry.expect("an entry").path());
    let mut count = 0;
    for path in inner.chain([src.join("evidence.rs")]) {
        let text = fs::read_to_string(&path).expect("a source");
        // Its tests may compare it with the compiler.
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for line in code.lines() {
            let outside = line.contains("crate::") || line.contains("super::super");
            assert!(!outside, "{}: {line}", path.display());
        }
        count += 1;
    }
    assert!(count > 10, "{count} files");
}

/// Nobody can say what a handler does that is not known.
fn an_unknown_handler_is_unknown() {
    let (checked, mut files) = compiled(SEEDED.to_owned()).expect("it compiles");
    let source = String::from_utf8(files["token_handler/index.js"].clone()).expect("text");
    let source = source.replace("SCOPES.filter", "SCOPES.concat");
    let package = archive(&Package::file("index.js", source.into_bytes()));
    files.insert("packages/token_handler.zip".into(), package);
    let evidence = Evidence::of_folder(&files, Default::default()).expect("evidence");
    let infrastructure = Infrastructure::new(&evidence, []);
    let pool = infrastructure.pools().next().expect("a pool").to_owned();
    assert!(infrastructure.pool(&pool).doubt().is_some());
    let found = audit(&checked, &evidence, None).expect("an audit");
    assert!(
        found
            .changes
            .iter()
            .all(|change| change.verdict == Verdict::Unknown)
    );
    assert!(!found.changes.is_empty());
}
