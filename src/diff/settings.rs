//! Settings that affect all routes: issuer, tokens, app clients, authorizers.

use super::{Change, Effect};
use crate::model::{
    self, AuthorizerKind, Decider, Duration, Issuer, Model, Renamed, TokenKind, Value,
};
use crate::source::Spanned;
use std::collections::{BTreeMap, BTreeSet};

/// A setting.
#[derive(Debug, PartialEq, Eq)]
enum Setting {
    /// A value without order.
    Word(String),
    /// Alternatives: more of them widen access.
    Any(BTreeSet<String>),
    /// A higher value widens access.
    Amount(i64, String),
    /// An app client exists, and routes may accept its tokens.
    Client(&'static str),
}

use Setting::{Amount, Any, Client, Word};

/// Precedes the name of an app client.
const CLIENT: &str = "app client ";

/// An app client that people sign in through, with and without a secret.
const CONFIDENTIAL: &str = "user client with a secret";
const PLAIN: &str = "user client";

/// The differences.
pub(super) fn compare(old: &Model, new: &Model) -> Vec<Change> {
    let renamed = new.renames.iter().filter_map(|renamed| match renamed {
        Renamed::Client(id, old) => Some((old.as_str(), new.clients[*id].name.as_str())),
        _ => None,
    });
    let mut before = settings(old, &renamed.collect());
    let mut after = settings(new, &BTreeMap::new());
    // An added or removed client is one change, without its settings.
    let clients = |side: &BTreeMap<String, Setting>| -> BTreeSet<String> {
        let names = side.keys().filter(|name| name.starts_with(CLIENT));
        names.map(|name| format!(" of {name}")).collect()
    };
    let (was, is) = (clients(&before), clients(&after));
    let one_sided: Vec<&String> = was.symmetric_difference(&is).collect();
    let names: BTreeSet<String> = before
        .keys()
        .chain(after.keys())
        .filter(|name| !one_sided.iter().any(|client| name.ends_with(*client)))
        .cloned()
        .collect();
    let change = |name: String| {
        let (old, new) = (before.remove(&name), after.remove(&name));
        if old == new {
            return None;
        }
        Some(Change {
            effect: effect(old.as_ref(), new.as_ref()),
            subjects: vec![name],
            before: words(old.as_ref()),
            after: words(new.as_ref()),
            why: None,
        })
    };
    names.into_iter().filter_map(change).collect()
}

fn effect(old: Option<&Setting>, new: Option<&Setting>) -> Effect {
    match (old, new) {
        (Some(Any(old)), Some(Any(new))) => match (new.is_subset(old), old.is_subset(new)) {
            (true, _) => Effect::Narrows,
            (false, _) => Effect::Widens,
        },
        (Some(Amount(old, _)), Some(Amount(new, _))) if new > old => Effect::Widens,
        (Some(Amount(..)), Some(Amount(..))) => Effect::Narrows,
        (Some(Client(old)), Some(Client(new))) => match (*old, *new) {
            (CONFIDENTIAL, PLAIN) => Effect::Widens,
            (PLAIN, CONFIDENTIAL) => Effect::Narrows,
            _ => Effect::Changes,
        },
        (None, Some(Client(_))) => Effect::Widens,
        (Some(Client(_)), None) => Effect::Narrows,
        _ => Effect::Changes,
    }
}

fn words(setting: Option<&Setting>) -> String {
    match setting {
        None => "none".to_owned(),
        Some(Word(text)) if text.is_empty() => "none".to_owned(),
        Some(Word(text) | Amount(_, text)) => text.clone(),
        Some(Client(kind)) => (*kind).to_owned(),
        Some(Any(all)) if all.is_empty() => "none".to_owned(),
        Some(Any(all)) => all
            .iter()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(", "),
    }
}

fn settings(model: &Model, renamed: &BTreeMap<&str, &str>) -> BTreeMap<String, Setting> {
    let mut all = BTreeMap::new();
    let mut add = |name: &str, setting: Setting| {
        all.insert(name.to_owned(), setting);
    };
    identity(model, &mut add);
    for client in model.clients.iter() {
        let name = renamed.get(client.name.as_str()).copied();
        client_settings(client, name.unwrap_or(&client.name), &mut add);
    }
    for authorizer in model.authorizers.iter() {
        let of = |what: &str| format!("{what} of authorizer {}", authorizer.name.value);
        match &authorizer.kind {
            AuthorizerKind::Jwt {
                issuer,
                audience,
                source,
            } => {
                add(&of("issuer"), one(issuer.value.to_string()));
                add(&of("audience"), values(audience));
                add(&of("token source"), Word(source.value.clone()));
            }
            AuthorizerKind::Lambda {
                decider,
                sources,
                ttl,
                simple,
                ..
            } => {
                let function = match decider {
                    Decider::Own(function) => model.functions[*function].source.value.clone(),
                    Decider::Existing(arn) => arn.value.to_string(),
                };
                let sources = sources.iter().map(|source| source.value.clone());
                add(&of("function"), Word(function));
                add(&of("sources"), Word(sources.collect::<Vec<_>>().join(", ")));
                add(
                    &of("result TTL"),
                    Amount(ttl.value, format!("{} s", ttl.value)),
                );
                add(&of("simple responses"), Word(simple.value.to_string()));
            }
        }
    }
    let api = &model.api;
    let origins = api.cors.iter().flat_map(|cors| &cors.origins);
    add(
        "CORS origins",
        Any(origins.map(|origin| origin.value.to_string()).collect()),
    );
    add("generated endpoint", on(api.has_generated_endpoint()));
    let domain = api.domain.as_ref().map(|domain| domain.name.value.clone());
    add("API domain", Word(domain.unwrap_or_else(|| "none".into())));
    all
}

fn identity(model: &Model, add: &mut impl FnMut(&str, Setting)) {
    let Some(identity) = &model.identity else {
        return;
    };
    add(
        "token that callers send",
        Word(match identity.token.value {
            TokenKind::Access => "access".into(),
            TokenKind::Id => "id".into(),
        }),
    );
    add("token source", Word(identity.source.value.clone()));
    match &identity.issuer {
        Issuer::Pool => add("issuer", one("a user pool in this blueprint".into())),
        Issuer::ExistingPool(pool) => add("issuer", one(format!("the user pool {}", pool.value))),
        Issuer::Oidc(oidc) => {
            add("issuer", one(oidc.issuer.value.to_string()));
            add("audience", values(&oidc.audience));
            add("scope claim", Word(oidc.claim.value.clone()));
        }
    }
    let pool = &identity.pool;
    add(
        "self sign-up",
        on(pool.self_sign_up.is_some_and(|flag| flag.value)),
    );
    let mfa = pool.mfa.as_ref().map_or("off", |mfa| mfa.as_str());
    let laxness = match mfa {
        "required" => 0,
        "optional" => 1,
        _ => 2,
    };
    add("MFA", Amount(laxness, mfa.to_owned()));
    let providers = pool.providers.iter().map(|(name, _)| name.value.clone());
    add("identity providers", Any(providers.collect()));
}

fn client_settings(client: &model::Client, name: &str, add: &mut impl FnMut(&str, Setting)) {
    let of = |what: &str| format!("{what} of {CLIENT}{name}");
    let kind = match (&client.machine, client.secret) {
        (Some(_), _) => "machine client",
        (None, true) => CONFIDENTIAL,
        (None, false) => PLAIN,
    };
    add(&format!("{CLIENT}{name}"), Client(kind));
    let lives = |written: &Option<Spanned<String>>, usual: i64| {
        let duration = written.as_ref().and_then(|text| Duration::parse(text));
        let minutes = duration.map_or(usual, Duration::minutes);
        Amount(minutes, length(minutes))
    };
    // Cognito's defaults:
    // https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
    add(&of("access token"), lives(&client.validity.access, 60));
    add(&of("ID token"), lives(&client.validity.id, 60));
    add(
        &of("refresh token"),
        lives(&client.validity.refresh, 30 * 24 * 60),
    );
    add(&of("callback URLs"), values(&client.callback_urls));
    let flows = client.auth_flows.iter().map(|flow| flow.word().to_owned());
    add(&of("auth flows"), Any(flows.collect()));
    let providers = client.identity_providers.iter().flatten();
    add(
        &of("identity providers"),
        Word(
            providers
                .map(|name| name.as_str())
                .collect::<Vec<_>>()
                .join(", "),
        ),
    );
}

fn length(minutes: i64) -> String {
    match minutes {
        m if m % (24 * 60) == 0 => format!("{} d", m / (24 * 60)),
        m if m % 60 == 0 => format!("{} h", m / 60),
        m => format!("{m} min"),
    }
}

fn on(flag: bool) -> Setting {
    match flag {
        true => Amount(1, "on".into()),
        false => Amount(0, "off".into()),
    }
}

/// The only alternative: in place of it, another one lets others in.
fn one(text: String) -> Setting {
    Any(BTreeSet::from([text]))
}

fn values(values: &[Spanned<Value>]) -> Setting {
    Any(values.iter().map(|value| value.value.to_string()).collect())
}
