//! The tokens of a Terraform file, found as Terraform finds them: where texts,
//! heredocs and comments end decides what is a block and what is not.
//!
//! Source: <https://github.com/hashicorp/hcl/blob/main/hclsyntax/scan_tokens.rl>.

/// A token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    /// What it is.
    pub kind: Kind,
    /// Where it starts, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name.
    Name,
    /// The end of a line; comments up to the end of a line are one.
    Newline,
    /// The start of a text in quotes, of a heredoc, or of `${` in one of these.
    Begin,
    /// Its end.
    End,
    /// The start of a heredoc that parsers are known to read differently.
    Odd,
    /// A bracket or any other sign.
    Sign(u8),
}

/// How deep heredocs are looked at: the parser goes no deeper.
const DEPTH: usize = 200;

/// Finds the tokens of a text, those inside of texts as well.
pub(super) struct Tokens<'a> {
    text: &'a str,
    at: usize,
    within: Vec<Within<'a>>,
}

/// What a place is in.
enum Within<'a> {
    /// A text in quotes.
    Quotes,
    /// A heredoc with this marker; whether this is the start of a line.
    Heredoc(&'a str, bool),
    /// An expression in a text, with that many open braces.
    Braces(usize),
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Tokens<'a> {
        let (at, within) = (0, Vec::new());
        Tokens { text, at, within }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// A token of this many bytes.
    fn take(&mut self, kind: Kind, length: usize) -> Option<Token> {
        let start = self.at;
        self.at += length;
        let end = self.at;
        Some(Token { kind, start, end })
    }

    /// A token between texts.
    fn code(&mut self) -> Option<Token> {
        loop {
            let rest = self.rest();
            let first = rest.chars().next()?;
            let line = || rest.find('\n').map_or(rest.len(), |at| at + 1);
            return match first {
                ' ' | '\t' => {
                    self.at += 1;
                    continue;
                }
                '/' if rest.starts_with("/*") => {
                    let end = rest[2..].find("*/").map(|at| at + 4);
                    self.at += end.unwrap_or(rest.len());
                    continue;
                }
                '\n' => self.take(Kind::Newline, 1),
                '\r' if rest.starts_with("\r\n") => self.take(Kind::Newline, 2),
                '#' => self.take(Kind::Newline, line()),
                '/' if rest.starts_with("//") => self.take(Kind::Newline, line()),
                '"' => {
                    self.within.push(Within::Quotes);
                    self.take(Kind::Begin, 1)
                }
                '<' if marker(rest).is_some() => self.heredoc(),
                '}' => match self.within.last_mut() {
                    Some(Within::Braces(0)) => {
                        self.within.pop();
                        self.take(Kind::End, 1)
                    }
                    Some(Within::Braces(open)) => {
                        *open -= 1;
                        self.take(Kind::Sign(b'}'), 1)
                    }
                    _ => self.take(Kind::Sign(b'}'), 1),
                },
                '{' => {
                    if let Some(Within::Braces(open)) = self.within.last_mut() {
                        *open += 1;
                    }
                    self.take(Kind::Sign(b'{'), 1)
                }
                first if starts_name(first) => {
                    let end = rest.find(|c| !continues_name(c));
                    self.take(Kind::Name, end.unwrap_or(rest.len()))
                }
                first => self.take(Kind::Sign(rest.as_bytes()[0]), first.len_utf8()),
            };
        }
    }

    /// The start of a heredoc.
    fn heredoc(&mut self) -> Option<Token> {
        let (mark, length) = marker(self.rest())?;
        let start = self.at;
        self.at += length;
        let kind = match self.within.len() >= DEPTH || is_odd(mark, self.rest()) {
            true => Kind::Odd,
            false => Kind::Begin,
        };
        self.within.push(Within::Heredoc(mark, true));
        let end = self.at;
        Some(Token { kind, start, end })
    }

    /// The next token in a text in quotes: its end, or `${`.
    fn quoted(&mut self) -> Option<Token> {
        loop {
            let rest = self.rest();
            match rest.as_bytes().first()? {
                b'"' => {
                    self.within.pop();
                    return self.take(Kind::End, 1);
                }
                b'\\' => self.at += 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
                _ if is_escaped(rest) => self.at += 3,
                _ if is_template(rest) => return self.braces(),
                _ => self.at += rest.chars().next().map_or(1, char::len_utf8),
            }
        }
    }

    /// The next token in a heredoc.
    fn lines(&mut self, mark: &str, mut fresh: bool) -> Option<Token> {
        loop {
            let rest = self.rest();
            if fresh {
                let line = rest.find('\n').map(|at| &rest[..=at])?;
                if line.trim() == mark {
                    self.within.pop();
                    self.at += line.len() - line.trim_start().len();
                    let found = self.take(Kind::End, mark.len());
                    // What follows is white space, of any kind.
                    let left = self.rest().find('\n').unwrap_or(0);
                    let left = left - usize::from(self.rest()[..left].ends_with('\r'));
                    self.at += left;
                    return found;
                }
                fresh = false;
            }
            match rest.as_bytes().first()? {
                b'\n' => {
                    self.at += 1;
                    fresh = true;
                }
                _ if is_escaped(rest) => self.at += 3,
                _ if is_template(rest) => {
                    if let Some(Within::Heredoc(_, fresh)) = self.within.last_mut() {
                        *fresh = false;
                    }
                    return self.braces();
                }
                _ => self.at += rest.chars().next().map_or(1, char::len_utf8),
            }
        }
    }

    fn braces(&mut self) -> Option<Token> {
        self.within.push(Within::Braces(0));
        self.take(Kind::Begin, 2)
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        match self.within.last() {
            None | Some(Within::Braces(_)) => self.code(),
            Some(Within::Quotes) => self.quoted(),
            Some(Within::Heredoc(mark, fresh)) => self.lines(mark, *fresh),
        }
    }
}

/// The marker of a heredoc, and the length of the line that starts it.
fn marker(rest: &str) -> Option<(&str, usize)> {
    let after = rest.strip_prefix("<<")?;
    let after = after.strip_prefix('-').unwrap_or(after);
    let end = after.find(|c| !continues_name(c))?;
    let (mark, below) = after.split_at(end);
    let below = below.strip_prefix('\r').unwrap_or(below);
    let below = below.strip_prefix('\n')?;
    let named = mark.starts_with(starts_name);
    named.then_some((mark, rest.len() - below.len()))
}

/// Whether a parser may find another end of a heredoc than Terraform: Terraform
/// ignores white space of every kind around the marker, and nothing else may be
/// in its line.
fn is_odd(mark: &str, below: &str) -> bool {
    let plain = |c| matches!(c, ' ' | '\t');
    for (at, line) in below.split_inclusive('\n').enumerate() {
        if line.trim() == mark {
            let line = line.strip_suffix('\n').unwrap_or(line);
            let line = line.strip_suffix('\r').unwrap_or(line);
            return at == 0 || line.trim_start_matches(plain).trim_end_matches(plain) != mark;
        }
        let mut after = line.trim_start().strip_prefix(mark).into_iter();
        if after.any(|after| !after.starts_with(continues_name)) {
            return true;
        }
    }
    true
}

/// Whether a name may start with this; other letters are not known to be the
/// same everywhere.
fn starts_name(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn continues_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}

/// Whether this is `$${` or `%%{`, which are text.
fn is_escaped(rest: &str) -> bool {
    rest.starts_with("$${") || rest.starts_with("%%{")
}

fn is_template(rest: &str) -> bool {
    rest.starts_with("${") || rest.starts_with("%{")
}
