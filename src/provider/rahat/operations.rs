//! The operations and their inputs, in the order in which the document writes the members.

use super::payload;
use crate::bank;
use crate::code::{Code, Severity};
use crate::finding::Finding;
use crate::identifier::{self, Kind, Rules, Strictness};
use crate::json::{Json, Object};
use crate::provider::answer::Value;
use crate::provider::input::{InputRule, needed, optional};
use crate::provider::{Operation, Tracking};

/// As many as fit into one request; more go in several, see the computation `chunks`.
pub(super) const MOST_TRANSACTIONS: u32 = 1000;

pub(super) const OPERATIONS: &[Operation] = &[
    // the path ends in the app's id, which is a credential
    Operation::get(
        "getWalletAddress",
        "/app/",
        "Asks for the wallet that tokens are sent to.",
        &[],
        &[Value::needed("wallet", "data.wallet data.data.wallet wallet")],
    ),
    Operation::get(
        "listPaymentProviders",
        "/payment-providers",
        "Lists the providers that pay out.",
        &[],
        &[Value::list("providers", "data.data data")],
    ),
    Operation::post(
        "instantOfframp",
        "/offramp-request/instant",
        "Pays one beneficiary for tokens that were sent.",
        &[
            needed("tokenAmount", InputRule::Number, "How many tokens."),
            needed("paymentProviderId", InputRule::Text(255), "From listPaymentProviders."),
            needed("transactionHash", InputRule::TransactionHash, "The transfer of the tokens."),
            needed("senderAddress", InputRule::Address, "The beneficiary's wallet."),
            needed("xref", InputRule::Text(255), "The payout's UUID, which all its beneficiaries share."),
            needed(
                "paymentDetails",
                InputRule::Object(&[
                    optional(
                        "creditorAgent",
                        InputRule::Text(140),
                        "The bank's number at the clearing house, or its name.",
                    ),
                    optional("creditorAccount", InputRule::Identifier(Kind::AccountNumber), "The account number."),
                    optional("creditorName", InputRule::Text(140), "The holder's name."),
                    optional("vpa", InputRule::Text(255), "A UPI address."),
                    optional("phoneNumber", InputRule::Identifier(Kind::Phone), "The number of a mobile-money wallet."),
                    optional("provider", InputRule::OneOf(payload::SERVICES), "The service of the wallet."),
                    optional("country", InputRule::Id(2), "The country of the wallet."),
                ]),
                "Where the money goes.",
            ),
        ],
        &[
            Value::maybe("", "data.offrampRequest data"),
            Value::needed("id", "data.id data.offrampRequest.id data.offrampRequest.uuid data.uuid"),
            Value::maybe("status", "data.status data.offrampRequest.status"),
            Value::maybe("transaction", "data.transaction"),
        ],
    )
    .with_check(check_instant)
    .same_by("xref senderAddress")
    .order()
    .tracked(&Tracking { is_final: true, ..Tracking::NONE }),
    Operation::post(
        "bulkOfframp",
        "/offramp-request/bulk",
        "Queues payments to many beneficiaries.",
        &[needed(
            "transactions",
            InputRule::List(&InputRule::Record(payload::DETAILS), MOST_TRANSACTIONS),
            "The beneficiaries.",
        )],
        &[],
    ),
];

/// The destination: a bank account, a UPI address or a wallet of mobile money.
fn check_instant(members: &mut Object, strictness: Strictness, findings: &mut Vec<Finding>) {
    let Some(Json::Object(details)) = members.get("paymentDetails").cloned() else {
        return;
    };
    let mut details = details;
    let bank = text_of(&details, "creditorAgent");
    let mut missing = Vec::new();
    {
        // what is there and wrong was reported already
        let has = |path: &'static str| {
            let name = path.strip_prefix("/paymentDetails/").unwrap_or_default();
            details.get(name).is_some() || findings.iter().any(|finding| finding.path() == path)
        };
        let mut need = |path| {
            if !has(path) {
                missing.push(Finding::new(Code::FieldRequired).at(path));
            }
        };
        if bank.is_some() {
            need("/paymentDetails/creditorAccount");
            need("/paymentDetails/creditorName");
        } else if has("/paymentDetails/phoneNumber") {
            need("/paymentDetails/provider");
        } else if !has("/paymentDetails/vpa") {
            let fields = "creditorAgent, vpa, phoneNumber".to_owned();
            missing.push(Finding::new(Code::FieldOneOfRequired).with("fields", fields).at("/paymentDetails"));
        }
    }
    findings.append(&mut missing);
    if let Some(name) = text_of(&details, "creditorName") {
        bank::check_holder(&name, "NPR", "/paymentDetails/creditorName", findings);
    }
    if let Some(bank) = bank {
        match payload::bank_id(&bank, strictness) {
            Ok((id, finding)) => {
                details.insert("creditorAgent", id.as_str());
                findings.extend(finding.map(|finding| finding.at("/paymentDetails/creditorAgent")));
            }
            Err(finding) => findings.push(finding.at("/paymentDetails/creditorAgent")),
        }
    }
    if let Some(vpa) = text_of(&details, "vpa") {
        let form = check_vpa(&vpa, strictness, "/paymentDetails/vpa", findings);
        details.insert("vpa", form.as_str());
    }
    members.insert("paymentDetails", details);
}

fn text_of(object: &Object, name: &str) -> Option<String> {
    object.get(name).and_then(Json::as_str).map(str::to_owned)
}

/// A UPI address; or a phone number, which is what the document sends in its place, with a warning.
pub(super) fn check_vpa(text: &str, strictness: Strictness, path: &'static str, findings: &mut Vec<Finding>) -> String {
    let (mut form, mut judged) = (String::new(), Vec::new());
    let rules = Rules { strictness, ..Rules::default() };
    let is_valid = identifier::judge(Kind::Vpa, text, rules, path, &mut form, &mut judged);
    let is_phone =
        judged.iter().any(|finding| matches!(finding.code(), Code::VpaIsPhoneNumber | Code::LooksLikePhoneNumber));
    if !is_valid && is_phone {
        findings.push(Finding::new(Code::VpaIsPhoneNumber).at(path).with_severity(Severity::Warning));
        return text.to_owned();
    }
    findings.append(&mut judged);
    form
}
