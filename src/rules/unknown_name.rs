//! A name that is not declared.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::standard_scope::STANDARD_SCOPES;
use crate::rules::{Docs, Rule};
use crate::similar::{equally_near, nearest, negated};
use crate::source::{Span, Spanned};
use crate::syntax::quote;
use crate::text::any_of;

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

/// A way to write what was meant if the name is of another kind: what to do, and
/// the edits that do it, if they are clear.
pub type Way = (String, Vec<(Span, String)>);

/// Suggests a similar name or, for a name of other kinds, what to write instead:
/// never a similar name then, which might belong to other people. `way` knows more
/// about the place than this rule.
pub fn diagnostic<'a>(
    kind: Kind,
    name: &Spanned<String>,
    known: impl Iterator<Item = &'a str>,
    others: &[Kind],
    way: impl Fn(Option<Kind>) -> Option<Way>,
) -> Diagnostic {
    let message = match kind {
        _ if name.is_empty() => format!("the name of {} cannot be empty", kind.with_article()),
        Kind::Scope => format!("no role grants the scope `{}`", name.value),
        _ => format!("there is no {} `{}`", kind.word(), name.value),
    };
    let diagnostic = Diagnostic::new(&RULE, name.span, message);
    let Some(other) = others.first() else {
        return match way(None) {
            Some(way) => put(diagnostic, way),
            None => similar(diagnostic, kind, name, known),
        };
    };
    let diagnostic = diagnostic.note(format!(
        "`{}` is {}, but {} is expected here",
        name.value,
        other.with_article(),
        kind.with_article()
    ));
    let ways: Vec<Way> = others.iter().filter_map(|kind| way(Some(*kind))).collect();
    if ways.is_empty() {
        return diagnostic.help(instead(kind, *other));
    }
    ways.into_iter().fold(diagnostic, put)
}

fn put(diagnostic: Diagnostic, (text, edits): Way) -> Diagnostic {
    match edits.is_empty() {
        true => diagnostic.help(text),
        false => diagnostic.suggest(text, edits),
    }
}

fn similar<'a>(
    diagnostic: Diagnostic,
    kind: Kind,
    name: &Spanned<String>,
    known: impl Iterator<Item = &'a str>,
) -> Diagnostic {
    let mut known: Vec<&str> = known.collect();
    known.sort_unstable();
    if let Some(rest) = negated(name).filter(|rest| known.contains(rest)) {
        let rest = quote(rest);
        return diagnostic.help(format!(
            "nothing can be excluded by name: list what is meant, and leave `{rest}` out"
        ));
    }
    if kind == Kind::Scope && STANDARD_SCOPES.contains(&name.as_str()) {
        return diagnostic.help(
            "standard scopes are of the sign-in pages, and no role can grant them: list a scope of a role, or `scopes = []` for everyone who has signed in",
        );
    }
    // In expectations, a caller may be called by its kind.
    let marked = name
        .split_once(':')
        .filter(|(mark, _)| *mark == kind.word());
    if let Some((mark, rest)) = marked.filter(|(_, rest)| known.contains(rest)) {
        return diagnostic.suggest(
            format!("write the name without `{mark}:`"),
            [(name.span, quote(rest))],
        );
    }
    let joined = |known: &&&str| several(known).is_some_and(|parts| parts.contains(&name.as_str()));
    if let Some(joined) = known.iter().find(joined) {
        let parts: Vec<String> = several(joined).into_iter().flatten().map(quote).collect();
        let text = format!(
            "`{}` is one name: to list several, separate them: `{}`",
            quote(joined),
            parts.join(", ")
        );
        return diagnostic.help(text);
    }
    let near = equally_near(name, known.iter().copied());
    if let [near] = near.as_slice() {
        let near = quote(near);
        // What decides who may call is never edited to a name that is only similar: it
        // may belong to other people.
        return match kind {
            Kind::Function | Kind::Route => diagnostic.did_you_mean(Some(near)),
            _ => diagnostic.similar_name(near),
        };
    }
    let declare = match kind {
        Kind::Scope => "add the scope to a role in `[roles]`".to_owned(),
        kind => format!("declare it in `[{}]`", kind.section()),
    };
    // Which of several similar names is meant, only the user can know.
    let listed = if near.is_empty() { known } else { near };
    // A short list is quicker to read than the section.
    match listed.len() {
        1..=MAX_LISTED => {
            let listed: Vec<String> = listed
                .iter()
                .map(|name| format!("`{}`", quote(name)))
                .collect();
            diagnostic.help(format!("use {}, or {declare}", any_of(&listed)))
        }
        _ => diagnostic.help(declare),
    }
}

/// The names in a text that lists several of them.
pub fn several(text: &str) -> Option<Vec<&str>> {
    const BETWEEN: [&str; 6] = ["and", "or", "&&", "||", "&", "|"];
    // These say something about the names, which a list cannot.
    const OTHERS: [&str; 14] = [
        "not", "no", "but", "except", "without", "never", "any", "all", "of", "either", "both",
        "only", "none", "nor",
    ];
    let parts = text.split([' ', ',']).filter(|part| !part.is_empty());
    let is = |part: &str, words: &[&str]| words.contains(&part.to_lowercase().as_str());
    let parts: Vec<&str> = parts.filter(|part| !is(part, &BETWEEN)).collect();
    let plain = |part: &&str| !is(part, &OTHERS) && part.starts_with(char::is_alphanumeric);
    (parts.len() > 1 && parts.iter().all(plain)).then_some(parts)
}

/// How many declared names are listed.
const MAX_LISTED: usize = 5;

/// What to write in the place of a name of another kind.
fn instead(kind: Kind, other: Kind) -> String {
    match (kind, other) {
        (Kind::Scope, Kind::Group | Kind::Role) => {
            format!("list {} in `allow`: this key lists scopes", other.with_article())
        }
        (Kind::Scope, _) => "use a scope that a role in `[roles]` lists".to_owned(),
        (Kind::Group, Kind::Role) => "list a group that has the role".to_owned(),
        (Kind::Group, Kind::Scope) => "list a group whose roles have the scope".to_owned(),
        (Kind::Role, Kind::Scope) => "list a role that has the scope".to_owned(),
        (Kind::Role, Kind::Group) => "list the roles of the group".to_owned(),
        (Kind::Client, Kind::Group) => "list groups in `allow`, without `scopes`".to_owned(),
        (Kind::Group, Kind::Client) => {
            "list app clients in `clients`; a machine client calls by the scopes of its `roles`: list one of them in `scopes`".to_owned()
        }
        (Kind::Authorizer, Kind::Function) => {
            "declare the function as a Lambda authorizer, `[authorizers.NAME]` with `function = \"…\"`, and write that name here".to_owned()
        }
        (kind, _) => format!(
            "use {} declared in `[{}]`",
            kind.with_article(),
            kind.section()
        ),
    }
}

/// What to write for a function that is given by what it is made of.
pub fn function(name: &str) -> Option<Way> {
    let text = if name.starts_with("arn:") {
        "declare the function as `[functions.NAME]` with `arn = \"…\"`, and write that name here"
    } else if name.contains(['/', '\\']) || name.contains('.') {
        "write the name of a function of `[functions]`: its `source` and `handler` belong there"
    } else {
        return None;
    };
    Some((text.to_owned(), Vec::new()))
}

/// What other tools call the kinds of authorization that need no declaration.
/// <https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes.html>
const IAM: [&str; 4] = ["awsiam", "iam", "sigv4", "awssigv4"];
const IDENTITY: [&str; 5] = [
    "cognito",
    "cognitouserpools",
    "userpool",
    "cognitouserpool",
    "identity",
];
const NONE: [&str; 7] = ["none", "public", "open", "anonymous", "off", "false", "no"];

/// What to write for an authorizer that is not declared, unless its name is a
/// misspelling of one that is.
pub fn authorizer<'a>(
    name: &Spanned<String>,
    declared: impl Iterator<Item = &'a str>,
) -> Option<Way> {
    let plain = name.strip_prefix("authorizer:").unwrap_or(name);
    let plain: String = plain.to_lowercase().replace(['_', '-', ' '], "");
    let plain = plain.as_str();
    let written = |word: &str, text: &str| {
        let edit = (name.span, quote(word));
        Some((text.to_owned(), vec![edit]))
    };
    if IAM.contains(&plain) {
        return written(
            "iam",
            "write `\"iam\"` for requests signed with AWS credentials",
        );
    }
    if IDENTITY.contains(&plain) {
        return written(
            "identity",
            "write `\"identity\"` for tokens of `[identity]`",
        );
    }
    if NONE.contains(&plain) {
        let text = "a route that everyone may call without a token has `public = \"reason\"` instead of an authorizer; `[api]` cannot make all routes public";
        return Some((text.to_owned(), Vec::new()));
    }
    if plain.starts_with("apikey") {
        let text = "HTTP APIs have no API keys: let each caller be a machine client (`[clients.NAME]` with `roles`), or check the key in a Lambda authorizer";
        return Some((text.to_owned(), Vec::new()));
    }
    if plain.starts_with("jwt") {
        let text = "for tokens of `[identity]`, write `\"identity\"` or remove the key; for those of another issuer, declare it in `[authorizers]` under another name: those with `jwt` are reserved";
        return Some((text.to_owned(), Vec::new()));
    }
    let mut declared: Vec<&str> = declared.collect();
    declared.sort_unstable();
    if nearest(name, declared.iter().copied()).is_some() {
        return None;
    }
    if let Some(near) = nearest(name, ["identity", "iam"]) {
        return written(near, "a similar name exists");
    }
    if name.starts_with("arn:") {
        let text = "declare the function as `[authorizers.NAME]` with `arn = \"…\"`, and write that name here";
        return Some((text.to_owned(), Vec::new()));
    }
    let declared: Vec<String> = declared
        .iter()
        .map(|name| format!(", `{}`", quote(name)))
        .collect();
    let text = format!(
        "use `\"identity\"` (tokens of `[identity]`), `\"iam\"` (requests signed with AWS credentials){}, or declare another in `[authorizers]`",
        declared.concat()
    );
    Some((text, Vec::new()))
}
