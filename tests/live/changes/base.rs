//! What is applied first, and the calls that go on.

use super::place::{Call, Caller};

/// The blueprint that is applied first.
pub(super) const BLUEPRINT: &str = r#"name = "shop"

[identity]
token = "id"
domain = "shop-demo"
attributes = { tenant = { max = 64 } }

[clients.web]
auth_flows = ["user-password"]

[clients.mobile]
auth_flows = ["user-password"]

[roles]
reader = ["read"]
writer = [{ role = "reader" }, "write"]

[groups]
readers = ["reader"]
writers = ["writer"]
guests = ["reader"]

[functions.orders]
source = "orders.js"

[functions.stock]
source = "stock.js"

[functions.gate]
source = "gate.js"

[authorizers.gate]
function = "gate"

[routes]
"GET /orders" = { function = "orders", scopes = ["read"] }
"POST /orders" = { function = "orders", scopes = ["write"] }
"GET /stock" = { function = "stock", scopes = ["read"], clients = ["web"] }
"GET /health" = { function = "stock", public = "probed by the load balancer" }
"GET /partner" = { function = "orders", authorizer = "gate" }

[stage]
name = "live"
"#;

/// Sources beside it.
pub(super) const FILES: [(&str, &str); 4] = [
    ("orders.js", ANSWERS),
    ("stock.js", ANSWERS),
    ("more.js", ANSWERS),
    (
        "gate.js",
        "exports.handler = async (event) => ({ isAuthorized: event.headers.authorization === \"partner\" });\n",
    ),
];

/// A function that answers 200.
pub(super) const ANSWERS: &str =
    "exports.handler = async () => ({ statusCode: 200, body: \"fine\" });\n";

/// The calls that go on.
pub(super) const CALLS: [Call; 7] = [
    ("GET", "/orders", Caller::Reader, 200),
    ("GET", "/orders", Caller::Anonymous, 401),
    ("POST", "/orders", Caller::Reader, 403),
    ("POST", "/orders", Caller::Writer, 200),
    ("GET", "/stock", Caller::Reader, 200),
    ("GET", "/health", Caller::Anonymous, 200),
    ("GET", "/partner", Caller::Partner, 200),
];
