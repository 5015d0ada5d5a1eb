//! What is said of a payment besides its fields: the options that several commands share.

use crate::api::{BankOptions, Rail, SchemeName};
use crate::bulk::CheckOptions;
use crate::country::Country;
use crate::identifier::Strictness;
use crate::provider::Provider;
use crate::timestamp::Date;

#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct Payment {
    /// The rail, or a clearing system that stands for it; told by the fields where it is left out
    #[arg(long, value_name = "RAIL")]
    rail: Option<String>,

    /// The clearing system, such as ach or `sepa_instant`
    #[arg(long, value_parser = |name: &str| name.parse::<SchemeName>(), value_name = "SCHEME")]
    scheme: Option<SchemeName>,

    /// The country of the payment
    #[arg(long, value_parser = country, value_name = "CODE")]
    country: Option<Country>,

    /// The provider whose document applies; without one, the rail's public rule does
    #[arg(long, value_parser = |name: &str| name.parse::<Provider>(), value_name = "PROVIDER")]
    provider: Option<Provider>,

    /// The day of the payment, for rules that change with time
    #[arg(long, value_parser = date, value_name = "DATE")]
    date: Option<Date>,
}

impl Payment {
    pub(super) fn bank_options(&self, strictness: Strictness) -> anyhow::Result<BankOptions> {
        let (rail, scheme) = self.rail()?;
        Ok(BankOptions {
            rail,
            scheme,
            country: self.country,
            provider: self.provider,
            date: self.date,
            strictness,
            ..BankOptions::default()
        })
    }

    pub(super) fn check_options(&self) -> anyhow::Result<CheckOptions> {
        let (rail, _) = self.rail()?;
        let (country, provider, date) = (self.country, self.provider, self.date);
        Ok(CheckOptions { provider, country, rail, date, ..CheckOptions::default() })
    }

    fn rail(&self) -> anyhow::Result<(Option<Rail>, Option<SchemeName>)> {
        let named = self.rail.as_deref().map(str::parse::<Rail>).transpose()?;
        let scheme = self.scheme.or_else(|| self.rail.as_deref().and_then(|name| name.parse().ok()));
        let rail = named.or(scheme.map(SchemeName::rail));
        anyhow::ensure!(scheme.is_none_or(|scheme| rail == Some(scheme.rail())), "the scheme is one of another rail");
        Ok((rail, scheme))
    }
}

pub(super) fn country(code: &str) -> Result<Country, String> {
    Country::new(&code.to_ascii_uppercase()).ok_or_else(|| format!("no country has the code {code:?}"))
}

pub(super) fn date(text: &str) -> Result<Date, String> {
    Date::new(text).ok_or_else(|| "a date such as 2026-11-26 is needed".to_owned())
}
