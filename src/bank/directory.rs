//! Directories: tables of facts that the caller loads, where their licence or their size keeps them out of the package.
//!
//! A directory file is JSON: `{name, edition, source, licence, sha256, data}`, where `sha256` is of the text `data`.

use std::fmt;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::field::{FieldName, Fields};
use super::normalized::Normalized;
use super::uk_modulus::{ModulusCheck, UkModulus, eight_digits};
use super::{Corridor, Rail};
use crate::code::Code;
use crate::error::{Error, ErrorCode};
use crate::finding::{Finding, Verdict};
use crate::json::Json;
#[cfg(not(target_arch = "wasm32"))]
use crate::json::Object;
use crate::text;

/// The tables that were loaded.
///
/// ```
/// use offramp_core::Json;
/// use offramp_core::api::{self, BankOptions, Directories};
///
/// // the weights of one sort code, in the published form
/// let lines = "089999 089999 MOD10 0 0 0 0 0 0 7 1 3 7 1 3 7 1";
/// let file = Directories::uk_modulus_file(lines, "8.50", "Pay.UK", "as published")?;
/// let mut options = BankOptions::default();
/// options.directories.load(&file)?;
/// let fields: Json = r#"{"sortCode": "08-99-99", "accountNumber": "66374959"}"#.parse()?;
/// let report = api::validate_bank_account("GBP", fields.as_object().unwrap(), &options);
/// assert!(report.findings.iter().any(|finding| finding.code().as_str() == "UK_MODULUS_FAILED"));
/// # Ok::<(), offramp_core::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct Directories {
    uk_modulus: Option<Arc<Loaded<UkModulus>>>,
}

/// A table, and the edition that answers name.
struct Loaded<T> {
    edition: String,
    table: T,
}

/// The members of a file.
const MEMBERS: [&str; 6] = ["name", "edition", "source", "licence", "sha256", "data"];

/// The name in files and options.
const UK_MODULUS: &str = "ukModulus";

impl fmt::Debug for Directories {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.edition()).finish()
    }
}

impl Directories {
    /// Loads the table of a file, in the place of one that was loaded before.
    ///
    /// # Errors
    /// `ARGUMENT_INVALID` where the name is not known, a member is missing, the text is not the one that the hash
    /// is of, or it is no table.
    pub fn load(&mut self, file: &Json) -> Result<(), Error> {
        let mut members = [""; 6];
        for (name, place) in MEMBERS.iter().zip(&mut members) {
            *place = file.get(name).and_then(Json::as_str).ok_or_else(|| invalid(name))?;
        }
        let [name, edition, _, _, sha256, data] = members;
        if name != UK_MODULUS {
            return Err(invalid("name"));
        }
        if sha256 != hash(data) {
            return Err(invalid("sha256"));
        }
        let table = UkModulus::parse(data).map_err(|_| invalid("data"))?;
        self.uk_modulus = Some(Arc::new(Loaded { edition: edition.to_owned(), table }));
        Ok(())
    }

    /// Reads `{ukModulus?}`, each member a file.
    pub(crate) fn from_json(json: &Json) -> Result<Directories, Error> {
        let mut directories = Directories::default();
        let members = json.as_object().ok_or_else(|| invalid("directories"))?;
        for (name, file) in members.iter().filter(|(name, file)| *name != UK_MODULUS || !file.is_null()) {
            if file.get("name").and_then(Json::as_str) != Some(name) {
                return Err(invalid("name"));
            }
            directories.load(file)?;
        }
        Ok(directories)
    }

    /// A file of the modulus checks of the United Kingdom from the lines that Pay.UK publishes: those with weights, and
    /// behind them those with sort codes that stand for others.
    ///
    /// # Errors
    /// `ARGUMENT_INVALID` where a line is none of these.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn uk_modulus_file(lines: &str, edition: &str, source: &str, licence: &str) -> Result<Json, Error> {
        let mut data = String::new();
        for line in lines.lines() {
            for word in line.split_ascii_whitespace() {
                data.push_str(word);
                data.push(' ');
            }
            if data.pop().is_some_and(|last| last == ' ') {
                data.push('\n');
            }
        }
        UkModulus::parse(&data).map_err(|_| invalid("data"))?;
        let mut file = Object::new();
        let texts = [UK_MODULUS, edition, source, licence, &hash(&data), &data];
        for (name, text) in MEMBERS.into_iter().zip(texts) {
            file.put_text(name, text);
        }
        Ok(Json::Object(file))
    }

    /// The name and the edition of the table that was loaded.
    #[must_use]
    pub fn edition(&self) -> Option<(&'static str, &str)> {
        self.uk_modulus.as_ref().map(|loaded| (UK_MODULUS, loaded.edition.as_str()))
    }

    /// Applies the tables to a destination whose fields were checked; what was found begins at `said`. Answers the name and
    /// the edition of the table that was used.
    pub(crate) fn check(
        &self,
        corridor: &Corridor,
        fields: &Fields<'_>,
        values: &Normalized,
        said: usize,
        findings: &mut Vec<Finding>,
    ) -> Option<(&'static str, &str)> {
        if corridor.currency != "GBP" || corridor.rail != Rail::Bank {
            return None;
        }
        let path = FieldName::AccountNumber.path();
        let sort_code = values.get(FieldName::SortCode)?;
        let Some(account) = values.get(FieldName::AccountNumber) else {
            let number = fields.get(FieldName::AccountNumber).map(text::trim)?;
            let finding = findings
                .iter_mut()
                .skip(said)
                .find(|finding| finding.path() == path && finding.suggestion().is_none())?;
            if text::is_digits(number) {
                finding.suggest_instead(eight_digits(sort_code, number).map(str::to_owned));
            }
            return None;
        };
        // an IBAN that passed holds the pair, or it was reported that it does not
        if values.get(FieldName::Iban).is_some() || account.len() != 8 {
            return None;
        }
        let Some(loaded) = &self.uk_modulus else {
            // what is wrong anyway need not be left open
            if Verdict::of(findings.get(said..).unwrap_or_default()) != Verdict::Invalid {
                findings.push(Finding::new(Code::UkModulusNotChecked).at(path));
            }
            return None;
        };
        if loaded.table.check(sort_code, account) == ModulusCheck::Failed {
            findings.push(Finding::new(Code::UkModulusFailed).at(path));
        }
        Some((UK_MODULUS, &loaded.edition))
    }
}

#[cold]
fn invalid(member: &'static str) -> Error {
    Error::new(ErrorCode::ArgumentInvalid, "this is no directory file: a member is missing or wrong").in_field(member)
}

/// The SHA-256 of a text in hexadecimal.
fn hash(text: &str) -> String {
    let mut hexadecimal = String::with_capacity(64);
    for byte in Sha256::digest(text) {
        for nibble in [byte >> 4, byte & 0xf] {
            hexadecimal.push(char::from_digit(u32::from(nibble), 16).unwrap_or_default());
        }
    }
    hexadecimal
}
