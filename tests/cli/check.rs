//! `offramp check`.

use std::fmt::Write as _;
use std::path::Path;

use crate::{json, offramp, run};

const FILE: &str = "\
reference,currency,amount,vpa
A-1,INR,100.00,user@okaxis
A-2,INR,100.00,user@gmail.com
A-3,INR,50.00,user@nosuchhandle
";

/// Runs on a text as standard input.
fn check(arguments: &[&str], input: impl Into<Vec<u8>>) -> (i32, String, String) {
    let mut command = offramp(&["check", "-"]);
    command.args(arguments).write_stdin(input.into());
    run(command)
}

fn file(folder: &tempfile::TempDir, text: impl AsRef<[u8]>) -> String {
    let path = folder.path().join("payouts.csv");
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn text_for_people() {
    let (code, stdout, stderr) = check(&[], FILE);
    assert_eq!((code, stderr.as_str()), (1, ""));
    assert_eq!(
        stdout,
        "\
standard input: 3 rows, 2 valid, 1 invalid

 line  reference  field           finding
    3  A-2        vpa    error    This is an e-mail address.
    4  A-3        vpa    warning  The handle after the @ is not known; check it.

 findings           code
        1  error    LOOKS_LIKE_EMAIL
        1  warning  VPA_HANDLE_UNKNOWN

 currency  rows  amount  accepted  accepted amount
 INR          3  250.00         2           150.00
"
    );
}

#[test]
fn rows_with_errors_are_shown_first() {
    let file = FILE
        .replace("A-3,INR,50.00,user@nosuchhandle\n", "")
        .replace("A-1,INR,100.00,user@okaxis", "A-1,INR,100.00,user@nosuchhandle");
    let (_, stdout, _) = check(&["--show", "1"], file.as_str());
    assert!(stdout.contains("A-2") && !stdout.contains("A-1"), "{stdout}");
    assert!(stdout.contains("1 more row with findings: --show 2 shows all"), "{stdout}");
    let (_, stdout, _) = check(&["--show", "2"], file.as_str());
    assert!(stdout.find("A-1").unwrap() < stdout.find("A-2").unwrap(), "{stdout}");
    assert!(!stdout.contains("more row"), "{stdout}");
}

#[test]
fn exit_codes() {
    let good = "reference,currency,amount,vpa\nA-1,INR,100.00,user@okaxis\n";
    let (code, stdout, stderr) = check(&[], good);
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert!(stdout.starts_with("standard input: 1 row, 1 valid, 0 invalid\n"), "{stdout}");
    assert_eq!(check(&[], good.replace("okaxis", "nosuchhandle")).0, 0, "a warning is no error");
    // what is undetermined counts as accepted
    let open = "reference,currency,amount,phone,mobileProvider\nA-1,RWF,100,+250788123456,\n";
    let (code, stdout, _) = check(&[], open);
    assert_eq!(code, 0);
    assert!(stdout.starts_with("standard input: 1 row, 0 valid, 0 invalid, 1 undetermined\n"), "{stdout}");
    assert_eq!(check(&[], FILE).0, 1);
    assert_eq!(check(&[], "").0, 1, "an empty file is an error");
    let no_rows = "reference,currency,amount,vpa\n";
    assert_eq!(check(&[], no_rows).0, 1, "a file without rows is no success");
    assert_eq!(check(&["--expect-rows", "0"], no_rows).0, 0, "but where none are expected");
}

#[test]
fn ndjson_is_one_object_a_row_and_says_the_rest_on_standard_error() {
    let (code, stdout, stderr) = check(&["--format", "ndjson"], FILE.replace("vpa\n", "vpa,colour\n"));
    assert_eq!(code, 1);
    let rows: Vec<serde_json::Value> = stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 3);
    assert_eq!((rows[1]["reference"].as_str(), rows[1]["line"].as_u64()), (Some("A-2"), Some(3)));
    assert_eq!(rows[0]["normalized"]["amount"], "100.00");
    assert_eq!(stderr, "warning: Column 5 has no known name and was not used.\n");
}

#[test]
fn json_is_one_object_however_it_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, FILE);
    let by_flag = json(&["--json", "check", &path]);
    assert_eq!(by_flag, json(&["check", &path, "--json"]));
    assert_eq!(by_flag, json(&["check", &path, "--format", "json"]));
    let (code, report) = by_flag;
    assert_eq!(code, 1);
    assert_eq!(report["rows"].as_array().unwrap().len(), 3);
    assert_eq!(report["summary"]["invalid"], 1);
    assert_eq!(report["summary"]["totals"][0]["acceptedAmount"], "150.00");
    // what was asked for by name goes before the short form
    let (_, stdout, _) = check(&["--json", "--format", "ndjson"], FILE);
    assert_eq!(stdout.lines().count(), 3);
}

#[test]
fn accepted_and_rejected_rows_part() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, FILE);
    let (accepted, rejected) = (folder.path().join("good.csv"), folder.path().join("bad.csv"));
    let (good, bad) = (accepted.to_str().unwrap(), rejected.to_str().unwrap());
    let (code, _, stderr) = run(offramp(&["check", &path, "--accepted", good, "--rejected", bad]));
    assert_eq!((code, stderr.as_str()), (1, ""));
    assert_eq!(
        std::fs::read_to_string(&accepted).unwrap(),
        "reference,currency,amount,vpa\nA-1,INR,100.00,user@okaxis\nA-3,INR,50.00,user@nosuchhandle\n"
    );
    assert_eq!(
        std::fs::read_to_string(&rejected).unwrap(),
        "reference,currency,amount,vpa,findings,suggestions\n\
         A-2,INR,100.00,user@gmail.com,\"LOOKS_LIKE_EMAIL /vpa: This is an e-mail address.\",\"\"\n"
    );
    let (code, _, _) = run(offramp(&["check", good]));
    assert_eq!(code, 0, "what was accepted is accepted again");
    assert_eq!(names(folder.path()), ["bad.csv", "good.csv", "payouts.csv"]);
}

#[test]
fn no_file_takes_the_place_of_another() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, FILE);
    let sub = folder.path().join("sub");
    std::fs::create_dir(&sub).unwrap();
    std::os::unix::fs::symlink(&path, folder.path().join("link.csv")).unwrap();
    let written = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    for (accepted, rejected) in [
        ("out.csv", "out.csv"),
        ("out.csv", "./out.csv"),
        ("sub/../out.csv", "out.csv"),
        ("good.csv", "payouts.csv"),
        ("sub/../payouts.csv", "bad.csv"),
        ("good.csv", "link.csv"),
    ] {
        let (accepted, rejected) = (written(accepted), written(rejected));
        let (code, _, stderr) = run(offramp(&["check", &path, "--accepted", &accepted, "--rejected", &rejected]));
        assert_eq!(code, 2, "{accepted} {rejected}");
        assert!(stderr.contains("each file needs a name of its own"), "{stderr}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), FILE);
    }
    assert_eq!(names(folder.path()), ["link.csv", "payouts.csv", "sub"]);
}

#[test]
fn the_separator_of_the_file_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, FILE.replace(',', ";"));
    let rejected = folder.path().join("bad.csv");
    run(offramp(&["check", &path, "--rejected", rejected.to_str().unwrap()]));
    let text = std::fs::read_to_string(rejected).unwrap();
    assert!(
        text.starts_with("reference;currency;amount;vpa;findings;suggestions\nA-2;INR;100.00;user@gmail.com;\""),
        "{text}"
    );
}

#[test]
fn a_failure_leaves_no_file_behind_and_none_changed() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, FILE);
    let accepted = folder.path().join("good.csv");
    std::fs::write(&accepted, "as it was").unwrap();
    let nowhere = folder.path().join("missing/bad.csv");
    let (code, stdout, stderr) = run(offramp(&[
        "check",
        &path,
        "--accepted",
        accepted.to_str().unwrap(),
        "--rejected",
        nowhere.to_str().unwrap(),
    ]));
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(stderr.starts_with("error: cannot write to "), "{stderr}");
    assert_eq!(std::fs::read_to_string(&accepted).unwrap(), "as it was");
    assert_eq!(names(folder.path()), ["good.csv", "payouts.csv"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_failure_while_reading_leaves_no_file_behind() {
    let folder = tempfile::tempdir().unwrap();
    let accepted = folder.path().join("good.csv");
    // can be opened and not read
    let (code, _, stderr) = run(offramp(&["check", "/proc/self/mem", "--accepted", accepted.to_str().unwrap()]));
    assert_eq!(code, 2);
    assert!(stderr.starts_with("error: cannot read /proc/self/mem: "), "{stderr}");
    assert_eq!(names(folder.path()), [""; 0]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_offramp"));
    command.args(["check", "--format", "ndjson", "examples/payouts.csv"]);
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = command.stdout(full).stderr(std::process::Stdio::piped()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("No space left"));
}

#[test]
fn what_cannot_be_opened_is_named() {
    let (code, stdout, stderr) = run(offramp(&["check", "no-such-file.csv"]));
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(stderr.starts_with("error: cannot open no-such-file.csv: "), "{stderr}");
    let (code, _, stderr) = run(offramp(&["check", "src/bulk"]));
    assert_eq!(code, 2);
    assert!(stderr.starts_with("error: src/bulk is a directory without a file"), "{stderr}");
}

#[test]
fn encodings() {
    let mut utf16 = vec![0xff, 0xfe];
    utf16.extend(FILE.encode_utf16().flat_map(u16::to_le_bytes));
    let (code, stdout, _) = check(&[], utf16);
    assert_eq!(code, 1);
    assert!(stdout.contains("3 rows, 2 valid, 1 invalid\nwarning: The file is UTF-16"), "{stdout}");
    let with_mark = ["\u{feff}", FILE].concat();
    assert_eq!(check(&[], with_mark), check(&[], FILE));
    let mut latin = b"reference,currency,amount,vpa,accountName\nA-1,INR,1.00,user@okaxis,M".to_vec();
    latin.extend(b"\xfcller\n");
    let (code, stdout, stderr) = check(&["--format", "ndjson"], latin);
    assert_eq!(code, 0);
    let row: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(row["normalized"]["accountName"], "Müller");
    assert!(stderr.starts_with("warning: The file is not UTF-8; it was read as Windows-1252."), "{stderr}");
    // bytes that are no text at all
    let (code, stdout, _) = check(&["--json"], vec![0x80, 0xff, 0x00, 0x0a, 0x9f]);
    assert_eq!(code, 1);
    let report: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(report["summary"]["findings"][0]["code"], "HEADER_MISSING");
}

#[test]
fn nothing_in_a_file_steers_the_terminal() {
    let file = "reference,currency,amount,vpa,\u{1b}[31mnote\n\u{1b}[2JA-1,INR,1.00,nobody\n";
    let (_, stdout, _) = check(&[], file);
    assert!(stdout.contains("[2JA-1") && !stdout.contains('\u{1b}'), "{stdout:?}");
}

#[test]
fn the_looser_rules_are_asked_for() {
    let file = "reference,currency,amount,vpa\nA-1,INR,1.00,me@my-bank.example\n";
    assert_eq!(check(&[], file).0, 1);
    assert_eq!(check(&["--strictness", "strict"], file).0, 1);
    let (code, stdout, _) = check(&["--strictness", "compat"], file);
    assert_eq!(code, 0);
    assert!(stdout.contains("VPA_LOOSE"), "{stdout}");
    assert_eq!(check(&["--strictness", "lax"], file).0, 2);
}

#[test]
fn threads_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = FILE.to_owned();
    for number in 0..20_000 {
        writeln!(text, "B-{number},INR,{}.00,user{}@okaxis", number % 50 + 1, number % 700).unwrap();
    }
    let path = file(&folder, &text);
    let one = run(offramp(&["check", &path, "--format", "ndjson", "--threads", "1"]));
    let four = run(offramp(&["check", &path, "--format", "ndjson", "--threads", "4"]));
    assert!(one == four, "rows differ");
    assert!(one.1.contains("DUPLICATE_PAYMENT"));
    assert_eq!(one.1.lines().count(), 20_003);
}

#[test]
fn the_first_screen_of_the_readme_is_what_is_printed() {
    let readme = std::fs::read_to_string("README.md").unwrap();
    let (_, shown) = readme.split_once("$ cargo run").unwrap();
    let (shown, _) = shown.split_once("```").unwrap();
    let (code, out, err) = run(offramp(&["check", "examples/payouts.csv"]));
    assert_eq!(code, 1, "{err}");
    let printed = out + &err;
    let whole = |line: &&str| !line.is_empty() && !line.contains('…');
    let lines: Vec<&str> = shown.lines().skip(1).filter(whole).collect();
    assert!(lines.len() > 8);
    for line in lines {
        assert!(printed.contains(line), "{line}");
    }
}

#[test]
fn the_readme_names_every_command() {
    let readme = std::fs::read_to_string("README.md").unwrap();
    let (_, out, _) = run(offramp(&["--help"]));
    let (_, commands) = out.split_once("Commands:\n").unwrap();
    let (commands, _) = commands.split_once("\n\n").unwrap();
    // a line that is indented further goes on with the one before
    let names = commands.lines().filter_map(|line| line.strip_prefix("  ").filter(|line| !line.starts_with(' ')));
    let names: Vec<&str> = names.filter_map(|line| line.split(' ').next()).collect();
    assert!(names.len() > 20, "{names:?}");
    for name in names.into_iter().filter(|name| *name != "help") {
        assert!(readme.contains(&format!("offramp {name}")), "{name}");
    }
}
