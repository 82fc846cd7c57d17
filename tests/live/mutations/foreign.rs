//! Things beside the output that the compiler never writes.
//!
//! The files of `foreign/` list them: `=== kind: what it is`, then what is added,
//! in `zz.tf` or in the files that `--- path` begins. The names are those of the
//! walkthrough.

use super::generate::Mutation;

const LISTS: [&str; 7] = [
    include_str!("foreign/functions.txt"),
    include_str!("foreign/gateway.txt"),
    include_str!("foreign/hidden.txt"),
    include_str!("foreign/identity.txt"),
    include_str!("foreign/laundered.txt"),
    include_str!("foreign/terraform.txt"),
    include_str!("foreign/harmless.txt"),
];

/// The kind of what must stay `same`.
pub(super) const HARMLESS: &str = "harmless";

/// How the kind begins of what may have any verdict. A person may have good reason
/// for it (a backend, settings of the provider, values of variables), it names
/// nothing of the output (another API or pool, even of the same name), or Terraform
/// does not read it.
pub(super) const EITHER: &str = "either";

/// All of them.
pub(super) fn mutations() -> Vec<Mutation> {
    let entries = LISTS.iter().flat_map(|list| list.split("=== ").skip(1));
    entries.map(entry).collect()
}

fn entry(text: &str) -> Mutation {
    let (title, text) = text.split_once('\n').unwrap_or((text, ""));
    let (kind, what) = title.split_once(": ").unwrap_or(("foreign", title));
    let mut files = Vec::new();
    for (at, part) in text.split("--- ").enumerate() {
        let (path, contents) = match at {
            0 => ("zz.tf", part),
            _ => part.split_once('\n').unwrap_or((part, "")),
        };
        if !contents.is_empty() {
            // A name that turns the direction of the text around is spelled out.
            let path = path.replace("\\u{202e}", "\u{202e}");
            files.push((path, Some(contents.as_bytes().to_vec())));
        }
    }
    Mutation {
        kind: kind.to_owned(),
        name: format!("{kind}: {what}"),
        files,
    }
}
