//! Functions: their packages, and who may invoke them.

use super::api::Reach;
use super::facts::is_nothing;
use super::{Evidence, Infrastructure, Piece, Term};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

/// The hash of a package, as Lambda and Terraform show it.
pub(super) fn hash(package: &[u8]) -> String {
    BASE64_STANDARD.encode(Sha256::digest(package))
}

/// Largest source of a handler that is read, in bytes.
const LARGEST: u64 = 4 << 20;

/// Sizes of the headers of an archive without their names, in bytes: of a file,
/// of an entry of the directory, and of the end of the directory.
/// Source: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, section 4.3.
const LOCAL: usize = 30;
const CENTRAL: usize = 46;
const END: usize = 22;

/// Permissions by the address of the function that they are for.
pub(super) type Permissions = BTreeMap<Option<String>, Vec<String>>;

impl Infrastructure<'_> {
    /// The single file of a function's package, if there is nothing else and the
    /// package is found by its hash; otherwise why not.
    pub(super) fn only_source(&self, function: &str) -> Result<String, String> {
        let evidence = self.evidence;
        let set = |path: &str| !is_nothing(&evidence.value(function, path));
        if let Some(more) = [
            "layers",
            "environment.0.variables",
            "image_uri",
            "s3_bucket",
        ]
        .into_iter()
        .find(|path| set(path))
        {
            return Err(format!("it has `{more}`"));
        }
        if evidence.value(function, "handler").as_text() != Some("index.handler") {
            return Err("its handler is not `index.handler`".to_owned());
        }
        let runtime = evidence.value(function, "runtime");
        if !runtime
            .as_text()
            .is_some_and(|name| name.starts_with("nodejs"))
        {
            return Err("its runtime is not Node.js".to_owned());
        }
        let hash = evidence.value(function, "source_code_hash");
        let Some(hash) = hash.as_text() else {
            return Err("the hash of its package is not known".to_owned());
        };
        let real = evidence.value(function, "code_sha256");
        if real.as_text().is_some_and(|real| real != hash) {
            return Err("the hash of its package does not match".to_owned());
        }
        let package = match self.packages.get(hash) {
            Some(package) => package.clone(),
            None => evidence
                .file(function, hash)
                .ok_or("its package was found neither by path nor by hash")?,
        };
        let (name, source) = unpack(&package)
            .ok_or("its package holds more, or is larger, than a single file of text")?;
        match name.as_str() {
            "index.js" => Ok(source),
            _ => Err("its package is not the single file `index.js`".to_owned()),
        }
    }

    /// Whether a service may invoke a function. The source is the resource that
    /// it calls for: an attribute, and what may follow it.
    pub(super) fn may_invoke(
        &self,
        service: &str,
        function: &Term,
        source: (&str, &str),
        rest: &[String],
    ) -> Reach {
        let evidence = self.evidence;
        let mut doubt = None;
        let known = self.function(function);
        for permission in self.permissions(known.as_deref()) {
            let text = |name: &str| evidence.value(permission, name);
            let named = qualified(text("function_name"), text("qualifier"));
            let same = match &known {
                Some(known) => match self.function(&named) {
                    Some(other) => Some(*known == other),
                    None if named.is_unclear() => None,
                    None => Some(false),
                },
                None => function.same(&named),
            };
            let action = text("action");
            let fits = [
                same,
                text("principal")
                    .as_text()
                    .map(|who| [service, "*"].contains(&who)),
                action
                    .as_text()
                    .map(|action| ["lambda:InvokeFunction", "lambda:*"].contains(&action)),
                self.covers(&text("source_arn"), source, rest),
            ];
            if fits.iter().all(|fit| *fit == Some(true)) {
                return Reach::Yes;
            }
            if !fits.contains(&Some(false)) {
                doubt = Some(format!("what `{permission}` permits is not known"));
            }
        }
        match doubt {
            Some(doubt) => Reach::Unknown(doubt),
            None => self.missing(format!(
                "no permission lets `{service}` invoke the function"
            )),
        }
    }

    /// The permissions that may be for a function: its own, and those of functions
    /// that are not here. All of them if the function is not here.
    fn permissions(&self, function: Option<&str>) -> impl Iterator<Item = &str> {
        let found = self.permissions.get_or_init(|| {
            let mut found = Permissions::default();
            for permission in self.evidence.of_kind("aws_lambda_permission") {
                let text = |name: &str| self.evidence.value(permission, name);
                let named = qualified(text("function_name"), text("qualifier"));
                let of = found.entry(self.function(&named)).or_default();
                of.push(permission.to_owned());
            }
            found
        });
        let candidates: Vec<&Vec<String>> = match function {
            Some(function) => [Some(function.to_owned()), None]
                .iter()
                .filter_map(|of| found.get(of))
                .collect(),
            None => found.values().collect(),
        };
        candidates.into_iter().flatten().map(String::as_str)
    }

    /// Whether the source of a permission covers every call for one of these.
    fn covers(&self, pattern: &Term, source: (&str, &str), rest: &[String]) -> Option<bool> {
        if is_nothing(pattern) {
            return Some(true);
        }
        if pattern.is_unclear() {
            return None;
        }
        let base = self.evidence.export(source.0, source.1).into_pieces()?;
        let pattern = pattern.clone().into_pieces()?;
        let mut pattern = pattern.into_iter();
        let mut tail = String::new();
        for piece in base {
            match (piece, pattern.next()) {
                (piece, Some(found)) if piece == found => {}
                (Piece::Literal(base), Some(Piece::Literal(found))) => {
                    match found.strip_prefix(&base) {
                        Some(rest) => tail.push_str(rest),
                        None => return Some(false),
                    }
                }
                _ => return Some(false),
            }
        }
        for piece in pattern {
            match piece {
                Piece::Literal(text) => tail.push_str(&text),
                Piece::Of(_) | Piece::Call(_) => return None,
            }
        }
        Some(match rest {
            [] => tail.is_empty(),
            rest => rest.iter().all(|rest| glob(&tail, rest)),
        })
    }
}

/// A function with its version or alias, as calls name it.
fn qualified(name: Term, qualifier: Term) -> Term {
    if is_nothing(&qualifier) {
        return name;
    }
    if let Some(whole) = taken_apart(&name, &qualifier) {
        return whole;
    }
    match (name.clone().into_pieces(), qualifier.clone().into_pieces()) {
        (Some(name), Some(qualifier)) => {
            let colon = [Piece::Literal(":".into())];
            Term::joined(name.into_iter().chain(colon).chain(qualifier))
        }
        _ => Term::List(vec![name, qualifier]).blurred(),
    }
}

/// The ARN whose first parts are the name, and whose only other part, if there is
/// one, is the qualifier.
fn taken_apart(name: &Term, qualifier: &Term) -> Option<Term> {
    let call = |term: &Term, function: &str| {
        let call = term.as_call().filter(|call| call.function == function)?;
        Some(call.arguments.clone())
    };
    let [colon, first]: [Term; 2] = call(name, "join")?.try_into().ok()?;
    let [rest]: [Term; 1] = call(qualifier, "one")?.try_into().ok()?;
    let [parts, start, end]: [Term; 3] = call(&first, "slice")?.try_into().ok()?;
    let [others, from, to]: [Term; 3] = call(&rest, "slice")?.try_into().ok()?;
    let [separator, whole]: [Term; 2] = call(&parts, "split")?.try_into().ok()?;
    let [length]: [Term; 1] = call(&to, "length")?.try_into().ok()?;
    let all = [&others, &length].iter().all(|list| **list == parts);
    let zero = start == Term::Number("0".to_owned());
    let colons = [colon, separator]
        .iter()
        .all(|text| text.as_text() == Some(":"));
    (all && zero && colons && end == from).then_some(whole)
}

impl Evidence<'_> {
    /// The package that a function names, if it has this hash.
    fn file(&self, function: &str, wanted: &str) -> Option<Vec<u8>> {
        let path = self.value(function, "filename");
        let bytes = self.folder?.read(path.as_text()?.as_ref()).ok()?;
        (hash(&bytes) == wanted).then_some(bytes)
    }
}

/// The name and text of the only file of an archive.
///
/// `None` unless the archive is that file from its first byte to its last: what
/// lies before, between or after its parts may be another archive to who unpacks
/// it in another way, and a name may be another one in another place.
fn unpack(package: &[u8]) -> Option<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(package)).ok()?;
    if archive.len() != 1 {
        return None;
    }
    let directory = usize::try_from(archive.central_directory_start()).ok()?;
    let file = archive.by_index(0).ok()?;
    let name = file.name().ok()?.into_owned();
    let begin = usize::try_from(file.data_start()?).ok()?;
    let length = usize::try_from(file.compressed_size()).ok()?;
    let whole = file.header_start() == 0
        && begin == LOCAL + name.len()
        && package.get(LOCAL..begin)? == name.as_bytes()
        && begin.checked_add(length)? == directory
        && package.len() == directory + CENTRAL + name.len() + END;
    if !whole || file.is_symlink() || file.size() > LARGEST {
        return None;
    }
    let mut text = String::new();
    file.take(LARGEST + 1).read_to_string(&mut text).ok()?;
    (text.len() as u64 <= LARGEST).then_some((name, text))
}

/// Whether a text matches a pattern in which `*` matches any text.
fn glob(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(mut text) = text.strip_prefix(start) else {
        return false;
    };
    let parts: Vec<&str> = rest.split('*').collect();
    let (last, middle) = parts.split_last().unwrap_or((&"", &[]));
    for part in middle {
        match text.find(part) {
            Some(at) => text = &text[at + part.len()..],
            None => return false,
        }
    }
    text.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::glob;

    #[test]
    fn stars_stand_for_any_text() {
        assert!(glob("/*/*", "/Test/GET/a/b"));
        assert!(glob("/Test/GET/a", "/Test/GET/a"));
        assert!(glob("*", ""));
        assert!(glob("/*/GET/*/b", "/x/GET/a/b"));
        assert!(!glob("/*/POST/*", "/Test/GET/a"));
        assert!(!glob("", "/Test/GET/a"));
    }
}
