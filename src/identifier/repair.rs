//! What to say about a text that could not be read: the confusion behind it and how to mend it.
//!
//! Runs only for values that are wrong, so it may take its time: it tries the usual repairs through
//! the same reading and asks the other kinds whether the text is theirs.

use super::fault::Fault;
use super::resemblance::{looks_like, looks_like_bsb, looks_like_sort_code};
use super::{Kind, Rules, account_number, bic, iban, known, leaves_open, link, phone, tron};
use crate::characters::{fold, is_blank, is_invisible, trim};
use crate::code::Code;
use crate::finding::Finding;
use crate::spreadsheet::{unmarked, unusable, with_lost_zeros, without_decimals};
use crate::text;

/// Reports why `text` is no value of `kind`. Answers true, with the value in `out`, where it becomes
/// one by taking out what cannot be seen.
#[cold]
pub(crate) fn explain(
    kind: Kind,
    text: &str,
    rules: Rules,
    fault: Fault,
    path: &'static str,
    out: &mut String,
    findings: &mut Vec<Finding>,
) -> bool {
    let start = out.len();
    if let Some((bare, code)) = without_unseen(text)
        && let Ok(note) = kind.spec().form(&bare, rules, out)
    {
        findings.push(Finding::new(code).at(path));
        findings.extend(note.map(|note| note.finding(path)));
        return true;
    }
    out.truncate(start);
    findings.push(diagnose(kind, text, rules, fault, path).at(path));
    false
}

/// Whether the text is a value of the kind once what cannot be seen is taken out.
#[cold]
pub(super) fn is_valid_as_seen(kind: Kind, text: &str, scratch: &mut String) -> bool {
    let Some((bare, _)) = without_unseen(text) else {
        return false;
    };
    scratch.clear();
    kind.spec().form(&bare, Rules::default(), scratch).is_ok_and(|note| !leaves_open(note))
}

fn diagnose(kind: Kind, text: &str, rules: Rules, fault: Fault, path: &'static str) -> Finding {
    let text = text::trim(text);
    if text.is_empty() {
        return Finding::new(Code::ValueEmpty);
    }
    if let Some(code) = unusable(text) {
        return Finding::new(code);
    }
    let nothing = stands_for_nothing(kind, text, fault);
    if nothing.is_some() || fault.code() == Code::Placeholder {
        // "account number: 1234567890", "SWIFT CHASUS33"
        let pasted = without_pasted(text).filter(|_| text::has(text, b':'));
        let mut value = String::new();
        for bare in pasted.into_iter().chain(without_label(kind, text)) {
            value.clear();
            if kind.spec().form(bare, rules, &mut value).is_ok() {
                return Finding::new(Code::TextAround).suggesting(value);
            }
        }
    }
    if kind == Kind::Phone && phone_among_words(text).is_err() {
        return Finding::new(Code::SeveralValues);
    }
    if let Some(code) = nothing {
        return Finding::new(code);
    }
    let known = match kind {
        Kind::Iban => iban::explain(text, fault, path),
        Kind::Bic => bic::explain(text, fault, path),
        _ => None,
    };
    if let Some(finding) = known {
        return finding;
    }
    if is_own(fault.code()) {
        return fault.finding(path);
    }
    // nothing that is so long is a value with a slip in it
    if text.len() <= LONGEST {
        for (code, candidate) in repairs(kind, text, rules, fault) {
            let mut value = String::new();
            // a national number with a plus may look like one of another country
            let is_sure = |note| code != Code::PhoneNotInternational || !leaves_open(note);
            if kind.spec().form(&candidate, rules, &mut value).is_ok_and(is_sure) {
                let finding = if code == fault.code() { fault.finding(path) } else { Finding::new(code) };
                return finding.suggesting(value);
            }
        }
    }
    if text.chars().any(|character| fold(character).is_some()) {
        return Finding::new(Code::OtherScript);
    }
    let confusion = match looks_like(kind, text) {
        Some(code) => Some(Finding::new(code)),
        None if kind.is_address() => confusion_inside(kind, text, fault),
        None => None,
    };
    confusion.unwrap_or_else(|| fault.finding(path))
}

/// What the address is that stands in a link or among punctuation, where it is one of another kind.
fn confusion_inside(kind: Kind, text: &str, fault: Fault) -> Option<Finding> {
    let bare = without_pasted(text).unwrap_or(text);
    let in_link =
        || Kind::ALL.iter().filter(|other| other.is_address()).find_map(|other| link::addresses(*other, text));
    let code = looks_like(kind, bare).or_else(|| looks_like(kind, &in_link()?));
    code.map(Finding::new).or_else(|| known::confusion(kind, bare, fault))
}

/// A word for nothing, an amount or a date in the place of another kind.
fn stands_for_nothing(kind: Kind, text: &str, fault: Fault) -> Option<Code> {
    // what has an @ is some address, and what is as long as an IBAN and of its form is one
    if kind == Kind::AccountNumber || text::has(text, b'@') || fault.code() == Code::IbanChecksum {
        return None;
    }
    let code = account_number::instead_of(text)?;
    let is_known = matches!(code, Code::Placeholder | Code::LooksLikeAmount | Code::LooksLikeDate);
    (is_known && text.bytes().any(|byte| byte.is_ascii_alphanumeric())).then_some(code)
}

/// The longest text, in bytes, that repairs are tried on, and that [`detect`](super::detect) looks at.
pub(super) const LONGEST: usize = 512;

/// Whether the text has every outward mark of its kind, so that no confusion needs looking for.
const fn is_own(code: Code) -> bool {
    matches!(
        code,
        Code::IbanChecksum
            | Code::IbanNationalCheck
            | Code::AbaChecksum
            | Code::AbaPrefixUnassigned
            | Code::EvmChecksum
            | Code::LooksLikeAmount
            | Code::LooksLikeDate
            | Code::Placeholder
            // says more than that it is a phone number
            | Code::VpaIsPhoneNumber
    )
}

/// The text without invisible characters, and without the apostrophe or the formula that marks a cell as text.
fn without_unseen(text: &str) -> Option<(String, Code)> {
    if text.chars().any(is_invisible) {
        let visible = text::mapped(text, &|character| (!is_invisible(character)).then_some(character));
        return Some((visible, Code::InvisibleCharacters));
    }
    unmarked(trim(text)).map(|(bare, code)| (bare.to_owned(), code))
}

/// The text without blanks and quotation marks around it.
#[inline(never)]
fn without_marks(text: &str) -> &str {
    text.trim_matches(|c| {
        is_blank(c) || matches!(c, '"' | '\'' | '`' | '“' | '”' | '‘' | '’' | '«' | '»' | '<' | '>' | '=')
    })
}

/// What is left of a text without what came along when it was copied: quotation marks, a word with a colon in front of
/// it such as `tel:`, punctuation behind it.
fn without_pasted(text: &str) -> Option<&str> {
    let mut bare = without_marks(text);
    if let Some((label, rest)) = text::split(bare, b':')
        && label.len() <= 32
        && label.chars().all(|c| match fold(c).unwrap_or(c) {
            c if c.is_ascii() => c.is_ascii_alphabetic() || is_blank(c) || matches!(c, '-' | '(' | ')'),
            // a letter of another script, or what belongs to one
            _ => true,
        })
    {
        bare = without_marks(rest);
    }
    bare = text::without_end(bare, ",;.: ");
    (bare.len() < text.len()).then_some(bare)
}

/// What identifiers are called in forms and letters, and in front of them when they are copied.
const LABELS: &str = "ABA RTN FW ROUTING NUMBER NO NR CODE SORT SC BSB IFSC IFS BIC SWIFT UPI VPA ID TRANSIT";

/// What follows the name of an identifier. An account number has labels of its own.
fn without_label(kind: Kind, text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        let mut behind = rest;
        let word = text::next_word(&mut behind, b' ')?;
        if !text::lists(LABELS, &text::without_end(word, ".:#").to_ascii_uppercase()) {
            return (kind != Kind::AccountNumber && rest.len() < text.len()).then_some(rest);
        }
        rest = text::trim(behind);
    }
}

/// The one number of at least seven digits that stands among words; an error where there are several.
fn phone_among_words(text: &str) -> Result<Option<&str>, ()> {
    let (mut found, mut is_alone, mut start) = (None, true, 0);
    for end in 0..=text.len() {
        let byte = text.as_bytes().get(end).copied().unwrap_or(b'|');
        if byte.is_ascii_digit() || is_blank(char::from(byte)) || b"+()-.".contains(&byte) {
            continue;
        }
        // a bracket in front or behind belongs to the words
        let run = text::without_front(text.get(start..end).unwrap_or_default(), " \t\n\r)-.");
        let run = text::without_end(run, " \t\n\r(-.");
        match run.bytes().filter(u8::is_ascii_digit).count() {
            0 => {}
            7.. if found.is_some() => return Err(()),
            7.. => {
                // a letter beside a digit may stand for one, and a slash belongs to an address
                let is_free = |at: Option<usize>| {
                    let byte = at.and_then(|at| text.as_bytes().get(at)).copied().unwrap_or(b' ');
                    is_blank(char::from(byte)) || b":,;()".contains(&byte)
                };
                let place = text::place(text, run).unwrap_or(0);
                is_alone &= is_free(place.checked_sub(1)) && is_free(place.checked_add(run.len()));
                found = Some(run);
            }
            _ => is_alone = false,
        }
        start = end.wrapping_add(1);
    }
    Ok(found.filter(|_| is_alone))
}

/// Texts that the author may have meant, the likeliest first, with what is then wrong.
fn repairs(kind: Kind, text: &str, rules: Rules, fault: Fault) -> Vec<(Code, String)> {
    let mut repairs = Vec::new();
    match fault.code() {
        Code::HexPrefixMissing => {
            let digits = text::without_front(text, "xX");
            repairs.push((Code::HexPrefixMissing, text::joined(&["0x", digits], "")));
        }
        Code::HexPrefixExtra => {
            let mut text = text;
            while let Some(rest) = text.strip_prefix("0x") {
                text = rest;
            }
            repairs.push((Code::HexPrefixExtra, text.to_owned()));
        }
        Code::TronHexForm => repairs.extend(tron::hexadecimal_form(text).map(|base58| (Code::TronHexForm, base58))),
        Code::PhoneNotInternational => repairs.push((Code::PhoneNotInternational, text::joined(&["+", text], ""))),
        Code::CharacterNotAllowed if kind == Kind::AccountNumber => {
            let tidy = account_number::with_separators_in_place(text);
            repairs.extend(tidy.map(|text| (Code::CharacterNotAllowed, text)));
        }
        Code::TextAround if kind == Kind::AccountNumber => {
            let number = account_number::without_labels(text);
            repairs.extend(number.map(|number| (Code::TextAround, number)));
        }
        _ => {}
    }
    let mut bases = vec![(fault.code(), text.to_owned())];
    if let Some(bare) = without_pasted(text) {
        bases.push((Code::TextAround, bare.to_owned()));
    }
    bases.extend(without_label(kind, text).map(|bare| (Code::TextAround, bare.to_owned())));
    if !kind.is_on_chain() && text.chars().any(is_dash) {
        // text processors put longer ones for hyphens
        let hyphens = text::mapped(text, &|c| Some(if is_dash(c) { '-' } else { c }));
        bases.push((fault.code(), hyphens));
    }
    if kind == Kind::Vpa {
        bases.extend(vpa_meant(text).map(|(code, bare)| (code.unwrap_or(fault.code()), bare)));
    }
    if kind == Kind::Phone
        && let Ok(Some(number)) = phone_among_words(text)
    {
        bases.push((Code::TextAround, number.to_owned()));
    }
    if text.chars().any(|character| fold(character).is_some()) {
        let folded = text::mapped(text, &|character| fold(character).or(Some(character)));
        bases.push((Code::OtherScript, folded));
    }
    if let Some(whole) = without_decimals(text) {
        bases.push((Code::SpreadsheetDecimal, whole.to_owned()));
    }
    for (code, base) in bases {
        // what is wrong is the first thing that is
        let or = |other| if base == text { other } else { code };
        if kind == Kind::Phone {
            repairs.extend(phone::meant(&base, rules).map(|(reason, number)| (or(reason), number)));
        }
        if let Some(digits) = kind.spec().digits {
            let mut given = base.clone();
            given.retain(|c| c != '-' && !is_blank(c));
            // eight digits of Canada may also be TTTTTIII, the form on cheques without its hyphen
            let is_unclear = kind == Kind::CaTransit && given.len() == 8 && base == text
                || looks_like_sort_code(text)
                || looks_like_bsb(text);
            // no routing number begins with three zeros
            let is_other = kind == Kind::Aba && digits.saturating_sub(given.len()) > 2;
            if let Some(filled) = with_lost_zeros(&given, digits).filter(|_| !is_unclear && !is_other) {
                repairs.push((or(Code::SpreadsheetLeadingZero), filled));
            }
        }
        if base != text {
            repairs.push((code, base));
        }
    }
    if kind.is_on_chain() {
        repairs.extend(link::addresses(kind, text).map(|address| (Code::TextAround, address)));
        let mut bare = text.to_owned();
        bare.retain(|c| !is_blank(c));
        if kind == Kind::StellarAddress {
            bare.make_ascii_uppercase();
        }
        let exchanged = text::mapped(&bare, &|c| Some(on_chain_look_alike(kind, c)));
        repairs.push((fault.code(), bare));
        repairs.push((Code::LetterForDigit, exchanged));
    } else if !matches!(kind, Kind::Vpa | Kind::Phone | Kind::AccountNumber)
        && !looks_like_sort_code(text)
        && !looks_like_bsb(text)
    {
        // other separators than the usual ones; those in front and behind are signs, or what was left out
        let is_separator = |c: char| is_blank(c) || matches!(c, '-' | '.' | '/' | '_' | ',');
        let is_whole = !text.starts_with(is_separator) && !text.ends_with(is_separator);
        let is_plain = matches!(kind, Kind::SortCode | Kind::Bsb | Kind::CaTransit);
        let hyphens = |c| if is_separator(c) { is_plain.then_some('-') } else { Some(c) };
        if is_whole {
            repairs.push((fault.code(), text::mapped(text, &hyphens)));
        }
    }
    repairs.extend(exchange_lookalikes(kind, text, rules).map(|text| (Code::LetterForDigit, text)));
    repairs
}

/// Hyphens, dashes and the sign of subtraction.
const fn is_dash(character: char) -> bool {
    matches!(character, '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// The payee of a link for UPI (`upi://pay?pa=..`), or the address without blanks beside its `@`.
fn vpa_meant(text: &str) -> Option<(Option<Code>, String)> {
    if text::holds(text, "://")
        && let Some(at) = text::place(text, "pa=")
    {
        let mut rest = text.get(at.wrapping_add(3)..)?;
        let payee = text::next_word(&mut rest, b'&')?;
        let address = match text::place(payee, "%40") {
            Some(at) => text::joined(&[payee.get(..at)?, payee.get(at.wrapping_add(3)..)?], "@"),
            None => payee.to_owned(),
        };
        return Some((Some(Code::TextAround), address));
    }
    let (name, handle) = text::split(text, b'@')?;
    Some((None, text::joined(&[text::trim(name), text::trim(handle)], "@")))
}

/// What is meant by a character that the alphabet of the kind does not have.
const fn on_chain_look_alike(kind: Kind, character: char) -> char {
    match (kind, character) {
        // base32 has letters and 2 to 7
        (Kind::StellarAddress, '0') => 'O',
        (Kind::StellarAddress, '1') => 'I',
        (Kind::StellarAddress, '8') => 'B',
        // base58 has neither of these, and both of those
        (Kind::TronAddress, '0' | 'O') => 'o',
        (Kind::EvmAddress | Kind::EvmTxHash | Kind::TronTxHash | Kind::StellarTxHash, 'O' | 'o') => '0',
        (
            Kind::TronAddress | Kind::EvmAddress | Kind::EvmTxHash | Kind::TronTxHash | Kind::StellarTxHash,
            'I' | 'l',
        ) => '1',
        (_, other) => other,
    }
}

/// Exchanges letters and digits that look alike, one after the other, as long as the reading stops at
/// such a character. There is nothing to answer where none was exchanged: then the text was refused for
/// another reason, such as separators that belong to another kind.
fn exchange_lookalikes(kind: Kind, text: &str, rules: Rules) -> Option<String> {
    let mut characters: Vec<char> =
        text.chars().filter(|&c| !is_blank(c) && c != '-').map(|c| c.to_ascii_uppercase()).collect();
    for round in 0..=8 {
        let candidate: String = characters.iter().collect();
        let fault = match (kind.spec().read)(&candidate, rules, &mut String::new()) {
            Err(fault) if !fault.is_note() => fault,
            // where nothing was exchanged, something else is wrong
            // where the branch of an IFSC has the letter, too, there are two ways to read it
            _ if kind == Kind::Ifsc && candidate.get(5..).is_some_and(|branch| text::has(branch, b'O')) => return None,
            _ => return (round > 0).then_some(candidate),
        };
        let index = match fault.code() {
            Code::DigitsOnly | Code::BicStructure | Code::IfscStructure => fault.index()?,
            _ => return None,
        };
        let place = characters.get_mut(index)?;
        *place = char::from(look_alike(u8::try_from(*place).ok()?)?);
    }
    None
}

/// The digit that looks like a letter, or the letter that looks like a digit.
pub(super) const fn look_alike(character: u8) -> Option<u8> {
    Some(match character {
        b'O' | b'Q' => b'0',
        b'I' | b'L' => b'1',
        b'Z' => b'2',
        b'S' => b'5',
        b'B' => b'8',
        b'0' => b'O',
        b'1' => b'I',
        b'2' => b'Z',
        b'5' => b'S',
        b'8' => b'B',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{self, ValidateOptions};

    fn found(kind: Kind, text: &str) -> (Code, Option<String>) {
        let report = api::validate(kind, text, &ValidateOptions::default());
        let finding = report.findings.first().unwrap();
        (finding.code(), finding.suggestion().map(str::to_owned))
    }

    #[test]
    fn separators_of_another_kind_are_no_confused_letters() {
        assert_eq!(found(Kind::Bsb, "06-20-00"), (Code::LooksLikeSortCode, None));
        assert_eq!(found(Kind::SortCode, "202-959"), (Code::LooksLikeBsb, None));
        assert_eq!(found(Kind::Bsb, "O62-000"), (Code::LetterForDigit, Some("062000".to_owned())));
        assert_eq!(found(Kind::SortCode, "20\u{2013}29\u{2013}59"), (Code::DigitsOnly, Some("202959".to_owned())));
    }

    #[test]
    fn decimals_and_lost_zeros_are_mended_together() {
        assert_eq!(found(Kind::Bsb, "62000.0"), (Code::SpreadsheetDecimal, Some("062000".to_owned())));
        assert_eq!(found(Kind::Aba, "21000021.0"), (Code::SpreadsheetDecimal, Some("021000021".to_owned())));
        assert_eq!(found(Kind::Aba, "21000022.0").1, None);
    }

    #[test]
    fn a_point_in_a_number_is_not_always_a_separator() {
        let mended = |text: &str| (Code::SpreadsheetDecimal, Some(text.to_owned()));
        assert_eq!(found(Kind::AccountNumber, "123456789.0"), mended("123456789"));
        assert_eq!(found(Kind::AccountNumber, " 123456789.00 "), mended("123456789"));
        assert_eq!(found(Kind::Phone, "+4915112345678.0"), mended("+4915112345678"));
        for kind in [Kind::AccountNumber, Kind::Phone] {
            assert_eq!(found(kind, "+4915...45678"), (Code::ValueAbbreviated, None));
        }
        assert_eq!(found(Kind::AccountNumber, "1.11122E15"), (Code::SpreadsheetExponent, None));
        assert_eq!(found(Kind::AccountNumber, "123.4567"), (Code::LooksLikeAmount, None));
        assert_eq!(found(Kind::Phone, "0.712345678"), (Code::LooksLikeAmount, None));
        for text in ["12.34.56.789", "1234.56.78900"] {
            let report = api::validate(Kind::AccountNumber, text, &ValidateOptions::default());
            assert!(report.findings.is_empty(), "{text}");
        }
    }

    #[test]
    fn a_phone_number_as_vpa_is_told_what_a_vpa_is() {
        for text in ["9876543210", "+91 98765 43210"] {
            assert_eq!(found(Kind::Vpa, text), (Code::VpaIsPhoneNumber, None));
        }
    }

    #[test]
    fn a_separator_in_an_address_is_no_confused_letter() {
        let (code, suggestion) = found(Kind::EvmAddress, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed-");
        assert_eq!(code, Code::TextAround);
        assert_eq!(suggestion.as_deref(), Some("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"));
        assert_eq!(found(Kind::EvmAddress, "0x5aAeb6053F3E94C9b9A09f3366943-5E7Ef1BeAed").1, None);
    }
}
