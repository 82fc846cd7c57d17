//! One line per decision, with its reason.

use super::Report;

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
    match text.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    }
}
