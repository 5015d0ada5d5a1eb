//! A fee schedule made ready for one currency: whole numbers of its units.

use std::sync::Arc;

use super::fees::{FeeSums, Fees, PartFee};
use super::reader::Reader;
use super::schedule::{Charge, FeePart, FeeSchedule, FeeTier, NET, Share, TierMode};
use crate::code::Code;
use crate::error::Error;
use crate::finding::Finding;
use crate::money::{self, Amount, Currency, Exact, Rate, Rounding, power_of_ten, times};
use rust_decimal::Decimal;

/// A [`FeeSchedule`] made ready for a currency, to compute many fees with.
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
pub struct FeePlan(Arc<Plan>);

#[derive(Debug)]
pub(super) struct Plan {
    pub(super) currency: Currency,
    pub(super) charge: Charge,
    amount_rounding: Option<Rounding>,
    /// The most that all parts together come to.
    max: u128,
    /// Whether every share is of the amount and everything is charged alike: the way that is short.
    is_plain: bool,
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
    divisor: u128,
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
    numerator: u128,
    pub(super) fixed: u128,
}

/// The largest number of units that an amount can have: 96 bits.
pub(super) const MOST: u128 = (1 << 96) - 1;

impl FeeSchedule {
    /// Makes the schedule ready for a currency.
    ///
    /// # Errors
    /// `INPUT_INVALID` where a fixed amount has more decimals than the currency, a minimum is above its
    /// maximum, tiers do not go up, or a share has no rounding.
    pub fn plan(&self, currency: Currency) -> Result<FeePlan, Error> {
        let mut reader = Reader::new();
        let plan = self.planned(&mut reader, currency);
        reader.finish(Some(plan))
    }

    /// The same of a schedule that is being read; what is wrong is said there.
    pub(crate) fn planned(&self, reader: &mut Reader, currency: Currency) -> FeePlan {
        let before = reader.enter("parts");
        let mut planner = Planner { currency, reader };
        let mut parts = Vec::with_capacity(self.parts.len());
        for (index, part) in self.parts.iter().enumerate() {
            let before = planner.reader.enter_item(index);
            parts.push(planner.part(part));
            planner.reader.leave(before);
        }
        reader.leave(before);
        let (charge, amount_rounding) = (self.charge, self.amount_rounding);
        for (index, part) in self.parts.iter().enumerate() {
            let base = match part.of.as_deref() {
                None => Base::Amount,
                Some(NET) => Base::Net,
                Some(name) => Base::Part(self.parts.iter().take(index).position(|part| part.name == name).unwrap_or(0)),
            };
            if let Some(planned) = parts.get_mut(index) {
                (planned.base, planned.charge, planned.is_rebate) =
                    (base, part.charge.unwrap_or(charge), part.is_rebate);
            }
        }
        let max = self.max.map(|max| reader.keep("max", money::units_of(max, currency)).unwrap_or(0));
        let is_special = |part: &Part| part.base != Base::Amount || part.charge != charge || part.is_rebate;
        let is_plain = max.is_none() && !parts.iter().any(is_special);
        let max = max.unwrap_or(u128::MAX);
        FeePlan(Arc::new(Plan { currency, charge, amount_rounding, max, is_plain, parts }))
    }
}

struct Planner<'a> {
    currency: Currency,
    reader: &'a mut Reader,
}

impl Planner<'_> {
    fn units(&mut self, name: &str, amount: Option<Amount>) -> Option<u128> {
        self.reader.keep(name, money::units_of(amount?, self.currency))
    }

    fn part(&mut self, part: &FeePart) -> Part {
        let fixed = match &part.foreign {
            Some((_, rate)) => self.converted(part, *rate).unwrap_or(0),
            None => self.units("fixed", part.fixed).unwrap_or(0),
        };
        let min = self.units("min", part.min).unwrap_or(0);
        let max = self.units("max", part.max).unwrap_or(u128::MAX);
        if min > max {
            self.reader.say_code("min", Code::MinimumAboveMaximum);
        }
        let whole;
        let (mode, tiers) = match &part.share {
            Share::None => (TierMode::Whole, &[FeeTier { up_to: None, rate: None, fixed: None }][..]),
            Share::Flat(rate) => {
                whole = [FeeTier { up_to: None, rate: Some(*rate), fixed: None }];
                (TierMode::Whole, &whole[..])
            }
            Share::Tiered(mode, tiers) => (*mode, &tiers[..]),
        };
        let mut divisor = 1;
        for tier in tiers {
            divisor = divisor.max(tier.rate.map_or(1, |rate| rate.ratio().1));
        }
        if divisor > 1 && part.rounding.is_none() {
            self.reader.say_code("rounding", Code::FieldRequired);
        }
        let tiers = self.tiers(tiers, divisor);
        let rounding = part.rounding.unwrap_or(Rounding::HalfEven);
        let (mut alone, mut after) = (String::new(), String::from(" = "));
        money::push_units(&mut alone, fixed, u32::from(self.currency.decimals()));
        if fixed > 0 {
            after = String::from(" + ");
            after.push_str(&alone);
            after.push_str(" = ");
        }
        alone.push_str(" fixed");
        if let Some((code, rate)) = &part.foreign {
            let mut words = part.fixed.map(Amount::text).unwrap_or_default();
            let mut price = String::new();
            money::push_units(&mut price, rate.mantissa().unsigned_abs(), rate.scale());
            for word in [" ", code, " at ", &price, " = ", &alone] {
                words.push_str(word);
            }
            alone = words;
        }
        Part {
            name: part.name.clone(),
            fixed,
            texts: (alone, after),
            min,
            max,
            rounding,
            mode,
            tiers,
            divisor,
            places: divisor.checked_ilog10().unwrap_or(0),
            base: Base::Amount,
            charge: Charge::Deducted,
            is_rebate: false,
        }
    }

    /// The fixed amount of another currency in units of this one.
    fn converted(&mut self, part: &FeePart, rate: Decimal) -> Option<u128> {
        let (fixed, rounding) = (part.fixed?.as_decimal(), part.rounding.unwrap_or(Rounding::HalfEven));
        let down = fixed.scale().wrapping_add(rate.scale());
        let up = u32::from(self.currency.decimals());
        let (multiplier, divisor) = (power_of_ten(up.saturating_sub(down)), power_of_ten(down.saturating_sub(up)));
        let units = multiplier.zip(divisor).and_then(|(multiplier, divisor)| {
            let rate = times(rate.mantissa().unsigned_abs(), multiplier)?;
            rounding.round(Exact::product(fixed.mantissa().unsigned_abs(), rate, divisor)?)
        });
        if units.is_none() {
            self.reader.say_code("rate", Code::AmountTooLarge);
        }
        units
    }

    fn tiers(&mut self, tiers: &[FeeTier], divisor: u128) -> Vec<Tier> {
        let (mut planned, mut over, mut is_ordered) = (Vec::with_capacity(tiers.len()), 0, !tiers.is_empty());
        let before = self.reader.enter("tiers");
        for (index, tier) in tiers.iter().enumerate() {
            let is_last = index.wrapping_add(1) == tiers.len();
            is_ordered &= tier.up_to.is_none() == is_last;
            let before = self.reader.enter_item(index);
            let up_to = self.units("upTo", tier.up_to).unwrap_or(u128::MAX);
            let fixed = self.units("fixed", tier.fixed).unwrap_or(0);
            self.reader.leave(before);
            is_ordered &= up_to > over;
            let (number, own) = tier.rate.map_or((0, 1), Rate::ratio);
            let numerator = number.saturating_mul(divisor.checked_div(own).unwrap_or(1));
            let mut share = String::new();
            if let Some(rate) = tier.rate {
                rate.write(&mut share);
                share.push_str(" of ");
            }
            planned.push(Tier { over, up_to, share, numerator, fixed });
            over = up_to;
        }
        self.reader.leave(before);
        if !is_ordered {
            self.reader.say_code("tiers", Code::TiersOrder);
        }
        planned
    }
}

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
                Some(0) if units > 0 => return Err(nothing_arrives()),
                net => (units, net.ok_or_else(|| Finding::new(Code::FeeExceedsAmount))?),
            },
            Charge::OnTop => (units.checked_add(fee).ok_or_else(too_large)?, units),
        };
        if gross > MOST { Err(too_large()) } else { Ok(FeeSums { gross, fee, net }) }
    }

    /// The same of parts on parts, with rebates, borne by either side, or with a cap on the sum.
    #[cold]
    fn fill_specially(&self, units: u128, parts: &mut Vec<PartFee>) -> Result<FeeSums, Finding> {
        let (deducted, on_top, is_over) = self.sides(units, parts).ok_or_else(too_large)?;
        let net = units.checked_sub(deducted).filter(|_| !is_over);
        let net = net.ok_or_else(|| Finding::new(Code::FeeExceedsAmount))?;
        if net == 0 && units > 0 {
            return Err(nothing_arrives());
        }
        let gross = units.checked_add(on_top).ok_or_else(too_large)?;
        let fee = deducted.checked_add(on_top).ok_or_else(too_large)?;
        if gross > MOST { Err(too_large()) } else { Ok(FeeSums { gross, fee, net }) }
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
        let mut sum = 0_u128;
        for part in &self.0.parts {
            let largest = part.tiers.iter().map(|tier| tier.numerator).max().unwrap_or(0);
            let millionths = Exact::product(largest, 1_000_000, part.divisor).and_then(|part| Rounding::Up.round(part));
            sum = sum.saturating_add(millionths.unwrap_or(u128::MAX));
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
