//! Ids and ARNs of a resource: they say its name again.

use serde_json::Value;

/// Types with arguments that end with others. Only suffixes, since an ARN begins
/// with its partition, Region and account.
///
/// Source: <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>.
const ENDINGS: &[(&str, &[(&str, &str)])] = &[
    (
        "aws_apigatewayv2_api",
        &[("arn", ":/apis/{id}"), ("execution_arn", ":{id}")],
    ),
    ("aws_apigatewayv2_stage", &[("id", "{name}")]),
    (
        "aws_cloudwatch_log_group",
        &[("arn", ":log-group:{name}"), ("id", "{name}")],
    ),
    (
        "aws_cognito_user_pool",
        &[("arn", ":userpool/{id}"), ("endpoint", "/{id}")],
    ),
    ("aws_cognito_user_pool_domain", &[("id", "{domain}")]),
    ("aws_iam_role", &[("arn", ":role{path}{name}")]),
    (
        "aws_lambda_function",
        &[
            ("arn", ":function:{function_name}"),
            ("invoke_arn", ":function:{function_name}/invocations"),
            ("id", "{function_name}"),
        ],
    ),
];

/// The argument whose value names another object than the rest of the resource.
pub(super) fn unlike(kind: &str, values: &Value) -> Option<&'static str> {
    let text = |name: &str| values.get(name).and_then(Value::as_str);
    // A Region in an ARN is where it is.
    let in_arn = text("arn").and_then(|arn| arn.split(':').nth(3));
    if let (Some(own), Some(in_arn)) = (text("region"), in_arn)
        && !in_arn.is_empty()
        && own != in_arn
    {
        return Some("arn");
    }
    let (_, endings) = ENDINGS.iter().find(|(known, _)| *known == kind)?;
    let unlike = endings.iter().find(|(argument, ending)| {
        let expected = filled(ending, &text);
        matches!((text(argument), expected), (Some(value), Some(ending)) if !value.ends_with(&ending))
    });
    unlike.map(|(argument, _)| *argument)
}

/// The text with its `{arguments}`; `None` where one is not known, or is an ARN.
fn filled<'a>(ending: &str, text: &impl Fn(&str) -> Option<&'a str>) -> Option<String> {
    let mut filled = String::new();
    for part in ending.split_inclusive(['{', '}']) {
        match part.strip_suffix('}') {
            Some(name) => filled.push_str(text(name).filter(|value| !value.starts_with("arn:"))?),
            None => filled.push_str(part.trim_end_matches('{')),
        }
    }
    Some(filled)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_arn_of_another_object_is_seen() {
        let arn = "arn:aws:lambda:eu-west-1:123456789012:function:api";
        let mut values = json!({ "arn": arn, "function_name": "api", "region": "eu-west-1" });
        assert_eq!(unlike("aws_lambda_function", &values), None);
        values["region"] = json!("us-east-1");
        assert_eq!(unlike("aws_lambda_function", &values), Some("arn"));
        let other = json!({ "arn": arn, "function_name": "other" });
        assert_eq!(unlike("aws_lambda_function", &other), Some("arn"));
        let unknown = json!({ "arn": arn });
        assert_eq!(unlike("aws_lambda_function", &unknown), None);
    }
}
