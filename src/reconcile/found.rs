//! Where readers put lines, and what is wrong with them.

use super::lines::{Lines, NewLine};
use super::problem::{LineFinding, Problem};
use crate::code::Code;
use crate::finding::Finding;

/// How many findings about lines are kept.
const MOST_FINDINGS: usize = 100;

/// Where readers put what they find.
pub(super) struct Found<'a> {
    pub(super) lines: &'a mut Lines,
    pub(super) findings: &'a mut Vec<LineFinding>,
    pub(super) skipped: &'a mut u64,
}

impl Found<'_> {
    pub(super) fn line(&mut self, line: &NewLine) {
        self.lines.push(line);
    }

    pub(super) fn say(&mut self, line: u64, problem: Problem) {
        self.tell(problem.at(line));
    }

    /// Says what is said of every file.
    pub(super) fn code(&mut self, line: u64, code: Code) {
        self.tell(LineFinding::of(line, &Finding::new(code)));
    }

    pub(super) fn tell(&mut self, finding: LineFinding) {
        if finding.line > 0 && self.findings.len() >= MOST_FINDINGS {
            *self.skipped = self.skipped.saturating_add(1);
        } else {
            self.findings.push(finding);
        }
    }
}
