//! Route keys as other frameworks write them, in the spelling of API Gateway,
//! which would take the marks of the others as letters.

use crate::model::{METHODS, RouteKey};
use crate::similar::nearest;

/// Names that OData gives to segments with a dollar sign.
/// <https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html>
const ODATA: [&str; 9] = [
    "all",
    "batch",
    "count",
    "crossjoin",
    "entity",
    "filter",
    "metadata",
    "ref",
    "value",
];

/// A path whose parameters are written as in Express, Flask, Next.js, OpenAPI
/// extensions or a regular expression; `None` if it is not.
pub(super) fn path(path: &str) -> Option<String> {
    let mut plain = path;
    if let Some((scheme, rest)) = path.trim_start_matches('/').split_once("://")
        && scheme.starts_with("http")
    {
        plain = rest.find('/').map_or("/", |slash| &rest[slash..]);
    }
    let segments: Vec<&str> = plain.split('/').collect();
    let last = segments.len() - 1;
    let mut changed = plain != path;
    let mut written = Vec::new();
    for (index, segment) in segments.iter().enumerate() {
        let meant = self::segment(segment, index == last);
        changed |= meant.is_some();
        written.push(meant.unwrap_or_else(|| (*segment).to_owned()));
    }
    changed.then(|| written.join("/"))
}

fn segment(text: &str, last: bool) -> Option<String> {
    let text = match text.get(..3).map(str::to_ascii_lowercase).as_deref() {
        Some("%3a") => format!(":{}", &text[3..]),
        Some("%2a") => format!("*{}", &text[3..]),
        _ => text.to_owned(),
    };
    let text = text.as_str();
    let decoded = match text.to_ascii_lowercase().starts_with("%7b") {
        true => decoded(text)?,
        false => text.to_owned(),
    };
    let text_of = |greedy: bool, name: &str| {
        let name = name.trim_start_matches("...");
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        let plain = !name.is_empty() && name.chars().all(fits);
        (plain && (last || !greedy)).then(|| match greedy {
            true => format!("{{{name}+}}"),
            false => format!("{{{name}}}"),
        })
    };
    let inside = |open: &str, close: &str| {
        let rest = decoded.strip_prefix(open)?;
        rest.strip_suffix(close)
    };
    if decoded != text {
        let name = inside("{", "}")?;
        let (name, greedy) = ending(name, &["+"]);
        return text_of(greedy, name);
    }
    if matches!(text, "*" | "**" | "(.*)" | ".*" | "(.+)" | ".+") {
        return text_of(last, if last { "proxy" } else { "any" });
    }
    if matches!(text, "..." | "+") && last {
        return text_of(true, "proxy");
    }
    // A part of a segment that matches anything: no key can have that.
    if let Some(start) = text.strip_suffix(".*").or_else(|| text.strip_suffix(".+")) {
        return Some(format!("{start}{{any}}"));
    }
    if let Some(name) = text.strip_prefix('*') {
        return text_of(true, name.trim_start_matches('*'));
    }
    if let Some(braced) = parts(text) {
        return Some(braced);
    }
    if let Some(name) = text.strip_prefix(':') {
        let (name, greedy) = ending(name, &["*", "+", "(.*)", "(.+)"]);
        let name = name.split(['(', '?']).next().unwrap_or(name);
        return text_of(greedy, name);
    }
    if let Some(name) = inside("${", "}").or_else(|| inside("{{", "}}")) {
        // Another tool may put a text there, or this is a parameter: no key says both.
        return Some(format!("{{{{{}}}}}", name.trim()));
    }
    if let Some(name) = text.strip_prefix('$') {
        let default = text == "$default" || ODATA.contains(&name);
        return if default { None } else { text_of(false, name) };
    }
    if let Some(inner) = inside("<", ">") {
        return match inner.split_once(':') {
            Some((kind, name)) => text_of(kind == "path", name),
            None => text_of(false, inner),
        };
    }
    if let Some(name) = inside("[[", "]]").or_else(|| inside("[", "]")) {
        return text_of(name.starts_with("..."), name);
    }
    if let Some(inner) = inside("{", "}") {
        let name = inner.split([':', '=']).next().unwrap_or(inner);
        let (name, rest) = ending(name.trim_start_matches('*'), &["*", "**", "..."]);
        let greedy = rest || inner.starts_with('*') || inner.ends_with("=**");
        let name = name.trim_end_matches(['?', '*']);
        return (name != inner && !inner.ends_with('+')).then(|| text_of(greedy, name))?;
    }
    // A query string, but not the mark of an optional parameter.
    let (path, _) = text.split_once('?')?;
    (!path.is_empty() && !path.contains(['(', '<', '[', '{'])).then(|| path.to_owned())
}

/// A segment with a parameter that is only a part of it, or with several, in braces:
/// no route key can have that. `/items:batchGet` has a colon of its own.
fn parts(text: &str) -> Option<String> {
    let letter = |at: usize| text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic());
    let starts = |at: usize| at == 0 || text[..at].ends_with(['-', '.', '_', '~', ',', ';']);
    let colons = text.match_indices(':').map(|(at, _)| at);
    let colons: Vec<usize> = colons.filter(|at| letter(*at) && starts(*at)).collect();
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let end = |at: usize| {
        let rest = &text[at + 1..];
        at + 1 + rest.find(|c: char| !word(c)).unwrap_or(rest.len())
    };
    let whole = |at: &usize| {
        *at == 0
            && !matches!(
                text[end(0)..].chars().next(),
                Some('-' | '.' | '~' | ',' | ';')
            )
    };
    if colons.is_empty() || colons.len() == 1 && whole(&colons[0]) {
        return None;
    }
    let (mut braced, mut from) = (String::new(), 0);
    for at in colons {
        braced += &format!("{}{{{}}}", &text[from..at], &text[at + 1..end(at)]);
        from = end(at);
    }
    Some(braced + &text[from..])
}

/// The text without one of these endings, and whether it had one.
fn ending<'a>(text: &'a str, endings: &[&str]) -> (&'a str, bool) {
    let mut stripped = endings
        .iter()
        .filter_map(|ending| text.strip_suffix(ending));
    stripped.next().map_or((text, false), |text| (text, true))
}

/// `%7Bid%7D` as `{id}`.
fn decoded(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let text = lower.ends_with("%7d").then(|| &text[3..text.len() - 3])?;
    Some(format!(
        "{{{}}}",
        text.replace("%2B", "+").replace("%2b", "+")
    ))
}

/// What a valid route key may mean if its path is written as in another framework:
/// `None` if it is not.
pub(super) fn route_key(text: &str) -> Option<Vec<String>> {
    let (methods, written) = text.split_once(' ')?;
    if written == "/$default" {
        return Some(default(methods));
    }
    if written.starts_with("/$default/") {
        return Some(Vec::new());
    }
    let key = format!("{methods} {}", path(written)?);
    let valid = RouteKey::parse_all(&key).is_ok();
    Some(if valid { vec![key] } else { Vec::new() })
}

/// The valid route keys that an invalid one may mean: several if only its author
/// can decide.
pub(super) fn route_keys(text: &str) -> Vec<String> {
    let text = text.trim();
    let keys: Vec<String> = match split(text) {
        Some((methods, "$default" | "/$default")) => default(&methods),
        Some((methods, "*" | "**")) if methods == "ANY" => default(&methods),
        Some((methods, path)) => {
            let path = self::path(path).unwrap_or_else(|| path.to_owned());
            let segments = path.split('/').filter(|segment| !segment.is_empty());
            let segments: Vec<&str> = segments.collect();
            vec![format!("{methods} /{}", segments.join("/"))]
        }
        None if matches!(text, "*" | "/*" | "**" | "ANY" | "default" | "/$default") => {
            default("ANY")
        }
        None => nearest(text, ["$default"])
            .map(str::to_owned)
            .into_iter()
            .collect(),
    };
    let valid = |key: &String| RouteKey::parse_all(key).is_ok();
    keys.into_iter().filter(valid).collect()
}

/// What `GET $default` may mean: these methods on every path below the root, or
/// whatever no other route matches.
fn default(methods: &str) -> Vec<String> {
    vec![format!("{methods} /{{proxy+}}"), "$default".to_owned()]
}

/// The methods, as a route key lists them, and the path.
fn split(text: &str) -> Option<(String, &str)> {
    if let Some((one, other)) = text.split_once(' ') {
        let other = other.trim();
        // `GET, POST /x`: the comma separates two methods.
        if one.ends_with(',') || other.starts_with(',') {
            let path = other.find(" /").map(|at| at + 1)?;
            let methods = text[..text.len() - other.len() + path].trim();
            return Some((self::methods(methods)?, &other[path..]));
        }
        if let Some(methods) = methods(one) {
            return Some((methods, other));
        }
        return Some((methods(other)?, one));
    }
    let slash = text.find('/').filter(|slash| *slash > 0)?;
    let (one, path) = text.split_at(slash);
    Some((methods(one.trim_end_matches([':', '-', '_', '.']))?, path))
}

/// `GET|post` as `GET,POST`, each method once.
fn methods(text: &str) -> Option<String> {
    let mut found: Vec<&str> = Vec::new();
    let names = text.split([',', '|', '+', ' ', ';']);
    for name in names.filter(|name| !name.is_empty()) {
        let method = match name.to_ascii_uppercase().as_str() {
            "*" | "ALL" => "ANY",
            _ => nearest(name, METHODS)?,
        };
        if !found.contains(&method) {
            found.push(method);
        }
    }
    (!found.is_empty()).then(|| found.join(","))
}

#[cfg(test)]
mod tests {
    use super::{path, route_keys};

    #[test]
    fn parameters_of_other_frameworks_are_recognized() {
        for (theirs, ours) in [
            ("/orders/:id", "/orders/{id}"),
            (r"/orders/:id(\d+)", "/orders/{id}"),
            ("/a/:b/c/:d?", "/a/{b}/c/{d}"),
            ("/orders/<id>", "/orders/{id}"),
            ("/orders/<int:id>", "/orders/{id}"),
            ("/files/<path:name>", "/files/{name+}"),
            ("/orders/*", "/orders/{proxy+}"),
            ("/static/**", "/static/{proxy+}"),
            ("/static/*rest", "/static/{rest+}"),
            ("/a/*/b", "/a/{any}/b"),
            ("/orders/$id", "/orders/{id}"),
            ("/orders/${id}", "/orders/{{id}}"),
            ("/orders/[id]", "/orders/{id}"),
            ("/docs/[...slug]", "/docs/{slug+}"),
            ("/docs/[[...slug]]", "/docs/{slug+}"),
            ("/orders/%7Bid%7D", "/orders/{id}"),
            ("/orders/%7bid%2B%7d", "/orders/{id+}"),
            ("/orders/{id:int}", "/orders/{id}"),
            ("/orders/{id?}", "/orders/{id}"),
            ("/files/{*name}", "/files/{name+}"),
            ("/files/{name=**}", "/files/{name+}"),
            ("/orders/(.*)", "/orders/{proxy+}"),
            ("/orders/%3Aid", "/orders/{id}"),
            ("/orders/%2A", "/orders/{proxy+}"),
            ("/a-:id", "/a-{id}"),
            ("/:from-:to", "/{from}-{to}"),
            ("/orders.:format", "/orders.{format}"),
            ("/:id.json", "/{id}.json"),
            ("/items?page=2", "/items"),
            ("https://api.example.com/items", "/items"),
        ] {
            assert_eq!(path(theirs).as_deref(), Some(ours), "{theirs}");
        }
    }

    #[test]
    fn literal_text_stays() {
        for literal in [
            "/orders/{id}",
            "/files/{path+}",
            "/items:batchGet",
            "/$metadata",
            "/$batch",
            "/@me",
            "/a*b",
            "/~ann",
            "/v1.2/x=y",
            "/$",
            "/:",
            "/100%25",
        ] {
            assert_eq!(path(literal), None, "{literal}");
        }
    }

    #[test]
    fn keys_that_only_their_author_understands_have_several_meanings() {
        let both = |method: &str| vec![format!("{method} /{{proxy+}}"), "$default".to_owned()];
        assert_eq!(route_keys("GET $default"), both("GET"));
        assert_eq!(route_keys("ANY *"), both("ANY"));
        assert_eq!(route_keys("*"), both("ANY"));
        assert_eq!(route_keys("GET *"), ["GET /{proxy+}"]);
    }

    #[test]
    fn offers_only_valid_keys() {
        let one = |text: &str| match route_keys(text).as_slice() {
            [key] => Some(key.clone()),
            _ => None,
        };
        for (theirs, ours) in [
            ("get //items/", "GET /items"),
            ("GET  items", "GET /items"),
            ("$defautl", "$default"),
            ("GET, post /x", "GET,POST /x"),
            ("GET|POST /x", "GET,POST /x"),
            ("GET,GET /x", "GET /x"),
            ("* /x", "ANY /x"),
            ("/x GET", "GET /x"),
            ("GET:/x", "GET /x"),
            ("GET/x", "GET /x"),
        ] {
            assert_eq!(one(theirs).as_deref(), Some(ours), "{theirs}");
        }
        for hopeless in ["FETCH /items", "GET /{id}.json", "$connect", "", "/items"] {
            assert_eq!(one(hopeless), None, "{hopeless}");
        }
    }
}
