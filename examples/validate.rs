//! Asks whether an IBAN and a bank account can be paid, and prints what is wrong and how it is mended.
//!
//! `cargo run --example validate`

#![allow(clippy::print_stdout, reason = "an example prints")]

use offramp_core::{BankOptions, Finding, Kind, Object, ValidateOptions, api};

fn main() {
    // the letter O where the digit 0 belongs
    let report = api::validate(Kind::Iban, "DE89 37O4 0044 0532 0130 00", &ValidateOptions::default());
    println!("IBAN: {}", report.verdict.as_str());
    print(&report.findings);

    let mut account = Object::new();
    account.insert("accountNumber", "000123456789");
    // a spreadsheet took the zero in front
    account.insert("aba", "21000021");
    let report = api::validate_bank_account("USD", &account, &BankOptions::default());
    println!("account: {}", report.verdict.as_str());
    print(&report.findings);
}

fn print(findings: &[Finding]) {
    for finding in findings {
        println!("  {} {}: {}", finding.path(), finding.code().as_str(), finding.message());
        if let Some(suggestion) = finding.suggestion() {
            println!("    meant: {suggestion}");
        }
    }
}
