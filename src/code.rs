//! The stable codes of findings: tables of code, severity and English message, one a subject.

mod declare;
mod files;
mod identifiers;
#[cfg(any(test, target_arch = "wasm32"))]
mod packed;
mod payments;
mod severity;
mod values;

use self::declare::codes;
use self::files::files;
use self::identifiers::identifiers;
use self::payments::payments;
use self::values::values;
use crate::text;

pub use severity::Severity;

impl Code {
    /// The next name of a parameter in a part of a message, and what follows it.
    pub(crate) fn next_param(template: &'static str) -> Option<(&'static str, &'static str)> {
        let (_, after) = text::split(template, b'{')?;
        text::split(after, b'}')
    }

    /// Whether the code says that a rule could not be applied, so that the verdict is
    /// [`Undetermined`](crate::Verdict::Undetermined) where nothing else is wrong.
    #[must_use]
    pub const fn leaves_open(self) -> bool {
        matches!(
            self,
            Code::IbanCountryNoRule
                | Code::PhoneCountryNoRule
                | Code::PhoneNationalNoRule
                | Code::PhoneNationalForm
                | Code::RailFieldMissing
                | Code::DestinationAmbiguous
                | Code::CurrencyNoCorridor
                | Code::NetworkUnknown
                | Code::NetworkNotCovered
                | Code::UkModulusNotChecked
                | Code::RailUnknown
                | Code::PatternNotApplied
                | Code::RailNotAvailable
                | Code::CountryNotInCorridor
                | Code::SettlementUnknown
                | Code::CalendarYearUnknown
                | Code::QuoteExpiryOpen
                | Code::LimitOtherCurrency
        )
    }
}

// the tables one after the other, in the order in which the codes are listed
values! { identifiers payments files codes }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_templates_are_packed_as_they_are() {
        for code in Code::ALL {
            assert_eq!((code.packed_word(), code.packed_template()), (code.as_str(), code.template()));
        }
    }
}
