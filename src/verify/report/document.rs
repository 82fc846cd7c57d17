//! One JSON document.

use super::{Findings, expected, why};
use crate::verify::{Outcome, Subject};
use serde_json::{Value, json};

/// All findings as data.
pub fn json(findings: &Findings<'_>) -> Value {
    let checks = findings.list.iter().map(|finding| {
        let check = &finding.check;
        let (file, line) = findings.place(check);
        let (caller, aspect) = match check.subject {
            Subject::Cell(caller) => (Some(findings.report.model.principal_name(caller)), None),
            Subject::Token(aspect) => (None, Some(aspect)),
        };
        let decided = match &finding.outcome {
            Outcome::Agrees => check.expected.map(|decision| decision.to_string()),
            Outcome::Differs(decision) => Some(decision.to_string()),
            _ => None,
        };
        json!({
            "route": findings.key(check),
            "caller": caller,
            "aspect": aspect,
            "token": check.token.word(),
            "expected": check.expected.map(|_| expected(finding)),
            "decided": decided,
            "status": finding.status,
            "outcome": finding.outcome.word(),
            "why": why(finding),
            "place": { "file": file, "line": line },
        })
    });
    let unchecked = findings.unchecked().into_iter().map(|one| {
        json!({
            "caller": findings.report.model.principal_name(one.caller),
            "reasons": one.reasons,
            "allowed": one.allowed,
        })
    });
    let flags = findings.flags.as_ref().map(|taken| {
        json!({
            "from": taken.manifest,
            "values": taken.flags,
            "change_access": taken.change_access,
        })
    });
    json!({
        "version": 1,
        "unchecked": unchecked.collect::<Vec<_>>(),
        "overlays": findings.overlays().collect::<Vec<_>>(),
        "flags": flags,
        "url": findings.url,
        "emulator": findings.is_emulator,
        "verdict": findings.verdict().word(),
        "counts": findings.counts(),
        "checks": checks.collect::<Vec<_>>(),
    })
}
