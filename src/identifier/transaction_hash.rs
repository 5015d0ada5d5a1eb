//! Transaction hashes of EVM networks, TRON and Stellar: 32 bytes in hexadecimal.

use super::Rules;
use super::evm::{bare_hexadecimal, hexadecimal};
use super::issue::{Issue, ReadResult};
use super::spec::{Spec, as_is, identifier, no_parts};
use crate::characters::trim;
use crate::code::Code;
use crate::mask;

identifier! {
    /// The hash of a transaction on Ethereum or another EVM network: `0x` and 64 hexadecimal digits.
    ///
    /// ```
    /// use offramp_core::identifier::EvmTxHash;
    ///
    /// let hash: EvmTxHash = "0x88df016429689c079f3b2f6ad39fa052532c56795b733da78a91ebe6a713944b".parse()?;
    /// assert_eq!(hash.masked(), "0x88df****944b");
    /// assert!("88df016429689c079f3b2f6ad39fa052".parse::<EvmTxHash>().is_err());
    /// # Ok::<(), offramp_core::Error>(())
    /// ```
    EvmTxHash
}

identifier! {
    /// The hash of a transaction on TRON: 64 hexadecimal digits.
    ///
    /// ```
    /// use offramp_core::identifier::TronTxHash;
    ///
    /// let text = "853793d552635f533aa982b92b35b00e63a1c14e526154563a56315263a56312";
    /// assert_eq!(text.parse::<TronTxHash>()?.as_str(), text);
    /// # Ok::<(), offramp_core::Error>(())
    /// ```
    TronTxHash
}

identifier! {
    /// The hash of a transaction on Stellar: 64 hexadecimal digits.
    ///
    /// ```
    /// use offramp_core::identifier::StellarTxHash;
    ///
    /// let text = "3389e9f0f1a65f19736cacf544c2e825313e8447f569233bb8db39aa607c8889";
    /// assert_eq!(text.parse::<StellarTxHash>()?.as_str(), text);
    /// # Ok::<(), offramp_core::Error>(())
    /// ```
    StellarTxHash
}

const fn spec(
    title: &'static str,
    read: fn(&str, Rules, &mut String) -> ReadResult,
    pattern: &'static str,
    example: &'static str,
) -> Spec {
    Spec {
        title,
        read,
        format: as_is,
        mask: |text| mask::ends(text, 6),
        parts: no_parts,
        #[cfg(not(target_arch = "wasm32"))]
        part_names: &[],
        pattern,
        example,
        digits: None,
        has_checksum: false,
    }
}

pub(super) static EVM: Spec = spec(
    "EVM transaction hash",
    read_evm,
    "^0x[0-9a-f]{64}$",
    "0x88df016429689c079f3b2f6ad39fa052532c56795b733da78a91ebe6a713944b",
);

pub(super) static TRON: Spec = spec(
    "TRON transaction hash",
    read_bare,
    "^[0-9a-f]{64}$",
    "853793d552635f533aa982b92b35b00e63a1c14e526154563a56315263a56312",
);

pub(super) static STELLAR: Spec = spec(
    "Stellar transaction hash",
    read_bare,
    "^[0-9a-f]{64}$",
    "3389e9f0f1a65f19736cacf544c2e825313e8447f569233bb8db39aa607c8889",
);

fn read_evm(text: &str, _: Rules, out: &mut String) -> ReadResult {
    let digits = hexadecimal(trim(text), 64)?;
    out.push_str("0x");
    finish(digits, out)
}

fn read_bare(text: &str, _: Rules, out: &mut String) -> ReadResult {
    let text = trim(text);
    if text.is_empty() {
        return Err(Issue::new(Code::ValueEmpty));
    }
    if text.starts_with("0x") && text.len() == 66 {
        return Err(Issue::new(Code::HexPrefixExtra));
    }
    bare_hexadecimal(text, 64, 0)?;
    finish(text, out)
}

fn finish(digits: &str, out: &mut String) -> ReadResult {
    if digits.bytes().all(|byte| byte == b'0') {
        return Err(Issue::new(Code::AllZeros));
    }
    out.extend(digits.chars().map(|digit| digit.to_ascii_lowercase()));
    Ok(())
}
