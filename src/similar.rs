//! Which declared name a misspelled one may be: a slip changes letters within words.
//! Another word, another number or a negation is another meaning, and offering the
//! similar name would turn what was written into something else.

/// Names longer than this are like no other: comparing costs the square of the length.
const MAX_LENGTH: usize = 200;

/// The candidate that `name` is a slip of. `None` if no candidate is near enough, or if
/// several are equally near.
pub(crate) fn nearest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    match equally_near(name, candidates).as_slice() {
        [near] => Some(near),
        _ => None,
    }
}

/// All candidates that `name` may be a slip of and that are equally near, in
/// alphabetical order.
pub(crate) fn equally_near<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Vec<&'a str> {
    let written = Words::of(name);
    if name.chars().count() > MAX_LENGTH || written.joined.is_empty() {
        return Vec::new();
    }
    let limit = (name.chars().count() / 3).max(1);
    let mut least = limit;
    let mut near: Vec<(usize, &str)> = candidates
        .into_iter()
        .filter(|candidate| name.len().abs_diff(candidate.len()) <= 4 * (limit + 1))
        .filter_map(|candidate| {
            let distance = written.slips(&Words::of(candidate))?;
            (distance <= least).then(|| {
                least = distance;
                (distance, candidate)
            })
        })
        .collect();
    near.retain(|(distance, _)| *distance == least);
    let mut near: Vec<&str> = near.into_iter().map(|(_, candidate)| candidate).collect();
    near.sort_unstable();
    near.dedup();
    near
}

/// What a name negates: `protect` of `no_protect`, `!protect` and `unprotect`.
pub(crate) fn negated(name: &str) -> Option<&str> {
    const WORDS: &str = "disable disabled without exclude excluding except not non no dis un de";
    if let Some(rest) = name.strip_prefix(SIGNS) {
        return Some(rest.trim_start()).filter(|rest| !rest.is_empty());
    }
    let rest = WORDS.split(' ').find_map(|word| {
        let head = name.get(..word.len())?;
        head.eq_ignore_ascii_case(word)
            .then(|| name[word.len()..].trim_start_matches(SEPARATORS))
    })?;
    (rest.chars().count() > 1).then_some(rest)
}

/// Signs that other tools put before what they exclude.
const SIGNS: [char; 5] = ['!', '-', '~', '^', '¬'];

/// What separates the words of a name.
const SEPARATORS: [char; 5] = ['_', '-', '.', ' ', ':'];

/// A name, taken apart.
struct Words {
    /// Lower-case words, in order.
    words: Vec<String>,
    /// The words without what separates them.
    joined: String,
    /// What is no letter, no digit and no separator.
    signs: String,
    /// A sign of negation before it.
    negated: bool,
}

impl Words {
    fn of(name: &str) -> Words {
        let mut words = Vec::new();
        let mut word = String::new();
        let mut signs = String::new();
        let mut after_lower = false;
        for c in name.chars() {
            let hump = c.is_uppercase() && after_lower;
            if !c.is_alphanumeric() || hump {
                words.push(std::mem::take(&mut word));
            }
            if c.is_alphanumeric() {
                word.extend(c.to_lowercase());
            } else if !SEPARATORS.contains(&c) {
                signs.push(c);
            }
            after_lower = c.is_lowercase();
        }
        words.push(word);
        words.retain(|word| !word.is_empty());
        Words {
            joined: words.concat(),
            words,
            signs,
            negated: name.starts_with(SIGNS),
        }
    }

    /// How many slips lead from one name to the other. `None` if it takes more than
    /// slips.
    fn slips(&self, other: &Words) -> Option<usize> {
        if self.negated != other.negated || self.signs.contains('*') != other.signs.contains('*') {
            return None;
        }
        let signs = strsim::osa_distance(&self.signs, &other.signs);
        if self.joined == other.joined {
            return Some(signs);
        }
        let letters = match self.words.len() == other.words.len() {
            true => {
                let pairs = self.words.iter().zip(&other.words);
                pairs
                    .map(|(one, two)| slips(one, two))
                    .sum::<Option<usize>>()?
            }
            // A separator is lost or added, and one letter may be wrong.
            false => {
                Some(strsim::osa_distance(&self.joined, &other.joined)).filter(|distance| {
                    *distance <= 1 && digits(&self.joined) == digits(&other.joined)
                })?
            }
        };
        Some(letters + signs)
    }
}

/// How many slips turn one word into the other.
fn slips(one: &str, two: &str) -> Option<usize> {
    if one == two {
        return Some(0);
    }
    // `v1` is no slip of `v3`.
    if digits(one) != digits(two) {
        return None;
    }
    let count = |word: &str| word.chars().count();
    let (short, long) = (count(one).min(count(two)), count(one).max(count(two)));
    let distance = strsim::osa_distance(one, two);
    // `eu` is no slip of `ap`; `di` is one of `id`.
    let same_letters = || {
        let sorted = |word: &str| {
            let mut letters: Vec<char> = word.chars().collect();
            letters.sort_unstable();
            letters
        };
        sorted(one) == sorted(two)
    };
    // Short words are near to too many others: `any` and `ann`, `pay` and `play`.
    let plural = || one.strip_suffix('s') == Some(two) || two.strip_suffix('s') == Some(one);
    if long <= 4 && !same_letters() && !plural() {
        return None;
    }
    // Slips seldom hit the beginning: `leader` is another word than `reader`, `exclude` is another word than `include`,
    // `unprotect` another than `protect`, and `passwordless` than `password`.
    let begins_alike = one.chars().next() == two.chars().next()
        || one
            .chars()
            .take(2)
            .eq(two.chars().take(2).collect::<Vec<_>>().into_iter().rev());
    let extends = long - short > 2 && (one.starts_with(two) || two.starts_with(one));
    let limit = (long / 3).max(1);
    (distance <= limit && begins_alike && !extends).then_some(distance)
}

fn digits(word: &str) -> String {
    word.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_found() {
        let names = [
            "function",
            "scopes",
            "public",
            "self_sign_up",
            "callback_urls",
        ];
        for (written, meant) in [
            ("scope", "scopes"),
            ("scpoes", "scopes"),
            ("Function", "function"),
            ("fucntoin", "function"),
            ("selfSignup", "self_sign_up"),
            ("call_back_urls", "callback_urls"),
            ("callback-url", "callback_urls"),
            ("pulbic", "public"),
        ] {
            assert_eq!(nearest(written, names), Some(meant), "{written}");
        }
        assert_eq!(nearest("timeout", names), None);
        assert_eq!(nearest("", names), None);
    }

    #[test]
    fn another_meaning_is_no_slip() {
        for (written, other) in [
            ("!editors", "editors"),
            ("-editors", "editors"),
            ("not_resources", "resources"),
            ("notActions", "actions"),
            ("no_actions", "actions"),
            ("disable_sign_up", "self_sign_up"),
            ("disable_generated_endpoint", "generated_endpoint"),
            ("no_credentials", "credentials"),
            ("no_anonymous", "anonymous"),
            ("unprotect", "protect"),
            ("no_protect", "protect"),
            ("nosecret", "secret"),
            ("no_symbols", "symbols"),
            ("nonsensitive", "sensitive"),
            ("unwritable", "writable"),
            ("disable_detailed_metrics", "detailed_metrics"),
            ("exclude", "include"),
            ("decrypt", "encrypt"),
            ("require_uppercase", "require_lowercase"),
            ("max_length", "min_length"),
            ("tier3", "tier1"),
            ("apiv3", "apiv1"),
            ("region-ap", "region-eu"),
            ("team-c", "team-a"),
            ("GET /a", "GET /b"),
            ("*", "a"),
            ("orders:*", "orders:a"),
            ("passwordless", "password"),
            ("any", "ann"),
            ("anon", "ann"),
            ("eva", "eve"),
            ("play", "pay"),
            ("iot", "ios"),
            ("leader", "reader"),
            ("items:exit", "items:edit"),
            ("tellers", "sellers"),
            ("kms_key_arn", "log_key_arn"),
        ] {
            assert_eq!(nearest(written, [other]), None, "{written}");
        }
    }

    #[test]
    fn equals_are_no_answer() {
        let teams = ["teamb", "teama", "sales"];
        assert_eq!(nearest("teamc", teams), None);
        assert_eq!(equally_near("teamc", teams), ["teama", "teamb"]);
    }

    #[test]
    fn a_negation_is_taken_off() {
        for (written, rest) in [
            ("!editors", Some("editors")),
            ("no_protect", Some("protect")),
            ("unprotect", Some("protect")),
            ("disableSignUp", Some("SignUp")),
            ("notes", Some("es")),
            ("x", None),
            ("-", None),
        ] {
            assert_eq!(negated(written), rest, "{written}");
        }
    }
}
