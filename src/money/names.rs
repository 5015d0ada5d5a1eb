//! Names of currencies that are not their codes: usual ones, signs, and codes that were withdrawn.

use super::Currency;
use crate::code::Code;
use crate::finding::Finding;
use crate::text;
use crate::word_shapes::WordShapes;

/// Usual names and signs that mean one currency alone, after its code, a currency a line. From the data of
/// CLDR 48 (symbols) and general use.
const NAMES: &str = "AUD A$ AU$\nBDT ৳ TK TAKA\nBRL R$ REAIS\nCAD CA$ CAN$\nCHF SFR\nCNY RMB CNH YUAN RENMINBI\nCZK Kč KC\nEUR € EURO EUROS\nGBP £ STG UK£ GB£ STERLING\nGHS ₵ GH₵\nHKD HK$\nHUF FT\nIDR RP\nILS ₪ NIS\nINR ₹\nJPY JP¥ YEN\nKES KSH KSHS\nKRW ₩\nMXN MX$\nMYR RM\nNGN ₦ NAIRA\nNPR NRS रू रु\nNZD NZ$\nPHP ₱\nPLN Zł ZL\nRUB ₽\nSGD S$ SG$\nTHB ฿\nTRY ₺ TL\nTWD NT$ NTD\nTZS TSH TSHS\nUAH ₴\nUGX USH USHS\nUSD US$ USD$\nVND ₫\nXCG CG\nZAR RAND";

/// Signs that several currencies share: beside an amount each may be the payment's own, as a code none can be.
const SHARED: &str = "$ USD CAD AUD SGD NZD HKD MXN COP CLP ARS\nRS INR NPR PKR LKR MUR\n₨ NPR PKR LKR MUR\n¥ JPY CNY\nSH KES UGX TZS\n/- INR NPR PKR KES UGX TZS\n/= KES UGX TZS\nN NGN\nR ZAR\nKR SEK NOK DKK ISK\nFCFA XOF XAF\nCFA XOF XAF\nDOLLARS USD CAD AUD SGD NZD\nRUPEES INR NPR PKR LKR\nPOUNDS GBP";

/// Codes that ISO 4217 withdrew, their successors, and how many of the old unit one of the new one is: by the acts
/// that replaced them (for the euro, Council Regulation (EC) 2866/98 and its amendments up to Bulgaria's of 2026).
const WITHDRAWN: &str = "BGN EUR 1.95583\nHRK EUR 7.53450\nLTL EUR 3.45280\nLVL EUR 0.702804\nEEK EUR 15.6466\nSKK EUR 30.1260\nMTL EUR 0.429300\nCYP EUR 0.585274\nSIT EUR 239.640\nGRD EUR 340.750\nATS EUR 13.7603\nBEF EUR 40.3399\nDEM EUR 1.95583\nESP EUR 166.386\nFIM EUR 5.94573\nFRF EUR 6.55957\nIEP EUR 0.787564\nITL EUR 1936.27\nLUF EUR 40.3399\nNLG EUR 2.20371\nPTE EUR 200.482\nANG XCG 1\nCUC CUP 24\nZWL ZWG 2498.7242\nSLL SLE 1000\nBYR BYN 10000\nMRO MRU 10\nSTD STN 1000\nVEF VES 100000\nTRL TRY 1000000\nROL RON 10000\nGHC GHS 10000\nZMK ZMW 1000\nMZM MZN 1000\nAZM AZN 5000\nTMM TMT 5000\nRUR RUB 1000\nPLZ PLN 10000\nMXP MXN 1000\nAFA AFN 1000\nSDD SDG 100";

/// The words after the first one of the line that begins with it.
fn line<'a>(table: &'a str, first: &str) -> Option<&'a str> {
    let mut lines = table;
    while let Some(mut words) = text::next_word(&mut lines, b'\n') {
        if text::next_word(&mut words, b' ') == Some(first) {
            return Some(words);
        }
    }
    None
}

/// The code of a usual name or sign that one currency alone has, in capitals as far as it is ASCII.
fn code_of(name: &str) -> Option<&'static str> {
    let mut lines = NAMES;
    while let Some(mut words) = text::next_word(&mut lines, b'\n') {
        let code = text::next_word(&mut words, b' ');
        if text::contains_word(words, name) {
            return code;
        }
    }
    None
}

/// A sign that no other currency has, such as `US$`.
pub(super) fn symbol(code: &str) -> Option<&'static str> {
    let symbol = text::next_word(&mut line(NAMES, code)?, b' ')?;
    symbol.chars().next_back().is_some_and(is_sign).then_some(symbol)
}

/// Whether it is the sign of a currency.
const fn is_sign(c: char) -> bool {
    matches!(c, '$' | '£' | '¥' | '¤' | '\u{9f3}' | '\u{20a0}'..='\u{20cf}')
}

/// How a text beside an amount stands to the payment's currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// It means the payment's currency.
    Own,
    /// It means another currency, or it is not known which one.
    Other,
    /// It means no currency.
    None,
}

/// What a text beside an amount means.
pub(super) fn sign(text: &str, currency: Option<Currency>) -> Sign {
    let name = text::trim(text).to_ascii_uppercase();
    let name = text::without_last(&name, b'.');
    let code = currency.as_ref().map_or("", Currency::as_str);
    let is_own = name == code
        || line(NAMES, code).is_some_and(|names| text::contains_word(names, name))
        || line(SHARED, name).is_some_and(|codes| text::contains_word(codes, code));
    let is_currency =
        || name.chars().any(is_sign) || code_of(name).is_some() || line(SHARED, name).is_some() || is_code(name);
    if is_own && currency.is_some() {
        Sign::Own
    } else if is_currency() {
        Sign::Other
    } else {
        Sign::None
    }
}

/// Whether a word in capitals is the code or a usual name of a currency.
pub(crate) fn is_currency_word(word: &str) -> bool {
    let is_named = || code_of(word).is_some() || line(SHARED, word).is_some() || line(WITHDRAWN, word).is_some();
    word.len() >= 2 && (Currency::new(word).is_some() || SHAPES.may_have(word.as_bytes()) && is_named())
}

/// The currency of a word in capitals that is its code or a name that it alone has.
pub(crate) fn named(word: &str) -> Option<Currency> {
    Currency::new(word).or_else(|| if word.len() < 2 { None } else { code_of(word).and_then(Currency::new) })
}

static SHAPES: WordShapes = WordShapes::of(&[NAMES, SHARED, WITHDRAWN]);

fn is_code(name: &str) -> bool {
    name.len() >= 3 && (Currency::new(name).is_some() || line(WITHDRAWN, name).is_some())
}

/// What to say about a text that is no code of a currency. A usual name suggests its code; a code that was withdrawn
/// names its successor and suggests nothing, because the amount would be another.
#[cold]
pub(crate) fn unknown(given: &str) -> Finding {
    let name = text::trim(given).to_ascii_uppercase();
    if let Some(mut rest) = line(WITHDRAWN, &name) {
        let successor = text::next_word(&mut rest, b' ').unwrap_or_default();
        let finding = Finding::new(Code::CurrencyWithdrawn).with("currency", name);
        return finding.with_text("successor", successor).with_text("rate", rest);
    }
    let finding = Finding::new(Code::CurrencyUnknown);
    match code_of(text::without_last(&name, b'.')) {
        Some(code) => finding.suggesting(code.to_owned()),
        None => finding,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_to_a_currency_and_to_one_alone() {
        let mut seen = Vec::new();
        for row in NAMES.lines() {
            let (code, names) = row.split_once(' ').unwrap();
            let currency = Currency::new(code);
            assert!(currency.is_some(), "{code}");
            for name in names.split(' ') {
                assert!(Currency::new(name).is_none() && !seen.contains(&name), "{name}");
                assert_eq!(unknown(name).suggestion(), Some(code), "{name}");
                assert_eq!(sign(name, currency), Sign::Own, "{name}");
                assert!(name.chars().count() < 2 || is_currency_word(name), "{name}");
                assert_eq!(sign(name, Currency::new("KWD")), Sign::Other, "{name}");
                seen.push(name);
            }
        }
        for row in SHARED.lines() {
            let (name, codes) = row.split_once(' ').unwrap();
            assert_eq!(unknown(name).suggestion(), None, "{name}");
            for code in codes.split(' ') {
                assert_eq!(sign(name, Currency::new(code)), Sign::Own, "{name} {code}");
            }
        }
    }

    #[test]
    fn withdrawn_codes_name_their_successor_and_suggest_nothing() {
        for row in WITHDRAWN.lines() {
            let mut words = row.split(' ');
            let code = words.next().unwrap();
            assert!(Currency::new(code).is_none(), "{code} is a currency");
            let finding = unknown(&code.to_lowercase());
            assert_eq!((finding.code(), finding.suggestion()), (Code::CurrencyWithdrawn, None), "{code}");
            assert!(Currency::new(words.next().unwrap()).is_some(), "{code}");
            assert!(words.next().unwrap().parse::<crate::money::Amount>().is_ok(), "{code}");
        }
        assert_eq!(unknown("bgn").message(), "BGN was withdrawn; one EUR, its successor, is 1.95583 BGN.");
        assert_eq!(unknown("XYZ").code(), Code::CurrencyUnknown);
    }

    #[test]
    fn what_stands_beside_an_amount_is_told_apart() {
        for (text, code, expected) in [
            ("Rs.", "INR", Sign::Own),
            ("rs", "USD", Sign::Other),
            ("$", "CAD", Sign::Own),
            ("$", "EUR", Sign::Other),
            ("USD", "EUR", Sign::Other),
            ("usdc", "USDC", Sign::Own),
            ("k", "EUR", Sign::None),
            ("%", "EUR", Sign::None),
            ("lakh", "INR", Sign::None),
        ] {
            assert_eq!(sign(text, Currency::new(code)), expected, "{text} {code}");
        }
        assert_eq!((sign("$", None), sign("", None)), (Sign::Other, Sign::None));
    }
}
