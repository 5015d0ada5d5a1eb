//! The files of the web page: those in its folder, and nothing else that the folder leads to.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::services::ServeDir;

use crate::http::app::App;
use crate::http::render::problem::Problem;

/// What the web page may do: load its own files and talk to this service.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data:; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

/// The longest name of a file that file systems know.
const LONGEST: usize = 255;

/// Serves the folder.
pub(in crate::http) fn routes(folder: &Path) -> Router<Arc<App>> {
    let files = ServeDir::new(folder).not_found_service(get(async || Problem::not_found()));
    let folder: Arc<Path> = Arc::from(folder.canonicalize().unwrap_or_else(|_| PathBuf::from(folder)));
    let guard = move |request: Request, next: Next| {
        let folder = Arc::clone(&folder);
        async move {
            if is_inside(&folder, request.uri().path()) {
                next.run(request).await
            } else {
                Problem::not_found().into_response()
            }
        }
    };
    let guarded = Router::new().fallback_service(files).layer(middleware::from_fn(guard));
    guarded.layer(middleware::map_response(page))
}

/// Whether a path names a file of the folder: none that is hidden, none behind a link that leads out of it.
fn is_inside(folder: &Path, path: &str) -> bool {
    let Some(path) = decoded(path) else {
        return false;
    };
    let mut file = folder.to_owned();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        if part.starts_with('.') || part.len() > LONGEST || part.contains(['\\', '\0']) {
            return false;
        }
        file.push(part);
    }
    // what is not there is answered as such
    file.canonicalize().is_ok_and(|file| file.starts_with(folder))
}

/// Without percent signs.
fn decoded(path: &str) -> Option<String> {
    let mut out = Vec::with_capacity(path.len());
    let mut bytes = path.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let mut digit = || char::from(bytes.next()?).to_digit(16);
            out.push(u8::try_from(digit()?.checked_mul(16)?.checked_add(digit()?)?).ok()?);
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).ok()
}

async fn page(mut response: Response) -> Response {
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_files_links_outside_and_long_names_are_not_there() {
        let (outside, inside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let folder = inside.path().canonicalize().unwrap();
        std::fs::write(outside.path().join("secret"), "x").unwrap();
        for name in ["index.html", ".env", "a b"] {
            std::fs::write(folder.join(name), "x").unwrap();
        }
        std::fs::create_dir(folder.join("assets")).unwrap();
        std::fs::write(folder.join("assets/app.js"), "x").unwrap();
        std::os::unix::fs::symlink(outside.path().join("secret"), folder.join("link")).unwrap();
        std::os::unix::fs::symlink(outside.path(), folder.join("folder")).unwrap();
        std::os::unix::fs::symlink(folder.join("index.html"), folder.join("same")).unwrap();
        for path in ["/", "/index.html", "/a%20b", "/assets/app.js", "/assets/", "/same"] {
            assert!(is_inside(&folder, path), "{path}");
        }
        let long = format!("/{}", "a".repeat(256));
        for path in [
            "/.env",
            "/%2eenv",
            "/link",
            "/folder/secret",
            "/../secret",
            "/%2e%2e/secret",
            "/nothing",
            "/%",
            "/%ff",
            &long,
        ] {
            assert!(!is_inside(&folder, path), "{path}");
        }
    }
}
