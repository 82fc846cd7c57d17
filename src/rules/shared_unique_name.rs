//! A name that two copies of an output would both claim.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::Value;
use crate::rules::{Docs, Input, Rule};
use crate::source::Span;

pub static RULE: Rule = Rule {
    code: "JG0239",
    name: "shared-unique-name",
    severity: Severity::Warning,
    docs: Docs {
        what: "`prefix` is a variable, and a domain is not.",
        why: "With a variable as its prefix, one output serves several environments. The domain of the sign-in pages is unique in a Region, and a custom domain everywhere: the apply of the second environment fails.",
        example: "prefix = { var = \"environment\" }\n\n[identity]\ndomain = \"shop-demo\"\n",
        fixed: "prefix = { var = \"environment\" }\n\n[identity]\ndomain = { var = \"sign_in_domain\" }\n",
        sources: &[
            "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html",
            "https://github.com/hashicorp/terraform-provider-aws/issues/27358",
        ],
    },
};

/// Looks for domains that do not vary.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let Some(prefix) = &model.prefix else {
        return;
    };
    if !matches!(prefix.value, Value::Variable(_)) {
        return;
    }
    let mut warn = |span: Span, name: &str, help: &str| {
        let message = format!("every environment would claim the domain `{name}`");
        out.push(
            Diagnostic::new(&RULE, span, message)
                .about(name)
                .also(prefix.span, "environments differ by this variable")
                .help(help),
        );
    };
    let overlay = "set it in an overlay for each environment, and compile each to its own folder";
    if let Some(identity) = &model.identity {
        if let Some(domain) = &identity.domain
            && let Some(name) = domain.literal()
        {
            let help = "use a variable here too: `{ var = \"sign_in_domain\" }`";
            warn(domain.span, name, help);
        }
        if let Some(domain) = &identity.pool.custom_domain {
            warn(domain.name.span, &domain.name, overlay);
        }
    }
    if let Some(domain) = &model.api.domain {
        warn(domain.name.span, &domain.name, overlay);
    }
}
