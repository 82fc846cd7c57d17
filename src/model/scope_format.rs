//! How a scope of the blueprint is spelled in the token.

/// A part of a scope's spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Text as it is.
    Literal(String),
    /// The scope's name.
    Scope,
    /// The id of the app client that the token was issued to.
    ClientId,
}

/// A spelling such as `{scope}-{client_id}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeFormat {
    /// The parts in order; [`Piece::Scope`] stands among them.
    pub pieces: Vec<Piece>,
}

/// Why a spelling cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScopeFormatError {
    /// `{` without `}`, or the reverse.
    Unbalanced,
    /// Braces around something unknown.
    UnknownPlaceholder(String),
    /// Without `{scope}` all scopes would be one.
    NoScope,
    /// The character cannot stand in a scope.
    BadCharacter(char),
}

/// Length of a Cognito app client id, in characters.
pub const CLIENT_ID_LENGTH: usize = 26;

impl ScopeFormat {
    /// Reads a spelling; `{name}` becomes the blueprint's name.
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

    /// What stands before `/{scope}`, if the spelling is that and no more: the
    /// identifier of a resource server that gives scopes this spelling.
    pub fn resource_server(&self) -> Option<&str> {
        match self.pieces.as_slice() {
            [Piece::Literal(text), Piece::Scope] => {
                text.strip_suffix('/').filter(|server| !server.is_empty())
            }
            _ => None,
        }
    }

    /// Whether the spelling differs from client to client.
    pub fn per_client(&self) -> bool {
        self.pieces.contains(&Piece::ClientId)
    }

    /// The spelling with `client_id` in the place of the id.
    pub fn spell(&self, scope: &str, client_id: &str) -> String {
        let parts = self.pieces.iter().map(|piece| match piece {
            Piece::Literal(text) => text.as_str(),
            Piece::Scope => scope,
            Piece::ClientId => client_id,
        });
        parts.collect()
    }

    /// Length of the spelling once the client's id is known, in characters.
    pub fn length(&self, scope: &str) -> usize {
        let id = "x".repeat(CLIENT_ID_LENGTH);
        self.spell(scope, &id).chars().count()
    }
}

/// Whether a character may stand in a scope: RFC 6749, section 3.3.
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
    fn reads_placeholders_and_refuses_the_rest() {
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
