//! Reads `[functions.x]` and `[defaults.function]`.

use super::{Named, number, span, table, text, texts, value, values};
use crate::model::{Layers, Sample, Statement, StoredPackage, Value, Vpc};
use crate::source::Spanned;
use toml::de::{DeTable, DeValue};

/// `[functions.x]`.
#[derive(Debug)]
pub struct Function {
    /// Name of the Lambda function.
    pub name: Option<Spanned<String>>,
    /// File or folder.
    pub source: Option<Spanned<String>>,
    /// Object in S3.
    pub package: Option<StoredPackage>,
    /// Its previous name.
    pub renamed_from: Option<Spanned<String>>,
    /// ARN of an existing function.
    pub arn: Option<Spanned<Value>>,
    /// Places of the keys that are present.
    pub keys: Vec<Spanned<String>>,
    /// The settings that `[defaults.function]` may have too.
    pub settings: FunctionSettings,
}

/// Settings of a function, or of `[defaults.function]`.
#[derive(Debug, Default)]
pub struct FunctionSettings {
    /// Module and exported function.
    pub handler: Option<Spanned<String>>,
    /// Lambda runtime.
    pub runtime: Option<Spanned<String>>,
    /// MB.
    pub memory: Option<i64>,
    /// Seconds.
    pub timeout: Option<Spanned<i64>>,
    /// What it is for.
    pub description: Option<Spanned<String>>,
    /// Environment variables.
    pub env: Named<Spanned<Value>>,
    /// `x86_64` or `arm64`.
    pub architecture: Option<Spanned<String>>,
    /// ARNs of layer versions.
    pub layers: Option<Layers>,
    /// Network.
    pub vpc: Option<Vpc>,
    /// `active` or `passthrough`.
    pub tracing: Option<Spanned<String>>,
    /// Reserved concurrent executions.
    pub reserved_concurrency: Option<i64>,
    /// ARN of an SQS queue or an SNS topic.
    pub dead_letter: Option<Spanned<Value>>,
    /// Days; 0 never expires.
    pub log_retention: Option<i64>,
    /// ARN of a KMS key.
    pub log_key: Option<Spanned<Value>>,
    /// Additional permissions.
    pub policy: Option<Vec<Statement>>,
}

impl FunctionSettings {
    /// All values that may be Terraform variables, each with an example of a
    /// valid value.
    pub fn values(&self) -> impl Iterator<Item = (&Spanned<Value>, Sample)> {
        let of = |sample| move |value| (value, sample);
        let env = self.env.iter().map(|(_, value)| value);
        let resources = self
            .policy
            .iter()
            .flatten()
            .flat_map(|statement| &statement.resources);
        let subnets = self.vpc.iter().flat_map(|vpc| &vpc.subnets);
        let groups = self.vpc.iter().flat_map(|vpc| &vpc.security_groups);
        let layers = self.layers.iter().flat_map(|layers| &layers.arns);
        env.map(of(Sample::Name))
            .chain(subnets.map(of(Sample::Subnet)))
            .chain(groups.map(of(Sample::SecurityGroup)))
            .chain(resources.map(of(Sample::Resource)))
            .chain(layers.map(of(Sample::Layer)))
            .chain(self.dead_letter.iter().map(of(Sample::Queue)))
            .chain(self.log_key.iter().map(of(Sample::Key)))
    }
}

/// Reads a function; anything but a table reads as empty.
pub(super) fn function(entry: &DeValue<'_>) -> Function {
    let empty = DeTable::default();
    let table = entry.as_table().unwrap_or(&empty);
    Function {
        name: text(table, "name"),
        source: text(table, "source"),
        package: self::table(table, "package").and_then(|(span, package)| {
            Some(StoredPackage {
                span,
                bucket: package.get("bucket").and_then(value)?,
                key: package.get("key").and_then(value)?,
                version: package.get("version").and_then(value),
            })
        }),
        renamed_from: text(table, "renamed_from"),
        arn: table.get("arn").and_then(value),
        keys: table
            .keys()
            .map(|key| Spanned::new(key.get_ref().to_string(), span(key)))
            .collect(),
        settings: settings(table),
    }
}

/// Reads the settings that functions and their defaults share.
pub(super) fn settings(table: &DeTable<'_>) -> FunctionSettings {
    FunctionSettings {
        handler: text(table, "handler"),
        runtime: text(table, "runtime"),
        memory: number(table, "memory"),
        timeout: table
            .get("timeout")
            .and_then(|value| Some(Spanned::new(number(table, "timeout")?, span(value)))),
        description: text(table, "description"),
        env: env(table),
        architecture: text(table, "architecture"),
        layers: table.get_key_value("layers").map(|(key, _)| Layers {
            span: span(key),
            arns: values(table, "layers"),
        }),
        vpc: self::table(table, "vpc").map(|(span, vpc)| Vpc {
            span,
            subnets: values(vpc, "subnets"),
            security_groups: values(vpc, "security_groups"),
        }),
        tracing: text(table, "tracing"),
        reserved_concurrency: number(table, "reserved_concurrency"),
        dead_letter: table.get("dead_letter").and_then(value),
        log_retention: match text(table, "log_retention") {
            Some(_) => Some(0),
            None => number(table, "log_retention"),
        },
        log_key: table.get("log_key").and_then(value),
        policy: table
            .get("policy")
            .and_then(|policy| policy.get_ref().as_array())
            .map(|policy| policy.iter().filter_map(statement).collect()),
    }
}

fn env(table: &DeTable<'_>) -> Named<Spanned<Value>> {
    let env = self::table(table, "env").map(|(_, env)| env.iter());
    env.into_iter()
        .flatten()
        .filter_map(|(key, item)| {
            let name = Spanned::new(key.get_ref().to_string(), span(key));
            Some((name, value(item)?))
        })
        .collect()
}

fn statement(item: &toml::Spanned<DeValue<'_>>) -> Option<Statement> {
    let table = item.get_ref().as_table()?;
    Some(Statement {
        span: span(item),
        actions: texts(table, "actions").unwrap_or_default(),
        resources: values(table, "resources"),
    })
}
