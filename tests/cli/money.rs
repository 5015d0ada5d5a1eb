//! The commands about money: what they print and how they end.
use std::process::Command;

fn offramp(args: &[&str]) -> (i32, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_offramp")).args(args).output().unwrap();
    let text = String::from_utf8(done.stdout).unwrap() + &String::from_utf8(done.stderr).unwrap();
    (done.status.code().unwrap(), text)
}

#[test]
fn fees() {
    let bridge = ["fees", "100100.119999", "USDT", "--provider", "bridge", "--bps", "10", "--fee-rounding", "up"];
    let cut = [&bridge[..], &["--amount-rounding", "down"]].concat();
    let (code, text) = offramp(&cut);
    assert_eq!(code, 0, "{text}");
    for line in ["gross  100100.11", "10 bps of 100100.11 = 100.10011, rounded up to 100.11", "100000.00"] {
        assert!(text.contains(line), "{text}");
    }
    let (code, text) = offramp(&[&cut[..], &["--json"]].concat());
    assert_eq!(code, 0);
    assert!(text.starts_with(r#"{"gross":"100100.11","fee":"100.11","net":"100000.00","currency":"USDT","parts":[{"#));
    let (code, text) = offramp(&bridge);
    assert_eq!(code, 1);
    assert!(text.contains("AMOUNT_TOO_PRECISE at /amount"), "{text}");
    assert_eq!(offramp(&["fees", "1", "USD", "--schedule", "no such file"]).0, 2);
}

#[test]
fn quotes() {
    let part = ["--fraction", "0.005", "--fixed", "0.5", "--rate", "1"];
    let (code, text) = offramp(&[&["quote", "1000", "USDC", "USD"], &part[..]].concat());
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("arrives         994.50  USD"), "{text}");
    let target = ["quote", "994.50", "USDC", "USD", "--target", "--json"];
    let (code, text) = offramp(&[&target[..], &part[..]].concat());
    assert_eq!(code, 0, "{text}");
    assert!(text.contains(r#""sourceAmount":"1000.000000""#), "{text}");
    let late = ["--expires-at", "2024-01-15T10:45:00Z", "--now", "2024-01-15T10:45:00Z"];
    let (code, text) = offramp(&[&["quote", "1000", "USDC", "USD"], &part[..], &late[..]].concat());
    assert_eq!(code, 1);
    assert!(text.contains("QUOTE_EXPIRED"), "{text}");
}

#[test]
fn settle() {
    let (code, text) = offramp(&["settle", "EUR", "--at", "2026-04-02T13:30:00Z", "--provider", "coinut"]);
    assert_eq!(code, 0, "{text}");
    for line in ["arrives on 2026-04-08", "2026-04-03  Good Friday", "2026-04-08  arrives", "CUTOFF_MISSED"] {
        assert!(text.contains(line), "{text}");
    }
    let (code, text) = offramp(&["settle", "USD", "--at", "2026-11-21T23:30:00Z", "--json", "--provider", "Coinut"]);
    assert_eq!(code, 0);
    assert!(text.contains(r#""earliest":"2026-11-24","latest":"2026-11-25""#), "{text}");
    // one row a day, in their order, ending with the arrival
    let holiday = ["settle", "USD", "--at", "2026-11-26T15:00:00Z", "--provider", "coinut"];
    let (_, text) = offramp(&holiday);
    let dates: Vec<&str> = text.lines().filter_map(|line| line.trim().split("  ").next()).collect();
    let dates: Vec<&&str> = dates.iter().filter(|date| date.starts_with("2026-")).collect();
    assert!(dates.windows(2).all(|pair| pair[0] < pair[1]), "{text}");
    assert!(text.contains("2026-11-26  made, Thanksgiving Day") && text.contains("2026-12-01  arrives"), "{text}");
    // the wires of Monday go on Sunday evening
    let (_, text) = offramp(&["settle", "USD", "--scheme", "wire", "--at", "2026-11-28T10:00:00Z"]);
    assert!(text.trim_end().ends_with("weekend, processed for 2026-11-30, arrives"), "{text}");
    let (_, text) = offramp(&["settle", "USD", "--at", "2026-11-28T22:00:00Z"]);
    assert!(text.contains("ach_same_day") && text.contains("2026-11-28T22:01:00Z"), "{text}");
    let (_, text) = offramp(&["settle", "EUR", "--scheme", "sepa-instant", "--at", "2026-11-28T22:00:00Z"]);
    assert!(text.contains("arrives from 2026-11-28T22:00:00Z to 2026-11-28T22:00:10Z"), "{text}");
    let (code, text) = offramp(&["settle", "GBP", "--scheme", "fps", "--amount", "1000000.01"]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("SCHEME_MAXIMUM") && text.contains("chaps may carry it"), "{text}");
    assert_eq!(offramp(&["settle", "XXX"]).0, 1);
    assert_eq!(offramp(&["settle", "USD", "--provider", "brigde"]).0, 1);
    assert_eq!(offramp(&["fees", "100", "USDT", "--bps", "10", "--provider", "brigde"]).0, 1);
}

#[test]
fn what_banks_on_the_way_may_take() {
    let (code, text) = offramp(&["quote", "1000", "USD", "EUR", "--rate", "0.92", "--percent", "1", "--bearer", "SHA"]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("between 0.00 and 910.80 EUR arrive"), "{text}");
}

#[test]
fn business_days() {
    let (code, text) = offramp(&["business-day", "TARGET,FED", "2026-12-25", "--add", "2", "--until", "2026-12-31"]);
    assert_eq!(code, 0, "{text}");
    assert!(text.starts_with("2026-12-25: no business day: Christmas Day"), "{text}");
    let lines: Vec<_> = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    for line in ["added 2026-12-30", "modified following 2026-12-28", "business days until then 4"] {
        assert!(lines.iter().any(|found| found == line), "{text}");
    }
    let (_, text) = offramp(&["business-day", "UK", "2027-01-26", "--holiday", "2027-01-26"]);
    assert!(text.contains("no business day: given as closed"), "{text}");
    let (_, text) = offramp(&["business-day", "SG", "2028-01-05"]);
    assert!(text.contains("2028-01-05: undetermined") && text.contains("CALENDAR_YEAR_UNKNOWN"), "{text}");
    let (code, text) = offramp(&["business-day", "MARS", "2026-12-25", "--json"]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("VALUE_NOT_ALLOWED"), "{text}");
}

#[test]
fn amounts() {
    let (code, text) = offramp(&["amount", "1234567.5", "INR", "--display", "symbol"]);
    assert_eq!((code, text.trim()), (0, "₹12,34,567.50"));
    let (_, text) = offramp(&["amount", "1234.5", "EUR", "--locale", "de"]);
    assert_eq!(text.trim(), "1.234,50\u{a0}EUR");
    let (_, text) = offramp(&["amount", "101.5", "KES", "--words"]);
    assert_eq!(text.trim(), "one hundred one shillings and fifty cents");
    let (code, text) = offramp(&["amount", "1.234,56", "EUR"]);
    assert_eq!(code, 1);
    assert!(text.contains("AMOUNT_SEPARATORS") && text.contains("1234.56"), "{text}");
    let (_, text) = offramp(&["amount", "250", "KES", "--minor-units", "--cash", "up"]);
    assert!(text.split_whitespace().collect::<Vec<_>>().join(" ").contains("in cash 3.00 KES"), "{text}");
    assert_eq!(offramp(&["amount", "1", "EUR", "--locale", "tlh"]).0, 1);
}

#[test]
fn shares() {
    let (code, text) = offramp(&["allocate", "100", "USD", "--ways", "3"]);
    assert_eq!((code, &*text), (0, "33.34\n33.33\n33.33\n"));
    let (_, text) = offramp(&["allocate", "100", "USD", "--weights", "1,3", "--json"]);
    assert_eq!(text.trim(), r#"{"currency":"USD","amounts":["25.00","75.00"]}"#);
    assert_eq!(offramp(&["allocate", "100", "USD"]).0, 2);
    assert_eq!(offramp(&["allocate", "100.005", "USD", "--ways", "3"]).0, 1);
}

#[test]
fn limits() {
    let folder = std::env::temp_dir();
    let write = |name: &str, text: &str| {
        let path = folder.join([&std::process::id().to_string(), name].concat());
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let limits =
        write("limits.json", r#"[{"name": "daily", "total": "1000", "window": "day", "zone": "Europe/Berlin"}]"#);
    let history = write("history.json", r#"[{"amount": "900", "at": "2026-11-26T23:30:00Z"}]"#);
    let now = ["--limits", &limits, "--history", &history, "--now", "2026-11-27T10:00:00Z"];
    let (code, text) = offramp(&[&["limits", "100.01", "EUR"], &now[..]].concat());
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("100.00 could be paid now"), "{text}");
    assert!(text.contains("within the limits from 2026-11-27T23:00:00Z"), "{text}");
    assert_eq!(offramp(&[&["limits", "100", "EUR"], &now[..]].concat()).0, 0);
    for path in [limits, history] {
        std::fs::remove_file(path).unwrap();
    }
}
