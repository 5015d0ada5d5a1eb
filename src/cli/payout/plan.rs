//! `offramp payout plan`: what would be paid, what is held, and why; a file that can be read, and run once.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use sha2::{Digest, Sha256};

use super::super::request::{now, read};
use super::super::style::Style;
use super::Outcome;
use crate::finding::Verdict;
use crate::json::{Json, Object};
use crate::payment::hex;
use crate::payout::Way;
use crate::provider::Provider;
use crate::runner::{FileRow, FileSetup, ReadFile, read_file};

#[derive(Debug, clap::Args)]
pub(in super::super) struct Args {
    /// The file of beneficiaries: CSV, NDJSON, JSON, or a workbook
    file: PathBuf,

    /// Who pays it
    #[arg(long, value_parser = super::provider, value_name = "PROVIDER")]
    provider: Provider,

    /// How it is paid, as JSON: settings of the provider's steps, the treasury, approvals, how the file is read
    #[arg(long, value_name = "FILE")]
    config: PathBuf,

    /// Where the plan is written
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// A plan that was read again.
pub(super) struct Plan {
    /// Made of all that it holds.
    pub(super) id: String,
    pub(super) provider: Provider,
    pub(super) file: PathBuf,
    pub(super) sha256: String,
    pub(super) config: Json,
}

const SEAL: &str = "seal";

pub(super) fn run(args: &Args, as_json: bool, style: Style, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let config = read(&args.config)?;
    let way = Way::read(args.provider, &config).with_context(|| format!("{}", args.config.display()))?;
    let setup = FileSetup::read(args.provider, &config).context("file")?;
    let path = std::path::absolute(&args.file)?;
    let file = read_file(&path, &setup).with_context(|| format!("cannot read {}", path.display()))?;
    ensure!(!file.rows.is_empty(), "{} has no rows that can be read", path.display());
    let plan = written(args.provider, &path, &config, &way, &file, &now()?.to_string());
    std::fs::write(&args.out, format!("{}\n", Json::Object(plan.clone())))
        .with_context(|| format!("cannot write {}", args.out.display()))?;
    let count = |name: &str| plan.get(name).and_then(Json::as_array).map_or(0, <[Json]>::len);
    if as_json {
        writeln!(out, "{}", Json::Object(plan.clone()))?;
    } else {
        for total in &file.summary.totals {
            writeln!(out, "{} {} in {} payments", total.accepted_amount, total.currency, total.accepted_rows)?;
        }
        writeln!(
            out,
            "{} will be paid, {} are held, {} cannot be paid: {}",
            count("items"),
            count("held"),
            count("refused"),
            args.out.display()
        )?;
        for name in ["held", "refused"] {
            for one in plan.get(name).and_then(Json::as_array).unwrap_or_default() {
                let row = one.get("row").and_then(Json::as_number).unwrap_or_default();
                let reason = one.get("reason").and_then(Json::as_str).unwrap_or_default();
                let word = if name == "held" { "held" } else { "cannot be paid" };
                writeln!(out, "row {row}: {word}: {}", style.bold(reason))?;
            }
        }
    }
    Ok(if count("refused") > 0 { Outcome::Wrong } else { Outcome::Fine })
}

/// What becomes of a row before anything is sent.
pub(super) enum Fate {
    Paid,
    Held(String),
    Refused(String),
}

pub(super) fn fate(row: &FileRow, way: &Way) -> Fate {
    let code = || row.codes.first().copied().unwrap_or("UNDETERMINED").to_owned();
    match (row.verdict, way.known(&row.known)) {
        (Verdict::Invalid, _) => Fate::Refused(code()),
        (_, Err(setting)) => Fate::Refused(format!("SETTING_MISSING:{setting}")),
        (Verdict::Undetermined, _) => Fate::Held(code()),
        _ => Fate::Paid,
    }
}

fn written(provider: Provider, path: &Path, config: &Json, way: &Way, file: &ReadFile, at: &str) -> Object {
    let (mut items, mut held, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    for row in &file.rows {
        let mut json = Object::new();
        json.insert("row", Json::number(row.number));
        if let Some(reference) = &row.reference {
            json.insert("reference", reference.as_str());
        }
        json.insert("amount", row.amount.as_str());
        json.insert("currency", row.currency.as_str());
        json.insert("to", row.to.as_str());
        let (list, reason) = match fate(row, way) {
            Fate::Paid => (&mut items, None),
            Fate::Held(reason) => (&mut held, Some(reason)),
            Fate::Refused(reason) => (&mut refused, Some(reason)),
        };
        if let Some(reason) = reason {
            json.insert("reason", reason);
        }
        list.push(Json::Object(json));
    }
    let totals = file.summary.totals.iter().map(|total| {
        Json::object([
            ("currency", Json::from(total.currency.as_str())),
            ("payments", Json::number(total.accepted_rows)),
            ("amount", Json::from(total.accepted_amount.as_str())),
        ])
    });
    let mut plan = Object::new();
    plan.insert("version", Json::number(1_u64));
    plan.insert("provider", provider.as_str());
    plan.insert("plannedAt", at);
    plan.insert("file", path.to_string_lossy().into_owned());
    plan.insert("sha256", file.sha256.as_str());
    plan.insert("config", config.clone());
    plan.insert("totals", totals.collect::<Vec<_>>());
    plan.insert("held", held);
    plan.insert("refused", refused);
    plan.insert("items", items);
    let seal = sealed(&plan);
    plan.insert(SEAL, seal);
    plan
}

fn sealed(plan: &Object) -> String {
    hex(&Sha256::digest(Json::Object(plan.clone()).to_string()))
}

impl Plan {
    /// Reads a plan; one that was changed since is none.
    pub(super) fn read(path: &Path) -> anyhow::Result<Plan> {
        let Json::Object(mut plan) = read(path)? else { anyhow::bail!("{} is no plan", path.display()) };
        let seal = plan.get(SEAL).and_then(Json::as_str).unwrap_or_default().to_owned();
        plan.retain(|name| name != SEAL);
        ensure!(sealed(&plan) == seal, "{} was changed since it was written: make a new plan", path.display());
        let text = |name: &str| plan.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
        let id: String = seal.chars().take(12).collect();
        Ok(Plan {
            id: format!("P{}", id.to_ascii_uppercase()),
            provider: text("provider").parse()?,
            file: PathBuf::from(text("file")),
            sha256: text("sha256"),
            config: plan.get("config").cloned().unwrap_or(Json::Null),
        })
    }

    /// What a database keeps of it: nothing of the rows.
    pub(super) fn kept(&self, has_objects: bool) -> String {
        let mut kept = Object::new();
        kept.insert("file", self.file.to_string_lossy().into_owned());
        kept.insert("config", self.config.clone());
        kept.insert("hasObjects", has_objects);
        Json::Object(kept).to_string()
    }
}
