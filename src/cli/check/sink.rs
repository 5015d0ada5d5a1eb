//! What is said of the rows of a file, and the files that they are written to.

use std::io::{self, Write};
use std::path::Path;

use rust_decimal::Decimal;

use super::super::outputs::Output;
use super::super::style::{Style, cell, lines, place, printable, table};
use super::{Fixed, Format, inputs};
use crate::bulk::{Export, Form, Row, Summary};
use crate::code::Severity;
use crate::finding::{Finding, Verdict};
use crate::json::{Json, Object};

/// How many codes are counted as text.
const CODES: usize = 12;

/// Where judged rows of one file go.
pub(super) struct Sink<'a> {
    format: Format,
    style: Style,
    out: &'a mut dyn Write,
    buffer: String,
    /// The first rows with errors.
    rejects: Vec<Shown>,
    /// The first rows with other findings; shown where the rows with errors leave room.
    remarks: Vec<Shown>,
    show: usize,
    /// How many rows have findings.
    noted: usize,
    /// The files that rows are written to.
    pub(super) parts: Vec<(Export, Output)>,
    /// The files that are written already.
    pub(super) whole: Vec<Output>,
    /// What was mended before.
    pub(super) fixed: Option<Fixed>,
    /// The file's name, where there are several.
    pub(super) name: Option<String>,
    pub(super) is_first: bool,
    pub(super) is_quiet: bool,
    is_refused: bool,
    bytes: Vec<u8>,
    /// Why writing failed; rows are handed over without a way to say so.
    failure: Option<io::Error>,
}

struct Shown {
    line: u64,
    reference: String,
    findings: Vec<Finding>,
}

impl<'a> Sink<'a> {
    pub(super) fn new(format: Format, style: Style, show: usize, out: &'a mut dyn Write) -> Sink<'a> {
        Sink {
            format,
            style,
            out,
            buffer: String::new(),
            rejects: Vec::new(),
            remarks: Vec::new(),
            show,
            noted: 0,
            parts: Vec::new(),
            whole: Vec::new(),
            fixed: None,
            name: None,
            is_first: true,
            is_quiet: false,
            is_refused: false,
            bytes: Vec::new(),
            failure: None,
        }
    }

    pub(super) fn has_files(&self) -> bool {
        !self.parts.is_empty() || !self.whole.is_empty()
    }

    /// Leaves the files that were to be written as they were.
    pub(super) fn drop_files(&mut self) {
        self.parts.clear();
        self.whole.clear();
        self.fixed = None;
        self.is_refused = true;
    }

    pub(super) fn begin(&mut self) -> io::Result<()> {
        if self.format == Format::Json {
            if !self.is_first {
                self.out.write_all(b",")?;
            }
            self.out.write_all(b"{")?;
            if let Some(name) = &self.name {
                self.out.write_all(b"\"file\":")?;
                serde_json::to_writer(&mut *self.out, name)?;
                self.out.write_all(b",")?;
            }
            self.out.write_all(b"\"rows\":[")?;
        } else if self.format == Format::Human && !self.is_first {
            self.out.write_all(b"\n")?;
        }
        Ok(())
    }

    pub(super) fn row(&mut self, row: &Row<'_>) {
        if self.failure.is_none()
            && let Err(error) = self.try_row(row)
        {
            self.failure = Some(error);
        }
    }

    pub(super) fn check(&mut self) -> io::Result<()> {
        self.failure.take().map_or(Ok(()), Err)
    }

    fn try_row(&mut self, row: &Row<'_>) -> io::Result<()> {
        match self.format {
            Format::Human => self.note(row),
            Format::Ndjson | Format::Json => {
                self.buffer.clear();
                if self.format == Format::Json && row.number > 1 {
                    self.buffer.push(',');
                }
                row.write_json(&mut self.buffer);
                if self.format == Format::Ndjson
                    && let Some(name) = &self.name
                {
                    let name = serde_json::to_string(name)?;
                    self.buffer.insert_str(1, &format!("\"file\":{name},"));
                }
                if self.format == Format::Ndjson {
                    self.buffer.push('\n');
                }
                self.out.write_all(self.buffer.as_bytes())?;
            }
        }
        for (export, file) in &mut self.parts {
            self.bytes.clear();
            export.row(row, &mut self.bytes);
            file.write(&self.bytes)?;
        }
        Ok(())
    }

    fn note(&mut self, row: &Row<'_>) {
        if row.findings.is_empty() {
            return;
        }
        self.noted = self.noted.saturating_add(1);
        let list = if row.verdict == Verdict::Invalid { &mut self.rejects } else { &mut self.remarks };
        if list.len() < self.show {
            list.push(Shown {
                line: row.line,
                reference: row.reference().unwrap_or_default().to_owned(),
                findings: row.findings.to_vec(),
            });
        }
    }

    pub(super) fn finish(mut self, path: &Path, summary: &Summary, form: Option<&Form>) -> anyhow::Result<()> {
        self.check()?;
        match self.format {
            Format::Human => self.print(path, summary)?,
            Format::Ndjson => {
                let mut stderr = io::stderr().lock();
                for finding in &summary.findings {
                    if self.is_quiet {
                        break;
                    }
                    if let Some(name) = &self.name {
                        write!(stderr, "{}: ", printable(name))?;
                    }
                    writeln!(stderr, "{}: {}", finding.severity().as_str(), self.style.message(finding))?;
                }
            }
            Format::Json => {
                self.out.write_all(b"],\"summary\":")?;
                serde_json::to_writer(&mut self.out, summary)?;
                if let Some(fixed) = self.fixed {
                    write!(self.out, ",\"fixed\":{{\"rows\":{},\"cells\":{}}}", fixed.rows, fixed.cells)?;
                }
                self.out.write_all(if self.name.is_some() { b"}" } else { b"}\n" })?;
            }
        }
        self.out.flush()?;
        for (export, file) in &mut self.parts {
            self.bytes.clear();
            export.clone().finish(form, &mut self.bytes);
            file.write(&self.bytes)?;
        }
        let mut notes = Vec::new();
        for (export, file) in &self.parts {
            if export.formulas() > 0 {
                let rows = export.formulas();
                notes.push(format!(
                    "{}: {rows} {} what a spreadsheet would compute as a formula; --disarm writes an apostrophe before it",
                    file.path().display(),
                    if rows == 1 { "row has" } else { "rows have" }
                ));
            }
        }
        if self.is_refused {
            notes.push("no file was written: not all of the rows could be read".to_owned());
        }
        // all files are complete; only now do they take their places
        for file in self.whole.into_iter().chain(self.parts.into_iter().map(|(_, file)| file)) {
            file.keep()?;
        }
        if !self.is_quiet {
            let mut stderr = io::stderr().lock();
            for note in notes {
                writeln!(stderr, "note: {}", printable(&note))?;
            }
        }
        Ok(())
    }

    fn print(&mut self, path: &Path, summary: &Summary) -> anyhow::Result<()> {
        let style = self.style;
        let name = printable(&inputs::name(path));
        let mut parts = vec![format!("{} valid", summary.valid), format!("{} invalid", summary.invalid)];
        if summary.undetermined > 0 {
            parts.push(format!("{} undetermined", summary.undetermined));
        }
        writeln!(
            self.out,
            "{}",
            style.bold(format!(
                "{name}: {} {}, {}",
                summary.rows,
                if summary.rows == 1 { "row" } else { "rows" },
                parts.join(", ")
            ))
        )?;
        if let Some(Fixed { rows, cells }) = self.fixed {
            let (of_cells, of_rows) =
                (if cells == 1 { "cell" } else { "cells" }, if rows == 1 { "row" } else { "rows" });
            writeln!(self.out, "fixed: {cells} {of_cells} in {rows} {of_rows}; what follows is left")?;
        }
        for finding in &summary.findings {
            let place = place(finding);
            let place = if place.is_empty() { place } else { format!(" {place}:") };
            writeln!(self.out, "{}:{place} {}", style.severity(finding.severity()), style.message(finding))?;
        }
        self.print_rows()?;
        self.print_counts(summary)?;
        self.print_totals(summary)
    }

    fn print_rows(&mut self) -> anyhow::Result<()> {
        let style = self.style;
        let mut listed = std::mem::take(&mut self.rejects);
        let room = self.show.saturating_sub(listed.len());
        listed.extend(self.remarks.drain(..).take(room));
        listed.sort_by_key(|shown| shown.line);
        let hidden = self.noted.saturating_sub(listed.len());
        if self.noted == 0 {
            return Ok(());
        }
        let mut rows = table(style, ["line", "reference", "field", "", "finding"], &[0]);
        for shown in &listed {
            for (index, finding) in shown.findings.iter().enumerate() {
                let first = index == 0;
                let line = if first { shown.line.to_string() } else { String::new() };
                rows.add_row([
                    cell(line),
                    cell(printable(if first { &shown.reference } else { "" })),
                    cell(place(finding)),
                    cell(style.severity(finding.severity())),
                    cell(style.message(finding)),
                ]);
            }
        }
        if !listed.is_empty() {
            write!(self.out, "\n{}", lines(&rows))?;
        }
        if hidden > 0 {
            let row = if hidden == 1 { "row" } else { "rows" };
            let more = format!(" … {hidden} more {row} with findings: --show {} shows all", self.noted);
            writeln!(self.out, "{}", style.faint(more))?;
        }
        Ok(())
    }

    fn print_counts(&mut self, summary: &Summary) -> anyhow::Result<()> {
        let worth: Vec<_> = summary.counts.iter().filter(|count| count.severity != Severity::Info).collect();
        if worth.is_empty() {
            return Ok(());
        }
        let mut counts = table(self.style, ["findings", "", "code"], &[0]);
        for count in worth.iter().take(CODES) {
            counts.add_row([cell(count.count), cell(self.style.severity(count.severity)), cell(count.code.as_str())]);
        }
        write!(self.out, "\n{}", lines(&counts))?;
        let hidden = worth.len().saturating_sub(CODES);
        if hidden > 0 {
            let code = if hidden == 1 { "code" } else { "codes" };
            writeln!(self.out, "{}", self.style.faint(format!(" … {hidden} more {code}: --json counts all")))?;
        }
        Ok(())
    }

    fn print_totals(&mut self, summary: &Summary) -> anyhow::Result<()> {
        if summary.totals.is_empty() {
            return Ok(());
        }
        let header = ["currency", "rows", "amount", "accepted", "accepted amount"];
        let mut totals = table(self.style, header, &[1, 2, 3, 4]);
        let mut by_currency: Vec<_> = summary.totals.iter().collect();
        by_currency.sort_by(|a, b| a.currency.cmp(&b.currency));
        for total in by_currency {
            totals.add_row([
                cell(&total.currency),
                cell(total.rows),
                cell(&total.amount),
                cell(total.accepted_rows),
                cell(&total.accepted_amount),
            ]);
        }
        write!(self.out, "\n{}", lines(&totals))?;
        Ok(())
    }
}

/// What several files come to.
#[derive(Debug, Default)]
pub(super) struct Overall {
    rows: u64,
    valid: u64,
    invalid: u64,
    undetermined: u64,
    /// Currency, rows and sum, rows accepted and their sum.
    totals: Vec<(String, u64, Decimal, u64, Decimal)>,
}

impl Overall {
    pub(super) fn add(&mut self, summary: &Summary) {
        let counts = [
            (&mut self.rows, summary.rows),
            (&mut self.valid, summary.valid),
            (&mut self.invalid, summary.invalid),
            (&mut self.undetermined, summary.undetermined),
        ];
        for (sum, count) in counts {
            *sum = sum.saturating_add(count);
        }
        for total in &summary.totals {
            let place =
                self.totals.iter().position(|(currency, ..)| *currency == total.currency).unwrap_or_else(|| {
                    self.totals.push((total.currency.clone(), 0, Decimal::ZERO, 0, Decimal::ZERO));
                    self.totals.len().saturating_sub(1)
                });
            if let Some((_, rows, amount, accepted_rows, accepted)) = self.totals.get_mut(place) {
                *rows = rows.saturating_add(total.rows);
                *accepted_rows = accepted_rows.saturating_add(total.accepted_rows);
                for (sum, text) in [(amount, &total.amount), (accepted, &total.accepted_amount)] {
                    *sum = sum.saturating_add(text.parse().unwrap_or(Decimal::MAX));
                }
            }
        }
    }

    pub(super) fn print(&self, format: Format, files: usize, style: Style, out: &mut dyn Write) -> io::Result<()> {
        match format {
            Format::Ndjson => Ok(()),
            Format::Json => {
                let mut summary = Object::new();
                let counts = [
                    ("rows", self.rows),
                    ("valid", self.valid),
                    ("invalid", self.invalid),
                    ("undetermined", self.undetermined),
                ];
                for (name, count) in counts {
                    summary.insert(name, Json::number(count));
                }
                let totals = self.totals.iter().map(|(currency, rows, amount, accepted_rows, accepted)| {
                    let mut total = Object::new();
                    total.insert("currency", currency.as_str());
                    total.insert("rows", Json::number(*rows));
                    total.insert("amount", amount.to_string());
                    total.insert("acceptedRows", Json::number(*accepted_rows));
                    total.insert("acceptedAmount", accepted.to_string());
                    Json::Object(total)
                });
                summary.insert("totals", Json::Array(totals.collect()));
                writeln!(out, "],\"summary\":{}}}", Json::Object(summary))
            }
            Format::Human => {
                let open =
                    if self.undetermined > 0 { format!(", {} undetermined", self.undetermined) } else { String::new() };
                let rows = if self.rows == 1 { "row" } else { "rows" };
                let line = format!(
                    "{files} files: {} {rows}, {} valid, {} invalid{open}",
                    self.rows, self.valid, self.invalid
                );
                writeln!(out, "\n{}", style.bold(line))?;
                if self.totals.is_empty() {
                    return Ok(());
                }
                let header = ["currency", "rows", "amount", "accepted", "accepted amount"];
                let mut totals = table(style, header, &[1, 2, 3, 4]);
                for (currency, rows, amount, accepted_rows, accepted) in &self.totals {
                    totals.add_row([cell(currency), cell(rows), cell(amount), cell(accepted_rows), cell(accepted)]);
                }
                write!(out, "\n{}", lines(&totals))
            }
        }
    }
}
