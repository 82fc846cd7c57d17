//! Runs that were cut short, and manifests that cannot be trusted.

use crate::project::{
    Project, Tree, add_function, compile, compile_changes_nothing, remove_function,
};
use snapbox::{assert_data_eq, str};
use std::fs;

#[test]
fn a_run_that_was_cut_short_is_finished_by_the_next() {
    let project = Project::compiled();
    let done = project.tree();
    let same = |project: &Project| {
        let contents = |tree: &Tree| -> Vec<_> {
            let files = tree
                .iter()
                .map(|(path, (_, contents))| (path.clone(), contents.clone()));
            files.collect()
        };
        assert!(contents(&project.tree()) == contents(&done));
    };
    // Before the manifest.
    fs::remove_file(project.path("out/.jwtgen.json")).unwrap();
    assert_data_eq!(
        compile(&project, &[], 0),
        str![[r#"
compiled blueprint.toml to out
  created      1  .jwtgen.json
  unchanged   20
next: terraform -chdir=out init && terraform -chdir=out apply

"#]]
    );
    same(&project);
    // In the midst of the first run.
    fs::remove_file(project.path("out/.jwtgen.json")).unwrap();
    fs::remove_file(project.path("out/api.tf")).unwrap();
    compile(&project, &[], 0);
    same(&project);
    // A manifest that lacks an entry.
    let manifest = project.read("out/.jwtgen.json");
    let lines = manifest.lines().filter(|line| !line.contains("\"api.tf\""));
    project.write("out/.jwtgen.json", lines.collect::<Vec<_>>().join("\n"));
    compile(&project, &[], 0);
    same(&project);
}

/// New files are in place, the manifest is still the old one.
#[test]
fn a_later_run_that_was_cut_short_is_finished_too() {
    let project = Project::new();
    add_function(&project);
    compile(&project, &[], 0);
    let old_manifest = project.read("out/.jwtgen.json");
    remove_function(&project);
    compile(&project, &[], 0);
    let new_manifest = project.read("out/.jwtgen.json");
    project.write("out/.jwtgen.json", old_manifest);
    compile(&project, &[], 0);
    assert_eq!(project.read("out/.jwtgen.json"), new_manifest);
}

#[test]
fn a_manifest_that_cannot_be_trusted_stops_the_run() {
    let project = Project::compiled();
    let manifest = project.read("out/.jwtgen.json");
    let stopped = |text: &str| {
        project.write("out/.jwtgen.json", text);
        compile_changes_nothing(&project, &["--check"], 4);
        compile_changes_nothing(&project, &[], 4)
    };
    assert_data_eq!(
        stopped(""),
        str![[r#"
error: nothing was written: `out/.jwtgen.json`: not a manifest of jwtgen (EOF while parsing a value at line 1 column 0); restore it, or delete it and compile with `--force`

"#]]
    );
    let merge = format!("<<<<<<< HEAD\n{manifest}=======\n{manifest}>>>>>>> topic\n");
    assert_data_eq!(
        stopped(&merge),
        str![[r#"
error: nothing was written: `out/.jwtgen.json`: not a manifest of jwtgen (expected value at line 1 column 1); restore it, or delete it and compile with `--force`

"#]]
    );
    let listing = |path: &str| format!("{{\"version\": 1, \"files\": {{\"{path}\": \"00\"}}}}");
    assert_data_eq!(
        stopped(&listing("../functions/api/index.js")),
        str![[r#"
error: nothing was written: `out/.jwtgen.json`: it lists `../functions/api/index.js`, which is outside; restore it, or delete it and compile with `--force`

"#]]
    );
    for path in ["/etc/passwd", "", ".", "..", "modules/../../x"] {
        let stderr = stopped(&listing(path));
        assert!(stderr.contains(&format!("`{path}`")), "{stderr}");
    }
    assert_data_eq!(
        stopped("{\"version\": 2, \"files\": {}}"),
        str![[r#"
error: nothing was written: `out/.jwtgen.json`: a manifest of version 2; restore it, or delete it and compile with `--force`

"#]]
    );
    // The help that is given works.
    fs::remove_file(project.path("out/.jwtgen.json")).unwrap();
    compile(&project, &["--force"], 0);
    assert_eq!(project.read("out/.jwtgen.json"), manifest);
}
