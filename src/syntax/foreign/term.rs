//! Terms of the field that are no keys: what HTTP APIs have, and what to do instead.

use super::Meaning::Tell;
use super::Words;

/// Terms that may be tried anywhere.
pub(super) static TERMS: Words = &[
    (
        "waf webacl wafacl webaclarn wafwebacl wafregional wafv2",
        Tell(
            "HTTP APIs cannot use WAF: put CloudFront with WAF in front of the API and set `generated_endpoint = false`, or use a REST API, which jwtgen does not generate",
        ),
    ),
    (
        "apikey apikeys apikeyrequired apikeysource apikeysourcetype requireapikey",
        Tell(
            "HTTP APIs have no API keys: let each caller be a machine client (`[clients.NAME]` with `roles`), or check the key in a Lambda authorizer",
        ),
    ),
    (
        "usageplan usageplans quota quotas",
        Tell(
            "HTTP APIs have no usage plans and no quotas: limit the rate with `throttle` on a route or in `[stage]`",
        ),
    ),
    (
        "resourcepolicy resourcepolicies apipolicy",
        Tell(
            "HTTP APIs have no resource policies: decide per route with `scopes`, `allow`, or `authorizer = \"iam\"`",
        ),
    ),
    (
        "iplist ipallow ipallowlist ipwhitelist iprangewhitelist iprangeblacklist allowedips allowips ipdeny ipblacklist cidr cidrs allowedcidrs sourceip ipranges",
        Tell(
            "HTTP APIs cannot filter by IP address: do it in a Lambda authorizer, or with WAF on a CloudFront distribution in front of the API",
        ),
    ),
    (
        "websocket websockets websocketapi websocketsapiname websocketsapirouteselectionexpression routeselectionexpression $connect $disconnect onconnect ondisconnect",
        Tell(
            "jwtgen generates HTTP APIs, not WebSocket APIs: declare routes as `\"METHOD /path\"` and the WebSocket API elsewhere",
        ),
    ),
    (
        "vpclink vpclinkid vpclinks connectiontype connectionid privateintegration vpclinkv2",
        Tell(
            "jwtgen does not generate a VPC link (private integration): call the service from a function with `vpc`, or forward to a public HTTPS address with `url`",
        ),
    ),
    (
        "integrationsubtype serviceintegration serviceproxy awsservice sqs sns eventbridge stepfunctions kinesis dynamodb eventbus queue",
        Tell(
            "jwtgen does not generate integrations with AWS services such as SQS, EventBridge or Step Functions: call the service from a function, with `policy` for its permissions",
        ),
    ),
    (
        "requestbody requestbodies requestvalidator requestvalidation validator validators bodyvalidation validaterequest requestschema schemas requestmodels bodyschema",
        Tell("HTTP APIs cannot validate requests: validate the body in the function"),
    ),
    (
        "models model",
        Tell("HTTP APIs have no models for request validation: validate the body in the function"),
    ),
    (
        "mutualtls mtls mutualtlsauthentication clientcertificate truststore truststoreuri clientcertificateid",
        Tell(
            "jwtgen does not generate mutual TLS (mTLS): the API checks tokens; add `mutual_tls_authentication` to the domain outside jwtgen if clients also need certificates",
        ),
    ),
    (
        "basepath basepaths basepathmapping apimappingkey apimappings mappings",
        Tell(
            "a custom domain has one base path: set `base_path` in `[api.domain]`; routes are written without it",
        ),
    ),
    (
        "existingapi existingapiid apiid restapiid httpapiid httpapi existing",
        Tell(
            "jwtgen cannot add routes to an existing API: each blueprint generates its own HTTP API, and several can share a user pool (`pool`)",
        ),
    ),
    (
        "cache caching cacheclusterenabled cacheclustersize cachettl cachettlinseconds cacheenabled",
        Tell(
            "HTTP APIs do not cache responses: let the function send `Cache-Control`, and put CloudFront in front; the `ttl` of a Lambda authorizer caches its answers",
        ),
    ),
    (
        "minimumcompressionsize compression compress",
        Tell("HTTP APIs do not compress responses: compress in the function or in CloudFront"),
    ),
    (
        "binarymediatypes binarytypes binary",
        Tell("HTTP APIs need no list of binary types: the function answers with `isBase64Encoded`"),
    ),
    (
        "xray tracingenabled xraytracing xraytracingenabled",
        Tell(
            "HTTP APIs have no X-Ray tracing of their own: set `tracing = \"active\"` for the functions",
        ),
    ),
    (
        "canary canarysettings canarysetting",
        Tell(
            "HTTP APIs have no canary releases: deploy a second blueprint and shift traffic in DNS",
        ),
    ),
    (
        "gatewayresponse gatewayresponses",
        Tell("HTTP APIs have fixed error responses: a 401 or 403 cannot be customized"),
    ),
    (
        "requestparameters requestparametermapping parametermapping parametermappings requesttemplates mappingtemplate mappingtemplates responseparameters responsetemplates vtl",
        Tell("jwtgen does not generate parameter mappings: the function gets the request as it is"),
    ),
    (
        "dependson",
        Tell("remove `depends_on`: jwtgen orders what it generates"),
    ),
    (
        "foreach count",
        Tell(
            "a blueprint has no `count` or `for_each`: declare each item by name, or use an overlay (`--overlay`) for each environment",
        ),
    ),
    (
        "ref fngetatt fnsub fnimportvalue fnjoin getatt sub importvalue fnref",
        Tell(
            "jwtgen does not resolve references of CloudFormation: write the value, or `{ var = \"name\" }` where the key takes an input variable",
        ),
    ),
    (
        "deletionpolicy updatereplacepolicy removalpolicy",
        Tell(
            "what cannot be created again is protected: `deletion_protection` and `prevent_destroy` in `[identity]` for the user pool, `protect` for log groups, too",
        ),
    ),
    (
        "remove removes unset delete deleted",
        Tell(
            "an overlay lists what it removes at its top: `remove = ['routes.\"GET /items\".url']`",
        ),
    ),
    ("metadata", Tell("write a TOML comment (`# …`) instead")),
];

/// References to another resource in the place of a value.
pub(super) static VALUE: Words = &[(
    "ref fngetatt fnsub fnimportvalue fnjoin getatt sub importvalue variable env ssm secret param parameter valuefrom",
    Tell(
        "write the value, or `{ var = \"name\" }` for an input variable of the generated Terraform",
    ),
)];
