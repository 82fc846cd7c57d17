//! The access rules as a `terraform test` with a mock provider: a team without
//! jwtgen still notices when someone makes a route public by hand.
//!
//! The test only plans: what it applied, it would have to destroy, which
//! `prevent_destroy` does not allow. Computed values that it compares are
//! overridden, each ID by one of its own.

use super::authorizers::Authorizers;
use super::callers;
use super::route_address;
use crate::access::AccessMatrix;
use crate::backend::{Mock, client_address, features};
use crate::model::{Access, Model};
use crate::terraform::expr::{call, fixed, list, object, reference, text};
use crate::terraform::{Block, Expression, File, Graph};
use hcl::expr::{BinaryOp, BinaryOperator, Operation};
use std::collections::BTreeMap;

/// Attributes whose format other resources validate, with any identity provider.
const MOCKS: [Mock; 4] = [
    (
        "aws_apigatewayv2_api",
        &[(
            "execution_arn",
            "arn:aws:execute-api:us-east-1:123456789012:mock",
        )],
    ),
    (
        "aws_cloudwatch_log_group",
        &[("arn", "arn:aws:logs:us-east-1:123456789012:log-group:mock")],
    ),
    (
        "aws_iam_role",
        &[("arn", "arn:aws:iam::123456789012:role/mock")],
    ),
    (
        "aws_lambda_function",
        &[
            ("arn", "arn:aws:lambda:us-east-1:123456789012:function:mock"),
            (
                "invoke_arn",
                "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/mock/invocations",
            ),
        ],
    ),
];

/// The same for a generated certificate: its validation record is built from its
/// computed attributes.
const CERTIFICATE: &str = r#"{
  arn = "arn:aws:acm:us-east-1:123456789012:certificate/mock"
  domain_validation_options = [{
    domain_name           = "mock.example.com"
    resource_record_name  = "_mock.example.com."
    resource_record_type  = "CNAME"
    resource_record_value = "_mock.acm-validations.aws."
  }]
}"#;

/// The same for data sources that ARNs are built from.
const MOCK_DATA: [Mock; 2] = [
    ("aws_caller_identity", &[("account_id", "123456789012")]),
    ("aws_partition", &[("partition", "aws")]),
];

/// Adds the test.
pub(super) fn lower(
    model: &Model,
    matrix: &AccessMatrix,
    authorizers: &Authorizers<'_>,
    mocks: &[Mock],
    graph: &mut Graph,
) {
    let Some(mode) = Mode::of(model) else {
        return;
    };
    let during = (mode == Mode::Overridden).then(|| reference("plan"));
    let mut provider = Block::new("mock_provider").label("aws");
    if let Some(during) = &during {
        provider = provider.attr("override_during", during.clone());
    }
    let mocks: BTreeMap<_, _> = MOCKS.iter().chain(mocks).copied().collect();
    let domain = model.api.domain.as_ref();
    if domain.is_some_and(|domain| domain.certificate.is_none()) {
        provider = provider.block(
            Block::new("mock_resource")
                .label("aws_acm_certificate")
                .attr("defaults", fixed(CERTIFICATE)),
        );
    }
    for (resource, defaults) in mocks {
        let defaults = defaults.iter().map(|(name, value)| (*name, text(*value)));
        provider = provider.block(
            Block::new("mock_resource")
                .label(resource)
                .attr("defaults", object(defaults)),
        );
    }
    for (source, values) in MOCK_DATA {
        if graph.has_data(source) {
            let values = values.iter().map(|(name, value)| (*name, text(*value)));
            provider = provider.block(
                Block::new("mock_data")
                    .label(source)
                    .attr("defaults", object(values)),
            );
        }
    }
    graph.push(File::AccessTest, provider);
    if let Some(during) = &during {
        let compared = authorizers.addresses().into_iter();
        for address in compared.chain(clients(model)) {
            let id = address.rsplit('.').next().unwrap_or_default();
            graph.push(
                File::AccessTest,
                Block::new("override_resource")
                    .attr("target", fixed(&address))
                    .attr("override_during", during.clone())
                    .attr("values", object([("id", text(id))])),
            );
        }
    }
    let mut variables = Block::new("variables");
    for (name, variable) in &model.variables {
        if variable.default.is_none() {
            variables = variables.attr(name.as_str(), text(model.sample(name, variable)));
        }
    }
    if !variables.body.is_empty() {
        graph.push(File::AccessTest, variables);
    }
    let mut run = Block::new("run")
        .label("access")
        .attr("command", reference(mode.command()));
    for route in model.routes.iter() {
        let address = route_address(route);
        let key = &route.text.value;
        let attribute = |name: &str| reference(&format!("{address}.{name}"));
        let mut assert = |condition: Expression, message: String| {
            let block = std::mem::replace(&mut run, Block::new(""));
            run = block.block(
                Block::new("assert")
                    .attr("condition", condition)
                    .attr("error_message", text(message)),
            );
        };
        let guard = authorizers.guard(route);
        let kind = equal(attribute("authorization_type"), text(guard.kind));
        assert(
            kind,
            match &route.access {
                Access::Public { .. } => format!("{key} must be public."),
                Access::Token { .. } | Access::Foreign { .. } => {
                    format!("{key} must require a token.")
                }
                Access::Lambda { .. } => format!("{key} must use its Lambda authorizer."),
                Access::Iam => format!("{key} must require AWS credentials."),
            },
        );
        if mode == Mode::Planned {
            continue;
        }
        if let Some(authorizer) = guard.authorizer {
            let message = match &route.access {
                Access::Token { .. } => {
                    format!("{key} must use the authorizer for its app clients.")
                }
                _ => format!("{key} must use its own authorizer."),
            };
            assert(equal(attribute("authorizer_id"), authorizer), message);
        }
        if guard.kind == "JWT" {
            let listed = attribute("authorization_scopes");
            assert(
                match guard.scopes.is_empty() {
                    true => equal(
                        call(
                            "length",
                            [call("coalesce", [listed, call("toset", [list([])])])],
                        ),
                        Expression::from(0),
                    ),
                    false => equal(listed, call("toset", [list(guard.scopes)])),
                },
                format!("{key} must require exactly the scopes of the blueprint."),
            );
        }
    }
    let callers = callers::assertions(model, matrix, |access| authorizers.address(access));
    let computed = authorizers.assertions().into_iter().chain(callers);
    run = computed
        .filter(|_| mode != Mode::Planned)
        .fold(run, |run, (condition, message)| {
            run.block(
                Block::new("assert")
                    .attr("condition", condition)
                    .attr("error_message", text(message)),
            )
        });
    if !model.routes.is_empty() {
        graph.push(File::AccessTest, run);
    }
}

/// Addresses of the app clients, whose IDs are audiences.
fn clients(model: &Model) -> impl Iterator<Item = String> {
    let names = model.clients.iter();
    names.filter_map(|client| client_address(model, &client.name))
}

/// How the test runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// It plans, with computed values overridden.
    Overridden,
    /// It plans, and compares only what is known without applying: with this
    /// Terraform, nothing else is left for what may not be destroyed.
    Planned,
    /// It applies, and destroys what it created.
    Applied,
}

impl Mode {
    /// The mode for a blueprint; `None` if its Terraform has no mock providers.
    fn of(model: &Model) -> Option<Mode> {
        match model.terraform.floor {
            floor if floor >= features::OVERRIDE_DURING => Some(Mode::Overridden),
            floor if floor < features::MOCK_PROVIDERS => None,
            _ if model.prevents_destroy() => Some(Mode::Planned),
            _ => Some(Mode::Applied),
        }
    }

    fn command(self) -> &'static str {
        match self {
            Mode::Overridden | Mode::Planned => "plan",
            Mode::Applied => "apply",
        }
    }
}

/// `left == right`.
pub(super) fn equal(left: Expression, right: Expression) -> Expression {
    let operation = BinaryOp::new(left, BinaryOperator::Eq, right);
    Expression::Operation(Box::new(Operation::Binary(operation)))
}
