//! A project in a temporary folder, and the program run in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::SystemTime;
use tempfile::TempDir;

/// The program under test.
pub(crate) const JWTGEN: &str = env!("CARGO_BIN_EXE_jwtgen");

/// A folder that goes away with the test.
pub(crate) struct Project(TempDir);

/// How a run ended.
pub(crate) struct Run {
    /// Exit code.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

/// Everything in a folder: time of change and contents by path. Folders have
/// no contents.
pub(crate) type Tree = BTreeMap<PathBuf, (SystemTime, Option<Vec<u8>>)>;

impl Project {
    /// Nothing yet.
    pub(crate) fn empty() -> Project {
        Project(TempDir::with_prefix("jwtgen-test-").expect("there is room for a folder"))
    }

    /// A small blueprint, `blueprint.toml`, and its function.
    pub(crate) fn new() -> Project {
        let project = Project::empty();
        project.write("blueprint.toml", jwtgen::rules::EXAMPLE_BASE);
        project.write(
            "functions/api/index.js",
            "exports.handler = async () => 1;\n",
        );
        project
    }

    /// The same, compiled.
    pub(crate) fn compiled() -> Project {
        let project = Project::new();
        assert_eq!(project.run(&["compile"]).code, 0);
        project
    }

    /// A path in the folder.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    /// Writes a file, and the folders above it.
    pub(crate) fn write(&self, path: &str, contents: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, contents).unwrap();
    }

    /// Changes a text file.
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} lacks {from:?}:\n{text}");
        self.write(path, text.replace(from, to));
    }

    /// Reads a text file.
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Whether there is something.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.path(path).exists()
    }

    /// The program with these arguments, in the folder.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(JWTGEN);
        command.args(args);
        self.prepare(&mut command);
        command
    }

    /// Lets a command run in the folder, whatever the tests' own surroundings.
    pub(crate) fn prepare(&self, command: &mut Command) {
        command.current_dir(self.0.path());
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "CI"] {
            command.env_remove(name);
        }
    }

    /// Runs the program to its end.
    pub(crate) fn run(&self, args: &[&str]) -> Run {
        Run::of(&mut self.command(args))
    }

    /// Everything in the folder.
    pub(crate) fn tree(&self) -> Tree {
        let mut tree = Tree::new();
        add(self.0.path(), &mut tree);
        tree
    }
}

impl Run {
    /// Runs a command; a panic or a signal fails the test.
    pub(crate) fn of(command: &mut Command) -> Run {
        let Output {
            status,
            stdout,
            stderr,
        } = command.output().expect("the program starts");
        let run = Run {
            code: status.code().expect("no signal ended the program"),
            stdout: String::from_utf8(stdout).unwrap(),
            stderr: String::from_utf8(stderr).unwrap(),
        };
        assert!((0..=6).contains(&run.code), "exit code {}", run.code);
        assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
        run
    }
}

/// Says aloud that something could not be tested here; the tests' own capture
/// would hide it.
#[cfg(unix)]
pub(crate) fn skipped(why: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "SKIPPED: {why}");
}

fn add(folder: &Path, tree: &mut Tree) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let metadata = fs::symlink_metadata(&path).unwrap();
        let contents = metadata.is_file().then(|| fs::read(&path).unwrap());
        tree.insert(path.clone(), (metadata.modified().unwrap(), contents));
        if metadata.is_dir() {
            add(&path, tree);
        }
    }
}

/// Compiles and expects an exit code; gives standard error.
pub(crate) fn compile(project: &Project, args: &[&str], code: i32) -> String {
    let mut all = vec!["compile"];
    all.extend(args);
    let run = project.run(&all);
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (code, ""),
        "{}",
        run.stderr
    );
    run.stderr
}

/// The same, and nothing may change on disk, not even a time.
pub(crate) fn compile_changes_nothing(project: &Project, args: &[&str], code: i32) -> String {
    let before = project.tree();
    let stderr = compile(project, args, code);
    assert_eq!(changed(&before, &project.tree()), [""; 0]);
    stderr
}

/// Names of what differs between two moments.
pub(crate) fn changed(before: &Tree, after: &Tree) -> Vec<String> {
    let paths = before.keys().chain(after.keys());
    let mut names: Vec<String> = paths
        .filter(|path| before.get(*path) != after.get(*path))
        .map(|path| path.display().to_string())
        .collect();
    names.sort();
    names.dedup();
    names
}

/// A second function, in the blueprint and on disk.
pub(crate) fn add_function(project: &Project) {
    project.write(
        "functions/jobs/index.js",
        "exports.handler = async () => 2;\n",
    );
    project.edit(
        "blueprint.toml",
        "[routes]\n",
        "[functions.jobs]\nsource = \"functions/jobs\"\n\n[routes]\n\
         \"POST /jobs\" = { function = \"jobs\", scopes = [\"read\"] }\n",
    );
}

pub(crate) fn remove_function(project: &Project) {
    project.write("blueprint.toml", jwtgen::rules::EXAMPLE_BASE);
}
