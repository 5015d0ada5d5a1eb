//! The shapes of the words of a list: they tell of most texts that they are none of them without reading the list.

/// Shapes of words of fewer than 32 bytes.
pub(crate) struct WordShapes(
    /// By the last five bits of the first letter, one bit for each length of such words, and each second and third letter. Letters differ there from each other and from no capital of theirs.
    [Shape; 32],
);

#[derive(Clone, Copy)]
struct Shape {
    lengths: u32,
    seconds: u32,
    thirds: u32,
}

impl WordShapes {
    /// Of the words of these lists, with blanks or line ends between them.
    #[expect(
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        clippy::as_conversions,
        reason = "runs while compiling, where a mistake is a compile error"
    )]
    pub(crate) const fn of(lists: &[&str]) -> WordShapes {
        let mut shapes = [Shape { lengths: 0, seconds: 0, thirds: 0 }; 32];
        let mut index = 0;
        while index < lists.len() {
            let bytes = lists[index].as_bytes();
            let (mut start, mut at) = (0, 0);
            while at <= bytes.len() {
                if at == bytes.len() || bytes[at] == b' ' || bytes[at] == b'\n' {
                    let shape = &mut shapes[(bytes[start] & 0x1f) as usize];
                    shape.lengths |= 1 << (at - start);
                    shape.seconds |= 1 << (bytes[if at - start > 1 { start + 1 } else { start }] & 0x1f);
                    shape.thirds |= 1 << (bytes[if at - start > 2 { start + 2 } else { start }] & 0x1f);
                    start = at + 1;
                }
                at += 1;
            }
            index += 1;
        }
        WordShapes(shapes)
    }

    /// Whether such a word may be in a list, in capitals or small letters: a no is certain.
    #[inline]
    pub(crate) fn may_have(&self, word: &[u8]) -> bool {
        let Some(first) = word.first() else {
            return false;
        };
        let (second, third) = (word.get(1).unwrap_or(first), word.get(2).unwrap_or(first));
        let bit = |byte: &u8| 1_u32 << (byte & 0x1f);
        self.0.get(usize::from(first & 0x1f)).is_some_and(|shape| {
            word.len() < 32
                && shape.lengths >> word.len() & 1 == 1
                && shape.seconds & bit(second) != 0
                && shape.thirds & bit(third) != 0
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_its_shape_and_most_texts_have_none() {
        let lists = ["US USD\nUS$", "EURO R ₦"];
        let shapes = WordShapes::of(&lists);
        for word in lists.iter().flat_map(|list| list.split([' ', '\n'])) {
            assert!(shapes.may_have(word.as_bytes()) && shapes.may_have(word.to_lowercase().as_bytes()), "{word}");
        }
        for word in ["", "USER", "EUR", "U", "UD", "EXRO", "account"] {
            assert!(!shapes.may_have(word.as_bytes()), "{word}");
        }
    }
}
