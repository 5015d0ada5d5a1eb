//! What a reading says about a text, small enough to make and drop a million times.

use std::num::NonZeroU64;

use crate::code::{Code, Severity};
use crate::country::Country;
use crate::finding::Finding;
use crate::tables::IBAN_NONE;
use crate::text;

/// A finding before it is written out: a code, and up to three things that stand in its message, in
/// the order in which the message names them. One machine word: it is returned in a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Issue(NonZeroU64);

/// How many bits the code and each of the three take.
const CODE: u32 = 9;
const WIDTHS: [u32; 3] = [24, 16, 15];

/// A number, or up to four letters and digits of six bits each, of which only the first place holds
/// more than two; or, for `fields`, a row of the table of countries without IBANs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Param(u32);

const NOTHING: Param = Param(0);

impl Param {
    pub(crate) fn number(number: usize) -> Param {
        Param(u32::try_from(number).map_or(0xffff, |number| number.min(0xffff)))
    }

    /// The first four characters; whatever is no letter or digit is shown as a question mark.
    pub(crate) fn letters(text: &[u8]) -> Param {
        let mut letters = 0;
        for &byte in text.iter().take(4).rev() {
            let letter = match byte {
                b'0'..=b'9' => byte.wrapping_sub(b'0').wrapping_add(1),
                b'A'..=b'Z' => byte.wrapping_sub(b'A').wrapping_add(11),
                _ => 37,
            };
            letters = letters << 6 | u32::from(letter);
        }
        Param(letters)
    }

    pub(crate) fn country(country: Country) -> Param {
        Param::letters(country.as_str().as_bytes())
    }

    /// The text that stands in the message under a name.
    fn text(self, name: &str) -> String {
        if name == "fields" {
            let row = usize::try_from(self.0).ok().and_then(|row| IBAN_NONE.get(row));
            return row.map_or_else(String::new, |(fields, _)| (*fields).to_owned());
        }
        if !matches!(name, "country" | "calling" | "prefix" | "bank" | "network" | "found" | "iban" | "bic") {
            return text::number(usize::try_from(self.0).unwrap_or(0));
        }
        let (mut out, mut rest) = (String::new(), self.0);
        while rest != 0 {
            let letter = u8::try_from(rest & 63).unwrap_or(37);
            out.push(char::from(match letter {
                1..=10 => letter.wrapping_add(b'0').wrapping_sub(1),
                11..=36 => letter.wrapping_add(b'A').wrapping_sub(11),
                _ => b'?',
            }));
            rest >>= 6;
        }
        out
    }
}

impl Issue {
    pub(crate) const fn new(code: Code) -> Issue {
        #[expect(clippy::as_conversions, reason = "the place of the variant in the list")]
        let code = code as u64;
        match NonZeroU64::new(code.wrapping_add(1)) {
            Some(bits) => Issue(bits),
            None => Issue::SAID,
        }
    }

    /// Stands for what was reported already.
    pub(crate) const SAID: Issue = Issue(NonZeroU64::MAX);

    pub(crate) fn with(code: Code, params: [Param; 3]) -> Issue {
        let mut bits = Issue::new(code).0;
        let mut shift = CODE;
        for (Param(param), width) in params.iter().zip(WIDTHS) {
            let most = 1_u64.wrapping_shl(width).wrapping_sub(1);
            bits |= u64::from(*param).min(most) << shift;
            shift = shift.wrapping_add(width);
        }
        Issue(bits)
    }

    pub(crate) fn with_one(code: Code, param: Param) -> Issue {
        Issue::with(code, [param, NOTHING, NOTHING])
    }

    pub(crate) fn with_two(code: Code, first: Param, second: Param) -> Issue {
        Issue::with(code, [first, second, NOTHING])
    }

    /// A issue at the character of this index.
    pub(crate) fn at(code: Code, index: usize) -> Issue {
        Issue::with_one(code, Param::number(index.wrapping_add(1)))
    }

    pub(crate) fn length(code: Code, expected: usize, actual: usize) -> Issue {
        Issue::with_two(code, Param::number(expected), Param::number(actual))
    }

    pub(crate) fn code(self) -> Code {
        let place = usize::try_from(self.0.get() & 0x1ff).unwrap_or(0).wrapping_sub(1);
        Code::ALL.get(place).copied().unwrap_or(Code::ValueEmpty)
    }

    /// The index that was given to [`Issue::at`].
    pub(crate) fn index(self) -> Option<usize> {
        usize::try_from(self.0.get() >> CODE & 0xffff).ok()?.checked_sub(1)
    }

    /// Whether it is something to say about a value, rather than why there is none.
    pub(crate) fn is_note(self) -> bool {
        self.code().severity() != Severity::Error
    }

    #[cold]
    pub(crate) fn finding(self, path: &'static str) -> Finding {
        let code = self.code();
        let mut finding = Finding::new(code).at(path);
        let mut bits = self.0.get() >> CODE;
        let mut rest = code.template();
        for width in WIDTHS {
            let Some((name, after)) = Code::next_param(rest) else {
                break;
            };
            let mask = 1_u64.wrapping_shl(width).wrapping_sub(1);
            let param = Param(u32::try_from(bits & mask).unwrap_or(0));
            finding = finding.with(name, param.text(name));
            bits >>= width;
            rest = after;
        }
        finding
    }
}

/// What comes of reading a text: its electronic form, with nothing to say about it; or a note, and
/// the form was written all the same ([`Issue::is_note`]); or why there is no such form.
pub(crate) type ReadResult = Result<(), Issue>;

/// A reading that has this note if the condition holds.
pub(crate) fn noted(condition: bool, note: Code) -> ReadResult {
    if condition { Err(Issue::new(note)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out() {
        let two = [Param::letters(b"DE"), Param::number(22), Param::number(21)];
        let finding = Issue::with(Code::IbanLength, two).finding("/iban");
        assert_eq!(finding.message(), "An IBAN from DE has 22 characters, this one has 21.");
        let finding = Issue::with_one(Code::IfscBankUnknown, Param::letters(b"ZZ9Q")).finding("");
        assert_eq!(finding.message(), "No bank's IFSC starts with ZZ9Q.");
        assert_eq!(Issue::at(Code::DigitsOnly, 7).index(), Some(7));
        for &code in Code::ALL {
            assert_eq!(Issue::new(code).code(), code);
            assert_ne!(Issue::new(code), Issue::SAID);
        }
    }
}
