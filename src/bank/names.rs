//! Holders' names and references: what stands for none, what a wrong encoding damaged, what the scheme that
//! pays the currency does not carry.
//!
//! Nothing here stops a payment: names are what people are called.

use super::corridor::{self, Corridor};
use super::field::{FieldName, plain};
use super::known_banks::KnownBank;
use super::no_holder;
use super::rail::Rail;
use super::transliterate::{self, Carried};
use crate::characters::{DIGIT, HYPHEN, LETTER, LOW_LINE, NAME_SIGN, sorts};
use crate::code::{Code, Severity};
use crate::finding::Finding;
use crate::identifier::{self, Kind, Rules};
use crate::{money, text};

/// What the usual scheme of a currency carries of a name and of a reference.
struct TextLimits {
    /// The currency's three letters.
    currency: [u8; 3],
    scheme: &'static str,
    /// The most characters of a holder's name and of a reference; none where no public source has one.
    most: [Option<usize>; 2],
    /// Whether only the signs of the EPC's basic Latin set are carried, rather than all of ASCII.
    is_basic: bool,
}

/// By the currency's usual scheme; a wire may carry more. Sources:
/// - SEPA: EPC125-05 (70, 140) and EPC217-08 (letters and signs); slashes in references by the implementation guidelines of
///   the schemes and the EPC's clarification paper on the use of slashes in references, identifications and identifiers;
/// - ACH: Nacha's entry detail and addenda records (22, 80);
/// - Faster Payments: the reference as Equals and `TrueLayer` state it (18), names as the banks with the shortest
///   field, which Bacs has, take them (18);
/// - BECS: the Direct Entry record (32, 18); EFT: Payments Canada, standard 005 (30, 19);
/// - NCHL: Monzo on payments to Nepal (35 of a name). For NEFT no public length was found.
static LIMITS: [TextLimits; 7] = [
    TextLimits { currency: *b"EUR", scheme: "SEPA", most: [Some(70), Some(140)], is_basic: true },
    TextLimits { currency: *b"USD", scheme: "ACH", most: [Some(22), Some(80)], is_basic: false },
    TextLimits { currency: *b"GBP", scheme: "Faster Payments", most: [Some(18), Some(18)], is_basic: false },
    TextLimits { currency: *b"CAD", scheme: "EFT", most: [Some(30), Some(19)], is_basic: false },
    TextLimits { currency: *b"AUD", scheme: "BECS", most: [Some(32), Some(18)], is_basic: false },
    TextLimits { currency: *b"INR", scheme: "NEFT", most: [None, None], is_basic: false },
    TextLimits { currency: *b"NPR", scheme: "NCHL", most: [Some(35), None], is_basic: false },
];

/// Adds the findings on the name of the holder of an account in a currency, as the rail by banks sees it.
pub(crate) fn check_holder(text: &str, currency: &str, path: &'static str, findings: &mut Vec<Finding>) {
    holder(text::trim(text), corridor::find(currency, Rail::Bank, "").as_ref(), path, findings);
}

/// Adds the findings on a holder's name.
#[cfg_attr(page, optimize(speed))]
pub(super) fn holder(text: &str, corridor: Option<&Corridor>, path: &'static str, findings: &mut Vec<Finding>) {
    let sorts = sorts(text);
    let is_plain = sorts & !(LETTER | NAME_SIGN | HYPHEN) == 0;
    let warning = |code| Finding::new(code).with_severity(Severity::Warning).at(path);
    let is_name = is_plain && sorts & LETTER != 0;
    let of_word = || if text::contains_byte(text, b' ') { None } else { no_name_in_one_word(text) };
    let of_nobody = || no_holder::is_no_holder(text).then_some(Code::NameUnusual);
    let code = no_value(text, is_plain).or_else(of_word).or_else(of_nobody);
    if let Some(code) = code.or_else(|| if is_name { None } else { no_name(text) }) {
        findings.push(warning(code));
        return;
    }
    if let Some((corridor, limits)) = corridor.and_then(|corridor| Some((corridor, limits_of(corridor)?))) {
        carried(limits, 0, text, is_plain, path, findings);
        // Wise asks for two words in India; initials match no bank's record
        if is_initials(text) || corridor.currency == "INR" && !text::contains_byte(text, b' ') {
            findings.push(Finding::new(Code::NameIncomplete).at(path));
        }
    }
}

/// Adds the findings on a reference.
pub(crate) fn check_reference(text: &str, corridor: Option<&Corridor>, findings: &mut Vec<Finding>) {
    let path = "/reference";
    let is_plain = sorts(text) & !(LETTER | DIGIT | HYPHEN | LOW_LINE) == 0;
    if let Some(code) = no_value(text, is_plain) {
        findings.push(Finding::new(code).with_severity(Severity::Warning).at(path));
    } else if let Some(limits) = corridor.and_then(limits_of) {
        carried(limits, 1, text, is_plain, path, findings);
        let has_slash = !is_plain && limits.is_basic;
        if has_slash && (text.starts_with('/') || text.ends_with('/') || text::contains(text, "//")) {
            findings.push(Finding::new(Code::SchemeSlashes).at(path).with_text("scheme", limits.scheme));
        }
    }
}

#[inline]
#[cfg_attr(page, optimize(speed))]
fn limits_of(corridor: &Corridor) -> Option<&'static TextLimits> {
    if corridor.rail != Rail::Bank {
        return None;
    }
    let currency: [u8; 3] = corridor.currency.as_bytes().try_into().ok()?;
    LIMITS.iter().find(|limits| limits.currency == currency)
}

/// A word for nothing, a spreadsheet's error in any language, or what a wrong encoding left.
fn no_value(text: &str, is_plain: bool) -> Option<Code> {
    // words for nothing are short
    if text.len() <= 24 && identifier::is_placeholder(text) {
        Some(Code::Placeholder)
    } else if is_plain {
        None
    } else if text.starts_with('#') && (text.ends_with(['!', '?']) || text.len() <= 5) {
        Some(Code::SpreadsheetError)
    } else if is_damaged(text) {
        Some(Code::EncodingDamaged)
    } else {
        None
    }
}

/// What a text is instead of a name, if it has many digits or no letters.
fn no_name(text: &str) -> Option<Code> {
    let is_letter = |c: char| {
        c.is_ascii_alphabetic() || c >= '\u{c0}' && !matches!(c, '\u{2000}'..='\u{2bff}' | '\u{1f000}'..='\u{1ffff}')
    };
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if digits > 0 && text::split(text, b' ').is_some_and(|(first, last)| is_number_beside_currency(first, last)) {
        return Some(Code::LooksLikeAmount);
    }
    let other =
        if digits > 5 || text::contains_byte(text, b'@') || text::contains(text, "://") || text.starts_with("www.") {
            let read = (Kind::AccountNumber.spec().read)(text, Rules::default(), &mut String::new());
            let code = read.err().map(identifier::Issue::code);
            code.filter(|code| matches!(code, Code::LooksLikeIban | Code::LooksLikeAmount | Code::LooksLikeDate))
                .or_else(|| identifier::looks_like(Kind::AccountNumber, text))
                .or(if digits > 5 { Some(Code::NameUnusual) } else { None })
        } else {
            None
        };
    other.or(if text.chars().any(is_letter) { None } else { Some(Code::NameUnusual) })
}

/// Words in small letters that stand in tables and forms where names do: of the last line of a table, of what is paid
/// and how, of who anybody may be, of address without a name, and the forms of companies.
const LABELS: &str = "total totals subtotal grandtotal gesamt summe totale totaal balance saldo cash euro user username \
                      admin administrator self myself me staff employee vendor supplier salary payroll wages refund \
                      payment transfer bank banktransfer wallet titulaire titular beneficiario mr mrs ms miss dr prof inc llc ltd plc gmbh";

/// What a single word is instead of a name: the heading of a column, another word of tables, a currency, a BIC.
fn no_name_in_one_word(text: &str) -> Option<Code> {
    // names are longer, or have a small letter
    let is_one_case =
        || !text.bytes().skip(1).any(|byte| byte.is_ascii_lowercase()) || text == text.to_ascii_lowercase();
    let is_currency = || text.len() <= 8 && is_one_case() && money::is_currency_word(&text.to_ascii_uppercase());
    if text.len() <= 14 && text::contains_word(LABELS, &plain(text)) || is_currency() || names_column(text) {
        Some(Code::NameUnusual)
    } else if matches!(text.len(), 8 | 11) && is_bic(text) {
        Some(Code::LooksLikeBic)
    } else {
        None
    }
}

/// Whether it is what files call a column, and no name of people besides.
fn names_column(text: &str) -> bool {
    let is_first_name = ["till", "memo"].iter().any(|name| text.eq_ignore_ascii_case(name));
    matches!(&*plain(text), "amount" | "currency" | "country" | "reference")
        || text.is_ascii() && !is_first_name && FieldName::find(text).is_some()
}

/// Whether capitals that have the form of a BIC are one: with a digit, of a head office, or of a bank that is known.
/// Others may be somebody's name, as `MARTINEZ` is.
fn is_bic(text: &str) -> bool {
    let is_read = (Kind::Bic.spec().read)(text, Rules::default(), &mut String::new());
    let is_form = text == text.to_ascii_uppercase() && is_read.err().is_none_or(identifier::Issue::is_note);
    is_form
        && (text.bytes().any(|byte| byte.is_ascii_digit())
            || text.len() == 11 && text.ends_with("XXX")
            || KnownBank::all().any(|bank| text.get(..4).is_some_and(|start| text::contains_word(bank.bics, start))))
}

/// `100 EUR`, `KES 1,500.00`.
fn is_number_beside_currency(first: &str, last: &str) -> bool {
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','));
    let is_currency = |text: &str| text.len() <= 8 && money::is_currency_word(&text.to_ascii_uppercase());
    is_number(first) && is_currency(last) || is_number(last) && is_currency(first)
}

/// Whether letters were lost (U+FFFD, `M?ller`), UTF-8 was read as Windows-1252, Latin-1, code page 437 or Mac
/// Roman, or escapes of HTML, JSON or addresses were left in.
fn is_damaged(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_escape = bytes.windows(3).any(|three| {
        matches!(three, [b'%', high, low] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit())
            || matches!(three, [b'\\', b'u' | b'x', digit] if digit.is_ascii_hexdigit())
            || matches!(three, [letter, b'?', _] if letter.is_ascii_alphabetic())
    });
    let is_entity = text::split(text, b'&').is_some_and(|(_, rest)| {
        text::split(rest, b';').is_some_and(|(name, _)| {
            !name.is_empty() && name.len() <= 8 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
        })
    });
    if is_escape || is_entity || text.ends_with('?') {
        return true;
    }
    // how many more bytes of a letter of UTF-8 would follow, if each character were one byte of it
    let mut open = 0_u8;
    for character in text.chars() {
        open = match character {
            '\u{fffd}' | '\u{221a}' | '\u{2500}'..='\u{259f}' => return true,
            '\u{80}'..='\u{bf}'
            | '\u{152}'
            | '\u{153}'
            | '\u{160}'
            | '\u{161}'
            | '\u{178}'
            | '\u{17d}'
            | '\u{17e}'
            | '\u{192}'
            | '\u{2c6}'
            | '\u{2dc}'
            | '\u{2013}'..='\u{203a}'
            | '\u{20ac}'
            | '\u{2122}'
                if open > 0 =>
            {
                if open == 1 {
                    return true;
                }
                open.wrapping_sub(1)
            }
            '\u{c2}'..='\u{df}' => 1,
            '\u{e0}'..='\u{ef}' => 2,
            _ => 0,
        };
    }
    false
}

/// Length, letters and signs of a name (0) or a reference (1), as the scheme carries them.
#[cfg_attr(page, optimize(speed))]
fn carried(
    limits: &'static TextLimits,
    which: usize,
    text: &str,
    is_plain: bool,
    path: &'static str,
    findings: &mut Vec<Finding>,
) {
    let said = |code| Finding::new(code).at(path).with_text("scheme", limits.scheme);
    // what has no more bytes has no more characters
    if let Some(most) = limits.most.get(which).copied().flatten()
        && text.len() > most
    {
        let actual = text::count(text);
        if actual > most {
            findings.push(said(Code::SchemeLength).with_number("expected", most).with_number("actual", actual));
        }
    }
    if is_plain {
        return;
    }
    match transliterate::carried(text, limits.is_basic) {
        Carried::AsItIs => {}
        Carried::Changed(form) => findings.push(said(Code::SchemeCharacters).with("transliterated", form)),
        Carried::Lost => findings.push(said(Code::SchemeCharacters).with_severity(Severity::Warning)),
    }
}

/// Whether every word is one letter, as in `J. S.`.
fn is_initials(text: &str) -> bool {
    let mut before = b' ';
    let mut has_letter = false;
    for byte in text.bytes() {
        if byte != b' ' && byte != b'.' {
            if before != b' ' && before != b'.' || !byte.is_ascii_alphabetic() {
                return false;
            }
            has_letter = true;
        }
        before = byte;
    }
    has_letter
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_of_encodings_is_told_from_letters_with_accents() {
        for text in [
            "J\u{fffd}rg",
            "M\u{c3}\u{bc}ller",
            "Jos\u{c3}\u{a9} Garc\u{c3}\u{ad}a",
            "\u{c3}\u{2013}zil",
            "M?ller",
            "Jos?",
            "M&uuml;ller",
            "O&#39;Brien",
            "M%C3%BCller",
            "M\\u00fcller",
            "M\u{221a}\u{ba}ller",
            "J\u{251c}\u{2562}rg",
            "\u{e0}\u{a4}\u{b8}\u{e0}\u{a5}\u{20ac}",
            "O\u{e2}\u{20ac}\u{2122}Brien",
        ] {
            assert!(is_damaged(text), "{text}");
        }
        for text in [
            "J\u{f6}rg M\u{fc}ller",
            "Jos\u{e9} \u{d1}and\u{fa}",
            "JO\u{c3}O",
            "S\u{e3}o",
            "\u{ab}Caf\u{e9}\u{bb}",
            "M\u{aa} Jos\u{e9}",
            "Tom & Jerry",
            "100% Foods",
            "O\u{2019}Brien",
            "\u{c9}mile",
            "Smith & Sons; Partner",
        ] {
            assert!(!is_damaged(text), "{text}");
        }
    }

    #[test]
    fn single_words_that_are_no_names() {
        let code = |text: &str| {
            let mut findings = Vec::new();
            check_holder(text, "EUR", "", &mut findings);
            findings.first().filter(|finding| finding.severity() == Severity::Warning).map(Finding::code)
        };
        let headings = FieldName::ALL.iter().flat_map(|field| field.aliases().split(' ').chain([field.as_str()]));
        let words = LABELS.split_ascii_whitespace().chain(["amount", "Currency"]).chain(headings);
        for word in words.filter(|word| !word.is_empty() && !word.starts_with("till") && !word.starts_with("memo")) {
            for text in [word.to_owned(), word.to_uppercase(), format!(" {word}")] {
                assert!(matches!(code(&text), Some(Code::NameUnusual | Code::Placeholder)), "{text}");
            }
        }
        for a in b'A'..=b'Z' {
            for (b, c) in (b'A'..=b'Z').flat_map(|b| (b'A'..=b'Z').map(move |c| (b, c))) {
                let text: String = [a, b, c].map(char::from).iter().collect();
                if money::Currency::new(&text).is_some() {
                    assert!(code(&text).is_some() && code(&text.to_lowercase()).is_some(), "{text}");
                }
            }
        }
        for bank in KnownBank::all() {
            for letters in bank.bics.split(' ') {
                assert_eq!(code(&format!("{letters}DEFF")), Some(Code::LooksLikeBic), "{letters}");
            }
        }
        for text in ["100 EUR", "KES 1,500.00", "10 usdt"] {
            assert_eq!(code(text), Some(Code::LooksLikeAmount), "{text}");
        }
        for text in ["dollars", "RUPEES"] {
            assert_eq!(code(text), Some(Code::NameUnusual), "{text}");
        }
        for text in ["NWBKGB2L", "ZZZZDEFFXXX", "ZZZZDE33"] {
            assert_eq!(code(text), Some(Code::LooksLikeBic), "{text}");
        }
        for text in [
            "MARTINEZ",
            "CHRISTIN",
            "HARTMANN",
            "HOFFMANN",
            "Deutsche",
            "Jane Cash",
            "CASH, JOHN",
            "Till",
            "Memo",
            "Bob",
            "Ron",
            "Ali",
            "Userov",
            "Totali",
            "Rand",
            "Mark",
            "Sukarno",
            "BOBBY",
            "Jos\u{e9}",
        ] {
            assert_eq!(code(text), None, "{text}");
        }
    }

    #[test]
    fn initials() {
        assert!(is_initials("J. S.") && is_initials("J S") && is_initials("X"));
        assert!(!is_initials("J. Smith") && !is_initials("") && !is_initials("JS"));
    }
}
