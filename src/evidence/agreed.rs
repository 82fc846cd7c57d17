//! Whether the parser finds in a file what Terraform finds in it: the same
//! blocks and arguments at the same places, with the same texts in them.
//!
//! A block that one of them takes for text is invisible to it, so a file that
//! they may read differently proves nothing.

use super::tokens::{Kind, Token, Tokens};
use hcl::edit::Span;
use hcl::edit::expr::Expression;
use hcl::edit::structure::{Body, Structure};
use hcl::edit::visit::{Visit, visit_expr};
use std::iter::Peekable;
use std::ops::Range;

/// What both have to find.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    /// An argument that starts here.
    Argument(usize),
    /// A block that starts here, with so many labels.
    Block(usize, usize),
    /// The end of a block.
    EndOfBlock(usize),
    /// A text in quotes or a heredoc, from here to there.
    Text(usize, usize),
}

impl Mark {
    fn at(self) -> usize {
        match self {
            Mark::Argument(at) | Mark::Block(at, _) | Mark::Text(at, _) => at,
            Mark::EndOfBlock(at) => at.saturating_sub(1),
        }
    }
}

/// The line of a heredoc that may end elsewhere in Terraform.
pub(super) fn odd_heredoc(text: &str) -> Option<usize> {
    // Most files have none.
    if !text.contains("<<") {
        return None;
    }
    let odd = Tokens::new(text).find(|token| token.kind == Kind::Odd)?;
    Some(line(text, odd.start))
}

/// The line from which on the parser and Terraform may disagree about a file.
pub(super) fn disagreement(text: &str, body: &Body) -> Option<usize> {
    let mut parsed = Parsed::default();
    parsed.body(body);
    let mut scanned = Scanned::new(text);
    let complete = scanned.body().is_some();
    let (ours, theirs) = (in_order(parsed.marks), in_order(scanned.marks));
    let mut both = ours.iter().zip(&theirs);
    let first = both.find_map(|(our, their)| (our != their).then(|| our.at().min(their.at())));
    let more = || {
        let common = ours.len().min(theirs.len());
        let next = ours.get(common).or(theirs.get(common));
        next.map(|mark| mark.at())
    };
    let stuck = || (!complete).then_some(scanned.at);
    first.or_else(more).or_else(stuck).map(|at| line(text, at))
}

fn in_order(mut marks: Vec<Mark>) -> Vec<Mark> {
    marks.sort_by_key(|mark| (mark.at(), *mark));
    marks
}

fn line(text: &str, at: usize) -> usize {
    let before = text.as_bytes().iter().take(at);
    before.filter(|byte| **byte == b'\n').count() + 1
}

/// What the parser finds.
#[derive(Default)]
struct Parsed {
    marks: Vec<Mark>,
}

impl Parsed {
    fn body(&mut self, body: &Body) {
        for structure in body {
            match structure {
                Structure::Attribute(attribute) => {
                    let at = start(attribute.key.span());
                    self.marks.push(Mark::Argument(at));
                    self.visit_expr(&attribute.value);
                }
                Structure::Block(block) => {
                    let at = start(block.ident.span());
                    self.marks.push(Mark::Block(at, block.labels.len()));
                    self.body(&block.body);
                    let end = block.span().map_or(0, |span| span.end);
                    self.marks.push(Mark::EndOfBlock(end));
                }
            }
        }
    }
}

impl Visit for Parsed {
    fn visit_expr(&mut self, expression: &Expression) {
        if let Expression::String(_)
        | Expression::StringTemplate(_)
        | Expression::HeredocTemplate(_) = expression
        {
            let span = expression.span().unwrap_or_default();
            self.marks.push(Mark::Text(span.start, span.end));
        }
        visit_expr(self, expression);
    }
}

fn start(span: Option<Range<usize>>) -> usize {
    span.map_or(0, |span| span.start)
}

/// What Terraform finds.
struct Scanned<'a> {
    tokens: Peekable<Tokens<'a>>,
    text: &'a str,
    marks: Vec<Mark>,
    at: usize,
}

impl<'a> Scanned<'a> {
    fn new(text: &'a str) -> Scanned<'a> {
        Scanned {
            tokens: Tokens::new(text).peekable(),
            text,
            marks: Vec::new(),
            at: 0,
        }
    }

    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.next()?;
        self.at = token.start;
        Some(token)
    }

    /// Every block and argument, those inside of blocks too; `None` where this
    /// is no HCL.
    fn body(&mut self) -> Option<()> {
        let mut depth = 0;
        while let Some(token) = self.next() {
            match token.kind {
                Kind::Newline => {}
                Kind::Name => depth += usize::from(self.item(token)?),
                Kind::Sign(b'}') if depth > 0 => {
                    depth -= 1;
                    self.marks.push(Mark::EndOfBlock(token.end));
                }
                _ => return None,
            }
        }
        (depth == 0).then_some(())
    }

    /// An argument, or the start of a block; whether it is the latter.
    fn item(&mut self, name: Token) -> Option<bool> {
        let mut labels = 0;
        loop {
            let token = self.next()?;
            match token.kind {
                Kind::Sign(b'=') if labels == 0 => {
                    self.marks.push(Mark::Argument(name.start));
                    self.value()?;
                    return Some(false);
                }
                Kind::Sign(b'{') => {
                    self.marks.push(Mark::Block(name.start, labels));
                    return Some(true);
                }
                Kind::Name => labels += 1,
                // The parser does not see labels as texts.
                Kind::Begin if self.next()?.kind == Kind::End => labels += 1,
                _ => return None,
            }
        }
    }

    /// What is up to the end of the line, or of a block in one line.
    fn value(&mut self) -> Option<()> {
        let mut open: Vec<u8> = Vec::new();
        let mut texts: Vec<(usize, usize)> = Vec::new();
        while let Some(token) = self.tokens.peek().copied() {
            match token.kind {
                Kind::Newline | Kind::Sign(b'}') if open.is_empty() && texts.is_empty() => {
                    return Some(());
                }
                Kind::Sign(sign @ (b'(' | b'[' | b'{')) => open.push(sign),
                Kind::Sign(b')' | b']' | b'}') => drop(open.pop()?),
                Kind::Begin | Kind::Odd => texts.push((token.start, open.len())),
                Kind::End => {
                    let (start, depth) = texts.pop()?;
                    open.truncate(depth);
                    // Not the end of an expression in a text.
                    if !matches!(self.text.as_bytes()[start], b'$' | b'%') {
                        self.marks.push(Mark::Text(start, token.end));
                    }
                }
                _ => {}
            }
            self.next();
        }
        texts.is_empty().then_some(())
    }
}
