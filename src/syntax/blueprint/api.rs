//! Reads the API and its stage.

use super::{number, span, table, texts, values};
use crate::model::{Api, Cors};
use crate::source::Spanned;
use toml::de::DeTable;

/// `[api]`.
pub fn api(root: &DeTable<'_>) -> Api {
    let Some((_, api)) = table(root, "api") else {
        return Api::default();
    };
    Api {
        cors: table(api, "cors").map(|(span, cors)| Cors {
            span,
            origins: values(cors, "origins"),
            methods: texts(cors, "methods"),
            headers: texts(cors, "headers"),
            expose: texts(cors, "expose").unwrap_or_default(),
            max_age: number(cors, "max_age"),
            credentials: flag(cors, "credentials"),
        }),
    }
}

fn flag(table: &DeTable<'_>, key: &str) -> Option<Spanned<bool>> {
    let value = table.get(key)?;
    Some(Spanned::new(value.get_ref().as_bool()?, span(value)))
}
