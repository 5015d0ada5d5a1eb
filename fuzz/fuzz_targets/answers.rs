//! Any answer to any operation is read, refused or an error, and nothing else.

#![no_main]

use libfuzzer_sys::fuzz_target;
use offramp_core::Provider;
use offramp_core::provider::{Headers, Response};

fuzz_target!(|input: (u16, &[u8])| {
    let (status, body) = input;
    for status in [status, 200] {
        let response = Response { status, headers: Headers(&[]), body };
        for &provider in Provider::ALL {
            for operation in provider.operations() {
                match provider.parse(operation.name(), &response) {
                    Ok(answer) => drop(format!("{answer:?}")),
                    Err(error) => assert!(error.is_provider(), "{error:?}"),
                }
            }
        }
    }
});
