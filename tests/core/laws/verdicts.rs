//! The laws of a verdict (ARCHITECTURE.md), each over all that it speaks of.

use offramp_core::api::{self, BankOptions, Rail, RowReport};
use offramp_core::bulk::CheckOptions;
use offramp_core::{Code, Finding, Json, Kind, Object, Provider, Severity, ValidateOptions, Verdict};
use proptest::prelude::*;

use super::schemas::{corridors, examples};
use super::texts::{any_text, near};

fn fields(members: &[(&str, &str)]) -> Object {
    members.iter().map(|(name, text)| (*name, *text)).collect()
}

/// What a finding is, but for where: options stand at no column.
pub(crate) fn what(findings: &[Finding]) -> Vec<(Code, Severity, String, Option<String>)> {
    let mut said: Vec<_> = findings
        .iter()
        .map(|finding| (finding.code(), finding.severity(), finding.message(), finding.suggestion().map(str::to_owned)))
        .collect();
    said.sort();
    said
}

/// The one row of a file with these columns.
pub(crate) fn row(columns: &[(&str, &str)], options: &CheckOptions) -> RowReport {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let line = |texts: Vec<&str>| texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(",");
    let names = line(columns.iter().map(|(name, _)| *name).collect());
    let cells = line(columns.iter().map(|(_, text)| *text).collect());
    api::check_csv(format!("{names}\n{cells}\n").as_bytes(), options).rows.remove(0)
}

/// Law 1: what no rule decides about is never `valid`, and a finding says which rule was not applied.
#[test]
fn what_is_valid_has_a_corridor() {
    for code in api::currencies() {
        for &rail in Rail::ALL {
            let options = BankOptions { rail: Some(rail), ..BankOptions::default() };
            let is_covered = api::bank_account_fields(code, &options).is_ok();
            let report = api::validate_bank_account(code, &fields(&[("accountName", "Jane Doe")]), &options);
            if !is_covered {
                assert_eq!(report.verdict, Verdict::Undetermined, "{code} by {rail}");
                assert!(report.findings.iter().any(|finding| finding.code().leaves_open()), "{code} by {rail}");
            }
            assert_ne!(report.verdict, Verdict::Valid, "{code} by {rail}: nothing says where the money goes");
        }
    }
}

/// Law 2: a rail that is not covered, or not known at all, is no error, whatever the currency.
#[test]
fn no_currency_is_refused_for_its_rail() {
    for code in api::currencies() {
        let destination = [("bankName", "Example Bank"), ("accountNumber", "1234567890"), ("accountName", "Jane Doe")];
        for &rail in Rail::ALL {
            let options = BankOptions { rail: Some(rail), ..BankOptions::default() };
            if api::bank_account_fields(code, &options).is_err() {
                let report = api::validate_bank_account(code, &fields(&destination), &options);
                assert_eq!(report.verdict, Verdict::Undetermined, "{code} by {rail}: {:?}", report.findings);
            }
        }
        for rail in ["pigeon", "Wise", "local clearing", "PayID"] {
            let mut columns = vec![("currency", code), ("amount", "1"), ("rail", rail)];
            columns.extend(destination);
            let row = row(&columns, &CheckOptions::default());
            assert_eq!(row.verdict, Verdict::Undetermined, "{code} by {rail}: {:?}", row.findings);
        }
    }
}

/// Law 2: a destination of a rail that is not covered is no error, whichever of its fields tell the rail.
#[test]
fn no_currency_is_refused_for_fields_of_another_rail() {
    const TOLD: &[(&str, &str, Rail)] = &[
        ("payId", "jane@example.com", Rail::Proxy),
        ("payNow", "+6591234567", Rail::Proxy),
        ("promptPay", "0812345678", Rail::Proxy),
        ("duitNow", "880101012345", Rail::Proxy),
        ("interacEmail", "jane@example.com", Rail::Proxy),
        ("uen", "53012345D", Rail::Proxy),
        ("proxyId", "$jane", Rail::Proxy),
        ("pixKey", "jane@example.com", Rail::Proxy),
        ("cardNumber", "4111111111111111", Rail::Card),
        ("vpa", "asha@okaxis", Rail::Vpa),
        ("mobileProvider", "M-Pesa", Rail::MobileMoney),
        ("till", "123456", Rail::MobileMoney),
        ("paybill", "123456", Rail::MobileMoney),
    ];
    for code in api::currencies() {
        for (name, text, rail) in TOLD {
            let options = BankOptions { rail: Some(*rail), ..BankOptions::default() };
            if api::bank_account_fields(code, &options).is_ok() {
                continue;
            }
            let destination = [("accountName", "Jane Doe"), ("bankName", "Example Bank"), (*name, *text)];
            let given = &destination[..];
            for rail in [None, Some(*rail)] {
                let options = BankOptions { rail, ..BankOptions::default() };
                let report = api::validate_bank_account(code, &fields(given), &options);
                assert_eq!(report.verdict, Verdict::Undetermined, "{code} by {name}: {:?}", report.findings);
                assert!(report.findings.iter().any(|finding| finding.code().leaves_open()), "{code} by {name}");
            }
            let row = row(&[&[("currency", code), ("amount", "1")], given].concat(), &CheckOptions::default());
            assert_eq!(row.verdict, Verdict::Undetermined, "{code} by {name}: {:?}", row.findings);
        }
        for (name, text) in
            [("clabe", "032180000118359719"), ("cbu", "2850590940090418135201"), ("cci", "00219300123456789012")]
        {
            for rail in [None, Some(Rail::Bank)] {
                let options = BankOptions { rail, ..BankOptions::default() };
                let report = api::validate_bank_account(code, &fields(&[(name, text)]), &options);
                assert_eq!(report.verdict, Verdict::Undetermined, "{code} by {name}: {:?}", report.findings);
            }
        }
        for rail in ["PayNow", "PromptPay", "DuitNow", "Zelle", "e-transfer"] {
            let row = row(&[("currency", code), ("amount", "1"), ("rail", rail)], &CheckOptions::default());
            assert_eq!(row.verdict, Verdict::Undetermined, "{code} by {rail}: {:?}", row.findings);
        }
    }
}

/// Law 2: members and columns that nobody knows leave the verdict, and are said once.
#[test]
fn what_is_not_known_leaves_the_verdict() {
    for (fields, options, _) in corridors() {
        let [least, all] = examples(fields);
        for example in [least, all] {
            let plain = api::validate_bank_account(fields.currency, &example, options);
            let mut more = example.clone();
            more.insert("favouriteColour", "blue");
            more.insert("number", Json::from(1_u32));
            let with = api::validate_bank_account(fields.currency, &more, options);
            assert_eq!(with.verdict, plain.verdict, "{}", fields.currency);
            assert_eq!(with.normalized, plain.normalized);
            let unknown: Vec<_> = with.findings.iter().filter(|finding| finding.code() == Code::FieldUnknown).collect();
            assert_eq!(unknown.len(), 2);
            assert!(unknown.iter().all(|finding| finding.severity() == Severity::Warning));
        }
    }
}

/// Law 3, for names: a slip in the name of a field has the name for a suggestion.
#[test]
fn a_slip_in_a_name_is_named() {
    for (typed, meant) in [("abba", "aba"), ("ibna", "iban"), ("acountNumber", "accountNumber"), ("pixkye", "pixKey")] {
        let report = api::validate_bank_account("EUR", &fields(&[(typed, "x")]), &BankOptions::default());
        let found = report.findings.iter().find(|finding| finding.code() == Code::FieldUnknown).unwrap();
        assert_eq!((found.severity(), found.suggestion()), (Severity::Warning, Some(meant)), "{typed}");
    }
}

/// Law 7: each rail asks for what its public rule wants, and a provider for what its document demands.
#[test]
fn the_rail_decides_and_the_document_where_it_is_asked_for() {
    /// Currency, rail, fields that are needed, groups of which one is.
    type Asked = (&'static str, Rail, &'static [&'static str], &'static [&'static [&'static str]]);
    const ASKED: &[Asked] = &[
        ("USD", Rail::Bank, &["accountNumber"], &[&["aba", "swift"]]),
        ("EUR", Rail::Bank, &["iban"], &[]),
        ("GBP", Rail::Bank, &[], &[&["accountNumber", "iban"], &["sortCode", "iban"]]),
        ("CAD", Rail::Bank, &["accountNumber", "institutionNumber", "transit"], &[]),
        ("AUD", Rail::Bank, &["accountNumber", "bsb"], &[]),
        ("SGD", Rail::Bank, &["accountNumber", "swift"], &[]),
        ("INR", Rail::Bank, &["accountNumber", "ifsc"], &[]),
        ("INR", Rail::Vpa, &["vpa"], &[]),
        ("NPR", Rail::Bank, &["bankName", "accountNumber"], &[]),
        ("CHF", Rail::Bank, &["iban"], &[]),
        ("XOF", Rail::MobileMoney, &["phone"], &[]),
    ];
    let listed = api::corridors();
    for (currency, rail, required, any_of) in ASKED {
        let row = listed.iter().find(|row| row.currency == *currency && row.rail == *rail).unwrap();
        assert_eq!((&row.required[..], row.any_of.len()), (*required, any_of.len()), "{currency} by {rail}");
        assert!(row.any_of.iter().zip(*any_of).all(|(one, other)| one == other), "{currency} by {rail}");
    }
    for row in &listed {
        let is_needed = row.required.contains(&"bankName");
        assert_eq!(is_needed, row.currency == "NPR", "a bank's name is a witness: {}", row.currency);
        assert!(!row.required.contains(&"accountName"), "{}", row.currency);
    }
    for (currency, missing) in [("USD", 1), ("EUR", 2), ("GBP", 2), ("CAD", 1), ("AUD", 1), ("SGD", 1)] {
        let general = BankOptions { rail: Some(Rail::Bank), ..BankOptions::default() };
        let schema = api::bank_account_fields(currency, &general).unwrap();
        let [least, _] = examples(&schema);
        let report = api::validate_bank_account(currency, &least, &general);
        assert_ne!(report.verdict, Verdict::Invalid, "{currency}: {:?}", report.findings);
        let by_document = BankOptions { provider: Some(Provider::Coinut), ..general.clone() };
        let report = api::validate_bank_account(currency, &least, &by_document);
        assert_eq!(report.verdict, Verdict::Invalid, "{currency} by Coinut's table");
        let with_notes = BankOptions { providers: vec![Provider::Coinut], ..general };
        let report = api::validate_bank_account(currency, &least, &with_notes);
        let notes = report.findings.iter().filter(|finding| finding.code() == Code::ProviderRequires);
        assert_eq!(notes.map(|note| assert_eq!(note.severity(), Severity::Info)).count(), missing, "{currency}");
        assert_ne!(report.verdict, Verdict::Invalid, "{currency}");
    }
}

/// Law 8: what is undetermined is accepted and counted apart.
#[test]
fn what_is_undetermined_is_accepted_and_counted_apart() {
    let file = b"reference,currency,amount,accountNumber,vpa\nA,ZWG,1.00,12345678,\nB,INR,1.00,,user@okaxis\nC,INR,1.00,,a@b\n";
    let report = api::check_csv(file, &CheckOptions::default());
    let summary = &report.summary;
    assert_eq!((summary.valid, summary.invalid, summary.undetermined, summary.accepted()), (1, 1, 1, 2));
    assert!(summary.totals.iter().any(|total| total.currency == "ZWG" && total.accepted_rows == 1));
    // a yes is a yes
    let report = api::validate(Kind::Phone, "+4915112345678", &ValidateOptions::default());
    assert_eq!(report.verdict, Verdict::Undetermined);
    assert!(!api::is_valid(Kind::Phone, "+4915112345678"));
}

/// What is left of a text without what separates groups, in capitals.
fn content(text: &str) -> String {
    let is_separator = |c: char| c.is_ascii_whitespace() || "-./(),+".contains(c);
    text.chars().filter(|&c| !is_separator(c)).collect::<String>().to_ascii_uppercase()
}

/// What has to be the same before and after reading: not a word that belongs to the printed form, a code that stands for
/// the plus of a phone number, the order of a Canadian routing number and its zero.
fn essence(kind: Kind, text: &str) -> String {
    let content = content(text);
    match kind {
        Kind::Iban => content.trim_start_matches("IBAN").trim_start_matches(':').to_owned(),
        Kind::Phone => content.trim_start_matches('0').to_owned(),
        Kind::CaTransit => {
            let mut digits: Vec<char> = content.chars().filter(|&c| c != '0').collect();
            digits.sort_unstable();
            digits.into_iter().collect()
        }
        _ => content,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    /// Law 5: where nothing is said about a value, all of it is in the electronic form.
    #[test]
    fn nothing_is_repaired_silently(
        (kind, text) in super::texts::kind().prop_flat_map(|kind| (Just(kind), prop_oneof![near(kind), any_text()])),
        around in prop::sample::select(&["@", "'@", "@.0", "\u{200b}@", "=\"@\"", "tel:@", "@,", "@ @", "@\u{a0}", "<@>", "x@"][..]),
    ) {
        let given = around.replace('@', &text);
        let report = api::validate(kind, &given, &ValidateOptions::default());
        if let Some(value) = report.value.filter(|_| report.findings.is_empty()) {
            prop_assert_eq!(essence(kind, &given), essence(kind, &value.normalized), "{} {:?}", kind, given);
        }
        let object = fields(&[("iban", "DE89370400440532013000"), ("accountName", &given)]);
        let report = api::validate_bank_account("EUR", &object, &BankOptions::default());
        let is_said = report.findings.iter().any(|finding| finding.path() == "/accountName");
        if let (Some(name), false) = (report.normalized.get("accountName").and_then(Json::as_str), is_said) {
            prop_assert_eq!(name, given.trim_ascii());
        }
    }
}

/// Texts for the fields of a destination: those of a corridor, some of them spoilt, and others besides.
fn destination() -> impl Strategy<Value = (&'static str, Rail, Vec<(&'static str, String)>)> {
    let corridor = prop::sample::select(corridors().iter().collect::<Vec<_>>());
    let more = prop::collection::vec(
        (
            prop::sample::select(
                &["iban", "swift", "aba", "vpa", "phone", "clabe", "memo", "bankName", "favouriteColour"][..],
            ),
            any_text(),
        ),
        0..2,
    );
    let spoilt = prop::collection::vec(
        (any::<prop::sample::Index>(), prop_oneof![any_text(), near(Kind::Iban), near(Kind::Phone)]),
        0..3,
    );
    (corridor, any::<bool>(), spoilt, more).prop_map(|((fields, ..), is_all, spoilt, more)| {
        let [least, all] = examples(fields);
        let example = if is_all { all } else { least };
        let names: Vec<&'static str> = fields.fields.iter().map(|field| field.name).collect();
        let mut given: Vec<(&'static str, String)> =
            names.iter().filter_map(|name| Some((*name, example.get(name)?.as_str()?.to_owned()))).collect();
        for (index, text) in spoilt {
            if !given.is_empty() {
                let at = index.index(given.len());
                given[at].1 = text;
            }
        }
        for (name, text) in more {
            if !given.iter().any(|(known, _)| *known == name) {
                given.push((name, text));
            }
        }
        (fields.currency, fields.rail, given)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5000))]

    /// Law 4: the same destination gives the same findings as an object and as a row of a file; over HTTP and through
    /// WASM the same function answers, which the vectors hold.
    #[test]
    fn an_object_and_a_row_say_the_same((currency, rail, given) in destination(), names_rail in any::<bool>()) {
        // a line end inside a cell is a matter of the file, and so is a blank cell
        let given: Vec<_> = given.into_iter().filter(|(_, text)| !text.contains(['\r', '\n', '\0'])).collect();
        let object: Object = given.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let rail = names_rail.then_some(rail);
        let options = BankOptions { rail, ..BankOptions::default() };
        let report = api::validate_bank_account(currency, &object, &options);

        let mut columns = vec![("currency", currency), ("amount", "1000")];
        columns.extend(rail.map(|rail| ("rail", rail.as_str())));
        columns.extend(given.iter().map(|(name, text)| (*name, text.as_str())));
        let row = row(&columns, &CheckOptions::default());

        // the name of a column is said once for the file; amounts that no scheme carries are no matter of the object
        let of_object: Vec<_> = report.findings.iter().filter(|finding| finding.code() != Code::FieldUnknown).cloned().collect();
        let of_row: Vec<_> = row.findings.iter().filter(|finding| finding.path() != "/amount").cloned().collect();
        prop_assert_eq!(what(&of_object), what(&of_row), "{} {:?}", currency, given);
        prop_assert_eq!(report.verdict, row.verdict);
        for (name, value) in report.normalized.iter() {
            prop_assert_eq!(row.normalized.get(name), Some(value), "{}", name);
        }
    }
}
