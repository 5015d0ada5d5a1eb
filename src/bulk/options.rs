//! How a file is checked.

use super::row::Terms;
use crate::bank::{Directories, MemoRequired, Rail};
use crate::country::Country;
use crate::identifier::Strictness;
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
    /// The country of rows that name none.
    pub country: Option<Country>,
    /// The rail of rows that name none.
    pub rail: Option<Rail>,
    /// The day of the payments, for rules that change with time.
    pub date: Option<Date>,
    /// Whether rows are compared with earlier ones, for which some 50 bytes a row are kept.
    pub duplicates: bool,
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
            country: None,
            rail: None,
            date: None,
            duplicates: true,
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
            country: self.country,
            rail: self.rail,
            date: self.date,
        }
    }
}
