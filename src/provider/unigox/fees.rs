//! Whether the fees of an estimate, a quote or an order add up.

use crate::code::Code;
use crate::error::Error;
use crate::finding::Finding;
use crate::json::{Json, Object};
use crate::provider::compute::{Computation, to_read};
use crate::provider::exact;
use crate::provider::input::{InputRule, needed, optional};

const FEE: InputRule = InputRule::AmountOrNone;

pub(super) const CHECK_FEES: Computation = Computation {
    name: "checkFees",
    summary: to_read(
        "Whether the platform's and the partner's fee are the whole fee of an estimate, a quote or an order.",
    ),
    input: &[needed(
        "fee_breakdown",
        InputRule::Record(&[
            needed("platform_fee", FEE, "In tokens."),
            optional("platform_fee_pct", FEE, "In percent."),
            optional("partner_fee", FEE, "In tokens; none where it is left out."),
            optional("partner_fee_pct", FEE, "In percent."),
            needed("total_fee", FEE, "In tokens."),
        ]),
        "From the answer of estimate, quote, initiate or getOrder.",
    )],
    run: check_fees,
};

/// `{findings}`; none where the parts are the whole, whatever zeros the decimals end in.
#[expect(clippy::unnecessary_wraps, reason = "others of the table can fail")]
fn check_fees(input: &Object) -> Result<Json, Error> {
    let of = |name: &str| exact::of(input.get("fee_breakdown").and_then(|fees| fees.get(name))).unwrap_or_default();
    let (sum, total) = (of("platform_fee").saturating_add(of("partner_fee")), of("total_fee"));
    let mut findings = Vec::new();
    if sum != total {
        let finding = Finding::new(Code::QuoteMismatch).with_text("field", "total_fee");
        findings.push(finding.with("expected", exact::show(sum)).at("/fee_breakdown/total_fee"));
    }
    let mut json = Object::new();
    json.put("findings", Finding::all_to_json(&findings));
    Ok(Json::Object(json))
}
