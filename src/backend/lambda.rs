//! AWS Lambda functions, deployed with the module `function`.

use super::lifecycle::{Kind, Loss, PLAIN};
use super::{Requirement, features, named};
use crate::model::{Architecture, Function, Model, StoredPackage, Tracing, Value};
use crate::package::{self, Packages};
use crate::source::{Span, Spanned};
use crate::terraform::expr::{self, Part, list, object, reference, template, text, texts, value};
use crate::terraform::{Block, Expression, File, Graph, address};
use crate::version::Version;

/// Name of the module call of a function; its outputs are `arn`,
/// `invoke_arn` and `function_name`.
pub fn module_name(function: &Function) -> String {
    module_name_of(&function.key)
}

/// The same, from the function's name in the blueprint.
pub(super) fn module_name_of(key: &str) -> String {
    format!("function_{}", address::name(key))
}

/// Path of a function's archive in the output.
pub fn package_path(module: &str) -> String {
    format!("packages/{module}.zip")
}

/// An output of a function's module call.
pub(super) fn output(module: &str, name: &str) -> Expression {
    reference(&format!("module.{module}.{name}"))
}

/// What functions require of the Terraform provider. A function built for
/// another instruction set does not run, so this is never left out.
pub(super) fn requirements(model: &Model) -> impl Iterator<Item = Requirement> {
    model.functions.iter().filter_map(|function| {
        let architecture = function.architecture.as_ref()?;
        (architecture.value == Architecture::Arm).then_some(Requirement {
            what: "the architecture of a function",
            since: features::ARCHITECTURES,
            span: architecture.span,
            essential: true,
            instead: "build the function for `x86_64`",
        })
    })
}

/// Calls the module for every function of the blueprint.
pub(super) fn lower(model: &Model, packages: &Packages, graph: &mut Graph) {
    for (id, function) in model.functions.entries() {
        if function.existing.is_some() {
            continue;
        }
        // INVARIANT: an unreadable source is an error, and then nothing is
        // lowered.
        let handler = packages.get(id).map_or_else(
            |_| package::handler(function, "index"),
            |package| package.deployed(function).handler(function),
        );
        let block = call(
            model,
            &Call {
                module: module_name(function),
                name: named(model, function.name.as_str()),
                stored: function.package.as_ref(),
                handler: &handler,
                runtime: &function.runtime,
                memory: function.memory,
                timeout: function.timeout.value,
            },
        );
        graph.push(
            File::Functions,
            settings(function, model.provider.floor, block),
        );
    }
    outputs(model, graph);
}

/// The functions of the blueprint, as whoever uses the output as a module needs
/// them: to attach a policy, to set an alarm, to read the logs.
fn outputs(model: &Model, graph: &mut Graph) {
    let made = model
        .functions
        .iter()
        .filter(|function| function.existing.is_none());
    let functions: Vec<_> = made
        .map(|function| {
            let module = module_name(function);
            (function.key.value.clone(), described(&module))
        })
        .collect();
    if functions.is_empty() {
        return;
    }
    graph.push(
        File::Outputs,
        Block::new("output")
            .label("functions")
            .attr(
                "description",
                text("Name, ARN, role and log group of each function."),
            )
            .attr("value", object(functions)),
    );
}

/// What an output says about a function.
pub(super) fn described(module: &str) -> Expression {
    object([
        ("name", output(module, "function_name")),
        ("arn", output(module, "arn")),
        ("role_name", output(module, "role_name")),
        ("log_group_name", output(module, "log_group_name")),
    ])
}

/// The argument of the module that makes the log group of a function outlive it.
pub(super) const KEEP_LOGS: &str = "keep_logs";

/// Of the runtime, only the language counts, whatever its version.
pub(super) const LANGUAGE: &str = "runtime";

/// The language of a printed runtime.
pub(super) fn language(runtime: &str) -> String {
    let letters = runtime.trim_matches('"').chars();
    letters
        .take_while(|letter| letter.is_alphabetic())
        .collect()
}

/// Whether log groups of functions outlive them.
pub(super) fn keeps_logs(model: &Model) -> bool {
    model.protect && model.provider.floor >= features::KEPT_LOGS
}

/// What an apply does to a function that exists.
pub(super) static KIND: Kind = Kind {
    name: "module",
    replaces: &["name"],
    unique: Some("name"),
    // Its role has this name too, and IAM does not tell case.
    // https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
    caseless: true,
    replaced: Loss::Lost("its logs"),
    removed: Loss::Lost("its logs"),
    kept_by: Some((
        KEEP_LOGS,
        "the old log group stays in the account, no longer managed by Terraform; import it if a function of this name comes back",
    )),
    interrupts: &[
        (
            "handler",
            "Terraform changes the handler and the code of a function one after the other",
        ),
        (
            LANGUAGE,
            "Terraform changes the runtime and the code of a function one after the other",
        ),
    ],
    ..PLAIN
};

/// Where the blueprint says what a function is, by the address of its module call
/// or of an argument of it.
pub(super) fn places(model: &Model) -> impl Iterator<Item = (String, Span)> {
    model.functions.iter().flat_map(|function| {
        let address = format!("module.{}", module_name(function));
        let handler = function.handler.as_ref().unwrap_or(&function.source);
        [
            (format!("{address}.handler"), handler.span),
            (format!("{address}.name"), function.name.span),
            (address, function.key.span),
        ]
    })
}

/// Adds the optional settings of a function; the module has defaults for the
/// others.
fn settings(function: &Function, floor: Version, block: Block) -> Block {
    let some = |list: &[Spanned<Value>]| match list.is_empty() {
        true => None,
        false => Some(values(list)),
    };
    let architecture = instruction_set(function.architecture.as_ref(), floor);
    let env = function.env.iter();
    let env = object(env.map(|(name, item)| (name.as_str(), value(item))));
    let vpc = function.vpc.as_ref().map(|vpc| {
        object([
            ("subnet_ids", values(&vpc.subnets)),
            ("security_group_ids", values(&vpc.security_groups)),
        ])
    });
    let statements = function.policy.iter().map(|statement| {
        object([
            (
                "actions",
                texts(statement.actions.iter().map(|action| action.as_str())),
            ),
            ("resources", values(&statement.resources)),
        ])
    });
    let layers = function
        .layers
        .as_ref()
        .and_then(|layers| some(&layers.arns));
    let optional = [
        (
            "description",
            function
                .description
                .as_ref()
                .map(|text| self::text(text.as_str())),
        ),
        ("architecture", architecture),
        ("environment", (!function.env.is_empty()).then_some(env)),
        ("layers", layers),
        ("vpc", vpc),
        ("tracing_mode", function.tracing.map(tracing_mode)),
        (
            "reserved_concurrency",
            function.reserved_concurrency.map(Expression::from),
        ),
        (
            "dead_letter_arn",
            function.dead_letter.as_deref().map(value),
        ),
        (
            "log_retention_days",
            function.log_retention.map(Expression::from),
        ),
        ("log_kms_key_arn", function.log_key.as_deref().map(value)),
        (
            "policy_statements",
            (!function.policy.is_empty()).then(|| list(statements)),
        ),
    ];
    optional
        .into_iter()
        .fold(block, |block, (name, value)| block.attr_if(name, value))
}

/// Adds the settings of `[defaults.function]` to a function that jwtgen adds.
pub(super) fn own_settings(model: &Model, block: Block) -> Block {
    let own = &model.own_functions;
    let architecture = instruction_set(own.architecture.as_ref(), model.provider.floor);
    block
        .attr_if("architecture", architecture)
        .attr_if("tracing_mode", own.tracing.map(tracing_mode))
        .attr_if("log_retention_days", own.log_retention)
        .attr_if("log_kms_key_arn", own.log_key.as_deref().map(value))
}

/// The default is not written if the provider does not have the argument.
fn instruction_set(
    architecture: Option<&Spanned<Architecture>>,
    floor: Version,
) -> Option<Expression> {
    let architecture = architecture.filter(|_| floor >= features::ARCHITECTURES)?;
    Some(match architecture.value {
        Architecture::X86 => text("x86_64"),
        Architecture::Arm => text("arm64"),
    })
}

fn tracing_mode(tracing: Tracing) -> Expression {
    match tracing {
        Tracing::Active => text("Active"),
        Tracing::PassThrough => text("PassThrough"),
    }
}

fn values(list: &[Spanned<Value>]) -> Expression {
    self::list(list.iter().map(|item| value(item)))
}

/// A function as a permission refers to it.
pub(super) struct Callee {
    name: Expression,
    /// Its version or alias.
    qualifier: Option<Expression>,
}

impl Callee {
    /// A function of the output.
    pub(super) fn made(module: &str) -> Callee {
        Callee {
            name: output(module, "function_name"),
            qualifier: None,
        }
    }

    /// An existing function. The version or alias at the end of an ARN goes into
    /// a separate argument: the provider reads it back from there and would
    /// otherwise replace the permission at every apply. See
    /// <https://github.com/hashicorp/terraform-provider-aws/issues/38558>.
    pub(super) fn existing(arn: &Value) -> Callee {
        match arn {
            Value::Literal(arn) => match arn.match_indices(':').nth(QUALIFIER - 1) {
                Some((at, _)) => Callee {
                    name: text(&arn[..at]),
                    qualifier: Some(text(&arn[at + 1..])),
                },
                None => Callee {
                    name: text(arn),
                    qualifier: None,
                },
            },
            Value::Variable(_) => {
                let parts = expr::call("split", [text(":"), value(arn)]);
                let name = expr::call(
                    "slice",
                    [parts.clone(), 0.into(), (QUALIFIER as i64).into()],
                );
                let last = expr::call(
                    "slice",
                    [
                        parts.clone(),
                        (QUALIFIER as i64).into(),
                        expr::call("length", [parts]),
                    ],
                );
                Callee {
                    name: expr::call("join", [text(":"), name]),
                    qualifier: Some(expr::call("one", [last])),
                }
            }
        }
    }
}

/// Number of parts of a function's ARN before its version or alias.
const QUALIFIER: usize = 7;

/// The URI at which a gateway invokes a function, and how permissions refer to
/// it.
pub(super) fn invocation(function: &Function, graph: &mut Graph) -> (Expression, Callee) {
    match &function.existing {
        Some(arn) => (invoke_arn(value(arn), graph), Callee::existing(arn)),
        None => {
            let module = module_name(function);
            (output(&module, "invoke_arn"), Callee::made(&module))
        }
    }
}

/// The URI at which a gateway invokes an existing function, in the partition and
/// Region of the API.
pub(super) fn invoke_arn(arn: Expression, graph: &mut Graph) -> Expression {
    for data in ["aws_partition", "aws_region"] {
        graph.data(File::Api, data);
    }
    template([
        "arn:".into(),
        Part::Value(reference("data.aws_partition.current.partition")),
        ":apigateway:".into(),
        // In every provider version, the ID of this data source is the Region.
        Part::Value(reference("data.aws_region.current.id")),
        ":lambda:path/2015-03-31/functions/".into(),
        Part::Value(arn),
        "/invocations".into(),
    ])
}

/// Arguments that every call of the module `function` needs.
pub(super) struct Call<'a> {
    /// Name of the module call.
    pub module: String,
    /// Name of the Lambda function.
    pub name: Expression,
    /// Its package in S3; otherwise the output has one.
    pub stored: Option<&'a StoredPackage>,
    /// Module and exported function.
    pub handler: &'a str,
    /// Lambda runtime.
    pub runtime: &'a str,
    /// MB.
    pub memory: i64,
    /// Seconds.
    pub timeout: i64,
}

/// A call of the module `function`.
pub(super) fn call(model: &Model, call: &Call<'_>) -> Block {
    let (argument, package) = match call.stored {
        None => {
            let path = Part::Text(format!("/{}", package_path(&call.module)));
            let path = template([Part::Value(reference("path.module")), path]);
            ("package", path)
        }
        Some(stored) => {
            let version = stored.version.as_deref().map_or(Expression::Null, value);
            let object = [
                ("bucket", value(&stored.bucket)),
                ("key", value(&stored.key)),
                ("version", version),
            ];
            ("s3_package", self::object(object))
        }
    };
    Block::new("module")
        .label(call.module.as_str())
        .attr("source", text("./modules/function"))
        .gap()
        .attr("name", call.name.clone())
        .attr(argument, package)
        .attr("handler", text(call.handler))
        .attr("runtime", text(call.runtime))
        .attr("memory_size", call.memory)
        .attr("timeout", call.timeout)
        .attr_if(
            KEEP_LOGS,
            (!model.protect && model.provider.floor >= features::KEPT_LOGS).then_some(false),
        )
}

/// Lets a service invoke a function of the blueprint, for one source only.
pub(super) fn permission(
    name: &str,
    module: &str,
    principal: &str,
    source_arn: Expression,
) -> Block {
    permission_for(name, Callee::made(module), principal, source_arn)
}

/// Lets a service invoke a function.
pub(super) fn permission_for(
    name: &str,
    function: Callee,
    principal: &str,
    source_arn: Expression,
) -> Block {
    Block::resource("aws_lambda_permission", name)
        .attr("action", text("lambda:InvokeFunction"))
        .attr("function_name", function.name)
        .attr_if("qualifier", function.qualifier)
        .attr("principal", text(principal))
        .attr("source_arn", source_arn)
        .create_before_destroy()
}
