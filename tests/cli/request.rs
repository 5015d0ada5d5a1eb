//! `offramp request`.

use assert_cmd::Command;

use crate::{offramp, run};

const INPUT: &str =
    r#"{"from":{"customerId":"cust_abc123","currency":"USDT","network":"ETH"},"to":"bank_acc_id_xyz789"}"#;

/// A request at a fixed time with a fixed nonce, and credentials in the environment.
fn request(arguments: &[&str], input: &str) -> Command {
    let mut command = offramp(&["request", "coinut", "createOfframpFlow", "--input", "-"]);
    command
        .args(["--now", "2024-06-09T02:40:00Z", "--nonce", "550e8400-e29b-41d4-a716-446655440000"])
        .args(arguments)
        .env("COINUT_API_KEY", "test_key")
        .env("COINUT_API_SECRET", "test_secret")
        .write_stdin(input);
    command
}

#[test]
fn a_request_is_printed_as_it_is_sent() {
    let (code, stdout, stderr) = run(request(&[], INPUT));
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert_eq!(
        stdout,
        format!(
            "POST https://ramp.hexarails.ai/autoramp-flow/offramp\n\
             Content-Type: application/json\n\
             X-API-Key: test_key\n\
             X-Timestamp: 1717900800\n\
             X-Nonce: 550e8400-e29b-41d4-a716-446655440000\n\
             X-Signature: 7b71725930cb5bce4c87a625f12213c85b680fa25d05400b79eeaf086f0efbad\n\
             \n{INPUT}\n"
        )
    );
    assert!(!stdout.contains("test_secret"));
}

#[test]
fn json_holds_the_same() {
    let (code, stdout, _) = run(request(&["--json"], INPUT));
    let request: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(code, 0);
    assert_eq!(request["method"], "POST");
    assert_eq!(request["body"], INPUT);
    assert_eq!(request["headers"]["X-Timestamp"], "1717900800");
}

#[test]
fn credentials_come_from_the_environment_alone() {
    for missing in ["COINUT_API_KEY", "COINUT_API_SECRET"] {
        for mut command in
            [request(&[], INPUT), request(&[], INPUT)].into_iter().zip([None, Some("")]).map(|(mut command, value)| {
                match value {
                    None => command.env_remove(missing),
                    Some(empty) => command.env(missing, empty),
                };
                command
            })
        {
            let output = command.output().unwrap();
            assert_eq!(output.status.code(), Some(2));
            assert!(output.stdout.is_empty());
            let stderr = String::from_utf8(output.stderr).unwrap();
            assert_eq!(stderr, format!("error: the environment variable {missing} is not set\n"));
        }
    }
    let (_, help, _) = run(offramp(&["request", "--help"]));
    assert!(help.contains("COINUT_API_SECRET") && !help.contains("--secret") && !help.contains("--api"), "{help}");
    let mut elsewhere = request(&[], INPUT);
    elsewhere.env("COINUT_BASE_URL", "https://sandbox.example/v1");
    assert!(run(elsewhere).1.starts_with("POST https://sandbox.example/v1/autoramp-flow/offramp\n"));
}

#[test]
fn time_and_nonce_are_drawn_where_they_are_not_given() {
    let draw = || {
        let mut command = offramp(&["request", "coinut", "getDepositAddress", "--json"]);
        command.env("COINUT_API_KEY", "test_key").env("COINUT_API_SECRET", "test_secret");
        let (code, stdout, _) = run(command);
        assert_eq!(code, 0);
        serde_json::from_str::<serde_json::Value>(&stdout).unwrap()
    };
    let (first, second) = (draw(), draw());
    let nonce = |request: &serde_json::Value| request["headers"]["X-Nonce"].as_str().unwrap().to_owned();
    assert_ne!(nonce(&first), nonce(&second));
    let drawn = nonce(&first);
    assert_eq!(drawn.len(), 36);
    assert_eq!(drawn.as_bytes()[14], b'4', "{drawn}");
    assert!(b"89ab".contains(&drawn.as_bytes()[19]), "{drawn}");
    let seconds: u64 = first["headers"]["X-Timestamp"].as_str().unwrap().parse().unwrap();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    assert!(now.abs_diff(seconds) < 60);
    assert_eq!(first["body"], serde_json::Value::Null);
}

#[test]
fn input_that_breaks_rules_is_refused_with_all_findings() {
    let wrong = INPUT.replace("ETH", "SOL").replace("cust_abc123", "");
    let (code, stdout, stderr) = run(request(&[], &wrong));
    assert_eq!((code, stderr.as_str()), (1, ""));
    assert!(stdout.contains(" at /from/network: ") && stdout.contains(" at /from/customerId: "), "{stdout}");
    let (code, stdout, _) = run(request(&["--json"], &wrong));
    let findings: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!((code, findings.as_array().unwrap().len()), (1, 2));
}

#[test]
fn warnings_go_to_standard_error() {
    let (code, stdout, stderr) = run(request(&[], &INPUT.replace("ETH", "MATIC")));
    assert_eq!(code, 0);
    assert!(stdout.starts_with("POST "), "{stdout}");
    assert!(stderr.starts_with("warning NETWORK_PARTIAL at /from/network: "), "{stderr}");
}

#[test]
fn what_cannot_be_read_or_is_not_known_ends_with_two() {
    let fails = |command: Command, expected: &str| {
        let (code, stdout, stderr) = run(command);
        assert_eq!((code, stdout.as_str()), (2, ""), "{stderr}");
        assert!(stderr.contains(expected), "{stderr}");
    };
    fails(request(&[], "{"), "cannot read -");
    fails(request(&["--now", "yesterday"], INPUT), "--now");
    fails(request(&["--nonce", "two words"], INPUT), "nonce");
    fails(offramp(&["request", "coinut", "sendMoney"]), "known ones are createCustomer, addBankAccount");
    fails(offramp(&["request", "nobody", "createCustomer"]), "possible values");
    let mut missing = offramp(&["request", "coinut", "createCustomer", "--input", "no-such-file.json"]);
    missing.env("COINUT_API_KEY", "k").env("COINUT_API_SECRET", "s");
    fails(missing, "cannot read no-such-file.json");
    let mut insecure = request(&[], INPUT);
    insecure.env("COINUT_BASE_URL", "not a url");
    fails(insecure, "baseUrl");
}

/// A name of a member, an argument or a file may hold what steers a terminal.
#[test]
fn no_escape_sequence_reaches_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let name = "a\u{1b}[31m";
    let input = folder.path().join("input.json");
    std::fs::write(&input, r#"{"name":"John Doe","email":"john@example.com","a\u001b[31m":1}"#).unwrap();
    let mut request = offramp(&["request", "coinut", "createCustomer", "--input", input.to_str().unwrap()]);
    request.env("COINUT_API_KEY", "key").env("COINUT_API_SECRET", "secret");
    let field = format!("{name}=1");
    for command in [
        request,
        offramp(&["destination", "INR", &field, "vpa=user@okaxis"]),
        offramp(&["check", name]),
        offramp(&["validate", "iban", name]),
        offramp(&["settle", "USD", "--scheme", name]),
    ] {
        let (_, stdout, stderr) = run(command);
        assert!(!format!("{stdout}{stderr}").contains(name), "{stdout}{stderr}");
    }
}
