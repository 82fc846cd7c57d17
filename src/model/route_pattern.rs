//! Patterns that match several routes: `DELETE *`, `* /admin/*`.
//!
//! A pattern describes requests, and matches every route that answers one of
//! them: `DELETE *` matches `ANY /items` too. It does not match a route if a more
//! specific one answers all requests that the two have in common.

use super::{METHODS, RouteKey, Segment};

/// The requests that an invariant covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoutePattern {
    /// Methods; empty means all.
    methods: Vec<String>,
    path: Path,
}

/// The paths that a pattern or a route covers.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Path {
    segments: Vec<Step>,
    /// Whether one or more segments must follow.
    open: bool,
    /// Whether it covers every path, including `/`.
    all: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Literal(String),
    One,
}

/// The forms of a pattern, for help texts.
pub const FORMS: &str = "write `*`, a method and `*`, or a method and a path, such as `\"DELETE *\"` or `\"* /admin/*\"`";

impl RoutePattern {
    /// Parses a pattern; `None` if it is invalid. Route keys are patterns too.
    pub fn parse(text: &str) -> Option<RoutePattern> {
        if text == "*" {
            return Some(RoutePattern {
                methods: Vec::new(),
                path: Path::all(),
            });
        }
        let (methods, path) = text.split_once(' ')?;
        let methods: Vec<String> = match methods {
            "*" | "ANY" => Vec::new(),
            list => list.split(',').map(str::to_owned).collect(),
        };
        if !methods
            .iter()
            .all(|method| METHODS.contains(&method.as_str()) && method != "ANY")
        {
            return None;
        }
        Some(RoutePattern {
            methods,
            path: Path::parse(path)?,
        })
    }

    /// Indexes of the keys that it matches, in order.
    pub fn matches(&self, keys: &[&RouteKey]) -> Vec<usize> {
        let touched: Vec<(usize, Requests)> = keys
            .iter()
            .enumerate()
            .map(|(index, key)| (index, Requests::of(key)))
            .filter(|(_, requests)| self.meets(requests))
            .collect();
        let hidden = |wide: &Requests| {
            touched
                .iter()
                .any(|(_, close)| close.closer_than(wide) && self.within(close, wide))
        };
        // A route entirely within the pattern always answers some of its requests.
        touched
            .iter()
            .filter(|(_, requests)| self.holds(requests) || !hidden(requests))
            .map(|(index, _)| *index)
            .collect()
    }

    fn meets(&self, requests: &Requests) -> bool {
        let methods =
            self.methods.is_empty() || requests.method.is_none_or(|method| self.lists(method));
        methods && self.path.meets(&requests.path)
    }

    /// Whether the pattern covers all requests of a route.
    fn holds(&self, requests: &Requests) -> bool {
        let methods =
            self.methods.is_empty() || requests.method.is_some_and(|method| self.lists(method));
        methods && self.path.covers(&requests.path)
    }

    fn lists(&self, method: &str) -> bool {
        self.methods.iter().any(|listed| listed == method)
    }

    /// Whether `close` answers all requests that this pattern and `wide` have in
    /// common.
    fn within(&self, close: &Requests, wide: &Requests) -> bool {
        let methods = match close.method {
            None => true,
            Some(method) => {
                self.methods == [method] || wide.method.is_some_and(|wide| wide == method)
            }
        };
        methods && (close.path.covers(&self.path) || close.path.covers(&wide.path))
    }
}

impl RouteKey {
    /// Whether it matches several methods or paths of different lengths.
    pub fn is_wide(&self) -> bool {
        let requests = Requests::of(self);
        requests.method.is_none() || requests.path.open
    }

    /// Whether it is `/{proxy+}`, which matches every path but `/`.
    pub fn is_everything(&self) -> bool {
        match self {
            RouteKey::Default => false,
            RouteKey::Path { segments, .. } => {
                matches!(segments.as_slice(), [Segment::Greedy(_)])
            }
        }
    }

    /// Whether it is greedy and matches every path below that of another key.
    pub fn is_all_below(&self, other: &RouteKey) -> bool {
        match (self, other) {
            (
                RouteKey::Path { segments, .. },
                RouteKey::Path {
                    segments: above, ..
                },
            ) => {
                matches!(segments.split_last(), Some((Segment::Greedy(_), start)) if start == above)
            }
            _ => false,
        }
    }

    /// Whether it matches every path of another key.
    pub fn surrounds(&self, other: &RouteKey) -> bool {
        Requests::of(self).path.covers(&Requests::of(other).path)
    }
}

/// The requests that a route answers unless a more specific one does.
struct Requests {
    /// `None` means all methods.
    method: Option<&'static str>,
    path: Path,
    rank: usize,
}

impl Requests {
    fn of(key: &RouteKey) -> Requests {
        match key {
            RouteKey::Default => Requests {
                method: None,
                path: Path::all(),
                rank: 0,
            },
            RouteKey::Path { method, segments } => {
                let path = Path::of(segments);
                Requests {
                    method: (method.as_str() != "ANY").then_some(method.as_str()),
                    rank: if path.open { 1 } else { 2 },
                    path,
                }
            }
        }
    }

    /// Whether the gateway prefers it when both match: a full match, then a greedy
    /// one, then `$default`; of two greedy ones, the longer. See
    /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html>.
    fn closer_than(&self, other: &Requests) -> bool {
        let rank = |requests: &Requests| {
            let literals = |step: &&Step| matches!(step, Step::Literal(_));
            (
                requests.rank,
                requests.path.segments.len(),
                requests.path.segments.iter().filter(literals).count(),
                requests.method.is_some(),
            )
        };
        rank(self) > rank(other)
    }
}

impl Path {
    fn all() -> Path {
        Path {
            segments: Vec::new(),
            open: true,
            all: true,
        }
    }

    fn parse(path: &str) -> Option<Path> {
        if path == "*" {
            return Some(Path::all());
        }
        let mut parts: Vec<&str> = match path.strip_prefix('/')? {
            "" => Vec::new(),
            rest => rest.split('/').collect(),
        };
        let last = parts.last().copied().unwrap_or_default();
        let open = last == "*" || last.starts_with('{') && last.ends_with("+}");
        if open {
            parts.pop();
        }
        let step = |part: &str| match part {
            "*" => Some(Step::One),
            part if part.starts_with('{') && part.ends_with('}') && !part.contains('+') => {
                Some(Step::One)
            }
            part if part.is_empty() || part.contains(['{', '}', ' ']) => None,
            part => Some(Step::Literal(part.to_owned())),
        };
        Some(Path {
            segments: parts.into_iter().map(step).collect::<Option<_>>()?,
            open,
            all: false,
        })
    }

    fn of(segments: &[Segment]) -> Path {
        let open = matches!(segments.last(), Some(Segment::Greedy(_)));
        let fixed = &segments[..segments.len() - usize::from(open)];
        Path {
            segments: fixed
                .iter()
                .map(|segment| match segment {
                    Segment::Literal(text) => Step::Literal(text.clone()),
                    Segment::Parameter(_) | Segment::Greedy(_) => Step::One,
                })
                .collect(),
            open,
            all: false,
        }
    }

    /// Whether the two have a path in common.
    fn meets(&self, other: &Path) -> bool {
        let common = self.segments.iter().zip(&other.segments);
        let compatible = common
            .into_iter()
            .all(|(a, b)| matches!((a, b), (Step::One, _) | (_, Step::One)) || a == b);
        compatible
            && match (self.segments.len(), other.segments.len()) {
                (a, b) if a < b => self.open,
                (a, b) if a > b => other.open,
                _ => self.open == other.open || self.all || other.all,
            }
    }

    /// Whether it covers every path of the other.
    fn covers(&self, other: &Path) -> bool {
        if self.all {
            return true;
        }
        let common = self.segments.iter().zip(&other.segments);
        let wider = common
            .into_iter()
            .all(|(own, other)| matches!(own, Step::One) || own == other);
        wider
            && !other.all
            && match (self.segments.len(), other.segments.len()) {
                (a, b) if a < b => self.open,
                (a, b) if a > b => false,
                _ => self.open == other.open,
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(pattern: &str, keys: &[&str]) -> Vec<String> {
        let keys: Vec<RouteKey> = keys
            .iter()
            .map(|key| RouteKey::parse(key).unwrap())
            .collect();
        let refs: Vec<&RouteKey> = keys.iter().collect();
        let pattern = RoutePattern::parse(pattern).unwrap();
        let found = pattern.matches(&refs).into_iter();
        found.map(|index| keys[index].to_string()).collect()
    }

    #[test]
    fn matches_every_route_that_answers_a_request() {
        let keys = [
            "GET /",
            "DELETE /items/{id}",
            "ANY /items",
            "GET /admin/{x+}",
        ];
        assert_eq!(named("*", &keys), keys);
        assert_eq!(
            named("DELETE *", &keys),
            ["DELETE /items/{id}", "ANY /items"]
        );
        assert_eq!(named("* /items", &keys), ["ANY /items"]);
        assert_eq!(named("* /items/*", &keys), ["DELETE /items/{id}"]);
        assert_eq!(named("GET,POST /admin/*", &keys), ["GET /admin/{x+}"]);
        assert_eq!(named("GET /admin", &keys), [""; 0]);
        assert_eq!(named("POST /admin/*", &keys), [""; 0]);
        assert_eq!(named("GET /", &keys), ["GET /"]);
    }

    #[test]
    fn a_wider_route_answers_what_no_more_specific_one_does() {
        let keys = ["GET /admin/{id}", "ANY /{proxy+}"];
        assert_eq!(named("* /admin/*", &keys), keys);
        assert_eq!(named("GET /admin/*", &keys), keys);
        assert_eq!(named("GET /admin/{id}", &keys), ["GET /admin/{id}"]);
        assert_eq!(named("POST /admin/{id}", &keys), ["ANY /{proxy+}"]);
        let keys = ["ANY /admin/{x+}", "ANY /{proxy+}", "$default"];
        assert_eq!(named("* /admin/*", &keys), ["ANY /admin/{x+}"]);
        assert_eq!(named("* /admin", &keys), ["ANY /{proxy+}"]);
        assert_eq!(named("GET /", &keys), ["$default"]);
        assert_eq!(named("*", &keys), keys);
    }

    #[test]
    fn rejects_invalid_patterns() {
        for text in [
            "",
            "DELETE",
            "/admin/*",
            "delete *",
            "GET,ANY *",
            "GET  *",
            "GET /a//b",
            "GET /{x",
        ] {
            assert_eq!(RoutePattern::parse(text), None, "{text}");
        }
    }
}
