//! Names that are no holder's: of banks, of wallets and apps, of the ways on which money travels, and headings of
//! columns in several words.

use super::field::FieldName;
use super::known_banks::KnownBank;
use super::{nepal, wallet};
use crate::tables::SERVICE_NAMES;
use crate::text;
use crate::word_shapes::WordShapes;

/// Rails, schemes, apps, chains and kinds of accounts, in capitals without what is between the letters.
const WAYS: &str = "MOBILEMONEY MOBILEWALLET EWALLET WIRE WIRETRANSFER SEPA SEPAINSTANT ACH FEDNOW RTP FPS FASTERPAYMENT \
                    FASTERPAYMENTS BACS CHAPS EFT INTERAC ETRANSFER NPP PAYID BECS PAYNOW GIRO MEPS IMPS NEFT RTGS BHIM NIP \
                    PESALINK SPEI PIX INSTAPAY CONNECTIPS BANKTRANSFER LOCALTRANSFER DIRECTDEPOSIT CURRENTACCOUNT SAVINGSACCOUNT \
                    CHECKINGACCOUNT SAVINGS CHECKING CASHPICKUP MONEYTRANSFER REMITTANCE PAYPAL WISE PAYONEER VENMO ZELLE CASHAPP \
                    GOOGLEPAY GPAY APPLEPAY PHONEPE PAYTM WESTERNUNION MONEYGRAM SKRILL ALIPAY WECHATPAY ESEWA KHALTI BITCOIN \
                    ETHEREUM BINANCE COINBASE CRYPTO TRC20 ERC20 BEP20 BENEFICIARYBANK BRANCHNAME BUSINESS INDIVIDUAL";

/// Services that have a name which people have, too.
const ALSO_PEOPLE: &str = "MAYA YAS ZAMANI";

/// Words beside a bank's name that belong to it: those of companies, and others.
const OF_BANKS: [&str; 2] = [
    "plc ltd limited ag na nv sa spa ab inc group holdings corporation",
    "bank the uk usa india kenya uganda tanzania nigeria ghana nepal australia canada singapore",
];

static SHAPES: WordShapes = WordShapes::of(&[WAYS, SERVICE_NAMES]);

/// Whether the whole text is such a name.
pub(super) fn is_no_holder(text: &str) -> bool {
    is_way(text) || is_heading(text) || is_bank(text)
}

/// `Sort Code`, `Mobile Number`: a field by one of its names that ends with such a word.
fn is_heading(text: &str) -> bool {
    const LAST: [&str; 8] = ["name", "number", "code", "address", "account", "provider", "id", "key"];
    text::split_last(text, b' ').is_some_and(|(_, last)| LAST.iter().any(|word| last.eq_ignore_ascii_case(word)))
        && FieldName::find(text).is_some()
}

fn is_way(text: &str) -> bool {
    if text.len() > 32 || !text.is_ascii() {
        return false;
    }
    let word = wallet::letters(text);
    word.len() > 2 && SHAPES.may_have(word.as_bytes()) && (text::contains_word(WAYS, &word) || is_service(&word))
}

/// Whether a line of the services has the word; the name in front of it may have low lines.
fn is_service(word: &str) -> bool {
    let mut rest = SERVICE_NAMES;
    !text::contains_word(ALSO_PEOPLE, word)
        && std::iter::from_fn(|| text::next_word(&mut rest, b'\n')).any(|line| text::contains_word(line, word))
}

/// Whether it is a bank of the tables, with or without the words that belong to its name, or a company whose name has the
/// word. Somebody may be called Bank.
fn is_bank(text: &str) -> bool {
    let [of_companies, others] = OF_BANKS;
    let belongs = |word: &str| text::contains_word(of_companies, word) || text::contains_word(others, word);
    if let Some(bank) = KnownBank::named(text) {
        let lower = text.to_ascii_lowercase();
        let name = bank.name.to_ascii_lowercase();
        let Some((before, behind)) = text::find(&lower, &name)
            .and_then(|at| Some((lower.get(..at)?, lower.get(at.wrapping_add(name.len())..)?)))
        else {
            return false;
        };
        return each_word(before, &mut |word| belongs(word)) && each_word(behind, &mut |word| belongs(word));
    }
    if !has_word_of_banks(text) {
        return false;
    }
    let lower = text.to_ascii_lowercase();
    let (mut is_company, mut has_bank) = (false, false);
    each_word(&lower, &mut |word| {
        is_company |= has_bank && text::contains_word(of_companies, word);
        has_bank |= word == "bank";
        true
    });
    is_company || nepal::find(text).is_some()
}

/// Whether `bank` or `fina` stands somewhere, in any case.
fn has_word_of_banks(text: &str) -> bool {
    const WORDS: [u32; 2] = [u32::from_be_bytes(*b"bank"), u32::from_be_bytes(*b"fina")];
    let mut four = 0_u32;
    text.bytes().any(|byte| {
        // the bit of small letters
        four = four << 8 | u32::from(byte | 0x20);
        WORDS.contains(&four)
    })
}

/// Whether something holds of each word, without the signs in it: `N.A.` is `na`.
fn each_word(text: &str, is_so: &mut dyn FnMut(&str) -> bool) -> bool {
    let mut rest = text;
    while let Some(word) = text::next_word(&mut rest, b' ') {
        let plain = super::plain_name(word);
        if !plain.is_empty() && !is_so(&plain) {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::CIPS_BANKS;

    #[test]
    fn banks_services_ways_and_headings_are_no_holders() {
        for bank in KnownBank::all() {
            for name in [bank.name.to_owned(), bank.name.to_uppercase(), format!("{} Bank plc", bank.name)] {
                assert!(is_no_holder(&name), "{name}");
            }
            assert!(!is_no_holder(&format!("Jane {}", bank.name)), "{}", bank.name);
        }
        for line in CIPS_BANKS.lines() {
            let (_, name) = line.split_once(' ').unwrap();
            assert!(is_no_holder(name), "{name}");
        }
        let services = SERVICE_NAMES.split(['\n', ' ']).filter(|name| !name.contains('_') && name.len() > 2);
        for name in WAYS.split_ascii_whitespace().chain(services.filter(|name| !text::contains_word(ALSO_PEOPLE, name)))
        {
            assert!(is_no_holder(name) && is_no_holder(&name.to_lowercase()), "{name}");
        }
        for name in [
            "HSBC",
            "HSBC UK Bank plc",
            "Wells Fargo Bank, N.A.",
            "Deutsche Bank AG",
            "Equity Bank (Kenya) Limited",
            "Sort Code",
            "Mobile Number",
            "Mobile Money",
            "mobile-money",
            "M-Pesa",
            "Airtel Money",
            "MTN",
            "bKash",
            "Bank Name",
            "SEPA Instant",
            "Google Pay",
        ] {
            assert!(is_no_holder(name), "{name}");
        }
    }

    #[test]
    fn people_and_companies_are() {
        for name in [
            "Jane Doe",
            "Chase Smith",
            "Aaron Bank",
            "Springfield Food Bank",
            "Maya",
            "Will Santander",
            "Barclay",
            "Banks",
            "Pix Ltd",
            "Wise Owl Books",
            "Savings Group Kibera",
            "Orange County Cars",
            "HSBC Staff Union",
            "Everest",
            "Nabil",
            "Mark Swift",
        ] {
            assert!(!is_no_holder(name), "{name}");
        }
    }
}
