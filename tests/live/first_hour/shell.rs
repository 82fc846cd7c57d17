//! A shell with the programs that the quick start names.

use crate::support::tools;
use anyhow::{Context, Result, ensure};
use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use tempfile::TempDir;

/// Programs that take the place of the real ones, and call them.
const PROGRAMS: [(&str, &str); 3] = [
    ("jwtgen", include_str!("jwtgen.sh")),
    ("terraform", include_str!("terraform.sh")),
    ("curl", include_str!("curl.sh")),
];

/// Starts the line that follows what a command says.
const END: char = '\u{1e}';

/// A shell that keeps its variables from one command to the next.
pub(super) struct Shell {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    /// The programs, and the folder where Terraform runs.
    own: TempDir,
}

impl Shell {
    /// Starts a shell in a folder.
    pub(super) fn new(folder: &Path, emulator: &str) -> Result<Shell> {
        let own = tempfile::tempdir()?;
        let programs = own.path().join("bin");
        fs::create_dir(&programs)?;
        for (name, text) in PROGRAMS {
            program(&programs.join(name), text)?;
        }
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/live/first_hour");
        let python = |script: &str| format!("python3 {}", here.join(script).display());
        let curl = match on_path("curl") {
            Some(program) => program.display().to_string(),
            None => {
                missing("curl");
                python("curl.py")
            }
        };
        if on_path("jq").is_none() {
            missing("jq");
            let text = format!("#!/bin/sh\nexec {} \"$@\"\n", python("jq.py"));
            program(&programs.join("jq"), &text)?;
        }
        let rest = env::var_os("PATH").unwrap_or_default();
        let path = [programs].into_iter().chain(env::split_paths(&rest));
        let mut command = Command::new("sh");
        for (name, _) in env::vars_os() {
            let known = ["AWS_", "TF_", "JWTGEN_"];
            let name = name.to_string_lossy();
            let proxy = name.to_lowercase().ends_with("_proxy");
            if proxy || known.iter().any(|start| name.starts_with(start)) {
                command.env_remove(&*name);
            }
        }
        let tool = |found: crate::support::install::Found<&'static Path>| {
            found.map_err(anyhow::Error::msg)
        };
        let mut child = command
            .current_dir(folder)
            .env("PATH", env::join_paths(path)?)
            .env("JWTGEN", env!("CARGO_BIN_EXE_jwtgen"))
            .env("TERRAFORM", tool(tools::terraform())?)
            .env("APPLIED", own.path().join("applied"))
            .env("CURL", curl)
            .env("EMULATOR", emulator)
            .env("AWS_REGION", "us-east-1")
            .env("AWS_ENDPOINT_URL", emulator)
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .env("TF_CLI_CONFIG_FILE", tool(tools::terraform_config())?)
            .env("TF_CLI_ARGS", "-no-color")
            .env("CHECKPOINT_DISABLE", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let input = child.stdin.take().context("stdin is piped")?;
        let output = BufReader::new(child.stdout.take().context("stdout is piped")?);
        Ok(Shell {
            child,
            input,
            output,
            own,
        })
    }

    /// The folder where Terraform runs.
    pub(super) fn applied(&self) -> PathBuf {
        self.own.path().join("applied")
    }

    /// Runs a command to its end, and gives all that it says.
    ///
    /// # Errors
    ///
    /// When it fails; the error holds what it said.
    pub(super) fn run(&mut self, command: &str) -> Result<String> {
        writeln!(
            self.input,
            "{{ {command}\n}} </dev/null 2>&1; printf '\\n\\036%s\\n' $?"
        )?;
        self.input.flush()?;
        let mut said = String::new();
        loop {
            let mut line = String::new();
            let read = self.output.read_line(&mut line)?;
            ensure!(read > 0, "the shell has ended at `{command}`: {said}");
            if let Some(status) = line.strip_prefix(END) {
                // The line break before the end belongs to the shell.
                said.pop();
                ensure!(status.trim() == "0", "`{command}` ends with {status}{said}");
                return Ok(said);
            }
            said.push_str(&line);
        }
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn program(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text)?;
    Ok(fs::set_permissions(
        path,
        fs::Permissions::from_mode(0o755),
    )?)
}

fn on_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let mut programs = env::split_paths(&path).map(|folder| folder.join(name));
    programs.find(|program| program.is_file())
}

/// Says so past the tests' own capture.
fn missing(name: &str) {
    let _ = writeln!(
        std::io::stderr(),
        "`{name}` is not on PATH: the quick start runs with a stand-in for it"
    );
}
