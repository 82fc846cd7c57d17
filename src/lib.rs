//! jwtgen compiles a short TOML blueprint into plain Terraform for HTTP APIs
//! with JWT authorizers, and knows who may call what.
//!
//! The whole pipeline:
//!
//! ```text
//! text → syntax::Blueprint → Model → rules → Graph → files → WritePlan → out/
//!                              └→ AccessMatrix
//! ```
//!
//! Every phase has its own type, so that a later phase cannot be given an
//! earlier one's. Reading sources and writing output touch the disk; nothing
//! else does.

pub mod access;
pub mod arena;
pub mod audit;
pub mod backend;
pub mod cli;
pub mod commands;
pub mod diagnostic;
pub mod diff;
pub mod evidence;
pub mod explain;
pub mod fix;
pub mod generate;
pub mod lints;
pub mod matrix;
pub mod model;
pub mod output;
pub mod package;
pub mod resolve;
pub mod rules;
pub mod source;
pub mod syntax;
mod template;
pub mod terraform;
mod text;
pub mod verify;
pub mod version;

use access::AccessMatrix;
use backend::Requirement;
use diagnostic::Diagnostics;
use lints::Lints;
use model::Model;
use package::{Packages, Sources};
use source::Source;
use version::Constraint;

/// A blueprint that was read, resolved and checked.
pub struct Checked {
    /// The resolved blueprint.
    pub model: Model,
    /// Who may call what.
    pub matrix: AccessMatrix,
    /// The functions' sources.
    pub packages: Packages,
    /// What the backends need of the Terraform provider.
    pub requirements: Vec<Requirement>,
    /// How bad findings are that are made later.
    pub lints: Lints,
}

/// Reads, resolves and checks a blueprint. There is a result only if nothing
/// found is an error; `provider` takes the place of the blueprint's own
/// constraint.
pub fn check(
    source: &Source,
    sources: &dyn Sources,
    provider: Option<&Constraint>,
) -> (Diagnostics, Option<Checked>) {
    let mut diagnostics = Diagnostics::default();
    let checked = syntax::parse(source, &mut diagnostics).map(|blueprint| {
        let model = resolve::resolve(&blueprint, provider, &mut diagnostics);
        let mut checked = Checked {
            matrix: AccessMatrix::new(&model),
            packages: Packages::load(&model, sources),
            requirements: backend::requirements(&model),
            model,
            lints: Lints::default(),
        };
        let input = rules::Input {
            model: &checked.model,
            packages: &checked.packages,
            matrix: &checked.matrix,
            requirements: &checked.requirements,
        };
        rules::run(&input, &mut diagnostics);
        let complete = checked.model.complete;
        checked.lints = lints::apply(&blueprint, complete, &mut diagnostics);
        checked
    });
    diagnostics.sort();
    let checked = checked.filter(|_| !diagnostics.has_errors());
    (diagnostics, checked)
}
