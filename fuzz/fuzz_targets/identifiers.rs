//! Any text as any kind: verdict, value and findings agree, and a suggestion is accepted.

#![no_main]

use libfuzzer_sys::fuzz_target;
use offramp_core::{Kind, Severity, Strictness, ValidateOptions, Verdict, api};

fuzz_target!(|text: &str| {
    for &kind in Kind::ALL {
        let options = ValidateOptions::default();
        let report = api::validate(kind, text, &options);
        let has_error = report.findings.iter().any(|finding| finding.severity() == Severity::Error);
        assert_eq!(report.verdict == Verdict::Invalid, has_error);
        assert_eq!(report.value.is_none(), has_error);
        assert_eq!(api::is_valid(kind, text), report.verdict == Verdict::Valid);
        for finding in &report.findings {
            if let Some(suggestion) = finding.suggestion() {
                assert_ne!(api::validate(kind, suggestion, &options).verdict, Verdict::Invalid, "{kind}: {suggestion}");
            }
        }
        if let Some(value) = report.value {
            for form in [&value.normalized, &value.formatted] {
                let again = api::validate(kind, form, &options);
                assert_eq!(again.value.as_ref(), Some(&value), "{kind}: {form}");
            }
        }
        let loose = ValidateOptions { strictness: Strictness::Compat, country: offramp_core::Country::new("KE"), ..ValidateOptions::default() };
        let _ = api::validate(kind, text, &loose);
    }
    let _ = api::detect(text);
});
