//! How long tokens are valid.

use crate::source::Spanned;

/// How long the tokens of an app client are valid.
#[derive(Debug, Clone, Default)]
pub struct Validity {
    /// The access token.
    pub access: Option<Spanned<String>>,
    /// The ID token.
    pub id: Option<Spanned<String>>,
    /// The refresh token.
    pub refresh: Option<Spanned<String>>,
}

/// A duration in a unit that Cognito accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duration {
    /// Number of units.
    pub count: i64,
    /// `minutes`, `hours` or `days`.
    pub unit: &'static str,
}

impl Duration {
    /// Parses a number followed by `m`, `h` or `d`.
    pub fn parse(text: &str) -> Option<Duration> {
        let unit = match text.chars().next_back()? {
            'm' => "minutes",
            'h' => "hours",
            'd' => "days",
            _ => return None,
        };
        let digits = &text[..text.len() - 1];
        let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let count = digits.parse().ok().filter(|_| plain)?;
        Some(Duration { count, unit })
    }

    /// The duration in minutes.
    pub fn minutes(self) -> i64 {
        let factor = match self.unit {
            "minutes" => 1,
            "hours" => 60,
            _ => 24 * 60,
        };
        self.count.saturating_mul(factor)
    }
}

#[cfg(test)]
mod tests {
    use super::Duration;

    #[test]
    fn a_number_and_a_unit() {
        assert_eq!(Duration::parse("15m").map(Duration::minutes), Some(15));
        assert_eq!(Duration::parse("30d").map(Duration::minutes), Some(43_200));
        for bad in [
            "",
            "m",
            "15",
            "1.5h",
            "-1h",
            "+1h",
            "15 m",
            "1w",
            "h1",
            "999999999999999999999d",
        ] {
            assert_eq!(Duration::parse(bad), None, "{bad}");
        }
    }
}
