//! Colours and tables.

use std::fmt::Display;
use std::io::{self, IsTerminal};

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};

use super::When;
use super::environment::variable;
use crate::code::Severity;
use crate::finding::{Finding, Verdict};

/// Whether and how to colour.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    is_coloured: bool,
}

impl Style {
    pub(super) fn new(when: When) -> Style {
        let is_coloured = match when {
            When::Always => true,
            When::Never => false,
            When::Auto => io::stdout().is_terminal() && !is_set("NO_COLOR"),
        };
        Style { is_coloured }
    }

    fn paint(self, text: impl Display, code: &str) -> String {
        if self.is_coloured { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_string() }
    }

    pub(super) fn error(self, text: impl Display) -> String {
        self.paint(text, "1;31")
    }

    pub(super) fn bold(self, text: impl Display) -> String {
        self.paint(text, "1")
    }

    pub(super) fn faint(self, text: impl Display) -> String {
        self.paint(text, "2")
    }

    pub(super) fn severity(self, severity: Severity) -> String {
        match severity {
            Severity::Error => self.error("error"),
            Severity::Warning => self.paint("warning", "33"),
            Severity::Info => self.paint("info", "36"),
        }
    }

    pub(super) fn verdict(self, verdict: Verdict) -> String {
        match verdict {
            Verdict::Valid => self.paint("valid", "32"),
            Verdict::Invalid => self.error("invalid"),
            Verdict::Undetermined => self.paint("undetermined", "33"),
        }
    }

    /// The message of a finding, and what to put instead.
    pub(super) fn message(self, finding: &Finding) -> String {
        let message = printable(&finding.message());
        match finding.suggestion() {
            Some(suggestion) => format!("{message} Did you mean {}?", self.bold(printable(suggestion))),
            None => message,
        }
    }
}

/// Where a finding is, such as `accountDetails/ifsc`. Names of members come from callers.
pub(super) fn place(finding: &Finding) -> String {
    printable(finding.path().trim_start_matches('/'))
}

/// Text from a file without the characters that would steer a terminal, or turn round what is written on it.
pub(super) fn printable(text: &str) -> String {
    let steers = |c: char| c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|c| if steers(c) { '\u{fffd}' } else { c }).collect()
}

/// A table without lines that wraps to the terminal.
pub(super) fn table<const N: usize>(style: Style, header: [&str; N], right: &[usize]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(header.map(|name| style.faint(name)));
    for index in right {
        if let Some(column) = table.column_mut(*index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

/// The rows of a table that fits its content into the terminal, with nothing at the line ends.
pub(super) fn lines(table: &Table) -> String {
    let mut text = String::new();
    for line in table.lines() {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// A cell of a table.
pub(super) fn cell(text: impl Display) -> Cell {
    Cell::new(text)
}

fn is_set(name: &str) -> bool {
    variable(name).is_some()
}
