//! Files that `offramp check` writes: what is no file is written into, and none takes the place of another.

use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Command;

use crate::{offramp, run};

const GOOD: &str = "reference,currency,amount,vpa\nA,INR,1.00,user@okaxis\n";
const BAD: &str = "B,INR,nothing,user@okaxis\n";

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn devices_pipes_and_links_stay_what_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("in.csv"), GOOD).unwrap();
    let write = |to: &str| run(offramp(&["check", text(&path("in.csv")), "--accepted", text(&path(to))])).0;
    // a private copy of the null device, where the machine lets us make one
    if Command::new("mknod").args([text(&path("null")), "c", "1", "3"]).status().unwrap().success() {
        assert_eq!(write("null"), 0);
        assert!(std::fs::metadata(path("null")).unwrap().file_type().is_char_device());
    }
    assert!(Command::new("mkfifo").arg(path("pipe")).status().unwrap().success());
    let reader = std::thread::spawn({
        let pipe = path("pipe");
        move || std::fs::read_to_string(pipe).unwrap()
    });
    assert_eq!(write("pipe"), 0);
    assert_eq!(reader.join().unwrap(), GOOD);
    assert!(std::fs::metadata(path("pipe")).unwrap().file_type().is_fifo());
    // a link leads to what is replaced, which keeps its mode
    std::fs::write(path("target.csv"), "old").unwrap();
    std::fs::set_permissions(path("target.csv"), std::fs::Permissions::from_mode(0o640)).unwrap();
    symlink(path("target.csv"), path("link.csv")).unwrap();
    assert_eq!(write("link.csv"), 0);
    assert!(std::fs::symlink_metadata(path("link.csv")).unwrap().is_symlink());
    assert_eq!(std::fs::read_to_string(path("target.csv")).unwrap(), GOOD);
    assert_eq!(std::fs::metadata(path("target.csv")).unwrap().mode() & 0o777, 0o640);
    // and what is new is as any other file
    assert_eq!(write("new.csv"), 0);
    std::fs::write(path("usual"), "").unwrap();
    let mode = |name: &str| std::fs::metadata(path(name)).unwrap().mode();
    assert_eq!(mode("new.csv"), mode("usual"));
}

#[test]
fn no_file_takes_the_place_of_another() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let input = [GOOD, BAD].concat();
    std::fs::write(path("in.csv"), &input).unwrap();
    std::fs::hard_link(path("in.csv"), path("same.csv")).unwrap();
    symlink(path("out.csv"), path("link.csv")).unwrap();
    std::fs::create_dir(path("folder")).unwrap();
    let (both, detour) = (path("out.csv"), path("folder/../out.csv"));
    for outputs in [
        ["--accepted", &both, "--rejected", &both],
        ["--accepted", &both, "--rejected", &detour],
        ["--accepted", &both, "--rejected", &path("link.csv")],
        ["--accepted", &path("in.csv"), "--rejected", &both],
        ["--accepted", &both, "--rejected", &path("same.csv")],
    ] {
        let (code, _, said) = run(offramp(&[&["check", &path("in.csv")][..], &outputs].concat()));
        assert_eq!(code, 2, "{outputs:?}: {said}");
        assert_eq!(std::fs::read_to_string(path("in.csv")).unwrap(), input, "{outputs:?}");
        assert!(!Path::new(&both).exists(), "{outputs:?}");
    }
}
