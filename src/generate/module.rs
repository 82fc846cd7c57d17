//! The Terraform module `function` from this repository, and its variants for
//! older provider versions that lack some arguments.

use crate::backend::{self, features};
use crate::model::{Function, Model, OwnSettings, Tracing};
use crate::version::Version;

const FILES: [(&str, &str); 10] = [
    (
        "README.md",
        include_str!("../../modules/function/README.md"),
    ),
    (
        "architecture.tf",
        include_str!("../../modules/function/architecture.tf"),
    ),
    (
        "keep_logs.tf",
        include_str!("../../modules/function/keep_logs.tf"),
    ),
    ("main.tf", include_str!("../../modules/function/main.tf")),
    (
        "outputs.tf",
        include_str!("../../modules/function/outputs.tf"),
    ),
    ("s3.tf", include_str!("../../modules/function/s3.tf")),
    (
        "tests/function.tftest.hcl",
        include_str!("../../modules/function/tests/function.tftest.hcl"),
    ),
    (
        "tests/s3.tftest.hcl",
        include_str!("../../modules/function/tests/s3.tftest.hcl"),
    ),
    (
        "variables.tf",
        include_str!("../../modules/function/variables.tf"),
    ),
    (
        "versions.tf",
        include_str!("../../modules/function/versions.tf"),
    ),
];

/// Parts of the module that need a certain version of the provider.
struct Newer {
    since: Version,
    /// Files that exist only from that version on.
    files: &'static [&'static str],
    /// File, text, and its replacement below that version.
    edits: &'static [Edit],
}

// The schemas that were looked at have both from the same version on.
const NEWER: [Newer; 1] = [Newer {
    since: features::ARCHITECTURES,
    files: &["architecture.tf", "keep_logs.tf"],
    edits: &[
        (
            "main.tf",
            "  architectures = var.architecture == null ? null : [var.architecture]\n\n",
            "",
        ),
        ("main.tf", "  skip_destroy      = var.keep_logs\n", ""),
        (
            "README.md",
            "- **Logs are kept.** A log group that is no longer needed, because the function was renamed, removed or destroyed, stays in the account, and Terraform forgets it; its retention still applies. With `keep_logs = false`, Terraform deletes it. A function that gets its old name back needs the log group imported: `terraform import module.NAME.aws_cloudwatch_log_group.this /aws/lambda/FUNCTION`.\n",
            "- **Logs are deleted with the function.** If you must keep the logs, copy them elsewhere.\n",
        ),
        (
            "README.md",
            "| `keep_logs` | bool | `true` | Whether the log group outlives the function. |\n",
            "",
        ),
        (
            "versions.tf",
            "  # Without the arguments architectures and skip_destroy, 3.39 would do.\n",
            "",
        ),
        ("versions.tf", ">= 4.67", ">= 3.39"),
        (
            "README.md",
            "AWS provider 4.67 and later and Terraform 1.5 and later. Only `architecture` and `keep_logs` need a provider newer than 3.39; for output that must work with 3.39, jwtgen writes a copy without them.",
            "AWS provider 3.39 and later and Terraform 1.5 and later.",
        ),
        (
            "README.md",
            "| `architecture` | string | `null` | Instruction set, `x86_64` or `arm64`; Lambda's default is `x86_64`. |\n",
            "",
        ),
    ],
}];

/// What the module has for packages in S3, and what it is without: in an output
/// whose packages are all beside it, a package is required.
const STORED: Stored = Stored {
    files: &["s3.tf", "tests/s3.tftest.hcl"],
    edits: &[
        (
            "main.tf",
            "  source_code_hash = var.package == null ? null : filebase64sha256(var.package)\n\n  s3_bucket         = var.s3_package == null ? null : var.s3_package.bucket\n  s3_key            = var.s3_package == null ? null : var.s3_package.key\n  s3_object_version = var.s3_package == null ? null : var.s3_package.version\n",
            "  source_code_hash = filebase64sha256(var.package)\n",
        ),
        (
            "variables.tf",
            "  default     = null\n\n  validation {\n    condition     = var.package == null || can(",
            "  nullable    = false\n\n  validation {\n    condition     = can(",
        ),
        (
            "README.md",
            "| `package` | string | `null` | Path of the zip file with the code. It must exist when Terraform plans. One of `package` and `s3_package` is required. |\n| `s3_package` | object | `null` | `bucket`, `key` and `version` of a zip file in S3 with the code, for packages over 50 MB; `null` stands for the current version. |\n",
            "| `package` | string | required | Path of the zip file with the code. It must exist when Terraform plans. |\n",
        ),
    ],
};

/// Parts of the module that few outputs need.
struct Stored {
    files: &'static [&'static str],
    edits: &'static [Edit],
}

/// File, text, and its replacement.
type Edit = (&'static str, &'static str, &'static str);

/// A scanner's finding that the module answers with a comment, and whether some
/// function of a blueprint lacks what the scanner looks for.
struct Skip {
    check: &'static str,
    lacking: fn(&Functions<'_>) -> bool,
}

const SKIPS: [Skip; 6] = [
    Skip {
        check: "CKV_AWS_158",
        lacking: |all| all.any(|it| it.log_key.is_none(), |own| own.log_key.is_none()),
    },
    Skip {
        check: "CKV_AWS_50",
        lacking: |all| {
            all.any(
                |it| it.tracing != Some(Tracing::Active),
                |own| own.tracing != Some(Tracing::Active),
            )
        },
    },
    Skip {
        check: "CKV_AWS_115",
        lacking: |all| all.any(|it| it.reserved_concurrency.is_none(), |_| true),
    },
    Skip {
        check: "CKV_AWS_116",
        lacking: |all| all.any(|it| it.dead_letter.is_none(), |_| true),
    },
    Skip {
        check: "CKV_AWS_117",
        lacking: |all| all.any(|it| it.vpc.is_none(), |_| true),
    },
    Skip {
        check: "CKV_AWS_173",
        lacking: |all| all.any(|it| !it.env.is_empty(), |_| false),
    },
];

/// The functions that use the module.
struct Functions<'a>(&'a Model);

impl Functions<'_> {
    /// Whether this holds for a function of the blueprint or, if there are any, for
    /// those that jwtgen adds.
    fn any(&self, of: fn(&Function) -> bool, of_own: fn(&OwnSettings) -> bool) -> bool {
        let made = self.0.functions.iter();
        let mut made = made.filter(|function| function.existing.is_none());
        made.any(of) || (backend::adds_functions(self.0) && of_own(&self.0.own_functions))
    }
}

/// The module's files, with nothing that the lowest allowed provider version
/// lacks, and no comment about what every function has.
pub fn function(model: &Model) -> impl Iterator<Item = (&'static str, String)> {
    let functions = Functions(model);
    let skips = SKIPS.iter().filter(|skip| !(skip.lacking)(&functions));
    let needless: Vec<String> = skips.map(|skip| comment(skip.check)).collect();
    let mut functions = model.functions.iter();
    let stored = functions.any(|function| function.package.is_some());
    let kept = move |(name, _): &(&str, String)| stored || !STORED.files.contains(name);
    let files = for_floor(model.provider.floor).filter(kept);
    files.map(move |(name, text)| {
        let text = match stored {
            true => text,
            false => edited(name, text, STORED.edits.iter()),
        };
        let lines = text.split_inclusive('\n');
        let kept = lines.filter(|line| !needless.iter().any(|start| line.starts_with(start)));
        (name, kept.collect())
    })
}

/// How a comment about a check starts.
fn comment(check: &str) -> String {
    format!("  # checkov:skip={check}:")
}

/// The module's files, with nothing that this version of the provider lacks.
pub fn for_floor(floor: Version) -> impl Iterator<Item = (&'static str, String)> {
    let lacking = move || NEWER.iter().filter(move |newer| newer.since > floor);
    let kept = move |(name, _): &(&str, &str)| lacking().all(|newer| !newer.files.contains(name));
    FILES.into_iter().filter(kept).map(move |(name, text)| {
        let edits = lacking().flat_map(|newer| newer.edits);
        (name, edited(name, text.to_owned(), edits))
    })
}

/// A file after the edits that concern it.
fn edited(name: &str, text: String, edits: impl Iterator<Item = &'static Edit>) -> String {
    let edits = edits.filter(|(file, _, _)| *file == name);
    edits.fold(text, |text, (_, from, to)| text.replacen(from, to, 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::Path;

    #[test]
    fn the_embedded_module_is_the_whole_module() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("modules/function");
        let mut found = Vec::new();
        for folder in [root.clone(), root.join("tests")] {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_file() {
                    let name = path.strip_prefix(&root).unwrap().to_str().unwrap();
                    found.push(name.replace('\\', "/"));
                }
            }
        }
        found.sort();
        assert_eq!(found, FILES.map(|(name, _)| name.to_owned()));
    }

    #[test]
    fn every_skip_is_in_the_module_once() {
        let (_, text) = FILES.iter().find(|(name, _)| *name == "main.tf").unwrap();
        for skip in &SKIPS {
            assert_eq!(
                text.matches(&comment(skip.check)).count(),
                1,
                "{}",
                skip.check
            );
        }
    }

    #[test]
    fn every_edit_matches_once() {
        let newer = NEWER.iter().flat_map(|newer| newer.edits);
        for (file, from, _) in newer.chain(STORED.edits) {
            let (_, text) = FILES.iter().find(|(name, _)| name == file).unwrap();
            assert_eq!(text.matches(from).count(), 1, "{file}: {from}");
        }
    }
}
