//! Every small change of an expression, as edits of its source.

use hcl::edit::Span;
use hcl::edit::expr::{Array, Expression, Object, ObjectKey, Traversal, TraversalOperator};
use hcl::edit::template::{Element, StringTemplate};
use std::collections::BTreeMap;
use std::ops::Range;

/// One change of a text.
pub(super) struct Edit {
    /// What kind of change it is.
    pub kind: &'static str,
    /// What is replaced.
    pub range: Range<usize>,
    /// By what.
    pub text: String,
}

/// The names of a module's objects, by what stands before a name in a reference:
/// `aws_cognito_user_group`, `data.aws_region`, `module`, `var`, `local`.
pub(super) type Names = BTreeMap<String, Vec<String>>;

/// All edits of an expression and of what it contains.
pub(super) fn edits(expression: &Expression, source: &str, names: &Names) -> Vec<Edit> {
    let mut found = Found {
        source,
        names,
        edits: Vec::new(),
    };
    found.expression(expression);
    found.edits
}

struct Found<'a> {
    source: &'a str,
    names: &'a Names,
    edits: Vec<Edit>,
}

impl Found<'_> {
    fn add(&mut self, kind: &'static str, range: Range<usize>, text: impl Into<String>) {
        let text = text.into();
        if self.source[range.clone()] != text {
            self.edits.push(Edit { kind, range, text });
        }
    }

    fn expression(&mut self, expression: &Expression) {
        let Some(span) = expression.span() else {
            return;
        };
        match expression {
            Expression::Null(_) => self.add("literal changed", span, "\"x\""),
            Expression::Bool(value) => {
                self.add("literal changed", span, (!*value.value()).to_string());
            }
            Expression::Number(number) => {
                let next = number.value().as_f64().unwrap_or_default() + 1.0;
                self.add("literal changed", span.clone(), next.to_string());
                self.add("emptied", span, "0");
            }
            Expression::String(_) => self.string(span),
            Expression::StringTemplate(template) => self.template(template, span),
            Expression::HeredocTemplate(_) => self.add("emptied", span, "\"\""),
            Expression::Array(array) => self.array(array, span),
            Expression::Object(object) => self.object(object, span),
            Expression::Parenthesis(inner) => self.expression(inner.inner()),
            Expression::Variable(_) => self.add("reference replaced", span, "\"x\""),
            Expression::Traversal(traversal) => self.traversal(traversal, span),
            Expression::Conditional(it) => {
                let sides = [&it.true_expr, &it.false_expr].map(|side| side.span());
                if let [Some(yes), Some(no)] = sides {
                    let (yes_text, no_text) = (&self.source[yes.clone()], &self.source[no.clone()]);
                    let between = &self.source[yes.end..no.start];
                    let text = format!("{no_text}{between}{yes_text}");
                    self.add("branches swapped", yes.start..no.end, text);
                }
                for part in [&it.cond_expr, &it.true_expr, &it.false_expr] {
                    self.expression(part);
                }
            }
            Expression::FuncCall(call) => {
                let name = call.name.name.span().unwrap_or(span.start..span.start);
                self.add("function replaced", name.start..name.end, "try");
                call.args
                    .iter()
                    .for_each(|argument| self.expression(argument));
            }
            Expression::UnaryOp(operation) => {
                self.add("operator removed", span.start..span.start + 1, " ");
                self.expression(&operation.expr);
            }
            Expression::BinaryOp(operation) => {
                let sides = [&operation.lhs_expr, &operation.rhs_expr];
                for side in sides {
                    self.expression(side);
                }
                let operands = sides.map(|side| side.span());
                if let [Some(left), _] = operands {
                    self.add("operator removed", span.start..span.end, &self.source[left]);
                }
            }
            Expression::ForExpr(it) => {
                self.expression(&it.intro.collection_expr);
                self.expression(&it.value_expr);
                if let Some(condition) = &it.cond {
                    self.expression(&condition.expr);
                }
            }
        }
    }

    fn string(&mut self, span: Range<usize>) {
        // A bare word, such as the type of a variable, is a variable; what is
        // left has quotes.
        if self.source[span.clone()].starts_with('"') {
            let end = span.end - 1..span.end - 1;
            self.add("literal changed", end, "-x");
            self.add("emptied", span, "\"\"");
        }
    }

    fn template(&mut self, template: &StringTemplate, span: Range<usize>) {
        self.add("emptied", span.clone(), "\"\"");
        let (start, end) = (span.start + 1, span.end - 1);
        self.add("template changed", start..start, "x-");
        self.add("template changed", end..end, "-x");
        for element in template {
            match element {
                Element::Literal(literal) => {
                    if let Some(span) = literal.span() {
                        self.add("template changed", span, "");
                    }
                }
                Element::Interpolation(interpolation) => {
                    if let Some(span) = interpolation.span() {
                        self.add("template changed", span, "");
                    }
                    self.expression(&interpolation.expr);
                }
                Element::Directive(_) => {}
            }
        }
    }

    fn array(&mut self, array: &Array, span: Range<usize>) {
        let items: Vec<Range<usize>> = array.iter().filter_map(|item| item.span()).collect();
        let texts: Vec<&str> = items.iter().map(|it| &self.source[it.clone()]).collect();
        self.add("emptied", span.clone(), "[]");
        for left_out in (0..texts.len()).filter(|_| texts.len() > 1) {
            let rest = texts.iter().enumerate().filter(|(at, _)| *at != left_out);
            let rest: Vec<&str> = rest.map(|(_, text)| *text).collect();
            let text = format!("[{}]", rest.join(", "));
            self.add("item removed", span.clone(), text);
        }
        let first = texts.first().copied().unwrap_or("\"x\"");
        let further = match first.strip_suffix('"') {
            Some(text) if text != "\"" => format!("{text}-x\""),
            _ => first.to_owned(),
        };
        let start = span.start + 1..span.start + 1;
        let comma = if texts.is_empty() { "" } else { ", " };
        self.add("item added", start, format!("{further}{comma}"));
        array.iter().for_each(|item| self.expression(item));
    }

    fn object(&mut self, object: &Object, span: Range<usize>) {
        self.add("emptied", span.clone(), "{}");
        let start = span.start + 1..span.start + 1;
        self.add("entry added", start, " \"x-x\" = \"x\",\n");
        for (key, value) in object {
            let key_span = match key {
                ObjectKey::Ident(ident) => ident.span(),
                ObjectKey::Expression(expression) => expression.span(),
            };
            let (Some(key_span), Some(value_span)) = (key_span, value.expr().span()) else {
                continue;
            };
            let rest = &self.source[value_span.end..];
            let comma = usize::from(rest.starts_with(','));
            let whole = key_span.start..value_span.end + comma;
            self.add("entry removed", whole, "");
            let renamed = match self.source[key_span.clone()].strip_suffix('"') {
                Some(text) => format!("{text}-x\""),
                None => format!("{}X", &self.source[key_span.clone()]),
            };
            self.add("key changed", key_span, renamed);
            self.expression(value.expr());
        }
    }

    /// Another object of the same type, and another attribute of the same object.
    fn traversal(&mut self, traversal: &Traversal, span: Range<usize>) {
        let mut steps = vec![traversal.expr.span()];
        steps.extend(
            traversal
                .operators
                .iter()
                .map(|operator| match operator.value() {
                    TraversalOperator::GetAttr(name) => name.span(),
                    _ => None,
                }),
        );
        let text = |at: usize| Some(&self.source[steps.get(at)?.clone()?]);
        let root = text(0).unwrap_or_default().to_owned();
        let (before, at) = match (root.as_str(), text(1)) {
            ("data", Some(kind)) => (format!("data.{kind}"), 2),
            _ => (root, 1),
        };
        let name = text(at).unwrap_or_default().to_owned();
        let others = self.names.get(&before).into_iter().flatten();
        let other = others.filter(|other| **other != name).min_by_key(|other| {
            // The nearest of the same kind of name, such as `function_` of modules.
            let common = other.chars().zip(name.chars());
            std::cmp::Reverse(common.take_while(|(one, two)| one == two).count())
        });
        let other = other.cloned();
        let last = steps.last().cloned().flatten();
        match (other, steps.get(at).cloned().flatten()) {
            (Some(other), Some(place)) => self.add("reference replaced", place, other),
            _ => self.add("reference replaced", span, "\"x\""),
        }
        if let Some(last) = last.filter(|_| steps.len() > at + 1) {
            let attribute = match &self.source[last.clone()] {
                "id" => "arn",
                _ => "id",
            };
            self.add("attribute replaced", last, attribute);
        }
    }
}
