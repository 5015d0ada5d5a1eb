//! Connections: a request in, an answer out, or whatever goes wrong instead.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Limited};
use hyper::Request;
use hyper::body::Incoming as Body;
use hyper::header::RETRY_AFTER;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::control;
use super::reply::{Answer, json, message};
use super::state::Shared;
use crate::provider::Headers;
use crate::provider::sandbox::Message;

/// How large a request may be.
const MAX_BODY: usize = 32 * 1024 * 1024;

/// The connection is closed without an answer.
#[derive(Debug)]
struct Dropped;

impl fmt::Display for Dropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection is dropped, as it was asked to be")
    }
}

impl std::error::Error for Dropped {}

/// Serves until it is stopped.
pub(super) async fn serve(listener: TcpListener, shared: Arc<Shared>, stop: CancellationToken) {
    let builder = Builder::new(TokioExecutor::new()).http1_only();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stop.cancelled() => return,
        };
        let Ok((stream, peer)) = accepted else {
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let (shared, stop, builder) = (Arc::clone(&shared), stop.clone(), builder.clone());
        tokio::spawn(async move {
            let service = service_fn(|request| {
                let shared = Arc::clone(&shared);
                async move { handle(&shared, peer.ip(), request).await }
            });
            // what ends a connection is either the caller's business or was asked for
            let _ = stop.run_until_cancelled(builder.serve_connection(TokioIo::new(stream), service)).await;
        });
    }
}

async fn handle(shared: &Shared, from: IpAddr, request: Request<Body>) -> Result<Answer, Dropped> {
    let (head, body) = request.into_parts();
    let Ok(body) = Limited::new(body, MAX_BODY).collect().await else {
        return Ok(json(413, &message("The request is too large")));
    };
    let body = body.to_bytes();
    let (path, query) = (head.uri.path(), head.uri.query().unwrap_or_default());
    let headers: Vec<(&str, &str)> =
        head.headers.iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?))).collect();
    let headers = Headers(&headers);
    if let Some(rest) = path.strip_prefix("/_sandbox") {
        let key = headers.get("x-idempotency-key").or_else(|| headers.get("idempotency-key")).unwrap_or_default();
        return Ok(control::answer(shared, head.method.as_str(), rest, key, &body));
    }
    let host = headers.get("host").unwrap_or_default();
    let incoming = Message { method: head.method.as_str(), host, path, query, headers, body: &body };
    let Some(answered) = shared.answer(&incoming, from) else {
        return Ok(json(404, &message("No provider has such an operation")));
    };
    let faults = shared.faults();
    let number = |default: u32| answered.fault.and_then(|(_, number)| number).unwrap_or(default);
    let mut answer = json(answered.reply.status, &answered.reply.body);
    match answered.fault.map(|(name, _)| name) {
        Some("drop_before" | "drop_after") => return Err(Dropped),
        Some("lost") => {
            tokio::time::sleep(Duration::from_secs(number(faults.lost_seconds()).into())).await;
            return Err(Dropped);
        }
        Some("latency") => {
            tokio::time::sleep(Duration::from_millis(number(faults.latency_millis()).into())).await;
        }
        Some("rate_limit") => {
            let seconds = number(faults.retry_after_seconds());
            answer.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        _ => {}
    }
    Ok(answer)
}
