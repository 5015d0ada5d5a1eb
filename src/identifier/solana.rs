//! Addresses of Solana: 32 bytes in base58, without a checksum.

use super::Rules;
use super::base58::{self, Problem};
use super::ed25519;
use super::issue::{Issue, ReadResult, noted};
use super::spec::{Spec, as_is, identifier, no_parts};
use crate::characters::trim;
use crate::code::Code;
use crate::mask;

identifier! {
    /// 32 bytes in base58. Those that are no point of the curve Ed25519 belong to a program, as token accounts do:
    /// nobody has a key of theirs, which is noted, and which no destination may be.
    ///
    /// ```
    /// use offramp_core::identifier::SolanaAddress;
    ///
    /// let address: SolanaAddress = "FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z".parse()?;
    /// assert_eq!(address.masked(), "FVen3X****S96Z");
    /// # Ok::<(), offramp_core::Error>(())
    /// ```
    SolanaAddress
}

pub(super) static SPEC: Spec = Spec {
    title: "Solana address",
    read,
    format: as_is,
    mask: |text| mask::ends(text, 6),
    parts: no_parts,
    #[cfg(not(target_arch = "wasm32"))]
    part_names: &[],
    pattern: "^[1-9A-HJ-NP-Za-km-z]{32,44}$",
    // the first public key of RFC 8032
    example: "FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z",
    digits: None,
    has_checksum: false,
};

fn read(text: &str, _: Rules, out: &mut String) -> ReadResult {
    let text = trim(text);
    if text.is_empty() {
        return Err(Issue::new(Code::ValueEmpty));
    }
    let mut key = [0; 32];
    match base58::decode(text, &mut key) {
        Err(Problem::Character(index)) => return Err(Issue::at(Code::CharacterNotAllowed, index)),
        Ok(()) if base58::is_whole(text, &key) => {}
        _ => return Err(Issue::length(Code::LengthWrong, 44, text.len())),
    }
    if key == [0; 32] {
        return Err(Issue::new(Code::AddressIsZero));
    }
    out.push_str(text);
    noted(!ed25519::is_on_curve(key), Code::SolanaOffCurve)
}

/// Whether a text has the form of a transaction's signature: 64 bytes in base58.
pub(crate) fn is_signature(text: &str) -> bool {
    matches!(text.len(), 86..=88) && base58::is_text(text)
}
