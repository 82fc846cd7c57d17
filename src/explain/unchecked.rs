//! What no rule checks, although AWS or Terraform may reject it or get it wrong.

/// A fact, and why no rule is needed or possible.
pub struct Unchecked {
    /// What AWS or Terraform does.
    pub fact: &'static str,
    /// Why it is not checked.
    pub why: &'static str,
}

const fn unchecked(fact: &'static str, why: &'static str) -> Unchecked {
    Unchecked { fact, why }
}

/// By area: tokens, gateway, Cognito, Lambda, Terraform.
pub static UNCHECKED: &[Unchecked] = &[
    unchecked(
        "JWT authorizers accept only RSA signatures, with keys that the issuer publishes.",
        "An issuer's keys are not in a blueprint. Cognito signs with RSA; for other issuers the output's README says what to configure.",
    ),
    unchecked(
        "The issuer must respond while the authorizer is created: within 1.5 seconds, with at most 150,000 bytes of keys.",
        "This is known only when Terraform applies.",
    ),
    unchecked(
        "A list claim reaches a function as one string, such as `[a b]`, which cannot be split reliably.",
        "Which claims a function reads is in its code, not in a blueprint.",
    ),
    unchecked(
        "Audiences differ by product.",
        "JG0236 reports audiences that are known to be wrong; otherwise any text may be an audience. The output's README says what it must be for each product.",
    ),
    unchecked(
        "Two blueprints that create the same custom domain disturb each other.",
        "A blueprint is checked by itself. JG0222 compares it with the owner of its identity, the only other blueprint that it names.",
    ),
    unchecked(
        "A Lambda authorizer does not get the body of a request, so it cannot check a signature of it, as webhooks use.",
        "What an authorizer checks is in its code. JG0337 recognizes the signature headers of well-known webhooks.",
    ),
    unchecked(
        "Keys are cached for up to two hours, so old and new keys must overlap.",
        "This concerns operating an issuer, not a blueprint.",
    ),
    unchecked(
        "A token works until it expires, even after a sign-out.",
        "No setting changes it; JG0217 warns about long-lived tokens.",
    ),
    unchecked(
        "A user pool may use the newer form of issuer.",
        "Pools made by jwtgen do not; of an existing `pool` only the ID is known. If such a pool was switched to the newer form, declare it with `issuer` instead of `pool`: tokens from the other form are answered with 401.",
    ),
    unchecked(
        "Cognito calls the token handler at every refresh. Until then tokens do not change.",
        "Nothing in a blueprint changes it; JG0217 warns about long-lived tokens.",
    ),
    unchecked(
        "If the token handler takes longer than 5 seconds or throws an exception, nobody can sign in.",
        "The handler is generated: its timeout is 5 seconds, it is not in a VPC, and tests send it all kinds of malformed events.",
    ),
    unchecked(
        "An authorizer's type must match the route's, only JWT routes may have scopes, and a route without an authorizer must say `NONE`.",
        "jwtgen writes all three. The language does not allow mixing them, apart from what JG0323 and JG0324 reject.",
    ),
    unchecked(
        "Without a permission to call it, a function or a Lambda authorizer answers 500.",
        "jwtgen writes the permission for every function. An existing function in another account needs one from its owner.",
    ),
    unchecked(
        "Names of query parameters are case-sensitive; names of headers are not.",
        "Only callers know which names they send.",
    ),
    unchecked(
        "A route for `GET` does not answer `HEAD` (unverified).",
        "Whether callers send `HEAD` is not known; `GET,HEAD` is one entry.",
    ),
    unchecked(
        "The first segment of a request's path may name a stage, which then answers.",
        "An output has one stage, and a blueprint cannot add another.",
    ),
    unchecked(
        "With CORS configured, the gateway drops CORS headers that a function sends.",
        "A function's code is not read.",
    ),
    unchecked(
        "HTTP APIs have no firewall rules, resource policies, X-Ray, API keys, usage plans or request validation, and accept at most 10 MB.",
        "The language has no keys for them.",
    ),
    unchecked(
        "A stage with only one of the two throttling limits rejects every call.",
        "`throttle` needs both, or is rejected for its shape; JG0407 is about the block that metrics would create.",
    ),
    unchecked(
        "An integration without a payload format version gets the old one.",
        "jwtgen always writes it.",
    ),
    unchecked(
        "Accounts and Regions have quotas: user pools, app clients, domains, custom domains, identity providers, stages, memory in new accounts.",
        "What else is in the account is not known.",
    ),
    unchecked(
        "A custom domain of a user pool needs a certificate in us-east-1 and a parent domain that resolves.",
        "Both are known only when Terraform applies; JG0511 checks the ARN of a certificate if the blueprint contains it.",
    ),
    unchecked(
        "Custom attributes can be added, but never changed or removed.",
        "Terraform shows the change as one of the pool, and JG0702 reports it if it replaces the pool; what else Cognito rejects depends on the deployed pool.",
    ),
    unchecked(
        "A refresh token validity of 0 days means 30; flows with older names cannot be combined with newer ones; the implicit grant and SMS as a second factor are outdated.",
        "The language cannot express any of these.",
    ),
    unchecked(
        "Passwords of created users are in Terraform's state.",
        "They come from the variable `user_passwords`, whose description says so, and never from a blueprint.",
    ),
    unchecked(
        "Adaptive authentication works best with an optional second factor.",
        "This is advice; `[identity]` can set both.",
    ),
    unchecked(
        "Some claims cannot be changed by the token handler.",
        "It only writes `scope`, or the scopes of access tokens.",
    ),
    unchecked(
        "Role names are unique regardless of case; log groups exist before their functions; the class of a log group cannot be changed.",
        "jwtgen controls names and order: the module `function` derives them from the function's own name.",
    ),
    unchecked(
        "Removing or replacing a user pool deletes its users.",
        "Pools have deletion protection, and `prevent_destroy` makes Terraform refuse the plan; JG0704 warns when a compile would replace one.",
    ),
    unchecked(
        "Terraform generates random values for mocked resources; OpenTofu prefers files with its own suffix; versions differ in what tests may contain.",
        "The tests of this repository run the outputs with Terraform 1.11.",
    ),
    unchecked(
        "Scanners require more than an API needs: customer-managed keys, a VPC, code signing.",
        "Free settings are on by default; for the rest, the language has a key, or the output has a comment with the reason.",
    ),
    unchecked(
        "FusionAuth, Zitadel and others have their own pitfalls.",
        "There is no `preset` for them; `issuer`, `audience` and `claim` are used as they are.",
    ),
];
