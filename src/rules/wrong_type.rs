//! A value of the wrong type for its key.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::unknown_key::names;
use crate::rules::unknown_name::several;
use crate::rules::{Docs, Rule};
use crate::source::Span;
use crate::syntax::language::{BLUEPRINT, Key, Kind};
use crate::syntax::{foreign, quote, takes_variable};
use toml::de::DeValue;

pub static RULE: Rule = Rule {
    code: "JG0004",
    name: "wrong-type",
    severity: Severity::Error,
    docs: Docs {
        what: "A value has the wrong TOML type for its key. A dot in an unquoted name starts a table, so names with dots need quotes.",
        why: "Guessing what was meant could change who may call what.",
        example: "[groups]\nreaders = \"reader\"\n",
        fixed: "[groups]\nreaders = [\"reader\"]\n",
        sources: &[],
    },
};

/// Says what was expected and what was found.
pub fn diagnostic(kind: &Kind, found: &str, span: Span) -> Diagnostic {
    let found = match found {
        "array" | "integer" | "offset datetime" => format!("an {found}"),
        found => format!("a {found}"),
    };
    let message = format!("expected {}, found {found}", kind.describe());
    Diagnostic::new(&RULE, span, message)
}

/// One list where several are expected.
pub fn flat_list(span: Span) -> Diagnostic {
    Diagnostic::new(&RULE, span, "expected a list of lists, found one list")
}

/// Where a value of the wrong type was found.
pub struct Place<'a> {
    /// Keys of the language that lead to it; `*` for a chosen name.
    pub path: &'a [&'static str],
    /// The key that it belongs to.
    pub key: &'a str,
    /// What is expected.
    pub kind: &'a Kind,
    /// What is expected, as an example.
    pub example: &'a str,
    /// Its text.
    pub written: &'a str,
}

/// Offers what the value was probably meant to be.
pub fn suggest(diagnostic: Diagnostic, place: &Place<'_>, found: &DeValue<'_>) -> Diagnostic {
    let span = diagnostic.primary.span;
    let fix = |text: &str, edit: String| diagnostic.clone().fix(text, [(span, edit)]);
    if let Some(text) = known(place, found) {
        return diagnostic.help(text);
    }
    match (place.kind, found) {
        // Whether one of several scopes is enough, only the user knows.
        (kind, DeValue::String(text))
            if takes_list(kind) && several(text).is_some() && !text.contains(" /") =>
        {
            let parts: Vec<String> = several(text).into_iter().flatten().map(quote).collect();
            let list = parts.join(", ");
            match place.path {
                ["routes", "*", "scopes" | "all"] => diagnostic.help(format!(
                    "if one of them is enough, write `scopes = [{list}]`; if all are needed, write `all = [{list}]`"
                )),
                _ => diagnostic.suggest("list each of them", [(span, format!("[{list}]"))]),
            }
        }
        // A list or a text can be wrong in its own way; the items are judged next.
        (kind, DeValue::String(text)) if takes_list(kind) && !text.is_empty() => {
            fix("put it in an array", format!("[{}]", place.written))
        }
        (Kind::Integer { .. } | Kind::Number(_), DeValue::String(text)) => {
            match text.parse::<i64>() {
                Ok(number) if place.kind.takes_number(number) => {
                    fix("remove the quotes", number.to_string())
                }
                _ => quantity(diagnostic, place, text),
            }
        }
        (Kind::Integer { .. }, DeValue::Table(table)) if table.len() == 1 => {
            match table.iter().next() {
                Some((unit, number)) if number.get_ref().is_integer() => {
                    let number = number.get_ref().as_integer().map(|n| n.as_str());
                    measured(
                        diagnostic,
                        place,
                        number.unwrap_or_default(),
                        unit.get_ref(),
                    )
                }
                _ => no_variable(diagnostic, place, found),
            }
        }
        (Kind::Bool, DeValue::String(text)) => match text.to_lowercase().as_str() {
            "true" => fix("remove the quotes", "true".to_owned()),
            "false" => fix("remove the quotes", "false".to_owned()),
            "active" | "enabled" | "enforced" | "on" | "yes" | "required" => {
                diagnostic.suggest("write `true`", [(span, "true".to_owned())])
            }
            "inactive" | "disabled" | "off" | "no" => {
                diagnostic.suggest("write `false`", [(span, "false".to_owned())])
            }
            _ => diagnostic.help("write `true` or `false`"),
        },
        (Kind::Bool, DeValue::Integer(_)) if matches!(place.written, "0" | "1") => {
            let meant = if place.written == "1" {
                "true"
            } else {
                "false"
            };
            diagnostic.suggest(format!("write `{meant}`"), [(span, meant.to_owned())])
        }
        (Kind::Word(words), DeValue::Boolean(false)) if words.contains(&"off") => {
            diagnostic.suggest("write `\"off\"`", [(span, quote("off"))])
        }
        (Kind::Word(_) | Kind::List(_), DeValue::Boolean(false)) => {
            diagnostic.help("remove the key, or write what applies")
        }
        // Quoting a value does not make it a reason: it would make a route public.
        (Kind::Text, DeValue::Boolean(false)) if place.key == "public" => {
            diagnostic.help("remove the key: only a route that gives a reason is public")
        }
        (Kind::Text, _) if REASONS.contains(&place.key) => diagnostic.help(REASON),
        (Kind::Word(words), DeValue::Integer(_) | DeValue::Float(_))
            if words.iter().any(|word| {
                word.trim_end_matches(".0") == place.written.trim_end_matches(".0")
            }) =>
        {
            let word = place.written.trim_end_matches(".0");
            let word = words
                .iter()
                .find(|known| known.trim_end_matches(".0") == word);
            fix("put it in quotes", quote(word.unwrap_or(&"")))
        }
        (kind, DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_))
            if takes_text(kind) =>
        {
            fix("put it in quotes", quote(place.written))
        }
        (kind, DeValue::Boolean(_)) if takes_text(kind) && place.path.contains(&"env") => {
            fix("put it in quotes", quote(place.written))
        }
        (Kind::List(item), DeValue::Table(table))
            if takes_variable(item)
                && table.contains_key("var")
                && place.written.starts_with('{') =>
        {
            fix("put it in an array", format!("[{}]", place.written))
        }
        (kind, DeValue::Array(_)) if takes_text(kind) && place.example.contains("= [") => {
            diagnostic.help("write the items in one list, without a list in it")
        }
        (kind, DeValue::Array(items)) if takes_text(kind) || takes_word(kind) => {
            only_item(diagnostic, items)
        }
        (Kind::Table(_) | Kind::Named { .. }, DeValue::Array(_))
            if place.written.starts_with("[[") =>
        {
            match place.kind {
                Kind::Named {
                    value: Kind::Table(_),
                    ..
                } => diagnostic.help(format!(
                    "write a table with a name for each: `[{}.NAME]`, in single brackets",
                    place.key
                )),
                Kind::Named { .. } => diagnostic.help(format!(
                    "write single brackets and a name for each, as in {}",
                    place.example
                )),
                _ => diagnostic.help(format!("write single brackets: `[{}]`", place.key)),
            }
        }
        (Kind::Table(keys), found) => match only_required(keys) {
            Some(key) if found.is_str() => fix(
                "make it a table",
                format!("{{ {key} = {} }}", place.written),
            ),
            _ if place.path.len() == 1 => diagnostic.help(format!(
                "write it as a table, `[{}]`, with the keys {}",
                place.key,
                names(keys)
            )),
            _ => diagnostic.help(format!("write a table with the keys {}", names(keys))),
        },
        (Kind::Named { what, .. }, _) => diagnostic.help(format!(
            "each key of this table is the name of {what}, as in {}",
            place.example
        )),
        _ => no_variable(diagnostic, place, found),
    }
}

/// What to do about a value that is right in another tool.
fn known(place: &Place<'_>, found: &DeValue<'_>) -> Option<String> {
    let inner = |table: &toml::de::DeTable<'_>| {
        let list = |value: &DeValue<'_>| value.is_array();
        let mut lists = table.iter().filter(|(_, value)| list(value.get_ref()));
        let (key, items) = lists.next()?;
        let texts = items.get_ref().as_array()?.iter();
        let texts: Option<Vec<String>> = texts
            .map(|text| text.get_ref().as_str().map(quote))
            .collect();
        Some((key.get_ref().to_string(), texts?.join(", ")))
    };
    let name = bare_or_quoted(place.key);
    let section = place.path.first().copied().unwrap_or_default();
    // A key of the table that each name of this table stands for.
    if let (["routes" | "functions" | "clients" | "authorizers", "*"], Kind::Table(keys)) =
        (place.path, place.kind)
        && !found.is_table()
        && keys.iter().any(|key| key.name == place.key)
    {
        let whole = match section {
            "routes" => "each route (`\"GET /items\" = { … }`)".to_owned(),
            section => format!("a table of its own: `[{section}.NAME]`"),
        };
        return Some(format!(
            "`[{section}]` holds only names: `{name}` belongs in {whole}"
        ));
    }
    Some(match (place.path, found) {
        (["scopes", "*"], DeValue::Array(_)) => {
            "`[scopes]` describes each scope in words; `[roles]` says which roles have it".to_owned()
        }
        (["routes", "*"], DeValue::String(text)) => {
            let key = if text.starts_with("http") { "url" } else { "function" };
            format!("write a table that also says who may call the route: `{{ {key} = {}, scopes = [\"…\"] }}`", place.written)
        }
        (["routes", "*", "allow"], DeValue::String(text))
            if matches!(text.as_ref(), "authenticated" | "signed-in" | "all" | "everyone" | "*") =>
        {
            "`allow` lists groups: `scopes = []` lets everyone call who has signed in, and `public = \"reason\"` everyone".to_owned()
        }
        (["api", "domain"], DeValue::String(_)) => {
            format!("write `domain = {{ name = {}, certificate = {{ var = \"certificate\" }} }}`: a domain needs a certificate", place.written)
        }
        (["routes", "*", "authorizer"], DeValue::Array(items)) if items.is_empty() => {
            "remove the key to use the authorizer of `[identity]`; `scopes = []` lets everyone call who is signed in, and `public = \"reason\"` everyone".to_owned()
        }
        (["functions", "*", "policy"], DeValue::String(_)) => {
            "a statement is a table with `actions` and `resources`; attach managed policies in Terraform beside the output".to_owned()
        }
        (["lints", "*"], DeValue::Array(_)) => {
            "each rule has a key of its own: `JG0305 = { allow = \"reason\" }` in `[lints]`".to_owned()
        }
        (["functions", "*", "env", "*"], _) if function_key(place.key) => {
            format!("`{name}` is a key of the function: move it above `[functions.NAME.env]`, or put the value in quotes for a variable of this name")
        }
        (["api", "cors"], DeValue::Boolean(_) | DeValue::String(_)) => {
            "say which pages may call: `[api.cors]` with `origins = [\"https://app.example.com\"]`".to_owned()
        }
        (["routes", "*", "authorizer"] | ["api", "authorizer"], DeValue::Table(_)) => {
            "`authorizer` is a name: `\"identity\"`, `\"iam\"`, or one declared in `[authorizers]` with its issuer or function; an authorizer by ID cannot be used".to_owned()
        }
        (["routes", "*", "authorizer"] | ["api", "authorizer"], DeValue::Array(_)) => {
            "a route has one authorizer: name one, and let a Lambda authorizer decide if several kinds of tokens are accepted".to_owned()
        }
        (["routes", "*", "authorizer"], DeValue::Boolean(_)) => {
            "name the authorizer, or remove the key to use that of `[identity]`; for a route without a token, write `public = \"reason\"`".to_owned()
        }
        (["identity" | "authorizers", .., "source"], DeValue::Array(_)) => {
            "a JWT authorizer reads the token from one place: a header or a query parameter; keep one".to_owned()
        }
        (["routes", "*", "scopes"], DeValue::Table(table)) if table.contains_key("role") => {
            "roles belong in `allow`: `allow = [{ role = \"NAME\" }]`".to_owned()
        }
        (["users", "*"], DeValue::Table(table)) => match inner(table) {
            Some((_, groups)) => format!("a user is a list of groups: write `{name} = [{groups}]` in `[users]`"),
            None => format!("a user is a list of groups: write `{name} = [\"group\"]` in `[users]`"),
        },
        (["roles", "*"], DeValue::Table(table)) => match inner(table) {
            Some((_, scopes)) => format!("a role is a list of scopes: write `{name} = [{scopes}]` in `[roles]`"),
            None => format!("a role is a list of scopes: write `{name} = [\"scope\"]` in `[roles]`"),
        },
        (["scopes"], DeValue::Array(_)) => {
            "`[scopes]` gives each scope a description, as in `read = \"Read items\"`; to use scopes, list them in `[roles]`".to_owned()
        }
        (["routes"], DeValue::Array(items)) => match items.iter().find_map(|item| route(item.get_ref())) {
            Some(key) => format!("routes are keys of `[routes]`: write `{} = {{ … }}`", quote(&key)),
            None => "routes are keys of `[routes]`: write `\"GET /items\" = { … }`".to_owned(),
        },
        (["clients", "*", "auth_flows"], DeValue::Table(_)) => {
            "list the flows: `auth_flows = [\"user-srp\"]`".to_owned()
        }
        (["identity", "self_sign_up" | "deletion_protection" | "prevent_destroy"], DeValue::Table(_)) => {
            "write `true` or `false`".to_owned()
        }
        (["clients", "*", "oauth", "flows"], DeValue::Table(_)) => {
            "list the flows: `flows = [\"code\"]`".to_owned()
        }
        (["clients", "*", "validity", _], DeValue::Integer(number)) => {
            let number = number.as_str();
            // Other tools count seconds.
            let minutes = number.parse::<u32>().ok().filter(|seconds| seconds % 60 == 0 && *seconds >= 300);
            if let Some(minutes) = minutes.map(|seconds| seconds / 60) {
                return Some(format!("write it with its unit: `\"{minutes}m\"` if these are seconds; the units are `m`, `h` and `d`"));
            }
            format!("write the number with its unit: `\"{number}m\"` for minutes, `\"{number}h\"` for hours, `\"{number}d\"` for days")
        }
        (["stage"], DeValue::String(_)) => {
            format!("write it as a table: `[stage]` with `name = {}`", place.written)
        }
        (["api", "domain", "base_path"], DeValue::Array(_)) => {
            "a domain has one `base_path`; a second path needs a second blueprint".to_owned()
        }
        _ => return None,
    })
}

/// Whether a function has a key of this name.
fn function_key(name: &str) -> bool {
    let functions = BLUEPRINT.iter().find(|key| key.name == "functions");
    functions.is_some_and(|functions| match functions.kind {
        Kind::Named {
            value: Kind::Table(keys),
            ..
        } => keys.iter().any(|key| key.name == name),
        _ => false,
    })
}

/// The route key of a table with a method and a path.
fn route(item: &DeValue<'_>) -> Option<String> {
    let table = item.as_table()?;
    let text = |wanted: &str| {
        let mut entries = table.iter();
        let (_, value) = entries.find(|(key, _)| key.get_ref().eq_ignore_ascii_case(wanted))?;
        value.get_ref().as_str()
    };
    Some(format!(
        "{} {}",
        text("method")?.to_uppercase(),
        text("path")?
    ))
}

fn bare_or_quoted(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    match !name.is_empty() && name.chars().all(bare) {
        true => name.to_owned(),
        false => quote(name),
    }
}

/// A number with a unit in a text, such as `10s`.
fn quantity(diagnostic: Diagnostic, place: &Place<'_>, text: &str) -> Diagnostic {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    measured(diagnostic, place, &text[..end], &text[end..])
}

fn measured(diagnostic: Diagnostic, place: &Place<'_>, number: &str, unit: &str) -> Diagnostic {
    let span = diagnostic.primary.span;
    match foreign::quantity(place.path, number, unit) {
        Some((Some(meant), unit)) if place.kind.takes_number(meant) => diagnostic.suggest(
            format!("write a number of {unit}: `{meant}`"),
            [(span, meant.to_string())],
        ),
        Some((_, unit)) => {
            diagnostic.help(format!("write a number of {unit}, as in {}", place.example))
        }
        None => diagnostic.help(format!("write a number, as in {}", place.example)),
    }
}

/// The only item of a list, where a single value is expected.
fn only_item(diagnostic: Diagnostic, items: &toml::de::DeArray<'_>) -> Diagnostic {
    let span = diagnostic.primary.span;
    let texts: Option<Vec<&str>> = items.iter().map(|item| item.get_ref().as_str()).collect();
    match texts.as_deref() {
        Some([text]) => {
            diagnostic.suggest("write the value without the array", [(span, quote(text))])
        }
        Some([first, ..]) => diagnostic.help(format!(
            "only one value is possible: write one, such as `{}`",
            quote(first)
        )),
        _ => diagnostic.help("write a single value instead of an array"),
    }
}

/// A reference to an input variable where none is possible, or any other value.
fn no_variable(diagnostic: Diagnostic, place: &Place<'_>, found: &DeValue<'_>) -> Diagnostic {
    let variable = found
        .as_table()
        .is_some_and(|table| table.contains_key("var"));
    match variable {
        true => diagnostic.help(format!(
            "write the value itself: `{}` takes no input variable, but an overlay (`--overlay`) can change it for each environment",
            place.key
        )),
        false => diagnostic.help(format!("write it as in {}", place.example)),
    }
}

/// Keys whose text is the reason for an exception.
pub const REASONS: [&str; 2] = ["public", "allow"];

/// Help where the value is not a reason.
pub const REASON: &str = "give the reason in quotes, or remove the key";

fn takes_text(kind: &Kind) -> bool {
    match kind {
        Kind::Text => true,
        Kind::OneOf(kinds) => kinds.iter().any(takes_text),
        _ => false,
    }
}

fn takes_word(kind: &Kind) -> bool {
    match kind {
        Kind::Word(_) => true,
        Kind::OneOf(kinds) => kinds.iter().any(takes_word),
        _ => false,
    }
}

/// Whether a list with a string in it is accepted.
fn takes_list(kind: &Kind) -> bool {
    match kind {
        Kind::List(item) => takes_text(item) || takes_word(item),
        Kind::OneOf(kinds) => kinds.iter().any(takes_list),
        _ => false,
    }
}

/// The key of a table that needs one string and nothing else.
fn only_required(keys: &[Key]) -> Option<&'static str> {
    let mut required = keys.iter().filter(|key| key.required);
    let key = required
        .next()
        .filter(|key| matches!(key.kind, Kind::Text))?;
    required.next().is_none().then_some(key.name)
}

/// Offers quotes around a name with dots.
pub fn quote_name(diagnostic: Diagnostic, place: Span, name: &str) -> Diagnostic {
    diagnostic
        .note("a dot in a bare key starts a table")
        .fix("quote the name", [(place, quote(name))])
}
