//! Groups, users and memberships.

use super::pool_id;
use crate::backend::features::USERS;
use crate::model::{Contact, Model};
use crate::terraform::expr::{call, fixed, object, reference, text, texts};
use crate::terraform::{Block, Expression, File, Graph, address};
use hcl::expr::{FuncCall, FuncName};

/// The input variable with the passwords of users.
pub const USER_PASSWORDS: &str = "user_passwords";

/// Adds groups, and users if the provider supports them.
pub(super) fn lower(model: &Model, graph: &mut Graph) {
    for group in model.groups.iter() {
        let description = group.description.as_ref().map(|d| text(d.as_str()));
        graph.push(
            File::Identity,
            Block::resource("aws_cognito_user_group", address::name(&group.name))
                .attr("name", text(group.name.as_str()))
                .attr("user_pool_id", pool_id(model))
                .attr_if("description", description)
                .attr_if("precedence", group.precedence),
        );
    }
    if model.users.is_empty() || model.provider.floor < USERS {
        return;
    }
    graph.push(File::Variables, passwords(model));
    for user in model.users.iter() {
        let name = address::name(&user.name);
        // `message_action` keeps Cognito from sending an invitation by SMS. What
        // people change themselves, Terraform must not change back: neither their
        // password nor, say, their address.
        graph.push(
            File::Identity,
            Block::resource("aws_cognito_user", name.as_str())
                .attr("user_pool_id", pool_id(model))
                .attr("username", text(user.name.as_str()))
                .attr("message_action", text("SUPPRESS"))
                .attr("password", password(&user.name))
                .attr_if("attributes", contact(model, &user.name))
                .block(
                    Block::new("lifecycle").attr("ignore_changes", fixed("[attributes, password]")),
                ),
        );
        for group in &user.groups {
            let group = &model.groups[*group].name;
            let group_name = format!("aws_cognito_user_group.{}.name", address::name(group));
            graph.push(
                File::Identity,
                Block::resource(
                    "aws_cognito_user_in_group",
                    address::pair(&user.name, group),
                )
                .attr("user_pool_id", pool_id(model))
                .attr(
                    "username",
                    reference(&format!("aws_cognito_user.{name}.username")),
                )
                .attr("group_name", reference(&group_name)),
            );
        }
    }
}

/// What a user signs in with, as an attribute that is verified already: without
/// it, the user could not recover the account.
fn contact(model: &Model, user: &str) -> Option<Expression> {
    let sign_in = &model.identity.as_ref()?.pool.sign_in;
    let contact = sign_in
        .iter()
        .filter_map(|word| Contact::named(word))
        .find(|contact| contact.fits(user))?;
    let (name, verified) = contact.attributes();
    Some(object([(name, text(user)), (verified, text("true"))]))
}

fn password(user: &str) -> Expression {
    call(
        "lookup",
        [
            reference("var.user_passwords"),
            text(user),
            Expression::Null,
        ],
    )
}

/// One sensitive map for all users. Unknown usernames are rejected: their
/// passwords would silently have no effect.
fn passwords(model: &Model) -> Block {
    let names = texts(model.users.iter().map(|user| user.name.value.clone()));
    let unknown = FuncCall::builder(FuncName::new(hcl::Identifier::unchecked("setsubtract")))
        .arg(fixed("keys(var.user_passwords)"))
        .arg(names)
        .build();
    let condition = hcl::expr::BinaryOp::new(
        call("length", [Expression::FuncCall(Box::new(unknown))]),
        hcl::expr::BinaryOperator::Eq,
        Expression::from(0),
    );
    Block::new("variable")
        .label(USER_PASSWORDS)
        .attr(
            "description",
            text("Passwords by username, set when a user is created; later changes are ignored. A user without an entry gets a random password, and an administrator must set a new one. Terraform keeps the passwords in its state."),
        )
        .attr("type", fixed("map(string)"))
        .attr("default", fixed("{}"))
        .attr("nullable", false)
        .attr("sensitive", true)
        .block(
            Block::new("validation")
                .attr(
                    "condition",
                    Expression::Operation(Box::new(hcl::expr::Operation::Binary(condition))),
                )
                .attr(
                    "error_message",
                    text("Every key must be the name of a user in the blueprint."),
                ),
        )
}
