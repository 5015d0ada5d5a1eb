//! The way in: every request passes here once, in one function instead of a stack of layers.
//!
//! It finds the client's address, gives the request an id, and times, counts and logs it. The routes that are
//! called most, which have no parameters in their paths, are found by comparison; all others by the router.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use tower::{BoxError, ServiceExt as _};
use tracing::debug;

use crate::http::app::App;
use crate::http::render::problem::Problem;
use crate::http::routes::{payment, v1};
use crate::http::server::client_address::{ClientAddress, Peer};
use crate::http::server::{clock, rate};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What the viewer of the description may do: its own files, styles and scripts that it writes itself, and requests
/// to this service.
const VIEWER_POLICY: &str = "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What answers of a route are protected from.
#[derive(Clone, Copy)]
enum Guard {
    /// Being kept anywhere.
    Private,
    /// Being shown in another page.
    Viewer,
    Other,
}

impl Guard {
    fn of(path: &str) -> Guard {
        let is_private = |prefix| path.starts_with(prefix);
        match path {
            _ if ["/api/", "/v1/", "/webhooks/"].into_iter().any(is_private) => Guard::Private,
            _ if path == "/docs" || path.starts_with("/docs/") => Guard::Viewer,
            _ => Guard::Other,
        }
    }
}

/// All routes behind one entrance.
#[derive(Clone, Debug)]
pub struct Front {
    app: Arc<App>,
    router: Router,
}

impl Front {
    pub(in crate::http) const fn new(app: Arc<App>, router: Router) -> Front {
        Front { app, router }
    }

    pub(in crate::http) const fn app(&self) -> &Arc<App> {
        &self.app
    }

    /// Answers a request of a client on this connection.
    pub(in crate::http) async fn answer<B>(&self, peer: Option<Peer>, request: Request<B>) -> Response
    where
        B: HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        let started = clock::instant();
        let client = ClientAddress::find(peer, request.headers(), &self.app.settings.trusted_proxies);
        let is_usable = |id: &HeaderValue| id.len() <= 128 && id.as_bytes().iter().all(u8::is_ascii_graphic);
        let id = request.headers().get(&REQUEST_ID).filter(|id| is_usable(id)).cloned();
        let id = id.or_else(|| self.app.request_id());
        // only what is logged is copied
        let is_logged = tracing::enabled!(tracing::Level::DEBUG);
        let line = is_logged.then(|| (request.method().clone(), request.uri().path().to_owned()));
        let guard = Guard::of(request.uri().path());
        let mut response = self.route(client, request).await;
        let took = started.elapsed();
        self.app.metrics.responded(response.status().as_u16(), took);
        if let Some((method, path)) = line {
            debug!(
                %method, path, status = response.status().as_u16(), ip = %client,
                microseconds = u64::try_from(took.as_micros()).unwrap_or(u64::MAX), "Request"
            );
        }
        if let Some(id) = id {
            response.headers_mut().insert(REQUEST_ID, id);
        }
        let headers = response.headers_mut();
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        match guard {
            Guard::Private => {
                headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
            }
            Guard::Viewer => {
                headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(VIEWER_POLICY));
                headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
            }
            Guard::Other => {}
        }
        if self.app.settings.tls.is_some() {
            headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
        }
        response
    }

    /// Whether the functions are for this client, and not too often.
    fn admit<B>(&self, client: ClientAddress, request: &Request<B>) -> Result<(), Problem> {
        if let Some(seconds) = rate::function(&self.app, client, request.uri().path()) {
            return Err(Problem::too_many(seconds));
        }
        if self.app.settings.functions_need_caller && payment::admitted(&self.app, request.headers()).is_none() {
            return Err(Problem::unknown_caller());
        }
        Ok(())
    }

    async fn route<B>(&self, client: ClientAddress, request: Request<B>) -> Response
    where
        B: HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        let path = request.uri().path();
        if path.starts_with("/v1/")
            && let Err(problem) = self.admit(client, &request)
        {
            return problem.into_response();
        }
        if let Some(route) = v1::direct(request.method(), path) {
            let answer = v1::handle(&self.app, route, Vec::new(), request).await;
            return answer.unwrap_or_else(IntoResponse::into_response);
        }
        if let Some(kind) = payment::direct(request.method(), path) {
            return payment::answer(&self.app, kind, client, request).await;
        }
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(client);
        self.router.clone().oneshot(request).await.unwrap_or_else(|never: Infallible| match never {})
    }
}

/// For servers and tests that bring their own connections; the peer is an extension of the request.
impl tower::Service<Request> for Front {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let front = self.clone();
        let peer = request.extensions().get::<Peer>().copied();
        Box::pin(async move { Ok(front.answer(peer, request).await) })
    }
}
