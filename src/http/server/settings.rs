//! What the service is told at start: read from flags and the environment by `cli/serve.rs`, and from
//! nowhere else.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};

use crate::api::{Directories, WebhookOptions, WebhookScheme};
use crate::provider::{Delivery, Headers, Provider, Signing};
use crate::secret::Secret;
use crate::timestamp::Timestamp;

/// Every setting of the service.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// `sqlite://FILE` or `postgres://...`.
    pub database: String,
    /// Who may use the payment routes.
    pub callers: Callers,
    /// How many requests a client may make; no limit where there is none.
    pub rate_limit: Option<RateLimit>,
    /// How many requests a client may make under `/v1`; no limit where there is none.
    pub functions_rate_limit: Option<RateLimit>,
    /// Whether `/v1` is for known services alone, as payments are.
    pub functions_need_caller: bool,
    /// Whose word about the client's address is taken.
    pub trusted_proxies: Vec<Network>,
    /// How webhooks are signed.
    pub webhook_secrets: Vec<(Provider, WebhookOptions)>,
    /// The URL that others reach the service under; some providers sign it.
    pub public_url: Option<String>,
    /// The file of the demo bank's books; without it they are beside the payments where the database is a server.
    pub demo_ledger: Option<PathBuf>,
    /// A description of the provider that moves the money instead of the demo bank, as JSON.
    pub gateway: Option<PathBuf>,
    /// Where the web page is.
    pub www: Option<PathBuf>,
    /// The tables that a destination or a file is checked by, where the request brings none.
    pub directories: Directories,
    /// Where the metrics are, if not beside everything else.
    pub metrics_listen: Option<SocketAddr>,
    /// How large a body may be, in bytes.
    pub body_limit: usize,
    /// How large a body may be that holds files, in bytes: a photographed passport in Base64.
    pub file_body_limit: usize,
    /// How large a file to check may be, in bytes.
    pub upload_limit: u64,
    /// How much memory checks of files and bodies with files may take together, in bytes.
    pub upload_memory: usize,
    /// How many files are checked at a time; one client gets a quarter of them.
    pub checks: usize,
    /// How long the check of a file may take.
    pub check_timeout: Duration,
    /// How long a request may take.
    pub request_timeout: Duration,
    /// How long the head of a request may take.
    pub header_timeout: Duration,
    /// How long a gateway may take.
    pub gateway_timeout: Duration,
    /// After how long an attempt that nobody settled is asked for.
    pub reconcile_after: Duration,
    /// How often such attempts are looked for.
    pub reconcile_every: Duration,
    /// How long requests may go on after the service was told to stop.
    pub drain: Duration,
    /// How many connections are served at a time.
    pub connections: usize,
    /// How many of them one client may have; trusted proxies are clients of their own.
    pub connections_per_client: usize,
    /// How long an HTTP/2 connection may be without a request, or any connection without taking what is written.
    pub idle_timeout: Duration,
    /// How many connections to the database readers may use.
    pub database_connections: u32,
    /// The certificate chain and the key, in PEM.
    pub tls: Option<(PathBuf, PathBuf)>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            database: "sqlite://offramp.db".to_owned(),
            callers: Callers::default(),
            rate_limit: Some(RateLimit { count: 50, window: Duration::from_secs(15 * 60) }),
            functions_rate_limit: None,
            functions_need_caller: false,
            trusted_proxies: Vec::new(),
            webhook_secrets: Vec::new(),
            public_url: None,
            demo_ledger: None,
            gateway: None,
            www: None,
            directories: Directories::default(),
            metrics_listen: None,
            body_limit: 64 * 1024,
            file_body_limit: 12 * 1024 * 1024,
            upload_limit: 256 * 1024 * 1024,
            upload_memory: 128 * 1024 * 1024,
            checks: 16,
            check_timeout: Duration::from_secs(10 * 60),
            request_timeout: Duration::from_secs(30),
            header_timeout: Duration::from_secs(10),
            gateway_timeout: Duration::from_secs(20),
            reconcile_after: Duration::from_secs(60),
            reconcile_every: Duration::from_secs(5),
            drain: Duration::from_secs(30),
            connections: 1024,
            connections_per_client: 256,
            idle_timeout: Duration::from_secs(60),
            database_connections: 4,
            tls: None,
        }
    }
}

/// Why a setting cannot be used. Never holds the value, which may be a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingError(&'static str);

impl fmt::Display for SettingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for SettingError {}

/// How many requests in what time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// How many.
    pub count: u32,
    /// In what time.
    pub window: Duration,
}

impl RateLimit {
    /// Reads `50/15m`; seconds, minutes and hours are `s`, `m` and `h`. `off` is none.
    ///
    /// # Errors
    /// Where the text is neither.
    pub fn read(text: &str) -> Result<Option<RateLimit>, SettingError> {
        if text == "off" {
            return Ok(None);
        }
        let error = || SettingError("a count and a time are needed, as in 50/15m, or off");
        let (count, window) = text.split_once('/').ok_or_else(error)?;
        let count = count.parse().ok().filter(|count| *count > 0).ok_or_else(error)?;
        Ok(Some(RateLimit { count, window: read_duration(window).ok_or_else(error)? }))
    }

    /// The window in words, as in `15 minutes`.
    #[must_use]
    pub fn window_in_words(&self) -> String {
        let seconds = self.window.as_secs();
        let (number, unit) = match seconds {
            _ if seconds.is_multiple_of(3600) => (seconds / 3600, "hour"),
            _ if seconds.is_multiple_of(60) => (seconds / 60, "minute"),
            _ => (seconds, "second"),
        };
        format!("{number} {unit}{}", if number == 1 { "" } else { "s" })
    }
}

/// Reads `15m`, `30s`, `2h`, `500ms`.
#[must_use]
pub fn read_duration(text: &str) -> Option<Duration> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let number: u64 = digits.parse().ok().filter(|number| *number > 0)?;
    match text.strip_prefix(digits)? {
        "ms" => Some(Duration::from_millis(number)),
        "s" => Some(Duration::from_secs(number)),
        "m" => number.checked_mul(60).map(Duration::from_secs),
        "h" => number.checked_mul(3600).map(Duration::from_secs),
        _ => None,
    }
}

/// Services and their secrets, of which only hashes are kept.
#[derive(Clone, Default)]
pub struct Callers(Vec<Caller>);

#[derive(Clone)]
struct Caller {
    id: String,
    secrets: Vec<[u8; 32]>,
    /// Whether a secret is shorter than [`SHORTEST`].
    has_short: bool,
}

/// How many characters a service's secret has at least: fewer can be tried out.
const SHORTEST: usize = 8;

impl Callers {
    /// Reads `transaction-service=secret|next-secret,other=...`; lines may take the place of commas.
    ///
    /// # Errors
    /// Where a part has no id or no secret, or an id is there twice.
    pub fn read(text: &str) -> Result<Callers, SettingError> {
        let mut callers: Vec<Caller> = Vec::new();
        for (id, secrets) in assignments(text)? {
            if callers.iter().any(|caller| caller.id == id) {
                return Err(SettingError("a service is there twice"));
            }
            let has_short = secrets.iter().any(|secret| secret.chars().count() < SHORTEST);
            let secrets = secrets.iter().map(|secret| Sha256::digest(secret).into()).collect();
            callers.push(Caller { id: id.to_owned(), secrets, has_short });
        }
        Ok(Callers(callers))
    }

    /// Whether nobody may call.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a secret has fewer than eight characters.
    #[must_use]
    pub fn has_short_secret(&self) -> bool {
        self.0.iter().any(|caller| caller.has_short)
    }

    /// Whether the secret is one of the service's. Takes the same time whichever is wrong, and which part
    /// of it.
    #[must_use]
    pub fn admit(&self, id: &str, secret: &[u8]) -> bool {
        let given: [u8; 32] = Sha256::digest(secret).into();
        let given_id: [u8; 32] = Sha256::digest(id.as_bytes()).into();
        let mut admitted = Choice::from(0);
        for caller in &self.0 {
            let id: [u8; 32] = Sha256::digest(caller.id.as_bytes()).into();
            let is_caller = id.ct_eq(&given_id);
            for secret in &caller.secrets {
                admitted |= is_caller & secret.ct_eq(&given);
            }
        }
        admitted.into()
    }
}

impl fmt::Debug for Callers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.iter().map(|caller| &caller.id)).finish()
    }
}

/// Reads `coinut=secret|next-secret,sentra:hex-hmac:X-Sentra-Signature=secret,...`: for a provider whose
/// document does not say how deliveries are signed, the scheme stands behind its name, `standard-webhooks` or
/// `hex-hmac` with its header.
///
/// # Errors
/// Where a part has no known provider or scheme, or no secret.
pub fn read_webhook_secrets(text: &str) -> Result<Vec<(Provider, WebhookOptions)>, SettingError> {
    let mut all = Vec::new();
    for (name, secrets) in assignments(text)? {
        let mut parts = name.splitn(3, ':');
        let provider = parts.next().unwrap_or_default();
        let provider = Provider::from_str(provider).map_err(|_| SettingError("there is no such provider"))?;
        let scheme = match (parts.next(), parts.next()) {
            (None, _) => None,
            (Some("standard-webhooks"), None) => Some(WebhookScheme::StandardWebhooks),
            (Some("hex-hmac"), header) => Some(WebhookScheme::HexHmac(header.unwrap_or("X-Signature").to_owned())),
            _ => return Err(SettingError("the scheme must be standard-webhooks or hex-hmac:HEADER")),
        };
        let secrets: Vec<_> = secrets.into_iter().map(Secret::from).collect();
        let options = WebhookOptions { secrets, scheme, ..WebhookOptions::default() };
        if !is_usable(provider, &options) {
            return Err(SettingError(
                "a secret cannot be used by the scheme that the provider's deliveries are signed with",
            ));
        }
        all.push((provider, options));
    }
    Ok(all)
}

/// Whether a delivery could be signed with each of the secrets: what is wrong with them is better said at start than at
/// each delivery.
fn is_usable(provider: Provider, options: &WebhookOptions) -> bool {
    let (Ok(now), scheme) = (Timestamp::from_unix_seconds(0), options.scheme.as_ref().map(WebhookScheme::as_scheme))
    else {
        return false;
    };
    let url = "https://localhost/webhooks";
    options.secrets.iter().all(|secret| {
        let delivery = Delivery { url, headers: Headers(&[]), body: b"{}", tolerance: None };
        provider.sign_webhook(scheme, secret, &delivery, &Signing { now, nonce: "start" }).is_ok()
    })
}

/// Names and their secrets. A `\\` in front of `|`, `,` or `\\` makes it a part of the secret.
fn assignments(text: &str) -> Result<Vec<(&str, Vec<String>)>, SettingError> {
    let mut all = Vec::new();
    let parts = split(text, &[',', '\n']).into_iter().map(str::trim);
    for part in parts.filter(|part| !part.is_empty() && !part.starts_with('#')) {
        let error = || SettingError("name=secret is needed, and a | before a further secret");
        let (name, secrets) = part.split_once('=').ok_or_else(error)?;
        let secrets: Vec<_> = split(secrets, &['|']).into_iter().map(|secret| unescaped(secret.trim())).collect();
        if name.trim().is_empty() || secrets.iter().any(String::is_empty) {
            return Err(error());
        }
        all.push((name.trim(), secrets));
    }
    Ok(all)
}

/// What stands between separators that have no `\\` in front of them. A line end always separates.
fn split<'a>(text: &'a str, separators: &[char]) -> Vec<&'a str> {
    let (mut parts, mut start, mut is_escaped) = (Vec::new(), 0, false);
    for (at, character) in text.char_indices() {
        if separators.contains(&character) && (!is_escaped || character == '\n') {
            parts.push(text.get(start..at).unwrap_or_default());
            start = at.saturating_add(character.len_utf8());
        }
        is_escaped = character == '\\' && !is_escaped;
    }
    parts.push(text.get(start..).unwrap_or_default());
    parts
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let escaped = characters.next_if(|next| character == '\\' && matches!(next, '|' | ',' | '\\'));
        out.push(escaped.unwrap_or(character));
    }
    out
}

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
    fn limits() {
        let limit = RateLimit::read("50/15m").unwrap().unwrap();
        assert_eq!((limit.count, limit.window.as_secs()), (50, 900));
        assert_eq!(limit.window_in_words(), "15 minutes");
        assert_eq!(RateLimit::read("1/1h").unwrap().unwrap().window_in_words(), "1 hour");
        assert_eq!(RateLimit::read("off"), Ok(None));
        for bad in ["", "50", "0/1m", "50/15", "50/m", "x/1m", "-1/1m"] {
            assert!(RateLimit::read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn several_secrets_are_valid_at_once() {
        let callers = Callers::read("transaction-service=one|two, other=three").unwrap();
        for (id, secret, is_admitted) in [
            ("transaction-service", "one", true),
            ("transaction-service", "two", true),
            ("transaction-service", "three", false),
            ("other", "three", true),
            ("other", "one", false),
            ("other", "thre", false),
            ("other", "", false),
            ("", "one", false),
        ] {
            assert_eq!(callers.admit(id, secret.as_bytes()), is_admitted, "{id} {secret}");
        }
        assert_eq!(format!("{callers:?}"), r#"{"transaction-service", "other"}"#);
        for bad in ["a", "a=", "=b", "a=b|", "a=b,a=c"] {
            assert!(Callers::read(bad).is_err(), "{bad}");
        }
        assert!(Callers::read("").unwrap().is_empty());
    }

    #[test]
    fn separators_may_be_part_of_a_secret() {
        let callers = Callers::read("pay=pa\\|ss|a\\,b\\\\|c\\d, other=x\ny=e\\\nz=f").unwrap();
        for (id, secret, is_admitted) in [
            ("pay", "pa|ss", true),
            ("pay", "a,b\\", true),
            // what needs no mark in front of it keeps its own
            ("pay", "c\\d", true),
            ("pay", "ss", false),
            ("pay", "pa", false),
            ("other", "x", true),
            ("y", "e\\", true),
            ("z", "f", true),
        ] {
            assert_eq!(callers.admit(id, secret.as_bytes()), is_admitted, "{id} {secret}");
        }
        assert!(Callers::read("a=12345678|1234567").unwrap().has_short_secret());
        assert!(!Callers::read("a=12345678|12345678").unwrap().has_short_secret());
    }

    #[test]
    fn how_webhooks_are_signed() {
        let read = read_webhook_secrets("coinut=a|b, sentra:hex-hmac:X-Sentra=c, unigox=d").unwrap();
        assert_eq!((read[0].0, read[0].1.secrets.len(), &read[0].1.scheme), (Provider::Coinut, 2, &None));
        assert_eq!(read[1].1.scheme, Some(WebhookScheme::HexHmac("X-Sentra".to_owned())));
        for bad in [
            "nobody=a",
            "sentra:md5=a",
            "sentra:standard-webhooks:X=a",
            "sentra:",
            // said at start, not at each delivery
            "sentra:standard-webhooks=not base64!!",
            "sentra:standard-webhooks=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw|whsec_",
        ] {
            assert!(read_webhook_secrets(bad).is_err(), "{bad}");
        }
    }

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
