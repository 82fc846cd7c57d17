//! Words for `[identity]` and `[clients.NAME]`.

use super::Meaning::{Key, Tell};
use super::Words;

pub(super) static IDENTITY: Words = &[
    (
        "type kind provider idp",
        Tell(
            "remove it: `[identity]` is a new Cognito user pool, unless `pool` names an existing one, or `issuer` another provider",
        ),
    ),
    (
        "forcedestroy forcedelete deletable",
        Tell(
            "set `deletion_protection = false` and `prevent_destroy = false`, then compile and apply, to destroy the user pool on purpose",
        ),
    ),
    ("poolname userpoolname", Key("name")),
    (
        "clients client userpoolclient userpoolclients appclients clientid clientids",
        Tell("app clients are declared at the top level: `[clients.web]`"),
    ),
    (
        "userpoolid userpoolarn poolid existingpool userpool",
        Key("pool"),
    ),
    ("issuerurl iss issueruri", Key("issuer")),
    ("audiences aud", Key("audience")),
    (
        "selfsignupenabled allowselfsignup signup allowsignup registration",
        Key("self_sign_up"),
    ),
    (
        "disablesignup disableselfsignup nosignup admincreateuseronly allowadmincreateuseronly admincreateuserconfig",
        Tell("users cannot sign up themselves unless you write `self_sign_up = true`: remove this"),
    ),
    (
        "usernameattributes signinwith loginwith signinattributes usernameattribute signinaliases loginattributes",
        Tell(
            "write what users sign in with as `sign_in = [\"email\"]`; `aliases = [\"email\"]` adds other names to a username",
        ),
    ),
    ("aliasattributes usernamealiases", Key("aliases")),
    (
        "autoverifiedattributes autoverify autoverified verifiedattributes",
        Tell("list what is verified with a code: `verify = [\"email\"]`"),
    ),
    (
        "schema standardattributes customattributes userattributes",
        Tell(
            "declare custom attributes as `attributes = { tenant = {} }`; standard attributes exist without a declaration",
        ),
    ),
    ("passwordpolicy passwordpolicies", Key("password")),
    (
        "mfaconfiguration mfaconfig multifactor mfatypes secondfactor",
        Key("mfa"),
    ),
    (
        "accountrecovery accountrecoverysetting recoverymechanisms",
        Tell("list the account recovery methods in order: `recovery = [\"email\"]`"),
    ),
    ("featureplan userpooltier plan pooltier", Key("tier")),
    (
        "advancedsecuritymode advancedsecurity userpooladdons standardthreatprotectionmode customthreatprotectionmode",
        Key("threat_protection"),
    ),
    (
        "lifecycle",
        Tell(
            "the user pool has `prevent_destroy`, for Terraform, and `deletion_protection`, for AWS; both are on unless you turn them off",
        ),
    ),
    (
        "removalpolicy deletionpolicy retain",
        Tell("`deletion_protection` and `prevent_destroy` are on unless you turn them off"),
    ),
    (
        "lambdatriggers lambdaconfig triggers trigger presignup postconfirmation customauth createauthchallenge defineauthchallenge verifyauthchallenge customemailsender",
        Tell(
            "jwtgen generates one trigger, the token handler: add other triggers to an existing pool (`pool`) outside jwtgen",
        ),
    ),
    (
        "pretokengeneration pretokengenerationconfig tokenhandler",
        Tell(
            "jwtgen generates the token handler (the pre token generation trigger) from `[roles]` and `[groups]`: remove this",
        ),
    ),
    (
        "resourceserver resourceservers",
        Tell(
            "resource servers are generated: list scopes in `[roles]`, and machine clients as `[clients.NAME]` with `roles`",
        ),
    ),
    (
        "domainprefix userpooldomain hostedui hosteduidomain cognitodomain signindomain",
        Key("domain"),
    ),
    (
        "customdomainname",
        Tell("write `custom_domain = { name = \"auth.example.com\", certificate = \"arn:…\" }`"),
    ),
    (
        "emailconfiguration emailsettings ses",
        Tell("write the sender as `email = { identity = \"arn:…\", from = \"…\" }`"),
    ),
    (
        "smsconfiguration sms smsrole",
        Tell("jwtgen does not configure text messages: use an existing pool (`pool`) that does"),
    ),
    (
        "deviceconfiguration devicetracking devicesettings",
        Key("devices"),
    ),
    (
        "identityproviders idps federation socialproviders saml oidc google",
        Tell(
            "declare each provider as `[identity.providers.NAME]` with `saml`, `oidc` or `google`",
        ),
    ),
    (
        "groups users roles",
        Tell(
            "groups, users and roles are declared at the top level: `[groups]`, `[users]`, `[roles]`",
        ),
    ),
    ("tokenuse tokentype acceptedtoken", Key("token")),
    ("identitysource tokensource", Key("source")),
    (
        "region",
        Tell("the region is set in Terraform's `provider` block: remove this"),
    ),
    (
        "callbackurls callbackurl redirecturis logouturls oauth authflows",
        Tell("this is set per app client: write it in `[clients.NAME]`"),
    ),
];

pub(super) static PASSWORD: Words = &[
    ("minimumlength minlength min", Key("length")),
    ("requirelowercase requireslowercase", Key("lowercase")),
    ("requireuppercase requiresuppercase", Key("uppercase")),
    (
        "requirenumbers requiredigits requiresdigits digits",
        Key("numbers"),
    ),
    (
        "requiresymbols requiressymbols requirespecial",
        Key("symbols"),
    ),
    (
        "passwordhistorysize historysize passwordhistory",
        Key("history"),
    ),
    (
        "temporarypasswordvaliditydays temppasswordvalidity temporaryvalidity",
        Key("temporary_days"),
    ),
    (
        "maxlength max expiry expires rotation",
        Tell("Cognito has no such password rule: remove this"),
    ),
];

pub(super) static ATTRIBUTE: Words = &[
    ("attributedatatype datatype", Key("type")),
    ("minlength minvalue minimum", Key("min")),
    ("maxlength maxvalue maximum", Key("max")),
    ("immutable readonly", Tell("write `mutable = false`")),
    (
        "required",
        Tell(
            "custom attributes cannot be required: Cognito allows that for standard attributes only",
        ),
    ),
    (
        "claim claims mapping",
        Tell(
            "an attribute comes from an identity provider by `mapping` in `[identity.providers.NAME]`; tokens then carry it as `custom:NAME`",
        ),
    ),
    (
        "name",
        Tell("the name is the key: `[identity.attributes.NAME]`"),
    ),
];

pub(super) static PROVIDER: Words = &[
    (
        "type providertype providername",
        Tell(
            "remove it: write the kind as a table, such as `saml = { metadata_url = \"https://…\" }`",
        ),
    ),
    (
        "metadatafile metadataurl metadata metadatadocument providerdetails",
        Tell(
            "write `saml = { metadata_url = \"https://…\" }`: metadata in a file is not supported",
        ),
    ),
    (
        "attributes attributemapping attributemappings",
        Key("mapping"),
    ),
    (
        "clientid clientsecret issuer oidcissuer scopes authorizescopes",
        Tell("this belongs in a table for the kind: `oidc = { … }` or `google = { … }`"),
    ),
    (
        "facebook apple signinwithapple loginwithamazon amazon",
        Tell(
            "jwtgen generates SAML, OpenID Connect and Google providers: add another one to an existing pool (`pool`)",
        ),
    ),
];

pub(super) static CLIENT: Words = &[
    (
        "public publicclient spa",
        Tell("remove it: an app client has no secret unless you write `secret = true`"),
    ),
    (
        "pkce requirepkce",
        Tell("remove it: the app decides to use PKCE, and Cognito accepts it with the flow `code`"),
    ),
    (
        "machine m2m service clientcredentials",
        Tell("a machine client lists its `roles`, and has neither `oauth` nor `callback_urls`"),
    ),
    (
        "generatesecret clientsecret confidential withsecret",
        Key("secret"),
    ),
    (
        "explicitauthflows authenticationflows flows allowedauthflows",
        Key("auth_flows"),
    ),
    (
        "allowedoauthflows oauthflows granttypes grants allowedgranttypes allowedoauthflowsuserpoolclient",
        Tell(
            "write `oauth = { flows = [\"code\"], scopes = [\"openid\"] }`; a machine client lists `roles` instead",
        ),
    ),
    (
        "allowedoauthscopes oauthscopes scopes scope",
        Tell(
            "an app client for people lists standard scopes in `oauth = { flows = [\"code\"], scopes = [\"openid\"] }`; a machine client gets its scopes from `roles`",
        ),
    ),
    (
        "redirecturis redirecturi redirecturls callbacks callbackurl callback",
        Key("callback_urls"),
    ),
    (
        "logouts logouturi logouturis signouturls postlogoutredirecturis",
        Key("logout_urls"),
    ),
    (
        "accesstokenvalidity idtokenvalidity refreshtokenvalidity tokenvalidityunits tokenvalidity accesstokenlifetime",
        Tell("write the lifetimes as `validity = { access = \"60m\", refresh = \"30d\" }`"),
    ),
    (
        "supportedidentityproviders providers idps",
        Tell(
            "list the providers of `[identity.providers]` by name: `identity_providers = [\"NAME\"]`; `\"cognito\"` is the user pool itself",
        ),
    ),
    ("role", Key("roles")),
    (
        "groups allow",
        Tell("groups have users, not app clients: give a machine client `roles`"),
    ),
    (
        "name clientname",
        Tell("the name is the key: `[clients.NAME]`"),
    ),
    (
        "preventuserexistenceerrors enabletokenrevocation",
        Tell("remove it: it is always on"),
    ),
    (
        "readattributes writeattributes",
        Tell(
            "jwtgen writes both lists: app clients may read all attributes, and write standard ones and custom ones with `writable = true`",
        ),
    ),
    (
        "type",
        Tell("remove it: an app client with `roles` is a machine client"),
    ),
];

pub(super) static OAUTH: Words = &[
    ("granttypes grants allowedoauthflows flow", Key("flows")),
    ("scope allowedoauthscopes", Key("scopes")),
    (
        "callbackurls callbackurl redirecturis logouturls",
        Tell("`callback_urls` and `logout_urls` belong in `[clients.NAME]`, beside `oauth`"),
    ),
];

pub(super) static VALIDITY: Words = &[
    ("accesstoken accesstokenvalidity", Key("access")),
    ("idtoken idtokenvalidity", Key("id")),
    ("refreshtoken refreshtokenvalidity", Key("refresh")),
];
