//! Packed files that are a thousand times as large as they look are refused, and take no memory.

#![allow(clippy::arithmetic_side_effects, reason = "sizes of files that are made here")]

use offramp_core::bulk::{CheckOptions, FileChecker, FileFormat};

use crate::kinds::{codes, gzipped, zipped};

const LIMIT: u64 = 4 << 20;

/// Parts of a workbook with this in its sheet and its strings.
fn book(sheet: &str, strings: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let workbook = format!(
        "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let links = format!(
        "<Relationships xmlns=\"{package}\"><Relationship Id=\"rId1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"{office}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"
    );
    let sheet = format!("<worksheet xmlns=\"{main}\"><sheetData>{sheet}</sheetData></worksheet>");
    let strings = format!("<sst xmlns=\"{main}\">{strings}</sst>");
    let root = format!(
        "<Relationships xmlns=\"{package}\"><Relationship Id=\"rId1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    zipped(&[
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", links.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
    ])
}

/// A sheet of `OpenDocument` that is small, even unpacked, and says that its cells are there many times.
fn repeated(size: usize) -> Vec<u8> {
    let row = "<table:table-row><table:table-cell office:value=\"1\" table:number-columns-repeated=\"16384\"/></table:table-row>";
    let content = format!(
        "<office:spreadsheet><table:table table:name=\"a\">{}</table:table></office:spreadsheet>",
        row.repeat(size / 16_384)
    );
    zipped(&[
        ("content.xml", content.as_bytes()),
        ("META-INF/manifest.xml", b"<a/>"),
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
    ])
}

/// What bombs there are.
const NAMES: [&str; 13] = [
    "gzip",
    "gzip of lines",
    "zip",
    "a workbook within a zip",
    "a workbook within gzip",
    "xlsx with a long cell",
    "xlsx with a long comment",
    "xlsx with many rows",
    "xlsx with long strings",
    "xlsx with a further part",
    "xlsb",
    "ods with repeated cells",
    "ods",
];

/// A file that unpacks to some such number of bytes.
fn bomb(name: &str, size: usize) -> Vec<u8> {
    let zeros = vec![b'0'; size];
    let nested = [b"PK\x03\x04", &zeros[..]].concat();
    let row = |row: usize, cell: &str| format!("<row r=\"{row}\"><c t=\"inlineStr\"><is><t>{cell}</t></is></c></row>");
    let digits = || "0".repeat(size);
    match name {
        "gzip" => gzipped(&zeros),
        "gzip of lines" => gzipped(&[&[b'0'; 99][..], b"\n"].concat().repeat(size / 100)),
        "zip" => zipped(&[("a.csv", &zeros)]),
        "a workbook within a zip" => zipped(&[("a.xlsx", &nested)]),
        "a workbook within gzip" => gzipped(&nested),
        "xlsx with a long cell" => book(&row(1, &digits()), ""),
        "xlsx with a long comment" => book(&format!("<row r=\"1\"></row><!--{}-->", "<<<<<<<<".repeat(size / 8)), ""),
        "xlsx with many rows" => {
            let cell = "0".repeat(400);
            book(&(1..=size / 400).map(|at| row(at, &cell)).collect::<String>(), "")
        }
        "xlsx with long strings" => book("", &format!("<si><t>{}</t></si>", digits())),
        "xlsx with a further part" => zipped(&[("xl/workbook.xml", b"<workbook/>"), ("xl/more.xml", &zeros)]),
        "xlsb" => zipped(&[("xl/workbook.bin", b"\x99\x01\x00"), ("xl/sharedStrings.bin", &zeros)]),
        "ods with repeated cells" => repeated(size),
        _ => zipped(&[("content.xml", &zeros), ("META-INF/manifest.xml", b"<a/>")]),
    }
}

#[test]
fn what_is_a_thousand_times_larger_than_it_looks_is_refused() {
    for name in NAMES {
        let bytes = bomb(name, 16 << 20);
        assert!(bytes.len() < 2 << 20, "{name} is no bomb: {} bytes", bytes.len());
        let mut checker =
            FileChecker::new(CheckOptions::default().with_format(FileFormat::Detect)).with_max_unpacked(LIMIT);
        let mut most = 0;
        for piece in bytes.chunks(64 << 10) {
            checker.push(piece, &mut |_| {});
            most = most.max(checker.memory());
        }
        checker.complete(&mut |_| {});
        most = most.max(checker.memory());
        let summary = checker.finish(&mut |_| {});
        let codes: Vec<_> = summary.findings.iter().map(|finding| finding.code().as_str()).collect();
        assert!(codes.contains(&"FILE_TOO_LARGE"), "{name}: {codes:?}");
        assert!(!codes.contains(&"FILE_EMPTY"), "{name}: {codes:?}");
        // several times the limit, for buffers that have just grown and the index of rows
        assert!(most < 64 << 20, "{name} took {most} bytes");
    }
}

/// The command holds its limit too: it is given less memory than any of them would fill.
#[test]
fn the_command_needs_no_more_memory_than_it_has() {
    let folder = tempfile::tempdir().unwrap();
    // more than what is held of a small file
    for name in ["xlsx with a long cell", "ods with repeated cells", "ods"] {
        let bytes = bomb(name, 70 << 20);
        let path = folder.path().join("file");
        std::fs::write(&path, bytes).unwrap();
        let script = "ulimit -v 600000; exec \"$0\" --json check \"$1\" --threads 1 --format json";
        let output = std::process::Command::new("sh")
            .args(["-c", script, env!("CARGO_BIN_EXE_offramp"), path.to_str().unwrap()])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert!(codes(&report).contains(&"FILE_TOO_LARGE"), "{name}: {report}");
    }
}
