//! The command lines in a document, by a small part of the shell's grammar.

use anyhow::{Context, Result};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser as Markdown, Tag};

/// A command of a document.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Command {
    /// `jwtgen` or `cd`; `cargo run -- …` is `jwtgen`.
    pub program: String,
    /// Its arguments.
    pub args: Vec<String>,
}

/// How commands begin that are looked for.
const PROGRAMS: [(&str, &str); 3] = [
    ("jwtgen ", "jwtgen"),
    ("cargo run ", "jwtgen"),
    ("cd ", "cd"),
];

/// Languages of the blocks that hold command lines.
const LANGUAGES: [&str; 5] = ["sh", "bash", "console", "yaml", "yml"];

/// The commands of each block of code.
///
/// # Errors
///
/// If the quotes of a command are unbalanced.
pub(crate) fn in_blocks(document: &str) -> Result<Vec<Vec<Command>>> {
    let mut blocks = Vec::new();
    let mut language = None;
    for event in Markdown::new_ext(document, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                language = LANGUAGES.iter().find(|language| **language == &*info);
            }
            Event::Text(text) => {
                if let Some(language) = language.take() {
                    blocks.push(in_block(&text, *language == "console")?);
                }
            }
            _ => {}
        }
    }
    Ok(blocks)
}

/// The commands among the words of a document that are set as code.
///
/// # Errors
///
/// If the quotes of a command are unbalanced.
pub(crate) fn in_prose(document: &str) -> Result<Vec<Command>> {
    let mut commands = Vec::new();
    for event in Markdown::new_ext(document, Options::ENABLE_TABLES) {
        if let Event::Code(code) = event {
            commands.extend(in_line(&code)?);
        }
    }
    Ok(commands)
}

/// The commands of a block; in a console, other lines than `$ …` are output.
fn in_block(text: &str, is_console: bool) -> Result<Vec<Command>> {
    let joined = text.replace("\\\n", " ");
    let lines = joined.lines().map(str::trim);
    let lines = lines.filter(|line| !is_console || line.starts_with("$ "));
    let commands: Vec<Vec<Command>> = lines.map(in_line).collect::<Result<_>>()?;
    Ok(commands.into_iter().flatten().collect())
}

fn in_line(line: &str) -> Result<Vec<Command>> {
    let mut commands = Vec::new();
    for (start, _) in line.char_indices() {
        let (before, after) = line.split_at(start);
        let begun = PROGRAMS.iter().find(|(begin, _)| after.starts_with(begin));
        let Some((begin, program)) = begun.filter(|_| may_follow(before)) else {
            continue;
        };
        let rest = one_command(&after[begin.len()..]);
        let args = match *begin {
            "cargo run " => rest.split_once("-- ").map_or("", |(_, args)| args),
            _ => rest,
        };
        commands.push(Command {
            program: (*program).to_owned(),
            args: shlex::split(args).with_context(|| format!("unbalanced quotes: {line}"))?,
        });
    }
    Ok(commands)
}

/// Whether a command may stand behind this part of a line.
fn may_follow(before: &str) -> bool {
    let before = before.trim_end();
    let is_assignment = |word: &str| {
        let name = word.split_once('=').map_or("", |(name, _)| name);
        !name.is_empty() && name.chars().all(|c| c.is_ascii_uppercase() || c == '_')
    };
    let word = before.rsplit(' ').next().unwrap_or_default();
    before.is_empty()
        || before.ends_with(['$', '|', ';', '&', '(', '!'])
        || ["if", "then", "do", "else", "run:"].contains(&word)
        || is_assignment(word)
}

/// The text up to what ends a command: an operator, a redirection, a comment.
fn one_command(text: &str) -> &str {
    let mut quote = None;
    let mut last = ' ';
    for (index, c) in text.char_indices() {
        match (quote, c) {
            (None, '\'' | '"') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            (None, '|' | ';' | '&' | '<' | ')') => return &text[..index],
            (None, '>') => return text[..index].trim_end_matches(['1', '2']),
            (None, '#') if last == ' ' => return &text[..index],
            _ => {}
        }
        last = c;
    }
    text
}

#[test]
fn commands_are_found() -> Result<()> {
    let found = |line: &str| -> Result<Vec<String>> {
        let commands = in_line(line)?.into_iter();
        let shown = commands.map(|command| format!("{} {:?}", command.program, command.args));
        Ok(shown.collect())
    };
    let one = "jwtgen [\"matrix\", \"--route\", \"* /a (b)\"]";
    assert_eq!(
        found("$ jwtgen matrix --route \"* /a (b)\" > x  # see")?,
        [one]
    );
    assert_eq!(
        found("X=$(A=b jwtgen matrix --route '* /a (b)' 2>&1) || exit")?,
        [one]
    );
    assert_eq!(
        found("jwtgen init a && cd a; cargo run --release -- rules")?,
        [
            "jwtgen [\"init\", \"a\"]",
            "cd [\"a\"]",
            "jwtgen [\"rules\"]"
        ]
    );
    assert_eq!(found("run: jwtgen rules")?, ["jwtgen [\"rules\"]"]);
    assert_eq!(
        found("echo jwtgen rules; cargo install jwtgen --locked")?,
        [""; 0]
    );
    Ok(())
}
