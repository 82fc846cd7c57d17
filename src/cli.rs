//! The command line: arguments and exit codes.

use crate::model::{ROUTE_PATTERN_FORMS, RoutePattern};
use crate::rules::invalid_constraint;
use crate::version::Constraint;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::path::PathBuf;

/// Exit code of the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Success; what was compared is the same.
    Fine = 0,
    /// The blueprint has errors, or generated files were edited.
    Diagnostics = 1,
    /// The arguments are invalid; clap exits by itself for most of these.
    Usage = 2,
    /// `compile --check` found that the output is not up to date.
    Stale = 3,
    /// Something could not be read, written or reached.
    InputOutput = 4,
    /// What was compared is different.
    Different = 5,
    /// No difference was found, but not everything could be checked.
    Unknown = 6,
}

/// What each exit code means, for people.
pub const EXIT_CODES: [(Exit, &str); 7] = [
    (Exit::Fine, "Success; audit and verify: everything agrees"),
    (
        Exit::Diagnostics,
        "The blueprint has errors; compile: a generated file was edited by hand",
    ),
    (Exit::Usage, "Invalid arguments"),
    (
        Exit::Stale,
        "compile --check: the output is out of date or was edited by hand",
    ),
    (
        Exit::InputOutput,
        "A file could not be read or written, or a server could not be reached",
    ),
    (
        Exit::Different,
        "audit and verify: different; diff --fail-on: a difference of that kind",
    ),
    (
        Exit::Unknown,
        "audit and verify: no difference found, but not everything could be checked",
    ),
];

/// The table of exit codes at the end of `jwtgen --help`.
fn exit_codes() -> String {
    let rows = EXIT_CODES.map(|(exit, meaning)| format!("\n  {}  {meaning}", exit as u8));
    format!("Exit codes:{}", rows.concat())
}

/// Compile a short TOML blueprint into plain Terraform for JWT-secured HTTP APIs
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true, after_help = exit_codes())]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check a blueprint and write its Terraform to the output folder
    Compile(Compile),
    /// Check a blueprint, and fix it with `--fix`
    Check(Check),
    /// Show who may call which route, and why
    Matrix(Matrix),
    /// Compare who may call what in two versions of a blueprint
    Diff(Diff),
    /// Compare a Terraform plan, state or folder with the blueprint
    Audit(Audit),
    /// Call the deployed API as every caller and compare its decisions
    Verify(Box<Verify>),
    /// Write a commented starter blueprint and its functions
    Init(Init),
    /// Explain a rule, with an example
    Explain(Explain),
    /// List all rules
    Rules(Rules),
    /// Print the JSON Schema of blueprints, for editors
    Schema,
    /// Print a completion script for a shell
    Completions(Completions),
    /// Write the man pages
    Man(Man),
}

/// Arguments of every command that reads a blueprint.
#[derive(Debug, Clone, Args)]
pub struct Input {
    /// The blueprint to read
    #[arg(default_value = "blueprint.toml")]
    pub blueprint: PathBuf,
    /// Overlay: a file whose keys override the blueprint's, for one environment.
    /// Repeatable; later overlays win
    #[arg(long, value_name = "FILE")]
    pub overlay: Vec<PathBuf>,
    /// Version constraint for the AWS provider; overrides `aws_provider`
    #[arg(long, value_name = "CONSTRAINT", value_parser = constraint)]
    pub aws_provider: Option<Constraint>,
    /// Treat findings of this kind as errors
    #[arg(long, value_enum, value_name = "WHAT")]
    pub deny: Option<Deny>,
}

/// Arguments of commands whose result is findings.
#[derive(Debug, Args)]
pub struct Shown {
    /// Output format of the findings
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
    /// Output folder [default: `out` next to the blueprint]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Write nothing; show what would change, and exit with 3 if anything would
    #[arg(long)]
    pub check: bool,
    /// Overwrite generated files that were edited by hand
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
    /// Fix the blueprint in place where the fix is certain; `--fix=all` also
    /// applies suggestions
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
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    pub format: MatrixFormat,
    /// Only routes that answer requests of this pattern, such as `DELETE *` or
    /// `* /admin/*`. Repeatable
    #[arg(long, value_name = "PATTERN", value_parser = pattern)]
    pub route: Vec<RoutePattern>,
    /// Only this caller: `anonymous`, `signed-in`, a group, user or machine
    /// client, or `authorizer:NAME`.
    /// Repeatable
    #[arg(long = "as", value_name = "CALLER")]
    pub callers: Vec<String>,
    /// Only public routes
    #[arg(long)]
    pub public: bool,
    /// Explain step by step how the gateway decides on a route, or on a request
    /// such as `GET /items/7`, for the callers given by `--as`
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
    /// The old blueprint: a file, or `git:REV:PATH` for a file in a Git revision
    pub old: String,
    /// The new blueprint, in the same form
    #[arg(default_value = "blueprint.toml")]
    pub new: String,
    /// Overlay for both blueprints, each read from the revision of its
    /// blueprint. Repeatable; later overlays win
    #[arg(long, value_name = "FILE")]
    pub overlay: Vec<PathBuf>,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    pub format: DiffFormat,
    /// Exit with 5 if there is a difference of this kind
    #[arg(long, value_enum, value_name = "WHAT")]
    pub fail_on: Option<FailOn>,
}

/// Arguments of `jwtgen audit`.
#[derive(Debug, Args)]
pub struct Audit {
    /// Output of `terraform show -json` for a plan or state, or a folder with
    /// Terraform files
    pub evidence: PathBuf,
    #[command(flatten)]
    pub input: Input,
    /// Folder that the plan was made from. A first plan omits values that depend
    /// on IDs not known yet; they are then taken from the files, unverified
    #[arg(long, value_name = "DIR")]
    pub config: Option<PathBuf>,
    /// Do not use the flags recorded in the manifest of the output folder
    #[arg(long)]
    pub no_out: bool,
    /// Address of the module that contains the output, such as `module.api`
    #[arg(long, value_name = "ADDRESS", value_parser = module)]
    pub module: Option<String>,
    /// Read no blueprint; only show who may call what according to Terraform
    #[arg(long, conflicts_with_all = ["blueprint", "overlay", "aws_provider", "deny", "module"])]
    pub alone: bool,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    pub format: DiffFormat,
}

/// Output format of `diff` and `audit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum DiffFormat {
    /// Text for a terminal
    #[default]
    Text,
    /// Markdown, for a comment on a pull request
    Markdown,
    /// A JSON document
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
}

/// Kind of difference that makes `diff` fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// The change widens access, new routes included
    Widen,
    /// Any difference
    Any,
}

/// Arguments of `jwtgen verify`.
#[derive(Debug, Args)]
pub struct Verify {
    #[command(flatten)]
    pub input: Input,
    /// Folder of the applied Terraform, whose outputs are read [default: `out`
    /// next to the blueprint]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// File with the outputs, as printed by `terraform output -json`
    #[arg(long, value_name = "FILE", conflicts_with = "out")]
    pub outputs: Option<PathBuf>,
    /// URL of the API, including the stage. Terraform is then not run, unless
    /// `--out` is given
    #[arg(long)]
    pub url: Option<String>,
    /// Value of the `Host` header, for emulators
    #[arg(long)]
    pub host: Option<String>,
    /// ID of an app client. Repeatable
    #[arg(long, value_name = "NAME=ID", value_parser = pair)]
    pub client: Vec<(String, String)>,
    /// App client to sign in through, for routes that accept it
    #[arg(long, value_name = "NAME")]
    pub sign_in_client: Option<String>,
    /// User name to sign in as for a caller, such as `group:admins=alice`.
    /// Repeatable
    #[arg(long, value_name = "CALLER=NAME", value_parser = pair)]
    pub user: Vec<(String, String)>,
    /// Command that prints a token for the caller in `$JWTGEN_CALLER`; the kind
    /// of token, `access` or `id`, is in `$JWTGEN_TOKEN`
    #[arg(long, value_name = "COMMAND")]
    pub token_command: Option<String>,
    /// Only routes that answer requests of this pattern, such as `DELETE *` or
    /// `* /admin/*`. Repeatable
    #[arg(long, value_name = "PATTERN", value_parser = pattern)]
    pub route: Vec<RoutePattern>,
    /// Only this caller: `anonymous`, `signed-in`, a group, user or machine
    /// client, or `authorizer:NAME`.
    /// Repeatable
    #[arg(long = "as", value_name = "CALLER")]
    pub callers: Vec<String>,
    /// Also call routes whose method may change data
    #[arg(long)]
    pub include_unsafe: bool,
    /// Accept that no call is made as this caller; `all` accepts it for every caller.
    /// Otherwise, an unchecked caller makes the exit code 6. Repeatable
    #[arg(long, value_name = "CALLER")]
    pub allow_unchecked: Vec<String>,
    /// Number of concurrent calls
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=64))]
    pub jobs: u16,
    /// Time limit of a call, in seconds
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 35,
        value_parser = clap::value_parser!(u16).range(1..=600)
    )]
    pub timeout: u16,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    pub format: VerifyFormat,
}

/// Output format of `verify`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum VerifyFormat {
    /// Text for a terminal
    #[default]
    Text,
    /// A JSON document
    Json,
    /// JUnit XML, for build servers
    Junit,
}

/// Arguments of `jwtgen init`.
#[derive(Debug, Args)]
pub struct Init {
    /// Folder to write to, created if needed; the API is named after it
    #[arg(default_value = ".")]
    pub dir: PathBuf,
}

/// Arguments of `jwtgen completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// Shell to complete commands in
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Arguments of `jwtgen man`.
#[derive(Debug, Args)]
pub struct Man {
    /// Folder for the pages, created if needed; without it, the page jwtgen(1)
    /// is printed
    pub dir: Option<PathBuf>,
}

/// Arguments of `jwtgen explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// Code or name of a rule, such as JG0301
    pub rule: String,
}

/// Arguments of `jwtgen rules`.
#[derive(Debug, Args)]
pub struct Rules {
    /// Output format
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

/// What `check --fix` changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Fix {
    /// Only fixes that are certain
    Certain,
    /// Suggestions too, such as a similar name
    All,
}

/// Findings that are treated as errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// Warnings; notes stay notes
    Warnings,
}

/// Output format of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// With source lines and help, on standard error
    #[default]
    Human,
    /// One line per finding, on standard error
    Short,
    /// A JSON document, on standard output
    Json,
    /// SARIF 2.1.0 for code scanning, on standard output
    Sarif,
    /// GitHub Actions workflow commands, on standard output
    Github,
}

/// Output format of `matrix`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum MatrixFormat {
    /// A table for a terminal
    #[default]
    Text,
    /// A Markdown table, for READMEs and reviews
    Markdown,
    /// A line per decision, with its reason
    Csv,
    /// A JSON document
    Json,
    /// A Mermaid graph from groups to routes
    Mermaid,
    /// A single HTML page, with filters and reasons
    Html,
}

fn pattern(text: &str) -> Result<RoutePattern, String> {
    RoutePattern::parse(text).ok_or_else(|| ROUTE_PATTERN_FORMS.to_owned())
}

fn module(text: &str) -> Result<String, String> {
    match text.starts_with("module.") && !text.ends_with('.') {
        true => Ok(text.to_owned()),
        false => Err("expected an address such as `module.api`".to_owned()),
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() && !value.is_empty() => {
            Ok((name.to_owned(), value.to_owned()))
        }
        _ => Err("expected two names with `=` between them".to_owned()),
    }
}

fn constraint(text: &str) -> Result<Constraint, String> {
    Constraint::parse(text).map_err(|error| invalid_constraint::message(&error))
}
