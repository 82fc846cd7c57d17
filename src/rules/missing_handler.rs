//! A function whose code has no entry point.

use crate::backend::runtimes;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};
use crate::text::any_of;

pub static RULE: Rule = Rule {
    code: "JG0503",
    name: "missing-handler",
    severity: Severity::Warning,
    docs: Docs {
        what: "A Node.js or Python function's source does not contain the module of its handler.",
        why: "The runtime could not load the module, and every call would answer 500.",
        example: "[functions.api]\nsource = \"functions/api\"\nhandler = \"main.handler\"\n",
        fixed: "[functions.api]\nsource = \"functions/api\"\nhandler = \"index.handler\"\n",
        sources: &[],
    },
};

/// File extensions of the modules of a runtime family.
const ENDINGS: [(&str, &[&str]); 2] = [("nodejs", &["js", "mjs", "cjs"]), ("python", &["py"])];

/// Looks for the handler's module among the packaged files.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for (id, function) in input.model.functions.entries() {
        let Ok(package) = input.packages.get(id) else {
            continue;
        };
        let family = ENDINGS
            .iter()
            .find(|(family, _)| function.runtime.starts_with(family));
        let Some((_, endings)) = family else { continue };
        let handler = package.handler(function);
        let Some((module, _)) = handler.rsplit_once('.') else {
            let place = function.handler.as_ref().unwrap_or(&function.source);
            out.push(
                Diagnostic::new(
                    &RULE,
                    place.span,
                    format!("the handler `{handler}` does not name a function"),
                )
                .help("give the file and the function it exports, as in `index.handler`"),
            );
            continue;
        };
        let wanted = |ending: &str| {
            let file = format!("{}.{ending}", module.replace('\\', "/"));
            package.files().any(|(name, _)| name == file)
        };
        if endings.iter().any(|ending| wanted(ending)) {
            continue;
        }
        let place = function.handler.as_ref().unwrap_or(&function.source);
        let files: Vec<String> = endings
            .iter()
            .map(|ending| format!("`{module}.{ending}`"))
            .collect();
        let message = format!("`{}` contains no {}", function.source.value, any_of(&files));
        let found = Diagnostic::new(&RULE, place.span, message)
            .label(format!("the handler is `{handler}`"));
        let other = ENDINGS.iter().find(|(_, others)| {
            let mut files = package.files();
            *others != *endings && files.any(|(name, _)| ends_with_any(name, others))
        });
        out.push(match other {
            Some((family, _)) => found.help(format!(
                "set `runtime = \"{1}\"` for this source: its runtime is `{0}`",
                function.runtime.value,
                newest(family)
            )),
            None => found.help("give the file and the function it exports, as in `index.handler`"),
        });
    }
}

fn ends_with_any(name: &str, endings: &[&str]) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| endings.contains(&ending))
}

/// The last current runtime of a family.
fn newest(family: &str) -> &'static str {
    let mut runtimes = runtimes::current().filter(|runtime| runtime.starts_with(family));
    runtimes.next_back().unwrap_or(runtimes::DEFAULT)
}
