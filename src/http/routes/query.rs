//! Options that stand in the query of a URL.

use crate::json::Json;

/// A parameter of the query as the option of this name: a list has commas in between, and may be empty.
pub(in crate::http) fn option(name: &str, value: &str) -> Json {
    if name == "providers" { Json::texts(value.split(',').filter(|one| !one.is_empty())) } else { Json::text(value) }
}
