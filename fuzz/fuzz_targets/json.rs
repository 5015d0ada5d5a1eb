//! Any bytes as JSON: what is read prints, and reads as the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use offramp_core::Json;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(json) = Json::from_slice(bytes) {
        let text = json.to_string();
        assert_eq!(text.parse::<Json>().unwrap(), json);
        assert_eq!(Json::from_slice(text.as_bytes()).unwrap().to_string(), text);
    }
});
