//! Connections: accepted, limited in number and time, encrypted if asked for, and brought to an end.

pub(in crate::http) mod body;
pub(in crate::http) mod client_address;
pub(in crate::http) mod clock;
pub(in crate::http) mod counts;
pub(in crate::http) mod front;
pub(in crate::http) mod rate;
pub(in crate::http) mod settings;
pub(in crate::http) mod shares;
pub(in crate::http) mod timeout;
mod watch;

use std::convert::Infallible;
use std::fmt;
use std::fs;
use std::future::{Future as _, poll_fn};
use std::io;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use axum::http::header::HOST;
use axum::http::{Request, Version};
use axum::response::IntoResponse as _;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{info, warn};

use crate::http::render::problem::Problem;
use crate::http::server::client_address::{ClientAddress, Peer};
use crate::http::server::front::Front;
use crate::http::server::timeout::HeadDeadline;
use crate::http::server::watch::{Watch, Watched};

/// How long a TLS handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// A certificate chain and its key, which are read anew when they were renewed.
#[derive(Clone)]
pub struct Tls {
    chain: PathBuf,
    key: PathBuf,
    acceptor: Arc<RwLock<TlsAcceptor>>,
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tls({})", self.chain.display())
    }
}

impl Tls {
    /// Reads them.
    ///
    /// # Errors
    /// Where the files cannot be read or do not belong together.
    pub fn read(chain: &Path, key: &Path) -> Result<Tls, io::Error> {
        let acceptor = Arc::new(RwLock::new(acceptor(chain, key)?));
        Ok(Tls { chain: chain.to_owned(), key: key.to_owned(), acceptor })
    }

    /// Reads them again, for connections from now on.
    ///
    /// # Errors
    /// As [`Tls::read`]; then the old ones stay.
    pub fn renew(&self) -> Result<(), io::Error> {
        let renewed = acceptor(&self.chain, &self.key)?;
        *self.acceptor.write().unwrap_or_else(PoisonError::into_inner) = renewed;
        Ok(())
    }

    fn acceptor(&self) -> TlsAcceptor {
        self.acceptor.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn acceptor(chain: &Path, key: &Path) -> Result<TlsAcceptor, io::Error> {
    let invalid = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what.to_owned());
    let pem = fs::read(chain)?;
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
    let chain = chain.map_err(|_| invalid("the certificates are not PEM"))?;
    let key = PrivateKeyDer::from_pem_slice(&fs::read(key)?).map_err(|_| invalid("the key is not PEM"))?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| invalid("TLS cannot be set up"))?
        .with_no_client_auth()
        .with_single_cert(chain, key);
    let mut config = config.map_err(|_| invalid("the certificate and the key do not belong together"))?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// Serves until `stop`, then finishes what is in flight: no new connections, no further requests on those
/// there are, and whatever was begun runs to its end, within the time for draining.
pub async fn serve(listener: TcpListener, front: Front, tls: Option<Tls>, stop: CancellationToken) {
    let app = front.app();
    let slots = Arc::new(Semaphore::new(app.settings.connections));
    let watch = Arc::new(Watch::default());
    tokio::spawn(Arc::clone(&watch).run(app.settings.idle_timeout, stop.clone()));
    let (connections, closing) = (TaskTracker::new(), CancellationToken::new());
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().header_read_timeout(app.settings.header_timeout).max_buf_size(64 * 1024);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(Duration::from_secs(20))
        .keep_alive_timeout(Duration::from_secs(20))
        .max_concurrent_streams(100)
        .max_header_list_size(32 * 1024);
    loop {
        let slot = tokio::select! {
            slot = Arc::clone(&slots).acquire_owned() => slot,
            () = stop.cancelled() => break,
        };
        let Ok(slot) = slot else {
            break;
        };
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // too many open files, for example: those there are go on
                    warn!(error_message = %error, "A connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            },
            () = stop.cancelled() => break,
        };
        // one client does not get all there are; a proxy that is trusted stands for many
        let client = ClientAddress(peer.ip());
        let is_proxy = app.settings.trusted_proxies.iter().any(|network| network.contains(peer.ip()));
        let place = app.connections.take(client.key());
        if place.is_none() && !is_proxy {
            continue;
        }
        let watched = watch.begin();
        // small answers go out at once
        let _ = stream.set_nodelay(true);
        let (front, builder, closing) = (front.clone(), builder.clone(), closing.clone());
        let acceptor = tls.as_ref().map(Tls::acceptor);
        connections.spawn(async move {
            let _taken = (slot, place);
            match acceptor {
                None => connection(stream, Peer(peer), front, builder, (closing, watched)).await,
                Some(acceptor) => {
                    if let Ok(Ok(stream)) = tokio::time::timeout(HANDSHAKE, handshake(&acceptor, stream)).await {
                        connection(stream, Peer(peer), front, builder, (closing, watched)).await;
                    }
                }
            }
        });
    }
    app.is_stopping.store(true, Ordering::Release);
    app.stopping.cancel();
    closing.cancel();
    drop(listener);
    info!("Stopping: what is in flight is finished");
    connections.close();
    app.tasks.close();
    let drained = async {
        connections.wait().await;
        app.tasks.wait().await;
    };
    if tokio::time::timeout(app.settings.drain, drained).await.is_err() {
        warn!("Stopping although requests are in flight; what they began is reconciled later");
    }
}

async fn handshake(
    acceptor: &TlsAcceptor,
    stream: TcpStream,
) -> Result<tokio_rustls::server::TlsStream<TcpStream>, io::Error> {
    acceptor.accept(stream).await
}

/// RFC 9112, 3.2: a request of HTTP/1.1 has one `Host`. HTTP/2 has an authority instead.
fn has_host<B>(request: &Request<B>) -> bool {
    request.version() != Version::HTTP_11 || request.headers().get_all(HOST).iter().count() == 1
}

async fn connection<S>(
    stream: S,
    peer: Peer,
    front: Front,
    mut builder: Builder<TokioExecutor>,
    (closing, watched): (CancellationToken, Arc<Watched>),
) where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let app = Arc::clone(front.app());
    let deadline = HeadDeadline::new(app.settings.header_timeout);
    builder.http1().timer(deadline.clone());
    let first = deadline.clone();
    let noted = Arc::clone(&watched);
    let service = service_fn(move |request: Request<hyper::body::Incoming>| {
        first.clear();
        let front = front.clone();
        let noted = (request.version() == Version::HTTP_2).then(|| Arc::clone(&noted));
        async move {
            if !has_host(&request) {
                return Ok::<_, Infallible>(Problem::argument("host", "one Host is needed").into_response());
            }
            let Some(noted) = noted else {
                return Ok(front.answer(Some(peer), request.map(|body| watch::Body::new(body, None))).await);
            };
            noted.touch(true);
            let request = request.map(|body| watch::Body::new(body, Some(Arc::clone(&noted))));
            let answer = front.answer(Some(peer), request).await;
            noted.touch(true);
            Ok(answer.map(|body| axum::body::Body::new(watch::Body::new(body, Some(noted)))))
        }
    });
    let end = watched.end.clone();
    let stream = watch::Stream::new(stream, watched);
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
    let mut closed = pin!(closing.cancelled());
    let (mut is_waiting, mut is_told) = (false, false);
    let served = poll_fn(|context| {
        // asked once at first, which is enough to be woken: a task has one waker all its life; the flag is set before
        if !is_told && (!is_waiting || app.is_stopping.load(Ordering::Acquire)) {
            is_waiting = true;
            if closed.as_mut().poll(context).is_ready() {
                is_told = true;
                // what is in flight is answered, and nothing further is read
                connection.as_mut().graceful_shutdown();
            }
        }
        connection.as_mut().poll(context)
    });
    // a client that breaks off, or writes what is not HTTP, is its own affair
    tokio::select! {
        _ = deadline.keep(served) => {}
        () = end.cancelled() => {}
    }
}
