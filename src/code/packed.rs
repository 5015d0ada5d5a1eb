//! Texts of all codes in one, and the part of it that belongs to each: as the module has them.

#![expect(
    clippy::as_conversions,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "lengths are checked where they are made, there is one for each code, and they add up to the text"
)]

use super::Code;

/// The part of a text that belongs to a code, by the lengths of all parts: an eighth of what a table of addresses
/// takes in the module, and slower.
pub(super) const fn part(all: &'static str, lengths: &'static [u8], code: Code) -> &'static str {
    let (mut start, mut place) = (0, 0);
    while place < code as usize {
        start += lengths[place] as usize;
        place += 1;
    }
    all.split_at(start).1.split_at(lengths[place] as usize).0
}

/// The length of a part, which fits a byte or does not compile.
pub(super) const fn length(part: &str) -> u8 {
    assert!(part.len() <= u8::MAX as usize, "a text of a code has more than 255 bytes");
    part.len() as u8
}
