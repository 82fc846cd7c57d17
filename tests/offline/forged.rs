//! Token handlers that only look like those that are compiled: what they do is
//! unknown.

use crate::support::compile::checked;
use anyhow::{Context, Result, ensure};
use jwtgen::audit::alone;
use jwtgen::evidence::Evidence;
use jwtgen::generate::{self, Files};
use std::io::{Cursor, Read, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const PACKAGE: &str = "packages/token_handler.zip";

fn walkthrough() -> Result<Files> {
    let blueprint = Path::new(env!("CARGO_MANIFEST_DIR")).join("blueprint.toml");
    Ok(generate::files(&checked(&blueprint, None)?))
}

/// Whether the audit knows what the handler of these files does.
fn is_known(files: &Files) -> Result<bool> {
    let evidence = Evidence::of_folder(files, Default::default())?;
    let apis = alone(&evidence);
    let api = apis.first().context("no API")?;
    Ok(api.is_certain())
}

fn with(package: Vec<u8>) -> Result<bool> {
    let mut files = walkthrough()?;
    let found = files.iter_mut().find(|(path, _)| *path == PACKAGE);
    *found.context("no package")?.1 = package;
    is_known(&files)
}

fn package() -> Result<Vec<u8>> {
    let files = walkthrough()?;
    let found = files.iter().find(|(path, _)| *path == PACKAGE);
    Ok(found.context("no package")?.1.clone())
}

fn source() -> Result<String> {
    let package = package()?;
    let mut archive = ZipArchive::new(Cursor::new(package))?;
    let mut text = String::new();
    archive.by_index(0)?.read_to_string(&mut text)?;
    Ok(text)
}

fn packed(entries: &[(&str, &str)]) -> Result<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in entries {
        archive.start_file(*name, SimpleFileOptions::default())?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

#[test]
fn what_is_compiled_is_known() -> Result<()> {
    ensure!(is_known(&walkthrough()?)?);
    ensure!(with(packed(&[("index.js", &source()?)])?)?);
    Ok(())
}

#[test]
fn a_source_with_other_code_is_unknown() -> Result<()> {
    let source = source()?;
    let first = source.lines().next().context("no lines")?;
    let after = |mark: &str| source.replacen(first, &format!("{first}{mark}evil()"), 1);
    let spell = source.find("const spell").context("no spelling")?;
    let quote = spell + source[spell..].find('`').context("no template")? + 1;
    let spelled = |text: &str| format!("{}{text}{}", &source[..quote], &source[quote..]);
    let large = format!("{source}{}\nevil();\n", "\n".repeat(4 << 20));
    for (what, forged) in [
        ("a carriage return in a comment", after("\r")),
        ("a line separator in a comment", after("\u{2028}")),
        ("a paragraph separator in a comment", after("\u{2029}")),
        ("code behind 4 MiB", large),
        ("a line more", format!("{source}evil();\n")),
        ("an escape in the spelling", spelled("\\x41")),
        ("a line end in the spelling", spelled("\\n")),
        ("code in the spelling", spelled("${evil()}")),
        (
            "code behind the scopes",
            source.replacen("const SCOPES = ", "const SCOPES = [], evil = ", 1),
        ),
        ("holes in a table", source.replacen("]],\n", "]],,\n", 1)),
        ("no code", String::new()),
    ] {
        ensure!(forged != source, "{what}");
        ensure!(!with(packed(&[("index.js", &forged)])?)?, "{what}");
    }
    Ok(())
}

#[test]
fn a_package_with_anything_else_is_unknown() -> Result<()> {
    let source = source()?;
    let package = package()?;
    let mut before = b"PK".to_vec();
    before.extend(&package);
    let mut after = package.clone();
    after.push(0);
    let mut named = package.clone();
    // The name in the file's own header, which some readers take.
    named[30] = b'x';
    let mut comment = ZipWriter::new(Cursor::new(Vec::new()));
    comment.start_file("index.js", SimpleFileOptions::default())?;
    comment.write_all(source.as_bytes())?;
    comment.set_comment("PK")?;
    for (what, forged) in [
        ("something before it", before),
        ("something after it", after),
        ("another name in the file's header", named),
        ("a comment", comment.finish()?.into_inner()),
        (
            "a second file",
            packed(&[("index.js", &source), ("index.mjs", "evil()")])?,
        ),
        (
            "a package.json",
            packed(&[("index.js", &source), ("package.json", "{}")])?,
        ),
        ("another name", packed(&[("index.cjs", &source)])?),
        ("two archives", [&package[..], &package[..]].concat()),
    ] {
        ensure!(!with(forged)?, "{what}");
    }
    Ok(())
}
