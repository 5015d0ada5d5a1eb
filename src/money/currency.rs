//! Currencies: their codes and how many decimals they have.

use std::fmt;

use crate::network::Network;
use crate::text;

/// ISO 4217 (list one, as amended to 2026): code and exponent. Fund codes, metals and the codes for
/// testing and for no currency are left out: nobody can be paid in them.
const ISO: &str = "AED2AFN2ALL2AMD2AOA2ARS2AUD2AWG2AZN2BAM2BBD2BDT2BHD3BIF0BMD2BND2BOB2BRL2BSD2BTN2BWP2BYN2BZD2CAD2CDF2CHF2CLP0CNY2COP2CRC2CUP2CVE2CZK2DJF0DKK2DOP2DZD2EGP2ERN2ETB2EUR2FJD2FKP2GBP2GEL2GHS2GIP2GMD2GNF0GTQ2GYD2HKD2HNL2HTG2HUF2IDR2ILS2INR2IQD3IRR2ISK0JMD2JOD3JPY0KES2KGS2KHR2KMF0KPW2KRW0KWD3KYD2KZT2LAK2LBP2LKR2LRD2LSL2LYD3MAD2MDL2MGA2MKD2MMK2MNT2MOP2MRU2MUR2MVR2MWK2MXN2MYR2MZN2NAD2NGN2NIO2NOK2NPR2NZD2OMR3PAB2PEN2PGK2PHP2PKR2PLN2PYG0QAR2RON2RSD2RUB2RWF0SAR2SBD2SCR2SDG2SEK2SGD2SHP2SLE2SOS2SRD2SSP2STN2SVC2SYP2SZL2THB2TJS2TMT2TND3TOP2TRY2TTD2TWD2TZS2UAH2UGX0USD2UYU2UZS2VED2VES2VND0VUV0WST2XAF0XCD2XCG2XOF0XPF0YER2ZAR2ZMW2ZWG2";

/// Tokens and their decimals on most networks: stable ones, and the coins that networks charge their fees in.
const TOKENS: &[(&str, u8)] = &[
    ("USDT", 6),
    ("USDC", 6),
    ("EURC", 6),
    ("PYUSD", 6),
    ("USDB", 18),
    ("DAI", 18),
    ("ETH", 18),
    ("POL", 18),
    ("BNB", 18),
    ("AVAX", 18),
    ("CELO", 18),
    ("TRX", 6),
    ("XLM", 7),
    ("SOL", 9),
    ("BTC", 8),
    // what Rahat's document pays out, an asset of Stellar
    ("RAHAT", 7),
];

/// In how many smallest units cash is paid, where it is not one: by the central banks' coins in use, as CLDR 48 has
/// them, and whole shillings in East Africa.
const CASH: &str = "5 CHF CAD AUD SGD,10 NZD,50 DKK,100 SEK NOK CZK KES TZS,500 HUF";

/// The coins among them, which have their own decimals on every network.
const COINS: &str = "ETH POL BNB AVAX CELO TRX XLM SOL BTC";

/// Providers that count a currency in fewer decimals than it has. Bridge processes whole cents only:
/// <https://apidocs.bridge.xyz/platform/additional-information/precision>.
/// Stripe pays out whole forints and new Taiwan dollars, whole ariary, and tens of the currencies with three decimals:
/// <https://docs.stripe.com/currencies#special-cases>.
const PROVIDERS: &[(&str, &str, u8)] = &[
    ("bridge", "USDT", 2),
    ("bridge", "USDC", 2),
    ("stripe", "HUF", 0),
    ("stripe", "TWD", 0),
    ("stripe", "MGA", 0),
    ("stripe", "BHD", 2),
    ("stripe", "JOD", 2),
    ("stripe", "KWD", 2),
    ("stripe", "OMR", 2),
    ("stripe", "TND", 2),
];

/// The decimals that Stripe writes an amount with, where they are more than it pays out.
const STRIPE_WRITES: &str = "2 HUF TWD ISK UGX,3 BHD JOD KWD OMR TND";

/// A currency or a stable token, with its decimals.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency {
    /// With zeros behind it.
    code: [u8; 5],
    decimals: u8,
    is_token: bool,
}

impl Currency {
    /// The currency of a code in capital letters: ISO 4217, a stable token, or the coin of a network.
    ///
    /// ```
    /// use offramp_core::money::Currency;
    ///
    /// assert_eq!(Currency::new("KWD").map(Currency::decimals), Some(3));
    /// assert!(Currency::new("XXX").is_none());
    /// ```
    #[must_use]
    pub fn new(code: &str) -> Option<Currency> {
        if let Ok(letters) = <[u8; 3]>::try_from(code.as_bytes()) {
            let (rows, _) = ISO.as_bytes().as_chunks::<4>();
            let at = rows.binary_search_by(|[a, b, c, _]| [*a, *b, *c].cmp(&letters)).ok();
            if let Some([a, b, c, exponent]) = at.and_then(|at| rows.get(at)) {
                return Some(Currency {
                    code: [*a, *b, *c, 0, 0],
                    decimals: exponent.wrapping_sub(b'0'),
                    is_token: false,
                });
            }
        }
        let (token, decimals) = TOKENS.iter().find(|(token, _)| *token == code)?;
        let mut letters = [0; 5];
        for (place, letter) in letters.iter_mut().zip(token.bytes()) {
            *place = letter;
        }
        Some(Currency { code: letters, decimals: *decimals, is_token: true })
    }

    /// The letters as one number.
    pub(crate) const fn as_bits(self) -> u64 {
        let [first, second, third, fourth, fifth] = self.code;
        u64::from_le_bytes([first, second, third, fourth, fifth, 0, 0, 0])
    }

    /// Every code: those of ISO 4217 in their order, and then the tokens.
    ///
    /// ```
    /// use offramp_core::money::Currency;
    ///
    /// assert!(Currency::codes().all(|code| Currency::new(code).is_some()));
    /// assert_eq!((Currency::codes().next(), Currency::codes().last()), (Some("AED"), Some("RAHAT")));
    /// ```
    pub fn codes() -> impl Iterator<Item = &'static str> {
        let mut rest = ISO;
        let codes = std::iter::from_fn(move || {
            let (row, others) = rest.split_at_checked(4)?;
            rest = others;
            row.get(..3)
        });
        codes.chain(TOKENS.iter().map(|(token, _)| *token))
    }

    /// The token with the decimals that it has on a network, by any of the network's names.
    ///
    /// ```
    /// use offramp_core::money::Currency;
    ///
    /// let usdc = Currency::new("USDC").expect("a token");
    /// assert_eq!(usdc.decimals(), 6);
    /// assert_eq!(usdc.on_network("BNB Chain").map(Currency::decimals), Some(18));
    /// assert!(usdc.on_network("nowhere").is_none());
    /// ```
    #[must_use]
    pub fn on_network(self, network: &str) -> Option<Currency> {
        let network = Network::find(network)?;
        if text::contains_word(COINS, self.as_str()) {
            return Some(self);
        }
        self.is_token().then_some(Currency { decimals: network.decimals.unwrap_or(self.decimals), ..self })
    }

    /// The currency with the decimals that a provider counts it in, which are its own unless the
    /// provider's documents say otherwise.
    #[must_use]
    pub fn at_provider(self, provider: &str) -> Currency {
        let row = PROVIDERS.iter().find(|(name, code, _)| *name == provider && *code == self.as_str());
        row.map_or(self, |(.., decimals)| Currency { decimals: *decimals, ..self })
    }

    /// The currency with the decimals that a provider's smallest units have, which may be more than it pays out: Stripe
    /// writes 500 for 5 shillings of Uganda and refuses 550.
    #[must_use]
    pub(crate) fn written_at(self, provider: &str) -> Currency {
        let mut rest = if provider == "stripe" { STRIPE_WRITES } else { "" };
        while let Some(mut words) = text::next_word(&mut rest, b',') {
            let decimals = text::next_word(&mut words, b' ').and_then(text::whole).unwrap_or(0);
            if text::contains_word(words, self.as_str()) {
                return Currency { decimals: u8::try_from(decimals).unwrap_or(0), ..self };
            }
        }
        self
    }

    /// The currency that a stable token is worth one unit of.
    #[must_use]
    pub(crate) fn pegged_to(self) -> Option<&'static str> {
        match self.as_str() {
            "USDT" | "USDC" | "DAI" | "PYUSD" => Some("USD"),
            "EURC" => Some("EUR"),
            _ => None,
        }
    }

    /// The smallest amount that can be paid in cash, in smallest units.
    #[must_use]
    pub(crate) fn cash_step(self) -> u128 {
        let mut rest = CASH;
        while let Some(mut words) = text::next_word(&mut rest, b',') {
            let step = text::next_word(&mut words, b' ').and_then(text::whole).unwrap_or(1);
            if text::contains_word(words, self.as_str()) {
                return u128::from(step);
            }
        }
        1
    }

    /// The currency counted in so many decimals, of which there can be 18.
    #[must_use]
    pub fn with_decimals(self, decimals: u8) -> Option<Currency> {
        (decimals <= 18).then_some(Currency { decimals, ..self })
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let length = self.code.iter().position(|byte| *byte == 0).unwrap_or(self.code.len());
        self.code.get(..length).and_then(|code| std::str::from_utf8(code).ok()).unwrap_or_default()
    }

    /// How many decimals an amount has: the exponent of ISO 4217, or the token's decimals.
    #[must_use]
    pub const fn decimals(self) -> u8 {
        self.decimals
    }

    /// Whether it is a token on a chain.
    #[must_use]
    pub const fn is_token(self) -> bool {
        self.is_token
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponents_and_tokens() {
        for (code, decimals) in
            [("USD", 2), ("JPY", 0), ("KWD", 3), ("UGX", 0), ("USDC", 6), ("PYUSD", 6), ("ETH", 18), ("XLM", 7)]
        {
            assert_eq!(Currency::new(code).map(|c| (c.to_string(), c.decimals())), Some((code.to_owned(), decimals)));
        }
        let decimals = |code: &str, network: &str| Some(Currency::new(code)?.on_network(network)?.decimals());
        for (network, expected) in
            [("ETH", Some(6)), ("bsc", Some(18)), ("BEP-20", Some(18)), ("stellar", Some(7)), ("XX", None)]
        {
            assert_eq!(decimals("USDC", network), expected, "{network}");
        }
        assert_eq!(decimals("USD", "ETH"), None, "dollars are on no network");
        assert_eq!(Currency::new("USDC").map(|c| c.at_provider("bridge").decimals()), Some(2));
        assert_eq!(Currency::new("UGX").map(|c| c.at_provider("bridge").decimals()), Some(0));
        assert_eq!(Currency::new("XOF").and_then(|c| c.with_decimals(2)).map(Currency::decimals), Some(2));
        for code in ["usd", "US", "XAU", "CLF", "UYW", "USDX", "", "€UR"] {
            assert_eq!(Currency::new(code), None, "{code}");
        }
    }
}
