//! What comes along when a value is copied: quotation marks, its name in front of it, the sentence around it.

use super::LONGEST;
use crate::characters::{fold, is_blank};
use crate::code::Code;
use crate::finding::Finding;
use crate::identifier::{Kind, Rules, bic};
use crate::text;

/// The text without blanks, quotation marks, number signs and pictures around it.
#[inline(never)]
fn without_marks(text: &str) -> &str {
    text.trim_matches(|c| {
        is_blank(c)
            || matches!(c, '"' | '\'' | '`' | '#' | '№' | '“' | '”' | '‘' | '’' | '«' | '»' | '<' | '>' | '=')
            || matches!(c, '\u{2190}'..='\u{2bff}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}')
    })
}

/// The finding of a text that holds several others: the one value among them, where the rest are words or the
/// same value again; that there are several, where they differ, or where the rest may be another one with a slip.
pub(super) fn among_others(kind: Kind, text: &str, rules: Rules) -> Option<Finding> {
    if kind == Kind::AccountNumber || text.len() > LONGEST || text::contains(text, "://") {
        return None;
    }
    of_parts(kind, text, rules, b";,/|&()\n", true)
        .or_else(|| of_parts(kind, text, rules, b";,/|&()\n\t ", kind.spec().has_checksum))
}

/// The same for one way to take the text apart. Where there is no checksum, a word behind a blank may be the rest of
/// the value.
fn of_parts(kind: Kind, text: &str, rules: Rules, separators: &[u8], is_apart: bool) -> Option<Finding> {
    let (mut found, mut count, mut digits) = (String::new(), 0_u8, 0);
    let (mut is_branch, mut is_unclear, mut has_words) = (false, false, false);
    let (mut rest, mut form) = (text, String::new());
    while !rest.is_empty() {
        let end = rest.bytes().position(|byte| separators.contains(&byte)).unwrap_or(rest.len());
        let (part, behind) = rest.split_at_checked(end)?;
        rest = behind.get(1..).unwrap_or_default();
        let part = text::without_end(text::without_front(part, " "), " .:");
        if part.is_empty() {
            continue;
        }
        form.clear();
        // many a word has the form of a BIC
        let is_word = kind == Kind::Bic && part.bytes().any(|byte| byte.is_ascii_lowercase());
        if !is_word && kind.spec().form(part, rules, &mut form).is_ok() {
            if count > 0 && found != form {
                return Some(Finding::new(Code::SeveralValues));
            }
            count = count.saturating_add(1);
            std::mem::swap(&mut found, &mut form);
            continue;
        }
        has_words |= kind == Kind::Bic && !text::contains_word("BIC SWIFT", &part.to_ascii_uppercase());
        if kind == Kind::Bic && count > 0 && part.len() < 15 && part.split(' ').any(bic::may_be_branch) {
            is_branch |= part.len() == 3 && part.bytes().any(|byte| byte.is_ascii_digit()) || part == "XXX";
            is_unclear = true;
        } else if match kind {
            Kind::Iban => part.len() >= 15 && starts_as_iban(part),
            Kind::Bic => matches!(part.len(), 8 | 11),
            _ => true,
        } {
            digits = part.bytes().filter(u8::is_ascii_digit).count().max(digits);
        }
    }
    // in an address for UPI, a comma may stand for a point
    let is_apart = is_apart && (kind != Kind::Vpa || text::contains_byte(text, b'('));
    match (count, digits) {
        (0, _) => None,
        // behind another separator a branch is put to its bank elsewhere, and leaving anything out would say less
        _ if is_unclear => {
            let is_joined = !is_apart || is_branch && !text::contains_byte(text, b'(');
            if is_joined { None } else { Some(Finding::new(Code::TextAround)) }
        }
        (_, 5..) => Some(Finding::new(Code::SeveralValues)),
        // as in `MARTINEZ, JUAN`
        _ if has_words && bic::may_be_name(&found) => None,
        (1, 0) if is_apart && kind != Kind::Iban => Some(Finding::new(Code::TextAround).suggesting(found)),
        (2.., 0) => Some(Finding::new(Code::TextAround).suggesting(found)),
        _ => None,
    }
}

/// Whether two letters and two digits stand in front.
const fn starts_as_iban(text: &str) -> bool {
    matches!(text.as_bytes(), [a, b, c, d, ..]
        if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() && c.is_ascii_digit() && d.is_ascii_digit())
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
        if !text::contains_word(LABELS, &text::without_end(word, ".:#").to_ascii_uppercase()) {
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
                let place = text::find(text, run).unwrap_or(0);
                is_alone &= is_free(place.checked_sub(1)) && is_free(place.checked_add(run.len()));
                found = Some(run);
            }
            _ => is_alone = false,
        }
        start = end.wrapping_add(1);
    }
    Ok(found.filter(|_| is_alone))
}
