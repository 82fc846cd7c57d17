//! `jwtgen rules`: every rule, for people and for programs.

use crate::project::Project;
use serde_json::Value;
use snapbox::{IntoData, assert_data_eq, str};

fn rules(arguments: &[&str]) -> String {
    let run = Project::empty().run(&[&["rules"], arguments].concat());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    run.stdout
}

#[test]
fn every_rule_is_one_line_with_its_summary() {
    let list = rules(&[]);
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/rules")).unwrap();
    assert_eq!(list.lines().count(), files.count());
    assert_data_eq!(
        list.lines().take(3).collect::<Vec<_>>().join("\n"),
        str![[r#"
JG0001  error    invalid-toml                 The blueprint is not valid TOML
JG0002  error    not-utf8                     The blueprint is not UTF-8 text
JG0003  error    unknown-key                  The blueprint has a key that jwtgen does not know
"#]]
    );
    // Severities and names are padded, so that all summaries start in one column.
    let padded = |line: &str| {
        let summary = line.rfind("  ").map_or(0, |at| at + 2);
        line[..summary].chars().count()
    };
    let columns: Vec<usize> = list.lines().map(padded).collect();
    assert!(columns.iter().all(|column| *column == columns[0]), "{list}");
    assert!(list.lines().all(|line| line.len() > columns[0]), "{list}");
}

#[test]
fn the_default_format_is_text() {
    assert_eq!(rules(&["--format", "text"]), rules(&[]));
}

#[test]
fn json_is_one_document_with_the_pages() {
    let document: Value = serde_json::from_str(&rules(&["--format", "json"])).unwrap();
    assert_eq!(document["version"], 1);
    let all = document["rules"].as_array().unwrap();
    assert_eq!(all.len(), rules(&[]).lines().count());
    let headings = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/rules.md"));
    let headings = headings.unwrap().to_lowercase();
    for (rule, line) in all.iter().zip(rules(&[]).lines()) {
        let text = |field: &str| rule[field].as_str().unwrap();
        assert!(
            line.starts_with(text("code")) && line.contains(text("severity")),
            "{line}"
        );
        assert!(
            line.contains(text("name")) && line.ends_with(text("summary")),
            "{line}"
        );
        assert!(text("what").starts_with(text("summary")), "{rule}");
        let heading = format!("\n## {} {}\n", text("code"), text("name")).to_lowercase();
        assert!(headings.contains(&heading), "{heading}");
        let anchor = heading.trim().trim_start_matches("## ").replace(' ', "-");
        assert_eq!(text("page"), format!("docs/rules.md#{anchor}"));
    }
}

#[test]
fn the_fields_of_a_rule_in_json() {
    let document: Value = serde_json::from_str(&rules(&["--format", "json"])).unwrap();
    let all = document["rules"].as_array().unwrap();
    let find = |code: &str| all.iter().find(|rule| rule["code"] == code).unwrap();
    assert_data_eq!(format!("{:#}\n", find("JG0206")), str![[r#"
{
  "code": "JG0206",
  "example": "[identity]\ndomain = \"outlaws\"\n",
  "fixed": "[identity]\ndomain = \"bandits\"\n",
  "name": "invalid-domain-prefix",
  "page": "docs/rules.md#jg0206-invalid-domain-prefix",
  "severity": "error",
  "sources": [
    "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolDomain.html",
    "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html"
  ],
  "summary": "`domain` is not a valid domain prefix",
  "what": "`domain` is not a valid domain prefix. It takes 1 to 63 lowercase letters, digits and inner hyphens, without `aws`, `amazon` and `cognito`.",
  "why": "Cognito rejects it at apply. `laws` contains `aws`."
}

"#]].raw());
    // Where no blueprint can show a rule, there is no example.
    let without = find("JG0002");
    assert_eq!(
        (&without["example"], &without["fixed"]),
        (&Value::Null, &Value::Null)
    );
}
