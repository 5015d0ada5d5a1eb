//! Amounts and currencies. Exact: never a float.

mod allocate;
mod amount;
mod currency;
mod digits;
mod exact;
mod locale;
mod locale_table;
mod misread;
mod names;
mod rate;
mod rounding;
mod words;

pub(crate) use allocate::MOST_SHARES;
pub use allocate::{allocate, allocate_by};
pub use amount::Amount;
pub(crate) use amount::{in_decimals, read_json, read_minor_units, read_positive, units_of};
pub use currency::Currency;
pub(crate) use digits::{Line, push_units};
pub(crate) use exact::{Exact, power_of_ten, times, times_signed};
pub(crate) use locale::{Display, Locale};
pub(crate) use names::{is_currency_word, named as named_currency, unknown as unknown_currency};
pub(crate) use rate::RATE_FIELDS;
pub use rate::{BasisPoints, Fraction, Percent, Rate};
pub use rounding::Rounding;
pub(crate) use words::LANGUAGES;
