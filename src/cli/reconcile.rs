//! `offramp reconcile`: a ledger held against statements.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use clap::ValueEnum;

use super::Outcome;
use super::outputs::{self, Output};
use super::style::{Style, printable};
use crate::bulk::Unpacker;
use crate::code::Severity;
use crate::json::{Json, Object};
use crate::money::Currency;
use crate::provider::Provider;
use crate::reconcile::{Decision, LineFinding, Outgoing, Statement, StatementReader, Summary, Terms, reconcile};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What was to be paid: the file of `offramp payout export`, or any table or JSON objects with references and amounts
    ledger: PathBuf,

    /// What banks and providers say: camt.052, camt.053, camt.054, pain.002, returns of ACH (NACHA), CSV, workbooks, JSON
    #[arg(required = true, value_name = "STATEMENT")]
    statements: Vec<PathBuf>,

    /// What to print
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Format>,

    /// Write every decision to this file too, as CSV; as JSON objects where its name ends with .ndjson
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// Whose records statements of JSON objects are
    #[arg(long, value_parser = |name: &str| name.parse::<Provider>().map_err(|error| error.to_string()), value_name = "PROVIDER")]
    provider: Option<Provider>,

    /// How many days after the ledger's day a payment without a reference may stand on a statement
    #[arg(long, default_value_t = Terms::default().days, value_name = "DAYS")]
    days: u16,

    /// Which amounts of tables went out, where they have both signs and no column says so
    #[arg(long, value_enum, value_name = "SIGN")]
    outgoing: Option<OutgoingArg>,

    /// The currency of lines that name none
    #[arg(long, value_parser = |code: &str| Currency::new(&code.to_ascii_uppercase()).ok_or("no currency has this code"), value_name = "CODE")]
    currency: Option<Currency>,

    /// What a column means, such as 'Wert=date'; besides the fields of payments there are status, code, date, debit, credit,
    /// direction, text and bankReference
    #[arg(long, value_name = "NAME=FIELD")]
    map: Vec<String>,

    /// How many lines that differ to show as text
    #[arg(long, default_value_t = 20, value_name = "LINES")]
    show: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A summary, and the first lines that differ
    Human,
    /// Every decision, as CSV
    Csv,
    /// Every decision, one JSON object a line
    Ndjson,
    /// One JSON object with the decisions and the summary
    Json,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum OutgoingArg {
    /// Those with a minus
    Negative,
    /// Those without
    Positive,
}

pub(super) fn run(args: &Args, as_json: bool, style: Style, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let format = args.format.unwrap_or(if as_json { Format::Json } else { Format::Human });
    let mut inputs = vec![args.ledger.clone()];
    inputs.extend(args.statements.iter().cloned());
    outputs::all_differ(&inputs, &[args.out.as_deref()])?;
    let ledger = read(&args.ledger, args, true)?;
    let statements = args.statements.iter().map(|path| read(path, args, false)).collect::<Result<Vec<_>, _>>()?;
    let mut file = args.out.as_deref().map(Output::create).transpose()?;
    let is_ndjson = args.out.as_deref().and_then(Path::extension).is_some_and(|end| end == "ndjson");
    let mut printer = Printer { format, style, left: args.show, is_first: true, out };
    printer.begin()?;
    if let Some(file) = file.as_mut().filter(|_| !is_ndjson) {
        file.write(Decision::csv_header().as_bytes())?;
    }
    let mut failed = Ok(());
    let summary = reconcile(&ledger, &statements, &Terms { days: args.days }, &mut |decision| {
        if failed.is_ok() {
            failed = printer.decision(decision);
        }
        if let Some(file) = file.as_mut().filter(|_| failed.is_ok()) {
            let text = if is_ndjson { decision.to_json().to_string() + "\n" } else { decision.to_csv() };
            failed = file.write(text.as_bytes());
        }
    });
    failed?;
    let files: Vec<&Statement> = std::iter::once(&ledger).chain(&statements).collect();
    let is_broken = printer.finish(&files, &summary)?;
    if let Some(file) = file {
        file.keep()?;
    }
    Ok(if summary.has_differences() || is_broken { Outcome::Wrong } else { Outcome::Fine })
}

fn read(path: &Path, args: &Args, is_ledger: bool) -> anyhow::Result<Statement> {
    let mut input = std::fs::File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut reader = StatementReader::new(path.display().to_string());
    if is_ledger {
        reader = reader.as_ledger();
    } else if let Some(provider) = args.provider {
        reader = reader.with_provider(provider);
    }
    if let Some(currency) = args.currency {
        reader = reader.with_currency(currency);
    }
    if let Some(outgoing) = args.outgoing.filter(|_| !is_ledger) {
        reader = reader.with_outgoing(match outgoing {
            OutgoingArg::Negative => Outgoing::Negative,
            OutgoingArg::Positive => Outgoing::Positive,
        });
    }
    for map in &args.map {
        let known = map.rsplit_once('=').is_some_and(|(name, field)| reader.map(name, field));
        ensure!(known, "--map {map}: NAME=FIELD is expected, with a field such as amount, reference or date");
    }
    let mut unpacker = Unpacker::default();
    let mut chunk = vec![0; 1 << 16];
    loop {
        let length = input.read(&mut chunk).with_context(|| format!("cannot read {}", path.display()))?;
        let Some(piece) = chunk.get(..length).filter(|piece| !piece.is_empty()) else { break };
        unpacker.push(piece, &mut |text| reader.push(text));
    }
    let findings = unpacker.finish(&mut |text| reader.push(text));
    let mut statement = reader.finish();
    statement.add_findings(&findings);
    Ok(statement)
}

struct Printer<'a> {
    format: Format,
    style: Style,
    /// How many lines are still shown as text.
    left: usize,
    is_first: bool,
    out: &'a mut dyn Write,
}

impl Printer<'_> {
    fn begin(&mut self) -> io::Result<()> {
        match self.format {
            Format::Csv => write!(self.out, "{}", Decision::csv_header()),
            Format::Json => write!(self.out, "{{\"decisions\":["),
            Format::Human | Format::Ndjson => Ok(()),
        }
    }

    fn decision(&mut self, decision: &Decision<'_>) -> io::Result<()> {
        let between = if std::mem::take(&mut self.is_first) { "" } else { "," };
        match self.format {
            Format::Csv => write!(self.out, "{}", decision.to_csv()),
            Format::Ndjson => writeln!(self.out, "{}", decision.to_json()),
            Format::Json => write!(self.out, "{between}{}", decision.to_json()),
            Format::Human if decision.is_difference() && self.left > 0 => {
                self.left = self.left.saturating_sub(1);
                self.shown(decision)
            }
            Format::Human => Ok(()),
        }
    }

    fn shown(&mut self, decision: &Decision<'_>) -> io::Result<()> {
        let word = self.style.bold(decision.outcome.as_str());
        write!(self.out, "{word} {}", decision.reason.as_str())?;
        for line in decision.ledger.iter().chain(&decision.statement) {
            let account = line.account();
            let amount = line.amount.map(|amount| amount.to_string()).unwrap_or_default();
            let parts = [line.reference, &amount, line.currency, &account, line.code];
            let said: Vec<String> = parts.iter().filter(|part| !part.is_empty()).map(|part| printable(part)).collect();
            write!(self.out, "; {}:{} {}", printable(line.file), line.line, said.join(" "))?;
        }
        if let Some(difference) = decision.difference {
            write!(self.out, "; {difference}")?;
        }
        writeln!(self.out)
    }

    /// Prints the findings of the files and the totals. Whether something was not read.
    fn finish(&mut self, files: &[&Statement], summary: &Summary) -> io::Result<bool> {
        let twice = summary.given_twice.iter().filter_map(|place| files.get(place.saturating_add(1)));
        let twice: Vec<&str> = twice.map(|file| file.name()).collect();
        match self.format {
            Format::Json => {
                let counts = summary.counts().into_iter().map(|(outcome, reason, count)| {
                    Json::object([
                        ("outcome", Json::from(outcome.as_str())),
                        ("reason", Json::from(reason.as_str())),
                        ("count", Json::number(count)),
                    ])
                });
                let files = files.iter().map(|file| described(file));
                let twice = twice.iter().map(|name| Json::from(*name));
                writeln!(
                    self.out,
                    "],\"counts\":{},\"files\":{},\"givenTwice\":{}}}",
                    Json::Array(counts.collect()),
                    Json::Array(files.collect()),
                    Json::Array(twice.collect())
                )?;
            }
            Format::Human => {
                for (outcome, reason, count) in summary.counts() {
                    writeln!(self.out, "{count} {} {}", outcome.as_str(), reason.as_str())?;
                }
                findings(self.style, files, &twice, self.out)?;
            }
            Format::Csv | Format::Ndjson => findings(self.style, files, &twice, &mut io::stderr())?,
        }
        Ok(files.iter().any(|file| file.has_errors()))
    }
}

/// What is wrong with files stands beside the totals, or where it disturbs no data.
fn findings(style: Style, files: &[&Statement], twice: &[&str], out: &mut dyn Write) -> io::Result<()> {
    for file in files {
        let name = printable(file.name());
        writeln!(out, "{name}: {}, {} lines", file.channel().as_str(), file.len())?;
        for LineFinding { line, code, severity, message } in file.findings() {
            let place = if *line > 0 { format!("{name}:{line}") } else { name.clone() };
            writeln!(out, "{place}: {} {code} {}", style.severity(*severity), printable(message))?;
        }
        if file.further_findings() > 0 {
            writeln!(out, "{name}: {} findings more", file.further_findings())?;
        }
    }
    for name in twice {
        let word = style.severity(Severity::Warning);
        writeln!(
            out,
            "{}: {word} STATEMENT_TWICE The same bytes were given before; they count once.",
            printable(name)
        )?;
    }
    Ok(())
}

fn described(file: &Statement) -> Json {
    let findings = file.findings().iter().map(|one| {
        Json::object([
            ("line", Json::number(one.line)),
            ("code", Json::from(one.code)),
            ("severity", Json::from(one.severity.as_str())),
            ("message", Json::from(one.message.as_str())),
        ])
    });
    let mut json = Object::new();
    json.insert("name", file.name());
    json.insert("channel", file.channel().as_str());
    json.insert("lines", Json::number(u64::try_from(file.len()).unwrap_or_default()));
    json.insert("findings", findings.collect::<Vec<_>>());
    json.insert("furtherFindings", Json::number(file.further_findings()));
    Json::Object(json)
}
