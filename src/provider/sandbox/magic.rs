//! Values that tell the sandbox how a payment ends or what goes wrong with a request: the last two digits before and after
//! the point of an amount, and the last word of a name.

use crate::json::{Json, Object};
use crate::text;

/// How a payment ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ending {
    /// It is paid.
    #[default]
    Paid,
    /// It is paid sixty times as late.
    Slow,
    /// It is paid and comes back.
    Returned,
    /// It never ends.
    Stuck,
    /// It is refused.
    Refused,
}

impl Ending {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Ending::Paid => "paid",
            Ending::Slow => "slow",
            Ending::Returned => "returned",
            Ending::Stuck => "stuck",
            Ending::Refused => "refused",
        }
    }

    /// The ending of a word in any case.
    pub(crate) fn of(word: &str) -> Option<Ending> {
        let all = [Ending::Slow, Ending::Returned, Ending::Stuck, Ending::Refused];
        all.into_iter().find(|ending| ending.as_str().eq_ignore_ascii_case(word))
    }
}

/// What can go wrong, each with the end of an amount that asks for it the first time that the request comes.
pub(crate) const FAULTS: &[(&str, &str)] = &[
    ("latency", "66.11"),
    ("drop_before", "66.12"),
    ("drop_after", "66.13"),
    ("rate_limit", "66.14"),
    ("error_before", "66.15"),
    ("error_after", "66.16"),
    ("lost", "66.17"),
    ("webhook_duplicate", "66.21"),
    ("webhook_late", "66.22"),
    ("webhook_reordered", "66.23"),
    ("webhook_wrong_signature", "66.24"),
    ("webhook_lost", "66.25"),
    ("key_forgotten", "66.31"),
    ("returned", "66.04"),
];

/// Whether there is such a fault.
pub(crate) fn is_fault(name: &str) -> bool {
    FAULTS.iter().any(|(known, _)| *known == name)
}

const ENDINGS: &[(Ending, &str)] =
    &[(Ending::Refused, "66.01"), (Ending::Stuck, "66.02"), (Ending::Slow, "66.03"), (Ending::Returned, "66.04")];

/// What the values of a request ask for.
#[derive(Clone, Debug, Default)]
pub(super) struct Magic {
    pub(super) ending: Ending,
    pub(super) fault: Option<&'static str>,
    /// One of the provider's own words for failures.
    pub(super) word: Option<&'static str>,
}

impl Magic {
    /// Looks through all members. Amounts are those of these names; counts of smallest units have two decimals.
    pub(super) fn of(members: &Object, amounts: &str, is_minor: bool, words: &[&'static str]) -> Magic {
        let mut magic = Magic::default();
        magic.look(members, amounts, is_minor, words);
        magic
    }

    fn look(&mut self, members: &Object, amounts: &str, is_minor: bool, words: &[&'static str]) {
        for (name, value) in members.iter() {
            match value {
                Json::Object(inner) => self.look(inner, amounts, is_minor, words),
                Json::Array(items) => {
                    for inner in items.iter().filter_map(Json::as_object) {
                        self.look(inner, amounts, is_minor, words);
                    }
                }
                value => {
                    let text = value.as_str().or(value.as_number()).unwrap_or_default();
                    if text::contains_word(amounts, name) {
                        self.amount(&end_of(text, is_minor));
                    } else if let Some((_, last)) = text::split_last(text, b' ') {
                        self.ending = self.ending.max(Ending::of(last).unwrap_or_default());
                        self.word = self.word.or_else(|| words.iter().copied().find(|word| *word == last));
                    }
                }
            }
        }
    }

    fn amount(&mut self, end: &str) {
        let ending = ENDINGS.iter().find(|(_, of)| *of == end).map(|(ending, _)| *ending);
        self.ending = self.ending.max(ending.unwrap_or_default());
        let fault = FAULTS.iter().find(|(name, of)| *of == end && *name != "returned");
        self.fault = self.fault.or_else(|| fault.map(|(name, _)| *name));
    }
}

/// The last two digits before the point and the two after it.
fn end_of(amount: &str, is_minor: bool) -> String {
    let (whole, decimals) = match text::split(amount, b'.') {
        Some(parts) => parts,
        None if is_minor => amount.split_at_checked(amount.len().saturating_sub(2)).unwrap_or((amount, "")),
        None => (amount, ""),
    };
    let decimals = text::without_last(decimals, b'0');
    let whole = whole.get(whole.len().saturating_sub(2)..).unwrap_or_default();
    let mut end = [whole, ".", decimals].concat();
    for _ in decimals.len()..2 {
        end.push('0');
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_of_amounts_and_names() {
        let of = |text: &str, is_minor| {
            let members: Json = text.parse().unwrap();
            let magic = Magic::of(members.as_object().unwrap(), "amount", is_minor, &["ACCOUNT_BLOCKED"]);
            (magic.ending, magic.fault, magic.word)
        };
        assert_eq!(of(r#"{"amount":166.01}"#, false), (Ending::Refused, None, None));
        assert_eq!(of(r#"{"amount":"66.020000"}"#, false), (Ending::Stuck, None, None));
        assert_eq!(of(r#"{"amount":"6603"}"#, true), (Ending::Slow, None, None));
        assert_eq!(of(r#"{"a":{"amount":"1066.13"}}"#, false), (Ending::Paid, Some("drop_after"), None));
        assert_eq!(of(r#"{"amount":"66.1"}"#, false), (Ending::Paid, None, None));
        assert_eq!(of(r#"{"fee":"66.01","n":"Asha Returned"}"#, false), (Ending::Returned, None, None));
        assert_eq!(of(r#"{"n":"refused"}"#, false), (Ending::Paid, None, None));
        assert_eq!(of(r#"{"n":"Bank ACCOUNT_BLOCKED"}"#, false), (Ending::Paid, None, Some("ACCOUNT_BLOCKED")));
    }
}
