//! Values of banks: IBANs, BICs, routing numbers.

use std::sync::LazyLock;

use offramp_core::{Kind, ValidateOptions, api};

use super::values::Maker;

const DIGITS: &str = "0123456789";
const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const BOTH: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Countries of the IBAN registry and the structure of their account numbers.
static STRUCTURES: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let table = include_str!("../../../data/iban.csv");
    table
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            (cells[0].to_owned(), cells[2].to_owned())
        })
        .collect()
});

/// Countries without an entry in the registry, with numbers that some peers know, and letters that are
/// no country.
const OTHERS: [(&str, &str); 11] = [
    ("AF", "20n"),
    ("AO", "21n"),
    ("CI", "2a22n"),
    ("DZ", "22n"),
    ("GF", "5n5n11c2n"),
    ("GG", "4a6n8n"),
    ("IR", "22n"),
    ("MA", "24n"),
    ("US", "18n"),
    ("XX", "18n"),
    ("ZZ", "16c"),
];

/// IBANs of every country, and what is nearly one.
pub(crate) fn ibans(maker: &mut Maker) {
    let others = OTHERS.iter().map(|&(country, structure)| (country, structure));
    for (country, structure) in STRUCTURES.iter().map(|(a, b)| (a.as_str(), b.as_str())).chain(others) {
        let iban = right(maker, country, structure);
        let bban = iban[4..].to_owned();
        let separators =
            [("blanks", " "), ("blanks", " "), ("hyphens", "-"), ("dots", "."), ("slashes", "/"), ("tabs", "\t")];
        match maker.random.below(4) {
            0 => {
                let word = *maker.random.pick(&["IBAN", "IBAN ", "IBAN: "]);
                maker.both(&iban, "the word IBAN", format!("{word}{iban}"));
            }
            _ => maker.written(&iban, &separators),
        }
        maker.mutated(&iban, BOTH);
        maker.mutated(&iban, DIGITS);
        // check digits that leave the right remainder and are none: 97 -> 00, 98 -> 01, 02 -> 99
        match &iban[2..4] {
            "97" => maker.plain(format!("{country}00{bban}")),
            "98" => maker.plain(format!("{country}01{bban}")),
            "02" => maker.plain(format!("{country}99{bban}")),
            _ => {}
        }
        // right check digits over the wrong characters, the wrong length or the wrong country
        let mut wrong = bban.clone().into_bytes();
        let at = maker.random.below(wrong.len());
        wrong[at] = *maker.random.pick(BOTH.as_bytes());
        maker.plain(with_check_digits(country, &String::from_utf8(wrong).expect("the alphabet is ASCII")));
        let wrong = match maker.random.below(3) {
            0 => bban[1..].to_owned(),
            1 => format!("{bban}0"),
            _ => format!("00{bban}"),
        };
        maker.plain(with_check_digits(country, &wrong));
        let other = &STRUCTURES[maker.random.below(STRUCTURES.len())].0;
        maker.plain(with_check_digits(other, &bban));
    }
}

/// How many IBANs of a country have random digits where the country has check digits.
const RANDOM_CHECKS: usize = 2_100;
/// And how many have the right ones.
const RIGHT_CHECKS: usize = 300;

/// IBANs of the countries that have check digits inside the account number, most of them with wrong ones.
pub(crate) fn national(maker: &mut Maker) {
    let others = include_str!("../../../data/iban-unregistered.csv").lines().skip(1);
    let others = others.map(|line| line.split(',').collect::<Vec<_>>()).map(|cells| (cells[0], cells[2]));
    let all: Vec<_> = STRUCTURES.iter().map(|(a, b)| (a.as_str(), b.as_str())).chain(others).collect();
    for line in include_str!("../../../data/iban-checks.csv").lines().skip(1) {
        let country = &line[..2];
        // bank numbers for QR-IBANs are no check digits
        if ["CH", "LI"].contains(&country) {
            continue;
        }
        let (_, structure) = all.iter().find(|(other, _)| *other == country).expect("it has a structure");
        for _ in 0..RANDOM_CHECKS {
            let bban = random_bban(maker, structure);
            maker.plain(with_check_digits(country, &bban));
        }
        for _ in 0..RIGHT_CHECKS {
            let iban = right(maker, country, structure);
            maker.plain(iban);
        }
    }
}

/// An IBAN with right check digits inside, where the country has such: the peers say whether they are.
fn right(maker: &mut Maker, country: &str, structure: &str) -> String {
    let mut iban = String::new();
    for attempt in 0..2_000 {
        iban = with_check_digits(country, &random_bban(maker, structure));
        // the first says whether there are such digits; after that a report is worth its time only for a yes
        if attempt > 0 && !api::is_valid(Kind::Iban, &iban) {
            continue;
        }
        let report = api::validate(Kind::Iban, &iban, &ValidateOptions::default());
        let code = report.findings.first().map(|finding| finding.code().as_str());
        if !matches!(code, Some("IBAN_NATIONAL_CHECK" | "IBAN_NATIONAL_CHECK_UNSURE")) {
            break;
        }
    }
    iban
}

fn random_bban(maker: &mut Maker, structure: &str) -> String {
    let (mut bban, mut count) = (String::new(), 0);
    for letter in structure.chars() {
        let alphabet = match letter {
            'n' => DIGITS,
            'a' => LETTERS,
            'c' => BOTH,
            figure => {
                count = count * 10 + usize::try_from(figure.to_digit(10).expect("a figure")).expect("it is small");
                continue;
            }
        };
        bban.push_str(&maker.random.letters(alphabet, count));
        count = 0;
    }
    bban
}

/// ISO 7064 MOD 97-10 by long division, digit after digit.
fn with_check_digits(country: &str, bban: &str) -> String {
    let mut remainder = 0;
    for letter in format!("{bban}{country}00").chars() {
        let value = letter.to_digit(36).expect("a letter or digit");
        remainder = (remainder * if value > 9 { 100 } else { 10 } + value) % 97;
    }
    format!("{country}{:02}{bban}", 98 - remainder)
}

/// Countries of BICs; the last six are not countries of ISO 3166.
const COUNTRIES: [&str; 40] = [
    "AE", "AU", "BD", "BR", "CA", "CH", "CN", "DE", "DK", "ES", "FR", "GB", "GG", "GH", "HK", "IM", "IN", "IT", "JE",
    "JP", "KE", "LK", "MX", "NG", "NL", "NP", "NZ", "PH", "PK", "PL", "SG", "US", "XK", "ZA", "AA", "UK", "XX", "ZZ",
    "EU", "QQ",
];

/// A BIC, or nearly one; at most one thing about it is unusual.
pub(crate) fn bic(maker: &mut Maker) {
    let random = &mut maker.random;
    let country = match random.below(4) {
        0 => *random.pick(&COUNTRIES),
        _ => *random.pick(&COUNTRIES[..33]),
    };
    let usual = "23456789ABCDEFGHIJKLMNPQRSTUVWYZ";
    let mut bic = [random.letters(LETTERS, 4), country.to_owned(), random.letters(usual, 2)].concat();
    match random.below(5) {
        0 | 1 => bic.push_str("XXX"),
        2 => bic.push_str(&random.letters(usual, 3)),
        _ => {}
    }
    let (at, unusual) = match random.below(12) {
        0 => (random.below(4), DIGITS),
        1 => (4 + random.below(2), DIGITS),
        2 => (6, "01"),
        3 => (7, "01"),
        4 => (6, "O"),
        5 => (7, "O"),
        6 if bic.len() == 11 && !bic.ends_with("XXX") => (8, "X"),
        _ => (0, ""),
    };
    if !unusual.is_empty() {
        let letter = random.letters(unusual, 1);
        bic.replace_range(at..=at, &letter);
    }
    maker.written(&bic, &[("blanks", " "), ("hyphens", "-"), ("dots", ".")]);
    maker.mutated(&bic, BOTH);
}

/// A routing number, or nearly one.
pub(crate) fn aba(maker: &mut Maker) {
    let mut number = maker.random.letters(DIGITS, 8);
    if maker.random.below(3) > 0 {
        // Federal Reserve districts, thrifts, electronic, government, traveller's cheques
        let prefix = match maker.random.below(5) {
            0 => 21 + maker.random.below(12),
            1 => 61 + maker.random.below(12),
            2 => *maker.random.pick(&[0, 80]),
            _ => 1 + maker.random.below(12),
        };
        number.replace_range(..2, &format!("{prefix:02}"));
    }
    let weighted = number.chars().zip([3, 7, 1, 3, 7, 1, 3, 7]);
    let sum: u32 = weighted.map(|(digit, weight)| digit.to_digit(10).expect("a digit") * weight).sum();
    number.push_str(&((10 - sum % 10) % 10).to_string());
    maker.written(&number, &[("blanks", " "), ("hyphens", "-"), ("dots", ".")]);
    match maker.random.below(20) {
        0 => maker.plain("000000000".to_owned()),
        1 => maker.both(&number, "decimal part", format!("{number}.0")),
        2 => maker.both(&number, "plus sign in front", format!("+{number}")),
        3 => maker.both(&number, "Arabic-Indic digits", arabic(&number)),
        _ => maker.mutated(&number, DIGITS),
    }
}

fn arabic(number: &str) -> String {
    let other = |digit: char| char::from_u32(u32::from(digit) - 0x30 + 0x660).expect("the digit exists");
    number.chars().map(other).collect()
}
