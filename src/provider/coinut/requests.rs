//! Requests to Coinut and their answers, with the types of their members.
//!
//! Written by `UPDATE_DOCS=1 cargo test --test docs`; do not edit.

use crate::json::Object;
use crate::provider::typed::{choice, record, request, values};

record! {
    /// Creates the customer who sends tokens; `CUSTOMER_APPROVED` follows as an event.
    CreateCustomer {
        /// The customer's full name.
        name: String = "name",
        /// The customer's e-mail address.
        email: String = "email",
    }
    optional {
        /// Your own id of the customer.
        external_id: String = "externalId",
    }
}

request! { CreateCustomer = Coinut "createCustomer" -> CreateCustomerAnswer }

values! {
    /// What [`CreateCustomer`] is answered with.
    CreateCustomerAnswer {
        customer_id: String = "customerId",
    }
    optional {
        status: String = "status",
    }
}

choice! {
    /// The currency of the account.
    AddBankAccountCurrency {
        Usd = "USD",
        Eur = "EUR",
        Gbp = "GBP",
        Cad = "CAD",
        Aud = "AUD",
        Sgd = "SGD",
    }
}

record! {
    /// Adds the account that money is paid out to.
    AddBankAccount {
        /// From `createCustomer`.
        customer_id: String = "customerId",
        /// The currency of the account.
        currency: AddBankAccountCurrency = "currency",
        /// The bank's name as it calls itself.
        bank_name: String = "bankName",
    }
    optional {
        /// The account number.
        account_no: String = "accountNo",
        /// EUR and GBP.
        iban: String = "iban",
        /// The BIC: USD, EUR, GBP and SGD.
        swift: String = "swift",
        /// The routing number: USD.
        aba: String = "aba",
        /// AUD.
        bsb: String = "bsb",
        /// GBP.
        sort_code: String = "sortCode",
        /// CAD.
        institution_number: String = "institutionNumber",
        /// CAD.
        transit: String = "transit",
        /// The holder's name as the bank knows it.
        account_name: String = "accountName",
        /// USD, EUR and SGD.
        bank_address: String = "bankAddress",
    }
}

request! { AddBankAccount = Coinut "addBankAccount" -> AddBankAccountAnswer }

values! {
    /// What [`AddBankAccount`] is answered with.
    AddBankAccountAnswer {
        bank_account_id: String = "bankAccountId",
    }
    optional {
        status: String = "status",
    }
}

choice! {
    /// The token.
    CreateOfframpFlowFromCurrency {
        Usdt = "USDT",
        Usdc = "USDC",
    }
}

choice! {
    /// The network it is sent on.
    Network {
        Eth = "ETH",
        Trx = "TRX",
        Matic = "MATIC",
    }
}

record! {
    /// Where the tokens come from.
    CreateOfframpFlowFrom {
        /// From `createCustomer`.
        customer_id: String = "customerId",
        /// The token.
        currency: CreateOfframpFlowFromCurrency = "currency",
        /// The network it is sent on.
        network: Network = "network",
    }
    optional {}
}

record! {
    /// Links tokens that arrive at a deposit address to a payment to the bank account.
    CreateOfframpFlow {
        /// Where the tokens come from.
        from: CreateOfframpFlowFrom = "from",
        /// The `bankAccountId` from `addBankAccount`.
        to: String = "to",
    }
    optional {}
}

request! { CreateOfframpFlow = Coinut "createOfframpFlow" -> CreateOfframpFlowAnswer }

values! {
    /// What [`CreateOfframpFlow`] is answered with.
    CreateOfframpFlowAnswer {
        flow_id: String = "flowId",
    }
    optional {
        deposit_address: String = "depositAddress",
        network: String = "network",
    }
}

record! {
    /// Asks for the deposit address, which may not be known yet when the flow is created.
    GetDepositAddress {}
    optional {
        /// Query parameters, sent in this order. The document names none.
        query: Object = "query",
    }
}

request! { GetDepositAddress = Coinut "getDepositAddress" -> GetDepositAddressAnswer }

values! {
    /// What [`GetDepositAddress`] is answered with.
    GetDepositAddressAnswer {}
    optional {
        address: String = "address",
        network: String = "network",
        currency: String = "currency",
    }
}
