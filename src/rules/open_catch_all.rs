//! A public route that catches requests close to protected routes.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::{Access, Route, RouteKey, Target};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0335",
    name: "open-catch-all",
    severity: Severity::Warning,
    docs: Docs {
        what: "A public `$default`, greedy or `ANY` route answers requests close to a protected route. Such requests use another method on the same path, or a path below it.",
        why: "Anything forgotten or misspelled among the protected routes is silently public.",
        example: "[routes]\n\"GET /items\" = { function = \"api\", scopes = [\"read\"] }\n\"$default\" = { function = \"api\", public = \"a page for everything else\" }\n",
        fixed: "[routes]\n\"GET /items\" = { function = \"api\", scopes = [\"read\"] }\n\"GET /pages/{page+}\" = { function = \"api\", public = \"a page for everything else\" }\n",
        sources: &[
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html",
        ],
    },
};

/// Looks for a protected route close to each wide public one.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let routes = &input.model.routes;
    let public = |route: &&Route| {
        matches!(route.access, Access::Public { .. })
            && route.target != Target::Preflight
            && route.key.is_wide()
    };
    for open in routes.iter().filter(public) {
        let shut = routes.iter().find(|route| {
            // A route for every path leaves nothing for `$default` to protect.
            let takes_all = route.key == RouteKey::Default && open.key.is_everything();
            !matches!(route.access, Access::Public { .. })
                && (takes_all
                    || open.key.is_all_below(&route.key)
                    || open.key.surrounds(&route.key))
        });
        let Some(shut) = shut else { continue };
        let message = format!(
            "`{}` makes requests close to protected routes public",
            open.text.value
        );
        out.push(
            Diagnostic::new(&RULE, open.text.span, message)
                .about(&open.text)
                .also(
                    shut.text.span,
                    match shut.key {
                        RouteKey::Default => "requests meant for this route are public",
                        _ => "other methods or paths than this are public",
                    },
                )
                .help("list the public paths one by one, or protect this route too"),
        );
    }
}
