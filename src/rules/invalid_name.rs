//! Names that AWS would refuse.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};
use crate::source::Spanned;
use crate::text::{invisible, unassigned};

pub static RULE: Rule = Rule {
    code: "JG0106",
    name: "invalid-name",
    severity: Severity::Error,
    docs: Docs {
        what: "A name is too long or contains characters that AWS does not allow there.",
        why: "`terraform apply` would fail halfway.",
        example: "[groups]\n\"all readers\" = [\"reader\"]\n",
        fixed: "[groups]\nall-readers = [\"reader\"]\n",
        sources: &[
            "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPool.html",
            "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html",
            "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateGroup.html",
            "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUser.html",
            "https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html",
            "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages.html",
        ],
    },
};

/// What a kind of name may look like.
struct Limit {
    what: &'static str,
    max: usize,
    characters: &'static str,
    accepts: fn(char) -> bool,
}

/// The blueprint's name goes into every other name: it must fit the strictest
/// of them, with room for `-token-handler` within a function's 64.
static BLUEPRINT: Limit = Limit {
    what: "the blueprint's name",
    max: 50,
    characters: "ASCII letters, digits, `-` and `_`",
    accepts: word,
};

/// Not a name in AWS: the archive of the function is a file of this name.
static FUNCTION_KEY: Limit = Limit {
    what: "a function's key",
    max: 64,
    characters: "ASCII letters, digits, `-` and `_`",
    accepts: word,
};

/// Lambda's CreateFunction; the role of the same name has the same limit.
static FUNCTION: Limit = Limit {
    what: "a function's name",
    max: 64,
    characters: "ASCII letters, digits, `-` and `_`",
    accepts: word,
};

/// Lambda's CreateFunction.
static HANDLER: Limit = Limit {
    what: "a handler",
    max: 128,
    characters: "any character except white space",
    accepts: |c| !c.is_whitespace() && !c.is_control(),
};

/// Lambda's CreateFunction.
static FUNCTION_DESCRIPTION: Limit = Limit {
    what: "a function's description",
    max: 256,
    characters: "all are allowed",
    accepts: |_| true,
};

/// Cognito allows more; the blueprint's name is its prefix.
static CLIENT: Limit = Limit {
    what: "an app client's name",
    max: 77,
    characters: "ASCII letters, digits, `_`, `-` and `+=,.@`",
    accepts: |c| word(c) || "+=,.@".contains(c),
};

/// API Gateway allows more; the blueprint's name is its prefix.
static AUTHORIZER: Limit = Limit {
    what: "an authorizer's name",
    max: 77,
    characters: "ASCII letters, digits, `-` and `_`",
    accepts: word,
};

/// Cognito's CreateGroup.
static GROUP: Limit = Limit {
    what: "a group's name",
    max: 128,
    characters: "visible characters, no spaces",
    accepts: visible,
};

/// Cognito's AdminCreateUser.
static USER: Limit = Limit {
    what: "a user's name",
    max: 128,
    characters: "visible characters, no spaces",
    accepts: visible,
};

/// Cognito's ResourceServerScopeType.
static SCOPE_DESCRIPTION: Limit = Limit {
    what: "a scope's description",
    max: 256,
    characters: "all are allowed",
    accepts: |_| true,
};

/// Cognito's CreateGroup.
static DESCRIPTION: Limit = Limit {
    what: "a group's description",
    max: 2048,
    characters: "all are allowed",
    accepts: |_| true,
};

/// API Gateway's CreateStage.
static STAGE: Limit = Limit {
    what: "a stage's name",
    max: 128,
    characters: "ASCII letters, digits, `-` and `_`, or `$default`",
    accepts: word,
};

/// Cognito allows letters, marks, symbols, numbers and punctuation.
fn visible(c: char) -> bool {
    !c.is_whitespace() && !invisible(c) && !unassigned(c)
}

fn word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

/// Checks every name that reaches AWS.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    // A missing name has been reported.
    if model.name.span.end > 0 {
        out.extend(BLUEPRINT.check(&model.name));
    }
    for function in model
        .functions
        .iter()
        .filter(|function| function.existing.is_none())
    {
        // A name made of the blueprint's name and the key shares the problems of
        // both; those of the blueprint's name have been reported.
        let made = function.name.span == function.key.span;
        let found = FUNCTION.check(&function.name);
        // An empty key has been reported.
        let key = FUNCTION_KEY.check(&function.key);
        if let Some(found) = key.filter(|_| !function.key.is_empty()) {
            out.push(found);
        } else if !made {
            out.extend(found);
        } else if BLUEPRINT.check(&model.name).is_none() {
            let note = format!(
                "the full name is `{}`; `name` sets another one",
                function.name.value
            );
            out.extend(found.map(|found| found.note(note)));
        }
        if let Some(handler) = &function.handler {
            out.extend(HANDLER.check(handler));
        }
        if let Some(description) = &function.description {
            out.extend(FUNCTION_DESCRIPTION.check(description));
        }
    }
    for client in model.clients.iter() {
        out.extend(CLIENT.check(&client.name));
    }
    let groups = model.groups.iter().map(|group| &group.name);
    let machines = model.machines().map(|(id, _)| &model.clients[id].name);
    for name in groups
        .chain(machines)
        .chain(model.users.iter().map(|user| &user.name))
    {
        if name.as_str() == "anonymous" {
            let message = "the name `anonymous` is reserved";
            out.push(Diagnostic::new(&RULE, name.span, message).help(
                "choose another name: in expectations and reports it means a caller without a token",
            ));
        }
    }
    for group in model.groups.iter().filter(|group| *group.name == "*") {
        let message = "the group `*` would have no members: `*` does not mean everyone";
        out.push(Diagnostic::new(&RULE, group.name.span, message).help(
            "remove it; for everyone who is signed in, write `scopes = []` on the route, and for everyone, `public = \"reason\"`",
        ));
    }
    for user in model.users.iter().filter(|user| *user.name == "*") {
        let message = "the user `*` would be one user: `*` does not mean everyone";
        out.push(Diagnostic::new(&RULE, user.name.span, message).help(
            "remove it; for everyone who is signed in, write `scopes = []` on the route, and for everyone, `public = \"reason\"`",
        ));
    }
    for authorizer in model.authorizers.iter() {
        let name = &authorizer.name;
        out.extend(AUTHORIZER.check(name));
        let is_own = name.as_str() == "jwt" || name.starts_with("jwt_-_");
        let why = match name.as_str() {
            "iam" | "identity" => "on a route, it has a meaning of its own",
            _ if is_own && model.identity.is_some() => {
                "this is what the authorizers of `[identity]` are called"
            }
            _ => continue,
        };
        let message = format!("the authorizer name `{}` is reserved", name.value);
        let help = format!("choose another name: {why}");
        out.push(Diagnostic::new(&RULE, name.span, message).help(help));
    }
    for scope in model.scopes.iter() {
        if let Some(description) = &scope.description {
            out.extend(SCOPE_DESCRIPTION.check(description));
        }
    }
    for group in model.groups.iter() {
        out.extend(GROUP.check(&group.name));
        if let Some(description) = &group.description {
            out.extend(DESCRIPTION.check(description));
        }
    }
    for user in model.users.iter() {
        out.extend(USER.check(&user.name));
    }
    if model.stage.name.as_str() != "$default" {
        out.extend(STAGE.check(&model.stage.name));
    }
}

impl Limit {
    fn check(&self, name: &Spanned<String>) -> Option<Diagnostic> {
        let length = name.chars().count();
        let bad = name.chars().find(|c| !(self.accepts)(*c));
        let problem = match bad {
            Some(bad) => format!("{} cannot contain {bad:?}", self.what),
            None if length == 0 => format!("{} cannot be empty", self.what),
            None if length > self.max => {
                format!("{} is {length} characters long", self.what)
            }
            None => return None,
        };
        Some(Diagnostic::new(&RULE, name.span, problem).help(format!(
            "use 1 to {} characters: {}",
            self.max, self.characters
        )))
    }
}
