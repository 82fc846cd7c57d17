//! Who may call what according to Terraform: its files, plans and states are
//! read, and nothing of the blueprint. This is an independent check of the
//! compiler's output, so it shares no code with what writes that output.
//!
//! ```text
//! plan, state, HCL → Evidence → Infrastructure (APIs, pools, callers) → Answer
//! ```

mod agreed;
mod api;
mod cognito;
mod configured;
mod consistent;
mod decide;
mod declared;
mod document;
mod effort;
mod evaluate;
mod expression;
mod facts;
mod folder;
mod form;
mod function;
mod functions;
pub mod handler;
mod hcl;
mod ids;
mod infrastructure;
mod installed;
mod instances;
mod json;
mod mentions;
mod module;
mod numbers;
mod outside;
mod plan;
mod references;
mod seen;
mod term;
mod tfvars;
mod tokens;
mod types;
mod work;

pub use api::{Api, ApiRoute, Authorization, JwtAuthorization, Reach};
pub use cognito::{Kind, Pool, Token};
pub use decide::Answer;
pub use declared::Declared;
pub use document::document;
pub use facts::{is_about_tokens, is_nothing};
pub use folder::{Disk, Folder};
pub use infrastructure::Infrastructure;
pub use json::{is_plan, leaves_out};
pub use mentions::Mentions;
pub use module::{Block, Expr, Module, ModuleCall};
pub use plan::{Provider, Remark};
pub use references::{calls, is_computed, mentions_no_more};
pub use term::{Call, Piece, Reference, Term};
pub use tfvars::VariableFile;

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Bound;
use std::rc::Rc;
use work::Work;

/// Why something cannot be used as evidence.
#[derive(Debug)]
pub struct Refusal(String);

impl Refusal {
    /// For this reason, in one phrase.
    pub fn new(why: impl Into<String>) -> Refusal {
        Refusal(why.into())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refusal {}

/// Resources with their known values.
pub struct Evidence<'f> {
    resources: BTreeMap<String, Resource>,
    root: Rc<Module>,
    /// The configuration in a plan, where `root` is read from a folder.
    planned: Option<Rc<Module>>,
    variables: BTreeMap<String, Term>,
    folder: Option<&'f dyn Folder>,
    /// Whether input variables without values stay symbolic: files are read, and
    /// the variables are not given.
    symbolic: bool,
    /// What was evaluated already.
    work: Box<Work>,
    /// Why it may be incomplete; nothing is proven then.
    pub doubts: Vec<String>,
    /// What a plan does beyond its values.
    pub remarks: Vec<Remark>,
    /// Resources that a plan moves: their addresses, and those that they had.
    pub moved: Vec<(String, String)>,
    /// Output values of a plan or state; `None` for those that are not known yet.
    pub outputs: BTreeMap<String, Option<Term>>,
    /// Provider configurations of a plan, by key.
    pub providers: BTreeMap<String, Provider>,
    /// The providers of a plan's resources, by address without keys.
    pub provider_keys: BTreeMap<String, BTreeSet<String>>,
    /// Whether it is a state, whose values are all that it says.
    state: bool,
    /// What others know of attributes that AWS gives, by address and attribute.
    exports: Option<Exports<'f>>,
}

/// Says what an attribute of a resource is.
type Exports<'f> = Box<dyn Fn(&str, &str) -> Term + 'f>;

/// A resource, or one of several where `count` or `for_each` makes them.
#[derive(Debug)]
struct Resource {
    kind: String,
    /// The module it is in.
    module: Vec<Step>,
    /// `type.name`, as in its module.
    local: String,
    /// Its `count.index` or `each.key`.
    key: Option<Term>,
    /// Its values in a plan or state.
    values: Option<Value>,
    /// Which of these are unknown, in the form of a plan.
    unknown: Value,
}

/// A step into a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The name of the call.
    pub name: String,
    /// Its `count.index` or `each.key`.
    pub key: Option<Term>,
}

/// The address of something in a module.
pub fn address(module: &[Step], local: &str, key: Option<&Term>) -> String {
    let mut address = String::new();
    for step in module {
        address.push_str(&format!(
            "module.{}{}.",
            step.name,
            index(step.key.as_ref())
        ));
    }
    format!("{address}{local}{}", index(key))
}

fn index(key: Option<&Term>) -> String {
    match key {
        None => String::new(),
        Some(Term::Number(number)) => format!("[{number}]"),
        Some(key) => format!("[{}]", Value::from(key.to_string())),
    }
}

impl<'f> Evidence<'f> {
    /// A plan or state, as `terraform show -json` writes it; with a folder, its
    /// HCL fills in what a plan leaves out.
    ///
    /// # Errors
    ///
    /// When it is neither, its format version is not supported, or the folder
    /// cannot be read.
    pub fn of_json(
        document: &Value,
        folder: Option<&'f dyn Folder>,
    ) -> Result<Evidence<'f>, Refusal> {
        let mut evidence = json::read(document)?;
        if let Some(folder) = folder {
            let root = hcl::read(folder)?;
            let configured = std::mem::replace(&mut evidence.root, root);
            evidence.folder = Some(folder);
            evidence.planned = is_plan(document).then_some(configured);
            let mut doubts = Vec::new();
            evidence.compare_with(evidence.planned.as_deref(), &mut doubts);
            evidence.doubts.extend(doubts);
        }
        Ok(evidence)
    }

    /// What the HCL of a folder says, given its input variables; those that are
    /// not given stay symbolic.
    ///
    /// # Errors
    ///
    /// When the folder cannot be read.
    pub fn of_folder(
        folder: &'f dyn Folder,
        variables: BTreeMap<String, Term>,
    ) -> Result<Evidence<'f>, Refusal> {
        let mut evidence = Evidence {
            resources: BTreeMap::new(),
            root: hcl::read(folder)?,
            planned: None,
            variables,
            folder: Some(folder),
            symbolic: true,
            work: Box::default(),
            doubts: Vec::new(),
            remarks: Vec::new(),
            moved: Vec::new(),
            outputs: BTreeMap::new(),
            providers: BTreeMap::new(),
            provider_keys: BTreeMap::new(),
            state: false,
            exports: None,
        };
        let (resources, doubts) = evidence.instances();
        evidence.work.forget();
        evidence.resources = resources;
        evidence.doubts = doubts;
        Ok(evidence)
    }

    /// The HCL of a folder, with the input variables of a module of another
    /// evidence, or of its root for `None`.
    ///
    /// # Errors
    ///
    /// When the folder cannot be read.
    pub fn beside(
        folder: &'f dyn Folder,
        other: &Evidence<'_>,
        module: Option<&str>,
    ) -> Result<Evidence<'f>, Refusal> {
        let mut evidence = Evidence::of_folder(folder, other.inputs(module))?;
        evidence.symbolic = other.state || other.symbolic && module.is_none();
        Ok(evidence)
    }

    /// The same, with further values of input variables.
    #[must_use]
    pub fn with_variables(mut self, variables: &BTreeMap<String, Term>) -> Evidence<'f> {
        self.work.forget();
        let further = variables.iter();
        let further = further.map(|(name, value)| (name.clone(), value.clone()));
        self.variables.extend(further);
        self
    }

    /// The same, with what another evidence knows of attributes that AWS gives.
    /// Its addresses start with `prefix`.
    #[must_use]
    pub fn knowing(mut self, other: &'f Evidence<'_>, prefix: &'f str) -> Evidence<'f> {
        self.work.forget();
        self.exports = Some(Box::new(move |address, attribute| {
            other.export(&format!("{prefix}{address}"), attribute)
        }));
        self
    }

    /// The value that is given to an input variable of the root module.
    pub fn input_of(&self, name: &str) -> Option<&Term> {
        self.variables.get(name)
    }

    /// Addresses of the resources of a type.
    pub fn of_kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a str> {
        let resources = self.resources.iter();
        resources
            .filter(move |(_, resource)| resource.kind == kind)
            .map(|(address, _)| address.as_str())
    }

    /// The type of a resource; `None` if there is none at this address.
    pub fn kind(&self, address: &str) -> Option<&str> {
        Some(self.resources.get(address)?.kind.as_str())
    }

    /// Addresses of resources from this one on, in order.
    pub fn addresses_from(&self, first: &str) -> impl Iterator<Item = &str> {
        let from = self
            .resources
            .range::<str, _>((Bound::Included(first), Bound::Unbounded));
        from.map(|(address, _)| address.as_str())
    }

    /// Addresses of all resources.
    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        self.resources.keys().map(String::as_str)
    }

    /// The files of a module, of the root for `None`, with its steps; `None`
    /// where no files were read.
    pub fn files(&self, module: Option<&str>) -> Option<(Vec<Step>, &Module)> {
        let steps = json::steps(module.unwrap_or_default());
        let found = self.module(&steps)?;
        found.path.as_ref()?;
        Some((steps, found))
    }

    /// A module as it is configured, by its address; `None` for the root.
    pub fn configured(&self, module: Option<&str>) -> Option<&Module> {
        self.module(&json::steps(module.unwrap_or_default()))
    }

    /// The configuration that a plan has of a module, by its address; `None` for a
    /// state or folder.
    pub fn planned(&self, module: Option<&str>) -> Option<&Module> {
        let root = match (&self.planned, &self.root.path) {
            (Some(planned), _) => planned,
            (None, None) if !self.state => &self.root,
            _ => return None,
        };
        json::steps(module.unwrap_or_default())
            .iter()
            .try_fold(&**root, |module, step| {
                module.calls.get(&step.name)?.module.as_deref()
            })
    }

    /// Resources of a module that come from one block, by the block's name.
    pub fn instances_of(&self, steps: &[Step], local: &str) -> impl Iterator<Item = &str> {
        let at = address(steps, local, None);
        let start = self.resources.range(at.clone()..);
        start
            .take_while(move |(address, _)| address.starts_with(&at))
            .filter(move |(_, resource)| resource.local == local && resource.module == steps)
            .map(|(address, _)| address.as_str())
    }

    /// The value of an expression of a module, or of a resource in it.
    pub fn within(
        &self,
        steps: &[Step],
        resource: Option<&str>,
        expression: &::hcl::Expression,
    ) -> Term {
        let resource = resource.and_then(|address| self.resources.get(address));
        let at = evaluate::At::new(
            resource.map_or(steps, |resource| &resource.module),
            resource.and_then(|resource| resource.key.as_ref()),
        );
        self.expression(expression, at, 0)
    }

    /// Whether a plan or state says the values of a resource.
    pub fn has_values(&self, address: &str) -> bool {
        let resource = self.resources.get(address);
        resource.is_some_and(|resource| resource.values.is_some())
    }

    /// The value of an output of the root module; `None` if there is none.
    pub fn output(&self, name: &str) -> Option<Term> {
        let expr = self.root.outputs.get(name)?;
        Some(self.expr(expr, evaluate::At::new(&[], None), 0))
    }

    /// The names of the outputs of the root module.
    pub fn output_names(&self) -> impl Iterator<Item = &str> {
        self.root.outputs.keys().map(String::as_str)
    }

    /// Whether it is a folder and nothing else.
    pub fn is_folder(&self) -> bool {
        !self.state && self.planned.is_none() && self.root.path.is_some()
    }

    /// Whether it is a state: it says values, and nothing of how they came about.
    pub fn is_state(&self) -> bool {
        self.state
    }

    /// The values of a resource in a plan or state.
    pub fn values_of(&self, address: &str) -> Option<&Value> {
        self.resources.get(address)?.values.as_ref()
    }

    /// How a resource is configured, as its plan or its files say.
    pub fn block(&self, address: &str) -> Option<&Block> {
        let resource = self.resources.get(address)?;
        let mut module = self.planned.as_deref().unwrap_or(&self.root);
        for step in &resource.module {
            module = module.calls.get(&step.name)?.module.as_deref()?;
        }
        module.resources.get(&resource.local)
    }

    /// The address of a resource without the key of its instance or of modules.
    pub fn without_key(&self, address: &str) -> String {
        json::without_keys(address)
    }

    /// Paths of the arguments that a resource sets.
    pub fn paths(&self, address: &str) -> Vec<String> {
        self.block(address).map(Block::paths).unwrap_or_default()
    }

    /// A file that the configuration may name, by its path from the root.
    pub fn file_at(&self, path: &str) -> Option<Vec<u8>> {
        self.folder?.read(path.as_ref()).ok()
    }

    /// The names of the files in a folder below the root.
    pub fn names_at(&self, below: &str) -> Vec<String> {
        let names = self.folder.map(|folder| folder.names(below.as_ref()));
        names.and_then(Result::ok).unwrap_or_default()
    }

    /// The values of the input variables of a module; of the root for `None`.
    fn inputs(&self, module: Option<&str>) -> BTreeMap<String, Term> {
        let Some(module) = module else {
            return self.variables.clone();
        };
        let steps = json::steps(module);
        match self.call(&steps) {
            Some(call) => {
                let names = call.arguments.attributes.keys();
                names
                    .filter_map(|name| {
                        let value = self.given(&steps, name, 0)?;
                        Some((name.clone(), value.rooted()))
                    })
                    .collect()
            }
            None => BTreeMap::new(),
        }
    }

    fn module(&self, steps: &[Step]) -> Option<&Module> {
        steps.iter().try_fold(&*self.root, |module, step| {
            module.calls.get(&step.name)?.module.as_deref()
        })
    }

    fn call(&self, steps: &[Step]) -> Option<&ModuleCall> {
        let (last, before) = steps.split_last()?;
        self.module(before)?.calls.get(&last.name)
    }
}
