//! The custom domain of the API. It is generated inline rather than as a module:
//! an API has only one, and all conditions are known at compile time.

use super::{api_id, output_after_routes, tags};
use crate::model::{Domain, Model, Value};
use crate::terraform::expr::{Part, fixed, list, object, reference, template, text, value};
use crate::terraform::{Block, Expression, File, Graph};

const NAME: &str = "aws_apigatewayv2_domain_name.main";

/// Adds the domain, its certificate if none is given, its DNS records if there
/// is a zone, and the mapping to the stage.
pub(super) fn lower(model: &Model, graph: &mut Graph) {
    let Some(domain) = &model.api.domain else {
        return;
    };
    let certificate = match (&domain.certificate, &domain.zone) {
        (Some(arn), _) => value(arn),
        (None, Some(zone)) => {
            certificate(model, domain, zone, graph);
            reference("aws_acm_certificate_validation.api.certificate_arn")
        }
        // INVARIANT: the rule `incomplete-domain` rejects a domain with neither.
        (None, None) => Expression::Null,
    };
    graph.push(
        File::Api,
        Block::resource("aws_apigatewayv2_domain_name", "main")
            .attr("domain_name", text(domain.name.as_str()))
            .attr_if("tags", tags(model))
            .block(
                Block::new("domain_name_configuration")
                    .attr("certificate_arn", certificate)
                    .attr("endpoint_type", text("REGIONAL"))
                    .attr("security_policy", text("TLS_1_2"))
                    .attr_if(
                        "ip_address_type",
                        model.api.ip_address_type.as_deref().map(text),
                    ),
            ),
    );
    graph.push(
        File::Api,
        Block::resource("aws_apigatewayv2_api_mapping", "main")
            .attr("api_id", api_id())
            .attr("domain_name", reference(&format!("{NAME}.id")))
            .attr("stage", reference("aws_apigatewayv2_stage.main.id"))
            .attr_if("api_mapping_key", domain.base_path.as_deref().map(text)),
    );
    if let Some(zone) = &domain.zone {
        // An IPv4 domain answers nothing at an IPv6 address.
        let dual_stack = model.api.is_dual_stack();
        let ipv6 = dual_stack.then_some(("api_ipv6", "AAAA"));
        for (name, kind) in [("api", "A")].into_iter().chain(ipv6) {
            let target = |part: &str| target(part);
            graph.push(
                File::Api,
                Block::resource("aws_route53_record", name)
                    .attr("zone_id", value(zone))
                    .attr("name", reference(&format!("{NAME}.domain_name")))
                    .attr("type", text(kind))
                    .block(
                        Block::new("alias")
                            .attr("name", target("target_domain_name"))
                            .attr("zone_id", target("hosted_zone_id"))
                            .attr("evaluate_target_health", false),
                    ),
            );
        }
    }
    outputs(model, domain, graph);
}

/// The target that the domain must point to.
fn target(part: &str) -> Expression {
    fixed(&format!("{NAME}.domain_name_configuration[0].{part}"))
}

fn certificate(model: &Model, domain: &Domain, zone: &Value, graph: &mut Graph) {
    graph.push(
        File::Api,
        Block::resource("aws_acm_certificate", "api")
            .attr("domain_name", text(domain.name.as_str()))
            .attr("validation_method", text("DNS"))
            .attr_if("tags", tags(model))
            // A certificate in use cannot be deleted: create the next one first.
            .block(Block::new("lifecycle").attr("create_before_destroy", true)),
    );
    // One domain has one validation option.
    let option = |part: &str| {
        fixed(&format!(
            "one(aws_acm_certificate.api.domain_validation_options).{part}"
        ))
    };
    graph.push(
        File::Api,
        Block::resource("aws_route53_record", "certificate")
            .attr("zone_id", value(zone))
            .attr("name", option("resource_record_name"))
            .attr("type", option("resource_record_type"))
            .attr("ttl", 300)
            .attr("records", list([option("resource_record_value")]))
            .attr("allow_overwrite", true),
    );
    graph.push(
        File::Api,
        Block::resource("aws_acm_certificate_validation", "api")
            .attr("certificate_arn", reference("aws_acm_certificate.api.arn"))
            .attr(
                "validation_record_fqdns",
                list([reference("aws_route53_record.certificate.fqdn")]),
            ),
    );
}

/// The URL of the API at its custom domain.
pub(super) fn url(domain: &Domain) -> Expression {
    let path = domain.base_path.as_ref();
    let path = path.map_or_else(String::new, |path| format!("/{}", path.value));
    template([
        "https://".into(),
        // Refers to the mapping, because the domain answers 403 without it.
        Part::Value(reference("aws_apigatewayv2_api_mapping.main.domain_name")),
        Part::Text(path),
    ])
}

fn outputs(model: &Model, domain: &Domain, graph: &mut Graph) {
    let description = "URL of the API at its custom domain, without a trailing slash.";
    graph.push(
        File::Outputs,
        output_after_routes(model, "url", description, url(domain)),
    );
    if domain.zone.is_none() {
        let description = "Target of the custom domain's DNS record: a CNAME to this name, or an alias with this hosted zone ID.";
        graph.push(
            File::Outputs,
            Block::new("output")
                .label("domain_target")
                .attr("description", text(description))
                .attr(
                    "value",
                    object([
                        ("name", target("target_domain_name")),
                        ("zone_id", target("hosted_zone_id")),
                    ]),
                ),
        );
    }
}
