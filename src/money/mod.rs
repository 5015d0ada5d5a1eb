//! Amounts and currencies. Exact: never a float.

mod amount;
mod currency;

pub use amount::Amount;
pub(crate) use amount::read_positive;
pub use currency::Currency;
