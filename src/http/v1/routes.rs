//! The rows.

use axum::http::StatusCode;

use super::{Call, Parameter, Route};
use crate::api::{self, BankOptions, Candidate, ValidateOptions};
use crate::http::clock;
use crate::http::problem::Problem;
use crate::http::whole;
use crate::identifier::Kind;
use crate::json::{Json, Object};
use crate::provider::{Context, Credential, Credentials, Delivery, Headers, Provider, Response};
use crate::secret::Secret;
use crate::timestamp::Timestamp;

const CURRENCY: Parameter =
    Parameter { name: "currency", is_path: true, schema: r#"{"type":"string"}"#, help: "A currency, such as EUR" };
const PROVIDER: Parameter = Parameter {
    name: "provider",
    is_path: true,
    schema: r##"{"$ref":"#/components/schemas/Provider"}"##,
    help: "A provider, such as coinut",
};
const OPERATION: Parameter = Parameter {
    name: "operation",
    is_path: true,
    schema: r#"{"type":"string"}"#,
    help: "An operation of the provider, such as createOfframpFlow",
};
const RAIL: Parameter = Parameter {
    name: "rail",
    is_path: false,
    schema: r##"{"$ref":"#/components/schemas/Rail"}"##,
    help: "The rail; the first of the currency by default",
};
const COUNTRY: Parameter = Parameter {
    name: "country",
    is_path: false,
    schema: r##"{"$ref":"#/components/schemas/Country"}"##,
    help: "The country of the payment",
};

/// Every function of the facade.
pub(in crate::http) const ROUTES: &[Route] = &[
    Route {
        method: "POST",
        path: "/v1/validate",
        id: "validate",
        summary: "Judge one identifier",
        parameters: &[],
        body: r##"{"type":"object","properties":{"kind":{"$ref":"#/components/schemas/Kind"},"text":{"type":"string"},"options":{"$ref":"#/components/schemas/ValidateOptions"}},"required":["kind","text"],"additionalProperties":false}"##,
        answer: r##"{"$ref":"#/components/schemas/IdentifierReport"}"##,
        run: validate,
    },
    Route {
        method: "POST",
        path: "/v1/detect",
        id: "detect",
        summary: "Say everything that a text could be, the likeliest first",
        parameters: &[],
        body: r#"{"type":"object","properties":{"text":{"type":"string"}},"required":["text"],"additionalProperties":false}"#,
        answer: r##"{"type":"object","properties":{"candidates":{"type":"array","items":{"$ref":"#/components/schemas/Candidate"}}},"required":["candidates"],"additionalProperties":false}"##,
        run: detect,
    },
    Route {
        method: "GET",
        path: "/v1/fields/{currency}",
        id: "bankAccountFields",
        summary: "The fields that a destination in a currency needs",
        parameters: &[CURRENCY, RAIL, COUNTRY],
        body: "",
        answer: r#"{"type":"object"}"#,
        run: fields,
    },
    Route {
        method: "GET",
        path: "/v1/fields/{currency}/schema",
        id: "bankAccountJsonSchema",
        summary: "The same as a JSON Schema (2020-12)",
        parameters: &[CURRENCY, RAIL, COUNTRY],
        body: "",
        answer: r#"{"type":"object"}"#,
        run: schema,
    },
    Route {
        method: "POST",
        path: "/v1/bank-accounts/{currency}",
        id: "validateBankAccount",
        summary: "Judge the fields of a destination together",
        parameters: &[CURRENCY],
        body: r##"{"type":"object","properties":{"fields":{"type":"object"},"options":{"$ref":"#/components/schemas/BankOptions"}},"required":["fields"],"additionalProperties":false}"##,
        answer: r##"{"$ref":"#/components/schemas/BankAccountReport"}"##,
        run: bank_account,
    },
    Route {
        method: "GET",
        path: "/v1/providers",
        id: "providers",
        summary: "The providers, their operations and what their requests are authorised with",
        parameters: &[],
        body: "",
        answer: r#"{"type":"object","properties":{"providers":{"type":"array","items":{"type":"object"}}},"required":["providers"]}"#,
        run: providers,
    },
    Route {
        method: "POST",
        path: "/v1/requests/{provider}/{operation}",
        id: "buildRequest",
        summary: "Build and sign a provider's request, without sending it",
        parameters: &[PROVIDER, OPERATION],
        body: r##"{"type":"object","properties":{"input":{"type":["object","null"]},"credentials":{"type":"object","additionalProperties":{"type":"string"}},"context":{"$ref":"#/components/schemas/Context"}},"required":["credentials"],"additionalProperties":false}"##,
        answer: r##"{"$ref":"#/components/schemas/ProviderRequest"}"##,
        run: build_request,
    },
    Route {
        method: "POST",
        path: "/v1/answers/{provider}/{operation}",
        id: "parseAnswer",
        summary: "Read a provider's answer",
        parameters: &[PROVIDER, OPERATION],
        body: r#"{"type":"object","properties":{"status":{"type":"integer","minimum":100,"maximum":599},"headers":{"type":"object","additionalProperties":{"type":"string"}},"body":{"type":"string"}},"required":["status","body"],"additionalProperties":false}"#,
        answer: r#"{"type":"object","properties":{"outcome":{"enum":["accepted","refused"]},"values":{"type":"object"},"code":{"type":"string"},"message":{"type":"string"},"raw":{}},"required":["outcome","raw"],"additionalProperties":false}"#,
        run: parse_answer,
    },
    Route {
        method: "POST",
        path: "/v1/webhooks/{provider}/verify",
        id: "verifyWebhook",
        summary: "Verify a webhook delivery and read its event",
        parameters: &[PROVIDER],
        body: r#"{"type":"object","properties":{"secret":{"type":"string","minLength":1},"url":{"type":"string"},"headers":{"type":"object","additionalProperties":{"type":"string"}},"body":{"type":"string"},"tolerance":{"type":["integer","null"],"minimum":0,"maximum":4294967295},"now":{"type":["string","null"],"format":"date-time"}},"required":["secret","url","headers","body"],"additionalProperties":false}"#,
        answer: r#"{"type":"object","properties":{"name":{"type":"string"},"isKnown":{"type":"boolean"},"id":{"type":["string","null"]},"data":{}},"required":["name","isKnown","id","data"],"additionalProperties":false}"#,
        run: verify_webhook,
    },
];

fn validate(call: &Call) -> Result<Json, Problem> {
    call.only(&["kind", "text", "options"])?;
    let kind: Kind = call.text("kind")?.parse()?;
    Ok(api::validate(kind, call.text("text")?, &ValidateOptions::from_json(call.optional("options"))?).to_json())
}

fn detect(call: &Call) -> Result<Json, Problem> {
    call.only(&["text"])?;
    let candidates = api::detect(call.text("text")?).iter().map(Candidate::to_json).collect();
    Ok(Json::object([("candidates", Json::Array(candidates))]))
}

fn fields(call: &Call) -> Result<Json, Problem> {
    Ok(api::bank_account_fields(call.path("currency"), &BankOptions::from_json(&call.options())?)?.to_json())
}

fn schema(call: &Call) -> Result<Json, Problem> {
    Ok(api::bank_account_json_schema(call.path("currency"), &BankOptions::from_json(&call.options())?)?)
}

fn bank_account(call: &Call) -> Result<Json, Problem> {
    call.only(&["fields", "options"])?;
    let options = BankOptions::from_json(call.optional("options"))?;
    Ok(api::validate_bank_account(call.path("currency"), call.object("fields")?, &options).to_json())
}

#[expect(clippy::unnecessary_wraps, reason = "every row has the same type")]
fn providers(_call: &Call) -> Result<Json, Problem> {
    let describe = |provider: &Provider| {
        let operations = provider.operations().iter().map(|operation| {
            let mut json = Object::new();
            json.put_text("name", operation.name());
            json.put_text("summary", operation.summary());
            json.put("input", operation.input_schema());
            Json::Object(json)
        });
        let credential = |credential: &Credential| {
            let mut json = Object::new();
            json.put_text("name", credential.name);
            json.put("default", credential.default.map_or(Json::Null, Json::text));
            Json::Object(json)
        };
        let mut json = Object::new();
        json.put_text("name", provider.as_str());
        json.put("operations", Json::Array(operations.collect()));
        json.put("credentials", Json::Array(provider.credentials().iter().map(credential).collect()));
        Json::Object(json)
    };
    Ok(Json::object([("providers", Json::Array(Provider::ALL.iter().map(describe).collect()))]))
}

/// Where the caller leaves time and nonce to the service, they are the real ones.
fn build_request(call: &Call) -> Result<Json, Problem> {
    call.only(&["input", "credentials", "context"])?;
    let (provider, operation) = (call.path("provider").parse::<Provider>()?, call.path("operation"));
    let mut given = match call.optional("context") {
        Json::Null => Object::new(),
        Json::Object(given) => given.clone(),
        _ => return Err(Problem::argument("context", "an object is needed")),
    };
    if given.get("now").is_none_or(Json::is_null) {
        given.insert("now", clock::now()?.to_string());
    }
    let mut context = Context::from_json(&Json::Object(given))?;
    if context.nonce.is_none() {
        context.nonce = Some(clock::uuid().map_err(|_| Problem::internal())?);
    }
    let credentials = Credentials::from_json(call.optional("credentials"))?;
    Ok(api::build_request(provider, operation, call.optional("input"), &credentials, &context)?.to_json())
}

fn parse_answer(call: &Call) -> Result<Json, Problem> {
    call.only(&["status", "headers", "body"])?;
    let (provider, operation) = (call.path("provider").parse::<Provider>()?, call.path("operation"));
    let status = call.optional("status").as_number().and_then(|digits| whole(digits).parse::<u16>().ok());
    let status = status.filter(|status| (100..600).contains(status));
    let status = status.ok_or_else(|| Problem::argument("status", "a number from 100 to 599 is needed"))?;
    let headers = headers(call)?;
    let response = Response { status, headers: Headers(&headers), body: call.text("body")?.as_bytes() };
    Ok(provider.parse(operation, &response)?.to_json())
}

fn verify_webhook(call: &Call) -> Result<Json, Problem> {
    call.only(&["secret", "url", "headers", "body", "tolerance", "now"])?;
    let provider: Provider = call.path("provider").parse()?;
    let tolerance = match call.optional("tolerance") {
        Json::Null => None,
        other => {
            let seconds = other.as_number().and_then(|digits| whole(digits).parse::<u32>().ok());
            Some(seconds.ok_or_else(|| Problem::argument("tolerance", "a number of seconds is needed"))?)
        }
    };
    let now: Timestamp = match call.optional("now") {
        Json::Null => clock::now()?,
        _ => call.text("now")?.parse()?,
    };
    call.object("headers")?;
    let headers = headers(call)?;
    let delivery =
        Delivery { url: call.text("url")?, headers: Headers(&headers), body: call.text("body")?.as_bytes(), tolerance };
    let event = provider.verify_webhook(&Secret::from(call.text("secret")?), &delivery, now).map_err(|error| {
        let is_untrusted = error.is_untrusted();
        let problem = Problem::from(error);
        if is_untrusted { problem.with_status(StatusCode::UNAUTHORIZED) } else { problem }
    })?;
    Ok(event.to_json())
}

fn headers(call: &Call) -> Result<Vec<(&str, &str)>, Problem> {
    let given = match call.optional("headers") {
        Json::Null => return Ok(Vec::new()),
        Json::Object(given) => given,
        _ => return Err(Problem::argument("headers", "an object of strings is needed")),
    };
    let mut all = Vec::new();
    for (name, value) in given.iter() {
        let Some(text) = value.as_str() else {
            return Err(Problem::argument("headers", "an object of strings is needed"));
        };
        all.push((name, text));
    }
    Ok(all)
}
