//! The secrets of providers' webhooks, and how they are signed.

use std::str::FromStr;

use super::SettingError;
use super::assignments::assignments;
use crate::api::{WebhookOptions, WebhookScheme};
use crate::provider::{Delivery, Headers, Provider, Signing};
use crate::secret::Secret;
use crate::timestamp::Timestamp;

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

#[cfg(test)]
mod tests {
    use super::*;

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
}
