//! Whose request it is: the peer's address, or what a trusted proxy says of it.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::Request;
use axum::http::HeaderMap;

use crate::http::server::settings::Network;

/// The peer of the connection.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// The client's address, put into every request that goes through the router.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::http) struct ClientAddress(pub(in crate::http) IpAddr);

impl ClientAddress {
    pub(in crate::http) fn of(request: &Request) -> ClientAddress {
        let known = request.extensions().get::<ClientAddress>().copied();
        known.unwrap_or(ClientAddress(Ipv4Addr::UNSPECIFIED.into()))
    }

    /// From the right, the first address in `X-Forwarded-For` that is no trusted proxy's. Without a trusted
    /// peer the header is what anybody wrote.
    pub(in crate::http) fn find(peer: Option<Peer>, headers: &HeaderMap, trusted: &[Network]) -> ClientAddress {
        let peer = peer.map_or(Ipv4Addr::UNSPECIFIED.into(), |peer| peer.0.ip().to_canonical());
        ClientAddress(if trusted.is_empty() { peer } else { through_proxies(peer, headers, trusted) })
    }

    /// What is counted together: an IPv4 address, or the network of an IPv6 one that a client has to itself.
    pub(in crate::http) fn key(self) -> String {
        match self.0.to_canonical() {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
        }
    }
}

fn through_proxies(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    let mut client = peer;
    let values: Vec<_> = headers.get_all("x-forwarded-for").iter().collect();
    for bytes in values.iter().rev().flat_map(|value| value.as_bytes().rsplit(|&byte| byte == b',')) {
        if !is_trusted(client) {
            break;
        }
        // what is no text is no address either, and ends the walk: what stands before it was written by anybody
        let text = std::str::from_utf8(bytes).unwrap_or("?").trim();
        let address = text.parse::<IpAddr>().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|it| it.ip()));
        let Some(address) = address else {
            break;
        };
        client = address.to_canonical();
    }
    client
}

impl fmt::Display for ClientAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn client(peer: &str, forwarded: &[&str], trusted: &[&str]) -> String {
        let forwarded: Vec<&[u8]> = forwarded.iter().map(|value| value.as_bytes()).collect();
        client_of(peer, &forwarded, trusted)
    }

    fn client_of(peer: &str, forwarded: &[&[u8]], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", HeaderValue::from_bytes(value).unwrap());
        }
        let trusted: Vec<Network> = trusted.iter().map(|network| network.parse().unwrap()).collect();
        ClientAddress::find(Some(Peer(peer.parse().unwrap())), &headers, &trusted).to_string()
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        assert_eq!(client("1.2.3.4:5", &["9.9.9.9"], &[]), "1.2.3.4");
        assert_eq!(client("1.2.3.4:5", &["9.9.9.9"], &["10.0.0.0/8"]), "1.2.3.4");
        assert_eq!(client("10.0.0.1:5", &["9.9.9.9"], &["10.0.0.0/8"]), "9.9.9.9");
        assert_eq!(client("10.0.0.1:5", &["6.6.6.6, 9.9.9.9, 10.0.0.2"], &["10.0.0.0/8"]), "9.9.9.9");
        assert_eq!(client("10.0.0.1:5", &["6.6.6.6", "9.9.9.9"], &["10.0.0.0/8"]), "9.9.9.9");
        assert_eq!(client("10.0.0.1:5", &["nonsense"], &["10.0.0.0/8"]), "10.0.0.1");
        assert_eq!(client("10.0.0.1:5", &["9.9.9.9:1234"], &["10.0.0.0/8"]), "9.9.9.9");
        assert_eq!(client("[::ffff:10.0.0.1]:5", &["2001:db8::1"], &["10.0.0.0/8"]), "2001:db8::1");
    }

    #[test]
    fn what_is_no_text_ends_the_walk() {
        let trusted = ["10.0.0.0/8"];
        assert_eq!(client_of("10.0.0.1:5", &[b"6.6.6.6", b"\xff, 9.9.9.9"], &trusted), "9.9.9.9");
        assert_eq!(client_of("10.0.0.1:5", &[b"6.6.6.6", b"\xff"], &trusted), "10.0.0.1");
        assert_eq!(client_of("10.0.0.1:5", &[b"6.6.6.6, \xff, 10.0.0.2"], &trusted), "10.0.0.2");
    }

    #[test]
    fn an_ipv6_client_is_its_network() {
        assert_eq!(ClientAddress("2001:db8::1".parse().unwrap()).key(), "2001:db8:0:0::/64");
        assert_eq!(ClientAddress("::ffff:1.2.3.4".parse().unwrap()).key(), "1.2.3.4");
    }
}
