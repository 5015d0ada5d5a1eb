//! `offramp check`.

mod inputs;
mod mend;
mod sink;

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::ValueEnum;

use self::sink::Sink;
use super::data::DataArgs;
use super::outputs::{self, Output};
use super::payment::Payment;
use super::request::{now, random, read};
use super::style::Style;
use super::{FailOn, Outcome, StrictnessArg};
use crate::bulk::{CheckOptions, Export, FileChecker, FileFormat, FileLimits, HashKey, History, Part, Summary};
use crate::code::{Code, Severity};
use crate::finding::Finding;
use crate::json::{Json, Object};
use crate::money::Currency;
use crate::timestamp::Timestamp;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files, or - for standard input: tables of text, JSON objects, one a line or in an array, or workbooks; a file
    /// alone in a zip archive, or packed by gzip, is unpacked. Of a folder all files are checked
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    /// The sheet of a workbook; the first visible one with cells by default
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,

    /// What to print
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Format>,

    /// Print nothing: the exit status tells
    #[arg(long, short)]
    quiet: bool,

    #[command(flatten)]
    outputs: OutputArgs,

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

    #[command(flatten)]
    limits: LimitArgs,

    /// Also end with status 1 where a row is undetermined, or has a warning
    #[arg(long, value_enum, value_name = "WHAT")]
    fail_on: Option<FailOn>,

    /// How many rows with findings to show as text, those with errors before those with warnings
    #[arg(long, default_value_t = 20, value_name = "ROWS")]
    show: usize,

    /// Check again whenever a file changes, until the command is stopped
    #[arg(long)]
    watch: bool,

    #[command(flatten)]
    data: DataArgs,

    /// How many threads judge rows; all processors by default
    #[arg(long, value_name = "COUNT")]
    threads: Option<usize>,
}

/// Files that are written.
#[derive(Debug, clap::Args)]
struct OutputArgs {
    /// Write the file with what is suggested for its cells to this file, and check that
    #[arg(long, value_name = "FILE")]
    fix: Option<PathBuf>,

    /// Write what was changed in which row to this file, as CSV
    #[arg(long, value_name = "FILE", requires = "fix")]
    changes: Option<PathBuf>,

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
}

/// Limits and control totals of a file.
#[derive(Clone, Debug, clap::Args)]
struct LimitArgs {
    /// What a payment is at most: EUR=100.00, or 100.00 in every currency
    #[arg(long, value_name = "AMOUNT")]
    max_amount: Vec<String>,

    /// What all payments of a currency are at most: EUR=100.00, or 100.00 in every currency
    #[arg(long, value_name = "AMOUNT")]
    max_total: Vec<String>,

    /// Limits on payments as JSON, as `offramp limits` takes them, or - for standard input: each payment that is not
    /// invalid counts for those after it
    #[arg(long, value_name = "FILE")]
    limits: Option<PathBuf>,

    /// The payments that were made before, as JSON
    #[arg(long, value_name = "FILE", requires = "limits")]
    history: Option<PathBuf>,

    /// When the payments are made, which limits count by (RFC 3339); the current time by default
    #[arg(long, value_name = "TIME", requires = "limits")]
    now: Option<Timestamp>,

    /// How many rows the file has
    #[arg(long, value_name = "COUNT")]
    expect_rows: Option<u64>,

    /// What all payments of a currency come to: EUR=100.00
    #[arg(long, value_name = "AMOUNT")]
    expect_total: Vec<String>,
}

impl LimitArgs {
    fn read(&self) -> anyhow::Result<FileLimits> {
        let mut limits = FileLimits::default();
        limits.expect_rows = self.expect_rows;
        let amount = "an amount such as EUR=100.00 is needed";
        for text in &self.max_amount {
            anyhow::ensure!(limits.max_amount(text), "--max-amount {text}: {amount}");
        }
        for text in &self.max_total {
            anyhow::ensure!(limits.max_total(text), "--max-total {text}: {amount}");
        }
        for text in &self.expect_total {
            anyhow::ensure!(limits.expect_total(text), "--expect-total {text}: {amount}");
        }
        if let Some(path) = &self.limits {
            limits.set(&self.request(path)?).map_err(|error| {
                let said = error.findings().iter().map(|found| format!("{} at {}", found.message(), found.path()));
                anyhow::anyhow!("--limits {}: {}", path.display(), said.collect::<Vec<_>>().join("; "))
            })?;
        }
        Ok(limits)
    }

    /// The file of limits with what stands in flags.
    fn request(&self, path: &Path) -> anyhow::Result<Json> {
        let mut request = match read(path)? {
            Json::Object(object) if object.get("limits").is_some() => object,
            limits => {
                let mut request = Object::new();
                request.insert("limits", limits);
                request
            }
        };
        if let Some(history) = &self.history {
            request.insert("history", read(history)?);
        }
        if self.now.is_some() || request.get("now").is_none() {
            request.insert("now", self.now.map_or_else(now, Ok)?.to_string());
        }
        Ok(request.into())
    }
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

/// What was mended.
#[derive(Clone, Copy, Debug)]
struct Fixed {
    rows: u64,
    cells: u64,
}

/// How often files are looked at while they are watched.
const GLANCE: Duration = Duration::from_millis(300);

pub(super) fn run(args: &Args, json: bool, style: Style, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    if !args.watch {
        return once(args, json, style, out);
    }
    anyhow::ensure!(!args.files.iter().any(|file| file == Path::new("-")), "standard input cannot be watched");
    let mut seen = None;
    loop {
        // a file that is not there for a moment, or a folder without any, is no end
        let files = inputs::list(&args.files);
        let states = files
            .as_ref()
            .map(|files| files.iter().map(|file| (file.clone(), inputs::state(file))).collect::<Vec<_>>())
            .ok();
        if seen.as_ref() != Some(&states) {
            seen = Some(states);
            if let Err(error) = once(args, json, style, out) {
                if super::is_broken_pipe(&error) {
                    return Err(error);
                }
                writeln!(io::stderr(), "{} {}", style.error("error:"), super::style::printable(&format!("{error:#}")))?;
            }
            out.flush()?;
        }
        std::thread::sleep(GLANCE);
    }
}

fn once(args: &Args, json: bool, style: Style, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let format = args.format.unwrap_or(if json { Format::Json } else { Format::Human });
    let files = inputs::list(&args.files)?;
    let written = [
        args.outputs.fix.as_deref(),
        args.outputs.changes.as_deref(),
        args.outputs.accepted.as_deref(),
        args.outputs.rejected.as_deref(),
    ];
    let has_outputs = written.iter().any(Option::is_some);
    anyhow::ensure!(files.len() == 1 || !has_outputs, "files are written of one file; name one to check");
    outputs::all_differ(&files, &written)?;
    for path in written.iter().flatten() {
        let end = path.extension().map(|end| end.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
        let is_packed = matches!(end.as_str(), "xlsx" | "xlsm" | "xlsb" | "xls" | "ods" | "gz" | "zip");
        anyhow::ensure!(!is_packed, "{} would be text; give it the name of a CSV", path.display());
    }
    let threads = args.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    let options = args.payment.check_options()?;
    let options = options
        .with_hash_key(HashKey::new(random()?))
        .with_format(FileFormat::Detect)
        .with_strictness(args.strictness.into())
        .with_directories(args.data.load()?)
        .with_limits(args.limits.read()?)
        .with_threads(if threads > 1 { threads } else { 0 });
    let mut options = options;
    options.currency = args.currency;
    if let Some(name) = &args.preset {
        let known = CheckOptions::presets().collect::<Vec<_>>().join(", ");
        anyhow::ensure!(options.preset(name), "--preset {name}: no such template is known; there are {known}");
    }
    for map in &args.map {
        let known = map.rsplit_once('=').is_some_and(|(name, field)| options.map(name, field));
        anyhow::ensure!(known, "--map {map}: NAME=FIELD is expected, with a field such as amount or iban");
    }
    let mut nothing = io::sink();
    let out = if args.quiet { &mut nothing } else { out };
    let is_several = files.len() > 1;
    let (mut history, mut outcome, mut all) = (History::default(), Outcome::Fine, sink::Overall::default());
    if format == Format::Json && is_several {
        out.write_all(b"{\"files\":[")?;
    }
    for (index, path) in files.iter().enumerate() {
        let mut sink = Sink::new(format, style, args.show, out);
        sink.is_quiet = args.quiet;
        if is_several {
            sink.name = Some(inputs::name(path));
            sink.is_first = index == 0;
        }
        let summary = check(args, path, options.clone(), &mut history, sink)?;
        all.add(&summary);
        if is_wrong(&summary, args.fail_on) {
            outcome = Outcome::Wrong;
        }
    }
    if is_several {
        all.print(format, files.len(), style, out)?;
    }
    out.flush()?;
    Ok(outcome)
}

/// Checks one file.
fn check(
    args: &Args,
    path: &Path,
    options: CheckOptions,
    history: &mut History,
    mut sink: Sink<'_>,
) -> anyhow::Result<Summary> {
    let (mut input, mut size) = inputs::open(path)?;
    for (part, path) in [(Part::Accepted, &args.outputs.accepted), (Part::Rejected, &args.outputs.rejected)] {
        if let Some(path) = path {
            let export = Export::new(part).with_normalized(args.outputs.normalized).with_disarmed(args.outputs.disarm);
            sink.parts.push((export, Output::create(path)?));
        }
    }
    let mut before = Vec::new();
    let mut sheet = args.sheet.as_deref();
    if let Some(fix) = &args.outputs.fix {
        let mut fixed = Output::create(fix)?;
        let mut changes = args.outputs.changes.as_deref().map(Output::create).transpose()?;
        let mended = mend::mend(path, &mut *input, size, options.clone(), sheet, changes.as_mut())?;
        sink.fixed = Some(Fixed { rows: mended.rows, cells: mended.cells });
        before = mended.findings;
        size = mended.text.metadata().ok().map(|metadata| metadata.len());
        // from here on the mended text is the file
        let mut text = mended.text;
        let mut chunk = vec![0; 1 << 16];
        loop {
            let length = text.read(&mut chunk)?;
            if length == 0 {
                break;
            }
            fixed.write(chunk.get(..length).unwrap_or_default())?;
        }
        io::Seek::rewind(&mut text)?;
        input = Box::new(text);
        sheet = None;
        sink.whole.push(fixed);
        sink.whole.extend(changes);
    }
    let mut checker = FileChecker::new(options).with_history(std::mem::take(history));
    if let Some(sheet) = sheet {
        checker = checker.with_sheet(sheet);
    }
    sink.begin()?;
    inputs::each_piece(path, &mut *input, size, &mut |piece| {
        checker.push(piece, &mut |row| sink.row(row));
        Ok(sink.check()?)
    })?;
    checker.complete(&mut |row| sink.row(row));
    // a file without rows has a header all the same
    let form = checker.form().cloned();
    let (mut summary, seen) = checker.finish_with_history(&inputs::name(path), &mut |row| sink.row(row));
    *history = seen;
    summary.add_before(before);
    if sink.has_files() && summary.findings.iter().any(is_unread) {
        sink.drop_files();
    }
    sink.finish(path, &summary, form.as_ref())?;
    Ok(summary)
}

/// Whether rows of the file were not read: what is written of it would lack them.
fn is_unread(finding: &Finding) -> bool {
    matches!(
        finding.code(),
        Code::FileDamaged
            | Code::FileTooLarge
            | Code::FileKind
            | Code::FileEncrypted
            | Code::ArchiveSeveral
            | Code::SheetUnknown
    )
}

fn is_wrong(summary: &Summary, fail_on: Option<FailOn>) -> bool {
    let has_warning = || {
        let counted = summary.counts.iter().map(|count| count.severity);
        counted.chain(summary.findings.iter().map(Finding::severity)).any(|severity| severity == Severity::Warning)
    };
    summary.has_errors()
        || match fail_on {
            None => false,
            Some(FailOn::Undetermined) => summary.undetermined > 0,
            Some(FailOn::Warning) => summary.undetermined > 0 || has_warning(),
        }
}
