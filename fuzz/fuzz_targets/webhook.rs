//! Any delivery: nothing is believed that was not signed, and what was signed is believed.

#![no_main]

use libfuzzer_sys::fuzz_target;
use offramp_core::provider::{Delivery, Headers, Scheme, Signing};
use offramp_core::{ErrorCode, Provider, Secret, Timestamp};

fuzz_target!(|input: (&str, &str, &str, &str, &[u8])| {
    let (signature, timestamp, nonce, url, body) = input;
    let now = Timestamp::from_unix_seconds(1_717_900_800).unwrap();
    let secret = Secret::from("whsec_YSBzZWNyZXQgdGhhdCBubyBvbmUgZHJhd3M=");
    for &provider in Provider::ALL {
        for scheme in [None, Some(Scheme::StandardWebhooks), Some(Scheme::HexHmac("X-Signature"))] {
            for timestamp in [timestamp, "1717900800"] {
                let headers = [
                    ("X-Signature", signature),
                    ("X-Timestamp", timestamp),
                    ("X-Nonce", nonce),
                    ("X-Unigox-Signature", signature),
                    ("X-Unigox-Timestamp", timestamp),
                    ("webhook-signature", signature),
                    ("webhook-timestamp", timestamp),
                    ("webhook-id", nonce),
                ];
                let delivery = Delivery { url, headers: Headers(&headers), body, tolerance: None };
                let error = provider.verify_webhook_with(scheme, &secret, &delivery, now).expect_err("a guess was right");
                let is_none = matches!(error.code(), ErrorCode::WebhookUnsupported | ErrorCode::SignatureSchemeUnknown);
                assert!(error.is_untrusted() || is_none, "{error:?}");
                let empty = provider.verify_webhook_with(scheme, &Secret::from(""), &delivery, now);
                assert!(empty.is_err_and(|error| error.is_input()));
            }
            let delivery = Delivery { url, headers: Headers(&[]), body, tolerance: None };
            let Ok(signed) = provider.sign_webhook(scheme, &secret, &delivery, &Signing { now, nonce: "a-nonce" }) else {
                continue;
            };
            let headers: Vec<_> = signed.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let delivery = Delivery { headers: Headers(&headers), ..delivery };
            if let Err(error) = provider.verify_webhook_with(scheme, &secret, &delivery, now) {
                // a body that is no event, or a URL that is none
                assert!(!error.is_untrusted(), "{provider}: {error:?}");
            }
        }
    }
});
