//! The options of questions about destinations and files, from JSON.

use super::{BankOptions, ValidateOptions};
use crate::bank::{Directories, MemoRequired, NO_RAIL, NO_SCHEME, Rail, SchemeName};
use crate::bulk::{CheckOptions, HashKey};
use crate::country::Country;
use crate::error::Error;
use crate::identifier::Strictness;
use crate::json::Json;
use crate::money::Currency;
use crate::options::{UNKNOWN, members};
use crate::provider::Provider;
use crate::timestamp::Date;

fn country(value: &Json) -> Result<Option<Country>, &'static str> {
    value.as_str().and_then(Country::new).map(Some).ok_or("the two letters of a country are needed")
}

/// True, or the addresses.
pub(crate) fn memo_required(value: &Json) -> Result<MemoRequired, &'static str> {
    let mut addresses = String::new();
    match value {
        Json::Bool(true) => return Ok(MemoRequired::Always),
        Json::Array(items) => {
            for item in items {
                addresses.push_str(item.as_str().ok_or("addresses are texts")?);
                addresses.push(' ');
            }
        }
        Json::Bool(false) => {}
        _ => return Err("true or a list is needed"),
    }
    Ok(MemoRequired::For(addresses))
}

/// What of the tables that were given cannot be loaded is an error of its own, which is kept for the end.
pub(crate) fn directories(value: &Json, error: &mut Option<Error>) -> Directories {
    Directories::from_json(value).unwrap_or_else(|wrong| {
        *error = Some(wrong);
        Directories::default()
    })
}

fn date(value: &Json) -> Result<Option<Date>, &'static str> {
    value.as_str().and_then(Date::new).map(Some).ok_or("a date such as 2026-11-26 is needed")
}

fn provider(value: &Json) -> Result<Provider, &'static str> {
    value.as_str().and_then(|name| name.parse().ok()).ok_or("the name of a provider is needed")
}

impl ValidateOptions {
    /// Reads `{strictness?, country?, date?}`; null is the default.
    ///
    /// # Errors
    /// `ARGUMENT_INVALID` for other members or values.
    pub fn from_json(json: &Json) -> Result<ValidateOptions, Error> {
        let mut options = ValidateOptions::default();
        members(json, "options", &mut |name, value| {
            match name {
                "strictness" => options.strictness = Strictness::from_json(value)?,
                "country" => options.country = country(value)?,
                "date" => options.date = date(value)?,
                _ => return Err(UNKNOWN),
            }
            Ok(())
        })?;
        Ok(options)
    }
}

fn rail(value: &Json) -> Result<Rail, &'static str> {
    value.as_str().and_then(Rail::find).ok_or(NO_RAIL)
}

fn scheme(value: &Json) -> Result<SchemeName, &'static str> {
    value.as_str().and_then(SchemeName::find).ok_or(NO_SCHEME)
}

fn providers(value: &Json) -> Result<Vec<Provider>, &'static str> {
    let mut providers = Vec::new();
    for one in value.as_array().ok_or("a list of providers is needed")? {
        providers.push(provider(one)?);
    }
    Ok(providers)
}

impl CheckOptions {
    /// Reads what `CsvOptions` are in JavaScript, but for `rows`; null is the default.
    ///
    /// # Errors
    /// `ARGUMENT_INVALID` for other members or values.
    ///
    /// ```
    /// use offramp_core::{Json, bulk::CheckOptions};
    ///
    /// let options = CheckOptions::from_json(&r#"{"currency": "EUR", "map": {"zu zahlen": "amount"}}"#.parse()?)?;
    /// assert_eq!(options.currency.map(|currency| currency.to_string()).as_deref(), Some("EUR"));
    /// assert!(CheckOptions::from_json(&Json::object([("colour", "red")])).is_err());
    /// # Ok::<(), offramp_core::Error>(())
    /// ```
    pub fn from_json(json: &Json) -> Result<CheckOptions, Error> {
        CheckOptions::default().with_json(json, &mut |_, _| Ok(false))
    }

    /// With what the JSON says. What has a name that is not known goes to `other`, which answers whether it is known there.
    pub(crate) fn with_json(
        mut self,
        json: &Json,
        other: &mut dyn FnMut(&str, &Json) -> Result<bool, &'static str>,
    ) -> Result<CheckOptions, Error> {
        let mut error = None;
        members(json, "options", &mut |name, value| {
            match (name, value) {
                ("memoRequired", _) => self.memo_required = memo_required(value)?,
                ("directories", _) => self.directories = directories(value, &mut error),
                ("duplicates", Json::Bool(duplicates)) => self.duplicates = *duplicates,
                ("duplicates", _) => return Err("true or false is needed"),
                ("hashKey", _) => {
                    let key = value.as_str().and_then(HashKey::from_hex);
                    self.hash_key = key.ok_or("32 hexadecimal digits are needed")?;
                }
                _ if self.take(name, value)? || other(name, value)? => {}
                _ => return Err(UNKNOWN),
            }
            Ok(())
        })?;
        error.map_or(Ok(self), Err)
    }

    /// Takes an option that says something of all payments of a file: `strictness`, `provider`, `providers`,
    /// `country`, `rail`, `scheme`, `date`, `currency`, or what its columns mean, `map` and `preset`. Answers whether it
    /// was one of them.
    pub(crate) fn take(&mut self, name: &str, value: &Json) -> Result<bool, &'static str> {
        match name {
            "strictness" => self.strictness = Strictness::from_json(value)?,
            "provider" => self.provider = Some(provider(value)?),
            "providers" => self.providers = providers(value)?,
            "country" => self.country = country(value)?,
            "rail" => {
                self.rail = Some(rail(value)?);
                self.scheme = self.scheme.or(value.as_str().and_then(SchemeName::find));
            }
            "scheme" => self.scheme = Some(scheme(value)?),
            "date" => self.date = date(value)?,
            "currency" => {
                let code = value.as_str().unwrap_or_default().to_ascii_uppercase();
                self.currency = Some(Currency::new(&code).ok_or("the code of a currency is needed")?);
            }
            "preset" => {
                let is_known = value.as_str().is_some_and(|name| self.preset(name));
                return if is_known { Ok(true) } else { Err("the name of a preset is needed") };
            }
            "map" => {
                let names = value.as_object().ok_or("an object of columns and what they mean is needed")?;
                for (name, field) in names.iter() {
                    let is_known = field.as_str().is_some_and(|field| self.map(name, field));
                    if !is_known {
                        return Err("each column means a field, such as amount or iban, or nothing");
                    }
                }
            }
            "expectRows" => {
                let digits = value.as_number().or(value.as_str());
                let rows = digits.and_then(crate::text::whole);
                self.limits.expect_rows = Some(rows.ok_or("a number of rows is needed")?);
            }
            "expectTotal" => bounds(value, &mut |text| self.limits.expect_total(text))?,
            "maxAmount" => bounds(value, &mut |text| self.limits.max_amount(text))?,
            "limits" => {
                let wrong = "the limits of checkLimits are needed";
                self.limits.set(value).map_err(|_| wrong)?;
            }
            "maxTotal" => bounds(value, &mut |text| self.limits.max_total(text))?,
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// Reads amounts: one, `EUR=1.00`, or an object of them by currency.
fn bounds(value: &Json, add: &mut dyn FnMut(&str) -> bool) -> Result<(), &'static str> {
    let is_read = match value {
        Json::String(text) => add(text),
        Json::Object(amounts) => amounts.iter().all(|(code, amount)| {
            let digits = amount.as_number().or(amount.as_str());
            digits.is_some_and(|digits| add(&[code, "=", digits].concat()))
        }),
        _ => false,
    };
    if is_read { Ok(()) } else { Err("an amount such as EUR=100.00, or an object of them, is needed") }
}

impl BankOptions {
    /// Reads `{rail?, scheme?, country?, provider?, providers?, date?, strictness?, memoRequired?, directories?}`; null
    /// is the default. The name of a scheme may stand for the rail.
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
        let mut stands_for_rail = None;
        members(json, "options", &mut |name, value| {
            match name {
                "strictness" => options.strictness = Strictness::from_json(value)?,
                "country" => options.country = country(value)?,
                "rail" => {
                    options.rail = Some(rail(value)?);
                    stands_for_rail = value.as_str().and_then(SchemeName::find);
                }
                "memoRequired" => options.memo_required = memo_required(value)?,
                "directories" => options.directories = directories(value, &mut error),
                "scheme" => options.scheme = Some(scheme(value)?),
                "date" => options.date = date(value)?,
                "provider" => options.provider = Some(provider(value)?),
                "providers" => options.providers = providers(value)?,
                _ => return Err(UNKNOWN),
            }
            Ok(())
        })?;
        SchemeName::join(options.rail, stands_for_rail, &mut options.scheme)?;
        error.map_or(Ok(options), Err)
    }
}
