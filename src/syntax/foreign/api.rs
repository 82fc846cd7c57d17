//! Words for routes, authorizers, `[api]` and `[stage]`.

use super::Meaning::{Key, Table, Tell};
use super::Words;

pub(super) static ROUTE: Words = &[
    (
        "handler lambda lambdafunction functionname lambdaname controller target fn",
        Key("function"),
    ),
    (
        "integration integrationtype integrationuri xamazonapigatewayintegration functionarn lambdaarn type",
        Tell(
            "name the function that answers with `function = \"NAME\"`, or forward to an address with `url = \"https://…\"`",
        ),
    ),
    (
        "uri proxy proxypass upstream backend httpurl forward forwardto",
        Key("url"),
    ),
    (
        "authorizationscopes scope permissions permission requiredscopes oauthscopes",
        Key("scopes"),
    ),
    (
        "security",
        Tell(
            "list the scopes of which one is required as `scopes = [\"read\"]`, and name another authorizer than `[identity]` with `authorizer`",
        ),
    ),
    (
        "roles role requiredroles",
        Tell(
            "list roles in `allow`: `allow = [{ role = \"NAME\" }]`; a plain name in `allow` is a group",
        ),
    ),
    (
        "groups group allowedgroups cognitogroups",
        Tell("list groups in `allow`: `allow = [\"NAME\"]`"),
    ),
    (
        "users user",
        Tell("routes name no users: list a group of the user in `allow`"),
    ),
    (
        "auth authorization authorizationtype authtype authenticated authenticate protected secure requiresauth loginrequired requireauth",
        Tell(
            "say who may call: `scopes = [\"read\"]`, `allow = [\"group\"]`, `scopes = []` for everyone who is signed in, or `public = \"reason\"`; `authorizer` names another authorizer, or `\"iam\"`",
        ),
    ),
    (
        "authorizerid authorizers authorizername authorizerarn xamazonapigatewayauthorizer authorizerref",
        Tell(
            "name the authorizer with `authorizer`: one declared in `[authorizers]`, `\"identity\"` or `\"iam\"`; an authorizer by ID cannot be used",
        ),
    ),
    (
        "middleware middlewares use before guards guard",
        Tell(
            "jwtgen has no middleware: an authorizer checks the token before the function runs; say who may call with `scopes`, `allow` or `authorizer`",
        ),
    ),
    (
        "anonymous open noauth allowanonymous allowunauthenticated skipauth unauthenticated",
        Tell(
            "to let everyone call without a token, write `public = \"reason\"`; for everyone who is signed in, `scopes = []`",
        ),
    ),
    (
        "private",
        Tell(
            "HTTP APIs have no API keys, which `private` requires in Serverless: say who may call with `scopes` or `allow`",
        ),
    ),
    (
        "ratelimit rate limit throttling throttlerate throttlingratelimit burst burstlimit throttlingburstlimit quota",
        Tell("write the limits as `throttle = { rate = 10, burst = 20 }`"),
    ),
    (
        "timeoutinmillis timeoutms timeoutmillis timeoutmilliseconds",
        Key("timeout"),
    ),
    (
        "payloadformatversion payloadversion integrationpayloadformatversion httpapipayload",
        Key("payload"),
    ),
    (
        "cors",
        Tell("CORS is a setting of the whole API: write `[api.cors]` with `origins`"),
    ),
    (
        "method methods httpmethod path paths route routekey verb get post put patch delete head options",
        Tell(
            "the method and the path are the route key: write `\"GET /items\" = { … }` in `[routes]`",
        ),
    ),
    (
        "authorizeruri authorizerurl",
        Tell(
            "declare the function as a Lambda authorizer in `[authorizers.NAME]`, and write `authorizer = \"NAME\"`",
        ),
    ),
    (
        "any anyof oneof some",
        Tell("for scopes of which one is enough, write `scopes`; if all are needed, `all`"),
    ),
    (
        "deny denied denygroups forbid exclude except blocked",
        Tell(
            "nothing is denied by name: list the groups that may call in `allow`, or scopes in `scopes`, and leave the others out",
        ),
    ),
    (
        "service stepfunction statemachine servicetarget awsintegration",
        Tell(
            "jwtgen does not generate integrations with AWS services such as SQS, EventBridge or Step Functions: call the service from a function, with `policy` for its permissions",
        ),
    ),
    (
        "loadbalancer alb nlb listener listenerarn targetgroup",
        Tell(
            "jwtgen does not generate a VPC link (private integration): call the load balancer from a function with `vpc`, or forward to a public HTTPS address with `url`",
        ),
    ),
    (
        "schema body validate jsonschema",
        Tell("HTTP APIs cannot validate requests: validate the body in the function"),
    ),
    (
        "access visibility",
        Tell("who may call is said by one of `scopes`, `allow` and `public`"),
    ),
    (
        "acl allowlist whitelist",
        Tell("list the groups that may call in `allow`"),
    ),
    (
        "requires needs anyscope anyscopes allowedscopes privileges",
        Tell("for scopes of which one is enough, write `scopes`; if all are needed, `all`"),
    ),
    ("allscopes scopesall requiresall requireall", Key("all")),
    ("functions", Key("function")),
    (
        "claims claim",
        Tell(
            "JWT authorizers of HTTP APIs check no claims but scopes: check others in the function or in a Lambda authorizer",
        ),
    ),
    (
        "mock mockresponse static staticresponse fixedresponse",
        Tell("HTTP APIs have no mock integrations: answer from a function"),
    ),
    (
        "redirect redirectto redirecturl",
        Tell(
            "HTTP APIs cannot redirect: let a function answer with a redirect, or do it in CloudFront",
        ),
    ),
    (
        "retry retries retrypolicy circuitbreaker",
        Tell("HTTP APIs do not retry: the caller or the function does"),
    ),
    (
        "streaming stream responsestreaming invokemode responsetransfermode",
        Tell(
            "jwtgen does not generate response streaming: the gateway waits for the whole response",
        ),
    ),
    (
        "enabled disabled active deprecated",
        Tell("a route exists or not: comment it out with `#` to disable it"),
    ),
    (
        "summary description tags comment notes",
        Tell("routes have no texts in AWS: write a TOML comment (`# …`)"),
    ),
    (
        "operationid operationname name id",
        Tell("the route key identifies the route: an operation has no other name"),
    ),
    (
        "parameters pathparameters queryparameters querystring headers",
        Tell(
            "only path parameters are declared, in the route key (`\"GET /items/{id}\"`); the function reads and validates other parameters",
        ),
    ),
    (
        "responses response produces consumes contenttype",
        Tell("the function decides about its response: remove this"),
    ),
    (
        "audience audiences issuer",
        Tell(
            "issuer and audience belong to an authorizer: declare `[authorizers.NAME]`, and name it with `authorizer`",
        ),
    ),
];

pub(super) static ALLOWED: Words = &[
    (
        "roles",
        Tell("write a table for each role: `allow = [{ role = \"reader\" }]`"),
    ),
    (
        "group groups groupname name",
        Tell("write the name of the group alone, in quotes: `allow = [\"readers\"]`"),
    ),
    (
        "scope scopes",
        Tell("list scopes in `scopes`, in the place of `allow`"),
    ),
    (
        "user users client clients",
        Tell(
            "`allow` lists groups and roles: list a group of the user; app clients are listed in `clients`",
        ),
    ),
];

pub(super) static AUTHORIZER: Words = &[
    ("issuerurl iss issueruri jwtissuer issuers", Key("issuer")),
    (
        "audiences aud jwtaudience clientid clientids appclientids",
        Key("audience"),
    ),
    (
        "jwtconfiguration jwt jwtconfig openidconnecturl",
        Tell("write `issuer = \"https://…\"` and `audience = [\"…\"]`"),
    ),
    (
        "type authorizertype kind",
        Tell(
            "remove it: an authorizer with `issuer` is a JWT authorizer, one with `function` or `arn` is a Lambda authorizer",
        ),
    ),
    ("authorizeruri functionarn lambdaarn invokearn", Key("arn")),
    (
        "functionname handler lambda lambdafunction",
        Key("function"),
    ),
    (
        "identitysource identitysources tokensource",
        Tell(
            "for a JWT authorizer, write where the token is as `source = \"$request.header.Authorization\"`; for a Lambda authorizer, list `sources = […]`",
        ),
    ),
    (
        "resultttl resultttlinseconds authorizerresultttlinseconds ttlseconds cachettl resultscachettl",
        Key("ttl"),
    ),
    (
        "enablesimpleresponses simpleresponse responsetypes",
        Key("simple_responses"),
    ),
    (
        "payloadversion authorizerpayloadformatversion payloadformatversion",
        Key("payload"),
    ),
    (
        "userpool userpoolid userpoolarn providerarns pool",
        Tell(
            "for a user pool of another blueprint, write its issuer: `issuer = \"https://cognito-idp.REGION.amazonaws.com/POOL\"` and its app client IDs as `audience`; the own pool is `[identity]`",
        ),
    ),
    (
        "scopes scope authorizationscopes",
        Tell(
            "scopes belong to routes: list them in `scopes` of each route that names the authorizer",
        ),
    ),
    (
        "claims claim additionalclaims requiredclaims",
        Tell(
            "JWT authorizers of HTTP APIs check issuer, audience, expiry and scopes, and no other claims: check claims in the function or in a Lambda authorizer",
        ),
    ),
    (
        "algorithms algorithm alg defaultalgorithms",
        Tell("JWT authorizers of HTTP APIs accept RSA signatures only (RS256): remove this"),
    ),
    (
        "secret clientsecret sharedsecret signingkey key jwtsecret",
        Tell(
            "a JWT authorizer uses the issuer's public keys and has no secret; tokens signed with a shared secret (HS256) need a Lambda authorizer",
        ),
    ),
    (
        "jwksuri jwks jwksurl",
        Tell(
            "the keys come from the issuer's discovery document: write only `issuer`; without discovery, use a Lambda authorizer",
        ),
    ),
    (
        "name authorizername",
        Tell("the name is the key: `[authorizers.NAME]`"),
    ),
];

pub(super) static API: Words = &[
    (
        "corsconfiguration corspreflight corsconfig",
        Table("api.cors"),
    ),
    (
        "origins alloworigins allowedorigins allowheaders allowedheaders allowmethods allowedmethods credentials allowcredentials exposeheaders",
        Tell("CORS settings belong in `[api.cors]`, as in `origins = [\"https://example.com\"]`"),
    ),
    (
        "auth authorizers defaultauthorizer",
        Tell(
            "declare issuers and Lambda authorizers as `[authorizers.NAME]`, and name the default one with `authorizer` in `[api]`",
        ),
    ),
    (
        "stage stagename",
        Tell("write the stage as a table of its own: `[stage]` with `name = \"…\"`"),
    ),
    (
        "createdefaultstage autodeploy",
        Tell("there is always one stage, which deploys automatically; `[stage]` names it"),
    ),
    (
        "accesslogsettings accesslogs logging logs loggroup",
        Tell("access logs are configured in `[stage]`: `log_format`, `log_retention`, `log_group`"),
    ),
    (
        "throttle throttling throttlesettings defaultroutesettings ratelimit burstlimit",
        Tell("the limits for all routes are `throttle = { rate = 10, burst = 20 }` in `[stage]`"),
    ),
    (
        "disableexecuteapiendpoint disabledefaultendpoint",
        Tell("write `generated_endpoint = false` to disable the generated endpoint"),
    ),
    (
        "customdomain domainname defaultdomainmapping domains customdomains",
        Table("api.domain"),
    ),
    (
        "failonwarnings",
        Tell(
            "to treat warnings as errors, run `jwtgen check --deny warnings`, or set a rule to `\"deny\"` in `[lints]`",
        ),
    ),
    (
        "private internal vpcendpoint vpcendpointids",
        Tell("HTTP APIs are public: a private API is a REST API, which jwtgen does not generate"),
    ),
    (
        "versioning apiversion versions",
        Tell(
            "put the version in the route keys, as in `\"GET /v1/items\"`, or in `base_path` of `[api.domain]`",
        ),
    ),
    (
        "protocoltype protocol type endpointtype endpointconfiguration",
        Tell("remove it: jwtgen generates regional HTTP APIs only"),
    ),
    (
        "id",
        Tell(
            "jwtgen cannot add routes to an existing API: each blueprint generates its own HTTP API",
        ),
    ),
    (
        "name apiname",
        Tell("the API is named after the top-level `name`: remove this"),
    ),
    (
        "routes paths",
        Tell("write routes in a table of their own: `[routes]`"),
    ),
    (
        "definitionbody definitionuri openapi body",
        Tell(
            "jwtgen reads no OpenAPI document: write each operation as a route, such as `\"GET /items\" = { … }` in `[routes]`",
        ),
    ),
    ("version", Tell("remove it: an API has no version here")),
];

pub(super) static CORS: Words = &[
    (
        "alloworigins allowedorigins alloworigin origin corsorigins",
        Key("origins"),
    ),
    ("allowmethods allowedmethods method", Key("methods")),
    ("allowheaders allowedheaders header", Key("headers")),
    (
        "exposeheaders exposedheaders exposedresponseheaders",
        Key("expose"),
    ),
    ("maxagesec maxageseconds", Key("max_age")),
    ("allowcredentials supportscredentials", Key("credentials")),
];

pub(super) static DOMAIN: Words = &[
    ("domainname hostname domain fqdn", Key("name")),
    (
        "certificatearn cert certificatename acmcertificate",
        Key("certificate"),
    ),
    (
        "hostedzone hostedzoneid zoneid route53zone route53",
        Key("zone"),
    ),
    (
        "basepaths apimappingkey",
        Tell(
            "a domain has one `base_path` here; a second path needs a second blueprint, or a mapping in Terraform beside the output",
        ),
    ),
    ("path mapping mappingkey", Key("base_path")),
    (
        "securitypolicy tlsversion endpointtype endpointconfiguration",
        Tell("remove it: HTTP APIs have regional domains with TLS 1.2"),
    ),
];

pub(super) static STAGE: Words = &[
    (
        "prod production dev development staging stg test testing qa uat preprod preview sandbox",
        Tell(super::top::OVERLAYS),
    ),
    ("stagename stage", Key("name")),
    ("stagevariables", Key("variables")),
    (
        "autodeploy",
        Tell("remove it: the stage always deploys automatically"),
    ),
    (
        "accesslogsettings accesslog accesslogs accesslogformat logging",
        Tell(
            "access logs are on: configure them with `log_format`, `log_retention` and `log_group`",
        ),
    ),
    (
        "retentionindays logretentionindays retention logretentiondays",
        Key("log_retention"),
    ),
    (
        "throttlingburstlimit throttlingratelimit burstlimit ratelimit rate burst throttling defaultroutesettings throttlesettings",
        Tell("write the limits as `throttle = { rate = 10, burst = 20 }`"),
    ),
    (
        "detailedmetricsenabled metrics metricsenabled",
        Key("detailed_metrics"),
    ),
    (
        "loggroupname accessloggroup loggrouparn destinationarn",
        Key("log_group"),
    ),
    (
        "tags",
        Tell("write tags in `[api]`: they also apply to the stage"),
    ),
    (
        "datatraceenabled logginglevel executionlogging loglevel",
        Tell("HTTP APIs have no execution logs: remove this"),
    ),
];

pub(super) static THROTTLE: Words = &[
    (
        "ratelimit throttlingratelimit limit rps requestspersecond persecond",
        Key("rate"),
    ),
    ("burstlimit throttlingburstlimit", Key("burst")),
];
