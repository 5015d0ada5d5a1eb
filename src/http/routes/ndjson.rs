//! Rewrites a JSON object a line as CSV, which is what the checker reads.

use crate::bulk::{column_name, column_names};
use crate::http::render::problem::Problem;
use crate::json::Json;

/// How long a line may be.
const LINE: usize = 64 * 1024;
const REFERENCE: &str = "reference";

/// Takes pieces of NDJSON and gives the same rows as CSV. Members may have any of their columns' spellings.
#[derive(Debug, Default)]
pub(in crate::http) struct Transcoder {
    /// The beginning of a line whose end has not come yet.
    rest: Vec<u8>,
    line: u64,
    /// Empty lines that go before the next row.
    blank: usize,
    csv: Vec<u8>,
    columns: Vec<String>,
}

impl Transcoder {
    /// Takes the next bytes. What stands before a line that cannot be read is in [`Transcoder::csv`] all the
    /// same.
    pub(in crate::http) fn push(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        self.csv.clear();
        let mut bytes = bytes;
        while let Some(end) = bytes.iter().position(|&byte| byte == b'\n') {
            let (line, rest) = bytes.split_at_checked(end).unwrap_or((bytes, &[]));
            bytes = rest.get(1..).unwrap_or_default();
            let mut whole = std::mem::take(&mut self.rest);
            whole.extend_from_slice(line);
            self.row(&whole)?;
            whole.clear();
            self.rest = whole;
        }
        self.rest.extend_from_slice(bytes);
        if self.rest.len() > LINE { Err(self.problem("is too long")) } else { Ok(()) }
    }

    /// Says that no more bytes follow.
    pub(in crate::http) fn finish(&mut self) -> Result<(), Problem> {
        self.csv.clear();
        let rest = std::mem::take(&mut self.rest);
        if rest.is_empty() { Ok(()) } else { self.row(&rest) }
    }

    /// The rows of the last bytes.
    pub(in crate::http) fn csv(&self) -> &[u8] {
        &self.csv
    }

    fn problem(&self, what: &str) -> Problem {
        Problem::argument("", format!("line {} {what}", self.line.saturating_add(1)))
    }

    fn row(&mut self, line: &[u8]) -> Result<(), Problem> {
        let line = line.trim_ascii();
        if line.is_empty() {
            // an empty line of CSV is passed over and counted as well
            self.line = self.line.saturating_add(1);
            self.blank = self.blank.saturating_add(1);
            return Ok(());
        }
        let json = Json::from_slice(line).map_err(|_| self.problem("is not JSON"))?;
        let object = json.as_object().ok_or_else(|| self.problem("is not a JSON object"))?;
        if self.columns.is_empty() {
            // a column for references asks for one in every row
            let has_reference = object.iter().any(|(name, _)| column_name(name) == Some(REFERENCE));
            let known = column_names().filter(|name| has_reference || *name != REFERENCE);
            self.columns = known.map(str::to_owned).collect();
            let unknown = object.iter().map(|(name, _)| name).filter(|name| column_name(name).is_none());
            self.columns.extend(unknown.map(str::to_owned));
            let header = self.columns.clone();
            self.write(&header);
        }
        let mut cells = vec![String::new(); self.columns.len()];
        for (name, value) in object.iter() {
            let column = column_name(name).unwrap_or(name);
            let Some(at) = self.columns.iter().position(|known| known == column) else {
                return Err(self.problem("has a member that the first line has not"));
            };
            let text = match value {
                Json::Null => continue,
                Json::String(text) => text.as_str(),
                Json::Number(number) => number.as_str(),
                _ => return Err(self.problem("has a member that is neither text nor a number")),
            };
            match cells.get_mut(at) {
                Some(cell) if cell.is_empty() => text.clone_into(cell),
                _ => return Err(self.problem("names a column twice")),
            }
        }
        self.line = self.line.saturating_add(1);
        let blank = std::mem::take(&mut self.blank);
        self.csv.extend(std::iter::repeat_n(b'\n', blank));
        self.write(&cells);
        Ok(())
    }

    fn write(&mut self, cells: &[String]) {
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                self.csv.push(b',');
            }
            if cell.contains(['"', ',', '\n', '\r', ';', '\t', '|']) {
                // a line end inside a cell would shift the lines that follow
                let cell = cell.replace(['\n', '\r'], " ").replace('"', "\"\"");
                self.csv.push(b'"');
                self.csv.extend_from_slice(cell.as_bytes());
                self.csv.push(b'"');
            } else {
                self.csv.extend_from_slice(cell.as_bytes());
            }
        }
        self.csv.push(b'\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bulk::{CheckOptions, Checker};

    #[test]
    fn rows_are_the_same_however_they_are_cut() {
        let text = "{\"ccy\":\"INR\",\"amount\":100.00,\"vpa\":\"user@okaxis\"}\n\n\
            {\"currency\":\"INR\",\"amount\":\"5\",\"vpa\":\"user@gmail.com\",\"accountName\":\"A, \\\"B\\\"\"}";
        for size in [1, 7, 1000] {
            let mut transcoder = Transcoder::default();
            let mut checker = Checker::new(CheckOptions::default());
            let mut rows = Vec::new();
            let mut row = |row: &crate::bulk::Row<'_>| rows.push((row.line, row.verdict.as_str()));
            for piece in text.as_bytes().chunks(size) {
                transcoder.push(piece).unwrap();
                checker.push(transcoder.csv(), &mut row);
            }
            transcoder.finish().unwrap();
            checker.push(transcoder.csv(), &mut row);
            checker.finish(&mut row);
            assert_eq!(rows, [(2, "valid"), (4, "invalid")], "{size}");
        }
    }

    #[test]
    fn bad_lines_are_named() {
        for (text, what) in [
            ("{\"vpa\":\"a\"}\n[]\n", "line 2 is not a JSON object"),
            ("{\n", "line 1 is not JSON"),
            ("{\"vpa\":[]}\n", "line 1 has a member that is neither text nor a number"),
            ("{\"ccy\":\"INR\",\"currency\":\"INR\"}\n", "line 1 names a column twice"),
        ] {
            let problem = Transcoder::default().push(text.as_bytes()).unwrap_err().to_json();
            assert_eq!(problem.get("detail").and_then(Json::as_str), Some(what));
        }
    }
}
