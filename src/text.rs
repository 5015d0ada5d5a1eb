//! Small questions about ASCII in text.
//!
//! The standard library answers them too, through searchers that are generic over the pattern; in the
//! WASM module each use of those costs more than all of this.

/// Whether the byte, which is ASCII, stands in the text.
pub(crate) fn contains_byte(text: &str, byte: u8) -> bool {
    text.as_bytes().contains(&byte)
}

/// Whether the part stands in the text. An empty part stands in every text.
pub(crate) fn contains(text: &str, part: &str) -> bool {
    find(text, part).is_some()
}

/// Where the part begins in the text.
pub(crate) fn find(text: &str, part: &str) -> Option<usize> {
    if part.is_empty() {
        return Some(0);
    }
    text.as_bytes().windows(part.len()).position(|window| window == part.as_bytes())
}

/// What stands before and after the first such byte, which is ASCII.
#[inline]
#[cfg_attr(page, optimize(speed))]
pub(crate) fn split(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|other| other == byte)?;
    Some((text.get(..at)?, text.get(at.wrapping_add(1)..)?))
}

/// What stands before and after the last such byte, which is ASCII.
pub(crate) fn split_last(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = text.bytes().rposition(|other| other == byte)?;
    Some((text.get(..at)?, text.get(at.wrapping_add(1)..)?))
}

/// Takes the next of the words with such a byte, which is ASCII, between them.
#[inline]
pub(crate) fn next_word<'a>(rest: &mut &'a str, separator: u8) -> Option<&'a str> {
    if rest.is_empty() {
        return None;
    }
    let (word, more) = split(rest, separator).unwrap_or((rest, ""));
    *rest = more;
    Some(word)
}

/// Whether the word is one of those with blanks between them: a list as one text has no addresses in the module.
#[inline]
pub(crate) fn contains_word(words: &str, word: &str) -> bool {
    let (mut rest, word) = (words.as_bytes(), word.as_bytes());
    while let (Some(first), Some(wanted)) = (rest.first(), word.first()) {
        if first == wanted && rest.starts_with(word) && rest.get(word.len()).is_none_or(|next| *next == b' ') {
            return !word.contains(&b' ');
        }
        let Some(end) = rest.iter().position(|byte| *byte == b' ') else {
            return false;
        };
        rest = rest.get(end.wrapping_add(1)..).unwrap_or_default();
    }
    false
}

/// The text without such bytes, which are ASCII, at its end.
pub(crate) fn without_last(text: &str, byte: u8) -> &str {
    let mut rest = text.as_bytes();
    while let Some((last, before)) = rest.split_last()
        && *last == byte
    {
        rest = before;
    }
    text.get(..rest.len()).unwrap_or_default()
}

/// The text without such bytes, which are ASCII, in front.
#[cfg_attr(page, optimize(speed))]
pub(crate) fn without_first(text: &str, byte: u8) -> &str {
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first()
        && *first == byte
    {
        rest = behind;
    }
    text.get(text.len().wrapping_sub(rest.len())..).unwrap_or_default()
}

/// The text without any of these characters, which are ASCII, in front.
pub(crate) fn without_front<'a>(text: &'a str, characters: &str) -> &'a str {
    let start = text.bytes().position(|byte| !contains_byte(characters, byte)).unwrap_or(text.len());
    text.get(start..).unwrap_or_default()
}

/// The text without any of these characters, which are ASCII, at its end.
pub(crate) fn without_end<'a>(text: &'a str, characters: &str) -> &'a str {
    let end = text.bytes().rposition(|byte| !contains_byte(characters, byte)).map_or(0, |last| last.wrapping_add(1));
    text.get(..end).unwrap_or_default()
}

/// The text with each character exchanged for another, or left out: in one place, since each such loop is code.
#[inline(never)]
pub(crate) fn mapped(text: &str, each: &dyn Fn(char) -> Option<char>) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if let Some(character) = each(character) {
            out.push(character);
        }
    }
    out
}

/// The text without blanks, tabs and line ends around it.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_ascii()
}

/// Whether there is at least one character, and all are digits.
pub(crate) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// How many characters there are.
pub(crate) fn count(text: &str) -> usize {
    // every character has one byte that does not go on with another
    text.bytes().filter(|byte| byte & 0xc0 != 0x80).count()
}

/// The parts one after the other, with the same text between them.
pub(crate) fn join(parts: &[&str], between: &str) -> String {
    let mut length: usize = 0;
    for part in parts {
        length = length.wrapping_add(part.len()).wrapping_add(between.len());
    }
    let mut out = String::with_capacity(length);
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            out.push_str(between);
        }
        out.push_str(part);
    }
    out
}

/// Names with commas between them.
pub(crate) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut out = String::new();
    for name in names {
        list(&mut out, name);
    }
    out
}

#[inline(never)]
fn list(out: &mut String, name: &str) {
    if !out.is_empty() {
        out.push_str(", ");
    }
    out.push_str(name);
}

/// The number that stands there in digits, as `parse` reads them, with or without a plus sign.
pub(crate) fn whole(text: &str) -> Option<u64> {
    let bytes = text.as_bytes();
    let digits = bytes.strip_prefix(b"+").unwrap_or(bytes);
    let mut number = 0_u64;
    for byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number.checked_mul(10)?.checked_add(u64::from(digit))?;
    }
    (!digits.is_empty()).then_some(number)
}

/// Appends a number in digits.
pub(crate) fn push_number(out: &mut String, number: u64) {
    let mut digits = [b'0'; 20];
    let mut rest = number;
    let mut start = digits.len();
    for place in digits.iter_mut().rev() {
        *place = b'0'.wrapping_add(u8::try_from(rest % 10).unwrap_or(0));
        rest /= 10;
        start = start.wrapping_sub(1);
        if rest == 0 {
            break;
        }
    }
    for byte in digits.get(start..).unwrap_or_default() {
        out.push(char::from(*byte));
    }
}

/// A number in digits.
pub(crate) fn number(number: usize) -> String {
    let mut out = String::new();
    push_number(&mut out, u64::try_from(number).unwrap_or(u64::MAX));
    out
}

/// A number in digits, with a sign where it is negative.
pub(crate) fn signed(number: i64) -> String {
    let mut out = String::new();
    if number < 0 {
        out.push('-');
    }
    push_number(&mut out, number.unsigned_abs());
    out
}

/// A name as one step of a JSON Pointer (RFC 6901), with its slash.
pub(crate) fn pointer(name: &str) -> String {
    let mut pointer = String::from("/");
    for character in name.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
    pointer
}

/// So many zeros in front that there are so many digits.
pub(crate) fn zero_filled(text: &str, digits: usize) -> String {
    let mut out = String::new();
    for _ in text.len()..digits {
        out.push('0');
    }
    out.push_str(text);
    out
}

/// Fills `bytes` from exactly as many hexadecimal digits as they need.
pub(crate) fn unhex(text: &str, bytes: &mut [u8]) -> Option<()> {
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else {
        return None;
    };
    if pairs.len() != bytes.len() {
        return None;
    }
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    for (place, &[high, low]) in bytes.iter_mut().zip(pairs) {
        *place = digit(high)? << 4 | digit(low)?;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_read_as_parse_reads_them() {
        for text in
            ["", "+", "0", "007", "+12", "-1", "++1", " 1", "1e3", "18446744073709551615", "18446744073709551616", "٣"]
        {
            assert_eq!(whole(text), text.parse().ok(), "{text}");
        }
    }

    #[test]
    fn characters_are_taken_off_as_the_standard_library_takes_them_off() {
        for text in ["", ".", "..,", ".é.", "é", " a. b,. ", "x"] {
            assert_eq!(without_front(text, ".,"), text.trim_start_matches(['.', ',']), "{text}");
            assert_eq!(without_end(text, ".,"), text.trim_end_matches(['.', ',']), "{text}");
        }
    }

    #[test]
    fn answers() {
        assert_eq!(split("a@b@c", b'@'), Some(("a", "b@c")));
        assert_eq!(split("abc", b'@'), None);
        assert_eq!(split_last("a@b@c", b'@'), Some(("a@b", "c")));
        assert_eq!((without_last("a//", b'/'), without_last("//", b'/'), without_last("", b'/')), ("a", "", ""));
        assert_eq!((signed(-12), signed(0), signed(i64::MIN)), ("-12".into(), "0".into(), i64::MIN.to_string()));
        assert!(contains("370400440532013000", "0532013000") && !contains("1", "12") && contains("1", ""));
        assert_eq!((number(0), number(1_234_567)), ("0".into(), "1234567".into()));
        assert_eq!(pointer("a/b~c"), "/a~1b~0c");
        assert_eq!(zero_filled("21", 4), "0021");
        assert_eq!(count("é😀a"), 3);
        assert!(
            contains_word("ab c", "c")
                && contains_word("ab c", "ab")
                && !contains_word("ab c", "a")
                && !contains_word("ab c", "")
                && !contains_word("", "")
        );
        assert_eq!((join(&["a", "", "b"], ", "), join(&[], "-")), ("a, , b".into(), String::new()));
    }
}
