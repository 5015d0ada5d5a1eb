//! `offramp validate`, `detect` and `fields`.

use crate::{json, offramp, run};

#[test]
fn a_valid_value_is_shown_in_its_paper_form() {
    let (code, stdout, stderr) = run(offramp(&["validate", "iban", "de89370400440532013000"]));
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert!(stdout.starts_with("valid DE89 3704 0044 0532 0130 00\n  country DE\n"), "{stdout}");
}

#[test]
fn an_invalid_one_is_explained_on_standard_output() {
    let (code, stdout, stderr) = run(offramp(&["validate", "aba", "021000021", "21000021"]));
    assert_eq!((code, stderr.as_str()), (1, ""));
    assert!(stdout.starts_with("valid 021000021\n"), "{stdout}");
    assert!(stdout.contains("\ninvalid 21000021\n  error SPREADSHEET_LEADING_ZERO: "), "{stdout}");
    assert!(stdout.ends_with("Did you mean 021000021?\n"), "{stdout}");
}

#[test]
fn undetermined_and_warnings_are_no_failure() {
    assert_eq!(run(offramp(&["validate", "iban", "AO69123456789012345678901"])).0, 0);
    let (code, report) = json(&["validate", "--json", "vpa", "user@nosuchhandle"]);
    assert_eq!((code, report["verdict"].as_str()), (0, Some("valid")));
    assert_eq!(report["findings"][0]["code"], "VPA_HANDLE_UNKNOWN");
}

#[test]
fn texts_can_come_from_standard_input() {
    let mut command = offramp(&["validate", "--json", "bic", "-"]);
    command.write_stdin("COBADEFF\nCOBADEF\n");
    let (code, stdout, _) = run(command);
    let verdicts: Vec<_> = stdout
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["verdict"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!((code, verdicts), (1, vec!["valid".to_owned(), "invalid".to_owned()]));
    let mut command = offramp(&["validate", "bic", "-"]);
    command.write_stdin(&b"\xff\xfe\n"[..]);
    let (code, stdout, stderr) = run(command);
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(stderr.starts_with("error: "), "{stderr}");
}

#[test]
fn options_reach_the_rules() {
    let phone = ["validate", "phone", "0712345678"];
    assert_eq!(run(offramp(&phone)).0, 1);
    let (code, report) = json(&["validate", "--json", "phone", "0712345678", "--country", "ke"]);
    assert_eq!((code, report["value"]["normalized"].as_str()), (0, Some("+254712345678")));
    let (code, _, stderr) = run(offramp(&["validate", "phone", "0712345678", "--country", "zz"]));
    assert!(code == 2 && stderr.contains("no country has the code \"zz\""), "{stderr}");
    assert_eq!(run(offramp(&["validate", "vpa", "me@my-bank.example"])).0, 1);
    assert_eq!(run(offramp(&["validate", "vpa", "me@my-bank.example", "--strictness", "compat"])).0, 0);
}

#[test]
fn a_text_that_begins_with_a_hyphen_is_a_text() {
    // judged, and not taken for a flag: a sign is no part of an account number
    assert_eq!(run(offramp(&["validate", "accountNumber", "-12345"])).0, 1);
    assert_eq!(run(offramp(&["detect", "-1"])).0, 0);
    let (code, stdout, _) = run(offramp(&["validate", "accountNumber", "--", "-A12345"]));
    assert!(code == 1 && stdout.starts_with("invalid"), "{stdout}");
}

#[test]
fn detect_names_what_a_text_could_be() {
    let (code, stdout, stderr) = run(offramp(&["detect", "021000021"]));
    assert_eq!((code, stderr.as_str()), (0, ""));
    let first = stdout.lines().nth(1).unwrap();
    assert!(first.contains("valid") && first.contains("checksum") && first.contains("021000021"), "{stdout}");
    let (code, candidates) = json(&["detect", "--json", "021000021"]);
    let kinds: Vec<_> = candidates.as_array().unwrap().iter().map(|candidate| &candidate["kind"]).collect();
    assert_eq!(
        (code, kinds),
        (
            0,
            vec!["aba", "caTransit", "accountNumber"]
                .into_iter()
                .map(Into::into)
                .collect::<Vec<serde_json::Value>>()
                .iter()
                .collect()
        )
    );
    assert_eq!(run(offramp(&["detect", "?"])).1, "nothing known\n");
    assert_eq!(json(&["detect", "--json", "?"]).1, serde_json::json!([]));
}

#[test]
fn fields_are_described_for_people_and_programs() {
    let (code, stdout, stderr) = run(offramp(&["fields", "usd"]));
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert!(stdout.starts_with("USD by bank\n"), "{stdout}");
    assert!(stdout.contains("one of these is needed: aba, swift"), "{stdout}");
    assert!(stdout.contains("arrives within 1 to 2 business days"), "{stdout}");
    let (_, described) = json(&["fields", "--json", "INR", "--rail", "upi"]);
    assert_eq!(described["rail"], "vpa");
    let (_, schema) = json(&["fields", "USD", "--json-schema"]);
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(schema["required"], serde_json::json!(["accountNumber"]));
}

#[test]
fn a_corridor_that_is_not_there_is_an_error() {
    for arguments in [&["fields", "ZWG"][..], &["fields", "EUR", "--rail", "vpa"], &["fields", "ZWG", "--json-schema"]]
    {
        let (code, stdout, stderr) = run(offramp(arguments));
        assert_eq!((code, stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(stderr.contains("there are no rules for this currency, rail and country"), "{stderr}");
    }
    assert_eq!(run(offramp(&["fields", "EUR", "--rail", "pigeon"])).0, 2);
}

#[cfg(feature = "iban_validate")]
#[test]
fn a_second_opinion_stands_beside_the_report_and_never_in_it() {
    let (code, stdout, _) = run(offramp(&["validate", "iban", "de89370400440532013000", "--second-opinion"]));
    assert_eq!(code, 0);
    assert!(stdout.ends_with("second opinion (iban_validate): accepted\n"), "{stdout}");
    // the verdict and the exit code are ours
    let (code, stdout, _) = run(offramp(&["validate", "--json", "iban", "BE66278055040645", "--second-opinion"]));
    let lines: Vec<serde_json::Value> = stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((code, lines.len()), (1, 2));
    assert_eq!(lines[0]["verdict"], "invalid");
    assert_eq!(lines[1], serde_json::json!({"secondOpinion": "accepted"}));
    let (_, plain, _) = run(offramp(&["validate", "--json", "iban", "BE66278055040645"]));
    assert_eq!(serde_json::from_str::<serde_json::Value>(&plain).unwrap(), lines[0]);
    assert_eq!(run(offramp(&["validate", "bic", "COBADEFF", "--second-opinion"])).0, 2);
}
