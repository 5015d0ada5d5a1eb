//! `offramp data`: directory files, which hold tables that the package may not ship.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::Outcome;
use crate::bank::Directories;
use crate::json::Json;

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Make a directory file of published files
    Import(ImportArgs),
    /// List the directory files that are there
    List(DataArgs),
}

#[derive(Debug, clap::Args)]
pub(super) struct ImportArgs {
    /// Which table
    #[arg(value_parser = ["uk-modulus"])]
    table: String,

    /// The files that Pay.UK publishes: the weights (valacdos), and the sort codes that stand for others (scsubtab)
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// The edition that answers name; by default the name of the first file
    #[arg(long, value_name = "TEXT")]
    edition: Option<String>,

    /// Where the files are from
    #[arg(long, value_name = "TEXT", default_value = "Pay.UK, https://www.vocalink.com/tools/modulus-checking/")]
    source: String,

    /// What allows their use
    #[arg(long, value_name = "TEXT", default_value = "the publisher's terms")]
    licence: String,

    #[command(flatten)]
    data: DataArgs,
}

/// Where directory files are.
#[derive(Debug, clap::Args)]
pub(super) struct DataArgs {
    /// The directory of files that `offramp data import` made
    #[arg(long = "data", env = "OFFRAMP_DATA", value_name = "DIR")]
    directory: Option<PathBuf>,
}

impl DataArgs {
    /// The tables of all files in the directory, and none without one.
    pub(super) fn load(&self) -> anyhow::Result<Directories> {
        let mut directories = Directories::default();
        for (path, file) in self.files()? {
            directories.load(&file).with_context(|| format!("cannot load {}", path.display()))?;
        }
        Ok(directories)
    }

    fn files(&self) -> anyhow::Result<Vec<(PathBuf, Json)>> {
        let Some(directory) = &self.directory else {
            return Ok(Vec::new());
        };
        let entries = fs::read_dir(directory).with_context(|| format!("cannot read {}", directory.display()))?;
        let mut files = Vec::new();
        for entry in entries {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "json") {
                let text = read(&path)?;
                let file = text.parse().with_context(|| format!("{} is no JSON", path.display()))?;
                files.push((path, file));
            }
        }
        files.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(files)
    }
}

fn read(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

pub(super) fn run(command: &Command, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    match command {
        Command::Import(args) => import(args, out)?,
        Command::List(args) => {
            args.load()?;
            for (path, file) in args.files()? {
                let text = |name: &str| file.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
                writeln!(
                    out,
                    "{} {} ({}, {}): {}",
                    text("name"),
                    text("edition"),
                    text("source"),
                    text("licence"),
                    path.display()
                )?;
            }
        }
    }
    Ok(Outcome::Fine)
}

fn import(args: &ImportArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let Some(directory) = &args.data.directory else {
        bail!("say with --data DIR, or OFFRAMP_DATA, where the file goes");
    };
    let mut lines = String::new();
    for file in &args.files {
        lines.push_str(&read(file)?);
        lines.push('\n');
    }
    let name = args.files.first().and_then(|file| file.file_stem()).map(|name| name.to_string_lossy().into_owned());
    let edition = args.edition.clone().or(name).unwrap_or_default();
    let file = Directories::uk_modulus_file(&lines, &edition, &args.source, &args.licence)
        .context("a line is neither a rule nor a substitution")?;
    fs::create_dir_all(directory).with_context(|| format!("cannot make {}", directory.display()))?;
    let path = directory.join("ukModulus.json");
    fs::write(&path, format!("{file}\n")).with_context(|| format!("cannot write {}", path.display()))?;
    writeln!(out, "{} {edition}: {}", args.table, path.display())?;
    Ok(())
}
