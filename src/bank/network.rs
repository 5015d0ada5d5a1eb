//! The networks that tokens are paid on.

use crate::identifier::Kind;
use crate::text;

/// One network.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Network {
    /// The name that is answered with: the one of document 001 where it has one.
    pub(crate) name: &'static str,
    aliases: &'static str,
    pub(crate) address: Kind,
    pub(crate) transaction_hash: Kind,
}

const fn evm(name: &'static str, aliases: &'static str) -> Network {
    Network { name, aliases, address: Kind::EvmAddress, transaction_hash: Kind::EvmTxHash }
}

const NETWORKS: &[Network] = &[
    evm("ETH", "ethereum erc20 mainnet"),
    evm("MATIC", "polygon pol polygonpos"),
    evm("BASE", ""),
    Network { name: "TRX", aliases: "tron trc20", address: Kind::TronAddress, transaction_hash: Kind::TronTxHash },
    Network { name: "XLM", aliases: "stellar", address: Kind::StellarAddress, transaction_hash: Kind::StellarTxHash },
];

/// The names, for the message that lists them.
pub(crate) const NAMES: &[&str] = &["ETH", "MATIC", "BASE", "TRX", "XLM"];

impl Network {
    /// The network of a name in any of its spellings.
    pub(crate) fn find(name: &str) -> Option<&'static Network> {
        let plain = super::field::plain(name);
        NETWORKS
            .iter()
            .find(|network| network.name.eq_ignore_ascii_case(&plain) || text::lists(network.aliases, &plain))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_names_is_complete() {
        assert!(NETWORKS.iter().map(|network| network.name).eq(NAMES.iter().copied()));
    }
}
