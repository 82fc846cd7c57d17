//! JUnit's XML, which build servers show: a test case for each check, by route.

use super::{Findings, UNCONFIRMED, why};
use crate::verify::{Finding, Outcome};
use quick_xml::Writer;
use quick_xml::events::BytesText;
use std::io;

/// All findings as one test suite. What differs is a failure, what could not be
/// determined an error, what was not checked is skipped. A caller as whom no
/// call was made is a test case of its own.
pub fn junit(findings: &Findings<'_>) -> String {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    // INVARIANT: writing into memory does not fail, and all that is written is
    // UTF-8.
    suite(&mut writer, findings).expect("memory can be written to");
    let text = String::from_utf8(writer.into_inner()).expect("XML of texts is a text");
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{text}\n")
}

fn suite(writer: &mut Writer<Vec<u8>>, findings: &Findings<'_>) -> io::Result<()> {
    let notes = notes(findings);
    let count = |element: &str| {
        let of_list = findings.list.iter().filter_map(|it| kind(findings, it));
        let of_notes = notes.iter().map(|note| note.element);
        let of_kind = of_list.chain(of_notes).filter(|kind| *kind == element);
        of_kind.count().to_string()
    };
    let name = findings.report.model.name.as_str();
    let suite = writer.create_element("testsuite").with_attributes([
        ("name", name),
        ("tests", &(findings.list.len() + notes.len()).to_string()),
        ("failures", &count("failure")),
        ("errors", &count("error")),
        ("skipped", &count("skipped")),
    ]);
    suite.write_inner_content(|writer| {
        for finding in &findings.list {
            case(writer, findings, finding)?;
        }
        for note in &notes {
            let case = writer
                .create_element("testcase")
                .with_attributes([("classname", note.class), ("name", note.name.as_str())]);
            case.write_inner_content(|writer| {
                let element = writer.create_element(note.element);
                let element = element.with_attribute(("message", note.message.as_str()));
                element.write_empty()?;
                Ok(())
            })?;
        }
        Ok(())
    })?;
    Ok(())
}

/// A test case that is about no single call.
struct Note {
    class: &'static str,
    name: String,
    element: &'static str,
    message: String,
}

/// Callers as whom no call was made, and flags that have to be confirmed.
fn notes(findings: &Findings<'_>) -> Vec<Note> {
    let callers = findings.unchecked().into_iter().map(|one| Note {
        class: "unchecked callers",
        name: findings.report.model.principal_name(one.caller),
        element: match one.allowed {
            true => "skipped",
            false => "error",
        },
        message: one.reasons.join(". "),
    });
    let flags = findings.flags.iter().map(|taken| Note {
        class: "flags",
        name: format!("{} from {}", taken.flags.join(" "), taken.manifest),
        element: match taken.change_access {
            true => "error",
            false => "skipped",
        },
        message: match taken.change_access {
            true => UNCONFIRMED.to_owned(),
            false => "taken from the manifest".to_owned(),
        },
    });
    callers.chain(flags).collect()
}

fn case(
    writer: &mut Writer<Vec<u8>>,
    findings: &Findings<'_>,
    finding: &Finding,
) -> io::Result<()> {
    let check = &finding.check;
    let case = writer.create_element("testcase").with_attributes([
        ("classname", findings.key(check)),
        ("name", &findings.subject(check)),
    ]);
    let Some(kind) = kind(findings, finding) else {
        case.write_empty()?;
        return Ok(());
    };
    let message = why(finding).unwrap_or_default();
    case.write_inner_content(|writer| {
        let element = writer.create_element(kind);
        let element = element.with_attribute(("message", message.as_str()));
        let (file, line) = findings.place(check);
        match (&finding.outcome, findings.reason(check)) {
            (Outcome::Differs(_), Some(reason)) => {
                let text = format!("{reason}\n{file}:{line}");
                element.write_text_content(BytesText::new(&text))?;
            }
            _ => {
                element.write_empty()?;
            }
        }
        Ok(())
    })?;
    Ok(())
}

/// The element for a result other than agreement.
fn kind(findings: &Findings<'_>, finding: &Finding) -> Option<&'static str> {
    match finding.outcome {
        _ if findings.is_left_out(finding) => Some("skipped"),
        Outcome::Agrees => None,
        Outcome::Differs(_) => Some("failure"),
        Outcome::Unclear(_) | Outcome::NoToken(_) => Some("error"),
        Outcome::NotChecked(_) => Some("skipped"),
    }
}
