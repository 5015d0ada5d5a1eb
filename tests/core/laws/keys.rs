//! The law of keys: what makes the same bytes has the same key and fingerprint, other bytes have another fingerprint.

use std::collections::BTreeMap;

use offramp_core::provider::{Context, Credentials};
use offramp_core::{Code, Error, Finding, Json, Number, Provider, api};
use sha2::{Digest, Sha256};

use crate::support::{Case, vector_files};

/// Members of objects in the order of their names, at every depth; this is how fingerprints are written since 0.1.
fn sorted(json: &Json, out: &mut String) {
    match json {
        Json::Object(object) => {
            let members: BTreeMap<&str, &Json> = object.iter().collect();
            out.push('{');
            for (name, value) in members {
                *out += &Json::from(name).to_string();
                out.push(':');
                sorted(value, out);
                out.push(',');
            }
            out.push('}');
        }
        Json::Array(items) => {
            out.push('[');
            for item in items {
                sorted(item, out);
                out.push(',');
            }
            out.push(']');
        }
        other => *out += &other.to_string(),
    }
}

fn written(json: &Json) -> String {
    let mut out = String::new();
    sorted(json, &mut out);
    out
}

/// What is sent, but for the order of members.
fn sent(case: &Case, input: &Json) -> Result<String, Error> {
    let provider: Provider = case.text(0).parse()?;
    let (credentials, context) = (Credentials::from_json(case.arg(3))?, Context::from_json(case.arg(4))?);
    let request = api::build_request(provider, case.text(1), input, &credentials, &context)?.to_json();
    let member = |name: &str| request.get(name).and_then(Json::as_str);
    let body = member("body").or(member("bodyBase64")).unwrap_or_default();
    let body = body.parse::<Json>().map_or_else(|_| body.to_owned(), |json| written(&json));
    let url = request.get("url").and_then(Json::as_str).unwrap_or_default();
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let mut parameters: Vec<&str> = query.split('&').collect();
    parameters.sort_unstable();
    Ok(format!("{path}?{} {body}", parameters.join("&")))
}

/// The input with every value in turn changed in every way that spells it otherwise, or says something else.
fn variants(json: &Json) -> Vec<Json> {
    match json {
        Json::Object(object) => {
            let members: Vec<(&str, &Json)> = object.iter().collect();
            let with = |skipped: Option<usize>, put: Option<(usize, Json)>, is_reversed: bool| {
                let mut members: Vec<(String, Json)> = members
                    .iter()
                    .enumerate()
                    .filter(|(at, _)| Some(*at) != skipped)
                    .map(|(at, (name, value))| match &put {
                        Some((place, other)) if *place == at => ((*name).to_owned(), other.clone()),
                        _ => ((*name).to_owned(), (*value).clone()),
                    })
                    .collect();
                if is_reversed {
                    members.reverse();
                }
                Json::object(members)
            };
            let mut all = vec![with(None, None, true)];
            for (at, (_, value)) in members.iter().enumerate() {
                all.push(with(Some(at), None, false));
                all.push(with(None, Some((at, Json::Null)), false));
                all.extend(variants(value).into_iter().map(|other| with(None, Some((at, other)), false)));
            }
            all
        }
        Json::Array(items) => (0..items.len())
            .flat_map(|at| {
                variants(&items[at]).into_iter().map(move |other| {
                    let mut items = items.clone();
                    items[at] = other;
                    Json::from(items)
                })
            })
            .collect(),
        Json::String(text) => {
            let separated: String = text.chars().flat_map(|c| [c, ' ']).collect();
            let mut all: Vec<Json> = [
                format!(" {text}"),
                format!("{text} "),
                format!("{text}1"),
                format!("0{text}"),
                format!("{text}.0"),
                text.to_uppercase(),
                text.to_lowercase(),
                separated,
            ]
            .map(Json::from)
            .into();
            all.extend(text.parse::<Number>().map(Json::from));
            all
        }
        Json::Number(number) => {
            let text = number.as_str().to_owned();
            let mut all =
                vec![Json::from(text.as_str()), Json::from(format!("{text}1")), Json::from(format!("0{text}"))];
            let decimals = if text.contains('.') { format!("{text}0") } else { format!("{text}.0") };
            all.extend(decimals.parse::<Number>().map(Json::from));
            all
        }
        Json::Bool(value) => vec![Json::from(!value)],
        Json::Null => Vec::new(),
    }
}

/// Whether a member is missing that the input lacks and the request has.
fn is_filled_in(finding: &Finding, input: &Json, bytes: &str) -> bool {
    let name = finding.path().trim_start_matches('/');
    finding.code() == Code::FieldRequired && input.get(name).is_none() && bytes.contains(name)
}

#[test]
fn the_same_bytes_have_one_key_and_other_bytes_another_fingerprint() {
    let (mut spelt_otherwise, mut other) = (0, 0);
    for file in vector_files().iter().filter(|file| file.path.starts_with("requests/")) {
        for case in file.cases.iter().filter(|case| case.expect.get("url").is_some()) {
            let provider: Provider = case.text(0).parse().unwrap();
            let key = |input: &Json| api::idempotency_key(provider, case.text(1), input);
            let inputs = [vec![case.arg(2).clone()], variants(case.arg(2))].concat();
            let mut seen: BTreeMap<String, (String, String)> = BTreeMap::new();
            let mut fingerprints: BTreeMap<String, String> = BTreeMap::new();
            for input in &inputs {
                let Ok(bytes) = sent(case, input) else {
                    continue;
                };
                let found = match key(input) {
                    Ok(found) => found,
                    // the payment cannot be told from another, although it can be sent
                    Err(error) if error.findings().is_empty() => continue,
                    // what settings fill in is asked for: a key knows none
                    Err(error) if error.findings().iter().any(|finding| is_filled_in(finding, input, &bytes)) => {
                        continue;
                    }
                    Err(error) => panic!("{}: {}: {input}: {error}", file.path, case.name),
                };
                if let Some(first) = seen.get(&bytes) {
                    assert_eq!(first.0, found.key, "{}: {}: {input}", file.path, case.name);
                    assert_eq!(first.1, found.fingerprint, "{}: {}: {input}", file.path, case.name);
                    spelt_otherwise += 1;
                } else {
                    let before = fingerprints.insert(found.fingerprint.clone(), bytes.clone());
                    assert_eq!(before, None, "{}: {}: one fingerprint for {bytes}", file.path, case.name);
                    seen.insert(bytes, (found.key, found.fingerprint));
                    other += 1;
                }
            }
        }
    }
    assert!(spelt_otherwise > 500 && other > 500, "only {spelt_otherwise} and {other} were compared");
}

#[test]
fn what_is_in_normal_form_keeps_its_fingerprint() {
    let mut count = 0;
    for file in vector_files().iter().filter(|file| file.path.starts_with("requests/")) {
        for case in file.cases.iter().filter(|case| case.expect.get("url").is_some()) {
            let (provider, input): (Provider, _) = (case.text(0).parse().unwrap(), case.arg(2));
            let body = case.expect.get("body").and_then(Json::as_str).and_then(|body| body.parse::<Json>().ok());
            let (Some(input), Some(Json::Object(body))) = (input.as_object(), body) else {
                continue;
            };
            let url = case.expect.get("url").and_then(Json::as_str).unwrap_or_default();
            let is_step = |value: &Json| value.as_str().is_some_and(|step| url.split('/').any(|part| part == step));
            let is_sent =
                |(name, value): (&str, &Json)| body.get(name).map_or_else(|| is_step(value), |sent| sent == value);
            if !input.iter().all(is_sent) || !body.iter().all(|(name, value)| input.get(name) == Some(value)) {
                continue;
            }
            let Ok(found) = api::idempotency_key(provider, case.text(1), case.arg(2)) else {
                continue;
            };
            let digest = Sha256::digest(written(case.arg(2)).as_bytes());
            let expected = digest.iter().fold(String::new(), |out, byte| out + &format!("{byte:02x}"));
            assert_eq!(found.fingerprint, expected, "{}: {}", file.path, case.name);
            count += 1;
        }
    }
    assert!(count >= 20, "only {count} were compared");
}
