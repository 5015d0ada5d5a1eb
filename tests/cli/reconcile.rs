//! `offramp reconcile`: the tutorial as it stands, exit codes, and every form of output.

use std::fs;
use std::path::Path;

use super::{offramp, run};

/// The files of the tutorial, in the order in which they stand in it.
const FILES: [(&str, &str); 3] = [("```csv\n", "ledger.csv"), ("```csv\n", "bank.csv"), ("```xml\n", "returned.xml")];

fn tutorial(folder: &Path) -> String {
    let page = fs::read_to_string("docs/RECONCILE.md").unwrap();
    let mut rest = page.as_str();
    for (begins, name) in FILES {
        let (_, behind) = rest.split_once(begins).unwrap();
        let (text, behind) = behind.split_once("```").unwrap();
        fs::write(folder.join(name), text).unwrap();
        rest = behind;
    }
    page
}

fn reconcile(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = offramp(&["reconcile"]);
    command.args(arguments).current_dir(folder);
    run(command)
}

#[test]
fn the_tutorial_says_what_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    let page = tutorial(folder.path());
    let mut count = 0;
    for shown in page.split("$ offramp reconcile ").skip(1) {
        let (command, rest) = shown.split_once('\n').unwrap();
        let (wanted, _) = rest.split_once("```").unwrap();
        let arguments: Vec<&str> = command.split(' ').collect();
        let (code, out, err) = reconcile(folder.path(), &arguments);
        assert_eq!((code, out.as_str(), err.as_str()), (1, wanted, ""), "{command}");
        count += 1;
    }
    assert_eq!(count, 2);
    for reason in offramp_core::reconcile::Reason::ALL {
        assert!(page.contains(&format!("`{}`", reason.as_str())), "{}", reason.as_str());
    }
}

#[test]
fn every_form_says_the_same() {
    let folder = tempfile::tempdir().unwrap();
    tutorial(folder.path());
    let files = ["ledger.csv", "bank.csv"];
    let with = |more: &[&str]| reconcile(folder.path(), &[&files, more].concat());
    let (code, csv, err) = with(&["--format", "csv", "--out", "all.ndjson"]);
    assert_eq!((code, csv.lines().count()), (1, 8), "{err}");
    assert!(
        csv.contains(
            "amount_differs,AMOUNT,INV-2,75.50,EUR,3,bank.csv,3,INV-2,57.50,EUR,2026-11-26,-18.00,,****2606,1"
        ),
        "{csv}"
    );
    assert!(err.contains("bank.csv: table, 5 lines"));
    let (_, ndjson, _) = with(&["--format", "ndjson", "--out", "all.csv"]);
    assert_eq!(fs::read_to_string(folder.path().join("all.ndjson")).unwrap(), ndjson);
    assert_eq!(fs::read_to_string(folder.path().join("all.csv")).unwrap(), csv);
    let (code, json, _) = with(&["--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((code, json["decisions"].as_array().unwrap().len()), (1, 7));
    let lines: Vec<serde_json::Value> = ndjson.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(json["decisions"].as_array().unwrap(), &lines);
    for text in [csv, ndjson, json.to_string()] {
        assert!(!text.contains("DE8937") && !text.contains("0532013000"));
    }
}

#[test]
fn exit_codes() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("l.csv", "reference,amount,currency\nA,1.00,EUR\n");
    write("same.csv", "date,reference,amount,currency\n2026-11-27,A,-1.00,EUR\n");
    write("empty.csv", "date,reference,amount,currency\n");
    let code = |arguments: &[&str]| reconcile(folder.path(), arguments);
    assert_eq!(code(&["l.csv", "same.csv"]).0, 0);
    let (empty, out, _) = code(&["l.csv", "same.csv", "empty.csv"]);
    assert!(empty == 1 && out.contains("empty.csv: error STATEMENT_EMPTY"), "{out}");
    assert_eq!(code(&["l.csv"]).0, 2);
    assert_eq!(code(&["l.csv", "nowhere.csv"]).0, 2);
    assert_eq!(code(&["l.csv", "same.csv", "--map", "x"]).0, 2);
    assert_eq!(code(&["l.csv", "same.csv", "--out", "l.csv"]).0, 2);
    // given twice it counts once, and that is said
    let (twice, out, _) = code(&["l.csv", "same.csv", "same.csv"]);
    assert!(twice == 0 && out.contains("STATEMENT_TWICE"), "{out}");
}
