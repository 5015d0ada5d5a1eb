//! Identifiers: text that names an account or a route. One file each; this one holds the list.
//!
//! Adding a kind takes a file here, a line in the list below, and a file of vectors in `tests/vectors/`.

mod aba;
mod account_number;
mod base58;
mod bech32;
mod bic;
mod bitcoin;
mod bsb;
mod ca_transit;
mod card;
pub(crate) mod check;
mod clean;
mod detect;
mod ed25519;
mod evm;
pub mod iban;
mod ifsc;
mod issue;
mod known;
mod link;
mod phone;
mod phone_plan;
mod placeholder;
mod repair;
mod resemblance;
mod rules;
mod solana;
mod sort_code;
mod spec;
mod stellar;
mod transaction_hash;
mod tron;
mod vpa;

use std::fmt;
use std::str::FromStr;

use crate::code::{Code, Severity};
use crate::error::{Error, ErrorCode};
use crate::finding::Finding;

pub use aba::Aba;
pub use account_number::AccountNumber;
pub use bic::Bic;
pub use bitcoin::BitcoinAddress;
pub use bsb::Bsb;
pub use ca_transit::CaTransit;
pub use evm::EvmAddress;
pub use iban::Iban;
pub use ifsc::Ifsc;
pub use phone::Phone;
pub use solana::SolanaAddress;
pub use sort_code::SortCode;
pub use stellar::StellarAddress;
pub use transaction_hash::{EvmTxHash, StellarTxHash, TronTxHash};
pub use tron::TronAddress;
pub use vpa::Vpa;

pub(crate) use detect::detect;
pub(crate) use iban::{holds_bic as iban_holds_bic, prefix_instead_of as country_instead_of};
pub(crate) use issue::{Issue, Param};
pub(crate) use known::must_not_be_paid;
pub(crate) use phone::plan_of as phone_plan_of;
pub(crate) use phone_plan::{Operator as PhoneOperator, Plan as PhonePlan, Range as PhoneRange};
pub(crate) use placeholder::is_placeholder;
use repair::explain;
pub(crate) use resemblance::{looks_like, looks_like_sort_code};
pub(crate) use rules::Rules;
pub use rules::Strictness;
pub(crate) use solana::is_signature as is_solana_signature;
pub(crate) use spec::{Parts, Spec};

macro_rules! kinds {
    ($($variant:ident $text:literal $spec:path;)+) => {
        /// A kind of identifier.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Kind {
            $(#[doc = concat!("`", $text, "`; see [`", stringify!($variant), "`].")] $variant,)+
        }

        impl Kind {
            /// Every kind, in the order of the list.
            pub const ALL: &'static [Kind] = &[$(Kind::$variant),+];

            /// The name in JSON, JavaScript and on the command line.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Kind::$variant => $text,)+ }
            }

            pub(crate) const fn spec(self) -> &'static Spec {
                match self { $(Kind::$variant => &$spec,)+ }
            }
        }

        crate::typescript::union! { "A kind of identifier." "Kind" $($text)+ }
    };
}

kinds! {
    Iban "iban" iban::SPEC;
    Bic "bic" bic::SPEC;
    Aba "aba" aba::SPEC;
    SortCode "sortCode" sort_code::SPEC;
    Bsb "bsb" bsb::SPEC;
    CaTransit "caTransit" ca_transit::SPEC;
    Ifsc "ifsc" ifsc::SPEC;
    Vpa "vpa" vpa::SPEC;
    Phone "phone" phone::SPEC;
    EvmAddress "evmAddress" evm::SPEC;
    TronAddress "tronAddress" tron::SPEC;
    StellarAddress "stellarAddress" stellar::SPEC;
    SolanaAddress "solanaAddress" solana::SPEC;
    BitcoinAddress "bitcoinAddress" bitcoin::SPEC;
    EvmTxHash "evmTxHash" transaction_hash::EVM;
    TronTxHash "tronTxHash" transaction_hash::TRON;
    StellarTxHash "stellarTxHash" transaction_hash::STELLAR;
    AccountNumber "accountNumber" account_number::SPEC;
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Kind {
    type Err = Error;

    /// Reads the name of a kind.
    ///
    /// # Errors
    /// `KIND_UNKNOWN`.
    fn from_str(name: &str) -> Result<Kind, Error> {
        Kind::ALL
            .iter()
            .copied()
            .find(|kind| kind.as_str() == name)
            .ok_or_else(|| Error::new(ErrorCode::KindUnknown, "no identifier kind has this name").in_field("kind"))
    }
}

impl Kind {
    /// What people call it.
    ///
    /// ```
    /// use offramp_core::Kind;
    ///
    /// let kind: Kind = "sortCode".parse()?;
    /// assert_eq!((kind.title(), kind.example(), kind.pattern()), ("sort code", "601613", "^[0-9]{6}$"));
    /// # Ok::<(), offramp_core::Error>(())
    /// ```
    #[must_use]
    pub const fn title(self) -> &'static str {
        self.spec().title
    }

    /// A valid value in electronic form that belongs to nobody.
    #[must_use]
    pub const fn example(self) -> &'static str {
        self.spec().example
    }

    /// The electronic form as a regular expression, in the common subset of ECMAScript and `regex`. It
    /// tells the shape alone: what matches may still fail a checksum.
    #[must_use]
    pub const fn pattern(self) -> &'static str {
        self.spec().pattern
    }

    /// Whether it is an address or a transaction of a chain, which is written without any separators.
    pub(crate) const fn is_on_chain(self) -> bool {
        self.is_address() || matches!(self, Kind::EvmTxHash | Kind::TronTxHash | Kind::StellarTxHash)
    }

    /// Whether it is an address of a chain.
    pub(crate) const fn is_address(self) -> bool {
        matches!(
            self,
            Kind::EvmAddress | Kind::TronAddress | Kind::StellarAddress | Kind::SolanaAddress | Kind::BitcoinAddress
        )
    }

    /// The names of the parts that a value consists of, and what they are. The WASM module does without.
    #[cfg(not(target_arch = "wasm32"))]
    #[must_use]
    pub const fn parts(self) -> &'static [(&'static str, &'static str)] {
        self.spec().part_names
    }
}

/// Reads `text` as a value of `kind` and appends its electronic form to `out`; what there is to say
/// about it goes to `findings` at `path`. Answers whether there is a value.
#[cfg_attr(page, optimize(speed))]
pub(crate) fn judge(
    kind: Kind,
    text: &str,
    rules: Rules,
    path: &'static str,
    out: &mut String,
    findings: &mut Vec<Finding>,
) -> bool {
    let start = out.len();
    let is_value = match kind.spec().form(text, rules, out) {
        Ok(note) => {
            findings.extend(note.map(|note| note.finding(path)));
            true
        }
        Err(issue) => {
            out.truncate(start);
            explain(kind, text, rules, issue, path, out, findings)
        }
    };
    if is_value && kind == Kind::Ifsc {
        let meant = out.get(start..).and_then(ifsc::meant);
        if let Some(finding) = findings.pop_if(|finding| finding.code() == Code::IfscBranchLetter) {
            findings.push(match meant {
                Some(meant) => finding.suggesting(meant),
                None => finding,
            });
        }
    }
    if is_value
        && kind == Kind::AccountNumber
        && let Some(finding) = findings.last_mut().filter(|finding| finding.code() == Code::AccountUnusual)
        && let Some(reason) = account_number::unusual(text)
    {
        *finding = Finding::new(reason).with_severity(Severity::Warning).at(path);
    }
    if is_value && kind.is_on_chain() {
        known::note(kind, text, out.get(start..).unwrap_or_default(), path, findings);
    }
    is_value
}

/// Whether the verdict on `text` is valid, and nothing else: no finding is built.
pub(crate) fn is_valid(kind: Kind, text: &str, scratch: &mut String) -> bool {
    scratch.clear();
    match kind.spec().form(text, Rules::default(), scratch) {
        Ok(note) => !leaves_open(note),
        Err(_) => repair::is_valid_as_seen(kind, text, scratch),
    }
}

fn leaves_open(note: Option<Issue>) -> bool {
    note.is_some_and(|note| note.code().leaves_open())
}

/// The first error among the findings, for the parsers of the types.
pub(crate) fn parse(kind: Kind, text: &str) -> Result<String, Error> {
    let (mut out, mut findings) = (String::new(), Vec::new());
    if judge(kind, text, Rules::default(), "", &mut out, &mut findings) {
        Ok(out)
    } else {
        Err(Error::from_findings(findings))
    }
}
