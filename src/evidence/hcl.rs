//! The Terraform files of a folder, with the modules that they call.

use super::module::{Block, Dynamic, Expr, Module};
use super::{Folder, Refusal, Term, declared};
use hcl::structure::Structure;
use hcl::{Body, Expression};
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

/// How deep modules may call modules; anything deeper is a cycle.
const DEPTH: usize = 16;

/// Endings of files that Terraform or OpenTofu reads and that are not read here;
/// they could change anything.
const UNREAD: [&str; 3] = [".tf.json", ".tofu", ".tofu.json"];

/// Modules that were read, by path. Many calls name the same one.
type Known = BTreeMap<PathBuf, Rc<Module>>;

/// Reads a folder as Terraform does: every `.tf` file, then those that override
/// others.
///
/// # Errors
///
/// When a file cannot be read or is not HCL.
pub fn read(folder: &dyn Folder) -> Result<Rc<Module>, Refusal> {
    module(folder, Path::new(""), 0, &mut Known::new())
}

fn module(
    folder: &dyn Folder,
    below: &Path,
    depth: usize,
    known: &mut Known,
) -> Result<Rc<Module>, Refusal> {
    if let Some(module) = known.get(below) {
        return Ok(Rc::clone(module));
    }
    let shown = shown(below);
    if depth > DEPTH {
        return Err(Refusal::new(format!("the module `{shown}` calls itself")));
    }
    let mut names = folder
        .names(below)
        .map_err(|error| Refusal::new(format!("cannot read the folder `{shown}`: {error}")))?;
    names.sort();
    let unread = names
        .iter()
        .filter(|name| !ignored(name) && UNREAD.iter().any(|ending| name.ends_with(ending)));
    let unread = unread.map(|name| below.join(name).display().to_string());
    let unread = unread.collect();
    let overrides = |name: &&String| {
        let stem = name.strip_suffix(".tf").unwrap_or(name);
        stem == "override" || stem.ends_with("_override")
    };
    let files = names
        .iter()
        .filter(|name| name.ends_with(".tf") && !ignored(name));
    let (later, first): (Vec<_>, Vec<_>) = files.partition(overrides);
    let mut read = Module {
        path: Some(shown),
        unread,
        ..Module::default()
    };
    let first = first.into_iter().map(|name| (name, false));
    for (name, overriding) in first.chain(later.into_iter().map(|name| (name, true))) {
        let path = below.join(name);
        let shown = path.display();
        let bytes = folder
            .read(&path)
            .map_err(|error| Refusal::new(format!("cannot read `{shown}`: {error}")))?;
        let text = String::from_utf8(bytes)
            .map_err(|_| Refusal::new(format!("`{shown}` is not UTF-8")))?;
        let body: Body = hcl::parse(&text)
            .map_err(|error| Refusal::new(format!("`{shown}` is not HCL: {error}")))?;
        for structure in body.into_inner() {
            match structure {
                Structure::Block(block) => {
                    let file = shown.to_string();
                    declared::add(&mut read.declared, &block, &file, overriding);
                    add(&mut read, block);
                }
                // Terraform rejects an argument outside of a block.
                Structure::Attribute(_) => read.unread.push(shown.to_string()),
            }
        }
    }
    for call in read.calls.values_mut() {
        let Some(Expr::Hcl(Expression::String(source))) = call.arguments.attributes.get("source")
        else {
            continue;
        };
        // Anything else is fetched from elsewhere.
        if source.starts_with("./") || source.starts_with("../") {
            let inner = normal(&below.join(source));
            call.module = Some(module(folder, &inner, depth + 1, known)?);
        }
    }
    let read = Rc::new(read);
    known.insert(below.to_owned(), Rc::clone(&read));
    Ok(read)
}

/// Files that Terraform ignores.
fn ignored(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~') || (name.starts_with('#') && name.ends_with('#'))
}

/// Adds a block of the top level, or joins it to the one that it overrides.
fn add(module: &mut Module, block: hcl::Block) {
    let labels: Vec<String> = block
        .labels
        .iter()
        .map(|label| label.as_str().to_owned())
        .collect();
    let body = self::block(block.body);
    match (block.identifier.as_str(), labels.as_slice()) {
        ("resource", [kind, name]) => {
            join(
                module
                    .resources
                    .entry(format!("{kind}.{name}"))
                    .or_default(),
                body,
            );
        }
        ("data", [kind, name]) => {
            let entry = module.resources.entry(format!("data.{kind}.{name}"));
            join(entry.or_default(), body);
        }
        ("module", [name]) => {
            join(
                &mut module.calls.entry(name.clone()).or_default().arguments,
                body,
            );
        }
        ("output", [name]) => {
            if let Some(value) = body.attributes.get("value") {
                module.outputs.insert(name.clone(), value.clone());
            }
        }
        ("variable", [name]) => {
            let default = body.attributes.get("default").cloned();
            let known = module.variables.entry(name.clone()).or_default();
            if default.is_some() {
                *known = default;
            }
        }
        ("locals", []) => module.locals.extend(body.attributes),
        _ => {}
    }
}

/// An argument replaces the one of the same name, and so do all blocks of a
/// name.
fn join(known: &mut Block, new: Block) {
    known.attributes.extend(new.attributes);
    for name in new.dynamic.keys() {
        known.blocks.remove(name);
    }
    for name in new.blocks.keys() {
        known.dynamic.remove(name);
    }
    known.blocks.extend(new.blocks);
    known.dynamic.extend(new.dynamic);
}

fn block(body: Body) -> Block {
    let mut block = Block::default();
    for structure in body.into_inner() {
        match structure {
            Structure::Attribute(attribute) => {
                let expr = match attribute.expr {
                    Expression::Null => Expr::Constant(Term::Null),
                    expr => Expr::Hcl(expr),
                };
                block.attributes.insert(attribute.key.to_string(), expr);
            }
            Structure::Block(inner) => match (inner.identifier.as_str(), inner.labels.first()) {
                ("dynamic", Some(label)) => {
                    let mut made = self::block(inner.body.clone());
                    let each = made.attributes.remove("for_each");
                    let content = made.blocks.remove("content").and_then(|mut all| all.pop());
                    let dynamic = Dynamic {
                        name: label.as_str().to_owned(),
                        each: each.unwrap_or(Expr::Mentions(Vec::new())),
                        content: content.unwrap_or_default(),
                    };
                    block.dynamic.insert(label.as_str().to_owned(), dynamic);
                }
                (name, _) => {
                    let blocks = block.blocks.entry(name.to_owned()).or_default();
                    blocks.push(self::block(inner.body));
                }
            },
        }
    }
    block
}

/// A path without `.` and `..`, without looking at the disk.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir
                if normal
                    .components()
                    .next_back()
                    .is_some_and(|last| matches!(last, Component::Normal(_))) =>
            {
                normal.pop();
            }
            other => normal.push(other),
        }
    }
    normal
}

/// A folder as Terraform names it in `path.module`.
fn shown(below: &Path) -> String {
    match below.as_os_str().is_empty() {
        true => ".".to_owned(),
        false => below.display().to_string(),
    }
}
