//! Banks of Nepal, which are paid by their number at the clearing house (CIPS), not by name.

use crate::tables::CIPS_BANKS;
use crate::text;

/// A member of the clearing house.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bank {
    /// Four digits.
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
}

/// Whether a bank was named by what is left of its name without the word that says that it is one: `Nepal` may mean
/// the country as well.
pub(crate) fn is_part_of_name(text: &str, bank: Bank) -> bool {
    let wanted = words(text);
    wanted != bank.id && wanted != words(bank.name) && !text::contains_word(&wanted, "bank")
}

/// The bank of a number, of its name, or of its name without the words that say what it is.
pub(crate) fn find(text: &str) -> Option<Bank> {
    let wanted = words(text);
    if wanted.is_empty() {
        return None;
    }
    let (mut rest, mut alike, mut others) = (CIPS_BANKS, None, 0_u8);
    while let Some((id, name)) = text::next_word(&mut rest, b'\n').and_then(|line| text::split(line, b' ')) {
        let own = words(name);
        if id == wanted || own == wanted {
            return Some(Bank { id, name });
        }
        if short(&own) == short(&wanted) {
            others = others.saturating_add(u8::from(alike.is_some()));
            alike = Some(Bank { id, name });
        }
    }
    // more than one is none
    alike.filter(|_| others == 0)
}

/// What Rahat's code maps the three names it knows to. They are single branches of Indian
/// banks, not members of the clearing house.
pub(crate) fn document_mapping(text: &str) -> &str {
    match text {
        "SBI" => "SBIN0000001",
        "HDFC" => "HDFC0000001",
        "ICICI" => "ICIC0000001",
        other => other,
    }
}

/// Lower-case words, with `Ltd` spelt out.
fn words(text: &str) -> String {
    let mut words = String::new();
    for word in text.split(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if !words.is_empty() {
            words.push(' ');
        }
        let lower = word.to_ascii_lowercase();
        words.push_str(match lower.as_str() {
            "ltd" => "limited",
            "co" => "company",
            other => other,
        });
    }
    words
}

/// Without the words that every bank's name ends in.
fn short(words: &str) -> &str {
    let words = words.strip_suffix(" limited").unwrap_or(words);
    words.strip_suffix(" bank").unwrap_or(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_by_number_name_and_short_name() {
        for text in ["0401", "Nabil Bank Ltd.", "nabil bank limited", "Nabil Bank", "NABIL"] {
            assert_eq!(find(text).map(|bank| bank.id), Some("0401"), "{text}");
        }
        assert_eq!(find("Laxmi Bank").map(|bank| bank.id), Some("1701"));
        let nepal = find("Nepal").unwrap();
        assert!(is_part_of_name("Nepal", nepal) && !is_part_of_name("Nepal Bank", nepal));
        for text in ["", "bank", "Z-VAPT TEST", "9999", "NCHL", "SBI", "Nepal"] {
            assert!(find(text).is_none_or(|bank| bank.id == "0101"), "{text}");
        }
    }
}
