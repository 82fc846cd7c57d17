//! Words for top-level keys and sections, and for `[variables.NAME]`.

use super::Meaning::{Key, Table, Tell};
use super::Words;

/// What to do about tables of environments.
pub(super) const OVERLAYS: &str = "one blueprint describes one environment: write what differs into a file of its own, and name it with `--overlay prod.toml`";

pub(super) static BLUEPRINT: Words = &[
    (
        "service servicename app appname project projectname stack stackname apiname application",
        Key("name"),
    ),
    (
        "provider providers",
        Tell(
            "the AWS provider is configured beside the output (its `provider` block sets the region); in the blueprint, `aws_provider` is the version constraint, and function settings belong in `[defaults.function]`",
        ),
    ),
    (
        "terraform",
        Tell(
            "the output has its own `terraform` block: set the provider version with `aws_provider`, and put the backend in a file of yours beside the output",
        ),
    ),
    (
        "providerversion awsproviderversion requiredproviders awsversion",
        Tell("write the version constraint of the AWS provider as `aws_provider = \">= 6.20\"`"),
    ),
    ("requiredversion tfversion", Key("terraform_version")),
    (
        "backend",
        Tell(
            "put the Terraform backend in a file of yours beside the output, such as `backend.tf`: jwtgen leaves it alone",
        ),
    ),
    (
        "region awsregion",
        Tell(
            "the region is set in Terraform's `provider` block or with `AWS_REGION`: the output works in any region",
        ),
    ),
    (
        "module modules",
        Tell(
            "a blueprint has no module blocks: call the output as a module, or add Terraform of yours beside it",
        ),
    ),
    (
        "output outputs",
        Tell(
            "outputs are generated: the output folder's README lists them; add Terraform beside it for more outputs",
        ),
    ),
    (
        "locals local",
        Tell(
            "a blueprint has no locals: repeat the value, put shared function settings in `[defaults.function]`, or use an input variable (`{ var = \"name\" }`)",
        ),
    ),
    (
        "data datasource",
        Tell(
            "a blueprint has no data sources: pass what they read as an input variable (`{ var = \"name\" }`)",
        ),
    ),
    (
        "resource resources",
        Tell(
            "a blueprint does not list resources: declare `[functions.NAME]`, `[routes]` and `[identity]`; jwtgen generates the resources that they need, and Terraform of yours can be beside the output",
        ),
    ),
    ("variable parameters parameter inputs", Key("variables")),
    (
        "conditions condition rules ruleset",
        Tell(
            "a blueprint has no conditions: write the differences of an environment into an overlay (`--overlay prod.toml`)",
        ),
    ),
    (
        "environments environment env environmentconfig",
        Tell(
            "one blueprint describes one environment: write the differences into an overlay (`--overlay prod.toml`), or use input variables; environment variables of functions are `env` in `[functions.NAME]`",
        ),
    ),
    (
        "params custom",
        Tell(
            "a blueprint has no custom section: write values where they are used, or use input variables (`{ var = \"name\" }`)",
        ),
    ),
    (
        "mappings",
        Tell("a blueprint has no mappings: use an overlay (`--overlay`) for each environment"),
    ),
    (
        "plugins plugin",
        Tell("jwtgen has no plugins: remove this, and add Terraform beside the output"),
    ),
    (
        "globals global functiondefaults defaultfunction",
        Tell("put settings shared by all functions in `[defaults.function]`"),
    ),
    (
        "transform awstemplateformatversion formatversion frameworkversion version configvalidationmode",
        Tell("remove it: a blueprint has no format version"),
    ),
    (
        "openapi swagger",
        Tell(
            "a blueprint is not an OpenAPI document: write each operation as a route, such as `\"GET /items\" = { … }` in `[routes]`",
        ),
    ),
    (
        "info title",
        Tell("write the title as the top-level `name`, and the text as `description` in `[api]`"),
    ),
    (
        "servers server host schemes",
        Tell("the address is generated; for an address of yours, add `[api.domain]`"),
    ),
    (
        "paths path endpoints endpoint operations",
        Tell(
            "write each operation as a route in `[routes]`: `\"GET /items\" = { function = \"api\", scopes = [\"read\"] }`",
        ),
    ),
    (
        "components securityschemes security securitydefinitions",
        Tell(
            "tokens of your own user pool need no scheme (`[identity]`); declare other issuers as `[authorizers.NAME]` with `issuer` and `audience`, and list `scopes` on each route",
        ),
    ),
    ("cors corsconfiguration corspreflight", Table("api.cors")),
    (
        "domain",
        Tell(
            "the domain of the login pages is `domain` in `[identity]`; that of the API is `name` in `[api.domain]`, with its `certificate`",
        ),
    ),
    ("customdomain customdomains domainname", Table("api.domain")),
    (
        "prod production dev development staging stg testing qa uat preprod preview sandbox",
        Tell(OVERLAYS),
    ),
    (
        "httpapi gateway apigateway restapi httpapigateway",
        Key("api"),
    ),
    (
        "userpool userpools cognito auth userpoolid cognitouserpool idp",
        Key("identity"),
    ),
    (
        "client userpoolclient userpoolclients appclient appclients",
        Key("clients"),
    ),
    ("authorizer", Key("authorizers")),
    ("function lambda lambdas handlers handler", Key("functions")),
    ("route", Key("routes")),
    ("role", Key("roles")),
    ("group usergroups", Key("groups")),
    ("user", Key("users")),
    ("scope oauthscopes", Key("scopes")),
    ("default", Key("defaults")),
    ("lint", Key("lints")),
    ("invariant", Key("invariants")),
    ("expected expectations expects tests test", Key("expect")),
    (
        "events event",
        Tell("write each HTTP event as a route in `[routes]`, such as `\"GET /items\" = { … }`"),
    ),
    (
        "usedotenv dotenv envfile",
        Tell(
            "jwtgen reads no `.env` files: use `{ var = \"name\" }` and set the input variable when you apply",
        ),
    ),
    (
        "tags stacktags defaulttags",
        Tell(
            "write the tags of the API in `[api]` as `tags = { … }`; for every resource, set `default_tags` in Terraform's `provider` block",
        ),
    ),
    (
        "description",
        Tell("write the description of the API in `[api]`: `description = \"…\"`"),
    ),
    (
        "package packaging build bundle",
        Tell("each function names its code: `source` in `[functions.NAME]`"),
    ),
    (
        "logging logs log accesslogs",
        Tell(
            "every function and the stage have a log group: set `log_retention` in `[stage]`, `[functions.NAME]` or `[defaults.function]`",
        ),
    ),
    (
        "hostedui login loginpages signin managedlogin",
        Tell(
            "the hosted sign-in pages come with `domain` in `[identity]`, and with `oauth` and `callback_urls` in `[clients.NAME]`",
        ),
    ),
    (
        "triggers trigger hooks lambdaconfig",
        Tell(
            "jwtgen generates one trigger, the token handler: add others to an existing pool (`pool`) outside jwtgen",
        ),
    ),
    (
        "auth0 okta entra azure azuread keycloak oidc issuer",
        Tell(
            "for tokens of another provider, write `issuer` and `audience` in `[identity]`, or in `[authorizers.NAME]` for some of the routes",
        ),
    ),
    (
        "jwt jwtauthorizer jwtconfiguration token tokens",
        Tell(
            "`[identity]` has a JWT authorizer of its own; declare one for another issuer as `[authorizers.NAME]` with `issuer` and `audience`",
        ),
    ),
    (
        "middleware middlewares guards",
        Tell(
            "an authorizer runs before a function: declare it in `[authorizers.NAME]`, and name it on the route; everything else belongs in the function",
        ),
    ),
    (
        "include includes extends extend import imports inherit",
        Tell(
            "a blueprint is one file: what differs between environments belongs in an overlay (`--overlay prod.toml`)",
        ),
    ),
    (
        "machines machine serviceaccounts serviceaccount",
        Tell("a machine client is `[clients.NAME]` with `roles`"),
    ),
    (
        "schedule schedules cron crons jobs",
        Tell(
            "jwtgen generates HTTP APIs: run a function on a schedule with an EventBridge rule in Terraform beside the output",
        ),
    ),
    (
        "webhooks webhook",
        Tell("a webhook is a route: `public = \"reason\"` if the function checks its signature"),
    ),
    (
        "secrets secret ssm",
        Tell(
            "a blueprint holds no secrets: write `{ var = \"name\" }` in `env`, and `sensitive = true` in `[variables.NAME]`",
        ),
    ),
    (
        "policies policy statements",
        Tell(
            "each function has its own `policy`; who may call a route is decided by its `scopes` or `allow`",
        ),
    ),
    (
        "network vpc subnets securitygroups",
        Tell(
            "each function names its subnets and security groups: `vpc` in `[functions.NAME]` or `[defaults.function]`",
        ),
    ),
    (
        "monitoring alerts alarm notifications",
        Tell("write `[alarms]`; `detailed_metrics` in `[stage]` counts each route separately"),
    ),
    (
        "iam iamrolestatements",
        Tell(
            "each function has its own role: write its permissions as `policy` in `[functions.NAME]`",
        ),
    ),
    (
        "layers",
        Tell("list layers by ARN in `layers` of `[functions.NAME]` or `[defaults.function]`"),
    ),
    (
        "permissions permission",
        Tell(
            "list scopes in `[roles]`, roles in `[groups]`, and what a route needs in its `scopes` or `allow`",
        ),
    ),
];

pub(super) static VARIABLE: Words = &[
    (
        "type",
        Tell("remove it: input variables are always of the type string"),
    ),
    ("validation allowedpattern regex constraint", Key("pattern")),
    (
        "allowedvalues allowed values enum oneof options choices",
        Tell("write a regular expression in `pattern`, such as `\"^(dev|prod)$\"`"),
    ),
    ("noecho secret secure", Key("sensitive")),
    (
        "nullable required mandatory optional",
        Tell("remove it: a variable without `default` is required and cannot be null"),
    ),
    ("value", Key("default")),
];

pub(super) static LINT: Words = &[
    ("reason why comment because", Key("allow")),
    (
        "level severity enabled disabled ignore",
        Tell(
            "write `JG0305 = \"deny\"` or `\"warn\"`; to suppress findings, give the reason: `{ allow = \"reason\" }`",
        ),
    ),
    ("route routes only on", Key("for")),
];

pub(super) static AUDIT: Words = &[("ignore exclude allow skip ignored accepted", Key("accept"))];

pub(super) static GROUP: Words = &[
    (
        "scopes scope permissions permission",
        Tell(
            "a group lists roles, and a role lists scopes: declare the role in `[roles]`, and write `roles = [\"NAME\"]`",
        ),
    ),
    (
        "users members user",
        Tell(
            "users list their groups, not the other way round: write `ann = [\"NAME\"]` in `[users]`",
        ),
    ),
    (
        "groupname name",
        Tell(
            "the name is the key: write `NAME = { roles = […] }` in `[groups]`, or `[groups.NAME]` with `roles`",
        ),
    ),
    ("role rolearn", Key("roles")),
    ("priority order", Key("precedence")),
];

pub(super) static INVARIANT: Words = &[
    (
        "groups group allow allowed callers roles users who",
        Tell(
            "say who may call at most: `only = [\"readers\"]` with groups, users and machine clients",
        ),
    ),
    (
        "public allowanonymous denyanonymous authenticated authrequired requiresauth",
        Tell("write `anonymous = false`: nobody may call without a token"),
    ),
    (
        "except not never deny exclude",
        Tell(
            "an invariant has no exceptions: `only` says who may call at most, and a more specific pattern is an invariant of its own",
        ),
    ),
];

pub(super) static SEPARATION: Words = &[(
    "groups users roles sets pairs duties",
    Tell(
        "no user may be in two groups of `members = [[\"approvers\", \"requesters\"]]`, and no route may be called by two of `routes`",
    ),
)];

pub(super) static DEFAULTS: Words = &[
    ("functions lambda", Key("function")),
    (
        "route routes",
        Tell("the authorizer and the scopes of all routes belong in `[api]`"),
    ),
];

pub(super) static ALARMS: Words = &[(
    "email emails sns snstopic topicarn notify actions alarmactions",
    Tell(
        "alarms go to an SNS topic: write its ARN, or a variable, as `topic`; addresses subscribe to the topic",
    ),
)];
