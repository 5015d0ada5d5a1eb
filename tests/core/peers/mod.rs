//! Holds the verdicts on generated values against those of other libraries.
//!
//! Every disagreement must belong to a row of `tests/peers/DISAGREEMENTS.md`, and every row must occur.
//! `cargo test --test core peers` asks the peers that are crates; `scripts/test-peers` asks those from npm
//! and `PyPI` as well.

mod accounts;
mod addresses;
mod classes;
mod compare;
mod crates;
mod table;
mod values;

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command};

use self::classes::Ours;
use self::compare::Comparison;
use self::values::{Family, Value};

/// Where values go out to the peers and their verdicts come back.
fn exchange() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("peers")
}

fn ask_crates(comparison: &mut Comparison, family: Family, values: &[Value], judged: &[Ours]) {
    for &(name, peer) in crates::of(family) {
        let verdicts: Vec<bool> = values.iter().map(|value| peer(&value.text)).collect();
        comparison.add(family, name, values, judged, &verdicts);
    }
}

#[test]
fn crates_disagree_only_as_explained() {
    let mut comparison = Comparison::default();
    for &family in Family::ALL {
        let values = family.values();
        let judged = classes::judge(family, &values);
        // a generator is worth something only if it makes values of both sorts
        let valid = judged.iter().filter(|ours| ours.is_valid()).count();
        assert!((10_000..90_000).contains(&valid), "{family}: {valid} of {} are valid", values.len());
        ask_crates(&mut comparison, family, &values, &judged);
    }
    comparison.finish(|peer| crates::NAMES.contains(&peer));
}

/// Begins to ask the peers that are packages.
fn ask_packages() -> Child {
    Command::new("tests/peers/ask").arg(exchange()).spawn().expect("the command can be run")
}

#[test]
#[ignore = "run by scripts/test-peers"]
fn all_peers_disagree_only_as_explained() {
    let _ = fs::remove_dir_all(exchange());
    fs::create_dir_all(exchange()).expect("the directory can be made");
    let families: Vec<(Family, Vec<Value>)> = Family::ALL.iter().map(|&family| (family, family.values())).collect();
    for (family, values) in &families {
        let texts: Vec<&str> = values.iter().map(|value| value.text.as_str()).collect();
        let json = serde_json::to_string(&texts).expect("texts are JSON");
        fs::write(exchange().join(format!("{family}.json")), json).expect("the file can be written");
    }
    let mut packages = ask_packages();
    let judged: Vec<Vec<Ours>> = families.iter().map(|(family, values)| classes::judge(*family, values)).collect();
    assert!(packages.wait().expect("it ends").success(), "a package did not answer");

    let mut comparison = Comparison::default();
    for ((family, values), judged) in families.iter().zip(&judged) {
        ask_crates(&mut comparison, *family, values, judged);
        // one file a peer, named FAMILY.PEER.verdicts, one figure a value: 1 for valid, 0 for not
        let mut names: Vec<String> = fs::read_dir(exchange())
            .expect("the directory was made")
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .collect();
        names.sort();
        for name in names {
            let of_family = name.strip_prefix(family.as_str()).and_then(|rest| rest.strip_prefix('.'));
            let Some(peer) = of_family.and_then(|rest| rest.strip_suffix(".verdicts")) else {
                continue;
            };
            let figures = fs::read_to_string(exchange().join(&name)).expect("the file can be read");
            let verdicts: Vec<bool> = figures
                .chars()
                .map(|figure| match figure {
                    '0' => false,
                    '1' => true,
                    other => panic!("{name} holds {other:?}"),
                })
                .collect();
            comparison.add(*family, peer, values, judged, &verdicts);
        }
    }
    comparison.finish(|_| true);
}
