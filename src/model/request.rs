//! Requests, and the route that answers one (D:http-api-develop-routes).

use super::{METHODS, RouteKey, Segment};

/// A request, as far as routes care: the query string is not part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    method: String,
    /// A trailing slash is an empty last segment.
    segments: Vec<String>,
}

impl Request {
    /// Parses a method and a path, with or without a query string; `None` for
    /// anything else, patterns included.
    pub fn parse(text: &str) -> Option<Request> {
        let (method, target) = text.split_once(' ')?;
        let path = target.split(['?', '#']).next()?.strip_prefix('/')?;
        let known = METHODS.contains(&method) && method != "ANY";
        if !known || path.contains(['*', '{', '}', ' ']) {
            return None;
        }
        let segments = match path {
            "" => Vec::new(),
            path => path.split('/').map(str::to_owned).collect(),
        };
        Some(Request {
            method: method.to_owned(),
            segments,
        })
    }

    /// The same without its trailing slash; `None` if it has none.
    pub fn without_slash(&self) -> Option<Request> {
        let (last, segments) = self.segments.split_last()?;
        last.is_empty().then(|| Request {
            method: self.method.clone(),
            segments: segments.to_vec(),
        })
    }

    /// Whether a segment other than the last one is empty.
    pub fn has_empty_segment(&self) -> bool {
        let inner = self.segments.len().saturating_sub(1);
        self.segments[..inner].iter().any(String::is_empty)
    }

    /// Index of the key whose route answers it, if one does.
    pub fn answered_by(&self, keys: &[&RouteKey]) -> Option<usize> {
        let matching = keys.iter().enumerate().filter(|(_, key)| self.fits(key));
        // The first of several that AWS does not rank: a rule rejects these.
        let best = matching.min_by_key(|(_, key)| std::cmp::Reverse(key.priority()));
        best.map(|(index, _)| index)
    }

    /// Whether a route with this key could answer it.
    pub fn fits(&self, key: &RouteKey) -> bool {
        let RouteKey::Path { segments, method } = key else {
            return true;
        };
        let method = matches!(method.as_str(), "ANY") || method.as_str() == self.method;
        let fixed = match segments.last() {
            Some(Segment::Greedy(_)) => segments.len() - 1,
            _ => segments.len(),
        };
        let length = match fixed == segments.len() {
            true => self.segments.len() == fixed,
            false => self.segments.len() > fixed,
        };
        let mut pairs = segments[..fixed].iter().zip(&self.segments);
        method
            && length
            && pairs.all(|(segment, part)| match segment {
                Segment::Literal(text) => text == part,
                Segment::Parameter(_) | Segment::Greedy(_) => !part.is_empty(),
            })
    }

    /// Requests that between them reach every part of what a route with this key
    /// matches, as far as the `others` divide it: each method, and in place of
    /// parameters a text that no key names and each that one names there.
    pub fn samples(key: &RouteKey, others: &[&RouteKey]) -> Vec<Request> {
        let (methods, segments) = match key {
            RouteKey::Default => (&METHODS[..], &[][..]),
            RouteKey::Path { method, segments } => match METHODS
                .iter()
                .position(|known| *known == method.as_str())
            {
                Some(at) if method.as_str() != "ANY" => (&METHODS[at..=at], segments.as_slice()),
                _ => (&METHODS[..], segments.as_slice()),
            },
        };
        let open =
            matches!(key, RouteKey::Default) || matches!(segments.last(), Some(Segment::Greedy(_)));
        let fixed = segments.len() - usize::from(open && !segments.is_empty());
        let plain: Vec<String> = segments[..fixed]
            .iter()
            .map(|segment| match segment {
                Segment::Literal(text) => text.clone(),
                Segment::Parameter(_) | Segment::Greedy(_) => UNNAMED.to_owned(),
            })
            .collect();
        let mut paths = vec![plain.clone()];
        if open {
            let more = |count: usize| {
                let rest = std::iter::repeat_n(UNNAMED.to_owned(), count);
                plain.iter().cloned().chain(rest).collect::<Vec<_>>()
            };
            paths.extend([more(1), more(2)]);
        }
        let named = |other: &&&RouteKey| match other {
            RouteKey::Default => false,
            RouteKey::Path { segments: path, .. } => {
                let meets = |(own, other): (&Segment, &Segment)| !matches!((own, other), (Segment::Literal(a), Segment::Literal(b)) if a != b);
                let long = path.len() >= fixed && (open || path.len() <= fixed + 1);
                long && segments[..fixed].iter().zip(path).all(meets)
            }
        };
        for other in others.iter().filter(named) {
            let RouteKey::Path { segments, .. } = other else {
                continue;
            };
            let path = segments
                .iter()
                .enumerate()
                .map(|(index, segment)| match segment {
                    Segment::Literal(text) => text.clone(),
                    Segment::Parameter(_) | Segment::Greedy(_) => match plain.get(index) {
                        Some(own) => own.clone(),
                        None => UNNAMED.to_owned(),
                    },
                });
            paths.push(path.collect());
        }
        paths.sort_unstable();
        paths.dedup();
        let requests = paths.into_iter().flat_map(|path| {
            let methods = methods.iter().filter(|method| **method != "ANY");
            methods.map(move |method| Request {
                method: (*method).to_owned(),
                segments: path.clone(),
            })
        });
        requests.filter(|request| request.fits(key)).collect()
    }
}

/// A path segment that no route names.
const UNNAMED: &str = "\u{0}";

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(request: &str, keys: &[&str]) -> Option<String> {
        let keys: Vec<RouteKey> = keys
            .iter()
            .map(|key| RouteKey::parse(key).unwrap())
            .collect();
        let refs: Vec<&RouteKey> = keys.iter().collect();
        let index = Request::parse(request).unwrap().answered_by(&refs)?;
        Some(keys[index].to_string())
    }

    #[test]
    fn a_full_match_then_the_longest_greedy_one_then_the_default() {
        let keys = [
            "GET /a/b",
            "ANY /a/b",
            "GET /a/{x}",
            "ANY /a/{x+}",
            "ANY /{x+}",
            "$default",
        ];
        for (request, key) in [
            ("GET /a/b", "GET /a/b"),
            ("GET /a/b?x=1", "GET /a/b"),
            ("GET /a/b#top", "GET /a/b"),
            ("POST /a/b", "ANY /a/b"),
            ("GET /a/c", "GET /a/{x}"),
            ("POST /a/c", "ANY /a/{x+}"),
            ("GET /a/b/c", "ANY /a/{x+}"),
            ("GET /a", "ANY /{x+}"),
            ("GET /a/", "ANY /a/{x+}"),
            ("GET /", "$default"),
        ] {
            assert_eq!(answer(request, &keys).as_deref(), Some(key), "{request}");
        }
        assert_eq!(answer("GET /b", &["GET /a", "POST /b"]), None);
        assert_eq!(answer("GET /a/", &["GET /a", "GET /a/{x}"]), None);
    }

    #[test]
    fn patterns_are_no_requests() {
        for text in [
            "* /a", "GET /a/*", "GET /{x}", "GET", "ANY /a", "GET a", "get /a",
        ] {
            assert_eq!(Request::parse(text), None, "{text}");
        }
    }

    #[test]
    fn samples_reach_what_others_leave() {
        let key = |text: &str| RouteKey::parse(text).unwrap();
        let (wide, other) = (key("ANY /{x+}"), key("GET /a/{id}"));
        let keys = [&wide, &other];
        let samples = Request::samples(&wide, &keys);
        let answered = samples.iter().map(|sample| sample.answered_by(&keys));
        let answered: Vec<usize> = answered.flatten().collect();
        assert!(answered.contains(&0) && answered.contains(&1));
        assert!(samples.contains(&Request::parse("POST /a/\u{0}").unwrap()));
    }
}
