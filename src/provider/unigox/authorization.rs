//! What a wallet signed for an order: a transfer of tokens, and until when it may be carried out (EIP-712, ERC-20).

use crate::code::Code;
use crate::finding::Finding;
use crate::json::{Json, Object};
use crate::provider::input::Terms;
use crate::text;
use crate::timestamp::Timestamp;

/// The first four bytes of the Keccak-256 of `transfer(address,uint256)`, and the twelve zeros before an address.
const TRANSFER: &str = "0xa9059cbb000000000000000000000000";
/// Four bytes and two words of thirty-two in hexadecimal, with 0x in front.
const CALL: usize = 2 + 2 * (4 + 32 + 32);
/// Sixty-five bytes: r, s and v.
const SIGNATURE: usize = 2 + 2 * 65;

/// The signature has its length, what it is for is a transfer, and there is time left for it.
pub(super) fn check(members: &mut Object, terms: &Terms<'_>, findings: &mut Vec<Finding>) {
    if let Some(now) = terms.now {
        check_deadline(members, now, findings);
    }
    let text = |name: &str| members.get(name).and_then(Json::as_str);
    if let Some(actual) = text("signature").map(str::len).filter(|length| *length != SIGNATURE) {
        let finding = Finding::new(Code::LengthWrong).with_number("expected", SIGNATURE);
        findings.push(finding.with_number("actual", actual).at("/signature"));
    }
    let data = members.get("forward_request").and_then(|request| request.get("data")).and_then(Json::as_str);
    let Some(data) = data else {
        return;
    };
    let path = "/forward_request/data";
    let head = data.get(..TRANSFER.len()).filter(|head| data.len() == CALL && head.eq_ignore_ascii_case(TRANSFER));
    let (Some(_), Some(address), Some(amount)) = (head, data.get(34..74), data.get(74..)) else {
        findings.push(Finding::new(Code::NotATransfer).at(path));
        return;
    };
    // a number of more digits than that is no amount of any token
    let amount = text::without_first(amount, b'0');
    let units = u128::from_str_radix(if amount.is_empty() { "0" } else { amount }, 16);
    let units = units.map_or_else(|_| text::join(&["0x", amount], ""), digits);
    findings.push(
        Finding::new(Code::TransferMoves)
            .with("amount", units)
            .with("address", text::join(&["0x", &address.to_ascii_lowercase()], ""))
            .at(path),
    );
}

fn digits(mut number: u128) -> String {
    let mut digits = Vec::new();
    while number > 0 || digits.is_empty() {
        digits.push(b'0' | u8::try_from(number % 10).unwrap_or_default());
        number /= 10;
    }
    digits.iter().rev().map(|digit| char::from(*digit)).collect()
}

/// The deadline is still to come.
fn check_deadline(members: &Object, now: Timestamp, findings: &mut Vec<Finding>) {
    let deadline = members.get("forward_request").and_then(|request| request.get("deadline")).and_then(Json::as_str);
    let deadline = deadline.and_then(text::whole).and_then(|seconds| i64::try_from(seconds).ok()).unwrap_or(i64::MAX);
    if deadline <= now.unix_seconds() {
        findings.push(Finding::new(Code::DeadlinePassed).at("/forward_request/deadline"));
    }
}
