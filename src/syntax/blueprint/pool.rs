//! Reads the settings of the user pool.

use super::{flag, number, table, text, texts};
use crate::model::{
    Application, Attribute, Email, Federation, FederationKind, PasswordPolicy, PoolSettings,
    SignInDomain,
};
use crate::source::Spanned;
use crate::syntax::shape::span;
use toml::de::DeTable;

/// Reads the settings of the user pool in `[identity]`.
pub(super) fn pool(identity: &DeTable<'_>) -> PoolSettings {
    PoolSettings {
        sign_in: texts(identity, "sign_in").unwrap_or_default(),
        aliases: texts(identity, "aliases").unwrap_or_default(),
        verify: texts(identity, "verify"),
        attributes: named(identity, "attributes", attribute),
        password: table(identity, "password")
            .map(|(_, table)| password(table))
            .unwrap_or_default(),
        mfa: text(identity, "mfa"),
        self_sign_up: flag(identity, "self_sign_up"),
        self_service: flag(identity, "self_service"),
        recovery: texts(identity, "recovery"),
        email: table(identity, "email").and_then(|(_, email)| {
            Some(Email {
                identity: email.get("identity").and_then(super::value)?,
                from: text(email, "from"),
                reply_to: text(email, "reply_to"),
            })
        }),
        tier: text(identity, "tier"),
        threat_protection: text(identity, "threat_protection"),
        devices: text(identity, "devices"),
        deletion_protection: flag(identity, "deletion_protection"),
        prevent_destroy: flag(identity, "prevent_destroy"),
        custom_domain: table(identity, "custom_domain").and_then(|(span, domain)| {
            Some(SignInDomain {
                span,
                name: text(domain, "name")?,
                certificate: domain.get("certificate").and_then(super::value)?,
            })
        }),
        providers: named(identity, "providers", federation),
    }
}

fn password(table: &DeTable<'_>) -> PasswordPolicy {
    let flag = |key| flag(table, key).map(|flag| flag.value);
    PasswordPolicy {
        length: number(table, "length"),
        lowercase: flag("lowercase"),
        uppercase: flag("uppercase"),
        numbers: flag("numbers"),
        symbols: flag("symbols"),
        history: spanned(table, "history"),
        temporary_days: number(table, "temporary_days"),
    }
}

fn attribute(table: &DeTable<'_>) -> Attribute {
    Attribute {
        kind: text(table, "type"),
        min: spanned(table, "min"),
        max: spanned(table, "max"),
        mutable: flag(table, "mutable"),
        writable: flag(table, "writable"),
    }
}

fn federation(entry: &DeTable<'_>) -> Federation {
    let application = |table: &DeTable<'_>| {
        Some(Application {
            id: table.get("client_id").and_then(super::value)?,
            secret: table.get("client_secret").and_then(super::value)?,
            scopes: texts(table, "scopes"),
        })
    };
    let saml = table(entry, "saml").and_then(|(span, saml)| {
        let metadata_url = saml.get("metadata_url").and_then(super::value)?;
        Some(Spanned::new(FederationKind::Saml { metadata_url }, span))
    });
    let oidc = table(entry, "oidc").and_then(|(span, oidc)| {
        let kind = FederationKind::Oidc {
            issuer: oidc.get("issuer").and_then(super::value)?,
            application: application(oidc)?,
        };
        Some(Spanned::new(kind, span))
    });
    let google = table(entry, "google").and_then(|(span, google)| {
        Some(Spanned::new(
            FederationKind::Google(application(google)?),
            span,
        ))
    });
    let mapping = table(entry, "mapping").map(|(_, mapping)| mapping);
    Federation {
        kinds: saml.into_iter().chain(oidc).chain(google).collect(),
        mapping: mapping
            .into_iter()
            .flatten()
            .filter_map(|(key, _)| {
                let name = Spanned::new(key.get_ref().to_string(), span(key));
                Some((name, text(mapping?, key.get_ref())?))
            })
            .collect(),
    }
}

fn spanned(table: &DeTable<'_>, key: &str) -> Option<Spanned<i64>> {
    let place = span(table.get(key)?);
    Some(Spanned::new(number(table, key)?, place))
}

/// Tables by name.
fn named<T>(
    owner: &DeTable<'_>,
    key: &str,
    read: impl Fn(&DeTable<'_>) -> T,
) -> Vec<(Spanned<String>, T)> {
    let entries = table(owner, key).map(|(_, table)| table.iter());
    entries
        .into_iter()
        .flatten()
        .filter_map(|(name, entry)| {
            let name = Spanned::new(name.get_ref().to_string(), span(name));
            Some((name, read(entry.get_ref().as_table()?)))
        })
        .collect()
}
