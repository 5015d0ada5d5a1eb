//! What is judged: values that are right, values that are nearly right, and both as people write them.

use std::fmt;

use offramp_core::Kind;

use super::{accounts, addresses};

/// How many values are made of a family.
pub(crate) const COUNT: usize = 100_000;

/// A family of identifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Family {
    Iban,
    /// IBANs whose own check digits are right, of countries that have others inside.
    National,
    Bic,
    Aba,
    Evm,
    Tron,
    Stellar,
}

impl Family {
    pub(crate) const ALL: &'static [Family] =
        &[Family::Iban, Family::National, Family::Bic, Family::Aba, Family::Evm, Family::Tron, Family::Stellar];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Family::Iban => "iban",
            Family::National => "iban-national",
            Family::Bic => "bic",
            Family::Aba => "aba",
            Family::Evm => "evm",
            Family::Tron => "tron",
            Family::Stellar => "stellar",
        }
    }

    pub(crate) const fn kind(self) -> Kind {
        match self {
            Family::Iban | Family::National => Kind::Iban,
            Family::Bic => Kind::Bic,
            Family::Aba => Kind::Aba,
            Family::Evm => Kind::EvmAddress,
            Family::Tron => Kind::TronAddress,
            Family::Stellar => Kind::StellarAddress,
        }
    }

    /// The same values at every call.
    pub(crate) fn values(self) -> Vec<Value> {
        let mut maker = Maker { random: Random(0x9e37_79b9_7f4a_7c15), values: Vec::with_capacity(COUNT + 64) };
        if self == Family::National {
            accounts::national(&mut maker);
            return maker.values;
        }
        while maker.values.len() < COUNT {
            match self {
                Family::Iban | Family::National => accounts::ibans(&mut maker),
                Family::Bic => accounts::bic(&mut maker),
                Family::Aba => accounts::aba(&mut maker),
                Family::Evm => addresses::evm(&mut maker),
                Family::Tron => addresses::tron(&mut maker),
                Family::Stellar => addresses::stellar(&mut maker),
            }
        }
        maker.values.truncate(COUNT);
        maker.values
    }
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text to judge.
#[derive(Debug)]
pub(crate) struct Value {
    pub(crate) text: String,
    /// How it differs from the plain text, if it does.
    pub(crate) notation: &'static str,
    /// Where the plain text stands in the list.
    pub(crate) plain: Option<usize>,
}

/// Numbers that look random and are the same in every run: xorshift with 64 bits.
pub(crate) struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from((self.next() >> 16) % end as u64).expect("it is below a usize")
    }

    pub(crate) fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    pub(crate) fn letters(&mut self, alphabet: &str, count: usize) -> String {
        (0..count).map(|_| char::from(*self.pick(alphabet.as_bytes()))).collect()
    }

    pub(crate) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| self.below(256) as u8)
    }
}

/// Collects values.
pub(crate) struct Maker {
    pub(crate) random: Random,
    values: Vec<Value>,
}

impl Maker {
    pub(crate) fn plain(&mut self, text: String) {
        self.values.push(Value { text, notation: "", plain: None });
    }

    /// The text, and the same written in another way.
    pub(crate) fn both(&mut self, text: &str, notation: &'static str, written: String) {
        self.plain(text.to_owned());
        let plain = Some(self.values.len() - 1);
        self.values.push(Value { text: written, notation, plain });
    }

    /// The text, and the same in one of the ways in which any identifier is written.
    pub(crate) fn written(&mut self, text: &str, separators: &[(&'static str, &str)]) {
        let (notation, written) = match self.random.below(9 + separators.len()) {
            0 => ("blank in front", format!(" {text}")),
            1 => ("blank behind", format!("{text} ")),
            2 => ("line end behind", format!("{text}\n")),
            3 => ("small letters", text.to_lowercase()),
            4 => ("one small letter", self.one_small(text)),
            5 => ("full-width digits", full_width(text)),
            6 => ("no-break space in front", format!("\u{a0}{text}")),
            7 => ("zero-width space inside", self.inserted(text, "\u{200b}")),
            8 => ("apostrophe in front", format!("'{text}")),
            other => {
                let (notation, separator) = separators[other - 9];
                (notation, groups(text, separator))
            }
        };
        if written == text {
            self.plain(written);
        } else {
            self.both(text, notation, written);
        }
    }

    /// Nearly the text: one character exchanged, two transposed, one too few, one too many, one doubled.
    pub(crate) fn mutated(&mut self, text: &str, alphabet: &str) {
        let mut bytes = text.as_bytes().to_vec();
        let at = self.random.below(bytes.len());
        let other = *self.random.pick(alphabet.as_bytes());
        match self.random.below(8) {
            0..=2 => bytes[at] = other,
            3 => bytes.swap(at, (at + 1) % text.len()),
            4 => bytes.swap(at, (at + 2) % text.len()),
            5 => drop(bytes.remove(at)),
            6 => bytes.insert(at, other),
            _ => bytes.insert(at, bytes[at]),
        }
        self.plain(String::from_utf8(bytes).expect("the alphabet is ASCII"));
    }

    fn one_small(&mut self, text: &str) -> String {
        let at = self.random.below(text.len());
        let small = |(index, letter): (usize, char)| if index == at { letter.to_ascii_lowercase() } else { letter };
        text.chars().enumerate().map(small).collect()
    }

    pub(crate) fn inserted(&mut self, text: &str, what: &str) -> String {
        let (before, behind) = text.split_at(1 + self.random.below(text.len() - 1));
        [before, what, behind].concat()
    }
}

/// Groups of four characters.
pub(crate) fn groups(text: &str, separator: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join(separator)
}

fn full_width(text: &str) -> String {
    let wide = |letter: char| match letter {
        '0'..='9' => char::from_u32(u32::from(letter) + 0xfee0).expect("the full-width form exists"),
        other => other,
    };
    text.chars().map(wide).collect()
}
