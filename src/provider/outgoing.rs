//! Deliveries that the service makes itself: where they may go, and how they are signed.

use super::base_url::BaseUrl;
use super::signature::STANDARD_WEBHOOKS;
use super::{Delivery, Headers, Signing};
use crate::error::Error;
use crate::secret::Secret;

/// Whether something may be sent to a URL: `https`, or `http` to this machine.
pub(crate) fn may_be_sent_to(url: &str) -> bool {
    BaseUrl::new(url.as_bytes()).is_ok()
}

/// The headers of a delivery by Standard Webhooks, whose id is the nonce. Each of the secrets signs it, so that a receiver
/// that changes its own verifies with the old one and the new one.
///
/// # Errors
/// `SECRET_*` where one cannot be used.
pub(crate) fn standard_webhook(
    secrets: &[Secret],
    url: &str,
    body: &[u8],
    signing: &Signing<'_>,
) -> Result<Vec<(String, String)>, Error> {
    let delivery = Delivery { url, headers: Headers(&[]), body, tolerance: None };
    let mut headers: Vec<(String, String)> = Vec::new();
    for secret in secrets {
        let signed = STANDARD_WEBHOOKS.headers(STANDARD_WEBHOOKS.header, secret, &delivery, signing)?;
        if headers.is_empty() {
            headers = signed;
        } else if let (Some((_, all)), Some((_, further))) = (headers.last_mut(), signed.last()) {
            all.push(' ');
            all.push_str(further);
        }
    }
    Ok(headers)
}
