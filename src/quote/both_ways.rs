//! Quotes: what arrives for a payment, and what must be paid so that something arrives.

use super::bearer::{Bearer, between_to_json};
use super::rate::{ExchangeRate, GivenRate};
use super::reader::{CurrencyNames, Optional, Reader, Required};
use super::reconcile::{Reconciliation, Reported};
use super::schedule::{Charge, FeeSchedule};
use super::slippage::Slippage;
use super::terms::{FeeIn, Sums, Terms};
use crate::code::Code;
use crate::finding::{self, Finding, Verdict};
use crate::json::{Json, Object, serialize_as_json};
use crate::money::{self, Amount, Currency};
use crate::timestamp::Timestamp;

/// What arrives for a payment, and how that comes about.
#[derive(Clone, Debug)]
pub struct Quote {
    /// The verdict.
    pub verdict: Verdict,
    /// What is sent, fees included.
    pub source_amount: Amount,
    /// What is converted.
    pub converted_amount: Amount,
    /// What arrives: by the provider's own fee, where it was reported.
    pub destination_amount: Amount,
    /// From how much to how much arrives, where banks on the way may take fees.
    pub arrives_between: Option<(Amount, Amount)>,
    /// The fees by the schedule, in the currency they are charged in.
    pub fees: super::Fees,
    /// What a payer who allows for slippage accepts at least.
    pub minimum_destination_amount: Option<Amount>,
    /// Until when the quote can be used: its expiry less the skew.
    pub usable_until: Option<Timestamp>,
    /// How a provider's numbers agree with these.
    pub reconciliation: Option<Reconciliation>,
    /// What there is to say, most severe first.
    pub findings: Vec<Finding>,
    terms: Terms,
}

const SOURCE: CurrencyNames =
    CurrencyNames { currency: "sourceCurrency", network: "sourceNetwork", decimals: "sourceDecimals", is_open: false };
const DESTINATION: CurrencyNames = CurrencyNames {
    currency: "destinationCurrency",
    network: "destinationNetwork",
    decimals: "destinationDecimals",
    is_open: false,
};
const MEMBERS: &str = "amount sourceCurrency sourceNetwork sourceDecimals destinationCurrency destinationNetwork \
                       destinationDecimals provider exchangeRate rounding schedule feeCurrency expiresAt now \
                       skewSeconds slippage reported referenceRate bearer intermediaryFees";

/// A request for a quote, either way.
struct QuoteRequest {
    amount: Amount,
    terms: Terms,
    amount_rounding: Option<money::Rounding>,
    expires_at: Option<Timestamp>,
    now: Option<Timestamp>,
    skew: u64,
    slippage: Option<Slippage>,
    reported: Option<Reported>,
    /// What the rate is held against.
    reference: Option<ExchangeRate>,
    bearer: Option<Bearer>,
}

/// The most seconds that clocks are said to differ: a day.
const MAX_SKEW: u64 = 86_400;

impl QuoteRequest {
    fn read(reader: &mut Reader, json: &Json) -> Option<QuoteRequest> {
        let object = reader.object(json, MEMBERS)?;
        let source = reader.currency(object, SOURCE);
        let destination = reader.currency(object, DESTINATION);
        let amount = reader.positive(object, "amount", Required, None);
        let currencies = source.zip(destination);
        let rate = ExchangeRate::member(reader, object, "exchangeRate", currencies, true);
        let reference = ExchangeRate::member(reader, object, "referenceRate", currencies, false);
        if let (Some(given), Some((source, destination))) = (&rate, currencies)
            && source.as_str() == destination.as_str()
            && given.rate != ExchangeRate::ONE
        {
            reader.say("exchangeRate", Finding::new(Code::RateNotOne).with("currency", source.as_str().to_owned()));
        }
        let rounding = reader.rounding(object, "rounding", Required);
        let fee_in = reader.choice(object, "feeCurrency", Optional, "source, destination", FeeIn::find);
        let fee_in = fee_in.unwrap_or(FeeIn::Source);
        let schedule = FeeSchedule::member(reader, object);
        let expires_at = reader.time(object, "expiresAt", Optional);
        let now = reader.time(object, "now", Optional);
        let skew = reader.count(object, "skewSeconds", Optional, MAX_SKEW).unwrap_or(0);
        let fee_currency = if fee_in == FeeIn::Source { source } else { destination };
        let slippage = match reader.member(object, "slippage", Optional) {
            Some(json) => Slippage::read(reader, json, currencies?),
            None => None,
        };
        let reported = match reader.member(object, "reported", Optional) {
            Some(json) => Reported::read(reader, json, (source?, destination?, fee_currency?)),
            None => None,
        };
        let bearer = Bearer::read(reader, object, destination, schedule.as_ref().map(|schedule| schedule.charge));
        let schedule = schedule?;
        if fee_in == FeeIn::Destination && schedule.charge == Charge::OnTop {
            let before = reader.enter("schedule");
            reader.say_not_allowed("charge", "deducted");
            reader.leave(before);
        }
        let plan = reader.within("schedule", |reader| Some(schedule.planned(reader, fee_currency?)))?;
        if fee_in == FeeIn::Destination && schedule.charge == Charge::Deducted && plan.plan().has_on_top() {
            let before = reader.enter("schedule");
            reader.say_not_allowed("parts", "deducted");
            reader.leave(before);
        }
        let amount_rounding = schedule.amount_rounding;
        let (GivenRate { rate, mid: mid_rate, text: rate_text }, (source, destination)) = (rate?, currencies?);
        let (rounding, factors) = (rounding?, rate.in_units(source, destination));
        let terms = Terms { source, destination, rate, factors, rate_text, mid_rate, rounding, plan, fee_in };
        let amount = amount?;
        // a stable coin is worth one of its currency; for all else the caller knows
        let is_pegged = |one: Currency, other: Currency| one.pegged_to().is_some_and(|own| own == other.as_str());
        let alike = source.pegged_to().is_some_and(|own| destination.pegged_to() == Some(own));
        let peg = alike || is_pegged(source, destination) || is_pegged(destination, source);
        let reference = reference.map(|given| given.rate).or(peg.then_some(ExchangeRate::ONE));
        Some(QuoteRequest {
            amount,
            terms,
            amount_rounding,
            expires_at,
            now,
            skew,
            slippage,
            reported,
            reference,
            bearer,
        })
    }

    /// What is sent or converted, in the smallest unit.
    fn units(&self) -> Result<u128, Finding> {
        let source = self.terms.source;
        match (self.amount.units(source), self.amount_rounding) {
            (Some(units), _) => Ok(units),
            (None, Some(mode)) => {
                let cut = self.amount.rounded(source, mode).and_then(|amount| amount.units(source));
                cut.ok_or_else(|| Finding::new(Code::AmountTooLarge))
            }
            (None, None) => money::units_of(self.amount, source),
        }
    }

    /// The quote of a payment.
    fn quote(self, sums: Sums, mut findings: Vec<Finding>) -> Option<Quote> {
        let terms = &self.terms;
        let usable_until = self.expires_at.and_then(|expiry| {
            let skew = i64::try_from(self.skew).ok()?;
            Timestamp::from_unix_seconds(expiry.unix_seconds().checked_sub(skew)?).ok()
        });
        if let (Some(until), Some(now)) = (usable_until, self.now)
            && now >= until
        {
            findings.push(Finding::new(Code::QuoteExpired).at("/expiresAt").with("until", until.to_text()));
        }
        if self.expires_at.is_some() && self.now.is_none() {
            findings.push(Finding::new(Code::QuoteExpiryOpen).at("/now"));
        }
        if let Some(reference) = self.reference
            && terms.rate.is_far_from(reference)
        {
            let unusual = Finding::new(Code::RateUnusual).at("/exchangeRate").with("rate", terms.rate_text.clone());
            findings.push(unusual.with("expected", reference.text()));
        }
        let mut minimum = None;
        if let Some(slippage) = &self.slippage {
            let least = slippage.least(sums.arrives)?;
            minimum = Some(Amount::from_units(least, terms.destination)?);
            findings.extend(slippage.judge(terms, &sums, least));
        }
        let reconciliation =
            self.reported.as_ref().and_then(|reported| reported.reconcile(terms, &sums, &mut findings));
        let arrives = Amount::from_units(sums.arrives, terms.destination)?;
        let arrives = reconciliation.as_ref().map_or(arrives, |other| other.destination_amount);
        let arrives = self.reported.as_ref().map_or(arrives, |reported| reported.arrives(arrives, terms.destination));
        let mut between = None;
        if let Some(bearer) = self.bearer {
            let (least, most) = bearer.arrives(arrives.units(terms.destination)?, &mut findings);
            let amount = |units| Amount::from_units(units, terms.destination);
            between = Some((amount(least)?, amount(most)?));
        }
        finding::sort(&mut findings);
        Some(Quote {
            verdict: Verdict::of(&findings),
            source_amount: Amount::from_units(sums.sent, terms.source)?,
            converted_amount: Amount::from_units(sums.converted, terms.source)?,
            // what the provider charges decides about what arrives
            destination_amount: arrives,
            arrives_between: between,
            fees: sums.fees,
            minimum_destination_amount: minimum,
            usable_until,
            reconciliation,
            findings,
            terms: self.terms,
        })
    }
}

impl FeeIn {
    /// `"source"` or `"destination"`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            FeeIn::Source => "source",
            FeeIn::Destination => "destination",
        }
    }

    fn find(name: &str) -> Option<FeeIn> {
        [FeeIn::Source, FeeIn::Destination].into_iter().find(|fee_in| fee_in.as_str() == name)
    }
}

/// What arrives for a payment of `amount`: the gross where fees are deducted, the net where they are on top.
pub(crate) fn forward(reader: &mut Reader, json: &Json) -> Option<Quote> {
    let request = QuoteRequest::read(reader, json).filter(|_| reader.is_clean())?;
    let units = reader.keep("amount", request.units())?;
    conclude(reader, request, units, Vec::new())
}

/// The quote of so many units, which may be more than there are numbers for.
fn conclude(reader: &mut Reader, request: QuoteRequest, units: u128, findings: Vec<Finding>) -> Option<Quote> {
    let sums = reader.keep("amount", request.terms.forward(units))?;
    let quote = request.quote(sums, findings);
    if quote.is_none() {
        reader.say_code("amount", Code::AmountTooLarge);
    }
    quote
}

/// What must be sent so that `amount` arrives; where no payment does that, the smallest with which more
/// arrives, and a finding that names the nearest amounts.
pub(crate) fn for_target(reader: &mut Reader, json: &Json) -> Option<Quote> {
    let request = QuoteRequest::read(reader, json).filter(|_| reader.is_clean())?;
    let target = reader.keep("amount", money::units_of(request.amount, request.terms.destination))?;
    let nearest = reader.within("schedule", |reader| reader.keep("parts", request.terms.backward(target)))?;
    let Some(tried) = nearest.exact.or(nearest.above) else {
        reader.say_code("amount", Code::AmountTooLarge);
        return None;
    };
    let mut findings = Vec::new();
    if nearest.exact.is_none() {
        let decimals = u32::from(request.terms.destination.decimals());
        let amount = |units| {
            let mut text = String::new();
            money::push_units(&mut text, units, decimals);
            text
        };
        let below = nearest.below.map_or(0, |below| below.arrives);
        let finding = Finding::new(Code::QuoteTargetNotExact).at("/amount");
        findings.push(finding.with("below", amount(below)).with("above", amount(tried.arrives)));
    }
    conclude(reader, request, tried.base, findings)
}

impl Quote {
    /// The currency that is sent.
    #[must_use]
    pub fn source_currency(&self) -> Currency {
        self.terms.source
    }

    /// The currency that arrives.
    #[must_use]
    pub fn destination_currency(&self) -> Currency {
        self.terms.destination
    }

    /// Of how many units of the destination one unit of the source is worth: all digits, or eighteen decimals of an
    /// inverse that has no end.
    #[must_use]
    pub fn exchange_rate(&self) -> String {
        self.terms.rate_text.clone()
    }

    /// `{verdict, sourceCurrency, sourceAmount, convertedAmount, exchangeRate, midRate?, destinationCurrency,
    /// destinationAmount, fee, feeCurrency, parts, minimumDestinationAmount?, usableUntil?,
    /// reconciliation?, findings}`.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put_text("verdict", self.verdict.as_str());
        json.put_text("sourceCurrency", self.terms.source.as_str());
        json.put_text("sourceAmount", &self.source_amount.text());
        json.put_text("convertedAmount", &self.converted_amount.text());
        json.put("exchangeRate", Json::String(self.terms.rate_text.clone()));
        if let Some(rate) = self.terms.mid_rate {
            json.put("midRate", Json::String(rate.text()));
        }
        json.put_text("destinationCurrency", self.terms.destination.as_str());
        json.put_text("destinationAmount", &self.destination_amount.text());
        if let Some(between) = self.arrives_between {
            json.put("arrivesBetween", between_to_json(between));
        }
        let charged = self.reconciliation.as_ref().map_or(self.fees.fee(), |other| other.fee);
        json.put_text("fee", &charged.text());
        json.put_text("feeCurrency", self.fees.currency().as_str());
        let parts =
            self.reconciliation.as_ref().map_or_else(|| self.fees.parts_to_json(), Reconciliation::parts_to_json);
        json.put("parts", parts);
        if let Some(minimum) = self.minimum_destination_amount {
            json.put_text("minimumDestinationAmount", &minimum.text());
        }
        if let Some(until) = self.usable_until {
            json.put("usableUntil", Json::String(until.to_text()));
        }
        if let Some(reconciliation) = &self.reconciliation {
            json.put("reconciliation", reconciliation.to_json());
        }
        json.put("findings", Finding::all_to_json(&self.findings));
        Json::Object(json)
    }
}

serialize_as_json!(Quote);
