//! Which operation of which provider a request is, by the operations' tables, and what its members are.

use crate::json::{Json, Object};
use crate::provider::input::InputRule;
use crate::provider::{Method, Operation, Provider, base64};
use crate::text;

/// What a request is.
pub(super) struct Route {
    pub(super) provider: Provider,
    pub(super) operation: &'static Operation,
    /// What stands in the path.
    pub(super) steps: Object,
    /// What stands behind a path that the table leaves open at its end.
    pub(super) rest: String,
}

/// The operation of a method and a path, with the provider's name in front or without.
pub(super) fn find(method: &str, path: &str) -> Option<Route> {
    let named = Provider::ALL.iter().find_map(|provider| {
        let rest = path.strip_prefix('/')?.strip_prefix(provider.as_str())?;
        rest.starts_with('/').then_some((provider, rest))
    });
    let mut best: Option<(usize, Route)> = None;
    for provider in Provider::ALL {
        let path = match named {
            Some((of, rest)) if of == provider => rest,
            Some(_) => continue,
            None => path,
        };
        for operation in provider.operations().iter().filter(|operation| operation.method.as_str() == method) {
            if let Some((steps, rest)) = matched(operation.path, path) {
                let count = steps.len();
                let route = Route { provider: *provider, operation, steps, rest };
                if best.as_ref().is_none_or(|(least, _)| count < *least) {
                    best = Some((count, route));
                }
            }
        }
    }
    best.map(|(_, route)| route)
}

/// The members in the braces of a path, where it fits.
fn matched(template: &str, path: &str) -> Option<(Object, String)> {
    let (mut steps, mut rest) = (Object::new(), String::new());
    let (mut wanted, mut given) = (template.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some((steps, rest)),
            (Some(""), Some(text)) if template.ends_with('/') && !text.is_empty() => rest = decoded(text, false),
            (Some(name), Some(text)) => match name.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
                Some(name) if !text.is_empty() => steps.insert(name, decoded(text, false)),
                None if name == text => {}
                _ => return None,
            },
            _ => return None,
        }
    }
}

/// The members of a request: of its path, its query and its body. Nothing where the body cannot be read.
pub(super) fn members(route: &Route, query: &str, content_type: &str, body: &[u8]) -> Option<Object> {
    let mut members = route.steps.clone();
    let operation = route.operation;
    let mut others = Object::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = text::split(pair, b'=').unwrap_or((pair, ""));
        let (name, value) = (decoded(name, true), decoded(value, true));
        if operation.input.iter().any(|input| input.name == name) {
            members.insert(name, value);
        } else {
            others.insert(name, value);
        }
    }
    if let Some(all) = operation.input.iter().find(|input| matches!(input.rule, InputRule::Texts))
        && !others.is_empty()
    {
        members.insert(all.name, others);
    }
    if operation.method != Method::Post || body.is_empty() {
        return Some(members);
    }
    let sent = match text::split(content_type, b'=') {
        Some((head, boundary)) if head.starts_with("multipart/form-data") => form(body, boundary)?,
        _ => match Json::from_slice(body).ok()? {
            Json::Object(sent) => sent,
            _ => return None,
        },
    };
    for (name, value) in sent.iter() {
        members.insert(name, value.clone());
    }
    Some(members)
}

/// The members of a form (RFC 7578); a file becomes a data URL.
fn form(body: &[u8], boundary: &str) -> Option<Object> {
    let mut members = Object::new();
    let line = ["--", boundary.trim_matches('"')].concat();
    let mut rest = body;
    while let Some(at) = position(rest, line.as_bytes()) {
        let part = rest.get(..at)?.strip_suffix(b"\r\n").unwrap_or_default();
        rest = rest.get(at.checked_add(line.len())?..)?;
        let Some(end) = position(part, b"\r\n\r\n") else { continue };
        let head = std::str::from_utf8(part.get(..end)?).ok()?;
        let content = part.get(end.checked_add(4)?..)?;
        let named = |mark: &str| {
            let (_, rest) = head.split_once(mark)?;
            rest.split_once('"').map(|(name, _)| name)
        };
        let name = named(" name=\"")?;
        let value = match named("filename=\"") {
            Some(file) => {
                let kind = head.split_once("Content-Type: ").map_or("application/octet-stream", |(_, kind)| kind);
                let kind = kind.split("\r\n").next().unwrap_or_default();
                ["data:", kind, ";name=", file, ";base64,", &base64::encode(content)].concat()
            }
            None => String::from_utf8_lossy(content).into_owned(),
        };
        members.insert(name, value);
    }
    Some(members)
}

fn position(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

/// Text without its percent encoding; in a query a plus is a blank.
fn decoded(text: &str, is_query: bool) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'%' => {
                let digits: Vec<u8> = bytes.by_ref().take(2).collect();
                let digits = std::str::from_utf8(&digits).unwrap_or_default();
                out.push(u8::from_str_radix(digits, 16).unwrap_or(b'?'));
            }
            b'+' if is_query => out.push(b' '),
            byte => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
