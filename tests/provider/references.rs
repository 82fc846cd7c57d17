//! Checks that every module call and every reference in Terraform files matches a
//! declaration, without Terraform. A finding is one line, `file: address: path: what`.

use super::schema::{Files, Report, address, parse};
use hcl::expr::{ObjectKey, Operation, TraversalOperator};
use hcl::template::{Directive, Element, Template};
use hcl::{Body, Expression};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const META: [&str; 6] = [
    "source",
    "version",
    "providers",
    "count",
    "for_each",
    "depends_on",
];

/// The declarations in the files of one folder.
#[derive(Default)]
struct Declared {
    /// Addresses as in references: `aws_x.y`, `data.aws_x.y`, `var.x`, `local.x`, `module.x`.
    names: BTreeSet<String>,
    /// Input variables, and whether a caller must set them.
    variables: BTreeMap<String, bool>,
    outputs: BTreeSet<String>,
    /// Called modules with a local source, by address.
    modules: BTreeMap<String, Declared>,
}

fn declared(files: &Files, out: &mut Vec<String>) -> Declared {
    let mut all = Declared::default();
    for (file, body) in files {
        // A data source inside a `check` block is declared like any other.
        let nested = body
            .blocks()
            .filter(|b| b.identifier() == "check")
            .flat_map(|b| b.body.blocks());
        for block in body.blocks().chain(nested) {
            let label = block
                .labels()
                .first()
                .map_or("", |l| l.as_str())
                .to_string();
            let names = match block.identifier() {
                "locals" => block
                    .body
                    .attributes()
                    .map(|a| format!("local.{}", a.key()))
                    .collect(),
                "resource" | "data" | "ephemeral" | "module" | "variable" | "output" => {
                    vec![address(block)]
                }
                _ => continue,
            };
            for name in names {
                if !all.names.insert(name.clone()) {
                    Report(format!("{file}: {name}"), out).add("-", "declared twice");
                }
            }
            if block.identifier() == "variable" {
                let default = block.body.attributes().any(|a| a.key() == "default");
                all.variables.insert(label, !default);
            } else if block.identifier() == "output" {
                all.outputs.insert(label);
            }
        }
    }
    all
}

/// Checks the files in `dir` (not below it): a `module` block with a local source sets
/// exactly the variables of that module, and every reference names something declared.
pub(crate) fn check_module_calls(dir: &Path) -> Vec<String> {
    let mut out = Vec::new();
    let files = parse(dir, &mut out);
    let mut all = declared(&files, &mut out);
    for (file, block) in files
        .iter()
        .flat_map(|(f, body)| body.blocks().map(move |b| (f, b)))
    {
        let source = block
            .body
            .attributes()
            .find(|a| a.key() == "source")
            .map(|a| a.expr());
        let ("module", Some(Expression::String(source))) = (block.identifier(), source) else {
            continue;
        };
        if !source.starts_with("./") && !source.starts_with("../") {
            continue;
        }
        let child = parse(&dir.join(source), &mut out);
        // Findings inside the module are reported when its own folder is checked.
        let child = declared(&child, &mut Vec::new());
        let mut report = Report(format!("{file}: {}", address(block)), &mut out);
        let set: BTreeSet<_> = block
            .body
            .attributes()
            .map(|a| a.key())
            .filter(|k| !META.contains(k))
            .collect();
        for key in &set {
            if !child.variables.contains_key(*key) {
                report.add(key, "no such variable in the module");
            }
        }
        for (variable, _) in child.variables.iter().filter(|(_, required)| **required) {
            if !set.contains(variable.as_str()) {
                report.add(variable, "required by the module, but missing");
            }
        }
        all.modules.insert(address(block), child);
    }
    for (file, block) in files
        .iter()
        .flat_map(|(f, body)| body.blocks().map(move |b| (f, b)))
    {
        // These contain addresses of removed resources, and versions.
        if !["moved", "removed", "terraform"].contains(&block.identifier()) {
            let report = Report(format!("{file}: {}", address(block)), &mut out);
            let mut walk = Walk {
                all: &all,
                bound: Vec::new(),
                path: String::new(),
                report,
            };
            walk.body(&block.body, block.identifier());
        }
    }
    out
}

struct Walk<'a> {
    all: &'a Declared,
    /// Names that `for` and `dynamic` give to elements at this place.
    bound: Vec<String>,
    path: String,
    report: Report<'a>,
}

impl Walk<'_> {
    fn body(&mut self, body: &Body, parent: &str) {
        let before = self.path.len();
        for attribute in body.attributes() {
            // Types and the names of providers, arguments and iterators are not references.
            match (parent, attribute.key()) {
                ("variable", "type")
                | ("lifecycle", "ignore_changes")
                | ("dynamic", "iterator") => continue,
                ("resource" | "data" | "import", "provider") | ("module", "providers") => continue,
                (_, key) => self.path.push_str(key),
            }
            self.expr(attribute.expr());
            self.path.truncate(before);
        }
        for block in body.blocks() {
            let scope = self.bound.len();
            let labels = block.labels().iter().map(|l| l.as_str());
            if block.identifier() == "dynamic" {
                self.bound.extend(labels.map(str::to_string));
                let own = block.body.attributes().find(|a| a.key() == "iterator");
                if let Some(Expression::Variable(name)) = own.map(|a| a.expr()) {
                    self.bound.push(name.to_string());
                }
            }
            self.path.push_str(&format!("{}.", block.identifier()));
            self.body(&block.body, block.identifier());
            self.path.truncate(before);
            self.bound.truncate(scope);
        }
    }

    fn expr(&mut self, expr: &Expression) {
        use Expression as E;
        match expr {
            E::Variable(name) => self.reference(name, &[]),
            E::Traversal(t) => {
                match &t.expr {
                    E::Variable(name) => self.reference(name, &t.operators),
                    other => self.expr(other),
                }
                for operator in &t.operators {
                    if let TraversalOperator::Index(index) = operator {
                        self.expr(index);
                    }
                }
            }
            E::Array(items) => items.iter().for_each(|e| self.expr(e)),
            E::Object(object) => {
                for (key, value) in object {
                    if let ObjectKey::Expression(key) = key {
                        self.expr(key);
                    }
                    self.expr(value);
                }
            }
            E::TemplateExpr(t) => match Template::from_expr(t) {
                Ok(template) => self.template(&template),
                Err(e) => self
                    .report
                    .add(&self.path, e.to_string().replace('\n', " ")),
            },
            E::FuncCall(call) => call.args.iter().for_each(|e| self.expr(e)),
            E::Parenthesis(inner) => self.expr(inner),
            E::Conditional(c) => {
                [&c.cond_expr, &c.true_expr, &c.false_expr]
                    .into_iter()
                    .for_each(|e| self.expr(e));
            }
            E::Operation(operation) => match &**operation {
                Operation::Unary(o) => self.expr(&o.expr),
                Operation::Binary(o) => {
                    self.expr(&o.lhs_expr);
                    self.expr(&o.rhs_expr);
                }
            },
            E::ForExpr(f) => {
                self.expr(&f.collection_expr);
                let scope = self.bound.len();
                self.bound.extend(
                    f.key_var
                        .iter()
                        .chain([&f.value_var])
                        .map(|v| v.to_string()),
                );
                let parts = f.key_expr.iter().chain([&f.value_expr]).chain(&f.cond_expr);
                parts.for_each(|e| self.expr(e));
                self.bound.truncate(scope);
            }
            _ => {}
        }
    }

    fn template(&mut self, template: &Template) {
        for element in template.elements() {
            match element {
                Element::Literal(_) => {}
                Element::Interpolation(i) => self.expr(&i.expr),
                Element::Directive(directive) => match &**directive {
                    Directive::If(d) => {
                        self.expr(&d.cond_expr);
                        self.template(&d.true_template);
                        d.false_template.iter().for_each(|t| self.template(t));
                    }
                    Directive::For(d) => {
                        self.expr(&d.collection_expr);
                        let scope = self.bound.len();
                        self.bound.extend(
                            d.key_var
                                .iter()
                                .chain([&d.value_var])
                                .map(|v| v.to_string()),
                        );
                        self.template(&d.template);
                        self.bound.truncate(scope);
                    }
                },
            }
        }
    }

    fn reference(&mut self, root: &str, operators: &[TraversalOperator]) {
        let bound = self.bound.iter().any(|b| b == root);
        if bound || ["each", "count", "self", "path", "terraform"].contains(&root) {
            return;
        }
        let mut rest = operators.iter();
        let mut name = root.to_string();
        for _ in 0..if root == "data" || root == "ephemeral" {
            2
        } else {
            1
        } {
            let Some(TraversalOperator::GetAttr(part)) = rest.next() else {
                return self
                    .report
                    .add(&self.path, format!("{name} refers to nothing"));
            };
            name = format!("{name}.{part}");
        }
        if !self.all.names.contains(&name) {
            return self
                .report
                .add(&self.path, format!("{name} is not declared"));
        }
        // There may be an index between a module and its output.
        let output = rest.find_map(|o| match o {
            TraversalOperator::GetAttr(part) => Some(part.as_str()),
            _ => None,
        });
        if let (Some(module), Some(output)) = (self.all.modules.get(&name), output)
            && !module.outputs.contains(output)
        {
            self.report
                .add(&self.path, format!("{name} has no output {output}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHILD: &str = r#"
        variable "need" { type = string }
        variable "may" { default = 1 }
        output "id" { value = var.need }
    "#;

    const BASE: &str = r#"
        variable "a" { type = map(string) }
        locals { b = 1 }
        resource "aws_x" "r" { name = "n" }
        data "aws_y" "d" {}
        module "m" {
          source = "./child"
          need   = 1
        }
        module "far" { source = "example/far/aws" }
    "#;

    /// The findings in a root module made of `BASE` and `tf` that calls the module `CHILD`.
    fn findings(tf: &str) -> Vec<String> {
        let dir =
            std::env::temp_dir().join(format!("references-{:?}", std::thread::current().id()));
        let dir = dir.with_extension(std::process::id().to_string());
        std::fs::create_dir_all(dir.join("child")).unwrap();
        std::fs::write(dir.join("child/main.tf"), CHILD).unwrap();
        std::fs::write(dir.join("base.tf"), BASE).unwrap();
        std::fs::write(dir.join("main.tf"), tf).unwrap();
        let found = check_module_calls(&dir);
        assert_eq!(check_module_calls(&dir.join("child")), [""; 0]);
        std::fs::remove_dir_all(&dir).unwrap();
        found
    }

    #[test]
    fn accepts_what_is_declared() {
        for value in [
            "[aws_x.r.id, data.aws_y.d.id, var.a[local.b], module.m.id, module.m, module.far.any]",
            "{ for k, v in var.a : \"${k}-x\" => v... if v != local.b }",
            "aws_x.r[*].id",
            "\"%{ for x in var.a }${x}%{ endfor }$${var.no} ${path.module} ${terraform.workspace}\"",
        ] {
            assert_eq!(
                findings(&format!("output \"o\" {{\nvalue = {value}\n}}")),
                [""; 0],
                "{value}"
            );
        }
        let more = r#"
            resource "aws_x" "s" {
              for_each   = var.a
              provider   = aws.east
              name       = each.value
              depends_on = [module.m, aws_x.r]
              dynamic "one" {
                for_each = var.a
                content { n = one.value }
              }
              dynamic "two" {
                for_each = var.a
                iterator = it
                content { n = "${it.key}${self.id}" }
              }
              lifecycle { ignore_changes = [name] }
            }
            check "c" {
              data "aws_y" "scoped" {}
              assert { condition = data.aws_y.scoped.id == "x" }
            }
            moved {
              from = aws_x.gone
              to   = aws_x.s
            }
            terraform {
              required_providers { aws = { source = "hashicorp/aws" } }
            }
        "#;
        assert_eq!(findings(more), [""; 0]);
    }

    #[test]
    fn reports_what_is_not_declared() {
        for (value, finding) in [
            ("var.no", "var.no is not declared"),
            ("\"a ${upper(local.no)}\"", "local.no is not declared"),
            ("<<-EOT\n${aws_x.no.id}\nEOT", "aws_x.no is not declared"),
            ("\"%{ if var.no }a%{ endif }\"", "var.no is not declared"),
            (
                "\"%{ for x in var.a }${y.z}%{ endfor }\"",
                "y.z is not declared",
            ),
            ("[for x in var.a : x if var.no]", "var.no is not declared"),
            ("{ (var.no) = 1 }", "var.no is not declared"),
            ("var.a[local.no]", "local.no is not declared"),
            ("-(true ? 1 : local.no) + 1", "local.no is not declared"),
            ("data.aws_y.no.id", "data.aws_y.no is not declared"),
            ("data.aws_x.r.id", "data.aws_x.r is not declared"),
            ("module.no.id", "module.no is not declared"),
            ("module.m.no", "module.m has no output no"),
            ("module.m[\"k\"].no", "module.m has no output no"),
            ("bare", "bare refers to nothing"),
        ] {
            let found = findings(&format!("output \"o\" {{\nvalue = {value}\n}}"));
            assert_eq!(
                found,
                [format!("main.tf: output.o: value: {finding}")],
                "{value}"
            );
        }
        for (tf, finding) in [
            ("locals {\nb = 2\n}", "local.b: -: declared twice"),
            (
                "module \"n\" {\nsource = \"./child\"\n}",
                "module.n: need: required by the module, but missing",
            ),
            (
                "module \"n\" {\nsource = \"./child\"\nneed = 1\nno = 1\n}",
                "module.n: no: no such variable in the module",
            ),
            (
                "resource \"aws_x\" \"s\" {\nblock {\nn = var.no\n}\n}",
                "aws_x.s: block.n: var.no is not declared",
            ),
        ] {
            assert_eq!(findings(tf), [format!("main.tf: {finding}")], "{tf}");
        }
        assert!(findings("module \"n\" {\nsource = \"./nowhere\"\n}")[0].ends_with("no .tf file"));
    }
}
