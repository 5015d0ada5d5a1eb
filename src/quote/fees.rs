//! Computed fees: the sums, and every part with how it came about.

use std::fmt;

use super::plan::{FeePlan, Part};
use super::schedule::{Charge, TierMode};
use crate::json::{Json, Object, serialize_as_json};
use crate::money::{Amount, Currency, Exact, push_units};
use crate::text;

/// The fees on an amount. The parts add up to the fee, and fee and net to the gross.
///
/// ```
/// use offramp_core::money::Currency;
/// use offramp_core::quote::FeeSchedule;
///
/// let schedule: FeeSchedule = r#"{
///     "parts": [{"name": "provider", "percent": "2.9", "fixed": "0.30", "rounding": "halfUp"}],
///     "charge": "deducted"
/// }"#.parse()?;
/// let fees = schedule.plan(Currency::new("USD").expect("a currency"))?.compute("10.01".parse()?)?;
/// let part = fees.parts().next().expect("a part");
/// assert_eq!(part.explanation(), "2.9% of 10.01 + 0.30 = 0.59029, rounded half up to 0.59");
/// # Ok::<(), offramp_core::Error>(())
/// ```
#[derive(Clone)]
pub struct Fees {
    pub(super) plan: FeePlan,
    pub(super) gross: u128,
    pub(super) fee: u128,
    pub(super) net: u128,
    pub(super) parts: Vec<PartFee>,
}

/// One part of computed fees, in units.
#[derive(Clone, Copy)]
pub(super) struct PartFee {
    /// Before rounding.
    pub(super) exact: Exact,
    /// Before minimum and maximum.
    pub(super) rounded: u128,
    pub(super) units: u128,
}

/// One part of computed fees.
#[derive(Clone, Copy)]
pub struct FeeShare<'a> {
    fees: &'a Fees,
    part: &'a Part,
    share: PartFee,
}

impl Fees {
    /// What is paid.
    #[must_use]
    pub fn gross(&self) -> Amount {
        self.amount(self.gross)
    }

    /// What is charged.
    #[must_use]
    pub fn fee(&self) -> Amount {
        self.amount(self.fee)
    }

    /// What is left.
    #[must_use]
    pub fn net(&self) -> Amount {
        self.amount(self.net)
    }

    /// The currency of all amounts.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.plan.currency()
    }

    /// The parts, in the order of the schedule.
    pub fn parts(&self) -> impl Iterator<Item = FeeShare<'_>> {
        let parts = self.plan.plan().parts.iter();
        parts.zip(&self.parts).map(|(part, share)| FeeShare { fees: self, part, share: *share })
    }

    /// `{gross, fee, net, currency, parts: [{name, amount, explanation}]}`.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put("gross", self.text(self.gross));
        json.put("fee", self.text(self.fee));
        json.put("net", self.text(self.net));
        json.put_text("currency", self.currency().as_str());
        json.put("parts", self.parts_to_json());
        Json::Object(json)
    }

    pub(super) fn parts_to_json(&self) -> Json {
        let mut parts = Vec::with_capacity(self.parts.len());
        for part in self.parts() {
            let mut json = Object::new();
            json.put_text("name", part.name());
            json.put("amount", self.text(part.share.units));
            json.put("explanation", Json::String(part.explanation()));
            parts.push(Json::Object(json));
        }
        Json::Array(parts)
    }

    fn text(&self, units: u128) -> Json {
        let mut text = String::new();
        self.push(&mut text, units);
        Json::String(text)
    }

    fn push(&self, out: &mut String, units: u128) {
        push_units(out, units, u32::from(self.currency().decimals()));
    }

    fn amount(&self, units: u128) -> Amount {
        // units beyond 96 bits are refused where they are computed
        Amount::from_units(units, self.currency()).unwrap_or_default()
    }

    /// Appends gross, fee and net, and amount and explanation of each part, each followed by a line end:
    /// what the npm package reads.
    #[cfg(any(test, feature = "wasm"))]
    pub(crate) fn write_lines(&self, out: &mut String) {
        for units in [self.gross, self.fee, self.net] {
            self.push(out, units);
            out.push('\n');
        }
        for part in self.parts() {
            self.push(out, part.share.units);
            out.push('\n');
            part.explain(out);
            out.push('\n');
        }
    }
}

serialize_as_json!(Fees);

impl fmt::Debug for Fees {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} - {} = {} {}", self.gross(), self.fee(), self.net(), self.currency())
    }
}

impl<'a> FeeShare<'a> {
    /// The name of the part.
    #[must_use]
    pub fn name(&self) -> &'a str {
        &self.part.name
    }

    /// What it comes to.
    #[must_use]
    pub fn amount(&self) -> Amount {
        self.fees.amount(self.share.units)
    }

    /// How it came about, such as `10 bps of 100100.11 = 100.10011, rounded up to 100.11`.
    #[must_use]
    pub fn explanation(&self) -> String {
        let mut out = String::new();
        self.explain(&mut out);
        out
    }

    fn explain(&self, out: &mut String) {
        let (fees, part, PartFee { exact, rounded, units }) = (self.fees, self.part, self.share);
        let base = match fees.plan.plan().charge {
            Charge::Deducted => fees.gross,
            Charge::OnTop => fees.net,
        };
        let (start, mut terms) = (out.len(), 0_u8);
        let mut term = |out: &mut String| {
            if terms > 0 {
                out.push_str(" + ");
            }
            terms = terms.saturating_add(1);
        };
        let mut has_share = false;
        for tier in &part.tiers {
            let inside = match part.mode {
                TierMode::Marginal if tier.is_reached(base) => base.min(tier.up_to).saturating_sub(tier.over),
                // the first tier that holds the amount
                TierMode::Whole if base <= tier.up_to && (base > tier.over || tier.over == 0) => base,
                _ => continue,
            };
            if let Some(rate) = tier.rate {
                has_share = true;
                term(out);
                rate.write(out);
                out.push_str(" of ");
                fees.push(out, inside);
            }
            if tier.fixed > 0 {
                term(out);
                fees.push(out, tier.fixed);
            }
        }
        if part.fixed > 0 || out.len() == start {
            term(out);
            fees.push(out, part.fixed);
        }
        if has_share || terms > 1 {
            out.push_str(" = ");
            fees.push(out, exact.whole);
            push_rest(out, exact, fees.currency());
        } else {
            out.push_str(" fixed");
        }
        if exact.rest > 0 {
            out.push_str(", rounded ");
            out.push_str(part.rounding.words());
            out.push_str(" to ");
            fees.push(out, rounded);
        }
        if units != rounded {
            out.push_str(if units > rounded { ", raised to the minimum of " } else { ", lowered to the maximum of " });
            fees.push(out, units);
        }
    }
}

impl fmt::Debug for FeeShare<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.part.name, self.explanation())
    }
}

/// Appends the decimals after the smallest unit.
fn push_rest(out: &mut String, exact: Exact, currency: Currency) {
    if exact.rest == 0 {
        return;
    }
    if currency.decimals() == 0 {
        out.push('.');
    }
    let (mut rest, mut places) = (exact.rest, exact.divisor.checked_ilog10().unwrap_or(0));
    while rest % 10 == 0 && places > 1 {
        rest /= 10;
        places = places.wrapping_sub(1);
    }
    let mut digits = String::new();
    push_units(&mut digits, rest, 0);
    out.push_str(&text::zero_filled(&digits, usize::try_from(places).unwrap_or(0)));
}
