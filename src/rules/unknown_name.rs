//! A name that is not declared.

use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::rules::{Docs, Rule};
use crate::source::Spanned;
use crate::syntax::quote;

pub static RULE: Rule = Rule {
    code: "JG0101",
    name: "unknown-name",
    severity: Severity::Error,
    docs: Docs {
        what: "A name is not declared in any section. A scope exists once a role lists it.",
        why: "A scope that no role lists can never be in a token: the route would always answer 403.",
        example: "[routes]\n\"GET /items\" = { function = \"api\", scopes = [\"raed\"] }\n",
        fixed: "[routes]\n\"GET /items\" = { function = \"api\", scopes = [\"read\"] }\n",
        sources: &[],
    },
};

/// What a name can refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A scope that a role lists.
    Scope,
    /// A role.
    Role,
    /// A group.
    Group,
    /// A user.
    User,
    /// An app client.
    Client,
    /// A function.
    Function,
    /// An authorizer.
    Authorizer,
    /// A route.
    Route,
}

impl Kind {
    /// The kind in words.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Scope => "scope",
            Kind::Role => "role",
            Kind::Group => "group",
            Kind::User => "user",
            Kind::Client => "app client",
            Kind::Function => "function",
            Kind::Authorizer => "authorizer",
            Kind::Route => "route",
        }
    }

    /// The kind in words, with its article.
    pub fn with_article(self) -> String {
        let article = if matches!(self, Kind::Client | Kind::Authorizer) {
            "an"
        } else {
            "a"
        };
        format!("{article} {}", self.word())
    }

    /// The section that declares it.
    pub fn section(self) -> &'static str {
        match self {
            Kind::Scope | Kind::Role => "roles",
            Kind::Group => "groups",
            Kind::User => "users",
            Kind::Client => "clients",
            Kind::Function => "functions",
            Kind::Authorizer => "authorizers",
            Kind::Route => "routes",
        }
    }
}

/// Suggests a similar name, or says which other kind the name belongs to.
pub fn diagnostic<'a>(
    kind: Kind,
    name: &Spanned<String>,
    known: impl Iterator<Item = &'a str>,
    other: Option<Kind>,
) -> Diagnostic {
    let message = match kind {
        Kind::Scope => format!("no role grants the scope `{}`", name.value),
        _ => format!("there is no {} `{}`", kind.word(), name.value),
    };
    let mut known: Vec<&str> = known.collect();
    known.sort_unstable();
    let near = nearest(name, known.iter().copied());
    let diagnostic = Diagnostic::new(&RULE, name.span, message).did_you_mean(near.map(quote));
    let diagnostic = match other {
        Some(other) => diagnostic.note(format!(
            "`{}` is {}, but {} is expected here",
            name.value,
            other.with_article(),
            kind.with_article()
        )),
        None => diagnostic,
    };
    if near.is_some() {
        return diagnostic;
    }
    diagnostic.help(match (kind, other) {
        (Kind::Scope, None) => "add the scope to a role in `[roles]`".to_owned(),
        (Kind::Scope, Some(_)) => "use a scope that a role in `[roles]` lists".to_owned(),
        (kind, None) => format!("declare it in `[{}]`", kind.section()),
        (kind, Some(_)) => format!(
            "use {} declared in `[{}]`",
            kind.with_article(),
            kind.section()
        ),
    })
}
