//! `offramp validate` and `offramp detect`.

use std::io::{self, BufRead, Write};

use clap::builder::PossibleValuesParser;

use super::style::{Style, cell, lines, printable, table};
use super::{FailOn, Outcome, StrictnessArg};
use crate::api::{self, ValidateOptions};
use crate::country::Country;
use crate::finding::Finding;
use crate::identifier::Kind;
#[cfg(feature = "iban_validate")]
use crate::identifier::iban::second_opinion;
use crate::timestamp::Date;

#[derive(Debug, clap::Args)]
pub(super) struct ValidateArgs {
    /// The kind of identifier
    #[arg(value_parser = PossibleValuesParser::new(Kind::ALL.iter().map(|kind| kind.as_str())))]
    kind: String,

    /// The texts to judge; - reads one a line from standard input
    #[arg(required = true, value_name = "TEXT", allow_negative_numbers = true)]
    texts: Vec<String>,

    /// How strictly to judge
    #[arg(long, value_enum, default_value_t, value_name = "STRICTNESS")]
    strictness: StrictnessArg,

    /// The country of the payment, so that phone numbers can be read in their national form
    #[arg(long, value_parser = super::payment::country, value_name = "CODE")]
    country: Option<Country>,

    /// The day of the payment, for rules that change with time
    #[arg(long, value_parser = super::payment::date, value_name = "DATE")]
    date: Option<Date>,

    /// Also end with status 1 where a verdict is undetermined, or there is a warning
    #[arg(long, value_enum, value_name = "WHAT")]
    fail_on: Option<FailOn>,

    /// Say also what the crate `iban_validate` makes of an IBAN; the verdict is ours
    #[cfg(feature = "iban_validate")]
    #[arg(long)]
    second_opinion: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct DetectArgs {
    /// The text; - reads one a line from standard input
    #[arg(value_name = "TEXT", allow_negative_numbers = true)]
    text: String,
}

pub(super) fn validate(args: &ValidateArgs, json: bool, style: Style, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let kind: Kind = args.kind.parse()?;
    let options = ValidateOptions { strictness: args.strictness.into(), country: args.country, date: args.date };
    #[cfg(feature = "iban_validate")]
    anyhow::ensure!(!args.second_opinion || kind == Kind::Iban, "--second-opinion is about an iban");
    let mut outcome = Outcome::Fine;
    for_each(&args.texts, |text| {
        let report = api::validate(kind, text, &options);
        if FailOn::is_met(args.fail_on, report.verdict, &report.findings) {
            outcome = Outcome::Wrong;
        }
        #[cfg(feature = "iban_validate")]
        let opinion = args.second_opinion.then(|| {
            let electronic = report.value.as_ref().map(|value| value.normalized.as_str());
            second_opinion(electronic.unwrap_or(text.trim())).as_str()
        });
        #[cfg(not(feature = "iban_validate"))]
        let opinion: Option<&str> = None;
        if json {
            serde_json::to_writer(&mut *out, &report)?;
            writeln!(out)?;
            if let Some(opinion) = opinion {
                writeln!(out, "{}", serde_json::json!({"secondOpinion": opinion}))?;
            }
            return Ok(());
        }
        let shown = report.value.as_ref().map_or_else(|| printable(text), |value| value.formatted.clone());
        writeln!(out, "{} {shown}", style.verdict(report.verdict))?;
        if let Some(value) = &report.value {
            for (name, part) in &value.parts {
                writeln!(out, "  {} {part}", style.faint(name))?;
            }
        }
        print_findings(&report.findings, style, out)?;
        if let Some(opinion) = opinion {
            writeln!(out, "  {} {opinion}", style.faint("second opinion (iban_validate):"))?;
        }
        Ok(())
    })?;
    Ok(outcome)
}

pub(super) fn detect(args: &DetectArgs, json: bool, style: Style, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    for_each(std::slice::from_ref(&args.text), |text| {
        let candidates = api::detect(text);
        if json {
            serde_json::to_writer(&mut *out, &candidates)?;
            writeln!(out)?;
            return Ok(());
        }
        if candidates.is_empty() {
            writeln!(out, "nothing known")?;
            return Ok(());
        }
        let mut rows = table(style, ["could be", "verdict", "because of", "as", "finding"], &[]);
        for candidate in &candidates {
            let messages: Vec<_> = candidate.findings.iter().map(|finding| style.message(finding)).collect();
            rows.add_row([
                cell(match candidate.line {
                    Some(line) => format!("line {line}: {}", candidate.kind.title()),
                    None => candidate.kind.title().to_owned(),
                }),
                cell(style.verdict(candidate.verdict)),
                cell(if candidate.value.is_some() { candidate.evidence } else { "" }),
                cell(candidate.value.as_ref().map_or("", |value| &value.formatted)),
                cell(messages.join(" ")),
            ]);
        }
        write!(out, "{}", lines(&rows))?;
        Ok(())
    })?;
    Ok(Outcome::Fine)
}

pub(super) fn print_findings(findings: &[Finding], style: Style, out: &mut dyn Write) -> anyhow::Result<()> {
    for finding in findings {
        let (severity, code) = (style.severity(finding.severity()), finding.code().as_str());
        writeln!(out, "  {severity} {code}: {}", style.message(finding))?;
    }
    Ok(())
}

/// Every text, and for `-` every line of standard input.
fn for_each(texts: &[String], mut each: impl FnMut(&str) -> anyhow::Result<()>) -> anyhow::Result<()> {
    for text in texts {
        if text != "-" {
            each(text)?;
            continue;
        }
        for line in io::stdin().lock().lines() {
            each(&line?)?;
        }
    }
    Ok(())
}
