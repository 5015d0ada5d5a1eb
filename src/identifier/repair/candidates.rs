//! Texts that the author of a wrong one may have meant.

use super::pasted::{phone_among_words, without_label, without_pasted};
use crate::characters::{fold, is_blank, look_alike};
use crate::code::Code;
use crate::identifier::issue::Issue;
use crate::identifier::resemblance::{looks_like_bsb, looks_like_sort_code};
use crate::identifier::{Kind, Rules, account_number, ifsc, link, phone, tron};
use crate::spreadsheet::{with_lost_zeros, without_decimals};
use crate::text;

/// Texts that the author may have meant, the likeliest first, with what is then wrong.
pub(super) fn repairs(kind: Kind, text: &str, rules: Rules, issue: Issue) -> Vec<(Code, String)> {
    let mut repairs = Vec::new();
    match issue.code() {
        Code::HexPrefixMissing => {
            let digits = text::without_front(text, "xX");
            repairs.push((Code::HexPrefixMissing, text::join(&["0x", digits], "")));
        }
        Code::HexPrefixExtra => {
            let mut text = text;
            while let Some(rest) = text.strip_prefix("0x") {
                text = rest;
            }
            repairs.push((Code::HexPrefixExtra, text.to_owned()));
        }
        Code::TronHexForm => repairs.extend(tron::hexadecimal_form(text).map(|base58| (Code::TronHexForm, base58))),
        Code::PhoneNotInternational => repairs.push((Code::PhoneNotInternational, text::join(&["+", text], ""))),
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
    let mut bases = vec![(issue.code(), text.to_owned())];
    if let Some(bare) = without_pasted(text) {
        bases.push((Code::TextAround, bare.to_owned()));
    }
    bases.extend(without_label(kind, text).map(|bare| (Code::TextAround, bare.to_owned())));
    if !kind.is_on_chain() && text.chars().any(is_dash) {
        // text processors put longer ones for hyphens
        let hyphens = text::mapped(text, &|c| Some(if is_dash(c) { '-' } else { c }));
        bases.push((issue.code(), hyphens));
    }
    if kind == Kind::Vpa {
        bases.extend(vpa_meant(text).map(|(code, bare)| (code.unwrap_or(issue.code()), bare)));
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
            // the plus may be lost along with what came into the text
            let international =
                (kind == Kind::Phone && !text::contains_byte(&base, b'+')).then(|| text::join(&["+", &base], ""));
            repairs.push((code, base));
            repairs.extend(international.map(|number| (code, number)));
        }
    }
    if kind.is_on_chain() {
        repairs.extend(link::addresses(kind, text).map(|address| (Code::TextAround, address)));
        let mut bare = text.to_owned();
        bare.retain(|c| !is_blank(c));
        if kind == Kind::StellarAddress {
            bare.make_ascii_uppercase();
        }
        let exchanged = with_look_alikes(kind, &bare);
        repairs.push((issue.code(), bare));
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
            repairs.push((issue.code(), text::mapped(text, &hyphens)));
        }
    }
    repairs.extend(exchange_lookalikes(kind, text, rules).map(|text| (Code::LetterForDigit, text)));
    repairs
}

/// An address or a hash with what is meant by each character that its alphabet does not have.
fn with_look_alikes(kind: Kind, bare: &str) -> String {
    // bech32 has neither 1 nor O behind `bc1`, and base58 has both 1 and o
    let Some((start, rest)) = bare.split_at_checked(3).filter(|_| kind == Kind::BitcoinAddress) else {
        return text::mapped(bare, &|c| Some(on_chain_look_alike(kind, c)));
    };
    let is_slip = start.eq_ignore_ascii_case("bcl");
    if is_slip || start.eq_ignore_ascii_case("bc1") {
        let rest = text::mapped(rest, &|c| Some(if matches!(c, 'o' | 'O') { '0' } else { c }));
        text::join(&[if is_slip { "bc1" } else { start }, &rest], "")
    } else {
        text::mapped(bare, &|c| Some(on_chain_look_alike(Kind::TronAddress, c)))
    }
}

/// Hyphens, dashes and the sign of subtraction.
const fn is_dash(character: char) -> bool {
    matches!(character, '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// The payee of a link for UPI (`upi://pay?pa=..`), or the address without blanks beside its `@`.
fn vpa_meant(text: &str) -> Option<(Option<Code>, String)> {
    if text::contains(text, "://")
        && let Some(at) = text::find(text, "pa=")
    {
        let mut rest = text.get(at.wrapping_add(3)..)?;
        let payee = text::next_word(&mut rest, b'&')?;
        let address = match text::find(payee, "%40") {
            Some(at) => text::join(&[payee.get(..at)?, payee.get(at.wrapping_add(3)..)?], "@"),
            None => payee.to_owned(),
        };
        return Some((Some(Code::TextAround), address));
    }
    let (name, handle) = text::split(text, b'@')?;
    Some((None, text::join(&[text::trim(name), text::trim(handle)], "@")))
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
        let issue = match (kind.spec().read)(&candidate, rules, &mut String::new()) {
            Err(issue) if !issue.is_note() => issue,
            // where nothing was exchanged, something else is wrong
            // where the branch of an IFSC has the letter, too, there are two ways to read it
            _ if kind == Kind::Ifsc && candidate.get(5..).is_some_and(|branch| text::contains_byte(branch, b'O')) => {
                return ifsc::meant(&candidate);
            }
            _ => return (round > 0).then_some(candidate),
        };
        let index = match issue.code() {
            Code::DigitsOnly | Code::BicStructure | Code::IfscStructure => issue.index()?,
            _ => return None,
        };
        let place = characters.get_mut(index)?;
        *place = char::from(look_alike(u8::try_from(*place).ok()?)?);
    }
    None
}
