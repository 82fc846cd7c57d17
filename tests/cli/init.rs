//! `jwtgen init`.

use crate::project::Project;
use snapbox::{assert_data_eq, str};
use std::fs;

#[test]
fn the_starter_compiles_at_once_without_a_diagnostic() {
    let project = Project::empty();
    let run = project.run(&["init"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    assert_data_eq!(
        run.stderr,
        str![[r#"
  created  blueprint.toml
  created  functions/admin/index.js
  created  functions/hello/index.js
next: jwtgen compile

"#]]
    );
    let run = project.run(&["check"]);
    assert_eq!(run.code, 0);
    assert_data_eq!(
        run.stderr,
        str![[r#"
`blueprint.toml` is fine

"#]]
    );
    let run = project.run(&["compile"]);
    assert_eq!(run.code, 0);
    assert_data_eq!(
        run.stderr,
        str![[r#"
compiled blueprint.toml to out
  created     21  .gitignore README.md api.tf functions.tf identity.tf modules/ outputs.tf packages/ routes.tf tests/ token_handler/ versions.tf .jwtgen.json
next: terraform -chdir=out init && terraform -chdir=out apply

"#]]
    );
}

#[test]
fn the_starter_is_commented() {
    let project = Project::empty();
    project.run(&["init"]);
    let text = project.read("blueprint.toml");
    let sections = text.lines().filter(|line| line.starts_with('['));
    let comments = text.lines().filter(|line| line.starts_with("# "));
    assert!(comments.count() >= sections.count());
}

#[test]
fn a_folder_is_made_and_named_in_what_to_type_next() {
    let project = Project::empty();
    let run = project.run(&["init", "./my apis/ünï"]);
    assert_eq!(run.code, 0);
    assert_data_eq!(
        run.stderr,
        str![[r#"
  created  my apis/ünï/blueprint.toml
  created  my apis/ünï/functions/admin/index.js
  created  my apis/ünï/functions/hello/index.js
next: jwtgen compile 'my apis/ünï/blueprint.toml'

"#]]
    );
    let run = project.run(&["compile", "my apis/ünï/blueprint.toml"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn nothing_is_overwritten() {
    let project = Project::empty();
    project.write("functions/hello/index.js", "mine");
    let before = project.tree();
    let run = project.run(&["init"]);
    assert_eq!(run.code, 4);
    assert_data_eq!(
        run.stderr,
        str![[r#"
error: nothing was written: `functions/hello/index.js` exists already

"#]]
    );
    assert!(project.tree() == before);

    let project = Project::empty();
    assert_eq!(project.run(&["init"]).code, 0);
    let before = project.tree();
    let run = project.run(&["init", "."]);
    assert_eq!(run.code, 4);
    assert_data_eq!(
        run.stderr,
        str![[r#"
error: nothing was written: `blueprint.toml` exists already

"#]]
    );
    assert!(project.tree() == before);
}

#[cfg(unix)]
#[test]
fn a_link_to_nothing_is_not_written_through() {
    let project = Project::empty();
    std::os::unix::fs::symlink("elsewhere", project.path("blueprint.toml")).unwrap();
    let run = project.run(&["init"]);
    assert_eq!(run.code, 4);
    assert!(!project.has("elsewhere") && !project.has("functions"));
}

#[test]
fn a_failure_leaves_nothing_behind() {
    let project = Project::empty();
    // `functions` stands where a folder belongs.
    fs::create_dir(project.path("api")).unwrap();
    project.write("api/functions", "a file");
    let before = project.tree();
    let run = project.run(&["init", "api"]);
    assert_eq!(run.code, 4);
    assert_data_eq!(
        run.stderr,
        str![[r#"
error: nothing was written: `api/functions` is a file, not a folder

"#]]
    );
    let files = |tree: crate::project::Tree| tree.into_keys().collect::<Vec<_>>();
    assert_eq!(files(project.tree()), files(before));
}
