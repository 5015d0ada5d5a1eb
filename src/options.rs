//! Options from JSON: members by name, nothing unknown, nothing of the wrong type.

use crate::api::{BankOptions, ValidateOptions};
use crate::bank::{Directories, MemoRequired, Rail};
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

/// True, or the addresses.
pub(crate) fn memo_required(value: &Json) -> Result<MemoRequired, &'static str> {
    match value {
        Json::Bool(true) => Ok(MemoRequired::Always),
        Json::Bool(false) => Ok(MemoRequired::Unknown),
        Json::Array(items) => {
            let mut addresses = Vec::with_capacity(items.len());
            for item in items {
                addresses.push(item.as_str().ok_or("true or a list of addresses is needed")?.to_owned());
            }
            Ok(MemoRequired::For(addresses))
        }
        _ => Err("true or a list of addresses is needed"),
    }
}

/// What of the tables that were given cannot be loaded is an error of its own, which is kept for the end.
pub(crate) fn directories(value: &Json, error: &mut Option<Error>) -> Directories {
    Directories::from_json(value).unwrap_or_else(|wrong| {
        *error = Some(wrong);
        Directories::default()
    })
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
    /// Reads `{rail?, country?, strictness?, memoRequired?, directories?}`; null is the default.
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
        let (mut options, mut error) = (BankOptions::default(), None);
        members(json, "options", |name, value| {
            match name {
                "strictness" => options.strictness = strictness(value)?,
                "country" => options.country = country(value)?,
                "rail" => {
                    let rail = value.as_str().and_then(Rail::find);
                    options.rail = Some(rail.ok_or("bank, vpa, mobile_money or crypto is needed")?);
                }
                "memoRequired" => options.memo_required = memo_required(value)?,
                "directories" => options.directories = directories(value, &mut error),
                _ => return Err(UNKNOWN),
            }
            Ok(())
        })?;
        error.map_or(Ok(options), Err)
    }
}
