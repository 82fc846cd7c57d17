//! Functions on AWS Lambda, by the module `function`.

use crate::model::{Function, Model};
use crate::package::Packages;
use crate::terraform::expr::{Part, reference, template, text};
use crate::terraform::{Block, Expression, File, Graph, address};

/// Name of the module call of a function; its outputs are `arn`,
/// `invoke_arn` and `function_name`.
pub fn module_name(function: &Function) -> String {
    format!("function_{}", address::name(&function.key))
}

/// Where a function's archive stands in the output.
pub fn package_path(module: &str) -> String {
    format!("packages/{module}.zip")
}

/// An output of a function's module call.
pub fn output(module: &str, name: &str) -> Expression {
    reference(&format!("module.{module}.{name}"))
}

/// Calls the module for every function of the blueprint.
pub fn lower(model: &Model, packages: &Packages, graph: &mut Graph) {
    for (id, function) in model.functions.entries() {
        // INVARIANT: a source that cannot be read is an error, and nothing is
        // lowered then.
        let handler = packages
            .get(id)
            .map_or_else(|_| String::new(), |package| package.handler(function));
        graph.push(
            File::Functions,
            call(&Call {
                module: module_name(function),
                name: function.name.as_str(),
                handler: &handler,
                runtime: &function.runtime,
                memory: function.memory,
                timeout: function.timeout,
            }),
        );
    }
}

/// What a call of the module `function` needs.
pub struct Call<'a> {
    /// Name of the module call.
    pub module: String,
    /// Name of the Lambda function.
    pub name: &'a str,
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
pub fn call(call: &Call<'_>) -> Block {
    let package = template([
        Part::Value(reference("path.module")),
        Part::Text(format!("/{}", package_path(&call.module))),
    ]);
    Block::new("module")
        .label(call.module.as_str())
        .attr("source", text("./modules/function"))
        .gap()
        .attr("name", text(call.name))
        .attr("package", package)
        .attr("handler", text(call.handler))
        .attr("runtime", text(call.runtime))
        .attr("memory_size", call.memory)
        .attr("timeout", call.timeout)
}

/// Lets a service call a function, for one source and no other.
pub fn permission(name: &str, module: &str, principal: &str, source_arn: Expression) -> Block {
    Block::resource("aws_lambda_permission", name)
        .attr("action", text("lambda:InvokeFunction"))
        .attr("function_name", output(module, "function_name"))
        .attr("principal", text(principal))
        .attr("source_arn", source_arn)
}
