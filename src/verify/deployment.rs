//! Where the API is, and what callers need to get tokens: from Terraform's
//! outputs, flags and the environment.

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use std::collections::BTreeMap;
use ureq::http::Uri;

/// The variables of the environment.
pub type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Names with a value each.
pub type Texts = BTreeMap<String, String>;

/// Moves every AWS service to another endpoint; a service's own variable wins.
const ENDPOINTS: [&str; 2] = [
    "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER",
    "AWS_ENDPOINT_URL",
];

/// Holds the secrets of app clients, by their names.
pub(super) const SECRETS: &str = "JWTGEN_CLIENT_SECRETS";

/// What is called.
#[derive(Debug, Default)]
pub struct Deployment {
    /// Address of the stage, without a slash at the end.
    pub url: String,
    /// Header `Host`, where it is not that of the address.
    pub host: Option<String>,
    /// Ids of the app clients, by name.
    pub clients: Texts,
    /// Their secrets, by name.
    pub secrets: Texts,
    /// Where machine clients get tokens.
    pub token_url: Option<String>,
    /// Where people sign in.
    pub cognito: Option<String>,
    /// Whether it is an emulator in place of AWS.
    pub is_emulator: bool,
}

/// What flags say about it.
#[derive(Debug, Default)]
pub struct Given<'a> {
    /// Address of the stage.
    pub url: Option<&'a str>,
    /// Header `Host`.
    pub host: Option<&'a str>,
    /// Ids of app clients.
    pub clients: &'a [(String, String)],
}

impl Deployment {
    /// Combines what is known. Flags override outputs, and an endpoint in the
    /// environment overrides both.
    ///
    /// # Errors
    ///
    /// When the API's URL is unknown or invalid, or an environment variable
    /// cannot be read.
    pub fn new(outputs: &Value, given: &Given<'_>, env: Environment<'_>) -> Result<Deployment> {
        let text = |name: &str| outputs[name].as_str().map(str::to_owned);
        let url = given.url.map(str::to_owned).or_else(|| text("invoke_url"));
        let url =
            url.context("the outputs have no `invoke_url`; pass the URL of the API with `--url`")?;
        check_url(&url)?;
        let mut clients = texts(&outputs["client_ids"]);
        clients.extend(given.clients.iter().cloned());
        let mut secrets = texts(&outputs["client_secrets"]);
        secrets.extend(map(SECRETS, env)?);
        let moved = ENDPOINTS.iter().find_map(|name| env(name));
        let moved = moved.filter(|url| !url.is_empty());
        let moved = moved.map(|url| url.trim_end_matches('/').to_owned());
        if let Some(moved) = &moved {
            check_url(moved)?;
        }
        let oauth = moved.as_ref().map(|moved| format!("{moved}/oauth2/token"));
        let region = ["AWS_REGION", "AWS_DEFAULT_REGION"];
        let region = || region.iter().find_map(|name| env(name));
        let cognito = moved
            .clone()
            .or_else(|| text("issuer").and_then(|issuer| endpoint_of(&issuer)))
            .or_else(|| {
                let region = region_of(&url).map(str::to_owned).or_else(region)?;
                Some(format!("https://cognito-idp.{region}.amazonaws.com"))
            });
        Ok(Deployment {
            url: url.trim_end_matches('/').to_owned(),
            host: given.host.map(str::to_owned),
            clients,
            secrets,
            token_url: oauth.or_else(|| text("token_url")),
            cognito,
            is_emulator: moved.is_some(),
        })
    }
}

/// The values of outputs as `terraform output -json` prints them.
///
/// # Errors
///
/// When the text is something else.
pub fn outputs(text: &str) -> Result<Value> {
    let Ok(Value::Object(outputs)) = serde_json::from_str(text) else {
        bail!("this is not the output of `terraform output -json`: not a JSON object");
    };
    ensure!(
        !outputs.is_empty(),
        "there are no outputs; run `terraform apply` first"
    );
    let values = outputs
        .into_iter()
        .map(|(name, mut output)| match output.get_mut("value") {
            Some(value) => Ok((name, value.take())),
            None => {
                bail!("this is not the output of `terraform output -json`: `{name}` has no `value`")
            }
        });
    Ok(Value::Object(values.collect::<Result<_>>()?))
}

/// A variable of the environment that holds a JSON object of texts; nothing
/// where it is not set. What it holds is never shown.
pub(super) fn map(name: &str, env: Environment<'_>) -> Result<Texts> {
    let Some(text) = env(name).filter(|text| !text.trim().is_empty()) else {
        return Ok(Texts::new());
    };
    // The reason could quote the secrets.
    serde_json::from_str(&text)
        .ok()
        .with_context(|| format!("`{name}` is not a JSON object of strings"))
}

fn texts(value: &Value) -> Texts {
    let entries = value.as_object().into_iter().flatten();
    let texts = entries.filter_map(|(name, value)| Some((name.clone(), value.as_str()?.into())));
    texts.collect()
}

fn check_url(url: &str) -> Result<()> {
    let uri: Option<Uri> = url.parse().ok();
    let fits = uri.is_some_and(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https"))
            && uri.host().is_some_and(|host| !host.is_empty())
            && uri.query().is_none()
    });
    ensure!(
        fits,
        "`{url}` is not a URL such as `https://example.com/stage`"
    );
    Ok(())
}

/// Where a user pool's people sign in, by its issuer.
fn endpoint_of(issuer: &str) -> Option<String> {
    let host = issuer.strip_prefix("https://")?.split('/').next()?;
    // A pool whose issuer has the type `UPDATED` has a host name of its own.
    let host = host.strip_prefix("issuer-").unwrap_or(host);
    host.starts_with("cognito-idp.")
        .then(|| format!("https://{host}"))
}

/// The Region in the address that API Gateway gives an API.
fn region_of(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once(".execute-api.")?;
    rest.split_once(".amazonaws.com").map(|(region, _)| region)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn none(_: &str) -> Option<String> {
        None
    }

    #[test]
    fn outputs_say_where_everything_is() {
        let printed = json!({
            "invoke_url": { "value": "https://a1.execute-api.eu-west-1.amazonaws.com/Test" },
            "issuer": { "value": "https://issuer-cognito-idp.eu-west-1.amazonaws.com/p" },
            "client_ids": { "value": { "web": "1", "app": "2" } },
        });
        let outputs = outputs(&printed.to_string()).unwrap();
        let clients = [("app".to_owned(), "3".to_owned())];
        let given = Given {
            clients: &clients,
            ..Given::default()
        };
        let found = Deployment::new(&outputs, &given, &none).unwrap();
        assert!(found.url.ends_with("/Test") && !found.is_emulator);
        assert_eq!(
            found.cognito.as_deref(),
            Some("https://cognito-idp.eu-west-1.amazonaws.com")
        );
        assert_eq!((&*found.clients["web"], &*found.clients["app"]), ("1", "3"));
    }

    #[test]
    fn the_address_alone_tells_the_region_and_an_override_wins() {
        let given = Given {
            url: Some("https://a1.execute-api.eu-west-1.amazonaws.com/"),
            ..Given::default()
        };
        let found = Deployment::new(&Value::Null, &given, &none).unwrap();
        let cognito = found.cognito.unwrap();
        assert_eq!(cognito, "https://cognito-idp.eu-west-1.amazonaws.com");
        let env = |name: &str| (name == "AWS_ENDPOINT_URL").then(|| "http://127.0.0.1:9/".into());
        let found = Deployment::new(&Value::Null, &given, &env).unwrap();
        assert_eq!(found.cognito.as_deref(), Some("http://127.0.0.1:9"));
        assert!(found.is_emulator);
    }

    #[test]
    fn what_is_wrong_is_said_without_secrets() {
        let said = |text: &str| outputs(text).unwrap_err().to_string();
        assert!(said("[1]").contains("not a JSON object"));
        assert!(said("{}").contains("run `terraform apply` first"));
        assert!(said("{\"invoke_url\": \"x\"}").contains("`invoke_url` has no `value`"));
        let env = |_: &str| Some("{\"a\": [\"hunter2\"]}".to_owned());
        let wrong = map("JWTGEN_PASSWORDS", &env).unwrap_err().to_string();
        assert!(wrong.contains("JWTGEN_PASSWORDS") && !wrong.contains("hunter2"));
        for url in [
            "",
            "example.com",
            "ftp://x",
            "https://x/?a=b",
            "https://a b",
        ] {
            assert!(check_url(url).is_err(), "{url}");
        }
    }
}
