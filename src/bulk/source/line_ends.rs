//! Line ends of other systems and of Unicode, which stand for `\n`.

/// NEL, and the line and paragraph separators of Unicode.
const OTHERS: [&[u8]; 3] = [b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9"];

/// Whether a text has such line ends and none of the usual ones.
pub(in crate::bulk) fn are_others(text: &[u8]) -> bool {
    let is_usual = |byte: &u8| matches!(byte, b'\n' | b'\r');
    !text.iter().any(is_usual) && OTHERS.iter().any(|end| text.windows(end.len()).any(|bytes| bytes == *end))
}

/// Puts `\n` in their places.
#[cold]
pub(in crate::bulk) fn replace_others(text: &mut Vec<u8>) {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_slice();
    while let Some((first, more)) = rest.split_first() {
        let end = OTHERS.iter().find_map(|end| rest.strip_prefix(*end));
        out.push(if end.is_some() { b'\n' } else { *first });
        rest = end.unwrap_or(more);
    }
    *text = out;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_such_line_ends_are_replaced() {
        assert!(are_others("a\u{2028}b".as_bytes()) && are_others("a\u{85}".as_bytes()));
        assert!(!are_others("a\u{2028}b\nc".as_bytes()) && !are_others("a\u{201c}".as_bytes()) && !are_others(b""));
        let mut text = "a\u{2028}\u{201c}b\u{2029}\u{85}".as_bytes().to_vec();
        replace_others(&mut text);
        assert_eq!(text, "a\n\u{201c}b\n\n".as_bytes());
    }
}
