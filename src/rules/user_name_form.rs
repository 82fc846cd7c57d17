//! A user name that does not suit how users sign in.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::Contact;
use crate::rules::{Docs, Input, Rule};
use crate::source::Spanned;
use crate::text::any_of;

pub static RULE: Rule = Rule {
    code: "JG0238",
    name: "user-name-form",
    severity: Severity::Error,
    docs: Docs {
        what: "A user's name does not suit `sign_in` or `aliases`.",
        why: "Where users sign in with an email address or a phone number, Cognito accepts nothing else as their username. Where these are aliases, it accepts no username that looks like one.",
        example: "[identity]\nsign_in = [\"email\"]\n\n[users]\nann = [\"readers\"]\n",
        fixed: "[identity]\nsign_in = [\"email\"]\n\n[users]\n\"ann@example.com\" = [\"readers\"]\n",
        sources: &[
            "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html",
            "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUser.html",
        ],
    },
};

/// Checks the name of every user.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let Some(identity) = &model.identity else {
        return;
    };
    let contacts = |words: &[Spanned<String>]| -> Vec<Contact> {
        words
            .iter()
            .filter_map(|word| Contact::named(word))
            .collect()
    };
    let sign_in = contacts(&identity.pool.sign_in);
    let aliases = contacts(&identity.pool.aliases);
    for user in model.users.iter() {
        let name = user.name.as_str();
        if !sign_in.is_empty() && !sign_in.iter().any(|contact| contact.fits(name)) {
            let forms: Vec<&str> = sign_in.iter().map(|contact| contact.noun()).collect();
            let message = format!("`{name}` is not {}", any_of(&forms));
            let diagnostic = Diagnostic::new(&RULE, user.name.span, message);
            let diagnostic = match identity.pool.sign_in.first() {
                Some(word) => diagnostic.also(word.span, "because of this"),
                None => diagnostic,
            };
            let forms: Vec<&str> = sign_in.iter().map(|contact| contact.words()).collect();
            out.push(diagnostic.help(format!(
                "name the user by what they sign in with: {}",
                any_of(&forms)
            )));
        }
        if let Some(contact) = aliases.iter().find(|contact| contact.fits(name)) {
            let message = format!("`{name}` looks like {}, which is an alias", contact.noun());
            let diagnostic = Diagnostic::new(&RULE, user.name.span, message);
            let mut words = identity.pool.aliases.iter();
            let word = words.find(|word| Contact::named(word) == Some(*contact));
            let diagnostic = match word {
                Some(word) => diagnostic.also(word.span, "because of this"),
                None => diagnostic,
            };
            out.push(
                diagnostic.help("choose another user name, or use `sign_in` instead of `aliases`"),
            );
        }
    }
}
