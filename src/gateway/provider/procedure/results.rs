//! What is made of a step's result: whether it fits the payment, and what is kept of it.

use super::walk::Walk;
use crate::json::{Json, Object};
use crate::payment::{MoneyText, QUOTED, is_other_amount};
use crate::provider::procedure::{Asked, Step};

impl Walk<'_> {
    /// Whether an answer is about another amount than the payment's, in its currency.
    pub(super) fn is_about_another_amount(&self, step: &Step, result: &Object) -> bool {
        let text = |name: &str| self.known.get(name).and_then(Json::as_str).unwrap_or_default();
        let said = result.get(QUOTED).map(MoneyText::from_json).unwrap_or_default();
        !step.holds.is_empty()
            && text("amount").parse().is_ok_and(|amount| is_other_amount(amount, text("currency"), &said))
    }

    /// How many tokens were sent is what events may say of them.
    pub(super) fn note_tokens(step: &Step, input: &Json, result: &mut Object) {
        let text = |name: &str| input.get(name).and_then(|value| value.as_str().or(value.as_number()));
        if let (Asked::Treasury(_), true, Some(amount), Some(currency)) =
            (step.asked, step.moves_money, text("amount"), text("currency"))
        {
            let money = MoneyText { amount: amount.to_owned(), currency: currency.to_owned() };
            if let Some(amounts) = MoneyText::to_json(&[money]) {
                result.put(QUOTED, amounts);
            }
        }
    }

    /// What is kept of a result, as text.
    pub(super) fn kept(&self, step: &Step, result: Object) -> Option<String> {
        let result = Json::Object(result);
        if !step.is_secret {
            return Some(result.to_string());
        }
        let payment = self.known.get("paymentId").and_then(Json::as_str)?;
        let sealed = self.gateway.seal.close_json(&result, payment)?;
        Some(Json::object([("sealed", Json::text(&sealed))]).to_string())
    }
}
