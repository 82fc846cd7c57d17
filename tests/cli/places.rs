//! The output folder as a place: where it is, what stands in its way, what the
//! system refuses.

use crate::project::{
    JWTGEN, Project, Run, Tree, add_function, compile, compile_changes_nothing, remove_function,
    skipped,
};
use snapbox::{IntoData, assert_data_eq, str};
use std::fs;
use std::process::Command;

#[test]
fn another_output_folder_and_another_current_folder() {
    let project = Project::new();
    assert_data_eq!(
        compile(&project, &["--out", "./infra/live/"], 0),
        str![[r#"
compiled blueprint.toml to infra/live
  created     21  .gitignore README.md api.tf functions.tf identity.tf modules/ outputs.tf packages/ routes.tf tests/ token_handler/ versions.tf .jwtgen.json
next: terraform -chdir=infra/live init && terraform -chdir=infra/live apply

"#]]
    );
    assert!(project.has("infra/live/api.tf") && !project.has("out"));
    // From elsewhere; sources and output lie beside the blueprint.
    let elsewhere = Project::empty();
    let blueprint = project.path("blueprint.toml");
    compile(&elsewhere, &[blueprint.to_str().unwrap()], 0);
    assert!(project.has("out/api.tf") && elsewhere.tree().is_empty());
    // From below.
    fs::create_dir_all(project.path("a/b")).unwrap();
    let mut command = project.command(&["compile", "../../blueprint.toml"]);
    let run = Run::of(command.current_dir(project.path("a/b")));
    assert_eq!(run.code, 0);
    assert_data_eq!(
        run.stderr,
        str![[r#"
compiled ../../blueprint.toml to ../../out
  unchanged   21
nothing changed

"#]]
    );
    // The blueprint's own folder.
    compile(&project, &["--out", "."], 0);
    assert_eq!(project.read("api.tf"), project.read("out/api.tf"));
    compile_changes_nothing(&project, &["--out", ".", "--check"], 0);
}

#[test]
fn spaces_quotes_and_other_scripts_in_paths() {
    let project = Project::empty();
    project.write("Ma Déclaration/it's.toml", jwtgen::rules::EXAMPLE_BASE);
    project.write("Ma Déclaration/functions/api/日本 語.js", "1");
    project.write(
        "Ma Déclaration/functions/api/index.js",
        "exports.handler = 1;",
    );
    let args = ["Ma Déclaration/it's.toml", "--out", "Ma Déclaration/d'où"];
    assert_data_eq!(compile(&project, &args, 0), str![[r#"
compiled Ma Déclaration/it's.toml to Ma Déclaration/d'où
  created     21  .gitignore README.md api.tf functions.tf identity.tf modules/ outputs.tf packages/ routes.tf tests/ token_handler/ versions.tf .jwtgen.json
next: terraform -chdir='Ma Déclaration/d'\''où' init && terraform -chdir='Ma Déclaration/d'\''où' apply

"#]].raw());
    compile_changes_nothing(&project, &args, 0);
}

#[cfg(unix)]
#[test]
fn an_output_folder_behind_a_link() {
    use std::os::unix::fs::symlink;
    let project = Project::new();
    fs::create_dir(project.path("real")).unwrap();
    symlink("real", project.path("out")).unwrap();
    add_function(&project);
    compile(&project, &[], 0);
    assert!(project.has("real/api.tf"));
    remove_function(&project);
    compile(&project, &[], 0);
    compile_changes_nothing(&project, &[], 0);
    assert!(project.path("out").is_symlink());
}

#[cfg(unix)]
#[test]
fn links_to_nothing_are_named_and_left_alone() {
    use std::os::unix::fs::symlink;
    let project = Project::new();
    symlink("nowhere", project.path("out")).unwrap();
    assert_data_eq!(
        compile_changes_nothing(&project, &[], 4),
        str![[r#"
error: nothing was written: `out` is a broken symbolic link

"#]]
    );
    fs::remove_file(project.path("out")).unwrap();
    fs::create_dir(project.path("out")).unwrap();
    symlink("nowhere", project.path("out/api.tf")).unwrap();
    assert_data_eq!(
        compile_changes_nothing(&project, &[], 4),
        str![[r#"
error: nothing was written: `out/api.tf` is a broken symbolic link

"#]]
    );
}

#[test]
fn files_and_folders_in_each_others_places() {
    let project = Project::new();
    project.write("out", "a file");
    assert_data_eq!(
        compile_changes_nothing(&project, &[], 4),
        str![[r#"
error: nothing was written: `out` is a file, not a folder

"#]]
    );
    let below = ["--out", "blueprint.toml/a/b"];
    assert_data_eq!(
        compile_changes_nothing(&project, &below, 4),
        str![[r#"
error: nothing was written: `blueprint.toml` is a file, not a folder

"#]]
    );
    let project = Project::new();
    project.write("out/api.tf/mine", "");
    assert_data_eq!(
        compile_changes_nothing(&project, &[], 4),
        str![[r#"
error: nothing was written: `out/api.tf` is a folder, not a file

"#]]
    );
    let project = Project::new();
    project.write("out/modules", "a file");
    assert_data_eq!(
        compile_changes_nothing(&project, &["--force"], 4),
        str![[r#"
error: nothing was written: `out/modules` is a file, not a folder

"#]]
    );
    let project = Project::new();
    fs::create_dir_all(project.path("out/.jwtgen.json")).unwrap();
    assert_data_eq!(
        compile_changes_nothing(&project, &[], 4),
        str![[r#"
error: nothing was written: `out/.jwtgen.json` is a folder, not a file

"#]]
    );
}

#[cfg(unix)]
#[test]
fn an_output_folder_that_cannot_be_written() {
    use std::os::unix::fs::PermissionsExt;
    let project = Project::new();
    if cfg!(target_os = "linux") {
        let args = ["--out", "/proc/jwtgen"];
        assert_data_eq!(
            compile_changes_nothing(&project, &args, 4),
            str![[r#"
error: nothing was written: `/proc/jwtgen`: No such file or directory (os error 2)

"#]]
        );
    }
    fs::create_dir(project.path("out")).unwrap();
    let mode = |mode| {
        fs::set_permissions(project.path("out"), fs::Permissions::from_mode(mode)).unwrap();
    };
    mode(0o555);
    if fs::write(project.path("out/probe"), "").is_ok() {
        skipped("permissions do not bind this user, who is probably root");
        return;
    }
    assert_data_eq!(
        compile_changes_nothing(&project, &[], 4),
        str![[r#"
error: nothing was written: `out/.gitignore`: Permission denied (os error 13)

"#]]
    );
    mode(0o755);
}

/// A limit on the size of files simulates a full disk: writing fails in the
/// midst of the output.
#[cfg(unix)]
#[test]
fn a_full_disk_changes_nothing() {
    let project = Project::new();
    let full = |args: &str| {
        let script = format!("trap '' XFSZ; ulimit -f 32; exec \"$0\" {args}");
        let mut command = Command::new("bash");
        project.prepare(command.args(["-c", &script, JWTGEN]));
        let before = project.tree();
        let run = Run::of(&mut command);
        let after = project.tree();
        let files = |tree: &Tree| -> Vec<_> {
            let files = tree
                .iter()
                .map(|(path, (_, contents))| (path.clone(), contents.clone()));
            files.collect()
        };
        assert!(files(&before) == files(&after), "something was written");
        assert_eq!(run.code, 4, "{}", run.stderr);
        run.stderr
    };
    let big = |size: usize| project.write("functions/api/data", vec![b'x'; size]);
    big(100_000);
    assert_data_eq!(
        full("compile"),
        str![[r#"
error: nothing was written: `out/packages/function_api.zip`: File too large (os error 27)

"#]]
    );
    full("compile --out deep/er/out");
    // Over an output that exists.
    big(10);
    compile(&project, &[], 0);
    big(100_000);
    full("compile");
    full("compile --force --format json");
    compile(&project, &[], 0);
}

/// More files than a process may hold open.
#[cfg(unix)]
#[test]
fn many_functions() {
    let project = Project::new();
    let mut text = jwtgen::rules::EXAMPLE_BASE.to_owned();
    text.push_str("[lints]\nunused-function = { allow = \"it is about their number\" }\n");
    for number in 0..80 {
        let name = format!("f{number:02}");
        text.push_str(&format!("[functions.{name}]\nsource = \"functions/api\"\n"));
    }
    project.write("blueprint.toml", text);
    let mut command = Command::new("bash");
    let script = "ulimit -n 32; exec \"$0\" compile";
    project.prepare(command.args(["-c", script, JWTGEN]));
    let run = Run::of(&mut command);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_data_eq!(
        run.stderr,
        str![[r#"
compiled blueprint.toml to out
  created    101  .gitignore README.md api.tf functions.tf identity.tf modules/ outputs.tf packages/ routes.tf tests/ token_handler/ versions.tf .jwtgen.json
next: terraform -chdir=out init && terraform -chdir=out apply

"#]]
    );
}

/// A folder of the output that leads elsewhere: nothing is written or removed
/// there, whatever a manifest says.
#[cfg(unix)]
#[test]
fn a_linked_folder_inside_the_output_is_refused() {
    let project = Project::new();
    assert_eq!(project.run(&["compile"]).code, 0);
    let elsewhere = project.path("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    fs::remove_dir_all(project.path("out/packages")).unwrap();
    std::os::unix::fs::symlink(&elsewhere, project.path("out/packages")).unwrap();
    let stderr = compile_changes_nothing(&project, &[], 4);
    assert!(
        stderr.contains("`out/packages` is a symbolic link"),
        "{stderr}"
    );
    let stderr = compile_changes_nothing(&project, &["--force"], 4);
    assert!(
        stderr.contains("`out/packages` is a symbolic link"),
        "{stderr}"
    );
}
