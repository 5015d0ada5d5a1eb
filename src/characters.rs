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

/// Characters that come along unseen when text is copied from a page or a document.
pub(crate) const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{a0}' | '\u{ad}' | '\u{2000}'..='\u{200f}' | '\u{2028}'..='\u{202f}' | '\u{205f}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{3000}' | '\u{feff}'
    )
}

/// A letter or digit of another script as its ASCII counterpart: full-width forms and the decimal
/// digits of the scripts that payers write in.
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
