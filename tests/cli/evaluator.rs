//! `jwtgen audit` of files whose values it must not guess, and of files that ask
//! for more work than there is memory or time for.

use crate::project::{JWTGEN, Project};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// Files copied over the compiled walkthrough, and a patch of it.
#[test]
fn expressions_are_not_guessed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let cases = root.join("tests/audit/cases");
    for name in [
        "evaluator-coalesce",
        "evaluator-distinct",
        "evaluator-number-text",
        "evaluator-strip-marker",
        "variable-type",
    ] {
        let project = walkthrough();
        assert_eq!(project.run(&["audit", "out"]).code, 0);
        let case = cases.join(name);
        let add = case.join("add");
        if add.is_dir() {
            for entry in fs::read_dir(add).expect("files to add") {
                let path = entry.expect("a file").path();
                let file = path.file_name().expect("a name").to_string_lossy();
                project.write(&format!("out/{file}"), fs::read(&path).expect("a file"));
            }
        }
        let applied = Command::new("git")
            .current_dir(project.path("out"))
            .env("GIT_CEILING_DIRECTORIES", project.path(""))
            .args(["apply", "-p1"])
            .arg(case.join("change.patch"))
            .status();
        assert!(applied.expect("git runs").success(), "{name}");
        let run = project.run(&["audit", "out"]);
        assert!(matches!(run.code, 5 | 6), "{name}: {}", run.stdout);
        let place = "aws_apigatewayv2_route.get_AdminUser";
        assert!(run.stdout.contains(place), "{name}: {}", run.stdout);
    }
}

/// A default decides nothing, nor does the file that replaces it.
#[test]
fn a_default_is_not_a_value() {
    let project = walkthrough();
    project.edit(
        "out/api.tf",
        "name        = \"Test\"",
        "name        = var.stage",
    );
    project.write(
        "out/more.tf",
        "variable \"stage\" {\n  default = \"Test\"\n}\n",
    );
    let run = project.run(&["audit", "out"]);
    assert_eq!(run.code, 6, "{}", run.stdout);
    project.write("out/terraform.tfvars", "stage = \"Test\"\n");
    assert_eq!(project.run(&["audit", "out"]).code, 6);
}

/// What would take hours or gigabytes ends in seconds.
#[test]
fn work_is_bounded() {
    let doubling = |first: &str, next: &dyn Fn(usize) -> String| {
        let locals: String = (1..60).map(|n| format!("  l{n} = {}\n", next(n))).collect();
        format!(
            "locals {{\n  l0 = {first}\n{locals}}}\nresource \"aws_sns_topic\" \"x\" {{\n  for_each = toset([local.l59])\n}}\n"
        )
    };
    let counted = |what: &str| {
        format!(
            "resource \"aws_apigatewayv2_route\" \"many\" {{\n  {what}\n  api_id    = aws_apigatewayv2_api.main.id\n  route_key = \"GET /x\"\n}}\n"
        )
    };
    let nested = |open: &str, close: &str, depth: usize| {
        counted(&format!(
            "target = {}\"a\"{}",
            open.repeat(depth),
            close.repeat(depth)
        ))
    };
    let items: Vec<String> = (0..200_000).map(|n| format!("\"k{n}\"")).collect();
    let cases: Vec<(&str, String)> = vec![
        ("a count of billions", counted("count = 3000000000")),
        ("a count within limits", counted("count = 15000")),
        (
            "a set of very many",
            counted(&format!("for_each = toset([{}])", items.join(", "))),
        ),
        (
            "a nested set",
            counted("for_each = toset([toset([toset([\"a\"])])])"),
        ),
        (
            "doubling lists",
            doubling("[\"a\"]", &|n| {
                format!("[local.l{0}, local.l{0}]", n - 1)
            }),
        ),
        (
            "doubling texts",
            doubling("\"ab\"", &|n| {
                format!("\"${{local.l{0}}}${{local.l{0}}}\"", n - 1)
            }),
        ),
        (
            "doubling maps of references",
            doubling("aws_apigatewayv2_api.main.id", &|n| {
                format!("{{ a = local.l{0}, b = local.l{0} }}", n - 1)
            }),
        ),
        (
            "doubling calls",
            doubling("[aws_apigatewayv2_api.main.id]", &|n| {
                format!("concat(local.l{0}, local.l{0})", n - 1)
            }),
        ),
        (
            "doubling unknown values",
            doubling("[timestamp()]", &|n| {
                format!("upper(concat(local.l{0}, local.l{0}))", n - 1)
            }),
        ),
        (
            "a cycle",
            "locals {\n  a = [local.b, local.b]\n  b = [local.a, local.a]\n}\nresource \"aws_sns_topic\" \"x\" {\n  count = length(local.a)\n}\n".to_owned(),
        ),
        ("parentheses", nested("(", ")", 100_000)),
        ("lists", nested("[", "]", 100_000)),
        ("templates", nested("\"${", "}\"", 20_000)),
        ("calls", nested("f(", ")", 100_000)),
        ("negations", counted(&format!("target = {}true", "!".repeat(100_000)))),
        ("indexes", counted(&format!("target = local.a{}", "[0]".repeat(100_000)))),
        ("operators", counted(&format!("target = 1{}", " + 1".repeat(100_000)))),
        ("a long text", counted(&format!("target = \"{}\"", "a".repeat(5_000_000)))),
        ("a long list", counted(&format!("target = [{}]", "1, ".repeat(300_000)))),
        ("a very long file", "# a comment\n".repeat(3_000_000)),
        ("blocks", format!("{}{}", "a {\n".repeat(50_000), "}\n".repeat(50_000))),
    ];
    let project = walkthrough();
    for (name, text) in cases {
        project.write("out/more.tf", text);
        end_in_time(&project, name);
    }
    // Modules that multiply: by their counts, and by calling each other twice.
    for level in 0..15 {
        let call = |name: &str| {
            format!(
                "module \"{name}\" {{\n  source = \"../m{}\"\n  count = 1000\n}}\n",
                level + 1
            )
        };
        let text = format!("{}{}", call("a"), call("b"));
        project.write(&format!("out/m{level}/main.tf"), text);
    }
    project.write("out/m15/main.tf", counted("count = 1000"));
    project.write(
        "out/more.tf",
        "module \"m\" {\n  source = \"./m13\"\n  count  = 1000\n}\n",
    );
    end_in_time(&project, "modules with counts");
    project.write("out/more.tf", "module \"m\" {\n  source = \"./m0\"\n}\n");
    end_in_time(&project, "modules that call modules");
}

/// Runs an audit with little memory and 30 seconds of a processor; it must end
/// by itself, and not say that all is the same.
fn end_in_time(project: &Project, name: &str) {
    let start = Instant::now();
    let output = Command::new("sh")
        .current_dir(project.path(""))
        .args([
            "-c",
            "ulimit -v 2000000; ulimit -t 30; exec \"$0\" audit out",
            JWTGEN,
        ])
        .output()
        .expect("sh runs");
    let said = String::from_utf8_lossy(&output.stderr);
    let said: String = said.chars().take(500).collect();
    let code = output.status.code();
    println!("{name}: {code:?} after {:?}", start.elapsed());
    assert!(matches!(code, Some(4..=6)), "{name}: {code:?} {said}");
}

/// The walkthrough, compiled to `out`.
pub(crate) fn walkthrough() -> Project {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let project = Project::empty();
    for file in [
        "blueprint.toml",
        "functions/admin_user/index.js",
        "functions/regular_user/index.js",
    ] {
        project.write(file, fs::read(root.join(file)).expect(file));
    }
    let run = project.run(&["compile"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    project
}
