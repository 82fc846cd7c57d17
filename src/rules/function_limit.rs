//! Too many layers, or too few subnets or security groups.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0512",
    name: "function-limit",
    severity: Severity::Error,
    docs: Docs {
        what: "A function has more than 5 layers, or is in a VPC without a subnet or a security group.",
        why: "Lambda rejects it at apply.",
        example: "[functions.api]\nsource = \"functions/api\"\nvpc = { subnets = [{ var = \"subnet\" }], security_groups = [] }\n",
        fixed: "[functions.api]\nsource = \"functions/api\"\nvpc = { subnets = [{ var = \"subnet\" }], security_groups = [{ var = \"security_group\" }] }\n",
        sources: &[
            "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
            "https://docs.aws.amazon.com/lambda/latest/api/API_VpcConfig.html",
        ],
    },
};

/// Layers of one function.
const MAX_LAYERS: usize = 5;

/// Counts layers, subnets and security groups. A list may be empty because its
/// items have been reported, so this only checks complete blueprints.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for function in input.model.functions.iter() {
        if let Some(layers) = &function.layers {
            let count = layers.arns.len();
            if count > MAX_LAYERS {
                let message = format!(
                    "`{}` has {count} layers, but Lambda allows {MAX_LAYERS}",
                    function.key.value
                );
                out.push(
                    Diagnostic::new(&RULE, layers.span, message)
                        .help("combine layers that belong together"),
                );
            }
        }
        let Some(vpc) = &function.vpc else { continue };
        for (list, what) in [
            (&vpc.subnets, "a subnet"),
            (&vpc.security_groups, "a security group"),
        ] {
            if list.is_empty() {
                out.push(
                    Diagnostic::new(&RULE, vpc.span, format!("a function in a VPC needs {what}"))
                        .help(format!("add {what}, or remove `vpc`")),
                );
            }
        }
    }
}
