//! `remove` in an overlay: keys of the blueprint that an environment does not have.

use super::shape::span;
use crate::diagnostic::Diagnostics;
use crate::rules::invalid_removal;
use crate::source::Span;
use toml::de::{DeTable, DeValue};

/// The key that lists what to remove.
const KEY: &str = "remove";

/// Takes `remove` out of a blueprint, where it has no meaning.
pub(super) fn refuse(root: &mut DeTable<'_>, out: &mut Diagnostics) {
    if let Some((key, _)) = root.remove_entry(KEY) {
        out.push(invalid_removal::not_an_overlay(span(&key)));
    }
}

/// Takes `remove` out of an overlay and removes from `base` what it lists. Places in
/// the overlay are shifted by `offset`.
pub(super) fn apply(
    base: &mut DeTable<'_>,
    over: &mut DeTable<'_>,
    offset: usize,
    out: &mut Diagnostics,
) {
    let Some((key, value)) = over.remove_entry(KEY) else {
        return;
    };
    let place = |span: Span| Span::from(span.start + offset..span.end + offset);
    let Some(items) = value.get_ref().as_array() else {
        out.push(invalid_removal::not_a_list(place(span(&key))));
        return;
    };
    for item in items {
        let at = place(span(item));
        let path = item
            .get_ref()
            .as_str()
            .and_then(|text| Some((text, path(text)?)));
        match path {
            None => out.push(invalid_removal::not_a_key(at)),
            Some((text, path)) if !take(base, &path) => {
                out.push(invalid_removal::missing(text, at));
            }
            Some(_) => {}
        }
    }
}

/// The parts of a dotted key.
fn path(text: &str) -> Option<Vec<String>> {
    if text.contains(['=', '\n', '[', '{', '#']) && !text.contains(['"', '\'']) {
        return None;
    }
    let line = format!("{text} = 0");
    let root = DeTable::parse(&line).ok()?;
    let mut table = root.get_ref();
    let mut path = Vec::new();
    loop {
        let mut entries = table.iter();
        let (key, value) = entries.next()?;
        path.push(key.get_ref().to_string());
        match (value.get_ref(), entries.next()) {
            (DeValue::Table(inner), None) => table = inner,
            (DeValue::Integer(_), None) => return Some(path),
            _ => return None,
        }
    }
}

fn take(table: &mut DeTable<'_>, path: &[String]) -> bool {
    match path {
        [] => false,
        [last] => table.remove(last.as_str()).is_some(),
        [first, rest @ ..] => match table.get_mut(first.as_str()).map(toml::Spanned::get_mut) {
            Some(DeValue::Table(inner)) => take(inner, rest),
            _ => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn paths_are_dotted_keys() {
        let parts = |text| path(text).map(|path| path.join("|"));
        assert_eq!(parts("stage"), Some("stage".into()));
        assert_eq!(
            parts("routes.\"GET /a\".url"),
            Some("routes|GET /a|url".into())
        );
        assert_eq!(
            parts("routes.'GET /a=b'.url"),
            Some("routes|GET /a=b|url".into())
        );
        for text in ["", "a b", "a = 1", "a]", "a.", "a = 1\nb"] {
            assert_eq!(path(text), None, "{text}");
        }
    }
}
