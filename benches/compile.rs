//! Measures compile time without file access: for the blueprint of this
//! repository, and for one with 300 routes and functions.
//!
//! `cargo bench`, or `cargo bench -- large` for only one of them.

use criterion::{Criterion, criterion_group, criterion_main};
use jwtgen::generate;
use jwtgen::package::{Package, SourceError, Sources};
use jwtgen::source::Source;
use std::fmt::Write;
use std::hint::black_box;

/// The same small function for every source.
struct Memory;

impl Sources for Memory {
    fn read(&self, _: &str) -> Result<Package, SourceError> {
        let code = b"exports.handler = async () => ({ statusCode: 200 });\n";
        Ok(Package::file("index.js", code.to_vec()))
    }
}

fn example() -> Source {
    Source::new("blueprint.toml", include_str!("../blueprint.toml"))
}

/// A blueprint with a function and scopes for each route.
fn generated(routes: usize, groups: usize, scopes: usize) -> Source {
    let mut text = "name = \"large\"\n\n[identity]\n\n[clients.web]\n\n[roles]\n".to_owned();
    let mut add = |line: String| writeln!(text, "{line}").expect("a string takes every line");
    for scope in 0..scopes {
        add(format!("role_{scope} = [\"scope:{scope}\"]"));
    }
    add("\n[groups]".into());
    for group in 0..groups {
        let roles = (0..4).map(|role| format!("\"role_{}\"", (group * 2 + role) % scopes));
        add(format!(
            "group_{group} = [{}]",
            roles.collect::<Vec<_>>().join(", ")
        ));
    }
    for function in 0..routes {
        add(format!(
            "\n[functions.function_{function}]\nsource = \"functions/{function}\""
        ));
    }
    add("\n[routes]".into());
    for route in 0..routes {
        let (one, two) = (route % scopes, (route + 7) % scopes);
        add(format!(
            "\"GET /things/{route}/{{id}}\" = \
             {{ function = \"function_{route}\", scopes = [\"scope:{one}\", \"scope:{two}\"] }}"
        ));
    }
    Source::new("large.toml", text)
}

fn benches(criterion: &mut Criterion) {
    let inputs = [
        ("example", example()),
        ("large/100", generated(100, 50, 100)),
        ("large/300", generated(300, 50, 100)),
    ];
    for (name, source) in inputs {
        let check = || jwtgen::check(&source, &Memory, None).1;
        let checked = check().expect("the blueprint is fine");
        let id = |phase: &str| format!("{phase}/{name}");
        criterion.bench_function(&id("check"), |b| b.iter(|| black_box(check())));
        criterion.bench_function(&id("generate"), |b| {
            b.iter(|| generate::files(black_box(&checked)));
        });
        criterion.bench_function(&id("whole"), |b| {
            b.iter(|| check().map(|checked| generate::files(&checked)));
        });
    }
}

criterion_group! {
    name = compile;
    config = Criterion::default().sample_size(20);
    targets = benches
}
criterion_main!(compile);
