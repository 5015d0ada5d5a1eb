//! Whether the fees of an estimate, a quote or an order add up.

use crate::code::Code;
use crate::finding::Finding;
use crate::json::{Json, Object};
use crate::provider::compute::{Computation, to_read};
use crate::provider::exact;
use crate::provider::input::{InputRule, needed, optional};

const FEE: InputRule = InputRule::AmountOrNone;

pub(super) const CHECK_FEES: Computation = Computation {
    name: "checkFees",
    summary: to_read(
        "Whether the platform's and the partner's fee are the whole fee of an estimate, a quote or an order, and the whole \
         fee what is sent beyond the amount.",
    ),
    input: &[
        needed(
            "fee_breakdown",
            InputRule::Record(&[
                needed("platform_fee", FEE, "In tokens."),
                optional("platform_fee_pct", FEE, "In percent."),
                optional("partner_fee", FEE, "In tokens; none where it is left out."),
                optional("partner_fee_pct", FEE, "In percent."),
                needed("total_fee", FEE, "In tokens."),
            ]),
            "From the answer of estimate, quote, initiate or getOrder.",
        ),
        optional("crypto_amount", FEE, "From the same answer: all that the user sends, in tokens."),
        optional("amount", FEE, "What was asked for as crypto_amount, in tokens."),
    ],
    run: |input| Ok(check_fees(input)),
};

/// `{findings}`; none where the parts are the whole, whatever zeros the decimals end in, and where the amount and the
/// whole fee are what is sent, if both are given.
fn check_fees(input: &Object) -> Json {
    let of = |name: &str| exact::of(input.get("fee_breakdown").and_then(|fees| fees.get(name))).unwrap_or_default();
    let (sum, total) = (of("platform_fee").saturating_add(of("partner_fee")), of("total_fee"));
    let mut findings = Vec::new();
    let mut say = |field: &'static str, expected: i128, path: &'static str| {
        let finding = Finding::new(Code::QuoteMismatch).with_text("field", field);
        findings.push(finding.with("expected", exact::show(expected)).at(path));
    };
    if sum != total {
        say("total_fee", sum, "/fee_breakdown/total_fee");
    }
    if let (Some(amount), Some(sent)) = (exact::of(input.get("amount")), exact::of(input.get("crypto_amount"))) {
        let wanted = amount.saturating_add(total);
        if wanted != sent {
            say("crypto_amount", wanted, "/crypto_amount");
        }
    }
    let mut json = Object::new();
    json.put("findings", Finding::all_to_json(&findings));
    Json::Object(json)
}
