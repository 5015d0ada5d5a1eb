//! Sends one built request: timeouts, a bound on the answer's size, and what a failure says about the request; nothing
//! else.
//!
//! A connection has a time of its own, less than the whole: one that was not made within it sent nothing.

use std::fmt;
use std::time::Duration;

use crate::provider::{Headers, Method, Request, Response};

/// How large an answer may be.
const MAX_ANSWER: usize = 4 * 1024 * 1024;
/// How long a connection may take where nothing else is said, TLS included.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Sends requests over connections that it keeps, each once: what may be sent again says [`Client`](super::Client).
#[derive(Clone, Debug)]
pub struct Http {
    client: reqwest::Client,
    timeout: Duration,
}

/// An answer as it came in.
#[derive(Clone)]
pub struct Received {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendError {
    /// The request did not leave: it may be sent again.
    NotSent,
    /// The request may have arrived: what became of it must be asked for.
    Unknown,
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            SendError::NotSent => "the request could not be sent",
            SendError::Unknown => "there was no answer, and the request may have arrived",
        })
    }
}

impl std::error::Error for SendError {}

impl Http {
    /// One that waits so long for an answer: at most half of it, and five seconds, for the connection.
    ///
    /// # Errors
    /// `NotSent` where TLS cannot be set up.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use offramp_core::client::Http;
    ///
    /// let http = Http::new(Duration::from_secs(20))?;
    /// # Ok::<(), offramp_core::client::SendError>(())
    /// ```
    pub fn new(timeout: Duration) -> Result<Http, SendError> {
        Http::with_timeouts(timeout, CONNECT_TIMEOUT, timeout)
    }

    /// One that waits so long for an answer, so long of it for the connection, but at most half of it (what was not
    /// connected by then was not sent), and so long for any next piece of the answer.
    ///
    /// # Errors
    /// `NotSent` where TLS cannot be set up.
    pub fn with_timeouts(timeout: Duration, connect: Duration, read: Duration) -> Result<Http, SendError> {
        let client = reqwest::Client::builder()
            .timeout(timeout)
            .read_timeout(read)
            .connect_timeout(connect.min(timeout.checked_div(2).unwrap_or(timeout)))
            // a redirect would send what is signed for one place to another
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("offramp-core/", env!("CARGO_PKG_VERSION")))
            .build();
        client.map(|client| Http { client, timeout }).map_err(|_| SendError::NotSent)
    }

    /// Sends a request as it is.
    ///
    /// # Errors
    /// `NotSent` where no connection was made in its time, `Unknown` where there was one and no whole answer.
    pub async fn send(&self, request: &Request) -> Result<Received, SendError> {
        self.send_within(request, self.timeout).await
    }

    /// The same with less time for all of it.
    ///
    /// # Errors
    /// As [`Http::send`].
    pub async fn send_within(&self, request: &Request, timeout: Duration) -> Result<Received, SendError> {
        let method = match request.method() {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut builder = self.client.request(method, request.url()).timeout(timeout.min(self.timeout));
        for (name, value) in request.headers() {
            builder = builder.header(name, value);
        }
        if let Some(body) = request.bytes() {
            builder = builder.body(body.to_vec());
        }
        let failed = |error: &reqwest::Error| {
            if error.is_connect() || error.is_builder() { SendError::NotSent } else { SendError::Unknown }
        };
        let mut answer = builder.send().await.map_err(|error| failed(&error))?;
        let status = answer.status().as_u16();
        let headers = answer
            .headers()
            .iter()
            .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
            .collect();
        let mut body = Vec::new();
        while let Some(piece) = answer.chunk().await.map_err(|_| SendError::Unknown)? {
            if body.len().saturating_add(piece.len()) > MAX_ANSWER {
                return Err(SendError::Unknown);
            }
            body.extend_from_slice(&piece);
        }
        Ok(Received { status, headers, body })
    }
}

impl Received {
    /// An answer that came in some other way.
    #[must_use]
    pub const fn new(status: u16, headers: Vec<(String, String)>, body: Vec<u8>) -> Received {
        Received { status, headers, body }
    }

    /// Hands the answer over in the form that [`crate::Provider::parse`] takes.
    pub fn read<T>(&self, read: impl FnOnce(&Response<'_>) -> T) -> T {
        let headers: Vec<_> = self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        read(&Response { status: self.status, headers: Headers(&headers), body: &self.body })
    }

    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> u16 {
        self.status
    }
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Received({}, {} bytes)", self.status, self.body.len())
    }
}
