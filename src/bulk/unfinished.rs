//! When a record that is not there as a whole is looked at again.
//!
//! A record is read from its beginning, whatever was read of it before. So that a file in pieces of one byte is read
//! in a time that grows with its length and not with its square, a record is looked at again when it is twice as
//! long, or when it may have ended and enough bytes have come since to pay for the look.

use super::source::MAX_RECORD;

/// What is known of the record at the end of the bytes.
#[derive(Debug, Default)]
pub(super) struct Unfinished {
    /// How long it was when it was last looked at.
    length: usize,
    /// Whether something has come since that can end a record.
    may_have_ended: bool,
    /// How many bytes may be looked at again.
    credit: usize,
}

/// How often a byte may be looked at again, on average.
const LOOKS: usize = 4;

impl Unfinished {
    /// Whether the bytes are to be looked at; those from `known` on have just come.
    pub(super) fn is_due(&mut self, buffer: &[u8], known: usize) -> bool {
        let new = buffer.get(known..).unwrap_or_default();
        self.credit = self.credit.saturating_add(new.len().saturating_mul(LOOKS));
        if buffer.len() >= self.length.saturating_mul(2).min(MAX_RECORD.wrapping_add(1)) {
            return true;
        }
        self.may_have_ended = self.may_have_ended || new.iter().any(|byte| matches!(byte, b'\n' | b'\r' | b'}'));
        let is_due = self.may_have_ended && self.credit >= buffer.len();
        if is_due {
            self.credit = self.credit.wrapping_sub(buffer.len());
        }
        is_due
    }

    /// Remembers what is left after a look.
    pub(super) fn looked_at(&mut self, buffer: &[u8]) {
        self.length = buffer.len();
        // one CR may be half a line end
        self.may_have_ended = buffer.last() == Some(&b'\r');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many bytes are looked at in all, where nothing is ever a whole record.
    fn cost(text: &[u8], size: usize) -> usize {
        let (mut unfinished, mut buffer, mut cost) = (Unfinished::default(), Vec::new(), 0);
        for piece in text.chunks(size) {
            let known = buffer.len();
            buffer.extend_from_slice(piece);
            if unfinished.is_due(&buffer, known) {
                cost += buffer.len();
                unfinished.looked_at(&buffer);
            }
        }
        cost
    }

    #[test]
    fn no_text_in_no_pieces_costs_more_than_in_proportion() {
        for text in ["a", "\n", "a\n", "}", "\r", "\"a\nb"] {
            let text = text.repeat(200_000 / text.len());
            for size in [1, 2, 7, 100, 4096] {
                let cost = cost(text.as_bytes(), size);
                assert!(cost <= text.len() * (LOOKS + 4), "{cost} for pieces of {size}");
            }
        }
    }

    #[test]
    fn the_end_of_a_line_is_looked_at_when_it_comes() {
        let mut unfinished = Unfinished::default();
        let line = b"reference,currency,amount,vpa\n";
        for known in 0..line.len() {
            let buffer = &line[..=known];
            let is_due = unfinished.is_due(buffer, known);
            assert!(is_due || known + 1 < line.len());
            if is_due {
                unfinished.looked_at(buffer);
            }
        }
    }
}
