//! The networks that tokens are paid on: one table for money and for destinations.

use crate::text;

/// One network.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Network {
    /// The name that is answered with: the one of Coinut's document where it has one.
    pub(crate) name: &'static str,
    /// Other names, in small letters without separators, with blanks between them.
    aliases: &'static str,
    pub(crate) family: Family,
    /// The decimals of every token on it, where they are not the token's own.
    pub(crate) decimals: Option<u8>,
}

/// How addresses and transactions are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    Evm,
    Tron,
    Stellar,
    Solana,
    Bitcoin,
}

const fn network(name: &'static str, aliases: &'static str, family: Family) -> Network {
    Network { name, aliases, family, decimals: None }
}

const fn counted(name: &'static str, aliases: &'static str, family: Family, decimals: u8) -> Network {
    Network { name, aliases, family, decimals: Some(decimals) }
}

/// Tokens that Binance pegged to those of other networks have 18 decimals, all assets of Stellar have 7, those on
/// Bitcoin (Omni) 8. The names that begin with eip155 are those of CAIP-2.
const NETWORKS: &[Network] = &[
    network("ETH", "ethereum erc20 mainnet ethereummainnet eip1551", Family::Evm),
    network("MATIC", "polygon pol polygonpos polygonmainnet eip155137", Family::Evm),
    network("BASE", "basemainnet eip1558453", Family::Evm),
    network("TRX", "tron trc20 tronmainnet", Family::Tron),
    counted("XLM", "stellar stellarlumens", Family::Stellar, 7),
    counted("BSC", "bnb bep20 bnbchain bnbsmartchain binancesmartchain binance eip15556", Family::Evm, 18),
    network("ARBITRUM", "arb arbitrumone arb1 eip15542161", Family::Evm),
    network("OPTIMISM", "op opmainnet optimismmainnet eip15510", Family::Evm),
    network("AVALANCHE", "avax avalanchecchain avaxcchain avaxc cchain eip15543114", Family::Evm),
    network("CELO", "celomainnet eip15542220", Family::Evm),
    network("SOL", "solana spl", Family::Solana),
    counted("BTC", "bitcoin", Family::Bitcoin, 8),
];

/// The names, in the order of the table.
pub(crate) const NAMES: &[&str] =
    &["ETH", "MATIC", "BASE", "TRX", "XLM", "BSC", "ARBITRUM", "OPTIMISM", "AVALANCHE", "CELO", "SOL", "BTC"];

/// The names, for the message that lists them.
pub(crate) const NAMES_LISTED: &str = "ETH, MATIC, BASE, TRX, XLM, BSC, ARBITRUM, OPTIMISM, AVALANCHE, CELO, SOL, BTC";

impl Network {
    /// The network of a name in any of its spellings.
    pub(crate) fn find(name: &str) -> Option<&'static Network> {
        let mut plain = String::with_capacity(name.len());
        for byte in name.bytes().filter(u8::is_ascii_alphanumeric) {
            plain.push(char::from(byte.to_ascii_lowercase()));
        }
        NETWORKS
            .iter()
            .find(|network| network.name.eq_ignore_ascii_case(&plain) || text::lists(network.aliases, &plain))
    }

    /// All of them.
    pub(crate) fn all() -> &'static [Network] {
        NETWORKS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_of_names_are_complete() {
        assert!(NETWORKS.iter().map(|network| network.name).eq(NAMES.iter().copied()));
        assert!(NAMES_LISTED.split(", ").eq(NAMES.iter().copied()));
    }

    #[test]
    fn every_name_means_one_network_in_any_case() {
        for (name, network) in [("BNB", "BSC"), ("arb", "ARBITRUM"), ("Op", "OPTIMISM"), ("AVAX C-Chain", "AVALANCHE")]
        {
            assert_eq!(Network::find(name).map(|found| found.name), Some(network));
        }
        for network in NETWORKS {
            for name in network.aliases.split_ascii_whitespace().chain([network.name]) {
                for spelling in [name.to_owned(), name.to_uppercase(), format!(" {name}-")] {
                    assert_eq!(Network::find(&spelling), Some(network), "{spelling}");
                }
            }
        }
        assert_eq!(Network::find("nowhere"), None);
    }
}
