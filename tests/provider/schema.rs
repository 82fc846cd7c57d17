//! Checks Terraform files against the schema of a version of the AWS provider, without
//! Terraform. A finding is one line, `file: address: path: what`.

use anyhow::{Context, Result};
use hcl::expr::{ObjectKey, TemplateExpr};
use hcl::template::{Element, Template};
use hcl::{Block, Body, Expression};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const PROVIDER: &str = "registry.terraform.io/hashicorp/aws";
const META: [&str; 7] = [
    "count",
    "for_each",
    "provider",
    "depends_on",
    "lifecycle",
    "provisioner",
    "connection",
];

/// The output of `terraform providers schema -json`, complete or reduced.
pub(crate) struct Schema(Value);

impl Schema {
    pub(crate) fn load(path: &Path) -> Result<Schema> {
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let mut json: Value = serde_json::from_str(&text)?;
        let aws = json["provider_schemas"]
            .get_mut(PROVIDER)
            .context("no AWS provider in it")?;
        Ok(Schema(aws.take()))
    }
}

pub(crate) type Files = Vec<(String, Body)>;

/// Collects findings: those of one block of a file have the same prefix.
pub(crate) struct Report<'a>(pub String, pub &'a mut Vec<String>);

impl Report<'_> {
    pub(crate) fn add(&mut self, path: &str, what: impl std::fmt::Display) {
        self.1.push(format!("{}: {path}: {what}", self.0));
    }
}

/// A folder without files is a finding: checking nothing must not pass.
pub(crate) fn parse(dir: &Path, out: &mut Vec<String>) -> Files {
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    let mut paths: Vec<_> = entries.map(|e| e.path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "tf"));
    paths.sort();
    if paths.is_empty() {
        out.push(format!("{}: -: -: no .tf file", dir.display()));
    }
    let mut files = Files::new();
    for path in paths {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let text = std::fs::read_to_string(&path).map_err(|e| e.to_string());
        match text.and_then(|t| hcl::parse(&t).map_err(|e| e.to_string())) {
            Ok(body) => files.push((name, body)),
            Err(e) => out.push(format!("{name}: -: -: {}", e.replace('\n', " "))),
        }
    }
    files
}

/// The address as in references: `aws_x.y`, `data.aws_x.y`, `var.x`, `module.x`.
pub(crate) fn address(block: &Block) -> String {
    let labels = block.labels().iter().map(|l| l.as_str());
    let first = match block.identifier() {
        "resource" => None,
        "variable" => Some("var"),
        other => Some(other),
    };
    first
        .into_iter()
        .chain(labels)
        .collect::<Vec<_>>()
        .join(".")
}

/// Checks the `resource` and `data` blocks of the files in `dir` (not below it).
pub(crate) fn check_dir(dir: &Path, schema: &Schema) -> Vec<String> {
    let mut out = Vec::new();
    for (file, body) in parse(dir, &mut out) {
        for block in body.blocks() {
            let types = match block.identifier() {
                "resource" => &schema.0["resource_schemas"],
                "data" => &schema.0["data_source_schemas"],
                _ => continue,
            };
            let mut report = Report(format!("{file}: {}", address(block)), &mut out);
            match (
                block.labels(),
                block.labels().first().and_then(|t| types.get(t.as_str())),
            ) {
                ([_, _], Some(schema)) => {
                    check_body(&block.body, &schema["block"], "", &mut report);
                }
                ([ty, _], None) if ty.as_str().starts_with("aws_") => {
                    report.add("type", "not in this version of the provider");
                }
                ([_, _], None) => report.add("type", "belongs to another provider"),
                _ => report.add("type", "a type and a name are needed"),
            }
        }
    }
    out
}

fn check_body(body: &Body, schema: &Value, path: &str, report: &mut Report) {
    let (attributes, blocks) = (&schema["attributes"], &schema["block_types"]);
    let join = |name: &str| {
        if path.is_empty() {
            name.into()
        } else {
            format!("{path}.{name}")
        }
    };
    let meta = |name: &str| path.is_empty() && META.contains(&name);
    let flag = |attribute: &Value, name: &str| attribute[name] == Value::Bool(true);
    let mut set = BTreeSet::new();
    for attribute in body.attributes().filter(|a| !meta(a.key())) {
        let here = join(attribute.key());
        set.insert(attribute.key());
        match attributes.get(attribute.key()) {
            Some(a) if !flag(a, "required") && !flag(a, "optional") => {
                report.add(&here, "read-only");
            }
            Some(a) if flag(a, "required") && *attribute.expr() == Expression::Null => {
                report.add(&here, "required, but null");
            }
            Some(a) => check_type(attribute.expr(), &a["type"], &here, report),
            None if blocks.get(attribute.key()).is_some() => {
                report.add(&here, "a block, not an argument");
            }
            None => report.add(&here, "no such argument"),
        }
    }
    // Number of blocks of each type, and whether `dynamic` may add more.
    let mut counts = BTreeMap::<&str, (u64, bool)>::new();
    for block in body.blocks().filter(|b| !meta(b.identifier())) {
        let content: Vec<_> = block
            .body
            .blocks()
            .filter(|b| b.identifier() == "content")
            .collect();
        let (name, inner, dynamic) = match (block.identifier(), block.labels(), &content[..]) {
            ("dynamic", [name], [content])
                if block.body.attributes().any(|a| a.key() == "for_each") =>
            {
                (name.as_str(), &content.body, true)
            }
            ("dynamic", ..) => {
                report.add(
                    &join("dynamic"),
                    "one label, for_each and one content block are needed",
                );
                continue;
            }
            (name, [], _) => (name, &block.body, false),
            (name, ..) => {
                report.add(&join(name), "takes no label");
                continue;
            }
        };
        let count = counts.entry(name).or_default();
        let here = format!("{}[{}]", join(name), count.0);
        if dynamic {
            count.1 = true;
        } else {
            count.0 += 1;
        }
        match blocks.get(name) {
            Some(b) => check_body(inner, &b["block"], &here, report),
            None if attributes.get(name).is_some() => {
                report.add(&join(name), "an argument, not a block");
            }
            None => report.add(&join(name), "no such block"),
        }
    }
    for (name, attribute) in attributes.as_object().into_iter().flatten() {
        if flag(attribute, "required") && !set.contains(name.as_str()) {
            report.add(&join(name), "required, but missing");
        }
    }
    for (name, block) in blocks.as_object().into_iter().flatten() {
        let (count, dynamic) = counts.get(name.as_str()).copied().unwrap_or_default();
        let single = block["nesting_mode"] == "single" || block["nesting_mode"] == "group";
        let max = if single {
            Some(1)
        } else {
            block["max_items"].as_u64().filter(|&max| max > 0)
        };
        if let Some(min) = block["min_items"]
            .as_u64()
            .filter(|&min| count < min && !dynamic)
        {
            report.add(&join(name), format!("at least {min} needed, {count} here"));
        }
        if let Some(max) = max.filter(|&max| count > max) {
            report.add(&join(name), format!("at most {max} allowed, {count} here"));
        }
    }
}

/// Whether Terraform can convert a literal to `ty`; `true` if only evaluation can tell.
fn check_type(expr: &Expression, ty: &Value, path: &str, report: &mut Report) {
    use Expression as E;
    let (kind, of) = (ty.as_str().or(ty[0].as_str()).unwrap_or("dynamic"), &ty[1]);
    let primitive = ["string", "number", "bool"].contains(&kind);
    let written = match expr {
        _ if kind == "dynamic" => return,
        E::Parenthesis(inner) => return check_type(inner, ty, path, report),
        E::Conditional(c) => {
            check_type(&c.true_expr, ty, path, report);
            return check_type(&c.false_expr, ty, path, report);
        }
        // A template of only "${x}" has the type of x; every other one is a string.
        E::TemplateExpr(t) => match (&**t, Template::from_expr(t).unwrap_or_default().elements()) {
            (TemplateExpr::QuotedString(_), [Element::Interpolation(i)]) => {
                return check_type(&i.expr, ty, path, report);
            }
            _ if primitive => return,
            _ => "a string",
        },
        E::String(_) if kind == "string" => return,
        E::String(s) if kind == "number" && s.parse().is_ok_and(f64::is_finite) => return,
        E::String(s) if kind == "bool" && ["true", "false", "1", "0"].contains(&s.as_str()) => {
            return;
        }
        E::String(_) => "a string",
        E::Number(_) if kind == "string" || kind == "number" => return,
        E::Number(_) => "a number",
        E::Bool(_) if kind == "string" || kind == "bool" => return,
        E::Bool(_) => "a bool",
        E::Array(items) if kind == "list" || kind == "set" => {
            let typed = items.iter().enumerate();
            return typed.for_each(|(i, e)| check_type(e, of, &format!("{path}[{i}]"), report));
        }
        E::Array(_) if kind != "tuple" => "a list",
        E::Object(object) if kind == "map" || kind == "object" => {
            let mut missing: BTreeSet<_> = of
                .as_object()
                .into_iter()
                .flatten()
                .map(|(k, _)| k.as_str())
                .collect();
            for (key, value) in object {
                let name = match key {
                    ObjectKey::Identifier(name) => name.as_str(),
                    ObjectKey::Expression(E::String(name)) => name,
                    // A computed key may be any attribute.
                    _ => return,
                };
                missing.remove(name);
                match of.get(name) {
                    _ if kind == "map" => check_type(value, of, &format!("{path}.{name}"), report),
                    Some(of) => check_type(value, of, &format!("{path}.{name}"), report),
                    None => report.add(&format!("{path}.{name}"), "no such key"),
                }
            }
            if kind == "object" {
                missing.iter().for_each(|name| {
                    report.add(&format!("{path}.{name}"), "required, but missing");
                });
            }
            return;
        }
        E::Object(_) => "a map",
        _ => return,
    };
    report.add(path, format!("{written} where a {kind} is needed"));
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEMA: &str = r#"{"provider_schemas": {"registry.terraform.io/hashicorp/aws": {
        "resource_schemas": {"aws_x": {"block": {
            "attributes": {
                "arn": {"type": "string", "computed": true},
                "name": {"type": "string", "required": true},
                "size": {"type": "number", "optional": true},
                "on": {"type": "bool", "optional": true, "computed": true},
                "ids": {"type": ["set", "string"], "optional": true},
                "tags": {"type": ["map", "string"], "optional": true},
                "rules": {"type": ["list", ["object", {"a": "string", "b": "number"}]], "optional": true}
            },
            "block_types": {
                "need": {"nesting_mode": "list", "min_items": 1, "max_items": 2, "block": {
                    "attributes": {"n": {"type": "number", "required": true}},
                    "block_types": {"deep": {"nesting_mode": "set", "block": {"attributes": {}}}}
                }},
                "timeouts": {"nesting_mode": "single", "block": {"attributes": {}}}
            }
        }}},
        "data_source_schemas": {"aws_y": {"block": {"attributes": {}}}}
    }}}"#;

    /// The findings in `tf`, the complete text of a `main.tf`.
    fn findings(tf: &str) -> Vec<String> {
        let dir = std::env::temp_dir().join(format!("schema-{:?}", std::thread::current().id()));
        let dir = dir.with_extension(std::process::id().to_string());
        std::fs::create_dir_all(&dir).unwrap();
        std::fs::write(dir.join("main.tf"), tf).unwrap();
        std::fs::write(dir.join("schema.json"), SCHEMA).unwrap();
        let found = check_dir(&dir, &Schema::load(&dir.join("schema.json")).unwrap());
        std::fs::remove_dir_all(&dir).unwrap();
        found
    }

    /// A valid resource, with `more` added to it.
    fn with(more: &str) -> Vec<String> {
        findings(&format!(
            "resource \"aws_x\" \"r\" {{\nname = \"n\"\nneed {{\nn = 1\n}}\n{more}\n}}\n"
        ))
    }

    #[test]
    fn accepts_what_terraform_accepts() {
        for more in [
            "size = \"12.5\"",
            "size = \"${var.a}${var.b}\"",
            "size = length(var.a)",
            "on = \"true\"",
            "on = null",
            "ids = [\"a\", 1, true, \"${var.a}-b\", (var.c)]",
            "ids = \"${var.ids}\"",
            "ids = [for i in var.ids : i]",
            "tags = { a = 1, \"b c\" = true, (var.k) = \"x\" }",
            "rules = [{ a = \"x\", b = \"2\" }]",
            "count = 1\nprovider = aws.east\ndepends_on = [aws_x.s]\nlifecycle {\nprevent_destroy = true\n}",
            "dynamic \"need\" {\nfor_each = var.a\ncontent {\nn = need.value\ndeep {}\n}\n}",
            "timeouts {}",
        ] {
            assert_eq!(with(more), [""; 0], "{more}");
        }
        let dynamic = "dynamic \"need\" {\nfor_each = var.a\ncontent {\nn = 1\n}\n}";
        assert_eq!(
            findings(&format!(
                "resource \"aws_x\" \"r\" {{\nname = 1\n{dynamic}\n}}"
            )),
            [""; 0]
        );
        assert_eq!(
            findings("data \"aws_y\" \"d\" {}\nlocals {\na = 1\n}"),
            [""; 0]
        );
    }

    #[test]
    fn reports_what_terraform_refuses() {
        for (more, finding) in [
            ("sise = 1", "sise: no such argument"),
            ("arn = \"a\"", "arn: read-only"),
            ("timeouts = {}", "timeouts: a block, not an argument"),
            ("tags {}", "tags: an argument, not a block"),
            ("other {}", "other: no such block"),
            ("timeouts \"a\" {}", "timeouts: takes no label"),
            (
                "timeouts {}\ntimeouts {}",
                "timeouts: at most 1 allowed, 2 here",
            ),
            (
                "need {\nn = 1\n}\nneed {\nn = 1\n}",
                "need: at most 2 allowed, 3 here",
            ),
            ("need {}", "need[1].n: required, but missing"),
            ("need {\nn = null\n}", "need[1].n: required, but null"),
            (
                "need {\nn = 1\ndeep {\nx = 1\n}\n}",
                "need[1].deep[0].x: no such argument",
            ),
            (
                "need {\nn = 1\ncount = 1\n}",
                "need[1].count: no such argument",
            ),
            (
                "dynamic \"need\" {\nfor_each = [1]\ncontent {\nn = 1\nx = 1\n}\n}",
                "need[1].x: no such argument",
            ),
            (
                "dynamic \"need\" {\ncontent {\nn = 1\n}\n}",
                "dynamic: one label, for_each and one content block are needed",
            ),
            (
                "size = \"twelve\"",
                "size: a string where a number is needed",
            ),
            ("size = true", "size: a bool where a number is needed"),
            (
                "size = var.a ? 1 : []",
                "size: a list where a number is needed",
            ),
            ("on = 1", "on: a number where a bool is needed"),
            ("on = \"yes\"", "on: a string where a bool is needed"),
            ("ids = \"a\"", "ids: a string where a set is needed"),
            (
                "ids = \"a-${var.b}\"",
                "ids: a string where a set is needed",
            ),
            ("ids = {}", "ids: a map where a set is needed"),
            (
                "ids = [\"a\", []]",
                "ids[1]: a list where a string is needed",
            ),
            ("tags = [\"a\"]", "tags: a list where a map is needed"),
            (
                "tags = { a = {} }",
                "tags.a: a map where a string is needed",
            ),
            ("rules = [{ a = 1 }]", "rules[0].b: required, but missing"),
            (
                "rules = [{ a = 1, b = 1, c = 1 }]",
                "rules[0].c: no such key",
            ),
        ] {
            assert_eq!(
                with(more),
                [format!("main.tf: aws_x.r: {finding}")],
                "{more}"
            );
        }
        let bare = [
            "name: required, but missing",
            "need: at least 1 needed, 0 here",
        ];
        assert_eq!(
            findings("resource \"aws_x\" \"r\" {}"),
            bare.map(|f| format!("main.tf: aws_x.r: {f}"))
        );
        for (tf, finding) in [
            (
                "resource \"aws_y\" \"r\" {}",
                "aws_y.r: type: not in this version of the provider",
            ),
            (
                "data \"aws_x\" \"r\" {}",
                "data.aws_x.r: type: not in this version of the provider",
            ),
            (
                "resource \"random_id\" \"r\" {}",
                "random_id.r: type: belongs to another provider",
            ),
            (
                "resource \"aws_x\" {}",
                "aws_x: type: a type and a name are needed",
            ),
        ] {
            assert_eq!(findings(tf), [format!("main.tf: {finding}")], "{tf}");
        }
        assert!(with("size = 1\nsize = 2")[0].contains("redefined attribute"));
        assert!(findings("resource {")[0].starts_with("main.tf: -: -: "));
        assert!(check_dir(Path::new("/nowhere"), &Schema(Value::Null))[0].ends_with("no .tf file"));
    }
}
