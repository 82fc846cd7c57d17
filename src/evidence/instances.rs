//! Which resources there are, according to the files.

use super::evaluate::At;
use super::module::{Expr, Module};
use super::work::INSTANCES;
use super::{Evidence, Resource, Step, Term, address};
use hcl::Expression;
use std::collections::{BTreeMap, BTreeSet};

/// The resources found so far.
#[derive(Default)]
struct Found {
    resources: BTreeMap<String, Resource>,
    doubts: BTreeSet<String>,
    /// How many resources and modules were counted.
    counted: usize,
}

impl Evidence<'_> {
    /// The resources of the root module and those below it, and what could not
    /// be determined about them.
    pub(super) fn instances(&self) -> (BTreeMap<String, Resource>, Vec<String>) {
        let mut found = Found::default();
        self.collect(&self.root, &[], &mut found);
        (found.resources, found.doubts.into_iter().collect())
    }

    fn collect(&self, module: &Module, steps: &[Step], found: &mut Found) {
        let mut inner = Vec::new();
        found.doubts.extend(module.doubts.iter().cloned());
        for (local, block) in &module.resources {
            for key in self.counted(&block.attributes, local, steps, found) {
                let data = local.strip_prefix("data.");
                let kind = data.unwrap_or(local).split('.').next().unwrap_or_default();
                found.resources.insert(
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
            for key in self.counted(&call.arguments.attributes, &what, steps, found) {
                let name = name.clone();
                let mut steps = steps.to_vec();
                steps.push(Step { name, key });
                inner.push((call.module.as_deref(), steps));
            }
        }
        for (module, steps) in inner {
            match module {
                Some(module) => self.collect(module, &steps, found),
                None => {
                    found.doubts.insert(format!(
                        "the module `{}` is not in the folder and was not read",
                        address(&steps, "", None).trim_end_matches('.')
                    ));
                }
            }
        }
    }

    /// The keys of a block, of which there may be too many.
    fn counted(
        &self,
        arguments: &BTreeMap<String, Expr>,
        what: &str,
        steps: &[Step],
        found: &mut Found,
    ) -> Vec<Option<Term>> {
        let left = INSTANCES.saturating_sub(found.counted);
        let keys = match self.keys(arguments, steps, left) {
            Ok(keys) => keys,
            Err(Uncounted::Unknown) => {
                found.doubts.insert(format!(
                    "how many `{what}` there are could not be determined"
                ));
                return Vec::new();
            }
            Err(Uncounted::Many) => {
                found.doubts.insert(format!(
                    "there are more than {INSTANCES} resources, which is not supported"
                ));
                return Vec::new();
            }
        };
        found.counted += keys.len();
        keys
    }

    /// The keys that `count` and `for_each` make, if there are at most so many;
    /// one without a key where there is neither.
    fn keys(
        &self,
        arguments: &BTreeMap<String, Expr>,
        steps: &[Step],
        limit: usize,
    ) -> Result<Vec<Option<Term>>, Uncounted> {
        let at = At::new(steps, None);
        let within = |count: usize| match count <= limit {
            true => Ok(()),
            false => Err(Uncounted::Many),
        };
        if let Some(count) = arguments.get("count") {
            let count = self.expr(count, at, 0);
            let count = count.as_index().ok_or(Uncounted::Unknown)?;
            within(count)?;
            let keys = (0..count).map(|index| Some(Term::Number(index.to_string())));
            return Ok(keys.collect());
        }
        let Some(each) = arguments.get("for_each") else {
            within(1)?;
            return Ok(vec![None]);
        };
        let keys: BTreeSet<String> = match self.each(each, at) {
            Term::List(items) => {
                let keys = items.iter().map(|item| item.as_text().map(str::to_owned));
                keys.collect::<Option<_>>().ok_or(Uncounted::Unknown)?
            }
            Term::Map(entries) => entries.into_keys().collect(),
            _ => return Err(Uncounted::Unknown),
        };
        within(keys.len())?;
        Ok(keys.into_iter().map(|key| Some(Term::text(key))).collect())
    }

    /// What `for_each` goes through: a map, or the items of a set. Terraform
    /// takes no list here, and sets are evaluated nowhere else.
    fn each(&self, each: &Expr, at: At<'_>) -> Term {
        if let Expr::Hcl(Expression::FuncCall(call)) = each
            && let ("toset", [items], false) = (
                call.name.name.as_str(),
                call.args.as_slice(),
                call.expand_final,
            )
            && !call.name.is_namespaced()
        {
            return self.expr(&Expr::Hcl(items.clone()), at, 0);
        }
        match self.expr(each, at, 0) {
            Term::List(_) => Term::unknown(),
            other => other,
        }
    }
}

/// Why there are no keys.
enum Uncounted {
    /// They are not known.
    Unknown,
    /// There are too many.
    Many,
}
