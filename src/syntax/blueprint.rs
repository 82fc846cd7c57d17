//! The blueprint as written: names not resolved, defaults not filled in.
//!
//! Reading never fails. A value of the wrong kind has been reported by the
//! shape check already and reads as absent; an entry of a section stays
//! declared even then, so that nobody is told that its name does not exist.

mod api;
mod function;

pub use function::{Function, FunctionSettings};

use super::language::ROUTE;
use super::shape::{integer, span};
use crate::model::{Api, RouteSettings, StageSettings, Value};
use crate::source::{Span, Spanned};
use toml::de::{DeTable, DeValue};

/// A named entry of a section, with the place of its name.
pub type Named<T> = Vec<(Spanned<String>, T)>;

/// A blueprint as written; sections are in the order of their names.
#[derive(Debug, Default)]
pub struct Blueprint {
    /// Prefix of every resource name.
    pub name: Option<Spanned<String>>,
    /// Version constraint of the AWS provider.
    pub aws_provider: Option<Spanned<String>>,
    /// The user pool.
    pub identity: Option<Identity>,
    /// App clients.
    pub clients: Named<Client>,
    /// Roles.
    pub roles: Named<Vec<RoleItem>>,
    /// Groups.
    pub groups: Named<Group>,
    /// Users and the groups they list.
    pub users: Named<Vec<Spanned<String>>>,
    /// Functions.
    pub functions: Named<Function>,
    /// What holds for every function that does not say otherwise.
    pub function_defaults: FunctionSettings,
    /// Routes by route key; `None` where the value is no table.
    pub routes: Named<Option<Route>>,
    /// Input variables that are declared.
    pub variables: Named<Variable>,
    /// Settings of the API.
    pub api: Api,
    /// Name of the stage.
    pub stage_name: Option<Spanned<String>>,
    /// What else the stage says.
    pub stage: StageSettings,
    /// Expected answers: route key, caller, answer.
    pub expect: Named<Named<Spanned<String>>>,
    /// Sections that are there but are no tables: their names are unknown.
    pub unreadable: Vec<String>,
    /// Top-level keys, known or not.
    pub keys: Vec<String>,
}

/// `[variables.x]`.
#[derive(Debug)]
pub struct Variable {
    /// What it is for.
    pub description: Option<Spanned<String>>,
    /// What holds when it is not given.
    pub default: Option<Spanned<String>>,
    /// Whether Terraform hides its value.
    pub sensitive: bool,
}

/// `[identity]`.
#[derive(Debug)]
pub struct Identity {
    /// Place of the section's name.
    pub span: Span,
    /// `access` or `id`.
    pub token: Option<Spanned<String>>,
    /// Spelling of a scope in the token.
    pub scope_format: Option<Spanned<String>>,
    /// Domain prefix.
    pub domain: Option<Spanned<Value>>,
}

/// `[clients.x]`.
#[derive(Debug)]
pub struct Client {
    /// Where people may land after signing in.
    pub callback_urls: Vec<Spanned<Value>>,
    /// Where people may land after signing out.
    pub logout_urls: Vec<Spanned<Value>>,
    /// OAuth at the hosted sign-in.
    pub oauth: Option<Oauth>,
    /// Ways to sign in by API.
    pub auth_flows: Option<Vec<Spanned<String>>>,
}

/// `oauth = { … }` of a client.
#[derive(Debug)]
pub struct Oauth {
    /// Place of the key.
    pub span: Span,
    /// OAuth grants.
    pub flows: Vec<Spanned<String>>,
    /// OAuth scopes.
    pub scopes: Vec<Spanned<String>>,
}

/// One item of a role.
#[derive(Debug)]
pub enum RoleItem {
    /// A scope by name.
    Scope(Spanned<String>),
    /// Another role, whose scopes are included.
    Role(Spanned<String>),
}

/// One item of `allow` on a route.
#[derive(Debug)]
pub enum AllowItem {
    /// A group by name.
    Group(Spanned<String>),
    /// A role by name.
    Role(Spanned<String>),
}

impl AllowItem {
    /// The name.
    pub fn name(&self) -> &Spanned<String> {
        match self {
            AllowItem::Group(name) | AllowItem::Role(name) => name,
        }
    }
}

/// `x = […]` or `x = { roles = […] }` in `[groups]`.
#[derive(Debug)]
pub struct Group {
    /// Roles by name.
    pub roles: Vec<Spanned<String>>,
    /// Rank; the lowest wins.
    pub precedence: Option<i64>,
    /// What the group is for.
    pub description: Option<Spanned<String>>,
}

/// `"GET /x" = { … }` in `[routes]`.
#[derive(Debug)]
pub struct Route {
    /// Function by name.
    pub function: Option<Spanned<String>>,
    /// Place of the key `scopes`, and scopes by name.
    pub scopes: Option<(Span, Vec<Spanned<String>>)>,
    /// Place of the key `allow`, and who is allowed.
    pub allow: Option<(Span, Vec<AllowItem>)>,
    /// App clients by name.
    pub clients: Option<Vec<Spanned<String>>>,
    /// Why the route is public.
    pub public: Option<Spanned<String>>,
    /// What else it says.
    pub settings: RouteSettings,
    /// Whether it has keys that the language does not: each may be one of the
    /// above, misspelt.
    pub misspelt: bool,
}

impl Blueprint {
    /// Reads what the document holds in the right shape.
    pub fn read(root: &DeTable<'_>) -> Blueprint {
        Blueprint {
            name: text(root, "name"),
            aws_provider: text(root, "aws_provider"),
            identity: table(root, "identity").map(|(span, table)| Identity {
                span,
                token: text(table, "token"),
                scope_format: text(table, "scope_format"),
                domain: table.get("domain").and_then(value),
            }),
            clients: named(root, "clients", client),
            roles: named(root, "roles", role),
            groups: named(root, "groups", group),
            users: named(root, "users", items),
            functions: named(root, "functions", function::function),
            function_defaults: table(root, "defaults")
                .and_then(|(_, defaults)| table(defaults, "function"))
                .map(|(_, table)| function::settings(table))
                .unwrap_or_default(),
            routes: named(root, "routes", route),
            variables: named(root, "variables", variable),
            api: api::api(root),
            stage_name: table(root, "stage").and_then(|(_, table)| text(table, "name")),
            stage: api::stage(root),
            expect: named(root, "expect", cells),
            keys: root.keys().map(|key| key.get_ref().to_string()).collect(),
            unreadable: root
                .iter()
                .filter(|(_, value)| !value.get_ref().is_table())
                .map(|(key, _)| key.get_ref().to_string())
                .collect(),
        }
    }
}

fn client(value: &DeValue<'_>) -> Client {
    let empty = DeTable::default();
    let table = value.as_table().unwrap_or(&empty);
    Client {
        callback_urls: values(table, "callback_urls"),
        logout_urls: values(table, "logout_urls"),
        oauth: self::table(table, "oauth").map(|(span, table)| Oauth {
            span,
            flows: texts(table, "flows").unwrap_or_default(),
            scopes: texts(table, "scopes").unwrap_or_default(),
        }),
        auth_flows: texts(table, "auth_flows"),
    }
}

fn variable(value: &DeValue<'_>) -> Variable {
    let empty = DeTable::default();
    let table = value.as_table().unwrap_or(&empty);
    let sensitive = table.get("sensitive");
    Variable {
        description: text(table, "description"),
        default: text(table, "default"),
        sensitive: sensitive.is_some_and(|value| value.get_ref().as_bool() == Some(true)),
    }
}

fn role(value: &DeValue<'_>) -> Vec<RoleItem> {
    let items = value.as_array().into_iter().flat_map(|array| array.iter());
    items
        .filter_map(|item| match item.get_ref() {
            DeValue::String(name) => {
                Some(RoleItem::Scope(Spanned::new(name.to_string(), span(item))))
            }
            DeValue::Table(table) => text(table, "role").map(RoleItem::Role),
            _ => None,
        })
        .collect()
}

fn group(value: &DeValue<'_>) -> Group {
    match value {
        DeValue::Table(table) => Group {
            roles: texts(table, "roles").unwrap_or_default(),
            precedence: number(table, "precedence"),
            description: text(table, "description"),
        },
        list => Group {
            roles: items(list),
            precedence: None,
            description: None,
        },
    }
}

fn allow(value: &DeValue<'_>) -> Vec<AllowItem> {
    // Written as the items of a role are; a string names a group here.
    let items = role(value).into_iter().map(|item| match item {
        RoleItem::Scope(name) => AllowItem::Group(name),
        RoleItem::Role(name) => AllowItem::Role(name),
    });
    items.collect()
}

fn route(value: &DeValue<'_>) -> Option<Route> {
    let table = value.as_table()?;
    let scopes = table
        .get_key_value("scopes")
        .map(|(key, value)| (span(key), items(value.get_ref())));
    let public = table.get("public").map(|value| {
        // What is no string has been reported; it is not an empty reason too.
        let reason = value.get_ref().as_str().unwrap_or("unreadable");
        Spanned::new(reason.to_owned(), span(value))
    });
    let written = table.get_key_value("allow");
    // What is no list of names has been reported; it is not an empty list too.
    let empty = |value: &DeValue<'_>| value.as_array().is_some_and(|items| items.is_empty());
    let allow = written
        .map(|(key, value)| (span(key), allow(value.get_ref()), empty(value.get_ref())))
        .filter(|(_, items, empty)| *empty || !items.is_empty())
        .map(|(span, items, _)| (span, items));
    Some(Route {
        function: text(table, "function"),
        scopes,
        clients: texts(table, "clients"),
        public,
        settings: api::route(table),
        misspelt: (written.is_some() && allow.is_none())
            || table
                .keys()
                .any(|key| ROUTE.iter().all(|known| known.name != key.get_ref())),
        allow,
    })
}

/// An expected answer is a word or a status; both read as text.
fn cells(value: &DeValue<'_>) -> Named<Spanned<String>> {
    let cells = value.as_table().into_iter().flat_map(|table| table.iter());
    cells
        .filter_map(|(caller, answer)| {
            let text = match answer.get_ref() {
                DeValue::String(word) => word.to_string(),
                DeValue::Integer(status) => integer(status)?.to_string(),
                _ => return None,
            };
            let caller = Spanned::new(caller.get_ref().to_string(), span(caller));
            Some((caller, Spanned::new(text, span(answer))))
        })
        .collect()
}

/// A section of user-chosen names; an absent or ill-shaped section is empty.
fn named<T>(root: &DeTable<'_>, section: &str, read: impl Fn(&DeValue<'_>) -> T) -> Named<T> {
    let section = table(root, section).map(|(_, table)| table.iter());
    section
        .into_iter()
        .flatten()
        .map(|(key, value)| {
            let name = Spanned::new(key.get_ref().to_string(), span(key));
            (name, read(value.get_ref()))
        })
        .collect()
}

fn table<'a, 'i>(table: &'a DeTable<'i>, key: &str) -> Option<(Span, &'a DeTable<'i>)> {
    let (key, value) = table.get_key_value(key)?;
    Some((span(key), value.get_ref().as_table()?))
}

fn text(table: &DeTable<'_>, key: &str) -> Option<Spanned<String>> {
    let value = table.get(key)?;
    let text = value.get_ref().as_str()?;
    Some(Spanned::new(text.to_owned(), span(value)))
}

fn texts(table: &DeTable<'_>, key: &str) -> Option<Vec<Spanned<String>>> {
    let value = table.get(key)?.get_ref();
    value.as_array().map(|_| items(value))
}

/// A string, or a reference to a variable.
fn value(item: &toml::Spanned<DeValue<'_>>) -> Option<Spanned<Value>> {
    let value = match item.get_ref() {
        DeValue::String(text) => Value::Literal(text.to_string()),
        DeValue::Table(table) => Value::Variable(text(table, "var")?.value),
        _ => return None,
    };
    Some(Spanned::new(value, span(item)))
}

fn values(table: &DeTable<'_>, key: &str) -> Vec<Spanned<Value>> {
    let array = table.get(key).and_then(|value| value.get_ref().as_array());
    let items = array.into_iter().flat_map(|array| array.iter());
    items.filter_map(value).collect()
}

fn items(value: &DeValue<'_>) -> Vec<Spanned<String>> {
    let items = value.as_array().into_iter().flat_map(|array| array.iter());
    items
        .filter_map(|item| {
            let text = item.get_ref().as_str()?;
            Some(Spanned::new(text.to_owned(), span(item)))
        })
        .collect()
}

fn number(table: &DeTable<'_>, key: &str) -> Option<i64> {
    match table.get(key)?.get_ref() {
        DeValue::Integer(number) => integer(number),
        _ => None,
    }
}
