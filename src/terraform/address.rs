//! Terraform names made from blueprint names.
//!
//! Two different names never share an address, which the tests prove by
//! decoding. An address depends only on its own name, so that adding or
//! reordering other names changes nothing.

use crate::model::{RouteKey, Segment};
use std::fmt::Write;

/// A Terraform name for a name of the blueprint.
///
/// Letters, digits, `-` and `_` are kept. Everything else becomes `_-<hex>-`,
/// including an `_` before a `-` and a first character that Terraform does not
/// allow there.
pub fn name(name: &str) -> String {
    let mut address = String::new();
    let mut chars = name.chars().peekable();
    while let Some(c) = chars.next() {
        let first = address.is_empty();
        let next = chars.peek().copied();
        let plain = match c {
            'a'..='z' | 'A'..='Z' => true,
            '0'..='9' | '-' => !first,
            '_' => next.is_some_and(|next| next.is_ascii_alphanumeric() || next == '_'),
            _ => false,
        };
        match plain {
            true => address.push(c),
            false => escape(c, &mut address),
        }
    }
    address
}

/// A Terraform name for a combination of two names.
pub fn pair(first: &str, second: &str) -> String {
    // Neither name can contain `_-_`: an `_` before a `-` is escaped, and no
    // escape has an `_` after the `-`.
    format!("{}_-_{}", name(first), name(second))
}

/// A Terraform name for a route key: `GET /orders/{id}` is `get_orders__id`.
///
/// `_` starts a segment, `__` a path parameter, `___` a greedy one. An `_` in a
/// segment becomes `_-_`, other characters become `_-<hex>-`.
pub fn route(key: &RouteKey) -> String {
    let RouteKey::Path { method, segments } = key else {
        return "default".to_owned();
    };
    let mut address = method.as_str().to_ascii_lowercase();
    for segment in segments {
        let (start, text) = match segment {
            Segment::Literal(text) => ("_", text),
            Segment::Parameter(text) => ("__", text),
            Segment::Greedy(text) => ("___", text),
        };
        address.push_str(start);
        for (index, c) in text.chars().enumerate() {
            match c {
                '-' if index == 0 => escape(c, &mut address),
                'a'..='z' | 'A'..='Z' | '0'..='9' | '-' => address.push(c),
                '_' => address.push_str("_-_"),
                _ => escape(c, &mut address),
            }
        }
    }
    address
}

fn escape(c: char, address: &mut String) {
    // INVARIANT: writing to a string does not fail.
    let _ = write!(address, "_-{:x}-", u32::from(c));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn plain_names_stay_and_others_are_readable() {
        assert_eq!(name("admin_user"), "admin_user");
        assert_eq!(name("admin-user"), "admin-user");
        assert_eq!(name("team:eu"), "team_-3a-eu");
        assert_eq!(name("2fa"), "_-32-fa");
        assert_eq!(name("a_-b"), "a_-5f--b");
        assert_eq!(pair("ann", "admin"), "ann_-_admin");
    }

    #[test]
    fn routes_read_like_their_keys() {
        let route = |text| route(&RouteKey::parse(text).unwrap());
        assert_eq!(route("GET /AdminUser"), "get_AdminUser");
        assert_eq!(route("GET /orders/{id}/items"), "get_orders__id_items");
        assert_eq!(route("ANY /{proxy+}"), "any___proxy");
        assert_eq!(route("GET /admin_user"), "get_admin_-_user");
        assert_eq!(route("GET /v1.2"), "get_v1_-2e-2");
        assert_eq!(route("GET /"), "get");
        assert_eq!(route("$default"), "default");
    }

    /// Decodes an address; there is only one way to decode it.
    fn decode(address: &str) -> String {
        let mut name = String::new();
        let mut rest = address;
        while let Some(c) = rest.chars().next() {
            if let Some((hex, tail)) = rest.strip_prefix("_-").and_then(|r| r.split_once('-')) {
                name.push(char::from_u32(u32::from_str_radix(hex, 16).unwrap()).unwrap());
                rest = tail;
            } else {
                name.push(c);
                rest = &rest[1..];
            }
        }
        name
    }

    /// Decodes a route's address to its key.
    fn decode_route(address: &str) -> String {
        let (method, mut rest) = address.split_at(address.find('_').unwrap_or(address.len()));
        let mut path = String::new();
        let mut closing = "";
        while let Some(c) = rest.chars().next() {
            if let Some(tail) = rest.strip_prefix("_-") {
                match tail.strip_prefix('_') {
                    Some(tail) => {
                        path.push('_');
                        rest = tail;
                    }
                    None => {
                        let (hex, tail) = tail.split_once('-').unwrap();
                        let code = u32::from_str_radix(hex, 16).unwrap();
                        path.push(char::from_u32(code).unwrap());
                        rest = tail;
                    }
                }
            } else if c == '_' {
                path.push_str(closing);
                let count = rest.chars().take_while(|c| *c == '_').count();
                // The last `_` before a `-` is part of an escape.
                let count = count - usize::from(rest[count..].starts_with('-'));
                let (open, close) = [("/", ""), ("/{", "}"), ("/{", "+}")][count - 1];
                path.push_str(open);
                closing = close;
                rest = &rest[count..];
            } else {
                path.push(c);
                rest = &rest[1..];
            }
        }
        path.push_str(closing);
        let path = if path.is_empty() { "/" } else { &path };
        format!("{} {path}", method.to_ascii_uppercase())
    }

    fn is_identifier(text: &str) -> bool {
        text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && text
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
    }

    proptest! {
        #[test]
        fn names_are_injective(text in "[a-c0-1_:.é-]{1,9}") {
            let address = name(&text);
            prop_assert!(is_identifier(&address), "{address}");
            prop_assert_eq!(decode(&address), text);
        }

        #[test]
        fn pairs_are_injective(a in "[ab_:-]{1,6}", b in "[ab_:-]{1,6}") {
            let address = pair(&a, &b);
            let (first, second) = address.split_once("_-_").unwrap();
            prop_assert_eq!((decode(first), decode(second)), (a, b));
        }

        #[test]
        fn routes_are_injective(
            text in "(GET|ANY)(/([a-b_.~-]{1,4}|\\{[a-b_.-]{1,3}\\})){1,4}(/\\{[a-b_-]{1,3}\\+\\})?"
        ) {
            let text = text.replacen('/', " /", 1);
            if let Ok(key) = RouteKey::parse(&text) {
                let address = route(&key);
                prop_assert!(is_identifier(&address), "{address}");
                prop_assert_eq!(decode_route(&address), text);
            }
        }
    }
}
