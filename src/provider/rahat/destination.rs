//! Where a payment goes: a bank account in Nepal, a UPI address or a wallet of mobile money, by the rules of its
//! corridor, whichever operation it is for.

use super::bank_id::bank_id;
use crate::Country;
use crate::bank::{self, Corridor, FieldName, Fields, Normalized, Rail};
use crate::code::{Code, Severity};
use crate::finding::Finding;
use crate::identifier::{self, Kind, Rules, Strictness};
use crate::json::{Json, Object};
use crate::text;

/// Members that hold one destination, by what they are among the fields of a corridor, under a common path.
pub(super) struct Members {
    pub(super) path: String,
    pub(super) names: &'static [(&'static str, FieldName)],
}

/// The members of `paymentDetails`.
pub(super) const DETAILS: &[(&str, FieldName)] = &[
    ("creditorAgent", FieldName::BankName),
    ("creditorAccount", FieldName::AccountNumber),
    ("creditorName", FieldName::AccountName),
    ("phoneNumber", FieldName::Phone),
    ("provider", FieldName::MobileProvider),
];

impl Members {
    fn at(&self, field: FieldName) -> String {
        let name = self.names.iter().find(|(_, known)| *known == field).map_or("", |(name, _)| *name);
        text::join(&[&self.path, "/", name], "")
    }

    fn text<'a>(&self, object: &'a Object, field: FieldName) -> Option<&'a str> {
        let (name, _) = self.names.iter().find(|(_, known)| *known == field)?;
        object.get(name).and_then(Json::as_str)
    }

    /// Judges the members that hold these fields by a corridor, puts the electronic forms in, and says what is wrong
    /// where it stands; what is missing only where that was not said.
    fn judge(
        &self,
        object: &mut Object,
        corridor: Option<&Corridor>,
        given: &[FieldName],
        rules: Rules,
        findings: &mut Vec<Finding>,
    ) {
        let copy = object.clone();
        let (mut fields, mut out, mut judged) = (Fields::default(), Normalized::default(), Vec::new());
        for &field in given {
            if let Some(text) = self.text(&copy, field) {
                fields.set(field, text);
            }
        }
        match corridor {
            Some(corridor) => bank::check(corridor, &fields, rules, &mut out, &mut judged),
            None => bank::check_each(&fields, "", rules, &mut out, &mut judged),
        }
        for mut finding in judged {
            // what only a group of fields lacks is the corridor's; the members have rules of their own
            let Some(field) = given.iter().find(|field| field.path() == finding.path()) else {
                continue;
            };
            let path = self.at(*field);
            let is_said = || findings.iter().any(|other| other.path() == path);
            if finding.code() == Code::FieldRequired && is_said() {
                continue;
            }
            finding.move_to(path);
            findings.push(finding);
        }
        for &field in given {
            if let (Some(form), Some((name, _))) =
                (out.get(field), self.names.iter().find(|(_, known)| *known == field))
            {
                object.insert(*name, form);
            }
        }
    }

    /// An account at a bank of the clearing house. Under `compat` a bank may be another one, of which no rule is known.
    pub(super) fn account(&self, object: &mut Object, strictness: Strictness, findings: &mut Vec<Finding>) {
        let rules = Rules { strictness, ..Rules::default() };
        let name = self.text(object, FieldName::BankName).unwrap_or_default();
        match bank_id(name, strictness) {
            Ok((_, finding)) => {
                let is_member = finding.as_ref().is_none_or(|finding| finding.code() != Code::BankMappedLoosely);
                findings.extend(finding.map(|finding| finding.at_path(self.at(FieldName::BankName))));
                let nepal = bank::find("NPR", Rail::Bank, "rahat").filter(|_| is_member);
                self.judge(
                    object,
                    nepal.as_ref(),
                    &[FieldName::AccountNumber, FieldName::AccountName],
                    rules,
                    findings,
                );
            }
            Err(finding) => {
                findings.push(finding.at_path(self.at(FieldName::BankName)));
                let fields = [FieldName::AccountNumber, FieldName::AccountName];
                self.judge(object, bank::find("NPR", Rail::Bank, "rahat").as_ref(), &fields, rules, findings);
            }
        }
    }

    /// A wallet of mobile money in a country, where that is known: the number is of the country, and the service is
    /// there.
    pub(super) fn wallet(&self, object: &mut Object, country: Option<&str>, findings: &mut Vec<Finding>) {
        let country = country.and_then(Country::new);
        let rules = Rules { country, ..Rules::default() };
        let fields = [FieldName::Phone, FieldName::MobileProvider];
        if self.text(object, FieldName::MobileProvider).is_none() {
            return self.judge(object, None, &fields, rules, findings);
        }
        let is_open = |corridor: &&Corridor| corridor.rail == Rail::MobileMoney && corridor.countries.len() > 2;
        let corridors = bank::all();
        let own = country.and_then(|country| {
            let is_own =
                |row: &&Corridor| row.rail == Rail::MobileMoney && text::contains_word(row.countries, country.as_str());
            corridors.iter().find(is_own).copied()
        });
        // where there are no rules for the country, number and service still belong together
        let any = || corridors.iter().find(is_open).map(|row| Corridor { countries: "", ..*row });
        self.judge(object, own.or_else(any).as_ref(), &fields, rules, findings);
    }
}

/// A UPI address; or a phone number, which is what the document sends in its place, with a warning.
pub(super) fn check_vpa(text: &str, strictness: Strictness, path: String, findings: &mut Vec<Finding>) -> String {
    let (mut form, mut judged) = (String::new(), Vec::new());
    let rules = Rules { strictness, ..Rules::default() };
    let is_valid = identifier::judge(Kind::Vpa, text, rules, "", &mut form, &mut judged);
    let is_phone =
        judged.iter().any(|finding| matches!(finding.code(), Code::VpaIsPhoneNumber | Code::LooksLikePhoneNumber));
    if !is_valid && is_phone {
        findings.push(Finding::new(Code::VpaIsPhoneNumber).at_path(path).with_severity(Severity::Warning));
        return text.to_owned();
    }
    for mut finding in judged {
        finding.move_to(path.clone());
        findings.push(finding);
    }
    form
}
