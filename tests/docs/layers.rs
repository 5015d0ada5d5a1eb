//! Arrows point one way: what each file uses lies below it in the diagram of ARCHITECTURE.md, and no two files lead to
//! each other.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::Regex;

/// A module by the names that lead to it from the root.
type Place = Vec<String>;

/// The files of the crate.
type Sources = BTreeMap<Place, Source>;

/// A file without comments and the tests in it.
struct Source {
    text: String,
    /// What its `use` lines say.
    imports: Vec<Import>,
    /// The text without these lines.
    body: String,
}

/// One path of a `use` line.
struct Import {
    is_handed_on: bool,
    path: String,
    /// The name that it has in the file.
    name: String,
}

/// Circles between files of one room that are left to undo, each with what would undo it.
const LEFT: &[&str] = &[
    // the row of the table, which is what a corridor is made from, in a file below both
    "bank/corridor bank/corridors",
    // which rail a scheme belongs to, in the file of schemes alone
    "bank/rail bank/scheme",
    // what a row is, and what is asked of it, below those that judge it and write it out
    "bulk/cells bulk/export bulk/row",
    // the list of columns below their names
    "bulk/columns bulk/names",
    // the form of an amount that was misread, below both
    "money/amount money/misread",
    // an operation has inputs, and inputs are computed by operations: the list of inputs below both
    "provider/answer provider/input provider/operation",
    // the hours of a scheme below both
    "quote/by_schemes quote/settlement",
    // the parts of fees below both
    "quote/fees quote/plan",
];

#[test]
fn arrows_point_down() {
    let sources = sources();
    let levels = diagram();
    let level = |room: &str| levels.iter().position(|level| level.contains(room));
    let rooms: BTreeSet<&String> = sources.keys().filter_map(|place| place.first()).collect();
    for room in &rooms {
        assert!(level(room).is_some(), "src/{room} has no place in the diagram of ARCHITECTURE.md");
    }
    for room in levels.iter().flatten() {
        assert!(rooms.contains(room), "the diagram of ARCHITECTURE.md has {room}, and src has not");
    }
    let mut wrong = Vec::new();
    for (place, source) in sources.iter().filter(|(place, _)| !place.is_empty()) {
        for used in uses(place, source, &sources) {
            let Some(to) = used.first().filter(|to| rooms.contains(to) && **to != place[0]) else { continue };
            if level(to) <= level(&place[0]) {
                wrong.push(format!("src/{} uses crate::{}", place.join("/"), used.join("::")));
            }
        }
    }
    assert!(wrong.is_empty(), "arrows that go up or sideways:\n{}", wrong.join("\n"));
}

#[test]
fn the_domain_knows_neither_web_nor_database() {
    let mut patterns = BTreeMap::new();
    for (place, Source { text, .. }) in sources() {
        let forbidden: &[&str] = match place.first().map(String::as_str) {
            Some("payment") => &["axum", "hyper", "http", "sqlx", "reqwest", "storage", "gateway", "tower"],
            Some("gateway") => &["storage", "axum"],
            Some("provider" | "api" | "bank" | "bulk" | "identifier" | "money" | "order" | "quote" | "json") => {
                &["axum", "sqlx", "tokio", "reqwest"]
            }
            _ => continue,
        };
        for name in forbidden {
            // as the first name of a path: `super::gateway` is a file of the domain's own
            let path =
                patterns.entry(*name).or_insert_with(|| Regex::new(&format!(r"(^|[^:\w.]|crate::){name}::")).unwrap());
            let own = place[0] == "payment" && *name == "gateway" && !text.contains("crate::gateway");
            assert!(own || !path.is_match(&text), "src/{} uses {name}", place.join("/"));
        }
    }
}

#[test]
fn no_circle_between_files() {
    let sources = sources();
    let mut arrows: BTreeMap<&Place, BTreeSet<&Place>> = BTreeMap::new();
    for (place, source) in &sources {
        for used in uses(place, source, &sources) {
            let Some((to, _)) = resolved(&used, &sources, 0) else { continue };
            // what stands at the head of a room and what stands in it are one
            if !place.starts_with(to) && !to.starts_with(place) {
                arrows.entry(place).or_default().insert(to);
            }
        }
    }
    let reached: BTreeMap<&Place, BTreeSet<&Place>> = sources.keys().map(|from| (from, reach(from, &arrows))).collect();
    let mut circles = BTreeSet::new();
    for (from, to) in &reached {
        if to.contains(from) {
            let circle = to.iter().filter(|other| reached[**other].contains(from)).map(|place| place.join("/"));
            circles.insert(circle.collect::<Vec<_>>().join(" "));
        }
    }
    let left: BTreeSet<String> = LEFT.iter().map(|circle| (*circle).to_owned()).collect();
    let new: Vec<_> = circles.difference(&left).collect();
    assert!(new.is_empty(), "files that lead to each other: {new:#?}");
    let gone: Vec<_> = left.difference(&circles).collect();
    assert!(gone.is_empty(), "these are no circles any more: {gone:#?}");
}

fn reach<'a>(from: &'a Place, arrows: &BTreeMap<&'a Place, BTreeSet<&'a Place>>) -> BTreeSet<&'a Place> {
    let (mut seen, mut left) = (BTreeSet::new(), vec![from]);
    while let Some(place) = left.pop() {
        for to in arrows.get(place).into_iter().flatten() {
            if seen.insert(*to) {
                left.push(to);
            }
        }
    }
    seen
}

/// The levels of the diagram, from above: the first code block of ARCHITECTURE.md, where names stand before the words
/// that explain them, with `|` between names and two blanks behind.
fn diagram() -> Vec<BTreeSet<String>> {
    let page = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let block = page.split("```").nth(1).expect("a diagram");
    let names = |line: &str| {
        let names = line.split("  ").next().unwrap_or_default();
        names.split('|').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect::<BTreeSet<_>>()
    };
    let levels: Vec<_> = block.lines().map(names).filter(|level| !level.is_empty()).collect();
    assert!(levels.len() > 8, "the diagram has {} levels", levels.len());
    levels
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Sources {
    let mut sources = BTreeMap::new();
    let (src, mut folders) = (root().join("src"), vec![root().join("src")]);
    let comment = Regex::new(r"(?m)//.*$").unwrap();
    let tests = Regex::new(r"#\[cfg\((all\()?test[^\]]*\]\s*(#\[[^\]]*\]\s*)*mod ").unwrap();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") && path != src.join("main.rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let text = comment.replace_all(&text, "");
                let end = tests.find(&text).map_or(text.len(), |found| found.start());
                let text = text[..end].to_owned();
                let (imports, body) = imports(&text);
                sources.insert(place_of(path.strip_prefix(&src).unwrap()), Source { text, imports, body });
            }
        }
    }
    assert!(sources.len() > 200, "only {} files", sources.len());
    sources
}

fn place_of(path: &Path) -> Place {
    let mut names: Vec<String> =
        path.with_extension("").iter().map(|name| name.to_string_lossy().into_owned()).collect();
    names.pop_if(|name| name == "mod" || name == "lib" && path.components().count() == 1);
    names
}

/// What a file uses: by `use`, and by paths that begin with `crate`, `super` or a module of its own. What it only
/// hands on counts for whoever takes it from there.
fn uses(place: &Place, source: &Source, sources: &Sources) -> Vec<Place> {
    static PATH: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(^|[^:\w$])(\w+(?:::\w+)+)").unwrap());
    let mut paths = Vec::new();
    for Import { is_handed_on, path, name } in &source.imports {
        let is_letter = |c: char| c.is_alphanumeric() || c == '_';
        let is_used = || source.body.split(|c| !is_letter(c)).any(|word| word == name);
        if !is_handed_on || is_used() {
            paths.push(path.clone());
        }
    }
    paths.extend(PATH.captures_iter(&source.body).map(|found| found[2].to_owned()));
    paths.iter().filter_map(|path| absolute(place, path, sources)).collect()
}

/// The paths of all `use` lines with the names that they give, and the text without these lines.
fn imports(text: &str) -> (Vec<Import>, String) {
    static LINE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?m)^[ ]*(pub(?:\([^)]*\))?\s+)?use\s+([^;]+);").unwrap());
    let mut found = Vec::new();
    for import in LINE.captures_iter(text) {
        for path in branches(&import[2]) {
            let (path, name) = match path.split_once(" as ") {
                Some((path, name)) => (path.trim().to_owned(), name.trim().to_owned()),
                None => (path.clone(), path.trim_end_matches("::self").rsplit("::").next().unwrap().to_owned()),
            };
            found.push(Import { is_handed_on: import.get(1).is_some(), path, name });
        }
    }
    (found, LINE.replace_all(text, "").into_owned())
}

/// The paths of a tree of names in braces.
fn branches(tree: &str) -> Vec<String> {
    let Some((front, inner)) = tree.split_once('{') else { return vec![tree.trim().to_owned()] };
    let inner = &inner[..inner.rfind('}').unwrap()];
    let (mut depth, mut parts) = (0_i32, vec![String::new()]);
    for c in inner.chars() {
        depth += i32::from(c == '{') - i32::from(c == '}');
        if c == ',' && depth == 0 {
            parts.push(String::new());
        } else {
            parts.last_mut().unwrap().push(c);
        }
    }
    let parts = parts.iter().filter(|part| !part.trim().is_empty());
    parts.flat_map(|part| branches(part)).map(|part| format!("{}{part}", front.trim())).collect()
}

/// A path from the root, where it leads to something of the crate.
fn absolute(place: &Place, path: &str, sources: &Sources) -> Option<Place> {
    let mut names: Vec<String> = path.split("::").map(|name| name.trim().to_owned()).collect();
    let mut from = match names[0].as_str() {
        "crate" => Vec::new(),
        "self" | "super" => place.clone(),
        own => {
            let mut child = place.clone();
            child.push(own.to_owned());
            return sources.contains_key(&child).then(|| [place.clone(), names].concat());
        }
    };
    while names.first().is_some_and(|name| ["crate", "self", "super"].contains(&name.as_str())) {
        if names.remove(0) == "super" {
            from.pop();
        }
    }
    names.pop_if(|name| name == "self");
    from.extend(names);
    Some(from)
}

/// The file that a path ends in, through those that hand it on.
fn resolved<'a>(path: &[String], sources: &'a Sources, depth: usize) -> Option<(&'a Place, usize)> {
    let length = (0..=path.len()).rev().find(|length| sources.contains_key(&path[..*length]))?;
    let (place, source) = sources.get_key_value(&path[..length])?;
    if let Some(name) = path.get(length).filter(|_| depth < 8) {
        let handed_on = source.imports.iter().find(|import| import.name == *name);
        if let Some(on) = handed_on.and_then(|import| absolute(place, &import.path, sources)) {
            return resolved(&[&on, &path[length + 1..]].concat(), sources, depth + 1);
        }
    }
    Some((place, depth))
}
