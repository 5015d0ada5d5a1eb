//! Every function is there for Rust, JavaScript, HTTP and the command line, and the command answers what the core does.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use offramp_core::{Json, Object, Provider, api};
use regex::Regex;

use crate::support::answer::answer;
use crate::support::{Case, VectorFile};
use crate::{offramp, run};

/// A function with arguments, the command that asks the same (its standard input stands in the third place), and where
/// the command's answer holds that of the function.
struct Row(&'static str, &'static str, &'static str, &'static [&'static str], &'static str);

const NOW: &str = "2024-06-09T07:00:00Z";
const CUSTOMER: &str = r#"{"name":"John Doe","email":"john@example.com"}"#;
const EVENT: &str =
    r#"{"event_id":"e","event_type":"order.status.changed","data":{"order_id":"o","status":"completed"}}"#;
const MASKED: &str = r#"{"body":{"accountNo":"1234567890","currency":"EUR"}}"#;
const LIMITS: &str = r#"{"amount":"10","currency":"USD","now":"2024-06-09T07:00:00Z","limits":[{"max":"5"}]}"#;
const QUOTE: &str = r#"{"amount":"1000","sourceCurrency":"USDC","sourceNetwork":"POLYGON","destinationCurrency":"EUR","exchangeRate":"0.92","rounding":"down","schedule":SCHEDULE}"#;
const SCHEDULE: &str = r#"{"parts":[{"name":"fee","fraction":"0.005","rounding":"halfUp"}],"charge":"deducted"}"#;

const ROWS: &[Row] = &[
    Row("validate", r#"["iban","DE89370400440532013000"]"#, "", &["validate", "iban", "DE89370400440532013000"], ""),
    Row("detect", r#"["021000021"]"#, "", &["detect", "021000021"], ""),
    Row("bankAccountFields", r#"["EUR"]"#, "", &["fields", "EUR"], ""),
    Row("bankAccountJsonSchema", r#"["EUR"]"#, "", &["fields", "EUR", "--json-schema"], ""),
    Row(
        "validateBankAccount",
        r#"["EUR",{"iban":"DE89370400440532013000"}]"#,
        "",
        &["destination", "EUR", "iban=DE89370400440532013000"],
        "",
    ),
    Row("kinds", "[]", "", &["list", "kinds"], ""),
    Row("currencies", "[]", "", &["list", "currencies"], ""),
    Row("corridors", "[]", "", &["list", "corridors"], ""),
    Row("schemes", "[]", "", &["list", "schemes"], ""),
    Row("providers", "[]", "", &["providers"], ""),
    Row("operations", r#"["sentra"]"#, "", &["providers", "sentra"], "/0/operations"),
    Row(
        "buildRequest",
        r#"["coinut","createCustomer",CUSTOMER,{"apiKey":"key","apiSecret":"secret"},{"now":"NOW","nonce":"n"}]"#,
        CUSTOMER,
        &["request", "coinut", "createCustomer", "--input", "-", "--now", NOW, "--nonce", "n"],
        "",
    ),
    Row(
        "parseResponse",
        r#"["sentra","completeTransfer",{"status":200,"body":"{\"id\":\"p\",\"status\":\"SENT\"}"}]"#,
        r#"{"id":"p","status":"SENT"}"#,
        &["parse", "sentra", "completeTransfer"],
        "",
    ),
    Row(
        "verifyWebhook",
        r#"["unigox",{"secret":"hook"},{"X-Unigox-Timestamp":"1717916400","X-Unigox-Signature":"SIGNATURE"},"EVENT",{"now":"NOW"}]"#,
        EVENT,
        &[
            "webhook",
            "verify",
            "unigox",
            "--now",
            NOW,
            "--header",
            "X-Unigox-Timestamp: 1717916400",
            "--header",
            "X-Unigox-Signature: SIGNATURE",
        ],
        "",
    ),
    Row(
        "signWebhook",
        r#"["unigox",{"secret":"hook"},"EVENT",{"now":"NOW"}]"#,
        EVENT,
        &["webhook", "sign", "unigox", "--now", NOW],
        "",
    ),
    Row(
        "explainSignature",
        r#"["unigox",{"headers":{"X-Unigox-Timestamp":"1717916400"},"body":"{}"},{"secret":"hook"}]"#,
        r#"{"headers":{"X-Unigox-Timestamp":"1717916400"},"body":"{}"}"#,
        &["explain-signature", "unigox"],
        "",
    ),
    Row(
        "nextStatus",
        r#"["sentra","PROCESSING","AWAITING_FUNDS"]"#,
        "",
        &["next-status", "sentra", "AWAITING_FUNDS", "--current", "PROCESSING"],
        "",
    ),
    Row(
        "classify",
        r#"["sentra","createTransfer",{"status":429,"headers":{"Retry-After":"7"},"body":"{}"},{"attempt":2,"now":"NOW"}]"#,
        "{}",
        &[
            "classify",
            "sentra",
            "createTransfer",
            "--status",
            "429",
            "--header",
            "Retry-After: 7",
            "--body",
            "-",
            "--attempt",
            "2",
            "--now",
            NOW,
        ],
        "",
    ),
    Row(
        "idempotencyKey",
        r#"["coinut","createCustomer",CUSTOMER]"#,
        CUSTOMER,
        &["key", "coinut", "createCustomer"],
        "",
    ),
    Row("maskRequest", "[MASKED]", MASKED, &["mask"], ""),
    Row(
        "compute",
        r#"["rahat","bankId",{"bankName":"Nabil Bank"}]"#,
        r#"{"bankName":"Nabil Bank"}"#,
        &["compute", "rahat", "bankId", "--input", "-"],
        "",
    ),
    Row(
        "computeFees",
        r#"[{"amount":"1000","currency":"USD","schedule":SCHEDULE}]"#,
        SCHEDULE,
        &["fees", "1000", "USD", "--schedule", "-"],
        "",
    ),
    Row("quote", "[QUOTE]", QUOTE, &["quote", "--request", "-"], ""),
    Row("quoteForTarget", "[QUOTE]", QUOTE, &["quote", "--request", "-", "--target"], ""),
    Row("checkLimits", "[LIMITS]", LIMITS, &["limits", "--request", "-"], ""),
    Row(
        "settlement",
        r#"[{"currency":"EUR","at":"2026-04-02T13:30:00Z"}]"#,
        "",
        &["settle", "EUR", "--at", "2026-04-02T13:30:00Z"],
        "",
    ),
    Row(
        "businessDay",
        r#"[{"date":"2026-04-03","calendar":"target"}]"#,
        "",
        &["business-day", "target", "2026-04-03"],
        "",
    ),
    Row(
        "allocate",
        r#"[{"amount":"10","currency":"USD","ways":3}]"#,
        "",
        &["allocate", "10", "USD", "--ways", "3"],
        "",
    ),
    Row("parseAmount", r#"[{"amount":"10.5","currency":"USD"}]"#, "", &["amount", "10.5", "USD"], ""),
    Row(
        "formatAmount",
        r#"[{"amount":"10.5","currency":"USD","locale":"de-DE"}]"#,
        "",
        &["amount", "10.5", "USD", "--locale", "de-DE"],
        "",
    ),
    Row("amountInWords", r#"[{"amount":"10.5","currency":"USD"}]"#, "", &["amount", "10.5", "USD", "--words"], ""),
    Row(
        "checkFile",
        r#"["iban,amount,currency\nDE89370400440532013000,1,EUR\n"]"#,
        "iban,amount,currency\nDE89370400440532013000,1,EUR\n",
        &["check", "-", "--format", "json"],
        "",
    ),
];

/// What has a reason to be on some surfaces alone.
const ALONE: &[(&str, &str)] = &[
    ("isValid", "npm and Rust: validate in one word, for a loop over many texts"),
    ("version", "npm and Rust; the command has --version, the service names it in its description"),
    ("init", "npm: starts the module"),
    ("initSync", "npm: starts the module"),
    ("checkCsv", "npm and Rust: checkFile without a look at which format it is"),
    ("fixFile", "npm and Rust: the command writes files with check --fix, a fixed file is no JSON"),
    ("fixCsv", "npm and Rust: fixFile without a look at which format it is"),
    (
        "unpackFile",
        "npm: what a packed file holds, for a checker of pieces; the command and the service unpack by themselves",
    ),
    ("startSandbox", "npm: runs `offramp sandbox`, which is the command; it is no function of the core"),
    ("createCsvChecker", "npm: pieces of a file; the command and the service read streams"),
    ("createFileChecker", "npm: pieces of a file; the command and the service read streams"),
];

/// The functions of the facade in Rust: a name that is not there does not compile.
macro_rules! facade {
    ($($name:ident)+) => {
        [$({ let _ = api::$name; stringify!($name) }),+]
    };
}

fn in_rust() -> BTreeSet<String> {
    let names = facade!(
        validate detect bank_account_fields bank_account_json_schema validate_bank_account kinds currencies corridors schemes
        providers operations build_request parse_response verify_webhook sign_webhook explain_signature next_status
        classify idempotency_key mask_request compute compute_fees quote quote_for_target check_limits settlement
        business_day allocate parse_amount format_amount amount_in_words check_file
    );
    names.iter().map(|name| camel(name)).collect()
}

fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |out, word| {
        let (initial, rest) = word.split_at(1);
        out + &initial.to_uppercase() + rest
    })
}

/// The words that a pattern finds in the files of a folder.
fn found(folder: &str, ending: &str, pattern: &str) -> BTreeSet<String> {
    let pattern = Regex::new(pattern).unwrap();
    let files = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap();
    let paths = files.map(|file| file.unwrap().path()).filter(|path| path.to_string_lossy().ends_with(ending));
    let texts: Vec<_> = paths.map(|path| fs::read_to_string(path).unwrap()).collect();
    texts.iter().flat_map(|text| pattern.captures_iter(text).map(|found| found[1].to_owned())).collect()
}

#[test]
fn every_function_is_on_every_surface() {
    let commands: BTreeSet<_> = ROWS.iter().map(|row| row.0.to_owned()).collect();
    let mut over_http = found("src/http/routes/v1", "routes.rs", r#"\bid: "(\w+)""#);
    // it takes the file itself, of any size
    over_http
        .extend(found("src/http", "mod.rs", r#"route\("/v1/(check)""#).iter().map(|check| check.to_owned() + "File"));
    let in_npm = found("pkg/src", ".d.ts", r"(?m)^export function (\w+)");
    assert!(over_http.len() > 25 && in_npm.len() > 30, "the lists are not where they were");
    let surfaces = [("command line", commands), ("HTTP", over_http), ("npm", in_npm), ("Rust", in_rust())];
    let all: BTreeSet<_> = surfaces.iter().flat_map(|(_, names)| names).collect();
    let mut missing = Vec::new();
    for name in all {
        for (surface, names) in &surfaces {
            if !names.contains(name) && !ALONE.iter().any(|(alone, _)| alone == name) {
                missing.push(format!("{name} is not in {surface}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn the_command_answers_what_the_core_does() {
    let said = |text: &str| Json::from(text).to_string().trim_matches('"').to_owned();
    let headers =
        api::json::call("signWebhook", &ask(r#"["unigox",{"secret":"hook"},"EVENT",{"now":"NOW"}]"#, &said, ""))
            .unwrap();
    let signature = headers.get("X-Unigox-Signature").and_then(Json::as_str).unwrap();
    let mut wrong = Vec::new();
    for Row(function, arguments, input, command, place) in ROWS {
        let case = Case {
            name: String::new(),
            call: (*function).to_owned(),
            args: ask(arguments, &said, signature),
            expect: Json::Null,
        };
        let want = match *function {
            "providers" => Provider::ALL.iter().map(|provider| provider.to_json()).collect::<Vec<_>>().into(),
            _ => answer(&VectorFile { path: String::new(), cases: Vec::new() }, &case),
        };
        assert!(want.get("error").is_none(), "{function}: {want}");
        let command: Vec<_> = command.iter().map(|word| word.replace("SIGNATURE", signature)).collect();
        let mut process = offramp(&command.iter().map(String::as_str).collect::<Vec<_>>());
        process.arg("--json").write_stdin(input.replace("SCHEDULE", SCHEDULE)).env("OFFRAMP_WEBHOOK_SECRET", "hook");
        process.env("COINUT_API_KEY", "key").env("COINUT_API_SECRET", "secret");
        let (_, stdout, stderr) = run(process);
        let got = stdout.parse::<Json>().ok().and_then(|json| at(&json, place).cloned());
        if got.as_ref() != Some(&want) {
            wrong.push(format!("{function}: the core says\n  {want}\nthe command\n  {stdout}{stderr}"));
        }
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// Arguments with the names of constants in them.
fn ask(arguments: &str, said: &dyn Fn(&str) -> String, signature: &str) -> Vec<Json> {
    let text = arguments.replace("\"EVENT\"", &format!("\"{}\"", said(EVENT)));
    let text = [
        ("CUSTOMER", CUSTOMER),
        ("NOW", NOW),
        ("MASKED", MASKED),
        ("LIMITS", LIMITS),
        ("QUOTE", QUOTE),
        ("SCHEDULE", SCHEDULE),
    ]
    .iter()
    .fold(text, |text, (name, value)| text.replace(name, value));
    text.replace("SIGNATURE", signature).parse::<Json>().unwrap().as_array().unwrap().to_vec()
}

/// The value at a JSON Pointer of plain names.
fn at<'a>(json: &'a Json, place: &str) -> Option<&'a Json> {
    place.split('/').filter(|name| !name.is_empty()).try_fold(json, |json, name| match name.parse::<usize>() {
        Ok(index) => json.as_array()?.get(index),
        Err(_) => json.as_object().and_then(|object: &Object| object.get(name)),
    })
}
