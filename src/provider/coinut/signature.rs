//! The canonical string and its signature.

use crate::error::{Error, ErrorCode};
use crate::provider::sign::{hmac_sha256_hex, is_hmac_sha256_hex, sha256_hex};
use crate::provider::webhook::{self, Delivery, fresh, header};
use crate::text;
use crate::timestamp::Timestamp;

/// How many seconds a webhook may be old or early.
const WINDOW: u32 = 300;

/// What is signed.
pub(super) struct Canonical<'a> {
    pub(super) method: &'a str,
    pub(super) host: &'a str,
    pub(super) path: &'a str,
    /// As sent, without the question mark.
    pub(super) query: &'a str,
    pub(super) body: &'a [u8],
    /// Seconds.
    pub(super) timestamp: &'a str,
    pub(super) nonce: &'a str,
}

impl Canonical<'_> {
    /// Seven lines without a line break at the end; a request without a body has an empty fifth line,
    /// not the hash of nothing.
    fn text(&self) -> String {
        let hash = if self.body.is_empty() { String::new() } else { sha256_hex(self.body) };
        text::joined(&[self.method, self.host, self.path, self.query, &hash, self.timestamp, self.nonce], "\n")
    }

    pub(super) fn sign(&self, secret: &[u8]) -> String {
        hmac_sha256_hex(secret, self.text().as_bytes())
    }
}

/// Verifies a delivery: the same canonical string over the receiver's own host and path.
pub(super) fn verify(secret: &[u8], delivery: &Delivery<'_>, now: Timestamp) -> Result<(), Error> {
    let signature = header(&delivery.headers, "X-Signature", ErrorCode::SignatureMissing)?;
    let nonce = header(&delivery.headers, "X-Nonce", ErrorCode::SignatureMissing)?;
    let timestamp = header(&delivery.headers, "X-Timestamp", ErrorCode::TimestampMissing)?;
    fresh(timestamp, now, delivery.tolerance.unwrap_or(WINDOW))?;
    if is_hmac_sha256_hex(secret, of_delivery(delivery, timestamp, nonce).text().as_bytes(), signature) {
        Ok(())
    } else {
        Err(webhook::mismatch())
    }
}

/// What is signed of a delivery.
pub(super) fn of_delivery<'a>(delivery: &Delivery<'a>, timestamp: &'a str, nonce: &'a str) -> Canonical<'a> {
    let rest = text::split(delivery.url, b':').and_then(|(_, rest)| rest.strip_prefix("//")).unwrap_or(delivery.url);
    let (host, target) =
        rest.split_at_checked(rest.bytes().position(|byte| byte == b'/').unwrap_or(rest.len())).unwrap_or((rest, ""));
    let (path, query) = text::split(target, b'?').unwrap_or((target, ""));
    Canonical { method: "POST", host, path, query, body: delivery.body, timestamp, nonce }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_flow_is_signed_as_node_signs_it() {
        let body =
            r#"{"from":{"customerId":"cust_abc123","currency":"USDT","network":"ETH"},"to":"bank_acc_id_xyz789"}"#;
        let canonical = Canonical {
            method: "POST",
            host: "ramp.hexarails.ai",
            path: "/autoramp-flow/offramp",
            query: "",
            body: body.as_bytes(),
            timestamp: "1717900800",
            nonce: "550e8400-e29b-41d4-a716-446655440000",
        };
        assert_eq!(
            canonical.text(),
            "POST\nramp.hexarails.ai\n/autoramp-flow/offramp\n\n\
             34eea4d80567ef72349fac19dd1c596c272eee1912a230e41ae06215ee2234ae\n\
             1717900800\n550e8400-e29b-41d4-a716-446655440000"
        );
        assert_eq!(canonical.sign(b"test_secret"), "7b71725930cb5bce4c87a625f12213c85b680fa25d05400b79eeaf086f0efbad");
    }
}
