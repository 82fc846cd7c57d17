//! Compares files: every block and argument as it is written. What is written
//! differently is compared by its value.

use super::foreign::finding;
use super::kinds::{DESCRIBING, META};
use super::names::Names;
use super::place::place;
use super::values::alike;
use super::{Audit, Both, Finding, Verdict, providers, tests};
use crate::evidence::{
    Declared, Module, Step, Term, address, calls, is_computed, is_nothing, mentions_no_more,
};
use crate::generate::Files;
use hcl::expr::ObjectKey;
use hcl::structure::Structure;
use hcl::{Body, Expression};
use std::collections::{BTreeMap, BTreeSet};

/// Compares every file that Terraform reads. Does nothing for evidence without
/// files.
pub(super) fn compare(both: &Both<'_>, files: &Files, names: &Names, audit: &mut Audit) {
    let prefix = both.prefix.trim_end_matches('.');
    let found = both.evidence.files((!prefix.is_empty()).then_some(prefix));
    let (Some((_, ours)), Some((steps, theirs))) = (both.expected.files(None), found) else {
        return;
    };
    let mut compared = Compared {
        both,
        audit,
        ours: BTreeSet::new(),
    };
    compared.module(ours, theirs, &[], &steps);
    let paths = compared.ours;
    if let Some((_, root)) = both.evidence.files(None) {
        let mut seen = BTreeSet::new();
        others(both, root, &[], &paths, names, &mut seen, audit);
    }
    let below = theirs.path.as_deref().unwrap_or_default();
    packages(both, files, below, audit);
    tests::judge(both, files, audit);
}

/// Compares the packages by their bytes.
fn packages(both: &Both<'_>, files: &Files, below: &str, audit: &mut Audit) {
    let named = |path: &str| path.starts_with("packages/");
    for (path, bytes) in files.iter().filter(|(path, _)| named(path)) {
        audit.looked_at.0 += 1;
        let at = match below {
            "." => path.clone(),
            below => format!("{below}/{path}"),
        };
        let found = match both.evidence.file_at(&at) {
            Some(found) if found == *bytes => continue,
            Some(_) => "other content",
            None => "missing",
        };
        audit.findings.push(Finding {
            foreign: false,
            verdict: Verdict::Different,
            address: at,
            argument: "content".into(),
            expected: "as in the blueprint".into(),
            found: found.into(),
            cause: String::new(),
            place: Some(both.checked.model.name.span),
        });
    }
}

struct Compared<'a, 'b> {
    both: &'a Both<'a>,
    audit: &'b mut Audit,
    /// Paths of modules that the blueprint compiles to.
    ours: BTreeSet<String>,
}

/// An argument, where it is.
struct At<'a> {
    ours: &'a [Step],
    theirs: &'a [Step],
    /// Address of the block in its module.
    local: &'a str,
}

impl Compared<'_, '_> {
    fn module(&mut self, ours: &Module, theirs: &Module, at: &[Step], there: &[Step]) {
        self.ours.extend(theirs.path.clone());
        for (local, declared) in &ours.declared {
            let block = At {
                ours: at,
                theirs: there,
                local,
            };
            match theirs.declared.get(local) {
                None => self.push(&block, "", Verdict::Different, "there", "missing"),
                Some(found) => {
                    if let Some(file) = &found.again {
                        let found = format!("changed by `{file}`");
                        self.push(&block, "", Verdict::Unknown, "as compiled", &found);
                    }
                    self.body(&block, "", &declared.body, &found.body);
                }
            }
        }
        for (name, call) in &ours.calls {
            let step = |steps: &[Step]| {
                let mut steps = steps.to_vec();
                let name = name.clone();
                steps.push(Step { name, key: None });
                steps
            };
            let theirs = theirs.calls.get(name);
            let theirs = theirs.and_then(|call| call.module.as_deref());
            if let (Some(ours), Some(theirs)) = (call.module.as_deref(), theirs) {
                self.module(ours, theirs, &step(at), &step(there));
            }
        }
    }

    fn body(&mut self, at: &At<'_>, path: &str, ours: &Body, theirs: &Body) {
        if ours == theirs {
            self.audit.looked_at.0 += ours.attributes().count();
            return;
        }
        let below = |name: &str| match path {
            "" => name.to_owned(),
            path => format!("{path}.{name}"),
        };
        let (our_arguments, our_blocks) = parts(ours);
        let (their_arguments, their_blocks) = parts(theirs);
        let names: BTreeSet<&str> = our_arguments
            .keys()
            .chain(their_arguments.keys())
            .copied()
            .collect();
        for name in names {
            self.audit.looked_at.0 += 1;
            let none = Vec::new();
            let ours = our_arguments.get(name).unwrap_or(&none);
            let theirs = their_arguments.get(name).unwrap_or(&none);
            let documents = ["var.", "output."];
            let documents = documents.iter().any(|kind| at.local.starts_with(kind));
            if ours != theirs && !(documents && DESCRIBING.contains(&name)) {
                self.argument(at, &below(name), ours, theirs);
            }
        }
        let names: BTreeSet<&String> = our_blocks.keys().chain(their_blocks.keys()).collect();
        for name in names {
            let none = Vec::new();
            let ours = our_blocks.get(name).unwrap_or(&none);
            let theirs = their_blocks.get(name).unwrap_or(&none);
            let path = below(name);
            if ours.len() != theirs.len() {
                let count = |blocks: &[&Body]| match blocks.len() {
                    0 => "no block".to_owned(),
                    1 => "1 block".to_owned(),
                    many => format!("{many} blocks"),
                };
                let counts = (count(ours), count(theirs));
                self.push(at, &path, Verdict::Different, &counts.0, &counts.1);
                continue;
            }
            for (index, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
                self.body(at, &format!("{path}.{index}"), ours, theirs);
            }
        }
    }

    /// An argument that is written differently.
    fn argument(&mut self, at: &At<'_>, path: &str, ours: &[&Expression], theirs: &[&Expression]) {
        let (verdict, expected, found) = match (ours, theirs) {
            ([], [theirs]) => self.values(at, path, None, Some(theirs)),
            ([ours], []) => self.values(at, path, Some(ours), None),
            ([ours], [theirs]) => self.values(at, path, Some(ours), Some(theirs)),
            _ => (
                Verdict::Unknown,
                "set once".to_owned(),
                "set several times".to_owned(),
            ),
        };
        if verdict != Verdict::Same {
            self.push(at, path, verdict, &expected, &found);
        }
    }

    fn values(
        &self,
        at: &At<'_>,
        path: &str,
        ours: Option<&&Expression>,
        theirs: Option<&&Expression>,
    ) -> (Verdict, String, String) {
        let shown = |expression: Option<&&Expression>| match expression {
            Some(expression) => hcl::format::to_string(*expression).unwrap_or_default(),
            None => "not set".to_owned(),
        };
        let different = || (Verdict::Different, shown(ours), shown(theirs));
        let is_value = !at.local.contains(['"', ' '])
            && !at.local.starts_with("terraform.")
            && (!at.local.starts_with("var.") || path == "default")
            && (!at.local.starts_with("output.") || path == "value");
        if !is_value || path.split('.').any(|name| META.contains(&name)) {
            return different();
        }
        let both = self.both;
        let instances: Vec<&str> = both.expected.instances_of(at.ours, at.local).collect();
        let instances = match instances.is_empty() {
            true => vec![None],
            false => instances.into_iter().map(Some).collect(),
        };
        // Only what Terraform computes as well is certain.
        let mut result = match theirs.is_some_and(|theirs| is_computed(theirs)) {
            true => Verdict::Unknown,
            false => Verdict::Same,
        };
        let mut values = (String::new(), String::new());
        for instance in instances {
            let expected = ours.map_or(Term::Null, |ours| {
                both.expected.within(at.ours, instance, ours)
            });
            let expected = both.evidence.settle(&expected, &both.prefix);
            let there = instance.map(|instance| both.there(instance));
            let found = theirs.map_or(Term::Null, |theirs| {
                both.evidence.within(at.theirs, there.as_deref(), theirs)
            });
            let verdict = match alike(path, &expected, &found) {
                Some(true) => Verdict::Same,
                Some(false) => Verdict::Different,
                None => Verdict::Unknown,
            };
            // Equal values of other resources need not stay equal.
            let verdict = match (verdict, ours, theirs) {
                (Verdict::Same, Some(ours), Some(theirs)) if !mentions_no_more(ours, theirs) => {
                    Verdict::Unknown
                }
                (verdict, ..) => verdict,
            };
            // Left out and empty are not the same everywhere.
            let verdict = match (ours.is_some() && theirs.is_some(), verdict) {
                (false, Verdict::Same) if is_nothing(&expected) && expected != found => {
                    Verdict::Unknown
                }
                (_, verdict) => verdict,
            };
            if verdict > result {
                result = verdict;
                values = (expected.to_string(), found.to_string());
            }
        }
        if values.0 == values.1 || result == Verdict::Unknown {
            values = (shown(ours), shown(theirs));
        }
        (result, values.0, values.1)
    }

    fn push(&mut self, at: &At<'_>, path: &str, verdict: Verdict, expected: &str, found: &str) {
        let secret = path.starts_with("environment") || path.ends_with("password");
        let (expected, found) = match secret {
            true => ("as in the blueprint", "something else"),
            false => (expected, found),
        };
        self.audit.findings.push(Finding {
            foreign: false,
            verdict,
            address: address(at.theirs, at.local, None),
            argument: path.to_owned(),
            expected: expected.to_owned(),
            found: found.to_owned(),
            cause: match verdict {
                Verdict::Unknown => {
                    format!("how `{}` is written", address(at.theirs, at.local, None))
                }
                _ => String::new(),
            },
            place: Some(place(self.both, &address(at.ours, at.local, None))),
        });
    }
}

/// The arguments of a body, and its blocks in their order.
type Parts<'a> = (
    BTreeMap<&'a str, Vec<&'a Expression>>,
    BTreeMap<String, Vec<&'a Body>>,
);

fn parts(body: &Body) -> Parts<'_> {
    let (mut arguments, mut blocks) = Parts::default();
    for structure in body {
        match structure {
            Structure::Attribute(attribute) => {
                let all = arguments.entry(attribute.key()).or_default();
                all.push(attribute.expr());
            }
            Structure::Block(block) => {
                let mut name = block.identifier.to_string();
                for label in &block.labels {
                    name.push_str(&format!(" {}", label.as_str()));
                }
                blocks.entry(name).or_default().push(&block.body);
            }
        }
    }
    (arguments, blocks)
}

/// Judges every block that is not the blueprint's, and not a resource.
fn others(
    both: &Both<'_>,
    module: &Module,
    steps: &[Step],
    ours: &BTreeSet<String>,
    names: &Names,
    seen: &mut BTreeSet<String>,
    audit: &mut Audit,
) {
    let path = module.path.clone().unwrap_or_default();
    if !seen.insert(path.clone()) {
        return;
    }
    let compiled = match ours.contains(&path) {
        true => compiled(both, steps),
        false => None,
    };
    for (local, declared) in &module.declared {
        if compiled.is_some_and(|compiled| compiled.declared.contains_key(local)) {
            continue;
        }
        let again = declared.again.as_ref();
        let again = again.map(|file| format!("`{file}` changes it"));
        let again = again.or_else(|| uses_secret(both, steps, local, declared, names));
        if let Some(why) = again.or_else(|| other(local, declared, steps.is_empty())) {
            let address = address(steps, local, None);
            let found = finding(both, &address, Verdict::Unknown, &why);
            audit.findings.push(found);
        } else if local.starts_with("terraform.backend") || local == "terraform.cloud" {
            audit.assumed.push(format!(
                "only people who may see its secrets can read the state in `{local}`"
            ));
        }
    }
    for (name, call) in &module.calls {
        if let Some(module) = call.module.as_deref() {
            let mut steps = steps.to_vec();
            let name = name.clone();
            steps.push(Step { name, key: None });
            others(both, module, &steps, ours, names, seen, audit);
        }
    }
}

/// What the blueprint compiles a module to.
fn compiled<'a>(both: &'a Both<'_>, steps: &[Step]) -> Option<&'a Module> {
    let at = address(steps, "", None);
    let below = at.strip_prefix(both.prefix.as_str())?;
    let below = below.trim_end_matches('.');
    let files = both.expected.files((!below.is_empty()).then_some(below));
    files.map(|(_, module)| module)
}

/// Why nobody knows what a block does; `None` if it can do nothing.
fn other(local: &str, declared: &Declared, is_root: bool) -> Option<String> {
    let kind = local.split(['.', ' ']).next().unwrap_or_default();
    match kind {
        // Resources and data sources are judged one by one.
        "data" => return None,
        _ if local.contains('.') && kind.contains('_') => return None,
        // They decide nothing by themselves.
        "local" | "var" | "output" | "module" => return None,
        "terraform" => {
            let part = local.split('.').nth(1).unwrap_or_default();
            if part == "required_version" {
                return None;
            }
            let backend = part.strip_prefix("backend \"");
            let backend = backend.and_then(|kind| kind.strip_suffix('"'));
            if let Some(kind) = backend.or((part == "cloud").then_some(part)) {
                let arguments = declared.body.attributes().map(|argument| argument.key());
                let blocks = declared.body.blocks();
                let blocks = blocks.map(|block| block.identifier.as_str());
                let keeps = providers::keeps(kind, arguments.chain(blocks));
                return (!keeps)
                    .then(|| format!("who can read the secrets that `{kind}` keeps is not known"));
            }
            if part == "required_providers" {
                let unknown = || "what this provider does is not known".to_owned();
                return (!is_official(&declared.body)).then(unknown);
            }
        }
        "provider" if is_root && local.starts_with("provider \"aws\"") => {
            return providers::written(&declared.body);
        }
        "provider" if is_root && declared.body.iter().next().is_none() => return None,
        "provider" => {
            return Some("resources of this module are created with it".to_owned());
        }
        _ => {}
    }
    Some(format!("what the block `{kind}` does is not known"))
}

/// Why a block may show a secret; what becomes of it in a local value, an argument
/// of a module or a sensitive output is followed from there.
fn uses_secret(
    both: &Both<'_>,
    steps: &[Step],
    local: &str,
    declared: &Declared,
    names: &Names,
) -> Option<String> {
    let kind = local.split(['.', ' ']).next().unwrap_or_default();
    if local.starts_with("data.") || local.contains('.') && kind.contains('_') {
        // Resources and data sources are judged one by one.
        return None;
    }
    if reveals(&declared.body) {
        return Some("it may reveal a secret with `nonsensitive`".to_owned());
    }
    let mut arguments = declared.body.attributes();
    let is_hidden = arguments.any(|argument| {
        argument.key() == "sensitive" && *argument.expr() == Expression::Bool(true)
    });
    // A sensitive output of the root is shown to whoever may read the state, and
    // given to configurations that use this one.
    let is_followed = is_hidden && !(kind == "output" && steps.is_empty());
    if matches!(kind, "local" | "module") || is_followed {
        return None;
    }
    let mentioned = both.evidence.mentioned_in(steps, &declared.body);
    match () {
        () if names.is_secret(&mentioned) || mentioned.cut => {
            Some("it may use a secret of the blueprint".to_owned())
        }
        () if names.shows_files(&mentioned) => {
            Some("it reads a file, which may hold secrets".to_owned())
        }
        () => None,
    }
}

/// Whether a body makes a sensitive value one that is shown, at whatever depth.
fn reveals(body: &Body) -> bool {
    let mut values = body.attributes().map(|argument| argument.expr());
    values.any(|value| calls(value, "nonsensitive"))
        || body.blocks().any(|block| reveals(&block.body))
}

/// Whether the body requires one of HashiCorp's own providers. Any other one is a
/// program that `terraform init` installs and `terraform plan` runs.
fn is_official(body: &Body) -> bool {
    let mut values = body.attributes().map(|value| value.expr());
    values.all(|value| match value {
        // A version alone: the provider is HashiCorp's.
        Expression::String(_) => true,
        Expression::Object(entries) => {
            let known = ["source", "version"];
            let mut seen = BTreeSet::new();
            let plain = entries.iter().all(|(key, value)| match (key, value) {
                (ObjectKey::Identifier(name), Expression::String(value)) => {
                    seen.insert(name.as_str())
                        && known.contains(&name.as_str())
                        && (name.as_str() != "source" || value.starts_with("hashicorp/"))
                }
                _ => false,
            });
            plain && seen.contains("source")
        }
        _ => false,
    })
}
