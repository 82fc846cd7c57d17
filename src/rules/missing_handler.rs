//! A function whose code has no entry point.

use crate::backend::runtimes;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::Function;
use crate::package::{Language, Package, certainly_lacks, exported};
use crate::rules::{Docs, Input, Rule};
use crate::syntax::quote;
use crate::text::any_of;

pub static RULE: Rule = Rule {
    code: "JG0503",
    name: "missing-handler",
    severity: Severity::Error,
    docs: Docs {
        what: "The handler of a Node.js or Python function is not in its source, or is not exported. The module is a path inside the package, not in the repository. Functions with layers are not checked, nor are exports that the text of the module does not show.",
        why: "The runtime could not load the function, and every call would answer 500.",
        example: "[functions.api]\nsource = \"functions/api\"\nhandler = \"main.handler\"\n",
        fixed: "[functions.api]\nsource = \"functions/api\"\nhandler = \"index.handler\"\n",
        sources: &[
            "https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html",
            "https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html",
        ],
    },
};

/// Runtimes that are checked: how their names start, and their language.
const FAMILIES: [(&str, Language); 2] = [
    ("nodejs", Language::JavaScript),
    ("python", Language::Python),
];

/// Looks for the handler among the packaged files.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for (id, function) in input.model.functions.entries() {
        // A layer may hold the module. Another rule reports an unknown runtime.
        let unknown = runtimes::status(&function.runtime).is_none();
        let Ok(package) = input.packages.get(id) else {
            continue;
        };
        let family = FAMILIES
            .iter()
            .find(|(family, _)| function.runtime.starts_with(family));
        let Some(family) = family.filter(|_| !unknown && function.layers.is_none()) else {
            continue;
        };
        let handler = package.handler(function);
        let Some((module, export)) = parts(family.1, &handler) else {
            let message = format!("the handler `{handler}` does not name a function");
            out.push(missing(function, message).help(HELP));
            continue;
        };
        match module_of(package, family, module) {
            None => out.push(no_module(package, function, family, &handler)),
            Some((name, contents)) => {
                let export = export.split('.').next().unwrap_or(export);
                if certainly_lacks(family.1, contents, export) {
                    let names = exported(family.1, contents);
                    out.push(no_export(function, name, module, export, &names));
                }
            }
        }
    }
}

const HELP: &str = "give the file and the function it exports, as in `index.handler`";

fn missing(function: &Function, message: String) -> Diagnostic {
    let place = function.handler.as_ref().unwrap_or(&function.source);
    Diagnostic::new(&RULE, place.span, message)
}

/// The module and the export that a handler names. Node.js takes all after the first
/// dot for the export, Python all before the last one for the module.
fn parts(language: Language, handler: &str) -> Option<(&str, &str)> {
    match language {
        Language::JavaScript => {
            let file = handler.rfind('/').map_or(0, |slash| slash + 1);
            let dot = file + handler[file..].find('.').filter(|dot| *dot > 0)?;
            Some((&handler[..dot], &handler[dot + 1..]))
        }
        Language::Python => handler.rsplit_once('.'),
    }
    .filter(|(module, export)| !module.is_empty() && !export.is_empty())
}

fn module_of<'a>(
    package: &'a Package,
    (_, language): &(&str, Language),
    module: &str,
) -> Option<(&'a str, &'a [u8])> {
    let endings = language.endings();
    let module = module.trim_start_matches("./").replace('\\', "/");
    let module = match language {
        Language::JavaScript => module,
        Language::Python => module.replace('.', "/"),
    };
    let named = |name: &str| {
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let whole = *language == Language::Python && stem == format!("{module}/__init__");
        endings.contains(&ending) && (stem == module || whole)
    };
    package.files().find(|(name, _)| named(name))
}

fn no_module(
    package: &Package,
    function: &Function,
    family: &(&str, Language),
    handler: &str,
) -> Diagnostic {
    let (_, language) = family;
    let endings = language.endings();
    let (module, export) = parts(*language, handler).unwrap_or((handler, "handler"));
    let files: Vec<String> = endings
        .iter()
        .map(|ending| format!("`{module}.{ending}`"))
        .collect();
    let message = format!("`{}` contains no {}", function.source.value, any_of(&files));
    let found = missing(function, message).label(format!("the handler is `{handler}`"));
    if function.source.starts_with("s3://") {
        return found.help(
            "for code in S3, write `package = { bucket = \"…\", key = \"…\" }` instead of `source`",
        );
    }
    // Modules of the family; the one with the same file name first.
    let last = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let stems: Vec<&str> = package
        .files()
        .filter_map(|(name, _)| name.rsplit_once('.'))
        .filter(|(_, ending)| endings.contains(ending))
        .map(|(stem, _)| stem)
        .collect();
    let same = |stem: &&&str| last(stem) == last(module);
    let meant = match stems.as_slice() {
        [only] => Some(only),
        stems => stems.iter().find(same),
    };
    if let Some(stem) = meant {
        let handler = format!("{stem}.{export}");
        let text = format!(
            "paths start at the root of the package: write `handler = {}`",
            quote(&handler)
        );
        return match &function.handler {
            Some(place) => found.suggest(text, [(place.span, quote(&handler))]),
            None => found.help(text),
        };
    }
    let has = |endings: &[&str]| {
        let mut names = package.files().map(|(name, _)| name.rsplit_once('.'));
        names.any(|name| name.is_some_and(|(_, ending)| endings.contains(&ending)))
    };
    if *language == Language::JavaScript && stems.is_empty() && has(&["ts", "mts", "tsx"]) {
        return found.help(
            "Lambda does not run TypeScript: compile it first, and name the compiled file or folder in `source`",
        );
    }
    if stems.is_empty() && has(&["zip", "jar"]) {
        return found.help(
            "jwtgen packages the code itself: name the file or folder with the code in `source`, not an archive",
        );
    }
    let other = FAMILIES
        .iter()
        .find(|(other, language)| *other != family.0 && has(language.endings()));
    let other = other.filter(|_| stems.is_empty());
    match other.and_then(|(family, _)| newest(family)) {
        Some(newest) => found.help(format!(
            "set `runtime = \"{newest}\"` for this source: its runtime is `{}`",
            function.runtime.value
        )),
        None => found.help(HELP),
    }
}

fn no_export(
    function: &Function,
    file: &str,
    module: &str,
    export: &str,
    names: &[String],
) -> Diagnostic {
    let message = format!("`{file}` exports no `{export}`");
    let found = missing(function, message);
    let [name, ..] = names else {
        return found.help(format!("export the function as `{export}`"));
    };
    let handler = format!("{module}.{name}");
    let text = format!("it exports `{name}`: write `handler = {}`", quote(&handler));
    match (&function.handler, names) {
        (Some(place), [_]) => found.suggest(text, [(place.span, quote(&handler))]),
        _ => found.help(text),
    }
}

/// The last current runtime of a family.
fn newest(family: &str) -> Option<&'static str> {
    let mut runtimes = runtimes::current().filter(|runtime| runtime.starts_with(family));
    runtimes.next_back()
}
