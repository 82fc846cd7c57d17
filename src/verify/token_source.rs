//! Where the token of a caller comes from, and through which app client.

use super::Options;
use super::plan::Skipped;
use crate::arena::Id;
use crate::model::{Access, AuthFlow, Client, Group, Model, Principal, TokenKind};

/// Where a token comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum TokenSource {
    /// A person who signs in with a password.
    Person {
        /// The user name.
        user: String,
        /// Through this app client.
        client: Id<Client>,
    },
    /// A machine client, by client credentials.
    Machine(Id<Client>),
    /// A caller whose tokens the token command gets.
    Commanded {
        /// The caller.
        caller: Principal,
        /// The app client to use, where the issuer has some.
        client: Option<Id<Client>>,
    },
}

/// Which token callers are expected to send.
pub(super) fn meant(model: &Model, caller: Principal) -> TokenKind {
    match (caller, &model.identity) {
        // Only people have ID tokens.
        (Principal::Client(_), _) | (_, None) => TokenKind::Access,
        (_, Some(identity)) => identity.token.value,
    }
}

/// The other token of a sign-in.
pub(super) fn other(kind: TokenKind) -> TokenKind {
    match kind {
        TokenKind::Access => TokenKind::Id,
        TokenKind::Id => TokenKind::Access,
    }
}

/// The token source of a caller for a route with this access.
///
/// # Errors
///
/// Why there is no token.
pub(super) fn of(
    model: &Model,
    caller: Principal,
    access: &Access,
    options: &Options,
) -> Result<TokenSource, Skipped> {
    let clients = match caller {
        Principal::Client(client) if options.command => {
            return Ok(TokenSource::Commanded {
                caller,
                client: Some(client),
            });
        }
        Principal::Client(client) => return Ok(TokenSource::Machine(client)),
        _ => clients_for_people(model, access, options),
    };
    if options.command {
        return Ok(TokenSource::Commanded {
            caller,
            client: clients.first().copied(),
        });
    }
    let user = user_of(model, caller, options)?;
    if model.identity.as_ref().is_none_or(|it| it.oidc().is_some()) {
        return Err(Skipped::NoToken(
            "jwtgen cannot sign in at another issuer; get its tokens with `--token-command`".into(),
        ));
    }
    let password = |client: &&Id<Client>| signs_in_by_password(&model.clients[**client]);
    match clients.iter().find(password) {
        Some(client) => Ok(TokenSource::Person {
            user,
            client: *client,
        }),
        None => Err(Skipped::NoToken(
            "no app client that the route accepts allows sign-in by password; use \
             `--token-command` instead"
                .into(),
        )),
    }
}

/// Whether a person can sign in with a user name and a password only.
pub(super) fn signs_in_by_password(client: &Client) -> bool {
    client.machine.is_none() && client.auth_flows.contains(&AuthFlow::UserPassword)
}

/// App clients that people can get a token through, the best one first: those
/// that the route accepts, of these the preferred one, then those with sign-in
/// by password.
fn clients_for_people(model: &Model, access: &Access, options: &Options) -> Vec<Id<Client>> {
    let accepted = match access {
        Access::Token { clients, .. } => clients.as_slice(),
        _ => &[],
    };
    let people = |id: &Id<Client>| model.clients[*id].machine.is_none();
    let mut clients: Vec<Id<Client>> = accepted.iter().copied().filter(people).collect();
    if clients.is_empty() {
        // The route accepts no token, whichever app client it is from.
        clients = model.clients.ids().filter(people).collect();
    }
    clients.sort_by_key(|id| {
        let client = &model.clients[*id];
        (
            options.sign_in_client != Some(*id),
            !signs_in_by_password(client),
        )
    });
    clients
}

/// The user who signs in for a caller.
fn user_of(model: &Model, caller: Principal, options: &Options) -> Result<String, Skipped> {
    let given = options.users.iter().find(|(known, _)| *known == caller);
    if let Some((_, user)) = given {
        return Ok(user.clone());
    }
    match caller {
        Principal::User(user) => Ok(model.users[user].name.value.clone()),
        Principal::Group(group) => match member_of(model, group) {
            Some(user) => Ok(user),
            None => Err(Skipped::NotChecked(format!(
                "no user of the blueprint is in this group only; name one with `--user {}=NAME`",
                model.principal_name(caller)
            ))),
        },
        Principal::SignedIn => Err(Skipped::NotChecked(
            "no user is known to be in no group; name one with `--user signed-in=NAME`".into(),
        )),
        Principal::Anonymous | Principal::Client(_) | Principal::Authorizer(_) | Principal::Iam => {
            // INVARIANT: the caller handles these before.
            unreachable!("only people sign in")
        }
    }
}

/// A user whose only group is this one.
fn member_of(model: &Model, group: Id<Group>) -> Option<String> {
    let mut users = model.users.iter();
    let alone = users.find(|user| user.groups == [group]);
    alone.map(|user| user.name.value.clone())
}
