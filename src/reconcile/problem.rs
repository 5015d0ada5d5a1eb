//! What can be wrong with a ledger or a statement, besides what is said of every file.

use crate::code::Severity;
use crate::finding::Finding;

/// A finding about a line of a file; line 0 is the whole of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineFinding {
    /// Counted from 1.
    pub line: u64,
    /// One stable word.
    pub code: &'static str,
    /// How bad it is: with an error something was not read.
    pub severity: Severity,
    /// What it is. It repeats no value.
    pub message: String,
}

macro_rules! problems {
    ($($(#[$attribute:meta])? $variant:ident $word:literal $severity:ident $message:literal;)+) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Problem { $($(#[$attribute])? $variant),+ }

        impl Problem {
            pub(super) fn at(self, line: u64) -> LineFinding {
                let (code, severity, message) = match self {
                    $($(#[$attribute])? Problem::$variant => ($word, Severity::$severity, $message),)+
                };
                LineFinding { line, code, severity, message: message.to_owned() }
            }
        }
    };
}

problems! {
    Empty "STATEMENT_EMPTY" Error "The file has no line that can be compared.";
    Amount "AMOUNT_NOT_READ" Error "The amount has no reading, or two; the line is matched by nothing that needs it.";
    Signs "SIGNS_MIXED" Error "Amounts with and without a minus stand beside each other, and no column says which went out: --outgoing negative, or positive.";
    Status "STATUS_UNKNOWN" Warning "The word for what became of the payment is not known; it counts as not decided.";
    Record "RECORD_NOT_READ" Error "This is no record of the provider.";
    #[cfg(feature = "iso20022")] Xml "XML_DAMAGED" Error "The XML is broken or ends too early; what stands before was read.";
    #[cfg(feature = "iso20022")] Doctype "XML_DOCTYPE" Error "A document type stands in the file, which no message of a bank has; it was not read further.";
    #[cfg(feature = "iso20022")] Encoding "XML_ENCODING" Error "The text is not in the encoding that the file says, or in none that is read: UTF-8, ISO-8859-1, Windows-1252.";
    #[cfg(feature = "iso20022")] Message "XML_KIND" Error "This is none of camt.052, camt.053, camt.054 and pain.002.";
    #[cfg(feature = "iso20022")] Sum "ENTRY_SUM" Warning "The payments of this entry come to another sum than the entry.";
    #[cfg(feature = "iso20022")] Group "GROUP_REJECTED" Error "The bank rejected a whole file or batch without naming its payments.";
    #[cfg(feature = "iso20022")] Accepted "GROUP_STATUS" Info "The bank says one status of a whole file or batch; it is of no single payment.";
    Ach "ACH_RECORD" Error "This is no record of an ACH file: 94 characters are needed, in the order of the format.";
    AchCount "ACH_COUNT" Error "The file's control record counts other entries than there are: it is cut off.";
}

impl LineFinding {
    /// What is said of every file.
    pub(super) fn of(line: u64, finding: &Finding) -> LineFinding {
        let (code, severity) = (finding.code().as_str(), finding.severity());
        LineFinding { line, code, severity, message: finding.message() }
    }
}
