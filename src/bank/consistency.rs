//! Whether fields that are right by themselves belong together.
//!
//! Each identifier says of which country it is, and some of which bank. Every two of them are compared: what
//! routes the payment before what describes it. Only what is known to contradict is a finding; a bank that is
//! not known is not held against another.

use super::corridor::Corridor;
use super::crypto;
use super::field::{FieldName, Fields};
use super::known_banks::{KnownBank, bics_of_code};
use super::normalized::Normalized;
use super::rail::Rail;
use super::wallet;
use crate::code::{Code, Severity};
use crate::country::Country;
use crate::finding::Finding;
use crate::identifier::{Issue, Kind, Param, Rules, iban_holds_bic};
use crate::tables::IBAN_ISSUERS;
use crate::text;

pub(super) fn check(
    corridor: &Corridor,
    fields: &Fields<'_>,
    rules: Rules,
    values: &Normalized,
    findings: &mut Vec<Finding>,
) {
    match corridor.rail {
        Rail::Bank => {
            let mut given = right(fields, values);
            // what a document calls aba for Singapore is none
            if corridor.countries == "SG" {
                given.forget(FieldName::Aba);
            }
            // a BIC that is not sent is a witness all the same
            let mut witness = String::new();
            if let Some(text) = fields.get(FieldName::Swift)
                && given.get(FieldName::Swift).is_none()
                && corridor.mask() & FieldName::Swift.bit() == 0
                && Kind::Bic.spec().form(text, rules, &mut witness).is_err()
            {
                witness.clear();
            }
            given.set(FieldName::Swift, &witness);
            // where the currency has several countries, the IBAN is of one of them
            let other = || {
                let country = given.get(FieldName::Iban)?.get(..2).and_then(Country::new)?;
                corridor.rather_than(country)
            };
            let rules = Rules { country: rules.country.or_else(other), ..rules };
            compare_all(&given, !witness.is_empty(), rules, findings);
            if !corridor.provider.is_empty()
                && corridor.currency == "GBP"
                && given.get(FieldName::Iban).is_none()
                && fields.get(FieldName::AccountNumber).is_some()
                && fields.get(FieldName::SortCode).is_none()
            {
                findings.push(Finding::new(Code::SortCodeMissing).at(FieldName::SortCode.path()));
            }
        }
        Rail::MobileMoney => wallet::phone_and_service(values, findings),
        Rail::Crypto => crypto::check(corridor, values, findings),
        Rail::Vpa | Rail::Proxy | Rail::Card | Rail::Cash => {}
    }
}

/// Takes back what was suggested since `start` for a field and would contradict another one.
pub(super) fn keep_agreeing_suggestions(
    corridor: &Corridor,
    fields: &Fields<'_>,
    rules: Rules,
    values: &Normalized,
    start: usize,
    findings: &mut [Finding],
) {
    if corridor.rail != Rail::Bank {
        return;
    }
    for finding in findings.iter_mut().skip(start).filter(|finding| finding.suggestion().is_some()) {
        if contradicts(fields, rules, values, finding) {
            finding.suggest_nothing();
        }
    }
}

#[cold]
fn contradicts(fields: &Fields<'_>, rules: Rules, values: &Normalized, finding: &Finding) -> bool {
    let mut given = right(fields, values);
    for &name in FieldName::ALL {
        if name.path() == finding.path() {
            given.set(name, finding.suggestion().unwrap_or_default());
        }
    }
    let mut said = Vec::new();
    compare_all(&given, false, rules, &mut said);
    said.iter().any(|finding| finding.severity() == Severity::Error)
}

/// The electronic forms of the fields that were given and are right.
#[inline(never)]
#[cfg_attr(page, optimize(speed))]
fn right<'a>(fields: &Fields<'_>, values: &'a Normalized) -> Fields<'a> {
    let mut right = Fields::default();
    for (name, text) in values.iter() {
        if fields.get(name).is_some() {
            right.set(name, text);
        }
    }
    right
}

/// Compares the electronic forms of every two fields of a bank account, and each with the country of the payment.
pub(crate) fn compare<'a>(value: &dyn Fn(FieldName) -> Option<&'a str>, rules: Rules, findings: &mut Vec<Finding>) {
    let mut given = Fields::default();
    for &name in FieldName::ALL {
        given.set(name, value(name).unwrap_or_default());
    }
    compare_all(&given, false, rules, findings);
}

/// The same, where the BIC may be a witness alone: then it does not stop the payment.
#[inline(never)]
#[cfg_attr(page, optimize(speed))]
fn compare_all(given: &Fields<'_>, is_witness: bool, rules: Rules, findings: &mut Vec<Finding>) {
    let iban = given.get(FieldName::Iban);
    let named = given.get(FieldName::BankName).and_then(KnownBank::named);
    let is_issuer_known = iban.is_some_and(|iban| iban_and_others(iban, given, named, rules, findings));
    let mut national = None;
    for name in NATIONAL {
        let Some(code) = given.get(name).and_then(|text| Evidence::of(name, text)) else {
            continue;
        };
        if let Some(country) = iban.and_then(|iban| iban.get(..2)).and_then(Country::new)
            && !code.is_of(country)
        {
            findings.push(two_countries(country, code.country, FieldName::Iban, name));
            continue;
        }
        if let Some(wanted) = rules.country
            && !code.is_of(wanted)
        {
            findings.push(
                Issue::with_two(Code::FieldCountryMismatch, Param::country(code.country), Param::country(wanted))
                    .finding(name.path()),
            );
        }
        national = Some(code);
    }
    let bic = given.get(FieldName::Swift).and_then(|text| Evidence::of(FieldName::Swift, text));
    if let Some(bic) = bic {
        let abroad = national.filter(|code| !code.is_of(bic.country));
        if let Some(code) = abroad {
            let finding = two_countries(code.country, bic.country, code.field, bic.field);
            findings.push(if is_witness { finding.with_severity(Severity::Warning) } else { finding });
        } else {
            let code = national.filter(|code| code.contradicts(bic));
            findings.extend(code.map(|code| two_banks(code, bic.field)));
            bic_and_payment(bic, rules, findings);
        }
    }
    if let Some(bank) = named {
        let evidence = [national, bic.filter(|_| !is_issuer_known)];
        findings.extend(bank_name(evidence, bank));
    }
    if let Some(account) = given.get(FieldName::AccountNumber) {
        findings.extend(repeated_code(account, given));
    }
}

/// Codes that exist in one country alone.
const NATIONAL: [FieldName; 5] =
    [FieldName::SortCode, FieldName::Bsb, FieldName::InstitutionNumber, FieldName::Ifsc, FieldName::Aba];

/// What a field says of country and bank.
#[derive(Clone, Copy)]
struct Evidence<'a> {
    field: FieldName,
    country: Country,
    text: &'a str,
}

impl<'a> Evidence<'a> {
    fn of(field: FieldName, text: &'a str) -> Option<Evidence<'a>> {
        let country = match field {
            FieldName::SortCode => "GB",
            FieldName::Bsb => "AU",
            FieldName::InstitutionNumber => "CA",
            FieldName::Ifsc => "IN",
            FieldName::Aba => "US",
            _ => text.get(4..6)?,
        };
        Some(Evidence { field, country: Country::new(country)?, text })
    }

    /// The bank, which is looked for only where there is something to hold against it.
    #[cfg_attr(page, optimize(speed))]
    fn bank(&self) -> Issuer<'a> {
        let letters = || self.text.get(..4).map_or(Issuer::Unknown, Issuer::Letters);
        if self.field == FieldName::Swift {
            return letters();
        }
        match bics_of_code(self.country.as_str(), self.text) {
            Some(bics) => Issuer::Listed(bics),
            None if self.field == FieldName::Ifsc => letters(),
            None => Issuer::Unknown,
        }
    }

    /// Whether it may stand beside what is of this country. Gibraltar's banks have sort codes, too.
    #[inline]
    fn is_of(&self, country: Country) -> bool {
        self.country.banking_home() == country.banking_home()
            || self.field == FieldName::SortCode && country.bytes() == *b"GI"
    }

    /// Whether both are known to be of banks that are not known to be one.
    fn contradicts(&self, other: Evidence<'_>) -> bool {
        let (own, others) = (self.bank(), other.bank());
        // most agree, which is seen at once
        !own.is_among(others.letters())
            && own.is_known_in(self.country)
            && others.is_known_in(other.country)
            && !own.is_bank_of(others)
    }
}

fn two_countries(found: Country, country: Country, first: FieldName, second: FieldName) -> Finding {
    Finding::new(Code::FieldsCountryMismatch)
        .at(second.path())
        .with("found", found.as_str().to_owned())
        .with("country", country.as_str().to_owned())
        .with("fields", text::listed([first, second].into_iter().map(FieldName::as_str)))
}

fn two_banks(first: Evidence<'_>, second: FieldName) -> Finding {
    Finding::new(Code::FieldsBankMismatch)
        .at(second.path())
        .with("fields", text::listed([first.field, second].into_iter().map(FieldName::as_str)))
}

/// The first field that is of another bank than the one named, which is asked only for those of its countries.
fn bank_name(evidence: [Option<Evidence<'_>>; 2], bank: KnownBank) -> Option<Finding> {
    for evidence in evidence.into_iter().flatten() {
        let issuer = evidence.bank();
        if !matches!(issuer, Issuer::Unknown)
            && text::contains_word(bank.countries, evidence.country.banking_home().as_str())
            && !issuer.is_bank_of(Issuer::Listed(bank.bics))
            && issuer.is_known_in(evidence.country)
        {
            return Some(two_banks(evidence, FieldName::BankName));
        }
    }
    None
}

/// The code of the bank or the branch that stands in the place of the account number as well.
fn repeated_code<'a>(account: &str, given: &Fields<'a>) -> Option<Finding> {
    const CODES: [FieldName; 6] = [
        FieldName::Aba,
        FieldName::SortCode,
        FieldName::Bsb,
        FieldName::Transit,
        FieldName::InstitutionNumber,
        // the number of a bank of Nepal
        FieldName::BankName,
    ];
    let digits = |text: &'a str| text::without_first(text, b'0');
    let account = text::without_first(account, b'0');
    let is_repeated = |&name: &FieldName| given.get(name).is_some_and(|code| digits(code) == account);
    // in Canada both codes together, in either order, with or without the zero of electronic files
    let is_whole = || {
        let (transit, institution) = given.get(FieldName::Transit).zip(given.get(FieldName::InstitutionNumber))?;
        let both = [text::join(&[institution, transit], ""), text::join(&[transit, institution], "")];
        both.iter().any(|code| text::without_first(code, b'0') == account).then_some(FieldName::Transit)
    };
    let repeated = CODES.into_iter().find(is_repeated).or_else(is_whole)?;
    Some(
        Finding::new(Code::AccountIsBankCode).at(FieldName::AccountNumber.path()).with_text("field", repeated.as_str()),
    )
}

/// Holds the other fields against the IBAN, and answers whether its bank is known.
fn iban_and_others(
    iban: &str,
    given: &Fields<'_>,
    named: Option<KnownBank>,
    rules: Rules,
    findings: &mut Vec<Finding>,
) -> bool {
    let Some((country, bban)) = iban.get(..2).and_then(Country::new).zip(iban.get(4..)) else {
        return false;
    };
    if let Some(wanted) = rules.country
        && wanted.banking_home() != country.banking_home()
    {
        findings.push(
            Issue::with_two(Code::IbanCountryMismatch, Param::country(country), Param::country(wanted))
                .finding(FieldName::Iban.path()),
        );
    }
    let issuer = Issuer::of(country, bban);
    if let Some(swift) = given.get(FieldName::Swift) {
        iban_and_bic(country, issuer, swift, findings);
    }
    if let Some(named) = named {
        iban_and_bank_name(issuer, named, findings);
    }
    if let Some(account) = given.get(FieldName::AccountNumber)
        && !text::contains(bban, text::without_first(account, b'0'))
    {
        findings.push(Finding::new(Code::AccountIbanMismatch).at(FieldName::AccountNumber.path()));
    }
    if let Some(sort_code) = given.get(FieldName::SortCode)
        && country.bytes() == *b"GB"
        && bban.get(4..10) != Some(sort_code)
    {
        findings.push(Finding::new(Code::SortCodeIbanMismatch).at(FieldName::SortCode.path()));
    }
    !matches!(issuer, Issuer::Unknown)
}

/// The bank inside an IBAN, by the first four letters of its BICs, as far as it is known: in some
/// countries the IBAN holds them, in others a digit tells the bank.
#[derive(Clone, Copy)]
enum Issuer<'a> {
    Unknown,
    Letters(&'a str),
    /// The first four letters of its BICs, with blanks between them.
    Listed(&'static str),
}

impl<'a> Issuer<'a> {
    fn of(country: Country, bban: &'a str) -> Issuer<'a> {
        if iban_holds_bic(country) {
            return bban.get(..4).map_or(Issuer::Unknown, Issuer::Letters);
        }
        let listed = IBAN_ISSUERS.iter().find(|(code, offset, digits, _)| {
            code.as_bytes() == country.bytes() && bban.get(*offset..).is_some_and(|rest| rest.starts_with(digits))
        });
        listed.map_or(Issuer::Unknown, |(.., bics)| Issuer::Listed(bics))
    }

    /// The first four letters of its BICs, with blanks between them.
    fn letters(self) -> &'a str {
        match self {
            Issuer::Unknown => "",
            Issuer::Letters(letters) => letters,
            Issuer::Listed(listed) => listed,
        }
    }

    /// Whether the bank is one of those that are known in the country.
    fn is_known_in(self, country: Country) -> bool {
        match self {
            Issuer::Unknown => false,
            Issuer::Listed(_) => true,
            Issuer::Letters(letters) => KnownBank::all().any(|bank| {
                text::contains_word(bank.bics, letters) && text::contains_word(bank.countries, country.as_str())
            }),
        }
    }

    /// Whether one of the BICs is the issuer's.
    fn is_among(self, bics: &str) -> bool {
        let mut own = self.letters();
        while let Some(bic) = text::next_word(&mut own, b' ') {
            if text::contains_word(bics, bic) {
                return true;
            }
        }
        false
    }

    /// Whether the two have a BIC in common, or one of the known banks goes by both.
    fn is_bank_of(self, other: Issuer<'_>) -> bool {
        self.is_among(other.letters())
            || KnownBank::with_several_bics().any(|bank| self.is_among(bank.bics) && other.is_among(bank.bics))
    }

    fn bics(self) -> String {
        let (mut rest, mut bics) = (self.letters(), String::new());
        while let Some(bic) = text::next_word(&mut rest, b' ') {
            if !bics.is_empty() {
                bics.push_str(" or ");
            }
            bics.push_str(bic);
        }
        bics
    }
}

fn iban_and_bic(country: Country, issuer: Issuer<'_>, swift: &str, findings: &mut Vec<Finding>) {
    let Some((bank, bic_country)) = swift.get(..4).zip(swift.get(4..6).and_then(Country::new)) else {
        return;
    };
    if bic_country.banking_home() != country.banking_home() {
        findings.push(
            Issue::with_two(Code::IbanBicCountryMismatch, Param::country(country), Param::country(bic_country))
                .finding(FieldName::Swift.path()),
        );
    } else if !matches!(issuer, Issuer::Unknown) && !issuer.is_bank_of(Issuer::Letters(bank)) {
        findings.push(
            Finding::new(Code::IbanBicMismatch)
                .at(FieldName::Swift.path())
                .with("expected", issuer.bics())
                .with("found", bank.to_owned()),
        );
    }
}

fn iban_and_bank_name(issuer: Issuer<'_>, named: KnownBank, findings: &mut Vec<Finding>) {
    if !matches!(issuer, Issuer::Unknown) && !issuer.is_among(named.bics) {
        let expected = KnownBank::all().find(|bank| issuer.is_among(bank.bics)).map(|bank| bank.name.to_owned());
        findings.push(
            Finding::new(Code::IbanBankNameMismatch)
                .at(FieldName::BankName.path())
                .with("expected", expected.unwrap_or_else(|| issuer.bics())),
        );
    }
}

fn bic_and_payment(bic: Evidence<'_>, rules: Rules, findings: &mut Vec<Finding>) {
    if let Some(wanted) = rules.country
        && !bic.is_of(wanted)
    {
        findings.push(
            Issue::with_two(Code::BicCountryMismatch, Param::country(bic.country), Param::country(wanted))
                .finding(bic.field.path()),
        );
    }
}
