//! What to say about a text that could not be read: the confusion behind it and how to mend it.
//!
//! Runs only for values that are wrong, so it may take its time: it tries the usual repairs through
//! the same reading and asks the other kinds whether the text is theirs.

mod candidates;
mod pasted;

use self::candidates::repairs;
use self::pasted::{among_others, phone_among_words, without_label, without_pasted};
use super::issue::Issue;
use super::resemblance::{looks_like, looks_like_name};
use super::{Kind, Rules, account_number, bic, iban, known, leaves_open, link};
use crate::characters::{fold, is_invisible, trim};
use crate::code::{Code, Severity};
use crate::finding::Finding;
use crate::spreadsheet::{unmarked, unusable};
use crate::text;

/// Reports why `text` is no value of `kind`. Answers true, with the value in `out`, where it becomes
/// one by taking out what cannot be seen.
#[cold]
pub(crate) fn explain(
    kind: Kind,
    text: &str,
    rules: Rules,
    issue: Issue,
    path: &'static str,
    out: &mut String,
    findings: &mut Vec<Finding>,
) -> bool {
    let start = out.len();
    if let Some((bare, code)) = without_unseen(text)
        && let Ok(note) = kind.spec().form(&bare, rules, out)
    {
        findings.push(Finding::new(code).at(path));
        findings.extend(note.map(|note| note.finding(path)));
        return true;
    }
    out.truncate(start);
    findings.push(diagnose(kind, text, rules, issue, path).at(path));
    false
}

/// Whether the text is a value of the kind once what cannot be seen is taken out.
#[cold]
pub(super) fn is_valid_as_seen(kind: Kind, text: &str, scratch: &mut String) -> bool {
    let Some((bare, _)) = without_unseen(text) else {
        return false;
    };
    scratch.clear();
    kind.spec().form(&bare, Rules::default(), scratch).is_ok_and(|note| !leaves_open(note))
}

fn diagnose(kind: Kind, text: &str, rules: Rules, issue: Issue, path: &'static str) -> Finding {
    let text = text::trim(text);
    if text.is_empty() {
        return Finding::new(Code::ValueEmpty);
    }
    if let Some(code) = unusable(text) {
        return Finding::new(code);
    }
    let nothing = stands_for_nothing(kind, text, issue);
    if nothing.is_some() || issue.code() == Code::Placeholder {
        // "account number: 1234567890", "SWIFT CHASUS33"
        let pasted = without_pasted(text).filter(|_| text::contains_byte(text, b':'));
        let mut value = String::new();
        for bare in pasted.into_iter().chain(without_label(kind, text)) {
            value.clear();
            if kind.spec().form(bare, rules, &mut value).is_ok() {
                return Finding::new(Code::TextAround).suggesting(value);
            }
        }
    }
    if let Some(finding) = among_others(kind, text, rules) {
        return finding;
    }
    if kind == Kind::Phone && phone_among_words(text).is_err() && looks_like(kind, text).is_none() {
        return Finding::new(Code::SeveralValues);
    }
    if let Some(code) = nothing {
        return Finding::new(code);
    }
    let known = match kind {
        Kind::Iban => iban::explain(text, issue, path),
        Kind::Bic => bic::explain(text, issue, path),
        _ => None,
    };
    if let Some(finding) = known {
        return finding;
    }
    if is_own(issue.code()) {
        return issue.finding(path);
    }
    // nothing that is so long is a value with a slip in it
    if text.len() <= LONGEST {
        for (code, candidate) in repairs(kind, text, rules, issue) {
            let mut value = String::new();
            // a national number with a plus may look like one of another country
            let is_plus_added = kind == Kind::Phone && candidate.starts_with('+') && !text::contains_byte(text, b'+');
            let is_sure = |note| !is_plus_added || !leaves_open(note);
            if kind.spec().form(&candidate, rules, &mut value).is_ok_and(is_sure) {
                let finding = if code == issue.code() { issue.finding(path) } else { Finding::new(code) };
                return if drops_memo(kind, text, &value) { finding } else { finding.suggesting(value) };
            }
        }
    }
    if text.chars().any(|character| fold(character).is_some()) {
        return Finding::new(Code::OtherScript);
    }
    let confusion = match looks_like(kind, text) {
        Some(code) => Some(Finding::new(code).with_severity(Severity::Error)),
        None if kind != Kind::AccountNumber && looks_like_name(kind, text) => Some(Finding::new(Code::LooksLikeName)),
        None if kind.is_address() => confusion_inside(kind, text, issue),
        None => None,
    };
    confusion.unwrap_or_else(|| issue.finding(path))
}

/// What the address is that stands in a link or among punctuation, where it is one of another kind.
fn confusion_inside(kind: Kind, text: &str, issue: Issue) -> Option<Finding> {
    let bare = without_pasted(text).unwrap_or(text);
    let in_link =
        || Kind::ALL.iter().filter(|other| other.is_address()).find_map(|other| link::addresses(*other, text));
    let code = looks_like(kind, bare).or_else(|| looks_like(kind, &in_link()?));
    code.map(Finding::new).or_else(|| known::confusion(kind, bare, issue))
}

/// A word for nothing, an amount, a date or an address of another chain in the place of another kind.
fn stands_for_nothing(kind: Kind, text: &str, issue: Issue) -> Option<Code> {
    // what has an @ is some address, and what is as long as an IBAN and of its form is one
    if kind == Kind::AccountNumber || text::contains_byte(text, b'@') || issue.code() == Code::IbanChecksum {
        return None;
    }
    let code = account_number::instead_of(text).filter(|_| kind != Kind::Bic || !bic::is_among(text))?;
    let is_known = matches!(code, Code::Placeholder | Code::LooksLikeAmount | Code::LooksLikeDate)
        || code == Code::LooksLikeOtherChain && !kind.is_address() && looks_like(kind, text).is_none();
    (is_known && text.bytes().any(|byte| byte.is_ascii_alphanumeric())).then_some(code)
}

/// The longest text, in bytes, that repairs are tried on, and that [`detect`](super::detect) looks at.
pub(super) const LONGEST: usize = 512;

/// Whether the text has every outward mark of its kind, so that no confusion needs looking for.
const fn is_own(code: Code) -> bool {
    matches!(
        code,
        Code::IbanChecksum
            | Code::IbanNationalCheck
            | Code::AbaChecksum
            | Code::AbaPrefixUnassigned
            | Code::EvmChecksum
            | Code::LooksLikeAmount
            | Code::LooksLikeDate
            | Code::Placeholder
            // says more than that it is a phone number
            | Code::VpaIsPhoneNumber
    )
}

/// Whether digits stand beside an address on a network with memos: without its memo a payment to an exchange is lost.
fn drops_memo(kind: Kind, text: &str, value: &str) -> bool {
    // `.0` is what data tools append, and what a link asks for has names
    let digits = |text: &str| text.bytes().filter(|byte| matches!(byte, b'1'..=b'9')).count();
    matches!(kind, Kind::StellarAddress | Kind::SolanaAddress)
        && digits(text) > digits(value)
        && !text::contains_byte(text, b'?')
        && !text::contains(text, "://")
}

/// The text without invisible characters, and without the apostrophe or the formula that marks a cell as text.
fn without_unseen(text: &str) -> Option<(String, Code)> {
    if text.chars().any(is_invisible) {
        let visible = text::mapped(text, &|character| (!is_invisible(character)).then_some(character));
        return Some((visible, Code::InvisibleCharacters));
    }
    unmarked(trim(text)).map(|(bare, code)| (bare.to_owned(), code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{self, ValidateOptions};

    fn found(kind: Kind, text: &str) -> (Code, Option<String>) {
        let report = api::validate(kind, text, &ValidateOptions::default());
        let finding = report.findings.first().unwrap();
        (finding.code(), finding.suggestion().map(str::to_owned))
    }

    #[test]
    fn separators_of_another_kind_are_no_confused_letters() {
        assert_eq!(found(Kind::Bsb, "06-20-00"), (Code::LooksLikeSortCode, None));
        assert_eq!(found(Kind::SortCode, "202-959"), (Code::LooksLikeBsb, None));
        assert_eq!(found(Kind::Bsb, "O62-000"), (Code::LetterForDigit, Some("062000".to_owned())));
        assert_eq!(found(Kind::SortCode, "20\u{2013}29\u{2013}59"), (Code::DigitsOnly, Some("202959".to_owned())));
    }

    #[test]
    fn decimals_and_lost_zeros_are_mended_together() {
        assert_eq!(found(Kind::Bsb, "62000.0"), (Code::SpreadsheetDecimal, Some("062000".to_owned())));
        assert_eq!(found(Kind::Aba, "21000021.0"), (Code::SpreadsheetDecimal, Some("021000021".to_owned())));
        assert_eq!(found(Kind::Aba, "21000022.0").1, None);
    }

    #[test]
    fn a_point_in_a_number_is_not_always_a_separator() {
        let mended = |text: &str| (Code::SpreadsheetDecimal, Some(text.to_owned()));
        assert_eq!(found(Kind::AccountNumber, "123456789.0"), mended("123456789"));
        assert_eq!(found(Kind::AccountNumber, " 123456789.00 "), mended("123456789"));
        assert_eq!(found(Kind::Phone, "+4915112345678.0"), mended("+4915112345678"));
        for kind in [Kind::AccountNumber, Kind::Phone] {
            assert_eq!(found(kind, "+4915...45678"), (Code::ValueAbbreviated, None));
        }
        assert_eq!(found(Kind::AccountNumber, "1.11122E15"), (Code::SpreadsheetExponent, None));
        assert_eq!(found(Kind::AccountNumber, "123.4567"), (Code::LooksLikeAmount, None));
        assert_eq!(found(Kind::Phone, "0.712345678"), (Code::LooksLikeAmount, None));
        for text in ["12.34.56.789", "1234.56.78900"] {
            let report = api::validate(Kind::AccountNumber, text, &ValidateOptions::default());
            assert!(report.findings.is_empty(), "{text}");
        }
    }

    #[test]
    fn a_phone_number_as_vpa_is_told_what_a_vpa_is() {
        for text in ["9876543210", "+91 98765 43210"] {
            assert_eq!(found(Kind::Vpa, text), (Code::VpaIsPhoneNumber, None));
        }
    }

    #[test]
    fn a_separator_in_an_address_is_no_confused_letter() {
        let (code, suggestion) = found(Kind::EvmAddress, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed-");
        assert_eq!(code, Code::TextAround);
        assert_eq!(suggestion.as_deref(), Some("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"));
        assert_eq!(found(Kind::EvmAddress, "0x5aAeb6053F3E94C9b9A09f3366943-5E7Ef1BeAed").1, None);
    }
}
