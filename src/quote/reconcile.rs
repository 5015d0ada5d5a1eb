//! A provider's numbers held against our own.

use super::fees::Fees;
use super::rate::ExchangeRate;
use super::reader::{Optional, Reader};
use super::schedule::Charge;
use super::terms::{FeeIn, Sums, Terms};
use crate::code::Code;
use crate::finding::Finding;
use crate::json::{Json, Object};
use crate::money::{Amount, Currency};

/// What a provider's quote says.
pub(super) struct Reported {
    source_amount: Option<Amount>,
    destination_amount: Option<Amount>,
    exchange_rate: Option<ExchangeRate>,
    fee: Option<Amount>,
    /// How many smallest units its numbers may be away from ours.
    tolerance: u128,
    remainder: String,
}

/// How a provider's fee divides, where its numbers agree.
#[derive(Clone, Debug)]
pub struct Reconciliation {
    /// What arrives by the provider's fee.
    pub destination_amount: Amount,
    /// The provider's fee.
    pub fee: Amount,
    /// The part of it that is in no part of the schedule, and its name.
    pub remainder: Option<(String, Amount)>,
    fees: Fees,
}

/// The most smallest units that a tolerance can have.
const MOST_TOLERANCE: u64 = 1_000_000;

impl Reported {
    /// Reads `{sourceAmount?, destinationAmount?, exchangeRate?, fee|totalFee?, remainder?, tolerance?}`.
    pub(super) fn read(
        reader: &mut Reader,
        json: &Json,
        currencies: (Currency, Currency, Currency),
    ) -> Option<Reported> {
        let before = reader.enter("reported");
        let reported = Reported::members(reader, json, currencies);
        reader.leave(before);
        reported
    }

    fn members(
        reader: &mut Reader,
        json: &Json,
        (source, destination, fee): (Currency, Currency, Currency),
    ) -> Option<Reported> {
        let object =
            reader.object(json, "sourceAmount destinationAmount exchangeRate fee totalFee remainder tolerance")?;
        let source_amount = reader.amount(object, "sourceAmount", Optional, Some(source));
        let destination_amount = reader.amount(object, "destinationAmount", Optional, Some(destination));
        let rate = ExchangeRate::member(reader, object, "exchangeRate", Some((source, destination)), false);
        let exchange_rate = rate.map(|given| given.rate);
        // the documents call it both
        let name = if object.get("totalFee").is_some() { "totalFee" } else { "fee" };
        let fee = reader.amount(object, name, Optional, Some(fee));
        if name == "totalFee" && object.get("fee").is_some() {
            reader.say("fee", Finding::new(Code::FieldsExclusive).with_text("fields", "fee, totalFee"));
        }
        let remainder = reader.text(object, "remainder", Optional).unwrap_or("provider").to_owned();
        let given = [source_amount, destination_amount, fee];
        if given.iter().all(Option::is_none) && exchange_rate.is_none() {
            let fields = "sourceAmount, destinationAmount, exchangeRate, fee";
            reader.say("", Finding::new(Code::FieldOneOfRequired).with_text("fields", fields));
        }
        let tolerance = u128::from(reader.count(object, "tolerance", Optional, MOST_TOLERANCE).unwrap_or(0));
        Some(Reported { source_amount, destination_amount, exchange_rate, fee, tolerance, remainder })
    }

    /// What arrives: what the provider says, where it is as near to our number as it may be.
    pub(super) fn arrives(&self, ours: Amount, currency: Currency) -> Amount {
        let is_near = |reported: &Amount| {
            let away = reported.units(currency).zip(ours.units(currency)).map(|(one, other)| one.abs_diff(other));
            away.is_some_and(|away| away <= self.tolerance)
        };
        self.destination_amount.filter(is_near).and_then(|amount| amount.in_currency(currency)).unwrap_or(ours)
    }

    /// Compares; what does not agree is a finding.
    pub(super) fn reconcile(&self, terms: &Terms, sums: &Sums, findings: &mut Vec<Finding>) -> Option<Reconciliation> {
        let mut mismatch = |path, field, expected: String| {
            findings
                .push(Finding::new(Code::QuoteMismatch).at(path).with_text("field", field).with("expected", expected));
        };
        let sent = Amount::from_units(sums.sent, terms.source)?;
        let is_other = |reported: Option<Amount>, ours: Amount, currency| {
            let away = reported.and_then(|reported| Some(reported.units(currency)?.abs_diff(ours.units(currency)?)));
            away.is_some_and(|away| away > self.tolerance)
        };
        if is_other(self.source_amount, sent, terms.source) {
            mismatch("/reported/sourceAmount", "sourceAmount", sent.text());
        }
        // a provider may show fewer digits than it computes with
        if self.exchange_rate.is_some_and(|reported| !terms.rate.agrees_with(reported)) {
            mismatch("/reported/exchangeRate", "exchangeRate", terms.rate_text.clone());
        }
        let currency = sums.fees.currency();
        let Some(charged) = self.fee.and_then(|fee| fee.units(currency)) else {
            let arrives = Amount::from_units(sums.arrives, terms.destination)?;
            if is_other(self.destination_amount, arrives, terms.destination) {
                mismatch("/reported/destinationAmount", "destinationAmount", arrives.text());
            }
            return None;
        };
        let Some(remainder) = charged.saturating_add(self.tolerance).checked_sub(sums.fees.sums.fee) else {
            mismatch("/reported/fee", "fee", sums.fees.fee().text());
            return None;
        };
        let surplus = charged.saturating_sub(sums.fees.sums.fee);
        let missing = sums.fees.sums.fee.saturating_sub(charged);
        let arrives = match (terms.fee_in, terms.plan.plan().charge) {
            (FeeIn::Source, Charge::Deducted) => {
                terms.convert(sums.converted.checked_sub(surplus)?.checked_add(missing)?)?
            }
            (FeeIn::Source, Charge::OnTop) => sums.arrives,
            (FeeIn::Destination, _) => terms.convert(sums.sent)?.checked_sub(charged)?,
        };
        let arrives = Amount::from_units(arrives, terms.destination)?;
        if is_other(self.destination_amount, arrives, terms.destination) {
            mismatch("/reported/destinationAmount", "destinationAmount", arrives.text());
        }
        let remainder = remainder.saturating_sub(self.tolerance);
        let remainder = Amount::from_units(remainder, currency)?;
        let is_whole = remainder.as_decimal().is_zero();
        if !is_whole {
            let finding = Finding::new(Code::QuoteFeeRemainder).at("/reported/fee");
            findings.push(finding.with("amount", remainder.text()).with("name", self.remainder.clone()));
        }
        Some(Reconciliation {
            destination_amount: arrives,
            fee: Amount::from_units(charged, currency)?,
            remainder: (!is_whole).then(|| (self.remainder.clone(), remainder)),
            fees: sums.fees.clone(),
        })
    }
}

impl Reconciliation {
    /// The parts, the remainder last.
    pub(super) fn parts_to_json(&self) -> Json {
        let mut parts = self.fees.parts_to_json();
        if let (Some((name, amount)), Json::Array(items)) = (&self.remainder, &mut parts) {
            let mut json = Object::new();
            json.put_text("name", name);
            json.put_text("amount", &amount.text());
            let mut explanation = self.fee.text();
            explanation.push_str(" charged - ");
            explanation.push_str(&self.fees.fee().text());
            explanation.push_str(" in the schedule = ");
            explanation.push_str(&amount.text());
            json.put("explanation", Json::String(explanation));
            items.push(Json::Object(json));
        }
        parts
    }

    /// `{destinationAmount, fee, parts: [{name, amount, explanation}]}`; the remainder is the last part.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put_text("destinationAmount", &self.destination_amount.text());
        json.put_text("fee", &self.fee.text());
        json.put("parts", self.parts_to_json());
        Json::Object(json)
    }
}
