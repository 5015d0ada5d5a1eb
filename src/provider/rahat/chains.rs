//! Whether sender, transaction and amount of a payment are of one chain.

use crate::code::Code;
use crate::finding::Finding;
use crate::json::{Json, Object};
use crate::text;

/// Sender and transaction are of one chain, and the amount has no more decimals than its tokens have.
pub(super) fn chains(members: &Object, [address, hash, amount]: [&str; 3], path: &str, findings: &mut Vec<Finding>) {
    let text = |name: &str| members.get(name).and_then(Json::as_str).unwrap_or_default();
    let chain = match (text(address).as_bytes(), text(address).len()) {
        ([b'G', ..], 56) => "Stellar",
        ([b'T', ..], 34) => "TRON",
        ([b'0', b'x', ..], 42) => "EVM",
        _ => return,
    };
    let place = |name: &str| text::join(&[path, "/", name], "");
    let found = match (text(hash).as_bytes(), text(hash).len()) {
        ([b'0', b'x', ..], 66) => "EVM",
        (_, 64) if chain == "EVM" => "Stellar, TRON",
        _ => chain,
    };
    if found != chain {
        let finding = Finding::new(Code::ChainMismatch).with_text("found", found).with_text("expected", chain);
        findings.push(finding.at_path(place(hash)));
    }
    let decimals = members.get(amount).and_then(Json::as_number).and_then(|digits| text::split(digits, b'.'));
    let decimals = decimals.map_or(0, |(_, decimals)| decimals.len());
    let most = match chain {
        "Stellar" => 7,
        _ => 18,
    };
    if decimals > most {
        let finding = Finding::new(Code::AmountTooPrecise).with_text("currency", chain);
        findings.push(finding.with_number("expected", most).with_number("actual", decimals).at_path(place(amount)));
    }
}
