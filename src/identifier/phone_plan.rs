//! Numbering plans of mobile phones, and the mobile-money services of a country's operators.

use crate::country::Country;
use crate::tables;
use crate::text;

/// The plan of a country. Sources: the plans as filed with the ITU, by way of libphonenumber's metadata.
#[derive(Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) calling: u16,
    /// As the table has it: country, trunk prefix and lengths, then ranges, then services.
    text: &'static str,
    /// Where the bar between ranges and services stands.
    bar: u16,
}

/// What the plan says of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Range {
    /// A mobile number, and whose it is.
    Mobile(Operator),
    /// A fixed line, a free or dear number, or another one without a wallet.
    Other,
    /// Nobody's, as far as the list goes.
    Unlisted,
}

/// Whom a range of mobile numbers was given to; numbers can be ported, so this is a hint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    /// One that runs the service.
    Of(&'static str),
    /// One that runs none of the country's services.
    WithoutService,
    Unknown,
}

/// How many characters stand in front of the ranges.
const HEAD: usize = 5;

/// Where the bar stands in each row of the table.
static BARS: [u16; tables::PHONE_PLANS.len()] = bars();

#[expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    reason = "runs while compiling, where a mistake is a compile error"
)]
const fn bars() -> [u16; tables::PHONE_PLANS.len()] {
    let mut bars = [0; tables::PHONE_PLANS.len()];
    let mut row = 0;
    while row < bars.len() {
        let text = tables::PHONE_PLANS[row].1.as_bytes();
        while text[bars[row] as usize] != b'|' {
            bars[row] += 1;
        }
        row += 1;
    }
    bars
}

impl Plan {
    #[cfg_attr(page, optimize(speed))]
    pub(crate) fn of(country: Country) -> Option<Plan> {
        let country = country.bytes();
        Plan::all().find(|plan| plan.text.as_bytes().starts_with(&country))
    }

    /// The plan behind a calling code, which is two or three digits.
    pub(super) fn calling(calling: &[u8]) -> Option<Plan> {
        let mut code = 0_u16;
        for digit in calling.iter().take(3) {
            code = code.wrapping_mul(10).wrapping_add(u16::from(digit.wrapping_sub(b'0')));
        }
        Plan::all().find(|plan| plan.calling == code)
    }

    pub(crate) fn all() -> impl Iterator<Item = Plan> {
        tables::PHONE_PLANS.iter().zip(&BARS).map(|(&(calling, text), &bar)| Plan { calling, text, bar })
    }

    pub(crate) fn country(self) -> &'static str {
        self.text.get(..2).unwrap_or_default()
    }

    fn byte(self, index: usize) -> u8 {
        self.text.as_bytes().get(index).copied().unwrap_or(b'0')
    }

    /// `0` where a zero stands in front of a number within the country, `o` where it may, `-` where none does.
    pub(super) fn trunk(self) -> u8 {
        self.byte(2)
    }

    /// How many digits a mobile number has behind the calling code.
    pub(crate) fn length(self) -> usize {
        match self.byte(3) {
            b'a' => 10,
            digit => usize::from(digit & 15),
        }
    }

    /// Whether some mobile numbers have this many digits; most have [`Plan::length`].
    pub(super) fn is_rare_length(self, length: usize) -> bool {
        let rare = usize::from(self.byte(4) & 15);
        rare != 0 && rare == length
    }

    fn ranges(self) -> &'static str {
        self.text.get(HEAD..self.bar.into()).unwrap_or_default()
    }

    /// What a number of the usual length is.
    #[cfg_attr(page, optimize(speed))]
    pub(crate) fn range(self, number: &[u8]) -> Range {
        let mut label = b'*';
        for word in self.ranges().as_bytes().split(|byte| *byte == b' ') {
            let mut digits = word;
            if let Some((first, more)) = digits.split_first()
                && !first.is_ascii_digit()
            {
                (label, digits) = (*first, more);
            }
            if begins_within(number, digits) {
                return match label {
                    b'!' => Range::Other,
                    b'*' => Range::Mobile(Operator::Unknown),
                    b'-' => Range::Mobile(Operator::WithoutService),
                    letter => Range::Mobile(nth(self.services(), letter.wrapping_sub(b'a'))),
                };
            }
        }
        Range::Unlisted
    }

    /// Whether it is a mobile number in a range of the list.
    pub(super) fn is_mobile(self, number: &[u8]) -> bool {
        number.len() == self.length() && matches!(self.range(number), Range::Mobile(_))
    }

    /// Whether it is a mobile number that begins with a zero, without it.
    pub(super) fn lost_zero(self, number: &[u8]) -> bool {
        let mut whole = [b'0'; 12];
        number.len().wrapping_add(1) == self.length()
            && whole.get_mut(1..=number.len()).is_some_and(|place| {
                place.copy_from_slice(number);
                true
            })
            && whole.get(..=number.len()).is_some_and(|whole| self.is_mobile(whole))
    }

    /// The country's services, with blanks between them.
    pub(crate) fn services(self) -> &'static str {
        self.text.get(usize::from(self.bar).wrapping_add(1)..).unwrap_or_default()
    }

    /// Whether the service belongs to an operator, so that only that operator's numbers have it.
    pub(crate) fn is_of_operator(self, service: &str) -> bool {
        let mut rest = self.services();
        let mut letter = b'a';
        while let Some(next) = text::next_word(&mut rest, b' ') {
            if next == service {
                return text::contains_byte(self.ranges(), letter);
            }
            letter = letter.wrapping_add(1);
        }
        false
    }
}

fn nth(services: &'static str, index: u8) -> Operator {
    let mut rest = services;
    let mut left = index;
    while let Some(service) = text::next_word(&mut rest, b' ') {
        if left == 0 {
            return Operator::Of(service);
        }
        left = left.wrapping_sub(1);
    }
    Operator::Unknown
}

/// Whether a number begins with the digits, of which the last may be followed by a hyphen and the digit up to which
/// it may go: `100-8`.
#[cfg_attr(page, optimize(speed))]
pub(super) fn begins_within(number: &[u8], digits: &[u8]) -> bool {
    let (low, high) = match digits {
        [low @ .., b'-', high] => (low, *high),
        [.., last] => (digits, *last),
        [] => return false,
    };
    let Some((last, head)) = low.split_last() else {
        return false;
    };
    number.starts_with(head) && number.get(head.len()).is_some_and(|digit| (*last..=high).contains(digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(country: &str, number: &str) -> Range {
        Plan::of(Country::new(country).unwrap()).unwrap().range(number.as_bytes())
    }

    #[test]
    fn ranges_name_the_operator() {
        assert_eq!(range("KE", "712345678"), Range::Mobile(Operator::Of("MPESA")));
        assert_eq!(range("KE", "733345678"), Range::Mobile(Operator::Of("AIRTEL_MONEY")));
        assert_eq!(range("UG", "772345678"), Range::Mobile(Operator::Of("MTN_MOBILE_MONEY")));
        assert_eq!(range("KE", "770345678"), Range::Mobile(Operator::Of("T_KASH")));
        assert_eq!(range("KE", "744345678"), Range::Mobile(Operator::WithoutService));
        assert_eq!(range("PK", "3001234567"), Range::Mobile(Operator::Unknown));
        assert_eq!(range("KE", "201234567"), Range::Other);
        assert_eq!(range("KE", "109123456"), Range::Unlisted);
    }

    #[test]
    fn plans_can_be_read() {
        for plan in Plan::all() {
            assert!((8..=10).contains(&plan.length()), "{}", plan.country());
            assert!(matches!(plan.trunk(), b'0' | b'o' | b'-'), "{}", plan.country());
            assert!(Country::new(plan.country()).is_some(), "{}", plan.country());
            let services: Vec<&str> = plan.services().split(' ').filter(|service| !service.is_empty()).collect();
            for word in plan.ranges().split(' ') {
                let label = word.bytes().next().filter(|byte| !byte.is_ascii_digit());
                assert!(label.is_none_or(|label| match label {
                    b'!' | b'*' | b'-' => true,
                    letter => usize::from(letter - b'a') < services.len(),
                }));
                let digits = word.trim_start_matches(|c: char| !c.is_ascii_digit());
                assert!(
                    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-'),
                    "{word}"
                );
            }
        }
        let callings: Vec<u16> = Plan::all().map(|plan| plan.calling).collect();
        assert!(callings.is_sorted());
        assert!(callings.iter().all(|calling| tables::CALLING_CODES.contains(calling)));
    }
}
