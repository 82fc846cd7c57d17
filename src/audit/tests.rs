//! Tests of Terraform and OpenTofu beside the files.

use super::foreign::finding;
use super::{Audit, Both, Verdict};
use crate::generate::Files;

/// Where Terraform and OpenTofu look for tests, and how their names end.
const TESTS: [&str; 2] = ["", "tests"];
const TEST_ENDINGS: [&str; 4] = [
    ".tftest.hcl",
    ".tftest.json",
    ".tofutest.hcl",
    ".tofutest.json",
];

/// Judges tests, which make and destroy resources, and run the programs of the
/// modules that they name.
pub(super) fn judge(both: &Both<'_>, files: &Files, audit: &mut Audit) {
    for folder in TESTS {
        let mut names = both.evidence.names_at(folder);
        names.retain(|name| TEST_ENDINGS.iter().any(|end| name.ends_with(end)));
        names.sort();
        for name in names {
            let path = match folder {
                "" => name,
                folder => format!("{folder}/{name}"),
            };
            // Those of a larger configuration are its own.
            let own = files.get(&path).filter(|_| both.prefix.is_empty());
            if own.is_none() || both.evidence.file_at(&path).as_ref() != own {
                let why = "what this test makes and runs is not known";
                audit
                    .findings
                    .push(finding(both, &path, Verdict::Unknown, why));
            }
        }
    }
}
