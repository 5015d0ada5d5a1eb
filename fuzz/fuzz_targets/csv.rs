//! Any bytes as a file: rows and totals are the same however the bytes come.

#![no_main]

use libfuzzer_sys::fuzz_target;
use offramp_core::bulk::{CheckOptions, Checker, Row};

fn check(bytes: &[u8], size: usize) -> (String, String) {
    let mut rows = String::new();
    let mut checker = Checker::new(CheckOptions::default().with_duplicates(bytes.len() % 4 == 0));
    let mut keep = |row: &Row<'_>| row.write_json(&mut rows);
    for piece in bytes.chunks(size) {
        checker.push(piece, &mut keep);
    }
    let summary = checker.finish(&mut keep).to_json().to_string();
    (rows, summary)
}

fuzz_target!(|input: (u8, &[u8])| {
    let (size, bytes) = input;
    let whole = check(bytes, bytes.len().max(1));
    assert_eq!(check(bytes, usize::from(size).max(1)), whole);
    // below a header that is known, the same bytes are rows
    let below = [b"reference,currency,rail,amount,bankName,iban,bic,vpa,phone,address,network\n", bytes].concat();
    assert_eq!(check(&below, usize::from(size).max(1)), check(&below, below.len()));
});
