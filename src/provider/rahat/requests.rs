//! Requests to Rahat and their answers, with the types of their members.
//!
//! Written by `UPDATE_DOCS=1 cargo test --test docs`; do not edit.

use rust_decimal::Decimal;

use crate::json::{Json, Object};
use crate::provider::typed::{choice, record, request, values};

record! {
    /// Asks for the wallet that tokens are sent to.
    GetWalletAddress {}
    optional {}
}

request! { GetWalletAddress = Rahat "getWalletAddress" -> GetWalletAddressAnswer }

values! {
    /// What [`GetWalletAddress`] is answered with.
    GetWalletAddressAnswer {
        wallet: String = "wallet",
    }
    optional {}
}

record! {
    /// Lists the providers that pay out.
    ListPaymentProviders {}
    optional {}
}

request! { ListPaymentProviders = Rahat "listPaymentProviders" -> ListPaymentProvidersAnswer }

values! {
    /// What [`ListPaymentProviders`] is answered with.
    ListPaymentProvidersAnswer {
        providers: Vec<Object> = "providers",
    }
    optional {}
}

choice! {
    /// The service of the wallet.
    Provider {
        Mpesa = "MPESA",
        AirtelMoney = "AIRTEL_MONEY",
        MtnMobileMoney = "MTN_MOBILE_MONEY",
    }
}

record! {
    /// Where the money goes.
    InstantOfframpPaymentDetails {}
    optional {
        /// The bank's number at the clearing house, or its name.
        creditor_agent: String = "creditorAgent",
        /// The account number.
        creditor_account: String = "creditorAccount",
        /// The holder's name.
        creditor_name: String = "creditorName",
        /// A UPI address.
        vpa: String = "vpa",
        /// Whose UPI address it is.
        beneficiary_name: String = "beneficiaryName",
        /// The number of a mobile-money wallet.
        phone_number: String = "phoneNumber",
        /// The service of the wallet.
        provider: Provider = "provider",
        /// The country of the wallet.
        country: String = "country",
    }
}

record! {
    /// Pays one beneficiary for tokens that were sent.
    InstantOfframp {
        /// How many tokens.
        token_amount: Decimal = "tokenAmount",
        /// The transfer of the tokens.
        transaction_hash: String = "transactionHash",
        /// The beneficiary's wallet.
        sender_address: String = "senderAddress",
        /// The payout's UUID, which all its beneficiaries share.
        xref: String = "xref",
        /// Where the money goes.
        payment_details: InstantOfframpPaymentDetails = "paymentDetails",
    }
    optional {
        /// From `listPaymentProviders`; needed where the settings have no default provider.
        payment_provider_id: String = "paymentProviderId",
    }
}

request! { InstantOfframp = Rahat "instantOfframp" -> InstantOfframpAnswer }

values! {
    /// What [`InstantOfframp`] is answered with.
    InstantOfframpAnswer {
        id: String = "id",
    }
    optional {
        status: String = "status",
        transaction: Json = "transaction",
    }
}

record! {
    /// The bank account.
    BulkOfframpTransactionsBeneficiaryBankDetails {
        /// The bank's name, or its number at the clearing house.
        bank_name: String = "bankName",
        /// The account number.
        account_number: String = "accountNumber",
        /// The holder's name.
        account_name: String = "accountName",
    }
    optional {
        /// The branch's IFSC.
        ifsc_code: String = "ifscCode",
        /// The bank's routing number, which no payment needs.
        routing_number: String = "routingNumber",
    }
}

record! {
    /// The beneficiaries.
    BulkOfframpTransactions {
        /// How many tokens.
        amount: Decimal = "amount",
        /// The beneficiary's wallet.
        beneficiary_wallet_address: String = "beneficiaryWalletAddress",
        /// The payout.
        payout_u_u_i_d: String = "payoutUUID",
        /// bank, vpa or `mobile_money`.
        offramp_type: String = "offrampType",
    }
    optional {
        /// The bank account.
        beneficiary_bank_details: BulkOfframpTransactionsBeneficiaryBankDetails = "beneficiaryBankDetails",
        /// The provider that pays out; needed where the settings have no default provider.
        payout_processor_id: String = "payoutProcessorId",
        /// The beneficiary's phone.
        beneficiary_phone_number: String = "beneficiaryPhoneNumber",
        /// From `getWalletAddress`.
        offramp_wallet_address: String = "offrampWalletAddress",
        /// The transfer of the tokens.
        transaction_hash: String = "transactionHash",
        /// Your own id of the beneficiary.
        beneficiary_id: String = "beneficiaryId",
    }
}

record! {
    /// Queues payments to many beneficiaries.
    BulkOfframp {
        /// The beneficiaries.
        transactions: Vec<BulkOfframpTransactions> = "transactions",
    }
    optional {}
}

request! { BulkOfframp = Rahat "bulkOfframp" -> BulkOfframpAnswer }

values! {
    /// What [`BulkOfframp`] is answered with.
    BulkOfframpAnswer {}
    optional {}
}
