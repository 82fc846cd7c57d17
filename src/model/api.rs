//! Settings of the API and its stage. They refer to no names that need
//! resolving, so the blueprint is read directly into them.

use super::{Model, RouteKey, Target, Value};
use crate::source::{Span, Spanned};
use std::collections::BTreeSet;

/// Settings of the API.
#[derive(Debug, Clone, Default)]
pub struct Api {
    /// What it is for.
    pub description: Option<Spanned<String>>,
    /// CORS.
    pub cors: Option<Cors>,
    /// Its custom domain.
    pub domain: Option<Domain>,
    /// Tags of the API, its stage and its log group.
    pub tags: Vec<(Spanned<String>, Spanned<Value>)>,
    /// Whether the endpoint that API Gateway generates is enabled.
    pub generated_endpoint: Option<Spanned<bool>>,
    /// IP address type of the endpoint: `ipv4` or `dualstack`.
    pub ip_address_type: Option<Spanned<String>>,
}

/// A custom domain.
#[derive(Debug, Clone)]
pub struct Domain {
    /// Place of the key.
    pub span: Span,
    /// The domain.
    pub name: Spanned<String>,
    /// ARN of its certificate.
    pub certificate: Option<Spanned<Value>>,
    /// Id of its hosted zone.
    pub zone: Option<Spanned<Value>>,
    /// Path under which the API is served.
    pub base_path: Option<Spanned<String>>,
}

impl Api {
    /// Whether the API can be called at an IPv6 address.
    pub fn is_dual_stack(&self) -> bool {
        let kind = self.ip_address_type.as_ref();
        kind.is_some_and(|kind| kind.as_str() == "dualstack")
    }

    /// Whether the API can be called at the endpoint that API Gateway generates.
    pub fn has_generated_endpoint(&self) -> bool {
        self.generated_endpoint
            .as_ref()
            .is_none_or(|flag| flag.value)
    }
}

/// Which origins may call the API from a browser.
#[derive(Debug, Clone)]
pub struct Cors {
    /// Place of the key.
    pub span: Span,
    /// Origins.
    pub origins: Vec<Spanned<Value>>,
    /// Methods; those of the routes if left out.
    pub methods: Option<Vec<Spanned<String>>>,
    /// Request headers.
    pub headers: Option<Vec<Spanned<String>>>,
    /// Response headers.
    pub expose: Vec<Spanned<String>>,
    /// Seconds that a browser may cache a preflight response.
    pub max_age: Option<i64>,
    /// Whether browsers may send credentials, such as cookies.
    pub credentials: Option<Spanned<bool>>,
}

/// Settings of a stage other than its name.
#[derive(Debug, Clone, Default)]
pub struct StageSettings {
    /// Stage variables.
    pub variables: Vec<(Spanned<String>, Spanned<Value>)>,
    /// Limit for routes without their own.
    pub throttle: Option<Throttle>,
    /// Whether metrics are recorded for each route.
    pub detailed_metrics: Option<Spanned<bool>>,
    /// Format of an access log entry.
    pub log_format: Option<Spanned<String>>,
    /// Days that the access log is kept.
    pub log_retention: Option<i64>,
    /// ARN of an existing log group.
    pub log_group: Option<Spanned<Value>>,
}

/// Who is told when callers are stopped.
#[derive(Debug, Clone)]
pub struct Alarms {
    /// ARN of an SNS topic.
    pub topic: Spanned<Value>,
    /// Milliseconds that nearly all calls have to be answered in.
    pub latency: Option<i64>,
}

/// How many calls are allowed. AWS takes both numbers or neither.
#[derive(Debug, Clone, Copy)]
pub struct Throttle {
    /// Calls per second.
    pub rate: i64,
    /// Calls at once.
    pub burst: i64,
}

/// Settings of a route other than its access and its target.
#[derive(Debug, Clone, Default)]
pub struct RouteSettings {
    /// Milliseconds that the gateway waits for a response.
    pub timeout: Option<Spanned<i64>>,
    /// Payload format of the event, if set.
    pub payload: Option<Spanned<String>>,
    /// Limit for this route only.
    pub throttle: Option<Throttle>,
}

impl RouteSettings {
    /// Milliseconds that the gateway waits for a response; the default is the
    /// maximum: <https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html>.
    pub fn timeout(&self) -> i64 {
        self.timeout
            .as_ref()
            .map_or(TIMEOUT, |timeout| timeout.value)
    }

    /// Payload format of the event. The provider's own default is 1.0.
    pub fn payload(&self) -> &str {
        self.payload
            .as_ref()
            .map_or(PAYLOAD, |payload| payload.as_str())
    }

    /// What distinguishes its integration from that of a route without settings.
    pub fn variant(&self) -> Option<String> {
        let payload = (self.payload() != PAYLOAD).then(|| format!("v{}", self.payload()));
        let timeout = (self.timeout() != TIMEOUT).then(|| format!("t{}", self.timeout()));
        let parts: Vec<String> = payload.into_iter().chain(timeout).collect();
        (!parts.is_empty()).then(|| parts.join("-").replace(".0", ""))
    }
}

const TIMEOUT: i64 = 30_000;
const PAYLOAD: &str = "2.0";

impl StageSettings {
    /// Whether metrics are recorded for each route.
    pub fn is_detailed(&self) -> bool {
        self.detailed_metrics
            .as_ref()
            .is_some_and(|flag| flag.value)
    }
}

/// Methods that `ANY` and `$default` match.
const REQUEST_METHODS: [&str; 7] = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

/// Headers that a caller with a token needs.
const HEADERS: [&str; 2] = ["authorization", "content-type"];

/// Why preflight routes are public.
pub const PREFLIGHT: &str = "CORS preflight";

impl Cors {
    /// The methods that pages may use. Never `*`: in calls with credentials,
    /// browsers read it as a method name.
    pub fn methods(&self, model: &Model) -> Vec<String> {
        if let Some(methods) = &self.methods {
            return methods.iter().map(|method| method.value.clone()).collect();
        }
        let mut methods = BTreeSet::new();
        for route in model.routes.iter() {
            match &route.key {
                _ if route.target == Target::Preflight => {}
                RouteKey::Path { method, .. } if method.as_str() != "ANY" => {
                    methods.insert(method.as_str());
                }
                _ => methods.extend(REQUEST_METHODS),
            }
        }
        methods.into_iter().map(str::to_owned).collect()
    }

    /// The request headers that pages may send.
    pub fn headers(&self) -> Vec<String> {
        match &self.headers {
            Some(headers) => headers.iter().map(|header| header.value.clone()).collect(),
            None => HEADERS.map(str::to_owned).to_vec(),
        }
    }
}
