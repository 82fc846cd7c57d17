//! Arguments that a block does not have and could have, by the provider's schema.

use anyhow::{Context, Result};
use hcl::edit::structure::Body;
use serde_json::{Map, Value};
use std::fs;

use super::case::root;

/// What Terraform takes in the blocks of resources and in calls of the module.
pub(super) struct Further {
    schema: Value,
    /// Names and types of the module's variables.
    variables: Vec<(String, String)>,
}

/// Arguments that are set by the provider, or are about the time that calls of AWS
/// may take.
const LEFT_OUT: [&str; 4] = ["id", "tags", "tags_all", "timeouts"];

impl Further {
    /// Reads the newest schema, and the module's variables.
    pub(super) fn read() -> Result<Further> {
        let text = fs::read_to_string(root().join("tests/schemas/aws-6.69.1.json"))?;
        let mut json: Value = serde_json::from_str(&text)?;
        let provider = "/provider_schemas/registry.terraform.io~1hashicorp~1aws/resource_schemas";
        let schema = json.pointer_mut(provider).context("no schemas")?.take();
        let text = fs::read_to_string(root().join("modules/function/variables.tf"))?;
        let body = hcl::parse(&text)?;
        let variables = body.blocks().filter_map(|block| {
            let kind = block.body.attributes().find(|it| it.key() == "type")?;
            let name = block.labels.first()?.as_str().to_owned();
            Some((name, kind.expr.to_string()))
        });
        Ok(Further {
            schema,
            variables: variables.collect(),
        })
    }

    /// Arguments and nested blocks that a block has not: the block `path` of a
    /// resource of this type.
    pub(super) fn arguments(&self, resource: &str, path: &[&str], body: &Body) -> Vec<String> {
        let mut block = &self.schema[resource]["block"];
        for name in path {
            block = &block["block_types"][name]["block"];
        }
        let mut found = Vec::new();
        for (name, attribute) in entries(&block["attributes"]) {
            let settable = attribute["optional"] == true || attribute["required"] == true;
            let left_out = LEFT_OUT.contains(&name.as_str()) || name == "description";
            if settable && !left_out && !body.has_attribute(name) {
                found.push(format!("{name} = {}", value(name, &attribute["type"])));
            }
        }
        for (name, nested) in entries(&block["block_types"]) {
            if LEFT_OUT.contains(&name.as_str()) || body.has_blocks(name) {
                continue;
            }
            let nested = &nested["block"];
            let optional = entries(&nested["attributes"])
                .filter(|(_, it)| it["optional"] == true && it["required"] != true);
            let optional: Vec<_> = optional.map(Some).collect();
            // One block for each optional argument, or one with what is required.
            let choices = if optional.is_empty() {
                vec![None]
            } else {
                optional
            };
            for choice in choices {
                let mut text = required(nested);
                if let Some((name, attribute)) = choice {
                    text.push_str(&format!("{name} = {}\n", value(name, &attribute["type"])));
                }
                found.push(format!("{name} {{\n{text}}}"));
            }
        }
        found
    }

    /// Arguments that a call of the module does not have.
    pub(super) fn variables(&self, body: &Body) -> Vec<String> {
        let unset = self
            .variables
            .iter()
            .filter(|(name, _)| name != "description" && !body.has_attribute(name));
        let given = unset.map(|(name, kind)| {
            let value = match kind.trim_start_matches(['"', '$', '{']) {
                it if it.starts_with("number") => "7",
                it if it.starts_with("map") => "{ NODE_OPTIONS = \"--require ./x\" }",
                it if it.starts_with("list(object") || it.contains("list(\n") => {
                    "[{ actions = [\"*\"], resources = [\"*\"] }]"
                }
                it if it.starts_with("list(string") => "[\"arn:aws:lambda:us-east-1:1:layer:x:1\"]",
                it if it.starts_with("list") => "[{ actions = [\"*\"], resources = [\"*\"] }]",
                it if it.starts_with("object") => {
                    "{ subnet_ids = [\"subnet-1\"], security_group_ids = [\"sg-1\"] }"
                }
                _ => "\"x\"",
            };
            format!("{name} = {value}")
        });
        given.collect()
    }
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

/// What a nested block needs.
fn required(block: &Value) -> String {
    let mut text = String::new();
    for (name, attribute) in entries(&block["attributes"]) {
        if attribute["required"] == true {
            text.push_str(&format!("{name} = {}\n", value(name, &attribute["type"])));
        }
    }
    for (name, nested) in entries(&block["block_types"]) {
        if nested["min_items"].as_u64().unwrap_or_default() > 0 {
            text.push_str(&format!("{name} {{\n{}}}\n", required(&nested["block"])));
        }
    }
    text
}

/// A value of a type.
fn value(name: &str, kind: &Value) -> String {
    let word = kind
        .as_str()
        .or_else(|| kind[0].as_str())
        .unwrap_or_default();
    match word {
        "bool" => "true".to_owned(),
        "number" => "7".to_owned(),
        "map" => "{ x = \"x\" }".to_owned(),
        "list" | "set" => format!("[{}]", value(name, &kind[1])),
        "object" => {
            let fields = entries(&kind[1]);
            let fields = fields.map(|(name, kind)| format!("{name} = {}", value(name, kind)));
            format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
        }
        _ if name.ends_with("arn") => "\"arn:aws:lambda:us-east-1:1:function:x\"".to_owned(),
        _ => "\"x\"".to_owned(),
    }
}
