//! Networks of addresses.

use std::net::IpAddr;
use std::str::FromStr;

use super::SettingError;

/// Addresses that begin alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: u128,
    length: u32,
}

impl Network {
    /// Whether the address belongs to it.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let differing = self.address ^ bits(address);
        differing.leading_zeros() >= self.length
    }
}

/// IPv4 as IPv6.
fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    }
}

impl FromStr for Network {
    type Err = SettingError;

    /// Reads `10.0.0.0/8`, `::1` and the like.
    fn from_str(text: &str) -> Result<Network, SettingError> {
        let error = || SettingError("an address or a network is needed, as in 10.0.0.0/8");
        let (address, length) = text.split_once('/').map_or((text, None), |(address, length)| (address, Some(length)));
        let address: IpAddr = address.trim().parse().map_err(|_| error())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let length = length.map_or(Ok(most), |length| length.trim().parse::<u32>()).map_err(|_| error())?;
        if length > most {
            return Err(error());
        }
        Ok(Network { address: bits(address), length: length.saturating_add(128_u32.saturating_sub(most)) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks() {
        let is_in =
            |network: &str, address: &str| network.parse::<Network>().unwrap().contains(address.parse().unwrap());
        assert!(is_in("10.0.0.0/8", "10.1.2.3"));
        assert!(is_in("10.0.0.0/8", "::ffff:10.1.2.3"));
        assert!(!is_in("10.0.0.0/8", "11.1.2.3"));
        assert!(is_in("127.0.0.1", "127.0.0.1"));
        assert!(!is_in("127.0.0.1", "127.0.0.2"));
        assert!(is_in("fd00::/8", "fd12::1"));
        assert!(is_in("0.0.0.0/0", "1.2.3.4"));
        assert!(!is_in("0.0.0.0/0", "2001:db8::1"));
        for bad in ["", "10.0.0.0/33", "x/8", "10.0.0.0/-1"] {
            assert!(bad.parse::<Network>().is_err(), "{bad}");
        }
    }
}
