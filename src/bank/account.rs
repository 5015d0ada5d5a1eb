//! Judges the fields of a destination together.

use super::agreement;
use super::corridor::{Corridor, Field, Rule};
use super::field::{FieldName, Fields};
use super::nepal;
use super::normalized::Normalized;
use super::network::Network;
use crate::code::Code;
use crate::country::Country;
use crate::finding::{Finding, Severity};
use crate::identifier::{self, Kind, Rules, Service, is_blank, is_invisible};

/// Judges the fields of a corridor: each by itself, the groups, and then all together. What is valid
/// goes to `out`.
pub(crate) fn check(
    corridor: &Corridor,
    fields: &Fields<'_>,
    rules: &Rules,
    out: &mut Normalized,
    findings: &mut Vec<Finding>,
) {
    let rules = Rules { country: rules.country.or_else(|| corridor.country.and_then(Country::new)), ..*rules };
    for field in corridor.fields {
        match fields.get(field.name) {
            Some(text) => {
                if (Judge { corridor, fields, rules: &rules, field }).judge(text, out, findings) {
                    out.keep(field.name);
                } else {
                    out.drop_rest();
                }
            }
            None if field.required => findings.push(Finding::new(Code::FieldRequired).at(field.name.path())),
            None => {}
        }
    }
    for group in corridor.any_of {
        if group.iter().all(|&name| fields.get(name).is_none()) {
            findings.push(one_of(group));
        }
    }
    for name in fields.besides(corridor.mask()) {
        findings.push(not_used(corridor, name));
    }
    agreement::check(corridor, fields, &rules, out, findings);
}

/// Judges each field by itself, where the corridor is not known.
#[cold]
pub(crate) fn check_each(fields: &Fields<'_>, rules: &Rules, out: &mut Normalized, findings: &mut Vec<Finding>) {
    for name in fields.besides(0) {
        let kind = match name {
            FieldName::Iban => Kind::Iban,
            FieldName::Swift => Kind::Bic,
            FieldName::Aba => Kind::Aba,
            FieldName::SortCode => Kind::SortCode,
            FieldName::Bsb => Kind::Bsb,
            FieldName::Ifsc => Kind::Ifsc,
            FieldName::Vpa => Kind::Vpa,
            FieldName::Phone => Kind::Phone,
            FieldName::AccountNumber => Kind::AccountNumber,
            _ => continue,
        };
        let text = fields.get(name).unwrap_or_default();
        if identifier::judge(kind, text, rules, name.path(), out.text(), findings) {
            out.keep(name);
        } else {
            out.drop_rest();
        }
    }
}

#[cold]
fn one_of(group: &[FieldName]) -> Finding {
    let names: Vec<_> = group.iter().map(|name| name.as_str()).collect();
    Finding::new(Code::FieldOneOfRequired).with("fields", names.join(", "))
}

#[cold]
fn not_used(corridor: &Corridor, name: FieldName) -> Finding {
    Finding::new(Code::FieldNotUsed)
        .at(name.path())
        .with("currency", corridor.currency)
        .with("rail", corridor.rail.as_str())
}

/// One field with all that its rule may ask for.
struct Judge<'a> {
    corridor: &'a Corridor,
    fields: &'a Fields<'a>,
    rules: &'a Rules,
    field: &'a Field,
}

impl Judge<'_> {
    /// Appends the electronic form to `out`, or reports why there is none.
    fn judge(&self, text: &str, out: &mut Normalized, findings: &mut Vec<Finding>) -> bool {
        let path = self.field.name.path();
        let start = out.text().len();
        let judged = |kind: Kind, out: &mut Normalized, findings: &mut Vec<Finding>| {
            identifier::judge(kind, text, self.rules, path, out.text(), findings)
        };
        let outcome = match self.field.rule {
            Rule::Identifier(kind) => return judged(kind, out, findings),
            Rule::Address => return judged(self.network().map_or(Kind::EvmAddress, |network| network.address), out, findings),
            Rule::TransactionHash => {
                let kind = self.network().map_or(Kind::EvmTxHash, |network| network.transaction_hash);
                return judged(kind, out, findings);
            }
            Rule::Digits(least, most) => {
                return judged(Kind::AccountNumber, out, findings)
                    && self.report(digits(out.text().get(start..).unwrap_or_default(), least, most), findings);
            }
            Rule::Alphanumeric(least, most) => {
                return judged(Kind::AccountNumber, out, findings)
                    && self.report(length(out.text().get(start..).unwrap_or_default(), least, most), findings);
            }
            Rule::Text(most) => line(text, most, out.text(), path, findings),
            Rule::Institution => fixed(text, 3, out.text()),
            Rule::Transit => self.transit(text, out.text()),
            Rule::NepalBank => self.nepal_bank(text, out.text(), findings),
            Rule::Service => self.service(text, out.text()),
            Rule::Network => self.network_name(text, out.text()),
            Rule::ForeignAba => self.foreign_aba(text, out.text(), findings),
        };
        self.report(outcome, findings)
    }

    fn report(&self, outcome: Result<(), Finding>, findings: &mut Vec<Finding>) -> bool {
        match outcome {
            Ok(()) => true,
            Err(finding) => {
                findings.push(finding.at(self.field.name.path()));
                false
            }
        }
    }

    /// Five digits, or the forms that hold the institution too, which must then be the one given.
    fn transit(&self, text: &str, out: &mut String) -> Result<(), Finding> {
        let count = text.bytes().filter(u8::is_ascii_digit).count();
        if count <= 5 {
            return fixed(text, 5, out);
        }
        let mut whole = String::new();
        let mut findings = Vec::new();
        if !identifier::judge(Kind::CaTransit, text, self.rules, "", &mut whole, &mut findings) {
            return Err(findings.into_iter().next().unwrap_or(Finding::new(Code::ValueEmpty)));
        }
        let institution = self.fields.get(FieldName::InstitutionNumber).map(str::trim);
        if institution.is_some_and(|given| given.len() == 3 && whole.get(1..4) != Some(given)) {
            return Err(Finding::new(Code::CaInstitutionMismatch));
        }
        out.push_str(whole.get(4..).unwrap_or_default());
        Ok(())
    }

    fn nepal_bank(&self, text: &str, out: &mut String, findings: &mut Vec<Finding>) -> Result<(), Finding> {
        if let Some(bank) = nepal::find(text) {
            out.push_str(bank.id);
            return Ok(());
        }
        if self.rules.is_compat() {
            findings.push(Finding::new(Code::BankMappedLoosely).at(self.field.name.path()));
            out.push_str(nepal::document_mapping(text.trim()));
            return Ok(());
        }
        Err(Finding::new(Code::BankNotSupported))
    }

    fn service(&self, text: &str, out: &mut String) -> Result<(), Finding> {
        let plain: String = text.trim().chars().map(|c| if c == ' ' || c == '-' { '_' } else { c }).collect();
        let name = plain.to_ascii_uppercase();
        let name = if name == "M_PESA" { "MPESA" } else { &name };
        let Some(service) = Service::find(name) else {
            return Err(self.not_allowed(Code::ValueNotAllowed));
        };
        if let Some(country) = self.corridor.country
            && !service.countries.contains(&country)
        {
            return Err(Finding::new(Code::MobileProviderCountry).with("provider", service.name).with("country", country));
        }
        out.push_str(service.name);
        Ok(())
    }

    fn network_name(&self, text: &str, out: &mut String) -> Result<(), Finding> {
        let network = Network::find(text).ok_or_else(|| self.not_allowed(Code::NetworkUnknown))?;
        out.push_str(network.name);
        Ok(())
    }

    fn network(&self) -> Option<&'static Network> {
        self.fields.get(FieldName::Network).and_then(Network::find)
    }

    /// Accepted where the document allows it, and never held against the checksum of the USA.
    fn foreign_aba(&self, text: &str, out: &mut String, findings: &mut Vec<Finding>) -> Result<(), Finding> {
        let finding = Finding::new(Code::AbaNotApplicableSgd);
        if !self.rules.is_compat() {
            return Err(finding);
        }
        findings.push(finding.as_severity(Severity::Warning).at(self.field.name.path()));
        out.push_str(text.trim());
        Ok(())
    }

    #[cold]
    fn not_allowed(&self, code: Code) -> Finding {
        Finding::new(code).with("allowed", self.corridor.options(self.field.rule).join(", "))
    }
}

/// An account number that must be digits, from so many to so many.
fn digits(text: &str, least: usize, most: usize) -> Result<(), Finding> {
    if let Some(index) = text.bytes().position(|byte| !byte.is_ascii_digit()) {
        let exchanged: String = text.chars().map(|c| lookalike(c).unwrap_or(c)).collect();
        if exchanged.bytes().all(|byte| byte.is_ascii_digit()) && length(&exchanged, least, most).is_ok() {
            return Err(Finding::new(Code::LetterForDigit).suggesting(exchanged));
        }
        if let Some(code) = identifier::looks_like(Kind::AccountNumber, text) {
            return Err(Finding::new(code));
        }
        return Err(Finding::new(Code::DigitsOnly).with("position", index.saturating_add(1).to_string()));
    }
    length(text, least, most)
}

fn length(text: &str, least: usize, most: usize) -> Result<(), Finding> {
    let actual = text.len();
    if (least..=most).contains(&actual) {
        return Ok(());
    }
    Err(wrong_length(text, least, most))
}

#[cold]
fn wrong_length(text: &str, least: usize, most: usize) -> Finding {
    let actual = text.len();
    if least == most && actual < least && least.saturating_sub(actual) <= 2 {
        return Finding::new(Code::SpreadsheetLeadingZero).suggesting(format!("{text:0>least$}"));
    }
    let (code, expected) = match (least == most, actual < least) {
        (true, _) => (Code::LengthWrong, least),
        (false, true) => (Code::TooShort, least),
        (false, false) => (Code::TooLong, most),
    };
    Finding::new(code).with("expected", expected.to_string()).with("actual", actual.to_string())
}

/// Exactly so many digits, perhaps with blanks or hyphens in between.
fn fixed(text: &str, count: usize, out: &mut String) -> Result<(), Finding> {
    let plain: String = text.trim().chars().filter(|&c| c != '-' && !is_blank(c)).collect();
    if let Some(code) = identifier::unusable(&plain) {
        return Err(Finding::new(code));
    }
    let whole = plain.split_once('.').filter(|(_, zeros)| !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0'));
    if let Some((whole, _)) = whole {
        return Err(Finding::new(Code::SpreadsheetDecimal).suggesting(format!("{whole:0>count$}")));
    }
    digits(&plain, count, count)?;
    if plain.bytes().all(|byte| byte == b'0') {
        return Err(Finding::new(Code::AllZeros));
    }
    out.push_str(&plain);
    Ok(())
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

/// One line of text.
fn line(
    text: &str,
    most: usize,
    out: &mut String,
    path: &'static str,
    findings: &mut Vec<Finding>,
) -> Result<(), Finding> {
    if is_plain(text, most) {
        out.push_str(text);
        return Ok(());
    }
    let text = text.trim();
    if text.len() > most && text.chars().count() > most {
        return Err(Finding::new(Code::TooLong)
            .with("expected", most.to_string())
            .with("actual", text.chars().count().to_string()));
    }
    let first = text.bytes().next().unwrap_or_default();
    if first == b'#' && identifier::unusable(text) == Some(Code::SpreadsheetError) {
        return Err(Finding::new(Code::SpreadsheetError));
    }
    if text.chars().any(char::is_control) {
        return Err(Finding::new(Code::ControlCharacters));
    }
    if matches!(first, b'=' | b'+' | b'-' | b'@') {
        findings.push(Finding::new(Code::FormulaText).at(path));
    }
    if text.is_ascii() || !text.chars().any(is_invisible) {
        out.push_str(text);
    } else {
        findings.push(Finding::new(Code::InvisibleCharacters).at(path));
        // what is invisible and wide was typed for a blank
        let visible = text.chars().filter_map(|c| match c {
            '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => Some(' '),
            c => (!is_invisible(c)).then_some(c),
        });
        out.extend(visible);
    }
    Ok(())
}

/// Whether a text is printable ASCII with nothing to say about it, as almost all are.
fn is_plain(text: &str, most: usize) -> bool {
    let bytes = text.as_bytes();
    bytes.len() <= most
        && !matches!(bytes.first(), None | Some(b'=' | b'+' | b'-' | b'@' | b'#' | b' '))
        && bytes.last() != Some(&b' ')
        && bytes.iter().fold(true, |plain, byte| plain & (0x20..0x7f).contains(byte))
}
