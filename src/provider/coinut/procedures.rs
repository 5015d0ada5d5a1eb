//! How a payment is carried out: customer, account, flow, and tokens to the flow's address. Its end is told by events.

use crate::provider::procedure::{Procedure, Setting, Step};

pub(super) const PROCEDURES: &[Procedure] = &[Procedure {
    is_on_ramp: false,
    order: "createOfframpFlow",
    settings: &[
        Setting::optional("customer", "A customer who is approved already; without one, each payment makes one.")
            .or("{metadata.customerId}"),
        Setting::optional("account", "An account that was added already; without one, each payment adds one.")
            .or("{metadata.bankAccountId}"),
        Setting::optional("customerName", "The name of a new customer.").or("{metadata.name}"),
        Setting::optional("customerEmail", "The e-mail address of a new customer.").or("{metadata.email}"),
        Setting::optional("payoutCurrency", "The currency of a new account.").or("{currency}"),
        Setting::optional("bank", "The bank of a new account.").or("{bankName}"),
        Setting::optional("swift", "The BIC of a new account.").or("{metadata.swift}"),
        Setting::needed("token", "USDT or USDC.").or("USDT"),
        Setting::needed("network", "The network that the tokens are sent on.").or("ETH"),
        Setting::needed("tokenAmount", "How many tokens are sent.").or("{metadata.tokenAmount}"),
    ],
    steps: &[
        // a second entry pays nobody
        Step::ask(
            "createCustomer",
            r#"{"name":"{customerName}","email":"{customerEmail}","externalId":"{paymentId}"}"#,
        )
        .gives(&[("customerId", "customerId")])
        .harmless()
        .unless("customer"),
        Step::event("customerApproved", "CUSTOMER_APPROVED:{customerId}").unless("customer"),
        Step::ask(
            "addBankAccount",
            r#"{"customerId":"{customer|customerId}","currency":"{payoutCurrency}","bankName":"{bank}",
                "accountNo":"{accountNumber}","swift":"{swift}"}"#,
        )
        .gives(&[("bankAccountId", "bankAccountId")])
        .harmless()
        .unless("account"),
        Step::ask(
            "createOfframpFlow",
            r#"{"from":{"customerId":"{customer|customerId}","currency":"{token}","network":"{network}"},
                "to":"{account|bankAccountId}"}"#,
        )
        .gives(&[("flowId", "flowId"), ("?depositAddress", "depositAddress")])
        .order("flowId"),
        Step::ask("getDepositAddress", r#"{"query":{"flowId":"{flowId}"}}"#)
            .gives(&[("depositAddress", "address")])
            .harmless()
            .awaited()
            .unless("depositAddress"),
        Step::treasury(
            "sendTokens",
            r#"{"to":"{depositAddress}","amount":"{tokenAmount}","currency":"{token}","network":"{network}"}"#,
        )
        .gives(&[("transactionHash", "transactionHash")])
        .moves_money(),
    ],
}];
