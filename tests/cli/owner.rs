//! `owner`: several blueprints, one identity.

use crate::project::Project;
use snapbox::{assert_data_eq, str};

const OWNER: &str = r#"name = "people"

[identity]
scope_format = "{name}:{scope}"

[clients.portal]

[scopes]
read = "Read items"
write = "Change items"

[roles]
reader = ["read"]
writer = [{ role = "reader" }, "write"]

[groups]
readers = ["reader"]
writers = ["writer"]
"#;

const APP: &str = r#"name = "items"

[identity]
pool = { var = "user_pool_id" }
owner = "../people/blueprint.toml"

[clients.web]

[functions.api]
source = "api.js"

[routes]
"GET /items" = { function = "api", scopes = ["read"] }
"POST /items" = { function = "api", scopes = ["write"] }

[expect]
"GET /items" = { anonymous = 401, readers = "allow", writers = "allow" }
"POST /items" = { anonymous = 401, readers = 403, writers = "allow" }
"#;

fn project(app: &str) -> Project {
    let project = Project::empty();
    project.write("people/blueprint.toml", OWNER);
    project.write("items/blueprint.toml", app);
    project.write("items/api.js", "exports.handler = async () => 1;\n");
    project
}

/// The app clients of every blueprint may read what the owner's pool has, and
/// write what its users may set.
#[test]
fn the_owners_attributes_are_those_of_every_client() {
    let project = project(APP);
    let attributes =
        "attributes = { tenant = {}, theme = { writable = true } }\n\n[clients.portal]";
    let owner = OWNER.replace("[clients.portal]", attributes);
    project.write("people/blueprint.toml", &owner);
    for blueprint in ["people", "items"] {
        let run = project.run(&["compile", &format!("{blueprint}/blueprint.toml")]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let identity = project.read(&format!("{blueprint}/out/identity.tf"));
        let (_, lists) = identity.split_once("readable_attributes").expect("a list");
        let (readable, writable) = lists.split_once("writable_attributes").expect("a list");
        assert!(readable.contains("\"custom:tenant\""), "{identity}");
        assert!(readable.contains("\"custom:theme\""), "{identity}");
        assert!(!writable.contains("\"custom:tenant\""), "{identity}");
        assert!(writable.contains("\"custom:theme\""), "{identity}");
    }
    let app = APP.replace("owner =", "self_service = true\nowner =");
    project.write("items/blueprint.toml", &app);
    let run = project.run(&["check", "items/blueprint.toml"]);
    assert!(run.stderr.contains("JG0222"), "{}", run.stderr);
}

#[test]
fn the_owners_roles_and_groups_hold_and_nothing_of_them_is_made() {
    let project = project(APP);
    let run = project.run(&["compile", "items/blueprint.toml"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(!run.stderr.contains("JG0232"), "{}", run.stderr);
    let identity = project.read("items/out/identity.tf");
    for absent in [
        "aws_cognito_user_pool\"",
        "aws_cognito_user_group",
        "token_handler",
    ] {
        assert!(!identity.contains(absent), "{absent}:\n{identity}");
    }
    assert!(!project.has("items/out/token_handler"));
    let routes = project.read("items/out/routes.tf");
    assert!(routes.contains("[\"people:read\"]") && routes.contains("[\"people:write\"]"));
    let owner = project.run(&["compile", "people/blueprint.toml"]);
    assert_eq!(owner.code, 0, "{}", owner.stderr);
    let handler = project.read("people/out/token_handler/index.js");
    assert!(handler.contains("people:${scope}"), "{handler}");
}

#[test]
fn what_the_owner_says_is_not_said_again() {
    let app = APP
        .replace("[clients.web]", "token = \"id\"\n\n[clients.web]\n\n[clients.job]\nroles = [\"reader\"]\n\n[roles]\nadmin = [\"all\"]")
        .replace("scopes = [\"write\"]", "allow = [\"writers\"]");
    let run = project(&app).run(&["check", "items/blueprint.toml"]);
    assert_eq!(run.code, 1);
    assert_data_eq!(
        run.stderr,
        str![[r#"
error[JG0222]: only the owner of the identity can set `token`
 --> items/blueprint.toml:7:1
  |
7 | token = "id"
  | ^^^^^
  |
help: remove it here, and set it in the owner's blueprint

error[JG0316]: machine clients cannot get ID tokens
  --> items/blueprint.toml:7:9
   |
 7 | token = "id"
   |         ^^^^
...
11 | [clients.job]
   |          --- this is a machine client
   |
help: use access tokens
   |
 7 - token = "id"
 7 + token = "access"
   |

error[JG0222]: the machine client `job` cannot have roles here
  --> items/blueprint.toml:12:1
   |
12 | roles = ["reader"]
   | ^^^^^
   |
help: declare machine clients in the owner's blueprint: its resource server defines their scopes

error[JG0222]: only the owner of the identity can set `roles`
  --> items/blueprint.toml:14:2
   |
14 | [roles]
   |  ^^^^^
   |
help: remove it here, and set it in the owner's blueprint

error[JG0318]: `[scopes]` does not list `all`
  --> items/blueprint.toml:15:10
   |
15 | admin = ["all"]
   |          ^^^^^
   |
help: add the scope to `[scopes]`

error[JG0222]: the owner's token handler does not know this scope
  --> items/blueprint.toml:22:46
   |
22 | "POST /items" = { function = "api", allow = ["writers"] }
   |                                              ^^^^^^^^^
   |
help: use `scopes` with a scope of the owner's roles

error[JG0315]: machine clients need the scope format `{name}/{scope}`
  --> items/../people/blueprint.toml:4:16
   |
 4 | scope_format = "{name}:{scope}"
   |                ^^^^^^^^^^^^^^^^
   |
  ::: items/blueprint.toml:11:10
   |
11 | [clients.job]
   |          --- this is a machine client
   |
help: write scopes as Cognito does
   |
 4 - scope_format = "{name}:{scope}"
 4 + scope_format = "{name}/{scope}"
   |

error: `items/blueprint.toml` has 7 errors

"#]]
    );
}

#[test]
fn an_owner_has_to_be_there_and_to_go_with_a_pool() {
    let app = APP.replace("../people", "../nobody");
    let run = project(&app).run(&["check", "items/blueprint.toml"]);
    assert_eq!(run.code, 4);
    assert_data_eq!(
        run.stderr,
        str![[r#"
error: cannot read the `owner` of `[identity]`: there is no file `items/../nobody/blueprint.toml`; create one with `jwtgen init`

"#]]
    );
    let app = APP.replace("pool = { var = \"user_pool_id\" }\n", "");
    let run = project(&app).run(&["check", "items/blueprint.toml"]);
    assert_eq!(run.code, 1);
    assert_data_eq!(
        run.stderr,
        str![[r#"
error[JG0230]: `owner` cannot be used with a user pool
 --> items/blueprint.toml:4:1
  |
4 | owner = "../people/blueprint.toml"
  | ^^^^^
  |
help: add `pool`, the ID of the owner's user pool (its output `user_pool_id`)

error: `items/blueprint.toml` has 1 error

"#]]
    );
}

/// What lies outside the repository, or is no blueprint, is never quoted.
#[test]
fn an_owner_outside_the_repository_is_refused_by_name_alone() {
    for (owner, why) in [
        ("/proc/self/environ", "is outside the repository"),
        (
            "../../../../../../../proc/self/environ",
            "is outside the repository",
        ),
        ("../people/secret.txt", "is not a blueprint"),
    ] {
        let project = project(&APP.replace("../people/blueprint.toml", owner));
        project.write("people/secret.txt", "token=hush hush\n");
        let run = project.run(&["check", "items/blueprint.toml"]);
        assert_ne!(run.code, 0);
        assert_eq!(run.stdout, "");
        assert!(run.stderr.contains(why), "{}", run.stderr);
        assert!(!run.stderr.contains("hush"), "{}", run.stderr);
        assert!(!run.stderr.contains("PATH="), "{}", run.stderr);
        assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    }
}

#[test]
fn the_domain_of_the_owner_is_not_created_twice() {
    let domain = "\n[api]\ngenerated_endpoint = true\n\n[api.domain]\nname = \"api.example.com\"\nzone = \"Z0123456789ABCDEFGHIJ\"\n";
    let project = project(&format!("{APP}{domain}"));
    project.write("people/blueprint.toml", format!("{OWNER}{domain}"));
    let run = project.run(&["check", "items/blueprint.toml"]);
    assert!(
        run.stderr.contains(
            "error[JG0222]: the owner of the identity also creates the domain `api.example.com`"
        ),
        "{}",
        run.stderr
    );
    let other = domain.replace("api.example.com", "items.example.com");
    project.write("items/blueprint.toml", format!("{APP}{other}"));
    let run = project.run(&["check", "items/blueprint.toml"]);
    assert!(!run.stderr.contains("JG0222"), "{}", run.stderr);
}
