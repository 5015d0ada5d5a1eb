//! What may be shown of an identifier in a log, a screen shot or a support ticket.

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
    if text.chars().count() >= 8 {
        masked.push_str(last(text, 4));
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
    let (start, rest) = match text.char_indices().nth(head) {
        Some((at, _)) => text.split_at_checked(at).unwrap_or(("", text)),
        None => ("", text),
    };
    let mut masked = String::from(start);
    masked.push_str(&tail(rest));
    masked
}

/// The last `count` characters.
fn last(text: &str, count: usize) -> &str {
    let skipped = text.chars().count().saturating_sub(count);
    text.char_indices()
        .nth(skipped)
        .and_then(|(at, _)| text.get(at..))
        .unwrap_or_default()
}
