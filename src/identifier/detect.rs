//! What a text could be.

use super::phone_plan::Plan;
use super::repair::LONGEST;
use super::{Kind, Rules, card, known};
use crate::code::{Code, Severity};
use crate::finding::{Finding, insertion_sort};
use crate::text;

/// One thing that a text could be.
pub(crate) struct Candidate {
    pub(crate) kind: Kind,
    /// The line, from 1, where several lines are several values.
    pub(crate) line: Option<u32>,
    /// The electronic form, unless something is wrong with it.
    pub(crate) value: Option<String>,
    pub(crate) findings: Vec<Finding>,
}

/// How many lines are looked at.
const MAX_LINES: u32 = 200;

/// Everything that `text` could be, the likeliest first. Several lines are several values, unless they are the lines of
/// one IBAN; of each, the first 200 that are not empty are looked at. A line of more than 512 bytes is nothing.
pub(crate) fn detect(text: &str) -> Vec<Candidate> {
    if !text::contains_byte(text::trim(text), b'\n') {
        return of_one(text, None);
    }
    if text.len() <= LONGEST && super::is_valid(Kind::Iban, text, &mut String::new()) {
        return of_one(text, None);
    }
    let mut candidates = Vec::new();
    let (mut rest, mut number, mut looked_at) = (text, 0_u32, 0);
    while let Some(line) = text::next_word(&mut rest, b'\n') {
        number = number.wrapping_add(1);
        if !text::trim(line).is_empty() {
            candidates.extend(of_one(line, Some(number)));
            looked_at = u32::wrapping_add(looked_at, 1);
            if looked_at == MAX_LINES {
                break;
            }
        }
    }
    candidates
}

fn of_one(text: &str, line: Option<u32>) -> Vec<Candidate> {
    let mut ranked: Vec<(Likelihood, Candidate)> = Vec::new();
    if text::trim(text).is_empty() || text.len() > LONGEST {
        return Vec::new();
    }
    let bare = text::trim(text);
    // that length alone may be a part of something else
    let is_sure = !matches!(bare.len(), 46..=50) || bare.as_bytes().get(1) == Some(&b'Q');
    let is_of_other_chain = is_sure && known::is_of_other_chain(bare) && !text::is_digits(bare);
    for &kind in LIKELIEST {
        let (mut value, mut findings) = (String::new(), Vec::new());
        let is_valid = super::judge(kind, text, Rules::default(), "", &mut value, &mut findings);
        if matches!(kind, Kind::EvmTxHash | Kind::TronTxHash) && is_valid {
            findings.push(Finding::new(Code::HashOrAddress));
        }
        let (likelihood, value) = if kind == Kind::AccountNumber && is_of_other_chain && ranked.is_empty() {
            findings.clear();
            findings.push(Finding::new(Code::LooksLikeOtherChain));
            (Some(Likelihood::Meant), None)
        } else if !is_valid {
            (near_miss(kind, text, &findings), None)
        } else if kind == Kind::AccountNumber && card::is_card(&value) {
            findings.retain(|finding| finding.code() != Code::LooksLikeCardNumber);
            findings.push(Finding::new(Code::LooksLikeCardNumber).with_severity(Severity::Error));
            (Some(Likelihood::Meant), None)
        } else if kind == Kind::AccountNumber && value.bytes().filter(u8::is_ascii_digit).count() < 4 {
            (None, None)
        } else {
            (Some(shape(kind, text)), Some(value))
        };
        if let Some(likelihood) = likelihood {
            ranked.push((likelihood, Candidate { kind, line, value, findings }));
        }
    }
    insertion_sort(&mut ranked, |(a, _), (b, _)| a > b);
    let mut candidates = Vec::new();
    for (_, candidate) in ranked {
        candidates.push(candidate);
    }
    candidates
}

/// How much speaks for a kind, the most first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likelihood {
    /// A checksum matches.
    Proven,
    /// The shape is one that few texts have.
    Rare,
    /// Plainly meant, with something wrong.
    Meant,
    /// Digits or letters, as many things are.
    Common,
    /// A number that could have been anything before it was broken.
    Broken,
}

/// The rarer a shape, the more it says.
const LIKELIEST: &[Kind] = &[
    Kind::Iban,
    Kind::EvmAddress,
    Kind::TronAddress,
    Kind::StellarAddress,
    Kind::BitcoinAddress,
    Kind::Aba,
    Kind::EvmTxHash,
    Kind::TronTxHash,
    Kind::StellarTxHash,
    Kind::SolanaAddress,
    Kind::Ifsc,
    Kind::Bic,
    Kind::Vpa,
    Kind::Phone,
    Kind::CaTransit,
    Kind::SortCode,
    Kind::Bsb,
    Kind::AccountNumber,
];

/// What speaks for a value that is right.
fn shape(kind: Kind, text: &str) -> Likelihood {
    if kind.spec().has_checksum {
        return Likelihood::Proven;
    }
    let is_written_so = || text.bytes().any(|byte| byte == b'-');
    match kind {
        Kind::AccountNumber => Likelihood::Common,
        Kind::CaTransit | Kind::SortCode | Kind::Bsb if !is_written_so() => Likelihood::Common,
        _ => Likelihood::Rare,
    }
}

/// What speaks for a value that something is wrong with, if it is plainly meant to be of the kind.
fn near_miss(kind: Kind, text: &str, findings: &[Finding]) -> Option<Likelihood> {
    let finding = findings.first()?;
    let is_meant = match finding.code() {
        // many a sentence begins with the letters of a country
        Code::IbanLength => has_check_digits(text),
        // no account number begins so that is as long
        Code::IbanNotUsed => has_check_digits(text) && text.bytes().filter(u8::is_ascii_alphanumeric).count() >= 15,
        Code::IbanChecksum
        | Code::IbanNationalCheck
        | Code::IbanPrefix
        | Code::EvmChecksum
        | Code::AddressChecksum
        | Code::TronHexForm => true,
        Code::AddressIsName => is_name_of(kind, text::trim(text)),
        Code::LooksLikeSecretKey => kind == Kind::StellarAddress,
        Code::SpreadsheetExponent if kind == Kind::Phone => is_broken_phone(text),
        Code::SpreadsheetExponent if kind == Kind::AccountNumber => return Some(Likelihood::Broken),
        code => finding.suggestion().is_some_and(|suggestion| is_sure(kind, code, text, suggestion)),
    };
    is_meant.then_some(Likelihood::Meant)
}

/// Whether a name is one of those that stand for addresses of the kind: ENS, Solana's name service, federation of Stellar.
fn is_name_of(kind: Kind, text: &str) -> bool {
    let ends = |end: &str| text.get(text.len().wrapping_sub(4)..).is_some_and(|last| last.eq_ignore_ascii_case(end));
    match kind {
        Kind::EvmAddress => ends(".eth"),
        Kind::SolanaAddress => ends(".sol"),
        Kind::StellarAddress => text::contains_byte(text, b'*'),
        _ => false,
    }
}

/// Whether what is suggested is more than a number of the right length.
fn is_sure(kind: Kind, code: Code, text: &str, suggestion: &str) -> bool {
    let (mut value, mut findings) = (String::new(), Vec::new());
    let is_clean =
        super::judge(kind, suggestion, Rules::default(), "", &mut value, &mut findings) && findings.is_empty();
    is_clean
        && match kind {
            // digits of any sort make a hash, a branch or an account
            Kind::EvmTxHash | Kind::TronTxHash | Kind::StellarTxHash => false,
            Kind::SortCode | Kind::Bsb | Kind::CaTransit | Kind::AccountNumber => {
                !matches!(code, Code::SpreadsheetLeadingZero | Code::LetterForDigit)
            }
            // many a word is a BIC with a letter exchanged, and a routing number is one digit short, not two
            Kind::Bic => code != Code::LetterForDigit,
            Kind::Aba => text.bytes().filter(u8::is_ascii_alphanumeric).count() >= 8,
            _ => true,
        }
}

/// Whether a number such as 2.54712E+11 has the digits that a phone number begins with, and its length.
fn is_broken_phone(text: &str) -> bool {
    let Some((mantissa, exponent)) = text::split(text, b'E').or_else(|| text::split(text, b'e')) else {
        return false;
    };
    let mut digits = mantissa.to_owned();
    digits.retain(|c| c.is_ascii_digit());
    let length = text::whole(exponent).and_then(|exponent| usize::try_from(exponent).ok()).unwrap_or(0).wrapping_add(1);
    Plan::all().any(|plan| {
        let mut calling = String::new();
        text::push_number(&mut calling, u64::from(plan.calling));
        // what is left of the number, and zeros for what is lost
        let number = digits.strip_prefix(calling.as_str()).map(str::to_owned);
        length == calling.len().wrapping_add(plan.length())
            && number.is_some_and(|mut number| {
                let known = number.len();
                while number.len() < plan.length() {
                    number.push('0');
                }
                known >= 2 && plan.is_mobile(number.as_bytes())
            })
    })
}

/// Whether two digits follow two letters, or the word IBAN stands in front.
fn has_check_digits(text: &str) -> bool {
    let mut plain = text.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_uppercase());
    match [plain.next(), plain.next(), plain.next(), plain.next()] {
        [_, _, Some(third), Some(fourth)] if third.is_ascii_digit() => fourth.is_ascii_digit(),
        start => start == [Some(b'I'), Some(b'B'), Some(b'A'), Some(b'N')],
    }
}
