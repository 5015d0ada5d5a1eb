//! How far a rate may move before a payer wants a new quote.

use super::rate::ExchangeRate;
use super::reader::{Reader, Required};
use super::terms::{Sums, Terms};
use crate::code::Code;
use crate::finding::Finding;
use crate::json::Json;
use crate::money::{Amount, Currency, Exact, Rate, Rounding, push_units};

/// What a payer allows for: a share of the rate, or an amount of the currency that arrives.
pub(super) struct Slippage {
    tolerance: Tolerance,
    /// The rate of now, to be judged.
    current_rate: Option<ExchangeRate>,
}

enum Tolerance {
    Percent(Rate),
    Amount(u128),
}

impl Slippage {
    /// Reads `{type, value, currentRate?}`; `fiat` is another word for `amount`.
    pub(super) fn read(reader: &mut Reader, json: &Json, currencies: (Currency, Currency)) -> Option<Slippage> {
        let before = reader.enter("slippage");
        let slippage = Slippage::members(reader, json, currencies);
        reader.leave(before);
        slippage
    }

    fn members(reader: &mut Reader, json: &Json, currencies: (Currency, Currency)) -> Option<Slippage> {
        let object = reader.object(json, "type value currentRate")?;
        let is_percent = reader.choice(object, "type", Required, "percent, amount, fiat", |name| match name {
            "percent" => Some(true),
            "amount" | "fiat" => Some(false),
            _ => None,
        });
        let current_rate =
            ExchangeRate::member(reader, object, "currentRate", Some(currencies), false).map(|given| given.rate);
        let (_, destination) = currencies;
        let tolerance = if is_percent? {
            let rate = Rate::in_field("percent", reader.decimal(object, "value", Required)?);
            if rate.is_none() {
                reader.say("value", Finding::new(Code::RateTooLarge).with_text("expected", "100"));
            }
            Tolerance::Percent(rate?)
        } else {
            let amount = reader.amount(object, "value", Required, Some(destination));
            Tolerance::Amount(amount.and_then(|amount: Amount| amount.units(destination))?)
        };
        Some(Slippage { tolerance, current_rate })
    }

    /// What must arrive at least, rounded up: the payer's side.
    pub(super) fn least(&self, arrives: u128) -> Option<u128> {
        match self.tolerance {
            Tolerance::Percent(rate) => {
                let (number, divisor) = rate.ratio();
                Rounding::Up.round(Exact::product(arrives, divisor.checked_sub(number)?, divisor)?)
            }
            Tolerance::Amount(units) => Some(arrives.saturating_sub(units)),
        }
    }

    /// Whether less would arrive at the rate of now.
    pub(super) fn judge(&self, terms: &Terms, sums: &Sums, least: u128) -> Option<Finding> {
        let now = terms.at_rate(self.current_rate?);
        let base = if terms.is_on_top() { sums.converted } else { sums.sent };
        let arrives = now.forward(base).map_or(0, |sums| sums.arrives);
        let mut minimum = String::new();
        push_units(&mut minimum, least, u32::from(terms.destination.decimals()));
        let exceeded = || Finding::new(Code::SlippageExceeded).at("/slippage/currentRate").with("minimum", minimum);
        (arrives < least).then(exceeded)
    }
}
