//! The same blueprint gives the same bytes, wherever and however it is written.

use crate::project::Project;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The example of this repository.
fn example() -> Project {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let project = Project::empty();
    for path in [
        "blueprint.toml",
        "functions/admin_user/index.js",
        "functions/regular_user/index.js",
    ] {
        project.write(path, fs::read(root.join(path)).unwrap());
    }
    project
}

/// Contents of everything that was generated, by path.
fn output(project: &Project) -> BTreeMap<String, Vec<u8>> {
    let run = project.run(&["compile"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let out = project.path("out");
    let files = project
        .tree()
        .into_iter()
        .filter_map(|(path, (_, contents))| {
            let path = path.strip_prefix(&out).ok()?.to_str().unwrap().to_owned();
            Some((path, contents?))
        });
    files.collect()
}

#[test]
fn two_folders_give_the_same_bytes() {
    let (one, two) = (example(), example());
    let output = (output(&one), output(&two));
    assert!(output.0.len() > 20);
    assert!(output.0 == output.1);
}

/// The order of sections, and of entries within them, means nothing.
#[test]
fn order_in_the_blueprint_means_nothing() {
    let expected = output(&example());
    let project = example();
    let text = project.read("blueprint.toml");
    let (top, sections) = text.split_once("\n\n").unwrap();
    let reversed = sections.trim_end().split("\n\n").collect::<Vec<_>>();
    let reversed = reversed.into_iter().rev().map(|section| {
        let (header, entries) = section.split_once('\n').unwrap();
        let entries: Vec<&str> = entries.lines().rev().collect();
        format!("{header}\n{}\n\n", entries.join("\n"))
    });
    let reversed = format!("{top}\n\n{}", reversed.collect::<String>());
    assert_ne!(reversed, text);
    assert!(reversed.find("[expect]") < reversed.find("[identity]"));
    project.write("blueprint.toml", reversed);
    assert!(output(&project) == expected);
}

/// What the system keeps beside contents does not reach the archives.
#[cfg(unix)]
#[test]
fn times_and_permissions_mean_nothing() {
    use std::os::unix::fs::PermissionsExt;
    use std::time::{Duration, SystemTime};
    let expected = output(&example());
    let project = example();
    let source = project.path("functions/admin_user/index.js");
    fs::set_permissions(&source, fs::Permissions::from_mode(0o700)).unwrap();
    let file = fs::File::options().write(true).open(&source).unwrap();
    file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1))
        .unwrap();
    assert!(output(&project) == expected);
}

#[cfg(unix)]
#[test]
fn files_get_the_permissions_of_ordinary_ones() {
    use std::os::unix::fs::PermissionsExt;
    let project = Project::compiled();
    project.write("ordinary", "");
    let mode = |path: &str| {
        fs::metadata(project.path(path))
            .unwrap()
            .permissions()
            .mode()
    };
    assert_eq!(mode("out/api.tf"), mode("ordinary"));
    assert_eq!(mode("out/.jwtgen.json"), mode("ordinary"));
}

#[test]
fn the_committed_example_is_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (path, contents) in output(&example()) {
        let committed = fs::read(root.join("out").join(&path)).unwrap_or_default();
        assert!(committed == contents, "out/{path}: run `jwtgen compile`");
    }
}
