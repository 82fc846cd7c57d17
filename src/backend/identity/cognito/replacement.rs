//! Resources that Terraform cannot change in place.

use hcl::Body;
use hcl::structure::Structure;

/// A resource that Terraform would replace.
#[derive(Debug, PartialEq, Eq)]
pub struct Replaced {
    /// Its address.
    pub address: String,
    /// What differs; `None` if the resource was removed.
    pub attribute: Option<&'static str>,
    /// What is lost with it.
    pub loses: &'static str,
}

/// By resource type, the attributes and blocks whose change replaces the
/// resource (provider source, 2022), and what is lost with it.
const FORCE_NEW: [(&str, &[&str], &str); 3] = [
    (
        "aws_cognito_user_pool",
        &[
            "name",
            "username_attributes",
            "alias_attributes",
            "username_configuration",
        ],
        "all its users",
    ),
    (
        "aws_cognito_user_pool_client",
        &["generate_secret"],
        "its client ID, which applications use",
    ),
    (
        "aws_cognito_user_pool_domain",
        &["domain"],
        "its sign-in pages until the new ones exist",
    ),
];

/// Compares two versions of a file. A file that cannot be parsed was not written
/// by jwtgen and is ignored.
pub fn replaced(old: &str, new: &str) -> Vec<Replaced> {
    let (Ok(old), Ok(new)) = (hcl::parse(old), hcl::parse(new)) else {
        return Vec::new();
    };
    let mut replaced = Vec::new();
    for block in old
        .blocks()
        .filter(|block| block.identifier() == "resource")
    {
        let labels: Vec<&str> = block.labels().iter().map(|label| label.as_str()).collect();
        let [kind, name] = labels[..] else { continue };
        let Some((_, attributes, loses)) =
            FORCE_NEW.into_iter().find(|(known, _, _)| *known == kind)
        else {
            continue;
        };
        let address = format!("{kind}.{name}");
        let now = new.blocks().find(|now| {
            let labels = now.labels().iter().map(|label| label.as_str());
            now.identifier() == "resource" && labels.eq([kind, name])
        });
        match now {
            Some(now) => replaced.extend(
                attributes
                    .iter()
                    .filter(|attribute| {
                        part(block.body(), attribute) != part(now.body(), attribute)
                    })
                    .map(|attribute| Replaced {
                        address: address.clone(),
                        attribute: Some(attribute),
                        loses,
                    }),
            ),
            None if kind == FORCE_NEW[0].0 => replaced.push(Replaced {
                address,
                attribute: None,
                loses,
            }),
            None => {}
        }
    }
    replaced
}

/// The attribute or block with this name.
fn part<'a>(body: &'a Body, name: &str) -> Option<&'a Structure> {
    body.iter().find(|structure| match structure {
        Structure::Attribute(attribute) => attribute.key() == name,
        Structure::Block(block) => block.identifier() == name,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const POOL: &str =
        "resource \"aws_cognito_user_pool\" \"main\" {\n  name = \"shop\"\n  tier = 1\n}\n";

    #[test]
    fn finds_what_cannot_be_changed_in_place() {
        let found = |old: &str, new: &str| {
            let found = replaced(old, new).into_iter();
            found
                .map(|one| (one.address, one.attribute))
                .collect::<Vec<_>>()
        };
        let pool = || "aws_cognito_user_pool.main".to_owned();
        assert_eq!(found(POOL, POOL), []);
        assert_eq!(found(POOL, &POOL.replace("tier = 1", "tier = 2")), []);
        assert_eq!(
            found(POOL, &POOL.replace("shop", "shops")),
            [(pool(), Some("name"))]
        );
        let aliases = POOL.replace("tier = 1", "alias_attributes = [\"email\"]");
        assert_eq!(found(POOL, &aliases), [(pool(), Some("alias_attributes"))]);
        assert_eq!(found(POOL, "# gone\n"), [(pool(), None)]);
        assert_eq!(found("not { hcl", POOL), []);
    }
}
