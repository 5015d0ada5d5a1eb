//! `offramp check` on several files and folders, with limits and control totals, quietly and again and again.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::{json, offramp, run};

fn row(reference: &str, amount: &str, vpa: &str) -> String {
    format!("reference,currency,amount,vpa\n{reference},INR,{amount},{vpa}\n")
}

#[test]
fn files_and_folders_are_compared_with_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    std::fs::create_dir(path("batch")).unwrap();
    std::fs::write(path("batch/b.csv"), row("B", "1.00", "user@okaxis")).unwrap();
    std::fs::write(
        path("batch/c.ndjson"),
        "{\"reference\":\"A\",\"currency\":\"INR\",\"amount\":5,\"vpa\":\"asha@ybl\"}\n",
    )
    .unwrap();
    std::fs::write(path("batch/.hidden.csv"), "x").unwrap();
    std::fs::write(path("batch/notes.md"), "x").unwrap();
    std::fs::write(path("a.csv"), row("A", "1.00", "user@okaxis")).unwrap();
    let (code, report) = json(&["--json", "check", &path("a.csv"), &path("batch")]);
    assert_eq!(code, 1);
    let files = report["files"].as_array().unwrap();
    assert_eq!(files.len(), 3, "{report}");
    let finding = |file: usize| &files[file]["rows"][0]["findings"][0];
    assert_eq!(finding(1)["code"], "DUPLICATE_PAYMENT_FILE");
    assert_eq!(
        (finding(1)["params"]["row"].as_str(), finding(1)["params"]["file"].as_str()),
        (Some("1"), Some(path("a.csv").as_str()))
    );
    assert_eq!(
        (finding(2)["code"].as_str(), finding(2)["path"].as_str()),
        (Some("DUPLICATE_REFERENCE_FILE"), Some("/reference"))
    );
    assert_eq!((report["summary"]["rows"].as_u64(), report["summary"]["invalid"].as_u64()), (Some(3), Some(1)));
    assert_eq!(report["summary"]["totals"][0]["amount"], "7.00");
    let (_, stdout, _) = run(offramp(&["check", &path("a.csv"), &path("batch")]));
    assert!(stdout.contains("\n3 files: 3 rows, 2 valid, 1 invalid\n"), "{stdout}");
    let (_, stdout, _) = run(offramp(&["check", "--format", "ndjson", &path("a.csv"), &path("batch")]));
    assert!(
        stdout
            .lines()
            .all(|line| line.starts_with("{\"file\":\"") && serde_json::from_str::<serde_json::Value>(line).is_ok()),
        "{stdout}"
    );
    // one report of one file is as it was
    let (_, report) = json(&["--json", "check", &path("a.csv")]);
    assert!(report.get("files").is_none() && report["rows"].is_array());
    let (code, _, stderr) = run(offramp(&["check", &path("a.csv"), &path("batch"), "--accepted", &path("out.csv")]));
    assert_eq!(code, 2, "{stderr}");
}

#[test]
fn limits_and_control_totals() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    std::fs::write(&path, format!("{}B,INR,20,asha@ybl\n", row("A", "10.00", "user@okaxis"))).unwrap();
    let path = path.to_str().unwrap();
    for (arguments, code, codes) in [
        (
            &["--max-amount", "INR=20", "--max-total", "30", "--expect-rows", "2", "--expect-total", "INR=30.00"][..],
            0,
            &[][..],
        ),
        (&["--max-amount", "19.99"], 1, &[]),
        (&["--max-amount", "EUR=1"], 0, &[]),
        (&["--max-total", "INR=29.99"], 1, &["FILE_TOTAL_ABOVE"]),
        (&["--expect-rows", "3"], 1, &["FILE_ROWS"]),
        (&["--expect-total", "INR=30.01"], 1, &["FILE_TOTAL"]),
        (&["--expect-total", "EUR=1", "--expect-total", "INR=30"], 1, &["FILE_TOTAL"]),
    ] {
        let mut all = vec!["--json", "check", path];
        all.extend(arguments);
        let (status, report) = json(&all);
        let found: Vec<_> = report["summary"]["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|finding| finding["code"].as_str().unwrap())
            .collect();
        assert_eq!((status, &found[..]), (code, codes), "{arguments:?} {report}");
    }
    let (_, report) = json(&["--json", "check", path, "--max-amount", "19.99"]);
    let finding = &report["rows"][1]["findings"][0];
    assert_eq!((finding["code"].as_str(), finding["path"].as_str()), (Some("LIMIT_MAXIMUM"), Some("/amount")));
    assert_eq!(report["summary"]["totals"][0]["acceptedAmount"], "10.00");
    for wrong in ["--expect-total=30", "--max-amount=EUR=x", "--max-total=XXY=1", "--expect-rows=two"] {
        assert_eq!(run(offramp(&["check", path, wrong])).0, 2, "{wrong}");
    }
}

#[test]
fn limits_of_a_file_with_windows() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let file = at("a.csv", &format!("{}B,INR,20,asha@ybl\n", row("A", "10.00", "user@okaxis")));
    let limits = at("limits.json", r#"[{"name": "daily", "total": "100", "window": "rolling24h"}]"#);
    let history = at("history.json", r#"[{"amount": "75", "at": "2026-06-09T11:00:00Z"}]"#);
    let both = at(
        "both.json",
        r#"{"limits": [{"count": 1, "window": "hour"}], "history": [{"amount": "1", "at": "2026-06-09T11:00:00Z"}]}"#,
    );
    let found = |arguments: &[&str]| {
        let mut all = vec!["--json", "check", &file];
        all.extend(arguments);
        let (status, report) = json(&all);
        let codes = report["rows"].as_array().unwrap().iter().map(|row| row["findings"][0]["code"].to_string());
        (status, codes.collect::<Vec<_>>().join(" "))
    };
    assert_eq!(found(&["--limits", &limits]), (0, "null null".into()));
    let early = ["--limits", &limits, "--history", &history, "--now", "2026-06-09T12:00:00Z"];
    assert_eq!(found(&early), (1, "null \"LIMIT_TOTAL\"".into()));
    // a day later, and now
    assert_eq!(found(&["--limits", &limits, "--history", &history, "--now", "2026-06-10T11:00:00Z"]).0, 0);
    assert_eq!(found(&["--limits", &limits, "--history", &history]).0, 0);
    let busy = ["--limits", &both, "--now", "2026-06-09T11:30:00Z"];
    assert_eq!(found(&busy), (1, "\"LIMIT_COUNT\" \"LIMIT_COUNT\"".into()));
    for (wrong, why) in [
        (r#"[{"total": "5"}]"#, "/limits/0/window"),
        (r#"[{"maximum": "5"}]"#, "/limits/0/maximum"),
        (r#"[{"max": "5", "currency": "XXY"}]"#, "/limits"),
        (r#"{"limits": [], "history": [{"amount": "1"}]}"#, "/history/0/at"),
        ("[{", "wrong.json"),
    ] {
        let (status, _, stderr) = run(offramp(&["check", &file, "--limits", &at("wrong.json", wrong)]));
        assert_eq!(status, 2, "{wrong}");
        assert!(stderr.contains(why), "{wrong} {stderr}");
    }
    assert_eq!(run(offramp(&["check", &file, "--history", &history])).0, 2);
}

#[test]
fn quiet_says_nothing_but_the_status() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    std::fs::write(&path, row("A", "1.00", "user@nosuchhandle")).unwrap();
    let path = path.to_str().unwrap();
    assert_eq!(run(offramp(&["check", path, "--quiet"])), (0, String::new(), String::new()));
    assert_eq!(run(offramp(&["check", path, "-q", "--fail-on", "warning"])), (1, String::new(), String::new()));
}

#[test]
fn a_watched_file_is_checked_again_when_it_changes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    std::fs::write(&path, row("A", "1.00", "user@okaxis")).unwrap();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_offramp"))
        .args(["check", "--watch", path.to_str().unwrap()])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let first = lines.find(|line| line.contains("1 row")).unwrap();
    std::fs::write(&path, row("A", "1.00", "user@gmail.com") + "B,INR,2,asha@ybl\n").unwrap();
    let second = lines.find(|line| line.contains("2 rows")).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(first.ends_with("1 row, 1 valid, 0 invalid") && second.ends_with("2 rows, 1 valid, 1 invalid"), "{second}");
    assert_eq!(run(offramp(&["check", "-", "--watch"])).0, 2);
}
