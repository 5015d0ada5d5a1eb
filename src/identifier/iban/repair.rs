//! What to say about a text that is no IBAN: what was pasted around one, letters for digits, the wrong letters in
//! front; and guesses at one slip of the hand, which are named and never applied.

use super::{Format, SEPARATORS, check, country_of, format, without_word};
use crate::characters::{is_blank, look_alike};
use crate::code::Code;
use crate::finding::Finding;
use crate::identifier::bic;
use crate::identifier::check::mod97;
use crate::identifier::clean;
use crate::identifier::issue::{Issue, ReadResult};
use crate::text;

/// The finding on a text that was refused for this issue, where there is more to say than the issue itself.
#[cold]
pub(in crate::identifier) fn explain(text: &str, issue: Issue, path: &'static str) -> Option<Finding> {
    let mut plain = String::new();
    let is_plain = clean::capitals(without_word(text), SEPARATORS, &mut plain).is_ok();
    let suggest = |code: Code, value| {
        let finding = if code == issue.code() { issue.finding(path) } else { Finding::new(code) };
        finding.suggesting(value)
    };
    let guessed = |guesses: Guesses| Some(issue.finding(path).with("candidates", guesses.listed()?));
    match issue.code() {
        Code::ValueEmpty | Code::IbanNationalCheck => None,
        Code::IbanChecksum => match digits_for_letters(&plain) {
            Some(value) => Some(suggest(Code::LetterForDigit, value)),
            None => guessed(guesses(plain.as_bytes(), None)),
        },
        _ => {
            let found = inside(text);
            if is_beside_another(text, found.as_deref().unwrap_or_default()) {
                return Some(Finding::new(Code::SeveralValues));
            }
            if let Some(value) = found {
                let code = if is_all_of(text, &value) { issue.code() } else { Code::TextAround };
                return Some(suggest(code, value));
            }
            if !is_plain {
                return None;
            }
            let (code, value) = match issue.code() {
                Code::IbanPrefix => (Code::IbanPrefix, other_prefix(&plain)),
                Code::IbanCountryUnknown | Code::IbanStructure => (Code::LetterForDigit, sorted_out(&plain)),
                _ => (Code::LetterForDigit, None),
            };
            if let Some(value) = value {
                return Some(suggest(code, value));
            }
            match issue.code() {
                Code::IbanLength => guessed(guesses(plain.as_bytes(), None)),
                Code::IbanStructure => guessed(guesses(plain.as_bytes(), issue.index())),
                _ => None,
            }
        }
    }
}

/// Whether letters and digits are an IBAN.
pub(in crate::identifier) fn reads(text: &[u8]) -> bool {
    is_fine(check(text))
}

fn is_fine(reading: ReadResult) -> bool {
    reading.err().is_none_or(Issue::is_note)
}

/// The IBAN with the letters that it begins with, for those that were written: `UK29..` is `GB29..`.
fn other_prefix(plain: &str) -> Option<String> {
    let (written, rest) = plain.split_at_checked(2)?;
    let prefix = super::prefix_instead_of(written.as_bytes().try_into().ok()?)?;
    let value = text::join(&[std::str::from_utf8(&prefix).ok()?, rest], "");
    reads(value.as_bytes()).then_some(value)
}

/// The one IBAN that stands in a text among other things.
fn inside(text: &str) -> Option<String> {
    let (mut found, mut before): (Option<String>, _) = (None, b' ');
    for (start, byte) in text.bytes().enumerate() {
        let is_start = !before.is_ascii_alphanumeric() && byte.is_ascii_alphabetic();
        before = byte;
        let Some(rest) = text.get(start..).filter(|_| is_start) else {
            continue;
        };
        let glued = rest.split_at_checked(4).filter(|(word, _)| word.eq_ignore_ascii_case("IBAN"));
        let value = at_start(rest).or_else(|| glued.and_then(|(_, rest)| at_start(rest)));
        if value.is_some() && found.is_some() && found != value {
            return None;
        }
        found = found.or(value);
    }
    found
}

/// The fewest characters that an IBAN has.
const SHORTEST: usize = 15;

/// Whether a text holds another IBAN, perhaps one with a slip in it, besides one that is right, or two with slips: whether
/// a word begins as IBANs do and is far enough from the next one and from the end.
fn is_beside_another(text: &str, right: &str) -> bool {
    let bytes = text.as_bytes();
    let count = |from: usize, to: usize| {
        bytes.get(from..to).unwrap_or_default().iter().filter(|byte| byte.is_ascii_alphanumeric()).count()
    };
    let (mut before, mut begun, mut others, mut is_right_there) = (b' ', None, 0_u8, false);
    let mut start = 0;
    while let Some(&byte) = bytes.get(start) {
        let is_start = !before.is_ascii_alphanumeric() && byte.is_ascii_alphabetic();
        before = byte;
        let rest = text.get(start..).filter(|_| is_start).unwrap_or_default();
        if !right.is_empty() && at_start(rest).is_some_and(|value| value == right) {
            others = others.saturating_add(u8::from(begun.take().is_some_and(|from| count(from, start) >= SHORTEST)));
            is_right_there = true;
            // behind it
            let mut left = right.len();
            while left > 0
                && let Some(&byte) = bytes.get(start)
            {
                left = left.saturating_sub(usize::from(byte.is_ascii_alphanumeric()));
                before = byte;
                start = start.wrapping_add(1);
            }
            continue;
        }
        if begins(rest) && begun.is_none_or(|from| count(from, start) >= SHORTEST) {
            others = others.saturating_add(u8::from(begun.is_some()));
            begun = Some(start);
        }
        start = start.wrapping_add(1);
    }
    others = others.saturating_add(u8::from(begun.is_some_and(|from| count(from, bytes.len()) >= SHORTEST)));
    others > u8::from(!is_right_there)
}

/// Whether the letters of a country with IBANs and two digits stand in front.
fn begins(text: &str) -> bool {
    let [first, second, third, fourth, ..] = *text.as_bytes() else {
        return false;
    };
    let written = [first.to_ascii_uppercase(), second.to_ascii_uppercase()];
    third.is_ascii_digit()
        && fourth.is_ascii_digit()
        && country_of(&super::prefix_instead_of(written).unwrap_or(written)).and_then(format::of).is_some()
}

/// Whether a text is a value with separators in it, and nothing in front or behind.
fn is_all_of(text: &str, value: &str) -> bool {
    let is_part = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = text.as_bytes();
    let count = bytes.iter().filter(|byte| byte.is_ascii_alphanumeric()).count();
    is_part(bytes.first()) && is_part(bytes.last()) && count == value.len()
}

/// What people put between groups of characters.
fn is_separator(character: char) -> bool {
    is_blank(character) || matches!(character, '-' | '.' | '/' | '_' | '\u{2010}'..='\u{2015}')
}

/// The IBAN that a text begins with: as many letters and digits as the country's have, with separators between
/// them, and then none directly behind but those of a BIC.
fn at_start(text: &str) -> Option<String> {
    let mut value = String::new();
    let mut wanted = [4, 0];
    for (at, character) in text.char_indices() {
        if !character.is_ascii_alphanumeric() {
            if is_separator(character) {
                continue;
            }
            return None;
        }
        value.push(character.to_ascii_uppercase());
        let length = value.len();
        if wanted == [4, 0] {
            if length < 4 {
                continue;
            }
            let [first, second, b'0'..=b'9', b'0'..=b'9'] = *value.as_bytes() else {
                return None;
            };
            let country = country_of(&super::prefix_instead_of([first, second]).unwrap_or([first, second]))?;
            let longest = format::of(country)?.classes().len();
            let other = (1..longest).find(|&length| format::of_length(country, length).is_some());
            wanted = [longest, other.unwrap_or_default()].map(|length| usize::wrapping_add(length, 4));
        } else if wanted.contains(&length) {
            let rest = text.get(at.wrapping_add(1)..).unwrap_or_default();
            let end = rest.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
            let is_end = end == 0 || bic::reads(rest.get(..end).unwrap_or_default());
            let found = if reads(value.as_bytes()) { Some(value.clone()) } else { other_prefix(&value) };
            if let Some(found) = found.filter(|_| is_end) {
                return Some(found);
            }
        }
        if length > wanted.into_iter().max().unwrap_or_default() {
            return None;
        }
    }
    None
}

/// The IBAN that comes of exchanging characters that stand where their sort cannot with those that look like them.
fn sorted_out(plain: &str) -> Option<String> {
    let bytes = plain.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    for &byte in bytes.iter().take(2) {
        out.push(if byte.is_ascii_digit() { look_alike(byte)? } else { byte });
    }
    let country = country_of(&out)?;
    let format = format::of_length(country, bytes.len().checked_sub(4)?)?;
    for (index, &byte) in bytes.iter().enumerate().skip(2) {
        let class = index.checked_sub(4).map_or(format::DIGIT, |place| class_at(format, place));
        out.push(if format::class(byte) & class == 0 { look_alike(byte)? } else { byte });
    }
    let value = String::from_utf8(out).ok()?;
    match check(value.as_bytes()) {
        Err(issue) if issue.code() == Code::IbanChecksum => digits_for_letters(&value),
        reading => is_fine(reading).then_some(value),
    }
}

fn class_at(format: &Format, place: usize) -> u8 {
    format.classes().get(place).copied().unwrap_or_default()
}

/// The one IBAN that comes of taking letters for the digits that they look like, where both may stand: one of them,
/// or all.
fn digits_for_letters(plain: &str) -> Option<String> {
    let bytes = plain.as_bytes();
    let format = format::of_length(country_of(bytes)?, bytes.len().checked_sub(4)?)?;
    let as_digit = |index: usize| {
        let byte = bytes.get(index).copied().filter(|byte| matches!(byte, b'O' | b'I' | b'L' | b'S'))?;
        let free = class_at(format, index.checked_sub(4)?) == format::DIGIT | format::LETTER;
        look_alike(byte).filter(|_| free)
    };
    let (mut found, mut all, mut count) = (None, bytes.to_vec(), 0_u32);
    for index in 0..bytes.len() {
        let Some(digit) = as_digit(index) else {
            continue;
        };
        count = count.wrapping_add(1);
        let mut one = bytes.to_vec();
        for text in [&mut one, &mut all] {
            if let Some(place) = text.get_mut(index) {
                *place = digit;
            }
        }
        if reads(&one) && found.replace(one).is_some() {
            return None;
        }
    }
    if count > 1 && reads(&all) && found.replace(all).is_some() {
        return None;
    }
    String::from_utf8(found?).ok()
}

/// The IBANs that one slip of the hand turns into the text.
#[derive(Default)]
struct Guesses {
    values: Vec<String>,
    /// There are more than can be named.
    is_full: bool,
}

impl Guesses {
    /// How many are named; where there are more, none is.
    const MAX: usize = 3;

    fn add(&mut self, bytes: Vec<u8>) {
        if self.is_full || !reads(&bytes) {
            return;
        }
        if let Ok(value) = String::from_utf8(bytes)
            && !self.values.contains(&value)
        {
            self.is_full = self.values.len() == Guesses::MAX;
            self.values.push(value);
        }
    }

    fn listed(self) -> Option<String> {
        (!self.is_full && !self.values.is_empty()).then(|| text::listed(self.values.iter().map(String::as_str)))
    }
}

/// Remainders modulo 97 of the characters before a place of an IBAN written as its checksum reads it (the head
/// behind), and of those from it on, with the power of ten that moves others before them.
#[derive(Clone, Copy, Default)]
struct Cut {
    before: u64,
    from: u64,
    scale: u64,
    /// By what the power is to be multiplied to leave 1.
    inverse: u64,
}

impl Cut {
    /// Whether the whole leaves 1 with these digits between those before this place and those from another one on.
    fn joined(self, digits: &[u8], rest: Cut) -> bool {
        let middle = mod97::append(self.before, digits);
        middle.wrapping_mul(rest.scale).wrapping_add(rest.from) % 97 == 1
    }

    /// The digit with which it does, if it does with one.
    fn digit(self, rest: Cut) -> Option<u8> {
        let sum = self.before.wrapping_mul(10).wrapping_mul(rest.scale).wrapping_add(rest.from) % 97;
        let digit = 98_u64.wrapping_sub(sum).wrapping_mul(rest.inverse) % 97;
        u8::try_from(digit).ok().filter(|digit| *digit < 10).map(|digit| digit.wrapping_add(b'0'))
    }
}

/// Guesses at a text of letters and digits: one digit changed (at one place, if it is given), two neighbours
/// exchanged, one digit lost, or one too many. The remainder tells which few are worth looking at.
fn guesses(text: &[u8], only: Option<usize>) -> Guesses {
    let mut guesses = Guesses::default();
    let Some((country, (head, bban))) = country_of(text).zip(text.split_at_checked(4)) else {
        return guesses;
    };
    let has_format = |length: usize| format::of_length(country, length).is_some();
    let length = bban.len();
    let is_whole = has_format(length);
    let lacks_one = has_format(length.wrapping_add(1));
    let has_one_more = length.checked_sub(1).is_some_and(has_format);
    if !(is_whole || lacks_one || has_one_more) {
        return guesses;
    }
    let edited = |start: usize, digits: &[u8], end: usize| {
        let parts = [Some(head), bban.get(..start), Some(digits), bban.get(end..)];
        parts.into_iter().flatten().collect::<Vec<&[u8]>>().concat()
    };
    let cuts = cuts(head, bban);
    let cut = |place: usize| cuts.get(place).copied().unwrap_or_default();
    let digit_at = |place: usize| bban.get(place).copied().filter(u8::is_ascii_digit);
    for place in 0..=length {
        let is_meant = only.is_none_or(|index| index == place.wrapping_add(4));
        let next = place.wrapping_add(1);
        if is_whole
            && is_meant
            && place < length
            && let Some(digit) = cut(place).digit(cut(next))
            && (only.is_some() || digit_at(place).is_some_and(|old| old != digit))
        {
            guesses.add(edited(place, &[digit], next));
        }
        if lacks_one && let Some(digit) = cut(place).digit(cut(place)) {
            guesses.add(edited(place, &[digit], place));
        }
        if has_one_more && digit_at(place).is_some() && cut(place).joined(&[], cut(next)) {
            guesses.add(edited(place, &[], next));
        }
        if let Some((first, second)) = digit_at(place).zip(digit_at(next)).filter(|_| is_whole && only.is_none()) {
            let after = next.wrapping_add(1);
            if first != second && cut(place).joined(&[second, first], cut(after)) {
                guesses.add(edited(place, &[second, first], after));
            }
        }
    }
    check_digits(&mut guesses, head, bban, is_whole, lacks_one);
    guesses
}

/// Guesses that the slip is in the check digits: the right ones differ from those there in one, or are those
/// exchanged; or one of them was lost.
fn check_digits(guesses: &mut Guesses, head: &[u8], bban: &[u8], is_whole: bool, lacks_one: bool) {
    let [first, second, one, two] = *head else {
        return;
    };
    let lost = [&[two], bban].concat();
    let bban = if is_whole { bban } else { &lost };
    let remainder = mod97::remainder(bban);
    let mut add = |one, two| {
        let head = [first, second, one, two];
        if mod97::is_iso_7064(mod97::append(remainder, &head), &head) {
            guesses.add([&head, bban].concat());
        }
    };
    for digit in b'0'..=b'9' {
        if is_whole {
            add(digit, two);
            add(one, digit);
        } else if lacks_one {
            add(digit, one);
            add(one, digit);
        }
    }
    if is_whole {
        add(two, one);
    }
}

/// The cuts before each character of the BBAN, and behind the last one.
fn cuts(head: &[u8], bban: &[u8]) -> Vec<Cut> {
    let mut cuts = Vec::with_capacity(bban.len().wrapping_add(1));
    let mut before = 0;
    for byte in bban {
        cuts.push(Cut { before, ..Cut::default() });
        before = mod97::append(before, &[*byte]);
    }
    // two letters and two digits are six digits
    let (mut from, mut scale, mut inverse) = (mod97::append(0, head), 1_000_000 % 97, 18);
    cuts.push(Cut { before, from, scale, inverse });
    for (cut, &byte) in cuts.iter_mut().zip(bban).rev() {
        let (value, ten) = mod97::digit(byte);
        from = value.wrapping_mul(scale).wrapping_add(from) % 97;
        scale = scale.wrapping_mul(ten) % 97;
        // ten times 68 leaves 1, a hundred times 65
        inverse = inverse.wrapping_mul(if ten == 10 { 68 } else { 65 }) % 97;
        (cut.from, cut.scale, cut.inverse) = (from, scale, inverse);
    }
    cuts
}
