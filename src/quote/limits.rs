//! Limits on payments. What was paid before is an argument: the core keeps nothing.

use super::rate::ExchangeRate;
use super::reader::{CURRENCY, CurrencyNames, Optional, Reader, Required};
use super::window::{Period, Use, Window};
use super::zone::{DAY, ZONE_NAMES, Zone};
use crate::code::Code;
use crate::finding::{self, Finding, Verdict};
use crate::json::{Json, Object, serialize_as_json};
use crate::money::{Amount, Currency, Rounding};
use crate::text;
use crate::timestamp::Timestamp;

/// Whether a payment is within its limits, and what is left of them.
#[derive(Clone, Debug)]
pub struct LimitReport {
    /// The verdict.
    pub verdict: Verdict,
    /// The largest payment that no limit forbids now; none where nothing limits it.
    pub headroom: Option<Amount>,
    /// When the payment is within its limits, where it is not now and only has to wait.
    pub retry_at: Option<Timestamp>,
    /// Every limit that counts earlier payments, in the order given.
    pub limits: Vec<LimitUse>,
    /// What there is to say, most severe first.
    pub findings: Vec<Finding>,
}

/// What is left of one limit.
#[derive(Clone, Debug)]
pub struct LimitUse {
    /// Its name.
    pub name: String,
    /// What was paid in the window.
    pub used: Amount,
    /// What is left of its total.
    pub remaining: Option<Amount>,
    /// How many payments there were in the window.
    pub used_count: u64,
    /// How many are left.
    pub remaining_count: Option<u64>,
    /// When the first payment leaves the window.
    pub frees_up_at: Option<Timestamp>,
}

/// One limit.
struct Limit {
    name: String,
    per: Per,
    min: Option<u128>,
    max: Option<u128>,
    total: Option<u128>,
    count: Option<u64>,
    window: Window,
    /// Amounts go up in steps of so many units.
    step: Option<u128>,
    /// Whose limit it is, where there are tiers of users.
    tier: Option<String>,
}

/// Which payments count together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Per {
    All,
    /// Those that have the same text in this member, by its place in [`SCOPES`].
    Scope(usize),
}

/// The members of payments by which they can count together.
const SCOPES: [&str; 5] = ["beneficiary", "provider", "user", "corridor", "rail"];

/// The payment that is judged, or one that was made.
struct Payment<'a> {
    units: u128,
    at: Timestamp,
    scopes: [Option<&'a str>; SCOPES.len()],
}

/// The texts of a payment's scopes.
fn scopes<'a>(reader: &mut Reader, object: &'a Object) -> [Option<&'a str>; SCOPES.len()] {
    SCOPES.map(|name| reader.text(object, name, Optional))
}

impl Limit {
    fn counts(&self, payment: &Payment<'_>, past: &Payment<'_>) -> bool {
        match self.per {
            Per::All => true,
            Per::Scope(place) => past.scopes.get(place) == payment.scopes.get(place),
        }
    }
}

/// Judges `{amount, currency, now, beneficiary?, provider?, user?, corridor?, rail?, tier?, rates?, limits, history?}`.
pub(crate) fn check(reader: &mut Reader, json: &Json) -> Option<LimitReport> {
    let known =
        "amount currency network decimals provider beneficiary user corridor rail tier rates now limits history";
    let object = reader.object(json, known)?;
    let currency = reader.currency(object, CurrencyNames { is_open: true, ..CURRENCY })?;
    let amount = reader.positive(object, "amount", Required, Some(currency));
    let now = reader.time(object, "now", Required);
    let own = scopes(reader, object);
    let tier = reader.text(object, "tier", Optional);
    let rates = read_rates(reader, object, currency);
    let limits = reader.member(object, "limits", Required).map(|json| read_limits(reader, json, currency));
    let mut findings = Vec::new();
    let history = read_history(reader, object, (currency, &rates), &mut findings);
    let payment = Payment { units: amount?.units(currency)?, at: now?, scopes: own };
    let mut limits = limits?;
    if tier.is_none() && limits.iter().any(|limit| limit.tier.is_some()) {
        reader.say_code("tier", Code::FieldRequired);
    }
    limits.retain(|limit| limit.tier.is_none() || limit.tier.as_deref() == tier);
    for limit in &limits {
        if let Per::Scope(place) = limit.per
            && own.get(place) == Some(&None)
        {
            reader.say_code(SCOPES.get(place).unwrap_or(&""), Code::FieldRequired);
        }
    }
    judge(&limits, &payment, &history, currency, findings)
}

fn judge(
    limits: &[Limit],
    payment: &Payment<'_>,
    history: &[Payment<'_>],
    currency: Currency,
    mut findings: Vec<Finding>,
) -> Option<LimitReport> {
    let text = |units| Some(Amount::from_units(units, currency)?.text());
    let finding = |code, limit: &Limit| {
        let finding = Finding::new(code).at("/amount").with("limit", limit.name.clone());
        finding.with("currency", currency.as_str().to_owned())
    };
    let (mut headroom, mut retry_at, mut can_wait, mut counted) = (None, None, true, Vec::new());
    let mut narrow = |units: u128| headroom = Some(headroom.map_or(units, |least: u128| least.min(units)));
    for limit in limits {
        if let Some(min) = limit.min.filter(|&min| payment.units < min) {
            findings.push(finding(Code::LimitMinimum, limit).with("minimum", text(min)?));
            can_wait = false;
        }
        if let Some(max) = limit.max {
            narrow(max);
            if payment.units > max {
                findings.push(finding(Code::LimitMaximum, limit).with("maximum", text(max)?));
                can_wait = false;
            }
        }
        if let Some(step) = limit.step
            && payment.units.checked_rem(step).is_some_and(|rest| rest > 0)
        {
            findings.push(finding(Code::LimitStep, limit).with("step", text(step)?));
            can_wait = false;
        }
        if limit.total.is_none() && limit.count.is_none() {
            continue;
        }
        let past = history.iter().filter(|past| limit.counts(payment, past)).map(|past| (past.at, past.units));
        let used = Use::of(limit.window, payment.at, past)?;
        let remaining = limit.total.map(|total| total.saturating_sub(used.units));
        let remaining_count = limit.count.map(|count| count.saturating_sub(used.count));
        if let Some(remaining) = remaining {
            narrow(remaining);
        }
        if remaining_count == Some(0) {
            narrow(0);
        }
        let mut is_over = false;
        if let (Some(total), Some(left)) = (limit.total, remaining)
            && payment.units > left
        {
            findings.push(finding(Code::LimitTotal, limit).with("total", text(total)?).with("remaining", text(left)?));
            is_over = true;
        }
        if let (Some(count), Some(0)) = (limit.count, remaining_count) {
            let number = |number| usize::try_from(number).unwrap_or(usize::MAX);
            let finding = finding(Code::LimitCount, limit);
            findings.push(finding.with_number("count", number(count)).with_number("used", number(used.count)));
            is_over = true;
        }
        if is_over {
            match used.fits_at(payment.units, limit.total, limit.count) {
                Some(at) => retry_at = retry_at.max(Some(at)),
                None => can_wait = false,
            }
        }
        counted.push(LimitUse {
            name: limit.name.clone(),
            used: Amount::from_units(used.units, currency)?,
            remaining: remaining.and_then(|units| Amount::from_units(units, currency)),
            used_count: used.count,
            remaining_count,
            frees_up_at: used.frees_up_at(),
        });
    }
    finding::sort(&mut findings);
    Some(LimitReport {
        verdict: Verdict::of(&findings),
        headroom: headroom.and_then(|units| Amount::from_units(units, currency)),
        retry_at: retry_at.filter(|_| can_wait),
        limits: counted,
        findings,
    })
}

/// A list of limits, or the three of document 000 under either spelling of their names.
fn read_limits(reader: &mut Reader, json: &Json, currency: Currency) -> Vec<Limit> {
    let before = reader.enter("limits");
    let mut limits = Vec::new();
    if let Some(items) = json.as_array() {
        for (index, item) in items.iter().enumerate() {
            let before = reader.enter_item(index);
            let mut name = String::from("limit ");
            name.push_str(&text::number(index.wrapping_add(1)));
            limits.extend(read_limit(reader, item, currency, name));
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

fn read_limit(reader: &mut Reader, json: &Json, currency: Currency, name: String) -> Option<Limit> {
    let object = reader.object(json, "name per min max total count window zone step tier")?;
    let name = reader.text(object, "name", Optional).map_or(name, str::to_owned);
    let scopes = "all, beneficiary, provider, user, corridor, rail";
    let per = reader.choice(object, "per", Optional, scopes, |name| match name {
        "all" => Some(Per::All),
        name => SCOPES.iter().position(|scope| *scope == name).map(Per::Scope),
    });
    let units = |reader: &mut Reader, name| reader.amount(object, name, Optional, Some(currency))?.units(currency);
    let (min, max, total) = (units(reader, "min"), units(reader, "max"), units(reader, "total"));
    if min.zip(max).is_some_and(|(min, max)| min > max) {
        reader.say_code("min", Code::MinimumAboveMaximum);
    }
    let count = reader.count(object, "count", Optional, u64::MAX);
    let need = if total.is_some() || count.is_some() { Required } else { Optional };
    let windows = "day, week, month, year, rolling24h, rolling7d, or any number of hours or days so, lifetime";
    let span = reader.choice(object, "window", need, windows, Span::find);
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
    let step = units(reader, "step").filter(|&step| step > 0);
    let tier = reader.text(object, "tier", Optional).map(str::to_owned);
    Some(Limit { name, per: per.unwrap_or(Per::All), min, max, total, count, window, step, tier })
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
                Span::Rolling((1..=MOST_ROLLING).contains(&count).then(|| count.wrapping_mul(unit))?)
            }
        })
    }
}

/// The most hours or days that roll: ten years of days.
const MOST_ROLLING: i64 = 3660;

/// The rates at which payments in other currencies count: units of this one for one of theirs.
fn read_rates(reader: &mut Reader, object: &Object, currency: Currency) -> Vec<(Currency, ExchangeRate)> {
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
fn read_history<'a>(
    reader: &mut Reader,
    object: &'a Object,
    (currency, rates): (Currency, &[(Currency, ExchangeRate)]),
    findings: &mut Vec<Finding>,
) -> Vec<Payment<'a>> {
    let mut history = Vec::new();
    let items = reader.array(object, "history", Optional).unwrap_or_default();
    let before = reader.enter("history");
    for (index, item) in items.iter().enumerate() {
        let before = reader.enter_item(index);
        if let Some(object) = reader.object(item, "amount currency at beneficiary provider user corridor rail") {
            let code = reader.text(object, "currency", Optional);
            let at = reader.time(object, "at", Required);
            let scopes = scopes(reader, object);
            let other = code.filter(|code| *code != currency.as_str());
            let priced = other.and_then(|code| rates.iter().find(|(other, _)| other.as_str() == code));
            if let Some((other, rate)) = priced {
                let units = reader.amount(object, "amount", Required, Some(*other)).and_then(|a| a.units(*other));
                // rounded up: a limit is not to be passed by rounding
                let counted = units.and_then(|units| rate.convert(units, *other, currency, Rounding::Up));
                if let (Some(units), Some(at)) = (counted, at) {
                    history.push(Payment { units, at, scopes });
                }
            } else if code.is_none_or(|code| code == currency.as_str()) {
                let units = reader.amount(object, "amount", Required, Some(currency)).and_then(|a| a.units(currency));
                if let (Some(units), Some(at)) = (units, at) {
                    history.push(Payment { units, at, scopes });
                }
            } else if findings.is_empty() {
                let finding = Finding::new(Code::LimitOtherCurrency).at("/history");
                findings.push(finding.with("currency", currency.as_str().to_owned()));
            }
        }
        reader.leave(before);
    }
    reader.leave(before);
    history
}

impl LimitReport {
    /// `{verdict, headroom?, retryAt?, limits, findings}`.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put_text("verdict", self.verdict.as_str());
        put_amount(&mut json, "headroom", self.headroom);
        put_time(&mut json, "retryAt", self.retry_at);
        let mut limits = Vec::new();
        for limit in &self.limits {
            limits.push(limit.to_json());
        }
        json.put("limits", Json::Array(limits));
        json.put("findings", Finding::all_to_json(&self.findings));
        Json::Object(json)
    }
}

impl LimitUse {
    /// `{name, used, remaining?, usedCount, remainingCount?, freesUpAt?}`.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put_text("name", &self.name);
        json.put_text("used", &self.used.text());
        put_amount(&mut json, "remaining", self.remaining);
        json.put("usedCount", Json::number(self.used_count));
        if let Some(count) = self.remaining_count {
            json.put("remainingCount", Json::number(count));
        }
        put_time(&mut json, "freesUpAt", self.frees_up_at);
        Json::Object(json)
    }
}

fn put_amount(json: &mut Object, name: &'static str, amount: Option<Amount>) {
    if let Some(amount) = amount {
        json.put_text(name, &amount.text());
    }
}

fn put_time(json: &mut Object, name: &'static str, time: Option<Timestamp>) {
    if let Some(time) = time {
        json.put(name, Json::String(time.to_text()));
    }
}

serialize_as_json!(LimitReport, LimitUse);
