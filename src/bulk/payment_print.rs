//! What makes two rows the same payment: the amount, and where it goes, by whatever names the account.
//!
//! An account has several names: an IBAN, the account number inside it with the bank's national code, the same with
//! the BIC, and each of them without the zeros in front that a spreadsheet took. Names that say the same have the same
//! fingerprint. A BIC says less than an IBAN or a national code, because a bank may have two branches with accounts of
//! one number: rows that say no more are compared by it, with all others and among themselves.

use super::duplicates::{Fingerprint, Fingerprinter};
use crate::bank::{FieldName, Fields, Normalized, Rail};
use crate::country::Country;
use crate::identifier::iban;
use crate::money::Currency;

/// The fingerprints of a payment.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct PaymentPrints {
    /// By all that the row says of the destination; none where that is a number and a BIC.
    pub(super) exact: Option<Fingerprint>,
    /// By the number of the account and the bank that the BIC names.
    pub(super) by_bic: Option<Fingerprint>,
}

/// A bank and its country, as the first six letters of its BICs.
type BankLetters = [u8; 6];

/// What a payment is, besides its destination.
#[derive(Clone, Copy, Debug)]
pub(super) struct Payment {
    pub(super) currency: Option<Currency>,
    /// The amount in the currency's smallest units.
    pub(super) units: Option<i128>,
    pub(super) rail: Option<Rail>,
    pub(super) country: Option<Country>,
}

/// The fingerprints of a payment.
pub(super) fn of(start: Fingerprinter, payment: Payment, fields: &Fields<'_>, values: &Normalized) -> PaymentPrints {
    let Payment { currency: Some(currency), units: Some(units), rail, country: stated } = payment else {
        return PaymentPrints::default();
    };
    let mut amount = start;
    let high = u64::try_from(units >> 64).unwrap_or(0);
    // five letters leave room for whether another word follows
    amount.word(currency.as_bits() | u64::from(high != 0) << 63);
    amount.word(u64::try_from(units & i128::from(u64::MAX)).unwrap_or(0));
    if high != 0 {
        amount.word(high);
    }
    let (mut iban, mut account, mut bank, mut sort_code) = (None, None, None::<BankLetters>, None);
    let (mut payment, mut has_destination, mut is_national) = (amount, false, false);
    for (name, text) in values.bytes() {
        match name {
            FieldName::Iban => {
                iban = Some(text);
                continue;
            }
            FieldName::AccountNumber => {
                account = Some(text);
                continue;
            }
            FieldName::SortCode => {
                sort_code = Some(text);
                continue;
            }
            FieldName::Swift => {
                bank = text.first_chunk().copied();
                continue;
            }
            FieldName::Vpa | FieldName::Phone | FieldName::Address | FieldName::Till | FieldName::Paybill => {
                has_destination = true;
            }
            // a national code says more of the bank than its BIC, which may be left out beside it
            FieldName::Aba | FieldName::Bsb | FieldName::InstitutionNumber | FieldName::Transit | FieldName::Ifsc => {
                is_national = true;
            }
            // where a bank is paid by its number, the number stands here
            FieldName::BankName if currency.as_str() == "NPR" => is_national = true,
            FieldName::Clabe
            | FieldName::Cbu
            | FieldName::Cci
            | FieldName::PixKey
            | FieldName::ProxyId
            | FieldName::CardNumber
            | FieldName::Network
            | FieldName::Memo => {}
            FieldName::BankName
            | FieldName::AccountName
            | FieldName::BankAddress
            | FieldName::MobileProvider
            | FieldName::TransactionHash => continue,
        }
        payment.text(name.bit(), text);
    }
    // banks of Ireland have sort codes too, which euros are not paid by
    let mut digits = [0; 6];
    if currency.as_str() == "EUR" && account.is_some() && iban.is_none() {
        sort_code = fields.get(FieldName::SortCode).and_then(|text| six_digits(text, &mut digits));
    }
    // the country, and the account number inside the IBAN or a national number that holds as much
    let mut whole = iban.and_then(|iban| Some((Country::from_bytes(*iban.first_chunk()?)?, iban.get(4..)?)));
    if let (None, Some(account), None, false) = (whole, account, sort_code, is_national) {
        whole = national_number(account, country(bank, stated, currency.as_str()));
    }
    let mut exact = None;
    if let Some((country, bban)) = whole {
        account = iban::account_of(country, bban);
        if bank.is_none() && iban::holds_bic(country) {
            bank = letters(bban, country);
        }
        if matches!(&country.bytes(), b"GB" | b"IE") {
            sort_code = bban.get(4..10);
        } else {
            // an IBAN says it all, however else the account is described
            let mut print = amount;
            print.word(u64::from(u16::from_le_bytes(country.bytes())));
            print.text(0, bban);
            exact = Some(print.finish());
        }
    }
    let account = account.map(|account| if rail == Some(Rail::Bank) { without_zeros(account) } else { account });
    let by_bic = account.zip(bank).map(|(account, [a, b, c, d, e, f])| {
        let mut print = amount;
        print.word(u64::from_le_bytes([a, b, c, d, e, f, 0, 0]));
        print.text(FieldName::AccountNumber.bit(), account);
        print.finish()
    });
    if exact.is_none()
        && let Some(account) = account
    {
        if let Some(sort_code) = sort_code {
            // it says it all, as an IBAN does
            payment = amount;
            payment.text(FieldName::SortCode.bit(), sort_code);
            is_national = true;
        }
        payment.text(FieldName::AccountNumber.bit(), account);
        has_destination = is_national || has_destination || bank.is_none();
    }
    PaymentPrints { exact: exact.or_else(|| has_destination.then(|| payment.finish())), by_bic }
}

/// The country that the account number is of, where the row or the currency says one.
fn country(bank: Option<BankLetters>, stated: Option<Country>, currency: &str) -> Option<Country> {
    let of_bank = bank.and_then(|[.., first, second]| Country::from_bytes([first, second]));
    of_bank.or(stated).or_else(|| Country::new(currency.get(..2)?))
}

/// A national number that is all of an IBAN but its head, or, as in Poland, all of it but the country.
fn national_number(account: &[u8], country: Option<Country>) -> Option<(Country, &[u8])> {
    let country = country?;
    let without_check = || account.split_at_checked(2).filter(|(check, _)| is_digits(check)).map(|(_, rest)| rest);
    let fits = |bban: &[u8]| iban::is_bban(country, bban);
    let bban = Some(account).filter(|bban| fits(bban)).or_else(|| without_check().filter(|bban| fits(bban)))?;
    Some((country, bban))
}

/// The letters of a bank's BIC that its account numbers begin with.
fn letters(bban: &[u8], country: Country) -> Option<BankLetters> {
    let mut letters = BankLetters::default();
    let (bank, place) = letters.split_at_mut_checked(4)?;
    bank.copy_from_slice(bban.get(..4)?);
    place.copy_from_slice(&country.bytes());
    Some(letters)
}

/// The digits of a sort code, which may have marks between them.
fn six_digits<'a>(text: &str, digits: &'a mut [u8; 6]) -> Option<&'a [u8]> {
    let mut found = text.bytes().filter(u8::is_ascii_digit);
    for place in digits.iter_mut() {
        *place = found.next()?;
    }
    found.next().is_none().then_some(digits)
}

/// A number without the zeros in front, which are lost where a spreadsheet takes it for one.
fn without_zeros(account: &[u8]) -> &[u8] {
    if account.first() != Some(&b'0') || !is_digits(account) {
        return account;
    }
    let first = account.iter().position(|&digit| digit != b'0').unwrap_or(account.len());
    account.get(first..).unwrap_or_default()
}

fn is_digits(bytes: &[u8]) -> bool {
    bytes.iter().all(u8::is_ascii_digit)
}
