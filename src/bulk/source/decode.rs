//! Text that is not UTF-8, read as UTF-8 in pieces: UTF-16 and UTF-32, and what old programs write.

/// The order of the bytes in each unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::bulk) enum Order {
    Little,
    Big,
}

/// What a text is written in that is not UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::bulk) enum Encoding {
    Utf16(Order),
    Utf32(Order),
    /// A byte a character, as Windows writes Western European text.
    Windows1252,
}

impl Encoding {
    /// The encoding that the first bytes of a file tell, by their mark or by the zeros in ASCII.
    pub(in crate::bulk) fn detect(bytes: &[u8]) -> Option<Encoding> {
        use Order::{Big, Little};
        Some(match bytes {
            [0xff, 0xfe, 0, 0, ..] => Encoding::Utf32(Little),
            [0, 0, 0xfe, 0xff, ..] => Encoding::Utf32(Big),
            [0xff, 0xfe, ..] => Encoding::Utf16(Little),
            [0xfe, 0xff, ..] => Encoding::Utf16(Big),
            [a, 0, 0, 0, b, 0, 0, 0, ..] if *a != 0 && *b != 0 => Encoding::Utf32(Little),
            [0, 0, 0, a, 0, 0, 0, b, ..] if *a != 0 && *b != 0 => Encoding::Utf32(Big),
            [a, 0, b, 0, ..] if *a != 0 && *b != 0 => Encoding::Utf16(Little),
            [0, a, 0, b, ..] if *a != 0 && *b != 0 => Encoding::Utf16(Big),
            _ => return None,
        })
    }
}

/// Decodes pieces; bytes that were cut off at the end of one wait for the next.
#[derive(Debug)]
pub(in crate::bulk) struct Decoder {
    encoding: Encoding,
    pending: Vec<u8>,
}

impl Decoder {
    pub(in crate::bulk) const fn new(encoding: Encoding) -> Decoder {
        Decoder { encoding, pending: Vec::new() }
    }

    /// Appends the text of a piece. What is no character becomes U+FFFD.
    pub(in crate::bulk) fn push(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        match self.encoding {
            Encoding::Windows1252 => bytes.iter().for_each(|&byte| push(windows_1252(byte), out)),
            Encoding::Utf32(order) => {
                self.pending.extend_from_slice(bytes);
                let pending = std::mem::take(&mut self.pending);
                let (units, rest) = pending.as_chunks::<4>();
                for &unit in units {
                    let code = match order {
                        Order::Little => u32::from_le_bytes(unit),
                        Order::Big => u32::from_be_bytes(unit),
                    };
                    push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), out);
                }
                self.pending.extend_from_slice(rest);
            }
            Encoding::Utf16(order) => self.utf16(order, bytes, out),
        }
    }

    fn utf16(&mut self, order: Order, bytes: &[u8], out: &mut Vec<u8>) {
        self.pending.extend_from_slice(bytes);
        let pending = std::mem::take(&mut self.pending);
        let (pairs, odd) = pending.as_chunks::<2>();
        let mut high = None;
        for &pair in pairs {
            let unit = match order {
                Order::Little => u16::from_le_bytes(pair),
                Order::Big => u16::from_be_bytes(pair),
            };
            let unit = u32::from(unit);
            let code = match (high.take(), unit) {
                (Some(high), 0xdc00..0xe000) => u32::wrapping_add((high & 0x3ff) << 10 | unit & 0x3ff, 0x1_0000),
                (stray, _) => {
                    if stray.is_some() {
                        push(char::REPLACEMENT_CHARACTER, out);
                    }
                    if (0xd800..0xdc00).contains(&unit) {
                        high = Some(unit);
                        continue;
                    }
                    unit
                }
            };
            push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), out);
        }
        // the first half of a pair waits for the second
        if high.is_some() {
            self.pending.extend_from_slice(pairs.last().map_or(&[], |pair| pair));
        }
        self.pending.extend_from_slice(odd);
    }
}

fn push(character: char, out: &mut Vec<u8>) {
    out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
}

/// The characters from 0x80 to 0x9f; five bytes have none and stand for control characters.
const WINDOWS_1252: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..0xa0 => WINDOWS_1252.chars().nth(usize::from(byte & 0x1f)).unwrap_or_default(),
        _ => char::from(byte),
    }
}

/// How many bytes from the first one beyond ASCII tell what a text is, however it comes in pieces.
const WINDOW: usize = 1024;

/// Watches text that should be UTF-8 until its first characters beyond ASCII show what it is.
#[derive(Debug, Default)]
pub(in crate::bulk) struct Watch {
    is_settled: bool,
    /// What came since the first byte beyond ASCII.
    pending: Vec<u8>,
}

impl Watch {
    /// Appends a piece, and answers whether it turned out to be Windows-1252: then what follows is to be decoded.
    ///
    /// Bytes that cannot be UTF-8 are Windows-1252 where no character of the window is UTF-8 beyond ASCII, and each has
    /// a meaning in Windows-1252. Otherwise the text is UTF-8 that is broken in places.
    pub(in crate::bulk) fn push(&mut self, piece: &[u8], is_last: bool, out: &mut Vec<u8>) -> bool {
        let is_plain = self.is_settled || self.pending.is_empty() && piece.is_ascii();
        let plain = if is_plain {
            piece.len()
        } else if self.pending.is_empty() {
            piece.iter().take_while(|byte| byte.is_ascii()).count()
        } else {
            0
        };
        let (plain, rest) = piece.split_at(plain);
        out.extend_from_slice(plain);
        self.pending.extend_from_slice(rest);
        if self.pending.is_empty() {
            return false;
        }
        let seen = self.pending.get(..WINDOW).unwrap_or(&self.pending);
        let is_utf8 = seen.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
        if !is_utf8 && !is_last && seen.len() < WINDOW {
            return false;
        }
        self.is_settled = true;
        // what fills up the last block is no text
        let filled =
            if seen.len() < WINDOW { seen.iter().rev().take_while(|byte| matches!(byte, 0 | 0x1a)).count() } else { 0 };
        let seen = seen.get(..seen.len().saturating_sub(filled)).unwrap_or_default();
        let is_windows = !is_utf8 && !seen.iter().any(|byte| matches!(byte, 0 | 0x81 | 0x8d | 0x8f | 0x90 | 0x9d));
        let pending = std::mem::take(&mut self.pending);
        if is_windows {
            Decoder::new(Encoding::Windows1252).push(&pending, out);
        } else {
            out.extend_from_slice(&pending);
        }
        is_windows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "reference,Grüße 😀\n";

    #[test]
    fn decodes_in_pieces_of_any_size() {
        let mut units = Vec::new();
        for unit in TEXT.encode_utf16() {
            units.extend(unit.to_le_bytes());
        }
        let utf32: Vec<u8> = TEXT.chars().flat_map(|letter| u32::from(letter).to_be_bytes()).collect();
        for (encoding, bytes) in [(Encoding::Utf16(Order::Little), units), (Encoding::Utf32(Order::Big), utf32)] {
            assert_eq!(Encoding::detect(&bytes), Some(encoding));
            for size in 1..bytes.len() {
                let (mut decoder, mut out) = (Decoder::new(encoding), Vec::new());
                bytes.chunks(size).for_each(|piece| decoder.push(piece, &mut out));
                assert_eq!(out, TEXT.as_bytes());
            }
        }
    }

    fn watched(bytes: &[u8], size: usize) -> (String, bool) {
        let (mut watch, mut decoder, mut out) = (Watch::default(), None::<Decoder>, Vec::new());
        for piece in bytes.chunks(size) {
            match &mut decoder {
                Some(decoder) => decoder.push(piece, &mut out),
                None if watch.push(piece, false, &mut out) => decoder = Some(Decoder::new(Encoding::Windows1252)),
                None => {}
            }
        }
        let is_late = decoder.is_none() && watch.push(&[], true, &mut out);
        (String::from_utf8_lossy(&out).into_owned(), decoder.is_some() || is_late)
    }

    #[test]
    fn windows_1252_is_told_from_utf8() {
        for size in 1..20 {
            assert_eq!(watched(b"M\xfcller \x80 5,\x96 Andr\xe9\n", size), ("Müller € 5,– André\n".to_owned(), true));
            assert_eq!(watched(b"Andr\xe9", size), ("André".to_owned(), true));
            // what fills up the last block is no byte without a meaning
            assert_eq!(watched(b"Andr\xe9\x1a\0\0", size), ("André\u{1a}\0\0".to_owned(), true));
            assert_eq!(watched(TEXT.as_bytes(), size), (TEXT.to_owned(), false));
            assert_eq!(watched(b"ascii", size), ("ascii".to_owned(), false));
        }
        // broken in one place is no other encoding, nor are bytes without a meaning
        assert!(
            !watched("Grüße \u{e9}".as_bytes().iter().chain(b" \xe9x").copied().collect::<Vec<_>>().as_slice(), 99).1
        );
        assert!(!watched(b"\x81\x8d \xff", 99).1);
    }

    #[test]
    fn every_byte_of_windows_1252_has_its_character() {
        let all: String = (0x80..=0xff).map(windows_1252).collect();
        assert_eq!(all.chars().count(), 128);
        assert!(all.starts_with('€') && all.ends_with('ÿ') && all.contains("œ\u{9d}žŸ\u{a0}¡"));
    }
}
