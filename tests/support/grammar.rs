//! Generates blueprints from bytes, following the language description.
//!
//! Every byte is a choice: which keys are present, what their values are, and
//! occasionally a value of another kind.

use jwtgen::syntax::language::{BLUEPRINT, Key, Kind};
use toml::{Table, Value};

/// Names that sections declare and refer to, so that many references resolve.
const NAMES: &[&str] = &[
    "reader", "admin", "web", "api", "read", "write", "batch", "ann", "iam", "identity",
];

/// Other texts: some are valid for some key, others for none.
const TEXTS: &[&str] = &[
    "https://example.com",
    "http://localhost:8080/x",
    "functions/api",
    "missing/x",
    "../x",
    "{scope}-{client_id}",
    "{name}/{scope}",
    ">= 3.39",
    ">= 6.20, < 7.0",
    "arn:aws:lambda:eu-west-1:123456789012:function:old",
    "eu-west-1_Ab1Cd2Ef3",
    "$request.header.Authorization",
    "$context.routeKey",
    "${var.x} %{if} $${y}",
    "\"quoted\" \\ back",
    "line\nbreak",
    "",
    "é日本👩‍🚀\u{202e}",
    "e\u{301}",
    "anonymous",
    "group:admin",
    "user:ann",
    "client:batch",
    "authorizer:web",
    "0",
    "-->",
    "`|*_",
];

/// Keys of `[routes]`, `[expect]` and `[invariants]`.
const ROUTES: &[&str] = &[
    "GET /items",
    "POST /items",
    "ANY /items/{id}",
    "DELETE /items/{id}",
    "GET /{proxy+}",
    "GET,PUT /a/{b}/c",
    "$default",
    "OPTIONS /items",
    "*",
    "DELETE *",
    "* /items/*",
    "get items",
];

/// A stream of choices; after its end, every choice is the first alternative.
pub(crate) struct Choices<'a>(&'a [u8]);

impl<'a> Choices<'a> {
    /// Choices from these bytes.
    pub(crate) fn new(bytes: &'a [u8]) -> Choices<'a> {
        Choices(bytes)
    }

    fn next(&mut self) -> usize {
        match self.0.split_first() {
            Some((first, rest)) => {
                self.0 = rest;
                usize::from(*first)
            }
            None => 0,
        }
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.next() % of.len()]
    }

    /// True about once in `times` choices.
    fn rarely(&mut self, times: usize) -> bool {
        self.next() % times == times - 1
    }

    /// A blueprint.
    pub(crate) fn blueprint(&mut self) -> String {
        let mut root = self.table(BLUEPRINT, 3);
        root.entry("name").or_insert_with(|| Value::from("shop"));
        root.to_string()
    }

    /// An overlay: a few keys of a blueprint.
    pub(crate) fn overlay(&mut self) -> String {
        self.table(BLUEPRINT, 12).to_string()
    }

    /// A table with about one in `sparse` of its optional keys.
    fn table(&mut self, keys: &[Key], sparse: usize) -> Table {
        let mut table = Table::new();
        for key in keys {
            let wanted = match key.required {
                true => !self.rarely(40),
                false => self.next().is_multiple_of(sparse),
            };
            if wanted && !self.0.is_empty() {
                let value = self.key(key);
                table.insert(key.name.to_owned(), value);
            }
        }
        if self.rarely(60) {
            table.insert(self.one(TEXTS).to_owned(), Value::from(1));
        }
        table
    }

    fn key(&mut self, key: &Key) -> Value {
        // Its example is valid more often than not.
        let own = matches!(key.kind, Kind::Text | Kind::OneOf(_) | Kind::List(_));
        if own && self.next().is_multiple_of(2) {
            let example = format!("x = {}", key.example);
            if let Ok(mut table) = example.parse::<Table>()
                && let Some(value) = table.remove("x")
            {
                return value;
            }
        }
        self.value(&key.kind)
    }

    fn value(&mut self, kind: &Kind) -> Value {
        if self.rarely(50) {
            return self.odd();
        }
        match kind {
            Kind::Text => self.text(),
            Kind::Bool => Value::from(self.next().is_multiple_of(2)),
            Kind::Word(words) => Value::from(self.one(words)),
            Kind::Number(numbers) => Value::from(self.one(numbers)),
            Kind::Integer { min, max } => {
                let middle = min / 2 + max / 2;
                let all = [
                    *min,
                    *max,
                    middle,
                    min.saturating_sub(1),
                    max.saturating_add(1),
                ];
                Value::from(self.one(&all))
            }
            Kind::List(kind) => {
                let count = self.next() % 4;
                (0..count)
                    .map(|_| self.value(kind))
                    .collect::<Vec<_>>()
                    .into()
            }
            Kind::Table(keys) => Value::Table(self.table(keys, 4)),
            Kind::Named { what, value } => {
                let count = self.next() % 5;
                let route = what.contains("route");
                let entries = (0..count).map(|_| {
                    let name = match route {
                        true => self.one(ROUTES),
                        false if self.rarely(20) => self.one(TEXTS),
                        false => self.one(NAMES),
                    };
                    (name.to_owned(), self.value(value))
                });
                Value::Table(entries.collect())
            }
            Kind::OneOf(kinds) => {
                let kind = self.next() % kinds.len();
                self.value(&kinds[kind])
            }
        }
    }

    fn text(&mut self) -> Value {
        Value::from(match self.next() % 3 {
            0 => self.one(TEXTS),
            _ => self.one(NAMES),
        })
    }

    /// A value of any kind.
    fn odd(&mut self) -> Value {
        match self.next() % 6 {
            0 => Value::from(true),
            1 => Value::from(i64::MIN),
            2 => Value::from(f64::NAN),
            3 => Value::Array(vec![Value::Array(Vec::new())]),
            4 => Value::Table(Table::from_iter([("var".to_owned(), self.text())])),
            _ => self.text(),
        }
    }
}
