//! Whether fields that are right by themselves belong together.

use super::corridor::{Corridor, Rail};
use super::crypto;
use super::field::{FieldName, Fields};
use super::normalized::Normalized;
use super::wallet;
use crate::code::Code;
use crate::country::Country;
use crate::finding::Finding;
use crate::identifier::{Fault, Param, Rules, iban_holds_bic};
use crate::tables::{BANK_NAMES, IBAN_ISSUERS};
use crate::text;

pub(super) fn check(
    corridor: &Corridor,
    fields: &Fields<'_>,
    rules: Rules,
    values: &Normalized,
    findings: &mut Vec<Finding>,
) {
    match corridor.rail {
        Rail::Bank => {
            // what was not given need not be looked for among the values
            let value = |name| fields.get(name).and_then(|_| values.get(name));
            let iban = value(FieldName::Iban);
            if let Some(iban) = iban {
                iban_and_others(iban, value, rules, findings);
            }
            if let Some(country) = rules.country
                && let Some(swift) = value(FieldName::Swift)
            {
                bic_and_country(swift, country, findings);
            }
            if corridor.currency == "GBP"
                && iban.is_none()
                && fields.get(FieldName::AccountNumber).is_some()
                && fields.get(FieldName::SortCode).is_none()
            {
                findings.push(Finding::new(Code::SortCodeMissing).at(FieldName::SortCode.path()));
            }
        }
        Rail::MobileMoney => wallet::phone_and_service(values, findings),
        Rail::Crypto => crypto::check(corridor, values, findings),
        Rail::Vpa => {}
    }
}

fn iban_and_others<'a>(
    iban: &str,
    value: impl Fn(FieldName) -> Option<&'a str>,
    rules: Rules,
    findings: &mut Vec<Finding>,
) {
    let Some((country, bban)) = iban.get(..2).and_then(Country::new).zip(iban.get(4..)) else {
        return;
    };
    if let Some(wanted) = rules.country
        && wanted.banking_home() != country.banking_home()
    {
        findings.push(
            Fault::with_two(Code::IbanCountryMismatch, Param::country(country), Param::country(wanted))
                .finding(FieldName::Iban.path()),
        );
    }
    let issuer = Issuer::of(country, bban);
    if let Some(swift) = value(FieldName::Swift) {
        iban_and_bic(country, issuer, swift, findings);
    }
    if let Some(name) = value(FieldName::BankName) {
        iban_and_bank_name(issuer, name, findings);
    }
    if let Some(account) = value(FieldName::AccountNumber)
        && !text::holds(bban, account.trim_start_matches('0'))
    {
        findings.push(Finding::new(Code::AccountIbanMismatch).at(FieldName::AccountNumber.path()));
    }
    if let Some(sort_code) = value(FieldName::SortCode)
        && country.as_str() == "GB"
        && bban.get(4..10) != Some(sort_code)
    {
        findings.push(Finding::new(Code::SortCodeIbanMismatch).at(FieldName::SortCode.path()));
    }
}

/// The bank inside an IBAN, by the first four letters of its BICs, as far as it is known: in some
/// countries the IBAN holds them, in others a digit tells the bank.
#[derive(Clone, Copy)]
enum Issuer<'a> {
    Unknown,
    Letters(&'a str),
    /// The first four letters of its BICs, with blanks between them.
    Listed(&'static str),
}

impl<'a> Issuer<'a> {
    fn of(country: Country, bban: &'a str) -> Issuer<'a> {
        if iban_holds_bic(country) {
            return bban.get(..4).map_or(Issuer::Unknown, Issuer::Letters);
        }
        let listed = IBAN_ISSUERS.iter().find(|(code, offset, digits, _)| {
            *code == country.as_str() && bban.get(*offset..).is_some_and(|rest| rest.starts_with(digits))
        });
        listed.map_or(Issuer::Unknown, |(.., bics)| Issuer::Listed(bics))
    }

    /// Whether one of the BICs is the issuer's.
    fn is_among(self, bics: &str) -> bool {
        let mut own = match self {
            Issuer::Unknown => "",
            Issuer::Letters(letters) => letters,
            Issuer::Listed(listed) => listed,
        };
        while let Some(bic) = text::next_word(&mut own, b' ') {
            if text::lists(bics, bic) {
                return true;
            }
        }
        false
    }

    fn bics(self) -> String {
        match self {
            Issuer::Unknown => String::new(),
            Issuer::Letters(letters) => letters.to_owned(),
            Issuer::Listed(listed) => listed.replace(' ', " or "),
        }
    }
}

fn iban_and_bic(country: Country, issuer: Issuer<'_>, swift: &str, findings: &mut Vec<Finding>) {
    let Some((bank, bic_country)) = swift.get(..4).zip(swift.get(4..6).and_then(Country::new)) else {
        return;
    };
    if bic_country.banking_home() != country.banking_home() {
        findings.push(
            Fault::with_two(Code::IbanBicCountryMismatch, Param::country(country), Param::country(bic_country))
                .finding(FieldName::Swift.path()),
        );
    } else if !matches!(issuer, Issuer::Unknown) && !issuer.is_among(bank) && !same_bank(issuer, bank) {
        findings.push(
            Finding::new(Code::IbanBicMismatch)
                .at(FieldName::Swift.path())
                .with("expected", issuer.bics())
                .with("found", bank.to_owned()),
        );
    }
}

/// Whether one of the known banks goes by both.
fn same_bank(issuer: Issuer<'_>, bank: &str) -> bool {
    BANK_NAMES.iter().any(|(_, bics)| text::lists(bics, bank) && issuer.is_among(bics))
}

fn iban_and_bank_name(issuer: Issuer<'_>, name: &str, findings: &mut Vec<Finding>) {
    if matches!(issuer, Issuer::Unknown) {
        return;
    }
    if let Some((_, bics)) = bank_named(name)
        && !issuer.is_among(bics)
    {
        let expected = BANK_NAMES.iter().find(|(_, bics)| issuer.is_among(bics)).map(|(known, _)| (*known).to_owned());
        findings.push(
            Finding::new(Code::IbanBankNameMismatch)
                .at(FieldName::BankName.path())
                .with("expected", expected.unwrap_or_else(|| issuer.bics())),
        );
    }
}

/// The known bank whose name stands in the text, as whole words and in any case; of several, the one
/// with the longest name.
fn bank_named(text: &str) -> Option<&'static (&'static str, &'static str)> {
    let mut named: Option<&(&str, &str)> = None;
    let mut before = b' ';
    for (at, &byte) in text.as_bytes().iter().enumerate() {
        let starts = is_letter(byte) && !is_letter(before);
        before = byte;
        // only the letters that a name begins with
        if !starts || FIRST_LETTERS.wrapping_shr(u32::from(byte & 0x1f)) & 1 == 0 {
            continue;
        }
        let rest = text.get(at..).unwrap_or_default();
        let found = BANK_NAMES.iter().filter(|(known, _)| {
            rest.split_at_checked(known.len()).is_some_and(|(words, after)| {
                words.eq_ignore_ascii_case(known) && !after.bytes().next().is_some_and(is_letter)
            })
        });
        named = found.chain(named).max_by_key(|(known, _)| known.len());
    }
    named
}

/// Letters, digits and all that is not ASCII.
const fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii()
}

/// One bit a letter that the name of a known bank begins with.
const FIRST_LETTERS: u32 = first_letters();

#[expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "runs while compiling, where a mistake is a compile error"
)]
const fn first_letters() -> u32 {
    let mut letters = 0;
    let mut row = 0;
    while row < BANK_NAMES.len() {
        letters |= 1 << (BANK_NAMES[row].0.as_bytes()[0] & 0x1f);
        row += 1;
    }
    letters
}

fn bic_and_country(swift: &str, wanted: Country, findings: &mut Vec<Finding>) {
    if let Some(found) = swift.get(4..6).and_then(Country::new)
        && found.banking_home() != wanted.banking_home()
    {
        findings.push(
            Fault::with_two(Code::BicCountryMismatch, Param::country(found), Param::country(wanted))
                .finding(FieldName::Swift.path()),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_banks_are_whole_words() {
        let bics = |text| bank_named(text).map(|(_, bics)| &bics[..4]);
        assert_eq!(bics("Deutsche Bank AG, Köln"), Some("DEUT"));
        assert_eq!(bics("COMMERZBANK"), Some("COBA"));
        assert_eq!(bics("permanent tsb"), Some("IPBS"));
        assert_eq!(bics("Sparkasse Singen"), None);
    }
}
