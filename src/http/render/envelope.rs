//! The answers of the payment routes, in the envelopes of SwiftPay's document.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;

use crate::http::server::clock;
use crate::json::{Json, Object};
use crate::payment::{Attempt, Payment, PaymentError, PaymentStatus, PaymentType};

/// How long most answers are at most. Allocators take more trouble over larger pieces.
pub(in crate::http) const ANSWER_CAPACITY: usize = 480;

/// JSON with a status.
pub(in crate::http) fn json(status: StatusCode, json: &Json) -> Response {
    typed(status, "application/json", json.to_text_with_capacity(ANSWER_CAPACITY))
}

pub(in crate::http) fn typed(status: StatusCode, content_type: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

/// Why a payment route refuses.
#[derive(Debug)]
pub(in crate::http) enum Refusal {
    /// What is wrong, by field.
    Validation { message: &'static str, faults: Vec<(String, String)> },
    /// No caller that is known.
    Authentication,
    /// No callers at all.
    NotConfigured,
    /// The key belongs to another request.
    KeyReused,
    /// The gateway refused, or did not answer.
    Gateway { payment: Box<Payment>, code: String, message: String },
    /// Too many requests.
    RateLimited { count: u32, window: String, seconds_left: u64 },
    /// The database is away.
    Unavailable,
    /// Something else.
    Internal,
    /// There is no such route.
    NotFound,
    /// There is no such payment.
    PaymentUnknown,
    /// The route has no such method.
    MethodNotAllowed,
    /// The body is too large.
    TooLarge,
    /// The body is not JSON.
    MediaType,
    /// It took too long.
    Timeout,
}

impl From<PaymentError> for Refusal {
    fn from(error: PaymentError) -> Refusal {
        match error {
            PaymentError::KeyReused => Refusal::KeyReused,
            PaymentError::Gateway { payment, code, message } => Refusal::Gateway { payment, code, message },
            PaymentError::Unavailable => Refusal::Unavailable,
            PaymentError::Internal => Refusal::Internal,
        }
    }
}

struct ErrorWords {
    status: StatusCode,
    message: String,
    code: &'static str,
    kind: &'static str,
    details: String,
}

impl Refusal {
    /// The field errors of the document: only those that are there.
    pub(in crate::http) fn parameters(faults: Vec<(String, String)>) -> Refusal {
        Refusal::Validation { message: "Invalid request parameters", faults }
    }

    /// The same for the account.
    pub(in crate::http) fn account(faults: Vec<(String, String)>) -> Refusal {
        Refusal::Validation { message: "Invalid account details", faults }
    }

    /// The document's code.
    pub(in crate::http) fn code(&self) -> &'static str {
        self.words().code
    }

    /// The document's type.
    pub(in crate::http) fn kind(&self) -> &'static str {
        self.words().kind
    }

    /// What is technically wrong.
    pub(in crate::http) fn details(&self) -> String {
        self.words().details
    }

    fn words(&self) -> ErrorWords {
        let words = |status, message: &str, code, kind, details: String| ErrorWords {
            status,
            message: message.to_owned(),
            code,
            kind,
            details,
        };
        let invalid = |status, message, details: &str| {
            words(status, message, "VALIDATION", "VALIDATION_ERROR", details.to_owned())
        };
        match self {
            Refusal::Validation { message, faults } => invalid(StatusCode::BAD_REQUEST, message, &details_of(faults)),
            Refusal::Authentication => words(
                StatusCode::UNAUTHORIZED,
                "Service authentication failed",
                "AUTHENTICATION",
                "AUTHENTICATION_ERROR",
                "A valid x-service-id and x-service-secret are required".to_owned(),
            ),
            Refusal::NotConfigured => words(
                StatusCode::SERVICE_UNAVAILABLE,
                "Payments are not available",
                "INTERNAL",
                "INTERNAL_ERROR",
                "The service is not configured for payments".to_owned(),
            ),
            Refusal::KeyReused => words(
                StatusCode::CONFLICT,
                "The idempotency key was used for a different request",
                "CONFLICT",
                "CONFLICT_ERROR",
                "IDEMPOTENCY_KEY_REUSED".to_owned(),
            ),
            Refusal::Gateway { code, message, .. } => words(
                StatusCode::BAD_REQUEST,
                message,
                "EXTERNAL_SERVICE_ERROR",
                "EXTERNAL_SERVICE_ERROR",
                code.clone(),
            ),
            Refusal::RateLimited { count, window, .. } => words(
                StatusCode::TOO_MANY_REQUESTS,
                "Too many requests. Please try again later.",
                "RATE_LIMIT_EXCEEDED",
                "RATE_LIMIT_EXCEEDED_ERROR",
                format!("General rate limit allows {count} requests per {window}. Limit exceeded."),
            ),
            Refusal::Unavailable => words(
                StatusCode::SERVICE_UNAVAILABLE,
                "Payments are not available at the moment. Please retry with the same idempotency key.",
                "DATABASE",
                "DATABASE_ERROR",
                "The database is not available".to_owned(),
            ),
            Refusal::Internal => words(
                StatusCode::INTERNAL_SERVER_ERROR,
                "Internal server error during payment processing",
                "INTERNAL",
                "INTERNAL_ERROR",
                "The reason is in the log".to_owned(),
            ),
            Refusal::NotFound => words(
                StatusCode::NOT_FOUND,
                "Route not found",
                "NOT_FOUND",
                "NOT_FOUND_ERROR",
                "There is no such route".to_owned(),
            ),
            Refusal::PaymentUnknown => words(
                StatusCode::NOT_FOUND,
                "Payment not found",
                "NOT_FOUND",
                "NOT_FOUND_ERROR",
                "There is no such payment".to_owned(),
            ),
            Refusal::MethodNotAllowed => {
                invalid(StatusCode::METHOD_NOT_ALLOWED, "Method not allowed", "The route has no such method")
            }
            Refusal::TooLarge => {
                invalid(StatusCode::PAYLOAD_TOO_LARGE, "Request body too large", "The body is too large")
            }
            Refusal::MediaType => invalid(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "Unsupported content type",
                "Content-Type: application/json is needed",
            ),
            Refusal::Timeout => {
                invalid(StatusCode::REQUEST_TIMEOUT, "Request timed out", "The request did not arrive in time")
            }
        }
    }

    /// The whole answer.
    pub(in crate::http) fn response(&self) -> Response {
        let words = self.words();
        let mut error = Object::new();
        error.put_text("code", words.code);
        error.put_text("type", words.kind);
        error.put_text("details", &words.details);
        let mut metadata = Object::new();
        match self {
            Refusal::RateLimited { window, .. } => error.put_text("retryAfter", window),
            Refusal::KeyReused => metadata.put_text("errorCode", &words.details),
            Refusal::Gateway { payment, code, .. } => {
                let mut short = Object::new();
                short.put_text("id", &payment.id);
                short.put_text("status", payment.status.as_str());
                short.put("amount", amount(payment));
                metadata.put("payment", Json::Object(short));
                metadata.put_text("errorCode", code);
                if payment.status == PaymentStatus::Pending {
                    metadata.put("needsReconciliation", Json::Bool(true));
                }
            }
            _ => {}
        }
        let mut body = Object::new();
        body.put("success", Json::Bool(false));
        body.put_text("message", &words.message);
        body.put("error", Json::Object(error));
        if !metadata.is_empty() {
            body.put("metadata", Json::Object(metadata));
        }
        let mut response = json(words.status, &Json::Object(body));
        let seconds = match self {
            Refusal::RateLimited { seconds_left, .. } => Some(*seconds_left),
            Refusal::Unavailable => Some(2),
            _ => None,
        };
        if let Some(seconds) = seconds {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// A JSON string of `[{field, message}]`, as the document has it.
fn details_of(faults: &[(String, String)]) -> String {
    let fault = |(field, message): &(String, String)| {
        let mut fault = Object::new();
        fault.put_text("field", field);
        fault.put_text("message", message);
        Json::Object(fault)
    };
    Json::Array(faults.iter().map(fault).collect()).to_string()
}

fn amount(payment: &Payment) -> Json {
    Json::number(u64::try_from(payment.amount).unwrap_or(0))
}

fn text_or_null(text: Option<&str>) -> Json {
    text.map_or(Json::Null, Json::text)
}

/// "On-ramp payment processed successfully" and the like.
pub(in crate::http) fn processed(payment: &Payment, method: &str, attempt: i32, warnings: &[&str]) -> Response {
    let message = match (payment.kind, payment.status) {
        (PaymentType::Onramp, PaymentStatus::Pending) => "On-ramp payment accepted and pending",
        (PaymentType::Offramp, PaymentStatus::Pending) => "Off-ramp payment accepted and pending",
        (PaymentType::Onramp, _) => "On-ramp payment processed successfully",
        (PaymentType::Offramp, _) => "Off-ramp payment processed successfully",
    };
    let mut short = Object::new();
    short.put_text("id", &payment.id);
    short.put_text("status", payment.status.as_str());
    short.put("amount", amount(payment));
    short.put_text("currency", &payment.currency);
    short.put("transactionId", text_or_null(payment.transaction_id.as_deref()));
    short.put("gatewayReference", text_or_null(payment.gateway_reference.as_deref()));
    let mut data = Object::new();
    data.put("payment", Json::Object(short));
    data.put_text("paymentMethod", method);
    data.put("referenceId", text_or_null(payment.gateway_reference.as_deref()));
    let mut metadata = Object::new();
    metadata.put_text("paymentType", payment.kind.as_str());
    metadata.put("attemptNumber", Json::number(u64::try_from(attempt).unwrap_or(0)));
    if !warnings.is_empty() {
        metadata.put("warnings", Json::texts(warnings.iter().copied()));
    }
    success(message, data, metadata)
}

/// A payment as it is recorded.
fn record(payment: &Payment) -> Object {
    let mut record = Object::new();
    record.put_text("id", &payment.id);
    record.put_text("status", payment.status.as_str());
    record.put("amount", amount(payment));
    record.put_text("currency", &payment.currency);
    record.put_text("userId", &payment.user_id);
    record.put_text("walletId", &payment.wallet_id);
    record.put("transactionId", text_or_null(payment.transaction_id.as_deref()));
    record.put("gatewayReference", text_or_null(payment.gateway_reference.as_deref()));
    record.put_text("createdAt", &clock::iso(payment.created_at));
    record
}

/// The last attempt that failed says why the payment did.
fn error_code<'a>(payment: &Payment, attempts: &'a [Attempt]) -> Option<&'a str> {
    let is_failed = payment.status == PaymentStatus::Failed;
    attempts.iter().rev().find_map(|attempt| attempt.error_code.as_deref()).filter(|_| is_failed)
}

/// A payment as its service sees it.
fn whole(payment: &Payment, attempts: &[Attempt]) -> Json {
    let mut whole = record(payment);
    whole.put_text("type", payment.kind.as_str());
    whole.put_text("updatedAt", &clock::iso(payment.updated_at));
    whole.put("idempotencyKey", text_or_null(payment.idempotency_key.as_deref()));
    whole.put("errorCode", text_or_null(error_code(payment, attempts)));
    Json::Object(whole)
}

/// What a service is told of the end of a payment, as Standard Webhooks has it.
#[cfg(feature = "client")]
pub(in crate::http) fn ended(payment: &Payment, attempts: &[Attempt]) -> Json {
    let mut data = Object::new();
    data.put("payment", whole(payment, attempts));
    let mut event = Object::new();
    let kind = if payment.status == PaymentStatus::Success { "payment.succeeded" } else { "payment.failed" };
    event.put_text("type", kind);
    event.put_text("timestamp", &clock::iso(payment.updated_at));
    event.put("data", Json::Object(data));
    Json::Object(event)
}

/// A payment with its attempts.
pub(in crate::http) fn shown(payment: &Payment, attempts: &[Attempt]) -> Response {
    let attempt = |attempt: &Attempt| {
        let mut out = Object::new();
        out.put_text("id", &attempt.id);
        out.put("attemptNumber", Json::number(u64::try_from(attempt.number).unwrap_or(0)));
        out.put_text("gateway", &attempt.gateway);
        out.put_text("status", attempt.status.as_str());
        out.put("errorCode", text_or_null(attempt.error_code.as_deref()));
        out.put_text("createdAt", &clock::iso(attempt.created_at));
        Json::Object(out)
    };
    let mut data = Object::new();
    data.put("payment", whole(payment, attempts));
    data.put("attempts", Json::Array(attempts.iter().map(attempt).collect()));
    success("Payment found", data, Object::new())
}

/// Payments, the last one first.
pub(in crate::http) fn listed(payments: &[Payment]) -> Response {
    let mut data = Object::new();
    data.put("payments", Json::Array(payments.iter().map(|payment| Json::Object(record(payment))).collect()));
    success("Payments found", data, Object::new())
}

/// "Request already processed (idempotent)".
pub(in crate::http) fn repeated(payment: &Payment, attempts: &[Attempt]) -> Response {
    let mut record = record(payment);
    let mut metadata = Object::new();
    metadata.put("idempotent", Json::Bool(true));
    metadata.put_text("originalStatus", payment.status.as_str());
    if let Some(code) = error_code(payment, attempts) {
        record.put_text("errorCode", code);
        metadata.put_text("errorCode", code);
    }
    let mut data = Object::new();
    data.put("payment", Json::Object(record));
    success("Request already processed (idempotent)", data, metadata)
}

fn success(message: &str, data: Object, metadata: Object) -> Response {
    let mut body = Object::new();
    body.put("success", Json::Bool(true));
    body.put_text("message", message);
    body.put("data", Json::Object(data));
    body.put("metadata", Json::Object(metadata));
    json(StatusCode::OK, &Json::Object(body))
}
