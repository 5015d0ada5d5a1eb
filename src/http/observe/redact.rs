//! What is kept of a provider's event: everything but account numbers.

use crate::json::{Json, Object};
use crate::mask;

/// Parts of the names of members that hold account numbers, in small letters without separators.
const NAMES: [&str; 9] =
    ["accountno", "accountnumber", "iban", "upi", "vpa", "creditoraccount", "cardnumber", "routingnumber", "phone"];

/// The same value with account numbers masked.
pub(in crate::http) fn accounts(json: &Json) -> Json {
    match json {
        Json::Object(object) => {
            let mut out = Object::new();
            for (name, value) in object.iter() {
                out.insert(name, if is_account(name) { masked(value) } else { accounts(value) });
            }
            Json::Object(out)
        }
        Json::Array(items) => Json::Array(items.iter().map(accounts).collect()),
        other => other.clone(),
    }
}

fn is_account(name: &str) -> bool {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let plain = plain.to_ascii_lowercase();
    NAMES.iter().any(|part| plain.contains(part))
}

fn masked(json: &Json) -> Json {
    match json {
        Json::String(text) => Json::String(mask::tail(text)),
        Json::Number(number) => Json::String(mask::tail(number.as_str())),
        Json::Null | Json::Bool(_) => json.clone(),
        Json::Array(items) => Json::Array(items.iter().map(masked).collect()),
        Json::Object(object) => Json::object(object.iter().map(|(name, value)| (name, masked(value)))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn account_numbers_are_masked_wherever_they_are() {
        let json: Json = r#"{"id":"t1","account_no":"1234567890","to":[{"IBAN":"DE89370400440532013000","amount":5}]}"#
            .parse()
            .unwrap();
        assert_eq!(
            accounts(&json).to_string(),
            r#"{"id":"t1","account_no":"****7890","to":[{"IBAN":"****3000","amount":5}]}"#
        );
    }
}
