//! Renders the generated files that are not HCL, from templates.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use serde::Serialize;

/// The token handler: Cognito's pre token generation trigger.
pub(crate) const TOKEN_HANDLER: &str = include_str!("templates/token_handler.js.jinja");

/// The function that answers CORS preflight requests.
pub(crate) const PREFLIGHT: &str = include_str!("templates/preflight.js");

/// The README of the output.
pub(crate) const README: &str = include_str!("templates/README.md.jinja");

/// The page of `jwtgen matrix`, its style and its script.
pub(crate) const MATRIX: &str = include_str!("templates/matrix.html.jinja");
/// See [`MATRIX`].
pub(crate) const MATRIX_STYLE: &str = include_str!("templates/matrix.css");
/// See [`MATRIX`].
pub(crate) const MATRIX_SCRIPT: &str = include_str!("templates/matrix.js");

/// Fills a template of this crate.
///
/// # Panics
///
/// If the template is invalid or uses a value that the context lacks; the tests
/// would show it.
pub(crate) fn render(template: &str, context: &impl Serialize) -> String {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build();
    syntax
        .and_then(|syntax| {
            environment.set_syntax(syntax);
            environment.render_str(template, Serde(context))
        })
        // INVARIANT: templates are part of the program, and tests render each.
        .unwrap_or_else(|error| panic!("invalid template: {error:#}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Kind;
    use crate::evidence::handler::Handler;
    use serde_json::json;

    /// The audit knows the token handler by its hash: a change of the template
    /// needs new ones, which the failure lists.
    #[test]
    fn every_variant_of_the_template_is_known() {
        let mut unknown = Vec::new();
        for token in ["id", "access"] {
            for per_client in [false, true] {
                let none = json!([]);
                let combination = json!([{ "scope": "\"c\"", "parts": "[\"s\"]" }]);
                for (combined, self_service) in [
                    (&none, false),
                    (&none, true),
                    (&combination, false),
                    (&combination, true),
                ] {
                    let source = render(
                        TOKEN_HANDLER,
                        &json!({
                            "blueprint": "b",
                            "token": token,
                            "spelling": "${scope}",
                            "per_client": per_client,
                            "self_service": self_service,
                            "scopes": "[\"s\"]",
                            "groups": [{ "name": "\"g\"", "scopes": "[\"s\"]" }],
                            "combined": combined,
                        }),
                    );
                    match Handler::recognise(&source) {
                        Ok(handler) => assert_eq!(handler.kind == Kind::Id, token == "id"),
                        Err(error) => unknown.push(format!("{token}: {error}")),
                    }
                }
            }
        }
        assert!(unknown.is_empty(), "{unknown:#?}");
    }
}
