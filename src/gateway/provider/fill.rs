//! Inputs of operations from templates: what the placeholders stand for.

use crate::gateway::{Account, Instruction};
use crate::json::{Json, Object};
use crate::money::Currency;
use crate::payment::OpenAttempt;

/// What is known of an attempt: all of it when it is sent, its ids alone when it is asked about later.
#[derive(Clone)]
pub(super) struct Known<'a> {
    pub(super) reference: &'a str,
    pub(super) payment_id: &'a str,
    pub(super) gateway_reference: Option<&'a str>,
    pub(super) paid: Option<Paid>,
}

/// How much, and to where.
#[derive(Clone)]
pub(super) struct Paid {
    pub(super) amount: i64,
    pub(super) currency: String,
    pub(super) account: Account,
}

impl<'a> Known<'a> {
    pub(super) fn of(instruction: &'a Instruction) -> Known<'a> {
        Known {
            reference: &instruction.reference,
            payment_id: &instruction.payment_id,
            gateway_reference: None,
            paid: Some(Paid {
                amount: instruction.amount,
                currency: instruction.currency.clone(),
                account: instruction.account.clone(),
            }),
        }
    }

    pub(super) fn ids(attempt: &'a OpenAttempt) -> Known<'a> {
        Known {
            reference: &attempt.attempt_id,
            payment_id: &attempt.payment_id,
            gateway_reference: attempt.gateway_reference.as_deref(),
            paid: None,
        }
    }

    /// What the placeholders stand for.
    pub(super) fn values(&self) -> Vec<(&'static str, Option<String>)> {
        let mut values = vec![
            ("{reference}", Some(self.reference.to_owned())),
            ("{paymentId}", Some(self.payment_id.to_owned())),
            ("{gatewayReference}", self.gateway_reference.map(str::to_owned)),
        ];
        let text = |bytes: &[u8]| Some(String::from_utf8_lossy(bytes).into_owned());
        let (mut amount, mut decimals, mut currency) = (None, None, None);
        let (mut upi, mut number, mut branch, mut bank) = (None, None, None, None);
        if let Some(paid) = &self.paid {
            amount = Some(paid.amount.to_string());
            decimals = Some(in_main_unit(paid.amount, &paid.currency));
            currency = Some(paid.currency.clone());
            match &paid.account {
                Account::Upi(id) => upi = text(id.expose()),
                Account::Bank { number: account, ifsc, bank_name } => {
                    number = text(account.expose());
                    branch = Some(ifsc.clone());
                    bank.clone_from(bank_name);
                }
            }
        }
        values.extend([
            ("{amount}", amount),
            ("{amountDecimal}", decimals),
            ("{currency}", currency),
            ("{upiId}", upi),
            ("{accountNumber}", number),
            ("{ifsc}", branch),
            // free text comes last: what it holds is not filled again
            ("{bankName}", bank),
        ]);
        values
    }
}

/// An amount in its currency's main unit.
pub(super) fn in_main_unit(amount: i64, currency: &str) -> String {
    decimal(amount, Currency::new(currency).map_or(2, Currency::decimals))
}

/// 25000 with two decimals is 250.00.
fn decimal(amount: i64, decimals: u8) -> String {
    let decimals = usize::from(decimals);
    let digits = format!("{amount:0>width$}", width = decimals.saturating_add(1));
    match digits.split_at_checked(digits.len().saturating_sub(decimals)) {
        Some((whole, rest)) if !rest.is_empty() => [whole, ".", rest].concat(),
        _ => digits,
    }
}

/// The input with every placeholder filled; nothing where one has no value.
pub(super) fn filled(json: &Json, values: &[(&'static str, Option<String>)]) -> Option<Json> {
    match json {
        Json::String(text) => {
            let mut out = text.clone();
            for (name, value) in values {
                if out.contains(name) {
                    out = out.replace(name, value.as_deref()?);
                }
            }
            Some(Json::String(out))
        }
        Json::Array(items) => Some(Json::Array(items.iter().filter_map(|item| filled(item, values)).collect())),
        Json::Object(object) => {
            let mut out = Object::new();
            for (name, value) in object.iter() {
                if let Some(value) = filled(value, values) {
                    out.insert(name, value);
                }
            }
            Some(Json::Object(out))
        }
        other => Some(other.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payment::PaymentType;
    use crate::secret::Secret;

    #[test]
    fn placeholders_are_filled_and_what_is_not_there_is_left_out() {
        let instruction = Instruction {
            kind: PaymentType::Offramp,
            reference: "attempt_1".to_owned(),
            payment_id: "pay_1".to_owned(),
            user_id: "u".to_owned(),
            wallet_id: "w".to_owned(),
            amount: 5,
            currency: "INR".to_owned(),
            account: Account::Upi(Secret::from("user@okaxis")),
            metadata: None,
        };
        let template: Json =
            r#"{"a":"{amountDecimal} {currency}","b":"{accountNumber}","c":[{"d":"{upiId}"}],"e":1}"#.parse().unwrap();
        let filled = filled(&template, &Known::of(&instruction).values()).unwrap();
        assert_eq!(filled.to_string(), r#"{"a":"0.05 INR","c":[{"d":"user@okaxis"}],"e":1}"#);
        assert_eq!((decimal(25_000, 2), decimal(7, 0), decimal(7, 3)), ("250.00".into(), "7".into(), "0.007".into()));
    }
}
