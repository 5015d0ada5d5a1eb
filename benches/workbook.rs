//! Checking a workbook of 200,000 payouts against calamine alone reading its cells.

#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark, which reads the clock and prints"
)]

#[path = "../examples/many_payouts.rs"]
#[allow(dead_code, unreachable_pub, reason = "an example of its own, whose main function writes the rows")]
mod many_payouts;
mod ratio;

use std::fmt::Write as _;
use std::hint::black_box;
use std::io::{Cursor, Write as _};

use calamine::{DataRef, Reader as _, Xlsx};
use criterion::{Criterion, criterion_group, criterion_main};
use offramp_core::bulk::{CheckOptions, FileChecker, FileFormat};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const ROWS: u64 = 200_000;

/// A workbook as spreadsheets write them: texts stand in a table of their own.
fn workbook() -> Vec<u8> {
    let mut source = many_payouts::Source::default();
    let mut text = many_payouts::HEADER.to_owned();
    for number in 1..=ROWS {
        source.row(number, &mut text);
    }
    let (mut sheet, mut strings, mut known) = (String::new(), String::new(), std::collections::HashMap::new());
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    for (row, record) in (1..).zip(reader.records()) {
        write!(sheet, "<row r=\"{row}\">").unwrap();
        for (column, cell) in (b'A'..).zip(&record.unwrap()) {
            if cell.is_empty() {
                continue;
            }
            let next = known.len();
            let id = *known.entry(cell.to_owned()).or_insert_with(|| {
                let cell = cell.replace('&', "&amp;").replace('<', "&lt;");
                write!(strings, "<si><t>{cell}</t></si>").unwrap();
                next
            });
            write!(sheet, "<c r=\"{}{row}\" t=\"s\"><v>{id}</v></c>", char::from(column)).unwrap();
        }
        sheet += "</row>";
    }
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let link = |id: u8, name: &str, target: &str| {
        format!("<Relationship Id=\"rId{id}\" Type=\"{office}/{name}\" Target=\"{target}\"/>")
    };
    let links = link(1, "worksheet", "worksheets/sheet1.xml") + &link(2, "sharedStrings", "sharedStrings.xml");
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let root = link(1, "officeDocument", "xl/workbook.xml");
    for (name, text) in [
        ("_rels/.rels", format!("<Relationships xmlns=\"{package}\">{root}</Relationships>")),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"Payouts\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        ("xl/_rels/workbook.xml.rels", format!("<Relationships xmlns=\"{package}\">{links}</Relationships>")),
        ("xl/sharedStrings.xml", format!("<sst xmlns=\"{main}\">{strings}</sst>")),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{main}\"><sheetData>{sheet}</sheetData></worksheet>")),
    ] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn check(bytes: &[u8]) {
    let mut checker = FileChecker::new(CheckOptions::default().with_format(FileFormat::Detect));
    let mut findings = 0;
    let mut row = |row: &offramp_core::bulk::Row<'_>| findings += row.findings.len();
    for chunk in bytes.chunks(256 * 1024) {
        checker.push(chunk, &mut row);
    }
    assert_eq!(checker.finish(&mut row).rows, ROWS);
    assert!(black_box(findings) > 0);
}

fn read(bytes: &[u8]) {
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let name = book.sheet_names()[0].clone();
    let (mut cells, mut texts) = (book.worksheet_cells_reader(&name).unwrap(), 0);
    while let Some(cell) = cells.next_cell().unwrap() {
        texts += usize::from(!matches!(cell.get_value(), DataRef::Empty));
    }
    assert!(black_box(texts) > usize::try_from(ROWS).unwrap());
}

/// The most memory that the process has had so far, where the system tells.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("unknown").trim().to_owned()
}

fn workbooks(criterion: &mut Criterion) {
    let bytes = workbook();
    println!("{} bytes of .xlsx; peak memory while it was made: {}", bytes.len(), peak());
    // from here on the peak is that of what follows, where the system allows it
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    read(&bytes);
    println!("peak memory after calamine alone has read it: {}", peak());
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    check(&bytes);
    println!("peak memory after it was checked: {}", peak());
    let size = u64::try_from(bytes.len()).ok();
    let ours = &mut || check(&bytes);
    ratio::compare(
        criterion,
        "200,000 rows of .xlsx",
        size,
        ("offramp check", ours),
        ("calamine reads", &mut || read(&bytes)),
    );
}

criterion_group!(benches, workbooks);
criterion_main!(benches);
