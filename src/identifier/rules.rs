//! How strictly an identifier is read, and what else its reading depends on besides the text.

use crate::country::Country;
use crate::json::Json;
use crate::timestamp::Date;

/// How strictly to judge.
///
/// ```
/// use offramp_core::{Kind, Strictness, ValidateOptions, Verdict, api};
///
/// let mut options = ValidateOptions::default();
/// assert_eq!(api::validate(Kind::Vpa, "a@b", &options).verdict, Verdict::Invalid);
/// options.strictness = Strictness::Compat;
/// let report = api::validate(Kind::Vpa, "a@b", &options);
/// assert_eq!((report.verdict, report.findings[0].code().as_str()), (Verdict::Valid, "VPA_LOOSE"));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "wasm", derive(tsify::Tsify), serde(rename_all = "lowercase"))]
pub enum Strictness {
    /// What a careful payer wants.
    #[default]
    Strict,
    /// Where the providers' documents state a looser rule, what fits that rule is accepted, with a
    /// warning that says so.
    Compat,
}

impl Strictness {
    /// Reads `"strict"` or `"compat"`; answers what is needed where it is neither.
    pub(crate) fn from_json(value: &Json) -> Result<Strictness, &'static str> {
        match value.as_str() {
            Some("strict") => Ok(Strictness::Strict),
            Some("compat") => Ok(Strictness::Compat),
            _ => Err("strict or compat is needed"),
        }
    }
}

/// What a reading depends on besides the text.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Rules {
    pub(crate) strictness: Strictness,
    /// The country of the payment, for numbers that are written without it.
    pub(crate) country: Option<Country>,
    /// The day of the payment, for rules that change; without it those of the tables' editions hold.
    pub(crate) date: Option<Date>,
}

impl Rules {
    pub(crate) const fn is_compat(self) -> bool {
        matches!(self.strictness, Strictness::Compat)
    }
}
