//! The form of Amazon Resource Names.

/// The parts of an ARN. Source:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arn<'a> {
    /// The service, such as `lambda`.
    pub service: &'a str,
    /// The Region; empty for what belongs to none.
    pub region: &'a str,
    /// The account; empty for what belongs to none.
    pub account: &'a str,
    /// The rest, which may have colons.
    pub resource: &'a str,
}

/// Whether a part has its form.
type Form = fn(&str) -> bool;

impl<'a> Arn<'a> {
    /// Reads an ARN; `None` if no resource can have it.
    pub fn parse(text: &'a str) -> Option<Arn<'a>> {
        Arn::read(text, |part, fits| part.is_empty() || fits(part))
    }

    /// Reads an ARN in a policy, in which `*` and `?` stand for anything.
    pub fn pattern(text: &'a str) -> Option<Arn<'a>> {
        Arn::read(text, |part, fits| {
            part.is_empty() || part.contains(['*', '?']) || fits(part)
        })
    }

    fn read(text: &'a str, allowed: fn(&str, Form) -> bool) -> Option<Arn<'a>> {
        let mut parts = text.splitn(6, ':');
        let mut next = || parts.next();
        let (arn, partition) = (next()?, next()?);
        let found = Arn {
            service: next()?,
            region: next()?,
            account: next()?,
            resource: next()?,
        };
        let service = |name: &str| {
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            name.chars().all(plain)
        };
        let fits = arn == "arn"
            && !partition.is_empty()
            && allowed(partition, is_partition)
            && !found.service.is_empty()
            && allowed(found.service, service)
            && allowed(found.region, is_region)
            && allowed(found.account, |text| is_account(text) || text == "aws")
            && !found.resource.is_empty()
            && !text.contains(|c: char| c.is_whitespace() || c.is_control());
        fits.then_some(found)
    }

    /// Whether it is of something that is in one Region and one account.
    pub fn is_local(&self) -> bool {
        is_region(self.region) && is_account(self.account)
    }
}

/// `aws`, `aws-cn`, `aws-us-gov` and the like.
fn is_partition(text: &str) -> bool {
    let rest = text.strip_prefix("aws").unwrap_or("?");
    rest.is_empty() || (rest.starts_with('-') && words(&rest[1..]))
}

/// The code of a Region, such as `us-gov-west-1`. New ones appear, so only the form
/// is known. Source: <https://docs.aws.amazon.com/general/latest/gr/rande.html>
pub fn is_region(text: &str) -> bool {
    let Some((rest, number)) = text.rsplit_once('-') else {
        return false;
    };
    let Some((area, place)) = rest.split_once('-') else {
        return false;
    };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    (2..=4).contains(&area.len()) && words(area) && words(place) && is_number(number)
}

/// Words of lowercase letters, joined by hyphens.
fn words(text: &str) -> bool {
    let word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase());
    text.split('-').all(word)
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_have_a_form() {
        for region in [
            "us-east-1",
            "us-gov-west-1",
            "cn-north-1",
            "ap-southeast-5",
            "us-iso-east-1",
            "eusc-de-east-1",
        ] {
            assert!(is_region(region), "{region}");
        }
        for other in [
            "nowhere-9",
            "us-east",
            "useast1",
            "US-EAST-1",
            "",
            "-",
            "us--1",
        ] {
            assert!(!is_region(other), "{other}");
        }
    }

    #[test]
    fn what_no_resource_can_have_is_no_arn() {
        let found = Arn::parse("arn:aws:lambda:us-east-1:123456789012:function:a:b").unwrap();
        assert_eq!(found.resource, "function:a:b");
        assert!(found.is_local());
        for text in [
            "arn:aws:s3:::bucket/*",
            "arn:aws:iam::aws:policy/ReadOnlyAccess",
            "arn:aws-us-gov:iam::123456789012:role/x",
        ] {
            assert!(Arn::parse(text).is_some(), "{text}");
        }
        for text in [
            "arn:aws:lambda:nowhere-9:12:function:users",
            "arn:aws:lambda:us-east-1:12:function:users",
            "arn:aws:lambda:*:123456789012:function:users",
            "arn:amazon:lambda:us-east-1:123456789012:function:users",
            "arn:aws:lambda:us-east-1:123456789012:",
            "arn:aws:lambda:us-east-1:123456789012:function:a b",
            "arn:aws",
            "",
        ] {
            assert!(Arn::parse(text).is_none(), "{text}");
        }
        assert!(Arn::pattern("arn:*:lambda:*:*:function:users").is_some());
        assert!(Arn::pattern("arn:aws:lambda:*:12:function:users").is_none());
    }
}
