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

/// A version constraint such as `>= 6.20, < 7.0`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constraint {
    /// The constraint as written; Terraform reads it again.
    pub text: String,
    /// The oldest version that the constraint admits.
    pub floor: Version,
}

/// Why a constraint cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConstraintError {
    /// This clause is not `<operator> <version>`.
    Malformed(String),
    /// No clause sets a lower bound.
    NoFloor,
    /// The lower bound lies above the upper bound.
    Empty,
}

impl Constraint {
    /// Reads comma-separated clauses with the operators `=`, `!=`, `>`, `>=`,
    /// `<`, `<=` and `~>`.
    pub fn parse(text: &str) -> Result<Constraint, ConstraintError> {
        let mut floor: Option<Version> = None;
        let mut below: Option<Version> = None;
        for clause in text.split(',') {
            let clause = clause.trim();
            let digits = clause
                .find(|c: char| c.is_ascii_digit())
                .ok_or_else(|| ConstraintError::Malformed(clause.to_owned()))?;
            let (operator, number) = clause.split_at(digits);
            let version = parse_version(number)
                .ok_or_else(|| ConstraintError::Malformed(clause.to_owned()))?;
            match operator.trim() {
                "" | "=" | ">=" | "~>" => floor = floor.max(Some(version)),
                // The floor decides what may be emitted, so the version that
                // `>` excludes is a safe one to take.
                ">" => floor = floor.max(Some(version)),
                "<" | "<=" => below = Some(below.map_or(version, |old| old.min(version))),
                "!=" => {}
                _ => return Err(ConstraintError::Malformed(clause.to_owned())),
            }
        }
        let floor = floor.ok_or(ConstraintError::NoFloor)?;
        if below.is_some_and(|below| below < floor) {
            return Err(ConstraintError::Empty);
        }
        Ok(Constraint {
            text: text.trim().to_owned(),
            floor,
        })
    }
}

fn parse_version(text: &str) -> Option<Version> {
    let mut parts = text.split('.').map(|part| part.parse::<u32>().ok());
    let major = parts.next()??;
    let minor = parts.next().unwrap_or(Some(0))?;
    let patch = parts.next().unwrap_or(Some(0))?;
    parts
        .next()
        .is_none()
        .then_some(Version(major, minor, patch))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_floor_is_the_highest_lower_bound() {
        let floor = |text| Constraint::parse(text).map(|constraint| constraint.floor);
        assert_eq!(floor(">= 3.39"), Ok(Version(3, 39, 0)));
        assert_eq!(floor(">= 5.0, ~> 5.41.2 , != 5.42"), Ok(Version(5, 41, 2)));
        assert_eq!(floor("6.1.0"), Ok(Version(6, 1, 0)));
        assert_eq!(floor(" = 6 "), Ok(Version(6, 0, 0)));
        assert_eq!(floor("< 7.0"), Err(ConstraintError::NoFloor));
        assert_eq!(floor(">= 7.0, < 6.0"), Err(ConstraintError::Empty));
        for text in [
            "",
            ">= ",
            ">= x",
            "=> 1.0",
            ">= 1.2.3.4",
            ">= 1..2",
            ">= 1.0,",
            ">= 99999999999",
        ] {
            assert!(
                matches!(floor(text), Err(ConstraintError::Malformed(_))),
                "{text}"
            );
        }
    }
}
