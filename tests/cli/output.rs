//! Writing the output folder: what is jwtgen's own, and what is not.

use crate::project::{
    Project, add_function, changed, compile, compile_changes_nothing, remove_function,
};
use snapbox::{assert_data_eq, str};
use std::fs;

#[test]
fn what_was_written_fits_on_a_screen() {
    let project = Project::new();
    assert_data_eq!(
        compile(&project, &[], 0),
        str![[r#"
compiled blueprint.toml to out
  created     21  .gitignore README.md api.tf functions.tf identity.tf modules/ outputs.tf packages/ routes.tf tests/ token_handler/ versions.tf .jwtgen.json
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
  unchanged   14
next: terraform -chdir=out init && terraform -chdir=out apply

"#]]
    );
    remove_function(&project);
    assert_data_eq!(
        compile(&project, &[], 0),
        str![[r#"
note[JG0705]: Terraform would remove `module.function_jobs`
 --> blueprint.toml:1:8
  |
1 | name = "shop"
  |        ^^^^^^
  |
  = note: the old log group stays in the account, no longer managed by Terraform; import it if a function of this name comes back

compiled blueprint.toml to out
  updated      7  README.md api.tf functions.tf outputs.tf routes.tf tests/access.tftest.hcl .jwtgen.json
  unchanged   14
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
  unchanged   21
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
note[JG0705]: Terraform would replace `module.token_handler`: its `name` changes
 --> blueprint.toml:1:8
  |
1 | name = "store"
  |        ^^^^^^^
  |
  = note: the old log group stays in the account, no longer managed by Terraform; import it if a function of this name comes back

warning[JG0704]: Terraform would refuse to replace `aws_cognito_user_pool.main`: it is protected, and would otherwise lose its users, groups and app clients
 --> blueprint.toml:3:2
  |
3 | [identity]
  |  ^^^^^^^^
  |
  = note: `name` cannot be changed in place
help: keep the name of the user pool: write `name = "shop"` in `[identity]`
help: if the last compile was never applied, ignore this

note[JG0705]: Terraform would replace `module.function_api`: its `name` changes
  --> blueprint.toml:13:12
   |
13 | [functions.api]
   |            ^^^
   |
   = note: the old log group stays in the account, no longer managed by Terraform; import it if a function of this name comes back

error[JG0701]: `out/routes.tf` was edited, and would be overwritten
--- out/routes.tf (as it is)
+++ out/routes.tf (as compiled)
@@ -1,10 +1,10 @@
-# Generated by jwtgen from the blueprint "shop". Edit the blueprint and compile again.
+# Generated by jwtgen from the blueprint "store". Edit the blueprint and compile again.
 
 resource "aws_apigatewayv2_route" "get_items" {
   api_id               = aws_apigatewayv2_api.main.id
   route_key            = "GET /items"
   target               = "integrations/${aws_apigatewayv2_integration.api.id}"
-  authorization_type   = "NONE"
+  authorization_type   = "JWT"
   authorizer_id        = aws_apigatewayv2_authorizer.jwt.id
   authorization_scopes = ["read"]
 }
help: move the edit to the blueprint or to your own file in the same folder, or use `--force` to overwrite it
error: nothing was written

"#]]
    );
    project.edit("blueprint.toml", "\"store\"", "\"shop\"");
    assert_data_eq!(
        compile_changes_nothing(&project, &["--check"], 3),
        str![[r#"
error[JG0701]: `out/routes.tf` was edited, and would be overwritten
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
help: move the edit to the blueprint or to your own file in the same folder, or use `--force` to overwrite it
stale: out is not what blueprint.toml compiles to; compile it without `--check`

"#]]
    );
    assert_data_eq!(
        compile(&project, &["--force"], 0),
        str![[r#"
compiled blueprint.toml to out
  updated      1  routes.tf
  unchanged   20
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
error[JG0701]: `out/packages/function_api.zip` was edited, and would be overwritten
out/packages/function_api.zip differs
error[JG0701]: `out/routes.tf` was edited, and would be overwritten
out/routes.tf differs only in its line endings
help: move the edit to the blueprint or to your own file in the same folder, or use `--force` to overwrite it
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
error[JG0701]: `out/README.md` was not written by jwtgen, and would be overwritten
--- out/README.md (as it is)
+++ out/README.md (as compiled)
@@ -1 +1,46 @@
-# Mine
+# shop
"#]]
    );
    assert_data_eq!(
        last,
        str![[r#"
help: move the file elsewhere if it is yours, or use `--force` to overwrite it
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
  unchanged   18
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
warning[JG0702]: Terraform would destroy `aws_cognito_user_group.readers` and lose its memberships
 --> blueprint.toml:1:8
  |
1 | name = "shop"
  |        ^^^^^^
  |
help: put it back, or continue if it is not needed any more, or was never applied

warning[JG0704]: AWS would refuse to delete `aws_cognito_user_pool.main`
 --> blueprint.toml:1:8
  |
1 | name = "shop"
  |        ^^^^^^
  |
  = note: its deletion protection is on, and AWS refuses only after the groups, memberships and app clients are gone
help: undo the change; or, to lose it on purpose, first set `protect = false` alone, compile and apply
help: if the last compile was never applied, ignore this

note[JG0705]: Terraform would remove `aws_cognito_user_pool_client.web`
 --> blueprint.toml:1:8
  |
1 | name = "shop"
  |        ^^^^^^
  |
  = note: applications that use its client ID can no longer sign in; an app client that is renamed keeps it with `renamed_from`

note[JG0705]: Terraform would remove `module.token_handler`
 --> blueprint.toml:1:8
  |
1 | name = "shop"
  |        ^^^^^^
  |
  = note: the old log group stays in the account, no longer managed by Terraform; import it if a function of this name comes back

compiled blueprint.toml to out
  updated      6  README.md api.tf outputs.tf routes.tf tests/access.tftest.hcl .jwtgen.json
  unchanged   12
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
note[JG0705]: Terraform would remove `module.function_jobs`
 --> blueprint.toml:1:8
  |
1 | name = "shop"
  |        ^^^^^^
  |
  = note: the old log group stays in the account, no longer managed by Terraform; import it if a function of this name comes back

compiled blueprint.toml to out
  updated      7  README.md api.tf functions.tf outputs.tf routes.tf tests/access.tftest.hcl .jwtgen.json
  unchanged   14
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
