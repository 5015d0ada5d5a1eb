//! What a quote is computed from, forwards and backwards.

use super::fees::Fees;
use super::plan::{FeePlan, MAX_MANTISSA, nothing_arrives};
use super::rate::ExchangeRate;
use crate::code::Code;
use crate::finding::Finding;
use crate::money::{Currency, Exact, Rounding};

/// What a quote is computed from.
#[derive(Clone, Debug)]
pub(super) struct Terms {
    pub(super) source: Currency,
    pub(super) destination: Currency,
    pub(super) rate: ExchangeRate,
    /// The rate in units: multiplier and divisor; none where they are too large.
    pub(super) factors: Option<(u128, u128)>,
    pub(super) rate_text: String,
    /// The rate without the markup, where there is one.
    pub(super) mid_rate: Option<ExchangeRate>,
    pub(super) rounding: Rounding,
    pub(super) plan: FeePlan,
    pub(super) fee_in: FeeIn,
}

/// In which currency fees are charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FeeIn {
    /// In the one that is sent, before it is converted.
    Source,
    /// In the one that arrives, after it was converted.
    Destination,
}

/// What a payment comes to, in units.
pub(super) struct Sums {
    pub(super) sent: u128,
    /// What is converted, in the currency that is sent.
    pub(super) converted: u128,
    pub(super) arrives: u128,
    pub(super) fees: Fees,
}

/// A payment that was tried: what is sent and what arrives.
#[derive(Clone, Copy)]
pub(super) struct Try {
    /// What the terms are applied to: the gross, or the net where fees are on top.
    pub(super) base: u128,
    pub(super) arrives: u128,
}

/// The payments that come nearest to a target.
#[derive(Default)]
pub(super) struct Nearest {
    /// The smallest payment with which exactly the target arrives.
    pub(super) exact: Option<Try>,
    /// The payment with which the most below the target arrives.
    pub(super) below: Option<Try>,
    /// The smallest payment with which more than the target arrives.
    pub(super) above: Option<Try>,
}

impl Terms {
    /// The same at another rate.
    pub(super) fn at_rate(&self, rate: ExchangeRate) -> Terms {
        Terms { rate, factors: rate.in_units(self.source, self.destination), ..self.clone() }
    }

    pub(super) fn is_on_top(&self) -> bool {
        self.plan.plan().is_all_on_top()
    }

    /// What so many units, from which fees are deducted or to which they are added, come to.
    pub(super) fn forward(&self, units: u128) -> Result<Sums, Finding> {
        let too_large = || Finding::new(Code::AmountTooLarge);
        match self.fee_in {
            FeeIn::Source => {
                let fees = self.plan.on(units)?;
                let arrives = self.convert(fees.sums.net).ok_or_else(too_large)?;
                if arrives == 0 {
                    return Err(nothing_arrives());
                }
                Ok(Sums { sent: fees.sums.gross, converted: fees.sums.net, arrives, fees })
            }
            FeeIn::Destination => {
                let converted = self.convert(units).ok_or_else(too_large)?;
                if converted == 0 {
                    return Err(nothing_arrives());
                }
                let fees = self.plan.on(converted)?;
                Ok(Sums { sent: units, converted: units, arrives: fees.sums.net, fees })
            }
        }
    }

    /// Units of the destination for units of the source.
    pub(super) fn convert(&self, units: u128) -> Option<u128> {
        let (multiplier, divisor) = self.factors?;
        let units = self.rounding.round(Exact::product(units, multiplier, divisor)?)?;
        (units <= MAX_MANTISSA).then_some(units)
    }

    /// The least number of units that is converted to so many or more.
    fn least_for(&self, target: u128) -> u128 {
        // what is converted to less than one unit below is rounded to less, and what is to as much is not
        let bounds = self.factors.and_then(|(multiplier, divisor)| {
            let low = Exact::product(target.saturating_sub(1), divisor, multiplier)?.whole;
            let high = Exact::product(target, divisor, multiplier)?.whole.checked_add(1)?;
            Some((low.min(MAX_MANTISSA), high.min(MAX_MANTISSA)))
        });
        let (low, high) = bounds.unwrap_or((0, MAX_MANTISSA));
        least(low, high, &|units| self.convert(units).is_none_or(|arrives| arrives >= target))
    }

    /// The payments that make so many units arrive, or come nearest.
    ///
    /// What is left after fees grows with the amount, apart from rounding: each part is at most one unit
    /// away from its exact value, and a part on another one more, so that a larger amount leaves at most four
    /// units a part less than a smaller one. Amounts that could hit the target are therefore a short stretch, which is tried one by
    /// one; what lies outside cannot hit it. At the ends of tiers fees jump, so that every stretch between
    /// them is looked at by itself.
    pub(super) fn backward(&self, target: u128) -> Result<Nearest, Finding> {
        let mut nearest = Nearest::default();
        if self.is_on_top() {
            // the fee does not change what is converted
            let base = self.least_for(target);
            for base in [base.saturating_sub(1), base] {
                self.attempt(base, target, &mut nearest);
            }
            return Ok(nearest);
        }
        if !self.plan.leaves_a_tenth() {
            return Err(Finding::new(Code::RateTooLarge).with_text("expected", "0.9"));
        }
        let (low, high) = match self.fee_in {
            FeeIn::Source => {
                let low = self.least_for(target);
                (low, self.least_for(target.saturating_add(1)).saturating_sub(1).max(low))
            }
            FeeIn::Destination => (target, target),
        };
        // and one more, so that the nearest amount below is tried too
        let parts = u128::try_from(self.plan.plan().parts.len()).unwrap_or(0);
        // parts on parts can be another unit away
        let play = parts.saturating_mul(4).saturating_add(1);
        let mut start = 0;
        for end in self.plan.ends_of_tiers() {
            self.stretch((start, end.min(MAX_MANTISSA)), (low, high, play), target, &mut nearest);
            start = end.saturating_add(1);
            if start > MAX_MANTISSA || nearest.exact.is_some() {
                break;
            }
        }
        Ok(nearest)
    }

    /// Tries the amounts from `start` to `end` that could leave from `low` to `high`.
    fn stretch(
        &self,
        (start, end): (u128, u128),
        (low, high, play): (u128, u128, u128),
        target: u128,
        nearest: &mut Nearest,
    ) {
        // may be negative, where a minimum is more than the amount
        let signed = |number: u128| i128::try_from(number).unwrap_or(i128::MAX);
        let left = |amount: u128| {
            let fee = self.plan.sum(amount).map_or(i128::MAX, signed);
            signed(amount).saturating_sub(fee)
        };
        let (low, high) = (signed(low).saturating_sub(signed(play)), signed(high).saturating_add(signed(play)));
        // fees are not negative: what is to be left is paid at least
        let start = start.max(u128::try_from(low).unwrap_or(0)).min(end);
        let mut amount = least(start, end, &|amount| left(amount) >= low);
        loop {
            let base = match self.fee_in {
                FeeIn::Source => amount,
                FeeIn::Destination => self.least_for(amount),
            };
            self.attempt(base, target, nearest);
            let is_beyond = left(amount) > high;
            if nearest.exact.is_some() || is_beyond || amount >= end {
                return;
            }
            amount = amount.wrapping_add(1);
        }
    }

    fn attempt(&self, base: u128, target: u128, nearest: &mut Nearest) {
        let Ok(sums) = self.forward(base) else {
            return;
        };
        let tried = Try { base, arrives: sums.arrives };
        if tried.arrives == target {
            nearest.exact = nearest.exact.or(Some(tried));
        } else if tried.arrives > target {
            nearest.above = nearest.above.filter(|above| above.base <= base).or(Some(tried));
        } else if nearest.below.is_none_or(|below| below.arrives < tried.arrives) {
            nearest.below = Some(tried);
        }
    }
}

/// The first number from `start` for which it is true, or `end` where it is not for any before it.
fn least(start: u128, end: u128, is_true: &dyn Fn(u128) -> bool) -> u128 {
    let (mut low, mut high, mut step) = (start, end, 1_u128);
    // it is mostly near the start
    while let Some(probe) = start.checked_add(step).filter(|probe| *probe < end) {
        if is_true(probe) {
            high = probe;
            break;
        }
        low = probe.wrapping_add(1);
        step = step.saturating_mul(2);
    }
    while low < high {
        let middle = low.midpoint(high);
        if is_true(middle) {
            high = middle;
        } else {
            low = middle.wrapping_add(1);
        }
    }
    low
}
