//! JUnit's XML, which build servers show: a test case for each check, by route.

use super::{Findings, why};
use crate::verify::{Finding, Outcome};
use quick_xml::Writer;
use quick_xml::events::BytesText;
use std::io;

/// All findings as one test suite. What differs is a failure, what could not be
/// told an error, what was not checked is skipped.
pub fn junit(findings: &Findings<'_>) -> String {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    // INVARIANT: writing into memory does not fail, and all that is written is
    // UTF-8.
    suite(&mut writer, findings).expect("memory can be written to");
    let text = String::from_utf8(writer.into_inner()).expect("XML of texts is a text");
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{text}\n")
}

fn suite(writer: &mut Writer<Vec<u8>>, findings: &Findings<'_>) -> io::Result<()> {
    let count = |element: &str| {
        let of_kind = findings
            .list
            .iter()
            .filter(|finding| kind(finding) == Some(element));
        of_kind.count().to_string()
    };
    let name = findings.report.model.name.as_str();
    let suite = writer.create_element("testsuite").with_attributes([
        ("name", name),
        ("tests", &findings.list.len().to_string()),
        ("failures", &count("failure")),
        ("errors", &count("error")),
        ("skipped", &count("skipped")),
    ]);
    suite.write_inner_content(|writer| {
        for finding in &findings.list {
            case(writer, findings, finding)?;
        }
        Ok(())
    })?;
    Ok(())
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
    let Some(kind) = kind(finding) else {
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

/// The element for what is not simply right.
fn kind(finding: &Finding) -> Option<&'static str> {
    match finding.outcome {
        Outcome::Agrees => None,
        Outcome::Differs(_) => Some("failure"),
        Outcome::Unclear(_) | Outcome::NoToken(_) => Some("error"),
        Outcome::NotChecked(_) => Some("skipped"),
    }
}
