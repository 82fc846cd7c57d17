//! A reference that does not name what it should.

use crate::arn::{Arn, is_region};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::{AuthorizerKind, Decider, Issuer, StoredPackage, Value};
use crate::rules::{Docs, Input, Rule};
use crate::source::Spanned;

pub static RULE: Rule = Rule {
    code: "JG0511",
    name: "invalid-reference",
    severity: Severity::Error,
    docs: Docs {
        what: "A reference is not an ARN or ID of the right kind. This covers existing user pools, functions, certificates and hosted zones, SES identities, alarm topics, packages in S3, layers, dead-letter targets, log keys, subnets and security groups.",
        why: "Terraform or AWS would reject it.",
        example: "[functions.api]\nsource = \"functions/api\"\nlog_key = \"alias/logs\"\n",
        fixed: "[functions.api]\nsource = \"functions/api\"\nlog_key = { var = \"log_key\" }\n",
        sources: &[
            "https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html",
            "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html",
        ],
    },
};

/// What a kind of reference looks like.
struct Form {
    what: &'static str,
    example: &'static str,
    fits: fn(&str) -> bool,
}

static LAYER: Form = Form {
    what: "the ARN of a layer version",
    example: "arn:aws:lambda:eu-west-1:123456789012:layer:tools:3",
    fits: |text| {
        let parts: Vec<&str> = text.split(':').collect();
        is_arn(text, &["lambda"])
            && parts.len() == 8
            && parts[5] == "layer"
            && is_function_name(parts[6])
            && !parts[7].is_empty()
            && parts[7].bytes().all(|byte| byte.is_ascii_digit())
    },
};

static TARGET: Form = Form {
    what: "the ARN of an SQS queue or an SNS topic",
    example: "arn:aws:sqs:eu-west-1:123456789012:failed",
    fits: |text| is_arn(text, &["sqs", "sns"]) && is_name(text),
};

static KEY: Form = Form {
    what: "the ARN of a KMS key",
    example: "arn:aws:kms:eu-west-1:123456789012:key/…",
    fits: |text| is_arn(text, &["kms"]) && text.contains(":key/"),
};

static FUNCTION: Form = Form {
    what: "the ARN of a function",
    example: "arn:aws:lambda:eu-west-1:123456789012:function:orders:live",
    fits: |text| {
        let parts: Vec<&str> = text.split(':').collect();
        is_arn(text, &["lambda"])
            && matches!(parts.len(), 7 | 8)
            && parts[5] == "function"
            && is_function_name(parts[6])
            && parts.get(7).is_none_or(|qualifier| is_qualifier(qualifier))
    },
};

static POOL: Form = Form {
    what: "the ID of a user pool",
    example: "eu-west-1_Ab1Cd2Ef3",
    fits: |text| {
        let word = |c: char| c.is_ascii_alphanumeric();
        text.split_once('_')
            .is_some_and(|(region, id)| is_region(region) && !id.is_empty() && id.chars().all(word))
    },
};

/// API Gateway's certificates are in the API's own Region, which is not known.
static CERTIFICATE: Form = Form {
    what: "the ARN of a certificate",
    example: "arn:aws:acm:eu-west-1:123456789012:certificate/…",
    fits: is_certificate,
};

/// Cognito's CreateUserPoolDomain.
static SIGN_IN_CERTIFICATE: Form = Form {
    what: "the ARN of a certificate in us-east-1, which sign-in domains need",
    example: "arn:aws:acm:us-east-1:123456789012:certificate/…",
    fits: |text| is_certificate(text) && text.split(':').nth(3) == Some("us-east-1"),
};

static SENDER: Form = Form {
    what: "the ARN of an SES identity",
    example: "arn:aws:ses:eu-west-1:123456789012:identity/example.com",
    fits: |text| is_arn(text, &["ses"]) && text.contains(":identity/"),
};

static TOPIC: Form = Form {
    what: "the ARN of an SNS topic",
    example: "arn:aws:sns:eu-west-1:123456789012:alarms",
    fits: |text| is_arn(text, &["sns"]) && is_name(text),
};

/// Source: <https://docs.aws.amazon.com/Route53/latest/APIReference/API_HostedZone.html>
static ZONE: Form = Form {
    what: "the ID of a hosted zone",
    example: "Z0123456789ABCDEFGHIJ",
    fits: |text| {
        let id = text.strip_prefix("/hostedzone/").unwrap_or(text);
        let plain = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
        (1..=32).contains(&id.len()) && id.bytes().all(plain)
    },
};

/// Source: <https://docs.aws.amazon.com/lambda/latest/api/API_FunctionCode.html>
static BUCKET: Form = Form {
    what: "the name of a bucket",
    example: "shop-builds",
    fits: |text| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        (3..=63).contains(&text.len()) && text.bytes().all(plain) && !text.ends_with('.')
    },
};

/// A key of an object, or its version. Source: as above.
static OBJECT: Form = Form {
    what: "the key or the version of an object, of 1 to 1024 bytes",
    example: "api/1.4.0.zip",
    fits: |text| (1..=1024).contains(&text.len()),
};

static SUBNET: Form = Form {
    what: "the ID of a subnet",
    example: "subnet-0bb1c79de3aa51c8e",
    fits: |text| is_id(text, "subnet-"),
};

static SECURITY_GROUP: Form = Form {
    what: "the ID of a security group",
    example: "sg-0bb1c79de3aa51c8e",
    fits: |text| is_id(text, "sg-"),
};

/// Checks literals; values of variables are only known to Terraform.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    if let Some(identity) = &input.model.identity
        && let Issuer::ExistingPool(pool) = &identity.issuer
    {
        POOL.check([pool], out);
    }
    let pool = input.model.identity.as_ref().map(|identity| &identity.pool);
    let sign_in = pool.and_then(|pool| pool.custom_domain.as_ref());
    SIGN_IN_CERTIFICATE.check(sign_in.map(|domain| &domain.certificate), out);
    let domain = input.model.api.domain.as_ref();
    CERTIFICATE.check(domain.and_then(|domain| domain.certificate.as_ref()), out);
    ZONE.check(domain.and_then(|domain| domain.zone.as_ref()), out);
    let sender = pool.and_then(|pool| pool.email.as_ref());
    SENDER.check(sender.map(|sender| &sender.identity), out);
    let alarms = input.model.alarms.as_ref();
    TOPIC.check(alarms.map(|alarms| &alarms.topic), out);
    for authorizer in input.model.authorizers.iter() {
        if let AuthorizerKind::Lambda {
            decider: Decider::Existing(arn),
            ..
        } = &authorizer.kind
        {
            // Unresolved names have been reported.
            FUNCTION.check(
                [arn].into_iter().filter(|arn| arn.literal() != Some("")),
                out,
            );
        }
    }
    for function in input.model.functions.iter() {
        FUNCTION.check(&function.existing, out);
        let layers = function.layers.iter().flat_map(|layers| &layers.arns);
        let subnets = function.vpc.iter().flat_map(|vpc| &vpc.subnets);
        let groups = function.vpc.iter().flat_map(|vpc| &vpc.security_groups);
        let stored = function.package.iter();
        BUCKET.check(stored.clone().map(|package| &package.bucket), out);
        let of_object = |package| StoredPackage::values(package).skip(1);
        OBJECT.check(stored.flat_map(of_object), out);
        LAYER.check(layers, out);
        TARGET.check(&function.dead_letter, out);
        KEY.check(&function.log_key, out);
        SUBNET.check(subnets, out);
        SECURITY_GROUP.check(groups, out);
    }
}

impl Form {
    fn check<'a>(
        &self,
        values: impl IntoIterator<Item = &'a Spanned<Value>>,
        out: &mut Diagnostics,
    ) {
        for value in values {
            let Some(text) = value.literal().filter(|text| !(self.fits)(text)) else {
                continue;
            };
            out.push(
                Diagnostic::new(&RULE, value.span, format!("{text:?} is not {}", self.what)).help(
                    format!(
                        "use a value such as `{}`, or a variable: `{{ var = \"name\" }}`",
                        self.example
                    ),
                ),
            );
        }
    }
}

/// An ARN of one of these services, of something in one Region and one account.
fn is_arn(text: &str, services: &[&str]) -> bool {
    Arn::parse(text).is_some_and(|arn| arn.is_local() && services.contains(&arn.service))
}

/// Whether the resource is a name and nothing more.
fn is_name(text: &str) -> bool {
    text.split(':').count() == 6
}

/// Source: <https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html>
fn is_function_name(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    !text.is_empty() && text.bytes().all(plain)
}

/// An alias or a version.
fn is_qualifier(text: &str) -> bool {
    text == "$LATEST" || is_function_name(text)
}

fn is_certificate(text: &str) -> bool {
    is_arn(text, &["acm"]) && text.contains(":certificate/")
}

fn is_id(text: &str, prefix: &str) -> bool {
    let rest = text.strip_prefix(prefix).unwrap_or_default();
    !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
