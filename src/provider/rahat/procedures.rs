//! How a payment is carried out: tokens to the app's wallet, and one request with the hash of their transaction. The
//! request has no key and nobody can be asked about it: it is sent once.

use crate::provider::procedure::{Procedure, Setting, Step};

pub(super) const PROCEDURES: &[Procedure] = &[Procedure {
    is_on_ramp: false,
    order: "instantOfframp",
    settings: &[
        Setting::needed("paymentProvider", "The id of the payment provider, from listPaymentProviders.")
            .or("{metadata.paymentProviderId}"),
        Setting::needed("senderAddress", "The wallet that the tokens come from."),
        Setting::needed("token", "The token.").or("RAHAT"),
        Setting::needed("network", "The network that the tokens are sent on.").or("XLM"),
        Setting::needed("tokenAmount", "How many tokens.").or("{metadata.tokenAmount}"),
        Setting::optional("bank", "The bank's number at the clearing house, or its name.").or("{bankName}"),
        Setting::optional("accountName", "The holder of the account.").or("{metadata.accountName}"),
    ],
    steps: &[
        Step::ask("getWalletAddress", "{}").gives(&[("wallet", "wallet")]).harmless(),
        Step::treasury(
            "sendTokens",
            r#"{"from":"{senderAddress}","to":"{wallet}","amount":"{tokenAmount}","currency":"{token}",
                "network":"{network}"}"#,
        )
        .gives(&[("transactionHash", "transactionHash")])
        .moves_money(),
        Step::ask(
            "instantOfframp",
            r#"{"tokenAmount":"{tokenAmount}","paymentProviderId":"{paymentProvider}","transactionHash":"{transactionHash}",
                "senderAddress":"{senderAddress}","xref":"{paymentId}","paymentDetails":{"vpa":"{upiId}"}}"#,
        )
        .named("instantOfframpVpa")
        .gives(&[("id", "id")])
        .order("id")
        .needs("upiId")
        .moves_money(),
        Step::ask(
            "instantOfframp",
            r#"{"tokenAmount":"{tokenAmount}","paymentProviderId":"{paymentProvider}","transactionHash":"{transactionHash}",
                "senderAddress":"{senderAddress}","xref":"{paymentId}","paymentDetails":{"creditorAgent":"{bank}",
                "creditorAccount":"{accountNumber}","creditorName":"{accountName}"}}"#,
        )
        .gives(&[("id", "id")])
        .order("id")
        .needs("accountNumber")
        .moves_money(),
    ],
}];
