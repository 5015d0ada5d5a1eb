//! `offramp check` on files that are no text: workbooks, archives, and what is none of them.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use flate2::Compression;
use flate2::write::GzEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::{json, offramp};

const FILE: &str = "reference,currency,amount,vpa\nA-1,INR,100.00,user@okaxis\nA-2,INR,50,user@gmail.com\n";

pub(super) fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub(super) fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

/// A workbook with these sheets, each the rows in its XML.
pub(super) fn workbook(sheets: &[(&str, &str)]) -> Vec<u8> {
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let (mut list, mut links) = (String::new(), String::new());
    for (id, (name, _)) in (1..).zip(sheets) {
        write!(list, "<sheet name=\"{name}\" sheetId=\"{id}\" r:id=\"rId{id}\"/>").unwrap();
        let place = format!("Type=\"{office}/worksheet\" Target=\"worksheets/sheet{id}.xml\"");
        write!(links, "<Relationship Id=\"rId{id}\" {place}/>").unwrap();
    }
    write!(links, "<Relationship Id=\"rId99\" Type=\"{office}/styles\" Target=\"styles.xml\"/>").unwrap();
    let mut files = vec![
        (
            "_rels/.rels".to_owned(),
            format!(
                "{head}<Relationships xmlns=\"{package}\"><Relationship Id=\"rId1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml".to_owned(),
            format!("{head}<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets>{list}</sheets></workbook>"),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!("{head}<Relationships xmlns=\"{package}\">{links}</Relationships>"),
        ),
        // style 1 is a date, style 2 shows nine digits
        (
            "xl/styles.xml".to_owned(),
            format!(
                "{head}<styleSheet xmlns=\"{main}\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"000000000\"/></numFmts>\
             <fonts count=\"1\"><font/></fonts><fills count=\"1\"><fill/></fills><borders count=\"1\"><border/></borders>\
             <cellXfs count=\"3\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>"
            ),
        ),
    ];
    for (id, (_, rows)) in (1..).zip(sheets) {
        files.push((
            format!("xl/worksheets/sheet{id}.xml"),
            format!("{head}<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>"),
        ));
    }
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    zipped(&files)
}

/// A row of texts.
pub(super) fn texts(row: u32, cells: &[&str]) -> String {
    let cells: Vec<_> = cells.iter().map(|cell| format!("<c t=\"inlineStr\"><is><t>{cell}</t></is></c>")).collect();
    format!("<row r=\"{row}\">{}</row>", cells.concat())
}

pub(super) fn ods(rows: &[&[&str]]) -> Vec<u8> {
    let mut table = String::new();
    for cells in rows {
        table += "<table:table-row>";
        for cell in *cells {
            let text = format!("<text:p>{cell}</text:p>");
            write!(table, "<table:table-cell office:value-type=\"string\">{text}</table:table-cell>").unwrap();
        }
        table += "</table:table-row>";
    }
    let name = "urn:oasis:names:tc:opendocument:xmlns";
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"{name}:office:1.0\" xmlns:table=\"{name}:table:1.0\" xmlns:text=\"{name}:text:1.0\">\
         <office:body><office:spreadsheet><table:table table:name=\"Payouts\">{table}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    let manifest = format!("<manifest:manifest xmlns:manifest=\"{name}:manifest:1.0\"/>");
    zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
        ("META-INF/manifest.xml", manifest.as_bytes()),
    ])
}

pub(super) fn check(bytes: &[u8], arguments: &[&str]) -> (i32, serde_json::Value) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    std::fs::write(&path, bytes).unwrap();
    let mut all = vec!["--json", "check", path.to_str().unwrap()];
    all.extend(arguments);
    json(&all)
}

pub(super) fn codes(report: &serde_json::Value) -> Vec<&str> {
    report["summary"]["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect()
}

const HEADER: [&str; 4] = ["reference", "currency", "amount", "vpa"];

#[test]
fn the_same_rows_are_the_same_in_whatever_they_are_packed() {
    let wanted = check(FILE.as_bytes(), &[]);
    assert_eq!((wanted.0, wanted.1["summary"]["invalid"].as_u64()), (1, Some(1)));
    let rows = [&HEADER[..], &["A-1", "INR", "100.00", "user@okaxis"], &["A-2", "INR", "50", "user@gmail.com"]];
    let sheet: String = (1..).zip(rows).map(|(row, cells)| texts(row, cells)).collect();
    let book = workbook(&[("Payouts", &sheet)]);
    for (name, bytes) in [
        ("gzip", gzipped(FILE.as_bytes())),
        ("zip", zipped(&[("payouts.csv", FILE.as_bytes()), ("__MACOSX/._payouts.csv", b"x")])),
        ("xlsx", book.clone()),
        ("ods", ods(&rows)),
        ("an xlsx in a zip", zipped(&[("payouts.xlsx", &book)])),
        ("an xlsx in gzip", gzipped(&book)),
    ] {
        assert_eq!(check(&bytes, &[]), wanted, "{name}");
    }
}

#[test]
fn cells_of_a_workbook_keep_what_they_are() {
    let cells = "<c r=\"A4\" t=\"inlineStr\"><is><t>007</t></is></c><c r=\"B4\" t=\"inlineStr\"><is><t>USD</t></is></c><c r=\"C4\"><v>1234.5600000000001</v></c>\
                 <c r=\"D4\"><v>123456789</v></c><c r=\"E4\" s=\"2\"><v>21000021</v></c><c r=\"F4\" t=\"inlineStr\"><is><t>Chase, New York</t></is></c>";
    let broken = "<c r=\"A5\" t=\"e\"><v>#REF!</v></c><c r=\"B5\" t=\"inlineStr\"><is><t>USD</t></is></c><c r=\"C5\" s=\"1\"><v>45992</v></c>\
                  <c r=\"D5\"><v>1.2345678901234568E17</v></c><c r=\"E5\" s=\"2\"><v>21000021</v></c>";
    let header = texts(3, &["reference", "currency", "amount", "accountNumber", "aba", "bankName"]);
    let sheet = format!("{header}<row r=\"4\">{cells}</row><row r=\"5\">{broken}</row>");
    let (_, report) = check(&workbook(&[("Payouts", &sheet)]), &[]);
    let rows = report["rows"].as_array().unwrap();
    assert_eq!((rows[0]["line"].as_u64(), rows[0]["reference"].as_str()), (Some(4), Some("007")));
    let normalized = &rows[0]["normalized"];
    assert_eq!(normalized["amount"], "1234.56", "{report}");
    assert_eq!(
        (normalized["aba"].as_str(), normalized["accountNumber"].as_str()),
        (Some("021000021"), Some("123456789"))
    );
    assert_eq!(normalized["bankName"], "Chase, New York");
    assert_eq!((rows[1]["verdict"].as_str(), rows[1]["reference"].as_str()), (Some("invalid"), Some("#REF!")));
    let paths: Vec<_> =
        rows[1]["findings"].as_array().unwrap().iter().map(|finding| finding["path"].as_str().unwrap()).collect();
    assert!(paths.contains(&"/amount") && paths.contains(&"/accountNumber"), "{report}");
}

#[test]
fn cells_of_a_binary_workbook_keep_what_they_are() {
    let (_, report) = check(&crate::fuzz::xlsb(), &[]);
    let rows = report["rows"].as_array().unwrap();
    assert_eq!(rows[0]["reference"], "A-1", "{report}");
    let normalized = &rows[0]["normalized"];
    assert_eq!((normalized["amount"].as_str(), normalized["aba"].as_str()), (Some("1234.5"), Some("021000021")));
    assert_eq!(normalized["accountNumber"], "123456789");
    assert_eq!(rows[1]["reference"], "#REF!");
}

#[test]
fn a_sheet_is_chosen_by_its_name() {
    let sheet = |vpa: &str| texts(1, &HEADER) + &texts(2, &["A-1", "INR", "1", vpa]);
    let (first, second) = (sheet("user@okaxis"), sheet("user@gmail.com"));
    let book = workbook(&[("Cover", ""), ("October", &first), ("November", &second)]);
    let (code, report) = check(&book, &[]);
    assert_eq!((code, codes(&report)), (0, vec!["SHEET_READ"]));
    assert_eq!(report["summary"]["findings"][0]["params"]["sheet"], "October");
    assert_eq!(check(&book, &["--sheet", "November"]).0, 1);
    let (code, report) = check(&book, &["--sheet", "December"]);
    assert_eq!((code, codes(&report)), (1, vec!["SHEET_UNKNOWN"]));
    assert_eq!(report["summary"]["findings"][0]["params"]["allowed"], "Cover, October, November");
}

#[test]
fn what_cannot_be_read_is_said() {
    let gzip = gzipped(FILE.repeat(100).as_bytes());
    let whole = zipped(&[("payouts.csv", FILE.as_bytes())]);
    let mut locked = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    for (bytes, code) in [
        (&gzip[..gzip.len() - 12], "FILE_DAMAGED"),
        (&whole[..whole.len() / 2], "FILE_DAMAGED"),
        (&zipped(&[("a.csv", b"x"), ("b.csv", b"y")]), "ARCHIVE_SEVERAL"),
        (&zipped(&[("xl/workbook.xml", b"<x")]), "FILE_DAMAGED"),
        (&zipped(&[("word/document.xml", b"<x/>")]), "FILE_KIND"),
        (&locked, "FILE_ENCRYPTED"),
    ] {
        let (status, report) = check(bytes, &[]);
        assert!(codes(&report).contains(&code), "{code}: {report}");
        assert_eq!(status, 1);
    }
    // rows in front of what is damaged are judged
    let (_, report) = check(&gzip[..gzip.len() - 12], &[]);
    assert!(report["summary"]["rows"].as_u64().unwrap() > 0, "{report}");
}

#[test]
fn standard_input_is_recognized_too() {
    let mut command = offramp(&["check", "-", "--json"]);
    command.write_stdin(gzipped(FILE.as_bytes()));
    let (code, stdout, _) = crate::run(command);
    assert_eq!(code, 1);
    assert!(stdout.contains("\"rows\":2"), "{stdout}");
}
