//! The words of a column's name: without accents and capitals, long ones taken apart, and one word for a thing in all languages.

use std::sync::OnceLock;

use crate::bank::without_accent;
use crate::bulk::column_table::COLUMN_NAMES;
use crate::text;

/// The words of a name as they stand in it, and what they are called in the table.
pub(super) struct Words {
    pub(super) written: String,
    pub(super) meant: String,
}

impl Words {
    pub(super) fn of(name: &str) -> Words {
        let written = words(name);
        let (mut meant, mut rest) = (String::with_capacity(written.len()), written.as_str());
        while let Some(word) = text::next_word(&mut rest, b' ') {
            if word.len() > MAX_WORD || !push_parts(word, &mut meant) {
                push(word, &mut meant);
            }
        }
        Words { written, meant }
    }
}

fn push(word: &str, words: &mut String) {
    if !words.is_empty() {
        words.push(' ');
    }
    words.push_str(word);
}

/// Longer words are not taken apart.
const MAX_WORD: usize = 64;

/// Adds the parts of a word, where all of it is known ones: it may be one itself, or written together as in German and Chinese.
fn push_parts(word: &str, words: &mut String) -> bool {
    if word.is_empty() {
        return true;
    }
    let (start, mut below) = (words.len(), usize::MAX);
    while let Some((length, meant)) = longest_part(word, below) {
        push(meant, words);
        if push_parts(word.get(length..).unwrap_or_default(), words) {
            return true;
        }
        words.truncate(start);
        below = length;
    }
    false
}

/// The longest known word, below a length, that a text begins with, and what it is called in the table. Short ones stand only at the end.
fn longest_part(text: &str, below: usize) -> Option<(usize, &'static str)> {
    let mut best: Option<(usize, &'static str)> = None;
    for (part, meant) in Known::get().like(text) {
        if !text.starts_with(part) || part.len() >= below || best.is_some_and(|(length, _)| part.len() <= length) {
            continue;
        }
        let least = match part.as_bytes().first() {
            Some(0..0x80) => 4,
            Some(0x80..0xe2) => 8,
            // a sign of East Asian writing is a word
            _ => 1,
        };
        if part.len() == text.len() || part.len() >= least {
            best = Some((part.len(), meant));
        }
    }
    best
}

/// The words that names are made of, found by their first byte: every word of every name is looked for among them.
pub(super) struct Known {
    /// Each with what it is called in the table, and where the next is that begins like it.
    words: Vec<(&'static str, &'static str, u16)>,
    /// Where the first is that begins with a byte.
    first: [u16; 256],
}

/// No word is there.
const NONE: u16 = u16::MAX;

impl Known {
    pub(super) fn get() -> &'static Known {
        static KNOWN: OnceLock<Known> = OnceLock::new();
        KNOWN.get_or_init(|| {
            let mut words: Vec<_> = listed_words().map(|(word, meant)| (word, meant, NONE)).collect();
            let mut first = [NONE; 256];
            for (place, (word, _, next)) in words.iter_mut().enumerate().rev() {
                let head = word.bytes().next().and_then(|byte| first.get_mut(usize::from(byte)));
                if let (Some(head), Ok(place)) = (head, u16::try_from(place)) {
                    (*next, *head) = (*head, place);
                }
            }
            Known { words, first }
        })
    }

    /// Every word, and what it is called in the table.
    pub(super) fn all(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.words.iter().map(|&(word, meant, _)| (word, meant))
    }

    /// Those that begin with the byte that a text begins with, in the order of the table.
    fn like(&self, text: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
        let mut at = text.bytes().next().and_then(|byte| self.first.get(usize::from(byte))).copied().unwrap_or(NONE);
        std::iter::from_fn(move || {
            let &(word, meant, next) = self.words.get(usize::from(at))?;
            at = next;
            Some((word, meant))
        })
    }
}

/// The words that names are made of, and what they are called in the table.
fn listed_words() -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut lines = COLUMN_NAMES;
    let lists =
        std::iter::from_fn(move || next_line(&mut lines)).take_while(|(column, ..)| column.starts_with(['=', '-']));
    lists.flat_map(|(column, _, names)| {
        let meant = column.strip_prefix('=');
        let is_list = meant.is_some() || matches!(column, "-side" | "-bank" | "-joiner" | "-filler" | "-payer");
        let words = words_of(if is_list { names } else { "" });
        meant.into_iter().chain(words).map(move |word| (word, meant.unwrap_or(word)))
    })
}

/// The words of a name, without accents and capitals, with blanks between them.
fn words(name: &str) -> String {
    let (mut words, mut was_small) = (String::new(), false);
    // between blanks, a capital inside a word is one of a brand
    let is_joined = !text::trim(name).contains(' ');
    for letter in name.chars() {
        let is_break = letter.is_ascii_uppercase() && was_small && is_joined;
        was_small = letter.is_ascii_lowercase();
        match letter {
            // as in French and Italian, `d'institution`
            '\'' | '\u{2019}' if matches!(last_word(&words), "d" | "l") => words.push(' '),
            // what belongs to a letter, or joins two
            '\u{300}'..='\u{36f}'
            | '\''
            | '\u{2019}'
            | '*'
            | '\u{93c}'
            | '\u{94d}'
            | '\u{200b}'..='\u{200f}'
            | '\u{feff}' => {}
            '#' | '\u{2116}' | '\u{ba}' | '\u{b0}' => words.push_str(" no "),
            // signs of currencies are words of their own
            '\u{a3}' | '\u{20a0}'..='\u{20cf}' => {
                words.push(' ');
                words.push(letter);
                words.push(' ');
            }
            // as in US$
            '$' => words.push_str(if last_word(&words).len() <= 3 { "$ " } else { " $ " }),
            _ => {
                if is_break {
                    words.push(' ');
                }
                words.push(plain(letter).unwrap_or(' '));
            }
        }
    }
    // one blank between words, none around them
    let mut out = String::with_capacity(words.len());
    let mut rest = words.as_str();
    while let Some(word) = text::next_word(&mut rest, b' ') {
        if !word.is_empty() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
    }
    out
}

fn last_word(words: &str) -> &str {
    text::split_last(words, b' ').map_or(words, |(_, last)| last)
}

/// A letter without its accent, and small; nothing for what is no letter and no digit.
fn plain(letter: char) -> Option<char> {
    let code = u32::from(letter);
    let moved = |by: u32| char::from_u32(code.wrapping_add(by));
    let small = match letter {
        _ if letter.is_ascii() => letter,
        '\u{410}'..='\u{42f}' => return moved(0x20).and_then(plain),
        '\u{401}' | '\u{451}' => '\u{435}',
        '\u{439}' => '\u{438}',
        // the wide forms of East Asian keyboards
        '\u{ff01}'..='\u{ff5e}' => moved(0xff01_u32.wrapping_neg().wrapping_add(0x21))?,
        _ => without_accent(letter).unwrap_or(letter),
    };
    let is_mark = matches!(small, '\u{80}'..='\u{bf}' | '\u{2000}'..='\u{2bff}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{303f}'
        | '\u{fe00}'..='\u{ffff}' | '\u{964}' | '\u{965}');
    let is_letter = if small.is_ascii() { small.is_ascii_alphanumeric() } else { !is_mark };
    is_letter.then(|| small.to_ascii_lowercase())
}

/// What the next names of the table mean, how they may be read, and the names.
pub(super) fn next_line(lines: &mut &'static str) -> Option<(&'static str, &'static str, &'static str)> {
    let mut next = || text::next_word(lines, b' ');
    let (column, way, length) = (next()?, next()?, next()?);
    let length = usize::try_from(text::whole(length)?).ok()?;
    let names = lines.get(..length)?;
    *lines = lines.get(length..)?;
    Some((column, way, names))
}

/// Whether a word, or the key of some, is in a list of words.
pub(super) fn is_listed(kind: &str, word: &str) -> bool {
    let mut lines = COLUMN_NAMES;
    while let Some((column, _, names)) = next_line(&mut lines) {
        if column == kind {
            return text::contains_word(names, word);
        }
    }
    false
}

/// The words of a list.
pub(super) fn words_of(mut names: &'static str) -> impl Iterator<Item = &'static str> {
    std::iter::from_fn(move || text::next_word(&mut names, b' '))
}

pub(super) fn joined(words: &str) -> String {
    text::mapped(words, &|letter| (letter != ' ').then_some(letter))
}
