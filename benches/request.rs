//! Building and signing one request against its signature alone.

#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark, which reads the clock and prints"
)]

mod ratio;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use hmac::{Hmac, KeyInit as _, Mac as _};
use offramp_core::provider::{Context, Credentials};
use offramp_core::{Json, Provider, api};
use sha2::{Digest as _, Sha256};

const INPUT: &str =
    r#"{"from":{"customerId":"cust_abc123","currency":"USDT","network":"ETH"},"to":"bank_acc_id_xyz789"}"#;
const NONCE: &str = "550e8400-e29b-41d4-a716-446655440000";

/// Hash of the body and HMAC of a canonical string of the same length: what no implementation can do without.
fn sign() -> [u8; 32] {
    let hash = Sha256::digest(black_box(INPUT).as_bytes());
    let mut mac = Hmac::<Sha256>::new_from_slice(black_box(b"test_secret")).unwrap();
    mac.update(b"POST\nramp.hexarails.ai\n/autoramp-flow/offramp\n\n");
    mac.update(&hash);
    mac.update(&hash);
    mac.update(b"\n1717900800\n");
    mac.update(NONCE.as_bytes());
    mac.finalize().into_bytes().into()
}

fn requests(criterion: &mut Criterion) {
    let credentials = Credentials::new().with("apiKey", "test_key").with("apiSecret", "test_secret");
    let mut context = Context::at("2024-06-09T02:40:00Z".parse().unwrap());
    context.nonce = Some(NONCE.to_owned());
    let input: Json = INPUT.parse().unwrap();
    let build = || {
        let input = black_box(&input);
        api::build_request(Provider::Coinut, "createOfframpFlow", input, &credentials, &context).unwrap()
    };
    ratio::compare(
        criterion,
        "one signed request of coinut",
        None,
        ("build and sign", &mut || drop(black_box(build()))),
        ("hash and HMAC alone", &mut || _ = black_box(sign())),
    );
}

criterion_group!(benches, requests);
criterion_main!(benches);
