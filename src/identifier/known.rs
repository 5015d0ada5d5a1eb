//! Addresses that are right by themselves and lose what is sent to them: contracts of tokens, and those without a key.

use super::issue::Issue;
use super::{Kind, base58, bech32, bitcoin};
use crate::code::{Code, Severity};
use crate::finding::Finding;
use crate::network;
use crate::tables::{TOKEN_CONTRACTS, TOKENS};
use crate::text;

/// Notes the findings of an address or a hash that is right: that its prefix was mended, and who has it.
#[cold]
pub(super) fn note(kind: Kind, text: &str, form: &str, path: &'static str, findings: &mut Vec<Finding>) {
    if form.starts_with("0x") && text::trim(text).starts_with("0X") {
        findings.push(Finding::new(Code::HexPrefixCapital).at(path));
    }
    if let Some(finding) = owner(kind, form) {
        findings.push(finding.at(path));
    }
}

/// What is known of who has an address. A note: an issuer is an address like others until it is a destination, for
/// which [`must_not_be_paid`] makes it an error.
fn owner(kind: Kind, form: &str) -> Option<Finding> {
    // what follows the letters that all addresses of a network begin with; an account of Stellar with a memo inside
    // goes on as the account does
    let rest = match kind {
        Kind::EvmAddress => form.get(2..)?,
        Kind::TronAddress | Kind::StellarAddress | Kind::BitcoinAddress => form.get(1..)?,
        Kind::SolanaAddress => form,
        _ => return None,
    };
    let (rows, _) = TOKEN_CONTRACTS.as_bytes().as_chunks::<ROW>();
    let start = rest.as_bytes().first_chunk::<PREFIX>()?;
    let found = rows.binary_search_by(|row| row.first_chunk::<PREFIX>().cmp(&Some(start)));
    if let Some([.., token, network]) = found.ok().and_then(|at| rows.get(at)) {
        let letter = |letter: u8| usize::from(letter.wrapping_sub(b'A'));
        if let Some((token, network)) = TOKENS.get(letter(*token)).zip(network::NAMES.get(letter(*network))) {
            let finding = Finding::new(Code::AddressIsToken).with_severity(Severity::Info);
            return Some(finding.with_text("token", token).with_text("network", network));
        }
        return Some(without_key());
    }
    let nobody_can = if kind == Kind::EvmAddress { is_patterned(rest) } else { has_run(rest) };
    nobody_can.then(without_key)
}

fn without_key() -> Finding {
    Finding::new(Code::AddressWithoutKey).with_severity(Severity::Info)
}

/// How many characters of an address are compared: 56 bits at least, so that less than one in 10^15 other addresses is
/// taken for one of the table.
const PREFIX: usize = 14;

/// The prefix, a letter for the token and one for the network.
const ROW: usize = 16;

/// Whether no more than eight of twenty bytes are other than zero, or the address repeats what is at most eight bytes
/// long: it was written down, since to find a key for it would take 2^79 attempts at least.
fn is_patterned(digits: &str) -> bool {
    let digits = digits.as_bytes();
    let (pairs, _) = digits.as_chunks::<2>();
    let zeros = pairs.iter().filter(|&pair| pair == b"00").count();
    let repeats = |period: usize| {
        let after = digits.get(period..).unwrap_or_default();
        digits.iter().zip(after).all(|(digit, other)| digit.eq_ignore_ascii_case(other))
    };
    zeros >= 12 || (1..=16).any(repeats)
}

/// Whether one character stands there fourteen times in a row, which no key that was found by chance has.
fn has_run(text: &str) -> bool {
    let (mut before, mut run) = (0, 0_u8);
    for byte in text.bytes() {
        run = if byte == before { run.wrapping_add(1) } else { 1 };
        if run >= 14 {
            return true;
        }
        before = byte;
    }
    false
}

/// Makes an error of what was noted of an address that is a destination. Answers whether there was such a note.
pub(crate) fn must_not_be_paid(findings: &mut [Finding]) -> bool {
    let mut is_lost = false;
    for finding in findings {
        if matches!(finding.code(), Code::AddressIsToken | Code::AddressWithoutKey | Code::SolanaOffCurve) {
            finding.set_severity(Severity::Error);
            is_lost = true;
        }
    }
    is_lost
}

/// Whether a text is written like an address of the kind, so that what is wrong in it can be said.
fn is_nearly(kind: Kind, text: &str) -> bool {
    let bytes = text.as_bytes();
    let fits = match (kind, bytes) {
        (Kind::EvmAddress, [b'0', b'x' | b'X', ..]) => true,
        (Kind::BitcoinAddress, _) if bitcoin::is_segwit(text) => true,
        (Kind::TronAddress, [b't' | b'T', ..]) | (Kind::BitcoinAddress, [b'1' | b'3', ..]) => {
            (25..=38).contains(&bytes.len())
        }
        (Kind::StellarAddress, [b'G' | b'M' | b'C', rest @ ..]) => {
            bytes.len() >= 50 || bytes.len() >= 10 && rest.iter().all(|byte| matches!(byte, b'A'..=b'Z' | b'2'..=b'7'))
        }
        (Kind::StellarAddress, _) => bytes.len() >= 50 && !bytes.iter().any(u8::is_ascii_lowercase),
        (Kind::SolanaAddress, [b'0', b'x' | b'X', ..]) => false,
        (Kind::SolanaAddress, _) => (30..=46).contains(&bytes.len()),
        _ => false,
    };
    fits && bytes.iter().filter(|byte| !byte.is_ascii_alphanumeric()).count() <= 3
}

/// What a text is that is refused as an address of the kind, where there is more to say than why.
#[cold]
pub(super) fn confusion(kind: Kind, text: &str, issue: Issue) -> Option<Finding> {
    if is_name(text) && !is_of_other_chain(text) {
        return Some(Finding::new(Code::AddressIsName));
    }
    let is_nearly = is_nearly(kind, text);
    // the types of Stellar are its own; an address of Solana has no letters in front that it is known by
    if is_nearly && kind != Kind::SolanaAddress || kind == Kind::StellarAddress && issue.code() == Code::AddressType {
        return None;
    }
    if is_of_other_chain(text) {
        return Some(Finding::new(Code::LooksLikeOtherChain));
    }
    let network = match kind {
        Kind::TronAddress => "TRX",
        Kind::StellarAddress => "XLM",
        Kind::SolanaAddress => "SOL",
        Kind::BitcoinAddress => "BTC",
        _ => "EVM",
    };
    (!is_nearly).then(|| Finding::new(Code::AddressStructure).with_text("network", network))
}

/// Whether it is an address of a chain that is not listed: by a right checksum (those of Cosmos, Cardano, Litecoin,
/// Dogecoin and more), or by the letters in front and the length.
pub(super) fn is_of_other_chain(text: &str) -> bool {
    if text::split_last(text, b'.').is_some_and(|(_, last)| last == "near") || is_of_hedera(text) {
        return true;
    }
    let lower = text.to_ascii_lowercase();
    let is_one_case = text == lower || !text.bytes().any(|byte| byte.is_ascii_lowercase());
    if is_one_case && bech32::has_checksum(&lower) {
        return true;
    }
    let mut bytes = [0; 25];
    match text.as_bytes() {
        [b'x', b'd', b'c', rest @ ..] if rest.len() == 40 => rest.iter().all(u8::is_ascii_hexdigit),
        // TON, as wallets show it and as it is by itself
        [b'E' | b'U' | b'k' | b'0', b'Q', ..] if text.len() == 48 => true,
        [b'0', b':', rest @ ..] | [b'-', b'1', b':', rest @ ..] if rest.len() == 64 => {
            rest.iter().all(u8::is_ascii_hexdigit)
        }
        [b'r', ..] if matches!(text.len(), 25..=35) => base58::is_text(text),
        [b'4' | b'8', ..] if text.len() == 95 => base58::is_text(text),
        _ if matches!(text.len(), 46..=50) => base58::is_text(text),
        _ => base58::decode(text, &mut bytes).is_ok() && base58::has_checksum(&bytes),
    }
}

/// An account of Hedera, `0.0.1234`, with or without five letters that are its checksum.
fn is_of_hedera(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("0.0.") else {
        return false;
    };
    let (number, check) = text::split(rest, b'-').unwrap_or((rest, "aaaaa"));
    text::is_digits(number) && check.len() == 5 && check.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Whether it is the key to a wallet: Bitcoin's private key in the form that wallets import, or the words that a wallet
/// is restored from.
pub(super) fn is_secret(text: &str) -> bool {
    let is_key = matches!((text.len(), text.bytes().next()), (51, Some(b'5')) | (52, Some(b'K' | b'L')));
    if is_key && base58::is_text(text) {
        return true;
    }
    let (mut rest, mut count) = (text, 0_u8);
    while let Some(word) = text::next_word(&mut rest, b' ') {
        if !(3..=8).contains(&word.len()) || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return false;
        }
        count = count.saturating_add(1);
    }
    matches!(count, 12 | 15 | 18 | 21 | 24)
}

/// `alice.eth`, `alice*example.com`: letters, digits and hyphens with points or a star in between, and letters last.
fn is_name(text: &str) -> bool {
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    let Some(at) = text.bytes().rposition(|byte| matches!(byte, b'.' | b'*')) else {
        return false;
    };
    let (name, last) = text.as_bytes().split_at(at);
    // many points are separators
    let points = name.iter().filter(|byte| matches!(byte, b'.' | b'*')).count();
    last.len() > 2
        && points <= 3
        && last.iter().skip(1).all(u8::is_ascii_alphabetic)
        && name.first().is_some_and(is_letter)
        && name.iter().all(|byte| is_letter(byte) || matches!(byte, b'.' | b'*' | b'-' | b'_'))
}
