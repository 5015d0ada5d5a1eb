//! Options that stand in the query of a URL.

use crate::json::Json;

/// A parameter of the query as the option of this name: a list has commas in between, and may be empty; what columns
/// mean, and limits, are JSON; of addresses that need a memo there is a list, or `true` for all.
pub(in crate::http) fn option(name: &str, value: &str) -> Json {
    match name {
        "providers" => Json::texts(value.split(',').filter(|one| !one.is_empty())),
        "map" | "limits" => value.parse().unwrap_or(Json::Null),
        "memoRequired" => match value {
            "true" | "false" => Json::Bool(value == "true"),
            _ => Json::texts(value.split(',').filter(|one| !one.is_empty())),
        },
        _ => Json::text(value),
    }
}
