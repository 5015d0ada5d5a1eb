//! What a text is instead: a value of another kind.

use super::issue::Issue;
use super::{Kind, Rules, card, known, solana, vpa};
use crate::characters::{is_blank, trim};
use crate::code::Code;
use crate::text;

/// What the text is instead.
pub(crate) fn looks_like(kind: Kind, text: &str) -> Option<Code> {
    let said = |other: Kind| (other.spec().read)(text, Rules::default(), &mut String::new()).err();
    let is = |other: Kind| other != kind && said(other).is_none_or(Issue::is_note);
    let says = |other: Kind, code: Code| said(other).is_some_and(|issue| issue.code() == code);
    if text::contains(text, "://") || text.starts_with("www.") {
        return Some(Code::LooksLikeLink);
    }
    let for_hash = matches!(kind, Kind::EvmTxHash | Kind::TronTxHash | Kind::StellarTxHash);
    let is_evm = is(Kind::EvmAddress) || kind != Kind::EvmAddress && says(Kind::EvmAddress, Code::EvmChecksum);
    if says(Kind::StellarAddress, Code::LooksLikeSecretKey) || known::is_secret(text) {
        Some(Code::LooksLikeSecretKey)
    } else if for_hash && (is_evm || Kind::ALL.iter().any(|&other| other.is_address() && is(other))) {
        Some(Code::LooksLikeAddress)
    } else if is_evm {
        Some(Code::LooksLikeEvmAddress)
    } else if is(Kind::TronAddress) {
        Some(Code::LooksLikeTronAddress)
    } else if is(Kind::StellarAddress) {
        Some(Code::LooksLikeStellarAddress)
    } else if is(Kind::BitcoinAddress) {
        Some(Code::LooksLikeBitcoinAddress)
    } else if is(Kind::SolanaAddress) && has_small(text) {
        Some(Code::LooksLikeSolanaAddress)
    } else if !for_hash && (is(Kind::EvmTxHash) || is(Kind::StellarTxHash) || solana::is_signature(text)) {
        Some(Code::LooksLikeTransactionHash)
    } else if kind != Kind::AccountNumber && says(Kind::AccountNumber, Code::LooksLikeUuid) {
        Some(Code::LooksLikeUuid)
    } else if kind != Kind::AccountNumber && is_card(text) {
        Some(Code::LooksLikeCardNumber)
    } else if is(Kind::Iban) {
        Some(Code::LooksLikeIban)
    } else if is(Kind::Ifsc) {
        Some(Code::LooksLikeIfsc)
    } else if is_email(text) {
        (kind != Kind::Vpa).then_some(Code::LooksLikeEmail)
    } else if text::split(text, b'@').is_some_and(|(_, handle)| handle.starts_with(|c: char| c.is_ascii_alphabetic()))
        && is(Kind::Vpa)
    {
        Some(Code::LooksLikeVpa)
    } else if text.starts_with('+') && is(Kind::Phone) {
        Some(Code::LooksLikePhoneNumber)
    } else if looks_like_sort_code(text) && kind != Kind::SortCode {
        Some(Code::LooksLikeSortCode)
    } else if looks_like_bsb(text) && kind != Kind::Bsb {
        Some(Code::LooksLikeBsb)
    } else if !(text.chars().any(is_blank) || is_word(text) || kind.is_on_chain() && has_small(text)) && is(Kind::Bic) {
        Some(Code::LooksLikeBic)
    } else {
        None
    }
}

fn has_small(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_lowercase())
}

/// Whether a capital stands before small letters alone, as in `Infinity`: many a word has the form of a BIC.
pub(super) fn is_word(text: &str) -> bool {
    let (first, rest) = text.as_bytes().split_first().unwrap_or((&0, &[]));
    first.is_ascii_uppercase() && rest.len() > 1 && rest.iter().all(u8::is_ascii_lowercase)
}

/// Whether several words stand there, and no digit, as names are written.
pub(super) fn looks_like_name(kind: Kind, text: &str) -> bool {
    let is_in_name = |byte: u8| byte.is_ascii_alphabetic() || !byte.is_ascii() || b"-.,&'".contains(&byte);
    let (mut rest, mut words, mut longest) = (text, 0_usize, 0);
    while let Some(word) = text::next_word(&mut rest, b' ') {
        if !word.bytes().all(is_in_name) {
            return false;
        }
        words = words.wrapping_add(usize::from(!word.is_empty()));
        longest = longest.max(word.len());
    }
    // a BIC in groups has capitals, four at most
    let least = if kind == Kind::Bic && !text.bytes().any(|byte| byte.is_ascii_lowercase()) { 5 } else { 3 };
    words > 1 && longest >= least
}

/// A card's number, as it is or in groups.
fn is_card(text: &str) -> bool {
    let mut digits = text.to_owned();
    digits.retain(|c| !is_blank(c) && c != '-');
    card::is_card(&digits)
}

/// A name, one `@` and a domain with a point in it.
fn is_email(text: &str) -> bool {
    let Some((name, domain)) = text::split(text, b'@') else {
        return false;
    };
    let is_word = |text: &str, also: &[u8]| {
        !text.is_empty()
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii() || also.contains(&byte))
    };
    is_word(name, b".-_+%'")
        && is_word(domain, b".-")
        && !vpa::is_clearing_house(domain)
        && text::split_last(domain, b'.').is_some_and(|(host, end)| {
            !host.is_empty() && end.len() >= 2 && end.bytes().all(|byte| !byte.is_ascii_digit())
        })
}

/// `12-34-56`, the way only sort codes are written.
pub(crate) fn looks_like_sort_code(text: &str) -> bool {
    has_form(text, b"00-00-00")
}

/// `123-456`, the way only BSBs are written.
pub(crate) fn looks_like_bsb(text: &str) -> bool {
    has_form(text, b"000-000")
}

fn has_form(text: &str, form: &[u8]) -> bool {
    let text = trim(text).as_bytes();
    text.len() == form.len()
        && text.iter().zip(form).all(|(byte, form)| match form {
            b'0' => byte.is_ascii_digit(),
            separator => byte == separator,
        })
}
