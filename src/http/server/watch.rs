//! Ends connections that only take up room: HTTP/2 without a request, and answers that nobody takes.
//!
//! A timer that is set for every request costs more than the request. So a connection notes the last second in which
//! something happened on it, and one task looks through all connections every second.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_util::sync::CancellationToken;

/// All connections there are.
#[derive(Debug, Default)]
pub(in crate::http) struct Watch {
    /// Seconds since the start.
    now: AtomicU64,
    connections: Mutex<Vec<Weak<Watched>>>,
}

/// What is known of one connection.
#[derive(Debug)]
pub(in crate::http) struct Watched {
    watch: Arc<Watch>,
    /// The last second in which a request began, or a piece of a body came or went.
    active: AtomicU64,
    /// Since when writing waits for the client; 0 while it does not.
    blocked: AtomicU64,
    is_http2: AtomicBool,
    /// Ends it.
    pub(in crate::http) end: CancellationToken,
}

impl Watch {
    /// Watches a connection that was just made.
    pub(in crate::http) fn begin(self: &Arc<Watch>) -> Arc<Watched> {
        let watched = Arc::new(Watched {
            watch: Arc::clone(self),
            active: AtomicU64::new(self.now()),
            blocked: AtomicU64::new(0),
            is_http2: AtomicBool::new(false),
            end: CancellationToken::new(),
        });
        self.lock().push(Arc::downgrade(&watched));
        watched
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Weak<Watched>>> {
        self.connections.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> u64 {
        self.now.load(Ordering::Relaxed)
    }

    /// Looks through them every second.
    pub(in crate::http) async fn run(self: Arc<Watch>, idle: Duration, stop: CancellationToken) {
        let idle = idle.as_secs().max(1);
        while !stop.is_cancelled() {
            tokio::time::sleep(Duration::from_secs(1)).await;
            let now = self.now.fetch_add(1, Ordering::Relaxed).saturating_add(1);
            self.lock().retain(|connection| {
                let Some(connection) = connection.upgrade() else {
                    return false;
                };
                let blocked = connection.blocked.load(Ordering::Relaxed);
                let is_stuck = blocked != 0 && now.saturating_sub(blocked) > idle;
                let is_idle = connection.is_http2.load(Ordering::Relaxed)
                    && now.saturating_sub(connection.active.load(Ordering::Relaxed)) > idle;
                if is_stuck || is_idle {
                    connection.end.cancel();
                }
                !(is_stuck || is_idle)
            });
        }
    }
}

impl Watched {
    /// Something happened.
    pub(in crate::http) fn touch(&self, is_http2: bool) {
        self.active.store(self.watch.now(), Ordering::Relaxed);
        if is_http2 {
            self.is_http2.store(true, Ordering::Relaxed);
        }
    }

    fn wrote<T>(&self, result: Poll<T>) -> Poll<T> {
        if result.is_ready() {
            self.blocked.store(0, Ordering::Relaxed);
        } else if self.blocked.load(Ordering::Relaxed) == 0 {
            self.blocked.store(self.watch.now().max(1), Ordering::Relaxed);
        }
        result
    }
}

/// A stream of which it is noted since when writing waits.
pub(in crate::http) struct Stream<S> {
    stream: S,
    watched: Arc<Watched>,
}

impl<S> Stream<S> {
    pub(in crate::http) const fn new(stream: S, watched: Arc<Watched>) -> Stream<S> {
        Stream { stream, watched }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Stream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Stream<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.watched.wrote(result)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write_vectored(context, pieces);
        self.watched.wrote(result)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// A body of which each piece is noted.
pub(in crate::http) struct Body<B> {
    body: B,
    watched: Option<Arc<Watched>>,
}

impl<B> Body<B> {
    pub(in crate::http) const fn new(body: B, watched: Option<Arc<Watched>>) -> Body<B> {
        Body { body, watched }
    }
}

impl<B: axum::body::HttpBody + Unpin> axum::body::HttpBody for Body<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<hyper::body::Frame<B::Data>, B::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(context);
        if let Some(watched) = &self.watched
            && frame.is_ready()
        {
            watched.touch(true);
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> hyper::body::SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_idle_or_stuck_is_ended_and_what_works_is_not() {
        let watch = Arc::new(Watch::default());
        let (idle, stuck, busy, old) = (watch.begin(), watch.begin(), watch.begin(), watch.begin());
        idle.touch(true);
        let _ = stuck.wrote(Poll::<()>::Pending);
        let stop = CancellationToken::new();
        tokio::spawn(Arc::clone(&watch).run(Duration::from_secs(1), stop.clone()));
        for _ in 0..8 {
            busy.touch(true);
            let _ = busy.wrote(Poll::<()>::Pending);
            let _ = busy.wrote(Poll::Ready(()));
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        stop.cancel();
        assert!(idle.end.is_cancelled() && stuck.end.is_cancelled());
        // HTTP/1 between requests has a time of its own
        assert!(!busy.end.is_cancelled() && !old.end.is_cancelled());
    }
}
