//! The pages in docs/ that follow from the code's own tables.
//!
//! A page that is stale fails its test. `UPDATE_DOCS=1 cargo test --test docs` writes them anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use offramp_core::api::{self, BankAccountFields, BankOptions, CorridorInfo, Coverage};
use offramp_core::provider::{Operation, Tracking};
use offramp_core::{Code, ErrorCode, Json, Kind, Object, Provider};

use crate::examples;

#[test]
fn findings() {
    let mut page = Page::new(
        "Findings",
        "Everything that validation can say. The code is stable; the message is built from the template and the \
         parameters, so that another language needs a catalogue and no code. The severity is the code's own: under \
         `compat`, what a provider's document allows is reported as a warning. A finding whose code is marked \
         *open* makes the verdict `undetermined` where nothing else is wrong. Each code can be linked to \
         (`FINDINGS.md#IBAN_CHECKSUM`), and `offramp explain CODE` prints its row.",
    );
    let (mending, examples) = (mending(), examples::shortest());
    page.head(&["Code", "Severity", "Message", "Parameters", "What it means", "What to do", "Example"]);
    for code in Code::ALL {
        let open = if code.leaves_open() { ", *open*" } else { "" };
        page.row(&[
            format!("{} <a id=\"{code}\"></a>", tick(code.as_str()), code = code.as_str()),
            format!("{}{open}", code.severity().as_str()),
            code.template().to_owned(),
            params(code.template()).join(", "),
            code.doc().trim().to_owned(),
            mending.get(code.as_str()).map(|text| (*text).to_owned()).unwrap_or_default(),
            examples.get(code.as_str()).map(|text| tick(text)).unwrap_or_default(),
        ]);
    }
    let without: Vec<_> = Code::ALL.iter().filter(|code| !mending.contains_key(code.as_str())).collect();
    assert!(without.is_empty(), "src/cli/mending.tsv says nothing of {without:?}");
    assert!(examples.len() > 120, "{} codes have an example", examples.len());
    page.compare("FINDINGS.md");
}

/// What to do about each code. A line has the codes, a tab, and what to do.
fn mending() -> BTreeMap<&'static str, &'static str> {
    let mut all = BTreeMap::new();
    for line in include_str!("../../src/cli/mending.tsv").lines() {
        let (codes, text) = line.split_once('\t').unwrap_or((line, ""));
        assert!(text.ends_with('.') && !text.contains('|'), "{line}");
        for code in codes.split(' ') {
            assert!(Code::ALL.iter().any(|known| known.as_str() == code), "there is no code {code}");
            assert!(all.insert(code, text).is_none(), "{code} is there twice");
        }
    }
    all
}

#[test]
fn errors() {
    let mut page = Page::new(
        "Errors",
        "Why building, signing, verifying or parsing could not be done. The code is stable: `Error::code` in Rust, \
         `error.code` in JavaScript. Whose fault it is decides what happens next: the *caller* mends the input, \
         *untrusted* data is dropped, a *provider*'s failure is looked into or tried again.",
    );
    page.head(&["Code", "Whose fault", "What it means"]);
    for code in ErrorCode::ALL {
        let fault = match () {
            () if code.is_input() => "caller",
            () if code.is_untrusted() => "untrusted",
            () => "provider",
        };
        page.row(&[tick(code.as_str()), fault.to_owned(), code.doc().trim().to_owned()]);
    }
    page.compare("ERRORS.md");
}

/// What is promised against threats names tests, and these are there.
#[test]
fn promises_name_tests_that_exist() {
    let page = std::fs::read_to_string(root().join("docs/THREATS.md")).expect("docs/THREATS.md");
    let promised = page.split("## What is promised").nth(1).and_then(|rest| rest.split("\n## ").next());
    let mut all = Vec::new();
    for row in promised.expect("promises").lines().filter(|line| line.starts_with("| ")) {
        let (promise, tests) = row.trim_matches('|').split_once(" | ").unwrap_or((row, ""));
        let promise = promise.trim();
        if promise == "promise" {
            continue;
        }
        all.push(promise);
        let named: Vec<_> = tests.split('`').skip(1).step_by(2).collect();
        assert!(!named.is_empty(), "no test: {promise}");
        for test in named {
            let (file, name) = test.split_once("::").unwrap_or((test, ""));
            let text = std::fs::read_to_string(root().join(file)).unwrap_or_default();
            let is_there = match name {
                "" => !text.is_empty(),
                name => is_test(&text, name),
            };
            assert!(is_there, "{promise}: there is no test {test}");
        }
    }
    assert!(all.len() > 25, "{all:?}");
}

/// Whether a text has a test of the name: a function with the attribute above it.
fn is_test(text: &str, name: &str) -> bool {
    let mut is_marked = false;
    for line in text.lines().map(str::trim) {
        let function = line.trim_start_matches("async ").strip_prefix("fn ");
        if is_marked && function.and_then(|rest| rest.strip_prefix(name)).is_some_and(|rest| rest.starts_with('(')) {
            return true;
        }
        is_marked = line.starts_with("#[test]")
            || line.starts_with("#[tokio::test")
            || is_marked && (line.starts_with("#[") || line.starts_with("///"));
    }
    false
}

#[test]
fn identifiers() {
    let mut page = Page::new(
        "Identifiers",
        "The kinds of identifiers. The pattern tells the shape of the electronic form alone: what matches may still \
         fail a checksum or a list. The examples belong to nobody.",
    );
    page.head(&["Kind", "Name", "Example", "Pattern", "Parts"]);
    for kind in Kind::ALL {
        let parts: Vec<_> = kind.parts().iter().map(|(name, what)| format!("{}: {what}", tick(name))).collect();
        page.row(&[
            tick(kind.as_str()),
            kind.title().to_owned(),
            tick(kind.example()),
            tick(kind.pattern()),
            parts.join("; "),
        ]);
    }
    page.compare("IDENTIFIERS.md");
}

#[test]
fn fields() {
    let mut page = Page::new(
        "Fields",
        "What a destination needs, by corridor: currency, country and rail. *One of* means that at least one field \
         of the group is needed. Lengths are those of the electronic form, without separators.",
    );
    let (by_iban, others): (Vec<_>, Vec<_>) =
        api::corridors().into_iter().partition(|corridor| corridor.source == "SWIFT IBAN registry");
    for corridor in &others {
        page.of(corridor, None);
    }
    page.text("\n## By the IBAN of the currency's country\n\nThese currencies take the same fields:");
    for corridor in &by_iban {
        page.text(&format!(" {} ({})", corridor.currency, corridor.countries.join(", ")));
    }
    page.text(".\n");
    let first = by_iban.first().expect("there are some");
    let options = BankOptions { rail: Some(first.rail), ..BankOptions::default() };
    page.table(&api::bank_account_fields(first.currency, &options).expect("a corridor of the table"));
    for provider in Provider::ALL {
        for corridor in &others {
            page.of(corridor, Some(*provider));
        }
    }
    page.compare("FIELDS.md");
}

#[test]
fn providers() {
    let mut page = Page::new(
        "Providers",
        "What each provider's requests are authorised with, and what its operations take. The same is there as JSON \
         Schema (2020-12) from `Operation::input_schema`.",
    );
    for provider in Provider::ALL {
        page.text(&format!("\n## {}\n", tick(provider.as_str())));
        page.head(&["Credential", "Environment variable", "Default"]);
        for credential in provider.credentials() {
            page.row(&[
                tick(credential.name),
                tick(credential.variable),
                match credential.default {
                    Some(default) => tick(default),
                    None if credential.is_needed => "none: needed".to_owned(),
                    None => "none".to_owned(),
                },
            ]);
        }
        for operation in provider.operations() {
            page.text(&format!("\n### {}\n\n{}\n", tick(operation.name()), operation.summary()));
            if let Some(tracking) = operation.tracking() {
                page.text(&format!("\n{}\n", followed(operation, tracking)));
            }
            let schema = operation.input_schema();
            if schema.get("properties").and_then(Json::as_object).is_some_and(|members| members.iter().next().is_some())
            {
                page.head(&["Member", "Required", "Type", "What it is"]);
                page.members(&schema, "");
                for sentence in crate::together::sentences(&schema, "") {
                    page.text(&format!("\n{sentence}\n"));
                }
            } else {
                page.text("\nIt takes no input.\n");
            }
        }
    }
    page.compare("PROVIDERS.md");
}

/// Whether it may be sent again, and how it is learnt what became of the payment.
fn followed(operation: &Operation, tracking: &Tracking) -> String {
    let mut ways = Vec::new();
    if tracking.is_final {
        ways.push("the answer may hold the last status".to_owned());
    }
    if tracking.has_events {
        ways.push("events follow".to_owned());
    }
    if let Some(order) = tracking.order {
        ways.push(format!("{} by the id in the answer", tick(order.operation)));
    }
    if let Some(list) = tracking.list {
        ways.push(format!("{} where an item has the same {}", tick(list.operation), tick(list.reference)));
    }
    if tracking.is_asked_by_key {
        ways.push("the same request with the same idempotency key".to_owned());
    }
    let again = if operation.is_keyed() {
        "sent again with the same idempotency key, and not without"
    } else {
        "never sent again"
    };
    format!("It moves money. After an answer that was lost it is {again}. What became of it: {}.", ways.join("; "))
}

/// What each document's own way does, and the option that asks for it. `tests/vectors.rs` runs each row both ways.
#[test]
fn compat() {
    let mut page = Page::new(
        "The documents' own ways",
        "Where a provider's document and safety disagree, safety is the default, and an option asks for what the \
         document's own code does. What such an option lets pass is still said, as a warning.",
    );
    page.head(&["Document", "Function", "Option", "What it lets pass"]);
    let rows: Json = include_str!("../compat.json").parse().expect("JSON");
    for row in rows.as_array().expect("rows") {
        let text = |name: &str| row.get(name).and_then(Json::as_str).expect("text").to_owned();
        let value = row.get("value").expect("a value");
        let option = tick(&format!("{}: {value}", text("option")));
        page.row(&[text("document"), tick(&text("call")), option, text("what")]);
    }
    page.compare("COMPAT.md");
}

/// The descriptions of all providers, which the npm package brings as data; an item of a list a line, so that what
/// changes is seen.
#[test]
fn descriptions() {
    let mut text = String::from("[\n");
    for (place, provider) in Provider::ALL.iter().enumerate() {
        let description = provider.to_json();
        for (at, (name, value)) in description.as_object().into_iter().flat_map(Object::iter).enumerate() {
            text.push_str(if at == 0 { " {" } else { ",\n  " });
            let _ = write!(text, "{}: ", Json::from(name));
            match value.as_array().filter(|items| items.len() > 1) {
                Some(items) => {
                    let items: Vec<_> = items.iter().map(ToString::to_string).collect();
                    let _ = write!(text, "[\n   {}\n  ]", items.join(",\n   "));
                }
                None => text.push_str(&value.to_string()),
            }
        }
        text.push_str(if place + 1 < Provider::ALL.len() { "},\n" } else { "}\n" });
    }
    text.push_str("]\n");
    compare(&root().join("pkg/src/descriptions.json"), &text);
}

/// The list of corridors, which the npm package brings as data, one a line.
#[test]
fn corridors() {
    let list = api::lists("corridors").expect("a list");
    let lines: Vec<_> = list.as_array().into_iter().flatten().map(ToString::to_string).collect();
    compare(&root().join("pkg/src/corridors.json"), &format!("[\n {}\n]\n", lines.join(",\n ")));
}

/// The list of schemes, as that of corridors.
#[test]
fn schemes() {
    let list = api::lists("schemes").expect("a list");
    let lines: Vec<_> = list.as_array().into_iter().flatten().map(ToString::to_string).collect();
    compare(&root().join("pkg/src/schemes.json"), &format!("[\n {}\n]\n", lines.join(",\n ")));
}

/// The list of files in ARCHITECTURE.md: what each file says of itself in its first sentence.
#[test]
fn architecture() {
    const START: &str = "<!-- files -->\n";
    const END: &str = "<!-- end of files -->\n";
    let page = root().join("ARCHITECTURE.md");
    let text = std::fs::read_to_string(&page).expect("the page is there");
    let (before, rest) = text.split_once(START).expect("the list has a start");
    let (_, after) = rest.split_once(END).expect("the list has an end");
    let mut list = String::from("| file | what it does |\n|---|---|\n");
    for path in files(&root().join("src")).into_iter().filter(|path| path.extension().is_some_and(|name| name == "rs"))
    {
        let source = std::fs::read_to_string(&path).expect("text");
        let about: Vec<_> = source.lines().map_while(|line| line.strip_prefix("//! ")).collect();
        let about = about.join(" ");
        let about = about.strip_suffix('.').unwrap_or(&about);
        let sentence = about.split_once(". ").map_or(about, |(sentence, _)| sentence);
        let name = path.strip_prefix(root()).expect("inside").display().to_string();
        assert!(!sentence.is_empty(), "{name} does not say what it does");
        list.extend(["| `", &name, "` | ", &sentence.replace('|', "\\|"), " |\n"]);
    }
    compare(&page, &[before, START, &list, END, after].concat());
}

/// A page of Markdown.
struct Page(String);

impl Page {
    fn new(title: &str, about: &str) -> Page {
        Page(format!(
            "<!-- Written by `UPDATE_DOCS=1 cargo test --test docs`; do not edit. -->\n\n# {title}\n\n{about}\n"
        ))
    }

    fn text(&mut self, text: &str) {
        self.0.push_str(text);
    }

    /// Begins a table.
    fn head(&mut self, cells: &[&str]) {
        self.text(&format!("\n| {} |\n|{}\n", cells.join(" | "), "---|".repeat(cells.len())));
    }

    fn row(&mut self, cells: &[String]) {
        let cells: Vec<_> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
        self.text(&format!("| {} |\n", cells.join(" | ")));
    }

    /// A corridor by the rail's public rule; or by a provider's document, where that demands something else.
    #[expect(clippy::expect_used, reason = "a corridor that is listed has fields")]
    fn of(&mut self, corridor: &CorridorInfo, provider: Option<Provider>) {
        let options = BankOptions { rail: Some(corridor.rail), ..BankOptions::default() };
        let general = api::bank_account_fields(corridor.currency, &options).expect("a corridor of the table");
        let options = BankOptions { provider, ..options };
        let fields = api::bank_account_fields(corridor.currency, &options).expect("a corridor of the table");
        if provider.is_some() && fields == general {
            return;
        }
        let countries =
            if corridor.countries.is_empty() { "any country".to_owned() } else { corridor.countries.join(", ") };
        let at = provider.map_or_else(String::new, |provider| format!(", with `provider: {provider}`"));
        self.text(&format!("\n## {} by {}, {countries}{at}\n", corridor.currency, corridor.rail));
        if provider.is_none() {
            let checked = match corridor.coverage {
                Coverage::Full => "Every public rule is checked.",
                Coverage::Format => "The form is checked; a further rule needs a directory or is not public.",
            };
            self.text(&format!("\n{checked} Source: {} ({}).\n", corridor.source, corridor.as_of));
        }
        self.table(&fields);
    }

    fn table(&mut self, corridor: &BankAccountFields) {
        for group in &corridor.any_of {
            let names: Vec<_> = group.iter().copied().map(tick).collect();
            self.text(&format!("\nOne of {} is needed.\n", names.join(", ")));
        }
        if let Some(days) = corridor.settlement {
            let (least, most) = (days.min_business_days, days.max_business_days);
            let range = if least == most { least.to_string() } else { format!("{least} to {most}") };
            let unit = if most == 1 { "business day" } else { "business days" };
            self.text(&format!("\nBy Coinut's document the money arrives within {range} {unit}; `settlement` knows the hours of every scheme.\n"));
        }
        self.head(&["Field", "Label", "Needed", "Kind", "Length", "Example", "Help"]);
        for field in &corridor.fields {
            let is_in_group = corridor.any_of.iter().any(|group| group.contains(&field.name));
            let needed = match (field.required, is_in_group) {
                (true, _) => "yes",
                (false, true) => "one of",
                (false, false) => "no",
            };
            let length = match (field.min_length, field.max_length) {
                (least, most) if least == most => least.to_string(),
                (least, most) => format!("{least} to {most}"),
            };
            let options = match field.options.join(", ") {
                options if options.is_empty() => options,
                options => format!(" One of: {options}."),
            };
            self.row(&[
                tick(field.name),
                field.label.to_owned(),
                needed.to_owned(),
                field.kind.map_or_else(String::new, |kind| tick(kind.as_str())),
                length,
                if field.example.is_empty() { String::new() } else { tick(field.example) },
                format!("{}{options}", field.help),
            ]);
        }
    }

    /// The members of an object in a JSON Schema, one row each, with those of objects in them.
    fn members(&mut self, schema: &Json, before: &str) {
        let required: Vec<_> = match schema.get("required") {
            Some(Json::Array(names)) => names.iter().filter_map(Json::as_str).collect(),
            _ => Vec::new(),
        };
        for (name, member) in schema.get("properties").and_then(Json::as_object).into_iter().flat_map(Object::iter) {
            let text = |key| member.get(key).and_then(Json::as_str).unwrap_or_default();
            let kind = match member.get("enum") {
                Some(Json::Array(values)) => {
                    values.iter().filter_map(Json::as_str).map(tick).collect::<Vec<_>>().join(", ")
                }
                _ => match member.get("const") {
                    Some(value) => format!("always {}", tick(&value.to_string())),
                    None => text("type").to_owned(),
                },
            };
            let is_required = if required.contains(&name) { "yes" } else { "no" };
            self.row(&[tick(&format!("{before}{name}")), is_required.to_owned(), kind, text("description").to_owned()]);
            self.members(member, &format!("{before}{name}."));
        }
    }

    fn compare(&self, name: &str) {
        compare(&root().join("docs").join(name), &self.0);
    }
}

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Compares a page with its file, or writes it.
pub(crate) fn compare(path: &Path, text: &str) {
    if std::env::var_os("UPDATE_DOCS").is_some_and(|value| value == "1") {
        let written = std::fs::write(path, text);
        assert!(written.is_ok(), "{} cannot be written", path.display());
    }
    let is_fresh = std::fs::read_to_string(path).is_ok_and(|found| found == text);
    assert!(is_fresh, "{} is stale: run UPDATE_DOCS=1 cargo test --test docs", path.display());
}

/// Every file under a folder, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<_> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .flat_map(|entry| if entry.path().is_dir() { files(&entry.path()) } else { vec![entry.path()] })
        .collect();
    found.sort();
    found
}

/// Text as code.
pub(crate) fn tick(text: &str) -> String {
    format!("`{text}`")
}

/// The names of the parameters in a template.
fn params(template: &str) -> Vec<String> {
    template.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| tick(name)).collect()
}
