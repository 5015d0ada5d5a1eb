//! Judged rows as text.

use super::Row;
use crate::finding::Finding;
use crate::json::write_string;
use crate::text::push_number;

impl Row<'_> {
    /// Appends the row as one JSON object, without a line end:
    /// `{"row":1,"line":2,"reference":"..","verdict":"valid","findings":[..],"normalized":{..}}`.
    ///
    /// ```
    /// use offramp_core::bulk::{CheckOptions, Checker, Row};
    ///
    /// let mut lines = String::new();
    /// let mut write = |row: &Row| row.write_json(&mut lines);
    /// let mut checker = Checker::new(CheckOptions::default());
    /// checker.push(b"currency,amount,vpa\nINR,1.00,user@okaxis\n", &mut write);
    /// checker.finish(&mut write);
    /// assert!(lines.starts_with(r#"{"row":1,"line":2,"reference":null,"verdict":"valid","findings":[],"#));
    /// ```
    pub fn write_json(&self, out: &mut String) {
        out.push_str("{\"row\":");
        push_number(out, self.number);
        out.push_str(",\"line\":");
        push_number(out, self.line);
        out.push_str(",\"reference\":");
        match self.reference() {
            Some(reference) => write_string(out, reference),
            None => out.push_str("null"),
        }
        out.push_str(",\"verdict\":\"");
        out.push_str(self.verdict.as_str());
        out.push_str("\",\"findings\":[");
        for (index, finding) in self.findings.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            write_finding(out, finding);
        }
        out.push_str("],\"normalized\":{");
        for (index, (name, text)) in self.normalized().enumerate() {
            if index > 0 {
                out.push(',');
            }
            member(out, name, text);
        }
        out.push_str("}}");
    }
}

fn member(out: &mut String, name: &str, text: &str) {
    write_string(out, name);
    out.push(':');
    write_string(out, text);
}

pub(super) fn write_finding(out: &mut String, finding: &Finding) {
    out.push_str("{\"severity\":\"");
    out.push_str(finding.severity().as_str());
    out.push_str("\",\"code\":\"");
    out.push_str(finding.code().as_str());
    out.push_str("\",");
    member(out, "path", finding.path());
    out.push(',');
    member(out, "message", &finding.message());
    let mut params = finding.params().peekable();
    if params.peek().is_some() {
        out.push_str(",\"params\":{");
        for (index, (name, value)) in params.enumerate() {
            if index > 0 {
                out.push(',');
            }
            member(out, name, value);
        }
        out.push('}');
    }
    if let Some(suggestion) = finding.suggestion() {
        out.push(',');
        member(out, "suggestion", suggestion);
    }
    out.push('}');
}
