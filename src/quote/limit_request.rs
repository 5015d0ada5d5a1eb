//! Limits and earlier payments as a request has them.

use super::limit::{Limit, Payment, Per, SCOPES, require_scopes, scopes};
use super::rate::ExchangeRate;
use super::reader::{Need, Optional, Reader, Required};
use super::window::{Period, Window};
use super::zone::{DAY, ZONE_NAMES, Zone};
use crate::code::Code;
use crate::finding::Finding;
use crate::json::{Json, Object};
use crate::money::{Currency, Rounding};
use crate::text;

/// Units of the payment's currency for those of another.
pub(super) type Rates = Vec<(Currency, ExchangeRate)>;

/// A list of limits, or the three of Rahat's document under either spelling of their names.
pub(super) fn read_limits(reader: &mut Reader, json: &Json, own: (Currency, &Rates)) -> Vec<Limit> {
    let currency = own.0;
    let before = reader.enter("limits");
    let mut limits = Vec::new();
    if let Some(items) = json.as_array() {
        for (index, item) in items.iter().enumerate() {
            let before = reader.enter_item(index);
            let mut name = String::from("limit ");
            name.push_str(&text::number(index.wrapping_add(1)));
            limits.extend(read_limit(reader, item, own, name));
            reader.leave(before);
        }
    } else if let Some(object) =
        reader.object(json, "minAmount MIN_AMOUNT maxAmount MAX_AMOUNT dailyLimit DAILY_LIMIT zone")
    {
        let units = |reader: &mut Reader, camel: &str, snake: &str| {
            let name = if object.get(camel).is_some() { camel } else { snake };
            reader.amount(object, name, Optional, Some(currency))?.units(currency)
        };
        let (min, max) = (units(reader, "minAmount", "MIN_AMOUNT"), units(reader, "maxAmount", "MAX_AMOUNT"));
        let total = units(reader, "dailyLimit", "DAILY_LIMIT");
        let window = Window::Calendar(Period::Day, read_zone(reader, object).unwrap_or(Zone::UTC));
        let limit = |name: &str, min, max, total| Limit {
            name: name.to_owned(),
            per: Per::All,
            min,
            max,
            total,
            count: None,
            window,
            step: None,
            tier: None,
        };
        limits.push(limit("payment", min, max, None));
        limits.push(limit("daily", None, None, total));
    }
    reader.leave(before);
    limits
}

fn read_limit(reader: &mut Reader, json: &Json, own: (Currency, &Rates), name: String) -> Option<Limit> {
    let object = reader.object(json, "name per min max total count window zone step tier currency")?;
    let name = reader.text(object, "name", Optional).map_or(name, str::to_owned);
    let scopes = "all, beneficiary, provider, user, corridor, rail";
    let per = reader.choice(object, "per", Optional, scopes, |name| match name {
        "all" => Some(Per::All),
        name => SCOPES.iter().position(|scope| *scope == name).map(Per::Scope),
    });
    let priced = Priced::of(reader, object, own).unwrap_or_else(|| {
        let known = std::iter::once(own.0.as_str()).chain(own.1.iter().map(|(other, _)| other.as_str()));
        reader.say("currency", Finding::new(Code::ValueNotAllowed).with("allowed", text::listed(known)));
        Priced { currency: own.0, own: own.0, rate: None }
    });
    let units = |reader: &mut Reader, name, rounding| priced.units(reader, object, name, Optional, rounding);
    let min = units(reader, "min", Rounding::Up);
    // rounded down: a limit is not to be passed by rounding
    let (max, total) = (units(reader, "max", Rounding::Down), units(reader, "total", Rounding::Down));
    let step = units(reader, "step", Rounding::Up).filter(|&step| step > 0);
    if min.zip(max).is_some_and(|(min, max)| min > max) {
        reader.say_code("min", Code::MinimumAboveMaximum);
    }
    let count = reader.count(object, "count", Optional, u64::MAX);
    let need = if total.is_some() || count.is_some() { Required } else { Optional };
    let windows = "day, week, month, year, rolling24h, rolling7d, or any number of hours or days so, lifetime";
    let span = reader.choice(object, "window", need, windows, Span::find);
    if span.is_some() && need == Optional {
        // a maximum is one payment's: alone it would let any number of them pass
        reader.say("total", Finding::new(Code::FieldOneOfRequired).with_text("fields", "total, count"));
    }
    if matches!(span, Some(Span::Calendar(_))) {
        // a day begins somewhere
        reader.member(object, "zone", Required);
    }
    let zone = read_zone(reader, object);
    let window = match span {
        Some(Span::Calendar(period)) => Window::Calendar(period, zone?),
        Some(Span::Rolling(seconds)) => Window::Rolling(seconds),
        Some(Span::Lifetime) => Window::Lifetime,
        None => Window::Rolling(DAY),
    };
    let tier = reader.text(object, "tier", Optional).map(str::to_owned);
    Some(Limit { name, per: per.unwrap_or(Per::All), min, max, total, count, window, step, tier })
}

/// The currency that an amount is in, and how it counts in the payment's.
struct Priced {
    currency: Currency,
    own: Currency,
    rate: Option<ExchangeRate>,
}

impl Priced {
    /// By the object's `currency`, where it has one; none where there is no rate for it.
    fn of(reader: &mut Reader, object: &Object, (own, rates): (Currency, &Rates)) -> Option<Priced> {
        let code = reader.text(object, "currency", Optional).unwrap_or(own.as_str());
        if code.eq_ignore_ascii_case(own.as_str()) {
            return Some(Priced { currency: own, own, rate: None });
        }
        let (currency, rate) = rates.iter().find(|(other, _)| other.as_str().eq_ignore_ascii_case(code))?;
        Some(Priced { currency: *currency, own, rate: Some(*rate) })
    }

    /// Units of the payment's currency.
    fn units(&self, reader: &mut Reader, object: &Object, name: &str, need: Need, rounding: Rounding) -> Option<u128> {
        let units = reader.amount(object, name, need, Some(self.currency))?.units(self.currency)?;
        match self.rate {
            Some(rate) => rate.convert(units, self.currency, self.own, rounding),
            None => Some(units),
        }
    }
}

/// A window without its zone.
enum Span {
    Calendar(Period),
    Rolling(i64),
    Lifetime,
}

impl Span {
    fn find(name: &str) -> Option<Span> {
        Some(match name {
            "day" => Span::Calendar(Period::Day),
            "week" => Span::Calendar(Period::Week),
            "month" => Span::Calendar(Period::Month),
            "year" => Span::Calendar(Period::Year),
            "hour" => Span::Rolling(3600),
            "lifetime" => Span::Lifetime,
            rolling => {
                let rest = rolling.strip_prefix("rolling")?;
                let (count, unit) = match (rest.strip_suffix('h'), rest.strip_suffix('d')) {
                    (Some(hours), _) => (hours, 3600),
                    (_, days) => (days?, DAY),
                };
                let count = i64::try_from(text::whole(count)?).ok()?;
                Span::Rolling((1..=MAX_ROLLING).contains(&count).then(|| count.wrapping_mul(unit))?)
            }
        })
    }
}

/// The most hours or days that roll: ten years of days.
const MAX_ROLLING: i64 = 3660;

/// The rates at which payments and limits in other currencies count: units of this one for one of theirs.
pub(super) fn read_rates(reader: &mut Reader, object: &Object, currency: Currency) -> Rates {
    let mut rates = Vec::new();
    let Some(json) = reader.member(object, "rates", Optional) else {
        return rates;
    };
    let before = reader.enter("rates");
    if let Some(object) = json.as_object() {
        for (code, _) in object.iter() {
            match Currency::new(code) {
                Some(other) => {
                    let rate = ExchangeRate::member(reader, object, code, Some((other, currency)), false);
                    rates.extend(rate.map(|given| (other, given.rate)));
                }
                None => reader.say(code, crate::money::unknown_currency(code)),
            }
        }
    } else {
        reader.say("", Finding::new(Code::FieldType).with_text("expected", "object"));
    }
    reader.leave(before);
    rates
}

pub(super) fn read_zone(reader: &mut Reader, object: &Object) -> Option<Zone> {
    let zone = Zone::find(reader.text(object, "zone", Optional)?);
    if zone.is_none() {
        reader.say("zone", Finding::new(Code::ZoneUnknown).with_text("allowed", ZONE_NAMES));
    }
    zone
}

/// The payments that were made; those in another currency are left out and said to be.
pub(super) fn read_history<'a>(
    reader: &mut Reader,
    object: &'a Object,
    own: (Currency, &Rates),
    limits: &[Limit],
    findings: &mut Vec<Finding>,
) -> Vec<Payment<'a>> {
    let mut history = Vec::new();
    let items = reader.array(object, "history", Optional).unwrap_or_default();
    let before = reader.enter("history");
    for (index, item) in items.iter().enumerate() {
        let before = reader.enter_item(index);
        if let Some(object) = reader.object(item, "amount currency at beneficiary provider user corridor rail") {
            let priced = Priced::of(reader, object, own);
            let at = reader.time(object, "at", Required);
            let scopes = scopes(reader, object);
            // whose it was must be known, where it may count
            require_scopes(reader, limits, &scopes);
            if let Some(priced) = priced {
                // rounded up: a limit is not to be passed by rounding
                let units = priced.units(reader, object, "amount", Required, Rounding::Up);
                if let (Some(units), Some(at)) = (units, at) {
                    history.push(Payment { units, at, scopes });
                }
            } else if findings.is_empty() {
                let finding = Finding::new(Code::LimitOtherCurrency).at("/history");
                findings.push(finding.with("currency", own.0.as_str().to_owned()));
            }
        }
        reader.leave(before);
    }
    reader.leave(before);
    history
}
