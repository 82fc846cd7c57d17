//! The changes, each from the blueprint that the one before it left.

use super::base::{ANSWERS, CALLS};
use super::place::Call;
use anyhow::{Result, ensure};

/// What a change has to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Promise {
    /// One apply, every call answered, nothing lost, nothing to warn of.
    Seamless,
    /// The same, but something is lost, and the compile says so.
    Announced,
    /// Calls fail, too, and the compile says so.
    Interrupted,
    /// The compile says that the plan will be refused, and it is.
    Refused,
}

/// A change of the blueprint.
pub(super) struct Change {
    /// What it is.
    pub name: &'static str,
    /// Texts and what replaces them; each occurs.
    edits: &'static [(&'static str, &'static str)],
    /// Files that are written.
    pub files: &'static [(&'static str, &'static str)],
    /// What it has to do.
    pub promise: Promise,
    /// Routes that do not stay.
    gone: &'static [&'static str],
}

impl Change {
    const fn new(
        name: &'static str,
        promise: Promise,
        edits: &'static [(&'static str, &'static str)],
    ) -> Change {
        Change {
            name,
            edits,
            files: &[],
            promise,
            gone: &[],
        }
    }

    const fn without(mut self, gone: &'static [&'static str]) -> Change {
        self.gone = gone;
        self
    }

    const fn writing(mut self, files: &'static [(&'static str, &'static str)]) -> Change {
        self.files = files;
        self
    }

    /// The changed blueprint.
    pub(super) fn edit(&self, blueprint: &str) -> Result<String> {
        let mut text = blueprint.to_owned();
        for (from, to) in self.edits {
            ensure!(text.contains(from), "{}: no {from}", self.name);
            text = text.replacen(from, to, 1);
        }
        Ok(text)
    }

    /// The calls that go on meanwhile.
    pub(super) fn calls(&self) -> Vec<Call> {
        let stays = |call: &&Call| !self.gone.contains(&call.1);
        CALLS.iter().filter(stays).copied().collect()
    }
}

use Promise::{Announced, Interrupted, Refused, Seamless};

/// Each half is applied to an emulator of its own.
pub(super) const CHAINS: [&[Change]; 2] = [FUNCTIONS, IDENTITY];

const FUNCTIONS: &[Change] = &[
    Change::new(
        "add a route and its function",
        Seamless,
        &[
            (
                "[functions.gate]",
                "[functions.more]\nsource = \"more.js\"\n\n[functions.gate]",
            ),
            (
                "\n[stage]",
                "\"GET /more\" = { function = \"more\", scopes = [\"read\"] }\n\n[stage]",
            ),
        ],
    ),
    Change::new(
        "move a route to another function, and drop its old one",
        Seamless,
        &[
            ("[functions.more]\nsource = \"more.js\"\n\n", ""),
            (
                "\"GET /more\" = { function = \"more\"",
                "\"GET /more\" = { function = \"orders\"",
            ),
        ],
    ),
    Change::new(
        "drop a route",
        Seamless,
        &[(
            "\"GET /more\" = { function = \"orders\", scopes = [\"read\"] }\n",
            "",
        )],
    ),
    Change::new(
        "drop `clients` from a route",
        Seamless,
        &[(", clients = [\"web\"] }", " }")],
    ),
    Change::new(
        "add `clients` to a route",
        Seamless,
        &[(
            "\"GET /stock\" = { function = \"stock\", scopes = [\"read\"] }",
            "\"GET /stock\" = { function = \"stock\", scopes = [\"read\"], clients = [\"web\"] }",
        )],
    ),
    Change::new(
        "rename a function (`name`)",
        Seamless,
        &[(
            "source = \"stock.js\"",
            "name = \"inventory\"\nsource = \"stock.js\"",
        )],
    ),
    Change::new(
        "rename a function (its key, with `renamed_from`)",
        Seamless,
        &[
            (
                "[functions.stock]\nname = \"inventory\"\n",
                "[functions.warehouse]\nrenamed_from = \"stock\"\nname = \"inventory\"\n",
            ),
            (
                "\"GET /stock\" = { function = \"stock\"",
                "\"GET /stock\" = { function = \"warehouse\"",
            ),
            (
                "\"GET /health\" = { function = \"stock\"",
                "\"GET /health\" = { function = \"warehouse\"",
            ),
        ],
    ),
    Change::new(
        "rename a function (its key and its name, without `renamed_from`)",
        Seamless,
        &[
            (
                "[functions.warehouse]\nrenamed_from = \"stock\"\nname = \"inventory\"\n",
                "[functions.depot]\n",
            ),
            (
                "\"GET /stock\" = { function = \"warehouse\"",
                "\"GET /stock\" = { function = \"depot\"",
            ),
            (
                "\"GET /health\" = { function = \"warehouse\"",
                "\"GET /health\" = { function = \"depot\"",
            ),
        ],
    ),
    Change::new(
        "rename the function of a Lambda authorizer",
        Seamless,
        &[(
            "source = \"gate.js\"",
            "name = \"doorman\"\nsource = \"gate.js\"",
        )],
    ),
    Change::new(
        "rename a source file",
        Seamless,
        &[("source = \"stock.js\"", "source = \"depot.js\"")],
    )
    .writing(&[("depot.js", ANSWERS)]),
    Change::new(
        "change a function's code, memory and timeout",
        Seamless,
        &[(
            "source = \"depot.js\"",
            "source = \"depot.js\"\nmemory = 256\ntimeout = 5",
        )],
    )
    .writing(&[(
        "depot.js",
        "exports.handler = async () => ({ statusCode: 200, body: \"new\" });\n",
    )]),
    Change::new(
        "change a function's handler and code",
        Interrupted,
        &[(
            "source = \"depot.js\"",
            "source = \"depot.js\"\nhandler = \"depot.main\"",
        )],
    )
    .writing(&[(
        "depot.js",
        "exports.main = async () => ({ statusCode: 200, body: \"main\" });\n",
    )]),
    Change::new(
        "swap the functions of two routes",
        Seamless,
        &[
            (
                "\"GET /orders\" = { function = \"orders\"",
                "\"GET /orders\" = { function = \"depot\"",
            ),
            (
                "\"GET /stock\" = { function = \"depot\"",
                "\"GET /stock\" = { function = \"orders\"",
            ),
        ],
    ),
    Change::new(
        "rename a route (with `renamed_from`)",
        Seamless,
        &[(
            "\"GET /stock\" = {",
            "\"GET /stocks\" = { renamed_from = \"GET /stock\",",
        )],
    )
    .without(&["/stock"]),
    Change::new(
        "rename a route (without)",
        Seamless,
        &[(
            "\"GET /stocks\" = { renamed_from = \"GET /stock\",",
            "\"GET /stock\" = {",
        )],
    )
    .without(&["/stock"]),
    Change::new(
        "make a route public",
        Seamless,
        &[(
            "\"GET /stock\" = { function = \"orders\", scopes = [\"read\"], clients = [\"web\"] }",
            "\"GET /stock\" = { function = \"orders\", public = \"open data\" }",
        )],
    ),
    Change::new(
        "protect a public route",
        Seamless,
        &[(
            "\"GET /stock\" = { function = \"orders\", public = \"open data\" }",
            "\"GET /stock\" = { function = \"orders\", scopes = [\"read\"] }",
        )],
    ),
    Change::new(
        "give a route its own timeout",
        Seamless,
        &[(
            "\"GET /stock\" = { function = \"orders\",",
            "\"GET /stock\" = { function = \"orders\", timeout = 5000,",
        )],
    ),
    Change::new("take it away again", Seamless, &[("timeout = 5000, ", "")]),
    Change::new(
        "move a route to a URL",
        Seamless,
        &[(
            "\"GET /health\" = { function = \"depot\"",
            "\"GET /health\" = { url = \"https://status.example.com/\"",
        )],
    )
    .without(&["/health"]),
    Change::new(
        "move it back to a function",
        Seamless,
        &[(
            "\"GET /health\" = { url = \"https://status.example.com/\"",
            "\"GET /health\" = { function = \"depot\"",
        )],
    )
    .without(&["/health"]),
];

const IDENTITY: &[Change] = &[
    Change::new(
        "add an app client",
        Seamless,
        &[(
            "[clients.mobile]",
            "[clients.kiosk]\nauth_flows = [\"user-password\"]\n\n[clients.mobile]",
        )],
    ),
    Change::new(
        "rename an app client (with `renamed_from`)",
        Seamless,
        &[(
            "[clients.kiosk]\n",
            "[clients.terminal]\nrenamed_from = \"kiosk\"\n",
        )],
    ),
    Change::new(
        "give an app client a secret",
        Announced,
        &[("renamed_from = \"kiosk\"\n", "secret = true\n")],
    ),
    Change::new(
        "drop an app client",
        Seamless,
        &[(
            "[clients.terminal]\nsecret = true\nauth_flows = [\"user-password\"]\n\n",
            "",
        )],
    ),
    Change::new(
        "add a group and a role",
        Seamless,
        &[
            (
                "[groups]\n",
                "auditor = [\"audit\"]\n\n[groups]\nauditors = [\"auditor\"]\n",
            ),
            (
                "\n[stage]",
                "\"GET /audit\" = { function = \"orders\", scopes = [\"audit\"] }\n\n[stage]",
            ),
        ],
    ),
    Change::new("rename a group", Announced, &[("guests = ", "visitors = ")]),
    Change::new(
        "drop a group",
        Announced,
        &[("visitors = [\"reader\"]\n", "")],
    ),
    Change::new(
        "rename a scope of a route and of its role",
        Seamless,
        &[
            ("auditor = [\"audit\"]", "auditor = [\"inspect\"]"),
            ("scopes = [\"audit\"]", "scopes = [\"inspect\"]"),
        ],
    ),
    Change::new(
        "rename the blueprint",
        Refused,
        &[("name = \"shop\"", "name = \"store\"")],
    ),
    Change::new(
        "rename the blueprint, with the user pool's name in `[identity]`",
        Seamless,
        &[
            ("name = \"shop\"", "name = \"store\""),
            ("[identity]\n", "[identity]\nname = \"shop\"\n"),
        ],
    ),
    Change::new(
        "let people sign in by email instead of by name",
        Refused,
        &[(
            "domain = \"shop-demo\"",
            "domain = \"shop-demo\"\nsign_in = [\"email\"]",
        )],
    ),
    Change::new(
        "change a custom attribute",
        Refused,
        &[("max = 64", "max = 128")],
    ),
    Change::new(
        "add a custom attribute",
        Seamless,
        &[(
            "tenant = { max = 64 }",
            "region = {}, tenant = { max = 64 }",
        )],
    ),
    Change::new(
        "change the password policy and the lifetime of tokens",
        Seamless,
        &[
            (
                "domain = \"shop-demo\"",
                "domain = \"shop-demo\"\npassword = { length = 16 }",
            ),
            (
                "[clients.web]\n",
                "[clients.web]\nvalidity = { id = \"30m\" }\n",
            ),
        ],
    ),
    Change::new(
        "add an identity provider",
        Seamless,
        &[(
            "[clients.web]\n",
            "[identity.providers.corporate]\nsaml = { metadata_url = \"https://idp.example.com/metadata\" }\n\n[clients.web]\n",
        )],
    ),
    Change::new(
        "rename an identity provider",
        Announced,
        &[("providers.corporate", "providers.company")],
    ),
    Change::new(
        "drop an identity provider",
        Announced,
        &[(
            "[identity.providers.company]\nsaml = { metadata_url = \"https://idp.example.com/metadata\" }\n\n",
            "",
        )],
    ),
    Change::new(
        "change the sign-in domain",
        Announced,
        &[("shop-demo", "shop-pages")],
    ),
    Change::new(
        "rename the stage",
        Interrupted,
        &[("name = \"live\"", "name = \"prod\"")],
    ),
    Change::new(
        "limit calls",
        Seamless,
        &[(
            "name = \"prod\"",
            "name = \"prod\"\nthrottle = { rate = 1000, burst = 500 }",
        )],
    ),
    Change::new(
        "change the retention of access logs",
        Seamless,
        &[("throttle =", "log_retention = 30\nthrottle =")],
    ),
    Change::new(
        "allow an origin",
        Seamless,
        &[(
            "\n[stage]",
            "\n[api.cors]\norigins = [\"https://shop.example.com\"]\n\n[stage]",
        )],
    ),
    Change::new(
        "describe the API",
        Seamless,
        &[(
            "[api.cors]",
            "[api]\ndescription = \"Orders\"\n\n[api.cors]",
        )],
    ),
    Change::new(
        "ten of these in one commit",
        Seamless,
        &[
            ("[functions.stock]\n", "[functions.depot]\n"),
            (
                "\"GET /stock\" = { function = \"stock\", scopes = [\"read\"], clients = [\"web\"] }",
                "\"GET /stock\" = { function = \"orders\", scopes = [\"read\"] }",
            ),
            (
                "\"GET /health\" = { function = \"stock\"",
                "\"GET /health\" = { function = \"depot\"",
            ),
            (
                "source = \"gate.js\"",
                "name = \"doorman\"\nsource = \"gate.js\"",
            ),
            (
                "\"GET /audit\" = { function = \"orders\", scopes = [\"inspect\"] }\n",
                "",
            ),
            ("log_retention = 30", "log_retention = 60"),
            ("auditor = [\"inspect\"]", "auditor = [\"read\"]"),
            ("[clients.mobile]\nauth_flows = [\"user-password\"]\n\n", ""),
            ("rate = 1000", "rate = 2000"),
            ("description = \"Orders\"\n", ""),
        ],
    ),
];
