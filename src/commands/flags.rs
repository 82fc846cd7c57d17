//! The flags that an output folder was compiled with: what its manifest
//! records, and what commands make of it.

use super::read::{self, Origin};
use super::{folder_of, tidy};
use crate::cli::Input;
use crate::output::{Flags, MANIFEST, Manifest, is_plain};
use crate::text::one_line;
use crate::version::Constraint;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};

/// The flags of a command line, in the form of a manifest.
pub(super) fn given(input: &Input) -> Flags {
    let listed = input.overlay.iter();
    let listed: Option<Vec<String>> = listed
        .map(|overlay| below(folder_of(&input.blueprint), overlay).filter(|path| is_plain(path)))
        .collect();
    Flags {
        blueprint: name(&input.blueprint),
        aws_provider: input.aws_provider.as_ref().map(|it| it.text.clone()),
        unlisted_overlays: listed.is_none(),
        overlays: listed.unwrap_or_default(),
    }
}

/// The flags that the manifest of an output folder records for a blueprint;
/// `None` where there is no manifest, or it is another blueprint's.
///
/// # Errors
///
/// When there is a manifest that cannot be used.
pub(super) fn recorded(out: &Path, blueprint: &Path) -> Result<Option<Flags>> {
    Ok(any(out, blueprint)?.filter(|flags| flags.blueprint == name(blueprint)))
}

/// The same, whatever blueprint the flags are recorded for.
fn any(out: &Path, blueprint: &Path) -> Result<Option<Flags>> {
    if !out.join(MANIFEST).exists() {
        return Ok(None);
    }
    let manifest = Manifest::read(out)?;
    Ok(Some(match manifest.flags() {
        Some(flags) => flags.clone(),
        None => Flags {
            blueprint: name(blueprint),
            ..Flags::default()
        },
    }))
}

/// The input of a command with the recorded flags that its command line leaves
/// out.
pub(super) struct Remembered {
    /// What to read.
    pub input: Input,
    /// The manifest, as it is shown.
    pub manifest: String,
    /// The flags that come from the manifest, as they are typed.
    pub flags: Vec<String>,
    /// The recorded flags that the command line replaces, as they are typed.
    replaced: Vec<String>,
    /// The other blueprint whose flags the manifest records.
    other: Option<String>,
}

impl Remembered {
    /// Only what the command line says.
    pub(super) fn nothing(input: &Input) -> Remembered {
        Remembered {
            input: input.clone(),
            manifest: String::new(),
            flags: Vec::new(),
            replaced: Vec::new(),
            other: None,
        }
    }

    /// Adds what the manifest of `out` records.
    ///
    /// # Errors
    ///
    /// When the manifest cannot be used, or names an overlay that is not there.
    pub(super) fn new(input: &Input, out: &Path) -> Result<Remembered> {
        let mut found = Remembered::nothing(input);
        let Some(flags) = any(out, &input.blueprint)? else {
            return Ok(found);
        };
        let shown = out.join(MANIFEST).display().to_string();
        if flags.blueprint != name(&input.blueprint) {
            if flags.is_empty() {
                return Ok(found);
            }
            found.replaced = vec![words(&flags)];
            found.other = Some(flags.blueprint);
            found.manifest = shown;
            return Ok(found);
        }
        let given = given(input);
        if input.overlay.is_empty() {
            if flags.unlisted_overlays {
                bail!(
                    "`{shown}` records overlays outside the folder of the blueprint, without \
                     their paths; give them with `--overlay`"
                );
            }
            for overlay in &flags.overlays {
                found.input.overlay.push(
                    inside(&input.blueprint, overlay)
                        .with_context(|| format!("cannot use the flags that `{shown}` records"))?,
                );
            }
            found.flags.extend(overlay_words(&flags));
        } else if (&flags.overlays, flags.unlisted_overlays)
            != (&given.overlays, given.unlisted_overlays)
        {
            found.replaced.extend(overlay_words(&flags));
        }
        match (&input.aws_provider, &flags.aws_provider) {
            (None, Some(text)) => {
                // Manifests with other constraints are refused when they are read.
                found.input.aws_provider = Constraint::parse(text).ok();
                found.flags.extend(provider_words(&flags));
            }
            (Some(given), Some(text)) if given.text != *text => {
                found.replaced.extend(provider_words(&flags));
            }
            _ => {}
        }
        found.manifest = shown;
        Ok(found)
    }

    /// What a person should know about the flags, as lines; empty for nothing.
    pub(super) fn notes(&self) -> String {
        let manifest = &self.manifest;
        let taken = (!self.flags.is_empty())
            .then(|| format!("flags taken from `{manifest}`: {}", self.flags.join(" ")));
        let unused = self.unused().map(|unused| format!("note: {unused}"));
        let lines = taken.into_iter().chain(unused);
        lines.map(|line| one_line(&line) + "\n").collect()
    }

    /// Recorded flags that are not used, as one phrase.
    pub(super) fn unused(&self) -> Option<String> {
        if self.replaced.is_empty() {
            return None;
        }
        let (manifest, flags) = (&self.manifest, self.replaced.join(" "));
        Some(match &self.other {
            None => replaced(manifest, &flags),
            Some(other) => unused(manifest, other, &flags),
        })
    }
}

/// The overlays that the output folder next to a blueprint records, where a
/// command line names none.
#[derive(Default)]
pub(super) struct Beside {
    /// The overlays, relative to the blueprint's folder.
    pub overlays: Vec<String>,
    note: String,
}

impl Beside {
    /// The overlays of a blueprint, as paths to read.
    pub(super) fn of(&self, blueprint: &Path) -> impl Iterator<Item = PathBuf> {
        let overlays = self.overlays.iter();
        overlays.map(move |overlay| folder_of(blueprint).join(overlay))
    }

    /// What a person should know about them, as a line; empty for nothing.
    pub(super) fn notes(&self) -> &str {
        &self.note
    }
}

/// What the output folder next to a blueprint records about overlays; `given`
/// are those of the command line.
///
/// # Errors
///
/// When the manifest cannot be used.
pub(super) fn beside(blueprint: &Path, origin: Origin<'_>, given: &[PathBuf]) -> Result<Beside> {
    let manifest = read::manifest(blueprint, origin)?;
    let flags = manifest.as_ref().and_then(Manifest::flags);
    let Some(flags) = flags else {
        return Ok(Beside::default());
    };
    let manifest = folder_of(blueprint).join("out").join(MANIFEST);
    let manifest = manifest.display().to_string();
    let words = overlay_words(flags).join(" ");
    let mut found = Beside::default();
    if flags.blueprint != name(blueprint) {
        if !words.is_empty() {
            let unused = unused(&manifest, &flags.blueprint, &words);
            found.note = one_line(&format!("note: {unused}")) + "\n";
        }
        return Ok(found);
    }
    let listed = given
        .iter()
        .map(|overlay| below(folder_of(blueprint), overlay));
    let same = listed.collect::<Option<Vec<_>>>().as_ref() == Some(&flags.overlays);
    match (given.is_empty(), words.is_empty()) {
        (_, true) => {}
        (true, false) if flags.unlisted_overlays => bail!(
            "`{manifest}` records overlays outside the folder of the blueprint, without their \
             paths; give them with `--overlay`"
        ),
        (true, false) => {
            if let Origin::Disk = origin {
                for overlay in &flags.overlays {
                    inside(blueprint, overlay).with_context(|| {
                        format!("cannot use the flags that `{manifest}` records")
                    })?;
                }
            }
            found.overlays.clone_from(&flags.overlays);
            found.note = format!("flags taken from `{manifest}`: {words}");
        }
        (false, false) if !same => {
            found.note = format!("note: {}", replaced(&manifest, &words));
        }
        (false, false) => {}
    }
    if !found.note.is_empty() {
        found.note = one_line(&found.note) + "\n";
    }
    Ok(found)
}

/// Flags as they are typed, overlays relative to the blueprint's folder.
pub(super) fn words(flags: &Flags) -> String {
    let words = overlay_words(flags)
        .into_iter()
        .chain(provider_words(flags));
    let words: Vec<String> = words.collect();
    match words.is_empty() {
        true => "no flags".to_owned(),
        false => words.join(" "),
    }
}

fn overlay_words(flags: &Flags) -> Vec<String> {
    if flags.unlisted_overlays {
        return vec!["--overlay (outside the blueprint's folder)".to_owned()];
    }
    let overlays = flags.overlays.iter();
    overlays
        .map(|path| format!("--overlay {}", word(path)))
        .collect()
}

fn provider_words(flags: &Flags) -> Option<String> {
    let text = flags.aws_provider.as_ref()?;
    Some(format!("--aws-provider {}", word(text)))
}

fn replaced(manifest: &str, flags: &str) -> String {
    format!("`{manifest}` records other flags, which the command line replaces: {flags}")
}

fn unused(manifest: &str, blueprint: &str, flags: &str) -> String {
    format!(
        "`{manifest}` records flags of another blueprint, `{blueprint}`, which are not used: {flags}"
    )
}

fn word(text: &str) -> String {
    super::shell_word(Path::new(text))
}

/// The file name of a blueprint, as manifests record it.
fn name(blueprint: &Path) -> String {
    let name = blueprint.file_name().unwrap_or_default();
    let name = name.to_string_lossy();
    name.replace(|c| !is_plain(&String::from(c)), "\u{fffd}")
}

/// An overlay's path below the blueprint's folder; `None` where it is outside.
fn below(folder: &Path, overlay: &Path) -> Option<String> {
    let folder = fs::canonicalize(Path::new(".").join(folder)).ok()?;
    let overlay = fs::canonicalize(overlay).ok()?;
    let names = overlay.strip_prefix(&folder).ok()?.components();
    let names: Option<Vec<&str>> = names.map(|name| name.as_os_str().to_str()).collect();
    Some(names?.join("/"))
}

/// An overlay that a manifest lists, as a path to read.
fn inside(blueprint: &Path, overlay: &str) -> Result<PathBuf> {
    let folder = folder_of(blueprint);
    let path = tidy(&folder.join(overlay));
    let shown = path.display();
    if !path.is_file() {
        bail!(
            "there is no overlay `{shown}`; pass the overlays with `--overlay`, or compile again"
        );
    }
    // A link may lead anywhere, and a manifest is not to be trusted.
    match below(folder, &path) {
        Some(_) => Ok(path),
        None => bail!("the overlay `{shown}` is outside the folder of the blueprint"),
    }
}
