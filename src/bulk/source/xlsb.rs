//! Binary workbooks (.xlsb, MS-XLSB): the records of the parts that say what sheets there are and what is in their cells.
//!
//! Read here, since the reader of the other workbooks ends the program where a record is shorter than it should be.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::sink::Trouble;

type Zip = ZipArchive<Cursor<Vec<u8>>>;

/// A binary workbook.
pub(super) struct Xlsb {
    zip: Zip,
    /// The sheets with the parts in which they stand.
    sheets: Vec<(SheetName, String)>,
    strings: Vec<String>,
    /// What the styles of cells show, by their numbers.
    formats: Vec<Format>,
    is_1904: bool,
}

/// A sheet of cells.
#[derive(Clone)]
pub(super) struct SheetName {
    pub(super) name: String,
    pub(super) is_hidden: bool,
}

/// A number as the file has it; as text it is what the sheet shows.
#[expect(clippy::disallowed_types, reason = "cells of a workbook are such")]
pub(super) type Float = f64;

/// What is in a cell of a binary workbook.
pub(super) enum BinaryCell<'a> {
    Text(&'a str),
    Bool(bool),
    /// With zeros in front up to so many digits.
    Number(Float, usize),
    /// Days, and whether they are counted from 1904.
    Date(Float, bool),
}

/// How a number is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Number,
    Date,
    /// With zeros in front up to so many digits.
    Zeros(usize),
}

const fn damaged() -> Trouble {
    Trouble::Damaged("Excel (.xlsb)")
}

impl Xlsb {
    pub(super) fn open(mut zip: Zip) -> Result<Xlsb, Trouble> {
        let targets = targets(&String::from_utf8_lossy(&part(&mut zip, "xl/_rels/workbook.bin.rels")?));
        let book = part(&mut zip, "xl/workbook.bin")?;
        let (mut sheets, mut is_1904) = (Vec::new(), false);
        let mut records = Records(&book);
        while let Some((kind, body)) = records.next()? {
            match kind {
                0x0099 => is_1904 = body.first().is_some_and(|flags| flags & 1 != 0),
                0x009c => {
                    let state = number(body, 0).ok_or_else(damaged)?;
                    let Some((id, length)) = wide(body.get(8..).unwrap_or_default()) else { continue };
                    let name = body.get(length.saturating_add(8)..).and_then(wide).ok_or_else(damaged)?.0;
                    let target = targets.iter().find(|(own, _)| *own == id).ok_or_else(damaged)?;
                    let path = target.1.strip_prefix('/').map_or_else(|| ["xl/", &target.1].concat(), str::to_owned);
                    if path.contains("worksheets/") {
                        sheets.push((SheetName { name, is_hidden: state != 0 }, path));
                    }
                }
                _ => {}
            }
        }
        let mut strings = Vec::new();
        let table = part(&mut zip, "xl/sharedStrings.bin").unwrap_or_default();
        let mut records = Records(&table);
        while let Some((kind, body)) = records.next()? {
            if kind == 0x0013 {
                strings.push(body.get(1..).and_then(wide).ok_or_else(damaged)?.0);
            }
        }
        let formats = formats(&part(&mut zip, "xl/styles.bin").unwrap_or_default())?;
        Ok(Xlsb { zip, sheets, strings, formats, is_1904 })
    }

    pub(super) fn sheets(&self) -> impl Iterator<Item = &SheetName> {
        self.sheets.iter().map(|(sheet, _)| sheet)
    }

    /// Hands over the cells of a sheet: row, column and what is in it.
    pub(super) fn cells(
        &mut self,
        name: &str,
        each: &mut dyn FnMut(u32, u32, BinaryCell<'_>) -> Result<(), Trouble>,
    ) -> Result<(), Trouble> {
        let path = self.sheets.iter().find(|(sheet, _)| sheet.name == name).map(|(_, path)| path.clone());
        let sheet = part(&mut self.zip, &path.ok_or_else(damaged)?)?;
        let (mut records, mut row) = (Records(&sheet), None);
        while let Some((kind, body)) = records.next()? {
            if kind == 0x0000 {
                row = Some(number(body, 0).ok_or_else(damaged)?);
                continue;
            }
            if kind == 0x0092 {
                break;
            }
            if !(0x0002..=0x000b).contains(&kind) {
                continue;
            }
            let (Some(row), Some(column), Some(style)) = (row, number(body, 0), number(body, 4)) else {
                return Err(damaged());
            };
            let style = usize::try_from(style & 0x00ff_ffff).ok().and_then(|style| self.formats.get(style));
            let value = body.get(8..).unwrap_or_default();
            let cell = match kind {
                0x0002 => number(value, 0).map(|packed| float(unpacked(packed), style, self.is_1904)),
                0x0003 | 0x000b => value.first().map(|code| BinaryCell::Text(error(*code))),
                0x0004 | 0x000a => value.first().map(|is_true| BinaryCell::Bool(*is_true != 0)),
                0x0005 | 0x0009 => {
                    value.first_chunk().map(|bytes| float(Float::from_le_bytes(*bytes), style, self.is_1904))
                }
                0x0007 => {
                    let text = number(value, 0).and_then(|at| self.strings.get(usize::try_from(at).ok()?));
                    text.map(|text| BinaryCell::Text(text))
                }
                _ => match wide(value) {
                    Some((text, _)) => {
                        each(row, column, BinaryCell::Text(&text))?;
                        continue;
                    }
                    None => None,
                },
            };
            each(row, column, cell.ok_or_else(damaged)?)?;
        }
        Ok(())
    }
}

fn float(value: Float, format: Option<&Format>, is_1904: bool) -> BinaryCell<'static> {
    match format {
        // the last day that Excel shows is the end of 9999
        Some(Format::Date) if (0.0..2_958_466.0).contains(&value) => BinaryCell::Date(value, is_1904),
        Some(Format::Zeros(width)) => BinaryCell::Number(value, *width),
        _ => BinaryCell::Number(value, 0),
    }
}

/// A number in 30 bits (RkNumber): a whole one, or the front of a float; both may be hundredths.
#[expect(clippy::float_arithmetic, reason = "cells of a workbook are such")]
fn unpacked(packed: u32) -> Float {
    let value = if packed & 2 == 0 {
        Float::from_bits(u64::from(packed & 0xffff_fffc) << 32)
    } else {
        Float::from(packed.cast_signed() >> 2)
    };
    if packed & 1 == 0 { value } else { value / 100.0 }
}

const fn error(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    }
}

/// The records of a part: a type and a body.
struct Records<'a>(&'a [u8]);

impl<'a> Records<'a> {
    fn next(&mut self) -> Result<Option<(u16, &'a [u8])>, Trouble> {
        let Some(&first) = self.0.first() else {
            return Ok(None);
        };
        let (kind, from) = if first & 0x80 == 0 {
            (u16::from(first), 1)
        } else {
            let second = self.0.get(1).ok_or_else(damaged)?;
            (u16::from(first & 0x7f) | u16::from(second & 0x7f) << 7, 2_usize)
        };
        let (mut length, mut at) = (0_usize, from);
        for place in 0..4_u32 {
            let byte = *self.0.get(at).ok_or_else(damaged)?;
            at = at.saturating_add(1);
            length |= usize::from(byte & 0x7f) << place.saturating_mul(7);
            if byte & 0x80 == 0 {
                break;
            }
        }
        let (body, rest) = self.0.get(at..).and_then(|rest| rest.split_at_checked(length)).ok_or_else(damaged)?;
        self.0 = rest;
        Ok(Some((kind, body)))
    }
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
}

/// A text with its length in front, and how many bytes it takes.
fn wide(bytes: &[u8]) -> Option<(String, usize)> {
    let units = usize::try_from(number(bytes, 0)?).ok()?;
    let end = units.checked_mul(2)?.checked_add(4)?;
    let units = bytes.get(4..end)?.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair));
    Some((char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect(), end))
}

/// The formats of the styles that cells have, in their order.
fn formats(styles: &[u8]) -> Result<Vec<Format>, Trouble> {
    let (mut records, mut custom, mut formats, mut are_cells) = (Records(styles), Vec::new(), Vec::new(), false);
    while let Some((kind, body)) = records.next()? {
        let short =
            |at: usize| body.get(at..).and_then(|rest| rest.first_chunk()).map(|pair| u16::from_le_bytes(*pair));
        match kind {
            0x002c => {
                let (Some(id), Some((code, _))) = (short(0), body.get(2..).and_then(wide)) else {
                    return Err(damaged());
                };
                custom.push((id, format(&code)));
            }
            0x0269 => are_cells = true,
            0x026a => are_cells = false,
            0x002f if are_cells => {
                let id = short(2).ok_or_else(damaged)?;
                let known = custom.iter().find(|(own, _)| *own == id).map(|(_, format)| *format);
                let built_in = matches!(id, 14..=22 | 27..=36 | 45 | 47 | 50..=58);
                formats.push(known.unwrap_or(if built_in { Format::Date } else { Format::Number }));
            }
            _ => {}
        }
    }
    Ok(formats)
}

/// What a format of its own shows: a date, where letters of one stand outside of quotation marks and brackets.
fn format(code: &str) -> Format {
    if !code.is_empty() && code.bytes().all(|byte| byte == b'0') {
        return Format::Zeros(code.len());
    }
    let (mut is_quoted, mut is_bracketed, mut is_escaped) = (false, false, false);
    for byte in code.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            b'\\' | b'_' | b'*' => is_escaped = true,
            b'[' => is_bracketed = true,
            b']' => is_bracketed = false,
            // an elapsed time is a number
            b'h' | b'H' | b'm' | b'M' | b's' | b'S' if is_bracketed => return Format::Number,
            b'd' | b'D' | b'm' | b'M' | b'y' | b'Y' | b'h' | b'H' | b's' | b'S' if !is_bracketed => {
                return Format::Date;
            }
            _ => {}
        }
    }
    Format::Number
}

/// What relationships point to, by their ids.
fn targets(xml: &str) -> Vec<(String, String)> {
    let attribute = |tag: &str, name: &str| {
        let (_, behind) = tag.split_once(&[" ", name, "=\""].concat())?;
        behind.split_once('"').map(|(value, _)| value.to_owned())
    };
    let tags = xml.split('<').filter(|tag| tag.starts_with("Relationship "));
    tags.filter_map(|tag| attribute(tag, "Id").zip(attribute(tag, "Target"))).collect()
}

/// The bytes of a part; how large it is was bounded before.
fn part(zip: &mut Zip, name: &str) -> Result<Vec<u8>, Trouble> {
    let mut bytes = Vec::new();
    zip.by_name(name).map_err(|_| damaged())?.read_to_end(&mut bytes).map_err(|_| damaged())?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_numbers_are_read() {
        let text = |packed| unpacked(packed).to_string();
        assert_eq!([text(7 << 2 | 2), text(12_345 << 2 | 3), text(0x3ff0_0000)], ["7", "123.45", "1"]);
    }

    #[test]
    fn dates_are_told_from_numbers() {
        for code in ["yyyy\\-mm\\-dd", "d/m/yy h:mm", "[$-409]mmmm d", "hh:mm:ss"] {
            assert!(format(code) == Format::Date, "{code}");
        }
        for code in ["General", "#,##0.00", "0.00\" days\"", "[Red]0", "[h]:mm"] {
            assert!(format(code) == Format::Number, "{code}");
        }
        assert!(format("000000000") == Format::Zeros(9));
    }
}
