//! Checks that blueprints generated from the language description, and arbitrary
//! text, never cause a panic, and that all places are within the text.
#![no_main]

#[path = "../../tests/support/checks.rs"]
mod checks;
#[path = "../../tests/support/grammar.rs"]
mod grammar;

use grammar::Choices;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = match (bytes.first(), std::str::from_utf8(bytes)) {
        (Some(first), Ok(text)) if first % 4 == 0 => text.to_owned(),
        _ => Choices::new(bytes).blueprint(),
    };
    let source = checks::blueprint(text);
    let (found, checked) = checks::judge(&source);
    for diagnostic in found.iter() {
        let labels = [&diagnostic.primary]
            .into_iter()
            .chain(&diagnostic.secondary);
        for label in labels {
            assert!(source.text.get(label.span.start..label.span.end).is_some());
        }
    }
    if let Some(checked) = checked {
        jwtgen::generate::files(&checked);
    }
});
