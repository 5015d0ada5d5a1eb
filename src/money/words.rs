//! Amounts in words, as cheques and receipts have them: English by thousands and millions or by lakhs and crores, and
//! Hindi.

use super::locale::Locale;
use super::{Amount, Currency};
use crate::text;

/// Powers of ten that have a name, the largest first, and whether what is above is counted in them.
type Scales = &'static [(u8, &'static str)];

struct Language {
    scales: Scales,
    /// The numbers below a hundred that have a name of their own.
    small: &'static str,
    /// Twenty, thirty and so on to ninety, where the numbers between are put together.
    tens: &'static str,
    and: &'static str,
}

const SMALL: &str = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen";
const TENS: &str = "twenty thirty forty fifty sixty seventy eighty ninety";

const WESTERN: Language = Language {
    scales: &[
        (27, "octillion"),
        (24, "septillion"),
        (21, "sextillion"),
        (18, "quintillion"),
        (15, "quadrillion"),
        (12, "trillion"),
        (9, "billion"),
        (6, "million"),
        (3, "thousand"),
        (2, "hundred"),
    ],
    small: SMALL,
    tens: TENS,
    and: "and",
};

const INDIAN: Language = Language { scales: &[(7, "crore"), (5, "lakh"), (3, "thousand"), (2, "hundred")], ..WESTERN };

/// The numbers by the Central Hindi Directorate's standard spelling.
const HINDI: Language = Language {
    scales: &[
        (17, "शंख"),
        (15, "पद्म"),
        (13, "नील"),
        (11, "खरब"),
        (9, "अरब"),
        (7, "करोड़"),
        (5, "लाख"),
        (3, "हज़ार"),
        (2, "सौ"),
    ],
    small: "शून्य एक दो तीन चार पाँच छह सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस बीस इक्कीस बाईस तेईस चौबीस पच्चीस छब्बीस सत्ताईस अट्ठाईस उनतीस तीस इकतीस बत्तीस तैंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस चालीस इकतालीस बयालीस तैंतालीस चवालीस पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास पचास इक्यावन बावन तिरेपन चौवन पचपन छप्पन सत्तावन अट्ठावन उनसठ साठ इकसठ बासठ तिरसठ चौंसठ पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर सत्तर इकहत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर अठहत्तर उनासी अस्सी इक्यासी बयासी तिरासी चौरासी पचासी छियासी सतासी अठासी नवासी नब्बे इक्यानवे बानवे तिरानवे चौरानवे पचानवे छियानवे सत्तानवे अट्ठानवे निन्यानवे",
    tens: "",
    and: "और",
};

/// What the units of currencies are called: one, several, one hundredth, several of them. Codes that share them stand in
/// front, with commas.
const UNITS: &str = "USD,CAD,AUD,SGD dollar dollars cent cents\nEUR euro euros cent cents\nGBP pound pounds penny pence\nINR rupee rupees paisa paise\nNPR rupee rupees paisa paisa\nKES,TZS,UGX shilling shillings cent cents\nNGN naira naira kobo kobo";
const HINDI_UNITS: &str =
    "INR,NPR रुपया रुपये पैसा पैसे\nUSD,CAD,AUD,SGD डॉलर डॉलर सेंट सेंट\nEUR यूरो यूरो सेंट सेंट\nGBP पाउंड पाउंड पेनी पेंस";

pub(crate) const LANGUAGES: &str = "en, en-IN, hi";

impl Locale {
    /// An amount with all decimals of its currency, in words; none where the language is not English or Hindi.
    pub(crate) fn words(&self, amount: Amount, currency: Currency) -> Option<String> {
        let (language, units) = match self.language() {
            "en" if self.has_lakhs() => (&INDIAN, UNITS),
            "en" => (&WESTERN, UNITS),
            "hi" => (&HINDI, HINDI_UNITS),
            _ => return None,
        };
        let code = currency.as_str();
        let total = amount.units(currency)?;
        let parts = super::power_of_ten(u32::from(currency.decimals()))?;
        let (whole, part) = (total.checked_div(parts)?, total.checked_rem(parts)?);
        let mut out = String::new();
        language.spell(&mut out, whole);
        let names = if parts <= 100 { units_of(units, code) } else { None };
        let Some([one, many, part_one, part_many]) = names else {
            word(&mut out, code);
            if part > 0 {
                word(&mut out, language.and);
                word(&mut out, &digits(part));
                out.push('/');
                out.push_str(&digits(parts));
            }
            return Some(out);
        };
        word(&mut out, if whole == 1 { one } else { many });
        if part > 0 {
            word(&mut out, language.and);
            language.spell(&mut out, part);
            word(&mut out, if part == 1 { part_one } else { part_many });
        }
        Some(out)
    }
}

impl Language {
    fn spell(&self, out: &mut String, number: u128) {
        let mut rest = number;
        for &(power, name) in self.scales {
            let Some(scale) = super::power_of_ten(u32::from(power)) else {
                continue;
            };
            let count = rest.checked_div(scale).unwrap_or(0);
            if count > 0 {
                self.spell(out, count);
                word(out, name);
                rest = rest.checked_rem(scale).unwrap_or(0);
            }
        }
        if rest > 0 || number == 0 {
            let place = u8::try_from(rest).unwrap_or(0);
            if let Some(name) = nth(self.small, place) {
                word(out, name);
            } else if let Some(name) = nth(self.tens, (place / 10).wrapping_sub(2)) {
                word(out, name);
                if place % 10 > 0 {
                    out.push('-');
                    out.push_str(nth(self.small, place % 10).unwrap_or_default());
                }
            }
        }
    }
}

/// Adds a word.
fn word(out: &mut String, word: &str) {
    if !out.is_empty() {
        out.push(' ');
    }
    out.push_str(word);
}

fn digits(number: u128) -> String {
    let mut out = String::new();
    super::push_units(&mut out, number, 0);
    out
}

/// The word at a place of a list.
fn nth(words: &'static str, place: u8) -> Option<&'static str> {
    let mut rest = words;
    for _ in 0..place {
        text::next_word(&mut rest, b' ')?;
    }
    text::next_word(&mut rest, b' ')
}

fn units_of(table: &'static str, code: &str) -> Option<[&'static str; 4]> {
    let mut lines = table;
    while let Some(mut words) = text::next_word(&mut lines, b'\n') {
        let mut next = || text::next_word(&mut words, b' ').unwrap_or_default();
        let mut codes = next();
        while let Some(one) = text::next_word(&mut codes, b',') {
            if one == code {
                return Some([next(), next(), next(), next()]);
            }
        }
    }
    None
}
