//! Answers as they are written.

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::{Response, StatusCode};

use crate::json::Json;

pub(super) type Answer = Response<Full<Bytes>>;

pub(super) fn message(text: &str) -> Json {
    Json::object([("message", text)])
}

/// An answer in JSON.
pub(super) fn json(status: u16, body: &Json) -> Answer {
    text(status, "application/json", body.to_text())
}

pub(super) fn text(status: u16, media_type: &'static str, body: String) -> Answer {
    let mut answer = Response::new(Full::new(Bytes::from(body)));
    *answer.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    answer
}
