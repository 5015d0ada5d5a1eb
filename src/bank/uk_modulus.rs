//! Whether an account number of the United Kingdom fits its sort code: the modulus checks that Pay.UK publishes
//! ("Validating account numbers"), by a table of weights that the caller loads.

/// Why a text is no table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    /// A row is not of the form that it must have, or there is none.
    Row,
}

/// The table of weights, and of sort codes that stand for others.
#[derive(Clone, Debug, Default)]
pub(crate) struct UkModulus {
    rules: Vec<ModulusRule>,
    substitutes: Vec<(u32, u32)>,
}

#[derive(Clone, Copy, Debug)]
struct ModulusRule {
    /// Sort codes, from and to.
    range: (u32, u32),
    method: Method,
    /// Of six digits of the sort code, u to z, and eight of the account number, a to h.
    weights: [i16; 14],
    /// From 1 to 14, or 0.
    exception: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Method {
    /// The products are added up, and divided by 10 or 11.
    Standard(i32),
    /// The digits of the products are added up, and divided by 10.
    DoubleAlternate,
}

/// What comes of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ModulusCheck {
    Passed,
    Failed,
    /// The table has no rule for the sort code, so that by the publication any account number is accepted.
    NoRule,
}

impl UkModulus {
    /// Reads lines of the published files, with one blank between words: a rule has two sort codes, the method, fourteen weights and perhaps an
    /// exception; a substitution has two sort codes.
    pub(crate) fn parse(data: &str) -> Result<UkModulus, Problem> {
        let mut table = UkModulus::default();
        let mut row = RowReader { rest: data.as_bytes() };
        while row.begins() {
            let range = row.sort_code().zip(row.sort_code()).ok_or(Problem::Row)?;
            if row.is_over() {
                table.substitutes.push(range);
                continue;
            }
            let method = row.method().ok_or(Problem::Row)?;
            let mut weights = [0; 14];
            for weight in &mut weights {
                *weight = row.weight().ok_or(Problem::Row)?;
            }
            let exception = if row.is_over() {
                0
            } else {
                row.weight()
                    .and_then(|number| u8::try_from(number).ok())
                    .filter(|number| *number > 0)
                    .ok_or(Problem::Row)?
            };
            if exception > 14 || !row.is_over() {
                return Err(Problem::Row);
            }
            table.rules.push(ModulusRule { range, method, weights, exception });
        }
        if table.rules.is_empty() { Err(Problem::Row) } else { Ok(table) }
    }

    /// Checks the digits of a pair: six and eight.
    pub(crate) fn check(&self, sort_code: &str, account: &str) -> ModulusCheck {
        let mut digits = [0_u8; 14];
        for (place, byte) in digits.iter_mut().zip(sort_code.bytes().chain(account.bytes())) {
            *place = byte.wrapping_sub(b'0');
        }
        let number = sort_code_of(&digits);
        let mut rules = self.rules.iter().filter(|rule| (rule.range.0..=rule.range.1).contains(&number));
        let Some(first) = rules.next() else {
            return ModulusCheck::NoRule;
        };
        let passes = match rules.next() {
            None => self.passes(first, digits),
            Some(second) if matches!((first.exception, second.exception), (2, 9) | (10, 11) | (12, 13)) => {
                self.passes(first, digits) || self.passes(second, digits)
            }
            Some(second) => self.passes(first, digits) && self.passes(second, digits),
        };
        if passes { ModulusCheck::Passed } else { ModulusCheck::Failed }
    }

    #[expect(clippy::many_single_char_names, reason = "the publication's names of the digits")]
    fn passes(&self, rule: &ModulusRule, mut digits: [u8; 14]) -> bool {
        let [.., a, b, c, _, _, _, g, h] = digits;
        let mut weights = rule.weights;
        match rule.exception {
            2 if a != 0 && g != 9 => weights = [0, 0, 1, 2, 5, 3, 6, 4, 8, 7, 10, 9, 3, 1],
            2 if a != 0 => weights = [0, 0, 0, 0, 0, 0, 0, 0, 8, 7, 10, 9, 3, 1],
            3 if matches!(c, 6 | 9) => return true,
            5 => {
                let number = sort_code_of(&digits);
                if let Some((_, substitute)) = self.substitutes.iter().find(|(code, _)| *code == number) {
                    substitute_sort_code(&mut digits, *substitute);
                }
            }
            // accounts in foreign currencies, which cannot be checked
            6 if matches!(a, 4..=8) && g == h => return true,
            7 if g == 9 => without_bank(&mut weights),
            8 => substitute_sort_code(&mut digits, 90_126),
            9 => substitute_sort_code(&mut digits, 309_634),
            10 if matches!((a, b), (0 | 9, 9)) && g == 9 => without_bank(&mut weights),
            _ => {}
        }
        let modulus = match rule.method {
            Method::Standard(modulus) => modulus,
            Method::DoubleAlternate => 10,
        };
        let remainder = |digits: &[u8; 14], more: i32| {
            rule.method.total(digits, &weights).wrapping_add(more).checked_rem_euclid(modulus).unwrap_or(0)
        };
        let left = remainder(&digits, if rule.exception == 1 { 27 } else { 0 });
        match rule.exception {
            4 => left == i32::from(g).wrapping_mul(10).wrapping_add(i32::from(h)),
            5 => {
                let check = if rule.method == Method::DoubleAlternate { h } else { g };
                // with a remainder of 1, eleven less it is no digit
                modulus.wrapping_sub(left).checked_rem(modulus) == Some(i32::from(check))
            }
            14 if left != 0 && matches!(h, 0 | 1 | 9) => {
                // once more without the last digit
                if let Some(account) = digits.get_mut(6..) {
                    account.rotate_right(1);
                    if let Some(first) = account.first_mut() {
                        *first = 0;
                    }
                }
                remainder(&digits, 0) == 0
            }
            _ => left == 0,
        }
    }
}

impl Method {
    fn total(self, digits: &[u8; 14], weights: &[i16; 14]) -> i32 {
        let mut total = 0_i32;
        for (digit, weight) in digits.iter().zip(weights) {
            let mut product = i32::from(*digit).wrapping_mul(i32::from(*weight));
            if self == Method::DoubleAlternate {
                while product > 9 {
                    total = total.wrapping_add(product % 10);
                    product /= 10;
                }
            }
            total = total.wrapping_add(product);
        }
        total
    }
}

/// Zero weights for u to b.
fn without_bank(weights: &mut [i16; 14]) {
    weights.iter_mut().take(8).for_each(|weight| *weight = 0);
}

fn sort_code_of(digits: &[u8; 14]) -> u32 {
    digits.iter().take(6).fold(0, |number, digit| u32::wrapping_mul(number, 10).wrapping_add(u32::from(*digit)))
}

fn substitute_sort_code(digits: &mut [u8; 14], mut code: u32) {
    for digit in digits.iter_mut().take(6).rev() {
        *digit = u8::try_from(code % 10).unwrap_or(0);
        code /= 10;
    }
}

/// Reads the rows byte by byte: a published table has a thousand of them, of seventeen words each.
struct RowReader<'a> {
    rest: &'a [u8],
}

impl RowReader<'_> {
    /// Goes to the next row that is not empty, if there is one.
    fn begins(&mut self) -> bool {
        while let [b'\n', rest @ ..] = self.rest {
            self.rest = rest;
        }
        !self.rest.is_empty()
    }

    fn is_over(&self) -> bool {
        matches!(self.rest, [] | [b'\n', ..])
    }

    /// A number, and how many digits it has: six at most.
    fn number(&mut self) -> Option<(u32, u8)> {
        let (mut number, mut count, mut rest) = (0_u32, 0_u8, self.rest);
        while let [digit @ b'0'..=b'9', more @ ..] = rest {
            number = number.wrapping_mul(10).wrapping_add(u32::from(digit.wrapping_sub(b'0')));
            count = count.wrapping_add(1);
            rest = more;
            if count > 6 {
                return None;
            }
        }
        self.rest = match rest {
            [b' ', more @ ..] => more,
            [] | [b'\n', ..] => rest,
            _ => return None,
        };
        (count > 0).then_some((number, count))
    }

    fn sort_code(&mut self) -> Option<u32> {
        self.number().and_then(|(number, count)| (count == 6).then_some(number))
    }

    /// A number of at most three digits, perhaps with a sign.
    fn weight(&mut self) -> Option<i16> {
        let unsigned = self.rest.strip_prefix(b"-");
        self.rest = unsigned.unwrap_or(self.rest);
        let (number, count) = self.number()?;
        let number = i16::try_from(number).ok().filter(|number| count <= 3 && *number <= 255)?;
        Some(if unsigned.is_some() { number.wrapping_neg() } else { number })
    }

    fn method(&mut self) -> Option<Method> {
        let (word, rest) = self.rest.split_at_checked(6)?;
        self.rest = rest;
        match word {
            b"MOD10 " => Some(Method::Standard(10)),
            b"MOD11 " => Some(Method::Standard(11)),
            b"DBLAL " => Some(Method::DoubleAlternate),
            _ => None,
        }
    }
}

/// An account number of nine or ten digits as the eight that are sent, by the rules of the publication for its bank.
/// Nine: the first belongs to the sort code, whose last digit it then is. Ten: the last eight at National Westminster,
/// the first eight at the Co-operative Bank.
pub(crate) fn eight_digits<'a>(sort_code: &str, number: &'a str) -> Option<&'a str> {
    match (number.len(), sort_code.get(..2)?) {
        (9, _) if sort_code.ends_with(number.get(..1)?) => number.get(1..),
        (10, "01" | "50" | "51" | "52" | "53" | "54" | "55" | "56" | "57" | "58" | "59" | "60" | "61" | "62") => {
            number.get(2..)
        }
        (10, "08") => number.get(..8),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table made for this test: the rules of the sort codes in the published examples.
    const TABLE: &str = "
070116 070116 MOD11 0 0 7 6 5 8 9 4 5 6 7 8 9 -1 12
070116 070116 MOD10 0 3 2 4 5 8 9 4 5 6 7 8 9 -1 13
074456 074456 MOD11 0 0 7 6 5 8 9 4 5 6 7 8 9 -1 12
074456 074456 MOD10 0 3 2 4 5 8 9 4 5 6 7 8 9 -1 13
086090 086090 MOD10 0 0 3 7 1 3 7 1 3 7 1 3 7 1 8
089999 089999 MOD10 0 0 0 0 0 0 7 1 3 7 1 3 7 1
107999 107999 MOD11 0 0 0 0 0 0 8 7 6 5 4 3 2 1
118765 118765 DBLAL 0 0 2 1 2 1 2 1 2 1 2 1 2 1 1
134020 134020 MOD11 0 0 0 7 5 9 8 4 6 3 5 2 0 0 4
180002 180002 MOD11 0 0 0 0 0 0 8 7 6 5 4 3 2 1 14
200915 200915 MOD11 0 0 0 0 0 0 0 7 6 5 4 3 2 1 6
200915 200915 DBLAL 2 1 2 1 2 1 2 1 2 1 2 1 2 1 6
202959 202959 MOD11 0 0 0 0 0 0 0 7 6 5 4 3 2 1 6
202959 202959 DBLAL 2 1 2 1 2 1 2 1 2 1 2 1 2 1 6
203099 203099 MOD11 0 0 0 0 0 0 0 7 6 5 4 3 2 1 6
203099 203099 DBLAL 2 1 2 1 2 1 2 1 2 1 2 1 2 1 6
309070 309070 MOD11 0 0 3 2 9 8 5 7 6 5 4 3 2 1 2
309070 309070 MOD11 0 0 3 2 9 8 1 7 6 5 4 3 2 1 9
772798 772798 MOD11 0 0 1 2 5 3 6 4 8 7 10 9 3 1 7
820000 820000 MOD11 0 0 0 0 0 0 0 0 7 3 4 9 2 1
820000 820000 DBLAL 2 1 2 1 2 1 2 1 2 1 2 1 2 1 3
827101 827101 MOD11 0 0 0 0 0 0 0 0 7 3 4 9 2 1
827101 827101 DBLAL 2 1 2 1 2 1 2 1 2 1 2 1 2 1 3
827999 827999 MOD11 0 0 0 0 0 0 0 0 7 3 4 9 2 1
827999 827999 DBLAL 2 1 2 1 2 1 2 1 2 1 2 1 2 1 3
871427 871427 MOD11 0 0 1 2 5 3 6 4 8 7 10 9 3 1 10
871427 871427 MOD11 0 0 5 10 9 8 0 7 6 5 4 3 2 1 11
872427 872427 MOD11 0 0 1 2 5 3 6 4 8 7 10 9 3 1 10
872427 872427 MOD11 0 0 5 10 9 8 0 7 6 5 4 3 2 1 11
938063 938063 MOD11 7 6 5 4 3 2 7 6 5 4 3 2 0 0 5
938063 938063 DBLAL 2 1 2 1 2 1 2 1 2 1 2 1 2 0 5
938600 938600 MOD11 7 6 5 4 3 2 7 6 5 4 3 2 0 0 5
938600 938600 DBLAL 2 1 2 1 2 1 2 1 2 1 2 1 2 0 5
938600 938611
938611 938611 MOD11 7 6 5 4 3 2 7 6 5 4 3 2 0 0 5
938611 938611 DBLAL 2 1 2 1 2 1 2 1 2 1 2 1 2 0 5";

    #[test]
    fn published_examples() {
        let table = UkModulus::parse(TABLE).unwrap();
        for (sort_code, account) in [
            ("089999", "66374958"),
            ("107999", "88837491"),
            ("202959", "63748472"),
            ("871427", "46238510"),
            ("872427", "46238510"),
            ("871427", "09123496"),
            ("871427", "99123496"),
            ("820000", "73688637"),
            ("827999", "73988638"),
            ("827101", "28748352"),
            ("134020", "63849203"),
            ("118765", "64371389"),
            ("200915", "41011166"),
            ("938611", "07806039"),
            ("938600", "42368003"),
            ("938063", "55065200"),
            ("772798", "99345694"),
            ("086090", "06774744"),
            ("309070", "02355688"),
            ("309070", "12345668"),
            ("309070", "12345677"),
            ("309070", "99345694"),
            ("074456", "12345112"),
            ("070116", "34012583"),
            ("074456", "11104102"),
            ("180002", "00000190"),
        ] {
            assert_eq!(table.check(sort_code, account), ModulusCheck::Passed, "{sort_code} {account}");
        }
        for (sort_code, account) in [
            ("938063", "15764273"),
            ("938063", "15764264"),
            ("938063", "15763217"),
            ("118765", "64371388"),
            ("203099", "66831036"),
            ("203099", "58716970"),
            ("089999", "66374959"),
            ("107999", "88837493"),
        ] {
            assert_eq!(table.check(sort_code, account), ModulusCheck::Failed, "{sort_code} {account}");
        }
        assert_eq!(table.check("000001", "12345678"), ModulusCheck::NoRule);
    }

    #[test]
    fn numbers_of_other_lengths() {
        assert_eq!(eight_digits("090128", "812345678"), Some("12345678"));
        assert_eq!(eight_digits("090128", "712345678"), None);
        assert_eq!(eight_digits("601613", "0012345678"), Some("12345678"));
        assert_eq!(eight_digits("089999", "1234567800"), Some("12345678"));
        assert_eq!(eight_digits("202959", "1234567800"), None);
    }

    #[test]
    fn what_is_no_table_is_refused() {
        for text in [
            "",
            "\n",
            "938173 938017",
            "010004 016715 MOD12 0 0 0 0 0 0 8 7 6 5 4 3 2 1",
            "010004 016715 MOD11 0 0 0 0 0 0 8 7 6 5 4 3 2",
            "010004 016715 MOD11 0 0 0 0 0 0 8 7 6 5 4 3 2 1 15",
            "10004 016715 MOD11 0 0 0 0 0 0 8 7 6 5 4 3 2 1",
            "010004 016715 MOD11 0 0 0 0 0 0 8 7 6 5 4 3 2 1 1 1",
            "010004 016715 MOD11 0 0 0 0 0 0 8 7 6 5 4 3 2 --1",
            "010004 016715 MOD11 0 0 0 0 0 0 8 7 6 5 4 3 2 256",
            "010004 016715 MOD11 0 0 0 0 0 0 8 7 6 5 4 3 2 1 -1",
            "010004 016715 016716",
        ] {
            assert!(UkModulus::parse(text).is_err(), "{text}");
        }
    }
}
