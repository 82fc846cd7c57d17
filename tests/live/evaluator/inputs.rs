//! What the expressions refer to.

/// Files beside the module.
pub(super) const FILES: [(&str, &[u8]); 2] = [("a.bin", b"\x00\xff\x01"), ("empty", b"")];

/// What the expressions refer to.
pub(super) const MODULE: &str = r#"
locals {
  text    = "abc"
  number  = 2
  yes     = true
  nothing = null
  list    = ["a", "b", "c"]
  mixed   = [1, "a", true, null]
  map     = { a = "x", b = "y" }
  deep    = { list = [{ name = "n1" }, { name = "n2" }], "odd key" = { x = 1 } }
  twice   = "${local.text}-${local.text}"
  set     = toset(["b", "a"])
}
"#;

/// Input variables, and what is given to them; Terraform accepts all of it.
pub(super) const TYPED: &[(&str, Option<&str>)] = &[
    ("  type = string", Some("\"a\"")),
    ("  type = string", Some("1")),
    ("  type = string", Some("1.50")),
    ("  type = string", Some("true")),
    ("  type = string", Some("null")),
    ("  type = string\n  default = 1", None),
    ("  type = string\n  default = \"d\"", Some("null")),
    (
        "  type = string\n  default = \"d\"\n  nullable = false",
        Some("null"),
    ),
    (
        "  type = string\n  default = \"d\"\n  nullable = true",
        Some("null"),
    ),
    ("  default = 1", None),
    ("  default = null", None),
    ("", Some("[1, \"a\"]")),
    ("", Some("null")),
    ("  type = any", Some("{ a = [1, true] }")),
    ("  type = number", Some("\"5\"")),
    ("  type = number", Some("5")),
    ("  type = number", Some("1e3")),
    ("  type = number", Some("-0")),
    ("  type = bool", Some("\"true\"")),
    ("  type = bool", Some("false")),
    ("  type = list(string)", Some("[]")),
    ("  type = list(string)", Some("[\"b\", \"a\", \"b\"]")),
    ("  type = list(string)", Some("[1, \"a\", null]")),
    ("  type = list(string)", Some("toset([\"b\", \"a\"])")),
    ("  type = list(any)", Some("[1, \"a\"]")),
    ("  type = list(any)", Some("[1, 2]")),
    ("  type = list(any)", Some("[{ a = 1 }, { a = \"x\" }]")),
    ("  type = set(string)", Some("[\"b\", \"a\", \"b\"]")),
    ("  type = tuple([string, number])", Some("[1, \"2\"]")),
    ("  type = map(string)", Some("{ a = 1, b = true }")),
    ("  type = map(string)", Some("{ a = \"x\" }")),
    ("  type = map(string)", Some("{}")),
    ("  type = map(any)", Some("{ a = 1, b = \"x\" }")),
    ("  type = map(any)", Some("{ a = [1], b = [2] }")),
    (
        "  type = map(list(string))",
        Some("{ a = [\"x\"], b = [] }"),
    ),
    (
        "  type = object({ a = string, b = number })",
        Some("{ a = \"x\", b = 1 }"),
    ),
    (
        "  type = object({ a = string })",
        Some("{ a = \"x\", b = 1 }"),
    ),
    (
        "  type = object({ a = string, b = optional(number, 3) })",
        Some("{ a = \"x\" }"),
    ),
    (
        "  type = object({ a = list(string) })\n  default = null",
        None,
    ),
    (
        "  type = object({ a = list(string) })",
        Some("{ a = [\"x\"] }"),
    ),
    ("  type = object({ a = list(string) })", Some("{ a = [1] }")),
    (
        "  type = list(object({ a = string }))",
        Some("[{ a = \"x\" }, { a = \"y\", c = 1 }]"),
    ),
    ("  type = list(number)", Some("[\"1\", 2]")),
    ("  type = list(bool)", Some("[true, false]")),
    ("  sensitive = false\n  type = string", Some("local.twice")),
];
