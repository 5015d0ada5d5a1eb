//! No bytes make the reading of files panic: every kind of file, damaged at random. `scripts/prove fuzz-files` does so for longer.

#![allow(clippy::arithmetic_side_effects, reason = "places in files that are made here")]

use std::fmt::Write as _;
use std::io::Write as _;
use std::panic::catch_unwind;
use std::time::{Duration, Instant};

use offramp_core::bulk::{CheckOptions, Export, FileChecker, FileFormat, Fixer, Part, Row};

use crate::kinds::{gzipped, ods, texts, workbook, zipped};

const CSV: &str = "reference,currency,amount,iban,vpa,note\n\"A-1\",EUR,\"1,000.00\",DE89 3704 0044 0532 0130 OO,,\"a \"\"b\"\"\"\n\
    A-2,INR,12.5,,user@okaxis,é\nA-1,USD,1,,,#REF!\n";

/// A kind of file: the parts that are damaged, and how they are packed.
struct Source {
    name: &'static str,
    parts: Vec<(String, Vec<u8>)>,
    pack: Pack,
}

type Pack = fn(&[(String, Vec<u8>)]) -> Vec<u8>;

fn alone(name: &'static str, bytes: impl Into<Vec<u8>>) -> Source {
    Source { name, parts: vec![(String::new(), bytes.into())], pack: |parts| parts[0].1.clone() }
}

/// With the parts of an archive damaged, which is whole.
fn inside(name: &'static str, archive: &[u8]) -> Source {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(archive)).unwrap();
    let parts = (0..zip.len()).map(|index| {
        let mut file = zip.by_index(index).unwrap();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
        (file.name().unwrap().into_owned(), bytes)
    });
    let pack = |parts: &[(String, Vec<u8>)]| {
        zipped(&parts.iter().map(|(name, bytes)| (name.as_str(), &bytes[..])).collect::<Vec<_>>())
    };
    Source { name, parts: parts.collect(), pack }
}

fn sources() -> Vec<Source> {
    let rows: Vec<Vec<&str>> = CSV.lines().map(|line| line.split(',').collect()).collect();
    let cells = "<row r=\"9\"><c r=\"A9\" s=\"1\"><v>45992</v></c><c r=\"B9\" t=\"b\"><v>1</v></c><c r=\"C9\" s=\"2\"><v>1.5E3</v></c>\
                 <c r=\"D9\" t=\"e\"><v>#N/A</v></c><c r=\"E9\" t=\"str\"><f>A1</f><v>x</v></c><c r=\"F9\" t=\"d\"><v>2026-01-02T00:00:00</v></c></row>";
    let mut sheet = String::new();
    for (row, cells) in (1..).zip(&rows) {
        sheet += &texts(row, &cells.iter().map(|cell| cell.trim_matches('"')).collect::<Vec<_>>());
    }
    let xlsx = workbook(&[("Payouts", &(sheet + cells)), ("More", "")]);
    let ods = ods(&rows.iter().map(Vec::as_slice).collect::<Vec<_>>());
    let mut lines = String::new();
    for number in 0..3 {
        writeln!(lines, "{{\"reference\": \"A-{number}\", \"currency\":\"EUR\",\"amount\": 1.50, \"iban\":\"DE89 3704 0044 0532 0130 OO\", \"x\":[1,{{}}]}}").unwrap();
    }
    let binary = xlsb();
    vec![
        alone("CSV", CSV),
        alone("NDJSON", lines.as_str()),
        alone("JSON", format!("[{}]", lines.trim().replace('\n', ",\n"))),
        alone("UTF-16", CSV.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()),
        alone("UTF-32", CSV.chars().flat_map(|letter| u32::from(letter).to_be_bytes()).collect::<Vec<_>>()),
        alone(
            "Windows-1252",
            CSV.replace('é', "~")
                .into_bytes()
                .into_iter()
                .map(|byte| if byte == b'~' { 0xe9 } else { byte })
                .collect::<Vec<_>>(),
        ),
        alone("gzip", gzipped(CSV.as_bytes())),
        alone("zip", zipped(&[("a.csv", CSV.as_bytes())])),
        alone("xlsx", xlsx.clone()),
        inside("parts of xlsx", &xlsx),
        alone("xlsb", binary.clone()),
        inside("parts of xlsb", &binary),
        alone("ods", ods.clone()),
        inside("parts of ods", &ods),
    ]
}

/// A record of a binary workbook.
fn record(kind: u16, body: &[u8]) -> Vec<u8> {
    let mut bytes = if kind < 128 {
        vec![u8::try_from(kind).unwrap()]
    } else {
        vec![u8::try_from(kind & 0x7f).unwrap() | 0x80, u8::try_from(kind >> 7).unwrap()]
    };
    bytes.push(u8::try_from(body.len()).unwrap());
    bytes.extend(body);
    bytes
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let length = u32::try_from(units.len()).unwrap().to_le_bytes();
    length.into_iter().chain(units.into_iter().flat_map(u16::to_le_bytes)).collect()
}

/// A binary workbook with a cell of each kind.
pub(super) fn xlsb() -> Vec<u8> {
    let cell = |kind: u16, column: u32, style: u32, value: &[u8]| {
        record(kind, &[&column.to_le_bytes()[..], &style.to_le_bytes(), value].concat())
    };
    let row = |row: u32| record(0, &[&row.to_le_bytes()[..], &[0; 13]].concat());
    let mut sheet = [record(0x0081, &[]), record(0x0094, &[0; 16]), record(0x0091, &[]), row(0)].concat();
    for (column, name) in (0..).zip(["reference", "currency", "amount", "accountNumber", "aba", "date"]) {
        sheet.extend(cell(6, column, 0, &wide(name)));
    }
    sheet.extend(row(1));
    sheet.extend(cell(7, 0, 0, &0_u32.to_le_bytes()));
    sheet.extend(cell(6, 1, 0, &wide("USD")));
    sheet.extend(cell(5, 2, 0, &1234.5_f64.to_le_bytes()));
    sheet.extend(cell(2, 3, 0, &(123_456_789_u32 << 2 | 2).to_le_bytes()));
    sheet.extend(cell(2, 4, 2, &(21_000_021_u32 << 2 | 2).to_le_bytes()));
    sheet.extend(cell(5, 5, 1, &45_992_f64.to_le_bytes()));
    sheet.extend([row(2), cell(3, 0, 0, &[0x17]), cell(4, 1, 0, &[1]), record(0x0092, &[])].concat());
    let style = |id: u16| record(0x002f, &[&[0, 0][..], &id.to_le_bytes(), &[0; 12]].concat());
    let zeros = [&164_u16.to_le_bytes()[..], &wide("000000000")].concat();
    let styles = [
        record(0x0267, &1_u32.to_le_bytes()),
        record(0x002c, &zeros),
        record(0x0269, &3_u32.to_le_bytes()),
        style(0),
        style(14),
        style(164),
        record(0x026a, &[]),
    ];
    let bundle = [&0_u32.to_le_bytes()[..], &1_u32.to_le_bytes(), &wide("rId1"), &wide("Payouts")].concat();
    let book = [record(0x0099, &[0; 12]), record(0x009c, &bundle), record(0x0090, &[])].concat();
    let strings =
        [record(0x009f, &[1, 0, 0, 0, 1, 0, 0, 0]), record(0x0013, &[&[0][..], &wide("A-1")].concat())].concat();
    let links = "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.bin\"/></Relationships>";
    zipped(&[
        ("xl/workbook.bin", &book),
        ("xl/_rels/workbook.bin.rels", links.as_bytes()),
        ("xl/sharedStrings.bin", &strings),
        ("xl/styles.bin", &styles.concat()),
        ("xl/worksheets/sheet1.bin", &sheet),
    ])
}

/// The same numbers in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(most.max(1)).unwrap()).unwrap()
    }
}

fn damage(bytes: &mut Vec<u8>, random: &mut Random) {
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len());
        let end = (at + 1 + random.below(16)).min(bytes.len());
        match random.below(9) {
            0 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            1 if at < bytes.len() => bytes[at] = *b"\0\xff<>&\"',;\n\r{}[]:-.9e\x80\x1a".get(random.below(22)).unwrap(),
            2 => drop(bytes.drain(at..end)),
            3 => drop(bytes.splice(at..at, [0xff, 0xff, 0xff, 0x7f])),
            4 => {
                let piece = bytes[at..end].to_vec();
                let to = random.below(bytes.len());
                drop(bytes.splice(to..to, piece));
            }
            5 => bytes.truncate(at),
            6 => drop(bytes.splice(at..at, b"999999999".iter().copied())),
            7 => {
                // a number in the text becomes another one
                if let Some(digit) = bytes.iter().skip(at).position(u8::is_ascii_digit) {
                    bytes[at + digit] = b"0123456789"[random.below(10)];
                }
            }
            _ => {
                for byte in &mut bytes[at..end] {
                    *byte = u8::try_from(random.below(256)).unwrap();
                }
            }
        }
    }
}

/// Everything that is done with a file.
fn read(bytes: &[u8]) {
    for text in [false, true] {
        let options = CheckOptions::default().with_format(FileFormat::Detect);
        let options = if text { options.with_text() } else { options };
        let mut checker = FileChecker::new(options).with_max_unpacked(8 << 20);
        let (mut fixer, mut rejected, mut out) =
            (Fixer::default(), Export::new(Part::Rejected).with_normalized(true), Vec::new());
        let mut row = |row: &Row<'_>| {
            out.clear();
            if text {
                fixer.row(row, &mut out, &mut |_| {});
            } else {
                rejected.row(row, &mut out);
            }
        };
        for piece in bytes.chunks(if text { 61 } else { 1 << 16 }) {
            checker.push(piece, &mut row);
        }
        checker.finish(&mut row);
    }
}

#[test]
fn no_bytes_make_a_file_panic() {
    let default = Duration::from_millis(300);
    let time = std::env::var("FUZZ_SECONDS").map_or(default, |text| Duration::from_secs(text.parse().unwrap()));
    let only = std::env::var("FUZZ_SOURCE").unwrap_or_default();
    let seed: u64 = std::env::var("FUZZ_SEED").map_or(1, |text| text.parse().unwrap());
    let folder = std::env::temp_dir();
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| source.name.contains(&only)) {
        let (mut random, mut count, until) =
            (Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1), 0_u64, Instant::now() + time);
        while Instant::now() < until {
            let mut parts = source.parts.clone();
            let part = random.below(parts.len());
            damage(&mut parts[part].1, &mut random);
            let bytes = (source.pack)(&parts);
            let began = Instant::now();
            let result = catch_unwind(|| read(&bytes));
            if result.is_err() || began.elapsed() > Duration::from_secs(20) {
                let path = folder.join(format!("offramp-fuzz-{}", source.name.replace(' ', "-")));
                std::fs::write(&path, &bytes).unwrap();
                wrong.push(format!("{}: {}", source.name, path.display()));
                break;
            }
            count += 1;
        }
        writeln!(std::io::stderr(), "{}: {count} files", source.name).unwrap();
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
