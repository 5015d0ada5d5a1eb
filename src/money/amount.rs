//! Amounts, read from their digits.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::digits::push_decimal;
use super::exact::{Exact, power_of_ten, times, times_signed};
use super::misread::{DIGITS, diagnose, with_readings};
use super::{Currency, Rounding};
use crate::code::Code;
use crate::error::Error;
use crate::finding::Finding;
use crate::json::Json;
use crate::text;

/// An amount of money: a decimal number that is zero or more, exactly as it was written.
///
/// ```
/// use offramp_core::money::{Amount, Currency};
///
/// let amount: Amount = "1250.50".parse()?;
/// let usd = Currency::new("USD").expect("a currency");
/// assert_eq!(amount.to_string(), "1250.50");
/// assert_eq!(amount.minor_units(usd), Some(125_050));
/// # Ok::<(), offramp_core::Error>(())
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(Decimal);

impl Amount {
    /// The number.
    #[must_use]
    pub const fn as_decimal(self) -> Decimal {
        self.0
    }

    /// The amount of so many of the currency's smallest units (cents), where it is not negative and has
    /// no more than 28 digits.
    ///
    /// ```
    /// use offramp_core::money::{Amount, Currency};
    ///
    /// let yen = Currency::new("JPY").expect("a currency");
    /// assert_eq!(Amount::from_minor_units(1500, yen).map(|amount| amount.to_string()).as_deref(), Some("1500"));
    /// assert_eq!(Amount::from_minor_units(-1, yen), None);
    /// ```
    #[must_use]
    pub fn from_minor_units(units: i128, currency: Currency) -> Option<Amount> {
        let number = Decimal::try_from_i128_with_scale(units, u32::from(currency.decimals())).ok()?;
        (!number.is_sign_negative()).then_some(Amount(number))
    }

    /// How many of the currency's smallest units it is, where it is a whole number of them.
    #[must_use]
    #[cfg_attr(page, optimize(speed))]
    pub fn minor_units(self, currency: Currency) -> Option<i128> {
        let missing = u32::from(currency.decimals()).checked_sub(self.0.scale())?;
        // almost all amounts fit into 64 bits, which is several times as fast
        if let (Ok(number), Some(scale)) = (u64::try_from(self.0.mantissa()), 10_u64.checked_pow(missing)) {
            return Some(i128::from(number).wrapping_mul(i128::from(scale)));
        }
        times_signed(self.0.mantissa(), i128::try_from(power_of_ten(missing)?).ok()?)
    }
}

impl FromStr for Amount {
    type Err = Error;

    /// Reads a plain decimal number: digits, and a point with digits if there are decimals.
    ///
    /// # Errors
    /// `INPUT_INVALID` for everything else: signs, exponents, thousands separators, more than 28
    /// digits. Nothing is rounded.
    fn from_str(text: &str) -> Result<Amount, Error> {
        read(text, None).map_err(|finding| Error::from_findings(vec![finding]))
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Amount {
    /// The smallest units of a plain decimal number of up to 18 characters, without all else there is to
    /// say about amounts: the way of calls that are made many times.
    #[cfg(any(test, all(feature = "wasm", target_arch = "wasm32")))]
    pub(crate) fn quick_units(text: &[u8], currency: Currency) -> Option<u64> {
        let (mut units, mut decimals, mut has_point) = (0_u64, u32::from(currency.decimals()), false);
        if text.len() > 18 || !text.first()?.is_ascii_digit() || !text.last()?.is_ascii_digit() {
            return None;
        }
        for &byte in text {
            match byte {
                b'0'..=b'9' => {
                    units = units.wrapping_mul(10).wrapping_add(u64::from(byte & 15));
                    if has_point {
                        decimals = decimals.checked_sub(1)?;
                    }
                }
                b'.' if !has_point => has_point = true,
                _ => return None,
            }
        }
        units.checked_mul(10_u64.checked_pow(decimals)?)
    }

    /// The number of smallest units, where it fits and is not negative.
    pub(crate) fn from_units(units: u128, currency: Currency) -> Option<Amount> {
        Amount::from_minor_units(i128::try_from(units).ok()?, currency)
    }

    /// How many smallest units it is, where it is a whole number of them.
    pub(crate) fn units(self, currency: Currency) -> Option<u128> {
        self.minor_units(currency).map(i128::unsigned_abs)
    }

    /// With as many decimals as the currency has, where it has no more of its own.
    #[must_use]
    pub fn in_currency(self, currency: Currency) -> Option<Amount> {
        Amount::from_units(self.units(currency)?, currency)
    }

    /// What can be paid in cash, by a rounding that was named.
    pub(crate) fn in_cash(self, currency: Currency, rounding: Rounding) -> Option<Amount> {
        let step = currency.cash_step();
        let steps = rounding.round(Exact::product(self.units(currency)?, 1, step)?)?;
        Amount::from_units(times(steps, step)?, currency)
    }

    /// The number as text, with the decimals it was written with.
    pub(crate) fn text(self) -> String {
        let mut out = String::new();
        push_decimal(&mut out, self.0);
        out
    }

    /// Cut or raised to the currency's decimals by a rounding that was named.
    pub(crate) fn rounded(self, currency: Currency, rounding: Rounding) -> Option<Amount> {
        let surplus = self.0.scale().saturating_sub(u32::from(currency.decimals()));
        let exact = Exact::product(self.0.mantissa().unsigned_abs(), 1, power_of_ten(surplus)?)?;
        if surplus == 0 { self.in_currency(currency) } else { Amount::from_units(rounding.round(exact)?, currency) }
    }
}

/// Reads an amount from text, or from a number by its digits.
///
/// A number of more than fifteen digits is refused: whoever reads JSON into a binary float has lost some.
pub(crate) fn read_json(json: &Json, currency: Option<Currency>) -> Result<Amount, Finding> {
    match json {
        Json::String(text) => read(text, currency),
        Json::Number(number) => {
            let digits = number.as_str();
            let significant = text::without_front(digits, "0.-").bytes().filter(u8::is_ascii_digit).count();
            let is_safe = significant <= SAFE_DIGITS || text::whole(digits).is_some_and(|number| number <= 1 << 53);
            if is_safe || digits.bytes().any(|byte| byte == b'e' || byte == b'E') {
                read(digits, currency)
            } else {
                Err(Finding::new(Code::AmountUnsafeNumber))
            }
        }
        _ => Err(Finding::new(Code::FieldType).with_text("expected", "string")),
    }
}

/// As many digits as every binary float of 64 bits keeps.
const SAFE_DIGITS: usize = 15;

/// Reads an amount that is given in smallest units, as SwiftPay's document writes it.
pub(crate) fn read_minor_units(json: &Json, currency: Currency) -> Result<Amount, Finding> {
    let units = read_json(json, None)?;
    let not_whole = || {
        Finding::new(Code::AmountMinorUnits)
            .with("currency", currency.as_str().to_owned())
            .with_number("expected", usize::from(currency.decimals()))
    };
    if units.0.scale() > 0 {
        return Err(not_whole());
    }
    Amount::from_units(units.0.mantissa().unsigned_abs(), currency).ok_or_else(|| Finding::new(Code::AmountTooLarge))
}

/// The amount, where it has no more decimals than the currency.
pub(crate) fn in_decimals(amount: Amount, currency: Currency) -> Result<Amount, Finding> {
    let short = Amount(amount.0.normalize());
    short.in_currency(currency).ok_or_else(|| too_precise(short, currency))
}

/// Reads an amount of a currency that must be more than zero.
pub(crate) fn read_positive(text: &str, currency: Option<Currency>) -> Result<Amount, Finding> {
    let amount = read(text, currency)?;
    if amount.0.is_zero() { Err(Finding::new(Code::AmountZero)) } else { Ok(amount) }
}

#[cfg_attr(page, optimize(speed))]
pub(crate) fn read(text: &str, currency: Option<Currency>) -> Result<Amount, Finding> {
    let amount = plain(text).ok_or_else(|| diagnose(text, currency))?;
    if let Some(currency) = currency
        && amount.0.scale() > u32::from(currency.decimals())
    {
        return Err(with_readings(too_precise(amount, currency), text, Some(currency)));
    }
    Ok(amount)
}

/// The units of an amount, or what is wrong with it.
pub(crate) fn units_of(amount: Amount, currency: Currency) -> Result<u128, Finding> {
    amount.units(currency).ok_or_else(|| {
        if amount.0.scale() > u32::from(currency.decimals()) {
            too_precise(amount, currency)
        } else {
            Finding::new(Code::AmountTooLarge)
        }
    })
}

/// Digits, and perhaps a point and digits.
#[inline]
#[cfg_attr(page, optimize(speed))]
pub(super) fn plain(text: &str) -> Option<Amount> {
    let bytes = text.as_bytes();
    let (mut number, mut small, mut scale, mut point) = (0_i128, 0_u64, 0_u32, false);
    let (first, last) = (*bytes.first()?, *bytes.last()?);
    if bytes.len() > DIGITS.wrapping_add(1) || first == b'.' || last == b'.' {
        return None;
    }
    // eighteen digits fit in 64 bits, which is faster
    let is_small = bytes.len() <= 18;
    for &byte in bytes {
        match byte {
            b'0'..=b'9' => {
                let digit = byte.wrapping_sub(b'0');
                if is_small {
                    small = small.wrapping_mul(10).wrapping_add(u64::from(digit));
                } else {
                    number = number.wrapping_mul(10).wrapping_add(i128::from(digit));
                }
                scale = scale.wrapping_add(u32::from(point));
            }
            b'.' if !point => point = true,
            _ => return None,
        }
    }
    if bytes.len() > DIGITS && !point {
        return None;
    }
    let number = if is_small { i128::from(small) } else { number };
    Decimal::try_from_i128_with_scale(number, scale).ok().map(Amount)
}

#[cold]
fn too_precise(amount: Amount, currency: Currency) -> Finding {
    let finding = Finding::new(Code::AmountTooPrecise)
        .with("currency", currency.as_str().to_owned())
        .with_number("expected", usize::from(currency.decimals()))
        .with_number("actual", usize::try_from(amount.0.scale()).unwrap_or(0));
    let mut shorter = amount.0.normalize();
    // three digits behind a point may be thousands as well as decimals with a zero too many
    let may_be_thousands = amount.0.scale() == 3 && amount.0 >= Decimal::ONE;
    if shorter.scale() > u32::from(currency.decimals()) || shorter.is_zero() || may_be_thousands {
        return finding;
    }
    shorter.rescale(u32::from(currency.decimals()));
    finding.suggesting(Amount(shorter).text())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> (Code, Option<String>) {
        let finding = read_positive(text, Currency::new("USD")).unwrap_err();
        (finding.code(), finding.suggestion().map(str::to_owned))
    }

    #[test]
    fn plain_numbers_are_read_exactly() {
        for text in ["0.01", "1", "1250.50", "79228162514264337593543950.33", "00012.30"] {
            let amount = read_positive(text, Currency::new("USD")).unwrap();
            assert_eq!(amount.as_decimal(), Decimal::from_str_exact(text).unwrap(), "{text}");
        }
    }

    #[test]
    fn the_quick_way_reads_what_the_long_one_reads() {
        let texts = [
            "0",
            "1",
            "1234.56",
            "1234.5",
            "00.10",
            "999999999999999999",
            "1.234",
            ".5",
            "5.",
            "",
            "1e3",
            "+1",
            "1.2.3",
        ];
        for currency in ["USD", "JPY", "KWD", "USDC"].map(|code| Currency::new(code).unwrap()) {
            for text in texts {
                let long = read(text, Some(currency)).ok().and_then(|amount| amount.units(currency));
                let quick = Amount::quick_units(text.as_bytes(), currency).map(u128::from);
                assert!(quick == long || quick.is_none() && text.len() > 17, "{text} {currency}");
            }
        }
    }

    #[test]
    fn json_numbers_are_read_from_their_digits() {
        let usd = Currency::new("USD").unwrap();
        let read = |json: &str| read_json(&json.parse().unwrap(), Some(usd)).map_err(|finding| finding.code());
        let amount = |text: &str| Ok(text.parse::<Amount>().unwrap());
        assert_eq!(read("994.5"), amount("994.5"));
        assert_eq!(read(r#""994.50""#), amount("994.50"));
        assert_eq!(read("0.30000000000000004"), Err(Code::AmountUnsafeNumber));
        assert_eq!(read("9007199254740992"), amount("9007199254740992"));
        assert_eq!(read("9007199254740993"), Err(Code::AmountUnsafeNumber));
        assert_eq!(read("1e21"), Err(Code::AmountExponent));
        assert_eq!(read("-5"), Err(Code::AmountNegative));
        assert_eq!(read("0.001"), Err(Code::AmountTooPrecise));
        assert_eq!(read("null"), Err(Code::FieldType));
        let minor = |json: &str| read_minor_units(&json.parse().unwrap(), usd).map_err(|finding| finding.code());
        assert_eq!(minor(r#""25000""#), amount("250.00"));
        assert_eq!(minor("25000"), amount("250.00"));
        assert_eq!(minor(r#""50.5""#), Err(Code::AmountMinorUnits));
    }

    #[test]
    fn everything_else_is_named() {
        let meant = |text: &str| Some(text.to_owned());
        assert_eq!(said(""), (Code::ValueEmpty, None));
        assert_eq!(said("0.00"), (Code::AmountZero, None));
        assert_eq!(said("-5"), (Code::AmountNegative, None));
        assert_eq!(said("1.23E+05"), (Code::AmountExponent, None));
        assert_eq!(said("1,234.56"), (Code::AmountSeparators, meant("1234.56")));
        assert_eq!(said("1.234,56"), (Code::AmountSeparators, meant("1234.56")));
        assert_eq!(said("1,234,567"), (Code::AmountSeparators, meant("1234567")));
        assert_eq!(said("1,234"), (Code::AmountSeparators, None), "a thousand or one and a bit");
        assert_eq!(said("$12.50"), (Code::AmountCurrencySign, meant("12.50")));
        assert_eq!(said("12.50 USD"), (Code::AmountCurrencySign, meant("12.50")));
        assert_eq!(said("12.505"), (Code::AmountTooPrecise, None));
        assert_eq!(said("12.500"), (Code::AmountTooPrecise, None), "a thousand, or a zero too many");
        assert_eq!(said("12.5000"), (Code::AmountTooPrecise, meant("12.50")));
        assert_eq!(said("१२"), (Code::OtherScript, meant("12")));
        assert_eq!(said("NaN"), (Code::AmountNotANumber, None));
        assert_eq!(said(" 12 "), (Code::AmountNotANumber, meant("12")));
        assert_eq!(said("12345678901234567890123456789"), (Code::AmountTooLarge, None));
        assert_eq!(said("#N/A"), (Code::SpreadsheetError, None));
    }
}
