//! What the document wants customers and operators to be told.

use super::operations::{CURRENCIES, check_network};
use crate::bank::{self, Rail};
use crate::code::{Code, Severity};
use crate::error::Error;
use crate::finding::Finding;
use crate::identifier::{self, Kind, Rules, Strictness};
use crate::json::{Json, Object};
use crate::provider::compute::{Computation, to_read};
use crate::provider::input::{InputRule, needed, optional};
use crate::text;

pub(super) const GO_LIVE: &[&str] = &[
    "Bank account validation working for all target currencies",
    "Deposit address generation tested in sandbox",
    "End-to-end flow verified with test transfers",
    "Webhook handlers for all deposit and trade events",
    "Error handling for insufficient funds and invalid addresses",
    "Banking cutoff times documented for customer communication",
    "Retry logic for failed bank transfers",
];

pub(super) const COMPUTATIONS: &[Computation] = &[
    Computation {
        name: "cutOffNote",
        summary: to_read("Until when a bank transfer goes out the same day, and how long it takes."),
        input: &[needed("currency", InputRule::OneOf(CURRENCIES), "The currency of the account.")],
        run: |input| Ok(cut_off_note(input)),
    },
    Computation {
        name: "depositInstructions",
        summary: to_read("What a customer must know to send tokens to a deposit address."),
        input: &[
            needed("address", InputRule::Text(64), "From getDepositAddress."),
            needed("network", InputRule::OneOf("ETH TRX MATIC"), "The network of the address."),
            needed("currency", InputRule::OneOf("USDT USDC"), "The token."),
            optional("minimum", InputRule::Decimal, "The smallest deposit."),
            optional("memo", InputRule::Text(64), "The memo or tag, where one is needed."),
            optional(
                "strictness",
                InputRule::OneOf("strict compat"),
                "Compat takes the document's own sample, with a warning.",
            ),
        ],
        run: deposit_instructions,
    },
    Computation {
        name: "prerequisites",
        summary: to_read("Whether a flow may be created: the customer is approved and the bank account verified."),
        input: &[
            needed("customerStatus", InputRule::Text(64), "The customer's status at Coinut."),
            needed("bankAccountStatus", InputRule::Text(64), "The bank account's status at Coinut."),
        ],
        run: |input| Ok(prerequisites(input)),
    },
];

/// Currency, rail, time of day, zone, and the document's sentence. The document writes CET; banks keep
/// the time of Berlin, with daylight saving.
const CUT_OFFS: &[[&str; 5]] = &[
    ["EUR", "SEPA", "15:00", "Europe/Berlin", "EUR SEPA transfers typically process until 3:00 PM CET."],
    ["USD", "ACH", "17:00", "America/New_York", "USD ACH transfers have a 5:00 PM ET cutoff."],
];

fn cut_off_note(input: &Object) -> Json {
    let currency = input.get("currency").and_then(Json::as_str).unwrap_or_default();
    let mut json = Object::new();
    json.put_text("currency", currency);
    if let Some([_, rail, time, zone, note]) = CUT_OFFS.iter().find(|[name, ..]| *name == currency) {
        json.put_text("rail", rail);
        json.put_text("cutOff", time);
        json.put_text("zone", zone);
        json.put_text("note", note);
    } else {
        json.put_text("note", "Banking cutoff times vary by currency and institution.");
    }
    if let Some(corridor) = bank::find(currency, Rail::Bank, "coinut")
        && let Some((least, most)) = corridor.settlement
    {
        json.put("leastBusinessDays", Json::number(u64::from(least)));
        json.put("mostBusinessDays", Json::number(u64::from(most)));
    }
    Json::Object(json)
}

/// What the document and the API as it is now call a customer that was approved and an account that was verified.
const GRANTED: &str = "APPROVED CONFIRMED VERIFIED";

/// `{ready, missing}`, where what is missing are the names of the statuses that are others.
fn prerequisites(input: &Object) -> Json {
    let mut missing = Vec::new();
    for name in ["customerStatus", "bankAccountStatus"] {
        let word = input.get(name).and_then(Json::as_str).unwrap_or_default().to_ascii_uppercase();
        if !text::contains_word(GRANTED, &word) {
            missing.push(name);
        }
    }
    let mut json = Object::new();
    json.put("ready", Json::Bool(missing.is_empty()));
    json.put("missing", Json::texts(missing.iter().copied()));
    Json::Object(json)
}

fn deposit_instructions(input: &Object) -> Result<Json, Error> {
    let text = |name: &str| input.get(name).and_then(Json::as_str);
    let (address, network) = (text("address").unwrap_or_default(), text("network").unwrap_or_default());
    let currency = text("currency").unwrap_or_default();
    let kind = if network == "TRX" { Kind::TronAddress } else { Kind::EvmAddress };
    let (mut form, mut findings) = (String::new(), Vec::new());
    let strictness = match text("strictness") {
        Some("compat") => Strictness::Compat,
        _ => Strictness::Strict,
    };
    let rules = Rules { strictness, ..Rules::default() };
    if !identifier::judge(kind, address, rules, "/address", &mut form, &mut findings) {
        // the document's own sample has capitals that are no checksum
        if strictness == Strictness::Strict || findings.iter().any(|finding| finding.code() != Code::EvmChecksum) {
            return Err(Error::from_findings(findings));
        }
        findings = vec![Finding::new(Code::EvmChecksum).with_severity(Severity::Warning).at("/address")];
        text::trim(address).clone_into(&mut form);
    }
    check_network(currency, network, "/network", &mut findings);
    let mut lines = Vec::new();
    let mut say = |parts: &[&str]| lines.push(Json::String(text::join(parts, "")));
    say(&["Send ", currency, " to ", &form, "."]);
    say(&["Use the network ", network, " only. Tokens sent on another network are lost."]);
    match text("minimum") {
        Some(minimum) => say(&["Send at least ", minimum, " ", currency, "."]),
        None => say(&["Ask for the minimum deposit before sending."]),
    }
    if let Some(memo) = text("memo") {
        say(&["Give the memo ", memo, "; without it the deposit cannot be told from others."]);
    }
    let mut json = Object::new();
    json.put_text("address", &form);
    json.put_text("network", network);
    json.put_text("currency", currency);
    json.put("lines", Json::Array(lines));
    json.put("findings", Finding::all_to_json(&findings));
    Ok(Json::Object(json))
}
