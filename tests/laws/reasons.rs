//! What is said of damaged texts: every kind with every damage, as a table that people have read.

use std::fmt::Write as _;

use offramp_core::{Kind, ValidateOptions, api};

/// The ways in which values arrive damaged, and texts that stand in the place of one. `None` where the damage leaves the
/// value as it is.
fn damaged(kind: Kind) -> Vec<(&'static str, Option<String>)> {
    let value = kind.example();
    let grouped = |separator: &str| {
        let groups: Vec<&str> = value.as_bytes().chunks(4).map(|group| std::str::from_utf8(group).unwrap()).collect();
        groups.join(separator)
    };
    let digits_from = |zero: u32| {
        let shifted = |c: char| c.to_digit(10).map_or(c, |digit| char::from_u32(zero + digit).unwrap());
        value.chars().map(shifted).collect::<String>()
    };
    let swapped = || {
        let bytes = value.as_bytes();
        let at = (bytes.len() / 2..bytes.len() - 1).find(|&at| bytes[at] != bytes[at + 1])?;
        let mut bytes = bytes.to_vec();
        bytes.swap(at, at + 1);
        String::from_utf8(bytes).ok()
    };
    let changed = || {
        let at = value.rfind(|c: char| c.is_ascii_digit())?;
        let digit = value[at..].chars().next()?.to_digit(10)?;
        Some(format!("{}{}{}", &value[..at], (digit + 1) % 10, &value[at + 1..]))
    };
    let differs = |text: String| (text != value).then_some(text);
    vec![
        ("nothing", Some(String::new())),
        ("blanks", Some("  \t".to_owned())),
        ("NULL", Some("NULL".to_owned())),
        ("undefined", Some("undefined".to_owned())),
        ("N/A", Some("N/A".to_owned())),
        ("#N/A", Some("#N/A".to_owned())),
        ("TBD", Some("TBD".to_owned())),
        ("see above", Some("see above".to_owned())),
        ("[object Object]", Some("[object Object]".to_owned())),
        ("a person's name", Some("Jane Doe".to_owned())),
        ("an e-mail address", Some("jane@example.com".to_owned())),
        ("a link", Some(format!("https://example.com/{value}"))),
        ("a UUID", Some("6f9619ff-8b86-d011-b42d-00cf4fc964ff".to_owned())),
        ("an amount", Some("123456.78".to_owned())),
        ("a date", Some("2026-01-02".to_owned())),
        ("a sort code", Some("60-16-13".to_owned())),
        ("an IBAN", (kind != Kind::Iban).then(|| "DE89370400440532013000".to_owned())),
        ("a phone number", (kind != Kind::Phone).then(|| "+254712345678".to_owned())),
        ("an EVM address", (kind != Kind::EvmAddress).then(|| "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed".to_owned())),
        ("a UPI address", (kind != Kind::Vpa).then(|| "asha@okaxis".to_owned())),
        ("a card", Some("4111111111111111".to_owned())),
        ("rounded by a spreadsheet", Some("1.23E+15".to_owned())),
        ("its zeros lost", differs(value.trim_start_matches('0').to_owned())),
        (".0 behind", Some(format!("{value}.0"))),
        ("the first character lost", Some(value[1..].to_owned())),
        ("the last character lost", Some(value[..value.len() - 1].to_owned())),
        ("the last character twice", Some(format!("{value}{}", &value[value.len() - 1..]))),
        ("two characters swapped", swapped()),
        ("a digit changed", changed()),
        ("O for 0", differs(value.replace('0', "O"))),
        ("l for 1", differs(value.replace('1', "l"))),
        ("small letters", differs(value.to_lowercase())),
        ("capital letters", differs(value.to_uppercase())),
        ("blanks between", Some(grouped(" "))),
        ("hyphens between", Some(grouped("-"))),
        ("points between", Some(grouped("."))),
        ("a line break inside", Some(grouped("\n"))),
        ("full-width digits", differs(digits_from(0xff10))),
        ("Arabic digits", differs(digits_from(0x660))),
        ("a zero-width space inside", Some(format!("{}\u{200b}{}", &value[..3], &value[3..]))),
        ("an apostrophe in front", Some(format!("'{value}"))),
        ("a spreadsheet's formula", Some(format!("=\"{value}\""))),
        ("quotation marks", Some(format!("\"{value}\""))),
        ("its name in front", Some(format!("{}: {value}", kind.title()))),
        ("a comma behind", Some(format!("{value},"))),
        ("a point behind", Some(format!("{value}."))),
        ("twice", Some(format!("{value} {value}"))),
        ("two with a slash", Some(format!("{value}/{value}"))),
        ("two that differ", changed().map(|other| format!("{value} {other}"))),
        ("masked", Some(format!("{}****{}", &value[..4], &value[value.len() - 4..]))),
        ("words in brackets behind", Some(format!("{value} (main)"))),
        ("a number sign in front", Some(format!("#{value}"))),
        ("abbreviated", Some(format!("{}...{}", &value[..4], &value[value.len() - 4..]))),
        ("an emoji behind", Some(format!("{value} \u{1f600}"))),
    ]
}

#[test]
fn a_person_agrees_with_every_reason() {
    let mut table = String::new();
    for &kind in Kind::ALL {
        writeln!(table, "{kind}: {}", kind.example()).unwrap();
        for (damage, text) in damaged(kind) {
            let Some(text) = text else {
                continue;
            };
            let report = api::validate(kind, &text, &ValidateOptions::default());
            write!(table, "  {damage}: {:?} is {}", text, report.verdict.as_str()).unwrap();
            for finding in &report.findings {
                write!(table, " {}", finding.code().as_str()).unwrap();
                if let Some(suggestion) = finding.suggestion() {
                    let again = api::validate(kind, suggestion, &ValidateOptions::default());
                    assert_ne!(again.verdict, offramp_core::Verdict::Invalid, "{kind} {text:?}: {suggestion}");
                    write!(table, " -> {suggestion:?}").unwrap();
                }
            }
            if let Some(value) = report.value.filter(|value| value.normalized != kind.example()) {
                write!(table, " as {:?}", value.normalized).unwrap();
            }
            table.push('\n');
        }
    }
    insta::assert_snapshot!(table);
}

/// Where two values stand, of which one has a slip, neither is suggested, and neither is taken for the whole.
#[test]
fn of_two_values_none_is_suggested() {
    let mut wrong = Vec::new();
    for &kind in Kind::ALL {
        let value = kind.example();
        let paper = api::validate(kind, value, &ValidateOptions::default()).value.unwrap().formatted;
        let slip = |text: &str| {
            let at = text.rfind(|c: char| c.is_ascii_digit())?;
            let digit = text[at..].chars().next()?.to_digit(10)?;
            Some(format!("{}{}{}", &text[..at], (digit + 1) % 10, &text[at + 1..]))
        };
        for form in [value.to_owned(), paper] {
            let Some(other) = slip(&form) else {
                continue;
            };
            for between in [" ", "  ", ", ", "; ", " / ", "\n", " and ", " or ", " & ", "|"] {
                for text in [format!("{form}{between}{other}"), format!("{other}{between}{form}")] {
                    let report = api::validate(kind, &text, &ValidateOptions::default());
                    let finding = report.findings.first();
                    if finding.is_none_or(|finding| finding.suggestion().is_some()) {
                        wrong.push(format!("{kind} {text:?}: {finding:?}"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
