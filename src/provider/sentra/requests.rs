//! Requests to Sentra and their answers, with the types of their members.
//!
//! Written by `UPDATE_DOCS=1 cargo test --test docs`; do not edit.

use rust_decimal::Decimal;

use crate::json::{Json, Object};
use crate::provider::typed::{choice, record, request, values};

record! {
    /// What is sold.
    GetRateSource {
        /// The token, such as USDC.
        currency: String = "currency",
        /// How much of it.
        amount: Decimal = "amount",
        /// The chain, such as POLYGON.
        rail: String = "rail",
    }
    optional {}
}

record! {
    /// What is bought.
    GetRateDestination {
        /// The currency that arrives.
        currency: String = "currency",
        /// How it arrives, such as ACH.
        rail: String = "rail",
        /// The two letters of the country.
        country_code: String = "countryCode",
    }
    optional {}
}

record! {
    /// Asks for the current rate and fee.
    GetRate {
        /// Your user at Sentra.
        user_id: String = "userId",
        /// What is sold.
        source: GetRateSource = "source",
        /// What is bought.
        destination: GetRateDestination = "destination",
    }
    optional {
        /// Your own share of the amount: 0.005 is half a percent.
        developer_variable_fee: Decimal = "developerVariableFee",
    }
}

request! { GetRate = Sentra "getRate" -> GetRateAnswer }

values! {
    /// What [`GetRate`] is answered with.
    GetRateAnswer {}
    optional {}
}

record! {
    /// What is sold.
    CreateQuoteSource {
        /// The token, such as USDC.
        currency: String = "currency",
        /// How much of it.
        amount: Decimal = "amount",
        /// The chain, such as POLYGON.
        rail: String = "rail",
    }
    optional {}
}

record! {
    /// What is bought.
    CreateQuoteDestination {
        /// The currency that arrives.
        currency: String = "currency",
        /// How it arrives, such as ACH.
        rail: String = "rail",
        /// The two letters of the country.
        country_code: String = "countryCode",
    }
    optional {
        /// The bank account; a transfer calls it `bankAccountId`.
        payment_account_id: String = "paymentAccountId",
    }
}

record! {
    /// Locks the rate in for ten to fifteen minutes.
    CreateQuote {
        /// Your user at Sentra.
        user_id: String = "userId",
        /// What is sold.
        source: CreateQuoteSource = "source",
        /// What is bought.
        destination: CreateQuoteDestination = "destination",
    }
    optional {
        /// Your own share of the amount: 0.005 is half a percent.
        developer_variable_fee: Decimal = "developerVariableFee",
    }
}

request! { CreateQuote = Sentra "createQuote" -> CreateQuoteAnswer }

values! {
    /// What [`CreateQuote`] is answered with.
    CreateQuoteAnswer {
        id: String = "id",
        expires_at: String = "expiresAt",
    }
    optional {}
}

record! {
    /// Begins the transfer; tokens are then sent to the address in the answer.
    CreateTransfer {
        /// Whom the money goes to.
        recipient_id: String = "recipientId",
        /// From `createQuote`.
        quote_id: String = "quoteId",
        /// The account that is paid.
        bank_account_id: String = "bankAccountId",
        /// The address that the tokens come from.
        from_address: String = "fromAddress",
        /// Why it is paid, such as `TRANSFER_TO_SELF`.
        payment_reason: String = "paymentReason",
    }
    optional {
        /// Made from recipient, quote and bank account where it is left out.
        idempotency_key: String = "idempotencyKey",
        /// Your document's own number.
        document_reference: String = "documentReference",
        /// Documents as data URLs.
        files: Vec<String> = "files",
    }
}

request! { CreateTransfer = Sentra "createTransfer" -> CreateTransferAnswer }

values! {
    /// What [`CreateTransfer`] is answered with.
    CreateTransferAnswer {
        id: String = "id",
    }
    optional {}
}

record! {
    /// Tells the hash of the transaction that sent the tokens.
    CompleteTransfer {
        /// Whom the money goes to.
        recipient_id: String = "recipientId",
        /// From `createTransfer`.
        payment_id: String = "paymentId",
        /// The hash on the chain.
        transaction_hash: String = "transactionHash",
    }
    optional {}
}

request! { CompleteTransfer = Sentra "completeTransfer" -> CompleteTransferAnswer }

values! {
    /// What [`CompleteTransfer`] is answered with.
    CompleteTransferAnswer {
        id: String = "id",
    }
    optional {}
}

record! {
    /// Asks where a payment stands.
    GetPayment {
        /// The payment.
        id: String = "id",
    }
    optional {}
}

request! { GetPayment = Sentra "getPayment" -> GetPaymentAnswer }

values! {
    /// What [`GetPayment`] is answered with.
    GetPaymentAnswer {
        id: String = "id",
    }
    optional {}
}

record! {
    /// Lists the payments of a user.
    ListPayments {
        /// Your user at Sentra.
        user_id: String = "userId",
    }
    optional {}
}

request! { ListPayments = Sentra "listPayments" -> ListPaymentsAnswer }

values! {
    /// What [`ListPayments`] is answered with.
    ListPaymentsAnswer {
        payments: Vec<Object> = "payments",
    }
    optional {
        pagination: Json = "pagination",
    }
}

choice! {
    /// The events.
    Events {
        PaymentUpdated = "payment.updated",
    }
}

record! {
    /// Registers where events are delivered to.
    RegisterWebhook {
        /// Your https URL.
        url: String = "url",
        /// What deliveries are signed with.
        secret: String = "secret",
        /// The events.
        events: Vec<Events> = "events",
    }
    optional {}
}

request! { RegisterWebhook = Sentra "registerWebhook" -> RegisterWebhookAnswer }

values! {
    /// What [`RegisterWebhook`] is answered with.
    RegisterWebhookAnswer {}
    optional {}
}
