//! A runtime for which no function can be created.

use crate::backend::runtimes::{self, Status};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};
use crate::similar::nearest;
use crate::syntax::quote;

pub static RULE: Rule = Rule {
    code: "JG0504",
    name: "unusable-runtime",
    severity: Severity::Error,
    docs: Docs {
        what: "A runtime is unknown to Lambda, or Lambda no longer creates functions for it.",
        why: "`terraform apply` would fail.",
        example: "[functions.api]\nsource = \"functions/api\"\nruntime = \"nodejs12.x\"\n",
        fixed: "[functions.api]\nsource = \"functions/api\"\nruntime = \"nodejs24.x\"\n",
        sources: &["https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html"],
    },
};

/// Looks up every runtime.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for function in input.model.functions.iter() {
        let runtime = &function.runtime;
        let (message, near) = match runtimes::status(runtime) {
            Some(Status::Blocked) => (
                format!("Lambda no longer creates functions for `{}`", runtime.value),
                None,
            ),
            None => (
                format!("there is no runtime `{}`", runtime.value),
                nearest(runtime, runtimes::current()),
            ),
            Some(Status::Current | Status::Deprecated | Status::Unlisted) => continue,
        };
        let current: Vec<&str> = runtimes::current().collect();
        let found = Diagnostic::new(&RULE, runtime.span, message);
        out.push(match newest(runtime) {
            Some(newest) => found.suggest(
                format!("write `{}`", quote(newest)),
                [(runtime.span, quote(newest))],
            ),
            None => found
                .did_you_mean(near.map(quote))
                .help(format!("use a current runtime: {}", current.join(", "))),
        });
    }
}

/// The newest runtime of a language, or of the version that follows its name.
fn newest(runtime: &str) -> Option<&'static str> {
    let digit = runtime.find(|c: char| c.is_ascii_digit());
    let (language, version) = runtime.split_at(digit.unwrap_or(runtime.len()));
    let family = match language.to_lowercase().as_str() {
        "node" | "nodejs" | "js" | "javascript" => "nodejs",
        "python" | "py" => "python",
        "java" => "java",
        "ruby" => "ruby",
        "dotnet" | "dotnetcore" => "dotnet",
        "go" | "golang" | "rust" | "provided" => "provided",
        _ => return None,
    };
    let start = format!("{family}{version}");
    runtimes::current().rfind(|known| known.starts_with(&start))
}
