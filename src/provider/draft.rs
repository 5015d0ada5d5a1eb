//! The parts of a request that every provider writes alike: path, query and body.

use super::base_url::{BaseUrl, percent_encode};
use super::http::{Method, Request};
use super::input::{Checked, file};
use super::operation::Operation;
use super::sign::sha256_hex;
use crate::finding::Finding;
use crate::json::{Json, Object};
use crate::text;

/// A request without its headers.
pub(super) struct Draft {
    pub(super) method: Method,
    pub(super) path: String,
    /// The members that went into the path.
    pub(super) steps: Object,
    /// As it is sent, without the question mark.
    pub(super) query: String,
    pub(super) body: Option<Vec<u8>>,
    /// Of the body.
    pub(super) content_type: String,
    pub(super) findings: Vec<Finding>,
}

impl Draft {
    /// Members whose names stand in the path go there; of the others, a request without a body has
    /// its query and every other one its body, in the order of the operation's table.
    pub(super) fn new(operation: &Operation, input: Checked) -> Draft {
        let (mut path, mut rest) = (String::new(), operation.path);
        let mut steps = Object::new();
        while let Some((before, after)) = text::split(rest, b'{') {
            path.push_str(before);
            let (name, after) = text::split(after, b'}').unwrap_or((after, ""));
            let step = input.members.get(name).and_then(Json::as_str).unwrap_or_default();
            percent_encode(step, &mut path);
            steps.insert(name, step);
            rest = after;
        }
        path.push_str(rest);
        let mut others = input.members;
        others.retain(|name| steps.get(name).is_none());
        let has_body = operation.method == Method::Post && operation.input.len() > steps.len();
        let mut query = String::new();
        if operation.method != Method::Post {
            add_to_query(&others, &mut query);
        }
        Draft {
            method: operation.method,
            path,
            steps,
            query,
            body: has_body.then(|| Json::Object(others).to_text().into_bytes()),
            content_type: "application/json".to_owned(),
            findings: input.findings,
        }
    }

    /// Turns the body into a form (RFC 7578) whose member `file_name` is a file. The boundary is made
    /// from the content, so that it does not stand in it and the same input gives the same bytes.
    pub(super) fn into_form(mut self, file_name: &'static str) -> Draft {
        let body = self.body.unwrap_or_default();
        let mut boundary = sha256_hex(&body);
        boundary.truncate(32);
        let members = Json::from_slice(&body).unwrap_or(Json::Null);
        let mut form = Vec::new();
        for (name, value) in members.as_object().into_iter().flat_map(Object::iter) {
            let text = value.as_str().unwrap_or_default();
            let mut head =
                text::join(&["--", &boundary, "\r\nContent-Disposition: form-data; name=\"", name, "\""], "");
            let file = if name == file_name { file::read(text) } else { None };
            if let Some(file) = &file {
                head.push_str("; filename=\"");
                percent_encode_once(file.name.unwrap_or(name), &mut head);
                head.push_str("\"\r\nContent-Type: ");
                head.push_str(file.media_type);
            }
            head.push_str("\r\n\r\n");
            form.extend_from_slice(head.as_bytes());
            form.extend_from_slice(file.as_ref().map_or(text.as_bytes(), |file| &file.bytes));
            form.extend_from_slice(b"\r\n");
        }
        form.extend_from_slice(text::join(&["--", &boundary, "--\r\n"], "").as_bytes());
        self.body = Some(form);
        self.content_type = text::join(&["multipart/form-data; boundary=", &boundary], "");
        self
    }

    /// The members of the body, for what has to be changed in them.
    pub(super) fn members(&self) -> Object {
        match self.body.as_deref().map(Json::from_slice) {
            Some(Ok(Json::Object(members))) => members,
            _ => Object::new(),
        }
    }

    /// Puts other members into the body.
    pub(super) fn put_members(&mut self, members: Object) {
        self.body = Some(Json::Object(members).to_text().into_bytes());
    }

    /// The request, with these headers, at a base URL.
    pub(super) fn send(self, base: &BaseUrl<'_>, mut headers: Vec<(&'static str, String)>) -> Request {
        let mut url = base.url(&self.path);
        if !self.query.is_empty() {
            url.push('?');
            url.push_str(&self.query);
        }
        if self.body.is_some() {
            headers.insert(0, ("Content-Type", self.content_type));
        }
        Request { method: self.method, url, headers, body: self.body, findings: self.findings }
    }
}

/// As [`percent_encode`], but for what a data URL has in percent encoding already.
fn percent_encode_once(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some((before, after)) = text::split(rest, b'%') {
        percent_encode(before, out);
        let is_encoded = after.as_bytes().first_chunk::<2>().is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
        out.push_str(if is_encoded { "%" } else { "%25" });
        rest = after;
    }
    percent_encode(rest, out);
}

/// Members in their order; those of an object stand for themselves.
fn add_to_query(members: &Object, query: &mut String) {
    for (name, value) in members.iter() {
        let text = match value {
            Json::Object(inner) => {
                add_to_query(inner, query);
                continue;
            }
            value => value.as_str().or(value.as_number()).unwrap_or_default(),
        };
        if !query.is_empty() {
            query.push('&');
        }
        percent_encode(name, query);
        query.push('=');
        percent_encode(text, query);
    }
}
