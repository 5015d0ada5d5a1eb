//! The test vectors, read.

#![allow(
    dead_code,
    clippy::expect_used,
    clippy::panic,
    reason = "each of the tests that share it uses a part, and fails where it goes wrong"
)]

pub(crate) mod answer;

use std::fs;
use std::path::{Path, PathBuf};

use offramp_core::Json;

/// One file of vectors.
pub(crate) struct VectorFile {
    /// Below `tests/vectors`, with slashes.
    pub(crate) path: String,
    pub(crate) cases: Vec<Case>,
}

/// One case; see `tests/vectors/README.md`.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) call: String,
    pub(crate) args: Vec<Json>,
    pub(crate) expect: Json,
}

impl Case {
    /// An argument, or null where it was left out.
    pub(crate) fn arg(&self, index: usize) -> &Json {
        self.args.get(index).unwrap_or(&Json::Null)
    }

    /// An argument that is text, or the empty text.
    pub(crate) fn text(&self, index: usize) -> &str {
        self.arg(index).as_str().unwrap_or_default()
    }
}

/// Every file of vectors, in the order of their paths.
pub(crate) fn vector_files() -> Vec<VectorFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let mut paths = Vec::new();
    walk(&root, &mut paths);
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        let name = path.strip_prefix(&root).expect("it was found there").to_string_lossy().replace('\\', "/");
        let json = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
        let json: Json = json.parse().unwrap_or_else(|error| panic!("{name}: {error}"));
        let cases = json.as_array().unwrap_or_else(|| panic!("{name} is no array"));
        let cases = cases.iter().enumerate().map(|(index, case)| read(&name, index, case)).collect();
        files.push(VectorFile { path: name, cases });
    }
    files
}

fn walk(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            walk(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            paths.push(path);
        }
    }
}

fn read(file: &str, index: usize, case: &Json) -> Case {
    let members = case.as_object().unwrap_or_else(|| panic!("{file}: case {index} is no object"));
    for (member, _) in members.iter() {
        let is_known = ["name", "call", "args", "expect"].contains(&member);
        assert!(is_known, "{file}: case {index} has an unknown member {member}");
    }
    let text = |member: &str| {
        let text = case.get(member).and_then(Json::as_str);
        text.unwrap_or_else(|| panic!("{file}: case {index} has no {member}")).to_owned()
    };
    let name = text("name");
    let args = case.get("args").and_then(Json::as_array).unwrap_or_else(|| panic!("{file}: {name}: no args"));
    let expect = case.get("expect").unwrap_or_else(|| panic!("{file}: {name}: no expect"));
    Case { call: text("call"), args: args.to_vec(), expect: expect.clone(), name }
}
