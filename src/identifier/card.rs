//! Numbers of payment cards (ISO/IEC 7812): what no account number should be taken for.

use super::check::luhn;
use super::phone_plan::begins_within;
use crate::text;

/// Digits in front of the numbers of the large networks, by length of the number; `51-5` is 51 to 55. Sources: the
/// ranges as the networks publish them (Visa, Mastercard, American Express, Diners, Discover, `UnionPay`, JCB, Maestro,
/// `RuPay`, Mir, Troy, Verve).
const RANGES: [(usize, &str); 7] = [
    (13, "4"),
    (14, "36 38-9 300-5"),
    (15, "34 37"),
    (
        16,
        "4 51-5 2200-4 2221-9 223-9 23-6 270-1 2720 5060-1 508 5018 5020 5038 5893 6011 62 6304 644-9 65 60 6759 6761-3 81-2 3528-9 353-8 9792",
    ),
    (17, OTHERS),
    (18, OTHERS),
    (19, "4 62 6011 644-9 65 3528-9 353-8 2200-4 5060-1 5018 5020 5038 5893 6304 6759 6761-3"),
];
const OTHERS: &str = "62 6011 644-9 65 3528-9 353-8 2200-4 5018 5020 5038 5893 6304 6759 6761-3";

/// Whether digits are a card's number: first digits and length of a network, and the check digit.
pub(super) fn is_card(number: &str) -> bool {
    let ranges = RANGES.iter().find(|(length, _)| *length == number.len());
    let mut rest = match ranges {
        Some((_, ranges)) if text::is_digits(number) && luhn::passes(number.as_bytes()) => *ranges,
        _ => return false,
    };
    while let Some(range) = text::next_word(&mut rest, b' ') {
        if begins_within(number.as_bytes(), range.as_bytes()) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_networks_test_numbers_are_cards() {
        for number in [
            "4111111111111111",
            "4222222222222",
            "5555555555554444",
            "2223003122003222",
            "378282246310005",
            "30569309025904",
            "6011111111111117",
            "3566002020360505",
            "6200000000000005",
        ] {
            assert!(is_card(number), "{number}");
        }
        // the check digit is wrong, no network, too short
        for number in ["4111111111111112", "1111111111111117", "41111111111"] {
            assert!(!is_card(number), "{number}");
        }
    }
}
