//! Runs the tests that need programs.
//!
//! A test that needs what does not exist for this machine is shown as ignored,
//! with the reason; everything else that goes wrong is a failure.

use super::install::{Unavailable, say};
use anyhow::{Error, Result};
use libtest_mimic::{Arguments, Completion, Failed, Trial};
use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Mutex;
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};

/// What a test gives.
pub(crate) trait Outcome {
    /// The error, if there is one.
    fn outcome(self) -> Result<()>;
}

impl Outcome for () {
    fn outcome(self) -> Result<()> {
        Ok(())
    }
}

impl Outcome for Result<()> {
    fn outcome(self) -> Result<()> {
        self
    }
}

/// `fn trials()` with the named functions of a module as tests.
macro_rules! trials {
    ($($test:ident),* $(,)?) => {
        /// The tests of this file.
        pub(crate) fn trials() -> Vec<libtest_mimic::Trial> {
            vec![$($crate::support::harness::trial(
                concat!(module_path!(), "::", stringify!($test)),
                $test,
            )),*]
        }
    };
}
pub(crate) use trials;

/// A test of this name, which begins with the name of the test program.
pub(crate) fn trial<T: Outcome>(name: &str, test: impl FnOnce() -> T + Send + 'static) -> Trial {
    let name = name
        .split_once("::")
        .map_or(name, |(_, name)| name)
        .to_owned();
    let shown = name.clone();
    Trial::ignorable_test(name, move || {
        let _running = Running::new(shown);
        match test().outcome() {
            Ok(()) => Ok(Completion::Completed),
            Err(error) => not_here(&error)
                .map(Completion::ignored_with)
                .ok_or_else(|| Failed::from(format!("{error:#}"))),
        }
    })
}

/// Why this machine cannot run a test, if that is what went wrong.
fn not_here(error: &Error) -> Option<String> {
    error.chain().find_map(|cause| match cause.downcast_ref() {
        Some(Unavailable::NotHere(why)) => Some(format!("not run: {why}")),
        _ => None,
    })
}

/// Runs tests and says which of them take long.
pub(crate) fn run(trials: Vec<Trial>) -> ExitCode {
    let arguments = Arguments::from_args();
    if !arguments.list {
        spawn(watch);
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// The tests that run, and since when.
static RUNNING: Mutex<BTreeMap<String, Instant>> = Mutex::new(BTreeMap::new());

/// A test while it runs.
struct Running(String);

impl Running {
    fn new(name: String) -> Running {
        let mut running = RUNNING.lock().unwrap_or_else(|it| it.into_inner());
        running.insert(name.clone(), Instant::now());
        Running(name)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let mut running = RUNNING.lock().unwrap_or_else(|it| it.into_inner());
        running.remove(&self.0);
    }
}

/// Every half minute, the tests that have been running for as long or longer.
fn watch() {
    const PAUSE: Duration = Duration::from_secs(30);
    loop {
        sleep(PAUSE);
        let running = RUNNING.lock().unwrap_or_else(|it| it.into_inner());
        for (name, since) in running.iter() {
            let elapsed = since.elapsed();
            if elapsed >= PAUSE {
                say(&format!("{name}: {} s so far", elapsed.as_secs()));
            }
        }
    }
}

/// No test of a program of this harness has an attribute that would leave it
/// out: `#[test]` means nothing here.
pub(crate) fn every_test_is_listed(folder: &str) -> Result<()> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut open = vec![root.join("tests").join(folder)];
    while let Some(current) = open.pop() {
        for entry in std::fs::read_dir(current)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let text = std::fs::read_to_string(&path)?;
                let left_out = text.lines().any(|line| line.trim() == "#[test]");
                anyhow::ensure!(
                    !left_out,
                    "`{}` has a #[test], which does not run",
                    path.display()
                );
            }
        }
    }
    Ok(())
}
