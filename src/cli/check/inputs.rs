//! The files to check: those that are named, and those in folders that are.

use std::fs::{self, File};
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};

/// The ends of names of files that are taken from a folder.
const KNOWN: [&str; 11] =
    [".csv", ".tsv", ".txt", ".ndjson", ".jsonl", ".json", ".xlsx", ".xlsb", ".ods", ".gz", ".zip"];

/// Files in the order in which they are named; those of a folder, and of the folders in it, by their names.
pub(super) fn list(named: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in named {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let before = files.len();
        folder(path, &mut files)?;
        let ends = "csv, tsv, txt, ndjson, jsonl, json, xlsx, xlsb, ods, gz or zip";
        anyhow::ensure!(files.len() > before, "{} is a directory without a file that ends with {ends}", path.display());
    }
    Ok(files)
}

fn folder(path: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let cannot = || format!("cannot read {}", path.display());
    let mut entries = Vec::new();
    for entry in fs::read_dir(path).with_context(cannot)? {
        let entry = entry.with_context(cannot)?;
        entries.push((entry.path(), entry.file_type().with_context(cannot)?));
    }
    entries.sort_by(|(a, _), (b, _)| a.cmp(b));
    for (path, kind) in entries {
        let name = path.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
        // hidden files are what programs leave, such as locks
        if name.starts_with('.') || name.starts_with('~') {
            continue;
        }
        if kind.is_dir() {
            folder(&path, files)?;
        } else if KNOWN.iter().any(|end| name.ends_with(end)) {
            files.push(path);
        }
    }
    Ok(())
}

pub(super) fn open(path: &Path) -> anyhow::Result<(Box<dyn Read>, Option<u64>)> {
    if path == Path::new("-") {
        return Ok((Box::new(io::stdin().lock()), None));
    }
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let metadata = file.metadata().with_context(|| format!("cannot open {}", path.display()))?;
    Ok((Box::new(file), metadata.is_file().then_some(metadata.len())))
}

/// What people call the file.
pub(super) fn name(path: &Path) -> String {
    if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() }
}

/// How much is read at a time.
const CHUNK: usize = 256 * 1024;

/// Reads to the end, piece by piece, with a bar on standard error.
pub(super) fn each_piece(
    path: &Path,
    input: &mut dyn Read,
    size: Option<u64>,
    piece: &mut dyn FnMut(&[u8]) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let progress = progress(size);
    let mut chunk = vec![0; CHUNK];
    loop {
        let length = match input.read(&mut chunk) {
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
        };
        if length == 0 {
            break;
        }
        progress.inc(u64::try_from(length).unwrap_or(0));
        piece(chunk.get(..length).unwrap_or_default())?;
    }
    progress.finish_and_clear();
    Ok(())
}

/// A bar on standard error, where that is a terminal: how much was read, how fast, and how long the rest takes.
fn progress(size: Option<u64>) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let (bar, template) = match size {
        Some(size) => (ProgressBar::new(size), "{bar:40} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left"),
        None => (ProgressBar::new_spinner(), "{spinner} {bytes}, {bytes_per_sec}, {elapsed}"),
    };
    bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}

/// What tells that a file was changed: its size and time, where it is there.
pub(super) type State = Option<(u64, Option<SystemTime>)>;

pub(super) fn state(path: &Path) -> State {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.len(), metadata.modified().ok()))
}
