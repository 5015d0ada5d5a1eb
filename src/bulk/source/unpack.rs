//! What is in archives and workbooks, as text: gzip as it comes, the others once they are there as a whole.

use std::io::{Cursor, Read, Write};
use std::path::Path;

use calamine::{Ods, Reader as _, Xlsx};
use flate2::write::MultiGzDecoder;
use zip::ZipArchive;

use super::repeats;
use super::sink::{Sink, Trouble};
use super::workbook::{self, Book};
use super::xlsb::Xlsb;
use crate::code::Code;
use crate::finding::Finding;

/// The most bytes that a packed file may take in memory once it is unpacked: a hundred times its packed size, and at least
/// 64 MiB. No file of payments compresses further than that; a file made to fill the memory does.
pub(in crate::bulk) fn most_held(packed: u64, limit: u64) -> u64 {
    packed.saturating_mul(100).max(64 << 20).min(limit)
}

/// What the first bytes say about how the rest is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::bulk) enum Packing {
    /// Text, as far as can be told.
    None,
    Gzip,
    /// An archive or a workbook, which is read from its end.
    Archive,
    /// An old workbook, or one with a password.
    Compound,
}

impl Packing {
    /// Four bytes are enough.
    pub(in crate::bulk) const fn detect(bytes: &[u8]) -> Packing {
        match bytes {
            [0x1f, 0x8b, ..] => Packing::Gzip,
            [b'P', b'K', 3 | 5, 4 | 6, ..] => Packing::Archive,
            [0xd0, 0xcf, 0x11, 0xe0, ..] => Packing::Compound,
            _ => Packing::None,
        }
    }
}

/// Unpacks gzip as it comes.
pub(in crate::bulk) struct Gzip(MultiGzDecoder<Vec<u8>>);

/// A packed byte gives 1,032 at most.
const PACKED: usize = 8 * 1024;

impl Gzip {
    pub(in crate::bulk) fn new() -> Gzip {
        Gzip(MultiGzDecoder::new(Vec::new()))
    }

    pub(in crate::bulk) fn push(&mut self, bytes: &[u8], sink: &mut Sink<'_>) -> Result<(), Trouble> {
        for piece in bytes.chunks(PACKED) {
            let written = self.0.write_all(piece);
            self.hand_over(sink)?;
            written.map_err(|_| Trouble::Damaged("gzip"))?;
        }
        Ok(())
    }

    pub(in crate::bulk) fn finish(mut self, sink: &mut Sink<'_>) -> Result<(), Trouble> {
        let finished = self.0.try_finish();
        self.hand_over(sink)?;
        finished.map_err(|_| Trouble::Damaged("gzip"))
    }

    fn hand_over(&mut self, sink: &mut Sink<'_>) -> Result<(), Trouble> {
        let text = self.0.get_mut();
        sink.text(text)?;
        text.clear();
        Ok(())
    }
}

/// Reads an archive of one file, or a workbook, that is there as a whole.
pub(in crate::bulk) fn archive(bytes: Vec<u8>, sheet: Option<&str>, sink: &mut Sink<'_>) -> Result<(), Trouble> {
    read_archive(bytes, sheet, true, sink)
}

fn read_archive(bytes: Vec<u8>, sheet: Option<&str>, may_nest: bool, sink: &mut Sink<'_>) -> Result<(), Trouble> {
    let held = most_held(u64::try_from(bytes.len()).unwrap_or(u64::MAX), *sink.left);
    let damaged = Trouble::Damaged("ZIP, Excel (.xlsx) / OpenDocument (.ods)");
    let Ok(mut zip) = ZipArchive::new(Cursor::new(bytes)) else {
        return Err(damaged);
    };
    let names: Vec<String> =
        zip.file_names().map(|name| name.map(std::borrow::Cow::into_owned).unwrap_or_default()).collect();
    let contains = |name: &str| names.iter().any(|own| own == name);
    if contains("xl/workbook.xml") {
        bound(&mut zip, held, |name| name.starts_with("xl/worksheets/"))?;
        let book = Xlsx::new(zip.into_inner()).map_err(|_| Trouble::Damaged("Excel (.xlsx)"))?;
        return workbook::read(Book::Xlsx(Box::new(book)), sheet, sink);
    }
    if contains("xl/workbook.bin") {
        bound(&mut zip, held, |_| false)?;
        return workbook::read(Book::Xlsb(Xlsb::open(zip)?), sheet, sink);
    }
    if contains("content.xml") && contains("META-INF/manifest.xml") {
        bound(&mut zip, held, |_| false)?;
        if let Ok(mut content) = zip.by_name("content.xml") {
            repeats::are_few(&mut content)?;
        }
        let book = match Ods::new(zip.into_inner()) {
            Ok(book) => book,
            Err(calamine::OdsError::Password) => return Err(Trouble::Said(Finding::new(Code::FileEncrypted))),
            Err(calamine::OdsError::InvalidMime(_)) => return Err(Trouble::Other("OpenDocument")),
            Err(_) => return Err(Trouble::Damaged("OpenDocument (.ods)")),
        };
        return workbook::read(Book::Ods(book), sheet, sink);
    }
    if contains("word/document.xml") {
        return Err(Trouble::Other("Word (.docx)"));
    }
    if contains("ppt/presentation.xml") {
        return Err(Trouble::Other("PowerPoint (.pptx)"));
    }
    if names.iter().any(|name| Path::new(name).extension().is_some_and(|end| end == "iwa")) {
        return Err(Trouble::Other("Numbers (.numbers)"));
    }
    // what systems add of their own
    let is_extra = |name: &str| name.ends_with('/') || name.starts_with("__MACOSX/") || name.ends_with(".DS_Store");
    let mut files = names.iter().filter(|name| !is_extra(name));
    let (Some(name), None) = (files.next(), files.next()) else {
        let count = names.iter().filter(|name| !is_extra(name)).count();
        return Err(Trouble::Said(Finding::new(Code::ArchiveSeveral).with_number("count", count)));
    };
    let mut file = match zip.by_name(name) {
        Ok(file) => file,
        Err(zip::result::ZipError::UnsupportedArchive(zip::result::ZipError::PASSWORD_REQUIRED)) => {
            return Err(Trouble::Said(Finding::new(Code::FileEncrypted)));
        }
        Err(_) => return Err(Trouble::Damaged("ZIP")),
    };
    let mut chunk = vec![0; 64 * 1024];
    let mut whole = None::<Vec<u8>>;
    let mut is_first = true;
    loop {
        let length = file.read(&mut chunk).map_err(|_| Trouble::Damaged("ZIP"))?;
        let Some(piece) = chunk.get(..length).filter(|piece| !piece.is_empty()) else {
            break;
        };
        if std::mem::take(&mut is_first) && may_nest && Packing::detect(piece) == Packing::Archive {
            whole = Some(Vec::new());
        }
        match &mut whole {
            Some(whole) if u64::try_from(whole.len()).unwrap_or(u64::MAX) > held => return Err(Trouble::Held),
            Some(whole) => whole.extend_from_slice(piece),
            None => sink.text(piece)?,
        }
    }
    drop(file);
    match whole {
        Some(bytes) => read_archive(bytes, sheet, false, sink),
        None => Ok(()),
    }
}

/// Refuses an archive of which the parts that are read as a whole come to more bytes than may, or a streamed part has a
/// text that does. What it says of them itself is not believed.
fn bound(zip: &mut ZipArchive<Cursor<Vec<u8>>>, most: u64, is_streamed: fn(&str) -> bool) -> Result<(), Trouble> {
    let damaged = || Trouble::Damaged("ZIP, Excel (.xlsx) / OpenDocument (.ods)");
    let mut left = most;
    for index in 0..zip.len() {
        let mut file = match zip.by_index(index) {
            Ok(file) => file,
            Err(zip::result::ZipError::UnsupportedArchive(zip::result::ZipError::PASSWORD_REQUIRED)) => {
                return Err(Trouble::Said(Finding::new(Code::FileEncrypted)));
            }
            Err(_) => return Err(damaged()),
        };
        // so little gives less than the limit, whatever it is
        let most_unpacked = file.compressed_size().saturating_mul(1032);
        if file.name().is_ok_and(|name| is_streamed(&name)) {
            if most_unpacked > MAX_TOKEN {
                tokens_are_short(&mut file)?;
            }
            continue;
        }
        if most_unpacked <= left {
            left = left.saturating_sub(most_unpacked);
            continue;
        }
        let unpacked = std::io::copy(&mut file.take(left.saturating_add(1)), &mut std::io::sink());
        left = left.checked_sub(unpacked.map_err(|_| damaged())?).ok_or(Trouble::Held)?;
    }
    Ok(())
}

/// No text of a cell is as long: Excel has 32,767 characters.
const MAX_TOKEN: u64 = 1 << 20;

/// Refuses XML in which a tag, a text, a comment or the like is longer than any is.
fn tokens_are_short(file: &mut dyn Read) -> Result<(), Trouble> {
    let mut chunk = vec![0; 64 * 1024];
    // how much has come since a tag began, what is to end a comment or the like, and the bytes in front
    let (mut length, mut end, mut before) = (0_u64, None::<u8>, [0_u8; 2]);
    loop {
        let read = file.read(&mut chunk).map_err(|_| Trouble::Damaged("Excel (.xlsx)"))?;
        if read == 0 {
            return Ok(());
        }
        for &byte in chunk.get(..read).unwrap_or_default() {
            length = length.saturating_add(1);
            match (end, byte) {
                (None, b'<') => length = 0,
                (None, b'-' | b'[') if before == *b"<!" => end = Some(if byte == b'-' { b'-' } else { b']' }),
                (Some(mark), b'>') if before == [mark; 2] => end = None,
                _ => {}
            }
            before = [before[1], byte];
        }
        if length > MAX_TOKEN {
            return Err(Trouble::Held);
        }
    }
}
