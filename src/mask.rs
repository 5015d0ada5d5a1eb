//! What may be shown of an identifier in a log, a screen shot or a support ticket.

use crate::text;

/// `****` and the last four characters; of fewer than eight characters nothing is shown.
///
/// This is the form that payment services log account numbers in.
///
/// ```
/// assert_eq!(offramp_core::mask::tail("1234567890"), "****7890");
/// assert_eq!(offramp_core::mask::tail("12345"), "****");
/// ```
#[must_use]
pub fn tail(text: &str) -> String {
    let mut masked = String::from("****");
    let count = text::count(text);
    if count >= 8 {
        masked.extend(text.chars().skip(count.saturating_sub(4)));
    }
    masked
}

/// The first `head` and the last four characters with `****` between; of fewer than `head + 8`
/// characters only the head.
///
/// ```
/// assert_eq!(offramp_core::mask::ends("DE89370400440532013000", 4), "DE89****3000");
/// ```
#[must_use]
pub fn ends(text: &str, head: usize) -> String {
    let start = text.char_indices().nth(head).map_or(0, |(at, _)| at);
    let (shown, rest) = text.split_at_checked(start).unwrap_or(("", text));
    let mut masked = String::from(shown);
    masked.push_str(&tail(rest));
    masked
}
