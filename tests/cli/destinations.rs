//! `offramp destination`, `list` and `data`.

use std::fs;

use crate::{json, offramp, run};

#[test]
fn a_destination_is_judged_by_its_fields() {
    let (code, report) = json(&["destination", "--json", "USD", "accountNumber=12345678", "aba=021000021"]);
    assert_eq!((code, report["verdict"].as_str(), report["rail"].as_str()), (0, Some("valid"), Some("bank")));
    let (code, stdout, _) = run(offramp(&["destination", "USD", "accountNumber=2026-01-02", "aba=21000021"]));
    assert_eq!(code, 1);
    assert!(stdout.starts_with("invalid USD by bank\n"), "{stdout}");
    assert!(stdout.contains("Did you mean 021000021?"), "{stdout}");
    let mut command = offramp(&["destination", "--json", "KES", "--rail", "mobile_money", "-"]);
    command.write_stdin(r#"{"phone": "0712345678", "mobileProvider": "M-Pesa"}"#);
    let (code, stdout, _) = run(command);
    assert_eq!(code, 0);
    assert!(stdout.contains(r#""phone":"+254712345678","mobileProvider":"MPESA""#), "{stdout}");
}

#[test]
fn what_is_left_open_and_warned_of_fails_where_that_is_asked_for() {
    let open = ["destination", "GBP", "accountNumber=55779911", "sortCode=200000"];
    assert_eq!(run(offramp(&open)).0, 0);
    assert_eq!(run(offramp(&[&open[..], &["--fail-on", "undetermined"]].concat())).0, 1);
    let warned = ["destination", "INR", "vpa=user@nosuchhandle"];
    assert_eq!(run(offramp(&warned)).0, 0);
    assert_eq!(run(offramp(&[&warned[..], &["--fail-on", "warning"]].concat())).0, 1);
}

#[test]
fn options_of_the_payment_are_heard() {
    let address = "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ";
    let stellar = ["destination", "USDC", "network=XLM", &format!("address={address}")];
    assert_eq!(run(offramp(&stellar)).0, 0);
    for required in ["all", address] {
        let (code, stdout, _) = run(offramp(&[&stellar[..], &["--memo-required", required]].concat()));
        assert!(code == 1 && stdout.contains("MEMO_REQUIRED"), "{stdout}");
    }
    let euro = ["destination", "EUR", "iban=DE89370400440532013000"];
    let (code, stdout, _) = run(offramp(&[&euro[..], &["--providers", "coinut"]].concat()));
    assert!(code == 0 && stdout.contains("PROVIDER_REQUIRES"), "{stdout}");
    assert_eq!(run(offramp(&[&euro[..], &["--provider", "coinut"]].concat())).0, 1);
    let (code, stdout, _) = run(offramp(&[&euro[..], &["--country", "FR"]].concat()));
    assert!(code == 0 && stdout.contains("IBAN_COUNTRY_MISMATCH"), "{stdout}");
}

#[test]
fn wrong_use_is_told() {
    for arguments in [&["destination", "EUR", "iban"][..], &["destination", "EUR", "iban=a", "iban=b"]] {
        let (code, stdout, stderr) = run(offramp(arguments));
        assert!((code, stdout.as_str()) == (2, "") && !stderr.is_empty(), "{arguments:?}: {stderr}");
    }
}

#[test]
fn lists_say_what_there_is() {
    for (what, line) in [("kinds", "iban"), ("currencies", "USDC"), ("providers", "coinut")] {
        let (code, stdout, stderr) = run(offramp(&["list", what]));
        assert_eq!((code, stderr.as_str()), (0, ""));
        assert!(stdout.lines().any(|found| found == line), "{stdout}");
        let (_, listed) = json(&["list", "--json", what]);
        assert_eq!(listed.as_array().unwrap().len(), stdout.lines().count());
    }
    let (code, corridors) = json(&["list", "--json", "corridors"]);
    let euro = corridors.as_array().unwrap().iter().find(|corridor| corridor["currency"] == "EUR").unwrap();
    assert_eq!((code, euro["rail"].as_str()), (0, Some("bank")));
    for member in ["countries", "required", "anyOf", "coverage", "source", "asOf"] {
        assert!(euro.get(member).is_some(), "{member}: {euro}");
    }
    assert!(run(offramp(&["list", "corridors"])).1.contains("NPR"));
    assert_eq!(run(offramp(&["list", "planets"])).0, 2);
}

#[test]
fn a_table_is_imported_listed_and_used() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (weights, data) = (path("valacdos-v850.txt"), path("data"));
    fs::write(
        &weights,
        "089999 089999 MOD10    0    0    0    0    0    0    7    1    3    7    1    3    7    1\r\n",
    )
    .unwrap();
    let (code, stdout, stderr) = run(offramp(&["data", "import", "uk-modulus", &weights, "--data", &data]));
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert!(stdout.starts_with("uk-modulus valacdos-v850: "), "{stdout}");
    let mut list = offramp(&["data", "list"]);
    list.env("OFFRAMP_DATA", &data);
    let (code, stdout, _) = run(list);
    assert!(code == 0 && stdout.starts_with("ukModulus valacdos-v850 ("), "{stdout}");

    let pair = |account| ["destination", "--json", "GBP", "sortCode=089999", account, "--data", &data];
    let (code, report) = json(&pair("accountNumber=66374958"));
    assert_eq!((code, report["verdict"].as_str()), (0, Some("valid")));
    assert_eq!(report["directories"]["ukModulus"], "valacdos-v850");
    let (code, report) = json(&pair("accountNumber=66374959"));
    assert_eq!((code, report["findings"][0]["code"].as_str()), (1, Some("UK_MODULUS_FAILED")));
    let file = path("payments.csv");
    fs::write(&file, "currency,amount,sortCode,accountNumber\nGBP,1.00,089999,66374959\nGBP,1.00,089999,66374958\n")
        .unwrap();
    let (code, stdout, _) = run(offramp(&["check", "--json", &file, "--data", &data]));
    assert!(
        code == 1 && stdout.contains("UK_MODULUS_FAILED") && !stdout.contains("UK_MODULUS_NOT_CHECKED"),
        "{stdout}"
    );

    let (code, _, stderr) = run(offramp(&["data", "import", "uk-modulus", &weights]));
    assert!(code == 2 && stderr.contains("--data"), "{stderr}");
    fs::write(&weights, "these are no weights\n").unwrap();
    assert_eq!(run(offramp(&["data", "import", "uk-modulus", &weights, "--data", &data])).0, 2);
    let stored = path("data/ukModulus.json");
    let spoilt = fs::read_to_string(&stored).unwrap().replace("089999 089999", "089998 089998");
    fs::write(&stored, spoilt).unwrap();
    let (code, stdout, stderr) = run(offramp(&pair("accountNumber=66374958")));
    assert!((code, stdout.as_str()) == (2, "") && stderr.contains("ukModulus.json"), "{stderr}");
}
