//! Requests to Unigox and their answers, with the types of their members.
//!
//! Written by `UPDATE_DOCS=1 cargo test --test docs`; do not edit.

use rust_decimal::Decimal;

use crate::json::{Json, Object};
use crate::provider::typed::{choice, record, request, values};

record! {
    /// Asks whether the API runs.
    Health {}
    optional {}
}

request! { Health = Unigox "health" -> HealthAnswer }

values! {
    /// What [`Health`] is answered with.
    HealthAnswer {}
    optional {}
}

record! {
    /// Lists the tokens.
    ListCryptoCurrencies {}
    optional {}
}

request! { ListCryptoCurrencies = Unigox "listCryptoCurrencies" -> ListCryptoCurrenciesAnswer }

values! {
    /// What [`ListCryptoCurrencies`] is answered with.
    ListCryptoCurrenciesAnswer {
        items: Vec<Object> = "items",
    }
    optional {}
}

record! {
    /// Lists the chains.
    ListBlockchains {}
    optional {}
}

request! { ListBlockchains = Unigox "listBlockchains" -> ListBlockchainsAnswer }

values! {
    /// What [`ListBlockchains`] is answered with.
    ListBlockchainsAnswer {
        items: Vec<Object> = "items",
    }
    optional {}
}

record! {
    /// Lists the currencies.
    ListFiatCurrencies {}
    optional {}
}

request! { ListFiatCurrencies = Unigox "listFiatCurrencies" -> ListFiatCurrenciesAnswer }

values! {
    /// What [`ListFiatCurrencies`] is answered with.
    ListFiatCurrenciesAnswer {
        items: Vec<Object> = "items",
    }
    optional {}
}

choice! {
    /// Which way.
    Direction {
        Onramp = "onramp",
        Offramp = "offramp",
    }
}

record! {
    /// Lists the rails of a country or currency, with the fields that they need.
    ListPaymentRails {
        /// Which way.
        direction: Direction = "direction",
    }
    optional {
        /// The two letters of the country; this or the currency.
        country: String = "country",
        /// The currency.
        currency: String = "currency",
    }
}

request! { ListPaymentRails = Unigox "listPaymentRails" -> ListPaymentRailsAnswer }

values! {
    /// What [`ListPaymentRails`] is answered with.
    ListPaymentRailsAnswer {}
    optional {}
}

record! {
    /// Lists the banks of a rail.
    ListInstitutions {
        /// Such as iban-sepa.
        rail: String = "rail",
    }
    optional {
        /// One bank.
        institution_id: String = "institution_id",
        /// The two letters of the country.
        country: String = "country",
        /// The currency.
        currency: String = "currency",
        /// Part of the name.
        search: String = "search",
        /// Such as an IFSC or a sort code.
        code: String = "code",
        /// How many.
        limit: u64 = "limit",
        /// After how many.
        offset: u64 = "offset",
    }
}

request! { ListInstitutions = Unigox "listInstitutions" -> ListInstitutionsAnswer }

values! {
    /// What [`ListInstitutions`] is answered with.
    ListInstitutionsAnswer {}
    optional {}
}

record! {
    /// Lists what can be exchanged.
    ListPairs {}
    optional {}
}

request! { ListPairs = Unigox "listPairs" -> ListPairsAnswer }

values! {
    /// What [`ListPairs`] is answered with.
    ListPairsAnswer {
        items: Vec<Object> = "items",
    }
    optional {}
}

record! {
    /// Asks whether the key is good.
    VerifyAuth {}
    optional {}
}

request! { VerifyAuth = Unigox "verifyAuth" -> VerifyAuthAnswer }

values! {
    /// What [`VerifyAuth`] is answered with.
    VerifyAuthAnswer {}
    optional {}
}

record! {
    /// Creates a user, or finds the one there is.
    CreateUser {
        /// Your own id of the user.
        user_ref: String = "user_ref",
        /// The user's e-mail address.
        email: String = "email",
    }
    optional {}
}

request! { CreateUser = Unigox "createUser" -> CreateUserAnswer }

values! {
    /// What [`CreateUser`] is answered with.
    CreateUserAnswer {}
    optional {}
}

record! {
    /// Asks for a user.
    GetUser {
        /// The user's public UUID, from `createUser`.
        id: String = "id",
    }
    optional {}
}

request! { GetUser = Unigox "getUser" -> GetUserAnswer }

values! {
    /// What [`GetUser`] is answered with.
    GetUserAnswer {}
    optional {}
}

choice! {
    /// How.
    Method {
        DirectData = "direct_data",
        ExternalToken = "external_token",
        Handoff = "handoff",
    }
}

record! {
    /// The person; `direct_data` and handoff.
    SubmitKycDataPii {}
    optional {
        /// First name.
        first_name: String = "first_name",
        /// Last name.
        last_name: String = "last_name",
        /// Day of birth; `direct_data`.
        dob: String = "dob",
        /// The two letters of the country.
        country_code: String = "country_code",
        /// Street and city; `direct_data`.
        address: String = "address",
        /// Postal code; `direct_data`.
        postal_code: String = "postal_code",
    }
}

choice! {
    /// Who checked the user; `external_token`.
    Provider {
        Sumsub = "sumsub",
    }
}

record! {
    /// What the method needs.
    SubmitKycData {}
    optional {
        /// The person; `direct_data` and handoff.
        pii: SubmitKycDataPii = "pii",
        /// Who checked the user; `external_token`.
        provider: Provider = "provider",
        /// The provider's token; `external_token`.
        token: String = "token",
    }
}

record! {
    /// Submits what is needed to know the user.
    SubmitKyc {
        /// The user's public UUID, from `createUser`.
        id: String = "id",
        /// How.
        method: Method = "method",
        /// What the method needs.
        data: SubmitKycData = "data",
    }
    optional {}
}

request! { SubmitKyc = Unigox "submitKyc" -> SubmitKycAnswer }

values! {
    /// What [`SubmitKyc`] is answered with.
    SubmitKycAnswer {}
    optional {}
}

choice! {
    /// What it shows.
    DocumentType {
        IdentityFront = "identity_front",
        IdentityBack = "identity_back",
        PassportFront = "passport_front",
        Passport = "passport",
        NationalIdFront = "national_id_front",
        NationalIdBack = "national_id_back",
        NationalId = "national_id",
        DriverLicenseFront = "driver_license_front",
        DriverLicenseBack = "driver_license_back",
        DriverLicense = "driver_license",
        VoterIdFront = "voter_id_front",
        VoterIdBack = "voter_id_back",
        VoterId = "voter_id",
        ResidentCardFront = "resident_card_front",
        ResidentCardBack = "resident_card_back",
        ResidentCard = "resident_card",
        IdCardFront = "id_card_front",
        IdCardBack = "id_card_back",
        IdCard = "id_card",
        GhanaCardFront = "ghana_card_front",
        GhanaCardBack = "ghana_card_back",
        GhanaCard = "ghana_card",
        GhanaSsnitCardFront = "ghana_ssnit_card_front",
        GhanaSsnitCardBack = "ghana_ssnit_card_back",
        GhanaSsnitCard = "ghana_ssnit_card",
        KenyaAlienCardFront = "kenya_alien_card_front",
        KenyaAlienCardBack = "kenya_alien_card_back",
        KenyaAlienCard = "kenya_alien_card",
        GreenBookFront = "green_book_front",
        GreenBookBack = "green_book_back",
        GreenBook = "green_book",
        TaxIdFront = "tax_id_front",
        TaxIdBack = "tax_id_back",
        TaxId = "tax_id",
        ColombiaPptFront = "colombia_ppt_front",
        ColombiaPptBack = "colombia_ppt_back",
        ColombiaPpt = "colombia_ppt",
        Selfie = "selfie",
    }
}

record! {
    /// Uploads a document; with a selfie and the front of a document verification begins.
    UploadKycDocument {
        /// The user's public UUID, from `createUser`.
        id: String = "id",
        /// The file as a data URL.
        document: String = "document",
        /// What it shows.
        document_type: DocumentType = "document_type",
    }
    optional {}
}

request! { UploadKycDocument = Unigox "uploadKycDocument" -> UploadKycDocumentAnswer }

values! {
    /// What [`UploadKycDocument`] is answered with.
    UploadKycDocumentAnswer {}
    optional {}
}

record! {
    /// Asks how far the verification is.
    GetVerificationStatus {
        /// The user's public UUID, from `createUser`.
        id: String = "id",
    }
    optional {
        /// One session; the latest by default.
        verification_id: String = "verification_id",
    }
}

request! { GetVerificationStatus = Unigox "getVerificationStatus" -> GetVerificationStatusAnswer }

values! {
    /// What [`GetVerificationStatus`] is answered with.
    GetVerificationStatusAnswer {}
    optional {}
}

record! {
    /// Adds the account that is paid.
    CreatePaymentDetails {
        /// The user's public UUID, from `createUser`.
        id: String = "id",
        /// The currency.
        currency: String = "currency",
        /// Such as iban-sepa, upi-india, imps-india, cvu-cbu or nip-nigeria.
        rail: String = "rail",
        /// The bank, from `listInstitutions`.
        institution_id: String = "institution_id",
        /// The fields of the rail, from `listPaymentRails`.
        details: Object = "details",
    }
    optional {
        /// The two letters of the country.
        country_code: String = "country_code",
    }
}

request! { CreatePaymentDetails = Unigox "createPaymentDetails" -> CreatePaymentDetailsAnswer }

values! {
    /// What [`CreatePaymentDetails`] is answered with.
    CreatePaymentDetailsAnswer {
        id: String = "id",
    }
    optional {}
}

record! {
    /// Lists the accounts of a user.
    GetPaymentDetails {
        /// The user's public UUID, from `createUser`.
        id: String = "id",
    }
    optional {}
}

request! { GetPaymentDetails = Unigox "getPaymentDetails" -> GetPaymentDetailsAnswer }

values! {
    /// What [`GetPaymentDetails`] is answered with.
    GetPaymentDetailsAnswer {
        items: Vec<Object> = "items",
    }
    optional {}
}

record! {
    /// Removes an account.
    DeletePaymentDetails {
        /// The user's public UUID, from `createUser`.
        id: String = "id",
        /// The account.
        payment_details_id: String = "payment_details_id",
    }
    optional {}
}

request! { DeletePaymentDetails = Unigox "deletePaymentDetails" -> DeletePaymentDetailsAnswer }

values! {
    /// What [`DeletePaymentDetails`] is answered with.
    DeletePaymentDetailsAnswer {}
    optional {}
}

choice! {
    /// Which providers may take the order; all by default.
    ProviderScope {
        All = "all",
        LicensedOnly = "licensed_only",
        P2pOnly = "p2p_only",
    }
}

record! {
    /// Asks what it would cost, without a promise.
    Estimate {
        /// The token.
        crypto_currency: String = "crypto_currency",
        /// The currency.
        fiat_currency: String = "fiat_currency",
    }
    optional {
        /// How much is sold; this or `fiat_amount`.
        crypto_amount: Decimal = "crypto_amount",
        /// How much is bought; this or `crypto_amount`.
        fiat_amount: Decimal = "fiat_amount",
        /// One bank.
        payment_method_slug: String = "payment_method_slug",
        /// One network.
        payment_network_slug: String = "payment_network_slug",
        /// Which providers may take the order; all by default.
        provider_scope: ProviderScope = "provider_scope",
        /// The two letters of the country.
        country_code: String = "country_code",
    }
}

request! { Estimate = Unigox "estimate" -> EstimateAnswer }

values! {
    /// What [`Estimate`] is answered with.
    EstimateAnswer {}
    optional {}
}

choice! {
    /// Percent: 1.5 is 1.5 %. Others: an amount.
    Type {
        Percent = "percent",
        Amount = "amount",
        Fiat = "fiat",
    }
}

record! {
    /// How far the price may move until the order.
    QuoteSlippageTolerance {
        /// Percent: 1.5 is 1.5 %. Others: an amount.
        kind: Type = "type",
        /// How much; 0 for not at all.
        value: Decimal = "value",
    }
    optional {}
}

record! {
    /// Locks the price for less than a minute: `expires_at` says until when.
    Quote {
        /// The user's `internal_id`: a number, not the UUID.
        user_id: u64 = "user_id",
        /// From `createPaymentDetails`.
        payment_details_id: u64 = "payment_details_id",
        /// The token.
        crypto_currency: String = "crypto_currency",
        /// How much is sold, as text.
        crypto_amount: Decimal = "crypto_amount",
        /// The currency.
        fiat_currency: String = "fiat_currency",
    }
    optional {
        /// Must fit the payment details.
        rail: String = "rail",
        /// Must fit the payment details.
        route: String = "route",
        /// Which providers may take the order; all by default.
        provider_scope: ProviderScope = "provider_scope",
        /// How far the price may move until the order.
        slippage_tolerance: QuoteSlippageTolerance = "slippage_tolerance",
    }
}

request! { Quote = Unigox "quote" -> QuoteAnswer }

values! {
    /// What [`Quote`] is answered with.
    QuoteAnswer {
        quote_id: String = "quote_id",
    }
    optional {}
}

record! {
    /// Makes an order of a quote, which can be used once.
    Initiate {
        /// From quote.
        quote_id: String = "quote_id",
    }
    optional {}
}

request! { Initiate = Unigox "initiate" -> InitiateAnswer }

values! {
    /// What [`Initiate`] is answered with.
    InitiateAnswer {
        order_id: String = "order_id",
        status: String = "status",
    }
    optional {}
}

record! {
    /// Asks where an order stands.
    GetOrder {
        /// The order's UUID, from initiate.
        order_id: String = "order_id",
    }
    optional {}
}

request! { GetOrder = Unigox "getOrder" -> GetOrderAnswer }

values! {
    /// What [`GetOrder`] is answered with.
    GetOrderAnswer {
        order_id: String = "order_id",
        status: String = "status",
    }
    optional {}
}

record! {
    /// Asks for what the wallet signs.
    GetTransferAuthorizationParameters {
        /// The order's UUID, from initiate.
        order_id: String = "order_id",
    }
    optional {}
}

request! { GetTransferAuthorizationParameters = Unigox "getTransferAuthorizationParameters" -> GetTransferAuthorizationParametersAnswer }

values! {
    /// What [`GetTransferAuthorizationParameters`] is answered with.
    GetTransferAuthorizationParametersAnswer {}
    optional {}
}

record! {
    /// What was signed.
    AuthorizeCryptoTransferForwardRequest {
        /// The wallet.
        from: String = "from",
        /// The token's contract.
        to: String = "to",
        /// The limit.
        gas: String = "gas",
        /// The forwarder's nonce.
        nonce: String = "nonce",
        /// In Unix seconds.
        deadline: String = "deadline",
        /// transfer(address,uint256), encoded.
        data: String = "data",
    }
    optional {}
}

record! {
    /// Hands in the request that the wallet signed (EIP-712).
    AuthorizeCryptoTransfer {
        /// The order's UUID, from initiate.
        order_id: String = "order_id",
        /// What was signed.
        forward_request: AuthorizeCryptoTransferForwardRequest = "forward_request",
        /// The wallet's signature.
        signature: String = "signature",
    }
    optional {}
}

request! { AuthorizeCryptoTransfer = Unigox "authorizeCryptoTransfer" -> AuthorizeCryptoTransferAnswer }

values! {
    /// What [`AuthorizeCryptoTransfer`] is answered with.
    AuthorizeCryptoTransferAnswer {}
    optional {}
}

record! {
    /// Confirms that the money arrived, which releases the tokens.
    ConfirmFiatReceived {
        /// The order's UUID, from initiate.
        order_id: String = "order_id",
    }
    optional {}
}

request! { ConfirmFiatReceived = Unigox "confirmFiatReceived" -> ConfirmFiatReceivedAnswer }

values! {
    /// What [`ConfirmFiatReceived`] is answered with.
    ConfirmFiatReceivedAnswer {}
    optional {}
}

record! {
    /// Calls an order off, where `allowed_actions` has cancel.
    CancelOrder {
        /// The order's UUID, from initiate.
        order_id: String = "order_id",
    }
    optional {}
}

request! { CancelOrder = Unigox "cancelOrder" -> CancelOrderAnswer }

values! {
    /// What [`CancelOrder`] is answered with.
    CancelOrderAnswer {}
    optional {}
}

choice! {
    /// Only those in this status.
    Status {
        Created = "created",
        AwaitingLiquidityProvider = "awaiting_liquidity_provider",
        AwaitingCryptoTransferAuthorization = "awaiting_crypto_transfer_authorization",
        CryptoTransferAuthorizationPending = "crypto_transfer_authorization_pending",
        CryptoReceived = "crypto_received",
        FiatPaymentStarted = "fiat_payment_started",
        FiatPaymentReviewStarted = "fiat_payment_review_started",
        AwaitingFiatReceivedConfirmation = "awaiting_fiat_received_confirmation",
        FiatReceivedConfirmed = "fiat_received_confirmed",
        CryptoReleasePending = "crypto_release_pending",
        Completed = "completed",
        Cancelled = "cancelled",
        Failed = "failed",
        DisputeStarted = "dispute_started",
        PriceChangedRequoteNeeded = "price_changed_requote_needed",
    }
}

record! {
    /// Lists orders, page by page.
    ListOrders {}
    optional {
        /// Only those in this status.
        status: Status = "status",
        /// From 1.
        page: u64 = "page",
        /// How many on a page; 20 by default.
        limit: u64 = "limit",
    }
}

request! { ListOrders = Unigox "listOrders" -> ListOrdersAnswer }

values! {
    /// What [`ListOrders`] is answered with.
    ListOrdersAnswer {
        orders: Vec<Object> = "orders",
        pagination: Json = "pagination",
    }
    optional {}
}

record! {
    /// Registers or changes where events are delivered to.
    RegisterWebhook {
        /// Your https URL.
        url: String = "url",
    }
    optional {}
}

request! { RegisterWebhook = Unigox "registerWebhook" -> RegisterWebhookAnswer }

values! {
    /// What [`RegisterWebhook`] is answered with.
    RegisterWebhookAnswer {}
    optional {}
}

record! {
    /// Asks where events are delivered to.
    GetWebhook {}
    optional {}
}

request! { GetWebhook = Unigox "getWebhook" -> GetWebhookAnswer }

values! {
    /// What [`GetWebhook`] is answered with.
    GetWebhookAnswer {}
    optional {}
}

record! {
    /// Ends the delivery of events.
    DeleteWebhook {
        /// Any value: a partner has one webhook.
        id: String = "id",
    }
    optional {}
}

request! { DeleteWebhook = Unigox "deleteWebhook" -> DeleteWebhookAnswer }

values! {
    /// What [`DeleteWebhook`] is answered with.
    DeleteWebhookAnswer {}
    optional {}
}

record! {
    /// Has a signed test event delivered.
    TestWebhook {}
    optional {}
}

request! { TestWebhook = Unigox "testWebhook" -> TestWebhookAnswer }

values! {
    /// What [`TestWebhook`] is answered with.
    TestWebhookAnswer {}
    optional {}
}
