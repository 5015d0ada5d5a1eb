//! What the name of a column means, by its words.
//!
//! Every word of a name must be understood, or the name is unknown: what is left of one that says "fee" in a language
//! nobody reads here may say "amount". Accents, capitals, separators and the order of words make no difference.

mod near;
mod words;

use self::words::{Words, is_listed, joined, next_line};
use super::column_table::COLUMN_NAMES;
use super::columns::Column;
use crate::bank::FieldName;
use crate::money::{Currency, is_currency_word, named_currency};
use crate::text;

pub(super) use near::nearest_name;

/// How certain a name is: the exact one, another one, and one that means something else too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    Exact,
    Alias,
    Vague,
}

/// What a name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Meaning {
    pub(super) column: Column,
    pub(super) rank: Rank,
    /// The currency that the name says, such as `Amount (USD)`.
    pub(super) currency: Option<Currency>,
}

/// Words that are left out of a name before it is looked up.
const SIDE: u8 = 1;
const BANK: u8 = 2;
const FILLER: u8 = 4;
const JOINER: u8 = 8;

/// What a name means, where all of its words are understood.
pub(super) fn meaning(name: &str) -> Option<Meaning> {
    let without_bar;
    let name = if let Some(joined) = joined_abbreviation(name) {
        without_bar = joined;
        without_bar.as_str()
    } else {
        name
    };
    let words = Words::of(name);
    let whole = joined(&words.written);
    if whole.is_empty() || is_listed("-none", &key(&words.meant, 0)) {
        return None;
    }
    let currency = currency(&words.written);
    let known = |column, rank| Some(Meaning { column, rank, currency });
    if let Some(column) = Column::named(&whole) {
        return known(column, Rank::Exact);
    }
    let field = if whole.is_ascii() { FieldName::find(&whole) } else { None };
    if let Some((column, rank)) =
        look(&key(&words.meant, 0), "abso").or(field.map(|field| (Column::Field(field), Rank::Alias)))
    {
        return known(column, rank);
    }
    let is_in_brackets = name.contains(['(', '[']);
    let as_one = look(&key(&words.meant, JOINER), "abso").or_else(|| look(&key(&words.meant, JOINER | FILLER), "ab"));
    let as_one = as_one.or_else(|| {
        // whose it is, or whose bank's, in brackets
        let by = |without, how| if is_in_brackets { look(&key(&words.meant, without), how) } else { None };
        by(JOINER | SIDE | FILLER, "ab").or_else(|| by(JOINER | SIDE | BANK | FILLER, "b"))
    });
    if let Some((column, rank)) = as_one {
        return known(column, rank);
    }
    // a name in two languages, or one with a remark: each part by itself, and none means something else
    let mut found: Option<(Column, Rank)> = None;
    let mut rest = name;
    while !rest.is_empty() {
        let (part, behind) = part(rest);
        rest = behind;
        let is_address = matches!(found, Some((Column::Field(FieldName::Address), _)));
        let words = if part.len() < name.len() { Words::of(part).meant } else { words.meant.clone() };
        let (mut is_said, mut is_remark, mut left) = (false, found.is_some(), words.as_str());
        while let Some(word) = text::next_word(&mut left, b' ') {
            let is_empty = is_filler(word) || is_listed("-joiner", word);
            is_said |= !is_empty;
            // digits, and signs that stand for some; the chain of an address
            let is_example = word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'x');
            let is_side = is_in_brackets && !is_address && is_listed("-side", word);
            is_remark &=
                is_empty || is_side || is_example || is_address && word == "crypto" || is_listed("-remark", word);
        }
        if !is_said || is_remark || found.is_some() && is_listed("-remark", &key(&words, JOINER | FILLER)) {
            continue;
        }
        let (column, rank) = by_words(&words)?;
        match found {
            // an IBAN is an account number, and a column of both has IBANs
            Some((other, rank)) if is_iban(other) && is_account(column) || is_iban(column) && is_account(other) => {
                found = Some((Column::Field(FieldName::Iban), rank));
            }
            Some((other, _)) if other != column => return None,
            Some((_, other)) => found = Some((column, other.min(rank))),
            None => found = Some((column, rank)),
        }
    }
    let (column, rank) = found?;
    known(column, rank)
}

fn is_iban(column: Column) -> bool {
    column == Column::Field(FieldName::Iban)
}

fn is_account(column: Column) -> bool {
    column == Column::Field(FieldName::AccountNumber)
}

/// What stands before and after the first sign that divides a name.
fn part(name: &str) -> (&str, &str) {
    for (at, letter) in name.char_indices() {
        let is_dash = letter == '-' && name.get(..at).is_some_and(|front| front.ends_with(' '));
        if is_dash || matches!(letter, '/' | '|' | '(' | ')' | '[' | ']' | ':' | ',' | '\n' | '\u{2013}' | '\u{2014}') {
            let behind = name.get(at..).unwrap_or_default();
            return (name.get(..at).unwrap_or_default(), behind.get(letter.len_utf8()..).unwrap_or_default());
        }
    }
    (name, "")
}

/// The name with `A/C`, as some write account, in one word.
fn joined_abbreviation(name: &str) -> Option<String> {
    let is_letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphabetic);
    let bytes = name.as_bytes();
    let place = (1..bytes.len()).find(|&at| {
        let before = at.checked_sub(2).and_then(|before| bytes.get(before));
        matches!(bytes.get(at.wrapping_sub(1)..at.wrapping_add(2)), Some([b'a' | b'A', b'/', b'c' | b'C']))
            && !is_letter(before)
            && !is_letter(bytes.get(at.wrapping_add(2)))
    })?;
    Some(text::join(&[name.get(..place)?, name.get(place.wrapping_add(1)..)?], ""))
}

/// Looks the words up, with more and more of those left out that say whose it is, and those that say nothing.
fn by_words(words: &str) -> Option<(Column, Rank)> {
    let ways = [
        (0, "abso"),
        (JOINER, "abso"),
        (JOINER | SIDE, "abs"),
        (JOINER | SIDE | BANK, "b"),
        (JOINER | FILLER, "ab"),
        (JOINER | SIDE | FILLER, "ab"),
        (JOINER | SIDE | BANK | FILLER, "b"),
    ];
    let mut tried: Vec<String> = Vec::new();
    for (without, how) in ways {
        // the first way is the widest: a key that leaves nothing out was looked up by it
        let key = key(words, without);
        if tried.first() == Some(&key) {
            continue;
        }
        if let Some(found) = look(&key, how) {
            return Some(found);
        }
        tried.push(key);
    }
    None
}

/// Looks a key up among the names that are listed in one of these ways.
fn look(key: &str, how: &str) -> Option<(Column, Rank)> {
    let mut lines = COLUMN_NAMES;
    while let Some((column, way, names)) = next_line(&mut lines) {
        if text::contains(how, way) && text::contains_word(names, key) {
            let rank = if matches!(way, "s" | "o") { Rank::Vague } else { Rank::Alias };
            return Column::named(column).map(|column| (column, rank));
        }
    }
    None
}

/// The words in the order of their letters, each once, joined: as names are listed.
fn key(words: &str, without: u8) -> String {
    let mut sorted: Vec<&str> = Vec::new();
    let mut rest = words;
    while let Some(word) = text::next_word(&mut rest, b' ') {
        let is_out = (without & BANK != 0 && is_listed("-bank", word))
            || (without & JOINER != 0 && is_listed("-joiner", word))
            || (without & SIDE != 0 && is_listed("-side", word))
            || (without & FILLER != 0 && is_filler(word));
        if !is_out && !sorted.contains(&word) {
            let at = sorted.iter().position(|other| *other > word).unwrap_or(sorted.len());
            sorted.insert(at, word);
        }
    }
    text::join(&sorted, "")
}

/// Whether a word adds nothing to what a name means; a currency is kept besides.
fn is_filler(word: &str) -> bool {
    is_listed("-filler", word) || is_currency(word)
}

fn is_currency(word: &str) -> bool {
    is_currency_word(&word.to_ascii_uppercase())
}

/// The currency that the words say, if it is one.
fn currency(words: &str) -> Option<Currency> {
    let (mut said, mut rest) = (None, words);
    while let Some(word) = text::next_word(&mut rest, b' ') {
        match if is_listed("-filler", word) { None } else { named_currency(&word.to_ascii_uppercase()) } {
            Some(other) if said.is_some_and(|said| said != other) => return None,
            Some(currency) => said = Some(currency),
            None => {}
        }
    }
    said
}

/// Whether a cell says that its row is a total.
pub(super) fn is_total(cell: &str) -> bool {
    is_listed("-total", &key(&Words::of(cell).meant, 0))
}

/// Whether a name says that the column is of who pays, or of something else that is known: what it holds is no
/// destination, however much it looks like one.
pub(super) fn is_of_another(name: &str) -> bool {
    let words = Words::of(name).meant;
    let mut rest = words.as_str();
    let mut is_payers = false;
    while let Some(word) = text::next_word(&mut rest, b' ') {
        is_payers |= is_listed("-payer", word);
    }
    is_payers || is_listed("-none", &key(&words, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(name: &str) -> String {
        Words::of(name).meant
    }

    fn named(name: &str) -> Option<&'static str> {
        meaning(name).map(|meaning| meaning.column.name())
    }

    #[test]
    fn every_listed_name_is_read() {
        // the table, and names that follow from it by their words
        let listed = [include_str!("../../data/columns.csv"), include_str!("../../tests/column-names.csv")];
        let mut wrong = Vec::new();
        for line in listed.into_iter().flat_map(|table| table.lines().skip(1)) {
            let mut parts = line.splitn(3, ',');
            let (column, _, names) = (parts.next().unwrap(), parts.next(), parts.next().unwrap());
            for name in names.split(';') {
                let is_right = match column {
                    "-none" => named(name).is_none(),
                    "-total" => is_total(name),
                    "-filler" => is_filler(&meant(name)) || is_listed("-joiner", &meant(name)),
                    _ if column.starts_with('-') => is_listed(column, &key(&meant(name), 0)),
                    _ if column.starts_with('=') => column.strip_prefix('=') == Some(meant(name).as_str()),
                    _ => named(name) == Some(column),
                };
                if !is_right {
                    wrong.push((column, name, named(name)));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn a_name_of_a_member_means_the_same_as_a_column() {
        for field in FieldName::ALL {
            for name in field.aliases().split(' ').filter(|name| !name.is_empty()) {
                // a payment's id is its reference; an object of a destination has none
                let meant = if name == "paymentid" { "reference" } else { field.as_str() };
                assert_eq!(named(name), Some(meant), "{name}");
            }
        }
    }

    #[test]
    fn a_currency_in_a_name_is_kept() {
        let said = |name| meaning(name).map(|meaning| meaning.currency.map(|currency| currency.to_string()));
        for (name, currency) in [
            ("Amount (USD)", Some("USD")),
            ("amount_usd", Some("USD")),
            ("Amount in Euro", Some("EUR")),
            ("Amount (\u{20b9})", Some("INR")),
            ("US$ Amount", Some("USD")),
            ("Amount ($)", None),
            ("Payout Amount (in Rupees)", None),
            ("Amount (USD or EUR)", None),
            ("Amount USDC", Some("USDC")),
            ("Amount", None),
        ] {
            assert_eq!(said(name), Some(currency.map(str::to_owned)), "{name}");
        }
    }

    #[test]
    fn names_of_tools_and_banks() {
        for (column, names) in [
            (
                "amount",
                "Amount;Amount in EUR;Amount*;AMOUNT_USD;Payout Amount (in Rupees);Transfer Amount;Amount to pay;Montant;Importo;Valor;Сумма;Betrag / Amount;Monto (Amount);Payment Amount;Amount (₹);Importe;Kiasi",
            ),
            (
                "currency",
                "Currency;CCY;targetCurrency;Währung;Moneda;Curr;Payment currency;W\u{e4}hrung;Wa\u{308}hrung",
            ),
            (
                "reference",
                "Reference;Payout Reference ID;Ref No;Reference Number;Invoice Number;Payment ID;External ID;End to End ID;EndToEndId;Client Reference;paymentReference",
            ),
            (
                "accountName",
                "Beneficiary Name;Payee Name;Creditor Name;Account Holder Name;Account Holder's Name;Name on account;Empfänger;Receiver Name;Vendor Name;name;Titulaire du compte",
            ),
            (
                "accountNumber",
                "Account Number;Account No.;Acct #;Account #;Bank Account Number;Beneficiary Account Number;Recipient Account Number;Fund Account Number;Creditor Account;Kontonummer;खाता संख्या",
            ),
            ("iban", "IBAN;Recipient IBAN;IBAN*;Beneficiary IBAN (required)"),
            ("swift", "BIC;BIC/SWIFT;SWIFT Code;Swift Code (BIC);Beneficiary Bank SWIFT;SWIFT/BIC Code"),
            ("aba", "Routing Number;ABA Number;ABA/Routing;ACH Routing Number;ABA/Routing Number"),
            ("sortCode", "Sort Code;Destination Sort Code;UK Sort Code"),
            ("bsb", "BSB;BSB Code"),
            ("ifsc", "IFSC;Fund Account Ifsc;Bank IFSC;Beneficiary IFSC Code"),
            ("vpa", "VPA;Fund Account Vpa;UPI ID"),
            ("phone", "Phone;Mobile;MSISDN;Mobile Money Number;Phone No;Recipient Phone"),
            ("mobileProvider", "Mobile Provider;Mobile Network"),
            ("address", "Wallet Address;Payout Address"),
            ("country", "Country;Recipient Country;Destination Country"),
            ("bankName", "Bank;Beneficiary Bank;Beneficiary Bank Name"),
        ] {
            for name in names.split(';') {
                assert_eq!(named(name), Some(column), "{name}");
            }
        }
    }

    #[test]
    fn what_is_not_understood_is_not_read() {
        for name in "Fee;Fees;手续费 amount;手数料 amount;Комиссия (amount);Payer IBAN;Debtor IBAN;付款账号 Account No;\
                     RazorpayX Account Number;Source Amount;Net Amount;sourceCurrency;Debit Amount;Street Address;\
                     Billing Address;Account Type;Transaction ID;Amount Charged;Debit Account Number;amountCurrency;\
                     receiverType;Beneficiary Address;Bank Code;Fund Account Id;Счёт плательщика account no;Fee / Amount;\
                     Gebühr (Amount);Bank Phone;Sender Name;Transaction Type;Total;Exchange Rate"
            .split(';')
        {
            assert_eq!(named(name), None, "{name}");
        }
    }
}
