//! The blueprint as written: names not resolved, defaults not filled in.
//!
//! Reading never fails. A value of the wrong kind has already been reported by
//! the shape check and reads as absent. An entry of a section stays declared
//! even then, so that its name is not reported as unknown.

mod api;
mod authorizer;
mod function;
mod identity;
mod invariant;
mod lint;
mod people;
mod pool;
mod route;

pub use authorizer::{Authorizer, DefaultAccess};
pub use function::{Function, FunctionSettings};
pub use identity::{Client, Identity, Oauth};
pub(super) use invariant::{GroupSet, Invariant};
pub use lint::Lint;
pub use people::{Group, RoleItem};
pub use route::{AllowItem, Route};

use super::broken::Broken;
use super::shape::{integer, span};
use crate::model::{Alarms, Api, StageSettings, Value, VariableUse};
use crate::source::{Span, Spanned};
use toml::de::{DeTable, DeValue};

/// The named entries of a section, with the places of their names.
pub type Named<T> = Vec<(Spanned<String>, T)>;

/// A blueprint as written; the entries of a section are sorted by name.
#[derive(Debug, Default)]
pub struct Blueprint {
    /// Prefix of all resource names.
    pub name: Option<Spanned<String>>,
    /// Prepended to all resource names.
    pub prefix: Option<Spanned<Value>>,
    /// Version constraint of the AWS provider.
    pub aws_provider: Option<Spanned<String>>,
    /// Version constraint of Terraform.
    pub terraform_version: Option<Spanned<String>>,
    /// Whether what cannot be created again is protected.
    pub protect: Option<Spanned<bool>>,
    /// The user pool.
    pub identity: Option<Identity>,
    /// App clients.
    pub clients: Named<Client>,
    /// Authorizers in addition to that of the identity.
    pub authorizers: Named<Authorizer>,
    /// What `[api]` sets for routes that do not set it themselves.
    pub default_access: DefaultAccess,
    /// The catalog of scopes, if there is one.
    pub scopes: Option<Named<Option<Spanned<String>>>>,
    /// Roles.
    pub roles: Named<Vec<RoleItem>>,
    /// Groups.
    pub groups: Named<Group>,
    /// Users and the groups they list.
    pub users: Named<Vec<Spanned<String>>>,
    /// Functions.
    pub functions: Named<Function>,
    /// Defaults for all functions.
    pub function_defaults: FunctionSettings,
    /// Routes by route key; `None` where the value is not a table.
    pub routes: Named<Option<Route>>,
    /// Declared input variables.
    pub variables: Named<Variable>,
    /// Values that are left to an input variable, by its name.
    pub variable_uses: Vec<(String, VariableUse)>,
    /// Settings of the API.
    pub api: Api,
    /// Name of the stage.
    pub stage_name: Option<Spanned<String>>,
    /// The other settings of the stage.
    pub stage: StageSettings,
    /// `[alarms]`.
    pub alarms: Option<Alarms>,
    /// What audits accept: address, reason.
    pub accepted: Named<Spanned<String>>,
    /// Severities of rules.
    pub lints: Named<Lint>,
    /// Expected decisions: route key, caller, decision.
    pub expect: Named<Named<Spanned<String>>>,
    /// Invariants by pattern of routes.
    pub invariants: Named<Invariant>,
    /// Sets of groups that may not share a member.
    pub separate_members: Vec<GroupSet>,
    /// Sets of groups that may not share a route.
    pub separate_routes: Vec<GroupSet>,
    /// Sections that are present but not tables: their names are unknown.
    pub unreadable: Vec<String>,
    /// Items that have a wrong shape.
    pub broken: Broken,
    /// Name of the blueprint that owns the identity, if it is not this one.
    pub owner_name: Option<String>,
    /// Top-level keys, known or not.
    pub keys: Vec<String>,
}

/// `[variables.x]`.
#[derive(Debug)]
pub struct Variable {
    /// What it is for.
    pub description: Option<Spanned<String>>,
    /// The value used if none is given.
    pub default: Option<Spanned<String>>,
    /// A valid value.
    pub example: Option<Spanned<String>>,
    /// The pattern that its value must match.
    pub pattern: Option<Spanned<String>>,
    /// Whether Terraform hides its value.
    pub sensitive: bool,
}

impl Blueprint {
    /// Reads everything that has the right shape.
    pub fn read(root: &DeTable<'_>) -> Blueprint {
        Blueprint {
            name: text(root, "name"),
            prefix: root.get("prefix").and_then(value),
            aws_provider: text(root, "aws_provider"),
            terraform_version: text(root, "terraform_version"),
            protect: flag(root, "protect"),
            identity: identity::identity(root),
            clients: named(root, "clients", identity::client),
            authorizers: named(root, "authorizers", authorizer::authorizer),
            default_access: authorizer::defaults(root),
            scopes: table(root, "scopes").map(|(_, table)| people::catalogue(table)),
            roles: named(root, "roles", people::role),
            groups: named(root, "groups", people::group),
            users: named(root, "users", items),
            functions: named(root, "functions", function::function),
            function_defaults: table(root, "defaults")
                .and_then(|(_, defaults)| table(defaults, "function"))
                .map(|(_, table)| function::settings(table))
                .unwrap_or_default(),
            routes: named(root, "routes", route::route),
            variables: named(root, "variables", variable),
            api: api::api(root),
            stage_name: table(root, "stage").and_then(|(_, table)| text(table, "name")),
            stage: api::stage(root),
            alarms: api::alarms(root),
            lints: table(root, "lints")
                .into_iter()
                .flat_map(|(_, lints)| lints)
                .filter_map(|(name, value)| {
                    let name = Spanned::new(name.get_ref().to_string(), span(name));
                    Some((name, lint::lint(value)?))
                })
                .collect(),
            accepted: table(root, "audit")
                .map(|(_, audit)| named_texts(audit, "accept"))
                .unwrap_or_default(),
            expect: named(root, "expect", cells),
            invariants: named(root, "invariants", invariant::invariant),
            separate_members: invariant::sets(root, "members"),
            separate_routes: invariant::sets(root, "routes"),
            broken: Broken::default(),
            owner_name: None,
            variable_uses: Vec::new(),
            keys: root.keys().map(|key| key.get_ref().to_string()).collect(),
            unreadable: root
                .iter()
                .filter(|(_, value)| !value.get_ref().is_table())
                .map(|(key, _)| key.get_ref().to_string())
                .collect(),
        }
    }
}

fn variable(value: &DeValue<'_>) -> Variable {
    let empty = DeTable::default();
    let table = value.as_table().unwrap_or(&empty);
    let sensitive = table.get("sensitive");
    Variable {
        description: text(table, "description"),
        default: text(table, "default"),
        pattern: text(table, "pattern"),
        example: text(table, "example"),
        sensitive: sensitive.is_some_and(|value| value.get_ref().as_bool() == Some(true)),
    }
}

/// An expected decision is a word or a status; both are read as text.
fn cells(value: &DeValue<'_>) -> Named<Spanned<String>> {
    let cells = value.as_table().into_iter().flat_map(|table| table.iter());
    cells
        .filter_map(|(caller, answer)| {
            // What is no decision has been reported; the caller is still written here.
            let text = match answer.get_ref() {
                DeValue::String(word) => word.to_string(),
                DeValue::Integer(status) => integer(status).unwrap_or_default().to_string(),
                // A name with dots and without quotes.
                DeValue::Table(_) => return None,
                _ => String::new(),
            };
            let caller = Spanned::new(caller.get_ref().to_string(), span(caller));
            Some((caller, Spanned::new(text, span(answer))))
        })
        .collect()
}

/// A section of user-chosen names; empty if it is absent or not a table.
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

fn named_texts(owner: &DeTable<'_>, key: &str) -> Named<Spanned<String>> {
    let table = table(owner, key).map(|(_, table)| table);
    let entries = table.into_iter().flat_map(|table| table.iter());
    entries
        .filter_map(|(name, value)| {
            let text = value.get_ref().as_str()?;
            let name = Spanned::new(name.get_ref().to_string(), span(name));
            Some((name, Spanned::new(text.to_owned(), span(value))))
        })
        .collect()
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

fn flag(table: &DeTable<'_>, key: &str) -> Option<Spanned<bool>> {
    let value = table.get(key)?;
    Some(Spanned::new(value.get_ref().as_bool()?, span(value)))
}

fn number(table: &DeTable<'_>, key: &str) -> Option<i64> {
    match table.get(key)?.get_ref() {
        DeValue::Integer(number) => integer(number),
        _ => None,
    }
}
