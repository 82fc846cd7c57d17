//! An existing log group that cannot be used as written.

use crate::arn::Arn;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0409",
    name: "invalid-log-group",
    severity: Severity::Error,
    docs: Docs {
        what: "`log_group` is not the ARN of a log group, or `log_retention` is set as well.",
        why: "API Gateway accepts only an ARN. The retention of an existing log group is set where it is created.",
        example: "[stage]\nlog_group = \"/aws/apigateway/shop\"\n",
        fixed: "[stage]\nlog_group = { var = \"log_group_arn\" }\n",
        sources: &[
            "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/apigatewayv2_stage",
        ],
    },
};

/// Checks the log group of the stage.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let stage = &input.model.stage.settings;
    let Some(group) = &stage.log_group else {
        return;
    };
    let parts = |text: &str| {
        let arn = Arn::parse(text);
        let arn = arn.filter(|arn| arn.service == "logs" && arn.is_local());
        let name = arn.and_then(|arn| arn.resource.strip_prefix("log-group:"));
        name.is_some_and(|name| !name.is_empty() && !name.starts_with(':'))
    };
    if group.literal().is_some_and(|text| !parts(text)) {
        out.push(
            Diagnostic::new(&RULE, group.span, "this is not the ARN of a log group").help(
                "use `arn:aws:logs:<region>:<account>:log-group:<name>`, or `{ var = \"…\" }`",
            ),
        );
    }
    if stage.log_retention.is_some() {
        out.push(
            Diagnostic::new(
                &RULE,
                group.span,
                "`log_retention` has no effect on an existing log group",
            )
            .help("remove one of the two"),
        );
    }
}
