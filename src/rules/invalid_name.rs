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
        what: "A name that is too long or holds characters AWS does not take there.",
        why: "`terraform apply` would fail half way.",
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
    characters: "letters A to Z, digits, `-` and `_`",
    accepts: word,
};

/// No name of AWS's: the archive of the function is a file of this name.
static FUNCTION_KEY: Limit = Limit {
    what: "a function's key",
    max: 64,
    characters: "letters A to Z, digits, `-` and `_`",
    accepts: word,
};

/// b:CreateFunctionRequest; the role of the same name has the same limit.
static FUNCTION: Limit = Limit {
    what: "a function's name",
    max: 64,
    characters: "letters A to Z, digits, `-` and `_`",
    accepts: word,
};

/// b:CreateFunctionRequest.
static HANDLER: Limit = Limit {
    what: "a handler",
    max: 128,
    characters: "anything but white space",
    accepts: |c| !c.is_whitespace() && !c.is_control(),
};

/// b:CreateFunctionRequest.
static FUNCTION_DESCRIPTION: Limit = Limit {
    what: "a function's description",
    max: 256,
    characters: "any character",
    accepts: |_| true,
};

/// b:ClientNameType allows more; the name is prefixed by the blueprint's.
static CLIENT: Limit = Limit {
    what: "an app client's name",
    max: 77,
    characters: "letters A to Z, digits, `_`, `-` and `+=,.@`",
    accepts: |c| word(c) || "+=,.@".contains(c),
};

/// b:CreateAuthorizerRequest allows more; the name is prefixed by the
/// blueprint's.
static AUTHORIZER: Limit = Limit {
    what: "an authorizer's name",
    max: 77,
    characters: "letters A to Z, digits, `-` and `_`",
    accepts: word,
};

/// b:GroupNameType.
static GROUP: Limit = Limit {
    what: "a group's name",
    max: 128,
    characters: "anything that can be seen",
    accepts: visible,
};

/// b:UsernameType.
static USER: Limit = Limit {
    what: "a user's name",
    max: 128,
    characters: "anything that can be seen",
    accepts: visible,
};

/// b:ResourceServerScopeType.
static SCOPE_DESCRIPTION: Limit = Limit {
    what: "a scope's description",
    max: 256,
    characters: "any character",
    accepts: |_| true,
};

/// b:CreateGroupRequest.
static DESCRIPTION: Limit = Limit {
    what: "a group's description",
    max: 2048,
    characters: "any character",
    accepts: |_| true,
};

/// D23:api-gateway-known-issues, b:CreateStageRequest.
static STAGE: Limit = Limit {
    what: "a stage's name",
    max: 128,
    characters: "letters A to Z, digits, `-` and `_`, or is `$default`",
    accepts: word,
};

/// b:GroupNameType takes letters, marks, symbols, numbers and punctuation.
fn visible(c: char) -> bool {
    !c.is_whitespace() && !invisible(c) && !unassigned(c)
}

fn word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

/// Checks every name that reaches AWS.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    // A name that is left out altogether has been reported.
    if model.name.span.end > 0 {
        out.extend(BLUEPRINT.check(&model.name));
    }
    for function in model
        .functions
        .iter()
        .filter(|function| function.existing.is_none())
    {
        // A name made of the blueprint's and the key shows what is wrong with
        // either; the blueprint's own has been reported.
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
                "the name is `{}`, unless `name` says otherwise",
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
            let message = "nobody can be called `anonymous`";
            out.push(Diagnostic::new(&RULE, name.span, message).help(
                "in expectations and reports it stands for callers without a token: choose another name",
            ));
        }
    }
    for authorizer in model.authorizers.iter() {
        let name = &authorizer.name;
        out.extend(AUTHORIZER.check(name));
        if matches!(name.as_str(), "iam" | "identity") || name.starts_with("jwt") {
            let message = format!("an authorizer cannot be called `{}`", name.value);
            out.push(Diagnostic::new(&RULE, name.span, message).help(
                "`iam`, `identity` and names that begin with `jwt` are jwtgen's own: choose another",
            ));
        }
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
            Some(bad) => format!("{} cannot hold {bad:?}", self.what),
            None if length == 0 => format!("{} cannot be empty", self.what),
            None if length > self.max => {
                format!("{} is {length} characters long", self.what)
            }
            None => return None,
        };
        Some(Diagnostic::new(&RULE, name.span, problem).help(format!(
            "it takes 1 to {} characters: {}",
            self.max, self.characters
        )))
    }
}
