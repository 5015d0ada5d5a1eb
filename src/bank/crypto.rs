//! Destinations on chains: the network, the address on it, the memo, and whether they go together.

use super::corridor::Corridor;
use super::field::FieldName;
use super::normalized::Normalized;
use crate::code::{Code, Severity};
use crate::finding::Finding;
use crate::identifier::{self, Kind, Rules};
use crate::network::{Family, Network};
use crate::text;

/// The kind of a network's addresses.
pub(super) const fn address_kind(network: &Network) -> Kind {
    match network.family {
        Family::Evm => Kind::EvmAddress,
        Family::Tron => Kind::TronAddress,
        Family::Stellar => Kind::StellarAddress,
        Family::Solana => Kind::SolanaAddress,
        Family::Bitcoin => Kind::BitcoinAddress,
    }
}

/// The kind of a network's transaction hashes; the one of Bitcoin is written like TRON's, and Solana has signatures
/// ([`identifier::is_solana_signature`]).
pub(super) const fn hash_kind(network: &Network) -> Option<Kind> {
    match network.family {
        Family::Evm => Some(Kind::EvmTxHash),
        Family::Tron | Family::Bitcoin => Some(Kind::TronTxHash),
        Family::Stellar => Some(Kind::StellarTxHash),
        Family::Solana => None,
    }
}

/// The form of a network's addresses.
pub(super) const fn address_pattern(network: &Network) -> &'static str {
    address_kind(network).spec().pattern
}

/// The form of a network's transaction hashes.
pub(super) const fn hash_pattern(network: &Network) -> &'static str {
    match hash_kind(network) {
        Some(kind) => kind.spec().pattern,
        None => "^[1-9A-HJ-NP-Za-km-z]{86,88}$",
    }
}

/// The kind that an address is likely of where nobody says the network.
pub(super) fn likely_kind(text: &str) -> Kind {
    let is = |kind: &&Kind| kind.is_address() && kind.spec().form(text, Rules::default(), &mut String::new()).is_ok();
    Kind::ALL.iter().find(is).copied().unwrap_or(Kind::EvmAddress)
}

/// Judges the address of a destination: what is right by itself is still wrong where nobody can spend what is sent
/// there, and so is a suggestion of such an address.
pub(super) fn address(
    kind: Kind,
    text: &str,
    rules: Rules,
    path: &'static str,
    out: &mut String,
    findings: &mut Vec<Finding>,
) -> bool {
    let said = findings.len();
    let is_value = identifier::judge(kind, text, rules, path, out, findings);
    if is_value {
        return !identifier::must_not_be_paid(findings.get_mut(said..).unwrap_or_default());
    }
    let Some(suggestion) = findings.get(said).and_then(Finding::suggestion).map(str::to_owned) else {
        return false;
    };
    let mut about = Vec::new();
    identifier::judge(kind, &suggestion, rules, path, &mut String::new(), &mut about);
    if identifier::must_not_be_paid(&mut about) {
        findings.truncate(said);
        about.retain(|finding| finding.severity() == Severity::Error);
        findings.append(&mut about);
    }
    false
}

/// What a text is where an address of a network is wanted whose addresses are not read: one of another chain. Those of
/// 20 and 32 bytes in hexadecimal may be of Hedera, NEAR, Aptos and Sui, too.
pub(super) fn of_other_chain(network: &str, text: &str) -> Option<Code> {
    match identifier::looks_like(Kind::AccountNumber, text::trim(text))? {
        Code::LooksLikeEvmAddress if network != "TON" => None,
        code @ (Code::LooksLikeEvmAddress
        | Code::LooksLikeTronAddress
        | Code::LooksLikeStellarAddress
        | Code::LooksLikeBitcoinAddress
        | Code::LooksLikeSolanaAddress
        | Code::LooksLikeSecretKey
        | Code::LooksLikeEmail
        | Code::LooksLikeLink) => Some(code),
        _ => None,
    }
}

/// Tokens that their issuers do not, or no longer, support on a network.
const UNUSUAL: &[(&str, &str)] =
    &[("USDC", "TRX"), ("USDT", "XLM"), ("USDT", "BASE"), ("USDT", "BTC"), ("USDC", "BTC"), ("USDT", "LINEA")];

/// Whether token, network, address and memo go together.
pub(super) fn check(corridor: &Corridor, values: &Normalized, findings: &mut Vec<Finding>) {
    let network = values.get(FieldName::Network);
    if let Some(network) = network
        && UNUSUAL.contains(&(corridor.currency, network))
    {
        findings.push(
            Finding::new(Code::TokenNetworkUnusual)
                .at(FieldName::Network.path())
                .with_text("currency", corridor.currency)
                .with("network", network.to_owned()),
        );
    }
    if let Some(memo) = values.get(FieldName::Memo) {
        let address = values.get(FieldName::Address).unwrap_or_default();
        let family = network.and_then(Network::find).map(|network| network.family);
        if family.is_some_and(|family| !matches!(family, Family::Stellar | Family::Solana)) {
            findings.push(Finding::new(Code::MemoNotUsed).at(FieldName::Memo.path()));
        } else if let Some(inside) = memo_inside(address) {
            let finding = Finding::new(Code::MemoTwice).at(FieldName::Memo.path());
            findings.push(if inside == memo { finding.with_severity(Severity::Warning) } else { finding });
        }
    }
}

/// The memo inside an address of Stellar that begins with M.
fn memo_inside(address: &str) -> Option<String> {
    let mut parts = identifier::Parts::default();
    if address.starts_with('M') {
        (Kind::StellarAddress.spec().parts)(address, &mut parts);
    }
    parts.0.into_iter().find_map(|(name, value)| (name == "memo").then_some(value))
}

/// Which addresses cannot be paid without a memo, as those of exchanges, which have one address for all customers.
///
/// ```
/// use offramp_core::api::{self, BankOptions, MemoRequired};
/// use offramp_core::{Json, Verdict};
///
/// let address = "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ";
/// let fields = Json::object([("network", "XLM"), ("address", address)]);
/// let mut options = BankOptions::default();
/// options.memo_required = MemoRequired::For(address.to_owned());
/// let report = api::validate_bank_account("USDC", fields.as_object().unwrap(), &options);
/// assert_eq!((report.verdict, report.findings[0].code().as_str()), (Verdict::Invalid, "MEMO_REQUIRED"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum MemoRequired {
    /// None of them, as far as the caller knows.
    #[default]
    Unknown,
    /// All of them.
    Always,
    /// These, in electronic form, with blanks between them.
    For(String),
}

impl MemoRequired {
    /// Reports a memo that is missing.
    pub(crate) fn check(&self, values: &Normalized, findings: &mut Vec<Finding>) {
        let Some(address) = values.get(FieldName::Address) else {
            return;
        };
        let is_required = match self {
            MemoRequired::Unknown => false,
            MemoRequired::Always => true,
            MemoRequired::For(addresses) => text::contains_word(addresses, address),
        };
        let has_memo = values.get(FieldName::Memo).is_some() || address.starts_with('M') && address.len() == 69;
        if is_required && !has_memo {
            findings.push(Finding::new(Code::MemoRequired).at(FieldName::Memo.path()));
        }
    }
}
