//! `offramp check --fix`, and the files that a check writes.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use crate::{json, offramp, run};

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        fs::write(self.path(name), bytes).unwrap();
        self.text(name)
    }

    /// Fixes a file; answers the exit code, the fixed bytes and the changes.
    fn fix(&self, name: &str) -> (i32, Vec<u8>, Vec<Vec<String>>) {
        let (out, changes) = (self.text("fixed"), self.text("changes"));
        let (code, _, stderr) = run(offramp(&["check", &self.text(name), "--fix", &out, "--changes", &changes]));
        assert_eq!(stderr, "");
        let mut reader = csv::Reader::from_path(&changes).unwrap();
        let list = reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
        (code, fs::read(&out).unwrap(), list)
    }
}

const MESSY: &str = "\u{feff}reference,currency,amount,iban,note\r\n\
    A-1,EUR,1.00,DE89 3704 0044 0532 0130 OO,=keep \"this\"\r\n\
    \r\n\
    A-2,eur,2.00,\"DE89370400440532013000\",\"a, b\"\r\n\
    A-3,EUR,3.00,DE00370400440532013000,ü\r\n\
    A-4,EUR,\u{a0}4.00,GB29NWBK6O161331926819,";

#[test]
fn what_was_fixed_passes_and_the_rest_stays_byte_for_byte() {
    let folder = Folder::new();
    folder.write("in.csv", MESSY);
    let (code, fixed, changes) = folder.fix("in.csv");
    let fixed = String::from_utf8(fixed).unwrap();
    assert_eq!(code, 1, "a wrong check digit is nothing to be guessed");
    // what is listed, and nothing else, tells the two apart
    let mut wanted = MESSY.to_owned();
    assert!(changes.len() >= 3, "{changes:?}");
    for change in &changes {
        let [row, _, before, after, code] = &change[..] else { panic!("{change:?}") };
        assert_eq!(wanted.matches(before.as_str()).count(), 1, "{before}");
        wanted = wanted.replacen(before.as_str(), after, 1);
        assert!(
            row.parse::<u64>().is_ok()
                && code.chars().all(|letter| letter.is_ascii_uppercase() || "_0123456789".contains(letter))
        );
    }
    assert_eq!(fixed, wanted);
    assert!(fixed.contains("DE89370400440532013000,=keep") && fixed.contains("GB29NWBK60161331926819"), "{fixed}");
    assert!(fixed.contains("DE00370400440532013000"), "no guess was written");
    // fixing it again changes nothing
    folder.write("again.csv", &fixed);
    let (_, again, changes) = folder.fix("again.csv");
    assert_eq!((String::from_utf8(again).unwrap(), changes.len()), (fixed, 0));
}

#[test]
fn objects_are_fixed_in_their_place() {
    let folder = Folder::new();
    for text in [
        "{\"reference\": \"A\", \"currency\":\"EUR\", \"amount\": 1.00, \"iban\": \"DE89 3704 0044 0532 0130 OO\", \"x\": [1, {}]}\n\n{\"reference\":\"B\"}\nbroken\n",
        "[ {\"reference\": \"A\",\n \"currency\":\"EUR\", \"amount\": 1.00, \"iban\": \"DE89 3704 0044 0532 0130 OO\"} ,\n{\"reference\":\"B\"} ]\n",
    ] {
        folder.write("in.json", text);
        let (_, fixed, changes) = folder.fix("in.json");
        assert_eq!(
            String::from_utf8(fixed).unwrap(),
            text.replace("DE89 3704 0044 0532 0130 OO", "DE89370400440532013000")
        );
        assert_eq!(changes.len(), 1, "{changes:?}");
        assert_eq!((changes[0][0].as_str(), changes[0][1].as_str()), ("1", "iban"));
    }
}

#[test]
fn the_fixed_file_is_what_is_checked_and_parted() {
    let folder = Folder::new();
    let path = folder.write("in.csv", MESSY);
    let (out, good, bad) = (folder.text("out.csv"), folder.text("good.csv"), folder.text("bad.csv"));
    let (code, stdout, _) =
        run(offramp(&["check", &path, "--fix", &out, "--accepted", &good, "--rejected", &bad, "--disarm"]));
    assert_eq!(code, 1);
    assert!(stdout.contains("4 rows, 3 valid, 1 invalid\nfixed: "), "{stdout}");
    let (good, bad) = (fs::read_to_string(&good).unwrap(), fs::read_to_string(&bad).unwrap());
    assert_eq!((good.lines().count(), bad.lines().count()), (4, 2), "{good}{bad}");
    assert!(good.contains("DE89370400440532013000,\"'=keep"), "{good}");
    let (_, report) = json(&["--json", "check", &path, "--fix", &out]);
    assert!(report["fixed"]["cells"].as_u64().unwrap() >= 3, "{report}");
    // what a spreadsheet would compute is said, where it is not disarmed
    let (_, _, stderr) = run(offramp(&["check", &path, "--fix", &out, "--accepted", &folder.text("good.csv")]));
    assert!(stderr.starts_with("note: ") && stderr.contains("--disarm"), "{stderr}");
}

#[test]
fn a_text_of_another_encoding_becomes_utf8_and_says_so() {
    let folder = Folder::new();
    let path = folder
        .write("in.csv", b"reference,currency,amount,iban,name\nA,EUR,1.00,DE89 3704 0044 0532 0130 OO,M\xfcller\n");
    let (code, stdout, _) = run(offramp(&["check", &path, "--fix", &folder.text("out.csv")]));
    assert_eq!(code, 0);
    assert!(stdout.contains("it was read as Windows-1252"), "{stdout}");
    let wanted = "reference,currency,amount,iban,name\nA,EUR,1.00,DE89370400440532013000,Müller\n";
    assert_eq!(fs::read_to_string(folder.path("out.csv")).unwrap(), wanted);
}

#[test]
fn places_are_kept_and_links_followed() {
    let folder = Folder::new();
    let path = folder.write("in.csv", MESSY);
    let out = folder.write("out.csv", "old");
    fs::set_permissions(&out, fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink("out.csv", folder.path("link.csv")).unwrap();
    let (_, _, stderr) = run(offramp(&["check", &path, "--fix", &folder.text("link.csv")]));
    assert_eq!(stderr, "");
    let mode = |name: &str| fs::metadata(folder.path(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("out.csv"), 0o640, "the mode is kept");
    assert!(fs::symlink_metadata(folder.path("link.csv")).unwrap().is_symlink(), "the link stays one");
    assert!(fs::read_to_string(&out).unwrap().contains("A-4"));
    run(offramp(&["check", &path, "--fix", &folder.text("new.csv")]));
    assert_ne!(mode("new.csv") & 0o044, 0, "a new file is one like any other");
    // a device is written into
    let (code, stdout, stderr) = run(offramp(&["check", &path, "--quiet", "--fix", "/dev/stdout"]));
    assert_eq!((code, stderr.as_str()), (1, ""));
    assert!(stdout.starts_with("\u{feff}reference,") && stdout.contains("A-4"), "{stdout}");
    assert!(Path::new("/dev/stdout").exists());
}

#[test]
fn no_output_takes_the_place_of_an_input_or_another_output() {
    let folder = Folder::new();
    let path = folder.write("in.csv", MESSY);
    fs::hard_link(&path, folder.path("hard.csv")).unwrap();
    std::os::unix::fs::symlink("in.csv", folder.path("soft.csv")).unwrap();
    std::os::unix::fs::symlink("later.csv", folder.path("dangling.csv")).unwrap();
    let text = |name: &str| folder.text(name);
    for outputs in [
        ["--fix", &text("in.csv"), "--accepted", &text("a.csv")],
        ["--fix", &text("hard.csv"), "--accepted", &text("a.csv")],
        ["--fix", &text("soft.csv"), "--accepted", &text("a.csv")],
        ["--fix", &text("a.csv"), "--changes", &text("./a.csv")],
        ["--fix", &text("a.csv"), "--rejected", &text("a.csv")],
        ["--fix", &text("dangling.csv"), "--rejected", &text("later.csv")],
        ["--fix", &text("out.xlsx"), "--rejected", &text("later.csv")],
    ] {
        let mut arguments = vec!["check", &path];
        arguments.extend(outputs);
        let (code, stdout, stderr) = run(offramp(&arguments));
        assert_eq!((code, stdout.as_str()), (2, ""), "{outputs:?} {stderr}");
        assert_eq!(fs::read_to_string(&path).unwrap(), MESSY);
        assert!(!folder.path("a.csv").exists() && !folder.path("later.csv").exists(), "{outputs:?}");
    }
    // what could not be read to its end is not written as if it were whole
    let cut = folder.write("cut.csv.gz", [0x1f, 0x8b, 8, 0, 0]);
    let (code, _, stderr) = run(offramp(&["check", &cut, "--fix", &text("a.csv"), "--accepted", &text("b.csv")]));
    assert_eq!(code, 1);
    assert!(stderr.contains("no file was written") && !folder.path("a.csv").exists() && !folder.path("b.csv").exists());
}
