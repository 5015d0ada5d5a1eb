//! Account numbers without a checksum of their own: whatever a bank prints.

use super::card;
use super::clean::{self, Separators, since};
use super::issue::{Issue, ReadResult, noted};
use super::resemblance::{looks_like, looks_like_bsb, looks_like_sort_code};
use super::spec::{Spec, as_is, identifier, no_parts};
use super::{Kind, Rules, iban};
use crate::code::Code;
use crate::country::Country;
use crate::mask;
use crate::tables::IBAN;
use crate::text;

mod dates;
mod mistaken;
mod words;

pub(super) use mistaken::with_separators_in_place;
pub(super) use words::without_labels;

identifier! {
    /// An account number: up to 34 letters and digits, not all of them zero.
    ///
    /// How many there must be, and whether they must be digits, depends on the corridor.
    ///
    /// ```
    /// use offramp_core::identifier::AccountNumber;
    ///
    /// let account: AccountNumber = "1234 5678 90".parse()?;
    /// assert_eq!(account.as_str(), "1234567890");
    /// assert_eq!(format!("{account:?}"), "AccountNumber(****7890)");
    /// # Ok::<(), offramp_core::Error>(())
    /// ```
    AccountNumber
}

pub(super) static SPEC: Spec = Spec {
    title: "account number",
    read,
    format: as_is,
    mask: mask::tail,
    parts: no_parts,
    #[cfg(not(target_arch = "wasm32"))]
    part_names: &[],
    pattern: "^[A-Z0-9]{1,34}$",
    example: "1234567890",
    digits: None,
    has_checksum: false,
};

const SEPARATORS: Separators = Separators(b"-./");

fn read(text: &str, _: Rules, out: &mut String) -> ReadResult {
    let start = out.len();
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    // almost all account numbers
    if is_plain && text.len() < 13 && text.bytes().any(|byte| byte != b'0') {
        out.push_str(text);
        return Ok(());
    }
    let is_unusual = !is_plain && mistaken::look(text)?;
    if is_plain {
        out.push_str(text);
    } else {
        clean::capitals(text, SEPARATORS, out)?;
    }
    let account = since(out, start);
    match account.len() {
        0 => return Err(Issue::new(Code::ValueEmpty)),
        1..=34 => {}
        length => return Err(Issue::length(Code::TooLong, 34, length)),
    }
    if account.iter().all(|&byte| byte == b'0') {
        return Err(Issue::new(Code::AllZeros));
    }
    // addresses in base58 have 25 characters and more
    if (account.first().is_some_and(u8::is_ascii_uppercase) || !is_plain && account.len() >= 25)
        && let Some(code) = other_kind(text, out.get(start..).unwrap_or_default())
    {
        return Err(Issue::new(code));
    }
    let is_unusual = is_unusual
        || !is_plain
            && (is_part_of_iban(text, out.get(start..).unwrap_or_default())
                || begins_with_another(text)
                || bank_code(text).is_some());
    noted(is_unusual, Code::AccountUnusual)?;
    if account.len() < 13 || !account.iter().all(u8::is_ascii_digit) {
        return Ok(());
    }
    let is_zero_behind = |digits: usize| account.iter().skip(digits).all(|&byte| byte == b'0');
    // spreadsheets keep fifteen digits, and programs that count with floating point seventeen
    let is_rounded = account.len() > 15 && is_zero_behind(15) || account.len() > 18 && is_zero_behind(17);
    noted(is_rounded, Code::SpreadsheetPrecision)?;
    noted(card::is_card(out.get(start..).unwrap_or_default()), Code::LooksLikeCardNumber)
}

/// The reason why an account number is written as they rarely are, where more can be said: a sort code or a BSB, or two
/// numbers side by side.
#[cold]
pub(super) fn unusual(text: &str) -> Option<Code> {
    bank_code(text).or_else(|| words::are_two(text).then_some(Code::SeveralValues))
}

/// A sort code or a BSB, the way that only these are written.
fn bank_code(text: &str) -> Option<Code> {
    if looks_like_sort_code(text) {
        Some(Code::LooksLikeSortCode)
    } else if looks_like_bsb(text) {
        Some(Code::LooksLikeBsb)
    } else {
        None
    }
}

/// What a text is by its signs and words instead of an account number.
pub(super) fn instead_of(text: &str) -> Option<Code> {
    if text::is_digits(text) { None } else { mistaken::look(text).err().map(Issue::code) }
}

/// The kind that a text with letters is of, or nearly is.
fn other_kind(text: &str, account: &str) -> Option<Code> {
    if is_nearly_iban(account) {
        return Some(Code::LooksLikeIban);
    }
    let is_bank_letters = account.bytes().take(6).all(|byte| byte.is_ascii_uppercase());
    let code = looks_like(Kind::AccountNumber, text).or_else(|| looks_like(Kind::AccountNumber, account))?;
    match code {
        Code::LooksLikeIban
        | Code::LooksLikeIfsc
        | Code::LooksLikeTronAddress
        | Code::LooksLikeBitcoinAddress
        | Code::LooksLikeSolanaAddress => Some(code),
        Code::LooksLikeBic if is_bank_letters => Some(code),
        _ => None,
    }
}

/// Whether the text begins as an IBAN does, and is as long as those of its country, but for one
/// character: whether it is a right one is not asked, since one with a slip in it is no account number either.
/// Letters that stand for those of a country, such as `UK`, count as these.
fn is_nearly_iban(account: &str) -> bool {
    let account = account.strip_prefix("IBAN").unwrap_or(account);
    let Some((country, rest)) = account.split_at_checked(2) else {
        return false;
    };
    let is_digit = |byte: u8| byte.is_ascii_digit() || b"OQILZSB".contains(&byte);
    let meant = country.as_bytes().try_into().ok().and_then(iban::prefix_instead_of);
    rest.bytes().take(2).all(is_digit)
        && IBAN.iter().any(|(code, length, _)| {
            (*code == country || Some(code.as_bytes()) == meant.as_ref().map(<[u8; 2]>::as_slice))
                && usize::from(*length).abs_diff(account.len()) <= 1
        })
}

/// Whether an account number begins as an IBAN does, and what follows is how IBANs go on and account numbers hardly do:
/// nothing or two characters more, groups of four as IBANs are printed, or the letters of a bank.
fn is_part_of_iban(text: &str, account: &str) -> bool {
    let [first, second, third, fourth, rest @ ..] = account.as_bytes() else {
        return false;
    };
    if !(first.is_ascii_uppercase() && second.is_ascii_uppercase() && third.is_ascii_digit() && fourth.is_ascii_digit())
    {
        return false;
    }
    let has_bank_letters = rest.len() >= 4 && rest.iter().take(4).all(u8::is_ascii_uppercase);
    let is_registered = IBAN.iter().any(|(code, ..)| code.as_bytes() == [*first, *second]);
    is_registered && (rest.len() <= 2 || has_bank_letters || is_in_fours(text))
        || has_bank_letters && account.len() >= 15 && Country::from_bytes([*first, *second]).is_some()
}

/// Whether it is a number in hexadecimal form, or the first of its words is a sort code or an IFSC and more digits
/// follow.
fn begins_with_another(text: &str) -> bool {
    let mut rest = text::trim(text);
    let first = text::next_word(&mut rest, b' ').unwrap_or_default();
    let is_route =
        || looks_like_sort_code(first) || looks_like(Kind::AccountNumber, first) == Some(Code::LooksLikeIfsc);
    first.starts_with("0x") || rest.bytes().filter(u8::is_ascii_digit).count() >= 6 && is_route()
}

/// Whether there are groups of four with blanks between them, of which the last may be shorter.
fn is_in_fours(text: &str) -> bool {
    let mut rest = text::trim(text);
    let mut before = None;
    while let Some(group) = text::next_word(&mut rest, b' ') {
        if before.is_some_and(|length| length != 4) || group.len() > 4 {
            return false;
        }
        before = Some(group.len());
    }
    text.len() > 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_do_not_hide_what_it_looks_like() {
        let code = |text| read(text, Rules::default(), &mut String::new()).map_err(Issue::code);
        assert_eq!(code("SBIN.0001234"), Err(Code::LooksLikeIfsc));
        assert_eq!(code("DE89.3704.0044.0532.0130.00"), Err(Code::LooksLikeIban));
        assert_eq!(code("12.34.56.789"), Ok(()));
    }

    #[test]
    fn an_iban_with_a_slip_is_no_account_number() {
        let code = |text| read(text, Rules::default(), &mut String::new()).map_err(Issue::code);
        for text in [
            "DE89370400440532013001",
            "DE8937040044053201300",
            "DEO9370400440532013000",
            "DE89 3704 0044 O532 0130 00",
            "IBAN DE89370400440532013000",
            "FR1420041010050500013M02607",
            "UK29NWBK60161331926819",
            "EL1601101250000000012300695",
        ] {
            assert_eq!(code(text), Err(Code::LooksLikeIban), "{text}");
        }
        assert_eq!(code("DEUTDEFF500"), Err(Code::LooksLikeBic));
        for text in ["AB0123456789", "DE12345678", "NABIL00123"] {
            assert_eq!(code(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn the_beginning_of_an_iban_is_unusual() {
        let code = |text: &str| read(text, Rules::default(), &mut String::new()).map_err(Issue::code);
        for (country, ..) in IBAN {
            for rest in ["89", "8937", " 89", "89 37", "89 3704 0044 05", "29NWBK6016"] {
                let text = format!("{country}{rest}");
                assert!(code(&text).is_err(), "{text}");
            }
        }
        for text in ["DE12345", "FR12345678", "AE123 45678", "TR12-345678", "KW1234567890"] {
            assert_eq!(code(text), Ok(()), "{text}");
        }
        for text in ["US64SVBKUS6S3300958879", "US64 SVBK US6S 3300 9588 79"] {
            assert_eq!(code(text), Err(Code::AccountUnusual), "{text}");
        }
        for text in ["60-16-13 31926819", "SBIN0001234 50100244668801", "0xabc1"] {
            assert_eq!(code(text), Err(Code::AccountUnusual), "{text}");
        }
        for text in ["60-16-13", "062-000"] {
            assert_eq!(code(text), Err(Code::AccountUnusual), "{text}");
        }
        assert_eq!(code("0.0.12345"), Err(Code::LooksLikeOtherChain));
        for text in ["60-16-13 45", "SBIN 0001234567", "AB12", "AB 1234 5678", "XY12 3456 7890"] {
            assert_eq!(code(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn cards_of_all_lengths() {
        let code = |text| read(text, Rules::default(), &mut String::new()).map_err(Issue::code);
        for text in ["4111111111111111", "378282246310005", "6212345678901232"] {
            assert_eq!(code(text), Err(Code::LooksLikeCardNumber), "{text}");
        }
        assert_eq!(code("123456789012345"), Ok(()));
    }
}
