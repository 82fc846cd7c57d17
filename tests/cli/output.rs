//! Writing the output folder: what is jwtgen's own, and what is not.

use crate::project::{JWTGEN, Project, Run, Tree, skipped};
use snapbox::{IntoData, assert_data_eq, str};
use std::fs;
use std::process::Command;

/// Compiles and expects an exit code; gives standard error.
fn compile(project: &Project, args: &[&str], code: i32) -> String {
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
fn compile_changes_nothing(project: &Project, args: &[&str], code: i32) -> String {
    let before = project.tree();
    let stderr = compile(project, args, code);
    assert_eq!(changed(&before, &project.tree()), [""; 0]);
    stderr
}

/// Names of what differs between two moments.
fn changed(before: &Tree, after: &Tree) -> Vec<String> {
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
fn add_function(project: &Project) {
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

fn remove_function(project: &Project) {
    project.write("blueprint.toml", jwtgen::rules::EXAMPLE_BASE);
}

#[test]
fn what_was_written_fits_on_a_screen() {
    let project = Project::new();
    assert_data_eq!(
        compile(&project, &[], 0),
        str![[r#"
compiled blueprint.toml to out
  created     19  .gitignore README.md api.tf functions.tf identity.tf modules/ outputs.tf packages/ routes.tf tests/ token_handler/ versions.tf .jwtgen.json
next: terraform -chdir=out init && terraform -chdir=out apply

"#]]
    );
    add_function(&project);
    assert_data_eq!(
        compile(&project, &[], 0),
        str![[r#"
compiled blueprint.toml to out
  created      1  packages/function_jobs.zip
  updated      7  README.md api.tf functions.tf outputs.tf routes.tf tests/access.tftest.hcl .jwtgen.json
  unchanged   12
next: terraform -chdir=out init && terraform -chdir=out apply

"#]]
    );
    remove_function(&project);
    assert_data_eq!(
        compile(&project, &[], 0),
        str![[r#"
compiled blueprint.toml to out
  updated      7  README.md api.tf functions.tf outputs.tf routes.tf tests/access.tftest.hcl .jwtgen.json
  unchanged   12
  removed      1  packages/function_jobs.zip
next: terraform -chdir=out init && terraform -chdir=out apply

"#]]
    );
    assert!(!project.has("out/packages/function_jobs.zip"));
}

#[test]
fn a_second_run_changes_no_file_and_no_time() {
    let project = Project::compiled();
    assert_data_eq!(
        compile_changes_nothing(&project, &[], 0),
        str![[r#"
compiled blueprint.toml to out
  unchanged   19
nothing changed

"#]]
    );
    assert_data_eq!(
        compile_changes_nothing(&project, &["--check"], 0),
        str![[r#"
out is up to date

"#]]
    );
    compile_changes_nothing(&project, &["--force"], 0);
}

#[test]
fn files_that_did_not_change_keep_their_times() {
    let project = Project::compiled();
    let before = project.tree();
    project.edit("blueprint.toml", "\"GET /items\"", "\"GET /things\"");
    compile(&project, &[], 0);
    let names = changed(&before, &project.tree());
    let written: Vec<&str> = names
        .iter()
        .filter(|name| fs::metadata(name).is_ok_and(|found| found.is_file()))
        .filter_map(|name| name.split_once("/out/").map(|(_, name)| name))
        .collect();
    assert_eq!(
        written,
        [
            ".jwtgen.json",
            "README.md",
            "outputs.tf",
            "routes.tf",
            "tests/access.tftest.hcl"
        ]
    );
}

#[test]
fn what_the_user_adds_is_never_touched() {
    let project = Project::compiled();
    let own = [
        ("out/backend.tf", "terraform {\n  backend \"local\" {}\n}\n"),
        ("out/provider.tf", "provider \"aws\" {}\n"),
        ("out/.terraform/providers/x", "binary"),
        ("out/.terraform.lock.hcl", "# lock\n"),
        ("out/terraform.tfstate", "{}\n"),
        ("out/terraform.tfstate.backup", "{}\n"),
        ("out/packages/mine.zip", "PK"),
        ("out/modules/mine/main.tf", "# mine\n"),
    ];
    for (path, text) in own {
        project.write(path, text);
    }
    compile_changes_nothing(&project, &[], 0);
    compile_changes_nothing(&project, &["--check"], 0);
    let before = project.tree();
    add_function(&project);
    compile(&project, &[], 0);
    remove_function(&project);
    compile(&project, &["--force"], 0);
    let after = project.tree();
    for (path, _) in own {
        assert_eq!(before[&project.path(path)], after[&project.path(path)]);
    }
}

#[test]
fn an_edited_file_stops_the_run_unless_forced() {
    let project = Project::compiled();
    let original = project.read("out/routes.tf");
    project.edit("out/routes.tf", "\"JWT\"", "\"NONE\"");
    // Something else would change too, and must not.
    project.edit("blueprint.toml", "\"shop\"", "\"store\"");
    assert_data_eq!(
        compile_changes_nothing(&project, &[], 1),
        str![[r#"
error[JG0701]: `out/routes.tf` was edited, and jwtgen would overwrite it
--- out/routes.tf (as it is)
+++ out/routes.tf (as compiled)
@@ -1,10 +1,10 @@
-# Generated by jwtgen from the blueprint "shop". Change it there and compile again.
+# Generated by jwtgen from the blueprint "store". Change it there and compile again.
 
 resource "aws_apigatewayv2_route" "get_items" {
   api_id               = aws_apigatewayv2_api.main.id
   route_key            = "GET /items"
   target               = "integrations/${aws_apigatewayv2_integration.api.id}"
-  authorization_type   = "NONE"
+  authorization_type   = "JWT"
   authorizer_id        = aws_apigatewayv2_authorizer.jwt.id
   authorization_scopes = ["read"]
 }
help: move the edit into the blueprint or into a file of your own beside it; `--force` overwrites it
error: nothing was written

"#]]
    );
    project.edit("blueprint.toml", "\"store\"", "\"shop\"");
    assert_data_eq!(
        compile_changes_nothing(&project, &["--check"], 3),
        str![[r#"
error[JG0701]: `out/routes.tf` was edited, and jwtgen would overwrite it
--- out/routes.tf (as it is)
+++ out/routes.tf (as compiled)
@@ -4,7 +4,7 @@
   api_id               = aws_apigatewayv2_api.main.id
   route_key            = "GET /items"
   target               = "integrations/${aws_apigatewayv2_integration.api.id}"
-  authorization_type   = "NONE"
+  authorization_type   = "JWT"
   authorizer_id        = aws_apigatewayv2_authorizer.jwt.id
   authorization_scopes = ["read"]
 }
help: move the edit into the blueprint or into a file of your own beside it; `--force` overwrites it
stale: out is not what blueprint.toml compiles to; compile it without `--check`

"#]]
    );
    assert_data_eq!(
        compile(&project, &["--force"], 0),
        str![[r#"
compiled blueprint.toml to out
  updated      1  routes.tf
  unchanged   18
next: terraform -chdir=out init && terraform -chdir=out apply

"#]]
    );
    assert_eq!(project.read("out/routes.tf"), original);
}

#[test]
fn an_edit_that_only_changes_line_ends_or_bytes_is_told() {
    let project = Project::compiled();
    let text = project.read("out/routes.tf").replace('\n', "\r\n");
    project.write("out/routes.tf", text);
    project.write("out/packages/function_api.zip", "PK\0");
    assert_data_eq!(
        compile_changes_nothing(&project, &[], 1),
        str![[r#"
error[JG0701]: `out/packages/function_api.zip` was edited, and jwtgen would overwrite it
out/packages/function_api.zip differs
error[JG0701]: `out/routes.tf` was edited, and jwtgen would overwrite it
out/routes.tf differs in its line ends alone
help: move the edit into the blueprint or into a file of your own beside it; `--force` overwrites it
error: nothing was written

"#]]
    );
}

#[test]
fn a_file_that_was_there_before_is_not_overwritten() {
    let project = Project::new();
    project.write("out/README.md", "# Mine\n");
    let stderr = compile_changes_nothing(&project, &[], 1);
    let lines: Vec<&str> = stderr.lines().collect();
    let (first, last) = (lines[..6].join("\n"), lines[lines.len() - 2..].join("\n"));
    assert_data_eq!(
        first,
        str![[r#"
error[JG0701]: jwtgen has no record of writing `out/README.md`, and would overwrite it
--- out/README.md (as it is)
+++ out/README.md (as compiled)
@@ -1 +1,39 @@
-# Mine
+# shop
"#]]
    );
    assert_data_eq!(
        last,
        str![[r#"
help: move the file away if it is yours; `--force` overwrites it
error: nothing was written
"#]]
    );
    assert!(!project.has("out/api.tf"));
    compile(&project, &["--force"], 0);
    assert!(project.read("out/README.md").contains("shop"));
}

#[test]
fn a_deleted_file_comes_back() {
    let project = Project::compiled();
    fs::remove_file(project.path("out/api.tf")).unwrap();
    fs::remove_dir_all(project.path("out/packages")).unwrap();
    assert_data_eq!(
        compile_changes_nothing(&project, &["--check"], 3),
        str![[r#"
out/api.tf is missing
out/packages/function_api.zip is missing
out/packages/token_handler.zip is missing
stale: out is not what blueprint.toml compiles to; compile it without `--check`

"#]]
    );
    assert_data_eq!(
        compile(&project, &[], 0),
        str![[r#"
compiled blueprint.toml to out
  created      3  api.tf packages/function_api.zip packages/token_handler.zip
  unchanged   16
next: terraform -chdir=out init && terraform -chdir=out apply

"#]]
    );
}

#[test]
fn check_shows_the_difference() {
    let project = Project::compiled();
    project.edit(
        "blueprint.toml",
        "source = \"functions/api\"",
        "source = \"functions/api\"\nmemory = 256",
    );
    project.write(
        "functions/api/index.js",
        "exports.handler = async () => 3;\n",
    );
    assert_data_eq!(
        compile_changes_nothing(&project, &["--check"], 3),
        str![[r#"
--- out/functions.tf (as it is)
+++ out/functions.tf (as compiled)
@@ -7,6 +7,6 @@
   package     = "${path.module}/packages/function_api.zip"
   handler     = "index.handler"
   runtime     = "nodejs24.x"
-  memory_size = 128
+  memory_size = 256
   timeout     = 3
 }
out/packages/function_api.zip differs
stale: out is not what blueprint.toml compiles to; compile it without `--check`

"#]]
    );
}

#[test]
fn check_before_the_first_run_makes_no_folder() {
    let project = Project::new();
    compile_changes_nothing(&project, &["--check"], 3);
    assert!(!project.has("out"));
}

#[test]
fn what_is_no_longer_generated_goes_with_its_folder() {
    let project = Project::compiled();
    assert!(project.has("out/token_handler/index.js"));
    project.write(
        "blueprint.toml",
        "name = \"shop\"\n\n[functions.api]\nsource = \"functions/api\"\n\n[routes]\n\
         \"GET /\" = { function = \"api\", public = \"status page\" }\n",
    );
    let stderr = compile_changes_nothing(&project, &["--check"], 3);
    for line in [
        "out/identity.tf is no longer generated\n",
        "-resource \"aws_apigatewayv2_authorizer\" \"jwt\" {\n",
    ] {
        assert!(stderr.contains(line), "{stderr}");
    }
    assert_data_eq!(
        compile(&project, &[], 0),
        str![[r#"
compiled blueprint.toml to out
  updated      6  README.md api.tf outputs.tf routes.tf tests/access.tftest.hcl .jwtgen.json
  unchanged   10
  removed      3  identity.tf packages/token_handler.zip token_handler/index.js
next: terraform -chdir=out init && terraform -chdir=out apply

"#]]
    );
    assert!(!project.has("out/token_handler") && !project.has("out/identity.tf"));
    compile_changes_nothing(&project, &[], 0);
}

#[test]
fn what_is_no_longer_generated_but_edited_stays_and_is_named() {
    let project = Project::new();
    add_function(&project);
    compile(&project, &[], 0);
    project.write("out/packages/function_jobs.zip", "mine");
    remove_function(&project);
    for args in [&["--check"][..], &["--check", "--format", "short"]] {
        let stderr = compile_changes_nothing(&project, args, 3);
        assert!(
            stderr.contains("out/packages/function_jobs.zip"),
            "{stderr}"
        );
    }
    assert_data_eq!(
        compile(&project, &["--force"], 0),
        str![[r#"
compiled blueprint.toml to out
  updated      7  README.md api.tf functions.tf outputs.tf routes.tf tests/access.tftest.hcl .jwtgen.json
  unchanged   12
  kept       out/packages/function_jobs.zip: no longer generated, but edited; delete it if it is not needed
next: terraform -chdir=out init && terraform -chdir=out apply

"#]]
    );
    assert_eq!(project.read("out/packages/function_jobs.zip"), "mine");
    compile_changes_nothing(&project, &[], 0);
}

/// A folder that the user made in place of a file that is no longer generated.
#[test]
fn a_folder_in_place_of_an_old_file_is_left_alone() {
    let project = Project::new();
    add_function(&project);
    compile(&project, &[], 0);
    fs::remove_file(project.path("out/packages/function_jobs.zip")).unwrap();
    project.write("out/packages/function_jobs.zip/mine", "");
    remove_function(&project);
    compile(&project, &[], 0);
    assert!(project.has("out/packages/function_jobs.zip/mine"));
}

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
  unchanged   18
nothing to apply: only jwtgen's own record changed

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

#[test]
fn another_output_folder_and_another_current_folder() {
    let project = Project::new();
    assert_data_eq!(
        compile(&project, &["--out", "./infra/live/"], 0),
        str![[r#"
compiled blueprint.toml to infra/live
  created     19  .gitignore README.md api.tf functions.tf identity.tf modules/ outputs.tf packages/ routes.tf tests/ token_handler/ versions.tf .jwtgen.json
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
  unchanged   19
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
    project.write("Ma Déclaration/functions/api/index.js", "1");
    let args = ["Ma Déclaration/it's.toml", "--out", "Ma Déclaration/d'où"];
    assert_data_eq!(compile(&project, &args, 0), str![[r#"
compiled Ma Déclaration/it's.toml to Ma Déclaration/d'où
  created     19  .gitignore README.md api.tf functions.tf identity.tf modules/ outputs.tf packages/ routes.tf tests/ token_handler/ versions.tf .jwtgen.json
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
error: nothing was written: `out` is a link to nothing

"#]]
    );
    fs::remove_file(project.path("out")).unwrap();
    fs::create_dir(project.path("out")).unwrap();
    symlink("nowhere", project.path("out/api.tf")).unwrap();
    assert_data_eq!(
        compile_changes_nothing(&project, &[], 4),
        str![[r#"
error: nothing was written: `out/api.tf` is a link to nothing

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
error: nothing was written: `out` is a file, and a folder belongs there

"#]]
    );
    let below = ["--out", "blueprint.toml/a/b"];
    assert_data_eq!(
        compile_changes_nothing(&project, &below, 4),
        str![[r#"
error: nothing was written: `blueprint.toml` is a file, and a folder belongs there

"#]]
    );
    let project = Project::new();
    project.write("out/api.tf/mine", "");
    assert_data_eq!(
        compile_changes_nothing(&project, &[], 4),
        str![[r#"
error: nothing was written: `out/api.tf` is a folder, and a file belongs there

"#]]
    );
    let project = Project::new();
    project.write("out/modules", "a file");
    assert_data_eq!(
        compile_changes_nothing(&project, &["--force"], 4),
        str![[r#"
error: nothing was written: `out/modules` is a file, and a folder belongs there

"#]]
    );
    let project = Project::new();
    fs::create_dir_all(project.path("out/.jwtgen.json")).unwrap();
    assert_data_eq!(
        compile_changes_nothing(&project, &[], 4),
        str![[r#"
error: nothing was written: `out/.jwtgen.json` is a folder, and a file belongs there

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

/// A limit on the size of files stands for a full disk: writing fails in the
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
  created     99  .gitignore README.md api.tf functions.tf identity.tf modules/ outputs.tf packages/ routes.tf tests/ token_handler/ versions.tf .jwtgen.json
next: terraform -chdir=out init && terraform -chdir=out apply

"#]]
    );
}
