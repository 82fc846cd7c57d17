//! The identity provider and its app clients, with defaults.

use super::names::Names;
use super::sort_once;
use crate::arena::{Arena, Id};
use crate::diagnostic::Diagnostics;
use crate::model::people::with_combined;
use crate::model::{
    AuthFlow, Client, Identity, Issuer, Machine, Oauth, Oidc, Preset, Role, SOURCE, Scope,
    ScopeFormat, TokenKind,
};
use crate::rules::{foreign_identity, invalid_scope_format, machine_for_people};
use crate::source::{Span, Spanned};
use crate::syntax::{self, Blueprint};

/// Resolves the identity provider; `None` if its `scope_format` is invalid.
pub(super) fn identity(
    written: &syntax::Identity,
    blueprint: &Spanned<String>,
    owner: Option<&str>,
    out: &mut Diagnostics,
) -> Option<Identity> {
    let name = owner.unwrap_or(blueprint);
    let token = match &written.token {
        Some(token) if token.as_str() == "id" => Spanned::new(TokenKind::Id, token.span),
        Some(token) => Spanned::new(TokenKind::Access, token.span),
        None => Spanned::new(TokenKind::Access, written.span),
    };
    let format = written
        .scope_format
        .clone()
        .unwrap_or_else(|| Spanned::new("{scope}".into(), written.span));
    foreign_identity::check(written, out);
    let issuer = issuer(written);
    match ScopeFormat::parse(&format, name) {
        Ok(scope_format) => Some(Identity {
            span: written.span,
            name: written.name.as_ref().unwrap_or(blueprint).clone(),
            issuer,
            shared: written.owner.is_some(),
            token,
            scope_format: Spanned::new(scope_format, format.span),
            source: written
                .source
                .clone()
                .unwrap_or_else(|| Spanned::new(SOURCE.into(), written.span)),
            pool: written.settings.clone(),
            domain: written.domain.clone(),
        }),
        Err(error) => {
            out.push(invalid_scope_format::diagnostic(&error, format.span));
            None
        }
    }
}

/// Who issues the tokens. If the blueprint names both an issuer and a pool, which
/// has been reported, the issuer counts.
fn issuer(written: &syntax::Identity) -> Issuer {
    if let Some(issuer) = &written.issuer {
        let told = written.preset.as_ref().and_then(|word| Preset::named(word));
        let preset = told.or_else(|| issuer.literal().and_then(Preset::of));
        let usual = match preset {
            Some(Preset::Okta | Preset::Entra) => "scp",
            _ => "scope",
        };
        return Issuer::Oidc(Oidc {
            issuer: issuer.clone(),
            audience: written.audience.clone(),
            preset,
            claim: written
                .claim
                .clone()
                .unwrap_or_else(|| Spanned::new(usual.into(), issuer.span)),
        });
    }
    match &written.pool {
        Some(pool) => Issuer::ExistingPool(pool.clone()),
        None => Issuer::Pool,
    }
}

/// Resolves the app clients, in the order of the section.
pub(super) fn clients(
    blueprint: &Blueprint,
    scopes: &Arena<Scope>,
    roles: &Arena<Role>,
    names: &Names<'_>,
    out: &mut Diagnostics,
) -> Arena<Client> {
    let machine = |(span, listed): &(Span, Vec<Spanned<String>>), out: &mut Diagnostics| {
        let found = listed.iter().filter_map(|role| names.role(role, out));
        let mut found: Vec<Id<Role>> = found.collect();
        sort_once(&mut found);
        let held = found.iter().flat_map(|role| &roles[*role].scopes);
        Machine {
            span: *span,
            scopes: with_combined(held.copied().collect(), scopes),
            roles: found,
        }
    };
    let client = |(name, written): &(Spanned<String>, syntax::Client)| Client {
        machine: written.roles.as_ref().map(|roles| {
            if let Some(other) = written.other {
                out.push(machine_for_people::diagnostic(name, roles.0, other));
            }
            machine(roles, out)
        }),
        name: name.clone(),
        secret: written.secret.is_some_and(|flag| flag.value),
        validity: written.validity.clone(),
        identity_providers: written.identity_providers.clone(),
        callback_urls: written.callback_urls.clone(),
        logout_urls: written.logout_urls.clone(),
        oauth: written.oauth.as_ref().map(|oauth| Oauth {
            span: oauth.span,
            code: oauth.flows.iter().any(|flow| flow.as_str() == "code"),
            scopes: oauth.scopes.clone(),
        }),
        auth_flows: match &written.auth_flows {
            Some(flows) => flows.iter().filter_map(|flow| auth_flow(flow)).collect(),
            None => vec![AuthFlow::UserSrp],
        },
    };
    blueprint.clients.iter().map(client).collect()
}

fn auth_flow(word: &str) -> Option<AuthFlow> {
    match word {
        "user-password" => Some(AuthFlow::UserPassword),
        "user-srp" => Some(AuthFlow::UserSrp),
        "admin-user-password" => Some(AuthFlow::AdminUserPassword),
        "custom" => Some(AuthFlow::Custom),
        "user-auth" => Some(AuthFlow::UserAuth),
        _ => None,
    }
}
