//! Requests to SwiftPay and their answers, with the types of their members.
//!
//! Written by `UPDATE_DOCS=1 cargo test --test docs`; do not edit.

use crate::json::Object;
use crate::provider::typed::{choice, record, request, values};

record! {
    /// Asks whether the service runs.
    Health {}
    optional {}
}

request! { Health = Swiftpay "health" -> HealthAnswer }

values! {
    /// What [`Health`] is answered with.
    HealthAnswer {}
    optional {}
}

choice! {
    /// INR.
    Currency {
        Inr = "INR",
    }
}

record! {
    /// Where the money comes from or goes to.
    OnRampAccountDetails {}
    optional {
        /// A UPI address, or
        upi_id: String = "upiId",
        /// an account number
        account_number: String = "accountNumber",
        /// with the branch's IFSC.
        ifsc: String = "ifsc",
        /// The bank's name.
        bank_name: String = "bankName",
    }
}

record! {
    /// Takes money from an account into a wallet.
    OnRamp {
        /// The wallet that is charged or filled.
        wallet_id: String = "walletId",
        /// In the smallest unit, such as paise, as text.
        amount: u64 = "amount",
        /// Where the money comes from or goes to.
        account_details: OnRampAccountDetails = "accountDetails",
    }
    optional {
        /// Your own id of the payment.
        transaction_id: String = "transactionId",
        /// The payment method.
        payment_method_id: String = "paymentMethodId",
        /// INR.
        currency: Currency = "currency",
        /// What else is stored with the payment.
        metadata: Object = "metadata",
    }
}

request! { OnRamp = Swiftpay "onRamp" -> OnRampAnswer }

values! {
    /// What [`OnRamp`] is answered with.
    OnRampAnswer {
        id: String = "id",
        status: String = "status",
    }
    optional {
        amount: u64 = "amount",
        currency: String = "currency",
        user_id: String = "userId",
        wallet_id: String = "walletId",
        transaction_id: String = "transactionId",
        gateway_reference: String = "gatewayReference",
        created_at: String = "createdAt",
        payment_method: String = "paymentMethod",
        reference_id: String = "referenceId",
    }
}

record! {
    /// Where the money comes from or goes to.
    OffRampAccountDetails {}
    optional {
        /// A UPI address, or
        upi_id: String = "upiId",
        /// an account number
        account_number: String = "accountNumber",
        /// with the branch's IFSC.
        ifsc: String = "ifsc",
        /// The bank's name.
        bank_name: String = "bankName",
    }
}

record! {
    /// Pays money from a wallet to an account.
    OffRamp {
        /// The wallet that is charged or filled.
        wallet_id: String = "walletId",
        /// In the smallest unit, such as paise, as text.
        amount: u64 = "amount",
        /// Where the money comes from or goes to.
        account_details: OffRampAccountDetails = "accountDetails",
    }
    optional {
        /// Your own id of the payment.
        transaction_id: String = "transactionId",
        /// The payment method.
        payment_method_id: String = "paymentMethodId",
        /// INR.
        currency: Currency = "currency",
        /// What else is stored with the payment.
        metadata: Object = "metadata",
    }
}

request! { OffRamp = Swiftpay "offRamp" -> OffRampAnswer }

values! {
    /// What [`OffRamp`] is answered with.
    OffRampAnswer {
        id: String = "id",
        status: String = "status",
    }
    optional {
        amount: u64 = "amount",
        currency: String = "currency",
        user_id: String = "userId",
        wallet_id: String = "walletId",
        transaction_id: String = "transactionId",
        gateway_reference: String = "gatewayReference",
        created_at: String = "createdAt",
        payment_method: String = "paymentMethod",
        reference_id: String = "referenceId",
    }
}
