//! Questions about money: what arrives, within which limits, and when.
//!
//! Each takes the request as the JSON that all adapters take. Decimals are text, or numbers by their
//! digits; unknown members are refused; all that is wrong with a request is in the error's findings.

use super::amount_text::{self, AmountText};
use crate::code::Code;
use crate::error::{Error, ErrorCode};
use crate::finding::{Finding, Verdict};
use crate::json::{Json, Object, serialize_as_json};
use crate::money::{self, Amount, Currency};
use crate::quote::{
    self, Arrival, BusinessDay, CURRENCY, FeePlan, FeeSchedule, Fees, LimitReport, Optional, Quote, Reader, Required,
};
use crate::text;

/// What there is to say about an amount.
#[derive(Clone, Debug)]
pub struct AmountReport {
    /// The verdict.
    pub verdict: Verdict,
    /// The currency, with the decimals that were applied.
    pub currency: Currency,
    /// The amount with all decimals of the currency, where it is one.
    pub amount: Option<Amount>,
    /// The amount that can be paid in cash, where that was asked for.
    pub cash: Option<Amount>,
    /// What there is to say.
    pub findings: Vec<Finding>,
    /// The currency with the decimals of the provider's smallest units.
    written: Currency,
}

/// An amount that was split.
#[derive(Clone, Debug)]
pub struct Allocation {
    /// The currency.
    pub currency: Currency,
    /// The shares, in the order of their weights. They add up to the amount.
    pub amounts: Vec<Amount>,
}

/// Computes fees: `{amount, currency, network?, provider?, decimals?, schedule}`.
///
/// # Errors
/// `INPUT_INVALID` with all findings.
///
/// ```
/// use offramp_core::{Json, api};
///
/// let request: Json = r#"{
///     "amount": "1000", "currency": "USDC",
///     "schedule": {
///         "parts": [{"name": "developer", "fraction": "0.005", "rounding": "halfUp"}, {"name": "provider", "fixed": "0.5"}],
///         "charge": "deducted"
///     }
/// }"#.parse()?;
/// let fees = api::compute_fees(&request)?;
/// assert_eq!((fees.fee().to_string(), fees.net().to_string()), ("5.500000".into(), "994.500000".into()));
/// # Ok::<(), offramp_core::Error>(())
/// ```
pub fn compute_fees(request: &Json) -> Result<Fees, Error> {
    Reader::ask(request, fees)
}

/// The schedule of a request for fees, made ready for its currency, to compute many fees with.
///
/// # Errors
/// `INPUT_INVALID` with all findings.
pub fn fee_plan(request: &Json) -> Result<FeePlan, Error> {
    Reader::ask(request, |reader, request| {
        let object = reader.object(request, "currency network provider decimals schedule")?;
        plan(reader, object)
    })
}

fn plan(reader: &mut Reader, object: &Object) -> Option<FeePlan> {
    let currency = reader.currency(object, CURRENCY);
    let schedule = FeeSchedule::member(reader, object);
    reader.within("schedule", |reader| Some(schedule?.planned(reader, currency?)))
}

fn fees(reader: &mut Reader, request: &Json) -> Option<Fees> {
    let object = reader.object(request, "amount currency network provider decimals schedule")?;
    let amount = reader.amount(object, "amount", Required, None);
    let plan = plan(reader, object);
    reader.keep("amount", plan.as_ref()?.fees(amount?))
}

/// What arrives for a payment: `{amount, sourceCurrency, destinationCurrency, exchangeRate, rounding,
/// schedule, feeCurrency?, sourceNetwork?, sourceDecimals?, destinationNetwork?, destinationDecimals?,
/// provider?, expiresAt?, now?, skewSeconds?, slippage?, reported?}`.
///
/// The amount is what is sent where fees are deducted, and what is converted where they are on top.
///
/// # Errors
/// `INPUT_INVALID` with all findings.
///
/// ```
/// use offramp_core::{Json, api};
///
/// // Sentra's document: 1000 USDC arrive as 994.50 USD, of a fee of 5.50 the developer has half a percent
/// let request: Json = r#"{
///     "amount": "1000", "sourceCurrency": "USDC", "destinationCurrency": "USD", "exchangeRate": "1.0", "rounding": "down",
///     "schedule": {"parts": [{"name": "developer", "fraction": "0.005", "rounding": "halfUp"}], "charge": "deducted"},
///     "reported": {"destinationAmount": 994.5, "exchangeRate": 1.0, "fee": 5.5}
/// }"#.parse()?;
/// let quote = api::quote(&request)?;
/// let (name, amount) = quote.reconciliation.and_then(|reconciliation| reconciliation.remainder).expect("a remainder");
/// assert_eq!((&*name, amount.to_string()), ("provider", "0.500000".into()));
/// # Ok::<(), offramp_core::Error>(())
/// ```
pub fn quote(request: &Json) -> Result<Quote, Error> {
    Reader::ask(request, quote::forward)
}

/// What must be sent so that something arrives: the request of [`quote`](fn@quote), with the amount that is to
/// arrive.
///
/// Where no payment makes exactly that arrive, the quote is the one of the smallest payment with which
/// more does, and the finding `QUOTE_TARGET_NOT_EXACT` names the nearest amounts.
///
/// # Errors
/// `INPUT_INVALID` with all findings; also where all shares together are more than nine tenths.
pub fn quote_for_target(request: &Json) -> Result<Quote, Error> {
    Reader::ask(request, quote::for_target)
}

/// Whether a payment is within its limits: `{amount, currency, now, limits, history?, beneficiary?,
/// provider?, network?, decimals?}`.
///
/// `limits` is a list of `{name?, min?, max?, total?, count?, step?, window?, zone?, per?, tier?, currency?}`, where `window` is
/// `day`, `week`, `month` or `year` (in a zone), `hour`, `rolling24h`, `rolling7d` and the like, or `lifetime`, and `per` is `all`,
/// `beneficiary`, `provider`, `user`, `corridor` or `rail`; or the object
/// `{minAmount?, maxAmount?, dailyLimit?, zone?}` of Rahat's document. `history` is a list of
/// `{amount, at, currency?, beneficiary?, provider?, user?, corridor?, rail?}`: the payments that were made, each with what the
/// limits count by. Limits and payments in another currency need its rate in `rates`.
///
/// # Errors
/// `INPUT_INVALID` with all findings about the request; limits that are broken are an answer.
pub fn check_limits(request: &Json) -> Result<LimitReport, Error> {
    Reader::ask(request, quote::check_limits)
}

/// When a payment arrives: `{currency, at, rail?, scheme?, network?, amount?, provider?, arriveBy?, holidays?, open?,
/// calendar?, cutoff?, zone?, minBusinessDays?, maxBusinessDays?}`.
///
/// The answer is the earliest and the latest point in time, by each scheme that carries the payment. With business
/// days of the caller's, or of a provider whose document states them (`coinut`), it is counted in these. `arriveBy`
/// asks for the latest time to send; `holidays` and `open` are days that the calendars do not have or have wrongly.
///
/// # Errors
/// `INPUT_INVALID` with all findings; what is not known leaves the verdict undetermined.
///
/// ```
/// use offramp_core::{Json, api};
///
/// // a Thursday afternoon before Easter
/// let request: Json = r#"{"currency": "EUR", "at": "2026-04-02T13:30:00Z", "provider": "coinut"}"#.parse()?;
/// let dates = api::settlement(&request)?.way.dates.expect("dates");
/// assert_eq!((&*dates.processed, &*dates.latest), ("2026-04-07", "2026-04-08"));
///
/// // instant payments never rest
/// let request: Json = r#"{"currency": "EUR", "at": "2026-11-28T22:00:00Z", "scheme": "sepa_instant"}"#.parse()?;
/// let (_, latest) = api::settlement(&request)?.way.times.expect("times");
/// assert_eq!(latest.to_string(), "2026-11-28T22:00:10Z");
/// # Ok::<(), offramp_core::Error>(())
/// ```
pub fn settlement(request: &Json) -> Result<Arrival, Error> {
    Reader::ask(request, quote::settle)
}

/// What there is to say about a day: `{calendar, date, add?, until?, holidays?, open?}`. The answer says whether it is a
/// business day of all the calendars, which days are by the usual conventions (following, preceding, and both within
/// the month), which one is `n` business days later, and how many there are until another.
///
/// # Errors
/// `INPUT_INVALID` with all findings; a year that a calendar does not cover leaves the verdict undetermined.
///
/// ```
/// use offramp_core::{Json, api};
///
/// let day = api::business_day(&r#"{"calendar": "TARGET", "date": "2026-05-31", "add": 2}"#.parse()?)?.to_json();
/// let of = |name| day.get(name).and_then(Json::as_str);
/// assert_eq!((of("following"), of("modifiedFollowing"), of("added")), (Some("2026-06-01"), Some("2026-05-29"), Some("2026-06-03")));
/// # Ok::<(), offramp_core::Error>(())
/// ```
pub fn business_day(request: &Json) -> Result<BusinessDay, Error> {
    Reader::ask(request, quote::business_day)
}

/// Splits an amount: `{amount, currency, ways | weights, network?, provider?, decimals?}`.
///
/// # Errors
/// `INPUT_INVALID` with all findings.
pub fn allocate(request: &Json) -> Result<Allocation, Error> {
    Reader::ask(request, shares)
}

fn shares(reader: &mut Reader, request: &Json) -> Option<Allocation> {
    let object = reader.object(request, "amount currency network provider decimals ways weights")?;
    let currency = reader.currency(object, CURRENCY)?;
    let amount = reader.amount(object, "amount", Required, Some(currency));
    let most = u64::try_from(money::MOST_SHARES).ok()?;
    let ways = reader.count(object, "ways", Optional, most);
    let items = reader.array(object, "weights", Optional);
    let fields = |code| Finding::new(code).with_text("fields", "ways, weights");
    match (object.get("ways"), items) {
        (Some(_), Some(_)) => reader.say("weights", fields(Code::FieldsExclusive)),
        (None, None) => reader.say("", fields(Code::FieldOneOfRequired)),
        _ => {}
    }
    if ways == Some(0) {
        reader.say_code("ways", Code::AmountZero);
    }
    let Some(items) = items else {
        let shares = money::allocate(amount?, currency, usize::try_from(ways?).ok()?)?;
        return Some(Allocation { currency, amounts: shares.collect() });
    };
    let before = reader.enter("weights");
    let mut weights = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        match money::read_json(item, None) {
            Ok(weight) => weights.push(weight.as_decimal()),
            Err(finding) => reader.say(&text::number(index), finding),
        }
    }
    reader.leave(before);
    let amounts = money::allocate_by(amount?, currency, &weights);
    if amounts.is_none() {
        let is_zero = weights.iter().all(rust_decimal::Decimal::is_zero);
        reader.say_code("weights", if is_zero { Code::AmountZero } else { Code::AmountTooLarge });
    }
    Some(Allocation { currency, amounts: amounts? })
}

/// Reads an amount: `{amount | minorUnits, currency, network?, provider?, decimals?, cash?}`; `cash` is how what can be
/// paid in cash is rounded: to 0.05 francs, say. Minor units are the smallest of the currency or token: `"25000"` is
/// 250.00 rupees. With `provider: "stripe"` they are Stripe's, which pays out whole forints and whole Ugandan shillings.
///
/// # Errors
/// `INPUT_INVALID` where the currency is not known; what is wrong with the amount is an answer.
///
/// ```
/// use offramp_core::{Json, api};
///
/// let report = api::parse_amount(&r#"{"amount": "1.234,56", "currency": "EUR"}"#.parse()?)?;
/// assert_eq!(report.findings[0].code().as_str(), "AMOUNT_SEPARATORS");
/// assert_eq!(report.findings[0].suggestion(), Some("1234.56"));
/// # Ok::<(), offramp_core::Error>(())
/// ```
pub fn parse_amount(request: &Json) -> Result<AmountReport, Error> {
    Reader::ask(request, amount)
}

fn amount(reader: &mut Reader, request: &Json) -> Option<AmountReport> {
    let object = reader.object(request, "amount minorUnits currency network provider decimals cash")?;
    let cash = reader.rounding(object, "cash", Optional);
    let currency = reader.currency(object, CURRENCY)?;
    let provider = object.get("provider").and_then(Json::as_str).unwrap_or_default();
    let written = match object.get("decimals") {
        Some(_) => currency,
        None => currency.written_at(&provider.to_ascii_lowercase()),
    };
    let (amount, units) = (object.get("amount"), object.get("minorUnits"));
    let fields = |code| Finding::new(code).with_text("fields", "amount, minorUnits");
    let (path, result) = match (amount, units) {
        (Some(amount), None) => ("/amount", money::read_json(amount, Some(currency))),
        (None, Some(units)) => {
            let read = money::read_minor_units(units, written).and_then(|amount| money::in_decimals(amount, currency));
            ("/minorUnits", read)
        }
        (Some(_), Some(_)) => {
            reader.say("minorUnits", fields(Code::FieldsExclusive));
            return None;
        }
        (None, None) => {
            reader.say("", fields(Code::FieldOneOfRequired));
            return None;
        }
    };
    let whole =
        result.and_then(|amount| amount.in_currency(currency).ok_or_else(|| Finding::new(Code::AmountTooLarge)));
    let (amount, findings) = match whole {
        Ok(amount) => (Some(amount), Vec::new()),
        Err(finding) => (None, vec![finding.at(path)]),
    };
    let cash = cash.zip(amount).and_then(|(mode, amount)| amount.in_cash(currency, mode));
    Some(AmountReport { verdict: Verdict::of(&findings), currency, written, amount, cash, findings })
}

/// Asks any of the questions here by its name in JavaScript, such as `computeFees`, as JSON.
///
/// # Errors
/// `OPERATION_UNKNOWN` for another name, and the errors of the question.
pub fn ask(name: &str, request: &Json) -> Result<Json, Error> {
    let mut reader = Reader::new();
    let answer = match name {
        "computeFees" => fees(&mut reader, request).as_ref().map(Fees::to_json),
        "quote" if !crate::IS_PAGE => quote::forward(&mut reader, request).as_ref().map(Quote::to_json),
        "quoteForTarget" if !crate::IS_PAGE => quote::for_target(&mut reader, request).as_ref().map(Quote::to_json),
        "checkLimits" => quote::check_limits(&mut reader, request).as_ref().map(LimitReport::to_json),
        "settlement" => quote::settle(&mut reader, request).as_ref().map(Arrival::to_json),
        "businessDay" if !crate::IS_PAGE => {
            quote::business_day(&mut reader, request).as_ref().map(BusinessDay::to_json)
        }
        "allocate" if !crate::IS_PAGE => shares(&mut reader, request).as_ref().map(Allocation::to_json),
        "formatAmount" if !crate::IS_PAGE => {
            amount_text::format(&mut reader, request).as_ref().map(AmountText::to_json)
        }
        "amountInWords" if !crate::IS_PAGE => {
            amount_text::in_words(&mut reader, request).as_ref().map(AmountText::to_json)
        }
        "parseAmount" if !crate::IS_PAGE => amount(&mut reader, request).as_ref().map(AmountReport::to_json),
        _ => return Err(Error::new(ErrorCode::OperationUnknown, "there is no such question")),
    };
    reader.finish(answer)
}

impl AmountReport {
    /// `{verdict, currency, decimals, amount?, minorUnits?, findings}`.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put_text("verdict", self.verdict.as_str());
        json.put_text("currency", self.currency.as_str());
        json.put("decimals", Json::number(u64::from(self.currency.decimals())));
        if let Some(amount) = self.amount {
            json.put_text("amount", &amount.text());
            let mut units = String::new();
            money::push_units(&mut units, amount.units(self.written).unwrap_or(0), 0);
            json.put("minorUnits", Json::String(units));
        }
        if let Some(cash) = self.cash {
            json.put_text("cash", &cash.text());
        }
        json.put("findings", Finding::all_to_json(&self.findings));
        Json::Object(json)
    }
}

impl Allocation {
    /// `{currency, amounts}`.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut amounts = Vec::with_capacity(self.amounts.len());
        for amount in &self.amounts {
            amounts.push(Json::String(amount.text()));
        }
        let mut json = Object::new();
        json.put_text("currency", self.currency.as_str());
        json.put("amounts", Json::Array(amounts));
        Json::Object(json)
    }
}

serialize_as_json!(AmountReport, Allocation);
