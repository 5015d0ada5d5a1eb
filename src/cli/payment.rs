//! What is said of a payment besides its fields: the options that several commands share.

use crate::api::{BankOptions, MemoRequired, Rail, SchemeName};
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

    /// Also note what these providers want besides
    #[arg(long, value_parser = |name: &str| name.parse::<Provider>(), value_delimiter = ',', value_name = "PROVIDERS")]
    providers: Vec<Provider>,

    /// The day of the payment, for rules that change with time
    #[arg(long, value_parser = date, value_name = "DATE")]
    date: Option<Date>,

    /// The addresses that need a memo, or `all` of them
    #[arg(long, value_delimiter = ',', value_name = "ADDRESSES")]
    memo_required: Vec<String>,
}

impl Payment {
    pub(super) fn bank_options(&self, strictness: Strictness) -> anyhow::Result<BankOptions> {
        let (rail, scheme) = self.rail()?;
        Ok(BankOptions {
            rail,
            scheme,
            country: self.country,
            provider: self.provider,
            providers: self.providers.clone(),
            date: self.date,
            strictness,
            memo_required: self.memo_required(),
            ..BankOptions::default()
        })
    }

    pub(super) fn check_options(&self) -> anyhow::Result<CheckOptions> {
        let (rail, scheme) = self.rail()?;
        let (country, provider, date) = (self.country, self.provider, self.date);
        let (providers, memo_required) = (self.providers.clone(), self.memo_required());
        let mut options = CheckOptions::default().with_memo_required(memo_required).with_providers(providers);
        (options.provider, options.country, options.date) = (provider, country, date);
        (options.rail, options.scheme) = (rail, scheme);
        Ok(options)
    }

    fn memo_required(&self) -> MemoRequired {
        match &*self.memo_required {
            [] => MemoRequired::Unknown,
            [all] if all.eq_ignore_ascii_case("all") => MemoRequired::Always,
            addresses => MemoRequired::For(addresses.join(" ")),
        }
    }

    fn rail(&self) -> anyhow::Result<(Option<Rail>, Option<SchemeName>)> {
        let named = self.rail.as_deref().map(str::parse::<Rail>).transpose()?;
        let mut scheme = self.scheme;
        SchemeName::join(named, self.rail.as_deref().and_then(|name| name.parse().ok()), &mut scheme)?;
        let rail = named.or(scheme.map(SchemeName::rail));
        Ok((rail, scheme))
    }
}

pub(super) fn country(code: &str) -> Result<Country, String> {
    Country::new(&code.to_ascii_uppercase()).ok_or_else(|| format!("no country has the code {code:?}"))
}

pub(super) fn date(text: &str) -> Result<Date, String> {
    Date::new(text).ok_or_else(|| "a date such as 2026-11-26 is needed".to_owned())
}
