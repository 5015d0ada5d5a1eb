//! The column that an unknown name was meant to be.

use super::words::{Known, Words, is_listed, joined, next_line, words_of};
use super::{FILLER, JOINER, SIDE, is_of_another, key, look};
use crate::bank::FieldName;
use crate::bulk::column_table::COLUMN_NAMES;
use crate::bulk::columns::Column;
use crate::nearest::{self, nearest};
use crate::text;

/// The column that a name was meant to be: one that is a slip away from a known one, or that has words which are, or
/// numbers and words besides that say nothing.
pub(in crate::bulk) fn nearest_name(name: &str) -> Option<&'static str> {
    let words = Words::of(name);
    if is_of_another(name) {
        return None;
    }
    let whole = joined(&words.written);
    nearest(&whole, Column::names()).or_else(|| by_near_words(&words.meant).map(Column::name))
}

/// By the words that are left without numbers, words that say nothing, and slips of those that say whose it is; or by all
/// words, where they are a slip away from those of a known name.
#[cold]
fn by_near_words(words: &str) -> Option<Column> {
    let (mut said, mut rest) = (String::new(), words);
    while let Some(word) = text::next_word(&mut rest, b' ') {
        let word = near_word(word).unwrap_or(word);
        if !text::is_digits(word) && !is_listed("-loose", word) && !is_listed("-side", word) {
            said.push_str(word);
            said.push(' ');
        }
    }
    let said = text::trim(&said);
    if said.is_empty() {
        return None;
    }
    if said != words {
        let found = look(&key(said, JOINER | SIDE), "abs")
            .or_else(|| look(&key(said, JOINER | SIDE | FILLER), "ab"))
            .map(|(column, _)| column)
            .or_else(|| nearest(&joined(said), Column::names()).and_then(Column::named));
        // where a recipient lives is no address on a chain
        if found != Some(Column::Field(FieldName::Address)) && found.is_some() {
            return found;
        }
    }
    let key = key(said, SIDE | FILLER | JOINER);
    let mut lines = COLUMN_NAMES;
    let names = std::iter::from_fn(|| next_line(&mut lines)).filter(|(_, way, _)| text::contains("abs", way));
    let near = nearest(&key, names.flat_map(|(.., names)| words_of(names)))?;
    (key.len() > 5 && is_near(&key, near)).then(|| look(near, "abs").map(|(column, _)| column))?
}

/// What a word is called of which this one is a slip, where it can be no other's.
fn near_word(word: &str) -> Option<&'static str> {
    if word.len() <= 5 || Known::get().all().any(|(_, meant)| meant == word) {
        return None;
    }
    let is_like = |known: &str| known.len() > 4 && known.len().abs_diff(word.len()) <= 4 && is_near(word, known);
    let mut near = Known::get().all().filter(|(known, _)| is_like(known)).map(|(_, meant)| meant);
    let first = near.next()?;
    near.all(|other| other == first).then_some(first)
}

/// Whether one is a slip of the other: two in a long word.
fn is_near(one: &str, other: &str) -> bool {
    nearest::is_near(one, other, if one.len() < 12 { 1 } else { 2 })
}

#[cfg(test)]
mod tests {
    use super::super::meaning;
    use super::nearest_name;

    #[test]
    fn unknown_names_are_offered_the_nearest_field_by_words() {
        for (name, meant) in [
            ("numero de cuenta beneficiario 2", Some("accountNumber")),
            ("Beneficary Acount Number", Some("accountNumber")),
            ("Benificiary Name", Some("accountName")),
            ("Recipient IBAN (neu)", Some("iban")),
            ("Old Account Number", None),
            ("IBAN 1", Some("iban")),
            ("Kontonummr", Some("accountNumber")),
            ("Empfaneger Kontoinhaber", Some("accountName")),
            ("Montnat", Some("amount")),
            ("Betrga", Some("amount")),
            ("Fund Account Id", None),
            ("Account Type", None),
            ("Debtor IBAN", None),
            ("Sender Acount Number", None),
            ("Fee", None),
            ("Fee Amount", None),
            ("Net Amount", None),
            ("Bank Code", None),
            ("Customer ID", None),
            ("Beneficiary Address", None),
            ("Refund Amount", None),
            ("Montant TVA", None),
            ("Postcode", None),
            ("Colour", None),
        ] {
            assert_eq!(meaning(name), None, "{name}");
            assert_eq!(nearest_name(name), meant, "{name}");
        }
    }
}
