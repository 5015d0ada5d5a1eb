//! Which countries belong to the Single Euro Payments Area, and since when their banks can be reached by it:
//! `data/sepa.csv`.

use crate::country::Country;
use crate::tables;

/// The day (ISO 8601) from which banks of the country can be paid by SEPA; nothing for a country outside. The
/// territories of a member have its IBANs and count as the member.
///
/// ```
/// use offramp_core::{Country, identifier::iban::sepa_since};
///
/// let since = |code| sepa_since(Country::new(code).unwrap());
/// assert_eq!((since("DE"), since("RS"), since("TR")), (Some("2008-01-28"), Some("2026-05-05"), None));
/// // days of ISO 8601 compare as texts
/// assert!(since("RS").is_some_and(|since| since <= "2026-11-26"));
/// ```
#[must_use]
pub fn sepa_since(country: Country) -> Option<&'static str> {
    let belongs = |countries: &str| countries.as_bytes().as_chunks().0.contains(&country.bytes());
    tables::SEPA.iter().find_map(|(since, countries)| belongs(countries).then_some(*since))
}
