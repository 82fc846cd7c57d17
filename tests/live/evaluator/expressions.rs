//! Random expressions: everything that the audit evaluates, and what looks like
//! it and must not be evaluated.

use super::texts::{among, quoted};
use proptest::prelude::*;
use proptest::strategy::{BoxedStrategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// Expressions of each type, up to some depth.
#[derive(Clone)]
struct Level {
    text: BoxedStrategy<String>,
    number: BoxedStrategy<String>,
    truth: BoxedStrategy<String>,
    list: BoxedStrategy<String>,
    map: BoxedStrategy<String>,
    any: BoxedStrategy<String>,
}

/// So many expressions, always the same for a seed.
pub(super) fn expressions(seed: u64, count: usize) -> Vec<String> {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let levels: Vec<Level> = std::iter::successors(Some(leaves()), |level| Some(deeper(level)))
        .take(5)
        .collect();
    let all = prop_oneof![
        1 => levels[1].any.clone(),
        2 => levels[2].any.clone(),
        2 => levels[3].any.clone(),
        1 => levels[4].any.clone(),
    ];
    let mut sample = || all.new_tree(&mut runner).expect("a value").current();
    (0..count).map(|_| sample()).collect()
}

fn leaves() -> Level {
    let text = prop_oneof![
        5 => quoted(),
        1 => among(&["local.text", "local.map.a", "local.map[\"b\"]", "local.twice", "path.root", "path.module"]),
    ]
    .boxed();
    let number = prop_oneof![
        4 => among(&["0", "1", "2", "3", "10", "local.number"]),
        1 => among(&[
            "-1", "-0", "- 1", "1.0", "1.5", "-2.5", "0.1", "1e3", "1E-2", "1.10", "007", "1e0",
            "18446744073709551615", "18446744073709551616", "9007199254740993", "9007199254740993.0",
            "1.00000000000000000001", "0.1234567890123456789", "100000000000000000000000", "1e21",
            "0.000001", "0.0000001", "123456789.125", "12345678901234.5", "123456789012345.25",
        ]),
    ]
    .boxed();
    let truth = among(&["true", "false", "true", "false", "local.yes"]);
    let list = among(&[
        "[]",
        "local.list",
        "[1]",
        "[\"a\"]",
        "[true]",
        "local.mixed",
        "local.deep.list",
        "local.set",
    ]);
    let map = among(&[
        "{}",
        "local.map",
        "local.deep",
        "{ a = 1 }",
        "{ a = \"x\" }",
    ]);
    let any = prop_oneof![
        4 => text.clone(),
        2 => number.clone(),
        2 => truth.clone(),
        2 => list.clone(),
        2 => map.clone(),
        1 => among(&["null", "local.nothing"]),
    ]
    .boxed();
    Level {
        text,
        number,
        truth,
        list,
        map,
        any,
    }
}

/// With one more level around.
fn deeper(inner: &Level) -> Level {
    let Level {
        text,
        number,
        truth,
        list,
        map,
        any,
    } = inner.clone();
    let call = |name: &'static str, arguments: Vec<BoxedStrategy<String>>| {
        let call = move |arguments: Vec<String>| format!("{name}({})", arguments.join(", "));
        arguments.prop_map(call).boxed()
    };
    let conditional = |of: &BoxedStrategy<String>| {
        let parts = (truth.clone(), of.clone(), of.clone());
        parts
            .prop_map(|(c, a, b)| format!("({c} ? {a} : {b})"))
            .boxed()
    };
    let index = (
        any.clone(),
        prop_oneof![number.clone(), text.clone(), any.clone()],
    )
        .prop_map(
            |(of, at)| match of.starts_with(['"', '-', '0', '1', '2', '3']) {
                true => format!("({of})[{at}]"),
                false => format!("{of}[{at}]"),
            },
        )
        .boxed();
    let good_index = prop_oneof![
        (list.clone(), 0..3usize).prop_map(|(of, at)| format!("({of})[{at}]")),
        (map.clone(), among(&["a", "b", "name", "list"]))
            .prop_map(|(of, at)| format!("({of}).{at}")),
        (map.clone(), among(&["a", "b", "odd key"]))
            .prop_map(|(of, at)| format!("({of})[\"{at}\"]")),
        among(&[
            "local.deep.list[1].name",
            "local.deep[\"odd key\"].x",
            "local.list[2]",
            "local.list.0",
            "local.list[3]",
            "local.list[\"1\"]",
            "local.map[0]",
            "local.list.a",
            "local.mixed[*]",
            "local.deep.list[*].name",
            "local.deep.list.*.name",
            "local.text.a",
            "local.number[0]"
        ]),
    ]
    .boxed();
    let part = prop_oneof![
        3 => prop_oneof![2 => text.clone(), 1 => number.clone(), 1 => any.clone()].prop_map(|it| format!("${{{it}}}")),
        1 => prop_oneof![2 => text.clone(), 1 => any.clone()].prop_map(|it| format!("${{ {it} }}")),
        4 => quoted().prop_map(|it| it.trim_matches('"').replace(['\\', '"', '$', '%', '{'], "")),
    ];
    let stripped = prop_oneof![
        text.clone().prop_map(|it| format!("\"a ${{~ {it} ~}} b\"")),
        text.clone().prop_map(|it| format!("\"${{~ {it} }}\"")),
        text.clone().prop_map(|it| format!("\"a ${{ {it} ~}} \"")),
        (truth.clone(), text.clone())
            .prop_map(|(c, it)| format!("\"x%{{ if {c} }}${{{it}}}%{{ else }}n%{{ endif }}\"")),
        list.clone()
            .prop_map(|it| format!("\"%{{ for i in {it} }}i%{{ endfor }}\"")),
        text.clone()
            .prop_map(|it| format!("(<<EOT\n  a ${{{it}}}\nEOT\n)")),
        text.clone()
            .prop_map(|it| format!("(<<-EOT\n    a\n      ${{{it}}}\n    EOT\n)")),
    ]
    .boxed();
    let templates = prop_oneof![
        5 => prop::collection::vec(part, 1..5).prop_map(|parts| format!("\"{}\"", parts.concat())),
        1 => stripped,
    ]
    .boxed();
    let separator = among(&["\":\"", "\",\"", "\"/\"", "\"\"", "\"b\"", "\"ab\""]);
    let texts = prop::collection::vec(text.clone(), 0..4)
        .prop_map(|it| format!("[{}]", it.join(", ")))
        .boxed();
    let range = (0..3usize, 0..4usize).boxed();
    let text_deep = prop_oneof![
        4 => text.clone(),
        6 => templates,
        2 => conditional(&text),
        2 => call("jsonencode", vec![any.clone()]),
        2 => call("urlencode", vec![text.clone()]),
        1 => call("trimsuffix", vec![text.clone(), text.clone()]),
        1 => (text.clone(), text.clone()).prop_map(|(a, b)| format!("trimsuffix(\"${{{a}}}${{{b}}}${{{b}}}\", {b})")),
        2 => call("join", vec![separator.clone(), texts.clone()]),
        1 => call("join", vec![text.clone(), list.clone()]),
        1 => among(&["filebase64sha256(\"a.bin\")", "filebase64sha256(\"${path.module}/empty\")", "filebase64sha256(\"./a.bin\")", "filebase64sha256(\"none\")", "filebase64sha256(\"~/a.bin\")"]),
        2 => prop_oneof![
            call("lower", vec![text.clone()]),
            call("upper", vec![text.clone()]),
            call("trimspace", vec![text.clone()]),
            call("tostring", vec![any.clone()]),
            call("coalesce", vec![any.clone(), any.clone()]),
            call("format", vec![Just("\"%s-%v\"".to_owned()).boxed(), any.clone(), any.clone()]),
            call("replace", vec![text.clone(), separator.clone(), text.clone()]),
            call("substr", vec![text.clone(), number.clone(), number.clone()]),
            call("base64encode", vec![text.clone()]),
            call("title", vec![text.clone()]),
            call("nonsensitive", vec![text.clone()]),
        ],
    ]
    .boxed();
    let number_deep = prop_oneof![
        5 => number.clone(),
        2 => call("length", vec![prop_oneof![list.clone(), map.clone(), any.clone()].boxed()]),
        1 => conditional(&number),
        1 => (number.clone(), among(&["+", "-", "*", "/", "%"]), number.clone()).prop_map(|(a, op, b)| format!("({a} {op} {b})")),
        1 => prop_oneof![
            number.clone().prop_map(|it| format!("-({it})")),
            call("tonumber", vec![any.clone()]),
            call("abs", vec![number.clone()]),
            call("max", vec![number.clone(), number.clone()]),
        ],
    ]
    .boxed();
    let same = |of: &BoxedStrategy<String>| {
        let parts = (of.clone(), among(&["==", "!="]), of.clone());
        parts.prop_map(|(a, op, b)| format!("{a} {op} {b}")).boxed()
    };
    let compared = prop_oneof![
        3 => same(&text),
        2 => same(&number),
        2 => same(&truth),
        2 => same(&any),
        1 => same(&list),
        1 => (any.clone(), among(&["==", "!="])).prop_map(|(a, op)| format!("{a} {op} null")),
        1 => (number.clone(), among(&["<", ">", "<=", ">="]), number.clone()).prop_map(|(a, op, b)| format!("{a} {op} {b}")),
    ]
    .boxed();
    let truth_deep = prop_oneof![
        3 => truth.clone(),
        5 => compared.clone().prop_map(|it| format!("({it})")),
        2 => truth.clone().prop_map(|it| format!("!{it}")),
        2 => any.clone().prop_map(|it| format!("!({it})")),
        2 => (truth.clone(), among(&["&&", "||"]), truth.clone()).prop_map(|(a, op, b)| format!("({a} {op} {b})")),
        2 => (compared.clone(), among(&["&&", "||", "=="]), truth.clone(), among(&["&&", "||", "!="]), compared).prop_map(|(a, o, b, p, c)| format!("({a} {o} !{b} {p} {c})")),
        1 => (any.clone(), any.clone()).prop_map(|(a, b)| format!("({a} && {b})")),
        1 => prop_oneof![
            call("can", vec![any.clone()]),
            call("contains", vec![list.clone(), any.clone()]),
            call("tobool", vec![any.clone()]),
            call("startswith", vec![text.clone(), text.clone()]),
        ],
    ]
    .boxed();
    let list_deep = prop_oneof![
        3 => list.clone(),
        4 => prop::collection::vec(any.clone(), 0..4).prop_map(|it| format!("[{}]", it.join(", "))),
        1 => prop::collection::vec(any.clone(), 1..4).prop_map(|it| format!("[\n{},\n]", it.join(",\n"))),
        2 => texts.clone(),
        2 => call("split", vec![separator.clone(), text.clone()]),
        2 => call("concat", vec![list.clone(), list.clone()]),
        1 => call("concat", vec![texts.clone(), list.clone(), texts]),
        2 => (list.clone(), range).prop_map(|(of, (from, to))| format!("slice({of}, {from}, {to})")),
        2 => conditional(&list),
        1 => (truth.clone(), list.clone()).prop_map(|(c, it)| format!("({c} ? {it} : [])")),
        1 => (truth.clone(), list.clone()).prop_map(|(c, it)| format!("({c} ? [] : {it})")),
        3 => loops(&list, &any, &text, &truth),
        1 => prop_oneof![
            call("tolist", vec![list.clone()]),
            call("toset", vec![list.clone()]),
            call("distinct", vec![list.clone()]),
            call("sort", vec![list.clone()]),
            call("reverse", vec![list.clone()]),
            call("compact", vec![list.clone()]),
            call("flatten", vec![list.clone()]),
            call("keys", vec![map.clone()]),
            call("values", vec![map.clone()]),
            list.clone().prop_map(|it| format!("{it}[*]")),
            list.clone().prop_map(|it| format!("concat({it}...)")),
        ],
    ]
    .boxed();
    let key = prop_oneof![
        4 => among(&["a", "b", "name", "list", "\"odd key\"", "\"a\"", "(local.text)", "\"${local.text}\"", "é-x", "\"e\u{301}\""]),
        1 => among(&["1", "(1)", "true", "null", "(null)", "local.text", "(local.nothing)",]),
        1 => text.clone(),
        1 => text.clone().prop_map(|it| format!("({it})")),
    ];
    let entry =
        (key, among(&["=", ":"]), any.clone()).prop_map(|(k, sign, v)| format!("{k} {sign} {v}"));
    let map_deep = prop_oneof![
        2 => map.clone(),
        6 => prop::collection::vec(entry, 0..4).prop_map(|it| format!("{{ {} }}", it.join(", "))),
        2 => conditional(&map),
        1 => prop_oneof![
            call("merge", vec![map.clone(), map.clone()]),
            call("tomap", vec![map.clone()]),
            call("jsondecode", vec![text.clone()]),
            map.clone().prop_map(|it| format!("{{ for k, v in {it} : k => v }}")),
        ],
    ]
    .boxed();
    let any_deep = prop_oneof![
        6 => text_deep.clone(),
        2 => number_deep.clone(),
        4 => truth_deep.clone(),
        4 => list_deep.clone(),
        4 => map_deep.clone(),
        1 => Just("null".to_owned()),
        2 => index,
        4 => good_index,
        2 => conditional(&any),
        1 => (any.clone(), any.clone(), any.clone()).prop_map(|(c, a, b)| format!("({c} ? {a} : {b})")),
        1 => call("one", vec![list.clone()]),
        2 => call("one", vec![any.clone().prop_map(|it| format!("[{it}]")).boxed()]),
        2 => call("element", vec![list.clone(), number]),
        1 => call("lookup", vec![map.clone(), text, any.clone()]),
        1 => call("try", vec![any.clone(), any.clone()]),
        1 => any.clone().prop_map(|it| format!("({it})")),
    ]
    .boxed();
    Level {
        text: text_deep,
        number: number_deep,
        truth: truth_deep,
        list: list_deep,
        map: map_deep,
        any: any_deep,
    }
}

/// A list made of another one, item by item.
fn loops(
    list: &BoxedStrategy<String>,
    any: &BoxedStrategy<String>,
    text: &BoxedStrategy<String>,
    truth: &BoxedStrategy<String>,
) -> BoxedStrategy<String> {
    let item = prop_oneof![
        4 => among(&[
            "x",
            "\"${x}-a\"",
            "\"a${x}\"",
            "{ a = x }",
            "{ (x) = 1 }",
            "[x, x]",
            "x.name",
            "x[0]",
            "length(x)",
            "x == \"a\"",
            "(x == null ? 1 : x)",
            "jsonencode(x)",
            "[for y in local.list : \"${x}${y}\"]",
            "[for x in local.list : x]",
        ]),
        1 => any.clone(),
        1 => text.clone().prop_map(|it| format!("[x, {it}]")),
    ]
    .boxed();
    prop_oneof![
        6 => (list.clone(), item.clone()).prop_map(|(of, it)| format!("[for x in {of} : {it}]")),
        2 => (list.clone(), item.clone()).prop_map(|(of, it)| format!("[for y, x in {of} : {it}]")),
        1 => list.clone().prop_map(|of| format!("[for y, x in {of} : y]")),
        1 => list.clone().prop_map(|of| format!("[for local in {of} : local]")),
        1 => (list.clone(), item.clone(), truth.clone())
            .prop_map(|(of, it, c)| format!("[for x in {of} : {it} if {c}]")),
        1 => (any.clone(), item).prop_map(|(of, it)| format!("[for x in {of} : {it}]")),
    ]
    .boxed()
}
