//! Judged rows as little text, for who keeps the findings of millions of them.

use super::Row;
use super::write::write_finding;
use crate::code::{Code, Severity};
use crate::finding::Finding;
use crate::text::push_number;

/// Writes rows in brief.
///
/// Findings of one severity, code and path are of one kind. The first of a kind is written in full; those
/// that follow as the number of the kind, counted from 0 in the order in which they are first written.
///
/// ```
/// use offramp_core::bulk::{BriefWriter, CheckOptions, Checker, Row};
///
/// let file = "reference,currency,amount,vpa\nA,INR,1.00,user@gmail.com\nB,INR,2.00,user@gmail.com\n";
/// let (mut writer, mut lines) = (BriefWriter::default(), String::new());
/// let mut write = |row: &Row| {
///     writer.write(row, &mut lines);
///     lines.push('\n');
/// };
/// let mut checker = Checker::new(CheckOptions::default());
/// checker.push(file.as_bytes(), &mut write);
/// checker.finish(&mut write);
/// let lines: Vec<_> = lines.lines().collect();
/// assert!(lines[0].starts_with(r#"[1,2,0,{"severity":"error","code":"LOOKS_LIKE_EMAIL","path":"/vpa","#));
/// assert_eq!(lines[1], "[2,3,0,0]");
/// ```
#[derive(Debug, Default)]
pub struct BriefWriter {
    kinds: Vec<(Code, Severity, String)>,
}

impl BriefWriter {
    /// Appends the row as one JSON array: its number, its line, and for each finding the earlier row that it
    /// speaks of, or 0, and its kind.
    pub fn write(&mut self, row: &Row<'_>, out: &mut String) {
        out.push('[');
        push_number(out, row.number);
        out.push(',');
        push_number(out, row.line);
        for finding in row.findings {
            out.push(',');
            out.push_str(finding.param("row").unwrap_or("0"));
            out.push(',');
            match self.kind(finding) {
                Some(kind) => push_number(out, u64::try_from(kind).unwrap_or(u64::MAX)),
                None => write_finding(out, finding),
            }
        }
        out.push(']');
    }

    /// The number of the finding's kind; nothing, and one kind more, where it is new.
    fn kind(&mut self, finding: &Finding) -> Option<usize> {
        let (code, severity, path) = (finding.code(), finding.severity(), finding.path());
        let known = self.kinds.iter().position(|kind| kind.0 == code && kind.1 == severity && kind.2 == path);
        if known.is_none() {
            self.kinds.push((code, severity, path.to_owned()));
        }
        known
    }
}

#[cfg(test)]
mod tests {
    use crate::bulk::{BriefWriter, CheckOptions, Checker, Row};

    #[test]
    fn a_duplicate_names_the_earlier_row() {
        let file = "reference,currency,amount,vpa\nA,INR,1.00,user@okaxis\nB,INR,2.00,user@okaxis\n\
                    A,INR,3.00,user@gmail.com\nB,INR,4.00,user@gmail.com\n";
        let (mut writer, mut lines) = (BriefWriter::default(), Vec::new());
        let mut write = |row: &Row<'_>| {
            let mut line = String::new();
            writer.write(row, &mut line);
            lines.push(line);
        };
        let mut checker = Checker::new(CheckOptions::default());
        checker.push(file.as_bytes(), &mut write);
        checker.finish(&mut write);
        assert_eq!(lines[..2], ["[1,2]", "[2,3]"]);
        assert!(
            lines[2].starts_with("[3,4,") && lines[2].contains(r#"1,{"severity":"error","code":"DUPLICATE_REFERENCE""#),
            "{}",
            lines[2]
        );
        assert!(lines[3] == "[4,5,2,0,0,1]" || lines[3] == "[4,5,0,0,2,1]", "{}", lines[3]);
    }
}
