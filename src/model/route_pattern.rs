//! Patterns that name several routes: `DELETE *`, `* /admin/*`.
//!
//! A pattern speaks of requests, and names every route that answers one of
//! them: `DELETE *` names `ANY /items` too. Where a closer route answers all
//! that the two have in common, the wider one is not named.

use super::{METHODS, RouteKey, Segment};

/// Which requests a statement is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoutePattern {
    /// Methods; none means all.
    methods: Vec<String>,
    path: Path,
}

/// Which paths.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Path {
    segments: Vec<Step>,
    /// Whether one segment or more may follow.
    open: bool,
    /// Whether it is every path there is, that of no segments too.
    all: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Literal(String),
    One,
}

/// What a pattern looks like, for help.
pub const FORMS: &str = "write `*`, a method and `*`, or a method and a path, such as `\"DELETE *\"` or `\"* /admin/*\"`";

impl RoutePattern {
    /// Reads a pattern; `None` if it is none. A route key is one too.
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

    /// Which of these keys it names, in their order.
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
        // Of what lies within the pattern no closer route can answer all.
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

    /// Whether all requests of a route are among those of the pattern.
    fn holds(&self, requests: &Requests) -> bool {
        let methods =
            self.methods.is_empty() || requests.method.is_some_and(|method| self.lists(method));
        methods && self.path.covers(&requests.path)
    }

    fn lists(&self, method: &str) -> bool {
        self.methods.iter().any(|listed| listed == method)
    }

    /// Whether `close` answers all that this pattern and `wide` have in common.
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
    /// Whether it answers more than one method or path by itself.
    pub fn is_wide(&self) -> bool {
        let requests = Requests::of(self);
        requests.method.is_none() || requests.path.open
    }

    /// Whether every path is one of its own, though it is not `$default`.
    pub fn is_everything(&self) -> bool {
        match self {
            RouteKey::Default => false,
            RouteKey::Path { segments, .. } => {
                matches!(segments.as_slice(), [Segment::Greedy(_)])
            }
        }
    }

    /// Whether it answers every path below that of another key.
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

    /// Whether it answers what is close to another key: every path of that one
    /// is a path of this one too.
    pub fn surrounds(&self, other: &RouteKey) -> bool {
        Requests::of(self).path.covers(&Requests::of(other).path)
    }
}

/// The requests that a route answers where no closer one does.
struct Requests {
    /// All methods where it is none.
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

    /// Whether the gateway prefers it where both could answer
    /// (D:http-api-develop-routes): a full match before a greedy one before
    /// `$default`, and of two greedy ones the longer.
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

    /// Whether some path belongs to both.
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

    /// Whether every path of the other belongs to it.
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
    fn names_every_route_that_answers_a_request() {
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
    fn a_wider_route_answers_what_no_closer_one_does() {
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
    fn refuses_what_is_no_pattern() {
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
