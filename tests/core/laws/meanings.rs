//! What words mean where they stand: words for nothing, operators as networks, branches behind BICs, names of countries,
//! e-mail addresses, slashes in references. Each is tried over all that it speaks of.

use std::collections::BTreeSet;

use offramp_core::api::{self, BankOptions, Rail};
use offramp_core::bulk::CheckOptions;
use offramp_core::{Code, Country, Kind, Object, Severity, ValidateOptions, Verdict};

use super::verdicts::{row, what};

/// The rows of a table of data/ without its header.
fn table(name: &str) -> Vec<Vec<String>> {
    let path = format!("{}/data/{name}.csv", env!("CARGO_MANIFEST_DIR"));
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn fields(members: &[(&str, &str)]) -> Object {
    members.iter().map(|(name, text)| (*name, *text)).collect()
}

fn judged(currency: &str, members: &[(&str, &str)]) -> api::BankAccountReport {
    api::validate_bank_account(currency, &fields(members), &BankOptions::default())
}

/// The report of an object, which is that of a row.
fn everywhere(currency: &str, members: &[(&str, &str)]) -> api::BankAccountReport {
    let report = judged(currency, members);
    let row = row(&[&[("currency", currency), ("amount", "1000")], members].concat(), &CheckOptions::default());
    let known = |findings: &[offramp_core::Finding]| -> Vec<_> {
        let kept = findings.iter().filter(|one| one.code() != Code::FieldUnknown && one.path() != "/amount");
        kept.cloned().collect()
    };
    assert_eq!(what(&known(&report.findings)), what(&known(&row.findings)), "{currency} {members:?}");
    assert_eq!(report.verdict, row.verdict, "{currency} {members:?}");
    for (name, value) in report.normalized.iter() {
        assert_eq!(row.normalized.get(name), Some(value), "{currency} {members:?}");
    }
    report
}

/// What programs, databases and people write for no number, or for what became of one. Some have the form of a BIC.
const NOTHING: &str = "Infinity NaN Inf Negative Positive Overflow Exception Unavailable Undisclosed Unspecified \
                       Unassigned Required Declined Disabled Verified Invalid Redacted Null None Undefined Seeabove";

#[test]
fn words_for_nothing_are_no_value_of_any_kind() {
    for word in NOTHING.split_ascii_whitespace() {
        for text in [word.to_owned(), word.to_uppercase(), word.to_lowercase(), format!("-{word}"), format!(" {word}.")]
        {
            for &kind in Kind::ALL {
                let report = api::validate(kind, &text, &ValidateOptions::default());
                assert_eq!(report.verdict, Verdict::Invalid, "{kind} {text:?}");
                let code = report.findings[0].code();
                assert_eq!(code, Code::Placeholder, "{kind} {text:?}");
            }
        }
    }
}

/// In no field that says where the money goes does a word for nothing pass, and it is called what it is.
#[test]
fn words_for_nothing_name_no_destination() {
    let mut tried = 0;
    for corridor in api::corridors() {
        let options = BankOptions { rail: Some(corridor.rail), ..BankOptions::default() };
        let form = api::bank_account_fields(corridor.currency, &options).unwrap();
        for field in &form.fields {
            let is_witness = ["bankName", "bankAddress", "accountName", "memo"].contains(&field.name);
            if is_witness && corridor.currency != "NPR" || field.name == "accountName" {
                continue;
            }
            for word in ["Infinity", "undefined", "NaN", "Unavailable"] {
                let all = form.fields.iter().filter(|other| !other.example.is_empty() || other.name == field.name);
                let given: Object = all
                    .map(|other| (other.name, if other.name == field.name { word } else { other.example }))
                    .collect();
                let report = api::validate_bank_account(corridor.currency, &given, &options);
                let name = || format!("{} {} {word}: {:?}", corridor.currency, field.name, report.findings);
                let path = format!("/{}", field.name);
                // an account goes with a business number alone
                let found =
                    report.findings.iter().find(|finding| finding.path() == path).map(offramp_core::Finding::code);
                let codes = [Code::Placeholder, Code::BankNotSupported, Code::FieldNotUsed];
                assert!(found.is_some_and(|code| codes.contains(&code)), "{}", name());
                assert!(report.verdict == Verdict::Invalid || found == Some(Code::FieldNotUsed), "{}", name());
                tried += 1;
            }
        }
    }
    assert!(tried > 500, "{tried}");
}

/// No word with a capital in front is called a BIC where a number belongs, and none passes as one without a warning.
#[test]
fn a_word_is_not_called_a_bic() {
    for country in ["DE", "FI", "IN", "NI", "NE", "SC", "US"] {
        for text in [format!("Abcd{}gh", country.to_lowercase()), format!("Abcd{}ghklm", country.to_lowercase())] {
            let report = api::validate(Kind::AccountNumber, &text, &ValidateOptions::default());
            assert_eq!(report.findings[0].code(), Code::AccountWithoutDigits, "{text}");
            let report = api::validate(Kind::Bic, &text, &ValidateOptions::default());
            assert_eq!((report.verdict, report.findings[0].code()), (Verdict::Valid, Code::BicIsName), "{text}");
            let capitals = api::validate(Kind::Bic, &text.to_uppercase(), &ValidateOptions::default());
            assert_eq!((capitals.verdict, capitals.findings.len()), (Verdict::Valid, 0), "{text}");
        }
    }
}

/// Every operator, service and other name of one, as the network of a phone in every currency that is paid to wallets.
#[test]
fn an_operator_as_network_is_the_service() {
    let mut names: BTreeSet<String> = table("phone-operators").into_iter().map(|row| row[1].clone()).collect();
    names.extend(table("mobile-services").into_iter().map(|row| row[1].clone()));
    names.extend(
        table("mobile-service-names")
            .into_iter()
            .flat_map(|row| row[1].split(';').map(str::to_owned).collect::<Vec<_>>()),
    );
    let mut tried = 0;
    for corridor in api::corridors().iter().filter(|corridor| corridor.rail == Rail::MobileMoney) {
        let options = BankOptions { rail: Some(Rail::MobileMoney), ..BankOptions::default() };
        let form = api::bank_account_fields(corridor.currency, &options).unwrap();
        let phone = form.fields.iter().find(|field| field.name == "phone").unwrap().example;
        for name in &names {
            let as_network = everywhere(corridor.currency, &[("phone", phone), ("network", name)]);
            let as_service = judged(corridor.currency, &[("phone", phone), ("mobileProvider", name)]);
            assert_eq!(what(&as_network.findings), what(&as_service.findings), "{} {name}", corridor.currency);
            assert_eq!(as_network.normalized, as_service.normalized, "{} {name}", corridor.currency);
            assert_eq!(as_network.rail, Some(Rail::MobileMoney));
            let is_named = |path: &str| as_network.findings.iter().any(|finding| finding.path() == path);
            assert!(!is_named("/mobileProvider"), "{} {name}", corridor.currency);
            tried += 1;
        }
        // a chain stays one, and so does what stands beside another destination
        for network in ["TRX", "Ethereum", "TON"] {
            let report = everywhere(corridor.currency, &[("phone", phone), ("network", network)]);
            assert_eq!((report.verdict, report.rail), (Verdict::Undetermined, Some(Rail::Crypto)), "{network}");
        }
        let report = everywhere(corridor.currency, &[("accountNumber", "1234567890"), ("network", "MTN")]);
        assert_ne!(report.verdict, Verdict::Invalid, "{} {:?}", corridor.currency, report.findings);
    }
    assert!(tried > 3_000, "{tried}");
    let report = everywhere("KES", &[("phone", "+254712345678"), ("network", "Safaricom")]);
    assert_eq!((report.verdict, report.findings.len()), (Verdict::Valid, 0));
    assert_eq!(report.normalized.get("mobileProvider").and_then(|text| text.as_str()), Some("MPESA"));
    let report = judged("USDT", &[("address", "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8"), ("network", "Safaricom")]);
    assert_eq!((report.verdict, report.rail), (Verdict::Undetermined, Some(Rail::Crypto)));
}

/// Law 3: what is suggested for a BIC and what stands behind it has all of its letters and digits.
#[test]
fn no_suggestion_drops_a_branch() {
    let mut suggested = 0;
    for bic in ["DEUTDEFF", "CHASUS33", "NWBKGB2L"] {
        for rest in ["500", "XXX", "5", "50", "5000", "50A", "ABC", "EUR", "M12"] {
            for between in ["/", " / ", "-", " - ", " ", ".", ",", ", ", ":", "_", "; ", "|", " (", "\n"] {
                let text = format!("{bic}{between}{rest}{}", if between == " (" { ")" } else { "" });
                let report = api::validate(Kind::Bic, &text, &ValidateOptions::default());
                let whole = format!("{bic}{rest}");
                if let Some(value) = report.value {
                    assert_eq!(value.normalized, whole, "{text:?}");
                }
                if let Some(suggestion) = report.findings.first().and_then(|finding| finding.suggestion()) {
                    assert_eq!(suggestion, whole, "{text:?}");
                    suggested += 1;
                }
            }
        }
    }
    assert!(suggested > 30, "{suggested}");
}

/// Every name and every three letters of the table have the two letters for a suggestion, and no other text has one.
#[test]
fn the_name_of_a_country_has_its_letters_for_a_suggestion() {
    let said = |text: &str| {
        let report = everywhere("INR", &[("country", text), ("vpa", "user@okaxis")]);
        let finding = report.findings.iter().find(|finding| finding.code() == Code::CountryUnknown)?;
        assert_eq!((report.verdict, finding.path()), (Verdict::Invalid, "/country"), "{text}");
        finding.suggestion().map(str::to_owned)
    };
    let covered: BTreeSet<&str> = api::corridors().iter().flat_map(|corridor| corridor.countries.clone()).collect();
    let (mut all, mut names) = (0, BTreeSet::new());
    for row in table("countries") {
        let [country, alpha3] = [row[0].as_str(), row[1].as_str()];
        assert!(Country::new(country).is_some(), "{country}");
        assert_eq!(said(alpha3).as_deref(), Some(country), "{alpha3}");
        assert_eq!(said(&alpha3.to_lowercase()).as_deref(), Some(country), "{alpha3}");
        let first = row[2].split(';').next().unwrap();
        assert!(!covered.contains(country) || said(first).is_some(), "{first}");
        for name in row[2].split(';') {
            assert!(names.insert(name.to_lowercase()) || row[2].matches(name).count() > 1, "{name} is two countries'");
            for text in [name.to_owned(), name.to_uppercase(), format!(" {name} ")] {
                assert!(said(&text).is_none_or(|suggestion| suggestion == country), "{text}");
            }
        }
        all += 1;
    }
    assert_eq!(all, 250);
    for (text, country) in [
        ("Germany", "DE"),
        ("Deutschland", "DE"),
        ("Kenya", "KE"),
        ("KEN", "KE"),
        ("U.S.A.", "US"),
        ("U.K.", "GB"),
        ("D.E.", "DE"),
    ] {
        assert_eq!(said(text).as_deref(), Some(country), "{text}");
    }
    for text in ["Atlantis", "Congo", "Korea", "QQQ", "EUR", "N/A", "Europe"] {
        assert_eq!(said(text), None, "{text}");
    }
}

/// Law 2: an e-mail address is an alias where nothing else says where the money goes, and says nothing otherwise.
#[test]
fn an_email_address_alone_is_an_alias() {
    for currency in api::currencies() {
        for name in ["email", "e-mail", "emailAddress"] {
            let destination = [("accountName", "Jane Doe"), (name, "jane@example.com")];
            let report = everywhere(currency, &destination);
            assert_eq!(report.verdict, Verdict::Undetermined, "{currency} {:?}", report.findings);
            let has_corridor = api::bank_account_fields(currency, &BankOptions::default()).is_ok();
            assert_eq!(report.rail, has_corridor.then_some(Rail::Proxy), "{currency}");
        }
    }
    for (currency, destination) in [
        ("EUR", &[("iban", "DE89370400440532013000")][..]),
        ("CAD", &[("accountNumber", "1234567"), ("institutionNumber", "003"), ("transit", "00012")]),
        ("KES", &[("phone", "+254712345678"), ("mobileProvider", "MPESA")]),
        ("INR", &[("vpa", "user@okaxis")]),
    ] {
        let with = [destination, &[("email", "jane@example.com")]].concat();
        let report = everywhere(currency, &with);
        assert_eq!(report.verdict, Verdict::Valid, "{currency} {:?}", report.findings);
        assert!(!report.normalized.iter().any(|(name, _)| name == "proxyId"), "{currency}");
    }
    let report = everywhere("CAD", &[("accountName", "Jane Doe"), ("email", "n/a")]);
    assert_eq!(report.verdict, Verdict::Invalid, "an address is needed");
}

/// The schemes of SEPA take no slash at either end of a reference, and no two in a row.
#[test]
fn slashes_in_references_of_sepa() {
    let said = |currency: &str, destination: &[(&str, &str)], reference: &str| {
        let columns = [&[("currency", currency), ("amount", "1"), ("reference", reference)], destination].concat();
        let row = row(&columns, &CheckOptions::default());
        assert_ne!(row.verdict, Verdict::Invalid, "{reference}");
        let found = row.findings.iter().find(|finding| finding.code() == Code::SchemeSlashes)?;
        assert_eq!((found.path(), found.severity()), ("/reference", Severity::Warning));
        Some(())
    };
    let (euro, pound) = ([("iban", "DE89370400440532013000")], [("iban", "GB29NWBK60161331926819")]);
    for reference in ["/INV 1", "INV 1/", "INV//1", "//", "/", " /a", "a///b"] {
        assert!(said("EUR", &euro, reference).is_some(), "{reference}");
        assert!(said("GBP", &pound, reference).is_none(), "{reference}");
    }
    for reference in ["INV/1", "2026/11/27", "A-1", "a / b"] {
        assert!(said("EUR", &euro, reference).is_none(), "{reference}");
    }
}
