//! Files that are no table of text, told by their first bytes.

/// How many bytes tell what a file is.
const ENOUGH: usize = 2048;

/// Whether more of a file is needed to tell what it is.
pub(in crate::bulk) fn may_be_other_kind(bytes: &[u8]) -> bool {
    let first = bytes.trim_ascii_start().first();
    bytes.len() < ENOUGH && matches!(first, None | Some(b'<' | b'1'))
}

/// What a file is that cannot be read as text; a name that is the same in every language.
pub(in crate::bulk) fn other_kind(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [b'P', b'K', 3, 4, ..] => return Some("ZIP, Excel (.xlsx) / OpenDocument (.ods)"),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => return Some("Excel (.xls)"),
        [0x1f, 0x8b, ..] => return Some("gzip"),
        [b'%', b'P', b'D', b'F', ..] => return Some("PDF"),
        [b'{', b'1', b':', b'F', ..] => return Some("SWIFT MT"),
        _ => {}
    }
    let text = bytes.trim_ascii_start();
    let first = text.get(..text.len().min(ENOUGH)).unwrap_or_default();
    let contains = |part: &[u8]| first.windows(part.len()).any(|window| window.eq_ignore_ascii_case(part));
    let begins = |part: &[u8]| first.get(..part.len()).is_some_and(|front| front.eq_ignore_ascii_case(part));
    if begins(b"<!doctype html") || begins(b"<html") {
        return Some("HTML");
    }
    if begins(b"<?xml") || begins(b"<Document") {
        return Some(match () {
            () if contains(b"pain.001") => "pain.001",
            () if contains(b"<html") => "HTML",
            () => "XML",
        });
    }
    // the file header record of ACH: type, priority and the immediate destination, 94 characters
    let line = first.split(|byte| matches!(byte, b'\r' | b'\n')).next().unwrap_or_default();
    (begins(b"101") && line.len() == 94 && contains(b"094101")).then_some("NACHA")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_their_first_bytes() {
        for (bytes, kind) in [
            (&b"PK\x03\x04\x14"[..], "ZIP, Excel (.xlsx) / OpenDocument (.ods)"),
            (b"%PDF-1.7", "PDF"),
            (b"\n<!DOCTYPE html><p>amount", "HTML"),
            (b"<?xml version=\"1.0\"?><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.09\">", "pain.001"),
            (
                b"101 021000021 1234567892611270000A094101BANK                   COMPANY                        \nx",
                "NACHA",
            ),
        ] {
            assert_eq!(other_kind(bytes), Some(kind));
        }
        assert_eq!(other_kind(b"reference,currency,amount\n101,EUR,1\n"), None);
        assert_eq!(other_kind(b"101,EUR,1\n"), None);
    }
}
