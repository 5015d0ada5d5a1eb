//! What comes along when a value is copied: quotation marks, its name in front of it, the sentence around it.

use crate::characters::{fold, is_blank};
use crate::identifier::Kind;
use crate::text;

/// The text without blanks and quotation marks around it.
#[inline(never)]
fn without_marks(text: &str) -> &str {
    text.trim_matches(|c| {
        is_blank(c) || matches!(c, '"' | '\'' | '`' | '“' | '”' | '‘' | '’' | '«' | '»' | '<' | '>' | '=')
    })
}

/// What is left of a text without what came along when it was copied: quotation marks, a word with a colon in front of
/// it such as `tel:`, punctuation behind it.
pub(super) fn without_pasted(text: &str) -> Option<&str> {
    let mut bare = without_marks(text);
    if let Some((label, rest)) = text::split(bare, b':')
        && label.len() <= 32
        && label.chars().all(|c| match fold(c).unwrap_or(c) {
            c if c.is_ascii() => c.is_ascii_alphabetic() || is_blank(c) || matches!(c, '-' | '(' | ')'),
            // a letter of another script, or what belongs to one
            _ => true,
        })
    {
        bare = without_marks(rest);
    }
    bare = text::without_end(bare, ",;.: ");
    (bare.len() < text.len()).then_some(bare)
}

/// What identifiers are called in forms and letters, and in front of them when they are copied.
const LABELS: &str = "ABA RTN FW ROUTING NUMBER NO NR CODE SORT SC BSB IFSC IFS BIC SWIFT UPI VPA ID TRANSIT";

/// What follows the name of an identifier. An account number has labels of its own.
pub(super) fn without_label(kind: Kind, text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        let mut behind = rest;
        let word = text::next_word(&mut behind, b' ')?;
        if !text::lists(LABELS, &text::without_end(word, ".:#").to_ascii_uppercase()) {
            return (kind != Kind::AccountNumber && rest.len() < text.len()).then_some(rest);
        }
        rest = text::trim(behind);
    }
}

/// The one number of at least seven digits that stands among words; an error where there are several.
pub(super) fn phone_among_words(text: &str) -> Result<Option<&str>, ()> {
    let (mut found, mut is_alone, mut start) = (None, true, 0);
    for end in 0..=text.len() {
        let byte = text.as_bytes().get(end).copied().unwrap_or(b'|');
        if byte.is_ascii_digit() || is_blank(char::from(byte)) || b"+()-.".contains(&byte) {
            continue;
        }
        // a bracket in front or behind belongs to the words
        let run = text::without_front(text.get(start..end).unwrap_or_default(), " \t\n\r)-.");
        let run = text::without_end(run, " \t\n\r(-.");
        match run.bytes().filter(u8::is_ascii_digit).count() {
            0 => {}
            7.. if found.is_some() => return Err(()),
            7.. => {
                // a letter beside a digit may stand for one, and a slash belongs to an address
                let is_free = |at: Option<usize>| {
                    let byte = at.and_then(|at| text.as_bytes().get(at)).copied().unwrap_or(b' ');
                    is_blank(char::from(byte)) || b":,;()".contains(&byte)
                };
                let place = text::place(text, run).unwrap_or(0);
                is_alone &= is_free(place.checked_sub(1)) && is_free(place.checked_add(run.len()));
                found = Some(run);
            }
            _ => is_alone = false,
        }
        start = end.wrapping_add(1);
    }
    Ok(found.filter(|_| is_alone))
}
