//! How much work a file is to parse, found out before it is parsed.

/// How much is too much: some thirty thousand entries of one object.
const LIMIT: usize = 1_000_000_000;

/// Whether a file would take too long: for each entry of an object, the parser
/// looks at all entries before it.
pub(super) fn is_too_much(text: &str) -> bool {
    let mut effort: usize = 0;
    // How many entries each open bracket has so far.
    let mut open: Vec<usize> = Vec::new();
    for token in (Tokens { rest: text }) {
        match token {
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

/// What a file consists of besides texts and comments, byte by byte. A text in
/// another one, as in `"${"a"}"`, is taken for what is between two texts; that
/// moves few bytes to where they do not belong, and the end of the outer text is
/// found.
struct Tokens<'a> {
    rest: &'a str,
}

impl Iterator for Tokens<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        loop {
            let rest = self.rest;
            let first = *rest.as_bytes().first()?;
            let skipped = match first {
                b'"' => text(rest),
                b'#' => line(rest),
                b'/' if rest.starts_with("//") => line(rest),
                b'/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |at| at + 2),
                b'<' if rest.starts_with("<<") => heredoc(rest),
                _ => {
                    let size = rest.chars().next().map_or(1, char::len_utf8);
                    self.rest = &rest[size..];
                    return Some(first);
                }
            };
            self.rest = &rest[skipped..];
        }
    }
}

/// The length of a text in quotes.
fn text(rest: &str) -> usize {
    let mut escaped = true;
    for (at, byte) in rest.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

fn line(rest: &str) -> usize {
    rest.find('\n').unwrap_or(rest.len())
}

/// The length of a heredoc, or of what begins like one.
fn heredoc(rest: &str) -> usize {
    let (first, below) = rest.split_once('\n').unwrap_or((rest, ""));
    let mark = first[2..].trim_start_matches('-').trim();
    if mark.is_empty()
        || !mark
            .chars()
            .all(|c| c.is_alphanumeric() || c == '_' || c == '-')
    {
        return 2;
    }
    let mut length = first.len() + 1;
    for line in below.split_inclusive('\n') {
        length += line.len();
        if line.trim() == mark {
            return length;
        }
    }
    // What has no end is no HCL, and nothing after it is read.
    rest.len()
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
