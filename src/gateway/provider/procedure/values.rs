//! What is known of a payment by name.

use crate::gateway::provider::fill;
use crate::gateway::{Account, Instruction};
use crate::json::{Json, Object};

/// The names that every payment has, though not each a value for all of them.
pub(super) const NAMES: &[&str] = &[
    "reference",
    "paymentId",
    "userId",
    "walletId",
    "amount",
    "amountDecimal",
    "currency",
    "upiId",
    "accountNumber",
    "ifsc",
    "bankName",
    "metadata",
];

/// What a payment is made of.
pub(super) fn of(instruction: &Instruction) -> Object {
    let mut known = Object::new();
    let text = |bytes: &[u8]| Json::text(&String::from_utf8_lossy(bytes));
    known.put_text("reference", &instruction.reference);
    known.put_text("paymentId", &instruction.payment_id);
    known.put_text("userId", &instruction.user_id);
    known.put_text("walletId", &instruction.wallet_id);
    known.put_text("amount", &instruction.amount.to_string());
    known.put_text("amountDecimal", &fill::in_main_unit(instruction.amount, &instruction.currency));
    known.put_text("currency", &instruction.currency);
    match &instruction.account {
        Account::Upi(id) => known.put("upiId", text(id.expose())),
        Account::Bank { number, ifsc, bank_name } => {
            known.put("accountNumber", text(number.expose()));
            known.put_text("ifsc", ifsc);
            if let Some(name) = bank_name {
                known.put_text("bankName", name);
            }
        }
    }
    let metadata = instruction.metadata.as_deref().and_then(|text| text.parse::<Json>().ok());
    if let Some(metadata) = metadata {
        known.put("metadata", metadata);
    }
    known
}
