//! `diff` says that access widens if and only if some call that was refused is
//! let through, or an issuer, an audience or an app client is accepted that was
//! not. Random pairs of blueprints are compared, and every call is decided by a
//! small model of the gateway that shares nothing with jwtgen.

use crate::support::checks::judge;
use jwtgen::diagnostic::render;
use jwtgen::diff::Diff;
use jwtgen::source::Source;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use std::collections::BTreeSet;
use std::fmt::Write;

/// Route keys, in the order in which the gateway tries them.
const KEYS: [&str; 8] = [
    "GET /p/q",
    "ANY /p/q",
    "GET /p/{x}",
    "POST /p/{x}",
    "GET /p",
    "ANY /p/{rest+}",
    "ANY /{rest+}",
    "$default",
];

const PATHS: [&str; 8] = ["/", "/p", "/z", "/p/q", "/p/z", "/z/q", "/p/q/r", "/z/z/z"];

fn matches(key: usize, method: &str, path: &str) -> bool {
    let below = |path: &str| {
        path.strip_prefix("/p/")
            .is_some_and(|rest| !rest.is_empty())
    };
    let child = |path: &str| below(path) && path.matches('/').count() == 2;
    match key {
        0 => method == "GET" && path == "/p/q",
        1 => path == "/p/q",
        2 => method == "GET" && child(path),
        3 => method == "POST" && child(path),
        4 => method == "GET" && path == "/p",
        5 => below(path),
        6 => path != "/",
        _ => true,
    }
}

type Names = BTreeSet<&'static str>;

#[derive(Debug, Clone)]
enum Access {
    Public,
    /// Scopes, and app clients if they are listed.
    Token(Names, Option<Names>),
    /// Scopes that are all required.
    All(Names),
    Foreign(Names),
    Lambda,
    Iam,
}

#[derive(Debug, Clone)]
struct Blueprint {
    /// Whether its tokens come from another issuer.
    external: bool,
    /// Scopes of each group; `None` if there is no such group.
    groups: [Option<Names>; 3],
    /// Groups of the user; `None` if there is no user.
    user: Option<Names>,
    machine: Names,
    issuer: &'static str,
    audience: Names,
    routes: [Option<Access>; 8],
}

const GROUPS: [&str; 3] = ["one", "two", "three"];
const SCOPES: [&str; 3] = ["a", "b", "c"];
const FOREIGN: [&str; 2] = ["f", "g"];
const CLIENTS: [&str; 3] = ["batch", "phone", "web"];

fn some(of: &'static [&'static str], least: usize) -> impl Strategy<Value = Names> {
    subsequence(of.to_vec(), least..=of.len()).prop_map(|names| names.into_iter().collect())
}

fn access(external: bool) -> BoxedStrategy<Access> {
    let clients = match external {
        true => Just(None).boxed(),
        false => prop::option::of(some(&CLIENTS, 1)).boxed(),
    };
    let any = prop_oneof![
        Just(Access::Public),
        (some(&SCOPES, 0), clients).prop_map(|(scopes, clients)| Access::Token(scopes, clients)),
        some(&FOREIGN, 0).prop_map(Access::Foreign),
        Just(Access::Lambda),
        Just(Access::Iam),
    ];
    match external {
        true => any.boxed(),
        false => prop_oneof![4 => any, 1 => some(&SCOPES, 2).prop_map(Access::All)].boxed(),
    }
}

fn blueprint(external: bool) -> impl Strategy<Value = Blueprint> {
    let groups = prop::array::uniform3(prop::option::weighted(0.8, some(&SCOPES, 0)));
    let routes = prop::array::uniform8(prop::option::of(access(external)));
    let rest = (
        some(&SCOPES, 1),
        select(vec!["https://x.example.com", "https://y.example.com"]),
        some(&["m", "n"], 1),
    );
    (groups, prop::option::of(some(&GROUPS, 0)), routes, rest).prop_map(
        move |(groups, user, routes, (machine, issuer, audience))| Blueprint {
            external,
            user: user.map(|of| {
                let known = |name: &&str| {
                    let index = GROUPS.iter().position(|group| group == name);
                    index.is_some_and(|index| groups[index].is_some())
                };
                of.into_iter().filter(known).collect()
            }),
            groups,
            machine,
            issuer,
            audience,
            routes,
        },
    )
}

/// Two blueprints that differ in few places or in many.
fn pair() -> impl Strategy<Value = (Blueprint, Blueprint)> {
    any::<bool>().prop_flat_map(|external| {
        let keep = prop::collection::vec(prop::bool::weighted(0.7), 16);
        (blueprint(external), blueprint(external), keep).prop_map(|(old, mut new, keep)| {
            for (index, keep) in keep.into_iter().enumerate().filter(|(_, keep)| *keep) {
                match (index, keep) {
                    (0..=7, _) => new.routes[index] = old.routes[index].clone(),
                    (8..=10, _) => new.groups[index - 8] = old.groups[index - 8].clone(),
                    (11, _) => new.machine = old.machine.clone(),
                    (12, _) => new.issuer = old.issuer,
                    (13, _) => new.audience = old.audience.clone(),
                    _ => {}
                }
            }
            let known = |name: &&str| {
                let index = GROUPS.iter().position(|group| group == name);
                index.is_some_and(|index| new.groups[index].is_some())
            };
            new.user = new.user.map(|of| of.into_iter().filter(known).collect());
            (old, new)
        })
    })
}

fn list(names: &Names) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    format!("[{}]", names.join(", "))
}

impl Blueprint {
    fn text(&self) -> String {
        let mut text = String::from("name = \"shop\"\n");
        let external = "[identity]\nissuer = \"https://own.example.com\"\naudience = [\"own\"]\n";
        text.push_str(match self.external {
            true => external,
            false => "[identity]\nscope_format = \"{name}/{scope}\"\ndomain = \"shop-demo\"\n[clients.web]\n[clients.phone]\n",
        });
        if !self.external {
            let roles = list(&self.machine)
                .replace("\"a", "\"r-a")
                .replace("\"b", "\"r-b");
            let roles = roles.replace("\"c", "\"r-c");
            writeln!(text, "[clients.batch]\nroles = {roles}").unwrap();
        }
        text.push_str("[roles]\n");
        for scope in SCOPES {
            writeln!(text, "r-{scope} = [\"{scope}\"]").unwrap();
        }
        if !self.external {
            text.push_str("[groups]\n");
            for (name, scopes) in GROUPS.iter().zip(&self.groups) {
                if let Some(scopes) = scopes {
                    let roles: Vec<String> = scopes
                        .iter()
                        .map(|scope| format!("\"r-{scope}\""))
                        .collect();
                    writeln!(text, "{name} = [{}]", roles.join(", ")).unwrap();
                }
            }
            if let Some(user) = &self.user {
                writeln!(text, "[users]\nann = {}", list(user)).unwrap();
            }
        }
        writeln!(
            text,
            "[functions.api]\nsource = \"functions/api\"\n[functions.keeper]\nsource = \
             \"functions/keeper\"\n[authorizers.partner]\nissuer = \"{}\"\naudience = {}\n\
             [authorizers.custom]\nfunction = \"keeper\"\n[routes]",
            self.issuer,
            list(&self.audience)
        )
        .unwrap();
        for (key, access) in KEYS.iter().zip(&self.routes) {
            let Some(access) = access else { continue };
            let access = match access {
                Access::Public => "public = \"for everyone\"".to_owned(),
                Access::Token(scopes, clients) => {
                    let clients = clients
                        .as_ref()
                        .map(|it| format!(", clients = {}", list(it)));
                    format!("scopes = {}{}", list(scopes), clients.unwrap_or_default())
                }
                Access::All(scopes) => format!("all = {}", list(scopes)),
                Access::Foreign(scopes) => {
                    format!("authorizer = \"partner\", scopes = {}", list(scopes))
                }
                Access::Lambda => "authorizer = \"custom\"".to_owned(),
                Access::Iam => "authorizer = \"iam\"".to_owned(),
            };
            writeln!(text, "\"{key}\" = {{ function = \"api\", {access} }}").unwrap();
        }
        text
    }

    /// The route that answers a call.
    fn answering(&self, method: &str, path: &str) -> Option<&Access> {
        (0..KEYS.len())
            .filter(|key| matches(*key, method, path))
            .find_map(|key| self.routes[key].as_ref())
    }

    /// How much a call is let through: not at all, perhaps, or certainly.
    fn decides(&self, method: &str, path: &str, call: &Call) -> u8 {
        let Some(access) = self.answering(method, path) else {
            return 0;
        };
        let (client, held) = match call {
            Call::Person(client, named) => {
                let groups = GROUPS.iter().zip(&self.groups);
                let mine = groups.filter(|(name, _)| named.contains(*name));
                let held = mine.flat_map(|(_, it)| it.iter().flatten().copied());
                (Some(*client), held.collect())
            }
            Call::Ann(client) => {
                let user = self.user.clone().unwrap_or_default();
                return self.decides(method, path, &Call::Person(client, user));
            }
            Call::Machine => (Some("batch"), self.machine.clone()),
            Call::Own(scopes) => (None, scopes.clone()),
            _ => (None, Names::new()),
        };
        let own = matches!(call, Call::Own(_)) || client.is_some();
        let sure = |yes: bool| u8::from(yes) * 2;
        match (access, call) {
            (Access::Public, _) => 2,
            (Access::Lambda, Call::Nothing) => 0,
            (Access::Lambda, _) => 1,
            (Access::Iam, Call::Signature) => 1,
            (Access::Iam, _) => 0,
            (Access::Token(scopes, clients), _) if own => {
                let accepted = match (clients, client) {
                    (Some(clients), Some(client)) => clients.contains(client),
                    _ => true,
                };
                sure(accepted && (scopes.is_empty() || !scopes.is_disjoint(&held)))
            }
            (Access::All(scopes), _) if own => sure(scopes.is_subset(&held)),
            (Access::Foreign(wanted), Call::Foreign(issuer, audience, scopes)) => {
                let accepted = *issuer == self.issuer && self.audience.contains(audience);
                sure(accepted && (wanted.is_empty() || !wanted.is_disjoint(scopes)))
            }
            _ => 0,
        }
    }
}

/// What a call carries.
#[derive(Debug, Clone)]
enum Call {
    Nothing,
    Signature,
    /// Someone in these groups, through this app client.
    Person(&'static str, Names),
    /// The user of the blueprint, through this app client.
    Ann(&'static str),
    Machine,
    /// A token of the own issuer, if that is not a user pool.
    Own(Names),
    Foreign(&'static str, &'static str, Names),
}

fn subsets(of: &'static [&'static str]) -> Vec<Names> {
    let all = 0..1_usize << of.len();
    all.map(|bits| {
        let chosen = of
            .iter()
            .enumerate()
            .filter(|(index, _)| bits >> index & 1 == 1);
        chosen.map(|(_, name)| *name).collect()
    })
    .collect()
}

fn calls(external: bool) -> Vec<Call> {
    let mut calls = vec![Call::Nothing, Call::Signature];
    match external {
        true => calls.extend(subsets(&SCOPES).into_iter().map(Call::Own)),
        false => {
            calls.push(Call::Machine);
            for client in ["web", "phone"] {
                calls.push(Call::Ann(client));
                let people = subsets(&GROUPS).into_iter();
                calls.extend(people.map(|groups| Call::Person(client, groups)));
            }
        }
    }
    for issuer in ["https://x.example.com", "https://y.example.com"] {
        for audience in ["m", "n"] {
            let scopes = subsets(&FOREIGN).into_iter();
            calls.extend(scopes.map(|scopes| Call::Foreign(issuer, audience, scopes)));
        }
    }
    calls
}

/// A call that is let through more than before.
fn gained(old: &Blueprint, new: &Blueprint) -> Option<String> {
    for path in PATHS {
        for method in ["GET", "POST", "PUT"] {
            for call in calls(old.external) {
                let (before, after) = (
                    old.decides(method, path, &call),
                    new.decides(method, path, &call),
                );
                if after > before {
                    return Some(format!("{method} {path} as {call:?}: {before} -> {after}"));
                }
            }
        }
    }
    None
}

/// A condition on tokens that is loosened, whether or not somebody has such a
/// token.
fn loosened(old: &Blueprint, new: &Blueprint) -> Option<String> {
    if new.issuer != old.issuer {
        return Some("another issuer".into());
    }
    if !new.audience.is_subset(&old.audience) {
        return Some("another audience".into());
    }
    let people = |access: &Access| -> Names {
        let listed = match access {
            Access::Token(_, Some(clients)) => clients.clone(),
            Access::Token(_, None) | Access::All(_) => Names::from(CLIENTS),
            _ => Names::new(),
        };
        listed.into_iter().filter(|name| *name != "batch").collect()
    };
    let answering = PATHS.iter().flat_map(|path| {
        let methods = ["GET", "POST", "PUT"].into_iter();
        methods.map(|method| (old.answering(method, path), new.answering(method, path)))
    });
    let answering = answering.filter_map(|(old, new)| Some((old?, new?)));
    let same = old.routes.iter().zip(&new.routes);
    let same = same.filter_map(|(old, new)| Some((old.as_ref()?, new.as_ref()?)));
    same.chain(answering)
        .any(|(old, new)| {
            let (old, new) = (people(old), people(new));
            !old.is_empty() && !new.is_subset(&old)
        })
        .then(|| "another app client".into())
}

fn checked(blueprint: &Blueprint) -> jwtgen::Checked {
    let source = Source::new("case.toml", blueprint.text());
    let (found, checked) = judge(&source);
    checked.unwrap_or_else(|| panic!("{}\n{}", blueprint.text(), render::short(&found, &source)))
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 2000, ..ProptestConfig::default() })]

    #[test]
    fn widens_if_and_only_if_a_call_gains_access((old, new) in pair()) {
        let diff = Diff::new(&checked(&old), &checked(&new));
        let why = gained(&old, &new).or_else(|| loosened(&old, &new));
        prop_assert_eq!(
            diff.widens(),
            why.is_some(),
            "{:?}\n{}\nold:\n{}\nnew:\n{}",
            why,
            anstream::adapter::strip_str(&jwtgen::diff::text(&diff)),
            old.text(),
            new.text()
        );
        if let Some(call) = gained(&old, &new) {
            // Reported at a route, not only as a setting.
            let mut routes = diff.routes.iter().flat_map(|route| &route.changes);
            let audience = loosened(&old, &new).is_some();
            let widens = routes.any(|it| it.effect == jwtgen::diff::Effect::Widens);
            prop_assert!(widens || audience, "{}", call);
        }
    }
}
