//! Laws of fields that belong together: every two of them from two banks or countries are found, those
//! of one bank never.

use offramp_core::api::{self, BankOptions, Rail};
use offramp_core::{Code, Country, Object, Severity};

/// A bank: the currency of its accounts, and what is known of it by field.
type Bank = (&'static str, &'static [(&'static str, &'static str)]);

const BANKS: &[Bank] = &[
    ("USD", &[("aba", "021000021"), ("swift", "CHASUS33"), ("bankName", "JPMorgan Chase")]),
    ("USD", &[("aba", "026009593"), ("swift", "BOFAUS3N"), ("bankName", "Bank of America, N.A.")]),
    ("USD", &[("aba", "121000248"), ("swift", "WFBIUS6S"), ("bankName", "Wells Fargo Bank")]),
    ("GBP", &[("sortCode", "200000"), ("swift", "BARCGB22"), ("bankName", "Barclays Bank UK PLC")]),
    ("GBP", &[("sortCode", "601613"), ("swift", "NWBKGB2L"), ("bankName", "NatWest")]),
    ("GBP", &[("sortCode", "309894"), ("swift", "LOYDGB21"), ("bankName", "Lloyds Bank")]),
    ("GBP", &[("sortCode", "401276"), ("swift", "HBUKGB4B"), ("bankName", "HSBC UK")]),
    ("GBP", &[("sortCode", "090128"), ("swift", "ABBYGB2L"), ("bankName", "Santander UK")]),
    ("AUD", &[("bsb", "062000"), ("swift", "CTBAAU2S"), ("bankName", "Commonwealth Bank of Australia")]),
    ("AUD", &[("bsb", "032000"), ("swift", "WPACAU2S"), ("bankName", "Westpac")]),
    ("AUD", &[("bsb", "082902"), ("swift", "NATAAU33"), ("bankName", "National Australia Bank")]),
    ("AUD", &[("bsb", "012003"), ("swift", "ANZBAU3M"), ("bankName", "ANZ")]),
    ("CAD", &[("institutionNumber", "001"), ("swift", "BOFMCAM2"), ("bankName", "Bank of Montreal")]),
    ("CAD", &[("institutionNumber", "002"), ("swift", "NOSCCATT"), ("bankName", "Scotiabank")]),
    ("CAD", &[("institutionNumber", "003"), ("swift", "ROYCCAT2"), ("bankName", "RBC Royal Bank")]),
    ("CAD", &[("institutionNumber", "004"), ("swift", "TDOMCATT"), ("bankName", "TD Canada Trust")]),
    ("CAD", &[("institutionNumber", "010"), ("swift", "CIBCCATT"), ("bankName", "CIBC")]),
    ("INR", &[("ifsc", "HDFC0001234"), ("swift", "HDFCINBB"), ("bankName", "HDFC Bank Ltd")]),
    ("INR", &[("ifsc", "ICIC0001234"), ("swift", "ICICINBB"), ("bankName", "ICICI Bank")]),
    ("INR", &[("ifsc", "SBIN0001234"), ("swift", "SBININBB"), ("bankName", "State Bank of India")]),
    ("INR", &[("ifsc", "UTIB0001234"), ("swift", "AXISINBB"), ("bankName", "Axis Bank")]),
    ("SGD", &[("swift", "DBSSSGSG"), ("bankName", "DBS Bank Ltd")]),
    ("SGD", &[("swift", "OCBCSGSG"), ("bankName", "OCBC Bank")]),
    ("SGD", &[("swift", "UOVBSGSG"), ("bankName", "United Overseas Bank")]),
];

/// What does not speak of banks.
fn speaks_of_banks(code: Code) -> bool {
    matches!(
        code,
        Code::FieldsBankMismatch | Code::FieldsCountryMismatch | Code::FieldCountryMismatch | Code::BicCountryMismatch
    )
}

/// The paths that are said to contradict others, of an account with these fields.
fn contradictions(currency: &str, fields: &[(&str, &str)], country: Option<&str>) -> Vec<String> {
    let mut object = Object::new();
    object.insert("accountNumber", if currency == "GBP" { "31926819" } else { "1234567890" });
    if currency == "CAD" {
        object.insert("transit", "00012");
    }
    for (name, text) in fields {
        object.insert(*name, *text);
    }
    let options =
        BankOptions { rail: Some(Rail::Bank), country: country.and_then(Country::new), ..BankOptions::default() };
    let report = api::validate_bank_account(currency, &object, &options);
    let findings = report.findings.iter().filter(|finding| speaks_of_banks(finding.code()));
    findings.filter(|finding| finding.severity() != Severity::Info).map(|finding| finding.path().to_owned()).collect()
}

#[test]
fn every_two_fields_of_two_banks_are_found() {
    let mut missed = Vec::new();
    for (currency, one) in BANKS {
        for (_, other) in BANKS.iter().filter(|(own, other)| own == currency && other != one) {
            for first in *one {
                for second in other.iter().filter(|second| second.0 != first.0) {
                    if contradictions(currency, &[*first, *second], None).is_empty() {
                        missed.push(format!("{currency}: {first:?} {second:?}"));
                    }
                }
            }
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn fields_of_one_bank_belong_together() {
    for (currency, bank) in BANKS {
        assert_eq!(contradictions(currency, bank, None), [""; 0], "{currency}: {bank:?}");
    }
}

#[test]
fn a_code_and_a_bic_of_two_countries_are_found_and_so_is_another_country_of_the_payment() {
    for (currency, bank) in BANKS {
        for (other, abroad) in BANKS.iter().filter(|(other, _)| other != currency) {
            let bic = *abroad.iter().find(|(name, _)| *name == "swift").unwrap();
            let code = bank.first().unwrap();
            if code.0 != "swift" {
                let found = contradictions(currency, &[*code, bic], None);
                assert_eq!(found, ["/swift"], "{code:?} and the BIC of {other}");
            }
        }
        // the other currencies have one country
        if ["USD", "GBP"].contains(currency) {
            let code = bank.first().unwrap();
            assert_eq!(contradictions(currency, &[*code], Some("IN")), [format!("/{}", code.0)], "{code:?}");
        }
    }
}
