//! A function without a clear origin.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Rule};
use crate::source::Spanned;
use crate::syntax::Function;
use crate::syntax::language::FUNCTION;

pub static RULE: Rule = Rule {
    code: "JG0514",
    name: "function-origin",
    severity: Severity::Error,
    docs: Docs {
        what: "A function has no code, has it twice, or has other settings besides `arn`.",
        why: "A function has a `source`, a `package` or an `arn`. One with a `source` or a `package` is created from it; one with an `arn` exists already and is only called.",
        example: "[functions.api]\narn = { var = \"api_arn\" }\nmemory = 512\n",
        fixed: "[functions.api]\narn = { var = \"api_arn\" }\n",
        sources: &[],
    },
};

/// Checks the keys of one function.
pub fn check(key: &Spanned<String>, written: &Function, out: &mut Diagnostics) {
    let Some(arn) = &written.arn else {
        let misspelt = written.keys.iter().any(|found| {
            let unknown = FUNCTION.iter().all(|known| known.name != found.as_str());
            unknown || matches!(found.as_str(), "source" | "package" | "arn")
        });
        if !misspelt {
            let message = format!("the function `{}` has no code", key.value);
            out.push(
                Diagnostic::new(&RULE, key.span, message)
                    .help("add `source`, a file or folder in the blueprint's folder, a `package` in S3, or the `arn` of an existing function"),
            );
        }
        if let (Some(source), Some(package)) = (&written.source, &written.package) {
            out.push(
                Diagnostic::new(&RULE, package.span, "a function has one package")
                    .also(source.span, "this is packaged as well")
                    .help("remove one of the two"),
            );
        }
        return;
    };
    for other in &written.keys {
        let known = FUNCTION.iter().any(|known| known.name == other.as_str());
        if known && other.as_str() != "arn" {
            let message = format!("`{}` has no effect on an existing function", other.value);
            out.push(
                Diagnostic::new(&RULE, other.span, message)
                    .also(arn.span, "the function exists already")
                    .help("remove one of the two"),
            );
        }
    }
}
