//! Whether 32 bytes are a point of the curve of Ed25519 (RFC 8032, 5.1.3), as public keys are.

/// A number of 256 bits, the lowest limb of 32 bits first, modulo the prime 2^255 - 19.
type Element = [u64; 8];

const LOW: u64 = 0xffff_ffff;
const ONE: Element = [1, 0, 0, 0, 0, 0, 0, 0];
/// Less one.
const MINUS_ONE: Element = [0xffff_ffec, LOW, LOW, LOW, LOW, LOW, LOW, 0x7fff_ffff];
/// The d of the curve -x^2 + y^2 = 1 + d x^2 y^2.
const D: Element =
    [0x1359_78a3, 0x75eb_4dca, 0x4141_d8ab, 0x0070_0a4d, 0x7779_e898, 0x8cc7_4079, 0x2b6f_fe73, 0x5203_6cee];

/// Whether the bytes are the y of a point, with the sign of its x in the highest bit.
///
/// With u = y^2 - 1 and v = d y^2 + 1, x^2 is u / v. That is a square where u v is one, since v is never zero; and u v
/// is one where it is not -1 when raised to (p - 1) / 2.
pub(super) fn is_on_curve(bytes: [u8; 32]) -> bool {
    let mut y = [0; 8];
    for (limb, word) in y.iter_mut().zip(bytes.as_chunks::<4>().0) {
        *limb = u64::from(u32::from_le_bytes(*word));
    }
    if let Some(highest) = y.last_mut() {
        *highest &= 0x7fff_ffff;
    }
    let square = multiply(&y, &y);
    let product = multiply(&add(&square, &MINUS_ONE), &add(&multiply(&square, &D), &ONE));
    // (p - 1) / 2 = 2^254 - 10 has 254 bits, all of them set but those of 8 and 1
    let mut power = ONE;
    for bit in (0..254).rev() {
        power = multiply(&power, &power);
        if bit != 0 && bit != 3 {
            power = multiply(&power, &product);
        }
    }
    // twice, since 19 may carry once more
    for _ in 0..2 {
        if let Some(highest) = power.last_mut() {
            let above = *highest >> 31;
            *highest &= 0x7fff_ffff;
            power = add(&power, &[above.wrapping_mul(19), 0, 0, 0, 0, 0, 0, 0]);
        }
    }
    power != MINUS_ONE
}

fn add(a: &Element, b: &Element) -> Element {
    let mut sum = *a;
    for (limb, other) in sum.iter_mut().zip(b) {
        *limb = limb.wrapping_add(*other);
    }
    carried(sum)
}

#[expect(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "limbs of 32 bits in words of 64")]
fn multiply(a: &Element, b: &Element) -> Element {
    let mut wide = [0_u64; 16];
    for i in 0..8 {
        let mut carry = 0;
        for j in 0..8 {
            let limb = wide[i + j] + a[i] * b[j] + carry;
            wide[i + j] = limb & LOW;
            carry = limb >> 32;
        }
        wide[i + 8] = carry;
    }
    // 2^256 is 38
    let mut folded = [0; 8];
    for i in 0..8 {
        folded[i] = wide[i] + 38 * wide[i + 8];
    }
    carried(folded)
}

/// Limbs of 32 bits, with what is above them folded in again: 2^256 is 38.
fn carried(mut limbs: Element) -> Element {
    let mut carry = 0_u64;
    loop {
        for limb in &mut limbs {
            let whole = limb.wrapping_add(carry);
            *limb = whole & LOW;
            carry = whole >> 32;
        }
        if carry == 0 {
            return limbs;
        }
        carry = carry.wrapping_mul(38);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(hexadecimal: &str) -> [u8; 32] {
        std::array::from_fn(|at| u8::from_str_radix(&hexadecimal[at * 2..at * 2 + 2], 16).unwrap())
    }

    #[test]
    fn keys_of_rfc_8032_are_points() {
        for key in [
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "278117fc144c72340f67d0f2316e8386ceffbf2b2428c9c51fef7c597f1d426e",
        ] {
            assert!(is_on_curve(bytes(key)), "{key}");
        }
        // the base point, and the neutral one
        assert!(is_on_curve(bytes(&format!("58{}", "66".repeat(31)))));
        assert!(is_on_curve(bytes(&format!("01{}", "00".repeat(31)))));
        assert!(is_on_curve([0; 32]), "y = 0");
        // y = 2 and y = 7 are none
        for y in ["02", "07"] {
            assert!(!is_on_curve(bytes(&format!("{y}{}", "00".repeat(31)))), "{y}");
        }
    }
}
