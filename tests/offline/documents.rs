//! The documents: the README is short, every link leads somewhere, every page
//! is one click away, and every command line is one that jwtgen accepts.

pub(crate) mod commands;

use crate::support::pages::PARTS;
use anyhow::{Context, Result, ensure};
use clap::Parser;
use clap::error::ErrorKind;
use commands::{in_blocks, in_prose};
use jwtgen::cli::Cli;
use pulldown_cmark::{Event, Options, Parser as Markdown, Tag, TagEnd};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::iter;
use std::path::{Component, Path, PathBuf};

/// Longest README, in bytes.
const README_BYTES: usize = 10 * 1024;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every document for people, by its path in the repository.
fn documents() -> Result<BTreeMap<String, String>> {
    let mut documents = BTreeMap::new();
    for folder in ["", "docs/"] {
        for entry in fs::read_dir(root().join(folder))? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if name.ends_with(".md") {
                let path = format!("{folder}{name}");
                let text = fs::read_to_string(root().join(&path))?;
                documents.insert(path, text);
            }
        }
    }
    ensure!(documents.len() > 10, "{:?}", documents.keys());
    Ok(documents)
}

/// What a document links to, as written.
fn links(text: &str) -> Vec<String> {
    let events = Markdown::new_ext(text, Options::ENABLE_TABLES);
    let links = events.filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
            Some(dest_url.into_string())
        }
        _ => None,
    });
    links.collect()
}

/// The anchors of a document's headings, as GitHub makes them.
fn anchors(text: &str) -> BTreeSet<String> {
    let mut anchors = BTreeSet::new();
    let mut heading: Option<String> = None;
    for event in Markdown::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&text);
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                let words = heading.take().unwrap_or_default().to_lowercase();
                let kept = words
                    .chars()
                    .filter(|c| c.is_alphanumeric() || " -_".contains(*c));
                let anchor = kept.collect::<String>().replace(' ', "-");
                let mut numbered = (0..).map(|number| match number {
                    0 => anchor.clone(),
                    _ => format!("{anchor}-{number}"),
                });
                anchors.extend(numbered.find(|anchor| !anchors.contains(anchor)));
            }
            _ => {}
        }
    }
    anchors
}

/// The path in the repository that a link of a document leads to, and its
/// anchor; `None` for another site.
fn target(document: &str, link: &str) -> Option<(String, Option<String>)> {
    if link.contains("://") || link.starts_with("mailto:") {
        return None;
    }
    let (path, anchor) = match link.split_once('#') {
        Some((path, anchor)) => (path, Some(anchor.to_owned())),
        None => (link, None),
    };
    if path.is_empty() {
        return Some((document.to_owned(), anchor));
    }
    let folder = Path::new(document).parent().unwrap_or(Path::new(""));
    let mut target = PathBuf::new();
    for component in folder.join(path).components() {
        match component {
            Component::ParentDir => drop(target.pop()),
            Component::CurDir => {}
            other => target.push(other),
        }
    }
    Some((target.to_string_lossy().into_owned(), anchor))
}

#[test]
fn the_readme_is_short_and_names_the_rust_version() -> Result<()> {
    let readme = fs::read_to_string(root().join("README.md"))?;
    let bytes = readme.len();
    ensure!(bytes <= README_BYTES, "README.md has {bytes} bytes");
    let rust = concat!("Rust ", env!("CARGO_PKG_RUST_VERSION"));
    ensure!(readme.contains(rust), "README.md does not say {rust}");
    Ok(())
}

#[test]
fn every_link_leads_somewhere() -> Result<()> {
    let documents = documents()?;
    let mut broken = Vec::new();
    let mut count = 0;
    for (document, text) in &documents {
        for link in links(text) {
            let Some((path, anchor)) = target(document, &link) else {
                continue;
            };
            count += 1;
            let exists = root().join(&path).exists();
            let has_anchor = anchor.is_none_or(|anchor| {
                let text = documents.get(&path);
                text.is_some_and(|text| anchors(text).contains(&anchor))
            });
            if !exists || !has_anchor {
                broken.push(format!("{document}: {link}"));
            }
        }
    }
    ensure!(broken.is_empty(), "broken links: {broken:#?}");
    ensure!(count > 50, "{count} links");
    Ok(())
}

#[test]
fn every_page_is_one_click_from_the_readme() -> Result<()> {
    let documents = documents()?;
    for hub in ["README.md", "docs/README.md"] {
        let text = documents.get(hub).context("there is one")?;
        let links = links(text).into_iter();
        let linked: BTreeSet<String> = links
            .filter_map(|link| target(hub, &link).map(|(path, _)| path))
            .collect();
        let pages = documents.keys();
        let missing: Vec<&String> = pages
            .filter(|page| page.starts_with("docs/") && *page != hub)
            .filter(|page| !linked.contains(*page))
            .collect();
        ensure!(missing.is_empty(), "{hub} does not link to {missing:?}");
    }
    Ok(())
}

#[test]
fn every_marked_part_is_checked() -> Result<()> {
    let mut found = BTreeMap::new();
    for (document, text) in documents()? {
        let marks = text.lines().filter_map(|line| {
            let name = line.strip_prefix("<!-- ")?.strip_suffix(" -->")?;
            let is_name = |c: char| c.is_ascii_lowercase() || c == '-';
            name.chars().all(is_name).then(|| name.to_owned())
        });
        let marks: BTreeSet<String> = marks.collect();
        if !marks.is_empty() {
            found.insert(document, marks);
        }
    }
    let listed: BTreeMap<String, BTreeSet<String>> = PARTS
        .iter()
        .map(|(page, names)| {
            let names = names.iter().map(|name| (*name).to_owned());
            ((*page).to_owned(), names.collect())
        })
        .collect();
    ensure!(found == listed, "{found:#?} are marked, {listed:#?} listed");
    Ok(())
}

#[test]
fn every_command_line_is_accepted() -> Result<()> {
    let mut refused = Vec::new();
    let mut count = 0;
    for (document, text) in documents()? {
        let blocks = in_blocks(&text).with_context(|| document.clone())?;
        let prose = in_prose(&text).with_context(|| document.clone())?;
        let blocks = blocks.into_iter().flatten().map(|command| (command, false));
        let prose = prose.into_iter().map(|command| (command, true));
        for (command, is_prose) in blocks.chain(prose) {
            if command.program != "jwtgen" {
                continue;
            }
            count += 1;
            let words = iter::once(&command.program).chain(&command.args);
            if let Err(error) = Cli::try_parse_from(words)
                && !is_expected(error.kind(), is_prose)
            {
                refused.push(format!("{document}: {:?}: {error}", command.args));
            }
        }
    }
    ensure!(refused.is_empty(), "{refused:#?}");
    ensure!(count > 50, "{count} command lines");
    Ok(())
}

/// A sentence may name a command without its arguments.
fn is_expected(error: ErrorKind, is_prose: bool) -> bool {
    match error {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => true,
        ErrorKind::MissingRequiredArgument => is_prose,
        _ => false,
    }
}

#[test]
fn anchors_are_githubs() {
    let text = "# One, `two`!\n\n## A_b - c\n\n## A_b - c\n";
    let found: Vec<String> = anchors(text).into_iter().collect();
    assert_eq!(found, ["a_b---c", "a_b---c-1", "one-two"]);
    assert_eq!(
        target("docs/a.md", "../b/c.md#d"),
        Some(("b/c.md".to_owned(), Some("d".to_owned())))
    );
    assert_eq!(target("docs/a.md", "https://example.com/#d"), None);
}
