//! Foreign values: words of a fixed set, and numbers with units.

use super::{has, plain};

/// What a foreign word means.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Word {
    /// Another word of the set.
    Is(&'static str),
    /// What to do instead.
    Tell(&'static str),
}

use Word::{Is, Tell};

/// Foreign words by one word of the set that they are compared with.
static WORDS: &[(&str, &[(&str, Word)])] = &[
    (
        "user-srp",
        &[
            ("allowusersrpauth usersrpauth srp", Is("user-srp")),
            (
                "allowuserpasswordauth userpasswordauth allowuserpassword",
                Is("user-password"),
            ),
            (
                "password passwords",
                Tell(
                    "write `\"user-srp\"` where the password stays on the device, `\"user-password\"` where clients send it, or `\"admin-user-password\"` where a server of yours does",
                ),
            ),
            (
                "allowadminuserpasswordauth adminnosrpauth adminuserpasswordauth adminuserpassword",
                Is("admin-user-password"),
            ),
            (
                "allowcustomauth customauth customauthflowonly",
                Is("custom"),
            ),
            ("allowuserauth userauth", Is("user-auth")),
            (
                "allowrefreshtokenauth refreshtokenauth refreshtoken refresh",
                Tell("remove it: tokens can always be refreshed"),
            ),
            (
                "code authorizationcode implicit clientcredentials",
                Tell(
                    "OAuth grants belong in `oauth = { flows = [\"code\"], scopes = [\"openid\"] }`; a machine client lists `roles` instead",
                ),
            ),
        ],
    ),
    (
        "code",
        &[
            (
                "authorizationcode authorizationcodegrant codegrant authcode",
                Is("code"),
            ),
            (
                "pkce codepkce",
                Tell("write only `\"code\"`: whether a client uses PKCE is decided by the client"),
            ),
            (
                "clientcredentials clientcredential m2m machine",
                Tell(
                    "a machine client has no `oauth`: remove it, and list the client's `roles`, as in `roles = [\"reader\"]`",
                ),
            ),
            (
                "implicit token implicitgrant implicitcodegrant",
                Tell(
                    "use `\"code\"`, with PKCE in browsers: the implicit grant is obsolete, and jwtgen does not offer it",
                ),
            ),
            (
                "password refreshtoken refresh",
                Tell(
                    "remove it: `\"code\"` is the only grant for people; `auth_flows` configures sign-in without the login pages",
                ),
            ),
        ],
    ),
    (
        "access",
        &[
            ("accesstoken bearer", Is("access")),
            ("idtoken identity", Is("id")),
        ],
    ),
    (
        "essentials",
        &[
            ("basic", Is("lite")),
            (
                "free",
                Tell(
                    "free use is a matter of price, not a feature plan: remove the key for `\"essentials\"`, or write `\"lite\"`, which cannot customize access tokens",
                ),
            ),
            ("standard default", Is("essentials")),
            ("premium advanced", Is("plus")),
        ],
    ),
    (
        "enforced",
        &[
            ("fullfunction full on enabled", Is("enforced")),
            ("auditonly", Is("audit")),
            (
                "off nosecurity nofunction none disabled",
                Tell("remove the key: threat protection is off by default"),
            ),
        ],
    ),
    (
        "optional",
        &[
            ("on always true enabled", Is("required")),
            ("none disabled false", Is("off")),
            (
                "sms totp email softwaretoken authenticator softwaretokenmfa smsmfa",
                Tell(
                    "say how much it is used: `\"optional\"` or `\"required\"`; people use an authenticator app",
                ),
            ),
        ],
    ),
    (
        "x86_64",
        &[
            ("amd64 x64 x86 intel", Is("x86_64")),
            ("arm aarch64 graviton", Is("arm64")),
        ],
    ),
    (
        "passthrough",
        &[
            ("true on enabled", Is("active")),
            (
                "off none disabled false",
                Tell("remove the key: functions are not traced by default"),
            ),
        ],
    ),
    ("GET", &[("any all", Is("*"))]),
    ("2.0", &[("2 v2", Is("2.0")), ("1 v1", Is("1.0"))]),
    (
        "deny",
        &[
            ("error fatal forbid", Is("deny")),
            ("warning", Is("warn")),
            (
                "off allow ignore none disabled",
                Tell(
                    "to suppress the findings of a rule, give the reason: `{ allow = \"reason\" }`",
                ),
            ),
        ],
    ),
    (
        "allow",
        &[
            (
                "deny forbid block refuse denied",
                Tell(
                    "say which refusal is expected: `401` for a caller without a valid token, `403` for one without the right scope",
                ),
            ),
            ("forbidden", Tell("write the status as a number: `403`")),
            (
                "unauthorized unauthenticated",
                Tell("write the status as a number: `401`"),
            ),
            ("ok yes true permit allowed", Is("allow")),
        ],
    ),
    (
        "forever",
        &[
            ("never infinite indefinitely unlimited", Is("forever")),
            (
                "oneday threedays fivedays oneweek twoweeks onemonth twomonths threemonths fourmonths fivemonths sixmonths oneyear",
                Tell("write the number of days: `30` for a month, `365` for a year"),
            ),
        ],
    ),
    (
        "email",
        &[
            (
                "phone sms phonenumber verifiedphonenumber phoneonly",
                Is("phone_number"),
            ),
            ("emailonly verifiedemail mail", Is("email")),
            (
                "username",
                Tell("remove the key: users sign in with a username by default"),
            ),
        ],
    ),
    (
        "dualstack",
        &[
            ("dual both", Is("dualstack")),
            (
                "ipv6 6",
                Tell("an HTTP API cannot leave out IPv4: write `\"dualstack\"` for both"),
            ),
        ],
    ),
    // Answers in the place of callers.
    (
        "signed-in",
        &[(
            "allow deny allowed denied forbidden",
            Tell("each caller is a key, and its answer the value: `readers = \"allow\"`"),
        )],
    ),
    // Callers in `[expect]` and `only`; none of these is a word of a fixed set.
    (
        "anonymous",
        &[
            (
                "everyone anyone everybody all any",
                Tell(
                    "name each kind of caller: `anonymous` has no token, `signed-in` is anyone who has signed in, and each group has its name",
                ),
            ),
            (
                "public guest guests unauthenticated unauth none nobody visitor visitors notoken",
                Tell("a caller without a token is `anonymous`"),
            ),
            (
                "authenticated loggedin user users member members signedin logged authorized",
                Tell("anyone who has signed in, in no group, is `signed-in`"),
            ),
        ],
    ),
    (
        "datetime",
        &[
            ("date", Is("datetime")),
            ("int integer float", Is("number")),
            ("bool", Is("boolean")),
            ("text str", Is("string")),
        ],
    ),
    (
        "auth0",
        &[
            ("azure azuread microsoft entraid aad", Is("entra")),
            (
                "cognito",
                Tell(
                    "remove the key: a new user pool needs no preset; for an existing one, use `pool`",
                ),
            ),
        ],
    ),
];

/// What a foreign word means in the place of `words`.
pub(crate) fn word(found: &str, words: &[&str]) -> Option<&'static Word> {
    let plain = plain(found);
    let sets = WORDS.iter().filter(|(member, _)| words.contains(member));
    sets.flat_map(|(_, foreign)| *foreign)
        .find(|(names, _)| has(names, &plain))
        .map(|(_, word)| word)
        .filter(|word| match word {
            Is(word) => words.contains(word),
            Tell(_) => true,
        })
}

/// Units of numbers that a key counts: the path of the table, the key, the unit in
/// words, and the units that people write with their size.
type Units = (&'static str, &'static str, &'static [(&'static str, i64)]);

const SECONDS: &[(&str, i64)] = &[
    ("s", 1),
    ("sec", 1),
    ("secs", 1),
    ("second", 1),
    ("seconds", 1),
    ("m", 60),
    ("min", 60),
    ("minutes", 60),
    ("h", 3_600),
    ("hours", 3_600),
];

const MILLISECONDS: &[(&str, i64)] = &[
    ("ms", 1),
    ("millis", 1),
    ("milliseconds", 1),
    ("s", 1_000),
    ("sec", 1_000),
    ("seconds", 1_000),
];

const MEGABYTES: &[(&str, i64)] = &[
    ("mb", 1),
    ("mib", 1),
    ("megabytes", 1),
    ("gb", 1_024),
    ("gib", 1_024),
];

const DAYS: &[(&str, i64)] = &[("d", 1), ("day", 1), ("days", 1), ("w", 7), ("weeks", 7)];

static UNITS: &[Units] = &[
    ("functions.*.timeout", "seconds", SECONDS),
    ("functions.*.memory", "MB", MEGABYTES),
    ("functions.*.log_retention", "days", DAYS),
    ("stage.log_retention", "days", DAYS),
    ("routes.*.timeout", "milliseconds", MILLISECONDS),
    ("authorizers.*.ttl", "seconds", SECONDS),
    ("api.cors.max_age", "seconds", SECONDS),
];

fn units(path: &[&str]) -> Option<&'static Units> {
    let place = match path {
        ["defaults", "function", rest @ ..] => [&["functions", "*"], rest].concat().join("."),
        path => path.join("."),
    };
    UNITS.iter().find(|(known, ..)| *known == place)
}

/// A quantity with a unit, such as `10s`, in the unit of the key, and that unit.
pub(crate) fn quantity(
    path: &[&str],
    number: &str,
    unit: &str,
) -> Option<(Option<i64>, &'static str)> {
    let (_, words, known) = units(path)?;
    let unit = unit.trim().to_lowercase();
    let size = known.iter().find(|(name, _)| *name == unit);
    let value = size.and_then(|(_, size)| number.trim().parse::<i64>().ok()?.checked_mul(*size));
    Some((value, words))
}

/// The unit of a key whose number is out of range, and the number that was probably
/// meant in another unit.
pub(crate) fn number(path: &[&str], number: i64) -> Option<(Option<i64>, &'static str)> {
    let (_, words, _) = units(path)?;
    let meant = match *words {
        // Other tools count seconds here.
        "milliseconds" => number.checked_mul(1_000),
        // Few write a size of some bytes or kilobytes.
        "MB" => number.checked_mul(1_024),
        // Or milliseconds.
        "seconds" if number % 1_000 == 0 => Some(number / 1_000),
        _ => None,
    };
    Some((meant, words))
}
