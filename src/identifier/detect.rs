//! What a text could be.

use super::{Kind, Rules};
use crate::code::Code;
use crate::finding::{Finding, insertion_sort};

/// One thing that a text could be.
pub(crate) struct Candidate {
    pub(crate) kind: Kind,
    /// The electronic form, unless something is wrong with it.
    pub(crate) value: Option<String>,
    pub(crate) findings: Vec<Finding>,
}

/// Everything that `text` could be, the likeliest first: values with a checksum that matches, then
/// values of the right shape, the rarer shape first, then what is nearly a value with a checksum.
pub(crate) fn detect(text: &str) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> = Vec::new();
    for &kind in LIKELIEST {
        let (mut value, mut findings) = (String::new(), Vec::new());
        if super::judge(kind, text, Rules::default(), "", &mut value, &mut findings) {
            if kind != Kind::AccountNumber || value.bytes().filter(u8::is_ascii_digit).count() >= 4 {
                candidates.push(Candidate { kind, value: Some(value), findings });
            }
        } else if findings.iter().any(|finding| is_near_miss(kind, text, finding)) {
            candidates.push(Candidate { kind, value: None, findings });
        }
    }
    let rank = |candidate: &Candidate| (candidate.value.is_none(), !candidate.kind.spec().has_checksum);
    insertion_sort(&mut candidates, |a, b| rank(a) > rank(b));
    candidates
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

/// Whether the text is plainly meant to be of the kind.
fn is_near_miss(kind: Kind, text: &str, finding: &Finding) -> bool {
    match finding.code() {
        // many a sentence begins with the letters of a country
        Code::IbanLength => has_check_digits(text),
        Code::IbanChecksum
        | Code::IbanNationalCheck
        | Code::IbanPrefix
        | Code::EvmChecksum
        | Code::AddressChecksum
        | Code::TronHexForm => true,
        Code::LetterForDigit | Code::TextAround => kind == Kind::Iban,
        Code::LooksLikeSecretKey => kind == Kind::StellarAddress,
        _ => false,
    }
}

/// Whether two digits follow two letters, or the word IBAN stands in front.
fn has_check_digits(text: &str) -> bool {
    let mut plain = text.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_uppercase());
    match [plain.next(), plain.next(), plain.next(), plain.next()] {
        [_, _, Some(third), Some(fourth)] if third.is_ascii_digit() => fourth.is_ascii_digit(),
        start => start == [Some(b'I'), Some(b'B'), Some(b'A'), Some(b'N')],
    }
}
