//! Fragments of blueprints, such as the examples of rules.

/// The base with the fragment's top-level keys and sections in place of its
/// own. A fragment that sets `name` is a whole blueprint already.
pub(crate) fn merge(base: &str, fragment: &str) -> String {
    let (new_keys, new_sections) = parts(fragment);
    if new_keys.iter().any(|line| key(line) == "name") {
        return fragment.to_owned();
    }
    let (keys, sections) = parts(base);
    let replaced = |part: &str| new_sections.iter().any(|new| section(new) == section(part));
    let kept_keys = keys
        .into_iter()
        .filter(|line| !new_keys.iter().any(|new| key(new) == key(line)));
    let mut merged: String = kept_keys.chain(new_keys.iter().copied()).collect();
    let kept = sections.into_iter().filter(|part| !replaced(part));
    merged.extend(kept.chain(new_sections.iter().copied()));
    merged
}

/// The lines before the first header, and the text of each header's table.
fn parts(text: &str) -> (Vec<&str>, Vec<&str>) {
    let mut starts: Vec<usize> = text.match_indices("\n[").map(|(at, _)| at + 1).collect();
    if text.starts_with('[') {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let sections = starts
        .iter()
        .zip(ends)
        .map(|(start, end)| &text[*start..end]);
    let first = starts.first().copied().unwrap_or(text.len());
    (
        text[..first].split_inclusive('\n').collect(),
        sections.collect(),
    )
}

fn key(line: &str) -> &str {
    line.split('=').next().unwrap_or_default().trim()
}

/// The top-level section that a table belongs to.
fn section(part: &str) -> &str {
    let header = part.trim_start_matches('[');
    header.split(['.', ']']).next().unwrap_or_default().trim()
}
