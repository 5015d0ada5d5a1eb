//! Judging a thousand identifiers of a kind against the crates that do a part of it.

#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark, which reads the clock and prints"
)]

mod ratio;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use offramp_core::{Kind, api};
use regex::Regex;

const HOW_MANY: u64 = 1000;

fn remainder(digits: &str) -> u64 {
    digits.bytes().fold(0, |rest, digit| (rest * 10 + u64::from(digit - b'0')) % 97)
}

fn ibans() -> Vec<String> {
    let bban = |number: u64| format!("{:08}{:010}", 10_000_000 + number * 7919, number * 104_729);
    let ibans = (0..HOW_MANY).map(|number| {
        let bban = bban(number);
        format!("DE{:02}{bban}", 98 - remainder(&format!("{bban}131400")))
    });
    ibans.collect()
}

/// With check digits inside the account number, which the crates leave out.
fn french_ibans() -> Vec<String> {
    let ibans = (0..HOW_MANY).map(|number| {
        let account = format!("{:010}{:011}", 2_004_101_005 + number * 7919, number * 104_729);
        let bban = format!("{account}{:02}", 97 - remainder(&format!("{account}00")));
        format!("FR{:02}{bban}", 98 - remainder(&format!("{bban}152700")))
    });
    ibans.collect()
}

/// Counts the texts that both ways accept, so that neither can be optimised away.
fn count(texts: &[String], is_valid: impl Fn(&str) -> bool) {
    let valid = texts.iter().filter(|text| is_valid(black_box(text))).count();
    assert_eq!(black_box(valid), texts.len());
}

fn kinds(criterion: &mut Criterion) {
    let texts = ibans();
    ratio::compare(
        criterion,
        "1000 IBANs",
        None,
        ("offramp", &mut || count(&texts, |text| api::is_valid(Kind::Iban, text))),
        ("iban_validate", &mut || count(&texts, |text| text.parse::<iban::Iban>().is_ok())),
    );
    let texts = french_ibans();
    ratio::compare(
        criterion,
        "1000 IBANs with check digits inside",
        None,
        ("offramp", &mut || count(&texts, |text| api::is_valid(Kind::Iban, text))),
        ("iban_validate", &mut || count(&texts, |text| text.parse::<iban::Iban>().is_ok())),
    );
    let texts: Vec<_> = (0..HOW_MANY).map(|number| format!("SBIN0{number:06}")).collect();
    against_regex(criterion, Kind::Ifsc, &texts);
    let handles = ["okaxis", "ybl", "paytm", "oksbi"];
    let texts: Vec<_> =
        handles.iter().cycle().zip(0..HOW_MANY).map(|(handle, n)| format!("user.{n}@{handle}")).collect();
    against_regex(criterion, Kind::Vpa, &texts);
}

/// Against the shape alone: `regex` knows neither banks nor handles.
fn against_regex(criterion: &mut Criterion, kind: Kind, texts: &[String]) {
    let regex = Regex::new(kind.pattern()).unwrap();
    ratio::compare(
        criterion,
        &format!("1000 {}s", kind.title()),
        None,
        ("offramp", &mut || count(texts, |text| api::is_valid(kind, text))),
        ("regex", &mut || count(texts, |text| regex.is_match(text))),
    );
}

criterion_group!(benches, kinds);
criterion_main!(benches);
