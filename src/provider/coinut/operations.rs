//! The operations and their inputs, in the order in which the document writes the members.

use crate::bank::{self, FieldName, Fields, Normalized, Rail};
use crate::code::Code;
use crate::finding::Finding;
use crate::identifier::Rules;
use crate::json::{Json, Object};
use crate::provider::answer::Value;
use crate::provider::input::{InputRule, Terms, Together, needed, optional};
use crate::provider::{Operation, Tracking};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::post(
        "createCustomer",
        "/customer/create",
        "Creates the customer who sends tokens; CUSTOMER_APPROVED follows as an event.",
        &[
            needed("name", InputRule::Text(140), "The customer's full name."),
            needed("email", InputRule::Email, "The customer's e-mail address."),
            optional("type", InputRule::Always("DEPOSITOR"), "Always DEPOSITOR."),
            optional("isIndividual", InputRule::True, "Always true."),
            optional("externalId", InputRule::Text(255), "Your own id of the customer."),
        ],
        &[
            Value::needed("customerId", "customerId data.customerId data.id"),
            // of the customer: the status of the answer itself stands outside
            Value::maybe("status", "data.status"),
        ],
    )
    .same_by("email"),
    Operation::post(
        "addBankAccount",
        "/bank-account/add",
        "Adds the account that money is paid out to.",
        &[
            needed("customerId", InputRule::Text(255), "From createCustomer."),
            needed("currency", InputRule::OneOf(CURRENCIES), "The currency of the account."),
            needed("bankName", InputRule::Text(140), "The bank's name as it calls itself."),
            optional("accountNo", InputRule::Text(64), "The account number."),
            optional("iban", InputRule::Text(64), "EUR and GBP."),
            optional("swift", InputRule::Text(64), "The BIC: USD, EUR, GBP and SGD."),
            optional("aba", InputRule::Text(64), "The routing number: USD."),
            optional("bsb", InputRule::Text(64), "AUD."),
            optional("sortCode", InputRule::Text(64), "GBP."),
            optional("institutionNumber", InputRule::Text(64), "CAD."),
            optional("transit", InputRule::Text(64), "CAD."),
            optional("accountName", InputRule::Text(140), "The holder's name as the bank knows it."),
            optional("bankAddress", InputRule::Text(300), "USD, EUR and SGD."),
        ],
        &[
            Value::needed("bankAccountId", "bankAccountId data.bankAccountId data.id"),
            Value::maybe("status", "data.status"),
        ],
    )
    .with_check(check_bank_account)
    .together(&[Together::Corridor { currency: "currency", provider: "coinut", names: NAMES }]),
    Operation::post(
        "createOfframpFlow",
        "/autoramp-flow/offramp",
        "Links tokens that arrive at a deposit address to a payment to the bank account.",
        &[
            needed(
                "from",
                InputRule::Object(&[
                    needed("customerId", InputRule::Text(255), "From createCustomer."),
                    needed("currency", InputRule::OneOf("USDT USDC"), "The token."),
                    needed("network", InputRule::OneOf("ETH TRX MATIC"), "The network it is sent on."),
                ]),
                "Where the tokens come from.",
            ),
            needed("to", InputRule::Text(255), "The bankAccountId from addBankAccount."),
        ],
        &[
            Value::needed("flowId", "flowId data.flowId data.id"),
            // arrives later where it is not there yet
            Value::maybe("depositAddress", "data.depositAddress data.data.depositAddress depositAddress"),
            Value::maybe("network", "data.network data.data.network network"),
        ],
    )
    .with_check(check_flow)
    // nothing can be asked for: an answer that was lost is a flow that nobody knows
    .tracked(&Tracking { has_events: true, ..Tracking::NONE }),
    Operation::get(
        "getDepositAddress",
        "/deposit-address/detail",
        "Asks for the deposit address, which may not be known yet when the flow is created.",
        &[optional("query", InputRule::Texts, "Query parameters, sent in this order. The document names none.")],
        &[
            Value::maybe("address", "address data.address"),
            Value::maybe("network", "network data.network"),
            Value::maybe("currency", "currency data.currency"),
        ],
    ),
];

/// The currencies of the document's table.
pub(super) const CURRENCIES: &str = "USD EUR GBP CAD AUD SGD";

/// The names of the document for the fields of a corridor.
const NAMES: &[(&str, FieldName)] = &[
    ("bankName", FieldName::BankName),
    ("accountNo", FieldName::AccountNumber),
    ("iban", FieldName::Iban),
    ("swift", FieldName::Swift),
    ("aba", FieldName::Aba),
    ("bsb", FieldName::Bsb),
    ("sortCode", FieldName::SortCode),
    ("institutionNumber", FieldName::InstitutionNumber),
    ("transit", FieldName::Transit),
    ("accountName", FieldName::AccountName),
    ("bankAddress", FieldName::BankAddress),
];

/// Judges the account by its corridor and puts the electronic forms in; what the currency does not
/// use is left out.
fn check_bank_account(members: &mut Object, terms: &Terms<'_>, findings: &mut Vec<Finding>) {
    let given = members.clone();
    let text = |name: &str| given.get(name).and_then(Json::as_str);
    let Some(currency) = text("currency") else {
        return;
    };
    let Some(corridor) = bank::find(currency, Rail::Bank, "coinut") else {
        return;
    };
    let mut fields = Fields::default();
    for &(name, field) in NAMES {
        if let Some(text) = text(name) {
            fields.set(field, text);
        }
    }
    let (mut values, mut judged) = (Normalized::default(), Vec::new());
    let rules = Rules { strictness: terms.strictness, ..Rules::default() };
    bank::check(&corridor, &fields, rules, &mut values, &mut judged);
    for mut finding in judged {
        if finding.path() == FieldName::AccountNumber.path() {
            finding.move_to("/accountNo".to_owned());
        }
        // a member that is missing, or of the wrong type, was reported with the others
        if finding.code() == Code::FieldRequired && findings.iter().any(|other| other.path() == finding.path()) {
            continue;
        }
        findings.push(finding);
    }
    let mut written = Object::new();
    for (name, value) in given.iter() {
        match NAMES.iter().find(|(known, _)| *known == name) {
            Some((name, field)) => {
                if let Some(text) = values.get(*field) {
                    written.put_text(name, text);
                }
            }
            None => written.insert(name, value.clone()),
        }
    }
    *members = written;
}

fn check_flow(members: &mut Object, _: &Terms<'_>, findings: &mut Vec<Finding>) {
    let from = members.get("from");
    let text = |name| from.and_then(|from| from.get(name)).and_then(Json::as_str).unwrap_or_default();
    check_network(text("currency"), text("network"), "/from/network", findings);
}

/// What there is to say of a token on a network.
pub(super) fn check_network(currency: &str, network: &str, path: &'static str, findings: &mut Vec<Finding>) {
    if network == "MATIC" {
        findings.push(Finding::new(Code::NetworkPartial).at(path).with_text("network", "MATIC"));
    }
    if (currency, network) == ("USDC", "TRX") {
        let finding = Finding::new(Code::TokenNetworkUnusual).at(path);
        findings.push(finding.with_text("currency", "USDC").with_text("network", "TRX"));
    }
}
