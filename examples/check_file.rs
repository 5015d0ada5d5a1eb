//! Checks a file of payouts and prints the rows that cannot be paid.
//!
//! `cargo run --example check_file examples/payouts.csv`

#![allow(clippy::print_stdout, reason = "an example prints")]

use offramp_core::bulk::CheckOptions;
use offramp_core::{Verdict, api};

fn main() -> std::io::Result<()> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "examples/payouts.csv".to_owned());
    let report = api::check_file(&std::fs::read(path)?, &CheckOptions::default());
    for row in report.rows.iter().filter(|row| row.verdict == Verdict::Invalid) {
        let codes: Vec<_> = row.findings.iter().map(|finding| finding.code().as_str()).collect();
        println!("line {}: {}", row.line, codes.join(", "));
    }
    let summary = &report.summary;
    println!("{} valid, {} invalid, {} undetermined", summary.valid, summary.invalid, summary.undetermined);
    Ok(())
}
