//! Calls that are passed on where anyone on the way can read them.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::Target;
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0420",
    name: "plain-target",
    severity: Severity::Warning,
    docs: Docs {
        what: "The `url` of a route is a plain `http://` address.",
        why: "The request goes over the internet with the caller's token in it.",
        example: "[functions]\n\n[routes]\n\"GET /items\" = { url = \"http://legacy.example.com/items\", scopes = [\"read\"] }\n",
        fixed: "[functions]\n\n[routes]\n\"GET /items\" = { url = \"https://legacy.example.com/items\", scopes = [\"read\"] }\n",
        sources: &[],
    },
};

/// Looks at the scheme of every address.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for route in input.model.routes.iter() {
        if let Target::Url(url) = &route.target
            && url
                .literal()
                .is_some_and(|text| text.starts_with("http://"))
        {
            out.push(
                Diagnostic::new(&RULE, url.span, "this address is not encrypted")
                    .help("let the target serve `https://`"),
            );
        }
    }
}
