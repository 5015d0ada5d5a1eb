//! Laws of checking files.
use offramp_core::Json;
use offramp_core::Kind;
use offramp_core::bulk::{CheckOptions, Checker, FileFormat, HashKey};
use proptest::prelude::*;

use super::texts::{any_text, near};

const COLUMNS: [&str; 16] = [
    "reference",
    "currency",
    "rail",
    "country",
    "amount",
    "bankName",
    "accountNumber",
    "iban",
    "bic",
    "aba",
    "ifsc",
    "vpa",
    "phone",
    "address",
    "network",
    "colour",
];

/// The rows as JSON and the totals, from bytes that come in such pieces.
fn check<'a>(pieces: impl Iterator<Item = &'a [u8]>, options: CheckOptions) -> (Vec<String>, String) {
    let mut rows = Vec::new();
    let mut checker = Checker::new(options);
    let mut keep = |row: &offramp_core::bulk::Row<'_>| {
        let mut json = String::new();
        row.write_json(&mut json);
        rows.push(format!("{json} {:?}", row.raw));
    };
    for piece in pieces {
        checker.push(piece, &mut keep);
    }
    let summary = checker.finish(&mut keep).to_json().to_string();
    (rows, summary)
}

/// A cell as it stands in a file, sometimes with quotation marks and sometimes spoilt.
fn cell() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        3 => prop::sample::select(&[
            "", "EUR", "INR", "USDC", "bank", "vpa", "12.00", "0.001", "DE", "DE89370400440532013000", "user@okaxis", "A-1", "é",
        ][..]).prop_map(str::to_owned),
        2 => any_text(),
        1 => near(Kind::Iban),
    ];
    (text, 0..8_u8).prop_map(|(text, dress)| match dress {
        0 => format!("\"{}\"", text.replace('"', "\"\"")),
        1 => format!("\"{text}"),
        2 => format!("\"{text}\" x"),
        3 => text,
        _ => text.replace(['\n', '\r', '"', ',', ';'], " "),
    })
}

fn file() -> impl Strategy<Value = Vec<u8>> {
    let columns = prop::sample::subsequence(&COLUMNS[..], 1..COLUMNS.len());
    let rows = prop::collection::vec(prop::collection::vec(cell(), 1..COLUMNS.len()), 0..8);
    let form = (
        prop::sample::select(&[",", ";", "\t"][..]),
        prop::sample::select(&["\n", "\r\n", "\r", "\n\n"][..]),
        0..6_u8,
        prop::option::of((any::<usize>(), any::<u8>())),
    );
    (columns, rows, form).prop_map(|(columns, rows, (separator, end, encoding, spoilt))| {
        let mut text = columns.join(separator);
        for row in rows {
            text.push_str(end);
            text.push_str(&row.join(separator));
        }
        let mut bytes = match encoding {
            0 => "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect(),
            1 => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            2 => ["\u{feff}", &text].concat().into_bytes(),
            _ => text.into_bytes(),
        };
        if let Some((place, byte)) = spoilt {
            let place = place % bytes.len();
            bytes[place] = byte;
        }
        bytes
    })
}

#[test]
fn empty_lines_count_wherever_the_bytes_are_cut() {
    let bytes = b"amount\n\n\n1.00\r\n\r\n\r\n2.00\n\n\n";
    let whole = check(std::iter::once(&bytes[..]), CheckOptions::default());
    assert!(whole.0[0].contains("\"line\":4,") && whole.0[1].contains("\"line\":7,"), "{whole:?}");
    for size in 1..bytes.len() {
        assert_eq!(check(bytes.chunks(size), CheckOptions::default()), whole, "{size}");
    }
}

/// Two references for which hashes without a key were once equal.
#[test]
fn references_that_differ_are_never_taken_for_one() {
    let file = "reference,currency,amount,vpa\nKEA-FEBA`$RrYf?a,INR,100.00,user1@okaxis\n\
                NTS-FLLTH2%MfY@H,INR,200.00,user2@okaxis\n";
    for key in [HashKey::default(), HashKey::new(*b"0123456789abcdef")] {
        let options = CheckOptions::default().with_hash_key(key);
        let (rows, _) = check(std::iter::once(file.as_bytes()), options.clone());
        assert!(rows.iter().all(|row| !row.contains("DUPLICATE_REFERENCE")), "{rows:?}");
        // with every key what is equal is found
        let twice = [file, "KEA-FEBA`$RrYf?a,INR,3.00,user3@okaxis\n"].concat();
        let (rows, _) = check(std::iter::once(twice.as_bytes()), options);
        assert!(rows.last().is_some_and(|row| row.contains("DUPLICATE_REFERENCE")), "{rows:?}");
    }
}

/// Long enough that looking at a record anew for each of its bytes would take minutes.
#[test]
fn long_records_are_the_same_byte_by_byte() {
    let letters = ["reference,currency,amount,vpa\n", &"a".repeat(60_000), "\n"].concat();
    let lines = ["reference,currency,amount,vpa\n\"", &"a\n".repeat(30_000), "\"\n"].concat();
    let header = ["reference,currency", &",a".repeat(3_000), "\n"].concat();
    let object = ["[{\"reference\":\"", &"}".repeat(60_000), "\"}]"].concat();
    // what the bytes are written in is known long after the header
    let late =
        ["reference,currency,amount,vpa,note\n", &"A-1,INR,1.00,user@okaxis,\n".repeat(100)].concat().into_bytes();
    let late =
        [late, b"A-2,INR,1.00,user@okaxis,M\xfcller\n".to_vec(), "A-3,INR,1,user@okaxis,\n".repeat(100).into_bytes()];
    let texts = [letters, lines, header, object].map(String::into_bytes);
    for file in texts.into_iter().chain([late.concat()]) {
        let options = CheckOptions::default().with_format(FileFormat::Detect);
        let (rows, summary) = check(file.chunks(1), options.clone());
        assert_eq!((rows, summary), check(std::iter::once(&file[..]), options));
    }
}

#[test]
fn a_row_that_is_too_large_is_cut_wherever_the_bytes_are() {
    for length in [256 * 1024, 256 * 1024 + 1, 300_000, 700_000] {
        let bytes = ["amount\n1.00\n", &"9".repeat(length), "\n2.00\n"].concat().into_bytes();
        let whole = check(std::iter::once(&bytes[..]), CheckOptions::default());
        assert_eq!(whole.0.len(), 3);
        for size in [1000, 65_536, 100_000, 299_999] {
            assert!(check(bytes.chunks(size), CheckOptions::default()) == whole, "{length} {size}");
            assert!(check(bytes.chunks(size), CheckOptions::default().with_threads(2)) == whole, "{length} {size}");
        }
    }
}

/// What is no text is told by its first bytes, however they come, and not taken for text in another encoding.
#[test]
fn other_kinds_are_told_however_long_they_are_and_however_they_come() {
    let kinds: [&[u8]; 4] = [
        b"\x1f\x8b\x08\x00\x00\x00",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"PK\x03\x04\x14\x00",
        b"%PDF-1.7\n%\xe2\xe3",
    ];
    for first in kinds {
        for length in [20, 100, 5000, 200_000] {
            let mut bytes = first.to_vec();
            bytes.resize(length, 0xd3);
            for piece in [1, 7, 4096, 1 << 20] {
                let (rows, summary) = check(bytes.chunks(piece), CheckOptions::default());
                assert!(rows.is_empty() && summary.contains("\"FILE_KIND\""), "{first:?} {length} {piece}: {summary}");
                assert!(!summary.contains("HEADER_MISSING"), "{first:?} {length} {piece}: {summary}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn rows_are_the_same_however_the_bytes_come(bytes in file(), sizes in prop::collection::vec(1..40_usize, 1..6)) {
        let whole = check(std::iter::once(&bytes[..]), CheckOptions::default());
        let single = check(bytes.chunks(1), CheckOptions::default());
        prop_assert_eq!(&single, &whole, "byte by byte");
        let mut rest = &bytes[..];
        let mut pieces = Vec::new();
        for size in sizes.into_iter().cycle() {
            if rest.is_empty() {
                break;
            }
            let (piece, others) = rest.split_at(size.min(rest.len()));
            pieces.push(piece);
            rest = others;
        }
        prop_assert_eq!(&check(pieces.into_iter(), CheckOptions::default()), &whole);
    }

    #[test]
    fn no_bytes_are_too_strange(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let whole = check(std::iter::once(&bytes[..]), CheckOptions::default());
        prop_assert_eq!(check(bytes.chunks(3), CheckOptions::default()), whole);
    }
}

proptest! {
    // few, since each is a file of half a megabyte; over the runs they add up
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn rows_are_the_same_on_any_number_of_threads(bytes in file(), often in 2000..6000_usize, threads in 1..4_usize) {
        let mut large = bytes.clone();
        let body = bytes.iter().position(|&byte| byte == b'\n').map_or(&bytes[..0], |end| &bytes[end + 1..]);
        // an odd number of bytes would turn UTF-16 around
        for _ in 0..often.min(600_000 / body.len().max(1)) {
            large.push(b'\n');
            large.extend_from_slice(body);
        }
        let alone = check(std::iter::once(&large[..]), CheckOptions::default());
        let together = check(large.chunks(100_000), CheckOptions::default().with_threads(threads));
        prop_assert_eq!(alone.1, together.1, "totals");
        prop_assert!(alone.0 == together.0, "rows differ");
    }
}

/// The same rows, written in each format.
fn formats(rows: &[Vec<String>]) -> [String; 3] {
    let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
    let mut csv = COLUMNS.join(",");
    csv.push('\n');
    let mut objects = Vec::new();
    for row in rows {
        csv.push_str(&row.iter().map(quoted).collect::<Vec<_>>().join(","));
        csv.push('\n');
        objects.push(Json::object(COLUMNS.iter().copied().zip(row.iter().map(|cell| Json::String(cell.clone())))));
    }
    let objects: Vec<_> = objects.iter().map(Json::to_string).collect();
    [csv, objects.join("\n"), format!("[{}\n]", objects.join(",\n"))]
}

/// What is said of each row, but for the line it stands on, and of the file.
fn said(text: &str) -> (Vec<String>, String) {
    let mut rows = Vec::new();
    let mut keep = |row: &offramp_core::bulk::Row<'_>| {
        let mut json = String::new();
        row.write_json(&mut json);
        rows.push(json.replacen(&format!("\"line\":{}", row.line), "", 1));
    };
    let mut checker = Checker::new(CheckOptions::default().with_format(FileFormat::Detect));
    checker.push(text.as_bytes(), &mut keep);
    let summary = checker.finish(&mut keep).to_json().to_string();
    (rows, summary)
}

#[test]
fn the_same_rows_give_the_same_in_each_format() {
    let cell = prop_oneof![
        4 => prop::sample::select(&[
            "", "EUR", "INR", "USD", "KES", "bank", "12.00", "DE", "DE89370400440532013000", "user@okaxis", "A-1", "é",
            "021000021", "000123456789", "SBIN0001234", "+254712345678", "1.234,56", "=1", "a\nb", " x ", "#REF!", "a\u{200b}b",
        ][..]).prop_map(str::to_owned),
        1 => any_text(),
    ];
    let rows = prop::collection::vec(prop::collection::vec(cell, COLUMNS.len()), 1..40);
    proptest!(ProptestConfig::with_cases(150), |(rows in rows)| {
        let [csv, lines, array] = formats(&rows).map(|text| said(&text));
        prop_assert_eq!(&csv, &lines);
        prop_assert_eq!(&csv, &array);
    });
}
