//! The facade over HTTP: one row of [`ROUTES`] a function.
//!
//! To add a function: a row in `routes.rs` with its schemas. It is called by its name as in JavaScript, with
//! its parameters from the path and the members of the body. Router and `OpenAPI` description are made from
//! the rows.

mod handlers;
mod routes;

use std::sync::Arc;

use axum::Router;
use axum::body::{Bytes, HttpBody};
use axum::extract::{Query, RawPathParams, Request, State};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, on};

use crate::api::{self, Directories};
use crate::http::app::App;
use crate::http::render::envelope::{json, typed};
use crate::http::render::problem::Problem;
use crate::http::routes::query;
use crate::http::server::body::{self, BodyError};
use crate::http::server::clock;
use crate::http::whole;
use crate::json::{Json, Object};

pub(in crate::http) use routes::ROUTES;

/// One function of the facade.
pub(in crate::http) struct Route {
    pub(in crate::http) method: &'static str,
    pub(in crate::http) path: &'static str,
    /// The name of the facade's function.
    pub(in crate::http) id: &'static str,
    pub(in crate::http) summary: &'static str,
    /// Parameters in path and query: name, whether it is in the path, schema, what it is.
    pub(in crate::http) parameters: &'static [Parameter],
    /// The JSON Schema of the body; empty where there is none.
    pub(in crate::http) body: &'static str,
    /// The JSON Schema of the answer.
    pub(in crate::http) answer: &'static str,
    run: Run,
}

/// How a row is carried out.
enum Run {
    /// The function of the row's name, with these arguments in their order, from the path or else the body.
    Call(&'static [&'static str]),
    /// The list of the row's name.
    List,
    /// The function of the row's name, with the whole body.
    Question,
    /// A function with a shape of its own.
    Own(fn(&Call) -> Result<Json, Problem>),
    /// One that writes the text of its answer itself.
    Written(fn(&Call) -> Result<String, Problem>),
}

pub(in crate::http) struct Parameter {
    pub(in crate::http) name: &'static str,
    pub(in crate::http) is_path: bool,
    pub(in crate::http) schema: &'static str,
    pub(in crate::http) help: &'static str,
}

/// What came in.
struct Call {
    path: Vec<(String, String)>,
    query: Vec<(String, String)>,
    body: Object,
    /// The tables of the service.
    directories: Directories,
    /// Whether the options hold the time.
    is_timed: bool,
}

pub(in crate::http) fn routes() -> Router<Arc<App>> {
    let mut router = Router::new();
    for route in ROUTES {
        let filter = if route.method == "GET" { MethodFilter::GET } else { MethodFilter::POST };
        let handler = move |State(app): State<Arc<App>>, path: RawPathParams, request: Request| async move {
            let path = path.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
            handle(&app, route, path, request).await.unwrap_or_else(IntoResponse::into_response)
        };
        router = router.route(route.path, on(filter, handler));
    }
    router
}

/// The row of a path without parameters.
pub(in crate::http) fn direct(method: &Method, path: &str) -> Option<&'static Route> {
    ROUTES.iter().find(|route| route.path == path && route.method == method.as_str())
}

pub(in crate::http) async fn handle<B>(
    app: &App,
    route: &Route,
    path: Vec<(String, String)>,
    request: Request<B>,
) -> Result<Response, Problem>
where
    B: HttpBody<Data = Bytes>,
{
    let mut call = Call {
        path,
        query: Vec::new(),
        body: Object::new(),
        directories: app.settings.directories.clone(),
        is_timed: ["verifyWebhook", "signWebhook"].contains(&route.id),
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
        // what a larger one needs, it takes from the memory that all share
        let mut share = app.memory.share();
        let length = body::content_length(request.headers()).and_then(|length| usize::try_from(length).ok());
        let limit = match length {
            Some(length) if route.id == "buildRequest" && length > app.settings.body_limit => {
                if length <= app.settings.file_body_limit && !share.resize(length.saturating_mul(3)) {
                    return Err(Problem::busy("there is no memory for the body at the moment"));
                }
                app.settings.file_body_limit
            }
            _ => app.settings.body_limit,
        };
        let bytes = body::read(request, limit, app).await;
        let bytes = bytes.map_err(|error| match error {
            BodyError::TooLarge => Problem::too_large(),
            BodyError::Timeout => Problem::timeout(),
            BodyError::Broken => Problem::argument("", "the body is incomplete"),
        })?;
        call.body = match Json::from_slice(&bytes).map_err(crate::Error::from)? {
            Json::Object(body) => body,
            _ => return Err(Problem::argument("", "the body must be a JSON object")),
        };
    }
    let answer = match route.run {
        Run::Written(run) => return Ok(typed(StatusCode::OK, "application/json", run(&call)?)),
        Run::Own(run) => run(&call)?,
        Run::List => api::lists(route.id)?,
        Run::Question => api::json::call(route.id, &[Json::Object(call.body)])?,
        Run::Call(names) => {
            call.only(names)?;
            let arguments: Result<Vec<Json>, Problem> = names.iter().map(|name| call.argument(name)).collect();
            api::json::call(route.id, &arguments?).map_err(Problem::of_delivery)?
        }
    };
    Ok(json(StatusCode::OK, &answer))
}

/// Where the caller leaves time and nonce to the service, they are the real ones.
fn timed(given: &Json, name: &'static str) -> Result<Json, Problem> {
    let mut given = match given {
        Json::Null => Object::new(),
        Json::Object(given) => given.clone(),
        _ => return Err(Problem::argument(name, "an object is needed")),
    };
    if given.get("now").is_none_or(Json::is_null) {
        given.insert("now", clock::now()?.to_string());
    }
    if given.get("nonce").is_none_or(Json::is_null) {
        given.insert("nonce", clock::uuid().map_err(|_| Problem::internal())?);
    }
    Ok(Json::Object(given))
}

/// 200.0 is an integer to JSON Schema, and 200 to JavaScript.
fn with_integers(given: &Json) -> Json {
    let Json::Object(members) = given else {
        return given.clone();
    };
    let mut out = Object::new();
    for (name, value) in members.iter() {
        let integer =
            value.as_number().filter(|digits| digits.contains('.')).and_then(|digits| whole(digits).parse().ok());
        out.insert(name, integer.unwrap_or_else(|| value.clone()));
    }
    Json::Object(out)
}

impl Call {
    /// A parameter of the path.
    fn path(&self, name: &str) -> &str {
        self.path.iter().find_map(|(key, value)| (key == name).then_some(value.as_str())).unwrap_or_default()
    }

    /// An argument: a parameter of the path, or else a member of the body.
    fn argument(&self, name: &'static str) -> Result<Json, Problem> {
        if let Some((_, value)) = self.path.iter().find(|(key, _)| key == name) {
            return Ok(Json::text(value));
        }
        let given = self.optional(name);
        match name {
            "context" => timed(given, name),
            "options" if self.is_timed => timed(&with_integers(given), name),
            "options" | "response" | "result" => Ok(with_integers(given)),
            _ => Ok(given.clone()),
        }
    }

    /// Parameters of the query as options.
    fn options(&self) -> Json {
        Json::object(self.query.iter().map(|(name, text)| (name.clone(), query::option(name, text))))
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
