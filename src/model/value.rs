//! Strings that may be Terraform variables.

use std::fmt;

/// A string of the blueprint, or one that Terraform gets at run time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// The string itself; `${` in it is literal.
    Literal(String),
    /// The value of the input variable of this name: `{ var = "name" }`.
    Variable(String),
}

impl Value {
    /// The string, if it is known at compile time.
    pub fn literal(&self) -> Option<&str> {
        match self {
            Value::Literal(text) => Some(text),
            Value::Variable(_) => None,
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Literal(text) => f.write_str(text),
            Value::Variable(name) => write!(f, "var.{name}"),
        }
    }
}

/// The kind of value that a variable's uses require, from least to most strict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sample {
    /// Any string.
    Name,
    /// Id of a subnet.
    Subnet,
    /// Id of a security group.
    SecurityGroup,
    /// Id of a hosted zone.
    Zone,
    /// Id of a user pool.
    Pool,
    /// A URL.
    Url,
    /// An ARN.
    Resource,
    /// ARN of a layer version.
    Layer,
    /// ARN of an SES identity.
    Sender,
    /// ARN of a certificate.
    Certificate,
    /// ARN of a function.
    Function,
    /// ARN of a queue or topic.
    Queue,
    /// ARN of a topic.
    Topic,
    /// ARN of a KMS key.
    Key,
    /// ARN of a log group.
    LogGroup,
}

impl Sample {
    /// A value that fits, for tests and examples.
    pub fn text(self) -> &'static str {
        match self {
            Sample::Name => "sample",
            Sample::Subnet => "subnet-0123456789abcdef0",
            Sample::SecurityGroup => "sg-0123456789abcdef0",
            Sample::Zone => "Z0123456789SAMPLE",
            Sample::Pool => "us-east-1_sample",
            Sample::Url => "https://example.com/sample",
            Sample::Resource => "arn:aws:dynamodb:us-east-1:123456789012:table/sample",
            Sample::Layer => "arn:aws:lambda:us-east-1:123456789012:layer:sample:1",
            Sample::Sender => "arn:aws:ses:us-east-1:123456789012:identity/example.com",
            Sample::Certificate => "arn:aws:acm:us-east-1:123456789012:certificate/sample",
            Sample::Function => "arn:aws:lambda:us-east-1:123456789012:function:sample",
            Sample::Queue => "arn:aws:sqs:us-east-1:123456789012:sample",
            Sample::Topic => "arn:aws:sns:us-east-1:123456789012:sample",
            Sample::Key => "arn:aws:kms:us-east-1:123456789012:key/sample",
            Sample::LogGroup => "arn:aws:logs:us-east-1:123456789012:log-group:sample",
        }
    }
}
