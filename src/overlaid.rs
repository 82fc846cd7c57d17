//! Findings of which a part is in an overlay: they say what the overlay did.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rules::{
    function_origin, missing_access, public_with_scopes, route_target, unused_variable,
};
use crate::source::{Source, Span};

/// Tells findings that an overlay caused from those of the blueprint.
pub(crate) fn explain(diagnostics: &mut Diagnostics, source: &Source) {
    let is_single = source.parts().count() == 1;
    diagnostics.judge(|diagnostic| {
        one(diagnostic, source);
        // The blueprint may use what an overlay replaces.
        is_single || diagnostic.rule.code != unused_variable::RULE.code
    });
}

fn one(diagnostic: &mut Diagnostic, source: &Source) {
    let code = diagnostic.rule.code;
    let file = |span: Span| source.part_at(span.start).path;
    let own = file(diagnostic.primary.span);
    let mut labels = diagnostic.secondary.iter();
    // One is in the blueprint, and the other one beside it.
    let conflict = [public_with_scopes::RULE.code, route_target::RULE.code].contains(&code)
        && labels.any(|label| file(label.span) != own);
    let incomplete = [
        missing_access::RULE.code,
        route_target::RULE.code,
        function_origin::RULE.code,
    ];
    let is_first = own == file(Span::default());
    if conflict {
        let found = diagnostic.clone();
        *diagnostic = found.help(
            "to leave out what the blueprint has, list its key in the overlay: `remove = ['routes.\"GET /items\".scopes']`",
        );
    } else if !is_first && incomplete.contains(&code) && diagnostic.secondary.is_empty() {
        let name = source
            .slice(diagnostic.primary.span)
            .trim_matches(['"', '\'']);
        let note = format!("the blueprint has no `{name}`: the overlay adds it");
        *diagnostic = diagnostic.clone().note(note);
    }
}
