//! What docs/SANDBOX.md says, as its reader would type it.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use offramp_core::Json;
use offramp_core::sandbox::Faults;

use crate::world::{at, json, raw};

fn page() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/SANDBOX.md")).unwrap()
}

/// The commands behind `$`, whose lines may go on with a backslash.
fn commands() -> Vec<String> {
    let page = page().replace("\\\n", " ");
    page.lines().filter_map(|line| line.strip_prefix("$ ")).map(str::to_owned).collect()
}

/// The words of a command, with those in single quotation marks whole.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (place, part) in command.split('\'').enumerate() {
        if place % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn commands_do_what_they_say() {
    let folder = tempfile::tempdir().unwrap();
    let commands = commands();
    let starts: Vec<_> = commands.iter().filter(|command| command.starts_with("offramp sandbox")).collect();
    let calls: Vec<_> = commands.iter().filter(|command| command.starts_with("curl")).collect();
    assert!(starts.len() == 2 && calls.len() == 2, "{commands:?}");
    for start in starts {
        let args = words(start);
        let args = args.iter().skip(1).filter(|word| *word != "&").map(|word| word.replace(":8090", ":0"));
        let mut child = Command::new(env!("CARGO_BIN_EXE_offramp"))
            .args(args.filter(|word| word != "0.2" && word != "--faults"))
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        let _running = Running(child);
        let address = first.split("http://").nth(1).unwrap().split(',').next().unwrap().parse().unwrap();
        for call in &calls {
            let words = words(call);
            let behind = |flag: &str| {
                let places = words.iter().enumerate().filter(|(_, word)| *word == flag);
                places.map(|(place, _)| words[place + 1].clone()).collect::<Vec<_>>()
            };
            let url = words.iter().find(|word| word.starts_with("http://")).unwrap();
            let target = format!("/{}", url.splitn(4, '/').nth(3).unwrap());
            let headers = behind("-H");
            let headers: Vec<_> = headers.iter().map(|header| header.split_once(": ").unwrap()).collect();
            let body = behind("-d").pop();
            let method = if body.is_some() { "POST" } else { "GET" };
            let answer = raw(address, method, &target, &headers, body.as_deref().map(str::as_bytes)).unwrap();
            let text = String::from_utf8(answer.2).unwrap();
            assert_eq!(answer.0, 200, "{call}: {text}");
            assert!(text.contains("pay_"), "{call}: {text}");
        }
    }
    let ledger = std::fs::read_to_string(folder.path().join("ledger.ndjson")).unwrap();
    assert_eq!(ledger.lines().map(json).filter(|line| at(line, "amount") == "25000").count(), 2);
}

#[test]
fn every_fault_is_on_the_page_and_the_other_way_round() {
    let page = page();
    let table = page.split("## What goes wrong").nth(1).unwrap().split("A file has").next().unwrap();
    let rows = table.lines().filter(|line| line.starts_with("| `"));
    let mut named = 0;
    for row in rows {
        let name = row.split('`').nth(1).unwrap();
        assert!(Faults::from_json(&json(&format!(r#"{{"{name}":1}}"#))).is_ok(), "{name}");
        named += 1;
    }
    assert_eq!(named, 14);
    let file = page.split("```json\n").nth(1).unwrap().split("```").next().unwrap();
    let read: Json = json(file);
    let faults = Faults::from_json(&read).unwrap().to_json();
    assert_eq!(at(&faults, "drop_after"), "0.050000");
}
