//! UTF-16 to UTF-8, in pieces: what some spreadsheets call Unicode text.

/// The order of the bytes in each unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Little,
    Big,
}

/// Bytes that were cut off at the end of a piece.
#[derive(Debug)]
pub(super) struct Decoder {
    order: Order,
    pending: Vec<u8>,
}

impl Decoder {
    pub(super) const fn new(order: Order) -> Decoder {
        Decoder { order, pending: Vec::new() }
    }

    /// The order that the first bytes of a file tell, by their mark or by the zeros in ASCII.
    pub(super) fn detect(bytes: &[u8]) -> Option<Order> {
        match bytes {
            [0xff, 0xfe, ..] => Some(Order::Little),
            [0xfe, 0xff, ..] => Some(Order::Big),
            [a, 0, b, 0, ..] if *a != 0 && *b != 0 => Some(Order::Little),
            [0, a, 0, b, ..] if *a != 0 && *b != 0 => Some(Order::Big),
            _ => None,
        }
    }

    /// Appends the text of a piece. What is no character becomes U+FFFD.
    pub(super) fn push(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        self.pending.extend_from_slice(bytes);
        let pending = std::mem::take(&mut self.pending);
        let (pairs, odd) = pending.as_chunks::<2>();
        let mut units: Vec<u16> = pairs.iter().map(|pair| self.unit(*pair)).collect();
        // the first half of a pair waits for the second
        if units.last().is_some_and(|last| (0xd800..0xdc00).contains(last)) {
            units.pop();
            self.pending.extend(pairs.last().into_iter().flatten());
        }
        self.pending.extend_from_slice(odd);
        let mut text = [0; 4];
        for character in char::decode_utf16(units) {
            let character = character.unwrap_or(char::REPLACEMENT_CHARACTER);
            out.extend_from_slice(character.encode_utf8(&mut text).as_bytes());
        }
    }

    const fn unit(&self, pair: [u8; 2]) -> u16 {
        match self.order {
            Order::Little => u16::from_le_bytes(pair),
            Order::Big => u16::from_be_bytes(pair),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_in_pieces_of_any_size() {
        let text = "reference,Grüße 😀\n";
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for size in 1..bytes.len() {
            let mut decoder = Decoder::new(Order::Little);
            let mut out = Vec::new();
            for piece in bytes.chunks(size) {
                decoder.push(piece, &mut out);
            }
            assert_eq!(out, text.as_bytes());
        }
    }
}
