//! A stage whose name is in the URLs otherwise than expected.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::{RouteKey, Segment};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0427",
    name: "misleading-stage",
    severity: Severity::Warning,
    docs: Docs {
        what: "The stage is called `default` instead of `$default`, or a path begins with its name.",
        why: "URLs have the stage's name before the path: `/default/items`, or `/prod/prod/items`. Only the stage `$default` has none.",
        example: "[stage]\nname = \"default\"\n",
        fixed: "[stage]\nname = \"$default\"\n",
        sources: &[
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-stages.html",
        ],
    },
};

/// Compares the stage with `default` and with the start of every path.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let stage = &model.stage.name;
    let generated = model.api.generated_endpoint.as_ref();
    // The mapping of a domain names the stage, and URLs do not.
    if model.api.domain.is_some() && generated.is_some_and(|generated| !generated.value) {
        return;
    }
    if stage.as_str() == "default" {
        out.push(
            Diagnostic::new(&RULE, stage.span, "the stage `default` is not `$default`")
                .label("every URL has `/default` before the path")
                .help("remove the name for the stage `$default`; allow this rule if the name is meant"),
        );
    }
    if stage.as_str() == "$default" {
        return;
    }
    for route in model.routes.iter() {
        let RouteKey::Path { segments, .. } = &route.key else {
            continue;
        };
        if let Some(Segment::Literal(first)) = segments.first()
            && segments.len() > 1
            && first == stage.as_str()
        {
            let message = format!("`{}` begins with the name of the stage", route.text.value);
            out.push(
                Diagnostic::new(&RULE, route.text.span, message)
                    .about(&route.text)
                    .label(format!("its URL has `/{first}/{first}`"))
                    .also(stage.span, "the stage")
                    .help("write the path without the stage, which URLs have before it"),
            );
        }
    }
}
