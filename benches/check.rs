//! Checking a file of 1,000,000 payouts against reading it with the `csv` crate and doing nothing else.

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

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use offramp_core::bulk::{CheckOptions, Checker};

const ROWS: u64 = 1_000_000;

fn file() -> Vec<u8> {
    let mut source = many_payouts::Source::default();
    let mut text = many_payouts::HEADER.to_owned();
    for number in 1..=ROWS {
        source.row(number, &mut text);
    }
    text.into_bytes()
}

fn check(bytes: &[u8], threads: usize) {
    let mut checker = Checker::new(CheckOptions::default().with_threads(threads));
    let mut findings = 0;
    let mut row = |row: &offramp_core::bulk::Row<'_>| findings += row.findings.len();
    for chunk in bytes.chunks(256 * 1024) {
        checker.push(chunk, &mut row);
    }
    assert_eq!(checker.finish(&mut row).rows, ROWS);
    assert!(black_box(findings) > 0);
}

fn read(bytes: &[u8]) {
    let mut reader = csv::Reader::from_reader(bytes);
    let mut record = csv::ByteRecord::new();
    let mut cells = 0;
    while reader.read_byte_record(&mut record).unwrap() {
        cells += record.len();
    }
    assert_eq!(black_box(cells), usize::try_from(ROWS).unwrap() * 22);
}

fn files(criterion: &mut Criterion) {
    let bytes = file();
    let size = u64::try_from(bytes.len()).ok();
    // as many as the command line takes
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let name = format!("1,000,000 rows of 22 columns, {threads} threads");
    compare(criterion, &name, size, &bytes, if threads > 1 { threads } else { 0 });
    compare(criterion, "1,000,000 rows of 22 columns, one thread", size, &bytes, 0);
}

fn compare(criterion: &mut Criterion, name: &str, size: Option<u64>, bytes: &[u8], threads: usize) {
    let ours = &mut || check(bytes, threads);
    ratio::compare(criterion, name, size, ("offramp check", ours), ("csv reads", &mut || read(bytes)));
}

criterion_group!(benches, files);
criterion_main!(benches);
