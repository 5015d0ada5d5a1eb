//! Whether the amounts that an event names are those that were to be paid.

use rust_decimal::Decimal;

use super::{AmountMember, MoneyText, Payment};
use crate::json::Json;
use crate::money::Currency;
use crate::redact;

/// What is held against the payment where the event names no currency.
const NO_CURRENCY: &str = "?";

/// How the amounts of an event and of a payment stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// The event names none, and need not.
    Unsaid,
    /// Those in the same currency are the same, and there is one.
    Same,
    /// One differs, none is in the same currency, or one that is needed is missing.
    Differs,
}

/// The amounts of an event or of an answer.
pub(crate) fn read(data: &Json, from: &[AmountMember]) -> Vec<MoneyText> {
    let text = |place: &str| match place.split('.').try_fold(data, |json, name| json.get(name))? {
        Json::String(text) if !text.is_empty() => Some(text.clone()),
        Json::Number(number) => Some(number.as_str().to_owned()),
        _ => None,
    };
    let money = |member: &AmountMember| {
        let amount = text(&member.amount)?;
        let currency = match (&member.currency_code, &member.currency) {
            (Some(code), _) => Some(code.clone()),
            (None, Some(place)) => text(place),
            (None, None) => None,
        };
        let currency = currency.unwrap_or_else(|| NO_CURRENCY.to_owned());
        let amount = if member.is_in_smallest_unit { in_main_unit(&amount, &currency) } else { amount };
        let is_number = amount.bytes().all(|byte| byte.is_ascii_digit() || b".+-eE".contains(&byte));
        let amount = if is_number { amount } else { NO_CURRENCY.to_owned() };
        Some(MoneyText { amount: super::clean::text(&amount), currency: super::clean::text(&redact::word(&currency)) })
    };
    from.iter().filter_map(money).collect()
}

/// The member of what is kept of an answer in which the gateway notes the amounts that the provider quoted.
pub(crate) const QUOTED: &str = "amounts";

/// What an event of a payment may say: the payment's amount, and in other currencies what the provider quoted when it
/// took the payment on. What it quoted in the payment's own currency is not asked: that was not its to say.
pub(super) fn expected(payment: &Payment, answer: Option<&str>) -> Vec<MoneyText> {
    let mut expected = vec![of_payment(payment.amount, &payment.currency)];
    let answer: Option<Json> = answer.and_then(|answer| answer.parse().ok());
    let quoted = answer.as_ref().and_then(|answer| answer.get(QUOTED)).map(MoneyText::from_json).unwrap_or_default();
    let is_other =
        |money: &MoneyText| money.currency != NO_CURRENCY && !money.currency.eq_ignore_ascii_case(&payment.currency);
    expected.extend(quoted.into_iter().filter(is_other));
    expected
}

/// Holds what an event says against what was to be paid.
pub(super) fn hold(expected: &[MoneyText], said: &[MoneyText], is_required: bool) -> Fit {
    if said.is_empty() {
        return if is_required { Fit::Differs } else { Fit::Unsaid };
    }
    let mut is_held = false;
    for money in said {
        for other in expected.iter().filter(|other| other.currency.eq_ignore_ascii_case(&money.currency)) {
            if !is_equal(&money.amount, &other.amount) {
                return Fit::Differs;
            }
            is_held = true;
        }
    }
    if is_held { Fit::Same } else { Fit::Differs }
}

/// Whether what was said names another amount in a payment's own currency than the payment's.
#[cfg(feature = "client")]
pub(crate) fn is_other(amount: i64, currency: &str, said: &[MoneyText]) -> bool {
    let own = of_payment(amount, currency);
    said.iter().any(|money| money.currency.eq_ignore_ascii_case(currency) && !is_equal(&money.amount, &own.amount))
}

/// An amount of a payment in its currency's main unit: 25000 INR are 250.00.
fn of_payment(amount: i64, currency: &str) -> MoneyText {
    MoneyText { amount: in_main_unit(&amount.to_string(), currency), currency: currency.to_owned() }
}

fn in_main_unit(amount: &str, currency: &str) -> String {
    let decimals = u32::from(Currency::new(currency).map_or(2, Currency::decimals));
    let whole = amount
        .parse::<i64>()
        .ok()
        .and_then(|amount| Decimal::try_from_i128_with_scale(i128::from(amount), decimals).ok());
    // what is no whole number of smallest units is not what was to be paid
    whole.map_or_else(|| NO_CURRENCY.to_owned(), |amount| amount.to_string())
}

fn is_equal(a: &str, b: &str) -> bool {
    let read = |text: &str| Decimal::from_str_exact(text).or_else(|_| Decimal::from_scientific(text)).ok();
    matches!((read(a), read(b)), (Some(a), Some(b)) if a == b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(amount: &str, currency: &str) -> MoneyText {
        MoneyText { amount: amount.to_owned(), currency: currency.to_owned() }
    }

    #[test]
    fn amounts_are_held_in_the_same_currency_and_unit() {
        let expected = [of_payment(25_000, "INR")];
        assert_eq!(expected, [money("250.00", "INR")]);
        assert_eq!(of_payment(25_000, "JPY"), money("25000", "JPY"));
        for (said, fit) in [
            (vec![], Fit::Unsaid),
            (vec![money("250", "INR")], Fit::Same),
            (vec![money("250.000", "inr"), money("3.01", "USDT")], Fit::Same),
            (vec![money("2.5e2", "INR")], Fit::Same),
            (vec![money("0.83", "INR")], Fit::Differs),
            (vec![money("25000", "INR")], Fit::Differs),
            (vec![money("-250", "INR")], Fit::Differs),
            (vec![money("250.00", "USD")], Fit::Differs),
            (vec![money("250.00", "?")], Fit::Differs),
            (vec![money("250.00", "INR"), money("249.99", "INR")], Fit::Differs),
            (vec![money("1e400", "INR")], Fit::Differs),
        ] {
            assert_eq!(hold(&expected, &said, false), fit, "{said:?}");
        }
        assert_eq!(hold(&expected, &[], true), Fit::Differs);
        // what the provider quoted in another currency counts as well, and all that is said must fit
        let expected = [of_payment(25_000, "INR"), money("3.01", "USDT")];
        for (said, fit) in [
            (vec![money("3.01", "USDT")], Fit::Same),
            (vec![money("3.010", "usdt"), money("250", "INR")], Fit::Same),
            (vec![money("3.00", "USDT")], Fit::Differs),
            (vec![money("3.00", "USDT"), money("250", "INR")], Fit::Differs),
            (vec![money("3.01", "USDT"), money("249", "INR")], Fit::Differs),
            (vec![money("3.01", "USDC")], Fit::Differs),
        ] {
            assert_eq!(hold(&expected, &said, false), fit, "{said:?}");
        }
    }

    #[test]
    fn amounts_are_read_where_they_are_named() {
        let data: Json = r#"{"settledAmount":"0.83","settledCurrency":"USD","amounts":{"fiat":250.00},"paise":"25000"}"#
            .parse()
            .unwrap();
        let member = |amount: &str, currency: Option<&str>, code: Option<&str>, is_in_smallest_unit| AmountMember {
            amount: amount.to_owned(),
            currency: currency.map(str::to_owned),
            currency_code: code.map(str::to_owned),
            is_in_smallest_unit,
        };
        let members = vec![
            member("settledAmount", Some("settledCurrency"), None, false),
            member("amounts.fiat", Some("amounts.currency"), None, false),
            member("paise", None, Some("INR"), true),
            member("none", None, Some("INR"), false),
        ];
        assert_eq!(read(&data, &members), [money("0.83", "USD"), money("250.00", "?"), money("250.00", "INR")]);
    }
}
