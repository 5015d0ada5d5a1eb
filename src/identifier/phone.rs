//! Phone numbers in international form (ITU E.164), as mobile-money accounts.

use super::Rules;
use super::clean::{self, Separators, since};
use super::fault::{Fault, Param, Reading};
use super::repair::misleading_point;
use super::spec::{Parts, Spec, identifier};
use crate::code::Code;
use crate::mask;
use crate::tables;
use crate::text;

identifier! {
    /// `+`, a calling code that exists, and a number.
    ///
    /// For the countries with mobile money (Kenya, Uganda, Tanzania, Nigeria), for Nepal and for India
    /// the number must have the length of a mobile number and be in a mobile range.
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
        Some((calling, number)) => text::joined(&["+", calling, " ", number], ""),
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

/// A country whose mobile numbers are known.
struct Plan {
    country: &'static str,
    calling: &'static str,
    /// How many digits a mobile number has after the calling code.
    length: usize,
    /// What they begin with.
    mobile: &'static [&'static str],
}

/// Sources: the countries' numbering plans as filed with the ITU, by way of libphonenumber's metadata.
const PLANS: &[Plan] = &[
    Plan { country: "KE", calling: "254", length: 9, mobile: &["7", "1"] },
    Plan { country: "UG", calling: "256", length: 9, mobile: &["7"] },
    Plan { country: "TZ", calling: "255", length: 9, mobile: &["6", "7"] },
    Plan { country: "NG", calling: "234", length: 10, mobile: &["70", "71", "72", "80", "81", "90", "91"] },
    Plan { country: "NP", calling: "977", length: 10, mobile: &["90", "96", "97", "98"] },
    Plan { country: "IN", calling: "91", length: 10, mobile: &["6", "7", "8", "9"] },
];

fn read(text: &str, rules: Rules, out: &mut String) -> Reading {
    let plan = rules.country.and_then(|country| PLANS.iter().find(|plan| plan.country == country.as_str()));
    let text = text.trim_matches(clean::is_blank);
    if text::has(text, b'.')
        && let Some(fault) = misleading_point(text)
    {
        return Err(fault);
    }
    let start = out.len();
    out.push('+');
    if let Some(digits) = text.strip_prefix('+') {
        // the position is counted from the plus
        clean::digits(digits, SEPARATORS, out)
            .map_err(|fault| Fault::at(fault.code(), fault.index().map_or(0, |index| index.wrapping_add(1))))?;
    } else {
        clean::digits(text, SEPARATORS, out)?;
        national(plan, start, out)?;
    }
    let digits = since(out, start).get(1..).unwrap_or_default();
    let Some(calling) = calling_code(digits) else {
        return Err(if digits.is_empty() {
            Fault::new(Code::ValueEmpty)
        } else {
            Fault::new(Code::PhoneCallingCodeUnknown)
        });
    };
    check(calling, digits.get(calling.len()..).unwrap_or_default(), digits.len(), plan)
}

/// Turns digits without `+` into international ones where the country leaves no doubt.
fn national(plan: Option<&Plan>, start: usize, out: &mut String) -> Result<(), Fault> {
    let at = start.wrapping_add(1);
    let digits = out.get(at..).unwrap_or_default();
    if digits.is_empty() {
        return Err(Fault::new(Code::ValueEmpty));
    }
    if digits.starts_with("00") {
        out.remove(at);
        out.remove(at);
        return Ok(());
    }
    let Some(plan) = plan else {
        return Err(Fault::new(Code::PhoneNotInternational));
    };
    let whole = plan.calling.len().wrapping_add(plan.length);
    if digits.len() == whole && digits.starts_with(plan.calling) {
        return Ok(());
    }
    if let Some(number) = digits.strip_prefix('0')
        && number.len() == plan.length
    {
        out.remove(at);
        out.insert_str(at, plan.calling);
        return Ok(());
    }
    Err(Fault::new(Code::PhoneNotInternational))
}

fn check(calling: &str, number: &[u8], total: usize, wanted: Option<&Plan>) -> Reading {
    let plan = PLANS.iter().find(|plan| plan.calling == calling);
    if let Some(wanted) = wanted
        && wanted.calling != calling
    {
        return Err(Fault::with_one(Code::PhoneCountryMismatch, Param::letters(wanted.country.as_bytes())));
    }
    let Some(plan) = plan else {
        return match total {
            ..7 => Err(Fault::length(Code::TooShort, 7, total)),
            7..=15 => Err(Fault::with_one(Code::PhoneCountryNoRule, Param::letters(calling.as_bytes()))),
            _ => Err(Fault::length(Code::TooLong, 15, total)),
        };
    };
    if number.len() != plan.length {
        let params = [Param::letters(calling.as_bytes()), Param::number(plan.length), Param::number(number.len())];
        return Err(Fault::with(Code::PhoneLength, params));
    }
    if !plan.mobile.iter().any(|prefix| number.starts_with(prefix.as_bytes())) {
        return Err(Fault::with_one(Code::PhoneNotMobile, Param::letters(calling.as_bytes())));
    }
    Ok(())
}

/// The calling code at the front; codes are prefix-free, so there is at most one. None begins with zero.
fn calling_code(digits: &[u8]) -> Option<&str> {
    if digits.first() == Some(&b'0') {
        return None;
    }
    let mut code = 0_u16;
    for (index, digit) in digits.iter().take(3).enumerate() {
        code = code.wrapping_mul(10).wrapping_add(u16::from(digit.wrapping_sub(b'0')));
        if tables::CALLING_CODES.contains(&code) {
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

fn parts(text: &str, parts: &mut Parts) {
    if let Some((calling, number)) = split(text) {
        parts.add("calling", Some(calling));
        parts.add("number", Some(number));
        let plan = PLANS.iter().find(|plan| plan.calling == calling);
        parts.add("country", plan.map(|plan| plan.country));
    }
}

/// A mobile-money service of document 000.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Service {
    pub(crate) name: &'static str,
    /// The countries it serves.
    pub(crate) countries: &'static [&'static str],
}

impl Service {
    pub(crate) const ALL: &'static [Service] = &[
        Service { name: "MPESA", countries: &["KE", "TZ"] },
        Service { name: "AIRTEL_MONEY", countries: &["KE", "UG", "TZ", "NG"] },
        Service { name: "MTN_MOBILE_MONEY", countries: &["UG", "NG"] },
    ];

    /// The service of a name, in capitals or not, with any separators.
    pub(crate) fn find(name: &str) -> Option<&'static Service> {
        if let Some(service) = Service::ALL.iter().find(|service| service.name == name) {
            return Some(service);
        }
        let letters = |name: &str| {
            let mut letters = name.to_ascii_uppercase();
            letters.retain(|c| c.is_ascii_alphanumeric());
            letters
        };
        let wanted = letters(name);
        Service::ALL.iter().find(|service| letters(service.name) == wanted)
    }

    /// The services of a country, or all of them.
    pub(crate) fn in_country(country: Option<&str>) -> impl Iterator<Item = &'static Service> {
        Service::ALL.iter().filter(move |service| country.is_none_or(|country| service.countries.contains(&country)))
    }
}

/// The mobile-money service of the operator to whom the range of an electronic form was assigned, if
/// it is one of the known ones; numbers can be ported, so this is a hint.
pub(crate) fn operator(phone: &str) -> Option<&'static str> {
    let (calling, number) = split(phone)?;
    let calling = text::whole(calling).and_then(|calling| u16::try_from(calling).ok())?;
    let (mut longest, mut found) = (0, "");
    for (code, service, prefixes) in tables::MOBILE_RANGES {
        let mut rest = if *code == calling { *prefixes } else { "" };
        while let Some(prefix) = text::next_word(&mut rest, b' ') {
            if prefix.len() > longest && number.starts_with(prefix) {
                (longest, found) = (prefix.len(), service);
            }
        }
    }
    (!found.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::country::Country;

    fn read_in(country: Option<&str>, text: &str) -> Result<String, Code> {
        let rules = Rules { country: country.and_then(Country::new), ..Rules::default() };
        let mut out = String::new();
        read(text, rules, &mut out).map(|()| out).map_err(Fault::code)
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
        assert_eq!(read_in(None, "+254212345678"), Err(Code::PhoneNotMobile));
    }

    #[test]
    fn ranges_name_the_operator() {
        assert_eq!(operator("+254712345678"), Some("MPESA"));
        assert_eq!(operator("+254733345678"), Some("AIRTEL_MONEY"));
        assert_eq!(operator("+256772345678"), Some("MTN_MOBILE_MONEY"));
        assert_eq!(operator("+254770345678"), None);
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
