//! What there is: kinds, currencies, providers and corridors.

#[cfg(not(target_arch = "wasm32"))]
use crate::bank::SchemeInfo;
use crate::bank::{self, CorridorInfo};
use crate::error::Error;
use crate::identifier::Kind;
use crate::json::Json;
use crate::money::Currency;
use crate::provider::Provider;

/// Every corridor by the rails' public rules.
///
/// ```
/// use offramp_core::api::{self, Rail};
///
/// let corridors = api::corridors();
/// let kenya = corridors.iter().find(|corridor| corridor.currency == "KES").unwrap();
/// assert_eq!((kenya.rail, &kenya.countries[..]), (Rail::MobileMoney, &["KE"][..]));
/// let sepa = corridors.iter().find(|corridor| corridor.currency == "EUR").unwrap();
/// assert_eq!((sepa.scheme, &sepa.required[..]), (Some("sepa"), &["iban"][..]));
/// ```
#[must_use]
pub fn corridors() -> Vec<CorridorInfo> {
    bank::all().iter().map(CorridorInfo::of).collect()
}

/// Every scheme of clearing, and after them those that a provider runs in its own way.
///
/// ```
/// use offramp_core::api;
///
/// let instant = api::schemes().find(|scheme| scheme.scheme == "sepa_instant").unwrap();
/// assert_eq!((instant.currency, instant.is_always_open), (Some("EUR"), true));
/// ```
#[cfg(not(target_arch = "wasm32"))]
pub fn schemes() -> impl Iterator<Item = SchemeInfo> {
    SchemeInfo::all()
}

/// The codes of all currencies and tokens that amounts can be in. For each there is a verdict; rules for
/// destinations are there for those of [`corridors`].
///
/// ```
/// assert!(offramp_core::api::currencies().any(|code| code == "JPY"));
/// ```
pub fn currencies() -> impl Iterator<Item = &'static str> {
    Currency::codes()
}

/// The names of all providers.
///
/// ```
/// assert_eq!(offramp_core::api::providers().next(), Some("coinut"));
/// ```
pub fn providers() -> impl Iterator<Item = &'static str> {
    Provider::ALL.iter().map(|provider| provider.as_str())
}

/// The names of all kinds of identifiers.
///
/// ```
/// assert_eq!(offramp_core::api::kinds().next(), Some("iban"));
/// ```
pub fn kinds() -> impl Iterator<Item = &'static str> {
    Kind::ALL.iter().map(|kind| kind.as_str())
}

/// One of the lists by its name in JavaScript, as JSON.
///
/// # Errors
/// `ARGUMENT_INVALID` where there is no list of this name.
pub fn lists(name: &str) -> Result<Json, Error> {
    Ok(match name {
        "kinds" => Json::texts(kinds()),
        "currencies" => Json::texts(currencies()),
        "providers" => Json::texts(providers()),
        // the package brings them as data
        #[cfg(not(target_arch = "wasm32"))]
        "corridors" => {
            let mut all = Vec::new();
            for corridor in bank::all() {
                all.push(CorridorInfo::of(&corridor).to_json());
            }
            Json::Array(all)
        }
        #[cfg(not(target_arch = "wasm32"))]
        "schemes" => Json::Array(schemes().map(|scheme| scheme.to_json()).collect()),
        _ => return Err(Error::new(crate::error::ErrorCode::ArgumentInvalid, "there is no list of this name")),
    })
}
