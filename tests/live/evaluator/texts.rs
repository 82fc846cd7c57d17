//! Random texts, as HCL spells them.

use proptest::prelude::*;
use proptest::strategy::BoxedStrategy;

/// One of these texts.
pub(super) fn among(all: &'static [&'static str]) -> BoxedStrategy<String> {
    prop::sample::select(all).prop_map(str::to_owned).boxed()
}

/// The inside of a quoted text: all that HCL, JSON or Unicode treats in a way of
/// its own.
fn characters() -> BoxedStrategy<String> {
    let odd = among(&[
        "a",
        "b",
        "c",
        "Z",
        "0",
        "1",
        "-",
        "_",
        ".",
        ":",
        ":",
        ",",
        "/",
        "+",
        "=",
        "?",
        " ",
        "~",
        "#",
        "//",
        "{",
        "}",
        "$",
        "%",
        "$$",
        "%%",
        "$${",
        "%%{",
        "$$$",
        "\\n",
        "\\r",
        "\\t",
        "\\\\",
        "\\\"",
        "\\u00e9",
        "\\u0301",
        "\\U0001f600",
        "\\u0000",
        "\\u0008",
        "\\u000c",
        "\\u001b",
        "\\u2028",
        "<",
        ">",
        "&",
        "'",
        "true",
        "null",
        "1.0",
        "é",
        "e\u{301}",
        "\u{301}",
        "\u{e9}\u{323}",
        "\u{212b}",
        "\u{1112}\u{1161}",
        "\u{1161}",
        "\u{d55c}",
        "\u{11ab}",
        "\u{fb01}",
        "ß",
        "İ",
        "ǅ",
        "漢",
        "👩\u{200d}💻",
        "\u{2029}",
        "\u{85}",
        "\u{7f}",
        "\u{feff}",
        "\u{344}",
        "\u{958}",
        "\u{0915}\u{093c}",
        "\u{10ffff}",
        "\u{e000}",
    ]);
    let mark = prop::char::ranges(
        vec![
            '\u{300}'..='\u{36f}',
            '\u{5d0}'..='\u{6ff}',
            '\u{900}'..='\u{1aff}',
            '\u{1e00}'..='\u{2fff}',
            '\u{a000}'..='\u{abff}',
            '\u{10a00}'..='\u{11fff}',
            '\u{1e000}'..='\u{1e9ff}',
        ]
        .into(),
    );
    let one = prop_oneof![8 => odd, 1 => mark.prop_map(String::from)];
    prop_oneof![
        2 => Just(String::new()),
        6 => prop::collection::vec(one.clone(), 1..4).prop_map(|all| all.concat()),
        1 => prop::collection::vec(one, 4..9).prop_map(|all| all.concat()),
        4 => among(&["a", "b", "ab", "a:b:c", "x/y/", "1", "true"]),
    ]
    .boxed()
}

/// A quoted text.
pub(super) fn quoted() -> BoxedStrategy<String> {
    // A `$` or `%` before what begins with `{` would begin something else.
    characters()
        .prop_filter("a template", |text| {
            let bare = text.replace("$${", "").replace("%%{", "");
            !bare.contains("${") && !bare.contains("%{")
        })
        .prop_map(|text| format!("\"{text}\""))
        .boxed()
}
