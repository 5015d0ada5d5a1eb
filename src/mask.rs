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
    masked("", text)
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
    masked(shown, rest)
}

fn masked(shown: &str, rest: &str) -> String {
    let from_end = |count| rest.char_indices().nth_back(count);
    let is_long = from_end(7).is_some();
    let last = from_end(3).filter(|_| is_long).and_then(|(at, _)| rest.get(at..));
    [shown, "****", last.unwrap_or_default()].concat()
}
