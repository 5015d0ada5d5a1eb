//! `offramp check`.

use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};

use super::data::DataArgs;
use super::outputs::{self, Output};
use super::payment::Payment;
use super::style::{Style, cell, lines, place, printable, table};
use super::{FailOn, Outcome, StrictnessArg};
use crate::bulk::{Export, FileChecker, FileFormat, Form, HashKey, Part, Row, Summary};
use crate::code::Severity;
use crate::finding::{Finding, Verdict};
use crate::money::Currency;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The file, or - for standard input: a table of text, JSON objects, one a line or in an array, or a workbook; a
    /// file alone in a zip archive, or packed by gzip, is unpacked
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// The sheet of a workbook; the first visible one with cells by default
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,

    /// What to print
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Format>,

    /// Write the rows without errors to this file
    #[arg(long, value_name = "FILE")]
    accepted: Option<PathBuf>,

    /// Write the rows with errors, and what is wrong with them, to this file
    #[arg(long, value_name = "FILE")]
    rejected: Option<PathBuf>,

    /// Write electronic forms to those files, where a value is valid
    #[arg(long)]
    normalized: bool,

    /// Write an apostrophe before what a spreadsheet would take for a formula
    #[arg(long)]
    disarm: bool,

    /// How strictly to judge
    #[arg(long, value_enum, default_value_t, value_name = "STRICTNESS")]
    strictness: StrictnessArg,

    #[command(flatten)]
    payment: Payment,

    /// What a column means, such as 'Zu zahlen=amount'; nothing behind the sign for one that is not to be used
    #[arg(long, value_name = "NAME=FIELD")]
    map: Vec<String>,

    /// The tool or bank whose template the file is, such as wise
    #[arg(long, value_name = "NAME")]
    preset: Option<String>,

    /// The currency of rows that name none
    #[arg(long, value_parser = |code: &str| Currency::new(&code.to_ascii_uppercase()).ok_or("no currency has this code"), value_name = "CODE")]
    currency: Option<Currency>,

    /// Also end with status 1 where a row is undetermined, or has a warning
    #[arg(long, value_enum, value_name = "WHAT")]
    fail_on: Option<FailOn>,

    /// How many rows with findings to show as text, those with errors before those with warnings
    #[arg(long, default_value_t = 20, value_name = "ROWS")]
    show: usize,

    #[command(flatten)]
    data: DataArgs,

    /// How many threads judge rows; all processors by default
    #[arg(long, value_name = "COUNT")]
    threads: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A summary, and the first rows with findings
    Human,
    /// One JSON object a row
    Ndjson,
    /// One JSON object with the rows and the summary
    Json,
}

/// How many codes are counted as text.
const CODES: usize = 12;

/// How much is read at a time.
const CHUNK: usize = 256 * 1024;

pub(super) fn run(args: &Args, json: bool, style: Style, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let format = args.format.unwrap_or(if json { Format::Json } else { Format::Human });
    outputs::all_differ(&args.file, &[args.accepted.as_deref(), args.rejected.as_deref()])?;
    let (mut input, size) = open(&args.file)?;
    let mut parts = Vec::new();
    for (part, path) in [(Part::Accepted, &args.accepted), (Part::Rejected, &args.rejected)] {
        if let Some(path) = path {
            let export = Export::new(part).with_normalized(args.normalized).with_disarmed(args.disarm);
            parts.push((export, Output::create(path)?));
        }
    }
    let mut sink = Sink {
        format,
        style,
        out,
        buffer: String::new(),
        rejects: Vec::new(),
        remarks: Vec::new(),
        show: args.show,
        noted: 0,
        parts,
        bytes: Vec::new(),
        failure: None,
    };
    let threads = args.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    let options = args.payment.check_options()?;
    let options = options
        .with_hash_key(HashKey::new(super::request::random()?))
        .with_format(FileFormat::Detect)
        .with_strictness(args.strictness.into())
        .with_directories(args.data.load()?);
    let options = options.with_threads(if threads > 1 { threads } else { 0 });
    let mut options = options;
    options.currency = args.currency;
    if let Some(name) = &args.preset {
        anyhow::ensure!(options.preset(name), "--preset {name}: no such template is known");
    }
    for map in &args.map {
        let known = map.rsplit_once('=').is_some_and(|(name, field)| options.map(name, field));
        anyhow::ensure!(known, "--map {map}: NAME=FIELD is expected, with a field such as amount or iban");
    }
    let mut checker = FileChecker::new(options);
    if let Some(sheet) = &args.sheet {
        checker = checker.with_sheet(sheet);
    }
    let progress = progress(size);
    let mut chunk = vec![0; CHUNK];
    sink.begin()?;
    loop {
        let length = match input.read(&mut chunk) {
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error).with_context(|| format!("cannot read {}", args.file.display())),
        };
        if length == 0 {
            break;
        }
        progress.inc(u64::try_from(length).unwrap_or(0));
        checker.push(chunk.get(..length).unwrap_or_default(), &mut |row| sink.row(row));
        sink.check()?;
    }
    checker.complete(&mut |row| sink.row(row));
    // a file without rows has a header all the same
    let form = checker.form().cloned();
    let summary = checker.finish(&mut |row| sink.row(row));
    progress.finish_and_clear();
    sink.finish(&args.file, &summary, form.as_ref())?;
    let has_warning = || {
        let counted = summary.counts.iter().map(|count| count.severity);
        counted.chain(summary.findings.iter().map(Finding::severity)).any(|severity| severity == Severity::Warning)
    };
    let is_wrong = summary.has_errors()
        || match args.fail_on {
            None => false,
            Some(FailOn::Undetermined) => summary.undetermined > 0,
            Some(FailOn::Warning) => summary.undetermined > 0 || has_warning(),
        };
    Ok(if is_wrong { Outcome::Wrong } else { Outcome::Fine })
}

fn open(path: &Path) -> anyhow::Result<(Box<dyn Read>, Option<u64>)> {
    if path == Path::new("-") {
        return Ok((Box::new(io::stdin().lock()), None));
    }
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let metadata = file.metadata().with_context(|| format!("cannot open {}", path.display()))?;
    anyhow::ensure!(!metadata.is_dir(), "{} is a directory", path.display());
    Ok((Box::new(file), metadata.is_file().then_some(metadata.len())))
}

/// A bar on standard error, where that is a terminal.
fn progress(size: Option<u64>) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let (bar, template) = match size {
        Some(size) => (ProgressBar::new(size), "{bar:40} {bytes}/{total_bytes} {eta}"),
        None => (ProgressBar::new_spinner(), "{spinner} {bytes} {elapsed}"),
    };
    bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}

/// Where judged rows go.
struct Sink<'a> {
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
    parts: Vec<(Export, Output)>,
    bytes: Vec<u8>,
    /// Why writing failed; rows are handed over without a way to say so.
    failure: Option<io::Error>,
}

struct Shown {
    line: u64,
    reference: String,
    findings: Vec<Finding>,
}

impl Sink<'_> {
    fn begin(&mut self) -> io::Result<()> {
        if self.format == Format::Json {
            self.out.write_all(b"{\"rows\":[")?;
        }
        Ok(())
    }

    fn row(&mut self, row: &Row<'_>) {
        if self.failure.is_none()
            && let Err(error) = self.try_row(row)
        {
            self.failure = Some(error);
        }
    }

    fn check(&mut self) -> io::Result<()> {
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

    fn finish(mut self, path: &Path, summary: &Summary, form: Option<&Form>) -> anyhow::Result<()> {
        self.check()?;
        match self.format {
            Format::Human => self.print(path, summary)?,
            Format::Ndjson => {
                let mut stderr = io::stderr().lock();
                for finding in &summary.findings {
                    writeln!(stderr, "{}: {}", finding.severity().as_str(), self.style.message(finding))?;
                }
            }
            Format::Json => {
                self.out.write_all(b"],\"summary\":")?;
                serde_json::to_writer(&mut self.out, summary)?;
                self.out.write_all(b"}\n")?;
            }
        }
        self.out.flush()?;
        for (export, file) in &mut self.parts {
            self.bytes.clear();
            export.clone().finish(form, &mut self.bytes);
            file.write(&self.bytes)?;
        }
        // all files are complete; only now do they take their places
        for (_, file) in self.parts {
            file.keep()?;
        }
        Ok(())
    }

    fn print(&mut self, path: &Path, summary: &Summary) -> anyhow::Result<()> {
        let style = self.style;
        let name = if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() };
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
