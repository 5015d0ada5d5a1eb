//! How a file is checked.

use super::columns::{Column, Map};
use super::hash_key::HashKey;
use super::limits::FileLimits;
use super::presets::Preset;
use super::row::Terms;
use crate::bank::{Directories, MemoRequired, Rail, SchemeName};
use crate::country::Country;
use crate::identifier::Strictness;
use crate::money::Currency;
use crate::provider::Provider;
use crate::timestamp::Date;

/// What a file is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileFormat {
    /// A table whose cells are separated by commas, semicolons, tabs or bars.
    #[default]
    Csv,
    /// A JSON object a payment: one a line (NDJSON), or in an array.
    Json,
    /// One or the other, by the first bytes.
    Detect,
}

/// How a file is checked.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CheckOptions {
    /// What the file is written in; CSV by default.
    pub format: FileFormat,
    /// How strictly rows are judged.
    pub strictness: Strictness,
    /// Which addresses need a memo.
    pub memo_required: MemoRequired,
    /// Tables that were loaded.
    pub directories: Directories,
    /// The provider whose document applies; without one, the rails' public rules do.
    pub provider: Option<Provider>,
    /// Providers of which it is noted what each of them wants besides.
    pub providers: Vec<Provider>,
    /// The currency of rows that name none.
    pub currency: Option<Currency>,
    /// What columns mean, by their names in the file: before all that is known of names. See [`CheckOptions::map`].
    pub(super) map: Map,
    /// The columns of a file without a line of names, in their order.
    pub(super) columns: Vec<String>,
    /// The country of rows that name none.
    pub country: Option<Country>,
    /// The rail of rows that name none.
    pub rail: Option<Rail>,
    /// The clearing system of rows that name none, which is held against the currency and the rail of each.
    pub scheme: Option<SchemeName>,
    /// The day of the payments, for rules that change with time.
    pub date: Option<Date>,
    /// Whether rows are compared with earlier ones, for which some 50 bytes a row are kept.
    pub duplicates: bool,
    /// What duplicates are found with; zeros by default. Where others choose what is in the file, a key that they
    /// do not know keeps them from making the search slow.
    pub hash_key: HashKey,
    /// Whether what stands between the rows is kept for a [`Fixer`](super::Fixer).
    pub keep_text: bool,
    /// Limits and control totals of the file.
    pub limits: FileLimits,
    /// How many threads judge rows besides the one that calls; rows are handed over in order all the
    /// same. None by default, and none in WASM.
    pub threads: usize,
}

impl Default for CheckOptions {
    fn default() -> CheckOptions {
        CheckOptions {
            format: FileFormat::Csv,
            strictness: Strictness::Strict,
            memo_required: MemoRequired::Unknown,
            directories: Directories::default(),
            provider: None,
            providers: Vec::new(),
            currency: None,
            map: Map::new(),
            columns: Vec::new(),
            country: None,
            rail: None,
            scheme: None,
            date: None,
            duplicates: true,
            hash_key: HashKey::default(),
            keep_text: false,
            limits: FileLimits::default(),
            threads: 0,
        }
    }
}

impl CheckOptions {
    /// For a file that is written in this.
    #[must_use]
    pub const fn with_format(mut self, format: FileFormat) -> CheckOptions {
        self.format = format;
        self
    }

    /// With this strictness.
    #[must_use]
    pub const fn with_strictness(mut self, strictness: Strictness) -> CheckOptions {
        self.strictness = strictness;
        self
    }

    /// With these addresses that need a memo.
    #[must_use]
    pub fn with_memo_required(mut self, memo_required: MemoRequired) -> CheckOptions {
        self.memo_required = memo_required;
        self
    }

    /// With these tables.
    #[must_use]
    pub fn with_directories(mut self, directories: Directories) -> CheckOptions {
        self.directories = directories;
        self
    }

    /// By the document of this provider.
    #[must_use]
    pub const fn with_provider(mut self, provider: Provider) -> CheckOptions {
        self.provider = Some(provider);
        self
    }

    /// With a note of what these providers want besides.
    #[must_use]
    pub fn with_providers(mut self, providers: Vec<Provider>) -> CheckOptions {
        self.providers = providers;
        self
    }

    /// With this currency for rows that name none.
    #[must_use]
    pub const fn with_currency(mut self, currency: Currency) -> CheckOptions {
        self.currency = Some(currency);
        self
    }

    /// Says what a column means: its name in the file, in any case, and the name of a field, or `reference`, `rail`,
    /// `currency`, `country` or `amount`; an empty one for a column that is not to be used. Answers whether there is such
    /// a field.
    ///
    /// ```
    /// use offramp_core::bulk::CheckOptions;
    ///
    /// let mut options = CheckOptions::default();
    /// assert!(options.map("Zu zahlen", "amount"));
    /// assert!(!options.map("Zu zahlen", "colour"));
    /// let file = "Zu zahlen,currency,iban\n1.00,EUR,DE89370400440532013000\n";
    /// assert_eq!(offramp_core::api::check_csv(file.as_bytes(), &options).summary.valid, 1);
    /// ```
    pub fn map(&mut self, name: &str, field: &str) -> bool {
        let column = if field.is_empty() { Some(Column::Unused) } else { Column::named(field) };
        if let Some(column) = column {
            // before those of a preset
            self.map.insert(0, (name.trim_ascii().to_owned(), column));
        }
        column.is_some()
    }

    /// Says that the file is the template of a tool or bank, such as `wise`: what its columns mean and, where a template
    /// says it for all, the currency and the rail of its rows. A file without a line of names has the columns of the
    /// template in their order. What [`CheckOptions::map`] says counts before. Answers whether the template is known.
    ///
    /// ```
    /// use offramp_core::bulk::CheckOptions;
    ///
    /// let mut options = CheckOptions::default();
    /// assert!(options.preset("ach") && !options.preset("nobody"));
    /// let file = "Jane Doe,021000021,000123456789,Checking,100.00\n";
    /// assert_eq!(offramp_core::api::check_csv(file.as_bytes(), &options).summary.valid, 1);
    /// ```
    pub fn preset(&mut self, name: &str) -> bool {
        let Some(preset) = Preset::find(name) else {
            return false;
        };
        self.currency = self.currency.or(preset.currency);
        self.rail = self.rail.or(preset.rail);
        self.columns = preset.columns().map(|(column, _)| column.to_owned()).collect();
        self.map.extend(preset.columns().map(|(column, meaning)| (column.to_owned(), meaning)));
        true
    }

    /// The names of the templates that [`CheckOptions::preset`] takes.
    pub fn presets() -> impl Iterator<Item = &'static str> {
        Preset::names()
    }

    /// With this country for rows that name none.
    #[must_use]
    pub const fn with_country(mut self, country: Country) -> CheckOptions {
        self.country = Some(country);
        self
    }

    /// With this rail for rows that name none.
    #[must_use]
    pub const fn with_rail(mut self, rail: Rail) -> CheckOptions {
        self.rail = Some(rail);
        self
    }

    /// With this clearing system for rows that name none.
    #[must_use]
    pub const fn with_scheme(mut self, scheme: SchemeName) -> CheckOptions {
        self.scheme = Some(scheme);
        self
    }

    /// With this day of the payments.
    #[must_use]
    pub const fn with_date(mut self, date: Date) -> CheckOptions {
        self.date = Some(date);
        self
    }

    /// With or without the comparison with earlier rows.
    #[must_use]
    pub const fn with_duplicates(mut self, duplicates: bool) -> CheckOptions {
        self.duplicates = duplicates;
        self
    }

    /// With this key to find duplicates with.
    #[must_use]
    pub const fn with_hash_key(mut self, hash_key: HashKey) -> CheckOptions {
        self.hash_key = hash_key;
        self
    }

    /// With what stands between the rows, for a [`Fixer`](super::Fixer).
    #[must_use]
    pub const fn with_text(mut self) -> CheckOptions {
        self.keep_text = true;
        self
    }

    /// With these limits and control totals of the file.
    #[must_use]
    pub fn with_limits(mut self, limits: FileLimits) -> CheckOptions {
        self.limits = limits;
        self
    }

    /// With this number of threads, besides the one that calls, to judge rows.
    #[must_use]
    pub const fn with_threads(mut self, threads: usize) -> CheckOptions {
        self.threads = threads;
        self
    }
}

impl CheckOptions {
    pub(super) fn terms(&self) -> Terms {
        Terms {
            strictness: self.strictness,
            provider: self.provider.map_or("", Provider::as_str),
            providers: self.providers.iter().map(|provider| provider.as_str()).collect(),
            currency: self.currency,
            country: self.country,
            rail: self.rail.or(self.scheme.map(SchemeName::rail)),
            scheme: self.scheme,
            date: self.date,
        }
    }
}
