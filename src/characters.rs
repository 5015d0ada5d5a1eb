//! Characters that are read alike: blanks, those that cannot be seen, and the digits and letters of other scripts.

/// Blanks that are typed on purpose: everything else invisible is reported.
pub(crate) const fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

/// The text without blanks around it.
pub(crate) fn trim(text: &str) -> &str {
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first()
        && is_blank(char::from(*first))
    {
        rest = behind;
    }
    let start = text.len().wrapping_sub(rest.len());
    while let Some((last, before)) = rest.split_last()
        && is_blank(char::from(*last))
    {
        rest = before;
    }
    text.get(start..start.wrapping_add(rest.len())).unwrap_or_default()
}

/// The digit that looks like a letter, or the letter that looks like a digit.
pub(crate) const fn look_alike(character: u8) -> Option<u8> {
    Some(match character {
        b'O' | b'Q' => b'0',
        b'I' | b'L' => b'1',
        b'Z' => b'2',
        b'S' => b'5',
        b'B' => b'8',
        b'0' => b'O',
        b'1' => b'I',
        b'2' => b'Z',
        b'5' => b'S',
        b'8' => b'B',
        _ => return None,
    })
}

/// What characters are, as bits of a set: digits, letters, what is not ASCII, signs in names, hyphens, low lines.
pub(crate) const DIGIT: u8 = 1;
pub(crate) const LETTER: u8 = 2;
pub(crate) const BEYOND: u8 = 4;
pub(crate) const NAME_SIGN: u8 = 8;
pub(crate) const HYPHEN: u8 = 16;
pub(crate) const LOW_LINE: u8 = 32;
/// What is printed besides.
const SIGN: u8 = 64;
/// What is not printed.
pub(crate) const CONTROL: u8 = 128;

static SORTS: [u8; 256] = {
    let mut sorts = [0; 256];
    let mut byte = 0_u8;
    loop {
        let sort = match byte {
            b'0'..=b'9' => DIGIT,
            b'A'..=b'Z' | b'a'..=b'z' => LETTER,
            0x80.. => BEYOND,
            b' ' | b'.' | b'\'' => NAME_SIGN,
            b'-' => HYPHEN,
            b'_' => LOW_LINE,
            0..=0x1f | 0x7f => CONTROL,
            _ => SIGN,
        };
        #[expect(clippy::indexing_slicing, clippy::as_conversions, reason = "runs while compiling")]
        {
            sorts[byte as usize] = sort;
        }
        if byte == u8::MAX {
            break sorts;
        }
        byte = byte.wrapping_add(1);
    }
};

/// What a byte of a text is.
pub(crate) fn sort(byte: u8) -> u8 {
    SORTS.get(usize::from(byte)).copied().unwrap_or_default()
}

/// All that the characters of a text are.
#[cfg_attr(page, optimize(speed))]
pub(crate) fn sorts(text: &str) -> u8 {
    text.bytes().fold(0, |sorts, byte| sorts | sort(byte))
}

/// Characters that come along unseen when text is copied from a page or a document, and the unit separator, by which
/// tools keep the zeros of a number in spreadsheets.
pub(crate) const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{1f}' | '\u{a0}' | '\u{ad}' | '\u{2000}'..='\u{200f}' | '\u{2028}'..='\u{202f}' | '\u{205f}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{3000}' | '\u{feff}'
    )
}

/// A letter or digit of another script as its ASCII counterpart: full-width forms and the decimal
/// digits of the scripts that payers write in.
#[cfg_attr(page, optimize(speed))]
pub(crate) fn fold(character: char) -> Option<char> {
    let code = u32::from(character);
    let full_width = (0xff01..=0xff5e).contains(&code).then(|| code.wrapping_sub(0xfee0));
    let digit = || {
        // Arabic, extended Arabic, Devanagari, Bengali, Gurmukhi, Gujarati, Tamil, Telugu, Kannada, Thai, Burmese
        [0x660_u32, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xbe6, 0xc66, 0xce6, 0xe50, 0x1040]
            .into_iter()
            .find(|zero| (*zero..zero.wrapping_add(10)).contains(&code))
            .map(|zero| code.wrapping_sub(zero).wrapping_add(0x30))
    };
    full_width.or_else(digit).and_then(char::from_u32)
}
