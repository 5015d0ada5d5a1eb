//! The check digits that banks have inside the account number: which country has which, by
//! `data/iban-checks.csv`, and what is said of countries that are not in the registry.

use super::super::check::{italian, luhn, mod11_10, mod97, weighted};
use super::super::issue::{Issue, Param, ReadResult};
use crate::code::Code;
use crate::country::Country;
use crate::tables;

pub(super) use made::rule_of;

/// An algorithm, by its name in the table.
#[derive(Clone, Copy)]
enum Algorithm {
    None,
    /// ISO 7064 MOD 97-10 over the whole BBAN.
    Mod97,
    /// The French key over the whole BBAN.
    Rib97,
    /// The French key over branch and account alone.
    Rib97Account,
    /// The last two digits are the remainder modulo 97 of the others.
    Belgian,
    /// Weighted sums that are multiples of 10.
    Mod10,
    /// Weighted sums that are multiples of 11.
    Mod11,
    /// The same, with 1 for the check digit 10: bank and branch with the ninth digit, account with the tenth.
    Mod11Spanish,
    /// ISO 7064 MOD 11,10 over groups.
    Mod1110,
    Luhn,
    /// A letter in front.
    Cin,
    Norwegian,
    /// No check digits: bank numbers that take payments with a QR reference only.
    Qr,
}

/// What is to be checked beyond the registry's structure.
#[derive(Clone, Copy)]
struct Rule {
    algorithm: Algorithm,
    /// The groups that are checked apart, in the notation of [`tables::IBAN_CHECKS`]; empty where there is none.
    groups: [&'static str; 2],
    /// Whether the rule is sure enough for an error.
    is_sure: bool,
    is_registered: bool,
}

/// The countries with check digits, and one for those that have a structure alone without being registered.
const COUNT: usize = tables::IBAN_CHECKS.len() + 1;

static RULES: [Rule; COUNT] = made::rules();

/// Applies the rule of this number to a BBAN of which the remainder modulo 97 is known.
pub(super) fn check(rule: u8, country: Country, bban: &[u8], remainder: u64) -> ReadResult {
    let Some(rule) = usize::from(rule).checked_sub(1).and_then(|row| RULES.get(row)) else {
        return Ok(());
    };
    if !passes(*rule, bban, remainder) {
        let code = match rule.algorithm {
            Algorithm::Qr => Code::IbanQr,
            _ if rule.is_sure => Code::IbanNationalCheck,
            _ => Code::IbanNationalCheckUnsure,
        };
        return Err(Issue::with_one(code, Param::country(country)));
    }
    if rule.is_registered {
        Ok(())
    } else {
        Err(Issue::with_one(Code::IbanCountryNotRegistered, Param::country(country)))
    }
}

fn passes(rule: Rule, bban: &[u8], remainder: u64) -> bool {
    let [first, second] = rule.groups;
    let every_group =
        |modulus| weighted::remainder(bban, first, modulus) == 0 && weighted::remainder(bban, second, modulus) == 0;
    match rule.algorithm {
        Algorithm::None => true,
        Algorithm::Mod97 => mod97::is_iso_7064(remainder, bban),
        Algorithm::Rib97 => mod97::is_rib(bban),
        Algorithm::Rib97Account => bban.last_chunk::<17>().is_some_and(|account| mod97::is_rib(account)),
        Algorithm::Belgian => mod97::is_belgian(bban),
        Algorithm::Mod10 => every_group(10),
        Algorithm::Mod11 => every_group(11),
        Algorithm::Mod11Spanish => is_spanish(bban),
        Algorithm::Mod1110 => {
            let length = first.bytes().next().map_or(0, |length| usize::from(length.wrapping_sub(b'0')));
            let groups = bban.split_at_checked(length);
            groups.is_some_and(|(bank, account)| mod11_10::passes(bank) && mod11_10::passes(account))
        }
        Algorithm::Luhn => luhn::passes(bban),
        Algorithm::Cin => bban.split_first().is_some_and(|(&check, rest)| italian::letter(rest) == check),
        Algorithm::Norwegian => is_norwegian(bban),
        Algorithm::Qr => !matches!(bban, [b'3', b'0' | b'1', ..]),
    }
}

/// Bank and branch with the ninth digit, the account with the tenth. The weights are powers of two modulo 11, of which
/// the sums are doubled from the end on: Spain has more IBANs than any other country that takes so many weights.
fn is_spanish(digits: &[u8]) -> bool {
    let doubled = |digits: &[u8]| {
        digits.iter().rev().fold(0_u32, |sum, digit| sum.wrapping_mul(2).wrapping_add(u32::from(digit & 0x0f)))
    };
    // 1 stands for 10, which is nine less
    let passes = |sum: u32, check: u8| match sum.wrapping_add(u32::from(check & 0x0f)) % 11 {
        0 => true,
        remainder => remainder == 2 && check == b'1',
    };
    digits.split_first_chunk::<8>().zip(digits.last_chunk::<10>()).is_some_and(|((route, rest), account)| {
        matches!(rest, [one, two, ..] if passes(doubled(route).wrapping_mul(4), *one) && passes(doubled(account), *two))
    })
}

/// Eleven digits: bank, two digits, account, check digit. The check digit counts all digits; or, where 00 stands
/// behind the bank, the account alone; or, without a bank, the last seven digits are an account of the former
/// Postgiro.
fn is_norwegian(digits: &[u8]) -> bool {
    let is_multiple = |weights| weighted::remainder(digits, weights, 11) == 0;
    is_multiple("054327654321")
        || digits.get(4..6) == Some(b"00") && is_multiple("654321")
        || digits.strip_prefix(b"0000").is_some_and(luhn::passes)
}

/// Whether two codes of two letters are the same.
pub(super) const fn same(one: &str, other: &str) -> bool {
    matches!((one.as_bytes(), other.as_bytes()), ([a, b, ..], [c, d, ..]) if *a == *c && *b == *d)
}

/// What is made of the table of checks.
mod made {
    #![expect(
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        clippy::as_conversions,
        clippy::panic,
        reason = "runs while compiling, where a mistake is a compile error"
    )]

    use super::{Algorithm, COUNT, Rule, same, tables};

    /// The number of the rule of a country for IBANs of this length; 0 where there is none.
    pub(in crate::identifier::iban) const fn rule_of(country: &str, length: u8, is_registered: bool) -> u8 {
        let mut row = 0;
        while row < tables::IBAN_CHECKS.len() {
            let (of, for_length, ..) = tables::IBAN_CHECKS[row];
            if same(of, country) && (for_length == 0 || for_length == length) {
                return row as u8 + 1;
            }
            row += 1;
        }
        if is_registered { 0 } else { COUNT as u8 }
    }

    pub(super) const fn rules() -> [Rule; COUNT] {
        let none = Rule { algorithm: Algorithm::None, groups: ["", ""], is_sure: true, is_registered: false };
        let mut rules = [none; COUNT];
        let mut row = 0;
        while row < tables::IBAN_CHECKS.len() {
            let (country, _, algorithm, groups, is_sure) = tables::IBAN_CHECKS[row];
            let mut is_registered = false;
            let mut at = 0;
            while at < tables::IBAN_REGISTERED {
                is_registered |= same(tables::IBAN[at].0, country);
                at += 1;
            }
            rules[row] = Rule { algorithm: named(algorithm), groups, is_sure, is_registered };
            row += 1;
        }
        rules
    }

    pub(super) const fn named(name: &str) -> Algorithm {
        match name.as_bytes() {
            b"mod97" => Algorithm::Mod97,
            b"rib97" => Algorithm::Rib97,
            b"rib97-account" => Algorithm::Rib97Account,
            b"belgian" => Algorithm::Belgian,
            b"mod10" => Algorithm::Mod10,
            b"mod11" => Algorithm::Mod11,
            b"mod11-spanish" => Algorithm::Mod11Spanish,
            b"mod11-10" => Algorithm::Mod1110,
            b"luhn" => Algorithm::Luhn,
            b"cin" => Algorithm::Cin,
            b"norwegian" => Algorithm::Norwegian,
            b"qr" => Algorithm::Qr,
            _ => panic!("an algorithm of data/iban-checks.csv has no code"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubling_is_weighing() {
        let rule = RULES.iter().find(|rule| matches!(rule.algorithm, Algorithm::Mod11Spanish)).unwrap();
        let by_weights = |bban: &[u8], group: usize, check: u8| {
            let remainder = weighted::remainder(bban, rule.groups[group], 11);
            remainder == 0 || remainder == 2 && check == b'1'
        };
        let mut passed = 0;
        for number in 0..200_000_u64 {
            let text = format!("{:020}", number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            let bban = &text.as_bytes()[text.len() - 20..];
            let expected = by_weights(bban, 0, bban[8]) && by_weights(bban, 1, bban[9]);
            assert_eq!(is_spanish(bban), expected, "{text}");
            passed += u32::from(expected);
        }
        assert!(passed > 1000, "{passed}");
    }
}
