//! Splitting an amount without losing a unit.

use rust_decimal::Decimal;

use super::exact::{Exact, power_of_ten, times};
use super::{Amount, Currency};

/// The most shares that an amount is split into at once.
pub(crate) const MOST_SHARES: usize = 1_000_000;

/// Splits an amount into so many shares that differ by one unit at most, the larger ones first.
///
/// `None` where the amount has more decimals than the currency, or there is no share, or more than a
/// million.
///
/// ```
/// use offramp_core::money::{Currency, allocate};
///
/// let usd = Currency::new("USD").expect("a currency");
/// let shares = allocate("100".parse()?, usd, 3).expect("three shares");
/// assert_eq!(shares.map(|share| share.to_string()).collect::<Vec<_>>(), ["33.34", "33.33", "33.33"]);
/// # Ok::<(), offramp_core::Error>(())
/// ```
#[must_use]
pub fn allocate(amount: Amount, currency: Currency, ways: usize) -> Option<impl Iterator<Item = Amount>> {
    if ways > MOST_SHARES {
        return None;
    }
    let units = amount.units(currency)?;
    let count = u128::try_from(ways).ok()?;
    let (least, more) = (units.checked_div(count)?, usize::try_from(units.checked_rem(count)?).ok()?);
    let share = Amount::from_units(least, currency)?;
    let larger = Amount::from_units(least.checked_add(1)?, currency)?;
    Some((0..ways).map(move |index| if index < more { larger } else { share }))
}

/// Splits an amount in proportion to weights, by largest remainder: every share is its exact part cut to
/// whole units, and the units that are left go to the shares that were cut by most, the earlier of equal
/// ones first.
///
/// `None` where the amount has more decimals than the currency, a weight is negative, all are zero, or
/// their sum has more digits than can be counted.
#[must_use]
pub fn allocate_by(amount: Amount, currency: Currency, weights: &[Decimal]) -> Option<Vec<Amount>> {
    if weights.len() > MOST_SHARES {
        return None;
    }
    let units = amount.units(currency)?;
    let mut scale = 0;
    for weight in weights {
        scale = scale.max(weight.scale());
    }
    let (mut counts, mut sum) = (Vec::with_capacity(weights.len()), 0_u128);
    for weight in weights {
        let missing = power_of_ten(scale.wrapping_sub(weight.scale()))?;
        let count = times(u128::try_from(weight.mantissa()).ok()?, missing)?;
        sum = sum.checked_add(count)?;
        counts.push(count);
    }
    if sum == 0 {
        return None;
    }
    let (mut shares, mut left) = (Vec::with_capacity(counts.len()), units);
    for count in counts {
        let share = Exact::product(units, count, sum)?;
        left = left.checked_sub(share.whole)?;
        shares.push(share);
    }
    let least = smallest_raised(&shares, left, sum);
    // all above the threshold get one, and of those at it the first
    for share in &shares {
        if share.rest > least {
            left = left.saturating_sub(1);
        }
    }
    let mut amounts = Vec::with_capacity(shares.len());
    for share in shares {
        let is_at_threshold = share.rest == least && left > 0;
        if is_at_threshold {
            left = left.saturating_sub(1);
        }
        let more = u128::from(share.rest > least || is_at_threshold);
        amounts.push(Amount::from_units(share.whole.checked_add(more)?, currency)?);
    }
    Some(amounts)
}

/// The smallest remainder of those that a unit goes to. A search for it takes one look at all shares a
/// bit, which is no more than sorting them, and less code.
fn smallest_raised(shares: &[Exact], left: u128, sum: u128) -> u128 {
    let (mut low, mut high) = (0, sum);
    while low < high {
        let middle = low.midpoint(high);
        let above = shares.iter().filter(|share| share.rest > middle).count();
        if u128::try_from(above).unwrap_or(u128::MAX) > left {
            low = middle.wrapping_add(1);
        } else {
            high = middle;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by(amount: &str, code: &str, weights: &[&str]) -> Option<Vec<String>> {
        let weights: Vec<Decimal> = weights.iter().map(|weight| weight.parse().unwrap()).collect();
        let shares = allocate_by(amount.parse().unwrap(), Currency::new(code).unwrap(), &weights)?;
        Some(shares.iter().map(ToString::to_string).collect())
    }

    fn texts(shares: &[&str]) -> Vec<String> {
        shares.iter().map(|&share| share.to_owned()).collect()
    }

    #[test]
    fn by_largest_remainder() {
        assert_eq!(by("100", "USD", &["1", "1", "1"]), Some(texts(&["33.34", "33.33", "33.33"])));
        assert_eq!(
            by("0.05", "USD", &["3", "7"]),
            Some(texts(&["0.02", "0.03"])),
            "1.5 and 3.5: the earlier of equal ones"
        );
        assert_eq!(by("10", "JPY", &["0.5", "0.25", "0.25"]), Some(texts(&["5", "3", "2"])));
        assert_eq!(by("1", "JPY", &["0", "0", "5"]), Some(texts(&["0", "0", "1"])));
        assert_eq!(by("7", "JPY", &["1", "5", "1"]), Some(texts(&["1", "5", "1"])));
        assert_eq!(by("1", "JPY", &["0", "0"]), None);
        assert_eq!(by("1", "JPY", &["1", "-1"]), None);
        assert_eq!(by("1", "JPY", &[]), None);
        assert_eq!(by("1.5", "JPY", &["1"]), None);
    }

    #[test]
    fn a_million_shares_of_a_token_with_eighteen_decimals() {
        let token = Currency::new("USDC").and_then(|token| token.on_network("BNB")).unwrap();
        let shares = allocate("1000000000".parse().unwrap(), token, 3).unwrap();
        assert_eq!(shares.map(|share| share.units(token).unwrap()).sum::<u128>(), 10_u128.pow(27));
        assert!(allocate("1".parse().unwrap(), token, 0).is_none());
    }
}
