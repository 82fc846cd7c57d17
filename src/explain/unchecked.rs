//! What AWS refuses or gets wrong and no rule looks for, with the reason.

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
        "JWT authorizers take RSA signatures alone, with keys that the issuer publishes.",
        "An issuer's keys are not in a blueprint. Cognito signs so; for other issuers the output's README says what to set.",
    ),
    unchecked(
        "The issuer has to answer when the authorizer is made: within 1.5 seconds, with no more than 150,000 bytes of keys.",
        "That is known when Terraform applies.",
    ),
    unchecked(
        "A claim that is a list reaches a function as one text, such as `[a b]`, which cannot be told apart again.",
        "What a function reads of the claims is in its code, not in a blueprint.",
    ),
    unchecked(
        "What an audience may be differs by product: without a mapper Keycloak's is `account`, version 2 tokens of Entra ID name the application's id and no `api://` URI, and Auth0 knows a `userinfo` audience of its own.",
        "Any text may be an audience; the output's README says for each product what it has to be.",
    ),
    unchecked(
        "Keys are kept for up to two hours, so old and new ones have to overlap.",
        "It is about running an issuer, not about a blueprint.",
    ),
    unchecked(
        "A token works until it expires, also after a sign-out.",
        "No setting changes it; JG0217 warns of tokens that live long.",
    ),
    unchecked(
        "A user pool may have been switched to the newer form of its issuer.",
        "jwtgen's own pools are not; of a `pool` that exists only its id is known.",
    ),
    unchecked(
        "Cognito calls the token handler on every refresh and keeps tokens as they are until then.",
        "Nothing in a blueprint changes it; JG0217 warns of tokens that live long.",
    ),
    unchecked(
        "An answer of the token handler that comes after 5 seconds, or an exception in it, keeps everyone out.",
        "The handler is generated: its time-out is 5 seconds, it is in no VPC, and tests feed it every odd event.",
    ),
    unchecked(
        "An authorizer's type has to fit the route's, only JWT routes take scopes, and a route without an authorizer has to say `NONE`.",
        "All three are written by jwtgen; the schema of the language leaves no way to mix them, beyond what JG0323 and JG0324 refuse.",
    ),
    unchecked(
        "Without a permission to call it, a function or a Lambda authorizer answers 500.",
        "jwtgen writes the permission with every function. A function that exists in another account needs its owner's.",
    ),
    unchecked(
        "Names of query parameters are case-sensitive, those of headers are not.",
        "Only callers know which names they send.",
    ),
    unchecked(
        "A route for `GET` does not answer `HEAD` (unverified).",
        "Whether callers send `HEAD` is not known; `GET,HEAD` is one entry.",
    ),
    unchecked(
        "A request's first segment may name a stage, which then answers.",
        "An output has one stage, and nobody adds another by a blueprint.",
    ),
    unchecked(
        "With cross-origin calls set up, the gateway drops the headers for them that a function sends.",
        "A function's code is not read.",
    ),
    unchecked(
        "HTTP APIs have no firewall rules, resource policies, X-Ray, API keys, usage plans or request validation, and take 10 MB at most.",
        "The language has no keys for them.",
    ),
    unchecked(
        "A stage whose throttling lacks one of its two numbers refuses every call.",
        "`throttle` has both or is refused for its shape; JG0407 is about the block that metrics would make.",
    ),
    unchecked(
        "An integration without a format of its event gets the old one.",
        "It is always written.",
    ),
    unchecked(
        "Quotas of an account or a Region: user pools, app clients, domains, custom domains, identity providers, stages, memory of new accounts.",
        "What else is in the account is not known.",
    ),
    unchecked(
        "A custom domain of a user pool needs a certificate in us-east-1, and a parent domain that resolves.",
        "Both are known when Terraform applies; JG0511 looks at the ARN of a certificate that is written out.",
    ),
    unchecked(
        "Custom attributes can be added and never changed or removed.",
        "Terraform shows the change as one of the pool, which JG0702 reports where it replaces the pool; what Cognito refuses beyond that depends on the deployed pool.",
    ),
    unchecked(
        "A refresh token that lives 0 days lives 30; flows of the older names mix with none of the newer; the implicit grant and SMS as a second factor are out of date.",
        "The language has no way to say any of these.",
    ),
    unchecked(
        "Passwords of created users are in Terraform's state.",
        "They come by the variable `user_passwords`, whose description says so, and never from a blueprint.",
    ),
    unchecked(
        "Adaptive authentication goes best with an optional second factor.",
        "It is advice; both can be said in `[identity]`.",
    ),
    unchecked(
        "Claims that the token handler cannot change.",
        "It writes `scope` alone, or the scopes of access tokens.",
    ),
    unchecked(
        "Role names are unique without regard to case; log groups exist before their functions; the class of a log group is fixed.",
        "Names and order are jwtgen's: the module `function` derives them from the function's own name.",
    ),
    unchecked(
        "Removing a user pool, or letting it be replaced, deletes its users.",
        "New pools have deletion protection; `prevent_destroy` makes Terraform refuse; JG0702 warns when a compile would replace one.",
    ),
    unchecked(
        "Terraform makes up values for mocked resources at random; OpenTofu prefers files of its own suffix; versions differ in what tests may say.",
        "The tests of this repository run the outputs with Terraform 1.11.",
    ),
    unchecked(
        "Scanners ask for more than an API needs: customer keys, a VPC, code signing.",
        "What can be had for free is on; the rest has a key of the language, or a comment with the reason.",
    ),
    unchecked(
        "FusionAuth, Zitadel and others have traps of their own.",
        "There is no `preset` for them; `issuer`, `audience` and `claim` are taken as they are.",
    ),
];
