//! What an apply does to resources of an HTTP API that exist. Which arguments
//! replace a resource is in the provider's source and in the documentation of
//! CloudFormation:
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_ApiGatewayV2.html>.

use crate::backend::lifecycle::{Kind, Loss, PLAIN};
use crate::model::Model;
use crate::source::Span;

const LOGS: Loss = Loss::Lost("its logs");

/// The resource types.
pub(in crate::backend) static KINDS: [Kind; 4] = [
    Kind {
        name: "aws_apigatewayv2_stage",
        replaces: &["name"],
        unique: Some("name"),
        replaced: Loss::Lost("its invoke URL"),
        limits: &["default_route_settings"],
        ..PLAIN
    },
    Kind {
        name: "aws_apigatewayv2_domain_name",
        replaces: &["domain_name"],
        unique: Some("domain_name"),
        replaced: Loss::Lost("the API at the old domain"),
        removed: Loss::Lost("the API at this domain"),
        ..PLAIN
    },
    Kind {
        name: "aws_cloudwatch_log_group",
        replaces: &["name"],
        unique: Some("name"),
        replaced: LOGS,
        removed: LOGS,
        kept_by: Some((
            "skip_destroy",
            "the old log group stays in the account, no longer managed by Terraform",
        )),
        ..PLAIN
    },
    Kind {
        name: "aws_route53_record.api",
        replaces: &["zone_id"],
        replaced: Loss::Lost("the address of the API's domain in the old zone"),
        removed: Loss::Lost("the address of the API's domain"),
        ..PLAIN
    },
];

/// Where the blueprint says what a resource is, by the resource's address.
pub(super) fn places(model: &Model) -> Vec<(String, Span)> {
    let stage = (
        "aws_apigatewayv2_stage.main".to_owned(),
        model.stage.name.span,
    );
    let domain = model.api.domain.iter().map(|domain| {
        let address = "aws_apigatewayv2_domain_name.main".to_owned();
        (address, domain.name.span)
    });
    let zone = model.api.domain.iter().filter_map(|domain| {
        let zone = domain.zone.as_ref()?;
        Some(("aws_route53_record.api".to_owned(), zone.span))
    });
    domain.chain(zone).chain([stage]).collect()
}
