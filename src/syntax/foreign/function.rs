//! Words for `[functions.NAME]`.

use super::Meaning::{Key, Tell};
use super::Words;

pub(super) static PACKAGE: Words = &[
    (
        "patterns include exclude individually artifact excludedevdependencies path file zip",
        Tell(
            "name the file or folder with the code in `source`, in place of `package`; everything in the folder is packaged",
        ),
    ),
    ("s3bucket bucketname", Key("bucket")),
    ("s3key objectkey object", Key("key")),
    (
        "s3objectversion objectversion s3version versionid",
        Key("version"),
    ),
];

pub(super) static FUNCTION: Words = &[
    (
        "movedfrom oldname formername previousname renamed",
        Key("renamed_from"),
    ),
    (
        "codeuri code path folder directory sourcedir sourcepath codepath file filename file src sourcecode entry zip zipfile archive artifact",
        Key("source"),
    ),
    (
        "packaging",
        Tell(
            "name the file or folder with the code in `source`; everything in the folder is packaged",
        ),
    ),
    ("functionname", Key("name")),
    ("memorysize memorymb ram memorylimit", Key("memory")),
    (
        "timeoutseconds timeoutinseconds timeoutsec maxduration",
        Key("timeout"),
    ),
    (
        "environment envvars environmentvariables variables envs",
        Key("env"),
    ),
    ("entrypoint main", Key("handler")),
    ("language engine platform", Key("runtime")),
    ("arch architectures cpu", Key("architecture")),
    ("desc comment", Key("description")),
    ("functionarn lambdaarn existingarn", Key("arn")),
    (
        "policies policystatements iamrolestatements rolestatements permissions statements policystatement iampolicies attachpolicies grants policydocument policyarns",
        Tell(
            "list what the function may do in `policy`: `policy = [{ actions = [\"dynamodb:GetItem\"], resources = [\"arn:…\"] }]`; managed policies and SAM policy templates have no key",
        ),
    ),
    (
        "managedpolicies managedpolicyarns policyattachments attachpolicyarns",
        Tell(
            "list the `actions` and `resources` in `policy`; attach managed policies in Terraform beside the output",
        ),
    ),
    (
        "permissionsboundary boundary rolepermissionsboundary",
        Tell(
            "jwtgen sets no permissions boundary: declare the function elsewhere, and refer to it by `arn`",
        ),
    ),
    (
        "properties",
        Tell("write what is in it directly in `[functions.NAME]`, with the keys of jwtgen"),
    ),
    (
        "role rolearn iamrole executionrole rolename",
        Tell(
            "each function gets its own role: write what it may do as `policy`; for a function with another role, create it elsewhere and name it with `arn`",
        ),
    ),
    (
        "vpcconfig vpcsettings network",
        Tell(
            "write the subnets and security groups as `vpc = { subnets = [\"…\"], security_groups = [\"…\"] }`",
        ),
    ),
    (
        "deadletterqueue deadletterconfig dlq onfailure onerror deadletterarn",
        Tell("write the ARN of the queue or topic as `dead_letter = \"arn:…\"`"),
    ),
    ("tracingconfig tracingmode", Key("tracing")),
    (
        "reservedconcurrentexecutions reservedconcurrency concurrency maxconcurrency concurrencylimit",
        Key("reserved_concurrency"),
    ),
    (
        "provisionedconcurrency provisionedconcurrencyconfig provisionedconcurrentexecutions minconcurrency",
        Tell(
            "jwtgen does not generate provisioned concurrency: it needs a version or an alias; `reserved_concurrency` is a limit and does the opposite",
        ),
    ),
    (
        "autopublishalias alias aliases version versions deploymentpreference publish",
        Tell("jwtgen generates no version and no alias: a route calls the latest code"),
    ),
    (
        "snapstart",
        Tell("jwtgen does not generate SnapStart: it needs a published version"),
    ),
    (
        "packagetype image imageuri imageconfig dockerfile container docker",
        Tell(
            "jwtgen packages code as an archive, never as a container image: create the function elsewhere and name it with `arn`",
        ),
    ),
    (
        "s3bucket s3key s3objectversion bucket",
        Tell(
            "for code in S3, write `package = { bucket = \"BUCKET\", key = \"KEY\" }`; jwtgen packages a local file or folder itself if you name it in `source`",
        ),
    ),
    (
        "bundling bundle build buildmethod esbuild webpack minify buildcommand",
        Tell(
            "jwtgen does not bundle or compile: run the build first, and name its output folder in `source`",
        ),
    ),
    (
        "events event trigger triggers httpapi http route",
        Tell(
            "write each HTTP event as a route in `[routes]`: `\"GET /items\" = { function = \"NAME\", scopes = [\"read\"] }`",
        ),
    ),
    (
        "eventsource eventsourcemapping eventsourcearn sqs sns s3 stream queue dynamodb",
        Tell(
            "functions here serve routes of an HTTP API: connect other event sources in Terraform beside the output",
        ),
    ),
    (
        "schedule cron rate",
        Tell(
            "functions here serve routes: to run one on a schedule, add an EventBridge rule in Terraform beside the output",
        ),
    ),
    (
        "warmup keepwarm prewarm warm",
        Tell("jwtgen does not keep functions warm: remove this"),
    ),
    (
        "logretention logretentionindays retention retentionindays logretentiondays logsretention",
        Key("log_retention"),
    ),
    (
        "kmskeyarn kmskey kmskeyid",
        Tell(
            "jwtgen sets no key for the environment of a function; `log_key` encrypts its log group",
        ),
    ),
    ("logkmskey logkmskeyarn logkmskeyid", Key("log_key")),
    (
        "loggingconfig logformat loglevel loggroup",
        Tell(
            "functions log as text to a log group of their own: `log_retention` and `log_key` configure it",
        ),
    ),
    (
        "url functionurl functionurlconfig",
        Tell(
            "jwtgen does not generate function URLs: a function URL would be a second way in, around the authorizers",
        ),
    ),
    (
        "tags",
        Tell("set tags for all resources with `default_tags` in Terraform's `provider` block"),
    ),
    ("layerarns", Key("layers")),
    (
        "ephemeralstorage ephemeralstoragesize tmpsize",
        Tell("jwtgen does not set the size of `/tmp`: functions have 512 MB"),
    ),
    (
        "filesystemconfigs filesystemconfig filesystem efs",
        Tell(
            "jwtgen does not attach file systems (EFS): declare the function elsewhere, and refer to it by `arn`",
        ),
    ),
    (
        "lifecycle",
        Tell("functions have no life-cycle settings: remove this"),
    ),
    (
        "auth authorizer public scopes allow",
        Tell("who may call is decided per route: write it on the routes in `[routes]`"),
    ),
    (
        "cors",
        Tell("CORS is a setting of the whole API: write `[api.cors]`"),
    ),
];

pub(super) static VPC: Words = &[
    ("subnetids vpcsubnets subnet subnetid", Key("subnets")),
    (
        "securitygroupids securitygroup sgs securitygroupid",
        Key("security_groups"),
    ),
];

pub(super) static STATEMENT: Words = &[
    // https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html
    (
        "dynamodbreadpolicy dynamodbcrudpolicy dynamodbwritepolicy dynamodbstreamreadpolicy s3readpolicy s3crudpolicy s3writepolicy s3fullaccesspolicy sqspollerpolicy sqssendmessagepolicy snspublishmessagepolicy snscrudpolicy lambdainvokepolicy kmsdecryptpolicy kmsencryptpolicy ssmparameterreadpolicy awssecretsmanagergetsecretvaluepolicy stepfunctionsexecutionpolicy eventbridgeputeventspolicy kinesiscrudpolicy kinesisstreamreadpolicy sescrudpolicy athenaquerypolicy cloudwatchputmetricpolicy",
        Tell(
            "jwtgen has no policy templates: write `actions = [\"dynamodb:GetItem\"]` and `resources = [\"arn:…\"]`",
        ),
    ),
    ("action", Key("actions")),
    ("resource", Key("resources")),
    (
        "effect",
        Tell(
            "statements of a blueprint only allow: remove the effect `Allow`, or the whole statement if it is `Deny`",
        ),
    ),
    (
        "notaction notactions notresource notresources noactions noresources",
        Tell(
            "statements of a blueprint have no exceptions: list the actions and resources that are needed",
        ),
    ),
    (
        "sid condition conditions principal principals",
        Tell(
            "a statement has only `actions` and `resources`; attach other policies in Terraform beside the output",
        ),
    ),
];
