//! How payments are carried out: one request, known again by its key.

use crate::provider::procedure::{Procedure, Setting, Step};

const INPUT: &str = r#"{"walletId":"{wallet}","transactionId":"{reference}","amount":"{amount}","currency":"{currency}",
    "accountDetails":{"upiId":"{upiId}","accountNumber":"{accountNumber}","ifsc":"{ifsc}","bankName":"{bankName}"}}"#;

const SETTINGS: &[Setting] =
    &[Setting::needed("wallet", "The wallet at SwiftPay that is charged or filled.").or("{walletId}")];

pub(super) const PROCEDURES: &[Procedure] = &[
    Procedure {
        is_on_ramp: false,
        order: "offRamp",
        settings: SETTINGS,
        steps: &[Step::ask("offRamp", INPUT).gives(&[("id", "id")]).order("id").moves_money().keyed()],
    },
    Procedure {
        is_on_ramp: true,
        order: "onRamp",
        settings: SETTINGS,
        steps: &[Step::ask("onRamp", INPUT).gives(&[("id", "id")]).order("id").moves_money().keyed()],
    },
];
