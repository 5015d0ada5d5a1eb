//! The description of all routes (`OpenAPI` 3.1), made from the rows that the router is made from.

mod file_options;

use crate::bank::{Rail, SchemeName};
use crate::country::Country;
use crate::http::routes::v1::{ROUTES, Route};
use crate::identifier::Kind;
use crate::json::{Json, Object};
use crate::provider::Provider;

/// Schemas that several routes use, in JSON. `Kind` and `Provider` come from their lists.
const SCHEMAS: &str = include_str!("openapi/schemas.json");
/// The routes that are not in [`ROUTES`].
const PATHS: &str = include_str!("openapi/paths.json");

/// The whole description.
pub(in crate::http) fn description() -> Result<Json, crate::Error> {
    let mut schemas = members(SCHEMAS)?;
    let letters = || (b'A'..=b'Z').map(char::from);
    let pairs = letters().flat_map(|first| letters().map(move |second| [first, second].iter().collect::<String>()));
    let countries: Vec<String> = pairs.filter(|pair| Country::new(pair).is_some()).collect();
    schemas.insert("Kind", words(Kind::ALL.iter().map(|kind| kind.as_str())));
    schemas.insert("Country", words(countries.iter().map(String::as_str)));
    schemas.insert("Rail", words(Rail::ALL.iter().map(|rail| rail.as_str())));
    schemas.insert("Scheme", words(SchemeName::all().map(SchemeName::as_str)));
    schemas.insert("Provider", words(Provider::ALL.iter().map(|provider| provider.as_str())));
    schemas.insert("Currency", file_options::currency());
    schemas.insert("Column", file_options::column());
    schemas.insert("AmountOfCurrency", file_options::amount_of_currency());
    schemas.insert("AmountLimit", file_options::amount_limit());
    let mut paths = members(PATHS)?;
    for route in ROUTES {
        let mut methods = match paths.get(route.path) {
            Some(Json::Object(methods)) => methods.clone(),
            _ => Object::new(),
        };
        methods.insert(route.method.to_ascii_lowercase(), operation(route)?);
        paths.insert(route.path, methods);
    }
    let mut info = Object::new();
    info.put_text("title", "offramp");
    info.put_text("version", env!("CARGO_PKG_VERSION"));
    info.put_text("description", "Checks payouts, builds off-ramp requests, and makes payments through a gateway.");
    let mut license = Object::new();
    license.put_text("name", "MIT OR Apache-2.0");
    license.put_text("identifier", "MIT OR Apache-2.0");
    info.put("license", Json::Object(license));
    let security: Json = SECURITY.parse()?;
    let mut components = Object::new();
    components.put("schemas", Json::Object(schemas));
    components.put("securitySchemes", security);
    let mut description = Object::new();
    description.put_text("openapi", "3.1.0");
    description.put("info", Json::Object(info));
    description.put("paths", Json::Object(paths));
    description.put("components", Json::Object(components));
    Ok(Json::Object(description))
}

const SECURITY: &str = r#"{
    "serviceId": {"type": "apiKey", "in": "header", "name": "x-service-id"},
    "serviceSecret": {"type": "apiKey", "in": "header", "name": "x-service-secret"}
}"#;

fn members(text: &str) -> Result<Object, crate::Error> {
    match text.parse()? {
        Json::Object(object) => Ok(object),
        _ => Ok(Object::new()),
    }
}

fn words<'a>(words: impl Iterator<Item = &'a str>) -> Json {
    let mut schema = Object::new();
    schema.put_text("type", "string");
    schema.put("enum", Json::texts(words));
    Json::Object(schema)
}

fn operation(route: &Route) -> Result<Json, crate::Error> {
    let mut operation = Object::new();
    operation.put_text("operationId", route.id);
    operation.put_text("summary", route.summary);
    operation.put("tags", Json::texts(std::iter::once("core")));
    let mut parameters = Vec::new();
    for parameter in route.parameters {
        let mut json = Object::new();
        json.put_text("name", parameter.name);
        json.put_text("in", if parameter.is_path { "path" } else { "query" });
        json.put("required", Json::Bool(parameter.is_path));
        json.put_text("description", parameter.help);
        json.put("schema", parameter.schema.parse()?);
        parameters.push(Json::Object(json));
    }
    if !parameters.is_empty() {
        operation.put("parameters", Json::Array(parameters));
    }
    if !route.body.is_empty() {
        let mut body = Object::new();
        body.put("required", Json::Bool(true));
        body.put("content", content("application/json", route.body.parse()?));
        operation.put("requestBody", Json::Object(body));
    }
    let mut responses = Object::new();
    responses.put("200", response("The answer", "application/json", route.answer.parse()?));
    let problem: Json = r##"{"$ref":"#/components/schemas/Problem"}"##.parse()?;
    for (status, help) in PROBLEMS {
        responses.insert(*status, response(help, "application/problem+json", problem.clone()));
    }
    operation.put("responses", Json::Object(responses));
    Ok(Json::Object(operation))
}

const PROBLEMS: &[(&str, &str)] = &[
    ("400", "The request cannot be used"),
    ("401", "The delivery cannot be trusted"),
    ("404", "There is no such currency, provider or operation"),
    ("408", "The request did not arrive in time"),
    ("413", "The body is too large"),
    ("415", "The body is not JSON"),
    ("422", "The input breaks rules, or the data cannot be trusted or understood"),
];

fn response(help: &str, media_type: &str, schema: Json) -> Json {
    let mut response = Object::new();
    response.put_text("description", help);
    response.put("content", content(media_type, schema));
    Json::Object(response)
}

fn content(media_type: &str, schema: Json) -> Json {
    let mut with_schema = Object::new();
    with_schema.put("schema", schema);
    let mut content = Object::new();
    content.insert(media_type, with_schema);
    Json::Object(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reference_leads_somewhere() {
        let text = description().unwrap().to_string();
        for part in text.split(r##""$ref":"#/components/schemas/"##).skip(1) {
            let name = part.split('"').next().unwrap();
            assert!(text.contains(&format!(r#""{name}":{{"#)), "{name}");
        }
    }
}
