//! The codes that payments are counted by: those that somebody's table has, so that nobody can choose how many there are.

use crate::provider::Provider;

/// The codes of SwiftPay's document.
const GATEWAY: [&str; 9] = [
    "INSUFFICIENT_FUNDS",
    "INVALID_ACCOUNT",
    "ACCOUNT_BLOCKED",
    "TRANSACTION_LIMIT_EXCEEDED",
    "GATEWAY_TIMEOUT",
    "GATEWAY_ERROR",
    "RATE_LIMIT_EXCEEDED",
    "INVALID_AMOUNT",
    "MISSING_ACCOUNT_DETAILS",
];

/// Codes of this crate: how an order ended, and that somebody entered the end.
const OWN: [&str; 5] = ["ORDER_FAILED", "ORDER_CANCELLED", "ORDER_EXPIRED", "ORDER_REFUNDED", "RESOLVED_BY_HAND"];

/// What all others are counted as.
const OTHER: &str = "OTHER";

/// All labels, each once, `OTHER` the last.
#[must_use]
pub fn labels() -> Vec<&'static str> {
    let mut all: Vec<&'static str> = Vec::new();
    let of_providers = Provider::ALL.iter().flat_map(|provider| provider.failures());
    for code in GATEWAY.into_iter().chain(OWN).chain(of_providers).chain([OTHER]) {
        if !all.contains(&code) {
            all.push(code);
        }
    }
    all
}

/// What a failed payment is counted as.
#[must_use]
pub fn label(code: Option<&str>) -> &'static str {
    let known = |code: &str| {
        let own = GATEWAY.into_iter().chain(OWN).find(|known| *known == code);
        own.or_else(|| Provider::ALL.iter().flat_map(|provider| provider.failures()).find(|known| *known == code))
    };
    code.and_then(known).unwrap_or(OTHER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_all_tables_have_labels_and_others_share_one() {
        assert_eq!(label(Some("ACCOUNT_BLOCKED")), "ACCOUNT_BLOCKED");
        assert_eq!(label(Some("ORDER_EXPIRED")), "ORDER_EXPIRED");
        assert_eq!(label(Some("919988776655")), "OTHER");
        assert_eq!(label(None), "OTHER");
        for provider in Provider::ALL {
            for code in provider.failures() {
                assert_eq!(label(Some(code)), code);
                assert!(labels().contains(&code), "{code}");
            }
        }
        assert!(labels().len() < 200);
    }
}
