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
/// Bitcoin (Omni) 8. The last names, such as those that begin with eip155, are those of CAIP-2.
const NETWORKS: &[Network] = &[
    network("ETH", "ethereum erc20 mainnet ethereummainnet eip1551", Family::Evm),
    network("MATIC", "polygon pol polygonpos polygonmainnet eip155137", Family::Evm),
    network("BASE", "basemainnet eip1558453", Family::Evm),
    network("TRX", "tron trc20 tronmainnet tron0x2b6653dc tron728126428", Family::Tron),
    counted("XLM", "stellar stellarlumens stellarpubnet", Family::Stellar, 7),
    counted("BSC", "bnb bep20 bnbchain bnbsmartchain binancesmartchain binance eip15556", Family::Evm, 18),
    network("ARBITRUM", "arb arbitrumone arb1 eip15542161", Family::Evm),
    network("OPTIMISM", "op opmainnet optimismmainnet eip15510", Family::Evm),
    network("AVALANCHE", "avax avalanchecchain avaxcchain avaxc cchain eip15543114", Family::Evm),
    network("CELO", "celomainnet eip15542220", Family::Evm),
    network("SOL", "solana spl solana5eykt4usfv8p8njdtrepy1vzqkqzkvdp", Family::Solana),
    counted("BTC", "bitcoin bip122000000000019d6689c085ae165831e93", Family::Bitcoin, 8),
    network("LINEA", "lineamainnet eip15559144", Family::Evm),
];

/// Networks that carry the tokens and have addresses that are not read here: the name in capitals, then others, CAIP-2's
/// last. A line each.
const OTHERS: &str = "TON ton theopennetwork tvm239\nAPTOS aptos apt aptos1\nSUI sui suimainnet\nNEAR near nearmainnet\nHEDERA hedera hbar hederamainnet";

/// The name of a network that is known and whose addresses are not read.
pub(crate) fn find_other(name: &str) -> Option<&'static str> {
    let plain = plain(name);
    let mut rest = OTHERS;
    while let Some((name, names)) = text::next_word(&mut rest, b'\n').and_then(|line| text::split(line, b' ')) {
        if text::contains_word(names, &plain) {
            return Some(name);
        }
    }
    None
}

/// The letters and digits of a name, without capitals.
fn plain(name: &str) -> String {
    text::mapped(name, &|c| c.is_ascii_alphanumeric().then(|| c.to_ascii_lowercase()))
}

/// The names, in the order of the table.
pub(crate) const NAMES: &[&str] =
    &["ETH", "MATIC", "BASE", "TRX", "XLM", "BSC", "ARBITRUM", "OPTIMISM", "AVALANCHE", "CELO", "SOL", "BTC", "LINEA"];

/// The names, for the message that lists them.
pub(crate) const NAMES_LISTED: &str =
    "ETH, MATIC, BASE, TRX, XLM, BSC, ARBITRUM, OPTIMISM, AVALANCHE, CELO, SOL, BTC, LINEA";

impl Network {
    /// The network of a name in any of its spellings.
    pub(crate) fn find(name: &str) -> Option<&'static Network> {
        let plain = plain(name);
        NETWORKS
            .iter()
            .find(|network| network.name.eq_ignore_ascii_case(&plain) || text::contains_word(network.aliases, &plain))
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
        for (name, network) in [("tvm:-239", "TON"), ("aptos:1", "APTOS"), ("Sui", "SUI"), ("near:mainnet", "NEAR")] {
            assert_eq!(find_other(name), Some(network), "{name}");
        }
        for line in OTHERS.lines() {
            assert!(line.split(' ').all(|name| Network::find(name).is_none()), "{line}");
        }
    }
}
