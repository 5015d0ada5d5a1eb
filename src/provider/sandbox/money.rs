//! What the sandbox's rates make of amounts: decimals, and no market.

use std::str::FromStr;

use rust_decimal::Decimal;

use crate::json::Json;

/// How much of a currency a token is worth, which is always the same.
const RATES: &[(&str, &str)] = &[
    ("USD", "1"),
    ("EUR", "0.92"),
    ("GBP", "0.79"),
    ("CAD", "1.36"),
    ("AUD", "1.52"),
    ("SGD", "1.34"),
    ("INR", "83.1"),
    ("NPR", "132.95"),
    ("NGN", "1530.12"),
    ("KES", "129.5"),
    ("ARS", "1180.25"),
];

/// An amount by its digits; none where it is not one.
pub(in crate::provider) fn decimal(text: &str) -> Decimal {
    Decimal::from_str(text).unwrap_or_default()
}

/// The rate of a currency, and what an amount of tokens is worth in it.
pub(in crate::provider) fn converted(tokens: Decimal, currency: &str) -> (Decimal, Decimal) {
    let rate = RATES.iter().find(|(known, _)| *known == currency).map_or("1", |(_, rate)| rate);
    let rate = decimal(rate);
    (rate, tokens.checked_mul(rate).unwrap_or_default())
}

/// So many decimals, rounded down.
pub(in crate::provider) fn rounded(amount: Decimal, decimals: u32) -> Decimal {
    let mut amount = amount.trunc_with_scale(decimals);
    amount.rescale(decimals);
    amount
}

/// A JSON number of the digits that are needed.
pub(in crate::provider) fn number(amount: Decimal) -> Json {
    use std::fmt::Write as _;
    let mut digits = String::new();
    // writing into a text does not fail
    let _ = write!(digits, "{}", amount.normalize());
    digits.parse().map_or(Json::Null, Json::Number)
}
