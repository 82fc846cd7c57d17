//! Scope formats: how a scope of the blueprint is written in the token.

/// A part of a scope format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Literal text.
    Literal(String),
    /// The scope's name.
    Scope,
    /// The id of the app client that the token was issued to.
    ClientId,
}

/// A format such as `{scope}-{client_id}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeFormat {
    /// The parts in order, including [`Piece::Scope`].
    pub pieces: Vec<Piece>,
}

/// Why a scope format is invalid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScopeFormatError {
    /// `{` without `}`, or the reverse.
    Unbalanced,
    /// Braces around something unknown.
    UnknownPlaceholder(String),
    /// `{scope}` is missing, so all scopes would be the same.
    NoScope,
    /// A scope cannot contain this character.
    BadCharacter(char),
}

/// Length of a Cognito app client id, in characters.
pub(super) const CLIENT_ID_LENGTH: usize = 26;

impl ScopeFormat {
    /// Parses a format; `{name}` becomes the blueprint's name.
    pub fn parse(text: &str, name: &str) -> Result<ScopeFormat, ScopeFormatError> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.find(['{', '}']).unwrap_or(rest.len());
            let (literal, tail) = rest.split_at(end);
            push_literal(&mut pieces, literal)?;
            rest = tail;
            if rest.is_empty() {
                break;
            }
            let inner = rest.strip_prefix('{').ok_or(ScopeFormatError::Unbalanced)?;
            let (placeholder, tail) = inner.split_once('}').ok_or(ScopeFormatError::Unbalanced)?;
            match placeholder {
                "scope" => pieces.push(Piece::Scope),
                "client_id" => pieces.push(Piece::ClientId),
                "name" => push_literal(&mut pieces, name)?,
                unknown => {
                    return Err(ScopeFormatError::UnknownPlaceholder(unknown.to_owned()));
                }
            }
            rest = tail;
        }
        if !pieces.contains(&Piece::Scope) {
            return Err(ScopeFormatError::NoScope);
        }
        Ok(ScopeFormat { pieces })
    }

    /// The text in front of `/{scope}`, if the format is nothing else: the
    /// identifier of the resource server whose scopes have this format.
    pub fn resource_server(&self) -> Option<&str> {
        match self.pieces.as_slice() {
            [Piece::Literal(text), Piece::Scope] => {
                text.strip_suffix('/').filter(|server| !server.is_empty())
            }
            _ => None,
        }
    }

    /// Whether the format differs from client to client.
    pub fn per_client(&self) -> bool {
        self.pieces.contains(&Piece::ClientId)
    }

    /// A scope in this format, with `client_id` as the app client's id.
    pub fn spell(&self, scope: &str, client_id: &str) -> String {
        let parts = self.pieces.iter().map(|piece| match piece {
            Piece::Literal(text) => text.as_str(),
            Piece::Scope => scope,
            Piece::ClientId => client_id,
        });
        parts.collect()
    }

    /// Length of a scope in this format, with a real client id, in characters.
    pub fn length(&self, scope: &str) -> usize {
        let id = "x".repeat(CLIENT_ID_LENGTH);
        self.spell(scope, &id).chars().count()
    }
}

/// Whether a scope may contain a character: RFC 6749, section 3.3.
pub fn scope_character(c: char) -> bool {
    matches!(c, '\x21' | '\x23'..='\x5b' | '\x5d'..='\x7e')
}

fn push_literal(pieces: &mut Vec<Piece>, text: &str) -> Result<(), ScopeFormatError> {
    if let Some(bad) = text.chars().find(|c| !scope_character(*c)) {
        return Err(ScopeFormatError::BadCharacter(bad));
    }
    match pieces.last_mut() {
        Some(Piece::Literal(last)) => last.push_str(text),
        _ if text.is_empty() => {}
        _ => pieces.push(Piece::Literal(text.to_owned())),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_placeholders_and_rejects_the_rest() {
        let format = ScopeFormat::parse("{name}/{scope}-{client_id}", "shop").unwrap();
        assert_eq!(format.spell("read", "abc"), "shop/read-abc");
        assert_eq!(format.length("read"), "shop/read-".len() + 26);
        assert!(format.per_client());
        let error = |text| ScopeFormat::parse(text, "my shop").unwrap_err();
        assert_eq!(error("{client_id}"), ScopeFormatError::NoScope);
        assert_eq!(error(""), ScopeFormatError::NoScope);
        assert_eq!(error("{scope"), ScopeFormatError::Unbalanced);
        assert_eq!(error("scope}"), ScopeFormatError::Unbalanced);
        assert_eq!(error("{scope} x"), ScopeFormatError::BadCharacter(' '));
        assert_eq!(error("{name}{scope}"), ScopeFormatError::BadCharacter(' '));
        assert_eq!(
            error("{scopes}"),
            ScopeFormatError::UnknownPlaceholder("scopes".into())
        );
    }
}
