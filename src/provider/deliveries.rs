//! Webhook deliveries of a provider: verified, signed for a test, and explained.

use super::signature::Part;
use super::{Delivery, Event, Headers, Provider, Scheme, Signing, answer, signature, webhook};
use crate::error::{Error, ErrorCode};
use crate::json::Json;
use crate::secret::Secret;
use crate::timestamp::Timestamp;

impl Provider {
    /// Verifies a webhook delivery and reads its event; there is no other way to an [`Event`]. `scheme`
    /// is for providers whose document does not say how deliveries are signed.
    ///
    /// # Errors
    /// `WEBHOOK_UNSUPPORTED` where the provider has none; `SECRET_*`, `SIGNATURE_*`, `TIMESTAMP_*` where
    /// the delivery cannot be trusted; `EVENT_INVALID` where it can and is not an event.
    pub fn verify_webhook_with(
        self,
        scheme: Option<Scheme<'_>>,
        secret: &Secret,
        delivery: &Delivery<'_>,
        now: Timestamp,
    ) -> Result<Event, Error> {
        let api = self.api();
        let renamed = webhook::with_standard_names(delivery.headers, scheme);
        let delivery = &Delivery { headers: Headers(&renamed), ..*delivery };
        let descriptor = api.descriptor();
        let (signature, header) = signature::of_deliveries(descriptor.webhooks, scheme)?;
        signature.verify(header, secret, delivery, now).map_err(|error| match error.code() {
            ErrorCode::SignatureMismatch => {
                webhook::hinted(error, secret, delivery, signature.parts.iter().any(|part| matches!(part, Part::Host)))
            }
            _ => error,
        })?;
        let mut event = api.event(delivery, signature)?;
        event.status = answer::status(descriptor, event.raw_status.as_deref());
        event.data = descriptor.members.exact("", &event.data);
        Ok(event)
    }

    /// [`verify_webhook_with`](Provider::verify_webhook_with) the provider's own scheme.
    ///
    /// # Errors
    /// As there.
    ///
    /// ```
    /// use offramp_core::provider::{Delivery, Headers};
    /// use offramp_core::{ErrorCode, Provider, Secret};
    ///
    /// let delivery = Delivery {
    ///     url: "https://pay.example.com/webhooks/coinut",
    ///     headers: Headers(&[("X-Timestamp", "1717916400"), ("X-Nonce", "n"), ("X-Signature", "00")]),
    ///     body: br#"{"event":"TRADE_SETTLED"}"#,
    ///     tolerance: None,
    /// };
    /// let now = "2024-06-09T07:00:00Z".parse()?;
    /// let error = Provider::Coinut.verify_webhook(&Secret::from("secret"), &delivery, now).unwrap_err();
    /// assert_eq!(error.code(), ErrorCode::SignatureMismatch);
    /// assert!(error.is_untrusted());
    /// # Ok::<(), offramp_core::Error>(())
    /// ```
    pub fn verify_webhook(self, secret: &Secret, delivery: &Delivery<'_>, now: Timestamp) -> Result<Event, Error> {
        self.verify_webhook_with(None, secret, delivery, now)
    }

    /// The headers with which the provider would deliver a body, for tests of a receiver.
    ///
    /// # Errors
    /// `WEBHOOK_UNSUPPORTED`, `SECRET_*`, `SIGNATURE_SCHEME_UNKNOWN`.
    pub fn sign_webhook(
        self,
        scheme: Option<Scheme<'_>>,
        secret: &Secret,
        delivery: &Delivery<'_>,
        signing: &Signing<'_>,
    ) -> Result<Vec<(String, String)>, Error> {
        let (signature, header) = signature::of_deliveries(self.descriptor().webhooks, scheme)?;
        signature.headers(header, secret, delivery, signing)
    }

    /// How a message is signed, step by step: a request to the provider, where there is a `method`, or else a delivery
    /// from it. Null where the provider's requests are not signed.
    ///
    /// `{scheme?, algorithm, header, prefix?, encoding, secretEncoding, timestampHeader?, nonceHeader?, windowSeconds?,
    /// separator, parts: [{name, value}, ..], stringToSign, signature}`: the parts, with the separator in between, are
    /// the string to sign; its HMAC-SHA256 under the secret, written as `encoding` says, is the signature.
    ///
    /// # Errors
    /// Of deliveries `WEBHOOK_UNSUPPORTED`, `SIGNATURE_SCHEME_UNKNOWN`; `SECRET_*`.
    pub fn explain_signature(
        self,
        method: Option<&str>,
        sent: &Delivery<'_>,
        scheme: Option<Scheme<'_>>,
        secret: &Secret,
    ) -> Result<Json, Error> {
        let descriptor = self.descriptor();
        signature::explain(
            descriptor.signature.map(|(signature, _)| signature),
            descriptor.webhooks,
            method,
            sent,
            scheme,
            secret,
        )
    }
}
