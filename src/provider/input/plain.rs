//! Values that are judged by themselves: text, numbers, addresses of the net.

use super::line::line;
use super::{InputRule, exact, file};
use crate::code::Code;
use crate::finding::Finding;
use crate::json::{Json, Number};
use crate::money::read_positive;
use crate::text;
use crate::timestamp::Timestamp;

/// The value of a rule that needs nothing but the value.
pub(super) fn plain_value(rule: &'static InputRule, value: &Json) -> Result<Json, Finding> {
    let expected = rule.type_name();
    let text = match value {
        Json::String(text) => text.as_str(),
        _ if expected == "string" => return Err(wrong_type(expected)),
        _ => "",
    };
    let fits = |code, fits: bool| if fits { Ok(Json::text(text::trim(text))) } else { Err(Finding::new(code)) };
    match rule {
        InputRule::TextOr(_) => line(text, 255).map(Json::text),
        InputRule::Text(most) => line(text, usize::from(*most)).map(Json::text),
        InputRule::Segment(_) => match line(text, 255)? {
            // they would lead to another place
            "." | ".." => Err(Finding::new(Code::CharacterNotAllowed).with_number("position", 1)),
            text => Ok(Json::text(text)),
        },
        InputRule::Id(most) | InputRule::Reference(most) | InputRule::Note(most) => {
            let text = line(text, usize::from(*most))?;
            let is_allowed = |byte: u8| match (rule, byte) {
                (InputRule::Note(_), byte) => !matches!(byte, b'<' | b'>'),
                (InputRule::Reference(_), b'.' | b':') | (_, b'-' | b'_') => true,
                (_, byte) => byte.is_ascii_alphanumeric(),
            };
            match text.bytes().position(|byte| !is_allowed(byte)) {
                Some(at) => Err(Finding::new(Code::CharacterNotAllowed).with_number("position", at.wrapping_add(1))),
                None => Ok(Json::text(text)),
            }
        }
        InputRule::Country => {
            let country = crate::bank::read_country(text)?;
            Ok(Json::text(country.as_str()))
        }
        InputRule::Email => email(text).map(Json::text),
        InputRule::OneOf(allowed) => one_of(allowed, text),
        InputRule::CurrencyOf(_) if text.is_empty() => Err(Finding::new(Code::ValueEmpty)),
        InputRule::CurrencyOf(allowed) => one_of(allowed, &text.to_ascii_uppercase()),
        InputRule::Always(only) => one_of(only, text),
        InputRule::True if value.as_bool() == Some(false) => Err(not_allowed("true")),
        InputRule::True | InputRule::Bool => match value {
            Json::Bool(value) => Ok(Json::Bool(*value)),
            _ => Err(wrong_type(expected)),
        },
        InputRule::Texts | InputRule::AnyObject => match value {
            Json::Object(object)
                if matches!(rule, InputRule::AnyObject) || object.iter().all(|(_, value)| value.as_str().is_some()) =>
            {
                Ok(value.clone())
            }
            _ => Err(wrong_type(expected)),
        },
        InputRule::Url => fits(Code::UrlStructure, is_url(text)),
        InputRule::Uuid | InputRule::UuidSegment(_) => fits(Code::UuidStructure, is_uuid(text)),
        InputRule::Date => {
            fits(Code::DateStructure, text::join(&[text, "T00:00:00Z"], "").parse::<Timestamp>().is_ok())
        }
        InputRule::Time => fits(Code::DateStructure, text.parse::<Timestamp>().is_ok()),
        InputRule::Hex => {
            let digits = text.strip_prefix("0x").unwrap_or_default();
            let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit()) && digits.len().is_multiple_of(2);
            fits(Code::HexStructure, !digits.is_empty() && is_hex)
        }
        InputRule::Digits => fits(Code::HexStructure, text::is_digits(text)),
        InputRule::File(types) => file::check(text, types).map(|()| value.clone()),
        _ => number_value(rule, value, text),
    }
}

/// The value of a rule for amounts and other numbers.
fn number_value(rule: &'static InputRule, value: &Json, text: &str) -> Result<Json, Finding> {
    let expected = rule.type_name();
    match rule {
        InputRule::Number | InputRule::Fraction => {
            let digits = value.as_number().or(value.as_str()).ok_or_else(|| wrong_type(expected))?;
            let number = shortest(digits);
            if matches!(rule, InputRule::Fraction) {
                let is_part = exact::read(digits).is_some_and(|part| part <= exact::ONE);
                return match number.parse::<Number>() {
                    Ok(number) if is_part => Ok(number.into()),
                    _ => Err(range("0", "1")),
                };
            }
            read_positive(digits, None)?;
            number.parse::<Number>().map(Json::from).map_err(|_| Finding::new(Code::AmountNotANumber))
        }
        InputRule::AmountOrNone | InputRule::NumberOrNone => {
            let digits = value.as_number().or(value.as_str()).ok_or_else(|| wrong_type(expected))?;
            let units = exact::read(text::trim(digits)).ok_or_else(|| {
                // says why it is none
                read_positive(digits, None).map_or_else(|finding| finding, |_| Finding::new(Code::AmountNotANumber))
            })?;
            let text = exact::show(units);
            match text.parse::<Number>() {
                Ok(number) if matches!(rule, InputRule::NumberOrNone) => Ok(number.into()),
                _ => Ok(Json::String(text)),
            }
        }
        InputRule::Decimal => read_positive(text, None).map(|_| Json::text(text)),
        InputRule::MinorUnits => {
            read_positive(text, None)?;
            if !text::is_digits(text) {
                return Err(Finding::new(Code::MinorUnitsNeeded));
            }
            let units = shortest(text);
            // what not every reader of JSON holds is not sent: the answer has it as a number
            if text::whole(&units).is_none_or(|units| units >= 1 << 53) {
                return Err(Finding::new(Code::AmountTooLarge));
            }
            Ok(Json::String(units))
        }
        InputRule::Integer(least, most) => {
            // answers have ids as text
            let digits = value.as_number().or(value.as_str().filter(|text| text::is_digits(text)));
            match text::whole(digits.ok_or_else(|| wrong_type(expected))?) {
                Some(number) if (u64::from(*least)..=upper(*most)).contains(&number) => Ok(Json::number(number)),
                _ => Err(range(&digits_of(u64::from(*least)), &digits_of(upper(*most)))),
            }
        }
        _ => Err(wrong_type(expected)),
    }
}

fn one_of(allowed: &str, text: &str) -> Result<Json, Finding> {
    if text::contains_word(allowed, text) { Ok(Json::text(text)) } else { Err(not_allowed(allowed)) }
}

fn range(least: &str, most: &str) -> Finding {
    Finding::new(Code::NumberRange).with("least", least.to_owned()).with("most", most.to_owned())
}

/// The upper bound of a whole number.
pub(super) fn upper(most: u32) -> u64 {
    if most == 0 { 1 << 53 } else { u64::from(most) }
}

pub(super) fn digits_of(number: u64) -> String {
    let mut out = String::new();
    text::push_number(&mut out, number);
    out
}

/// A plain decimal number without zeros that say nothing.
fn shortest(digits: &str) -> String {
    let (whole, decimals) = text::split(digits, b'.').unwrap_or((digits, ""));
    let (whole, decimals) = (text::without_first(whole, b'0'), text::without_last(decimals, b'0'));
    let mut out = String::from(if whole.is_empty() { "0" } else { whole });
    if !decimals.is_empty() {
        out.push('.');
        out.push_str(decimals);
    }
    out
}

/// `https`, a host with a dot, and nothing that a header or a log could stumble over.
fn is_url(text: &str) -> bool {
    let Some(rest) = text::trim(text).strip_prefix("https://") else {
        return false;
    };
    let host = rest.split_at_checked(rest.bytes().position(|byte| b"/?#".contains(&byte)).unwrap_or(rest.len()));
    let host = host.map_or("", |(host, _)| host);
    let is_host = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
    text::contains_byte(host, b'.') && host.bytes().all(is_host) && rest.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Eight, four, four, four and twelve hexadecimal digits.
fn is_uuid(text: &str) -> bool {
    let fits = |(at, byte): (usize, u8)| match at {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    text::trim(text).len() == 36 && text::trim(text).bytes().enumerate().all(fits)
}

pub(super) fn wrong_type(expected: &'static str) -> Finding {
    Finding::new(Code::FieldType).with_text("expected", expected)
}

fn not_allowed(allowed: &str) -> Finding {
    let (mut rest, mut names) = (allowed, Vec::new());
    while let Some(name) = text::next_word(&mut rest, b' ') {
        names.push(name);
    }
    Finding::new(Code::ValueNotAllowed).with("allowed", text::join(&names, ", "))
}

/// `local@domain.tld` without blanks: whether mail arrives is for the provider to find out.
fn email(text: &str) -> Result<&str, Finding> {
    let text = line(text, 254)?;
    let Some((local, domain)) = text::split(text, b'@') else {
        return Err(Finding::new(Code::EmailStructure));
    };
    let is_host = |byte: &u8| !byte.is_ascii() || byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
    let is_local = |byte: &u8| !byte.is_ascii() || byte.is_ascii_graphic() && !b"@\"(),:;<>[]\\".contains(byte);
    let has_labels = |name: &str| {
        let dotted = text::join(&[".", name, "."], "");
        !text::contains(&dotted, "..")
    };
    let dotted = text::join(&[".", domain, "."], "");
    let has_hyphens_inside = !text::contains(&dotted, ".-") && !text::contains(&dotted, "-.");
    let fits = (1..=64).contains(&local.len())
        && local.as_bytes().iter().all(is_local)
        && domain.as_bytes().iter().all(is_host)
        && has_labels(local)
        && has_labels(domain)
        && has_hyphens_inside
        && text::contains_byte(domain, b'.');
    if fits { Ok(text) } else { Err(Finding::new(Code::EmailStructure)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lose_only_zeros_that_say_nothing() {
        for (given, expected) in [("1000", "1000"), ("1.0", "1"), ("994.50", "994.5"), ("0.005", "0.005"), ("007", "7")]
        {
            assert_eq!(shortest(given), expected);
        }
    }

    #[test]
    fn urls_and_uuids() {
        assert!(is_url("https://partner.example.com/webhooks/unigox"));
        for text in ["http://a.b", "https://localhost/x", "https://user@a.b/", "https://a.b/ c", "a.b", ""] {
            assert!(!is_url(text), "{text}");
        }
        assert!(is_uuid("550e8400-e29b-41d4-a716-446655440000"));
        assert!(!is_uuid("550e8400-..."));
    }

    #[test]
    fn addresses_of_mail() {
        for text in ["a@b.co", "first.last+tag@mail.example.com", "ü@müller.de"] {
            assert!(email(text).is_ok(), "{text}");
        }
        for text in ["", "a", "a@b", "@b.co", "a@", "a b@c.de", "a@b..c", ".a@b.co", "a@@b.co", "a@-b.co", "a@b.co\n.x"]
        {
            assert!(email(text).is_err(), "{text}");
        }
    }
}
