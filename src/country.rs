//! Country codes (ISO 3166-1 alpha-2).

use std::fmt;

/// The officially assigned codes as of 2026, and XK, which banks use for Kosovo.
const ASSIGNED: &str = "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSXKYEYTZAZMZW";

const BITS: [u32; 26] = bits();

/// One word a first letter, one bit a second letter.
#[expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    reason = "runs while compiling, where a mistake is a compile error"
)]
const fn bits() -> [u32; 26] {
    let codes = ASSIGNED.as_bytes();
    let mut bits = [0_u32; 26];
    let mut at = 0;
    while at < codes.len() {
        bits[(codes[at] - b'A') as usize] |= 1 << (codes[at + 1] - b'A');
        at += 2;
    }
    bits
}

/// A country, by its two letters.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Country([u8; 2]);

impl Country {
    /// The country of a code in capital letters, if it is assigned.
    ///
    /// ```
    /// use offramp_core::Country;
    ///
    /// assert!(Country::new("DE").is_some());
    /// assert!(Country::new("ZZ").is_none());
    /// ```
    #[must_use]
    pub fn new(code: &str) -> Option<Country> {
        Country::from_bytes(code.as_bytes().try_into().ok()?)
    }

    #[inline]
    #[cfg_attr(page, optimize(speed))]
    pub(crate) fn from_bytes(code: [u8; 2]) -> Option<Country> {
        let [first, second] = code.map(|letter| letter.wrapping_sub(b'A'));
        let word = BITS.get(usize::from(first))?;
        (second < 26 && word >> second & 1 == 1).then_some(Country(code))
    }

    /// All of them, in the order of their letters.
    pub(crate) fn all() -> impl Iterator<Item = Country> {
        ASSIGNED.as_bytes().as_chunks().0.iter().map(|code| Country(*code))
    }

    pub(crate) const fn bytes(self) -> [u8; 2] {
        self.0
    }

    /// The two letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The state whose banks and sort codes a dependency or overseas territory shares: the United
    /// Kingdom for the Crown dependencies, France, the United States and Australia for their territories;
    /// otherwise the country itself.
    #[must_use]
    pub(crate) const fn banking_home(self) -> Country {
        match &self.0 {
            b"GG" | b"IM" | b"JE" => Country(*b"GB"),
            b"BL" | b"GF" | b"GP" | b"MF" | b"MQ" | b"NC" | b"PF" | b"PM" | b"RE" | b"TF" | b"WF" | b"YT" | b"MC" => {
                Country(*b"FR")
            }
            b"AX" => Country(*b"FI"),
            // served by the Federal Reserve, Palau, Micronesia and the Marshall Islands by compact
            b"AS" | b"FM" | b"GU" | b"MH" | b"MP" | b"PR" | b"PW" | b"UM" | b"VI" => Country(*b"US"),
            b"CC" | b"CX" | b"NF" => Country(*b"AU"),
            _ => self,
        }
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_assigned_code_and_no_other() {
        let letters = || b'A'..=b'Z';
        let known: Vec<_> =
            letters().flat_map(|a| letters().map(move |b| [a, b])).filter_map(Country::from_bytes).collect();
        assert_eq!(known.len(), 250, "249 in ISO 3166-1 and XK");
        assert_eq!(Country::new("de"), None);
        assert_eq!(Country::new("[A"), None);
        assert_eq!(Country::new("DEU"), None);
    }
}
