//! The Standard Webhooks scheme (standardwebhooks.com), version 1.0.0: symmetric signatures.

use super::webhook::{self, Delivery, fresh, header};
use super::{base64, sign};
use crate::error::{Error, ErrorCode};
use crate::secret::Secret;
use crate::text;
use crate::timestamp::Timestamp;

/// How many seconds a delivery may be old or early.
const WINDOW: u32 = 300;

/// The bytes of the key: Base64, with or without `whsec_` in front.
fn key(secret: &Secret) -> Result<Vec<u8>, Error> {
    let unusable = || Error::new(ErrorCode::SecretInvalid, "the secret is not Base64 after whsec_").in_field("secret");
    let text = std::str::from_utf8(webhook::usable(secret)?).map_err(|_| unusable())?;
    let bytes = base64::decode(text.strip_prefix("whsec_").unwrap_or(text)).ok_or_else(unusable)?;
    if bytes.is_empty() {
        return Err(Error::new(ErrorCode::SecretEmpty, "the secret is empty").in_field("secret"));
    }
    Ok(bytes)
}

fn signed(id: &str, timestamp: &str, body: &[u8]) -> Vec<u8> {
    let mut message = text::joined(&[id, ".", timestamp, "."], "").into_bytes();
    message.extend_from_slice(body);
    message
}

/// The value of `webhook-signature` for a delivery.
pub(super) fn sign(secret: &Secret, id: &str, timestamp: &str, body: &[u8]) -> Result<String, Error> {
    let mac = sign::hmac_sha256(&key(secret)?, &signed(id, timestamp, body));
    Ok(text::joined(&["v1,", &base64::encode(&mac)], ""))
}

/// Verifies a delivery. The header may hold several signatures, of which one must match: a sender that
/// changes its secret signs with the old and the new one for a while. Signatures of other versions
/// are passed over.
pub(super) fn verify(secret: &Secret, delivery: &Delivery<'_>, now: Timestamp) -> Result<(), Error> {
    let key = key(secret)?;
    let id = header(&delivery.headers, "webhook-id", ErrorCode::SignatureMissing)?;
    let signatures = header(&delivery.headers, "webhook-signature", ErrorCode::SignatureMissing)?;
    let timestamp = header(&delivery.headers, "webhook-timestamp", ErrorCode::TimestampMissing)?;
    fresh(timestamp, now, delivery.tolerance.unwrap_or(WINDOW))?;
    let message = signed(id, timestamp, delivery.body);
    let mut rest = Some(signatures);
    while let Some(list) = rest {
        let (signature, more) = text::split(list, b' ').map_or((list, None), |(first, more)| (first, Some(more)));
        let bytes = signature.strip_prefix("v1,").and_then(base64::decode);
        if bytes.is_some_and(|bytes| sign::is_hmac_sha256(&key, &message, &bytes)) {
            return Ok(());
        }
        rest = more;
    }
    Err(webhook::mismatch())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::Headers;

    // the example of the specification's own libraries
    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    const BODY: &[u8] = br#"{"test": 2432232314}"#;

    fn verified(secret: &str, signature: &str, now: i64) -> Result<(), ErrorCode> {
        let headers = [("webhook-id", ID), ("webhook-timestamp", "1614265330"), ("webhook-signature", signature)];
        let delivery = Delivery { url: "", headers: Headers(&headers), body: BODY, tolerance: None };
        let now = Timestamp::from_unix_seconds(now).unwrap();
        verify(&Secret::from(secret), &delivery, now).map_err(|error| error.code())
    }

    #[test]
    fn published_example_and_rotation() {
        let good = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        assert_eq!(sign(&Secret::from(SECRET), ID, "1614265330", BODY).unwrap(), good);
        let now = 1_614_265_330;
        for list in [good.to_owned(), format!("v1,AAAA v1a,xyz {good}"), format!("{good} v1,Zm9v")] {
            assert_eq!(verified(SECRET, &list, now), Ok(()), "{list}");
        }
        assert_eq!(verified(&SECRET[6..], good, now), Ok(()), "without the prefix");
        for (list, code) in [
            ("", ErrorCode::SignatureMissing),
            ("v1,", ErrorCode::SignatureMismatch),
            (&good[3..], ErrorCode::SignatureMismatch),
            (&good[..20], ErrorCode::SignatureMismatch),
            (&good.replace("v1,", "v2,"), ErrorCode::SignatureMismatch),
        ] {
            assert_eq!(verified(SECRET, list, now), Err(code), "{list}");
        }
        assert_eq!(verified(SECRET, good, now + 301), Err(ErrorCode::TimestampStale));
        assert_eq!(verified(SECRET, good, now - 301), Err(ErrorCode::TimestampFuture));
        assert_eq!(verified("", good, now), Err(ErrorCode::SecretEmpty));
        assert_eq!(verified("whsec_", good, now), Err(ErrorCode::SecretEmpty));
        assert_eq!(verified("whsec_%%", good, now), Err(ErrorCode::SecretInvalid));
    }
}
