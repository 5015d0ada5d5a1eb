//! The facade over HTTP: one row of [`ROUTES`] a function.
//!
//! To add a function: a row in `routes.rs` with its schemas, and a function of a line or two that reads the
//! call and asks [`crate::api`]. Router and `OpenAPI` description are made from the rows.

mod routes;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Query, RawPathParams, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, on};

use super::app::App;
use super::body::{self, BodyError};
use super::envelope::json;
use super::problem::Problem;
use crate::json::{Json, Object};

pub(super) use routes::ROUTES;

/// One function of the facade.
pub(super) struct Route {
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    /// The name of the facade's function.
    pub(super) id: &'static str,
    pub(super) summary: &'static str,
    /// Parameters in path and query: name, whether it is in the path, schema, what it is.
    pub(super) parameters: &'static [Parameter],
    /// The JSON Schema of the body; empty where there is none.
    pub(super) body: &'static str,
    /// The JSON Schema of the answer.
    pub(super) answer: &'static str,
    run: fn(&Call) -> Result<Json, Problem>,
}

pub(super) struct Parameter {
    pub(super) name: &'static str,
    pub(super) is_path: bool,
    pub(super) schema: &'static str,
    pub(super) help: &'static str,
}

/// What came in.
struct Call {
    path: Vec<(String, String)>,
    query: Vec<(String, String)>,
    body: Object,
}

pub(super) fn routes() -> Router<Arc<App>> {
    let mut router = Router::new();
    for route in ROUTES {
        let filter = if route.method == "GET" { MethodFilter::GET } else { MethodFilter::POST };
        let handler = move |State(app): State<Arc<App>>, path: RawPathParams, request: Request| async move {
            handle(&app, route, &path, request).await.unwrap_or_else(IntoResponse::into_response)
        };
        router = router.route(route.path, on(filter, handler));
    }
    router
}

async fn handle(app: &App, route: &Route, path: &RawPathParams, request: Request) -> Result<Response, Problem> {
    let mut call = Call {
        path: path.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        query: Vec::new(),
        body: Object::new(),
    };
    if request.uri().query().is_some_and(|query| !query.is_empty()) {
        let query = Query::<Vec<(String, String)>>::try_from_uri(request.uri());
        call.query = query.map_err(|_| Problem::argument("", "the query cannot be read"))?.0;
        let known = |name: &str| route.parameters.iter().any(|known| !known.is_path && known.name == name);
        for (at, (name, _)) in call.query.iter().enumerate() {
            if !known(name) || call.query.iter().take(at).any(|(other, _)| other == name) {
                return Err(Problem::argument(name.clone(), "there is no such parameter, or it is there twice"));
            }
        }
    }
    if !route.body.is_empty() {
        if !body::is_json(request.headers()) {
            return Err(Problem::media_type("application/json"));
        }
        let bytes = body::read(request, app.settings.body_limit, app.settings.request_timeout).await;
        let bytes = bytes.map_err(|error| match error {
            BodyError::TooLarge => Problem::too_large(),
            BodyError::Timeout => Problem::timeout(),
            BodyError::Broken => Problem::argument("", "the body is incomplete"),
        })?;
        call.body = match Json::from_slice(&bytes)? {
            Json::Object(body) => body,
            _ => return Err(Problem::argument("", "the body must be a JSON object")),
        };
    }
    (route.run)(&call).map(|answer| json(StatusCode::OK, &answer))
}

impl Call {
    /// A parameter of the path.
    fn path(&self, name: &str) -> &str {
        self.path.iter().find_map(|(key, value)| (key == name).then_some(value.as_str())).unwrap_or_default()
    }

    /// Parameters of the query as options.
    fn options(&self) -> Json {
        Json::object(self.query.iter().map(|(name, value)| (name.clone(), value.clone())))
    }

    /// Refuses members of the body that are none of these.
    fn only(&self, names: &[&str]) -> Result<(), Problem> {
        match self.body.iter().find(|(name, _)| !names.contains(name)) {
            Some((name, _)) => Err(Problem::argument(name, "there is no such member")),
            None => Ok(()),
        }
    }

    fn text(&self, name: &str) -> Result<&str, Problem> {
        let text = self.body.get(name).and_then(Json::as_str);
        text.ok_or_else(|| Problem::argument(name, "a string is needed"))
    }

    fn object(&self, name: &str) -> Result<&Object, Problem> {
        let object = self.body.get(name).and_then(Json::as_object);
        object.ok_or_else(|| Problem::argument(name, "an object is needed"))
    }

    /// A member that may be left out; null is an option's default.
    fn optional(&self, name: &str) -> &Json {
        self.body.get(name).unwrap_or(&Json::Null)
    }
}
