//! The request that reaches one route and no other.

use crate::arena::Id;
use crate::model::{Access, Model, Route, RouteKey, RoutePattern, SOURCE, Segment};

/// A request without a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: &'static str,
    /// The path below the stage, with a leading slash.
    pub path: String,
    /// Whether its method may change something.
    pub changes: bool,
}

/// Methods that change nothing (RFC 9110, 9.2.1) and that routes are called
/// with; `OPTIONS` is called where a route names it.
const SAFE: [&str; 2] = ["GET", "HEAD"];

/// Methods that may change something.
const UNSAFE: [&str; 4] = ["POST", "PUT", "PATCH", "DELETE"];

/// The value of every path parameter. It names nothing that exists.
const FILLER: &str = "jwtgen-verify";

/// Most segments to try for `{proxy+}` or any path.
const DEPTH: usize = 4;

/// A request that this route answers and no other one.
///
/// # Errors
///
/// Why no such call is made.
pub(super) fn reaching(
    model: &Model,
    route: Id<Route>,
    include_unsafe: bool,
) -> Result<Request, String> {
    let key = &model.routes[route].key;
    let methods: Vec<&'static str> = match key {
        RouteKey::Path { method, .. } if method.as_str() == "OPTIONS" => {
            if model.api.cors.is_some() {
                return Err("the gateway answers `OPTIONS` itself where `cors` is set".into());
            }
            vec!["OPTIONS"]
        }
        RouteKey::Path { method, .. } if method.as_str() != "ANY" => vec![method.as_str()],
        _ => SAFE.into_iter().chain(UNSAFE).collect(),
    };
    let allowed = |method: &&&'static str| include_unsafe || !UNSAFE.contains(method);
    let called: Vec<&'static str> = methods.iter().filter(allowed).copied().collect();
    if called.is_empty() {
        return Err(format!(
            "{} may change something; call it with `--include-unsafe`",
            methods[0]
        ));
    }
    let keys: Vec<&RouteKey> = model.routes.iter().map(|route| &route.key).collect();
    let alone = |method: &str, path: &str| {
        let request = RoutePattern::parse(&format!("{method} {path}"));
        request.is_some_and(|request| request.matches(&keys) == [route.index()])
    };
    let paths = paths(key);
    let found = called.iter().find_map(|method| {
        let path = paths.iter().find(|path| alone(method, path))?;
        Some(Request {
            method,
            path: path.clone(),
            changes: UNSAFE.contains(method),
        })
    });
    found.ok_or_else(|| match include_unsafe {
        true => "more specific routes answer every request that would be made".into(),
        false => {
            "more specific routes answer `GET` and `HEAD`; `--include-unsafe` tries other methods"
                .into()
        }
    })
}

/// Paths that the key matches, those that other routes are least likely to match
/// first.
fn paths(key: &RouteKey) -> Vec<String> {
    let RouteKey::Path { segments, .. } = key else {
        let deeper = (1..=DEPTH).map(|depth| format!("/{FILLER}").repeat(depth));
        return deeper.chain(["/".to_owned()]).collect();
    };
    let mut start = String::new();
    for segment in segments {
        match segment {
            Segment::Literal(text) => start.push_str(&format!("/{text}")),
            Segment::Parameter(_) => start.push_str(&format!("/{FILLER}")),
            Segment::Greedy(_) => {
                let deeper = (1..=DEPTH).map(|depth| format!("/{FILLER}").repeat(depth));
                return deeper.map(|rest| format!("{start}{rest}")).collect();
            }
        }
    }
    match start.is_empty() {
        true => vec!["/".into()],
        false => vec![start],
    }
}

/// Where a token is sent in a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// In this header.
    Header(String),
    /// In this query parameter.
    Query(String),
}

impl Place {
    /// Where a route expects its token.
    pub(super) fn of(model: &Model, access: &Access) -> Place {
        let own = access.authorizer().map(|id| &model.authorizers[id].kind);
        let own = own.and_then(|kind| Some(kind.as_jwt()?.2));
        let usual = model
            .identity
            .as_ref()
            .map(|identity| identity.source.as_str());
        let source = own.or(usual).unwrap_or(SOURCE);
        match source.strip_prefix("$request.querystring.") {
            Some(name) => Place::Query(name.to_owned()),
            None => {
                let name = source.strip_prefix("$request.header.");
                Place::Header(name.unwrap_or("Authorization").to_owned())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::{Package, SourceError, Sources};
    use crate::rules::EXAMPLE_BASE;
    use crate::source::Source;

    struct Unread;

    impl Sources for Unread {
        fn read(&self, _: &str) -> Result<Package, SourceError> {
            Err(SourceError::Unread)
        }
    }

    /// What each of these public routes is called with.
    fn requests(keys: &[&str], api: &str, include_unsafe: bool) -> Vec<String> {
        let routes: String = keys
            .iter()
            .map(|key| format!("\"{key}\" = {{ function = \"api\", public = \"test\" }}\n"))
            .collect();
        let base = EXAMPLE_BASE.split("[routes]").next().unwrap();
        let text = format!("{base}[routes]\n{routes}{api}");
        let source = Source::new("b.toml", text);
        let (found, checked) = crate::check(&source, &Unread, None);
        let checked = checked
            .unwrap_or_else(|| panic!("{}", crate::diagnostic::render::short(&found, &source)));
        let ids = checked.model.routes.entries();
        let ids = ids.filter(|(_, route)| keys.contains(&route.text.as_str()));
        ids.map(
            |(id, _)| match reaching(&checked.model, id, include_unsafe) {
                Ok(request) => format!("{} {}", request.method, request.path),
                Err(why) => why,
            },
        )
        .collect()
    }

    #[test]
    fn a_request_reaches_its_route_and_no_other() {
        let keys = [
            "$default",
            "ANY /{proxy+}",
            "GET /",
            "GET /items/{id}",
            "GET /{one}",
            "HEAD /items",
        ];
        let mut seen = requests(&keys, "", false);
        seen.sort();
        assert_eq!(
            seen,
            [
                "GET /",
                "GET /items/jwtgen-verify",
                "GET /jwtgen-verify",
                "GET /jwtgen-verify/jwtgen-verify",
                "HEAD /",
                "HEAD /items",
            ]
        );
    }

    #[test]
    fn what_may_change_something_is_called_on_demand_alone() {
        let keys = ["ANY /a", "DELETE /b", "GET /a", "HEAD /a"];
        let refused = "may change something";
        let seen = requests(&keys, "", false);
        assert!(seen[2].starts_with("more specific routes"), "{seen:?}");
        assert!(seen[3].contains(refused), "{seen:?}");
        let seen = requests(&keys, "", true);
        assert_eq!(seen, ["GET /a", "HEAD /a", "POST /a", "DELETE /b"]);
    }

    #[test]
    fn preflight_requests_are_the_gateways() {
        let cors = "[api]\ncors = { origins = [\"https://example.com\"] }\n";
        assert_eq!(requests(&["OPTIONS /a"], "", false), ["OPTIONS /a"]);
        let seen = requests(&["OPTIONS /a"], cors, false);
        assert!(seen[0].starts_with("the gateway answers"), "{seen:?}");
    }
}
