//! Makes a fee schedule ready for a currency, and says what is wrong with it there.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::plan::{Base, FeePlan, Part, Plan, Tier};
use super::reader::Reader;
use super::schedule::{Charge, FeePart, FeeSchedule, FeeTier, NET, Share, TierMode};
use crate::code::Code;
use crate::error::Error;
use crate::money::{self, Amount, Currency, Exact, Rate, Rounding, power_of_ten, times};

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
