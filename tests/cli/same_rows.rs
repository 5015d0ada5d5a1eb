//! The same rows are the same in whatever they are written: 5,000 of them, of many rails, with many things wrong.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "rows that are made here"
)]

use serde_json::{Value, json};

use crate::kinds::{gzipped, texts, workbook, zipped};

const HEADER: [&str; 9] =
    ["reference", "currency", "amount", "accountName", "iban", "accountNumber", "aba", "vpa", "country"];

/// Rows by a fixed rule: valid ones, slips, blanks, duplicates.
fn rows() -> Vec<[String; 9]> {
    let mut seed: u32 = 1;
    let mut next = |below: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 16) % below
    };
    let (names, empty) = (["Jane Doe", "José García", "Müller, Söhne \"KG\"", "", "=1+1"], String::new());
    (0..5000)
        .map(|number| {
            let amount = ["1.00", "12.345", "1,000.00", "100", "0", "7.5", "\u{a0}3.00"][next(7) as usize];
            let mut row = HEADER.map(|_| empty.clone());
            row[0] = if next(50) == 0 { "R-1".to_owned() } else { format!("R-{number}") };
            row[2] = amount.into();
            row[3] = names[next(5) as usize].into();
            match next(4) {
                0 => {
                    row[1] = ["EUR", "eur", "Euro"][next(3) as usize].into();
                    row[4] = [
                        "DE89370400440532013000",
                        "DE89 3704 0044 0532 0130 OO",
                        "DE00370400440532013000",
                        "FR1420041010050500013M02606",
                    ][next(4) as usize]
                        .into();
                }
                1 => {
                    row[1] = "USD".into();
                    row[5] = format!("{:09}", next(65_536));
                    row[6] = ["021000021", "21000021", "026009593", "123456789"][next(4) as usize].into();
                }
                2 => {
                    row[1] = "INR".into();
                    row[7] =
                        ["user@okaxis", "user@gmail.com", "user@nosuchhandle", "asha@ybl "][next(4) as usize].into();
                }
                _ => {
                    row[1] = ["ZZZ", "", "GBP"][next(3) as usize].into();
                    row[8] = ["DE", "XX", ""][next(3) as usize].into();
                }
            }
            row
        })
        .collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// What is the same: all but where a row stands and what is said of how the file is written.
fn answered(bytes: &[u8]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    std::fs::write(&path, bytes).unwrap();
    let (_, mut report) = crate::json(&["--json", "check", path.to_str().unwrap()]);
    for row in report["rows"].as_array_mut().unwrap() {
        row.as_object_mut().unwrap().remove("line");
    }
    json!({"rows": report["rows"], "totals": report["summary"]["totals"], "counts": report["summary"]["counts"]})
}

#[test]
fn five_thousand_rows_are_the_same_in_every_kind_of_file() {
    let rows = rows();
    let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
    let mut csv = HEADER.join(",") + "\n";
    let (mut lines, mut items, mut sheet) = (String::new(), Vec::new(), texts(1, &HEADER));
    for (index, row) in rows.iter().enumerate() {
        csv += &(row.iter().map(quoted).collect::<Vec<_>>().join(",") + "\n");
        let object: Value = HEADER
            .iter()
            .zip(row)
            .map(|(name, cell)| ((*name).to_owned(), Value::from(cell.as_str())))
            .collect::<serde_json::Map<_, _>>()
            .into();
        lines += &(object.to_string() + "\n");
        items.push(object);
        let cells: Vec<String> = row.iter().map(|cell| escaped(cell)).collect();
        sheet += &texts(u32::try_from(index).unwrap() + 2, &cells.iter().map(String::as_str).collect::<Vec<_>>());
    }
    let wanted = answered(csv.as_bytes());
    assert_eq!(wanted["rows"].as_array().unwrap().len(), 5000);
    assert!(wanted["counts"].as_array().unwrap().len() > 10, "{}", wanted["counts"]);
    let items = Value::from(items).to_string();
    for (name, bytes) in [
        ("NDJSON", lines.into_bytes()),
        ("JSON", items.into_bytes()),
        ("xlsx", workbook(&[("Payouts", &sheet)])),
        ("gzip", gzipped(csv.as_bytes())),
        ("zip", zipped(&[("payouts.csv", csv.as_bytes())])),
        ("UTF-16", std::iter::once(0xfeff).chain(csv.encode_utf16()).flat_map(u16::to_le_bytes).collect()),
    ] {
        let found = answered(&bytes);
        for (found, wanted) in found["rows"].as_array().unwrap().iter().zip(wanted["rows"].as_array().unwrap()) {
            assert_eq!(found, wanted, "{name}");
        }
        assert_eq!(found, wanted, "{name}");
    }
    // the core that the npm package and the service have gives the same
    let report = offramp_core::api::check_file(csv.as_bytes(), &offramp_core::bulk::CheckOptions::default());
    let report: Value = serde_json::from_str(&report.to_json().to_string()).unwrap();
    assert_eq!(report["summary"]["totals"], wanted["totals"]);
    assert_eq!(report["summary"]["counts"], wanted["counts"]);
}

/// Fixed in one format and in another, the rows are the same, and fixing them again changes nothing.
#[test]
fn five_thousand_rows_are_fixed_alike() {
    let (rows, mut csv, mut lines) = (rows(), HEADER.join(",") + "\n", String::new());
    for row in &rows {
        csv +=
            &(row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect::<Vec<_>>().join(",") + "\n");
        let object: serde_json::Map<_, _> =
            HEADER.iter().zip(row).map(|(name, cell)| ((*name).to_owned(), Value::from(cell.as_str()))).collect();
        lines += &(Value::from(object).to_string() + "\n");
    }
    let options = offramp_core::bulk::CheckOptions::default();
    let [csv, lines] = [csv, lines].map(|text| offramp_core::api::fix_file(text.as_bytes(), &options));
    assert!(csv.changes.len() > 500, "{}", csv.changes.len());
    assert_eq!(csv.changes, lines.changes);
    assert_eq!(csv.remaining.summary.totals, lines.remaining.summary.totals);
    for fixed in [csv, lines] {
        let again = offramp_core::api::fix_file(&fixed.bytes, &options);
        assert!(again.changes.is_empty() && again.bytes == fixed.bytes, "{:?}", again.changes.first());
        // what was fixed passes
        for change in &fixed.changes {
            let row = &fixed.remaining.rows[usize::try_from(change.row).unwrap() - 1];
            let is_wrong = row.findings.iter().any(|finding| {
                finding.severity() == offramp_core::Severity::Error && finding.path().get(1..) == Some(change.field)
            });
            assert!(!is_wrong, "{change:?} {:?}", row.findings);
        }
    }
}

/// The command writes what the core fixes, of every file of the vectors.
#[test]
fn the_command_fixes_the_files_of_the_vectors_as_the_core_does() {
    let (folder, options) = (tempfile::tempdir().unwrap(), offramp_core::bulk::CheckOptions::default());
    let text = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (mut asked, mut changed) = (0, 0);
    for file in crate::support::vector_files() {
        let is_check = |case: &&crate::support::Case| ["checkCsv", "checkFile", "fixFile"].contains(&&*case.call);
        for case in file.cases.iter().filter(is_check) {
            let (Some(bytes), None | Some(offramp_core::Json::Null)) = (case.args[0].as_str(), case.args.get(1)) else {
                continue;
            };
            let wanted = offramp_core::api::fix_file(bytes.as_bytes(), &options);
            std::fs::write(text("in"), bytes).unwrap();
            let _ = std::fs::remove_file(text("out"));
            let arguments = ["check", &text("in"), "--quiet", "--fix", &text("out"), "--changes", &text("changes")];
            let (code, _, stderr) = crate::run(crate::offramp(&arguments));
            assert!(code < 2, "{}: {stderr}", case.name);
            // of what is no table nothing is written
            if wanted.remaining.summary.findings.iter().any(|finding| finding.code().as_str() == "FILE_KIND") {
                assert_eq!((wanted.bytes.as_slice(), wanted.changes.len()), (bytes.as_bytes(), 0), "{}", case.name);
                assert!(!folder.path().join("out").exists(), "{}", case.name);
                continue;
            }
            assert_eq!(std::fs::read(text("out")).unwrap(), wanted.bytes, "{}", case.name);
            let mut reader = csv::Reader::from_path(text("changes")).unwrap();
            let list: Vec<Vec<String>> =
                reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
            let wanted: Vec<Vec<String>> = wanted
                .changes
                .iter()
                .map(|change| {
                    let [row, code] = [change.row.to_string(), change.code.as_str().to_owned()];
                    vec![row, change.field.to_owned(), change.before.clone(), change.after.clone(), code]
                })
                .collect();
            assert_eq!(list, wanted, "{}", case.name);
            (asked, changed) = (asked + 1, changed + list.len());
        }
    }
    assert!(asked > 30 && changed > 5, "{asked} {changed}");
}

/// Each option of a file has the effect on the command line that it has in the core.
#[test]
fn the_command_takes_every_option_that_the_core_does() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("in").to_str().unwrap().to_owned();
    let mut asked = 0;
    for file in crate::support::vector_files() {
        for case in file.cases.iter().filter(|case| ["checkCsv", "checkFile"].contains(&&*case.call)) {
            let bytes = crate::support::answer::expand(&case.args[0]);
            let options = case.args.get(1).and_then(offramp_core::Json::as_object);
            let Some(options) = options.filter(|options| options.get("duplicates").is_none()) else { continue };
            // the command tells formats apart by itself
            let is_other = case.call == "checkCsv" && matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'['));
            if is_other || bytes.starts_with(b"PK") || bytes.starts_with(b"\x1f\x8b") {
                continue;
            }
            std::fs::write(&path, &bytes).unwrap();
            let mut arguments = vec!["--json".to_owned(), "check".to_owned(), path.clone()];
            for (name, value) in options.iter() {
                let flag = name.chars().fold("--".to_owned(), |flag, letter| {
                    if letter.is_ascii_uppercase() {
                        flag + "-" + &letter.to_ascii_lowercase().to_string()
                    } else {
                        flag + &letter.to_string()
                    }
                });
                let text = |value: &offramp_core::Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                let values: Vec<String> = match (name, value.as_array(), value.as_object()) {
                    ("memoRequired", None, _) => vec!["all".to_owned()],
                    ("limits", ..) => {
                        let limits = folder.path().join("limits").to_str().unwrap().to_owned();
                        std::fs::write(&limits, value.to_string()).unwrap();
                        vec![limits]
                    }
                    (_, Some(items), _) => vec![items.iter().map(text).collect::<Vec<_>>().join(",")],
                    ("map", _, Some(map)) => {
                        map.iter().map(|(name, field)| format!("{name}={}", text(field))).collect()
                    }
                    (_, _, Some(map)) => map.iter().map(|(code, amount)| format!("{code}={}", text(amount))).collect(),
                    _ => vec![text(value)],
                };
                for value in values {
                    arguments.extend([flag.clone(), value]);
                }
            }
            let (_, report) = crate::json(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
            let wanted: Value = serde_json::from_str(&crate::support::answer::answer(&file, case).to_string()).unwrap();
            assert_eq!(report["summary"], wanted["summary"], "{}", case.name);
            assert_eq!(report["rows"], wanted["rows"], "{}", case.name);
            asked += 1;
        }
    }
    assert!(asked > 15, "{asked}");
}
