//! International bank account numbers (ISO 13616).
//!
//! The reading here tells the ways of being wrong apart. Tests hold it, and where bank and branch stand, against
//! `iban_validate`, which is made from the same registry.

mod format;
mod national;
mod repair;
#[cfg(feature = "iban_validate")]
mod second_opinion;
mod sepa;

use super::clean::{self, Separators, since};
use super::issue::{Issue, Param, ReadResult};
use super::spec::{Parts, Spec, grouped, identifier};
use std::ops::Range;

use super::Rules;
use super::check::mod97;
use crate::characters::trim;
use crate::code::Code;
use crate::country::Country;
use crate::mask;
use crate::tables;
use crate::text;
use format::{DIGIT, Format, LETTER};
pub(super) use repair::{explain, reads};
#[cfg(feature = "iban_validate")]
pub use second_opinion::{SecondOpinion, second_opinion};
pub use sepa::sepa_since;

identifier! {
    /// An IBAN whose country, length, format and check digits are right.
    ///
    /// ```
    /// use offramp_core::identifier::Iban;
    ///
    /// let iban: Iban = "de89 3704 0044 0532 0130 00".parse()?;
    /// assert_eq!(iban.as_str(), "DE89370400440532013000");
    /// assert_eq!(iban.to_string(), "DE89 3704 0044 0532 0130 00");
    /// assert_eq!(iban.masked(), "DE89****3000");
    /// assert_eq!(iban.country(), "DE");
    /// assert_eq!(iban.bank(), Some("37040044"));
    /// # Ok::<(), offramp_core::Error>(())
    /// ```
    Iban
}

impl Iban {
    /// The country's two letters.
    #[must_use]
    pub fn country(&self) -> &str {
        self.0.get(..2).unwrap_or_default()
    }

    /// The country's own account number: all that follows the check digits.
    #[must_use]
    pub fn bban(&self) -> &str {
        self.0.get(4..).unwrap_or_default()
    }

    /// The bank's code, where the registry says which characters it is.
    #[must_use]
    pub fn bank(&self) -> Option<&str> {
        self.bban().get(bank_and_branch(&self.0).0?)
    }

    /// The day (ISO 8601) from which banks of the country can be paid by SEPA; nothing outside of it.
    #[must_use]
    pub fn sepa_since(&self) -> Option<&'static str> {
        country_of(self.0.as_bytes()).and_then(sepa_since)
    }

    /// The branch's code, where the registry says which characters it is.
    #[must_use]
    pub fn branch(&self) -> Option<&str> {
        self.bban().get(bank_and_branch(&self.0).1?)
    }
}

pub(super) static SPEC: Spec = Spec {
    title: "IBAN",
    read,
    format: |text| grouped(text, &[4; 9], ' '),
    mask: |text| mask::ends(text, 4),
    parts: parts_of,
    #[cfg(not(target_arch = "wasm32"))]
    part_names: &[
        ("country", "the country's two letters"),
        ("checkDigits", "the two check digits"),
        ("bban", "all that follows the check digits"),
        ("bank", "the bank's code, where the registry names it"),
        ("branch", "the branch's code, where the registry names it"),
        ("sepaSince", "the day from which the country's banks can be paid by SEPA, where they can"),
    ],
    pattern: "^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$",
    example: "DE89370400440532013000",
    digits: None,
    has_checksum: true,
};

const SEPARATORS: Separators = Separators(b"-");

fn read(text: &str, _: Rules, out: &mut String) -> ReadResult {
    // the electronic form, which almost every IBAN comes in
    match check(text.as_bytes()) {
        Ok(()) => {
            out.push_str(text);
            return Ok(());
        }
        Err(note) if note.is_note() => {
            out.push_str(text);
            return Err(note);
        }
        Err(issue)
            if text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
                && !text.starts_with("IBAN") =>
        {
            return Err(issue);
        }
        Err(_) => {}
    }
    let start = out.len();
    clean::capitals(without_word(text), SEPARATORS, out)?;
    check(since(out, start))
}

/// Leaves out the word IBAN that forms and letters print in front.
fn without_word(text: &str) -> &str {
    let text = trim(text);
    match text.split_at_checked(4) {
        Some((word, rest)) if word.eq_ignore_ascii_case("IBAN") => text::without_front(rest, " :-."),
        _ => text,
    }
}

/// Checks country, length, format and check digits of letters and digits, in this order; last the check digits
/// inside the account number, where the country has them.
#[cfg_attr(page, optimize(speed))]
fn check(text: &[u8]) -> ReadResult {
    let Some((head, bban)) = text.split_at_checked(4) else {
        return Err(too_short(text));
    };
    let Some(country) = country_of(head) else {
        return Err(no_country(head));
    };
    let Some(mut format) = format::of(country) else {
        return without_format(text, country);
    };
    if bban.len() != format.classes().len() {
        format = other_length(text, country, format)?;
    }
    let mut fits = matches!(head, [_, _, b'0'..=b'9', b'0'..=b'9']);
    for (&byte, &class) in bban.iter().zip(format.classes()) {
        fits &= format::class(byte) & class != 0;
    }
    if !fits {
        return Err(misfit(text, country, format.classes()));
    }
    let remainder = checksum(head, bban)?;
    if format.rule == 0 { Ok(()) } else { national::check(format.rule, country, bban, remainder) }
}

#[cold]
fn other_length(text: &[u8], country: Country, format: &Format) -> Result<&'static Format, Issue> {
    let actual = text.len();
    format::of_length(country, actual.wrapping_sub(4)).ok_or_else(|| {
        let expected = Param::number(format.classes().len().wrapping_add(4));
        Issue::with(Code::IbanLength, [Param::country(country), expected, Param::number(actual)])
    })
}

/// A country without a format: one whose IBANs begin with other letters, one that has none, or one of which only the
/// general rules can be applied.
#[cold]
fn without_format(text: &[u8], country: Country) -> ReadResult {
    let (head, bban) = text.split_at_checked(4).unwrap_or((text, &[]));
    if matches!(head, [_, _, b'0'..=b'9', b'0'..=b'9']) {
        if let Some(prefix) = prefix_instead_of(country.bytes()) {
            return Err(wrong_prefix(country.bytes(), prefix));
        }
        if let Some(fields) = instead_of_iban(country) {
            return Err(Issue::with_two(Code::IbanNotUsed, Param::country(country), Param::number(fields)));
        }
    }
    if let Some(index) = text.iter().position(|&byte| format::class(byte) == 0) {
        return Err(Issue::at(Code::CharacterNotAllowed, index));
    }
    if text.len() < 15 {
        return Err(Issue::length(Code::TooShort, 15, text.len()));
    }
    if text.len() > 34 {
        return Err(Issue::length(Code::TooLong, 34, text.len()));
    }
    if let Some(index) = head.iter().skip(2).position(|byte| !byte.is_ascii_digit()) {
        return Err(misplaced(index.wrapping_add(2), country));
    }
    checksum(head, bban)?;
    Err(Issue::with_one(Code::IbanCountryNoRule, Param::country(country)))
}

/// The letters that IBANs begin with where these are written: `GB` for `UK`, `FR` for the territories of France.
pub(crate) fn prefix_instead_of(written: [u8; 2]) -> Option<[u8; 2]> {
    let pairs = tables::IBAN_PREFIXES.as_bytes().as_chunks().0;
    pairs.iter().find_map(|&[a, b, first, second]| ([a, b] == written).then_some([first, second]))
}

fn wrong_prefix(written: [u8; 2], prefix: [u8; 2]) -> Issue {
    Issue::with_two(Code::IbanPrefix, Param::letters(&written), Param::letters(&prefix))
}

/// The number of the row that says what names an account in a country without IBANs.
fn instead_of_iban(country: Country) -> Option<usize> {
    tables::IBAN_NONE.iter().position(|(_, countries)| countries.as_bytes().as_chunks().0.contains(&country.bytes()))
}

/// The remainder modulo 97 of the digits, with letters as two digits and the head behind, must be 1.
/// Answers the remainder of the BBAN alone.
fn checksum(head: &[u8], bban: &[u8]) -> Result<u64, Issue> {
    let remainder = mod97::remainder(bban);
    if mod97::is_iso_7064(mod97::append(remainder, head), head) {
        Ok(remainder)
    } else {
        Err(Issue::new(Code::IbanChecksum))
    }
}

#[cold]
fn too_short(text: &[u8]) -> Issue {
    if text.is_empty() { Issue::new(Code::ValueEmpty) } else { Issue::length(Code::TooShort, 15, text.len()) }
}

#[cold]
fn no_country(head: &[u8]) -> Issue {
    if let [first, second, b'0'..=b'9', b'0'..=b'9'] = *head
        && let Some(prefix) = prefix_instead_of([first, second])
    {
        return wrong_prefix([first, second], prefix);
    }
    Issue::with_one(Code::IbanCountryUnknown, Param::letters(head.get(..2).unwrap_or_default()))
}

/// The first character that does not fit.
#[cold]
fn misfit(text: &[u8], country: Country, expected: &[u8]) -> Issue {
    let mut index = 0;
    for &byte in text {
        let class = match index {
            0 | 1 => LETTER,
            2 | 3 => DIGIT,
            _ => expected.get(usize::wrapping_sub(index, 4)).copied().unwrap_or_default(),
        };
        if format::class(byte) & class == 0 {
            break;
        }
        index = index.wrapping_add(1);
    }
    misplaced(index, country)
}

fn misplaced(index: usize, country: Country) -> Issue {
    Issue::with_two(Code::IbanStructure, Param::number(index.wrapping_add(1)), Param::country(country))
}

fn country_of(text: &[u8]) -> Option<Country> {
    text.first_chunk().copied().and_then(Country::from_bytes)
}

/// Whether the IBANs of a country begin, after the check digits, with the four letters of the bank's BIC.
pub(crate) fn holds_bic(country: Country) -> bool {
    format::of(country).is_some_and(|format| matches!(format.classes(), [LETTER, LETTER, LETTER, LETTER, ..]))
}

/// Where bank and branch stand in the BBAN, for the countries of which the registry says so: the two letters,
/// then first and last place but one of each, as characters counted from `0`.
const PLACES: &str = "AD0448AE0300AL0337AT0500AZ0400BA0336BE0300BG0448BH0400BI055:BR088=BY0400CH0500CR0400CY0338\
                      CZ0400DE0800DJ055:DK0400DO0400EE0200EG0448ES0448FI0300FK0200FO0400FR0500GB044:GE0200GI0400\
                      GL0400GR0337GT0400HR0700HU0337IE044:IL0336IQ0447IS0224IT166;JO0448KW0400KZ0300LB0400LC0400\
                      LI0500LT0500LU0300LV0400LY0336MC055:MD0200ME0300MK0300MN0400MR055:MT0449MU0668NI0400NL0400\
                      NO0400OM0300PL0008PS0400PT0448QA0400RO0400RS0300RU099>SA0200SC0668SD0200SE0300SI0500SK0400\
                      SM166;SO0447ST0448SV0400TL0300TN0225TR0500UA0600VA0300VG0400XK0224YE0448";

/// The bank and the branch, where they are known.
fn bank_and_branch(text: &str) -> (Option<Range<usize>>, Option<Range<usize>>) {
    let places = text.as_bytes().first_chunk().map_or([b'0'; 4], |country| places_of(*country));
    let [bank, bank_end, branch, branch_end] = places;
    (place(bank, bank_end), place(branch, branch_end))
}

fn places_of(country: [u8; 2]) -> [u8; 4] {
    for &[first, second, bank, bank_end, branch, branch_end] in PLACES.as_bytes().as_chunks().0 {
        if country == [first, second] {
            return [bank, bank_end, branch, branch_end];
        }
    }
    [b'0'; 4]
}

/// What stands behind bank and branch in a BBAN: the account number, with the check digits that some countries have.
pub(crate) fn account_of(country: Country, bban: &[u8]) -> Option<&[u8]> {
    let [_, bank_end, _, branch_end] = places_of(country.bytes());
    bban.get(usize::from(bank_end.max(branch_end).wrapping_sub(b'0'))..)
}

/// Whether a text has the length of the country's BBAN, and what may stand at each place.
pub(crate) fn is_bban(country: Country, text: &[u8]) -> bool {
    format::of_length(country, text.len())
        .is_some_and(|format| text.iter().zip(format.classes()).all(|(&byte, &class)| format::class(byte) & class != 0))
}

fn place(start: u8, end: u8) -> Option<Range<usize>> {
    let at = |place: u8| usize::from(place.wrapping_sub(b'0'));
    (start < end).then(|| at(start)..at(end))
}

fn parts_of(text: &str, parts: &mut Parts) {
    parts.cut(text, &[("country", 0, 2), ("checkDigits", 2, 4), ("bban", 4, usize::MAX)]);
    let bban = text.get(4..).unwrap_or_default();
    let (bank, branch) = bank_and_branch(text);
    parts.add("bank", bank.and_then(|range| bban.get(range)));
    parts.add("branch", branch.and_then(|range| bban.get(range)));
    parts.add("sepaSince", country_of(text.as_bytes()).and_then(sepa_since));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Option<Code> {
        read(text, Rules::default(), &mut String::new()).err().map(Issue::code)
    }

    #[test]
    fn tells_the_ways_of_being_wrong_apart() {
        assert_eq!(code("DE89370400440532013000"), None);
        assert_eq!(code("DE89370400440532013001"), Some(Code::IbanChecksum));
        assert_eq!(code("DE8937040044053201300"), Some(Code::IbanLength));
        assert_eq!(code("XX89370400440532013000"), Some(Code::IbanCountryUnknown));
        assert_eq!(code("DE8937040044053201300A"), Some(Code::IbanStructure));
        assert_eq!(code("GB29NWBK60161331926819"), None);
        assert_eq!(code("GB291WBK60161331926819"), Some(Code::IbanStructure));
        assert_eq!(code("HN88CABF00000000000250005469"), None);
    }

    #[test]
    fn check_digits_outside_02_to_98_do_not_exist() {
        // 98 - remainder is 2 to 98; 00, 01 and 99 are congruent to 97, 98 and 02
        assert_eq!(code("DE89370400440532013000"), None);
        for digits in ["00", "01", "99"] {
            let all: Vec<_> = (0..97_u32)
                .map(|account| format!("DE{digits}37040044{account:010}"))
                .filter(|text| code(text).is_none())
                .collect();
            assert!(all.is_empty(), "{digits}");
        }
    }

    #[test]
    fn bank_and_branch_are_those_of_iban_validate() {
        let mut known = 0;
        for (country, ..) in &tables::IBAN[..tables::IBAN_REGISTERED] {
            let classes = format::of(country_of(country.as_bytes()).unwrap()).unwrap().classes();
            // every character another one where the format allows it, so that a wrong place shows
            let mut bban = String::new();
            for (place, class) in classes.iter().enumerate() {
                let place = u8::try_from(place).unwrap();
                bban.push(char::from(if *class == DIGIT { b'0' + place * 7 % 10 } else { b'A' + place * 7 % 26 }));
            }
            let head = (2..99).map(|digits| format!("{country}{digits:02}"));
            let head = head.into_iter().find(|head| checksum(head.as_bytes(), bban.as_bytes()).is_ok()).unwrap();
            let text = head + &bban;
            let Ok(theirs) = text.parse::<iban::Iban>() else {
                // `data/README.md` says why
                assert!(["BR", "HN", "PK"].contains(country), "{text}");
                continue;
            };
            let (bank, branch) = bank_and_branch(&text);
            let [bank, branch] = [bank, branch].map(|range| range.and_then(|range| bban.get(range)));
            assert_eq!((bank, branch), (theirs.bank_identifier(), theirs.branch_identifier()), "{text}");
            known += 1;
        }
        assert_eq!(known, 86);
    }

    #[test]
    fn countries_outside_the_registry_are_told_apart() {
        assert_eq!(code("DZ580002100001113000000570"), Some(Code::IbanCountryNotRegistered));
        assert_eq!(code("DZ590002100001113000000570"), Some(Code::IbanChecksum));
        assert_eq!(code("US59000210000111300000057"), Some(Code::IbanNotUsed));
        assert_eq!(code("UK29NWBK60161331926819"), Some(Code::IbanPrefix));
        let open = (2..99).filter_map(|digits| code(&format!("AF{digits:02}0002100001113000")));
        assert!(open.into_iter().any(|code| code == Code::IbanCountryNoRule));
    }

    #[test]
    fn reads_the_paper_form() {
        for text in
            ["de89 3704 0044 0532 0130 00", "IBAN: DE89-3704-0044-0532-0130-00", " iban DE89370400440532013000 "]
        {
            let mut out = String::new();
            assert!(read(text, Rules::default(), &mut out).is_ok(), "{text}");
            assert_eq!(out, "DE89370400440532013000");
        }
    }
}
