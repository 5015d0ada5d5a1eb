//! Texts to judge: values of every kind, made here from the standards' own rules, and texts near them.

use offramp_core::Kind;
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};

/// A valid value of a kind, in some form that people write it in.
pub(crate) fn valid(kind: Kind) -> BoxedStrategy<String> {
    match kind {
        Kind::Iban => prop_oneof![
            "[0-9]{18}".prop_map(|bban| iban("DE", &bban)),
            "[A-Z]{4}[0-9]{14}".prop_map(|bban| iban("GB", &bban)),
            "[0-9]{10}[0-9A-Z]{11}".prop_map(|account| iban("FR", &with_rib_key(&account))),
            "SN[0-9]{20}".prop_map(|account| iban("SN", &with_rib_key(&account))),
            "[0-9]{10}".prop_map(|digits| iban("BE", &with_belgian_key(&digits))),
            "[0-9]{4}[1-9][0-9]{5}"
                .prop_filter_map("10 is no check digit", |digits| Some(iban("NO", &norwegian(&digits)?))),
            "(OO|[0-9]{2})[0-9]{3}".prop_map(|bank| iban("CH", &format!("{}123456789012", bank.replace('O', "0")))),
            "[A-Z]{4}[0-9]{27}".prop_map(|bban| iban("LC", &format!("{}{}", &bban[..4], &bban[4..28]))),
        ]
        .boxed(),
        Kind::Bic => "[A-Z]{3}[A-Z0-9](DE|US|IN|GB|KE)[A-Z0-9]{2}([A-Z0-9]{3})?".boxed(),
        Kind::Aba => "(0[1-9]|1[0-2]|2[1-9]|3[0-2]|80)[0-9]{6}".prop_map(|digits| aba(&digits)).boxed(),
        Kind::SortCode => {
            prop_oneof!["[0-9]{2}-[0-9]{2}-[0-9]{2}", "[0-9]{6}"].prop_filter("zeros", |text| not_zero(text)).boxed()
        }
        Kind::Bsb => prop_oneof!["[0-9]{3}-[0-9]{3}", "[0-9]{6}"].prop_filter("zeros", |text| not_zero(text)).boxed(),
        Kind::CaTransit => {
            "0[0-9]{8}".prop_filter("zeros", |text| not_zero(&text[..4]) && not_zero(&text[4..])).boxed()
        }
        Kind::Ifsc => "[A-Za-z]{4}0[A-Z0-9]{6}".boxed(),
        Kind::Vpa => "[a-zA-Z0-9][a-z0-9._-]{2,30}@[a-z][a-z0-9]{2,19}".boxed(),
        Kind::Phone => prop_oneof!["\\+254[17][0-9]{8}", "\\+91 [6-9][0-9]{9}", "\\+49[0-9]{6,13}"].boxed(),
        Kind::EvmAddress => "0x[0-9a-f]{39}[1-9a-f]".boxed(),
        Kind::TronAddress => any::<[u8; 20]>().prop_map(|hash| base58check(0x41, &hash)).boxed(),
        Kind::StellarAddress => any::<[u8; 32]>().prop_map(|key| stellar(&key)).boxed(),
        Kind::SolanaAddress => {
            any::<[u8; 32]>().prop_filter("zeros", |key| *key != [0; 32]).prop_map(|key| base58(&key)).boxed()
        }
        Kind::BitcoinAddress => prop_oneof![
            (prop_oneof![Just(0_u8), Just(5)], any::<[u8; 20]>())
                .prop_filter("zeros", |(_, hash)| *hash != [0; 20])
                .prop_map(|(version, hash)| base58check(version, &hash)),
            any::<[u8; 20]>().prop_map(|hash| segwit(&hash)),
            any::<[u8; 20]>().prop_map(|hash| segwit(&hash).to_uppercase()),
        ]
        .boxed(),
        Kind::EvmTxHash => "0x[0-9a-f]{63}[1-9a-f]".boxed(),
        Kind::TronTxHash | Kind::StellarTxHash => "[0-9a-f]{63}[1-9a-f]".boxed(),
        Kind::AccountNumber => prop_oneof!["[0-9]{4,17}[1-9]", "[0-9]{6}[A-Z0-9]{0,27}[1-9]"].boxed(),
    }
}

fn not_zero(text: impl AsRef<str>) -> bool {
    text.as_ref().bytes().any(|byte| matches!(byte, b'1'..=b'9'))
}

pub(crate) fn iban(country: &str, bban: &str) -> String {
    let remainder = format!("{bban}{country}00").bytes().fold(0_u64, |remainder, byte| match byte {
        b'0'..=b'9' => (remainder * 10 + u64::from(byte - b'0')) % 97,
        letter => (remainder * 100 + u64::from(letter - b'A') + 10) % 97,
    });
    format!("{country}{:02}{bban}", 98 - remainder)
}

/// The French key: what fills the number up to a multiple of 97, with letters as 1 to 9.
fn with_rib_key(account: &str) -> String {
    const LETTERS: &str = "12345678912345678923456789";
    let digit = |byte: u8| if byte.is_ascii_digit() { byte } else { LETTERS.as_bytes()[usize::from(byte - b'A')] };
    let remainder = account.bytes().chain(*b"00").fold(0, |sum, byte| (sum * 10 + u32::from(digit(byte) - b'0')) % 97);
    format!("{account}{:02}", 97 - remainder)
}

fn with_belgian_key(digits: &str) -> String {
    let remainder = digits.parse::<u64>().unwrap() % 97;
    format!("{digits}{:02}", if remainder == 0 { 97 } else { remainder })
}

fn norwegian(digits: &str) -> Option<String> {
    let sum: u32 = digits
        .bytes()
        .zip([5, 4, 3, 2, 7, 6, 5, 4, 3, 2])
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    let check = (11 - sum % 11) % 11;
    (check < 10).then(|| format!("{digits}{check}"))
}

fn aba(eight: &str) -> String {
    let sum: u32 =
        eight.bytes().zip([3, 7, 1].into_iter().cycle()).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    format!("{eight}{}", (10 - sum % 10) % 10)
}

/// `Base58Check`: TRON has the version 0x41, Bitcoin 0 and 5.
fn base58check(version: u8, hash: &[u8; 20]) -> String {
    let mut bytes = vec![version];
    bytes.extend(hash);
    let check = Sha256::digest(Sha256::digest(&bytes));
    bytes.extend(&check[..4]);
    base58(&bytes)
}

fn base58(bytes: &[u8]) -> String {
    let mut bytes = bytes.to_vec();
    let zeros = bytes.iter().take_while(|&&byte| byte == 0).count();
    let mut digits = Vec::new();
    while bytes.iter().any(|&byte| byte != 0) {
        let mut rest = 0_u32;
        for byte in &mut bytes {
            let number = rest * 256 + u32::from(*byte);
            *byte = (number / 58) as u8;
            rest = number % 58;
        }
        digits.push(b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"[rest as usize]);
    }
    digits.extend(std::iter::repeat_n(b'1', zeros));
    digits.iter().rev().map(|&digit| char::from(digit)).collect()
}

/// A `SegWit` address of version 0 (BIP-173).
fn segwit(hash: &[u8; 20]) -> String {
    let mut values = vec![0_u8];
    for block in hash.chunks(5) {
        let number = block.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        values.extend((0..8).rev().map(|place| (number >> (place * 5) & 31) as u8));
    }
    let mut state = 1_u32;
    let prefix = [3_u8, 3, 0, 2, 3];
    for value in prefix.into_iter().chain(values.iter().copied()).chain([0; 6]) {
        let top = state >> 25;
        state = (state & 0x01ff_ffff) << 5 ^ u32::from(value);
        for (bit, word) in [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3].into_iter().enumerate() {
            state ^= if top >> bit & 1 == 1 { word } else { 0 };
        }
    }
    let check = (0..6).rev().map(|place| ((state ^ 1) >> (place * 5) & 31) as u8);
    let letters = values
        .into_iter()
        .chain(check)
        .map(|value| char::from(b"qpzry9x8gf2tvdw0s3jn54khce6mua7l"[usize::from(value)]));
    format!("bc1{}", letters.collect::<String>())
}

/// A `StrKey` of an account (SEP-23).
fn stellar(key: &[u8; 32]) -> String {
    let mut bytes = vec![6 << 3];
    bytes.extend(key);
    let check = bytes.iter().fold(0_u16, |crc, &byte| {
        (0..8).fold(crc ^ u16::from(byte) << 8, |crc, _| if crc & 0x8000 == 0 { crc << 1 } else { crc << 1 ^ 0x1021 })
    });
    bytes.extend(check.to_le_bytes());
    let bits =
        |at: usize| (0..5).fold(0, |group, bit| group << 1 | (bytes[(at + bit) / 8] >> (7 - (at + bit) % 8) & 1));
    (0..280).step_by(5).map(|at| char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[usize::from(bits(at))])).collect()
}

/// Characters that the rules treat in a way of their own.
const TELLING: &str = "0123456789OIlSBZE+-./ @'#=…\u{200b}\u{a0}\u{feff}０Ａé\u{1b}\n\"";

/// What becomes of a text by a slip of the hand or of a spreadsheet.
fn changed(text: &str, changes: Vec<(u8, usize, usize)>) -> String {
    let telling: Vec<char> = TELLING.chars().collect();
    let mut text: Vec<char> = text.chars().collect();
    for (change, place, other) in changes {
        let at = place % (text.len() + 1);
        let character = telling[other % telling.len()];
        match change % 7 {
            0 => text.insert(at, character),
            1 if at < text.len() => text[at] = character,
            2 if at < text.len() => drop(text.remove(at)),
            3 if at + 1 < text.len() => text.swap(at, at + 1),
            4 => text.truncate(at.max(1)),
            5 => text.extend(".0".chars()),
            _ => {
                let zeros = text.iter().take_while(|&&c| c == '0').count();
                text.drain(..zeros);
            }
        }
    }
    text.into_iter().collect()
}

/// A text near a value of the kind.
pub(crate) fn near(kind: Kind) -> BoxedStrategy<String> {
    let changes = prop::collection::vec((any::<u8>(), any::<usize>(), any::<usize>()), 0..4);
    (valid(kind), changes).prop_map(|(text, changes)| changed(&text, changes)).boxed()
}

pub(crate) fn kind() -> impl Strategy<Value = Kind> {
    prop::sample::select(Kind::ALL)
}

/// A text that may be anything, often something like a value of some kind.
pub(crate) fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => kind().prop_flat_map(near),
        1 => any::<String>(),
        1 => "[A-Za-z0-9@.+ -]{0,45}",
        1 => "[0-9]{1,2}[.,][0-9]{1,6}E\\+?[0-9]{1,3}",
    ]
}
