//! A URL that does not take over what the path says.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::{RouteKey, Segment, Target};
use crate::rules::{Docs, Input, Rule};
use crate::source::Span;
use crate::syntax::quote;

pub static RULE: Rule = Rule {
    code: "JG0430",
    name: "lost-path",
    severity: Severity::Warning,
    docs: Docs {
        what: "The `url` of a route takes no part of the path: it has `:id`, or nothing for `{proxy+}`.",
        why: "API Gateway replaces only names in braces. Every call goes to the same address, whatever its path is.",
        example: "[functions]\n\n[routes]\n\"ANY /old/{proxy+}\" = { url = \"https://old.example.com\", scopes = [\"read\"] }\n",
        fixed: "[functions]\n\n[routes]\n\"ANY /old/{proxy+}\" = { url = \"https://old.example.com/{proxy}\", scopes = [\"read\"] }\n",
        sources: &[
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-http.html",
        ],
    },
};

/// Looks for parameters of a path that the URL means or leaves out.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for route in input.model.routes.iter() {
        let (Target::Url(url), RouteKey::Path { segments, .. }) = (&route.target, &route.key)
        else {
            continue;
        };
        let Some(text) = url.literal() else { continue };
        let colon = segments.iter().find_map(|segment| match segment {
            Segment::Parameter(name) | Segment::Greedy(name) => {
                has_colon(text, name).then_some(name)
            }
            Segment::Literal(_) => None,
        });
        if let Some(name) = colon {
            let edited = text.replace(&format!("/:{name}"), &format!("/{{{name}}}"));
            out.push(edit(
                url.span,
                format!("`:{name}` is literal text"),
                &edited,
            ));
            continue;
        }
        let Some(Segment::Greedy(name)) = segments.last() else {
            continue;
        };
        if !text.contains(&format!("{{{name}}}")) && !text.contains(['{', '?']) {
            let edited = format!("{}/{{{name}}}", text.trim_end_matches('/'));
            let message = format!("the rest of the path, `{{{name}+}}`, is not passed on");
            out.push(edit(url.span, message, &edited).also(route.text.span, "this route"));
        }
    }
}

fn edit(span: Span, message: String, edited: &str) -> Diagnostic {
    Diagnostic::new(&RULE, span, message).suggest(
        format!("write `{}`", quote(edited)),
        [(span, quote(edited))],
    )
}

/// Whether a segment of a URL is the name of a parameter, as in Express.
fn has_colon(url: &str, name: &str) -> bool {
    let mut segments = url.split('/').skip(3);
    segments.any(|segment| segment.strip_prefix(':') == Some(name))
}
