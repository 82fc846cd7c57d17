//! Files with values of input variables that Terraform reads by itself.

use super::evaluate::At;
use super::{Evidence, Term, hcl};
use std::collections::BTreeMap;
use std::path::Path;

/// Names of these files, and endings of further ones; hidden files are among them.
/// Source: <https://developer.hashicorp.com/terraform/language/values/variables#variable-definitions-tfvars-files>.
const NAMES: [&str; 2] = ["terraform.tfvars", "terraform.tfvars.json"];
const ENDINGS: [&str; 2] = [".auto.tfvars", ".auto.tfvars.json"];

/// A file that sets input variables of the root module.
#[derive(Debug)]
pub struct VariableFile {
    /// Its name.
    pub name: String,
    /// The values; `None` if the file could not be read.
    pub values: Option<BTreeMap<String, Term>>,
}

impl Evidence<'_> {
    /// The files of the folder that set input variables.
    pub fn variable_files(&self) -> Vec<VariableFile> {
        let names = self.folder.map(|folder| folder.names(Path::new("")));
        let mut names = names.and_then(Result::ok).unwrap_or_default();
        names.retain(|name| {
            NAMES.contains(&name.as_str()) || ENDINGS.iter().any(|end| name.ends_with(end))
        });
        names.sort();
        let files = names.into_iter().map(|name| {
            let values = self.values_in(&name);
            VariableFile { name, values }
        });
        files.collect()
    }

    fn values_in(&self, name: &str) -> Option<BTreeMap<String, Term>> {
        let bytes = self.folder?.read(name.as_ref()).ok()?;
        if name.ends_with(".json") {
            let values = super::document(&bytes).ok()?;
            let values = values.as_object()?.iter();
            let values = values.map(|(name, value)| (name.clone(), Term::known(value)));
            return Some(values.collect());
        }
        let (body, doubt) = hcl::parse(&String::from_utf8(bytes).ok()?, name).ok()?;
        if doubt.is_some() || body.blocks().next().is_some() {
            return None;
        }
        let values = body.attributes().map(|value| {
            let term = self.expression(value.expr(), At::new(&[], None), 0);
            (value.key().to_owned(), term)
        });
        Some(values.collect())
    }
}
