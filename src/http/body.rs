//! Bodies: how large, how long, and of what type.

use std::error::Error;
use std::time::Duration;

use axum::body::{Bytes, to_bytes};
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http_body_util::LengthLimitError;

/// Why there is no body.
#[derive(Clone, Copy, Debug)]
pub(super) enum BodyError {
    TooLarge,
    Timeout,
    Broken,
}

/// Reads a body as a whole.
pub(super) async fn read(request: Request, limit: usize, patience: Duration) -> Result<Bytes, BodyError> {
    if content_length(request.headers()).is_some_and(|length| length > u64::try_from(limit).unwrap_or(u64::MAX)) {
        return Err(BodyError::TooLarge);
    }
    match tokio::time::timeout(patience, to_bytes(request.into_body(), limit)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) if error.source().is_some_and(<dyn Error>::is::<LengthLimitError>) => Err(BodyError::TooLarge),
        Ok(Err(_)) => Err(BodyError::Broken),
        Err(_) => Err(BodyError::Timeout),
    }
}

pub(super) fn content_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// The type without its parameters; empty where there is none.
pub(super) fn media_type(headers: &HeaderMap) -> &str {
    let value = headers.get(CONTENT_TYPE).map_or(Some(""), |value| value.to_str().ok());
    value.unwrap_or("?").split(';').next().unwrap_or_default().trim()
}

/// Whether a body is JSON as far as its header says; without a header it is taken to be.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    let media_type = media_type(headers);
    media_type.is_empty() || media_type.eq_ignore_ascii_case("application/json")
}
