//! The Terraform files of a folder, with the modules that they call.

use super::module::{Block, Dynamic, Expr, Module};
use super::types::{Type, Variable};
use super::{Folder, Refusal, Term, agreed, declared, effort, installed, numbers};
use hcl::structure::Structure;
use hcl::{Body, Expression};
use std::collections::{BTreeMap, HashMap};
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

/// How deep modules may call modules; those that call themselves go deeper.
const DEPTH: usize = 16;

/// Endings of files that Terraform or OpenTofu reads and that are not read here;
/// they could change anything.
const UNREAD: [&str; 3] = [".tf.json", ".tofu", ".tofu.json"];

/// How many calls of modules are followed.
const CALLS: usize = 5_000;

/// How many bytes the files may have together.
const BYTES: usize = 8 << 20;

/// Reads a folder as Terraform does: every `.tf` file, then those that override
/// others.
///
/// # Errors
///
/// When a file cannot be read, is not HCL, or there is too much of it.
pub(super) fn read(folder: &dyn Folder) -> Result<Rc<Module>, Refusal> {
    let mut reader = Reader {
        folder,
        read: HashMap::new(),
        bytes: 0,
        calls: 0,
    };
    let mut root = reader.module(Path::new(""), 0)?;
    let doubts = installed::doubts(folder, &root);
    if !doubts.is_empty() {
        Rc::make_mut(&mut root).doubts.extend(doubts);
    }
    Ok(root)
}

/// That a file was not read.
fn not_read(file: &str) -> String {
    format!("`{file}` is part of the configuration and was not read")
}

/// Reads modules, each once.
struct Reader<'f> {
    folder: &'f dyn Folder,
    read: HashMap<PathBuf, Rc<Module>>,
    bytes: usize,
    calls: usize,
}

impl Reader<'_> {
    fn module(&mut self, below: &Path, depth: usize) -> Result<Rc<Module>, Refusal> {
        let shown = shown(below);
        if depth > DEPTH {
            return Err(Refusal::new(format!(
                "modules are called more than {DEPTH} levels deep at `{shown}`, which is not supported"
            )));
        }
        self.calls += 1;
        if self.calls > CALLS {
            return Err(Refusal::new(format!(
                "there are more than {CALLS} calls of modules, which is not supported"
            )));
        }
        if let Some(module) = self.read.get(below) {
            return Ok(Rc::clone(module));
        }
        let mut module = self.files(below)?;
        for call in module.calls.values_mut() {
            let Some(Expr::Hcl(Expression::String(source))) =
                call.arguments.attributes.get("source")
            else {
                continue;
            };
            // Anything else is fetched from elsewhere.
            if source.starts_with("./") || source.starts_with("../") {
                let inner = normal(&below.join(source));
                call.module = Some(self.module(&inner, depth + 1)?);
            }
        }
        let module = Rc::new(module);
        self.read.insert(below.to_owned(), Rc::clone(&module));
        Ok(module)
    }

    /// A module, as its own files say.
    fn files(&mut self, below: &Path) -> Result<Module, Refusal> {
        let shown = shown(below);
        let mut names = self
            .folder
            .names(below)
            .map_err(|error| Refusal::new(format!("cannot read the folder `{shown}`: {error}")))?;
        names.retain(|name| !ignored(name));
        names.sort();
        let unread = names
            .iter()
            .filter(|name| UNREAD.iter().any(|ending| name.ends_with(ending)));
        let doubts = unread.map(|name| not_read(&below.join(name).display().to_string()));
        let doubts = doubts.collect();
        let files = names.iter().filter_map(|name| name.strip_suffix(".tf"));
        let overrides = |stem: &&str| *stem == "override" || stem.ends_with("_override");
        let (later, first): (Vec<&str>, Vec<&str>) = files.partition(overrides);
        let mut read = Module {
            path: Some(shown),
            doubts,
            ..Module::default()
        };
        let mut declared = BTreeMap::new();
        let first = first.into_iter().map(|stem| (stem, false));
        for (stem, overriding) in first.chain(later.into_iter().map(|stem| (stem, true))) {
            let path = below.join(format!("{stem}.tf"));
            let file = path.display().to_string();
            let (body, doubt) = self.body(&path)?;
            read.doubts.extend(doubt);
            for structure in body.into_inner() {
                match structure {
                    Structure::Block(block) => {
                        declared::add(&mut declared, &block, &file, overriding);
                        add(&mut read, block);
                    }
                    // Terraform rejects an argument outside of a block.
                    Structure::Attribute(_) => read.doubts.push(not_read(&file)),
                }
            }
        }
        read.declared = declared;
        Ok(read)
    }

    /// What is in a file, and why Terraform may find something else in it.
    fn body(&mut self, path: &Path) -> Result<(Body, Option<String>), Refusal> {
        let shown = path.display();
        let bytes = self
            .folder
            .read(path)
            .map_err(|error| Refusal::new(format!("cannot read `{shown}`: {error}")))?;
        self.bytes += bytes.len();
        if self.bytes > BYTES {
            return Err(Refusal::new(format!(
                "the files have more than {} MiB with `{shown}`, which is not supported",
                BYTES >> 20
            )));
        }
        let text = String::from_utf8(bytes)
            .map_err(|_| Refusal::new(format!("`{shown}` is not UTF-8")))?;
        parse(&text, &shown.to_string())
    }
}

/// What is in a text, and why Terraform may find something else in it.
pub(super) fn parse(text: &str, shown: &str) -> Result<(Body, Option<String>), Refusal> {
    // Terraform skips a byte order mark as well.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let differs =
        |line: usize| format!("`{shown}` may mean something else to Terraform from line {line} on");
    if let Some(line) = agreed::odd_heredoc(text) {
        let odd = "the heredoc there may end elsewhere, so the file was not read";
        return Ok((Body::default(), Some(format!("{}: {odd}", differs(line)))));
    }
    if effort::is_too_much(text) {
        return Err(Refusal::new(format!(
            "`{shown}` has objects with too many entries, which is not supported"
        )));
    }
    let mut body: hcl::edit::structure::Body =
        text.parse().map_err(|error: hcl::edit::parser::Error| {
            let at = error.location();
            Refusal::new(format!(
                "`{shown}` is not HCL: line {}, column {}: {}",
                at.line(),
                at.column(),
                error.message()
            ))
        })?;
    let doubt = agreed::disagreement(text, &body).map(differs);
    numbers::spell(&mut body);
    Ok((body.into(), doubt))
}

/// Files that Terraform ignores.
fn ignored(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~') || name.starts_with('#') && name.ends_with('#')
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
            let known = module.variables.entry(name.clone());
            variable(
                known.or_insert_with(|| Variable {
                    default: None,
                    kind: Type::Any,
                    nullable: Some(true),
                }),
                &body,
            );
        }
        ("locals", []) => module.locals.extend(body.attributes),
        _ => {}
    }
}

/// Adds what a block says of a variable.
fn variable(known: &mut Variable, body: &Block) {
    if let Some(default) = body.attributes.get("default") {
        known.default = Some(default.clone());
    }
    match body.attributes.get("type") {
        None => {}
        Some(Expr::Hcl(expression)) => known.kind = Type::read(expression),
        Some(_) => known.kind = Type::Other,
    }
    match body.attributes.get("nullable") {
        None => {}
        Some(Expr::Hcl(Expression::Bool(flag))) => known.nullable = Some(*flag),
        Some(_) => known.nullable = None,
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
                    let mut each = made.attributes.remove("for_each");
                    let content = made.blocks.remove("content").and_then(|mut all| all.pop());
                    // An iterator of another name, or labels, are not supported.
                    if !made.attributes.is_empty() {
                        each = None;
                    }
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
pub(super) fn normal(path: &Path) -> PathBuf {
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
