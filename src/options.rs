//! Options from JSON: members by name, nothing unknown, nothing of the wrong type.

use crate::api::{BankOptions, ValidateOptions};
use crate::bank::Rail;
use crate::country::Country;
use crate::error::{Error, ErrorCode};
use crate::identifier::Strictness;
use crate::json::Json;

/// Hands each member that is given to `take`, which answers what is needed where the value does not do.
pub(crate) fn members(
    json: &Json,
    what: &'static str,
    mut take: impl FnMut(&str, &Json) -> Result<(), &'static str>,
) -> Result<(), Error> {
    let invalid = |message: &'static str| Error::new(ErrorCode::ArgumentInvalid, message);
    let object = match json {
        Json::Null => return Ok(()),
        Json::Object(object) => object,
        _ => return Err(invalid("an object is needed").in_field(what)),
    };
    for (name, value) in object.iter().filter(|(_, value)| !value.is_null()) {
        take(name, value).map_err(|message| invalid(message).in_field(name.to_owned()))?;
    }
    Ok(())
}

/// What is said of a member that nobody knows.
pub(crate) const UNKNOWN: &str = "there is no such member";

pub(crate) fn strictness(value: &Json) -> Result<Strictness, &'static str> {
    match value.as_str() {
        Some("strict") => Ok(Strictness::Strict),
        Some("compat") => Ok(Strictness::Compat),
        _ => Err("strict or compat is needed"),
    }
}

fn country(value: &Json) -> Result<Option<Country>, &'static str> {
    value.as_str().and_then(Country::new).map(Some).ok_or("the two letters of a country are needed")
}

impl ValidateOptions {
    /// Reads `{strictness?, country?}`; null is the default.
    ///
    /// # Errors
    /// `ARGUMENT_INVALID` for other members or values.
    pub fn from_json(json: &Json) -> Result<ValidateOptions, Error> {
        let mut options = ValidateOptions::default();
        members(json, "options", |name, value| {
            match name {
                "strictness" => options.strictness = strictness(value)?,
                "country" => options.country = country(value)?,
                _ => return Err(UNKNOWN),
            }
            Ok(())
        })?;
        Ok(options)
    }
}

impl BankOptions {
    /// Reads `{rail?, country?, strictness?}`; null is the default.
    ///
    /// # Errors
    /// `ARGUMENT_INVALID` for other members or values.
    ///
    /// ```
    /// use offramp_core::{BankOptions, Json};
    ///
    /// let options = BankOptions::from_json(&r#"{"rail": "vpa", "country": "IN"}"#.parse()?)?;
    /// assert_eq!(options.rail.map(|rail| rail.as_str()), Some("vpa"));
    /// assert!(BankOptions::from_json(&Json::object([("rails", "vpa")])).is_err());
    /// # Ok::<(), offramp_core::Error>(())
    /// ```
    pub fn from_json(json: &Json) -> Result<BankOptions, Error> {
        let mut options = BankOptions::default();
        members(json, "options", |name, value| {
            match name {
                "strictness" => options.strictness = strictness(value)?,
                "country" => options.country = country(value)?,
                "rail" => {
                    let rail = value.as_str().and_then(Rail::find);
                    options.rail = Some(rail.ok_or("bank, vpa, mobile_money or crypto is needed")?);
                }
                _ => return Err(UNKNOWN),
            }
            Ok(())
        })?;
        Ok(options)
    }
}
