//! The peers that are crates.

use super::values::Family;

type Peer = fn(&str) -> bool;

pub(crate) const NAMES: [&str; 4] = ["iban_validate", "ethaddr", "bs58", "stellar-strkey"];

/// The peers of a family. No crate judges BICs or routing numbers.
pub(crate) fn of(family: Family) -> &'static [(&'static str, Peer)] {
    match family {
        Family::Iban => &[("iban_validate", |text| text.parse::<iban::Iban>().is_ok())],
        Family::National | Family::Bic | Family::Aba => &[],
        Family::Evm => &[("ethaddr", |text| ethaddr::Address::from_str_checksum(text).is_ok())],
        Family::Tron => &[("bs58", |text| {
            let decoded = bs58::decode(text).with_check(Some(0x41)).into_vec();
            decoded.is_ok_and(|bytes| bytes.len() == 21)
        })],
        Family::Stellar => &[("stellar-strkey", |text| {
            use stellar_strkey::Strkey::{MuxedAccountEd25519, PublicKeyEd25519};
            matches!(stellar_strkey::Strkey::from_string(text), Ok(PublicKeyEd25519(_) | MuxedAccountEd25519(_)))
        })],
    }
}
