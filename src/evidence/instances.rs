//! Which resources there are, according to the files.

use super::evaluate::At;
use super::module::{Expr, Module};
use super::{Evidence, Resource, Step, Term, address};
use std::collections::{BTreeMap, BTreeSet};

impl Evidence<'_> {
    /// The resources of the root module and those below it, and what could not
    /// be determined about them.
    pub(super) fn instances(&self) -> (BTreeMap<String, Resource>, Vec<String>) {
        let (mut found, mut doubts) = (BTreeMap::new(), Vec::new());
        self.collect(&self.root, &[], &mut found, &mut doubts);
        let mut seen = BTreeSet::new();
        doubts.retain(|doubt| seen.insert(doubt.clone()));
        (found, doubts)
    }

    fn collect(
        &self,
        module: &Module,
        steps: &[Step],
        found: &mut BTreeMap<String, Resource>,
        doubts: &mut Vec<String>,
    ) {
        for file in &module.unread {
            doubts.push(format!(
                "`{file}` is part of the configuration and was not read"
            ));
        }
        let mut count = |arguments: &BTreeMap<String, Expr>, what: &str| {
            let keys = self.keys(arguments, steps);
            if keys.is_none() {
                doubts.push(format!(
                    "how many `{what}` there are could not be determined"
                ));
            }
            keys.unwrap_or_default()
        };
        let mut inner = Vec::new();
        for (local, block) in &module.resources {
            for key in count(&block.attributes, local) {
                let data = local.strip_prefix("data.");
                let kind = data.unwrap_or(local).split('.').next().unwrap_or_default();
                found.insert(
                    address(steps, local, key.as_ref()),
                    Resource {
                        kind: match data {
                            Some(_) => format!("data.{kind}"),
                            None => kind.to_owned(),
                        },
                        module: steps.to_vec(),
                        local: local.clone(),
                        key,
                        values: None,
                        unknown: serde_json::Value::Null,
                    },
                );
            }
        }
        for (name, call) in &module.calls {
            let what = format!("module.{name}");
            for key in count(&call.arguments.attributes, &what) {
                let name = name.clone();
                let mut steps = steps.to_vec();
                steps.push(Step { name, key });
                inner.push((call.module.as_deref(), steps));
            }
        }
        for (module, steps) in inner {
            match module {
                Some(module) => self.collect(module, &steps, found, doubts),
                None => doubts.push(format!(
                    "the module `{}` is not in the folder and was not read",
                    address(&steps, "", None).trim_end_matches('.')
                )),
            }
        }
    }

    /// The keys that `count` and `for_each` make; one without a key where there
    /// is neither.
    fn keys(
        &self,
        arguments: &BTreeMap<String, Expr>,
        steps: &[Step],
    ) -> Option<Vec<Option<Term>>> {
        let at = At {
            module: steps,
            key: None,
        };
        if let Some(count) = arguments.get("count") {
            return match self.expr(count, at, 0) {
                Term::Number(number) => {
                    let count: usize = number.parse().ok()?;
                    let keys = (0..count).map(|index| Some(Term::Number(index.to_string())));
                    Some(keys.collect())
                }
                _ => None,
            };
        }
        match arguments.get("for_each") {
            None => Some(vec![None]),
            Some(each) => match self.expr(each, at, 0) {
                Term::List(items) => items
                    .into_iter()
                    .map(|item| item.as_text().map(|key| Some(Term::text(key))))
                    .collect(),
                Term::Map(entries) => {
                    let keys = entries.into_keys();
                    Some(keys.map(|key| Some(Term::text(key))).collect())
                }
                _ => None,
            },
        }
    }
}
