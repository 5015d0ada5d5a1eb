//! The one redactor: what of requests, answers and events may be stored and logged. It shows what is listed and hides
//! the rest.

#[cfg(feature = "http")]
use std::borrow::Cow;

use crate::json::{Json, Object};
use crate::mask;
use crate::text;

/// Names of members, with blanks between them, without regard to capitals.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shown {
    /// Ids and times: shown as long as they are one word.
    pub(crate) ids: &'static str,
    /// Statuses, codes, currencies: one word that holds no long number.
    pub(crate) words: &'static str,
    /// Messages: shown without what may be a number, a name or an address in them.
    pub(crate) messages: &'static str,
    /// Never shown, not even in part.
    pub(crate) secrets: &'static str,
}

impl Shown {
    /// Nothing.
    pub(crate) const NONE: Shown = Shown { ids: "", words: "", messages: "", secrets: "" };

    /// What requests, answers, events and findings have in the shapes that this crate gives them.
    pub(crate) const OWN: Shown = Shown {
        ids: "content-type retry-after known order id",
        words: "method status outcome retry code severity field event rawStatus step provider operation",
        messages: "message summary",
        secrets: "authorization bodyBase64",
    };
}

/// Parts of the names of what is never shown, whoever has it.
const SECRET: &str = "secret token key pin password signature";

const HIDDEN: &str = "****";
const SECRET_HIDDEN: &str = "***";

/// Masks a request, an answer or an event by what is listed. A member `body` that is text is read as JSON, and left
/// out where it is none; of a URL the query is left out. Of numbers and addresses at most the last four characters are
/// shown, of other texts nothing.
pub(crate) fn redact(json: &Json, shown: &[Shown]) -> Json {
    Redactor { shown }.value("", json, false)
}

/// Notes of the caller's own beside a payment, as they may be stored: their names are the caller's, so that words are
/// shown under all of them, without what may be a number, a name or an address, and secrets under none.
#[cfg(feature = "http")]
pub(crate) fn notes(json: &Json) -> Json {
    note("", json)
}

#[cfg(feature = "http")]
fn note(name: &str, json: &Json) -> Json {
    match json {
        Json::Object(object) => {
            let mut kept = Object::new();
            for (name, member) in object.iter() {
                kept.insert(if is_name(name) { name } else { HIDDEN }, note(name, member));
            }
            Json::Object(kept)
        }
        Json::Array(items) => Json::Array(items.iter().map(|item| note(name, item)).collect()),
        Json::String(_) | Json::Number(_) if is_secret(name) => Json::text(SECRET_HIDDEN),
        Json::String(text) => Json::String(scrubbed(text, if is_word(text) { NUMBERS } else { NAMES })),
        Json::Number(number) => match scrubbed(number.as_str(), NUMBERS) {
            same if same == number.as_str() => json.clone(),
            masked => Json::String(masked),
        },
        other => other.clone(),
    }
}

struct Redactor<'a> {
    shown: &'a [Shown],
}

impl Redactor<'_> {
    /// `is_own` is said of findings, which the crate has made itself.
    fn value(&self, name: &str, json: &Json, is_own: bool) -> Json {
        match json {
            Json::Object(object) => {
                let mut masked = Object::new();
                for (name, member) in object.iter() {
                    let shown = if is_name(name) { name } else { HIDDEN };
                    masked.insert(shown, self.value(name, member, is_own));
                }
                Json::Object(masked)
            }
            Json::Array(items) => {
                let mut masked = Vec::new();
                for item in items {
                    masked.push(self.value(name, item, is_own || name == "findings"));
                }
                Json::Array(masked)
            }
            Json::String(text) => self.string(name, text, is_own),
            Json::Number(number) => match self.string(name, number.as_str(), is_own) {
                Json::String(text) if text == number.as_str() => json.clone(),
                masked => masked,
            },
            other => other.clone(),
        }
    }

    fn string(&self, name: &str, text: &str, is_own: bool) -> Json {
        if name == "body" {
            return match text.parse::<Json>() {
                Ok(body @ (Json::Object(_) | Json::Array(_))) => self.value("", &body, false),
                _ => Json::text(SECRET_HIDDEN),
            };
        }
        if name == "url" || name == "path" || is_own && name == "message" {
            let path = text::split(text, b'?').map_or(text, |(path, _)| path);
            return Json::String(scrubbed(if name == "url" { path } else { text }, NUMBERS));
        }
        let is_id = self.lists(name, |shown| shown.ids);
        if is_id || self.lists(name, |shown| shown.words) {
            let is_shown = is_word(text) && (is_id || !is_number(text, LINES));
            return if is_shown { Json::text(text) } else { Json::String(hidden(text)) };
        }
        if self.lists(name, |shown| shown.messages) {
            return Json::String(scrubbed(text, NAMES));
        }
        if self.lists(name, |shown| shown.secrets) || is_secret(name) {
            return Json::text(SECRET_HIDDEN);
        }
        Json::String(hidden(text))
    }

    fn lists(&self, name: &str, of: fn(&Shown) -> &'static str) -> bool {
        for shown in self.shown {
            let mut list = of(shown);
            while let Some(word) = text::next_word(&mut list, b' ') {
                if word.eq_ignore_ascii_case(name) {
                    return true;
                }
            }
        }
        false
    }
}

/// Whether a name is one that a program gives to a member, and no number, name or address of somebody.
fn is_name(name: &str) -> bool {
    let mut run = 0_u32;
    for byte in name.bytes() {
        run = if byte.is_ascii_digit() { run.wrapping_add(1) } else { 0 };
        if run > 4 || !(byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'$')) {
            return false;
        }
    }
    name.len() <= 64
}

fn is_secret(name: &str) -> bool {
    let (lower, mut secret) = (name.to_ascii_lowercase(), SECRET);
    while let Some(word) = text::next_word(&mut secret, b' ') {
        if text::contains(&lower, word) {
            return true;
        }
    }
    false
}

/// Whether a text is one word, as ids, codes and times are: no name with its blanks, no address and no phone number.
/// In a header a blank may stand behind a semicolon.
fn is_word(text: &str) -> bool {
    let (mut before, mut is_fit) = (b' ', text.len() <= 255 && !text.starts_with('+'));
    for byte in text.bytes() {
        is_fit &= byte.is_ascii_graphic() && byte != b'@' || byte == b' ' && before == b';';
        before = byte;
    }
    is_fit
}

/// The last four characters of a number or of an address, and nothing of other texts.
fn hidden(text: &str) -> String {
    let is_telling = |byte: u8| byte.is_ascii_digit() || byte == b'@';
    if text.bytes().any(is_telling) { mask::tail(text) } else { HIDDEN.to_owned() }
}

/// A word that somebody else wrote, such as the name of an event or a status, as it may be stored and logged.
#[cfg(feature = "http")]
pub(crate) fn word(text: &str) -> Cow<'_, str> {
    let is_shown = is_word(text) && matches!(scrubbed(text, LINES).as_str(), same if same == text);
    if is_shown { Cow::Borrowed(text) } else { Cow::Owned(hidden(text)) }
}

/// An id as a log may have it: one that is a phone number, an address or an account number is masked.
#[cfg(feature = "http")]
pub(crate) fn id(text: &str) -> Cow<'_, str> {
    let has_letter = text.bytes().any(|byte| byte.is_ascii_alphabetic());
    if is_word(text) && (has_letter || text.len() < 8) { Cow::Borrowed(text) } else { Cow::Owned(hidden(text)) }
}

/// One line of text for a log, without what may be a number or an address of somebody.
#[cfg(feature = "http")]
pub(crate) fn line(text: &str) -> Cow<'_, str> {
    let (mut digits, mut is_harmless) = (0_u32, true);
    for byte in text.bytes() {
        digits = digits.wrapping_add(u32::from(byte.is_ascii_digit()));
        // a control character outside ASCII begins with the byte 0xc2
        is_harmless &= digits < 6 && byte != b'@' && !byte.is_ascii_control() && byte != 0xc2;
    }
    if is_harmless { Cow::Borrowed(text) } else { Cow::Owned(scrubbed(text, LINES)) }
}

/// What is taken out of a text besides addresses and numbers.
#[derive(Clone, Copy)]
struct Care {
    /// What begins with a capital: names do, and what they stand among can do without.
    names: bool,
    /// Line ends, and of digits among letters only long runs: ids of our own stay whole.
    lines: bool,
}

const NUMBERS: Care = Care { names: false, lines: false };
const NAMES: Care = Care { names: true, ..NUMBERS };
const LINES: Care = Care { lines: true, ..NUMBERS };

/// The text with `****` and the last four characters in the place of what is taken out.
fn scrubbed(text: &str, care: Care) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(first) = rest.chars().next() {
        let is_start = first.is_ascii_digit() && !out.ends_with(is_letter);
        let grouped = if is_start { grouped(rest) } else { None };
        let length =
            grouped.unwrap_or_else(|| length_of(rest, |character| is_letter(character) || is_joint(character)));
        let (part, behind) = rest.split_at_checked(length.max(first.len_utf8())).unwrap_or((rest, ""));
        rest = behind;
        if grouped.is_some() || text::contains_byte(part, b'@') || text::contains(part, "%40") {
            out.push_str(&mask::tail(text::without_last(part, b'.')));
        } else if is_uuid(part) {
            out.push_str(part);
        } else {
            scrub_token(part, care, &mut out);
        }
    }
    out
}

/// Goes through the runs of letters and digits between joints.
fn scrub_token(token: &str, care: Care, out: &mut String) {
    let mut rest = token;
    while let Some(first) = rest.chars().next() {
        let length = length_of(rest, is_letter).max(first.len_utf8());
        let (run, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
        rest = behind;
        if care.lines && first.is_control() {
            out.push(' ');
        } else if is_number(run, care) {
            out.push_str(&mask::tail(run));
        } else if care.names && first.is_ascii_uppercase() && run.len() > 1 && !text::contains_byte(token, b'_') {
            out.push_str(HIDDEN);
        } else {
            out.push_str(run);
        }
    }
}

/// Whether a run of letters and digits may be a number of an account, a phone or a card.
fn is_number(run: &str, care: Care) -> bool {
    let (mut digits, mut longest, mut current) = (0_usize, 0_usize, 0_usize);
    for byte in run.bytes() {
        current = if byte.is_ascii_digit() { current.wrapping_add(1) } else { 0 };
        digits = digits.wrapping_add(usize::from(current > 0));
        longest = longest.max(current);
    }
    let is_mixed = if care.lines { longest >= 9 } else { run.len() >= 8 && digits >= 3 };
    is_mixed || digits >= 6 && digits == run.len()
}

/// A letter or a digit: in other scripts all but their blanks and punctuation, which need no table of letters.
fn is_letter(character: char) -> bool {
    match character {
        '\0'..='\x7f' => character.is_ascii_alphanumeric(),
        _ => !matches!(character, '\u{80}'..='\u{bf}' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}'),
    }
}

/// What stands inside addresses and ids.
fn is_joint(character: char) -> bool {
    matches!(character, '@' | '.' | '_' | '-' | '+' | '%')
}

fn length_of(text: &str, belongs: fn(char) -> bool) -> usize {
    text.char_indices().find(|(_, character)| !belongs(*character)).map_or(text.len(), |(at, _)| at)
}

/// The length of a number that is written in groups, such as `1234 5678 9012` or `12-3456-7890123`, and is no date.
fn grouped(text: &str) -> Option<usize> {
    let (mut end, mut digits, mut groups) = (0_usize, 0_usize, 1_usize);
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(end) {
        let goes_on = bytes.get(end.wrapping_add(1)).is_some_and(u8::is_ascii_digit);
        if byte.is_ascii_digit() {
            digits = digits.wrapping_add(1);
        } else if matches!(byte, b' ' | b'-') && goes_on && !(end == 4 && bytes.get(7) == Some(&b'-')) {
            groups = groups.wrapping_add(1);
        } else {
            break;
        }
        end = end.wrapping_add(1);
    }
    let is_apart = !text.get(end..).is_some_and(|rest| rest.starts_with(is_letter));
    (digits >= 8 && groups > 1 && is_apart).then_some(end)
}

/// `550e8400-e29b-41d4-a716-446655440000`
fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_addresses_and_names_are_taken_out_of_messages() {
        for (given, expected) in [
            ("account 1234567890 of user@okaxis", "account ****7890 of ****axis"),
            ("wallet 0x674b16054290b4f06D7Ba8e3Ac379E3B0a359a16 has 1", "wallet ****9a16 has 1"),
            ("konto\u{a0}\u{fc}ber 1234567890\u{2013}7 \u{1f4b8}", "konto\u{a0}\u{fc}ber ****7890\u{2013}7 \u{1f4b8}"),
            ("paid 1234 5678 9012 at 12-34-56 12345678", "paid ****9012 at ****5678"),
            ("paid to Jane Doe, jane.doe@example.com.", "paid to **** ****, ****.com"),
            ("INSUFFICIENT_FUNDS since 2025-12-04 22:27", "INSUFFICIENT_FUNDS since 2025-12-04 22:27"),
        ] {
            assert_eq!(scrubbed(given, NAMES), expected);
        }
        let url = "https://api.sentra.example/payments/550e8400-e29b-41d4-a716-44665544000a/rate";
        assert_eq!(scrubbed(url, NUMBERS), url);
        assert_eq!(
            scrubbed("https://a.example/user%40okaxis/12345678", NUMBERS),
            "https://a.example/****axis/****5678"
        );
    }

    #[test]
    fn what_is_not_listed_is_hidden_under_any_name() {
        let shown = [Shown { ids: "id", words: "status code", messages: "note", secrets: "dob" }];
        let json: Json = r#"{"id":"t1","status":"Jane Doe","of":{"1234567890":1,"jane doe":"x","IBAN":"DE89370400440532013000"},
            "name":"Erika Mustermann","amount":12,"dob":"1990-01-01","apiToken":"abc12345678","ok":true,"note":"by Erika",
            "findings":[{"severity":"error","code":"X","path":"/a/b","message":"See 1234567890"}]}"#
            .parse()
            .unwrap();
        let expected = r#"{"id":"t1","status":"****","of":{"****":"****","IBAN":"****3000"},"#.to_owned()
            + r#""name":"****","amount":"****","dob":"***","apiToken":"***","ok":true,"note":"by ****","#
            + r#""findings":[{"severity":"error","code":"X","path":"/a/b","message":"See ****7890"}]}"#;
        assert_eq!(redact(&json, &[shown[0], Shown::OWN]).to_string(), expected);
    }

    #[cfg(feature = "http")]
    #[test]
    fn notes_keep_words_under_any_name() {
        let json: Json = r#"{"purpose":"withdrawal","deviceId":"device_123","upiPin":1234,"of":["70341928561234",
            {"payee":"to Jane Doe","at":"user@okaxis"}],"n":12,"acct":50100244668801,"jane doe":"x","apiKey":"k","ok":true}"#
            .parse()
            .unwrap();
        let expected = r#"{"purpose":"withdrawal","deviceId":"device_123","upiPin":"***","of":["****1234",{"payee":"to **** ****","#
            .to_owned()
            + r#""at":"****axis"}],"n":12,"acct":"****8801","****":"x","apiKey":"***","ok":true}"#;
        assert_eq!(notes(&json).to_string(), expected);
        for own in
            [r#"{"source":"mobile_app","deviceId":"device_123"}"#, r#"{"purpose":"withdrawal","requestedBy":"user"}"#]
        {
            assert_eq!(notes(&own.parse().unwrap()).to_string(), own);
        }
    }

    #[cfg(feature = "http")]
    #[test]
    fn lines_stay_lines_and_ids_of_our_own_stay_whole() {
        for (given, expected) in [
            ("axios/1.6.0 1234567890\nx", "axios/1.6.0 ****7890 x"),
            ("12345678", "****5678"),
            ("a\u{85}b", "a b"),
            ("\u{e9}1234567890", "****7890"),
            ("/api/payment/pay_01jd8k345678z9", "/api/payment/pay_01jd8k345678z9"),
            ("asha@okaxis", "****axis"),
            ("127.0.0.1:54321 2025-12-04T22:27:15.123Z", "127.0.0.1:54321 2025-12-04T22:27:15.123Z"),
        ] {
            assert_eq!(line(given), expected);
        }
        for (given, expected) in [
            ("123", "123"),
            ("w_919988776655", "w_919988776655"),
            ("919988776655", "****6655"),
            ("+9199887", "****9887"),
        ] {
            assert_eq!(id(given), expected);
        }
        assert_eq!(
            (word("order.status.changed"), word("paid to Jane")),
            ("order.status.changed".into(), "****".into())
        );
    }
}
