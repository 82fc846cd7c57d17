//! The files that `docs/ci.md` shows, each after `<!-- file: path -->`.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

const PAGE: &str = include_str!("../../docs/ci.md");

/// The files by path.
pub(crate) fn files() -> BTreeMap<&'static str, &'static str> {
    let parts = PAGE.split("<!-- file: ").skip(1);
    let file = |part: &'static str| {
        let (path, rest) = part.split_once(" -->\n```").expect("a fenced block");
        let (_, text) = rest.split_once('\n').expect("a block has lines");
        let (text, _) = text.split_once("```\n").expect("the block ends");
        (path, text)
    };
    parts.map(file).collect()
}

/// Writes the scripts to a folder.
pub(crate) fn write_scripts(folder: &Path) {
    for (path, text) in files().iter().filter(|(path, _)| path.ends_with(".sh")) {
        write_program(&folder.join(path), text);
    }
}

/// Writes a file that can be run.
pub(crate) fn write_program(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
    fs::write(path, text).expect("the folder can be written to");
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("the file is ours");
}
