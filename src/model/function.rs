//! Functions.

use super::Value;
use crate::source::{Span, Spanned};

/// A function.
#[derive(Debug)]
pub struct Function {
    /// Its name in the blueprint.
    pub key: Spanned<String>,
    /// The deployed name.
    pub name: Spanned<String>,
    /// ARN of an existing function; its other fields mean nothing.
    pub existing: Option<Spanned<Value>>,
    /// File or folder, relative to the blueprint.
    pub source: Spanned<String>,
    /// Its package in S3, in place of a source.
    pub package: Option<StoredPackage>,
    /// Module and exported function; derived from the source if left out.
    pub handler: Option<Spanned<String>>,
    /// Runtime identifier.
    pub runtime: Spanned<String>,
    /// MB.
    pub memory: i64,
    /// Seconds.
    pub timeout: Spanned<i64>,
    /// What it is for.
    pub description: Option<Spanned<String>>,
    /// Environment variables in the order of their names.
    pub env: Vec<(Spanned<String>, Spanned<Value>)>,
    /// Instruction set; x86_64 if left out.
    pub architecture: Option<Spanned<Architecture>>,
    /// Layers, if there are any.
    pub layers: Option<Layers>,
    /// Network.
    pub vpc: Option<Vpc>,
    /// X-Ray tracing.
    pub tracing: Option<Tracing>,
    /// Concurrent invocations, both reserved and the maximum.
    pub reserved_concurrency: Option<i64>,
    /// ARN of the queue or topic for failed events.
    pub dead_letter: Option<Spanned<Value>>,
    /// Days that logs are kept; 0 never expires.
    pub log_retention: Option<i64>,
    /// ARN of the KMS key that encrypts the logs.
    pub log_key: Option<Spanned<Value>>,
    /// Permissions in addition to writing logs.
    pub policy: Vec<Statement>,
}

/// Settings of `[defaults.function]` that suit the functions that jwtgen adds.
#[derive(Debug, Clone, Default)]
pub struct OwnSettings {
    /// MB.
    pub memory: Option<i64>,
    /// Instruction set.
    pub architecture: Option<Spanned<Architecture>>,
    /// X-Ray tracing.
    pub tracing: Option<Tracing>,
    /// Days that logs are kept; 0 never expires.
    pub log_retention: Option<i64>,
    /// ARN of the KMS key that encrypts the logs.
    pub log_key: Option<Spanned<Value>>,
}

/// A zip file in S3.
#[derive(Debug, Clone)]
pub struct StoredPackage {
    /// Place of the key.
    pub span: Span,
    /// Name of the bucket.
    pub bucket: Spanned<Value>,
    /// Key of the object.
    pub key: Spanned<Value>,
    /// Version of the object.
    pub version: Option<Spanned<Value>>,
}

impl StoredPackage {
    /// Every value of it.
    pub fn values(&self) -> impl Iterator<Item = &Spanned<Value>> {
        [&self.bucket, &self.key].into_iter().chain(&self.version)
    }
}

/// An instruction set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Architecture {
    /// 64-bit x86.
    X86,
    /// 64-bit ARM.
    Arm,
}

/// Who decides whether a call is traced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tracing {
    /// The function.
    Active,
    /// The caller.
    PassThrough,
}

/// Layers of a function.
#[derive(Debug, Clone)]
pub struct Layers {
    /// Place of the key.
    pub span: Span,
    /// ARNs of layer versions, in order.
    pub arns: Vec<Spanned<Value>>,
}

/// The network of a function.
#[derive(Debug, Clone)]
pub struct Vpc {
    /// Place of the key.
    pub span: Span,
    /// Ids of subnets.
    pub subnets: Vec<Spanned<Value>>,
    /// Ids of security groups.
    pub security_groups: Vec<Spanned<Value>>,
}

/// A permission of a function.
#[derive(Debug, Clone)]
pub struct Statement {
    /// Place of the statement.
    pub span: Span,
    /// IAM actions.
    pub actions: Vec<Spanned<String>>,
    /// ARNs on which they are allowed.
    pub resources: Vec<Spanned<Value>>,
}
