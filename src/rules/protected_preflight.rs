//! A protected route that catches preflight requests.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::{Access, RouteKey};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0404",
    name: "protected-preflight",
    severity: Severity::Error,
    docs: Docs {
        what: "The API has `cors`, and an `OPTIONS` route is protected.",
        why: "A browser's preflight request never carries a token. The route rejects it, and the browser does not make the actual call.",
        example: "[api]\ncors = { origins = [\"https://example.com\"] }\n\n[routes]\n\"OPTIONS /items\" = { function = \"api\", scopes = [\"read\"] }\n",
        fixed: "[api]\ncors = { origins = [\"https://example.com\"] }\n\n[routes]\n\"GET /items\" = { function = \"api\", scopes = [\"read\"] }\n",
        sources: &[
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
        ],
    },
};

/// Looks at every route for `OPTIONS`.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let Some(cors) = &input.model.api.cors else {
        return;
    };
    for route in input.model.routes.iter() {
        let options =
            matches!(&route.key, RouteKey::Path { method, .. } if method.as_str() == "OPTIONS");
        if options && !matches!(route.access, Access::Public { .. }) {
            let message = format!("`{}` rejects preflight requests", route.text.value);
            out.push(
                Diagnostic::new(&RULE, route.text.span, message)
                    .also(cors.span, "this allows calls from other origins")
                    .help("remove this route: the gateway answers preflight requests itself"),
            );
        }
    }
}
