//! A runtime that no allowed provider version knows.

use crate::backend::runtimes;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0604",
    name: "runtime-unknown-to-provider",
    severity: Severity::Warning,
    docs: Docs {
        what: "No AWS provider version allowed by `aws_provider` knows a runtime in use.",
        why: "The provider has its own list of runtimes, and rejects others at plan.",
        example: "aws_provider = \"~> 6.10.0\"\n\n[functions.api]\nsource = \"functions/api\"\nruntime = \"nodejs24.x\"\n",
        fixed: "aws_provider = \">= 6.10\"\n\n[functions.api]\nsource = \"functions/api\"\nruntime = \"nodejs24.x\"\n",
        sources: &["https://github.com/hashicorp/terraform-provider-aws/issues/45024"],
    },
};

/// Compares runtimes with the highest allowed provider version.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let provider = &model.provider;
    // An existing function has its runtime already.
    let used = model
        .functions
        .iter()
        .filter(|function| function.existing.is_none());
    let mut used = used.map(|function| function.runtime.as_str());
    let unknown = used.find_map(|runtime| {
        let since = runtimes::provider(runtime)?;
        provider
            .ceiling
            .is_some_and(|ceiling| ceiling <= since)
            .then_some((runtime, since))
    });
    if let Some((runtime, since)) = unknown {
        let message =
            format!("no allowed version of the AWS provider knows the runtime `{runtime}`");
        out.push(Diagnostic::new(&RULE, provider.span, message).help(format!(
            "allow version {since} of the AWS provider, or set an older `runtime`"
        )));
    }
}
