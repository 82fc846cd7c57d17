//! Versions and version constraints in Terraform's notation.

use std::fmt;

/// A release version, without pre-release or build parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub u32, pub u32, pub u32);

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Version(major, minor, patch) = self;
        match patch {
            0 => write!(f, "{major}.{minor}"),
            _ => write!(f, "{major}.{minor}.{patch}"),
        }
    }
}

/// The oldest provider version that the output supports.
pub const OLDEST: Version = Version(3, 39, 0);

/// The oldest Terraform version that the output supports: `moved` blocks may name
/// resources of modules, and conditions of variables may name other functions.
pub const OLDEST_TERRAFORM: Version = Version(1, 5, 0);

/// A version constraint such as `>= 6.20, < 7.0`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constraint {
    /// The constraint as written, which Terraform reads again.
    pub text: String,
    /// The floor: the oldest version that the constraint allows, but at least the
    /// oldest that is supported.
    pub floor: Version,
    /// The first version above all those that the constraint allows, if any.
    pub ceiling: Option<Version>,
}

/// Why a constraint is invalid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConstraintError {
    /// This clause is not `<operator> <version>`.
    Malformed(String),
    /// No clause sets a lower bound.
    NoFloor,
    /// The lower bound is above the upper bound.
    Empty,
    /// All allowed versions are older than the oldest that is supported.
    TooOld,
}

impl Constraint {
    /// Parses a constraint of the AWS provider: comma-separated clauses with the
    /// operators `=`, `!=`, `>`, `>=`, `<`, `<=` and `~>`.
    ///
    /// # Errors
    ///
    /// Why it cannot be used.
    pub fn parse(text: &str) -> Result<Constraint, ConstraintError> {
        Constraint::since(text, OLDEST)
    }

    /// The same for Terraform itself.
    ///
    /// # Errors
    ///
    /// Why it cannot be used.
    pub fn parse_terraform(text: &str) -> Result<Constraint, ConstraintError> {
        Constraint::since(text, OLDEST_TERRAFORM)
    }

    /// Parses a constraint on something that is supported since version `oldest`.
    fn since(text: &str, oldest: Version) -> Result<Constraint, ConstraintError> {
        let mut floor: Option<Version> = None;
        let mut ceiling: Option<Version> = None;
        let mut below = |version: Version| {
            ceiling = Some(ceiling.map_or(version, |old| old.min(version)));
        };
        for clause in text.split(',') {
            // Terraform accepts no other blanks in all of its versions, and a
            // manifest none.
            let clause = clause.trim_matches(' ');
            let malformed = || ConstraintError::Malformed(clause.to_owned());
            let digits = clause
                .find(|c: char| c.is_ascii_digit())
                .ok_or_else(malformed)?;
            let (operator, number) = clause.split_at(digits);
            let (version, parts) = parse_version(number).ok_or_else(malformed)?;
            let Version(major, minor, _) = version;
            let mut least = Some(version);
            match (operator.trim_matches(' '), parts) {
                (">=", _) | ("~>", 1) => {}
                ("" | "=", _) => below(version.next()),
                (">", _) => least = Some(version.next()),
                // All parts but the last are fixed.
                ("~>", 2) => below(Version(major.saturating_add(1), 0, 0)),
                ("~>", _) => below(Version(major, minor.saturating_add(1), 0)),
                (operator, _) => {
                    least = None;
                    match operator {
                        "<" => below(version),
                        "<=" => below(version.next()),
                        "!=" => {}
                        _ => return Err(malformed()),
                    }
                }
            }
            floor = floor.max(least);
        }
        let floor = floor.ok_or(ConstraintError::NoFloor)?;
        if ceiling.is_some_and(|ceiling| ceiling <= floor) {
            return Err(ConstraintError::Empty);
        }
        if ceiling.is_some_and(|ceiling| ceiling <= oldest) {
            return Err(ConstraintError::TooOld);
        }
        Ok(Constraint {
            // Older versions are not supported, so Terraform must not choose one.
            text: match floor < oldest {
                true => format!(">= {oldest}, {}", text.trim()),
                false => text.trim().to_owned(),
            },
            floor: floor.max(oldest),
            ceiling,
        })
    }
}

impl Version {
    /// The next possible version.
    fn next(self) -> Version {
        Version(self.0, self.1, self.2.saturating_add(1))
    }
}

/// A version, and how many of its parts are given.
fn parse_version(text: &str) -> Option<(Version, usize)> {
    let number = |part: &str| match part.bytes().all(|byte| byte.is_ascii_digit()) {
        true => part.parse::<u32>().ok(),
        false => None,
    };
    let parts: Vec<u32> = text.split('.').map(number).collect::<Option<_>>()?;
    let part = |index: usize| parts.get(index).copied().unwrap_or(0);
    let version = Version(part(0), part(1), part(2));
    (parts.len() <= 3).then_some((version, parts.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_old_is_not_left_to_terraform() {
        let text = |text| Constraint::parse(text).map(|constraint| constraint.text);
        assert_eq!(text("~> 3.0"), Ok(">= 3.39, ~> 3.0".to_owned()));
        assert_eq!(text(" >= 3.39 "), Ok(">= 3.39".to_owned()));
    }

    #[test]
    fn the_floor_is_the_highest_lower_bound() {
        let floor = |text| Constraint::parse(text).map(|constraint| constraint.floor);
        assert_eq!(floor(">= 3.39"), Ok(Version(3, 39, 0)));
        assert_eq!(floor(">= 5.0, ~> 5.41.2 , != 5.42"), Ok(Version(5, 41, 2)));
        assert_eq!(floor("6.1.0"), Ok(Version(6, 1, 0)));
        assert_eq!(floor(" = 6 "), Ok(Version(6, 0, 0)));
        assert_eq!(floor("< 7.0"), Err(ConstraintError::NoFloor));
        assert_eq!(floor("> 6.20"), Ok(Version(6, 20, 1)));
        assert_eq!(floor(">= 2.0"), Ok(OLDEST));
        for text in [
            ">= 7.0, < 6.0",
            ">= 6.20, < 6.20",
            "= 5.0, = 6.0",
            "> 6.0, <= 6.0",
            "~> 5.0, >= 6.0",
            "~> 5.1.2, >= 5.2",
        ] {
            assert_eq!(floor(text), Err(ConstraintError::Empty), "{text}");
        }
        assert_eq!(floor("~> 2.0"), Err(ConstraintError::TooOld));
        for text in [
            "",
            ">= ",
            ">= x",
            "=> 1.0",
            ">= 1.2.3.4",
            ">= 1..2",
            ">= 1.0,",
            ">= 6.+20",
            ">= 99999999999",
            ">=\t6.0",
            ">= 6.0\n",
            ">= 6.0,\u{a0}< 7",
        ] {
            assert!(
                matches!(floor(text), Err(ConstraintError::Malformed(_))),
                "{text}"
            );
        }
    }
}
