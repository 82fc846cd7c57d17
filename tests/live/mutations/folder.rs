//! Audits changed folders, many at a time.

use super::case::{Case, put};
use super::generate::Mutation;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::{Read, Seek};
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How an audit ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verdict {
    Same,
    Different,
    Unknown,
    /// The input cannot be read.
    Refused,
    /// It crashed, or did not end in time.
    Failed,
}

/// What an audit said.
pub(super) struct Answer {
    pub verdict: Verdict,
    pub text: String,
}

/// The program under test: this build, or another one that the environment
/// variable `JWTGEN_BINARY` names.
pub(super) fn program() -> OsString {
    std::env::var_os("JWTGEN_BINARY").unwrap_or_else(|| env!("CARGO_BIN_EXE_jwtgen").into())
}

/// `jwtgen audit` of a folder or file.
pub(super) fn audit(case: &Case, evidence: &Path, more: &[&str]) -> Result<Answer> {
    let started = Instant::now();
    let mut said = tempfile::tempfile()?;
    let mut audit = Command::new(program())
        .arg("audit")
        .arg(evidence)
        .arg(&case.blueprint)
        .args(&case.arguments)
        .args(more)
        .stdout(said.try_clone()?)
        .stderr(said.try_clone()?)
        .spawn()?;
    let status = loop {
        if let Some(status) = audit.try_wait()? {
            break Some(status);
        }
        if started.elapsed() > LIMIT {
            audit.kill()?;
            audit.wait()?;
            break None;
        }
        sleep(Duration::from_millis(2));
    };
    let mut text = String::new();
    said.rewind()?;
    said.read_to_string(&mut text)?;
    let verdict = match status.and_then(|status| status.code()) {
        Some(0) => Verdict::Same,
        Some(5) => Verdict::Different,
        Some(6) => Verdict::Unknown,
        Some(4) => Verdict::Refused,
        _ => Verdict::Failed,
    };
    if status.is_none() {
        text.push_str(&format!("stopped after {} s", LIMIT.as_secs()));
    }
    Ok(Answer { verdict, text })
}

/// An audit takes less than a second; this is for machines that do much else.
const LIMIT: Duration = Duration::from_secs(30);

/// A copy of an output, to change and to restore.
pub(super) struct Copy<'a> {
    case: &'a Case,
    folder: TempDir,
}

impl<'a> Copy<'a> {
    pub(super) fn new(case: &'a Case) -> Result<Copy<'a>> {
        let folder = tempfile::tempdir()?;
        for (path, contents) in &case.files {
            put(folder.path(), path, Some(contents))?;
        }
        Ok(Copy { case, folder })
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Does something with the changed output.
    pub(super) fn with<T>(&self, mutation: &Mutation, then: impl FnOnce(&Path) -> T) -> Result<T> {
        for (path, contents) in &mutation.files {
            put(self.path(), path, contents.as_deref())?;
        }
        let done = then(self.path());
        for (path, _) in &mutation.files {
            put(
                self.path(),
                path,
                self.case.files.get(path).map(Vec::as_slice),
            )?;
            // Folders that were only there for this file.
            for folder in Path::new(path).ancestors().skip(1) {
                let _ = fs::remove_dir(self.path().join(folder));
            }
        }
        Ok(done)
    }
}

/// Does something with each item, on every processor; results are in the order
/// of the items. Each thread has a workplace.
pub(super) fn in_parallel<I: Sync, W, T: Send>(
    items: &[I],
    workplace: impl Fn() -> W + Sync,
    each: impl Fn(&mut W, &I) -> Result<T> + Sync,
) -> Result<Vec<T>> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(BTreeMap::new());
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let mut own = workplace();
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(at) else {
                        return;
                    };
                    let result = each(&mut own, item);
                    let mut results = results.lock().unwrap_or_else(|it| it.into_inner());
                    results.insert(at, result);
                }
            });
        }
    });
    let results = results.into_inner().unwrap_or_else(|it| it.into_inner());
    results.into_values().collect()
}

/// Audits changed folders.
pub(super) fn audit_all<'a>(
    cases: &'a [Case],
    changes: &[(usize, &Mutation)],
) -> Result<Vec<Answer>> {
    in_parallel(
        changes,
        BTreeMap::new,
        |copies: &mut BTreeMap<usize, Copy<'a>>, change| {
            let (at, mutation) = *change;
            let case = &cases[at];
            if let std::collections::btree_map::Entry::Vacant(e) = copies.entry(at) {
                e.insert(Copy::new(case)?);
            }
            copies[&at]
                .with(mutation, |folder| audit(case, folder, &["--no-out"]))?
                .with_context(|| mutation.name.clone())
        },
    )
}
