//! Judges one field of a destination by the rule that its corridor has for it.

use super::corridor::{Corridor, Field, Rule};
use super::crypto;
use super::field::{FieldName, Fields};
use super::names;
use super::nepal;
use super::normalized::Normalized;
use super::wallet;
use crate::characters::{BEYOND, CONTROL, is_blank, is_invisible, sorts};
use crate::code::{Code, Severity};
use crate::finding::Finding;
use crate::identifier::{self, Issue, Kind, Rules};
use crate::network::{self, Network};
use crate::spreadsheet;
use crate::text::{self, is_digits};

/// One field with all that its rule may ask for.
pub(super) struct Judge<'a> {
    pub(super) corridor: &'a Corridor,
    pub(super) fields: &'a Fields<'a>,
    pub(super) rules: Rules,
    pub(super) field: &'a Field,
}

/// Nothing is wrong; or what is, unless it was reported already ([`Issue::SAID`]).
type Judged = Result<(), Issue>;

const fn wrong(code: Code) -> Judged {
    Err(Issue::new(code))
}

impl Judge<'_> {
    /// Appends the electronic form to `out`, or reports why there is none.
    #[cfg_attr(page, optimize(speed))]
    pub(super) fn judge(&self, text: &str, out: &mut Normalized, findings: &mut Vec<Finding>) -> bool {
        let start = out.text().len();
        let judged = match self.field.rule {
            Rule::Identifier(kind) => self.identifier(kind, text, out, findings),
            Rule::Address => self.address(text, out, findings),
            Rule::TransactionHash => self.transaction_hash(text, out, findings),
            Rule::Memo => self.memo(text, out.text(), findings),
            Rule::Digits(least, most) => self
                .number(text, least, most, out, findings)
                .and_then(|()| self.digits(out.text().get(start..).unwrap_or_default(), least, most, findings)),
            Rule::Alphanumeric(least, most) => self
                .number(text, least, most, out, findings)
                .and_then(|()| length(out.text().len().wrapping_sub(start), least, most)),
            Rule::Text(most) => self.line(text, most, out.text(), findings).inspect(|()| {
                if self.field.name == FieldName::AccountName {
                    let name = out.text().get(start..).unwrap_or_default();
                    names::holder(name, Some(self.corridor), self.field.name.path(), findings);
                }
            }),
            Rule::PaybillAccount | Rule::Service | Rule::Network if identifier::is_placeholder(text) => {
                wrong(Code::Placeholder)
            }
            Rule::PaybillAccount => self.line(text, 34, out.text(), findings),
            Rule::Institution => self.institution(text, out.text(), findings),
            Rule::Transit => self.transit(text, out.text(), findings),
            Rule::NepalBank => self.nepal_bank(text, out.text(), findings),
            Rule::Service => self.service(text, out, findings),
            Rule::Network => self.network_name(text, out.text(), findings),
            Rule::ForeignAba => self.foreign_aba(text, out.text(), findings),
        };
        match judged {
            Ok(()) => true,
            Err(Issue::SAID) => false,
            Err(fault) => {
                findings.push(fault.finding(self.field.name.path()));
                false
            }
        }
    }

    #[inline]
    #[cfg_attr(page, optimize(speed))]
    fn identifier(&self, kind: Kind, text: &str, out: &mut Normalized, findings: &mut Vec<Finding>) -> Judged {
        if identifier::judge(kind, text, self.rules, self.field.name.path(), out.text(), findings) {
            return Ok(());
        }
        leave_national_form_open(kind, text, self.rules, findings);
        Err(Issue::SAID)
    }

    /// An account number. What is suggested in its place has to fit the corridor too.
    fn number(
        &self,
        text: &str,
        least: usize,
        most: usize,
        out: &mut Normalized,
        findings: &mut Vec<Finding>,
    ) -> Judged {
        // a number of fixed length that lost its zeros is not written so
        if least == most && identifier::looks_like_sort_code(text) {
            return wrong(Code::LooksLikeSortCode);
        }
        let judged = self.identifier(Kind::AccountNumber, text, out, findings);
        if judged.is_err()
            && let Some(finding) = findings.last_mut()
            && let Some(suggestion) = finding.suggestion()
        {
            let filled = if least == most { spreadsheet::with_lost_zeros(suggestion, least) } else { None };
            let fitting = filled.unwrap_or_else(|| suggestion.to_owned());
            let fits = length(fitting.len(), least, most).is_ok()
                && (is_digits(&fitting) || matches!(self.field.rule, Rule::Alphanumeric(..)));
            finding.suggest_instead(fits.then_some(fitting));
        }
        judged
    }

    /// Reports with a value to put instead.
    #[cold]
    fn suggest(&self, code: Code, suggestion: String, findings: &mut Vec<Finding>) -> Judged {
        findings.push(Finding::new(code).at(self.field.name.path()).suggesting(suggestion));
        Err(Issue::SAID)
    }

    /// Notes what does not stop the payment.
    #[cold]
    fn note(&self, code: Code, findings: &mut Vec<Finding>) {
        findings.push(Finding::new(code).with_severity(Severity::Warning).at(self.field.name.path()));
    }

    #[cold]
    fn allowed(&self, code: Code) -> Finding {
        let options = self.corridor.options(self.field.rule);
        Finding::new(code).at(self.field.name.path()).with("allowed", text::listed(options.into_iter()))
    }

    /// Judges an account number that consists of digits alone, at least `least` and at most `most` of them.
    #[cfg_attr(page, optimize(speed))]
    fn digits(&self, text: &str, least: usize, most: usize, findings: &mut Vec<Finding>) -> Judged {
        if let Some(index) = text.bytes().position(|byte| !byte.is_ascii_digit()) {
            // what is wrong is more than what is rare
            findings.pop_if(|finding| finding.code() == Code::AccountUnusual);
            let exchanged = text::mapped(text, &|c| lookalike(c).or(Some(c)));
            if is_digits(&exchanged) && length(exchanged.len(), least, most).is_ok() {
                return self.suggest(Code::LetterForDigit, exchanged, findings);
            }
            return match identifier::looks_like(Kind::AccountNumber, text) {
                Some(code) => wrong(code),
                None => Err(Issue::at(Code::DigitsOnly, index)),
            };
        }
        if least == most
            && let Some(filled) = spreadsheet::with_lost_zeros(text, least)
        {
            return self.suggest(Code::SpreadsheetLeadingZero, filled, findings);
        }
        length(text.len(), least, most)
    }

    /// Judges a number of exactly `count` digits. Blanks and hyphens between them are allowed.
    fn fixed(&self, text: &str, count: usize, out: &mut String, findings: &mut Vec<Finding>) -> Judged {
        let mut plain = text::trim(text).to_owned();
        plain.retain(|c| c != '-' && !is_blank(c));
        if let Some(code) = spreadsheet::unusable(&plain) {
            return wrong(code);
        }
        if identifier::is_placeholder(text) {
            return wrong(Code::Placeholder);
        }
        if !plain.is_empty() && plain.bytes().all(|byte| byte == b'0') {
            return wrong(Code::AllZeros);
        }
        if let Some(whole) = spreadsheet::without_decimals(&plain)
            && is_digits(whole)
            && whole.len() <= count
            && whole.bytes().any(|byte| byte != b'0')
        {
            return self.suggest(Code::SpreadsheetDecimal, text::zero_filled(whole, count), findings);
        }
        self.digits(&plain, count, count, findings)?;
        out.push_str(&plain);
        Ok(())
    }

    /// Three digits, or these behind the zero of electronic files.
    fn institution(&self, text: &str, out: &mut String, findings: &mut Vec<Finding>) -> Judged {
        if let Some(number) = text::trim(text).strip_prefix('0')
            && number.len() == 3
            && is_digits(number)
            && number != "000"
        {
            let fault = Issue::length(Code::LengthWrong, 3, 4);
            findings.push(fault.finding(self.field.name.path()).suggesting(number.to_owned()));
            return Err(Issue::SAID);
        }
        self.fixed(text, 3, out, findings)
    }

    /// Five digits, or the forms that hold the institution too, which must then be the one given.
    fn transit(&self, text: &str, out: &mut String, findings: &mut Vec<Finding>) -> Judged {
        if text.bytes().filter(u8::is_ascii_digit).count() <= 5 {
            return self.fixed(text, 5, out, findings);
        }
        let mut whole = String::new();
        let path = self.field.name.path();
        let institution = self.fields.get(FieldName::InstitutionNumber).map_or("", text::trim);
        let is_other = |whole: &str| institution.len() == 3 && whole.get(1..4) != Some(institution);
        let said = findings.len();
        if !identifier::judge(Kind::CaTransit, text, self.rules, path, &mut whole, findings) {
            // what would mend the number by itself does not where another institution is given beside it
            for finding in findings.iter_mut().skip(said) {
                if finding.suggestion().is_some_and(is_other) {
                    finding.suggest_nothing();
                }
            }
            return Err(Issue::SAID);
        }
        if is_other(&whole) {
            return wrong(Code::CaInstitutionMismatch);
        }
        out.push_str(whole.get(4..).unwrap_or_default());
        Ok(())
    }

    fn nepal_bank(&self, text: &str, out: &mut String, findings: &mut Vec<Finding>) -> Judged {
        let id = match nepal::find(text) {
            Some(bank) => {
                if nepal::is_part_of_name(text, bank) {
                    findings
                        .push(Finding::new(Code::BankReadAs).at(self.field.name.path()).with_text("bank", bank.name));
                }
                bank.id
            }
            None if self.rules.is_compat() => {
                self.note(Code::BankMappedLoosely, findings);
                nepal::document_mapping(text::trim(text))
            }
            None => {
                let number = spreadsheet::without_decimals(text::trim(text)).unwrap_or_else(|| text::trim(text));
                let filled = spreadsheet::with_lost_zeros(number, 4).filter(|id| nepal::find(id).is_some());
                return match filled {
                    Some(id) => self.suggest(Code::SpreadsheetLeadingZero, id, findings),
                    None => wrong(Code::BankNotSupported),
                };
            }
        };
        out.push_str(id);
        Ok(())
    }

    /// A mobile-money service by one of its names. The list of services is open, the countries of those that belong to
    /// an operator are known.
    fn service(&self, text: &str, out: &mut Normalized, findings: &mut Vec<Finding>) -> Judged {
        let phone = out.get(FieldName::Phone).filter(|_| self.fields.get(FieldName::Phone).is_some());
        let country = wallet::country(phone, self.rules);
        let start = out.text().len();
        self.line(text, 100, out.text(), findings)?;
        let found = wallet::find(out.text().get(start..).unwrap_or_default(), country);
        if let wallet::Found::Unknown = found {
            let options = match country {
                Some(plan) => wallet::services(plan.country()),
                None => self.corridor.options(self.field.rule),
            };
            findings.push(
                Finding::new(Code::MobileProviderUnknown)
                    .at(self.field.name.path())
                    .with("allowed", text::listed(options.into_iter())),
            );
            return Ok(());
        }
        out.text().truncate(start);
        match found {
            wallet::Found::Elsewhere(service) => {
                let mut finding =
                    Finding::new(Code::MobileProviderCountry).at(self.field.name.path()).with_text("provider", service);
                if let Some(plan) = country {
                    finding = finding.with_text("country", plan.country());
                }
                findings.push(finding);
                Err(Issue::SAID)
            }
            wallet::Found::Service(service) => {
                out.text().push_str(service);
                Ok(())
            }
            wallet::Found::Unknown => Ok(()),
        }
    }

    fn network_name(&self, text: &str, out: &mut String, findings: &mut Vec<Finding>) -> Judged {
        if let Some(network) = Network::find(text) {
            out.push_str(network.name);
            return Ok(());
        }
        if let Some(name) = network::find_other(text) {
            out.push_str(name);
            findings.push(Finding::new(Code::NetworkNotCovered).at(self.field.name.path()).with_text("network", name));
            return Ok(());
        }
        self.line(text, 40, out, findings)?;
        // there are more of them than are listed
        findings.push(self.allowed(Code::NetworkUnknown));
        Ok(())
    }

    fn address(&self, text: &str, out: &mut Normalized, findings: &mut Vec<Finding>) -> Judged {
        let kind = match self.fields.get(FieldName::Network) {
            None => crypto::likely_kind(text),
            Some(name) => match Network::find(name) {
                Some(network) => crypto::address_kind(network),
                None if identifier::is_placeholder(text) => return wrong(Code::Placeholder),
                None => {
                    return match network::find_other(name).and_then(|network| crypto::of_other_chain(network, text)) {
                        Some(code) => wrong(code),
                        None => self.line(text, 140, out.text(), findings),
                    };
                }
            },
        };
        let is_valid = crypto::address(kind, text, self.rules, self.field.name.path(), out.text(), findings);
        if is_valid { Ok(()) } else { Err(Issue::SAID) }
    }

    fn transaction_hash(&self, text: &str, out: &mut Normalized, findings: &mut Vec<Finding>) -> Judged {
        let kind = match self.fields.get(FieldName::Network) {
            None => Some(Kind::EvmTxHash),
            Some(name) => match Network::find(name) {
                Some(network) => crypto::hash_kind(network),
                None => return self.line(text, 140, out.text(), findings),
            },
        };
        match kind {
            Some(kind) => self.identifier(kind, text, out, findings),
            None if identifier::is_solana_signature(text::trim(text)) => {
                out.text().push_str(text::trim(text));
                Ok(())
            }
            None => wrong(Code::SolanaSignature),
        }
    }

    /// At most 28 bytes, the longest that Stellar knows, or 32 bytes in hexadecimal.
    fn memo(&self, text: &str, out: &mut String, findings: &mut Vec<Finding>) -> Judged {
        if identifier::is_placeholder(text) {
            self.note(Code::Placeholder, findings);
        }
        let is_hash = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        self.line(text, if is_hash { 64 } else { 28 }, out, findings)
    }

    /// Accepted where the document allows it, and never held against the checksum of the USA.
    fn foreign_aba(&self, text: &str, out: &mut String, findings: &mut Vec<Finding>) -> Judged {
        if !self.rules.is_compat() {
            return wrong(Code::AbaNotApplicableSgd);
        }
        self.note(Code::AbaNotApplicableSgd, findings);
        out.push_str(text::trim(text));
        Ok(())
    }

    /// One line of text.
    fn line(&self, text: &str, most: usize, out: &mut String, findings: &mut Vec<Finding>) -> Judged {
        if is_plain(text, most) {
            out.push_str(text);
            return Ok(());
        }
        if !text.chars().any(is_invisible) {
            return self.visible_line(text::trim(text), most, out, findings);
        }
        self.note(Code::InvisibleCharacters, findings);
        let mut visible = String::new();
        for character in text.chars() {
            match character {
                // what is invisible and wide was typed for a blank
                '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => visible.push(' '),
                other if is_invisible(other) => {}
                other => visible.push(other),
            }
        }
        self.visible_line(text::trim(&visible), most, out, findings)
    }

    /// A line without blanks around it and without anything invisible in it.
    fn visible_line(&self, text: &str, most: usize, out: &mut String, findings: &mut Vec<Finding>) -> Judged {
        let Some(first) = text.bytes().next() else {
            return wrong(Code::ValueEmpty);
        };
        let count = text::count(text);
        if count > most {
            return Err(Issue::length(Code::TooLong, most, count));
        }
        if first == b'#' && spreadsheet::unusable(text) == Some(Code::SpreadsheetError) {
            return wrong(Code::SpreadsheetError);
        }
        if text.chars().any(char::is_control) {
            return wrong(Code::ControlCharacters);
        }
        if matches!(first, b'=' | b'+' | b'-' | b'@') {
            self.note(Code::FormulaText, findings);
        }
        out.push_str(text);
        Ok(())
    }
}

/// A phone number in the form that is used inside a country is not wrong where the country is not known. None has fewer
/// than six digits.
#[cold]
pub(super) fn leave_national_form_open(kind: Kind, text: &str, rules: Rules, findings: &mut [Finding]) {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if kind == Kind::Phone
        && digits >= 6
        && rules.country.is_none()
        && let Some(finding) = findings.last_mut()
        && finding.code() == Code::PhoneNotInternational
    {
        *finding = Finding::new(Code::PhoneNationalForm).at(FieldName::Phone.path());
    }
}

fn length(actual: usize, least: usize, most: usize) -> Judged {
    if (least..=most).contains(&actual) {
        return Ok(());
    }
    let (code, expected) = match (least == most, actual < least) {
        (true, _) => (Code::LengthWrong, least),
        (false, true) => (Code::TooShort, least),
        (false, false) => (Code::TooLong, most),
    };
    Err(Issue::length(code, expected, actual))
}

/// A letter as the digit it looks like.
const fn lookalike(letter: char) -> Option<char> {
    Some(match letter {
        'O' | 'Q' => '0',
        'I' | 'L' => '1',
        'Z' => '2',
        'S' => '5',
        'B' => '8',
        _ => return None,
    })
}

/// Whether a text is printable ASCII with nothing to say about it, as almost all are.
fn is_plain(text: &str, most: usize) -> bool {
    let bytes = text.as_bytes();
    bytes.len() <= most
        && !matches!(bytes.first(), None | Some(b'=' | b'+' | b'-' | b'@' | b'#' | b' '))
        && bytes.last() != Some(&b' ')
        && sorts(text) & (BEYOND | CONTROL) == 0
}
