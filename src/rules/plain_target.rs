//! Calls that are forwarded without encryption.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::Target;
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0420",
    name: "plain-target",
    severity: Severity::Warning,
    docs: Docs {
        what: "The `url` of a route starts with `http://`.",
        why: "The request, including the caller's token, crosses the internet unencrypted.",
        example: "[functions]\n\n[routes]\n\"GET /items\" = { url = \"http://legacy.example.com/items\", scopes = [\"read\"] }\n",
        fixed: "[functions]\n\n[routes]\n\"GET /items\" = { url = \"https://legacy.example.com/items\", scopes = [\"read\"] }\n",
        sources: &[],
    },
};

/// Checks the scheme of every URL.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for route in input.model.routes.iter() {
        if let Target::Url(url) = &route.target
            && url
                .literal()
                .is_some_and(|text| text.starts_with("http://"))
        {
            out.push(
                Diagnostic::new(&RULE, url.span, "calls to this URL are not encrypted")
                    .help("use an `https://` URL"),
            );
        }
    }
}
