//! The command line: arguments and exit codes.

use crate::model::{ROUTE_PATTERN_FORMS, RoutePattern};
use crate::rules::invalid_constraint;
use crate::version::Constraint;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// What the process ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All is well.
    Fine = 0,
    /// The blueprint has errors, or generated files were edited.
    Diagnostics = 1,
    /// The arguments make no sense; clap ends the process itself.
    Usage = 2,
    /// `--check` found that the output is not up to date.
    Stale = 3,
    /// Something could not be read or written.
    InputOutput = 4,
    /// What was compared is different.
    Different = 5,
    /// Nothing is seen to be different, and not everything could be told.
    Unknown = 6,
}

/// Compile a short TOML blueprint into plain Terraform for JWT-secured HTTP APIs
#[derive(Debug, Parser)]
#[command(
    version,
    arg_required_else_help = true,
    after_help = "Exit codes: 0 fine, 1 the blueprint has errors or output was edited, 2 usage, \
                  3 --check found stale output, 4 input or output failed, \
                  5 what was compared is different, \
                  6 whether it is could not be told"
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

/// What jwtgen is asked to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check a blueprint and write its Terraform
    Compile(Compile),
    /// Check a blueprint; `--fix` mends it
    Check(Check),
    /// Show who may call what, and why
    Matrix(Matrix),
    /// Compare two blueprints: who may call what they could not before
    Diff(Diff),
    /// Hold a plan or state of Terraform against the blueprint
    Audit(Audit),
    /// Call the deployed API as everybody, and compare its decisions
    Verify(Box<Verify>),
    /// Write a commented starter blueprint and its functions
    Init(Init),
    /// Explain a code, with an example
    Explain(Explain),
    /// List every rule
    Rules(Rules),
    /// Print the JSON Schema of a blueprint, for editors
    Schema,
}

/// What every command that reads a blueprint takes.
#[derive(Debug, Clone, Args)]
pub struct Input {
    /// The blueprint
    #[arg(default_value = "blueprint.toml")]
    pub blueprint: PathBuf,
    /// A file whose keys change the blueprint's, for one environment; may be
    /// given again, and the last one wins
    #[arg(long, value_name = "FILE")]
    pub overlay: Vec<PathBuf>,
    /// Version constraint of the AWS provider, in place of the blueprint's
    #[arg(long, value_name = "CONSTRAINT", value_parser = constraint)]
    pub aws_provider: Option<Constraint>,
    /// Take findings of this kind for errors
    #[arg(long, value_enum, value_name = "WHAT")]
    pub deny: Option<Deny>,
}

/// What commands take whose result is findings.
#[derive(Debug, Args)]
pub struct Shown {
    /// How findings are shown
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Arguments of `jwtgen compile`.
#[derive(Debug, Args)]
pub struct Compile {
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub shown: Shown,
    /// Folder to write to [default: `out` beside the blueprint]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Write nothing; show what would change and fail if anything would
    #[arg(long)]
    pub check: bool,
    /// Overwrite generated files that were edited
    #[arg(long, conflicts_with = "check")]
    pub force: bool,
}

/// Arguments of `jwtgen check`.
#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub shown: Shown,
    /// Mend the blueprint in place where it is certain what was meant; with
    /// `all`, also carry out suggestions
    #[arg(
        long,
        value_enum,
        value_name = "WHAT",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "certain"
    )]
    pub fix: Option<Fix>,
}

/// Arguments of `jwtgen matrix`.
#[derive(Debug, Args)]
pub struct Matrix {
    #[command(flatten)]
    pub input: Input,
    /// How the matrix is written to standard output
    #[arg(long, value_enum, default_value_t)]
    pub format: MatrixFormat,
    /// Only routes that answer such a request, as in `DELETE *` or
    /// `* /admin/*`; may be given again
    #[arg(long, value_name = "PATTERN", value_parser = pattern)]
    pub route: Vec<RoutePattern>,
    /// Only this caller: `anonymous`, or a group, user or machine client; may
    /// be given again
    #[arg(long = "as", value_name = "CALLER")]
    pub callers: Vec<String>,
    /// Only public routes
    #[arg(long)]
    pub public: bool,
    /// Say step by step why a route, or a request such as `GET /items/7`, is
    /// answered as it is to the callers of `--as`
    #[arg(
        long,
        value_name = "ROUTE",
        requires = "callers",
        conflicts_with_all = ["route", "public"]
    )]
    pub explain: Option<String>,
}

/// Arguments of `jwtgen diff`.
#[derive(Debug, Args)]
pub struct Diff {
    /// The blueprint as it was: a file, or `git:REV:path` as `git show` takes it
    pub old: String,
    /// The blueprint as it is
    #[arg(default_value = "blueprint.toml")]
    pub new: String,
    /// A file whose keys change both blueprints', for one environment; from the
    /// same revision as each
    #[arg(long, value_name = "FILE")]
    pub overlay: Vec<PathBuf>,
    /// How the difference is written to standard output
    #[arg(long, value_enum, default_value_t)]
    pub format: DiffFormat,
    /// Which difference is a failure, with exit code 5
    #[arg(long, value_enum, value_name = "WHAT")]
    pub fail_on: Option<FailOn>,
}

/// Arguments of `jwtgen audit`.
#[derive(Debug, Args)]
pub struct Audit {
    /// What `terraform show -json` writes about a plan or state; or a folder
    /// with Terraform files
    pub evidence: PathBuf,
    #[command(flatten)]
    pub input: Input,
    /// Folder that the plan was made from: its files say what a plan leaves
    /// out while ids are unknown [default: `out` beside the blueprint, where
    /// the plan was made from it]
    #[arg(long, value_name = "DIR")]
    pub config: Option<PathBuf>,
    /// Do not read the output folder by default: neither its files nor the flags
    /// that its manifest records
    #[arg(long)]
    pub no_out: bool,
    /// Address of the module call that uses the output, as in `module.api`
    #[arg(long, value_name = "ADDRESS", value_parser = module)]
    pub module: Option<String>,
    /// Without a blueprint: show who may call what by Terraform alone
    #[arg(long, conflicts_with_all = ["blueprint", "overlay", "aws_provider", "deny", "module"])]
    pub alone: bool,
    /// How the result is written to standard output
    #[arg(long, value_enum, default_value_t)]
    pub format: DiffFormat,
}

/// How a difference is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum DiffFormat {
    /// For the terminal
    #[default]
    Text,
    /// For a comment on a pull request
    Markdown,
    /// One JSON document
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
}

/// Which difference is a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Somebody may call what they could not before, new routes included
    Widen,
    /// Anything
    Any,
}

/// Arguments of `jwtgen verify`.
#[derive(Debug, Args)]
pub struct Verify {
    #[command(flatten)]
    pub input: Input,
    /// Folder of the applied Terraform, whose outputs say where everything is
    /// [default: `out` beside the blueprint]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// The outputs themselves, as `terraform output -json` prints them
    #[arg(long, value_name = "FILE", conflicts_with = "out")]
    pub outputs: Option<PathBuf>,
    /// Address of the API with its stage; without `--out` or `--outputs`,
    /// Terraform is not asked at all
    #[arg(long)]
    pub url: Option<String>,
    /// Header `Host` of the calls, for emulators
    #[arg(long)]
    pub host: Option<String>,
    /// Id of an app client; may be given again
    #[arg(long, value_name = "NAME=ID", value_parser = pair)]
    pub client: Vec<(String, String)>,
    /// App client that people sign in through where a route accepts it
    #[arg(long, value_name = "NAME")]
    pub sign_in_client: Option<String>,
    /// User name that signs in for a caller, as in `group:admins=alice`; may be
    /// given again
    #[arg(long, value_name = "CALLER=NAME", value_parser = pair)]
    pub user: Vec<(String, String)>,
    /// Command that prints a token for `$JWTGEN_CALLER`; `$JWTGEN_TOKEN` is
    /// `access` or `id`
    #[arg(long, value_name = "COMMAND")]
    pub token_command: Option<String>,
    /// Only routes that answer such a request, as in `DELETE *` or
    /// `* /admin/*`; may be given again
    #[arg(long, value_name = "PATTERN", value_parser = pattern)]
    pub route: Vec<RoutePattern>,
    /// Only this caller: `anonymous`, or a group, user or machine client; may
    /// be given again
    #[arg(long = "as", value_name = "CALLER")]
    pub callers: Vec<String>,
    /// Call routes too whose method may change something
    #[arg(long)]
    pub include_unsafe: bool,
    /// Accept that no call is made as this caller, or as any with `all`; without
    /// it, a caller that is not checked ends the command with exit code 6; may
    /// be given again
    #[arg(long, value_name = "CALLER")]
    pub allow_unchecked: Vec<String>,
    /// Calls at a time
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=64))]
    pub jobs: u16,
    /// Seconds that a call may take
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 35,
        value_parser = clap::value_parser!(u16).range(1..=600)
    )]
    pub timeout: u16,
    /// How the findings are written to standard output
    #[arg(long, value_enum, default_value_t)]
    pub format: VerifyFormat,
}

/// How the findings of `verify` are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum VerifyFormat {
    /// For the terminal
    #[default]
    Text,
    /// One JSON document
    Json,
    /// JUnit's XML, for build servers
    Junit,
}

/// Arguments of `jwtgen init`.
#[derive(Debug, Args)]
pub struct Init {
    /// Folder to write to; made if it does not exist
    #[arg(default_value = ".")]
    pub dir: PathBuf,
}

/// Arguments of `jwtgen explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// A code such as JG0301, or a rule's name
    pub rule: String,
}

/// Arguments of `jwtgen rules`.
#[derive(Debug, Args)]
pub struct Rules {
    /// How the list is written to standard output
    #[arg(long, value_enum, default_value_t)]
    pub format: RulesFormat,
}

/// How the rules are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum RulesFormat {
    /// For the terminal: one line for each rule
    #[default]
    Text,
    /// One JSON document
    Json,
}

/// What is mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Fix {
    /// What was meant beyond doubt
    Certain,
    /// Suggestions too, such as a similar name
    All,
}

/// What is taken for an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// Warnings; notes stay what they are
    Warnings,
}

/// How findings are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// With source lines and help, on standard error
    #[default]
    Human,
    /// One line each, on standard error
    Short,
    /// One JSON document on standard output
    Json,
    /// SARIF 2.1.0 on standard output, for code scanning
    Sarif,
    /// Workflow commands of GitHub Actions on standard output
    Github,
}

/// How a matrix is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum MatrixFormat {
    /// A table for the terminal
    #[default]
    Text,
    /// A table for READMEs and reviews
    Markdown,
    /// A line for each decision, with its reason
    Csv,
    /// One JSON document
    Json,
    /// A graph from groups to routes
    Mermaid,
    /// One page for a browser, with filters and reasons
    Html,
}

fn pattern(text: &str) -> Result<RoutePattern, String> {
    RoutePattern::parse(text).ok_or_else(|| ROUTE_PATTERN_FORMS.to_owned())
}

fn module(text: &str) -> Result<String, String> {
    match text.starts_with("module.") && !text.ends_with('.') {
        true => Ok(text.to_owned()),
        false => Err("an address such as `module.api` is expected".to_owned()),
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() && !value.is_empty() => {
            Ok((name.to_owned(), value.to_owned()))
        }
        _ => Err("write two names with `=` between them".to_owned()),
    }
}

fn constraint(text: &str) -> Result<Constraint, String> {
    Constraint::parse(text).map_err(|error| invalid_constraint::message(&error))
}
