//! Finds the bytes that mean something in CSV, sixty-four at a time.

/// The positions of separators, quotation marks and line ends, in order.
///
/// A block is compared with all of them at once, in a form that compilers turn into vector
/// instructions, and the result is folded into one bit a byte.
pub(super) struct Scan<'a> {
    bytes: &'a [u8],
    separator: u8,
    /// Where the block begins whose bits are left.
    block: usize,
    bits: u64,
}

const BLOCK: usize = 64;

impl<'a> Scan<'a> {
    pub(super) fn new(bytes: &'a [u8], separator: u8) -> Scan<'a> {
        let mut scan = Scan { bytes, separator, block: 0, bits: 0 };
        scan.bits = scan.bits_at(0);
        scan
    }

    /// Goes on from a position, forwards only.
    pub(super) fn seek(&mut self, position: usize) {
        let block = position & !BLOCK.wrapping_sub(1);
        if block != self.block {
            self.block = block;
            self.bits = self.bits_at(block);
        }
        let skipped = u32::try_from(position & BLOCK.wrapping_sub(1)).unwrap_or(0);
        self.bits &= u64::MAX.wrapping_shl(skipped);
    }

    /// Calls `visit` with each next position and its byte until it answers false, or until there are
    /// no more, and answers whether it was stopped.
    #[inline]
    pub(super) fn each(&mut self, mut visit: impl FnMut(usize, u8) -> bool) -> bool {
        let (mut block, mut bits) = (self.block, self.bits);
        let stopped = loop {
            while bits == 0 {
                block = block.wrapping_add(BLOCK);
                if block >= self.bytes.len() {
                    break;
                }
                bits = self.bits_at(block);
            }
            if bits == 0 {
                break false;
            }
            let offset = usize::try_from(bits.trailing_zeros()).unwrap_or(0);
            bits &= bits.wrapping_sub(1);
            let at = block.wrapping_add(offset);
            if !visit(at, self.bytes.get(at).copied().unwrap_or_default()) {
                break true;
            }
        };
        (self.block, self.bits) = (block, bits);
        stopped
    }

    #[inline]
    fn bits_at(&self, block: usize) -> u64 {
        let rest = self.bytes.get(block..).unwrap_or_default();
        if let Some(block) = rest.first_chunk() {
            return bits_of(block, self.separator);
        }
        let mut padded = [0; BLOCK];
        for (place, byte) in padded.iter_mut().zip(rest) {
            *place = *byte;
        }
        bits_of(&padded, self.separator)
    }
}

#[inline]
#[cfg_attr(page, optimize(speed))]
fn bits_of(block: &[u8; BLOCK], separator: u8) -> u64 {
    let mut hits = [0_u8; BLOCK];
    for (hit, &byte) in hits.iter_mut().zip(block) {
        *hit = u8::from(byte == separator) | u8::from(byte == b'"') | u8::from(byte == b'\n') | u8::from(byte == b'\r');
    }
    let (words, _) = hits.as_chunks::<8>();
    let mut bits = 0;
    for (index, word) in (0_u32..).zip(words) {
        // eight bytes of 0 or 1 become eight bits in the highest byte
        let byte = u64::from_le_bytes(*word).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        bits |= byte.wrapping_shl(index.wrapping_mul(8));
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_place_whatever_the_length() {
        let text: Vec<u8> = (0..1000_u32).map(|i| b"ab,c\"d\r\nefgh;"[(i * i % 13) as usize]).collect();
        for length in 0..300 {
            let bytes = &text[..length];
            let all = |scan: &mut Scan| {
                let mut found = Vec::new();
                assert!(!scan.each(|at, byte| {
                    assert_eq!(byte, bytes[at]);
                    found.push(at);
                    true
                }));
                found
            };
            let found = all(&mut Scan::new(bytes, b','));
            let wanted: Vec<_> = (0..length).filter(|&i| b",\"\r\n".contains(&bytes[i])).collect();
            assert_eq!(found, wanted);
            for start in (0..length).step_by(7) {
                let mut scan = Scan::new(bytes, b',');
                scan.seek(start);
                assert!(all(&mut scan).iter().eq(wanted.iter().filter(|&&at| at >= start)));
            }
        }
    }
}
