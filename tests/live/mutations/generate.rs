//! Every change of an output: of each argument and block of each Terraform file,
//! and of each file that is uploaded.

use super::case::{Case, Files};
use super::expression::{Edit, Names, edits};
use super::further::Further;
use super::neutral::is_neutral;
use anyhow::{Context, Result};
use hcl::edit::Span;
use hcl::edit::parser::parse_body;
use hcl::edit::structure::{Attribute, Block, BlockLabel, Body, Structure};
use std::collections::BTreeMap;
use std::ops::Range;

/// One change of an output.
#[derive(Clone)]
pub(super) struct Mutation {
    /// What kind of change it is.
    pub kind: String,
    /// Where it is, and what becomes what.
    pub name: String,
    /// The files that it writes or, where there is no text, removes.
    pub files: Vec<(String, Option<Vec<u8>>)>,
}

/// Another provider, for what is given to it.
const OTHER_PROVIDER: (&str, &str) = (
    "other_provider.tf",
    "provider \"aws\" {\n  alias  = \"other\"\n  region = \"eu-north-1\"\n}\n",
);

/// Conditions that are false when the folder is read without the values that
/// Terraform gets, or look as if they were; with a file each of them needs.
const CONDITIONS: &[(&str, &str)] = &[
    (
        "var.switch",
        "variable \"switch\" {\n  default = false\n}\n",
    ),
    ("terraform.workspace == \"live\"", ""),
    ("can(file(\"${path.root}/switch\"))", ""),
    ("timestamp() > \"2027\"", ""),
    ("coalesce(\"\", \"b\") == \"b\"", ""),
    ("(true ? 1 : \"a\") == \"1\"", ""),
    (
        "local.switch",
        "variable \"switch\" {\n  type    = string\n  default = 1\n}\nlocals {\n  switch = var.switch == \"1\"\n}\n",
    ),
    ("length(fileset(path.root, \"*.live\")) > 0", ""),
];

/// All changes of what a case compiles to; those of modules too where `modules`.
pub(super) fn mutations(case: &Case, further: &Further, modules: bool) -> Result<Vec<Mutation>> {
    let mut found = Vec::new();
    let mut folders: BTreeMap<&str, Names> = BTreeMap::new();
    let mut bodies = Vec::new();
    for (path, contents) in &case.files {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        if !path.ends_with(".tf") {
            continue;
        }
        let source = str::from_utf8(contents)?;
        let body = parse_body(source).with_context(|| path.clone())?;
        collect(&body, folders.entry(folder).or_default());
        bodies.push((path, folder, source, body));
    }
    for (path, folder, source, body) in &bodies {
        if folder.is_empty() || modules {
            let mut walk = Walk {
                path,
                folder,
                source,
                names: &folders[folder],
                further,
                conditions: found.len(),
                found: &mut found,
            };
            walk.body(body, &mut Vec::new(), None);
        }
    }
    packages(&case.files, &mut found);
    Ok(found)
}

/// The names of the blocks of a file.
fn collect(body: &Body, names: &mut Names) {
    for block in body.blocks() {
        let labels: Vec<&str> = block.labels.iter().map(BlockLabel::as_str).collect();
        let (before, name) = match (block.ident.as_str(), &labels[..]) {
            ("resource", [kind, name]) => ((*kind).to_owned(), *name),
            ("data", [kind, name]) => (format!("data.{kind}"), *name),
            ("module", [name]) => ("module".to_owned(), *name),
            ("variable", [name]) => ("var".to_owned(), *name),
            _ => continue,
        };
        names.entry(before).or_default().push(name.to_owned());
    }
    for attribute in body
        .get_blocks("locals")
        .flat_map(|it| it.body.attributes())
    {
        let locals = names.entry("local".to_owned()).or_default();
        locals.push(attribute.key.to_string());
    }
}

struct Walk<'a> {
    path: &'a str,
    folder: &'a str,
    source: &'a str,
    names: &'a Names,
    further: &'a Further,
    /// How many conditions have been used, to take turns.
    conditions: usize,
    found: &'a mut Vec<Mutation>,
}

impl Walk<'_> {
    /// Adds the file with one edit.
    fn edit(&mut self, address: &[String], edit: Edit, more: &[(&str, &str)]) {
        let Edit { kind, range, text } = edit;
        let mut whole = self.source.to_owned();
        whole.replace_range(range.clone(), &text);
        let mut files = vec![(self.path.to_owned(), Some(whole.into_bytes()))];
        for (path, text) in more.iter().filter(|(_, text)| !text.is_empty()) {
            let path = match self.folder {
                "" => (*path).to_owned(),
                folder => format!("{folder}/{path}"),
            };
            files.push((path, Some(text.as_bytes().to_vec())));
        }
        let line = self.source[..range.start].lines().count().max(1);
        let old = shortened(&self.source[range]);
        let name = format!(
            "{}:{line}: {}: `{old}` becomes `{}`",
            self.path,
            address.join("."),
            shortened(&text)
        );
        self.found.push(Mutation {
            kind: kind.to_owned(),
            name,
            files,
        });
    }

    fn body(&mut self, body: &Body, address: &mut Vec<String>, resource: Option<&str>) {
        for structure in body {
            let mut names = vec![];
            match structure {
                Structure::Attribute(attribute) => names.push(attribute.key.to_string()),
                Structure::Block(block) => {
                    names.push(block.ident.to_string());
                    names.extend(block.labels.iter().map(|it| it.as_str().to_owned()));
                }
            }
            let depth = address.len();
            address.extend(names);
            if !is_neutral(&address[depth..]) {
                match structure {
                    Structure::Attribute(attribute) => self.attribute(attribute, address),
                    Structure::Block(block) => self.block(block, address, depth == 0, resource),
                }
            }
            address.truncate(depth);
        }
    }

    fn attribute(&mut self, attribute: &Attribute, address: &[String]) {
        let (Some(span), Some(value)) = (attribute.span(), attribute.value.span()) else {
            return;
        };
        let removed = Edit {
            kind: "argument removed",
            range: span.start..value.end,
            text: String::new(),
        };
        self.edit(address, removed, &[]);
        if &self.source[value.clone()] != "null" {
            let nulled = Edit {
                kind: "argument set to null",
                range: value.clone(),
                text: "null".to_owned(),
            };
            self.edit(address, nulled, &[]);
        }
        let edits = edits(&attribute.value, self.source, self.names);
        if let Some(first) = edits.first() {
            let (condition, file) = CONDITIONS[self.conditions % CONDITIONS.len()];
            self.conditions += 1;
            let mut other = self.source[value.clone()].to_owned();
            let range = first.range.start - value.start..first.range.end - value.start;
            other.replace_range(range, &first.text);
            let text = format!("{condition} ? {other} : {}", &self.source[value.clone()]);
            let hidden = Edit {
                kind: "hidden behind a condition",
                range: value,
                text,
            };
            self.edit(address, hidden, &[("switch.tf", file)]);
        }
        for edit in edits {
            self.edit(address, edit, &[]);
        }
    }

    fn block(&mut self, block: &Block, address: &mut Vec<String>, top: bool, of: Option<&str>) {
        let Some((span, open)) = self.spans(block) else {
            return;
        };
        let text = &self.source[span.clone()];
        let add = |walk: &mut Self, kind, range: Range<usize>, text: &str| {
            let text = text.to_owned();
            walk.edit(address, Edit { kind, range, text }, &[]);
        };
        add(self, "block removed", span.clone(), "");
        let kind = block.ident.as_str();
        if !block.body.is_empty() && kind != "data" {
            let inside = open..span.end - 1;
            add(self, "block emptied", inside, "\n");
        }
        let label = block.labels.last().and_then(|label| match label {
            BlockLabel::String(string) => string.span(),
            BlockLabel::Ident(ident) => ident.span(),
        });
        if let Some(label) = label.filter(|_| top) {
            let name = self.source[label.clone()].trim_matches('"');
            let renamed = format!("\"{name}_copy\"");
            let mut copy = text.to_owned();
            copy.replace_range(label.start - span.start..label.end - span.start, &renamed);
            let copied = match kind {
                // An output gives nobody access, data are only read, and nothing
                // reads another variable.
                "output" | "data" | "variable" => "either, block duplicated",
                _ => "block duplicated",
            };
            add(self, copied, span.end..span.end, &format!("\n\n{copy}"));
            add(self, "block renamed", label, &renamed);
        } else if !top {
            add(
                self,
                "block duplicated",
                span.end..span.end,
                &format!("\n{text}"),
            );
        }
        let start = open..open;
        if top {
            self.meta(block, address, start.clone());
        }
        let resource = match (kind, top) {
            ("resource", true) => block.labels.first().map(BlockLabel::as_str),
            _ => of,
        };
        if let Some(resource) = resource {
            let path: Vec<&str> = address.iter().skip(3).map(String::as_str).collect();
            for text in self.further.arguments(resource, &path, &block.body) {
                let edit = Edit {
                    kind: "argument added",
                    range: start.clone(),
                    text: format!("\n  {text}\n"),
                };
                self.edit(address, edit, &[]);
            }
        }
        self.body(&block.body, address, resource);
    }

    /// Meta-arguments that Terraform takes in a block of the module.
    fn meta(&mut self, block: &Block, address: &[String], start: Range<usize>) {
        const ANY: &[(&str, &str)] = &[
            ("count added", "count = 0"),
            ("count added", "count = 2"),
            ("count added", "for_each = toset([\"x\"])"),
        ];
        const RESOURCE: &[(&str, &str)] = &[
            (
                "provisioner added",
                "provisioner \"local-exec\" {\n    command = \"./open.sh\"\n  }",
            ),
            (
                "provisioner added",
                "provisioner \"local-exec\" {\n    when    = destroy\n    command = \"./open.sh\"\n  }",
            ),
            (
                "changes ignored",
                "lifecycle {\n    ignore_changes = all\n  }",
            ),
            ("provider replaced", "provider = aws.other"),
        ];
        const MODULE: &[(&str, &str)] = &[(
            "provider replaced",
            "providers = {\n    aws = aws.other\n  }",
        )];
        let kinds: &[&[(&'static str, &str)]] = match block.ident.as_str() {
            "resource" => &[ANY, RESOURCE],
            "module" => &[ANY, MODULE],
            "data" => &[ANY, &[("provider replaced", "provider = aws.other")]],
            _ => &[],
        };
        for (kind, text) in kinds.iter().flat_map(|it| it.iter()) {
            let edit = Edit {
                kind,
                range: start.clone(),
                text: format!("\n  {text}\n"),
            };
            let more = match *kind {
                "provider replaced" => &[OTHER_PROVIDER][..],
                _ => &[],
            };
            self.edit(address, edit, more);
        }
        if block.ident.as_str() == "module" {
            for text in self.further.variables(&block.body) {
                let edit = Edit {
                    kind: "argument added",
                    range: start.clone(),
                    text: format!("\n  {text}\n"),
                };
                self.edit(address, edit, &[]);
            }
        }
    }

    /// The place of a block, and that of what is between its braces.
    fn spans(&self, block: &Block) -> Option<(Range<usize>, usize)> {
        let span = block.span()?;
        let last = block.labels.last().and_then(|label| match label {
            BlockLabel::String(string) => string.span(),
            BlockLabel::Ident(ident) => ident.span(),
        });
        let head = last.or_else(|| block.ident.span())?.end;
        let open = head + self.source[head..span.end].find('{')? + 1;
        Some((span, open))
    }
}

/// Changes of what is uploaded.
fn packages(files: &Files, found: &mut Vec<Mutation>) {
    let mut add = |kind: &str, name: String, files: Vec<(&str, Option<Vec<u8>>)>| {
        let files = files.into_iter();
        found.push(Mutation {
            kind: kind.to_owned(),
            name,
            files: files.map(|(path, text)| (path.to_owned(), text)).collect(),
        });
    };
    let zips: Vec<_> = files
        .iter()
        .filter(|(path, _)| path.ends_with(".zip"))
        .collect();
    for (at, (path, contents)) in zips.iter().enumerate() {
        let longer = [&contents[..], b"\n"].concat();
        add(
            "package changed",
            format!("{path}: a byte added"),
            vec![(path, Some(longer))],
        );
        let mut flipped = contents.to_vec();
        let middle = flipped.len() / 3;
        flipped[middle] ^= 1;
        add(
            "package changed",
            format!("{path}: a bit changed"),
            vec![(path, Some(flipped))],
        );
        add(
            "package changed",
            format!("{path}: emptied"),
            vec![(path, Some(Vec::new()))],
        );
        add(
            "package removed",
            format!("{path}: removed"),
            vec![(path, None)],
        );
        for (other, theirs) in &zips[at + 1..] {
            if contents != theirs {
                let swapped = vec![
                    (path.as_str(), Some(theirs.to_vec())),
                    (other.as_str(), Some(contents.to_vec())),
                ];
                add("packages swapped", format!("{path} and {other}"), swapped);
            }
        }
    }
    // Terraform uploads the package; the source beside it is for people.
    let sources = files.iter().filter(|(path, _)| path.ends_with(".js"));
    for (path, contents) in sources {
        let text = [
            &contents[..],
            b"\nexports.handler = async (event) => event;\n",
        ]
        .concat();
        add(
            "either, source changed",
            format!("{path}: another handler"),
            vec![(path, Some(text))],
        );
        add(
            "either, source changed",
            format!("{path}: removed"),
            vec![(path, None)],
        );
    }
}

fn shortened(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(90) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
