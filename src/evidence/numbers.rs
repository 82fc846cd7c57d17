//! Numbers of Terraform files that this program cannot hold exactly.

use hcl::edit::Decorate;
use hcl::edit::Ident;
use hcl::edit::expr::{Expression, FuncArgs, FuncCall, FuncName};
use hcl::edit::structure::Body;
use hcl::edit::visit_mut::{VisitMut, visit_expr_mut};

/// Replaces numbers that are not exactly what their text says by calls of
/// `tonumber` with that text, which mean the same.
///
/// The text is needed: Terraform has numbers of 512 bits, and `1.0` and
/// `1.00000000000000000001` are read as the same number here.
pub(super) fn spell(body: &mut Body) {
    Speller.visit_body_mut(body);
}

struct Speller;

impl VisitMut for Speller {
    fn visit_expr_mut(&mut self, expression: &mut Expression) {
        let Expression::Number(number) = expression else {
            return visit_expr_mut(self, expression);
        };
        let written = number.as_repr().map(|written| &**written);
        let value = number.value().to_string();
        if written != Some(value.as_str()) {
            let name = FuncName::from(Ident::new_sanitized("tonumber"));
            let text = Expression::from(written.unwrap_or("?"));
            let call = FuncCall::new(name, FuncArgs::from(vec![text]));
            let decor = std::mem::take(expression.decor_mut());
            *expression = Expression::from(call).decorated(decor);
        }
    }
}
