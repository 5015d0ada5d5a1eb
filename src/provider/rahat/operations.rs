//! The operations and their inputs, in the order in which the document writes the members.

use super::bank_id::bank_id;
use super::chains::chains;
use super::destination::{self, Members};
use super::payload;
use crate::bank::FieldName;
use crate::code::{Code, Severity};
use crate::finding::Finding;
use crate::identifier::Strictness;
use crate::json::{Json, Object};
use crate::provider::answer::Value;
use crate::provider::input::{InputRule, Terms, Together, Wants, When, needed, optional};
use crate::provider::{Operation, Tracking};
use crate::text;

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
            optional(
                "paymentProviderId",
                InputRule::Text(255),
                "From listPaymentProviders; needed where the settings have no default provider.",
            ),
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
                    optional("creditorAccount", InputRule::Text(64), "The account number."),
                    optional("creditorName", InputRule::Text(140), "The holder's name."),
                    optional("vpa", InputRule::Text(255), "A UPI address."),
                    optional("beneficiaryName", InputRule::Text(140), "Whose UPI address it is."),
                    optional("phoneNumber", InputRule::Text(64), "The number of a mobile-money wallet."),
                    optional("provider", InputRule::OneOf(payload::SERVICES), "The service of the wallet."),
                    optional("country", InputRule::Country, "The country of the wallet."),
                ]),
                "Where the money goes.",
            ),
        ],
        &[
            Value::maybe("", "data.offrampRequest data"),
            Value::needed("id", "data.id data.offrampRequest.id data.offrampRequest.uuid data.uuid"),
            Value::maybe("status", "data.status data.offrampRequest.status"),
            Value::any("transaction", "data.transaction", false),
        ],
    )
    .with_check(check_instant)
    .together(&[
        Together::within("paymentDetails", When::Always, Wants::AnyOf("creditorAgent vpa phoneNumber")),
        Together::within("paymentDetails", When::Always, Wants::AtMostOne("creditorAgent vpa phoneNumber")),
        Together::within("paymentDetails", When::Has("creditorAgent"), Wants::All("creditorAccount creditorName")),
        Together::within("paymentDetails", When::Has("phoneNumber"), Wants::All("provider country")),
    ])
    .same_by("xref senderAddress")
    .order()
    .tracked(&Tracking { is_final: true, ..Tracking::NONE }),
    Operation::post(
        "bulkOfframp",
        "/offramp-request/bulk",
        "Queues payments to many beneficiaries.",
        &[needed(
            "transactions",
            InputRule::List(&InputRule::Record(payload::DETAILS), 1, MOST_TRANSACTIONS),
            "The beneficiaries.",
        )],
        &[],
    )
    .with_check(check_bulk)
    .together(&[
        Together::within("transactions", When::Is("offrampType", "bank"), Wants::All("beneficiaryBankDetails")),
        Together::within("transactions", When::Is("offrampType", "vpa"), Wants::All("beneficiaryPhoneNumber")),
        Together::within("transactions", When::Is("offrampType", "mobile_money"), Wants::All("beneficiaryPhoneNumber")),
    ]),
];

/// What `validateOfframpRequest` of the document throws, in the order in which it looks.
const SENTENCES: [(&str, &str); 3] = [
    ("/tokenAmount", "Invalid token amount"),
    ("/paymentProviderId", "Payment provider ID is required"),
    ("/transactionHash", "Transaction hash is required"),
];

/// The document's sentence for what is wrong with a request.
pub(super) fn sentence(operation: &Operation, findings: &[Finding]) -> Option<&'static str> {
    let is_missing = |finding: &&Finding| matches!(finding.code(), Code::FieldRequired | Code::ValueEmpty);
    let is_instant = operation.name() == "instantOfframp";
    SENTENCES.iter().filter(|_| is_instant).find_map(|(path, sentence)| {
        let mut at = findings.iter().filter(|finding| finding.path() == *path);
        let is_said = if *path == "/tokenAmount" { at.next() } else { at.find(is_missing) };
        is_said.map(|_| *sentence)
    })
}

/// The destination: a bank account, a UPI address or a wallet of mobile money, and only one of them.
fn check_instant(members: &mut Object, terms: &Terms<'_>, findings: &mut Vec<Finding>) {
    let strictness = terms.strictness;
    if members.get("paymentProviderId").is_none() {
        payload::need("/paymentProviderId".to_owned(), findings);
    }
    chains(members, ["senderAddress", "transactionHash", "tokenAmount"], "", findings);
    let Some(Json::Object(mut details)) = members.get("paymentDetails").cloned() else {
        return;
    };
    // the document's own code sends what it has no payload for
    let is_said = |finding: &Finding| finding.path().starts_with("/paymentDetails/");
    if strictness == Strictness::Compat && details.is_empty() && !findings.iter().any(is_said) {
        let fields = "creditorAgent, vpa, phoneNumber".to_owned();
        let finding = Finding::new(Code::FieldOneOfRequired).with("fields", fields).at("/paymentDetails");
        findings.push(finding.with_severity(Severity::Warning));
    }
    let place = Members { path: "/paymentDetails".to_owned(), names: destination::DETAILS };
    if details.get("creditorAgent").is_some() {
        place.account(&mut details, strictness, findings);
        let bank = text_of(&details, "creditorAgent");
        if let Ok((id, _)) = bank_id(&bank, strictness) {
            details.insert("creditorAgent", id.as_str());
        }
    }
    if details.get("vpa").is_some() {
        let vpa = text_of(&details, "vpa");
        let form = destination::check_vpa(&vpa, strictness, "/paymentDetails/vpa".to_owned(), findings);
        details.insert("vpa", form.as_str());
    }
    if details.get("phoneNumber").is_some() {
        let country = text_of(&details, "country");
        place.wallet(&mut details, Some(&country), findings);
    }
    members.insert("paymentDetails", details);
}

/// The members of a record of the document's, by what they are.
const RECORD: &[(&str, FieldName)] = &[("beneficiaryPhoneNumber", FieldName::Phone)];

/// What is refused for one beneficiary is refused among many; the same payment twice is said.
fn check_bulk(members: &mut Object, terms: &Terms<'_>, findings: &mut Vec<Finding>) {
    let Some(mut records) = members.get("transactions").and_then(Json::as_array).map(<[Json]>::to_vec) else {
        return;
    };
    let mut seen: Vec<(String, usize)> = Vec::new();
    let name = |record: &Object, name: &str| record.get(name).cloned().unwrap_or(Json::Null).to_text();
    for (index, item) in records.iter_mut().enumerate() {
        let Json::Object(record) = item else {
            continue;
        };
        let path = text::join(&["/transactions/", &text::number(index)], "");
        check_record(record, path.clone(), terms.strictness, findings);
        // one payment is told from another by amount, type and destination
        let account = name(record, "beneficiaryBankDetails");
        let phone = name(record, "beneficiaryPhoneNumber");
        let key = text::join(&[&name(record, "amount"), &name(record, "offrampType"), &account, &phone], " ");
        match seen.binary_search_by(|(known, _)| known.as_str().cmp(key.as_str())) {
            Ok(at) => {
                let row = seen.get(at).map_or(0, |(_, row)| *row);
                findings.push(Finding::new(Code::DuplicatePayment).with_number("row", row).at_path(path));
            }
            Err(at) => seen.insert(at, (key, index.wrapping_add(1))),
        }
    }
    members.insert("transactions", records);
}

fn check_record(record: &mut Object, path: String, strictness: Strictness, findings: &mut Vec<Finding>) {
    let sub = |name: &str| text::join(&[&path, "/", name], "");
    chains(record, ["beneficiaryWalletAddress", "transactionHash", "amount"], &path, findings);
    if record.get("payoutProcessorId").is_none() {
        payload::need(sub("payoutProcessorId"), findings);
    }
    let phone = text_of(record, "beneficiaryPhoneNumber");
    match payload::Type::of(record) {
        Some(payload::Type::Bank) => {
            if let Some(Json::Object(mut account)) = record.get("beneficiaryBankDetails").cloned() {
                let place = Members { path: sub("beneficiaryBankDetails"), names: payload::ACCOUNT };
                place.account(&mut account, strictness, findings);
                record.insert("beneficiaryBankDetails", account);
            }
        }
        Some(_) if phone.is_empty() => {}
        Some(payload::Type::Vpa) => {
            destination::check_vpa(&phone, strictness, sub("beneficiaryPhoneNumber"), findings);
        }
        Some(payload::Type::MobileMoney) => Members { path, names: RECORD }.wallet(record, None, findings),
        None if record.get("offrampType").is_some() => {
            findings.push(payload::unsupported(strictness).at_path(sub("offrampType")));
        }
        None => {}
    }
}

fn text_of(object: &Object, name: &str) -> String {
    object.get(name).and_then(Json::as_str).unwrap_or_default().to_owned()
}
