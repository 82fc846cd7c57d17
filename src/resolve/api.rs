//! Routes that the settings of the API require.

use crate::model::{Access, Api, PREFLIGHT, Route, RouteKey, RouteSettings, Target};
use crate::source::Spanned;
use std::collections::HashSet;

/// Adds a public `OPTIONS` route wherever a protected route would catch a
/// browser's preflight request, which never carries a token: `ANY` and
/// `$default` do. For other routes, the gateway answers by itself. See
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html>
/// and <https://github.com/anomalyco/sst/issues/5493>.
pub(super) fn preflights(api: &Api, routes: &mut Vec<Route>) {
    if api.cors.is_none() {
        return;
    }
    let known: HashSet<RouteKey> = routes.iter().map(|route| route.key.pattern()).collect();
    let mut added = Vec::new();
    for route in routes.iter() {
        if matches!(route.access, Access::Public { .. }) {
            continue;
        }
        for (key, outranked) in route.key.preflights() {
            let caught = outranked.iter().any(|key| known.contains(&key.pattern()));
            if !caught {
                added.push(Route {
                    text: Spanned::new(key.to_string(), route.text.span),
                    key,
                    target: Target::Preflight,
                    settings: RouteSettings::default(),
                    access: Access::Public {
                        reason: Spanned::new(PREFLIGHT.to_owned(), route.text.span),
                    },
                });
            }
        }
    }
    routes.extend(added);
}
