//! A Lambda authorizer for signatures of a body that it does not see.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::AuthorizerKind;
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0337",
    name: "unseen-body",
    severity: Severity::Warning,
    docs: Docs {
        what: "A Lambda authorizer gets a header in which a webhook signs the body of its request. The event of an authorizer has no body.",
        why: "The function cannot compute the signature: it either refuses every call or checks nothing.",
        example: "[functions.api]\nsource = \"functions/api\"\n\n[functions.gatekeeper]\nsource = \"functions/api\"\n\n[authorizers.github]\nfunction = \"gatekeeper\"\nsources = [\"$request.header.X-Hub-Signature-256\"]\n\n[routes]\n\"POST /hook\" = { function = \"api\", authorizer = \"github\" }\n\"GET /items\" = { function = \"api\", scopes = [\"read\"] }\n",
        fixed: "[functions.api]\nsource = \"functions/api\"\n\n[routes]\n\"POST /hook\" = { function = \"api\", public = \"the function checks the signature of the body\" }\n\"GET /items\" = { function = \"api\", scopes = [\"read\"] }\n",
        sources: &[
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html",
            "https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries",
            "https://docs.stripe.com/webhooks#verify-official-libraries",
        ],
    },
};

/// Whether a header carries a signature, as those of webhooks do: `X-Hub-Signature-256`,
/// `X-Shopify-Hmac-SHA256`, `PayPal-Transmission-Sig`.
fn signs(header: &str) -> bool {
    let header = header.to_ascii_lowercase();
    header.contains("signature") || header.contains("hmac") || header.ends_with("-sig")
}

/// Looks for such headers among the identity sources.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for authorizer in input.model.authorizers.iter() {
        let AuthorizerKind::Lambda { sources, .. } = &authorizer.kind else {
            continue;
        };
        for source in sources {
            let header = source.strip_prefix("$request.header.").unwrap_or_default();
            if signs(header) {
                let message =
                    format!("`{header}` signs the body, which a Lambda authorizer does not get");
                out.push(
                    Diagnostic::new(&RULE, source.span, message)
                        .about(&authorizer.name)
                        .help("check the signature in the function of the route, and make the route `public` with this reason"),
                );
            }
        }
    }
}
