//! `offramp check --fix`: the file with what is suggested for its cells.

use std::fs::File;
use std::io::{BufWriter, Read, Seek, Write};
use std::path::Path;

use anyhow::Context;

use super::super::outputs::Output;
use super::inputs;
use crate::bulk::{Change, CheckOptions, FileChecker, Fixer, Row};
use crate::finding::Finding;

/// A file that was mended.
pub(super) struct Mended {
    /// The text, from its beginning.
    pub(super) text: File,
    pub(super) rows: u64,
    pub(super) cells: u64,
    /// What there was to say of the file as a whole before it was mended.
    pub(super) findings: Vec<Finding>,
}

/// Reads a file and writes it, mended, to one that has no name yet; what was changed goes to `changes`.
pub(super) fn mend(
    path: &Path,
    input: &mut dyn Read,
    size: Option<u64>,
    options: CheckOptions,
    sheet: Option<&str>,
    changes: Option<&mut Output>,
) -> anyhow::Result<Mended> {
    let cannot = "cannot write a temporary file";
    let mut checker = FileChecker::new(options.with_text());
    if let Some(sheet) = sheet {
        checker = checker.with_sheet(sheet);
    }
    let mut text = BufWriter::with_capacity(1 << 16, tempfile::tempfile().context(cannot)?);
    let (mut fixer, mut bytes, mut list) = (Fixer::default(), Vec::new(), String::new());
    if changes.is_some() {
        list.push_str("row,field,before,after,code\n");
    }
    let mut changes = changes;
    let mut flush = |bytes: &mut Vec<u8>, list: &mut String| -> anyhow::Result<()> {
        text.write_all(bytes).context(cannot)?;
        if let Some(changes) = &mut changes {
            changes.write(list.as_bytes()).with_context(|| format!("cannot write {}", changes.path().display()))?;
        }
        bytes.clear();
        list.clear();
        Ok(())
    };
    inputs::each_piece(path, input, size, &mut |piece| {
        checker.push(piece, &mut |row: &Row<'_>| {
            fixer.row(row, &mut bytes, &mut |change| write_change(&change, &mut list));
        });
        flush(&mut bytes, &mut list)
    })?;
    let (summary, rest) = checker.finish_with_text(&mut |row: &Row<'_>| {
        fixer.row(row, &mut bytes, &mut |change| write_change(&change, &mut list));
    });
    bytes.extend_from_slice(&rest);
    flush(&mut bytes, &mut list)?;
    let mut text = text.into_inner().map_err(std::io::IntoInnerError::into_error).context(cannot)?;
    text.rewind().context(cannot)?;
    let (rows, cells) = fixer.changed();
    Ok(Mended { text, rows, cells, findings: summary.findings })
}

fn write_change(change: &Change, list: &mut String) {
    list.push_str(&change.row.to_string());
    list.push(',');
    list.push_str(change.field);
    for text in [&change.before, &change.after] {
        list.push_str(",\"");
        list.push_str(&text.replace('"', "\"\""));
        list.push('"');
    }
    list.push(',');
    list.push_str(change.code.as_str());
    list.push('\n');
}
