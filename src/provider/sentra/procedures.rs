//! How a payment is carried out: rate, quote, transfer, tokens to its address, and the hash of their transaction.

use crate::provider::procedure::{Inquire, Procedure, Setting, Step};

/// The statuses that follow once the tokens are there, as long as the transfer goes on.
const FUNDED: &str = "PENDING PROCESSING SENT COMPLETED";
/// Those in which the hash may not have been told: tokens that were seen without it wait too.
const UNTOLD: &str = "AWAITING_FUNDS PENDING";
/// Those that follow once it was.
const TOLD: &str = "PROCESSING SENT COMPLETED";

pub(super) const PROCEDURES: &[Procedure] = &[Procedure {
    is_on_ramp: false,
    order: "createTransfer",
    settings: &[
        Setting::needed("user", "The user at Sentra.").or("{userId}"),
        Setting::needed("recipient", "Whom the money goes to, at Sentra.").or("{metadata.recipientId}"),
        Setting::needed("account", "The recipient's account, at Sentra.").or("{metadata.bankAccountId}"),
        Setting::needed("token", "The token that is sold.").or("USDC"),
        Setting::needed("network", "The chain that it is sent on.").or("POLYGON"),
        Setting::needed("tokenAmount", "How much of it is sold.").or("{metadata.tokenAmount}"),
        Setting::needed("rail", "How the money arrives, such as ACH.").or("{metadata.rail}"),
        Setting::needed("country", "The two letters of the country that it goes to.").or("IN"),
        Setting::needed("fromAddress", "The address that the tokens come from."),
        Setting::needed("paymentReason", "Why it is paid.").or("TRANSFER_TO_SELF"),
        Setting::optional("fee", "Your own share of the amount, as a fraction."),
    ],
    steps: &[
        Step::ask(
            "getRate",
            r#"{"userId":"{user}","source":{"currency":"{token}","amount":"{tokenAmount}","rail":"{network}"},
                "destination":{"currency":"{currency}","rail":"{rail}","countryCode":"{country}"},
                "developerVariableFee":"{fee}"}"#,
        )
        .gives(&[("?exchangeRate", "exchangeRate")])
        .harmless(),
        Step::ask(
            "createQuote",
            r#"{"userId":"{user}","source":{"currency":"{token}","amount":"{tokenAmount}","rail":"{network}"},
                "destination":{"currency":"{currency}","rail":"{rail}","countryCode":"{country}",
                "paymentAccountId":"{account}"},"developerVariableFee":"{fee}"}"#,
        )
        .gives(&[("quoteId", "id"), ("?expiresAt", "expiresAt")])
        .holds(&[("destinationAmount", "destinationCurrency")])
        .expires("expiresAt")
        .harmless(),
        // nothing moves until tokens come; without them it expires
        Step::ask(
            "createTransfer",
            r#"{"recipientId":"{recipient}","quoteId":"{quoteId}","bankAccountId":"{account}",
                "fromAddress":"{fromAddress}","paymentReason":"{paymentReason}"}"#,
        )
        .gives(&[
            ("transferId", "id"),
            ("depositAddress", "depositAddress"),
            ("depositAmount", "depositAmount"),
            ("?depositChain", "depositChain"),
        ])
        .order("transferId")
        .keyed()
        .inquire(Inquire::List(r#"{"userId":"{user}"}"#)),
        Step::treasury(
            "sendTokens",
            r#"{"from":"{fromAddress}","to":"{depositAddress}","amount":"{depositAmount}","currency":"{token}",
                "network":"{depositChain|network}"}"#,
        )
        .gives(&[("transactionHash", "transactionHash")])
        .only_in("AWAITING_FUNDS", FUNDED)
        .moves_money(),
        // the hash is its key: the same is told again
        Step::ask(
            "completeTransfer",
            r#"{"recipientId":"{recipient}","paymentId":"{transferId}","transactionHash":"{transactionHash}"}"#,
        )
        .keyed()
        .only_in(UNTOLD, TOLD)
        .inquire(Inquire::Order),
    ],
}];
