//! Webhooks of every provider: what is trusted and, above all, what is not.

mod coinut {
    use offramp_core::provider::{Delivery, Event, Headers};
    use offramp_core::{ErrorCode, Json, Provider, Secret, Timestamp};

    const SECRET: &str = "test_secret";
    const URL: &str = "https://app.example.com/webhooks/coinut";
    const BODY: &str = r#"{"event":"DEPOSIT_RECEIVED","data":{"id":"dep_1","amount":"100.50","currency":"USDT"}}"#;
    const SENT: i64 = 1_717_900_800;
    const NONCE: &str = "550e8400-e29b-41d4-a716-446655440000";
    /// The canonical string over the receiver's own host and path, signed by Python's `hmac`.
    const SIGNATURE: &str = "eb13633a91fcdf6d29453897bbeed5a3433bc66286ce97bc40ff119ba3c8b4d0";

    /// A delivery that is right, to be spoilt in one place at a time.
    #[derive(Clone)]
    struct Sent {
        secret: &'static str,
        url: &'static str,
        headers: Vec<(&'static str, String)>,
        body: String,
        now: i64,
        tolerance: Option<u32>,
    }

    fn sent() -> Sent {
        Sent {
            secret: SECRET,
            url: URL,
            headers: vec![
                ("Content-Type", "application/json".to_owned()),
                ("X-Timestamp", SENT.to_string()),
                ("X-Nonce", NONCE.to_owned()),
                ("X-Signature", SIGNATURE.to_owned()),
            ],
            body: BODY.to_owned(),
            now: SENT + 2,
            tolerance: None,
        }
    }

    impl Sent {
        fn verify(&self) -> Result<Event, ErrorCode> {
            let headers: Vec<(&str, &str)> = self.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let delivery = Delivery {
                url: self.url,
                headers: Headers(&headers),
                body: self.body.as_bytes(),
                tolerance: self.tolerance,
            };
            let now = Timestamp::from_unix_seconds(self.now).expect("a time");
            Provider::Coinut.verify_webhook(&Secret::from(self.secret), &delivery, now).map_err(|error| {
                let shown = format!("{error} {error:?}");
                assert!(!shown.contains(SECRET) && !shown.contains(SIGNATURE), "an error shows what it must not");
                assert_eq!(
                    error.is_untrusted(),
                    !matches!(error.code(), ErrorCode::SecretEmpty | ErrorCode::EventInvalid)
                );
                error.code()
            })
        }

        fn with(mut self, header: &str, value: &str) -> Sent {
            let place = self.headers.iter_mut().find(|(name, _)| *name == header).expect("the header is there");
            value.clone_into(&mut place.1);
            self
        }

        fn without(mut self, header: &str) -> Sent {
            self.headers.retain(|(name, _)| *name != header);
            self
        }

        fn at(mut self, now: i64) -> Sent {
            self.now = now;
            self
        }

        fn body(mut self, body: &str) -> Sent {
            body.clone_into(&mut self.body);
            self
        }

        #[track_caller]
        fn is_refused(&self, code: ErrorCode) {
            assert_eq!(self.verify().map(|_| ()), Err(code));
        }
    }

    #[test]
    fn valid_delivery_gives_its_event() {
        let event = sent().verify().expect("the signature is right");
        assert_eq!((event.name(), event.is_known()), ("DEPOSIT_RECEIVED", true));
        assert_eq!(event.id(), Some("DEPOSIT_RECEIVED:dep_1"));
        assert_eq!(event.data().get("amount").and_then(Json::as_str), Some("100.50"));
    }

    #[test]
    fn names_of_headers_have_no_case_and_signatures_neither() {
        let mut delivery = sent().with("X-Signature", &SIGNATURE.to_ascii_uppercase());
        delivery.headers[1].0 = "x-timestamp";
        delivery.headers[2].0 = "X-NONCE";
        assert!(delivery.verify().is_ok());
    }

    #[test]
    fn every_flipped_bit_of_the_body_is_noticed() {
        for (index, bit) in (0..BODY.len()).flat_map(|index| (0..7).map(move |bit| (index, bit))) {
            let mut bytes = BODY.as_bytes().to_vec();
            bytes[index] ^= 1 << bit;
            let body = String::from_utf8(bytes).expect("ASCII stays ASCII without its highest bit");
            sent().body(&body).is_refused(ErrorCode::SignatureMismatch);
        }
    }

    #[test]
    fn every_flipped_digit_of_the_signature_is_noticed() {
        for index in 0..SIGNATURE.len() {
            let digit = if &SIGNATURE[index..=index] == "0" { "1" } else { "0" };
            let wrong = [&SIGNATURE[..index], digit, &SIGNATURE[index + 1..]].concat();
            sent().with("X-Signature", &wrong).is_refused(ErrorCode::SignatureMismatch);
        }
    }

    #[test]
    fn signature_of_the_wrong_length_is_refused() {
        sent().with("X-Signature", "").is_refused(ErrorCode::SignatureMissing);
        sent().without("X-Signature").is_refused(ErrorCode::SignatureMissing);
        for length in 1..SIGNATURE.len() {
            sent().with("X-Signature", &SIGNATURE[..length]).is_refused(ErrorCode::SignatureMismatch);
        }
        for more in ["0", "00", " ", "\0"] {
            sent().with("X-Signature", &[SIGNATURE, more].concat()).is_refused(ErrorCode::SignatureMismatch);
            sent().with("X-Signature", &[more, SIGNATURE].concat()).is_refused(ErrorCode::SignatureMismatch);
        }
        for prefix in ["v1,", "sha256=", "0x"] {
            sent().with("X-Signature", &[prefix, SIGNATURE].concat()).is_refused(ErrorCode::SignatureMismatch);
        }
        sent().with("X-Signature", &"é".repeat(32)).is_refused(ErrorCode::SignatureMismatch);
    }

    #[test]
    fn header_that_is_there_twice_is_refused() {
        for (header, code) in [
            ("X-Signature", ErrorCode::SignatureMissing),
            ("X-Nonce", ErrorCode::SignatureMissing),
            ("X-Timestamp", ErrorCode::TimestampMissing),
        ] {
            let mut delivery = sent();
            let (name, value) = delivery.headers.iter().find(|(name, _)| *name == header).expect("it is there").clone();
            delivery.headers.push((name, value));
            delivery.is_refused(code);
        }
    }

    #[test]
    fn empty_secret_is_no_secret() {
        let mut delivery = sent();
        delivery.secret = "";
        delivery.is_refused(ErrorCode::SecretEmpty);
        // signed with the empty secret, which anybody can
        delivery
            .with("X-Signature", "d4765cf45db0a417c3c2aac2c16fd43bdd6fe4c0c5cd38ab5834fc041dd096c2")
            .is_refused(ErrorCode::SecretEmpty);
    }

    #[test]
    fn other_secret_is_refused() {
        let mut delivery = sent();
        delivery.secret = "test_secreu";
        delivery.is_refused(ErrorCode::SignatureMismatch);
    }

    #[test]
    fn window_is_five_minutes_on_either_side() {
        assert!(sent().at(SENT + 300).verify().is_ok());
        assert!(sent().at(SENT - 300).verify().is_ok());
        sent().at(SENT + 301).is_refused(ErrorCode::TimestampStale);
        sent().at(SENT - 301).is_refused(ErrorCode::TimestampFuture);
    }

    #[test]
    fn window_can_be_set() {
        let mut delivery = sent().at(SENT + 11);
        delivery.tolerance = Some(10);
        delivery.is_refused(ErrorCode::TimestampStale);
        delivery.tolerance = Some(11);
        assert!(delivery.verify().is_ok());
    }

    #[test]
    fn timestamp_is_part_of_what_is_signed() {
        sent().with("X-Timestamp", &(SENT + 1).to_string()).is_refused(ErrorCode::SignatureMismatch);
        sent().without("X-Timestamp").is_refused(ErrorCode::TimestampMissing);
        for wrong in ["", "now", "-1717900800", "1717900800.0", " 1717900800", "1717900800000", "99999999999999999999"]
        {
            sent().with("X-Timestamp", wrong).is_refused(ErrorCode::TimestampMissing);
        }
    }

    #[test]
    fn nonce_host_path_and_query_are_part_of_what_is_signed() {
        sent().with("X-Nonce", "550e8400-e29b-41d4-a716-446655440001").is_refused(ErrorCode::SignatureMismatch);
        sent().without("X-Nonce").is_refused(ErrorCode::SignatureMissing);
        for url in [
            "https://evil.example.com/webhooks/coinut",
            "https://app.example.com/webhooks/coinut/",
            "https://app.example.com/webhooks/coinut?x=1",
            "https://app.example.com:8443/webhooks/coinut",
            "https://app.example.com",
            "",
        ] {
            let mut delivery = sent();
            delivery.url = url;
            delivery.is_refused(ErrorCode::SignatureMismatch);
        }
    }

    #[test]
    fn reordered_or_reformatted_body_is_refused() {
        let reordered = r#"{"data":{"id":"dep_1","amount":"100.50","currency":"USDT"},"event":"DEPOSIT_RECEIVED"}"#;
        sent().body(reordered).is_refused(ErrorCode::SignatureMismatch);
        sent().body(&BODY.replace(':', ": ")).is_refused(ErrorCode::SignatureMismatch);
        sent().body(&[BODY, "\n"].concat()).is_refused(ErrorCode::SignatureMismatch);
        sent().body("").is_refused(ErrorCode::SignatureMismatch);
    }

    #[test]
    fn signed_body_that_is_no_event_is_an_error() {
        sent()
            .body("hello")
            .with("X-Signature", "cf2266e2303b404565251788ef2cf4c608a0fd2283dd7cdbfde68f3531331bf7")
            .is_refused(ErrorCode::EventInvalid);
        sent()
            .body("")
            .with("X-Signature", "8552d32abe1cd0271131e38c86a1da7adb2a5c7f427b7582159e4922aa3831b3")
            .is_refused(ErrorCode::EventInvalid);
        sent()
            .body("{}")
            .with("X-Signature", "56dadec45ec28e86e1f2a17376ee71e697269205af7a7ca9d357cbd1269d6daf")
            .is_refused(ErrorCode::EventInvalid);
    }

    #[test]
    fn unknown_event_is_kept_and_marked() {
        let event = sent()
            .body(r#"{"event":"SOMETHING_NEW","payload":{"id":"x"}}"#)
            .with("X-Signature", "a02c3eb110f994e5b8067b63af17399b02d0cda66b8d8724ad56192b561a7011")
            .verify()
            .expect("the signature is right");
        assert_eq!((event.name(), event.is_known(), event.id()), ("SOMETHING_NEW", false, Some("SOMETHING_NEW:x")));
    }
}

mod hints {
    use offramp_core::provider::{Delivery, Headers, Scheme, Signing};
    use offramp_core::{Error, Provider, Secret, Timestamp};

    const BODY: &[u8] = br#"{"event":"payment.updated","data":{"id":"p1","status":"SENT"}}"#;

    fn now() -> Timestamp {
        "2024-06-09T02:40:00Z".parse().expect("a time")
    }

    /// Signs with one secret and one URL, and verifies with others, under other names of headers.
    fn delivered(provider: Provider, secret: &str, url: &str, rename: &[(&str, &str)]) -> Result<(), Error> {
        let scheme = (provider == Provider::Sentra).then_some(Scheme::StandardWebhooks);
        let signed =
            Delivery { url: "https://you.example.com/hook", headers: Headers(&[]), body: BODY, tolerance: None };
        let right = Secret::from("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        let headers = provider.sign_webhook(scheme, &right, &signed, &Signing { now: now(), nonce: "n1" })?;
        let named = |name: &str| {
            rename.iter().find(|(from, _)| *from == name).map_or(name.to_owned(), |(_, to)| (*to).to_owned())
        };
        let headers: Vec<_> = headers.iter().map(|(name, value)| (named(name), value.as_str())).collect();
        let headers: Vec<_> = headers.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        let delivery = Delivery { url, headers: Headers(&headers), body: BODY, tolerance: None };
        provider.verify_webhook_with(scheme, &Secret::from(secret), &delivery, now()).map(|_| ())
    }

    const SECRET: &str = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const URL: &str = "https://you.example.com/hook";

    /// sentra-21: the scheme's first implementation has names of its own.
    #[test]
    fn other_names_of_the_same_headers() {
        let renamed = [
            ("webhook-id", "Svix-Id"),
            ("webhook-timestamp", "svix-timestamp"),
            ("webhook-signature", "svix-signature"),
        ];
        delivered(Provider::Sentra, SECRET, URL, &renamed).expect("it is the same delivery");
        delivered(Provider::Sentra, SECRET, URL, &[]).expect("as before");
        delivered(Provider::Sentra, SECRET, URL, &renamed[..2]).expect("mixed names are read as well");
        // under another scheme they are nothing
        delivered(Provider::Coinut, SECRET, URL, &[("X-Signature", "svix-signature")]).expect_err("no signature");
    }

    #[test]
    fn what_a_wrong_signature_may_come_from() {
        for (secret, url, hint) in [
            ("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n", URL, "line end"),
            (SECRET, "", "URL"),
            ("other", URL, "does not match"),
        ] {
            let error = delivered(Provider::Coinut, secret, url, &[]).expect_err("it does not match");
            assert_eq!(error.code().as_str(), "SIGNATURE_MISMATCH");
            assert!(error.to_string().contains(hint), "{hint}: {error}");
        }
        delivered(Provider::Coinut, SECRET, URL, &[]).expect("it matches");
    }
}
