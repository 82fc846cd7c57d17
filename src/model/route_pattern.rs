//! Patterns that match several routes: `DELETE *`, `* /admin/*`.
//!
//! A pattern describes requests: `/admin/*` is `/admin` and every path below it.
//! It matches every route that answers one of
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
    rest: Rest,
}

/// What may follow the listed segments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rest {
    Nothing,
    /// At least one segment: `{proxy+}` of a route.
    Some,
    /// Any number of segments: `*` at the end of a pattern.
    Any,
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
        let all = keys.iter().map(|key| Requests::of(key)).enumerate();
        let touched: Vec<(usize, Requests)> =
            all.filter(|(_, requests)| self.meets(requests)).collect();
        let parts = self.parts();
        // What a closer route answers in one part, it may leave in the other.
        let answers = |wide: &Requests| {
            parts.iter().any(|part| {
                let mut close = touched.iter().map(|(_, close)| close);
                part.meets(wide) && !close.any(|it| it.closer_than(wide) && part.within(it, wide))
            })
        };
        // A route entirely within the pattern always answers some of its requests.
        touched
            .iter()
            .filter(|(_, requests)| self.holds(requests) || answers(requests))
            .map(|(index, _)| *index)
            .collect()
    }

    /// The path itself, and the paths below it.
    fn parts(&self) -> Vec<RoutePattern> {
        let with = |rest| RoutePattern {
            methods: self.methods.clone(),
            path: Path {
                segments: self.path.segments.clone(),
                rest,
            },
        };
        match self.path.rest {
            Rest::Any => vec![with(Rest::Nothing), with(Rest::Some)],
            Rest::Nothing | Rest::Some => vec![self.clone()],
        }
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

/// The order in which the gateway tries routes; the highest answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Priority(usize, usize, usize, bool);

impl RouteKey {
    /// Its priority among the routes that match a request.
    pub fn priority(&self) -> Priority {
        Requests::of(self).priority()
    }

    /// Whether it matches several methods or paths of different lengths.
    pub fn is_wide(&self) -> bool {
        let requests = Requests::of(self);
        requests.method.is_none() || requests.path.rest != Rest::Nothing
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
                    rank: if path.rest == Rest::Nothing { 2 } else { 1 },
                    path,
                }
            }
        }
    }

    /// Whether the gateway prefers it when both match: a full match, then a greedy
    /// one, then `$default`; of two greedy ones, the longer. See
    /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html>.
    fn closer_than(&self, other: &Requests) -> bool {
        self.priority() > other.priority()
    }

    fn priority(&self) -> Priority {
        let literals = |step: &&Step| matches!(step, Step::Literal(_));
        Priority(
            self.rank,
            self.path.segments.len(),
            self.path.segments.iter().filter(literals).count(),
            self.method.is_some(),
        )
    }
}

impl Path {
    fn all() -> Path {
        Path {
            segments: Vec::new(),
            rest: Rest::Any,
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
        let rest = match last {
            "*" => Rest::Any,
            last if last.starts_with('{') && last.ends_with("+}") => Rest::Some,
            _ => Rest::Nothing,
        };
        if rest != Rest::Nothing {
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
            rest,
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
            rest: match open {
                true => Rest::Some,
                false => Rest::Nothing,
            },
        }
    }

    /// The lengths of its paths: the least, and whether all above are included.
    fn lengths(&self) -> (usize, bool) {
        let least = self.segments.len() + usize::from(self.rest == Rest::Some);
        (least, self.rest != Rest::Nothing)
    }

    /// Whether the two have a path in common.
    fn meets(&self, other: &Path) -> bool {
        let common = self.segments.iter().zip(&other.segments);
        let compatible = common
            .into_iter()
            .all(|(a, b)| matches!((a, b), (Step::One, _) | (_, Step::One)) || a == b);
        compatible
            && match (self.lengths(), other.lengths()) {
                ((_, true), (_, true)) => true,
                ((one, false), (least, true)) | ((least, true), (one, false)) => one >= least,
                ((one, false), (other, false)) => one == other,
            }
    }

    /// Whether it covers every path of the other.
    fn covers(&self, other: &Path) -> bool {
        let wider =
            self.segments.iter().enumerate().all(|(index, own)| {
                matches!(own, Step::One) || other.segments.get(index) == Some(own)
            });
        wider
            && match (self.lengths(), other.lengths()) {
                ((least, true), (other, _)) => other >= least,
                ((one, false), (other, false)) => one == other,
                ((_, false), (_, true)) => false,
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
        assert_eq!(
            named("* /items/*", &keys),
            ["DELETE /items/{id}", "ANY /items"]
        );
        assert_eq!(named("* /items/{x+}", &keys), ["DELETE /items/{id}"]);
        assert_eq!(named("* /items/{id}", &keys), ["DELETE /items/{id}"]);
        assert_eq!(named("* /*", &keys), keys);
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
        // `/admin` itself is left to the wider one.
        assert_eq!(
            named("* /admin/*", &keys),
            ["ANY /admin/{x+}", "ANY /{proxy+}"]
        );
        assert_eq!(named("* /admin/{x+}", &keys), ["ANY /admin/{x+}"]);
        // Two routes may leave nothing to the wider one together.
        let keys = ["ANY /admin", "ANY /admin/{x+}", "$default"];
        assert_eq!(named("* /admin/*", &keys), keys[..2]);
        let keys = ["ANY /admin/{x+}", "ANY /{proxy+}", "$default"];
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
