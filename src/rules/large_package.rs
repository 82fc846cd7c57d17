//! A package that cannot be uploaded.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0517",
    name: "large-package",
    severity: Severity::Error,
    docs: Docs {
        what: "A function's package is larger than 50 MB.",
        why: "Lambda accepts no larger package from Terraform, and says so only at apply. Larger ones, of up to 250 MB unzipped, have to be in S3. jwtgen does not compress: its packages must be the same wherever they are made.",
        example: "[functions.api]\nsource = \"large/api\"\n",
        fixed: "[functions.api]\npackage = { bucket = \"shop-builds\", key = \"api/1.4.0.zip\" }\n",
        sources: &["https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"],
    },
};

/// Bytes that Lambda accepts.
const MAX: u64 = 50 * 1024 * 1024;

/// Checks the size of every package.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for (id, function) in input.model.functions.entries() {
        let Ok(package) = input.packages.get(id) else {
            continue;
        };
        let size = package.archived();
        if size > MAX {
            let source = &function.source;
            // Rounded up, so that it never reads 50.
            let megabytes = size.div_ceil(1024 * 1024);
            let message = format!(
                "the package of `{}` has {megabytes} MB, but Lambda accepts 50 MB",
                source.value
            );
            out.push(
                Diagnostic::new(&RULE, source.span, message)
                    .about(&function.key)
                    .help("leave out what the function does not need, or upload the package to S3 and name it: `package = { bucket = \"…\", key = \"…\" }`"),
            );
        }
    }
}
