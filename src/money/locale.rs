//! Amounts as people read them: signs, grouping and where the currency stands, by the language and country of the reader.

use super::locale_table::LOCALES;
use super::{Amount, Currency, names};
use crate::text;

/// What stands for the currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Display {
    Code,
    Symbol,
    None,
}

impl Display {
    pub(crate) const NAMES: &str = "code, symbol, none";

    pub(crate) fn find(name: &str) -> Option<Display> {
        match name {
            "code" => Some(Display::Code),
            "symbol" => Some(Display::Symbol),
            "none" => Some(Display::None),
            _ => None,
        }
    }
}

/// A language, with or without a country.
#[derive(Clone, Debug)]
pub(crate) struct Locale {
    /// Small letters and hyphens.
    name: String,
    /// Decimal sign, grouping sign, grouping, place of the symbol: see `data/README.md`.
    signs: &'static [u8],
}

/// Rupees are counted in lakhs and crores.
const RUPEES: &str = "INR NPR";

/// The countries in whose English numbers are said in lakhs and crores.
const LAKHS: &str = "in np pk bd lk";

impl Locale {
    pub(crate) const WHAT: &str = "a language, with or without a country, such as en, en-IN, hi or de-CH";

    /// The locale of a name such as `en-IN`, in any case, with a hyphen or an underscore. A country that is not in the
    /// table has what its language has.
    pub(crate) fn find(name: &str) -> Option<Locale> {
        let mut plain = String::new();
        for c in name.chars() {
            plain.push(if c == '_' { '-' } else { c.to_ascii_lowercase() });
        }
        let language = text::split(&plain, b'-').map_or(plain.as_str(), |(language, _)| language);
        let signs = signs_of(&plain).or_else(|| signs_of(language))?;
        Some(Locale { name: plain, signs })
    }

    /// English, with the grouping that is usual for the currency.
    pub(crate) fn of(currency: Currency) -> Option<Locale> {
        Locale::find(if text::contains_word(RUPEES, currency.as_str()) { "en-IN" } else { "en" })
    }

    pub(super) fn language(&self) -> &str {
        text::split(&self.name, b'-').map_or(&self.name, |(language, _)| language)
    }

    /// Whether numbers are said in lakhs and crores.
    pub(super) fn has_lakhs(&self) -> bool {
        text::split_last(&self.name, b'-').is_some_and(|(_, country)| text::contains_word(LAKHS, country))
    }

    /// An amount with all decimals of its currency, as it is written.
    pub(crate) fn format(&self, amount: Amount, currency: Currency, display: Display) -> String {
        let &[decimal, group, grouping, place] = self.signs else {
            return amount.text();
        };
        let code = currency.as_str();
        let (name, is_symbol) = match display {
            Display::Code => (code, false),
            Display::Symbol => names::symbol(code).map_or((code, false), |symbol| (symbol, true)),
            Display::None => ("", false),
        };
        let number = amount.text();
        let mut out = String::new();
        if !name.is_empty() && place != b'e' {
            out.push_str(name);
            if place == b'a' || !is_symbol {
                out.push('\u{a0}');
            }
        }
        let (whole, decimals) = text::split(&number, b'.').unwrap_or((&number, ""));
        let mut left = whole.len();
        let is_grouped = grouping != b'4' || left > 4;
        for digit in whole.chars() {
            out.push(digit);
            left = left.wrapping_sub(1);
            let ends = if grouping == b'2' && left > 3 { left & 1 == 1 } else { left % 3 == 0 };
            if is_grouped && left > 0 && ends {
                out.push(match group {
                    b's' => '\u{a0}',
                    b'n' => '\u{202f}',
                    sign => char::from(sign),
                });
            }
        }
        if !decimals.is_empty() {
            out.push(char::from(decimal));
            out.push_str(decimals);
        }
        if !name.is_empty() && place == b'e' {
            out.push('\u{a0}');
            out.push_str(name);
        }
        out
    }
}

fn signs_of(name: &str) -> Option<&'static [u8]> {
    let mut lines = LOCALES;
    while let Some(mut words) = text::next_word(&mut lines, b'\n') {
        let signs = text::next_word(&mut words, b' ')?;
        while let Some(word) = text::next_word(&mut words, b' ') {
            if word.eq_ignore_ascii_case(name) {
                return Some(signs.as_bytes());
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_has_four_signs_and_no_locale_is_there_twice() {
        let mut seen = Vec::new();
        for line in LOCALES.lines() {
            let (signs, locales) = line.split_once(' ').unwrap();
            assert_eq!(signs.len(), 4, "{line}");
            for locale in locales.split(' ') {
                assert!(!seen.contains(&locale), "{locale}");
                assert!(Locale::find(locale).is_some());
                seen.push(locale);
            }
        }
        assert!(Locale::find("EN_in").is_some_and(|locale| locale.has_lakhs()));
        assert!(Locale::find("xx").is_none() && Locale::find("").is_none());
    }
}
