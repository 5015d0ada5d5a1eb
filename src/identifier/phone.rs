//! Phone numbers in international form (ITU E.164), as mobile-money accounts.

use super::Rules;
use super::clean::{self, Separators, since};
use super::issue::{Issue, Param, ReadResult};
use super::phone_plan::{Plan, Range};
use super::spec::{Parts, Spec, identifier};
use crate::characters::trim;
use crate::code::Code;
use crate::country::Country;
use crate::mask;
use crate::tables;
use crate::text;

identifier! {
    /// `+`, a calling code that exists, and a number.
    ///
    /// For the countries with mobile money and for India the number must have the length of a mobile
    /// number; what the country's plan gives to fixed lines is refused, and a range that it does not list
    /// is noted, since plans outrun lists.
    ///
    /// ```
    /// use offramp_core::identifier::Phone;
    ///
    /// let phone: Phone = "+254 712 345 678".parse()?;
    /// assert_eq!(phone.as_str(), "+254712345678");
    /// assert_eq!(phone.masked(), "+254****5678");
    /// # Ok::<(), offramp_core::Error>(())
    /// ```
    Phone
}

pub(super) static SPEC: Spec = Spec {
    title: "phone number",
    read,
    format: |text| match split(text) {
        Some((calling, number)) => text::join(&["+", calling, " ", number], ""),
        None => text.to_owned(),
    },
    mask: |text| mask::ends(text, split(text).map_or(1, |(calling, _)| calling.len().wrapping_add(1))),
    parts,
    #[cfg(not(target_arch = "wasm32"))]
    part_names: &[
        ("calling", "the country's calling code"),
        ("number", "the national number"),
        ("country", "the country's two letters, where mobile money or UPI is paid there"),
    ],
    pattern: "^\\+[1-9][0-9]{6,14}$",
    example: "+254712345678",
    digits: None,
    has_checksum: false,
};

const SEPARATORS: Separators = Separators(b"-.()/");

fn read(text: &str, rules: Rules, out: &mut String) -> ReadResult {
    let text = trim(text);
    if text::contains_byte(text, b'.')
        && let Some(issue) = clean::misleading_point(text)
    {
        return Err(issue);
    }
    let start = out.len();
    out.push('+');
    let plus = if text.starts_with("(+") { "(+" } else { "+" };
    let wanted = rules.country.map(|country| (country, Plan::of(country)));
    if let Some(digits) = text.strip_prefix(plus) {
        // the position is counted from the first character
        clean::digits(digits, SEPARATORS, out).map_err(|issue| {
            Issue::at(issue.code(), issue.index().map_or(0, |index| index.wrapping_add(plus.len())))
        })?;
    } else {
        clean::digits(text, SEPARATORS, out)?;
        match wanted {
            _ if since(out, start).starts_with(b"+00") => {
                let at = start.wrapping_add(1);
                out.remove(at);
                out.remove(at);
            }
            Some((country, None)) => {
                out.remove(start);
                return without_plan(country, out.len().wrapping_sub(start));
            }
            Some((_, Some(plan))) => national(plan, start, out)?,
            None if out.len() > start.wrapping_add(1) => return Err(Issue::new(Code::PhoneNotInternational)),
            None => {}
        }
    }
    let digits = since(out, start).get(1..).unwrap_or_default();
    let Some((calling, number)) = calling_code(digits).and_then(|calling| digits.split_at_checked(calling.len()))
    else {
        let code = match digits.iter().find(|byte| **byte != b'0') {
            None if digits.is_empty() => Code::ValueEmpty,
            None => Code::AllZeros,
            Some(_) => Code::PhoneCallingCodeUnknown,
        };
        return Err(Issue::new(code));
    };
    let plan = Plan::calling(calling);
    if let Some((country, Some(wanted))) = wanted
        && plan.is_none_or(|plan| plan.country() != wanted.country())
    {
        return Err(Issue::with_one(Code::PhoneCountryMismatch, Param::country(country)));
    }
    match plan {
        Some(plan) => check(plan, Param::letters(calling), number),
        // the zero in brackets is not dialled from abroad, but in Italy and the states inside it
        None if number.starts_with(b"0")
            && text::contains(text, "(0)")
            && !matches!(calling, b"39" | b"378" | b"379") =>
        {
            Err(Issue::with_one(Code::PhoneTrunkZero, Param::letters(calling)))
        }
        None => general(Param::letters(calling), digits.len()),
    }
}

/// Turns digits without `+` into international ones where the country's plan leaves no doubt.
fn national(plan: Plan, start: usize, out: &mut String) -> Result<(), Issue> {
    let at = start.wrapping_add(1);
    let digits = out.get(at..).unwrap_or_default();
    if digits.is_empty() {
        return Err(Issue::new(Code::ValueEmpty));
    }
    let mut calling = String::new();
    text::push_number(&mut calling, u64::from(plan.calling));
    let length = plan.length();
    if digits.len() == calling.len().wrapping_add(length) && digits.starts_with(&calling) {
        return Ok(());
    }
    if plan.trunk() != b'-' && digits.len() == length.wrapping_add(1) && digits.starts_with('0') {
        out.remove(at);
    } else if plan.trunk() == b'0' || digits.len() != length {
        return Err(Issue::new(Code::PhoneNotInternational));
    }
    out.insert_str(at, &calling);
    Ok(())
}

/// A number as it is written within a country of which no plan is at hand.
fn without_plan(country: Country, length: usize) -> ReadResult {
    Err(match length {
        0 => Issue::new(Code::ValueEmpty),
        1..4 => Issue::length(Code::TooShort, 4, length),
        4..=15 => Issue::with_one(Code::PhoneNationalNoRule, Param::country(country)),
        _ => Issue::length(Code::TooLong, 15, length),
    })
}

/// A number in international form of a country of which no plan is at hand.
fn general(calling: Param, length: usize) -> ReadResult {
    Err(match length {
        ..7 => Issue::length(Code::TooShort, 7, length),
        7..=15 => Issue::with_one(Code::PhoneCountryNoRule, calling),
        _ => Issue::length(Code::TooLong, 15, length),
    })
}

fn check(plan: Plan, calling: Param, number: &[u8]) -> ReadResult {
    let length = plan.length();
    if number.len() == length {
        return match plan.range(number) {
            Range::Mobile(_) => Ok(()),
            Range::Other => Err(Issue::with_one(Code::PhoneNotMobile, calling)),
            Range::Unlisted => Err(Issue::with_one(Code::PhoneRangeUnknown, calling)),
        };
    }
    if plan.is_rare_length(number.len()) {
        return Err(Issue::with_one(Code::PhoneRangeUnknown, calling));
    }
    if let Some((b'0', rest)) = number.split_first()
        && rest.len() == length
        && matches!(plan.range(rest), Range::Mobile(_))
    {
        return Err(Issue::with_one(Code::PhoneTrunkZero, calling));
    }
    // shorter, and like no mobile number: most fixed lines are; where there is no trunk prefix, numbers once were shorter
    if (6..length).contains(&number.len())
        && plan.trunk() != b'-'
        && matches!(plan.range(number), Range::Other | Range::Unlisted)
    {
        return Err(Issue::with_one(Code::PhoneNotMobile, calling));
    }
    Err(Issue::with(Code::PhoneLength, [calling, Param::number(length), Param::number(number.len())]))
}

/// What may have been meant by a text that is no phone number, with what is then wrong. Where there is an
/// answer, there is no other number that it could be, as far as the plans tell.
#[cold]
pub(super) fn meant(text: &str, rules: Rules) -> Option<(Code, String)> {
    let mut digits = String::with_capacity(text.len());
    let bare = text::without_front(text, "(+");
    if clean::misleading_point(text).is_some() {
        return None;
    }
    clean::digits(bare, SEPARATORS, &mut digits).ok()?;
    let is_international = bare.len() < text.len();
    // both ways at once of saying that a calling code follows
    if is_international && let Some(rest) = digits.strip_prefix("00") {
        let calling = calling_code(rest.as_bytes())?.len();
        let plan = Plan::calling(rest.as_bytes().get(..calling)?)?;
        return plan
            .is_mobile(rest.as_bytes().get(calling..)?)
            .then(|| (Code::PhoneCallingCodeUnknown, text::join(&["+", rest], "")));
    }
    let number = digits.as_bytes();
    let international = |plan: Plan, zero: &str, rest: &[u8]| {
        let mut number = String::from("+");
        text::push_number(&mut number, u64::from(plan.calling));
        number.push_str(zero);
        number.push_str(std::str::from_utf8(rest).ok()?);
        Some(number)
    };
    // the zero of the national form behind the calling code
    let plan = calling_code(number).and_then(|calling| Some((Plan::calling(calling.as_bytes())?, calling.len())));
    if let Some((plan, length)) = plan
        && let Some((b'0', rest)) = number.get(length..)?.split_first()
        && plan.is_mobile(rest)
    {
        return Some((Code::PhoneTrunkZero, international(plan, "", rest)?));
    }
    // the zero that belongs to the number, lost behind the calling code
    if let Some((plan, length)) = plan
        && let rest = number.get(length..)?
        && plan.lost_zero(rest)
    {
        return Some((Code::SpreadsheetLeadingZero, international(plan, "0", rest)?));
    }
    let plan = Plan::of(rules.country?)?;
    if is_international {
        // the national form with a plus in front
        let (b'0', rest) = number.split_first()? else {
            return None;
        };
        return plan
            .is_mobile(rest)
            .then(|| international(plan, "", rest))
            .flatten()
            .map(|number| (Code::PhoneNotInternational, number));
    }
    if plan.is_mobile(number) {
        return Some((Code::SpreadsheetLeadingZero, international(plan, "", number)?));
    }
    if plan.lost_zero(number) {
        return Some((Code::SpreadsheetLeadingZero, international(plan, "0", number)?));
    }
    let rest = number.strip_prefix(b"0")?;
    if plan.is_mobile(rest) {
        return Some((Code::PhoneTrunkZero, international(plan, "", rest)?));
    }
    // one zero instead of two in front of the calling code
    let calling = calling_code(rest)?;
    let rest = rest.get(calling.len()..)?;
    let is_own = Plan::calling(calling.as_bytes())?.country() == plan.country();
    (is_own && plan.is_mobile(rest))
        .then(|| international(plan, "", rest))
        .flatten()
        .map(|number| (Code::PhoneNotInternational, number))
}

/// The calling code at the front; codes are prefix-free, so there is at most one. None begins with zero.
#[cfg_attr(page, optimize(speed))]
fn calling_code(digits: &[u8]) -> Option<&str> {
    if digits.first() == Some(&b'0') {
        return None;
    }
    let mut code = 0_u16;
    for (index, digit) in digits.iter().take(3).enumerate() {
        code = code.wrapping_mul(10).wrapping_add(u16::from(digit.wrapping_sub(b'0')));
        if tables::CALLING_CODES.binary_search(&code).is_ok() {
            return digits.get(..index.wrapping_add(1)).and_then(|code| std::str::from_utf8(code).ok());
        }
    }
    None
}

/// Calling code and national number of an electronic form.
fn split(text: &str) -> Option<(&str, &str)> {
    let digits = text.strip_prefix('+')?;
    digits.split_at_checked(calling_code(digits.as_bytes())?.len())
}

/// The plan and the national number of an electronic form.
pub(crate) fn plan_of(text: &str) -> Option<(Plan, &str)> {
    let (calling, number) = split(text)?;
    Some((Plan::calling(calling.as_bytes())?, number))
}

fn parts(text: &str, parts: &mut Parts) {
    if let Some((calling, number)) = split(text) {
        parts.add("calling", Some(calling));
        parts.add("number", Some(number));
        parts.add("country", Plan::calling(calling.as_bytes()).map(Plan::country));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_in(country: Option<&str>, text: &str) -> Result<String, Code> {
        let rules = Rules { country: country.and_then(Country::new), ..Rules::default() };
        let mut out = String::new();
        read(text, rules, &mut out).map(|()| out).map_err(Issue::code)
    }

    #[test]
    fn national_forms_need_a_country() {
        for text in ["+254712345678", "0712345678", "254712345678", "00254712345678", "0712 345 678"] {
            assert_eq!(read_in(Some("KE"), text).as_deref(), Ok("+254712345678"), "{text}");
        }
        assert_eq!(read_in(None, "0712345678"), Err(Code::PhoneNotInternational));
        assert_eq!(read_in(Some("UG"), "+254712345678"), Err(Code::PhoneCountryMismatch));
        assert_eq!(read_in(None, "+999123456789"), Err(Code::PhoneCallingCodeUnknown));
        assert_eq!(read_in(None, "+25471234567"), Err(Code::PhoneLength));
        for text in ["+254201234567", "+97714123456", "+23412345678"] {
            assert_eq!(read_in(None, text), Err(Code::PhoneNotMobile), "{text}");
        }
        assert_eq!(read_in(Some("KE"), "000000000"), Err(Code::AllZeros));
        assert_eq!(read_in(None, "+254212345678"), Err(Code::PhoneRangeUnknown));
        assert_eq!(read_in(None, "+2540712345678"), Err(Code::PhoneTrunkZero));
        assert_eq!(read_in(Some("DE"), "0151 12345678"), Err(Code::PhoneNationalNoRule));
    }

    #[test]
    fn calling_codes_are_prefix_free() {
        for code in tables::CALLING_CODES {
            for length in 1..code.to_string().len() {
                let prefix: u16 = code.to_string()[..length].parse().unwrap();
                assert!(tables::CALLING_CODES.binary_search(&prefix).is_err(), "{code}");
            }
        }
    }
}
