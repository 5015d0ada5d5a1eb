//! Laws of identifiers.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use offramp_core::api::{self, IdentifierReport};
use offramp_core::identifier::{
    Aba, AccountNumber, Bic, BitcoinAddress, Bsb, CaTransit, EvmAddress, EvmTxHash, Iban, Ifsc, Phone, SolanaAddress,
    SortCode, StellarAddress, StellarTxHash, TronAddress, TronTxHash, Vpa,
};
use offramp_core::{Code, Error, Kind, Severity, Strictness, ValidateOptions, Verdict};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::texts::{any_text, kind, near, valid};

fn judge(kind: Kind, text: &str) -> IdentifierReport {
    api::validate(kind, text, &ValidateOptions::default())
}

/// What is read, printed and read again is the same; and reading agrees with judging.
fn parse_print_parse<T>(kind: Kind, text: &str, as_str: fn(&T) -> &str) -> Result<(), TestCaseError>
where
    T: FromStr<Err = Error> + Display + Debug + PartialEq + Serialize + DeserializeOwned,
{
    let report = judge(kind, text);
    match text.parse::<T>() {
        Ok(value) => {
            prop_assert_ne!(report.verdict, Verdict::Invalid);
            prop_assert_eq!(&report.value.unwrap().normalized, as_str(&value));
            prop_assert_eq!(&value.to_string().parse::<T>().unwrap(), &value, "the paper form");
            prop_assert_eq!(&as_str(&value).parse::<T>().unwrap(), &value, "the electronic form");
            let json = serde_json::to_string(&value).unwrap();
            prop_assert_eq!(&json, &format!("\"{}\"", as_str(&value)));
            prop_assert_eq!(&serde_json::from_str::<T>(&json).unwrap(), &value, "through JSON");
        }
        Err(error) => {
            prop_assert_eq!(report.verdict, Verdict::Invalid);
            prop_assert_eq!(error.findings(), &report.findings[..]);
        }
    }
    Ok(())
}

fn round_trip(kind: Kind, text: &str) -> Result<(), TestCaseError> {
    match kind {
        Kind::Iban => parse_print_parse(kind, text, Iban::as_str),
        Kind::Bic => parse_print_parse(kind, text, Bic::as_str),
        Kind::Aba => parse_print_parse(kind, text, Aba::as_str),
        Kind::SortCode => parse_print_parse(kind, text, SortCode::as_str),
        Kind::Bsb => parse_print_parse(kind, text, Bsb::as_str),
        Kind::CaTransit => parse_print_parse(kind, text, CaTransit::as_str),
        Kind::Ifsc => parse_print_parse(kind, text, Ifsc::as_str),
        Kind::Vpa => parse_print_parse(kind, text, Vpa::as_str),
        Kind::Phone => parse_print_parse(kind, text, Phone::as_str),
        Kind::EvmAddress => parse_print_parse(kind, text, EvmAddress::as_str),
        Kind::TronAddress => parse_print_parse(kind, text, TronAddress::as_str),
        Kind::StellarAddress => parse_print_parse(kind, text, StellarAddress::as_str),
        Kind::SolanaAddress => parse_print_parse(kind, text, SolanaAddress::as_str),
        Kind::BitcoinAddress => parse_print_parse(kind, text, BitcoinAddress::as_str),
        Kind::EvmTxHash => parse_print_parse(kind, text, EvmTxHash::as_str),
        Kind::TronTxHash => parse_print_parse(kind, text, TronTxHash::as_str),
        Kind::StellarTxHash => parse_print_parse(kind, text, StellarTxHash::as_str),
        Kind::AccountNumber => parse_print_parse(kind, text, AccountNumber::as_str),
    }
}

/// Kinds that say where a bank is, not whose the account is, and are shown whole.
const PUBLIC: &[Kind] = &[Kind::Bic, Kind::Aba, Kind::SortCode, Kind::Bsb, Kind::CaTransit, Kind::Ifsc];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    #[test]
    fn values_made_by_the_standards_are_accepted((kind, text) in kind().prop_flat_map(|kind| (Just(kind), valid(kind)))) {
        prop_assert_ne!(judge(kind, &text).verdict, Verdict::Invalid, "{} {}", kind, text);
    }

    #[test]
    fn read_print_read((kind, text) in kind().prop_flat_map(|kind| (Just(kind), near(kind)))) {
        round_trip(kind, &text)?;
    }

    #[test]
    fn verdict_value_and_findings_agree(
        kind in kind(),
        text in any_text(),
        is_compat in any::<bool>(),
        country in prop::option::of(prop::sample::select(&["KE", "IN", "DE", "NP"][..])),
    ) {
        let strictness = if is_compat { Strictness::Compat } else { Strictness::Strict };
        let country = country.and_then(offramp_core::Country::new);
        let options = ValidateOptions { strictness, country, ..ValidateOptions::default() };
        let report = api::validate(kind, &text, &options);
        let has_error = report.findings.iter().any(|finding| finding.severity() == Severity::Error);
        let leaves_open = report.findings.iter().any(|finding| finding.code().leaves_open());
        let expected = match (has_error, leaves_open) {
            (true, _) => Verdict::Invalid,
            (false, true) => Verdict::Undetermined,
            (false, false) => Verdict::Valid,
        };
        prop_assert_eq!(report.verdict, expected);
        prop_assert_eq!(report.value.is_some(), !has_error);
        prop_assert!(report.findings.is_sorted_by_key(|finding| std::cmp::Reverse(finding.severity())));
        for finding in &report.findings {
            let message = finding.message();
            prop_assert!(!message.contains('{') && message.ends_with('.'), "{}", message);
        }
        if strictness == Strictness::Strict && country.is_none() {
            prop_assert_eq!(api::is_valid(kind, &text), report.verdict == Verdict::Valid);
        }
        // what is accepted strictly is accepted loosely
        if strictness == Strictness::Strict && !has_error {
            let loose = api::validate(kind, &text, &ValidateOptions { strictness: Strictness::Compat, ..options.clone() });
            prop_assert_ne!(loose.verdict, Verdict::Invalid);
        }
    }

    #[test]
    fn a_suggestion_is_accepted((kind, text) in kind().prop_flat_map(|kind| (Just(kind), prop_oneof![near(kind), any_text().boxed()]))) {
        for finding in &judge(kind, &text).findings {
            if let Some(suggestion) = finding.suggestion() {
                let report = judge(kind, suggestion);
                prop_assert_ne!(report.verdict, Verdict::Invalid, "{:?}: {}", finding, suggestion);
                prop_assert_eq!(&report.value.unwrap().normalized, suggestion, "it is the electronic form");
                prop_assert_ne!(suggestion, &text);
            }
        }
    }

    #[test]
    fn candidates_are_few_and_pass_and_are_never_suggested((kind, text) in kind().prop_flat_map(|kind| (Just(kind), near(kind)))) {
        for finding in &judge(kind, &text).findings {
            let Some((_, candidates)) = finding.params().find(|(name, _)| *name == "candidates") else {
                continue;
            };
            let candidates: Vec<&str> = candidates.split(", ").collect();
            prop_assert!((1..=3).contains(&candidates.len()), "{:?}", finding);
            prop_assert_eq!(finding.suggestion(), None);
            for (place, candidate) in candidates.iter().enumerate() {
                prop_assert_ne!(judge(kind, candidate).verdict, Verdict::Invalid, "{:?}: {}", finding, candidate);
                prop_assert!(!candidates[..place].contains(candidate), "twice");
            }
        }
    }

    #[test]
    fn detect_says_what_validate_says(text in any_text()) {
        let candidates = api::detect(&text);
        for (index, candidate) in candidates.iter().enumerate() {
            let text = candidate.line.map_or(&*text, |line| text.split('\n').nth(line as usize - 1).unwrap());
            let report = judge(candidate.kind, text);
            let is_other = [Code::LooksLikeCardNumber, Code::LooksLikeOtherChain];
            let is_other = candidate.findings.iter().any(|finding| is_other.contains(&finding.code()));
            if candidate.kind == Kind::AccountNumber && is_other {
                prop_assert_eq!(candidate.verdict, Verdict::Invalid, "no card and no address is an account");
                prop_assert_eq!(&candidate.value, &None);
            } else {
                prop_assert_eq!(candidate.verdict, report.verdict);
                prop_assert_eq!(&candidate.value, &report.value);
                // that other networks have such addresses is said of a text of which nothing is known
                let mut findings = candidate.findings.clone();
                findings.retain(|finding| finding.code() != Code::HashOrAddress);
                prop_assert_eq!(&findings, &report.findings);
            }
            let is_same = |other: &api::Candidate| other.kind == candidate.kind && other.line == candidate.line;
            prop_assert!(!candidates[..index].iter().any(is_same), "twice");
        }
        if text.trim_ascii().contains('\n') {
            return Ok(());
        }
        for &kind in Kind::ALL {
            // a word is no account number
            if kind != Kind::AccountNumber && judge(kind, &text).verdict != Verdict::Invalid {
                prop_assert!(candidates.iter().any(|candidate| candidate.kind == kind), "{} is missing", kind);
            }
        }
        // a checksum that matches says more than anything else
        let proven = candidates.iter().take_while(|candidate| candidate.evidence == "checksum").count();
        prop_assert!(candidates[proven..].iter().all(|candidate| candidate.evidence != "checksum"));
    }

    #[test]
    fn what_is_masked_hides_the_middle((kind, text) in kind().prop_flat_map(|kind| (Just(kind), near(kind)))) {
        let Some(value) = judge(kind, &text).value else {
            return Ok(());
        };
        if PUBLIC.contains(&kind) {
            return Ok(());
        }
        let (head, tail) = value.masked.split_once("****").unwrap();
        prop_assert!(value.normalized.starts_with(head) && value.normalized.ends_with(tail), "{:?}", value);
        let secret = if kind == Kind::Vpa { value.normalized.find('@').unwrap() } else { value.normalized.len() };
        let shown = if kind == Kind::Vpa { head.len() } else { head.len() + tail.len() };
        prop_assert!(shown < secret, "{:?}", value);
        // most of a short value is hidden, and four characters and more of any
        prop_assert!(secret < 8 || kind == Kind::Vpa || secret - shown >= 4, "{:?}", value);
        let debug = format!("{value:?}");
        prop_assert!(!debug.contains(&value.normalized));
    }

    #[test]
    fn a_message_does_not_repeat_the_value((kind, text) in kind().prop_flat_map(|kind| (Just(kind), near(kind)))) {
        let report = judge(kind, &text);
        if text.len() >= 8 && !PUBLIC.contains(&kind) {
            for finding in &report.findings {
                let debug = format!("{finding:?}");
                prop_assert!(!finding.message().contains(&text) && !debug.contains(&text));
            }
        }
    }
}
