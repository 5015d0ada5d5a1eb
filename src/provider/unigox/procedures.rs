//! How a payment is carried out: user, account, quote, order, the wallet's signature, and that the money arrived.

use crate::provider::procedure::{Inquire, Procedure, Setting, Step};

/// The statuses that follow the wallet's authorization, as long as the order goes on.
const AUTHORIZED: &str = "crypto_transfer_authorization_pending crypto_received fiat_payment_started \
    fiat_payment_review_started awaiting_fiat_received_confirmation fiat_received_confirmed crypto_release_pending \
    dispute_started completed";
const AUTHORIZABLE: &str = "awaiting_crypto_transfer_authorization";
const CONFIRMABLE: &str = "awaiting_fiat_received_confirmation";
const CONFIRMED: &str = "fiat_received_confirmed crypto_release_pending completed";

pub(super) const PROCEDURES: &[Procedure] = &[Procedure {
    is_on_ramp: false,
    order: "initiate",
    settings: &[
        Setting::needed("userRef", "Your own id of the user.").or("{userId}"),
        Setting::needed("email", "The user's e-mail address.").or("{metadata.email}"),
        Setting::needed("token", "The token that is sold.").or("USDT"),
        Setting::optional("tokenAmount", "How much of it is sold; without it the provider is asked.")
            .or("{metadata.tokenAmount}"),
        Setting::needed("upiRail", "The rail of UPI ids.").or("upi-india"),
        Setting::needed("bankRail", "The rail of bank accounts.").or("imps-india"),
        Setting::needed("institution", "The bank, from listInstitutions.").or("{metadata.institutionId}"),
        Setting::optional("accountName", "The holder of the account.").or("{metadata.accountName}"),
        Setting::optional("country", "The two letters of the country."),
    ],
    steps: &[
        Step::ask("createUser", r#"{"user_ref":"{userRef}","email":"{email}"}"#)
            .gives(&[("user", "id"), ("internalId", "internal_id")])
            .harmless(),
        // a second entry of an account pays nobody
        Step::ask(
            "createPaymentDetails",
            r#"{"id":"{user}","currency":"{currency}","rail":"{upiRail}","institution_id":"{institution}",
                "country_code":"{country}","details":{"vpa":"{upiId}","account_holder_name":"{accountName}"}}"#,
        )
        .named("createUpiDetails")
        .gives(&[("details", "id")])
        .needs("upiId")
        .harmless(),
        Step::ask(
            "createPaymentDetails",
            r#"{"id":"{user}","currency":"{currency}","rail":"{bankRail}","institution_id":"{institution}",
                "country_code":"{country}","details":{"account_number":"{accountNumber}","ifsc":"{ifsc}",
                "account_holder_name":"{accountName}"}}"#,
        )
        .gives(&[("details", "id")])
        .needs("accountNumber")
        .harmless(),
        Step::ask(
            "estimate",
            r#"{"crypto_currency":"{token}","fiat_currency":"{currency}","fiat_amount":"{amountDecimal}"}"#,
        )
        .gives(&[("tokenAmount", "crypto_amount")])
        .unless("tokenAmount")
        .harmless(),
        Step::ask(
            "quote",
            r#"{"user_id":"{internalId}","payment_details_id":"{details}","crypto_currency":"{token}",
                "crypto_amount":"{tokenAmount}","fiat_currency":"{currency}"}"#,
        )
        .gives(&[("quoteId", "quote_id"), ("?expiresAt", "expires_at")])
        .holds(&[("fiat_amount", "fiat_currency")])
        .expires("expiresAt")
        .harmless(),
        // the quote can be used once: that it was used says that an order is there
        Step::ask("initiate", r#"{"quote_id":"{quoteId}"}"#)
            .gives(&[("orderId", "order_id")])
            .order("orderId")
            .inquire(Inquire::List("{}")),
        Step::ask("getTransferAuthorizationParameters", r#"{"order_id":"{orderId}"}"#)
            .gives(&[("parameters", ".")])
            .only_in(AUTHORIZABLE, AUTHORIZED)
            .harmless(),
        Step::treasury("signTransfer", r#"{"orderId":"{orderId}","parameters":"{parameters}"}"#)
            .gives(&[("forwardRequest", "forwardRequest"), ("signature", "signature")])
            .only_in(AUTHORIZABLE, AUTHORIZED)
            .secret(),
        // what was signed has a number of its own, and moves tokens once
        Step::ask(
            "authorizeCryptoTransfer",
            r#"{"order_id":"{orderId}","forward_request":"{forwardRequest}","signature":"{signature}"}"#,
        )
        .only_in(AUTHORIZABLE, AUTHORIZED)
        .moves_money()
        .keyed()
        .inquire(Inquire::Order),
        Step::treasury(
            "confirmReceipt",
            r#"{"orderId":"{orderId}","amount":"{amountDecimal}","currency":"{currency}"}"#,
        )
        .only_in(CONFIRMABLE, CONFIRMED),
        Step::ask("confirmFiatReceived", r#"{"order_id":"{orderId}"}"#)
            .only_in(CONFIRMABLE, CONFIRMED)
            .moves_money()
            .keyed()
            .inquire(Inquire::Order),
    ],
}];
