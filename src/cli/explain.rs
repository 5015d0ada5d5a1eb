//! `offramp explain`: what a code of a finding means and what to do about it, as docs/FINDINGS.md says it.

use std::io::Write;

use super::Outcome;
use super::style::{Style, printable};
use crate::code::Severity;
use crate::json::{Json, Object};
use crate::nearest::is_near;

/// The page that is written from the codes.
const PAGE: &str = include_str!("../../docs/FINDINGS.md");

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  offramp explain IBAN_CHECKSUM\n  offramp explain FIELD_REQUIRED DUPLICATE_PAYMENT --json"
)]
pub(super) struct Args {
    /// The codes of findings
    #[arg(required = true, value_name = "CODE")]
    codes: Vec<String>,
}

/// A row of the page.
struct Explained<'a> {
    code: &'a str,
    severity: Severity,
    leaves_open: bool,
    message: String,
    params: Vec<String>,
    meaning: String,
    mending: String,
    example: Option<String>,
}

pub(super) fn run(args: &Args, json: bool, style: Style, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    for typed in &args.codes {
        let word = typed.trim().to_ascii_uppercase().replace(['-', ' '], "_");
        let Some(found) = rows().find(|row| row.code == word) else {
            let near = nearest(&word);
            let tip = if near.is_empty() { String::new() } else { format!("; there are {}", near.join(", ")) };
            anyhow::bail!("no finding has the code {}{tip}", printable(typed));
        };
        if json {
            writeln!(out, "{}", found.to_json())?;
        } else {
            found.print(style, out)?;
        }
    }
    Ok(Outcome::Fine)
}

impl Explained<'_> {
    fn to_json(&self) -> Json {
        let mut object = Object::new();
        object.insert("code", self.code);
        object.insert("severity", self.severity.as_str());
        object.insert("leavesOpen", self.leaves_open);
        object.insert("message", self.message.as_str());
        object.insert("params", self.params.iter().map(|name| name.as_str().into()).collect::<Vec<Json>>());
        object.insert("meaning", self.meaning.as_str());
        object.insert("mending", self.mending.as_str());
        if let Some(example) = &self.example {
            object.insert("example", example.as_str());
        }
        object.into()
    }

    fn print(&self, style: Style, out: &mut dyn Write) -> anyhow::Result<()> {
        let open = if self.leaves_open { ", leaves the verdict undetermined" } else { "" };
        writeln!(out, "{} {}{open}", style.bold(self.code), style.severity(self.severity))?;
        let example = self.example.as_deref().unwrap_or_default();
        let texts =
            [("message", &*self.message), ("meaning", &*self.meaning), ("to do", &*self.mending), ("example", example)];
        for (name, text) in texts {
            if !text.is_empty() {
                writeln!(out, "  {} {text}", style.faint(name))?;
            }
        }
        Ok(())
    }
}

/// The rows of the page's table.
fn rows() -> impl Iterator<Item = Explained<'static>> {
    PAGE.lines().filter(|line| line.starts_with("| `")).filter_map(|line| {
        // a bar inside of a cell has a backslash in front
        let line = line.replace("\\|", "\u{0}");
        let mut cells = line.split('|').skip(1).map(|cell| cell.trim().replace('\u{0}', "|"));
        let first = cells.next()?;
        let word = first.split('`').nth(1)?;
        let code = crate::Code::ALL.iter().find(|known| known.as_str() == word)?;
        let (severity, message, params) = (cells.next()?, cells.next()?, cells.next()?);
        let (meaning, mending, example) = (cells.next()?, cells.next()?, cells.next()?);
        Some(Explained {
            code: code.as_str(),
            severity: code.severity(),
            leaves_open: severity.ends_with("*open*"),
            message,
            params: params.split(", ").filter(|name| !name.is_empty()).map(|name| name.replace('`', "")).collect(),
            meaning,
            mending,
            example: Some(example.replace('`', "")).filter(|text| !text.is_empty()),
        })
    })
}

/// Up to three codes that may have been meant: those of which the text is a slip, then those that share words with it.
fn nearest(word: &str) -> Vec<&'static str> {
    let words: Vec<_> = word.split('_').filter(|part| !part.is_empty()).collect();
    let mut found: Vec<(usize, &'static str)> = crate::Code::ALL
        .iter()
        .map(|code| {
            let code = code.as_str();
            let shared = code.split('_').filter(|part| words.contains(part)).count();
            (if is_near(word, code, 2) { usize::MAX } else { shared }, code)
        })
        .filter(|(rank, _)| *rank > 0)
        .collect();
    found.sort_by(|(a, _), (b, _)| b.cmp(a));
    found.truncate(3);
    found.into_iter().map(|(_, code)| code).collect()
}
