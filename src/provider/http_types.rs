//! Requests and headers as those of the crate `http`, which most clients and servers for Rust share.

use super::{Headers, Request};
use crate::error::{Error, ErrorCode};

/// The request with its bytes and headers unchanged.
///
/// ```
/// use offramp_core::provider::{Context, Credentials};
/// use offramp_core::{Json, Provider};
///
/// let context = Context::at("2024-06-09T07:00:00Z".parse()?);
/// let credentials = Credentials::new().with("apiKey", "key");
/// let built = Provider::Unigox.build("listPairs", &Json::Null, &credentials, &context)?;
/// let request: http::Request<Vec<u8>> = built.try_into()?;
/// assert_eq!(request.method(), "GET");
/// # Ok::<(), offramp_core::Error>(())
/// ```
impl TryFrom<Request> for http::Request<Vec<u8>> {
    type Error = Error;

    /// # Errors
    /// `URL_INVALID` where the crate takes neither the URL nor a header.
    fn try_from(request: Request) -> Result<http::Request<Vec<u8>>, Error> {
        let mut builder = http::Request::builder().method(request.method.as_str()).uri(&request.url);
        for (name, value) in &request.headers {
            builder = builder.header(*name, value);
        }
        let refused = |_| Error::new(ErrorCode::UrlInvalid, "the crate http does not take this request");
        builder.body(request.body.unwrap_or_default()).map_err(refused)
    }
}

/// The headers of a delivery or an answer as pairs of text, which [`Headers`] borrows.
///
/// ```
/// use offramp_core::provider::HeaderPairs;
///
/// let mut map = http::HeaderMap::new();
/// map.insert("x-nonce", http::HeaderValue::from_static("n1"));
/// let pairs = HeaderPairs::from(&map);
/// assert_eq!(pairs.headers().get("X-Nonce"), Some("n1"));
/// ```
#[derive(Clone)]
pub struct HeaderPairs<'a>(Vec<(&'a str, &'a str)>);

impl HeaderPairs<'_> {
    /// The headers, to verify a delivery or to read an answer.
    #[must_use]
    pub fn headers(&self) -> Headers<'_> {
        Headers(&self.0)
    }
}

/// A value that is no visible ASCII becomes empty: no signature is one.
impl<'a> From<&'a http::HeaderMap> for HeaderPairs<'a> {
    fn from(map: &'a http::HeaderMap) -> HeaderPairs<'a> {
        HeaderPairs(map.iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap_or_default())).collect())
    }
}

impl std::fmt::Debug for HeaderPairs<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.headers().fmt(f)
    }
}
