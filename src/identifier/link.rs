//! Addresses inside wallet links, links to block explorers, and other text around them.

use super::{Kind, Rules};
use crate::text;

/// The one address or hash of the kind inside a text, where there is one: `ethereum:0x..@1` (EIP-681), `eth:0x..`
/// (EIP-3770), `eip155:1:0x..` (CAIP-10), `bitcoin:..?amount=1` (BIP-21), `web+stellar:pay?destination=G..` (SEP-7),
/// `https://tronscan.org/#/address/T..`.
///
/// Whoever is named as the recipient goes before what stands in front, which may be the contract of a token. There is
/// none where the link holds a memo, without which the payment cannot be told from others.
pub(super) fn addresses(kind: Kind, text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    if text::contains(&lower, "memo") || text::contains_byte(text, b'*') || text.len() > 1000 {
        return None;
    }
    let (mut named, mut other): (Option<&str>, Option<&str>) = (None, None);
    let (mut is_query, mut is_unclear) = (false, false);
    let (mut start, mut has_others) = (0, false);
    for (at, byte) in text.bytes().chain([b' ']).enumerate() {
        if byte.is_ascii_alphanumeric() {
            continue;
        }
        let run = text.get(start..at).unwrap_or_default();
        let before = lower.get(..start).unwrap_or_default();
        start = at.wrapping_add(1);
        let is_named = before.ends_with("address=") || before.ends_with("destination=");
        if (is_named || !is_query)
            && run.len() != text.len()
            && kind.spec().form(run, Rules::default(), &mut String::new()).is_ok()
        {
            let found = if is_named { &mut named } else { &mut other };
            is_unclear |= found.is_some_and(|found| found != run);
            *found = Some(run);
        } else {
            has_others |= !run.is_empty();
        }
        is_query |= byte == b'?';
    }
    // without a checksum, what stands behind a blank may be the rest of the value
    let has_blank = text::contains_byte(text, b' ') && !text.bytes().any(|byte| b":/?=(".contains(&byte));
    is_unclear |= has_others && has_blank && !kind.spec().has_checksum;
    if is_unclear { None } else { named.or(other).map(str::to_owned) }
}
