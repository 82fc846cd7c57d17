//! One line per decision, with its reason.

use super::Report;
use crate::text::one_line;

/// Comma-separated values by RFC 4180: `route,caller,decision,reason`.
pub fn csv(report: &Report<'_>) -> String {
    let mut text = "route,caller,decision,reason\r\n".to_owned();
    for route in &report.routes {
        let key = field(&report.model.routes[*route].text);
        for cell in report.cells(*route) {
            let caller = field(&report.model.principal_name(cell.principal));
            let reason = field(&cell.reason(report.model));
            text.push_str(&format!("{key},{caller},{},{reason}\r\n", cell.decision));
        }
    }
    text
}

fn field(text: &str) -> String {
    let text = one_line(text);
    match text.contains([',', '"']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}
