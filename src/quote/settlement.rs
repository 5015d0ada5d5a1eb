//! When money arrives: by the hours of schemes, or by business days that the caller or a document states.

use super::arrival::{Arrival, Cutoff, Way};
use super::by_schemes::range;
use super::calendar::CALENDAR_NAMES;
use super::days::{Days, dates};
use super::limit_request::read_zone;
use super::reader::{CURRENCY, Optional, Reader, Required};
use super::scheme_choice::way;
use super::zone::Zone;
use crate::bank::{self, Rail, Scheme};
use crate::code::Code;
use crate::finding::{self, Finding, Verdict};
use crate::json::Json;
use crate::money::{Amount, Currency};
use crate::text;
use crate::timestamp::Timestamp;

/// Where and until when a currency is processed by the table of Coinut's document. The days of business are those of the
/// corridors.
struct Row {
    currency: &'static str,
    calendar: &'static str,
    zone: &'static str,
    /// Minutes of the day.
    cutoff: Option<u16>,
}

const fn row(currency: &'static str, calendar: &'static str, zone: &'static str, cutoff: Option<u16>) -> Row {
    Row { currency, calendar, zone, cutoff }
}

/// Cut-offs are those of Coinut's document: SEPA until 15:00 CET, which is read as the time by the clock in
/// Central Europe, and ACH until 17:00 ET. For the other currencies it states none. The calendars and zones are
/// those of the currencies, whoever pays.
static ROWS: &[Row] = &[
    row("USD", "FED", "America/New_York", Some(17 * 60)),
    row("EUR", "TARGET", "Europe/Berlin", Some(15 * 60)),
    row("GBP", "UK", "Europe/London", None),
    row("CAD", "CA", "America/Toronto", None),
    row("AUD", "AU", "Australia/Sydney", None),
    row("SGD", "SG", "Asia/Singapore", None),
    row("INR", "IN", "Asia/Kolkata", None),
    row("NPR", "NP", "Asia/Kathmandu", None),
    row("KES", "KE", "Africa/Nairobi", None),
    row("UGX", "UG", "Africa/Kampala", None),
    row("TZS", "TZ", "Africa/Dar_es_Salaam", None),
    row("NGN", "NG", "Africa/Lagos", None),
    row("MXN", "MX", "America/Mexico_City", None),
    row("BRL", "BR", "America/Sao_Paulo", None),
    row("COP", "CO", "America/Bogota", None),
    row("PHP", "PH", "Asia/Manila", None),
    row("CHF", "CH", "Europe/Zurich", None),
    row("HKD", "HK", "Asia/Hong_Kong", None),
    row("JPY", "JP", "Asia/Tokyo", None),
    row("AED", "AE", "Asia/Dubai", None),
];

/// What is asked.
pub(super) struct Question {
    pub(super) currency: Currency,
    pub(super) rail: Rail,
    pub(super) scheme: Option<&'static str>,
    pub(super) amount: Option<Amount>,
    pub(super) provider: &'static str,
    pub(super) at: Option<Timestamp>,
    pub(super) arrive_by: Option<Timestamp>,
    /// The caller's calendars and corrections.
    pub(super) days: Days,
    pub(super) zone: Option<Zone>,
    /// Minutes of the day.
    pub(super) cutoff: Option<u16>,
    pub(super) business_days: Option<(u64, u64)>,
    /// Whether the caller states business days, or a document does.
    pub(super) is_stated: bool,
}

/// The most business days that can be stated.
const MOST_DAYS: u64 = 60;

const MEMBERS: &str = "currency network decimals rail scheme amount at arriveBy provider calendar cutoff zone \
                       minBusinessDays maxBusinessDays holidays open";

/// Answers `{currency, at, rail?, scheme?, network?, amount?, provider?, arriveBy?, holidays?, open?, calendar?, cutoff?,
/// zone?, minBusinessDays?, maxBusinessDays?}`.
pub(crate) fn settle(reader: &mut Reader, json: &Json) -> Option<Arrival> {
    let question = read(reader, json);
    question.as_ref().filter(|_| reader.is_clean()).map(Question::answer)
}

fn read(reader: &mut Reader, json: &Json) -> Option<Question> {
    let object = reader.object(json, MEMBERS)?;
    let provider = reader.provider(object);
    let currency = reader.currency(object, CURRENCY);
    let code = currency.as_ref().map_or("", Currency::as_str);
    let (mut scheme, rail) = way(reader, object, currency);
    let amount = reader.positive(object, "amount", Optional, currency);
    let arrive_by = reader.time(object, "arriveBy", Optional);
    let at = reader.time(object, "at", if arrive_by.is_some() { Optional } else { Required });
    let mut days = Days::default();
    if let Some(names) = reader.text(object, "calendar", Optional)
        && !days.add(names)
    {
        reader.say_not_allowed("calendar", CALENDAR_NAMES);
    }
    days.holidays = dates(reader, object, "holidays");
    days.open = dates(reader, object, "open");
    let zone = read_zone(reader, object);
    let cutoff = reader.text(object, "cutoff", Optional).and_then(|text| {
        let minutes = minutes_of(text);
        if minutes.is_none() {
            reader.say_not_allowed("cutoff", "00:00 to 23:59");
        }
        minutes
    });
    let min = reader.count(object, "minBusinessDays", Optional, MOST_DAYS);
    let max = reader.count(object, "maxBusinessDays", Optional, MOST_DAYS);
    if min.zip(max).is_some_and(|(min, max)| min > max) {
        reader.say_code("minBusinessDays", Code::MinimumAboveMaximum);
    }
    let has_own = zone.is_some() || cutoff.is_some() || min.is_some() || max.is_some();
    if has_own && rail == Rail::Crypto && object.get("scheme").is_none() {
        // a network is named for its decimals too
        scheme = None;
    }
    if scheme.is_some() && has_own {
        // a scheme has hours of its own; only calendars and days can be added to them
        let fields = "scheme, cutoff, zone, minBusinessDays, maxBusinessDays";
        reader.say("scheme", Finding::new(Code::FieldsExclusive).with_text("fields", fields));
    }
    let row = ROWS.iter().find(|row| row.currency == code);
    // business days are those of banks, to which an alias leads too; wallets rest never where their schemes are known
    let is_open = |currency: Currency| Scheme::of(currency, rail, "").is_empty();
    let is_bank = rail == Rail::Proxy || rail == Rail::MobileMoney && currency.is_some_and(is_open);
    let is_named = object.get("rail").is_some_and(|rail| !rail.is_null()) || scheme.is_some();
    let rail = if has_own && !is_named && row.is_some() && is_bank { Rail::Bank } else { rail };
    let stated = if provider == COINUT { bank::find(code, rail, COINUT).and_then(|row| row.settlement) } else { None };
    let is_stated = scheme.is_none() && (has_own || stated.is_some() || !days.calendars.is_empty());
    if is_stated && days.calendars.is_empty() {
        days.add(row.filter(|_| rail == Rail::Bank).map_or("", |row| row.calendar));
    }
    let business_days = match (min, max, stated) {
        (Some(min), Some(max), _) => Some((min, max)),
        (Some(days), None, None) | (None, Some(days), None) => Some((days, days)),
        (Some(min), None, Some((_, most))) => Some((min, min.max(u64::from(most)))),
        (None, Some(max), Some((least, _))) => Some((max.min(u64::from(least)), max)),
        (None, None, stated) => stated.map(|(least, most)| (u64::from(least), u64::from(most))),
    };
    Some(Question {
        currency: currency?,
        rail,
        scheme,
        amount,
        provider,
        at,
        arrive_by,
        days,
        // a cut-off of the caller's without a zone is by the clock of the table
        zone: zone.or(row.and_then(|row| Zone::find(row.zone))).or((rail == Rail::Crypto).then_some(Zone::UTC)),
        cutoff: cutoff.or(row.filter(|_| provider == COINUT && rail == Rail::Bank).and_then(|row| row.cutoff)),
        business_days,
        is_stated,
    })
}

const COINUT: &str = "coinut";

/// The minutes of a time such as `15:00`.
fn minutes_of(time: &str) -> Option<u16> {
    let (hours, minutes) = text::split(time, b':')?;
    if hours.len() != 2 || minutes.len() != 2 || !text::is_digits(hours) || !text::is_digits(minutes) {
        return None;
    }
    let (hours, minutes) = (u16::try_from(text::whole(hours)?).ok()?, u16::try_from(text::whole(minutes)?).ok()?);
    (hours < 24 && minutes < 60).then(|| hours.wrapping_mul(60).wrapping_add(minutes))
}

impl Question {
    fn answer(&self) -> Arrival {
        let mut findings = Vec::new();
        let (mut way, mut ways) = (Way::default(), Vec::new());
        if self.is_stated {
            way = self.by_days(&mut findings);
        } else {
            ways = self.by_schemes(&mut findings);
            match ways.as_slice() {
                [] => {}
                [one] => way = one.0.clone(),
                _ => way = range(&ways),
            }
        }
        if way.times.is_none() && findings.is_empty() {
            let by = self.scheme.unwrap_or(self.rail.as_str());
            findings.push(self.about_currency(Code::SettlementUnknown).with_text("rail", by));
        }
        if let (Some(send_by), Some(at)) = (way.send_by, self.at)
            && at > send_by
        {
            findings.push(Finding::new(Code::ArrivesTooLate).at("/arriveBy").with("until", send_by.to_text()));
        }
        finding::sort(&mut findings);
        let mut listed = Vec::with_capacity(ways.len());
        listed.extend(ways.into_iter().map(|(way, _)| way));
        Arrival {
            verdict: Verdict::of(&findings),
            currency: self.currency,
            rail: self.rail,
            way,
            ways: listed,
            findings,
        }
    }

    pub(super) fn about_currency(&self, code: Code) -> Finding {
        Finding::new(code).at("/currency").with("currency", self.currency.as_str().to_owned())
    }
}

pub(super) fn timestamp(seconds: i64) -> Option<Timestamp> {
    Timestamp::from_unix_seconds(seconds).ok()
}

pub(super) fn missed(cutoff: &Cutoff) -> Finding {
    Finding::new(Code::CutoffMissed).at("/at").with("time", cutoff.time.clone()).with_text("zone", cutoff.zone)
}

/// The time of a second of the day.
pub(super) fn clock(second: i64) -> String {
    let two = |number: i64| text::zero_filled(&text::number(usize::try_from(number).unwrap_or(0)), 2);
    text::join(&[&two(second / 3600), &two(second / 60 % 60)], ":")
}
