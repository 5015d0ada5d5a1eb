//! Requests and answers as plain values.

use std::fmt;

use super::base64;
use crate::finding::Finding;
#[cfg(any(test, all(feature = "wasm", target_arch = "wasm32")))]
use crate::json::write_escaped;
use crate::json::{Json, Object};

/// The method of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
    /// `DELETE`
    Delete,
}

impl Method {
    /// In capitals.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Delete => "DELETE",
        }
    }
}

/// A request that is ready to be sent as it is: where it is signed, the signature covers these bytes.
///
/// `Debug` shows neither header values nor the body.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    pub(crate) method: Method,
    pub(crate) url: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Option<Vec<u8>>,
    pub(crate) findings: Vec<Finding>,
}

impl Request {
    /// The method.
    #[must_use]
    pub const fn method(&self) -> Method {
        self.method
    }

    /// The URL.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Names and values, in the order in which they should be sent.
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.headers.iter().map(|(name, value)| (*name, value.as_str()))
    }

    /// The body, where it is text.
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        self.body.as_deref().and_then(|body| std::str::from_utf8(body).ok())
    }

    /// The bytes of the body.
    #[must_use]
    pub fn bytes(&self) -> Option<&[u8]> {
        self.body.as_deref()
    }

    /// `{method, url, headers, body}` as JSON, where the body is text or null; `bodyBase64` where it is
    /// not text, and `findings` where there are any.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let (mut json, mut headers) = (Object::new(), Object::new());
        for (name, value) in self.headers() {
            headers.put_text(name, value);
        }
        json.put_text("method", self.method.as_str());
        json.put_text("url", &self.url);
        json.put("headers", Json::Object(headers));
        json.put("body", self.body().map_or(Json::Null, Json::text));
        if let (Some(bytes), None) = (self.bytes(), self.body()) {
            json.put("bodyBase64", Json::String(base64::encode(bytes)));
        }
        if !self.findings.is_empty() {
            json.put("findings", Finding::all_to_json(&self.findings));
        }
        Json::Object(json)
    }

    /// The text of [`Request::to_json`] without building that first, which takes a tenth of the time that all of a
    /// request takes in the module.
    #[cfg(any(test, all(feature = "wasm", target_arch = "wasm32")))]
    pub(crate) fn to_text(&self) -> String {
        let mut out = String::with_capacity(1000);
        let put = |out: &mut String, before: &str, text: &str| {
            out.push_str(before);
            write_escaped(out, text);
        };
        put(&mut out, "{\"method\":\"", self.method.as_str());
        put(&mut out, "\",\"url\":\"", &self.url);
        let mut before = "\",\"headers\":{\"";
        for (name, value) in self.headers() {
            put(&mut out, before, name);
            put(&mut out, "\":\"", value);
            before = "\",\"";
        }
        out.push_str(if self.headers.is_empty() { "\",\"headers\":{" } else { "\"" });
        match (self.bytes(), self.body()) {
            (_, Some(text)) => {
                put(&mut out, "},\"body\":\"", text);
                out.push('"');
            }
            (None, _) => out.push_str("},\"body\":null"),
            (Some(bytes), None) => {
                put(&mut out, "},\"body\":null,\"bodyBase64\":\"", &base64::encode(bytes));
                out.push('"');
            }
        }
        if !self.findings.is_empty() {
            out.push_str(",\"findings\":");
            Finding::all_to_json(&self.findings).write_to(&mut out);
        }
        out.push('}');
        out
    }

    /// What is noteworthy about the input without being wrong.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        write!(f, "{} {} with {names:?}", self.method.as_str(), self.url)
    }
}

/// Headers as they came in; names are compared without regard to case. `Debug` shows the names alone.
///
/// ```
/// use offramp_core::provider::Headers;
///
/// let headers = Headers(&[("X-Nonce", "n1"), ("Via", "a"), ("via", "b")]);
/// assert_eq!(headers.get("x-nonce"), Some("n1"));
/// assert_eq!(headers.get("Via"), None, "there twice");
/// assert_eq!(format!("{headers:?}"), r#"["X-Nonce", "Via", "via"]"#);
/// ```
#[derive(Clone, Copy)]
pub struct Headers<'a>(pub &'a [(&'a str, &'a str)]);

impl fmt::Debug for Headers<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

impl<'a> Headers<'a> {
    /// The value of a header that is there exactly once.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&'a str> {
        let mut values = self.0.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name));
        let first = values.next()?;
        values.next().is_none().then_some(first.1)
    }
}

/// A provider's answer as it came in.
#[derive(Clone, Copy)]
pub struct Response<'a> {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: Headers<'a>,
    /// The body.
    pub body: &'a [u8],
}

impl fmt::Debug for Response<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Response({}, {} bytes)", self.status, self.body.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Code;

    #[test]
    fn the_text_is_that_of_the_json() {
        let plain = Request {
            method: Method::Get,
            url: "https://api.example.com/?q=\"".to_owned(),
            headers: Vec::new(),
            body: None,
            findings: Vec::new(),
        };
        let mut form = plain.clone();
        form.headers = vec![("X-Key", "a\\b".to_owned()), ("X-Nonce", String::new())];
        form.body = Some(vec![0xff, 0]);
        let mut text = form.clone();
        text.body = Some(b"{\"a\":\n\"\xc3\xa9\"}".to_vec());
        text.findings = vec![Finding::new(Code::KeyForTests)];
        for request in [plain, form, text] {
            assert_eq!(request.to_text(), request.to_json().to_string());
        }
    }
}
