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
//! Every phase has its own type, so that a later phase cannot be given the value
//! of an earlier one. Only reading sources and writing output touch the disk.

pub mod access;
pub mod arena;
pub mod arn;
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
mod overlaid;
pub mod package;
pub mod resolve;
pub mod rules;
mod similar;
pub mod source;
pub mod syntax;
mod template;
pub mod terraform;
mod text;
pub mod verify;
pub mod version;

pub use text::json as printed;

use access::AccessMatrix;
use backend::Requirement;
use diagnostic::Diagnostics;
use lints::Lints;
use model::Model;
use package::{Packages, Sources};
use source::Source;
use std::ops::Deref;
use version::Constraint;

/// A blueprint whose every name was resolved, and who may call what. Rules may
/// have found errors in it: it is fit for reports, not for output.
pub struct Complete {
    /// The resolved blueprint.
    pub model: Model,
    /// Who may call what.
    pub matrix: AccessMatrix,
    /// The functions' sources.
    pub packages: Packages,
    /// What the backends need of the Terraform provider.
    pub requirements: Vec<Requirement>,
    /// Severities that the blueprint sets, for rules that run later.
    pub lints: Lints,
}

/// A complete blueprint without errors: what is compiled, audited and
/// verified. Only [`examine`] and [`check`] make one.
pub struct Checked(Complete);

impl Checked {
    /// The same blueprint for another provider version constraint, which no
    /// rule has judged: tests run output with providers they can install.
    #[doc(hidden)]
    #[must_use]
    pub fn with_provider(mut self, provider: Constraint) -> Checked {
        self.0.model.provider.value = provider;
        self
    }
}

impl Deref for Checked {
    type Target = Complete;

    fn deref(&self) -> &Complete {
        &self.0
    }
}

/// What the rules made of a blueprint.
pub enum Judged {
    /// It could not be read, or names in it could not be resolved.
    Unresolved,
    /// It is complete, and rules found errors in it.
    Refused(Complete),
    /// It is complete, and nothing found is an error.
    Accepted(Checked),
}

impl Judged {
    /// The blueprint for reports, accepted or not.
    pub fn complete(&self) -> Option<&Complete> {
        match self {
            Judged::Unresolved => None,
            Judged::Refused(complete) => Some(complete),
            Judged::Accepted(checked) => Some(checked),
        }
    }

    /// The blueprint if it was accepted.
    pub fn accepted(&self) -> Option<&Checked> {
        match self {
            Judged::Accepted(checked) => Some(checked),
            Judged::Unresolved | Judged::Refused(_) => None,
        }
    }

    /// The same after errors were found later.
    pub fn refused(self) -> Judged {
        match self {
            Judged::Accepted(Checked(complete)) => Judged::Refused(complete),
            other => other,
        }
    }
}

/// Reads, resolves and checks a blueprint; `provider` replaces the blueprint's
/// own version constraint of the AWS provider.
pub fn examine(
    source: &Source,
    sources: &dyn Sources,
    provider: Option<&Constraint>,
) -> (Diagnostics, Judged) {
    let mut diagnostics = Diagnostics::default();
    let resolved = syntax::parse(source, &mut diagnostics).map(|blueprint| {
        let model = resolve::resolve(&blueprint, provider, &mut diagnostics);
        let mut resolved = Complete {
            matrix: AccessMatrix::new(&model),
            packages: Packages::load(&model, sources),
            requirements: backend::requirements(&model),
            model,
            lints: Lints::default(),
        };
        let input = rules::Input {
            model: &resolved.model,
            packages: &resolved.packages,
            matrix: &resolved.matrix,
            requirements: &resolved.requirements,
        };
        rules::run(&input, &mut diagnostics);
        blueprint.broken.drop_consequences(&mut diagnostics);
        let complete = resolved.model.complete;
        resolved.lints = lints::apply(&blueprint, complete, &mut diagnostics);
        resolved
    });
    diagnostics.finish_edits(&source.text);
    overlaid::explain(&mut diagnostics, source);
    diagnostics.sort();
    let judged = match resolved.filter(|resolved| resolved.model.complete) {
        None => Judged::Unresolved,
        Some(complete) if diagnostics.has_errors() => Judged::Refused(complete),
        Some(complete) => Judged::Accepted(Checked(complete)),
    };
    (diagnostics, judged)
}

/// Like [`examine`], for what needs a blueprint without errors.
pub fn check(
    source: &Source,
    sources: &dyn Sources,
    provider: Option<&Constraint>,
) -> (Diagnostics, Option<Checked>) {
    let (diagnostics, judged) = examine(source, sources, provider);
    let checked = match judged {
        Judged::Accepted(checked) => Some(checked),
        Judged::Unresolved | Judged::Refused(_) => None,
    };
    (diagnostics, checked)
}
