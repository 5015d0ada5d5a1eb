//! What a reading says about a text, small enough to make and drop a million times.

use crate::code::Code;
use crate::country::Country;
use crate::finding::Finding;
use crate::text;

/// A finding before it is written out: a code, and what stands in its message, in the order in which
/// the message names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    code: Code,
    params: [Param; 3],
}

/// A small number, or up to four ASCII characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Param(u32);

impl Param {
    const LETTERS: u32 = 1 << 31;

    pub(crate) fn number(number: usize) -> Param {
        Param(u32::try_from(number).map_or(Param::LETTERS.wrapping_sub(1), |number| number & !Param::LETTERS))
    }

    /// The first four characters; whatever is not ASCII is shown as a question mark.
    pub(crate) fn letters(text: &[u8]) -> Param {
        let mut letters = [0; 4];
        for (place, &byte) in letters.iter_mut().zip(text) {
            *place = if byte.is_ascii_graphic() { byte } else { b'?' };
        }
        Param(u32::from_le_bytes(letters) | Param::LETTERS)
    }

    pub(crate) fn country(country: Country) -> Param {
        Param::letters(country.as_str().as_bytes())
    }

    fn text(self) -> String {
        if self.0 & Param::LETTERS == 0 {
            return text::number(usize::try_from(self.0).unwrap_or(0));
        }
        let letters = (self.0 & !Param::LETTERS).to_le_bytes();
        letters.iter().filter(|&&letter| letter != 0).map(|&letter| char::from(letter)).collect()
    }
}

impl Fault {
    pub(crate) const fn new(code: Code) -> Fault {
        Fault { code, params: [Param(0); 3] }
    }

    pub(crate) const fn with(code: Code, params: [Param; 3]) -> Fault {
        Fault { code, params }
    }

    pub(crate) const fn with_one(code: Code, param: Param) -> Fault {
        Fault { code, params: [param, Param(0), Param(0)] }
    }

    /// A fault at the character of this index.
    pub(crate) fn at(code: Code, index: usize) -> Fault {
        Fault::with_one(code, Param::number(index.saturating_add(1)))
    }

    pub(crate) fn length(code: Code, expected: usize, actual: usize) -> Fault {
        Fault::with(code, [Param::number(expected), Param::number(actual), Param(0)])
    }

    pub(crate) const fn code(&self) -> Code {
        self.code
    }

    /// The index that was given to [`Fault::at`].
    pub(crate) fn index(&self) -> Option<usize> {
        let [Param(position), ..] = self.params;
        usize::try_from(position).ok()?.checked_sub(1)
    }

    /// Whether it says that a rule could not be applied.
    pub(crate) const fn leaves_open(&self) -> bool {
        self.code.leaves_open()
    }

    #[cold]
    pub(crate) fn finding(&self, path: &'static str) -> Finding {
        let mut finding = Finding::new(self.code).at(path);
        for (name, param) in self.code.params().zip(self.params) {
            finding = finding.with(name, param.text());
        }
        finding
    }
}

/// A value, perhaps with a note; or why there is none.
pub(crate) type Reading = Result<Option<Fault>, Fault>;

/// A reading that is a value with this to say about it, if the condition holds.
pub(crate) fn noted(condition: bool, note: Fault) -> Reading {
    Ok(condition.then_some(note))
}
