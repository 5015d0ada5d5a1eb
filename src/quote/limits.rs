//! Limits on payments. What was paid before is an argument: the core keeps nothing.

use super::limit::{Limit, Payment, require_scopes, scopes};
use super::limit_request::{read_history, read_limits, read_rates};
use super::reader::{CURRENCY, CurrencyNames, Optional, Reader, Required};
use super::window::Use;
use crate::code::Code;
use crate::finding::{self, Finding, Verdict};
use crate::json::{Json, Object, serialize_as_json};
use crate::money::{Amount, Currency};
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
    let limits = reader.member(object, "limits", Required).map(|json| read_limits(reader, json, (currency, &rates)));
    let mut findings = Vec::new();
    let mut limits = limits?;
    check_tier(reader, &limits, tier);
    limits.retain(|limit| limit.tier.is_none() || limit.tier.as_deref() == tier);
    let history = read_history(reader, object, (currency, &rates), &limits, &mut findings);
    require_scopes(reader, &limits, &own);
    let payment = Payment { units: amount?.units(currency)?, at: now?, scopes: own };
    judge(&limits, &payment, &history, currency, findings)
}

/// The tier must be one that limits are for: another one would have none of them.
pub(super) fn check_tier(reader: &mut Reader, limits: &[Limit], tier: Option<&str>) {
    let known = || limits.iter().filter_map(|limit| limit.tier.as_deref());
    match tier {
        None if known().next().is_some() => reader.say_code("tier", Code::FieldRequired),
        Some(tier) if known().next().is_some() && known().all(|known| known != tier) => {
            reader.say("tier", Finding::new(Code::ValueNotAllowed).with("allowed", text::listed(known())));
        }
        _ => {}
    }
}

fn judge(
    limits: &[Limit],
    payment: &Payment<'_>,
    history: &[Payment<'_>],
    currency: Currency,
    mut findings: Vec<Finding>,
) -> Option<LimitReport> {
    let (mut headroom, mut retry_at, mut can_wait, mut counted) = (None, None, true, Vec::new());
    let mut narrow = |units: u128| headroom = Some(headroom.map_or(units, |least: u128| least.min(units)));
    for limit in limits {
        let said = findings.len();
        limit.say_of_amount(payment.units, currency, &mut findings)?;
        can_wait &= findings.len() == said;
        if let Some(max) = limit.max {
            narrow(max);
        }
        if !limit.has_window() {
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
        let said = findings.len();
        limit.say_of_use(payment.units, (used.units, used.count), currency, &mut findings)?;
        if findings.len() > said {
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
