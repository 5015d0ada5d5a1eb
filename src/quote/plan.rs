//! A fee schedule made ready for one currency: whole numbers of its units.

use std::sync::Arc;

use super::fees::{FeeSums, Fees, PartFee};
use super::schedule::{Charge, TierMode};
use crate::code::Code;
use crate::error::Error;
use crate::finding::Finding;
use crate::money::{self, Amount, Currency, Exact, Rounding};

/// A [`FeeSchedule`](super::FeeSchedule) made ready for a currency, to compute many fees with.
///
/// ```
/// use offramp_core::money::Currency;
/// use offramp_core::quote::FeeSchedule;
///
/// let schedule: FeeSchedule = r#"{
///     "parts": [{"name": "developer", "bps": "10", "rounding": "up"}],
///     "charge": "deducted",
///     "amountRounding": "down"
/// }"#.parse()?;
/// let plan = schedule.plan(Currency::new("USD").expect("a currency"))?;
/// let fees = plan.compute("100100.119999".parse()?)?;
/// assert_eq!(fees.gross().to_string(), "100100.11");
/// assert_eq!(fees.fee().to_string(), "100.11");
/// assert_eq!(fees.net().to_string(), "100000.00");
/// # Ok::<(), offramp_core::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct FeePlan(pub(super) Arc<Plan>);

#[derive(Debug)]
pub(super) struct Plan {
    pub(super) currency: Currency,
    pub(super) charge: Charge,
    pub(super) amount_rounding: Option<Rounding>,
    /// The most that all parts together come to.
    pub(super) max: u128,
    /// Whether every share is of the amount and everything is charged alike: the way that is short.
    pub(super) is_plain: bool,
    pub(super) parts: Vec<Part>,
}

#[derive(Debug)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) fixed: u128,
    /// The fixed amount in words, alone and after shares of the amount.
    pub(super) texts: (String, String),
    pub(super) min: u128,
    pub(super) max: u128,
    pub(super) rounding: Rounding,
    pub(super) mode: TierMode,
    /// Never empty; a share that is the same for every amount is one tier.
    pub(super) tiers: Vec<Tier>,
    /// What the shares of all tiers are divided by.
    pub(super) divisor: u128,
    /// How many decimals after the smallest unit that gives.
    pub(super) places: u32,
    pub(super) base: Base,
    pub(super) charge: Charge,
    pub(super) is_rebate: bool,
}

impl Plan {
    /// Whether nothing is deducted.
    pub(super) fn is_all_on_top(&self) -> bool {
        self.charge == Charge::OnTop && self.parts.iter().all(|part| part.charge == Charge::OnTop)
    }

    /// Whether something is charged on top.
    pub(super) fn has_on_top(&self) -> bool {
        self.charge == Charge::OnTop || self.parts.iter().any(|part| part.charge == Charge::OnTop)
    }
}

/// What the share of a part is taken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base {
    /// The amount.
    Amount,
    /// What the parts before leave of it.
    Net,
    /// A part before, by its place.
    Part(usize),
}

#[derive(Debug)]
pub(super) struct Tier {
    /// The tier begins after this amount.
    pub(super) over: u128,
    pub(super) up_to: u128,
    /// The share in words, such as `2.9% of `; empty where there is none.
    pub(super) share: String,
    pub(super) numerator: u128,
    pub(super) fixed: u128,
}

/// The largest number of units that an amount can have: 96 bits.
pub(super) const MAX_MANTISSA: u128 = (1 << 96) - 1;

impl FeePlan {
    /// The currency.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.0.currency
    }

    pub(super) fn plan(&self) -> &Plan {
        &self.0
    }

    /// The fees on an amount, which is the gross where they are deducted and the net where they are on top.
    ///
    /// # Errors
    /// `INPUT_INVALID` where the amount has more decimals than the currency and the schedule does not
    /// say how to cut it, where the fees are all of the amount or more, or where a sum has more than 28 digits.
    pub fn compute(&self, amount: Amount) -> Result<Fees, Error> {
        self.fees(amount).map_err(|finding| Error::from_findings(vec![finding.at("/amount")]))
    }

    pub(crate) fn fees(&self, amount: Amount) -> Result<Fees, Finding> {
        let units = match (amount.units(self.0.currency), self.0.amount_rounding) {
            (Some(units), _) => units,
            (None, Some(mode)) if amount.as_decimal().scale() > u32::from(self.0.currency.decimals()) => amount
                .rounded(self.0.currency, mode)
                .and_then(|amount| amount.units(self.0.currency))
                .ok_or_else(|| Finding::new(Code::AmountTooLarge))?,
            _ => money::units_of(amount, self.0.currency)?,
        };
        self.on(units)
    }

    /// The fees on so many units.
    pub(super) fn on(&self, units: u128) -> Result<Fees, Finding> {
        let mut parts = Vec::with_capacity(self.0.parts.len());
        let sums = self.fill(units, &mut parts)?;
        Ok(Fees { plan: self.clone(), sums, parts })
    }

    /// The sums on so many units, and the parts in place of those of an earlier computation.
    pub(crate) fn fill(&self, units: u128, parts: &mut Vec<PartFee>) -> Result<FeeSums, Finding> {
        parts.clear();
        if units == 0 {
            return Err(Finding::new(Code::AmountZero));
        }
        if !self.0.is_plain {
            return self.fill_specially(units, parts);
        }
        let mut fee = 0_u128;
        for part in &self.0.parts {
            let share = part.on(units).ok_or_else(too_large)?;
            fee = fee.checked_add(share.units).ok_or_else(too_large)?;
            parts.push(share);
        }
        let (gross, net) = match self.0.charge {
            Charge::Deducted => match units.checked_sub(fee) {
                Some(0) => return Err(nothing_arrives()),
                net => (units, net.ok_or_else(|| Finding::new(Code::FeeExceedsAmount))?),
            },
            Charge::OnTop => (units.checked_add(fee).ok_or_else(too_large)?, units),
        };
        if gross > MAX_MANTISSA { Err(too_large()) } else { Ok(FeeSums { gross, fee, net }) }
    }

    /// The same of parts on parts, with rebates, borne by either side, or with a cap on the sum.
    #[cold]
    fn fill_specially(&self, units: u128, parts: &mut Vec<PartFee>) -> Result<FeeSums, Finding> {
        let (deducted, on_top, is_over) = self.sides(units, parts).ok_or_else(too_large)?;
        let net = units.checked_sub(deducted).filter(|_| !is_over);
        let net = net.ok_or_else(|| Finding::new(Code::FeeExceedsAmount))?;
        if net == 0 {
            return Err(nothing_arrives());
        }
        let gross = units.checked_add(on_top).ok_or_else(too_large)?;
        let fee = deducted.checked_add(on_top).ok_or_else(too_large)?;
        if gross > MAX_MANTISSA { Err(too_large()) } else { Ok(FeeSums { gross, fee, net }) }
    }

    /// What is deducted and what is on top, and whether a part was to be taken of less than nothing.
    fn sides(&self, units: u128, parts: &mut Vec<PartFee>) -> Option<(u128, u128, bool)> {
        let plan = &*self.0;
        let (mut deducted, mut on_top, mut is_over) = (0_u128, 0_u128, false);
        for part in &plan.parts {
            let base = match part.base {
                Base::Amount => units,
                Base::Net => {
                    is_over |= deducted > units;
                    units.saturating_sub(deducted)
                }
                Base::Part(place) => parts.get(place).map_or(0, |part| part.units),
            };
            let mut share = part.on(base)?;
            let side = if part.charge == Charge::OnTop { &mut on_top } else { &mut deducted };
            if part.is_rebate {
                // no more is given back than was charged
                share.units = share.units.min(*side);
                *side = side.wrapping_sub(share.units);
            } else {
                *side = side.checked_add(share.units)?;
            }
            parts.push(share);
        }
        // the last parts are lowered first
        let mut surplus = deducted.checked_add(on_top)?.saturating_sub(plan.max);
        for (part, share) in plan.parts.iter().zip(parts.iter_mut()).rev() {
            if part.is_rebate {
                continue;
            }
            let side = if part.charge == Charge::OnTop { &mut on_top } else { &mut deducted };
            let less = surplus.min(share.units).min(*side);
            share.units = share.units.wrapping_sub(less);
            *side = side.wrapping_sub(less);
            surplus = surplus.wrapping_sub(less);
        }
        Some((deducted, on_top, is_over))
    }

    /// Whether all shares together leave a tenth of every amount.
    pub(super) fn leaves_a_tenth(&self) -> bool {
        // counted in millionths, each part rounded up
        let (mut sum, mut shares) = (0_u128, Vec::with_capacity(self.0.parts.len()));
        for part in &self.0.parts {
            let largest = part.tiers.iter().map(|tier| tier.numerator).max().unwrap_or(0);
            // of a part before, it is a share of a share
            let whole = match part.base {
                Base::Part(place) => shares.get(place).copied().unwrap_or(u128::MAX),
                Base::Amount | Base::Net => 1_000_000,
            };
            let millionths = Exact::product(largest, whole, part.divisor).and_then(|part| Rounding::Up.round(part));
            let millionths = millionths.unwrap_or(u128::MAX);
            shares.push(millionths);
            // what is given back leaves more
            if !part.is_rebate {
                sum = sum.saturating_add(millionths);
            }
        }
        sum <= 900_000
    }

    /// The largest amounts of all tiers but the last, upwards, and the largest number.
    pub(super) fn ends_of_tiers(&self) -> Vec<u128> {
        let mut ends = vec![u128::MAX];
        for part in &self.0.parts {
            for tier in &part.tiers {
                if !ends.contains(&tier.up_to) {
                    ends.push(tier.up_to);
                }
            }
        }
        crate::finding::insertion_sort(&mut ends, |a, b| a > b);
        ends
    }

    /// What is deducted of so many units; where all is on top, what that is.
    pub(super) fn sum(&self, units: u128) -> Option<u128> {
        if !self.0.is_plain {
            return self.sides(units, &mut Vec::new()).map(|(deducted, ..)| deducted);
        }
        let mut fee = 0_u128;
        for part in &self.0.parts {
            fee = fee.checked_add(part.on(units)?.units)?;
        }
        Some(fee)
    }
}

#[cold]
pub(super) fn nothing_arrives() -> Finding {
    Finding::new(Code::NothingArrives)
}

#[cold]
fn too_large() -> Finding {
    Finding::new(Code::AmountTooLarge)
}

impl Part {
    fn on(&self, units: u128) -> Option<PartFee> {
        let exact = match self.mode {
            TierMode::Whole => {
                let tier = self.tiers.iter().find(|tier| units <= tier.up_to)?;
                Exact::product(units, tier.numerator, self.divisor)?.plus(tier.fixed)?
            }
            TierMode::Marginal => {
                let mut sum = Exact { whole: 0, rest: 0, divisor: self.divisor };
                for tier in self.tiers.iter().filter(|tier| tier.is_reached(units)) {
                    let inside = units.min(tier.up_to).saturating_sub(tier.over);
                    sum = sum.sum(Exact::product(inside, tier.numerator, self.divisor)?.plus(tier.fixed)?)?;
                }
                sum
            }
        };
        let exact = exact.plus(self.fixed)?;
        let rounded = if exact.rest == 0 { exact.whole } else { self.rounding.round(exact)? };
        Some(PartFee { base: units, exact, rounded, units: rounded.clamp(self.min, self.max) })
    }
}

impl Tier {
    /// Whether an amount lies in the tier or above it.
    pub(super) const fn is_reached(&self, units: u128) -> bool {
        units > self.over || self.over == 0
    }
}
