//! The operations and their inputs, as the published API description has them.

use super::{authorization, details, kyc};
use crate::code::Code;
use crate::finding::Finding;
use crate::json::{Json, Object};
use crate::provider::answer::Value;
use crate::provider::exact;
use crate::provider::input::{Input, InputRule, Terms, Together, Wants, When, needed, optional};
use crate::provider::{ListQuery, Operation, OrderQuery, Tracking};

const USER: Input = needed("id", InputRule::UuidSegment("user_id"), "The user's public UUID, from createUser.");
const ORDER: Input = needed("order_id", InputRule::Segment("id"), "The order's UUID, from initiate.");
/// Not the UUID in the paths: quotes want the number.
const ID: InputRule = InputRule::Integer(1, 0);
const CODE: InputRule = InputRule::Id(20);
const SLUG: InputRule = InputRule::Text(100);
const COUNTRY: Input = optional("country_code", InputRule::Country, "The two letters of the country.");
const SCOPE: Input = optional(
    "provider_scope",
    InputRule::OneOf("all licensed_only p2p_only"),
    "Which providers may take the order; all by default.",
);

/// `{success, data}` everywhere.
const DATA: &[Value] = &[Value::needed("", "data")];
const PERHAPS: &[Value] = &[Value::maybe("", "data")];
const IN_ORDER: &[Value] =
    &[Value::needed("order_id", "data.order_id"), Value::needed("status", "data.status"), Value::needed("", "data")];
const LISTED: &[Value] = &[Value::list("items", "data")];

const IMAGES: &[&str] = &["image/jpeg", "image/png", "application/pdf"];

/// Every status, as in the description, the table of webhooks and the playbook.
const STATUSES: &str = "created awaiting_liquidity_provider awaiting_crypto_transfer_authorization \
    crypto_transfer_authorization_pending crypto_received fiat_payment_started \
    fiat_payment_review_started awaiting_fiat_received_confirmation fiat_received_confirmed \
    crypto_release_pending completed cancelled failed dispute_started price_changed_requote_needed";

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::get("health", "/health", "Asks whether the API runs.", &[], &[Value::needed("", ".")]),
    Operation::get("listCryptoCurrencies", "/api/v1/supported/crypto-currencies", "Lists the tokens.", &[], LISTED),
    Operation::get("listBlockchains", "/api/v1/supported/blockchains", "Lists the chains.", &[], LISTED),
    Operation::get("listFiatCurrencies", "/api/v1/supported/fiat-currencies", "Lists the currencies.", &[], LISTED),
    Operation::get(
        "listPaymentRails",
        "/api/v1/supported/payment-rails",
        "Lists the rails of a country or currency, with the fields that they need.",
        &[
            optional("country", InputRule::Country, "The two letters of the country; this or the currency."),
            optional("currency", InputRule::Id(3), "The currency."),
            needed("direction", InputRule::OneOf("onramp offramp"), "Which way."),
        ],
        DATA,
    )
    .together(&[Together::of(When::Always, Wants::AnyOf("country currency"))]),
    Operation::get(
        "listInstitutions",
        "/api/v1/supported/institutions",
        "Lists the banks of a rail.",
        &[
            needed("rail", SLUG, "Such as iban-sepa."),
            optional("institution_id", SLUG, "One bank."),
            optional("country", InputRule::Country, "The two letters of the country."),
            optional("currency", InputRule::Id(3), "The currency."),
            optional("search", SLUG, "Part of the name."),
            optional("code", SLUG, "Such as an IFSC or a sort code."),
            optional("limit", InputRule::Integer(1, 100), "How many."),
            optional("offset", InputRule::Integer(0, 0), "After how many."),
        ],
        DATA,
    ),
    Operation::get("listPairs", "/api/v1/supported-exchange-pairs", "Lists what can be exchanged.", &[], LISTED),
    Operation::get("verifyAuth", "/api/v1/partner/verify-auth", "Asks whether the key is good.", &[], DATA),
    Operation::post(
        "createUser",
        "/api/v1/partner/users",
        "Creates a user, or finds the one there is.",
        &[
            needed("user_ref", InputRule::Text(255), "Your own id of the user."),
            needed("email", InputRule::Email, "The user's e-mail address."),
        ],
        DATA,
    )
    .repeatable()
    .same_by("user_ref"),
    Operation::get("getUser", "/api/v1/partner/users/{id}", "Asks for a user.", &[USER], DATA),
    Operation::post(
        "submitKyc",
        "/api/v1/partner/users/{id}/kyc-submissions",
        "Submits what is needed to know the user.",
        &[
            USER,
            needed("method", InputRule::OneOf("direct_data external_token handoff"), "How."),
            needed(
                "data",
                InputRule::Object(&[
                    optional(
                        "pii",
                        InputRule::Object(&[
                            optional("first_name", InputRule::Text(140), "First name."),
                            optional("last_name", InputRule::Text(140), "Last name."),
                            optional("dob", InputRule::Date, "Day of birth; direct_data."),
                            COUNTRY,
                            optional("address", InputRule::Text(300), "Street and city; direct_data."),
                            optional("postal_code", InputRule::Text(20), "Postal code; direct_data."),
                        ]),
                        "The person; direct_data and handoff.",
                    ),
                    optional("provider", InputRule::OneOf("sumsub"), "Who checked the user; external_token."),
                    optional("token", InputRule::Text(1000), "The provider's token; external_token."),
                ]),
                "What the method needs.",
            ),
        ],
        DATA,
    )
    .with_check(kyc::check_birth)
    .together(kyc::TOGETHER),
    Operation::post(
        "uploadKycDocument",
        "/api/v1/partner/users/{id}/kyc/documents",
        "Uploads a document; with a selfie and the front of a document verification begins.",
        &[
            USER,
            needed("document", InputRule::File(IMAGES), "The file as a data URL."),
            needed("document_type", InputRule::OneOf(kyc::DOCUMENTS), "What it shows."),
        ],
        DATA,
    ),
    Operation::get(
        "getVerificationStatus",
        "/api/v1/partner/users/{id}/verification-status",
        "Asks how far the verification is.",
        &[USER, optional("verification_id", InputRule::Text(255), "One session; the latest by default.")],
        DATA,
    ),
    Operation::post(
        "createPaymentDetails",
        "/api/v1/partner/users/{id}/payment-details",
        "Adds the account that is paid.",
        &[
            USER,
            needed("currency", InputRule::Id(3), "The currency."),
            needed("rail", SLUG, "Such as iban-sepa, upi-india, imps-india, cvu-cbu or nip-nigeria."),
            needed("institution_id", SLUG, "The bank, from listInstitutions."),
            COUNTRY,
            needed("details", InputRule::AnyObject, "The fields of the rail, from listPaymentRails."),
        ],
        &[Value::needed("id", "data.id"), Value::needed("", "data")],
    )
    .with_check(details::check)
    .together(&[Together::Rail { rail: "rail", within: "details", needed: details::NEEDED }]),
    Operation::get(
        "getPaymentDetails",
        "/api/v1/partner/users/{id}/payment-details",
        "Lists the accounts of a user.",
        &[USER],
        LISTED,
    ),
    // the description calls it a step of the path and forgets it there
    Operation::delete(
        "deletePaymentDetails",
        "/api/v1/partner/users/{id}/payment-details/{payment_details_id}",
        "Removes an account.",
        &[USER, needed("payment_details_id", InputRule::Segment("payment_details_id"), "The account.")],
    ),
    Operation::post(
        "estimate",
        "/api/v1/partner/offramp/estimate",
        "Asks what it would cost, without a promise.",
        &[
            needed("crypto_currency", CODE, "The token."),
            needed("fiat_currency", CODE, "The currency."),
            optional("crypto_amount", InputRule::Decimal, "How much is sold; this or fiat_amount."),
            optional("fiat_amount", InputRule::Decimal, "How much is bought; this or crypto_amount."),
            optional("payment_method_slug", SLUG, "One bank."),
            optional("payment_network_slug", SLUG, "One network."),
            SCOPE,
            COUNTRY,
        ],
        DATA,
    )
    .repeatable()
    .together(&[Together::of(When::Always, Wants::ExactlyOne("crypto_amount fiat_amount"))]),
    Operation::post(
        "quote",
        "/api/v1/partner/offramp/quote",
        "Locks the price for less than a minute: expires_at says until when.",
        &[
            needed("user_id", ID, "The user's internal_id: a number, not the UUID."),
            needed("payment_details_id", ID, "From createPaymentDetails."),
            needed("crypto_currency", CODE, "The token."),
            needed("crypto_amount", InputRule::Decimal, "How much is sold, as text."),
            needed("fiat_currency", CODE, "The currency."),
            optional("rail", SLUG, "Must fit the payment details."),
            optional("route", SLUG, "Must fit the payment details."),
            SCOPE,
            optional(
                "slippage_tolerance",
                InputRule::Object(&[
                    needed(
                        "type",
                        InputRule::OneOf("percent amount fiat"),
                        "Percent: 1.5 is 1.5 %. Others: an amount.",
                    ),
                    needed("value", InputRule::NumberOrNone, "How much; 0 for not at all."),
                ]),
                "How far the price may move until the order.",
            ),
        ],
        &[Value::needed("quote_id", "data.quote_id"), Value::needed("", "data")],
    )
    .with_check(check_slippage)
    .repeatable(),
    Operation::post(
        "initiate",
        "/api/v1/partner/offramp/initiate",
        "Makes an order of a quote, which can be used once.",
        &[needed("quote_id", InputRule::Uuid, "From quote.")],
        IN_ORDER,
    )
    .same_by("quote_id")
    .asked_by("listOrders")
    .order()
    .tracked(&Tracking {
        has_events: true,
        order: Some(OrderQuery { operation: "getOrder", id: "order_id" }),
        // the description shows the quote with a new order and not in the list: where it is not there, nothing is found
        list: Some(ListQuery {
            operation: "listOrders",
            orders: "orders",
            id: "order_id",
            reference: "quote_id",
            page: Some("page"),
            limit: Some(("limit", 100)),
        }),
        ..Tracking::NONE
    }),
    Operation::get("getOrder", "/api/v1/partner/orders/{order_id}", "Asks where an order stands.", &[ORDER], IN_ORDER)
        .order(),
    Operation::get(
        "getTransferAuthorizationParameters",
        "/api/v1/partner/orders/{order_id}/transfer-authorization-parameters",
        "Asks for what the wallet signs.",
        &[ORDER],
        DATA,
    ),
    Operation::post(
        "authorizeCryptoTransfer",
        "/api/v1/partner/orders/{order_id}/authorize-crypto-transfer",
        "Hands in the request that the wallet signed (EIP-712).",
        &[
            ORDER,
            needed(
                "forward_request",
                InputRule::Object(&[
                    needed("from", InputRule::Identifier(crate::Kind::EvmAddress), "The wallet."),
                    needed("to", InputRule::Identifier(crate::Kind::EvmAddress), "The token's contract."),
                    needed("value", InputRule::Always("0"), "0: tokens move, and no coin of the chain."),
                    needed("gas", InputRule::Digits, "The limit."),
                    needed("nonce", InputRule::Digits, "The forwarder's nonce."),
                    needed("deadline", InputRule::Digits, "In Unix seconds."),
                    needed("data", InputRule::Hex, "transfer(address,uint256), encoded."),
                ]),
                "What was signed.",
            ),
            needed("signature", InputRule::Hex, "The wallet's signature."),
        ],
        PERHAPS,
    )
    .with_check(authorization::check)
    .asked_by("getOrder")
    .same_by("order_id"),
    Operation::post(
        "confirmFiatReceived",
        "/api/v1/partner/orders/{order_id}/confirm-fiat-received",
        "Confirms that the money arrived, which releases the tokens.",
        &[ORDER],
        PERHAPS,
    )
    .asked_by("getOrder"),
    Operation::post(
        "cancelOrder",
        "/api/v1/partner/orders/{order_id}/cancel",
        "Calls an order off, where allowed_actions has cancel.",
        &[ORDER],
        PERHAPS,
    )
    .asked_by("getOrder"),
    Operation::get(
        "listOrders",
        "/api/v1/partner/orders",
        "Lists orders, page by page.",
        &[
            optional("status", InputRule::OneOf(STATUSES), "Only those in this status."),
            optional("page", InputRule::Integer(1, 0), "From 1."),
            optional("limit", InputRule::Integer(1, 100), "How many on a page; 20 by default."),
        ],
        &[Value::list("orders", "data.orders"), Value::any("pagination", "data.pagination", true)],
    )
    .order(),
    Operation::post(
        "registerWebhook",
        "/api/v1/partner/webhooks",
        "Registers or changes where events are delivered to.",
        &[needed("url", InputRule::Url, "Your https URL.")],
        DATA,
    )
    .repeatable(),
    Operation::get("getWebhook", "/api/v1/partner/webhooks", "Asks where events are delivered to.", &[], DATA),
    Operation::delete(
        "deleteWebhook",
        "/api/v1/partner/webhooks/{id}",
        "Ends the delivery of events.",
        &[needed("id", InputRule::Segment("id"), "Any value: a partner has one webhook.")],
    ),
    Operation::post("testWebhook", "/api/v1/partner/webhooks/test", "Has a signed test event delivered.", &[], DATA)
        .repeatable(),
];

/// The price may move by no more than all of it.
fn check_slippage(members: &mut Object, _: &Terms<'_>, findings: &mut Vec<Finding>) {
    let tolerance = members.get("slippage_tolerance");
    let of = |name: &str| tolerance.and_then(|tolerance| tolerance.get(name));
    let is_percent = of("type").and_then(Json::as_str) == Some("percent");
    if is_percent && exact::of(of("value")).is_some_and(|percent| percent > 100 * exact::ONE) {
        let finding = Finding::new(Code::NumberRange).with_text("least", "0").with_text("most", "100");
        findings.push(finding.at("/slippage_tolerance/value"));
    }
}
