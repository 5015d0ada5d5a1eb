//! The list of providers, a line each: what it is, its variant, its name, and what its folder holds.

/// Gives the lines to a macro.
macro_rules! with_providers {
    ($then:ident) => {
        $then! {
            /// Coinut: tokens to a bank account.
            Coinut "coinut" coinut::Coinut;
            /// Rahat's off-ramp service: tokens to a bank account, UPI or mobile money.
            Rahat "rahat" rahat::Rahat;
            /// Sentra: quote, transfer, complete.
            Sentra "sentra" sentra::Sentra;
            /// SwiftPay's payment service: deposits and withdrawals in rupees.
            Swiftpay "swiftpay" swiftpay::Swiftpay;
            /// Unigox: tokens to local rails through escrow.
            Unigox "unigox" unigox::Unigox;
        }
    };
}
pub(crate) use with_providers;
