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
    let mut plain = 0;
    for (at, &byte) in text.as_bytes().iter().enumerate() {
        if matches!(byte, 0..0x20 | b'"' | b'\\') {
            out.push_str(text.get(plain..at).unwrap_or_default());
            escape(out, byte);
            plain = at.wrapping_add(1);
        }
    }
    out.push_str(text.get(plain..).unwrap_or_default());
    out.push('"');
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
