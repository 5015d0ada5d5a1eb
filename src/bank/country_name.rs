//! Countries by what people call them, where two letters are needed.

use super::transliterate::without_accent;
use crate::code::Code;
use crate::country::Country;
use crate::finding::Finding;
use crate::identifier;
use crate::tables::{ALPHA3, COUNTRY_NAMES};
use crate::text;

/// The country of two letters in any case; otherwise what is wrong, with the letters that are meant by a name, three
/// letters, or `UK` and `EL`.
pub(crate) fn read_country(text: &str) -> Result<Country, Finding> {
    let text = text::trim(text);
    Country::new(text).or_else(|| Country::new(&text.to_ascii_uppercase())).ok_or_else(|| unknown(text))
}

#[cold]
fn unknown(text: &str) -> Finding {
    let finding = Finding::new(Code::CountryUnknown);
    match meant(text) {
        Some(country) => finding.suggesting(country.as_str().to_owned()),
        None => finding,
    }
}

fn meant(text: &str) -> Option<Country> {
    if text.bytes().any(|byte| byte.is_ascii_digit() || matches!(byte, b'/' | b',' | b';')) {
        return None;
    }
    let letter = |c: char| without_accent(c).unwrap_or(c).to_ascii_lowercase();
    let name = text::mapped(text, &|c| Some(letter(c)).filter(char::is_ascii_lowercase));
    let capitals = name.to_ascii_uppercase();
    if let Ok(two) = capitals.as_bytes().try_into() {
        return Country::from_bytes(identifier::country_instead_of(two).unwrap_or(two));
    }
    if let Some(place) = ALPHA3.as_bytes().chunks(3).position(|three| three == capitals.as_bytes()) {
        return Country::all().nth(place);
    }
    let mut rest = COUNTRY_NAMES;
    while let Some((code, names)) = text::next_word(&mut rest, b'\n').and_then(|line| line.split_at_checked(2)) {
        if text::contains_word(names, &name) {
            return Country::new(code);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_letters_in_any_case_and_no_others() {
        assert_eq!(read_country(" ke ").ok().map(Country::bytes), Some(*b"KE"));
        for text in
            ["", "  ", "-", "Congo", "Germ", "ZZ", "ZZZ", "Ger many x", "D", "4", "American", "DE1", "DE/FR", "D,E"]
        {
            assert_eq!(
                read_country(text).err().and_then(|finding| finding.suggestion().map(str::to_owned)),
                None,
                "{text}"
            );
        }
    }
}
