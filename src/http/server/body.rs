//! Bodies: how large, how long, and of what type.

use std::pin::pin;
use std::time::Duration;

use axum::body::{Bytes, HttpBody};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, Request};
use bytes::BytesMut;
use http_body_util::BodyExt as _;
use tokio_util::sync::CancellationToken;

use crate::http::app::App;
use crate::http::server::timeout;

/// Why there is no body.
#[derive(Clone, Copy, Debug)]
pub(in crate::http) enum BodyError {
    TooLarge,
    Timeout,
    Broken,
}

/// Reads a body as a whole.
pub(in crate::http) async fn read<B>(request: Request<B>, limit: usize, app: &App) -> Result<Bytes, BodyError>
where
    B: HttpBody<Data = Bytes>,
{
    within(request, limit, app.settings.request_timeout, &app.stopping).await
}

/// Reads a body in so much time; less, where the service stops meanwhile.
async fn within<B>(
    request: Request<B>,
    limit: usize,
    timeout: Duration,
    stopping: &CancellationToken,
) -> Result<Bytes, BodyError>
where
    B: HttpBody<Data = Bytes>,
{
    if content_length(request.headers()).is_some_and(|length| length > u64::try_from(limit).unwrap_or(u64::MAX)) {
        return Err(BodyError::TooLarge);
    }
    timeout::within(timeout, stopping, collect(request.into_body(), limit)).await.unwrap_or(Err(BodyError::Timeout))
}

/// A body that came in one piece is not copied.
async fn collect<B>(body: B, limit: usize) -> Result<Bytes, BodyError>
where
    B: HttpBody<Data = Bytes>,
{
    let mut body = pin!(body);
    let (mut first, mut whole) = (Bytes::new(), BytesMut::new());
    while !body.is_end_stream() {
        let Some(frame) = body.frame().await else {
            break;
        };
        let Ok(piece) = frame.map_err(|_| BodyError::Broken)?.into_data() else {
            continue;
        };
        let length = first.len().saturating_add(whole.len()).saturating_add(piece.len());
        if length > limit {
            return Err(BodyError::TooLarge);
        }
        if first.is_empty() && whole.is_empty() {
            first = piece;
            continue;
        }
        whole.extend_from_slice(&std::mem::take(&mut first));
        whole.extend_from_slice(&piece);
    }
    Ok(if whole.is_empty() { first } else { whole.freeze() })
}

pub(in crate::http) fn content_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// The type without its parameters; empty where there is none.
pub(in crate::http) fn media_type(headers: &HeaderMap) -> &str {
    let value = headers.get(CONTENT_TYPE).map_or(Some(""), |value| value.to_str().ok());
    value.unwrap_or("?").split(';').next().unwrap_or_default().trim()
}

/// Whether no other encoding than UTF-8 is named.
pub(in crate::http) fn is_utf8(headers: &HeaderMap) -> bool {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut charsets = value.split(';').skip(1).filter_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"'))
    });
    charsets.all(|charset| charset.eq_ignore_ascii_case("utf-8"))
}

/// Whether a body is JSON as its header says, in UTF-8. Without a header it is not: any page may send that.
pub(in crate::http) fn is_json(headers: &HeaderMap) -> bool {
    // as almost everybody writes it
    if headers.get(CONTENT_TYPE).is_some_and(|value| value == "application/json") {
        return true;
    }
    media_type(headers).eq_ignore_ascii_case("application/json") && is_utf8(headers)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use futures_util::stream;

    use super::*;

    async fn read_pieces(pieces: &[&'static str], limit: usize) -> Result<Bytes, BodyError> {
        let pieces: Vec<_> =
            pieces.iter().map(|piece| Ok::<_, std::io::Error>(Bytes::from_static(piece.as_bytes()))).collect();
        let request = Request::new(Body::from_stream(stream::iter(pieces)));
        within(request, limit, Duration::from_secs(5), &CancellationToken::new()).await
    }

    #[tokio::test]
    async fn pieces_are_put_together_within_the_limit() {
        for (pieces, whole) in [(&[][..], ""), (&["abc"], "abc"), (&["a", "", "bc", "d"], "abcd"), (&["", "ab"], "ab")]
        {
            assert_eq!(read_pieces(pieces, 4).await.unwrap(), whole);
        }
        for pieces in [&["abcde"][..], &["ab", "cde"], &["a", "b", "c", "d", "e"]] {
            assert!(matches!(read_pieces(pieces, 4).await, Err(BodyError::TooLarge)));
        }
        let cut = stream::iter([Ok(Bytes::from_static(b"ab")), Err(std::io::Error::other("cut"))]);
        let broken =
            within(Request::new(Body::from_stream(cut)), 4, Duration::from_secs(5), &CancellationToken::new()).await;
        assert!(matches!(broken, Err(BodyError::Broken)));
    }

    #[tokio::test]
    async fn a_piece_that_is_the_whole_is_not_copied() {
        let piece = Bytes::from(vec![b'x'; 100]);
        let request = Request::new(Body::from(piece.clone()));
        let whole = within(request, 100, Duration::from_secs(5), &CancellationToken::new()).await.unwrap();
        assert_eq!(whole.as_ptr(), piece.as_ptr());
    }
}
