//! Where services are told how their payments have ended: what the operator says, and never a request.

use std::fmt;

use super::SettingError;
use super::assignments::assignments;
use crate::provider::{self, Signing};
use crate::secret::Secret;
use crate::timestamp::Timestamp;

/// Where a service is told, and what that is signed with.
#[derive(Clone)]
pub struct ServiceWebhook {
    pub(in crate::http) service_id: String,
    pub(in crate::http) url: String,
    #[cfg_attr(not(feature = "client"), expect(dead_code, reason = "nothing is sent"))]
    pub(in crate::http) secrets: Vec<Secret>,
}

impl ServiceWebhook {
    /// Who is told.
    #[must_use]
    pub fn service_id(&self) -> &str {
        &self.service_id
    }
}

/// The secrets are not shown.
impl fmt::Debug for ServiceWebhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ServiceWebhook({}, {})", self.service_id, self.url)
    }
}

/// Reads `transaction-service=https://pay.example/offramp|whsec_...,other=...`: behind each service the URL and the secrets
/// of Standard Webhooks.
///
/// # Errors
/// Where a part has no URL that something may be sent to, or no secret that can be used, or a service is there twice.
pub fn read_service_webhooks(text: &str) -> Result<Vec<ServiceWebhook>, SettingError> {
    let mut all: Vec<ServiceWebhook> = Vec::new();
    for (service_id, values) in assignments(text)? {
        if all.iter().any(|webhook| webhook.service_id == service_id) {
            return Err(SettingError("a service is there twice"));
        }
        let mut values = values.into_iter();
        let url = values.next().filter(|url| provider::may_be_sent_to(url));
        let url = url.ok_or(SettingError("a URL with https is needed, or with http and this machine"))?;
        let secrets: Vec<Secret> = values.map(Secret::from).collect();
        let is_usable = Timestamp::from_unix_seconds(0)
            .and_then(|now| provider::standard_webhook(&secrets, &url, b"{}", &Signing { now, nonce: "start" }));
        if secrets.is_empty() || is_usable.is_err() {
            return Err(SettingError("a secret is needed behind the URL and a |, in Base64, perhaps after whsec_"));
        }
        all.push(ServiceWebhook { service_id: service_id.to_owned(), url, secrets });
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_secrets() {
        const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let read = |text: String| read_service_webhooks(&text);
        let all =
            read(format!("pay=https://a.example/x|{SECRET}|{SECRET}, other=http://127.0.0.1:9/|{SECRET}")).unwrap();
        assert_eq!((all[0].service_id(), all[0].url.as_str(), all[0].secrets.len()), ("pay", "https://a.example/x", 2));
        assert_eq!(format!("{:?}", all[1]), "ServiceWebhook(other, http://127.0.0.1:9/)");
        for bad in [
            "pay=https://a.example/x".to_owned(),
            format!("pay=http://a.example/x|{SECRET}"),
            format!("pay=https://user@a.example/x|{SECRET}"),
            "pay=https://a.example/x|not base64!!".to_owned(),
            format!("pay=https://a.example/x|{SECRET}|whsec_"),
            format!("pay=https://a.example|{SECRET},pay=https://b.example|{SECRET}"),
        ] {
            assert!(read(bad.clone()).is_err(), "{bad}");
        }
    }
}
