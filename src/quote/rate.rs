//! Exchange rates, kept as fractions: an inverse or a rate with a markup loses no digit.

use super::reader::{Optional, Reader, Required};
use crate::code::Code;
use crate::finding::Finding;
use crate::json::{Json, Object};
use crate::money::{Currency, Exact, Rate, Rounding, power_of_ten, push_units, times};
use crate::text;

/// How much of the destination one unit of the source is worth: `number / divisor`, times ten to a power.
///
/// Neither number ends in a zero, so that as much of a product as possible fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ExchangeRate {
    number: u128,
    divisor: u128,
    power: i32,
}

/// A rate as it was given.
#[derive(Clone, Debug)]
pub(super) struct GivenRate {
    pub(super) rate: ExchangeRate,
    /// Without the markup, where there is one.
    pub(super) mid: Option<ExchangeRate>,
    /// As it is answered: with the digits that it was given with.
    pub(super) text: String,
}

/// The most digits of a rate: those of every number of 128 bits.
const MOST_DIGITS: usize = 38;

/// With how many decimals a rate is written that has no end.
const DECIMALS: u32 = 18;

impl ExchangeRate {
    pub(super) const ONE: ExchangeRate = ExchangeRate { number: 1, divisor: 1, power: 0 };

    /// A plain decimal number.
    fn of_digits(digits: &str) -> Option<ExchangeRate> {
        let (whole, decimals) = text::split(digits, b'.').unwrap_or((digits, "0"));
        if !text::is_digits(whole) || !text::is_digits(decimals) {
            return None;
        }
        let decimals = text::without_last(decimals, b'0');
        let short = if decimals.is_empty() { text::without_last(whole, b'0') } else { whole };
        let (mut number, mut count) = (0_u128, 0_usize);
        for byte in short.bytes().chain(decimals.bytes()) {
            number = times(number, 10)?.checked_add(u128::from(byte.wrapping_sub(b'0')))?;
            count = count.wrapping_add(usize::from(number > 0));
        }
        if count > MOST_DIGITS {
            return None;
        }
        let zeros = i32::try_from(whole.len().wrapping_sub(short.len())).ok()?;
        let power = zeros.checked_sub(i32::try_from(decimals.len()).ok()?)?;
        Some(ExchangeRate { number, divisor: 1, power })
    }

    const fn inverse(self) -> ExchangeRate {
        ExchangeRate { number: self.divisor, divisor: self.number, power: self.power.wrapping_neg() }
    }

    /// Less a share of it.
    fn less(self, share: Rate) -> Option<ExchangeRate> {
        let (part, whole) = share.ratio();
        let number = times(self.number, whole.checked_sub(part)?)?;
        let places = i32::try_from(whole.checked_ilog10()?).ok()?;
        Some(ExchangeRate { number, power: self.power.checked_sub(places)?, ..self }.reduced())
    }

    /// Without zeros at the ends of its numbers.
    fn reduced(mut self) -> ExchangeRate {
        while self.number > 0 && self.number.is_multiple_of(10) {
            self.number = self.number.wrapping_div(10);
            self.power = self.power.wrapping_add(1);
        }
        self
    }

    pub(super) const fn is_zero(self) -> bool {
        self.number == 0
    }

    /// Multiplier and divisor that turn units of the source into units of the destination.
    pub(super) fn in_units(self, source: Currency, destination: Currency) -> Option<(u128, u128)> {
        let power =
            self.power.checked_add(i32::from(destination.decimals()))?.checked_sub(i32::from(source.decimals()))?;
        let scale = power_of_ten(power.unsigned_abs())?;
        if power < 0 {
            Some((self.number, times(self.divisor, scale)?))
        } else {
            Some((times(self.number, scale)?, self.divisor))
        }
    }

    /// Units of the destination for units of the source.
    pub(super) fn convert(self, units: u128, from: Currency, into: Currency, rounding: Rounding) -> Option<u128> {
        let (multiplier, divisor) = self.in_units(from, into)?;
        rounding.round(Exact::product(units, multiplier, divisor)?)
    }

    /// Whole units of so many decimals, by a rounding.
    fn units(self, decimals: u32, rounding: Rounding) -> Option<u128> {
        let power = self.power.checked_add(i32::try_from(decimals).ok()?)?;
        let scale = power_of_ten(power.unsigned_abs())?;
        let (number, divisor) = if power < 0 { (1, times(self.divisor, scale)?) } else { (scale, self.divisor) };
        rounding.round(Exact::product(self.number, number, divisor)?)
    }

    /// The number as text: exact where it ends, otherwise with eighteen decimals.
    pub(super) fn text(self) -> String {
        let decimals = if self.divisor == 1 { self.power.min(0).unsigned_abs() } else { DECIMALS };
        let mut out = String::new();
        match self.units(decimals, Rounding::HalfEven) {
            Some(units) => push_units(&mut out, units, decimals),
            None => out.push('?'),
        }
        if self.divisor == 1 { out } else { text::without_last(text::without_last(&out, b'0'), b'.').to_owned() }
    }

    /// Whether another rate is this one, as far as its digits go: cut or rounded.
    pub(super) fn agrees_with(self, other: ExchangeRate) -> bool {
        let decimals = other.power.min(0).unsigned_abs();
        let theirs = other.units(decimals, Rounding::Down);
        theirs.is_some()
            && (self.units(decimals, Rounding::Down) == theirs || self.units(decimals, Rounding::Up) == theirs)
    }

    /// Whether it is more than three hundredths away from another.
    pub(super) fn is_far_from(self, other: ExchangeRate) -> bool {
        let (Some(one), Some(other)) = (self.units(DECIMALS, Rounding::Down), other.units(DECIMALS, Rounding::Down))
        else {
            return false;
        };
        let distance = one.abs_diff(other);
        distance > other.wrapping_div(100).saturating_mul(3)
    }

    /// Reads a rate: a number of units of the destination for one of the source, or `{base, quote, value |
    /// bid, ask, markupBps?}` in either direction.
    pub(super) fn member(
        reader: &mut Reader,
        object: &Object,
        name: &str,
        currencies: Option<(Currency, Currency)>,
        is_required: bool,
    ) -> Option<GivenRate> {
        let need = if is_required { Required } else { Optional };
        let json = reader.member(object, name, need)?;
        if json.as_object().is_none() {
            let (rate, text) = number(reader, object, name)?;
            return Some(GivenRate { rate, mid: None, text });
        }
        let before = reader.enter(name);
        let rate = currencies.and_then(|currencies| of_object(reader, json, currencies));
        reader.leave(before);
        rate
    }
}

/// A rate that is a number.
fn number(reader: &mut Reader, object: &Object, name: &str) -> Option<(ExchangeRate, String)> {
    let digits = match reader.member(object, name, Optional)? {
        // digits of a JSON number may be lost already
        Json::Number(_) => {
            let amount = reader.decimal(object, name, Optional)?;
            let mut digits = String::new();
            push_units(&mut digits, amount.mantissa().unsigned_abs(), amount.scale());
            digits
        }
        json => text::trim(json.as_str().unwrap_or_default()).to_owned(),
    };
    let code = match ExchangeRate::of_digits(&digits) {
        Some(rate) if !rate.is_zero() => return Some((rate, digits)),
        Some(_) => Code::RateZero,
        None => Code::RateStructure,
    };
    reader.say_code(name, code);
    None
}

fn of_object(reader: &mut Reader, json: &Json, (source, destination): (Currency, Currency)) -> Option<GivenRate> {
    let object = reader.object(json, "base quote value bid ask markupBps")?;
    let (base, quote) = (reader.text(object, "base", Required), reader.text(object, "quote", Required));
    // a stable coin is traded under the name of its currency
    let is = |name: &str, currency: Currency| {
        let name = text::trim(name).to_ascii_uppercase();
        name == currency.as_str() || currency.pegged_to().is_some_and(|own| own == name)
    };
    let pair = base.zip(quote);
    let is_forward = pair.map(|(base, quote)| {
        let (forward, backward) =
            (is(base, source) && is(quote, destination), is(base, destination) && is(quote, source));
        if !forward && !backward {
            let allowed = text::join(&[source.as_str(), destination.as_str()], ", ");
            reader.say("base", Finding::new(Code::ValueNotAllowed).with("allowed", allowed));
        }
        forward
    });
    let mut rate_of = |name| number(reader, object, name).map(|(rate, _)| rate);
    let rates = [rate_of("value"), rate_of("bid"), rate_of("ask")];
    let markup = reader.decimal(object, "markupBps", Optional);
    let given = |name| object.get(name).is_some_and(|json| !json.is_null());
    let fields = |code| Finding::new(code).with_text("fields", "value, bid, ask");
    match (given("value"), given("bid"), given("ask")) {
        (true, false, false) | (false, true, true) => {}
        (false, false, false) => reader.say("", fields(Code::FieldOneOfRequired)),
        (true, ..) => reader.say("value", fields(Code::FieldsExclusive)),
        (_, false, _) => reader.say_code("bid", Code::FieldRequired),
        _ => reader.say_code("ask", Code::FieldRequired),
    }
    let [value, bid, ask] = rates;
    if let (Some(bid), Some(ask)) = (bid, ask)
        && bid.units(DECIMALS, Rounding::Down) > ask.units(DECIMALS, Rounding::Down)
    {
        reader.say_code("bid", Code::MinimumAboveMaximum);
    }
    // who sells the base gets the bid, who buys it pays the ask
    let is_forward = is_forward?;
    let rate = value.or(if is_forward { bid } else { ask })?;
    let mid = if is_forward { rate } else { rate.inverse() };
    let Some(markup) = markup else {
        return Some(GivenRate { rate: mid, mid: None, text: mid.text() });
    };
    let with_markup = Rate::in_field("bps", markup).and_then(|share| mid.less(share)).filter(|rate| !rate.is_zero());
    if with_markup.is_none() {
        reader.say("markupBps", Finding::new(Code::RateTooLarge).with_text("expected", "10000"));
    }
    let rate = with_markup?;
    Some(GivenRate { rate, mid: Some(mid), text: rate.text() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(digits: &str) -> ExchangeRate {
        ExchangeRate::of_digits(digits).unwrap()
    }

    #[test]
    fn digits_are_kept_and_inverses_come_back() {
        for digits in ["1", "83", "0.92", "1.0870", "0.9199632014719411223551057958", "1500", "0.000012"] {
            let rate = rate(digits);
            assert_eq!(rate.inverse().inverse(), rate);
            let shown = if digits.contains('.') { digits.trim_end_matches('0') } else { digits };
            assert_eq!(rate.text(), shown);
        }
        assert_eq!(rate("1.0870").inverse().text(), "0.919963201471941122");
        assert_eq!(rate("4").inverse().text(), "0.25");
        for digits in ["", ".5", "5.", "-1", "1e3", "1,5", "1.2.3", &"9".repeat(39)] {
            assert_eq!(ExchangeRate::of_digits(digits), None, "{digits}");
        }
    }

    #[test]
    fn a_markup_is_taken_off_exactly() {
        let share = Rate::in_field("bps", "50".parse().unwrap()).unwrap();
        assert_eq!(rate("83.33").less(share).unwrap().text(), "82.91335");
        assert_eq!(rate("8").inverse().less(share).unwrap().text(), "0.124375");
    }

    #[test]
    fn fewer_digits_agree_and_others_do_not() {
        let ours = rate("1.0870").inverse();
        for (theirs, expected) in
            [("0.92", true), ("0.91", true), ("0.9200", true), ("0.9199", true), ("0.9198", false)]
        {
            assert_eq!(ours.agrees_with(rate(theirs)), expected, "{theirs}");
        }
        assert!(rate("0.0118").is_far_from(rate("84.5")) && !rate("84.5").is_far_from(rate("85")));
    }
}
