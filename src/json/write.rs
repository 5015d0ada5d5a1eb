//! JSON text out, without white space.

use super::Json;

pub(super) fn value(out: &mut String, json: &Json) {
    match json {
        Json::Null => out.push_str("null"),
        Json::Bool(true) => out.push_str("true"),
        Json::Bool(false) => out.push_str("false"),
        Json::Number(number) => out.push_str(number.as_str()),
        Json::String(text) => string(out, text),
        Json::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                value(out, item);
            }
            out.push(']');
        }
        Json::Object(object) => {
            out.push('{');
            for (index, (name, member)) in object.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                string(out, name);
                out.push(':');
                value(out, member);
            }
            out.push('}');
        }
    }
}

/// A string with its quotation marks, escaped as `JSON.stringify` does: only what must be.
pub(crate) fn string(out: &mut String, text: &str) {
    out.push('"');
    escaped(out, text);
    out.push('"');
}

/// The same between quotation marks that are there already.
pub(crate) fn escaped(out: &mut String, text: &str) {
    let mut plain = text;
    while let Some(at) = special(plain.as_bytes()) {
        out.push_str(plain.get(..at).unwrap_or_default());
        escape(out, plain.as_bytes().get(at).copied().unwrap_or_default());
        plain = plain.get(at.wrapping_add(1)..).unwrap_or_default();
    }
    out.push_str(plain);
}

/// Where the first byte is that cannot stand in a string as it is.
pub(super) fn special(text: &[u8]) -> Option<usize> {
    let Some(last) = text.len().checked_sub(8) else {
        return text.iter().position(|&byte| is_special(byte));
    };
    let mut at = 0;
    loop {
        if let Some(found) = special_of_eight(*text.get(at..)?.first_chunk()?) {
            return Some(at.saturating_add(found));
        }
        if at == last {
            return None;
        }
        // of the last eight some were looked at before, and are none
        at = at.saturating_add(8).min(last);
    }
}

fn special_of_eight(bytes: [u8; 8]) -> Option<usize> {
    /// One of a byte in each of eight.
    const EACH: u64 = u64::MAX / 0xff;
    const HIGH: u64 = EACH << 7;
    let bytes = u64::from_le_bytes(bytes);
    let zero = |bytes: u64| bytes.wrapping_sub(EACH) & !bytes;
    let quote = zero(bytes ^ EACH.wrapping_mul(u64::from(b'"')));
    let slash = zero(bytes ^ EACH.wrapping_mul(u64::from(b'\\')));
    let control = bytes.wrapping_sub(EACH.wrapping_mul(0x20)) & !bytes;
    // what is found beyond the first may be an effect of the first, which is right
    let found = (quote | slash | control) & HIGH;
    (found != 0).then(|| usize::try_from(found.trailing_zeros() >> 3).unwrap_or_default())
}

const fn is_special(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

fn escape(out: &mut String, special: u8) {
    let short = match special {
        b'"' => "\\\"",
        b'\\' => "\\\\",
        b'\n' => "\\n",
        b'\r' => "\\r",
        b'\t' => "\\t",
        0x8 => "\\b",
        0xc => "\\f",
        other => {
            out.push_str("\\u00");
            for nibble in [other >> 4, other & 0xf] {
                out.extend(char::from_digit(u32::from(nibble), 16));
            }
            return;
        }
    };
    out.push_str(short);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_must_be_escaped_is_found_wherever_it_stands() {
        for length in 0..40 {
            let plain = vec![b'a'; length];
            assert_eq!(special(&plain), None);
            for at in 0..length {
                for byte in 0..=u8::MAX {
                    let mut text = plain.clone();
                    text[at] = byte;
                    assert_eq!(special(&text), is_special(byte).then_some(at), "{byte} at {at} of {length}");
                    if let Some(behind) = text.get_mut(at + 1) {
                        *behind = 0x1f;
                        assert_eq!(special(&text), Some(if is_special(byte) { at } else { at + 1 }));
                    }
                }
            }
        }
    }
}
