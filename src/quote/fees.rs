//! Computed fees: the sums, and every part with how it came about.

use std::fmt;

use super::plan::{FeePlan, Part, Plan};
use super::schedule::TierMode;
use crate::json::{Json, Object, serialize_as_json};
use crate::money::{Amount, Currency, Exact, Line, push_units};

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
    pub(super) sums: FeeSums,
    pub(super) parts: Vec<PartFee>,
}

/// The sums of computed fees, in units.
#[derive(Clone, Copy)]
pub(crate) struct FeeSums {
    pub(super) gross: u128,
    pub(super) fee: u128,
    pub(super) net: u128,
}

/// One part of computed fees, in units.
#[derive(Clone, Copy)]
pub(crate) struct PartFee {
    /// What the share is taken of.
    pub(super) base: u128,
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
        self.amount(self.sums.gross)
    }

    /// What is charged.
    #[must_use]
    pub fn fee(&self) -> Amount {
        self.amount(self.sums.fee)
    }

    /// What is left.
    #[must_use]
    pub fn net(&self) -> Amount {
        self.amount(self.sums.net)
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
        json.put("gross", self.text(self.sums.gross));
        json.put("fee", self.text(self.sums.fee));
        json.put("net", self.text(self.sums.net));
        json.put_text("currency", self.currency().as_str());
        json.put("parts", self.parts_to_json());
        Json::Object(json)
    }

    pub(super) fn parts_to_json(&self) -> Json {
        let mut parts = Vec::with_capacity(self.parts.len());
        for part in self.parts() {
            let mut json = Object::new();
            json.put_text("name", part.name());
            let mut amount = String::from(if part.part.is_rebate && part.share.units > 0 { "-" } else { "" });
            push_units(&mut amount, part.share.units, u32::from(self.currency().decimals()));
            json.put("amount", Json::String(amount));
            json.put("explanation", Json::String(part.explanation()));
            parts.push(Json::Object(json));
        }
        Json::Array(parts)
    }

    fn text(&self, units: u128) -> Json {
        let mut text = String::new();
        push_units(&mut text, units, u32::from(self.currency().decimals()));
        Json::String(text)
    }

    fn amount(&self, units: u128) -> Amount {
        // units beyond 96 bits are refused where they are computed
        Amount::from_units(units, self.currency()).unwrap_or_default()
    }
}

impl FeePlan {
    /// Writes gross, fee and net, and amount and explanation of each part, each followed by a line end:
    /// what the npm package reads.
    #[cfg(any(test, all(feature = "wasm", target_arch = "wasm32")))]
    pub(crate) fn write_lines(&self, sums: FeeSums, parts: &[PartFee], out: &mut Line<'_>) {
        let plan = self.plan();
        let decimals = u32::from(plan.currency.decimals());
        for units in [sums.gross, sums.fee, sums.net] {
            out.units(units, decimals);
            out.byte(b'\n');
        }
        for (part, share) in plan.parts.iter().zip(parts) {
            if part.is_rebate && share.units > 0 {
                out.byte(b'-');
            }
            out.units(share.units, decimals);
            out.byte(b'\n');
            plan.explain(part, share, out);
            out.byte(b'\n');
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

    /// What it comes to; what is given back by a rebate.
    #[must_use]
    pub fn amount(&self) -> Amount {
        self.fees.amount(self.share.units)
    }

    /// Whether it is given back instead of charged.
    #[must_use]
    pub const fn is_rebate(&self) -> bool {
        self.part.is_rebate
    }

    /// How it came about, such as `10 bps of 100100.11 = 100.10011, rounded up to 100.11`.
    #[must_use]
    pub fn explanation(&self) -> String {
        let plan = self.fees.plan.plan();
        let mut buffer = vec![0; 160];
        loop {
            let mut line = Line::new(&mut buffer);
            plan.explain(self.part, &self.share, &mut line);
            let length = line.position();
            // one with many tiers is written once more
            let is_whole = length <= buffer.len();
            buffer.resize(length, 0);
            if is_whole {
                return String::from_utf8(buffer).unwrap_or_default();
            }
        }
    }
}

impl Plan {
    fn explain(&self, part: &Part, share: &PartFee, out: &mut Line<'_>) {
        let PartFee { base, exact, rounded, units } = *share;
        let decimals = u32::from(self.currency.decimals());
        let (mut shares, mut terms) = (0_u32, 0_u32);
        for tier in &part.tiers {
            let inside = match part.mode {
                TierMode::Marginal if tier.is_reached(base) => base.min(tier.up_to).saturating_sub(tier.over),
                // the first tier that holds the amount
                TierMode::Whole if base <= tier.up_to && tier.is_reached(base) => base,
                _ => continue,
            };
            if !tier.share.is_empty() {
                plus(out, &mut terms);
                shares = shares.wrapping_add(1);
                out.text(&tier.share);
                out.units(inside, decimals);
            }
            if tier.fixed > 0 {
                plus(out, &mut terms);
                out.units(tier.fixed, decimals);
            }
        }
        if terms == 0 {
            out.text(&part.texts.0);
        } else if shares == 0 && terms == 1 && part.fixed == 0 {
            out.text(" fixed");
        } else {
            out.text(&part.texts.1);
            out.units(exact.whole, decimals);
            if exact.rest > 0 {
                if decimals == 0 {
                    out.byte(b'.');
                }
                out.decimals(exact.rest, part.places);
                out.text(part.rounding.words());
                out.units(rounded, decimals);
            }
        }
        if units != rounded {
            out.text(match (units > rounded, part.is_rebate) {
                (true, _) => ", raised to the minimum of ",
                (false, false) => ", lowered to the maximum of ",
                // or to its own maximum, where that is less
                (false, true) => ", of which is given back ",
            });
            out.units(units, decimals);
        }
    }
}

/// Writes a plus sign between terms.
fn plus(out: &mut Line<'_>, terms: &mut u32) {
    if *terms > 0 {
        out.text(" + ");
    }
    *terms = terms.wrapping_add(1);
}

impl fmt::Debug for FeeShare<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.part.name, self.explanation())
    }
}

#[cfg(test)]
mod tests {
    use crate::money::{Amount, Currency, Line};
    use crate::quote::FeeSchedule;

    fn explained(parts: &str, charge: &str, amount: &str, code: &str) -> Vec<String> {
        let schedule: FeeSchedule = format!(r#"{{"parts":{parts},"charge":"{charge}"}}"#).parse().unwrap();
        let plan = schedule.plan(Currency::new(code).unwrap()).unwrap();
        let fees = plan.compute(amount.parse::<Amount>().unwrap()).unwrap();
        let explanations: Vec<_> = fees.parts().map(|part| part.explanation()).collect();
        let mut buffer = [0; 2000];
        let mut line = Line::new(&mut buffer);
        plan.write_lines(fees.sums, &fees.parts, &mut line);
        let length = line.length().unwrap();
        let lines = std::str::from_utf8(&buffer[..length]).unwrap();
        let mut expected = vec![fees.gross().to_string(), fees.fee().to_string(), fees.net().to_string()];
        for part in fees.parts() {
            expected.extend([part.amount().to_string(), part.explanation()]);
        }
        assert_eq!(lines.lines().collect::<Vec<_>>(), expected);
        explanations
    }

    #[test]
    fn every_line_says_how_it_came_about() {
        let parts = r#"[
            {"name":"a","percent":"2.9","fixed":"0.30","rounding":"halfUp"},
            {"name":"b","fraction":"0.005","rounding":"halfEven"},
            {"name":"c","bps":"1","min":"1","rounding":"up"},
            {"name":"d","percent":"50","max":"25.00","rounding":"up"},
            {"name":"e","fixed":"2"},
            {"name":"f","min":"3"},
            {"name":"g","tiers":[{"upTo":"1000","percent":"1","fixed":"0.10"},{"percent":"0.5"}],"rounding":"down"},
            {"name":"h","tiers":[{"upTo":"1000","percent":"1"},{"percent":"0.5"}],"tierMode":"whole","rounding":"down"}]"#;
        assert_eq!(
            explained(parts, "onTop", "1234.56", "USD"),
            [
                "2.9% of 1234.56 + 0.30 = 36.10224, rounded half up to 36.10",
                "0.005 of 1234.56 = 6.1728, rounded half to even to 6.17",
                "1 bps of 1234.56 = 0.123456, rounded up to 0.13, raised to the minimum of 1.00",
                "50% of 1234.56 = 617.28, lowered to the maximum of 25.00",
                "2.00 fixed",
                "0.00 fixed, raised to the minimum of 3.00",
                "1% of 1000.00 + 0.10 + 0.5% of 234.56 = 11.2728, rounded down to 11.27",
                "0.5% of 1234.56 = 6.1728, rounded down to 6.17",
            ]
        );
        let yen = r#"[{"name":"a","percent":"2.5","rounding":"halfEven"}]"#;
        assert_eq!(explained(yen, "deducted", "1001", "JPY"), ["2.5% of 1001 = 25.025, rounded half to even to 25"]);
        assert_eq!(explained(yen, "deducted", "1000", "JPY"), ["2.5% of 1000 = 25"]);
    }

    #[test]
    fn the_ends_of_tiers_belong_to_the_lower_one() {
        let fee = |mode: &str, amount: &str| {
            let text = format!(
                r#"{{"parts":[{{"name":"a","tiers":[{{"upTo":"100","percent":"10","fixed":"1"}},{{"percent":"1","fixed":"2"}}],
                "tierMode":"{mode}","rounding":"halfUp"}}],"charge":"deducted"}}"#
            );
            let plan = text.parse::<FeeSchedule>().unwrap().plan(Currency::new("USD").unwrap()).unwrap();
            plan.compute(amount.parse().unwrap()).unwrap().fee().to_string()
        };
        assert_eq!([fee("whole", "100"), fee("whole", "100.01")], ["11.00", "3.00"]);
        assert_eq!([fee("marginal", "100"), fee("marginal", "200")], ["11.00", "14.00"]);
    }
}
