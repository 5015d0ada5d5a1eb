//! Checksum algorithms by name, of ASCII digits and capital letters. None knows what it is used for.

pub(crate) mod italian;
pub(crate) mod luhn;
pub(crate) mod mod11_10;
pub(crate) mod mod97;
pub(crate) mod weighted;

/// The digit that a byte is; what is no digit counts as some number, never a panic.
fn value(digit: u8) -> u32 {
    u32::from(digit.wrapping_sub(b'0'))
}
