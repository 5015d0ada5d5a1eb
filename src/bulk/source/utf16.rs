//! UTF-16 to UTF-8, in pieces: what some spreadsheets call Unicode text.

/// The order of the bytes in each unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::bulk) enum Order {
    Little,
    Big,
}

/// Bytes that were cut off at the end of a piece.
#[derive(Debug)]
pub(in crate::bulk) struct Decoder {
    order: Order,
    pending: Vec<u8>,
}

impl Decoder {
    pub(in crate::bulk) const fn new(order: Order) -> Decoder {
        Decoder { order, pending: Vec::new() }
    }

    /// The order that the first bytes of a file tell, by their mark or by the zeros in ASCII.
    pub(in crate::bulk) fn detect(bytes: &[u8]) -> Option<Order> {
        match bytes {
            [0xff, 0xfe, ..] => Some(Order::Little),
            [0xfe, 0xff, ..] => Some(Order::Big),
            [a, 0, b, 0, ..] if *a != 0 && *b != 0 => Some(Order::Little),
            [0, a, 0, b, ..] if *a != 0 && *b != 0 => Some(Order::Big),
            _ => None,
        }
    }

    /// Appends the text of a piece. What is no character becomes U+FFFD.
    pub(in crate::bulk) fn push(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        self.pending.extend_from_slice(bytes);
        let pending = std::mem::take(&mut self.pending);
        let (pairs, odd) = pending.as_chunks::<2>();
        let mut high = None;
        for &pair in pairs {
            let unit = u32::from(self.unit(pair));
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

    const fn unit(&self, pair: [u8; 2]) -> u16 {
        match self.order {
            Order::Little => u16::from_le_bytes(pair),
            Order::Big => u16::from_be_bytes(pair),
        }
    }
}

fn push(character: char, out: &mut Vec<u8>) {
    out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
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
