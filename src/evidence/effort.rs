//! How much work a file is to parse, found out before it is parsed.

use super::tokens::{Kind, Tokens};

/// How much is too much: some thirty thousand entries of one object.
const LIMIT: usize = 1_000_000_000;

/// Whether a file would take too long: for each entry of an object, the parser
/// looks at all entries before it.
pub(super) fn is_too_much(text: &str) -> bool {
    // So many entries are few, even if one object has them all.
    let entries = text
        .bytes()
        .filter(|byte| matches!(byte, b'=' | b':'))
        .count();
    if entries.saturating_mul(entries) <= LIMIT {
        return false;
    }
    let mut effort: usize = 0;
    // How many entries each open bracket has so far.
    let mut open: Vec<usize> = Vec::new();
    for token in Tokens::new(text) {
        let Kind::Sign(sign) = token.kind else {
            continue;
        };
        match sign {
            b'{' | b'[' | b'(' => open.push(0),
            b'}' | b']' | b')' => drop(open.pop()),
            // What separates a key from its value.
            b'=' | b':' => {
                if let Some(entries) = open.last_mut() {
                    effort = effort.saturating_add(*entries);
                    *entries += 1;
                }
            }
            _ => {}
        }
    }
    effort > LIMIT / 2
}

#[cfg(test)]
mod tests {
    use super::is_too_much;
    use std::fmt::Write;

    fn entries(count: usize) -> String {
        let mut text = String::new();
        for at in 0..count {
            writeln!(text, "a{at} = 1").unwrap();
        }
        text
    }

    #[test]
    fn only_large_objects_are_too_much() {
        let small = format!("x = {{\n{}}}\n", entries(1000));
        let large = format!("x = {{\n{}}}\n", entries(40_000));
        assert!(!is_too_much(&small.repeat(100)));
        assert!(!is_too_much(&entries(100_000)));
        assert!(is_too_much(&large));
        for before in [
            "# {\"\n",
            "/* \" { */",
            "y = \"}${\"a\"}{\"\n",
            "y = <<A\n\"{\n  A\n",
        ] {
            assert!(is_too_much(&format!("{before}{large}")), "{before}");
            assert!(!is_too_much(&format!("{before}{small}")), "{before}");
        }
        let closed = large.replace(" = 1", " = \"}\"");
        assert!(is_too_much(&closed));
    }
}
