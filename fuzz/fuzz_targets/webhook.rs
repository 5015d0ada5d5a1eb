//! Any delivery: nothing is believed that was not signed, and what was signed is believed.

#![no_main]

use libfuzzer_sys::fuzz_target;
use offramp_core::provider::{Delivery, Headers};
use offramp_core::{Provider, Secret, Timestamp};

fuzz_target!(|input: (&str, &str, &str, &str, &[u8])| {
    let (signature, timestamp, nonce, url, body) = input;
    let now = Timestamp::from_unix_seconds(1_717_900_800).unwrap();
    let secret = Secret::from("a secret that no one draws");
    let headers = [("x-signature", signature), ("X-Timestamp", timestamp), ("X-Nonce", nonce)];
    for timestamp in [timestamp, "1717900800"] {
        let headers = [headers[0], ("X-Timestamp", timestamp), headers[2]];
        let delivery = Delivery { url, headers: Headers(&headers), body, tolerance: None };
        for &provider in Provider::ALL {
            let error = provider.verify_webhook(&secret, &delivery, now).expect_err("a signature was guessed");
            assert!(error.is_untrusted(), "{error:?}");
            let empty = provider.verify_webhook(&Secret::from(""), &delivery, now);
            assert!(empty.is_err_and(|error| error.is_input()));
        }
    }
});
