//! What is said of damaged texts: every kind with every damage, as a table that people have read.

use std::fmt::Write as _;

use offramp_core::{Code, Kind, ValidateOptions, Verdict, api};

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
                    assert_ne!(again.verdict, Verdict::Invalid, "{kind} {text:?}: {suggestion}");
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

/// Texts that are plainly of one kind, or of none, and what is said of them where another kind is wanted.
const OTHERS: &[(&str, Code)] = &[
    ("DE89370400440532013000", Code::LooksLikeIban),
    ("GB29 NWBK 6016 1331 9268 19", Code::LooksLikeIban),
    ("DEUTDEFF500", Code::LooksLikeBic),
    ("60-16-13", Code::LooksLikeSortCode),
    ("062-000", Code::LooksLikeBsb),
    ("SBIN0001234", Code::LooksLikeIfsc),
    ("asha@okaxis", Code::LooksLikeVpa),
    ("1234567890@SBIN0001234.ifsc.npci", Code::LooksLikeVpa),
    ("+254712345678", Code::LooksLikePhoneNumber),
    ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", Code::LooksLikeEvmAddress),
    ("TJRabPrwbZy45sbavfcjinPJC18kjpRTv8", Code::LooksLikeTronAddress),
    ("GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ", Code::LooksLikeStellarAddress),
    ("FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z", Code::LooksLikeSolanaAddress),
    ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", Code::LooksLikeBitcoinAddress),
    ("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", Code::LooksLikeBitcoinAddress),
    ("0x88df016429689c079f3b2f6ad39fa052532c56795b733da78a91ebe6a713944b", Code::LooksLikeTransactionHash),
    ("4111 1111 1111 1111", Code::LooksLikeCardNumber),
    ("6f9619ff-8b86-d011-b42d-00cf4fc964ff", Code::LooksLikeUuid),
    ("jane@example.com", Code::LooksLikeEmail),
    ("https://example.com/pay", Code::LooksLikeLink),
    ("USD 1,234.56", Code::LooksLikeAmount),
    ("2026-01-02", Code::LooksLikeDate),
    ("Jane Doe", Code::LooksLikeName),
    ("M\u{fc}ller & S\u{f6}hne", Code::LooksLikeName),
    ("\u{930}\u{93e}\u{92e} \u{936}\u{930}\u{94d}\u{92e}\u{93e}", Code::LooksLikeName),
    ("Jos\u{e9} da Silva", Code::LooksLikeName),
    ("SITA SHARMA THAPA", Code::LooksLikeName),
    ("NULL", Code::Placeholder),
    ("rN7n7otQDd6FczFgLtcqqKjNbUSxXfbNnp", Code::LooksLikeOtherChain),
    ("0.0.12345", Code::LooksLikeOtherChain),
];

/// What else is said, where it says the same or more.
fn says_as_much(kind: Kind, expected: Code, said: Code) -> bool {
    let is_hash = matches!(kind, Kind::EvmTxHash | Kind::TronTxHash | Kind::StellarTxHash);
    match expected {
        Code::LooksLikePhoneNumber => kind == Kind::Vpa && said == Code::VpaIsPhoneNumber,
        // an account number without a digit is told by that
        Code::LooksLikeName => kind == Kind::AccountNumber && said == Code::AccountWithoutDigits,
        Code::LooksLikeEvmAddress
        | Code::LooksLikeTronAddress
        | Code::LooksLikeStellarAddress
        | Code::LooksLikeSolanaAddress
        | Code::LooksLikeBitcoinAddress => is_hash && said == Code::LooksLikeAddress,
        // the same 32 bytes with another prefix
        Code::LooksLikeTransactionHash => is_hash,
        _ => false,
    }
}

#[test]
fn a_value_of_another_kind_is_called_what_it_is() {
    let mut wrong = Vec::new();
    for &kind in Kind::ALL {
        for &(text, expected) in OTHERS {
            let report = api::validate(kind, text, &ValidateOptions::default());
            let Some(finding) = report.findings.first() else {
                // it is one of this kind
                let is_own = expected.as_str().replace("LOOKS_LIKE_", "").replace('_', "");
                let own = kind.as_str().to_uppercase();
                if !(own.starts_with(&is_own)
                    || is_own.starts_with(&own)
                    || says_as_much(kind, expected, Code::ValueEmpty))
                {
                    wrong.push(format!("{kind} {text:?}: passes"));
                }
                continue;
            };
            if finding.code() != expected
                && !says_as_much(kind, expected, finding.code())
                && report.verdict == Verdict::Invalid
            {
                wrong.push(format!("{kind} {text:?}: {} for {}", finding.code().as_str(), expected.as_str()));
            }
            if report.verdict != Verdict::Invalid && finding.code() != expected && kind == Kind::AccountNumber {
                wrong.push(format!("{kind} {text:?}: passes with {}", finding.code().as_str()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
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
