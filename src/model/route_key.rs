//! Route keys of an HTTP API: `$default`, or a method and a path.
//!
//! Grammar and priorities:
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html>.
//! Trailing slashes and partial parameters are rejected because API Gateway and
//! similar tools reject them.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::fmt;

/// A route key. The order is the one in which routes are listed everywhere: by
/// path, segment by segment, and the methods of a path side by side.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RouteKey {
    /// A method and a path.
    Path {
        /// The path's segments; none at all is `/`.
        segments: Vec<Segment>,
        /// The method.
        method: Method,
    },
    /// `$default`: requests that no other route matches.
    Default,
}

/// A request method that a route key can name; one of [`METHODS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Method(&'static str);

impl Ord for Method {
    /// Reading before writing, as API references list methods.
    fn cmp(&self, other: &Self) -> Ordering {
        let rank = |method: &Method| LISTED.iter().position(|known| *known == method.0);
        rank(self).cmp(&rank(other))
    }
}

impl PartialOrd for Method {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// [`METHODS`] in the order in which the routes of one path are listed.
const LISTED: [&str; 8] = [
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "ANY",
];

/// A segment of a path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Segment {
    /// Text that must match.
    Literal(String),
    /// `{name}`: any one segment.
    Parameter(String),
    /// `{name+}`: the rest of the path, at least one segment.
    Greedy(String),
}

/// Why a text is not a route key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RouteKeyError {
    /// Neither `$default` nor a method, one space and a path.
    Form,
    /// The method is not one of [`METHODS`].
    Method(String),
    /// A method is listed twice.
    RepeatedMethod(String),
    /// `ANY` is listed beside other methods.
    AnyAmongOthers,
    /// The path does not start with `/`.
    NoLeadingSlash,
    /// The path ends with `/` or has an empty segment.
    EmptySegment,
    /// A segment is neither text nor a whole parameter.
    Segment(String),
    /// `{name+}` before the last segment.
    GreedyNotLast(String),
    /// A parameter name is used twice.
    RepeatedParameter(String),
    /// Longer than [`MAX_LENGTH`].
    Length,
}

/// Methods that a route key can name; `ANY` covers those that no other route of
/// the path names. See
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html>.
pub const METHODS: [&str; 8] = [
    "ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT",
];

/// Longest route key accepted, in characters. The service model states no limit,
/// so this cap is conservative.
pub const MAX_LENGTH: usize = 512;

impl RouteKey {
    /// Parses a route key.
    pub fn parse(text: &str) -> Result<RouteKey, RouteKeyError> {
        if text == "$default" {
            return Ok(RouteKey::Default);
        }
        if text.chars().count() > MAX_LENGTH {
            return Err(RouteKeyError::Length);
        }
        let (method, path) = text.split_once(' ').ok_or(RouteKeyError::Form)?;
        let method = METHODS
            .into_iter()
            .find(|known| *known == method)
            .map(Method)
            .ok_or_else(|| RouteKeyError::Method(method.to_owned()))?;
        let path = path
            .strip_prefix('/')
            .ok_or(RouteKeyError::NoLeadingSlash)?;
        let segments = match path {
            "" => Vec::new(),
            path => path.split('/').map(segment).collect::<Result<_, _>>()?,
        };
        check_parameters(&segments)?;
        Ok(RouteKey::Path { method, segments })
    }

    /// Parses a key for one or several routes, which lists methods separated by
    /// commas: `GET,POST /orders`.
    pub fn parse_all(text: &str) -> Result<Vec<RouteKey>, RouteKeyError> {
        match text.split_once(' ') {
            Some((methods, path)) if methods.contains(',') => {
                if methods.split(',').any(|method| method == "ANY") {
                    return Err(RouteKeyError::AnyAmongOthers);
                }
                let mut seen = HashSet::new();
                let keys = methods.split(',').map(|method| {
                    let key = RouteKey::parse(&format!("{method} {path}"))?;
                    match seen.insert(method) {
                        true => Ok(key),
                        false => Err(RouteKeyError::RepeatedMethod(method.to_owned())),
                    }
                });
                keys.collect()
            }
            _ => Ok(vec![RouteKey::parse(text)?]),
        }
    }

    /// The `OPTIONS` keys that keep preflight requests away from this route, each
    /// with the keys that already have that effect. Only `ANY` and `$default`
    /// need any.
    pub fn preflights(&self) -> Vec<(RouteKey, Vec<RouteKey>)> {
        let key = |method, segments: &[Segment]| RouteKey::Path {
            method: Method(method),
            segments: segments.to_vec(),
        };
        match self {
            // Every path. `{proxy+}` matches one segment or more.
            RouteKey::Default => [vec![], vec![Segment::Greedy("proxy".into())]]
                .map(|path| {
                    let options = key("OPTIONS", &path);
                    (options.clone(), vec![options, key("ANY", &path)])
                })
                .to_vec(),
            RouteKey::Path { method, segments } if method.as_str() == "ANY" => {
                let options = key("OPTIONS", segments);
                vec![(options.clone(), vec![options])]
            }
            RouteKey::Path { .. } => Vec::new(),
        }
    }

    /// The key without parameter names. The gateway cannot distinguish keys
    /// whose patterns are equal.
    pub fn pattern(&self) -> RouteKey {
        match self {
            RouteKey::Default => RouteKey::Default,
            RouteKey::Path { method, segments } => RouteKey::Path {
                method: *method,
                segments: segments
                    .iter()
                    .map(|segment| match segment {
                        Segment::Literal(text) => Segment::Literal(text.clone()),
                        Segment::Parameter(_) => Segment::Parameter(String::new()),
                        Segment::Greedy(_) => Segment::Greedy(String::new()),
                    })
                    .collect(),
            },
        }
    }
}

impl Method {
    /// The method in capitals.
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for RouteKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let RouteKey::Path { method, segments } = self else {
            return f.write_str("$default");
        };
        write!(f, "{} ", method.as_str())?;
        if segments.is_empty() {
            f.write_str("/")?;
        }
        segments.iter().try_for_each(|segment| match segment {
            Segment::Literal(text) => write!(f, "/{text}"),
            Segment::Parameter(name) => write!(f, "/{{{name}}}"),
            Segment::Greedy(name) => write!(f, "/{{{name}+}}"),
        })
    }
}

fn segment(text: &str) -> Result<Segment, RouteKeyError> {
    let bad = || RouteKeyError::Segment(text.to_owned());
    if text.is_empty() {
        return Err(RouteKeyError::EmptySegment);
    }
    if let Some(inner) = text.strip_prefix('{') {
        let name = inner.strip_suffix('}').ok_or_else(bad)?;
        let (name, greedy) = match name.strip_suffix('+') {
            Some(name) => (name, true),
            None => (name, false),
        };
        if name.is_empty() || !name.chars().all(parameter_character) {
            return Err(bad());
        }
        return Ok(match greedy {
            true => Segment::Greedy(name.to_owned()),
            false => Segment::Parameter(name.to_owned()),
        });
    }
    match text.chars().all(literal_character) {
        true => Ok(Segment::Literal(text.to_owned())),
        false => Err(bad()),
    }
}

fn parameter_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')
}

/// Characters of a path segment: RFC 3986, `pchar`.
fn literal_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@%".contains(c)
}

fn check_parameters(segments: &[Segment]) -> Result<(), RouteKeyError> {
    let mut seen = Vec::new();
    for (index, segment) in segments.iter().enumerate() {
        let name = match segment {
            Segment::Literal(_) => continue,
            Segment::Parameter(name) => name,
            Segment::Greedy(name) if index + 1 < segments.len() => {
                return Err(RouteKeyError::GreedyNotLast(name.clone()));
            }
            Segment::Greedy(name) => name,
        };
        if seen.contains(&name) {
            return Err(RouteKeyError::RepeatedParameter(name.clone()));
        }
        seen.push(name);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_the_gateway_accepts() {
        for text in [
            "$default",
            "GET /",
            "ANY /{proxy+}",
            "GET /orders/{id}/items/{item}",
            "POST /v1.2/a_b-c~",
        ] {
            assert_eq!(RouteKey::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn rejects_the_rest_with_the_reason() {
        use RouteKeyError::*;
        let error = |text: &str| RouteKey::parse(text).unwrap_err();
        assert_eq!(error(""), Form);
        assert_eq!(error("GET"), Form);
        assert_eq!(error("get /x"), Method("get".into()));
        assert_eq!(error("GET x"), NoLeadingSlash);
        assert_eq!(error("GET  /x"), NoLeadingSlash);
        assert_eq!(error("GET /x/"), EmptySegment);
        assert_eq!(error("GET //x"), EmptySegment);
        assert_eq!(error("GET /{id}.json"), Segment("{id}.json".into()));
        assert_eq!(error("GET /{}"), Segment("{}".into()));
        assert_eq!(error("GET /a b"), Segment("a b".into()));
        assert_eq!(error("GET /{x+}/y"), GreedyNotLast("x".into()));
        assert_eq!(error("GET /{x}/{x}"), RepeatedParameter("x".into()));
        assert_eq!(error(&format!("GET /{}", "x".repeat(600))), Length);
    }

    #[test]
    fn several_methods_are_several_keys() {
        let keys = |text| {
            let found = RouteKey::parse_all(text).unwrap();
            found.iter().map(RouteKey::to_string).collect::<Vec<_>>()
        };
        assert_eq!(keys("GET,POST /a,b"), ["GET /a,b", "POST /a,b"]);
        assert_eq!(keys("GET /a,b"), ["GET /a,b"]);
        assert_eq!(keys("$default"), ["$default"]);
        for text in [
            "GET,,POST /a",
            "GET, POST /a",
            "GET,$default /a",
            "GET,",
            "GET,GET /a",
        ] {
            assert!(RouteKey::parse_all(text).is_err(), "{text}");
        }
    }

    #[test]
    fn any_and_default_catch_preflights() {
        let preflights = |text| {
            let found = RouteKey::parse(text).unwrap().preflights();
            found
                .into_iter()
                .map(|(key, _)| key.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(preflights("ANY /a/{x+}"), ["OPTIONS /a/{x+}"]);
        assert_eq!(preflights("$default"), ["OPTIONS /", "OPTIONS /{proxy+}"]);
        assert_eq!(preflights("GET /a"), [""; 0]);
    }

    #[test]
    fn keys_are_listed_by_path_then_method() {
        let listed = [
            "GET /",
            "GET /items",
            "POST /items",
            "ANY /items",
            "GET /items/new",
            "GET /items/{id}",
            "PUT /items/{id}",
            "DELETE /items/{id}",
            "GET /items/{id}/parts",
            "GET /items/{path+}",
            "GET /orders",
            "$default",
        ];
        let mut keys: Vec<RouteKey> = listed
            .iter()
            .rev()
            .map(|text| RouteKey::parse(text).unwrap())
            .collect();
        keys.sort();
        let keys: Vec<String> = keys.iter().map(RouteKey::to_string).collect();
        assert_eq!(keys, listed);
        for method in METHODS {
            assert!(LISTED.contains(&method), "{method}");
        }
    }

    #[test]
    fn keys_that_differ_in_parameter_names_are_one_pattern() {
        let pattern = |text| RouteKey::parse(text).unwrap().pattern();
        assert_eq!(pattern("GET /a/{x}"), pattern("GET /a/{y}"));
        assert_ne!(pattern("GET /a/{x}"), pattern("GET /a/{x+}"));
        assert_ne!(pattern("GET /a/{x}"), pattern("GET /a/x"));
    }
}
