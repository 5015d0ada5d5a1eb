//! Options from JSON: members by name, nothing unknown, nothing of the wrong type.

use crate::error::{Error, ErrorCode};
use crate::json::Json;

/// Hands each member that is given to `take`, which answers what is needed where the value does not do.
pub(crate) fn members(
    json: &Json,
    what: &'static str,
    take: &mut dyn FnMut(&str, &Json) -> Result<(), &'static str>,
) -> Result<(), Error> {
    let invalid = |message: &'static str| Error::new(ErrorCode::ArgumentInvalid, message);
    let object = match json {
        Json::Null => return Ok(()),
        Json::Object(object) => object,
        _ => return Err(invalid("an object is needed").in_field(what)),
    };
    for (name, value) in object.iter().filter(|(_, value)| !value.is_null()) {
        take(name, value).map_err(|message| invalid(message).in_field(name.to_owned()))?;
    }
    Ok(())
}

/// What is said of a member that nobody knows.
pub(crate) const UNKNOWN: &str = "there is no such member";
