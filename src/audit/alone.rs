//! Who may call what according to Terraform, without a blueprint.

use super::beyond;
use crate::evidence::{Answer, Authorization, Evidence, Infrastructure, Kind, Reach, Token};

/// The decisions about the routes of one API.
#[derive(Debug)]
pub struct Alone {
    /// Address of the API.
    pub api: String,
    /// The callers, by name.
    pub callers: Vec<String>,
    /// Route key, address, and the decision for each caller.
    pub routes: Vec<(String, String, Vec<Answer>)>,
    /// Why the result may be incomplete.
    pub doubts: Vec<String>,
}

impl Alone {
    /// Whether nothing is unknown.
    pub fn is_certain(&self) -> bool {
        let answers = self.routes.iter().flat_map(|(_, _, answers)| answers);
        self.doubts.is_empty() && answers.into_iter().all(|answer| *answer != Answer::Unknown)
    }
}

/// The decisions about every HTTP API. A person is assumed to send whichever
/// token of a sign-in gives more access.
pub fn alone(evidence: &Evidence<'_>) -> Vec<Alone> {
    let infrastructure = Infrastructure::partial(evidence);
    let mut people: Vec<(String, Result<Vec<Token>, String>)> = Vec::new();
    let pools: Vec<&str> = infrastructure.pools().collect();
    let mut doubts = evidence.doubts.clone();
    let remarks = evidence.remarks.iter();
    doubts.extend(remarks.map(|remark| format!("`{}`: {}", remark.address, remark.why)));
    doubts.extend(beyond::doubts(evidence));
    for address in &pools {
        let pool = infrastructure.pool(address);
        doubts.extend(pool.doubt().map(str::to_owned));
        let of = match pools.len() {
            1 => String::new(),
            _ => format!("{address} "),
        };
        let both = |groups: &[String]| -> Result<Vec<Token>, String> {
            let mut tokens = pool.person(groups, Kind::Access)?;
            tokens.extend(pool.person(groups, Kind::Id)?);
            Ok(tokens)
        };
        people.push((format!("{of}person:in no group"), both(&[])));
        for group in pool.groups() {
            let tokens = both(std::slice::from_ref(&group));
            people.push((format!("{of}group:{group}"), tokens));
        }
        let users = pool.users();
        match pool.memberships() {
            Some(groups) => people.extend(users.into_iter().map(|user| {
                let groups = groups.get(&user).map_or(&[][..], Vec::as_slice);
                (format!("{of}user:{user}"), both(groups))
            })),
            None => doubts.push(format!("the group memberships of `{address}` are unknown")),
        }
        for client in pool.machines() {
            let token = pool.machine(&client);
            people.push((format!("{of}client:{client}"), Ok(vec![token])));
        }
    }
    let apis = infrastructure.apis().into_iter().map(|api| {
        let mut doubts = doubts.clone();
        doubts.extend(api.doubts);
        let keys = api.routes.iter().map(|route| route.key.as_deref());
        doubts.extend(beyond::twice(keys));
        let open = api.open.iter();
        doubts.extend(open.map(|route| format!("`{route}` may be one of its routes")));
        let routes = api.routes.iter().map(|route| {
            if let Authorization::Unknown(why) = &route.authorization {
                doubts.push(format!("`{}`: {why}", route.address));
            }
            let answers = people.iter().map(|(_, tokens)| route.with(tokens));
            let key = route.key.clone().unwrap_or_else(|| "unknown".to_owned());
            let all: Vec<Answer> = [route.anonymous()].into_iter().chain(answers).collect();
            if let (Reach::Unknown(why), true) = (&route.reach, all.contains(&Answer::Unknown)) {
                doubts.push(format!("`{}`: {why}", route.address));
            }
            (key, route.address.clone(), all)
        });
        let routes = routes.collect();
        Alone {
            api: api.address,
            callers: ["anonymous".to_owned()]
                .into_iter()
                .chain(people.iter().map(|(name, _)| name.clone()))
                .collect(),
            routes,
            doubts,
        }
    });
    apis.collect()
}
