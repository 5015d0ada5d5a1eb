//! The key that duplicates are found with.

use std::fmt;

use crate::text;

/// A key of 128 bits that duplicates are found with. The core draws none: it is handed in, and findings are the same
/// with every key. `Debug` does not show it.
///
/// ```
/// use offramp_core::bulk::{CheckOptions, Checker, HashKey};
///
/// // drawn at random, where it matters who wrote the file
/// let key = HashKey::new(*b"0123456789abcdef");
/// let mut checker = Checker::new(CheckOptions::default().with_hash_key(key));
/// let mut codes = Vec::new();
/// let mut row = |row: &offramp_core::bulk::Row| codes.extend(row.findings.iter().map(|f| f.code().as_str()));
/// checker.push(b"reference,currency,amount,vpa\nA,INR,1,user@okaxis\nA,INR,2,user@okaxis\n", &mut row);
/// checker.finish(&mut row);
/// assert_eq!(codes, ["DUPLICATE_REFERENCE"]);
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct HashKey(pub(super) u64, pub(super) u64);

impl HashKey {
    /// From its bytes.
    #[must_use]
    pub const fn new(bytes: [u8; 16]) -> HashKey {
        let number = u128::from_le_bytes(bytes);
        #[expect(clippy::as_conversions, reason = "the two halves are meant")]
        HashKey(number as u64, (number >> 64) as u64)
    }

    #[cfg(not(target_family = "wasm"))]
    pub(super) fn bytes(self) -> [u8; 16] {
        (u128::from(self.1) << 64 | u128::from(self.0)).to_le_bytes()
    }

    /// From 32 hexadecimal digits, two a byte.
    #[must_use]
    pub fn from_hex(hex: &str) -> Option<HashKey> {
        let mut bytes = [0; 16];
        text::unhex(hex, &mut bytes)?;
        Some(HashKey::new(bytes))
    }
}

impl fmt::Debug for HashKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HashKey")
    }
}
