//! What a change means for who may call what.

use crate::support::checks::accepted;
use jwtgen::diff::{self, Diff};
use jwtgen::source::Source;
use snapbox::{assert_data_eq, str};
use std::fmt::Write;

const OLD: &str = r#"
name = "shop"

[identity]
scope_format = "{name}/{scope}"
domain = "shop-demo"

[clients.web]

[clients.batch]
roles = ["reader"]

[roles]
reader = ["read"]
writer = ["write"]

[groups]
readers = ["reader"]
writers = ["writer", "reader"]

[users]
ann = ["readers"]

[functions.api]
source = "functions/api"

[authorizers.partner]
issuer = "https://partner.example.com"
audience = ["shop"]

[routes]
"GET /items" = { function = "api", scopes = ["read"] }
"GET /items/{id}" = { function = "api", scopes = ["read"] }
"DELETE /items/{id}" = { function = "api", scopes = ["write"] }
"ANY /{proxy+}" = { function = "api", scopes = ["write"] }
"GET /me" = { function = "api", scopes = ["write"] }
"GET /health" = { function = "api", public = "uptime probe" }
"POST /orders" = { function = "api", authorizer = "partner", scopes = ["order"] }

[lints]
any-token = { allow = "it is about the difference", for = ["GET /me"] }
"#;

/// What is said when one text takes the place of another.
fn changed(from: &str, to: &str) -> String {
    assert!(OLD.contains(from), "{from}");
    said(OLD, &OLD.replace(from, to))
}

fn said(old: &str, new: &str) -> String {
    let (old, new) = (Source::new("old.toml", old), Source::new("new.toml", new));
    let diff = Diff::new(&accepted(&old), &accepted(&new));
    anstream::adapter::strip_str(&diff::text(&diff)).to_string()
}

#[test]
fn what_nobody_outside_sees_makes_no_difference() {
    assert_eq!(said(OLD, OLD), "access does not change\n");
    for (from, to) in [
        ("[identity]", "# comments\n[identity]"),
        ("\"DELETE /items/{id}\"", "\"DELETE /items/{item}\""),
        ("uptime probe", "another reason"),
        ("functions/api", "functions/other"),
    ] {
        assert_eq!(changed(from, to), "access does not change\n", "{to}");
    }
    let renamed = OLD
        .replace("\"read\"", "\"lesen\"")
        .replace("reader", "leser")
        .replace("lesers", "readers")
        .replace("\"api\"", "\"app\"")
        .replace("functions.api", "functions.app");
    assert_eq!(said(OLD, &renamed), "access does not change\n");
    let (before, routes) = OLD.split_once("[routes]\n").unwrap();
    let (routes, after) = routes.split_once("\n\n").unwrap();
    let mut lines: Vec<&str> = routes.lines().collect();
    lines.reverse();
    let reordered = format!("{before}[routes]\n{}\n\n{after}", lines.join("\n"));
    assert_eq!(said(OLD, &reordered), "access does not change\n");
}

#[test]
fn who_gained_and_who_lost_a_route() {
    assert_data_eq!(
        changed(
            "\"DELETE /items/{id}\" = { function = \"api\", scopes = [\"write\"]",
            "\"DELETE /items/{id}\" = { function = \"api\", scopes = [\"read\"]"
        ),
        str![[r#"
DELETE /items/{id}
  + client:batch, group:readers, user:ann  403 -> allow: the token holds `read`
1 change widens access

"#]]
    );
    assert_data_eq!(
        changed("writer = [\"write\"]", "writer = [\"read\", \"write\"]"),
        str![[r#"
access does not change

"#]]
    );
    assert_data_eq!(
        changed("ann = [\"readers\"]", "ann = [\"writers\"]"),
        str![[r#"
DELETE /items/{id}
  + user:ann  403 -> allow: the token holds `write` through `writers`
GET /me
  + user:ann  403 -> allow: the token holds `write` through `writers`
ANY /{proxy+}
  + user:ann  403 -> allow: the token holds `write` through `writers`
3 changes widen access

"#]]
    );
    assert_data_eq!(
        changed("[groups]\n", "[groups]\nauditors = [\"reader\"]\n"),
        str![[r#"
GET /items
  + group:auditors  none -> allow: the token holds `read`
GET /items/{id}
  + group:auditors  none -> allow: the token holds `read`
2 changes widen access

"#]]
    );
    assert_data_eq!(
        changed(
            "[clients.batch]\nroles = [\"reader\"]",
            "[clients.batch]\nroles = [\"writer\"]"
        ),
        str![[r#"
GET /items
  - client:batch  allow -> 403: the token holds `write`, and the route requires `read`
GET /items/{id}
  - client:batch  allow -> 403: the token holds `write`, and the route requires `read`
DELETE /items/{id}
  + client:batch  403 -> allow: the token holds `write`
GET /me
  + client:batch  403 -> allow: the token holds `write`
ANY /{proxy+}
  + client:batch  403 -> allow: the token holds `write`
3 changes widen access, 2 changes narrow access

"#]]
    );
}

#[test]
fn what_became_public_or_open_to_every_token() {
    assert_data_eq!(
        changed(
            "\"GET /me\" = { function = \"api\", scopes = [\"write\"]",
            "\"GET /me\" = { function = \"api\", public = \"a page about us\""
        ),
        str![[r#"
GET /me
  + anonymous, authorizer:partner  401 -> allow: public: a page about us
  + client:batch, group:readers, signed-in, user:ann  403 -> allow: public: a page about us
2 changes widen access

"#]]
    );
    assert_data_eq!(
        changed(
            "\"GET /me\" = { function = \"api\", scopes = [\"write\"]",
            "\"GET /me\" = { function = \"api\", scopes = []"
        ),
        str![[r#"
GET /me
  + client:batch, group:readers, signed-in, user:ann  403 -> allow: the route accepts any token and requires no scope
1 change widens access

"#]]
    );
}

/// Without a route of its own, a request goes to a wider one.
#[test]
fn a_route_that_is_gone_leaves_its_requests_to_others() {
    assert_data_eq!(
        changed(
            "\"GET /items\" = { function = \"api\", scopes = [\"read\"] }\n",
            ""
        ),
        str![[r#"
GET /items (removed)
  - client:batch, group:readers, user:ann  allow -> 403: the token holds `read`, and the route requires `write`
1 change narrows access

"#]]
    );
    assert_data_eq!(
        changed(
            "[routes]\n",
            "[routes]\n\"PUT /items\" = { function = \"api\", scopes = [\"read\"] }\n"
        ),
        str![[r#"
PUT /items (added)
  + client:batch, group:readers, user:ann  403 -> allow: the token holds `read`
1 change widens access

"#]]
    );
}

#[test]
fn issuers_audiences_tokens_and_clients() {
    for (from, to, expected) in [
        (
            "[clients.web]",
            "[clients.web]\nvalidity = { access = \"15m\", refresh = \"60d\" }",
            str![[r#"
settings
  - access token of app client web  1 h -> 15 min
  + refresh token of app client web  30 d -> 60 d
1 change widens access, 1 change narrows access

"#]],
        ),
        (
            "audience = [\"shop\"]",
            "audience = [\"shop\", \"other\"]",
            str![[r#"
settings
  + audience of authorizer partner  shop -> other, shop
1 change widens access

"#]],
        ),
        (
            "https://partner.example.com",
            "https://partner.example.org",
            str![[r#"
POST /orders
  + authorizer:partner with order  none -> allow
  - authorizer:partner of https://partner.example.com with order  allow -> none
settings
  + issuer of authorizer partner  https://partner.example.com -> https://partner.example.org
2 changes widen access, 1 change narrows access

"#]],
        ),
        (
            "scopes = [\"order\"]",
            "scopes = [\"order\", \"buy\"]",
            str![[r#"
POST /orders
  + authorizer:partner with buy  403 -> allow
1 change widens access

"#]],
        ),
        (
            "authorizer = \"partner\", scopes = [\"order\"]",
            "authorizer = \"iam\"",
            str![[r#"
POST /orders
  + authorizer:iam  none -> depends: IAM policies decide when the call is made
  - authorizer:partner with order  allow -> 403
1 change widens access, 1 change narrows access

"#]],
        ),
        (
            "[clients.web]",
            "[clients.phone]\n[clients.web]",
            str![[r#"
settings
  + app client phone  none -> user client
1 change widens access

"#]],
        ),
        (
            "[identity]\n",
            "[identity]\nself_sign_up = true\n",
            str![[r#"
settings
  + self sign-up  off -> on
1 change widens access

"#]],
        ),
        (
            "\"GET /items\" = { function = \"api\", scopes = [\"read\"]",
            "\"GET /items\" = { function = \"api\", scopes = [\"read\"], clients = [\"batch\"]",
            str![[r#"
GET /items
  - group:readers, group:writers, user:ann  allow -> 401: the route accepts only machine clients
1 change narrows access

"#]],
        ),
        (
            "\"GET /me\" = { function = \"api\", scopes = [\"write\"]",
            "\"GET /me\" = { function = \"api\", all = [\"read\", \"write\"]",
            str![[r#"
access does not change

"#]],
        ),
    ] {
        assert_data_eq!(changed(from, to), expected);
    }
}

#[test]
fn a_renamed_client_is_the_same_client() {
    let renamed = OLD.replace(
        "[clients.batch]",
        "[clients.nightly]\nrenamed_from = \"batch\"",
    );
    assert_eq!(said(OLD, &renamed), "access does not change\n");
}

/// Large blueprints are compared without a quadratic step: within a second even
/// without optimization.
#[test]
fn three_hundred_routes_and_fifty_groups() {
    let large = |step: usize| {
        let mut text = "name = \"large\"\n[identity]\n[clients.web]\n[roles]\n".to_owned();
        for role in 0..100 {
            writeln!(text, "role_{role} = [\"scope:{role}\"]").unwrap();
        }
        text.push_str("[groups]\n");
        for group in 0..50 {
            let (one, two) = (group * 2, (group * 2 + step) % 100);
            writeln!(text, "group_{group} = [\"role_{one}\", \"role_{two}\"]").unwrap();
        }
        text.push_str("[functions.api]\nsource = \"functions/api\"\n[routes]\n");
        for route in 0..300 {
            let scope = route % 100;
            writeln!(
                text,
                "\"GET /items/{route}/{{id}}\" = {{ function = \"api\", scopes = [\"scope:{scope}\"] }}"
            )
            .unwrap();
        }
        Source::new("large.toml", text)
    };
    let (old, new) = (accepted(&large(1)), accepted(&large(3)));
    // The fastest of some: the machine may do much else.
    let times = (0..5).map(|_| {
        let start = std::time::Instant::now();
        Diff::new(&old, &new);
        start.elapsed()
    });
    let fastest = times.min().unwrap_or_default();
    assert!(fastest.as_secs() < 1, "{fastest:?}");
    let diff = Diff::new(&old, &new);
    assert_eq!(diff.routes.len(), 150);
    assert!(diff.widens());
}
