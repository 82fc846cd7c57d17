//! What the printer writes is what `terraform fmt` would leave, and what
//! Terraform evaluates is what was meant: thousands of generated blocks and
//! strings through the real `terraform`.

use crate::support::harness::trials;
use crate::support::terraform::{evaluate, fmt_stdin};
use jwtgen::terraform::expr::{Part, call, fixed, list, object, reference, template, text};
use jwtgen::terraform::{Block, Entry, Expression, print};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

trials![
    terraform_fmt_changes_nothing,
    terraform_evaluates_strings_to_themselves
];

/// Characters that strings are made of: all that HCL treats in a way of its
/// own, and some of every width. None of them changes by Unicode
/// normalisation, which Terraform applies to all strings.
const CHARACTERS: &[char] = &[
    '$',
    '%',
    '{',
    '}',
    '"',
    '\\',
    '\n',
    '\r',
    '\t',
    '\0',
    '\u{7}',
    '\u{1b}',
    '\u{7f}',
    '\u{85}',
    '\u{200b}',
    '\u{202e}',
    '\u{2028}',
    '\u{feff}',
    '\u{e0041}',
    ' ',
    'a',
    'Z',
    '0',
    '_',
    '-',
    '.',
    '/',
    '#',
    '<',
    '&',
    '~',
    'é',
    'ß',
    '漢',
    '字',
    '😀',
    '👩',
    '\u{1f4bb}',
    '\u{fffd}',
];

fn any_text() -> impl Strategy<Value = String> {
    let text = prop::collection::vec(prop::sample::select(CHARACTERS), 0..12);
    text.prop_map(|characters| characters.into_iter().collect())
}

fn identifier() -> impl Strategy<Value = String> {
    "[a-z][a-z0-9_-]{0,14}"
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => identifier(),
        1 => prop::sample::select(vec!["for", "if", "null", "true", "in"]).prop_map(String::from),
        2 => any_text().prop_filter("a key is not empty", |key| !key.is_empty()),
    ]
}

fn expression() -> impl Strategy<Value = Expression> {
    let leaf = prop_oneof![
        any_text().prop_map(text),
        any::<i32>().prop_map(Expression::from),
        any::<bool>().prop_map(Expression::from),
        Just(Expression::Null),
        Just(reference("aws_cognito_user_pool.main.endpoint")),
        Just(reference("var.x")),
        Just(fixed("[for k, v in var.x : upper(k) if v != null]")),
        Just(fixed("length(var.x) == 0 ? !true : (1 + 2 * 3 >= 4)")),
        (any_text(), any_text()).prop_map(|(before, after)| template([
            Part::Text(before),
            Part::Value(reference("module.a.b")),
            Part::Text(after),
        ])),
        Just(template([Part::Value(reference("local.only"))])),
    ];
    leaf.prop_recursive(3, 24, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(list),
            prop::collection::btree_map(key(), inner.clone(), 0..5).prop_map(object),
            prop::collection::vec(inner, 0..3).prop_map(|args| call("merge", args)),
        ]
    })
}

fn block() -> impl Strategy<Value = Block> {
    let entry = || {
        prop_oneof![
            6 => (identifier(), expression()).prop_map(|(name, value)| Entry::Attribute {
                comment: Vec::new(),
                name,
                value,
            }),
            1 => (any_text(), identifier(), expression()).prop_map(|(comment, name, value)| {
                let block = Block::new("x").attr_with_comment(comment, name, value);
                block.body.into_iter().next().unwrap()
            }),
        ]
    };
    // Labels are types and addresses, never text of a blueprint.
    let labels = prop::collection::vec(identifier(), 0..3);
    let bare = (
        identifier(),
        labels,
        any_text(),
        prop::collection::vec(entry(), 0..8),
    );
    let leaf = bare.prop_map(|(kind, labels, comment, body)| {
        let mut block = Block::new(kind).comment(comment);
        block.labels = labels;
        block.body = once_each(body);
        block
    });
    leaf.prop_recursive(2, 8, 3, move |inner| {
        let entry = prop_oneof![entry(), inner.prop_map(Entry::Block),];
        (identifier(), prop::collection::vec(entry, 0..6)).prop_map(|(kind, body)| {
            let mut block = Block::new(kind);
            block.body = once_each(body);
            block
        })
    })
}

/// Terraform refuses an argument that is set twice.
fn once_each(mut body: Vec<Entry>) -> Vec<Entry> {
    let mut seen = std::collections::BTreeSet::new();
    body.retain(|entry| match entry {
        Entry::Attribute { name, .. } => seen.insert(name.clone()),
        _ => true,
    });
    body
}

/// The same values on every run, so that a failure can be seen again.
fn samples<T: std::fmt::Debug>(strategy: impl Strategy<Value = T>, count: usize) -> Vec<T> {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut sample = || strategy.new_tree(&mut runner).unwrap().current();
    (0..count).map(|_| sample()).collect()
}

fn terraform_fmt_changes_nothing() {
    let blocks = samples(block(), 3000);
    let printed = print::file("# header\n", &blocks);
    let formatted = fmt_stdin(&printed).unwrap();
    for (number, (ours, theirs)) in printed.lines().zip(formatted.lines()).enumerate() {
        assert_eq!(ours, theirs, "line {}", number + 1);
    }
    assert_eq!(printed.len(), formatted.len());
}

fn terraform_evaluates_strings_to_themselves() {
    let texts = samples(any_text(), 2000);
    let keys = samples(key(), 200);
    // `None` represents an expression.
    let part = prop::option::weighted(0.6, any_text());
    let parts = samples(prop::collection::vec(part, 0..7), 1000);
    let templates = parts.iter().map(|parts| {
        template(parts.iter().map(|part| match part {
            Some(literal) => Part::Text(literal.clone()),
            None => Part::Value(call("upper", [text("middle")])),
        }))
    });
    let locals = Block::new("locals")
        .attr("texts", list(texts.iter().cloned().map(text)))
        .attr(
            "keys",
            object(keys.iter().map(|key| (key.clone(), text(key.clone())))),
        )
        .attr("templates", list(templates));
    let module = print::file("", &[locals]);
    let evaluated =
        |name: &str| -> serde_json::Value { evaluate(&module, &format!("local.{name}")).unwrap() };
    assert_eq!(evaluated("texts"), serde_json::json!(texts));
    let by_key: std::collections::BTreeMap<_, _> = keys.iter().map(|key| (key, key)).collect();
    assert_eq!(evaluated("keys"), serde_json::json!(by_key));
    let whole: Vec<String> = parts
        .iter()
        .map(|parts| {
            parts
                .iter()
                .map(|part| part.as_deref().unwrap_or("MIDDLE"))
                .collect()
        })
        .collect();
    assert_eq!(evaluated("templates"), serde_json::json!(whole));
}
