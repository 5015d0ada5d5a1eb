//! Rails, by which money travels, and the clearing systems behind them, by all their names.

use std::fmt;
use std::str::FromStr;

use super::field::plain;
use super::scheme::{NAMES as SCHEME_NAMES, Scheme};
use super::wallet;
use crate::error::{Error, ErrorCode};
use crate::money::Currency;
use crate::text;

/// How the money travels.
///
/// ```
/// use offramp_core::api::Rail;
///
/// assert_eq!("Bank transfer".parse::<Rail>()?, Rail::Bank);
/// assert_eq!("UPI".parse::<Rail>()?, Rail::Vpa); // a clearing system stands for its rail
/// # Ok::<(), offramp_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "wasm", derive(tsify::Tsify), serde(rename_all = "snake_case"))]
pub enum Rail {
    /// To a bank account.
    Bank,
    /// To a UPI address.
    Vpa,
    /// To a mobile-money wallet.
    MobileMoney,
    /// To an alias of an account, such as a phone number or an e-mail address at Pix, Interac or `PayID`.
    Proxy,
    /// To a payment card.
    Card,
    /// To be picked up in cash.
    Cash,
    /// To an address on a chain.
    Crypto,
}

impl Rail {
    /// Every rail, in the order in which a currency's rails are listed.
    pub const ALL: &'static [Rail] =
        &[Rail::Bank, Rail::Vpa, Rail::MobileMoney, Rail::Proxy, Rail::Card, Rail::Cash, Rail::Crypto];

    /// `"bank"`, `"vpa"`, `"mobile_money"`, `"proxy"`, `"card"`, `"cash"` or `"crypto"`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Rail::Bank => "bank",
            Rail::Vpa => "vpa",
            Rail::MobileMoney => "mobile_money",
            Rail::Proxy => "proxy",
            Rail::Card => "card",
            Rail::Cash => "cash",
            Rail::Crypto => "crypto",
        }
    }

    /// Other names, without capitals and separators, with blanks between them. What people write in a column
    /// called "type" or "method" is among them, such as the kind of a bank account.
    const fn aliases(self) -> &'static str {
        match self {
            Rail::Bank => {
                "banktransfer bankaccount account checking checkingaccount savings savingsaccount current currentaccount \
                 local localtransfer swift swifttransfer wiretransfer banking fedwire nip pesalink osko instapay pesonet"
            }
            Rail::Vpa => "virtualpaymentaddress",
            Rail::MobileMoney => "mobilemoney momo mobile mobilewallet",
            Rail::Proxy => "alias payid paynow promptpay duitnow etransfer interacetransfer zelle swish bizum",
            Rail::Card => "debitcard creditcard",
            Rail::Cash => "cashpickup",
            Rail::Crypto => "token onchain stablecoin",
        }
    }

    /// The rail of a name in any of its spellings, of a clearing system, or of a mobile-money service.
    pub(crate) fn find(name: &str) -> Option<Rail> {
        let plain = plain(name);
        let named = Rail::ALL.iter().find(|rail| rail.as_str() == name || text::contains_word(rail.aliases(), &plain));
        named
            .or_else(|| Rail::ALL.iter().find(|rail| rail.as_str() == plain))
            .copied()
            .or_else(|| Scheme::find(name).map(|(_, rail)| rail))
            .or_else(|| matches!(wallet::find(name, None), wallet::Found::Service(_)).then_some(Rail::MobileMoney))
    }
}

impl fmt::Display for Rail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Rail {
    type Err = Error;

    /// Reads the name of a rail, in any of its spellings.
    ///
    /// # Errors
    /// `ARGUMENT_INVALID`.
    fn from_str(name: &str) -> Result<Rail, Error> {
        Rail::find(name).ok_or_else(|| Error::new(ErrorCode::ArgumentInvalid, NO_RAIL).in_field("rail"))
    }
}

/// What is said of a name that is no rail's.
pub(crate) const NO_RAIL: &str = "bank, mobile_money, vpa, proxy, card, cash, crypto or the name of a scheme is needed";

/// The name of a scheme of clearing, such as `ach` or `sepa_instant`.
///
/// ```
/// use offramp_core::api::{Rail, SchemeName};
///
/// let scheme: SchemeName = "SEPA Instant".parse()?;
/// assert_eq!((scheme.as_str(), scheme.rail()), ("sepa_instant", Rail::Bank));
/// # Ok::<(), offramp_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SchemeName {
    name: &'static str,
    rail: Rail,
}

impl SchemeName {
    /// The name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.name
    }

    /// The rail that it clears.
    #[must_use]
    pub const fn rail(self) -> Rail {
        self.rail
    }

    /// Every scheme.
    pub fn all() -> impl Iterator<Item = SchemeName> {
        let mut rest = SCHEME_NAMES;
        std::iter::from_fn(move || text::next_word(&mut rest, b',')).filter_map(SchemeName::find)
    }

    /// The one scheme of a payment, where one was named as its rail and one besides.
    ///
    /// # Errors
    /// `ARGUMENT_INVALID` where these are two, or the scheme is one of another rail.
    pub(crate) fn join(
        rail: Option<Rail>,
        as_rail: Option<SchemeName>,
        scheme: &mut Option<SchemeName>,
    ) -> Result<(), Error> {
        let problem = match (as_rail, *scheme) {
            (Some(one), Some(other)) if one != other => "rail and scheme name two clearing systems",
            (_, Some(scheme)) if rail.is_some_and(|rail| rail != scheme.rail) => "the scheme is one of another rail",
            _ => {
                *scheme = scheme.or(as_rail);
                return Ok(());
            }
        };
        Err(Error::new(ErrorCode::ArgumentInvalid, problem).in_field("scheme"))
    }

    /// Whether it clears a currency, as far as is known.
    pub(crate) fn clears(self, currency: &str) -> bool {
        // banks of most countries have wires and gross settlement, of which the table has one each
        matches!(self.name, "wire" | "rtgs")
            || Currency::new(currency)
                .is_none_or(|currency| Scheme::of(currency, self.rail, "").iter().any(|scheme| scheme.key == self.name))
    }

    /// The scheme of a name in any of its spellings.
    pub(crate) fn find(name: &str) -> Option<SchemeName> {
        Scheme::find(name).map(|(name, rail)| SchemeName { name, rail })
    }
}

impl fmt::Display for SchemeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl FromStr for SchemeName {
    type Err = Error;

    /// Reads the name of a scheme, in any of its spellings.
    ///
    /// # Errors
    /// `ARGUMENT_INVALID`.
    fn from_str(name: &str) -> Result<SchemeName, Error> {
        SchemeName::find(name).ok_or_else(|| Error::new(ErrorCode::ArgumentInvalid, NO_SCHEME).in_field("scheme"))
    }
}

/// What is said of a name that is no scheme's.
pub(crate) const NO_SCHEME: &str = "the name of a clearing system is needed, such as ach or sepa_instant";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_known_in_any_spelling() {
        for &rail in Rail::ALL {
            assert_eq!(Rail::find(rail.as_str()), Some(rail));
            assert_eq!(Rail::find(&rail.as_str().to_uppercase().replace('_', " ")), Some(rail));
            for alias in rail.aliases().split_ascii_whitespace() {
                assert_eq!(Rail::find(alias), Some(rail), "{alias}");
            }
        }
        for scheme in SchemeName::all() {
            assert_eq!(SchemeName::find(&scheme.as_str().replace('_', "-")), Some(scheme));
            assert_eq!(Rail::find(scheme.as_str()), Some(scheme.rail()), "{scheme}");
        }
        assert_eq!(Rail::find("Checking"), Some(Rail::Bank));
        assert_eq!(Rail::find("M-Pesa"), Some(Rail::MobileMoney));
        assert_eq!((Rail::find("pigeon"), Rail::find(""), SchemeName::find("bank")), (None, None, None));
    }

    #[test]
    fn a_payment_is_cleared_by_one_scheme() {
        let join = |rail: &str, scheme: &str| {
            let mut joined = SchemeName::find(scheme);
            SchemeName::join(Rail::find(rail), SchemeName::find(rail), &mut joined).map(|()| joined)
        };
        assert_eq!(join("sepa", ""), Ok(SchemeName::find("sepa")));
        assert_eq!(join("bank", "fps"), Ok(SchemeName::find("fps")));
        assert_eq!(join("SEPA instant", "sepa_instant"), Ok(SchemeName::find("sepa_instant")));
        for (rail, scheme) in [("sepa", "fps"), ("sepa", "sepa_instant"), ("vpa", "imps"), ("upi", "imps")] {
            assert_eq!(join(rail, scheme).unwrap_err().field(), "scheme", "{rail} {scheme}");
        }
    }
}
