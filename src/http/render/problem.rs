//! Problems of all routes but the payment service's (RFC 9457).

use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::error::{Error, ErrorCode};
use crate::finding::Finding;
use crate::http::render::envelope::typed;
use crate::json::{Json, Object};

/// Why a route refuses.
#[derive(Debug)]
pub(in crate::http) struct Problem {
    status: StatusCode,
    code: &'static str,
    detail: String,
    field: String,
    findings: Vec<Finding>,
    /// After how many seconds it may be tried again, where that is known.
    retry_after: Option<u64>,
}

impl Problem {
    pub(in crate::http) fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Problem {
        Problem { status, code, detail: detail.into(), field: String::new(), findings: Vec::new(), retry_after: None }
    }

    pub(in crate::http) fn not_found() -> Problem {
        Problem::new(StatusCode::NOT_FOUND, "ROUTE_UNKNOWN", "there is no such route")
    }

    pub(in crate::http) fn method_not_allowed() -> Problem {
        Problem::new(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", "the route has no such method")
    }

    pub(in crate::http) fn too_large() -> Problem {
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "BODY_TOO_LARGE", "the body is too large")
    }

    pub(in crate::http) fn media_type(needed: &str) -> Problem {
        let detail = format!("the content type must be {needed}");
        Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "CONTENT_TYPE_UNSUPPORTED", detail)
    }

    pub(in crate::http) fn timeout() -> Problem {
        Problem::new(StatusCode::REQUEST_TIMEOUT, "TIMEOUT", "the request took too long")
    }

    pub(in crate::http) fn unavailable(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", detail)
    }

    /// There is no room at the moment.
    pub(in crate::http) fn busy(detail: impl Into<String>) -> Problem {
        let mut problem = Problem::new(StatusCode::SERVICE_UNAVAILABLE, "BUSY", detail);
        problem.retry_after = Some(5);
        problem
    }

    pub(in crate::http) fn too_many(seconds: u64) -> Problem {
        let mut problem =
            Problem::new(StatusCode::TOO_MANY_REQUESTS, "RATE_LIMIT_EXCEEDED", "there were too many requests");
        problem.retry_after = Some(seconds);
        problem
    }

    pub(in crate::http) fn unknown_caller() -> Problem {
        let detail = "a valid x-service-id and x-service-secret are required";
        Problem::new(StatusCode::UNAUTHORIZED, "AUTHENTICATION", detail)
    }

    pub(in crate::http) fn internal() -> Problem {
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", "the reason is in the log")
    }

    pub(in crate::http) fn argument(field: impl Into<String>, detail: impl Into<String>) -> Problem {
        let mut problem = Problem::new(StatusCode::BAD_REQUEST, ErrorCode::ArgumentInvalid.as_str(), detail);
        problem.field = field.into();
        problem
    }

    /// Why a delivery was refused: one that cannot be trusted is not authorised.
    pub(in crate::http) fn of_delivery(error: Error) -> Problem {
        let is_untrusted = error.is_untrusted();
        let mut problem = Problem::from(error);
        if is_untrusted {
            problem.status = StatusCode::UNAUTHORIZED;
        }
        problem
    }

    pub(in crate::http) fn code(&self) -> &'static str {
        self.code
    }

    /// `{type, title, status, detail, code, field?, findings?}`.
    pub(in crate::http) fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put_text("type", &["urn:offramp:", self.code].concat());
        json.put_text("title", self.status.canonical_reason().unwrap_or("Error"));
        json.put("status", Json::number(u64::from(self.status.as_u16())));
        json.put_text("detail", &self.detail);
        json.put_text("code", self.code);
        if !self.field.is_empty() {
            json.put_text("field", &self.field);
        }
        if !self.findings.is_empty() {
            json.put("findings", Finding::all_to_json(&self.findings));
        }
        Json::Object(json)
    }
}

/// What names nothing that exists is not found; what cannot be used is the caller's to mend; what cannot
/// be trusted or understood cannot be processed.
impl From<Error> for Problem {
    fn from(error: Error) -> Problem {
        let status = match error.code() {
            ErrorCode::ProviderUnknown
            | ErrorCode::OperationUnknown
            | ErrorCode::CorridorUnknown
            | ErrorCode::WebhookUnsupported => StatusCode::NOT_FOUND,
            ErrorCode::InputInvalid => StatusCode::UNPROCESSABLE_ENTITY,
            _ if error.is_input() => StatusCode::BAD_REQUEST,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Problem {
            status,
            code: error.code().as_str(),
            detail: error.to_string(),
            field: error.field().to_owned(),
            findings: error.findings().to_vec(),
            retry_after: None,
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = typed(self.status, "application/problem+json", self.to_json().to_string());
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
