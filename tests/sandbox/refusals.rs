//! Wrong credentials and signatures are refused, byte for byte.

use offramp_core::sandbox::Options;
use offramp_core::{Json, Provider};

use crate::world::{World, raw, send};

/// One operation of each provider that needs to be authorised, and the headers that authorise it.
const REQUESTS: &[(Provider, &str, &str, &[&str])] = &[
    (
        Provider::Coinut,
        "createCustomer",
        r#"{"name":"Asha Sharma","email":"a@example.com"}"#,
        &["X-API-Key", "X-Timestamp", "X-Nonce", "X-Signature"],
    ),
    (Provider::Rahat, "listPaymentProviders", "{}", &["APP_ID", "Authorization"]),
    (Provider::Sentra, "listPayments", r#"{"userId":"u1"}"#, &["X-API-KEY"]),
    (
        Provider::Swiftpay,
        "offRamp",
        r#"{"walletId":"w","amount":"100","accountDetails":{"upiId":"user@okaxis"}}"#,
        &["x-service-id", "x-service-secret"],
    ),
    (Provider::Unigox, "verifyAuth", "{}", &["X-API-Key"]),
];

#[tokio::test(flavor = "multi_thread")]
async fn requests_beyond_a_documents_limit_are_refused_until_its_window_ends() {
    let world = World::start(Options::default().with_speed(0).with_limits()).await;
    for (provider, operation, input, _) in REQUESTS {
        let ask = || {
            let request = world.build(*provider, operation, &input.parse().unwrap());
            let (status, headers, _) = send(world.sandbox.address(), &request, &[]).unwrap();
            let wait = headers.iter().find(|(name, _)| name == "retry-after").map(|(_, seconds)| seconds.clone());
            (status == 429, wait)
        };
        let Some((most, seconds)) = provider.rate_limit() else {
            assert!((0..70).all(|_| !ask().0), "{provider}: its document has no limit");
            continue;
        };
        assert!((0..most).all(|_| !ask().0), "{provider}: as many as the document allows");
        assert_eq!(ask(), (true, Some(seconds.to_string())), "{provider}");
        world.sandbox.advance(seconds - 1);
        assert_eq!(ask(), (true, Some("1".to_owned())), "{provider}");
        world.sandbox.advance(1);
        assert_eq!(ask(), (false, None), "{provider}: a new window");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_bit_is_enough() {
    let world = World::start(Options::default()).await;
    let address = world.sandbox.address();
    assert_eq!(REQUESTS.len(), Provider::ALL.len());
    let mut refused = 0;
    for (provider, operation, input, authorising) in REQUESTS {
        let request = world.build(*provider, operation, &input.parse().unwrap());
        let target = format!("/{}", request.url().splitn(4, '/').nth(3).unwrap());
        let headers: Vec<(&str, String)> = request.headers().map(|(name, value)| (name, value.to_owned())).collect();
        let send = |headers: &[(&str, String)], body: Option<&[u8]>| {
            let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
            raw(address, request.method().as_str(), &target, &headers, body).unwrap().0
        };
        assert!(send(&headers, request.bytes()) < 300, "{provider}");
        for name in *authorising {
            let place =
                headers.iter().position(|(header, _)| header == name).unwrap_or_else(|| panic!("{provider} {name}"));
            for byte in 0..headers[place].1.len() {
                for bit in 0..7 {
                    let mut wrong = headers.clone();
                    let mut bytes = wrong[place].1.clone().into_bytes();
                    bytes[byte] ^= 1 << bit;
                    // what no header can hold; letters of the signature's other case are the same digits
                    let is_same = *name == "X-Signature" && bytes.eq_ignore_ascii_case(headers[place].1.as_bytes());
                    if !bytes.iter().all(u8::is_ascii_graphic) && *name != "Authorization" || is_same {
                        continue;
                    }
                    if bytes.iter().any(u8::is_ascii_control) || bytes.last() == Some(&b' ') {
                        continue;
                    }
                    wrong[place].1 = String::from_utf8(bytes).unwrap();
                    let status = send(&wrong, request.bytes());
                    assert_eq!(status, 401, "{provider} {name} byte {byte} bit {bit}: {}", wrong[place].1);
                    refused += 1;
                }
            }
            let mut missing = headers.clone();
            missing.remove(place);
            assert_eq!(send(&missing, request.bytes()), 401, "{provider} without {name}");
            let mut twice = headers.clone();
            twice.push(headers[place].clone());
            assert_eq!(send(&twice, request.bytes()), 401, "{provider} with two {name}");
        }
        if provider.as_str() == "coinut" {
            let body = request.bytes().unwrap();
            for byte in 0..body.len() {
                let mut wrong = body.to_vec();
                wrong[byte] ^= 1;
                assert_eq!(send(&headers, Some(&wrong)), 401, "{provider}: byte {byte} of the body");
                refused += 1;
            }
        }
    }
    assert!(refused > 1000, "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_signature_is_refused_and_the_five_share_one_root() {
    let world = World::start(Options::default().with_speed(0)).await;
    // the sandbox's time passes, signatures are held against the machine's
    world.sandbox.advance(1_000_000);
    world.take(Provider::Coinut, "createCustomer", r#"{"name":"Asha Sharma","email":"a@example.com"}"#);
    let (status, _, body) = raw(world.sandbox.address(), "GET", "/nowhere", &[], None).unwrap();
    assert_eq!(status, 404);
    assert!(Json::from_slice(&body).is_ok());
    let overview = world.control("GET", "/_sandbox", "");
    for provider in Provider::ALL {
        assert!(overview.get("providers").unwrap().get(provider.as_str()).is_some());
    }
}
