//! The crate `iban_validate` beside this one: its types from and to ours, and what it says of a text.
//!
//! It is made from the same registry by other people, and knows neither the check digits inside an account number
//! nor countries outside the registry. Its opinion is for people who want to hear two; no report contains it.

use std::fmt;

use ::iban::{BaseIban, IbanLike, ParseBaseIbanError, ParseIbanError};

use super::Iban;
use crate::error::{Error, ErrorCode};

/// What `iban_validate` says of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SecondOpinion {
    /// It reads the text as an IBAN.
    Accepted,
    /// The text has not the general form of an IBAN, in capitals, with or without blanks between groups of four.
    WrongForm,
    /// The check digits do not match.
    WrongChecksum,
    /// It knows no IBANs of the country.
    UnknownCountry,
    /// The rest is not of the form that it has for the country.
    WrongStructure,
}

impl SecondOpinion {
    /// `accepted`, `wrong form`, `wrong checksum`, `unknown country` or `wrong structure`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            SecondOpinion::Accepted => "accepted",
            SecondOpinion::WrongForm => "wrong form",
            SecondOpinion::WrongChecksum => "wrong checksum",
            SecondOpinion::UnknownCountry => "unknown country",
            SecondOpinion::WrongStructure => "wrong structure",
        }
    }
}

impl fmt::Display for SecondOpinion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Asks `iban_validate` about an IBAN in electronic or paper form, in capitals.
///
/// ```
/// use offramp_core::identifier::iban::{SecondOpinion, second_opinion};
/// use offramp_core::{Kind, api};
///
/// assert_eq!(second_opinion("DE89 3704 0044 0532 0130 00"), SecondOpinion::Accepted);
/// assert_eq!(second_opinion("DE89370400440532013001"), SecondOpinion::WrongChecksum);
/// // it leaves the check digits inside to others
/// assert_eq!(second_opinion("BE66278055040645"), SecondOpinion::Accepted);
/// assert!(!api::is_valid(Kind::Iban, "BE66278055040645"));
/// ```
#[must_use]
pub fn second_opinion(text: &str) -> SecondOpinion {
    match text.parse::<::iban::Iban>() {
        Ok(_) => SecondOpinion::Accepted,
        Err(ParseIbanError::InvalidBaseIban { source: ParseBaseIbanError::InvalidChecksum }) => {
            SecondOpinion::WrongChecksum
        }
        Err(ParseIbanError::InvalidBaseIban { .. }) => SecondOpinion::WrongForm,
        Err(ParseIbanError::UnknownCountry(_)) => SecondOpinion::UnknownCountry,
        Err(ParseIbanError::InvalidBban(_)) => SecondOpinion::WrongStructure,
    }
}

/// Fails with `INPUT_INVALID` where `iban_validate` does not know the country or has an older format of it.
///
/// ```
/// use offramp_core::identifier::Iban;
///
/// let ours: Iban = "GB29 NWBK 6016 1331 9268 19".parse()?;
/// let theirs = iban::Iban::try_from(&ours)?;
/// assert_eq!(theirs.bban(), ours.bban());
/// assert_eq!(Iban::try_from(theirs)?, ours);
/// # Ok::<(), offramp_core::Error>(())
/// ```
impl TryFrom<&Iban> for ::iban::Iban {
    type Error = Error;

    fn try_from(ours: &Iban) -> Result<::iban::Iban, Error> {
        ours.as_str().parse().map_err(|_| unknown_to_peer())
    }
}

/// Fails with `INPUT_INVALID` only if `iban_validate` reads the general form otherwise than we do.
impl TryFrom<&Iban> for BaseIban {
    type Error = Error;

    fn try_from(ours: &Iban) -> Result<BaseIban, Error> {
        ours.as_str().parse().map_err(|_| unknown_to_peer())
    }
}

/// Fails with `INPUT_INVALID`, and the findings that say why, where check digits inside are wrong.
impl TryFrom<::iban::Iban> for Iban {
    type Error = Error;

    fn try_from(theirs: ::iban::Iban) -> Result<Iban, Error> {
        theirs.electronic_str().parse()
    }
}

/// Fails with `INPUT_INVALID`, and the findings that say why, where the country's rules are broken: a base IBAN has
/// passed the general ones alone.
impl TryFrom<BaseIban> for Iban {
    type Error = Error;

    fn try_from(theirs: BaseIban) -> Result<Iban, Error> {
        theirs.electronic_str().parse()
    }
}

fn unknown_to_peer() -> Error {
    Error::new(ErrorCode::InputInvalid, "iban_validate has no format, or another one, for IBANs of this country")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Code;

    #[test]
    fn every_opinion_is_reached() {
        for (text, opinion) in [
            ("FR1420041010050500013M02606", SecondOpinion::Accepted),
            ("de89370400440532013000", SecondOpinion::WrongForm),
            ("DE88370400440532013000", SecondOpinion::WrongChecksum),
            ("HN88CABF00000000000250005469", SecondOpinion::UnknownCountry),
            ("BR25SGB3834F653621056265529O2", SecondOpinion::WrongStructure),
        ] {
            assert_eq!(second_opinion(text), opinion, "{text}");
        }
    }

    #[test]
    fn conversions_keep_the_value_or_say_why_not() {
        let honduran: Iban = "HN88CABF00000000000250005469".parse().unwrap();
        assert_eq!(::iban::Iban::try_from(&honduran).unwrap_err().code(), ErrorCode::InputInvalid);
        let base = BaseIban::try_from(&honduran).unwrap();
        assert_eq!(Iban::try_from(base).unwrap(), honduran);
        let belgian: ::iban::Iban = "BE66278055040645".parse().unwrap();
        assert_eq!(Iban::try_from(belgian).unwrap_err().findings()[0].code(), Code::IbanNationalCheck);
    }
}
