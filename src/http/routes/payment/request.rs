//! The request of a payment: read, checked, never repaired by leaving something out.
//!
//! The sanitisers of SwiftPay's document are named after its functions. What cannot be understood is refused:
//! an account number with a letter dropped is another account.

use super::account::account;
use super::members::{Faults, and, fault, given, shown, text};
use crate::code::Code;
use crate::http::render::envelope::Refusal;
use crate::http::whole;
use crate::json::Json;
use crate::money::Currency;
use crate::payment::{PaymentRequest, PaymentType};
use crate::provider::swiftpay::metadata;

/// The largest whole number that every reader of JSON can hold.
const LARGEST_NUMBER: i64 = (1 << 53) - 1;

/// The headers that matter, as far as they are there.
#[derive(Clone, Debug)]
pub(in crate::http) struct Headers {
    pub(in crate::http) user_id: Option<String>,
    pub(in crate::http) idempotency_key: Result<Option<String>, &'static str>,
}

/// Reads headers and body.
pub(in crate::http) fn read(kind: PaymentType, headers: Headers, body: &[u8]) -> Result<PaymentRequest, Refusal> {
    let mut faults = Faults::default();
    let body = match Json::from_slice(body) {
        Ok(Json::Object(body)) => body,
        Ok(_) => return Err(Refusal::parameters(vec![fault("body", "A JSON object is required")])),
        Err(error) => return Err(Refusal::parameters(vec![fault("body", &error.to_string())])),
    };
    let user_id = faults.required("userId", "User ID is required", headers.user_id.as_deref().map(user_id));
    let wallet_id = faults.required("walletId", "Wallet ID is required", text(&body, "walletId").map(and(id)));
    let transaction_id = faults.optional("transactionId", text(&body, "transactionId").map(and(id)));
    let payment_method_id = faults.optional("paymentMethodId", text(&body, "paymentMethodId").map(and(id)));
    let amount = match body.get("amount").map_or(Err(AMOUNT), amount) {
        Ok(amount) => amount,
        Err(message) => {
            faults.push("amount", message);
            0
        }
    };
    let currency = faults.optional("currency", text(&body, "currency").map(and(currency_code)));
    if currency.as_deref().is_some_and(|code| code != "INR") {
        faults.push("currency", "Indian accounts and UPI are paid in INR");
    }
    let metadata = faults.optional("metadata", given(&body, "metadata").map(read_metadata));
    let idempotency_key = match headers.idempotency_key {
        Ok(None) => None,
        Ok(Some(key)) => faults.optional("idempotencyKey", Some(idempotency_key(&key))),
        Err(message) => {
            faults.push("idempotencyKey", message);
            None
        }
    };
    for (name, _) in body.iter().filter(|(name, _)| !MEMBERS.contains(name)) {
        faults.push(&shown(name), "Unknown field");
    }
    if !faults.0.is_empty() {
        return Err(Refusal::parameters(faults.0));
    }
    let (account, warnings) = account(body.get("accountDetails"))?;
    Ok(PaymentRequest {
        service: String::new(),
        kind,
        user_id,
        wallet_id,
        transaction_id,
        payment_method_id,
        amount,
        currency: currency.unwrap_or_else(|| "INR".to_owned()),
        account,
        metadata,
        idempotency_key,
        warnings,
    })
}

const MEMBERS: [&str; 7] =
    ["walletId", "transactionId", "paymentMethodId", "amount", "currency", "accountDetails", "metadata"];
const AMOUNT: &str = "Valid positive amount is required";

/// `id()`: letters, digits and `_ - . :`, at most 128, without the blanks around them.
fn id(text: &str) -> Result<String, String> {
    let text = crate::text::trim(text);
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.:".contains(&byte);
    if (1..=128).contains(&text.len()) && text.bytes().all(fits) {
        Ok(text.to_owned())
    } else {
        Err("At most 128 letters, digits and _ - . : are allowed".to_owned())
    }
}

/// An id of a user, as services of identity make them: visible characters, without those of markup and quotes.
fn user_id(text: &str) -> Result<String, String> {
    let fits = |byte: u8| byte.is_ascii_graphic() && !b"<>\"'`\\".contains(&byte);
    if (1..=128).contains(&text.len()) && text.bytes().all(fits) {
        Ok(text.to_owned())
    } else {
        Err("At most 128 visible ASCII characters without < > quotes and \\ are allowed".to_owned())
    }
}

fn idempotency_key(text: &str) -> Result<String, String> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
    if (1..=255).contains(&text.len()) && text.bytes().all(fits) {
        Ok(text.to_owned())
    } else {
        Err("1 to 255 letters, digits and _ - are required".to_owned())
    }
}

/// `amount()`: a whole number of the smallest unit that every reader can hold, as text or as a number. Zeros in front are
/// read, as by the client.
fn amount(json: &Json) -> Result<i64, &'static str> {
    let digits = match json {
        Json::String(text) => text.as_str(),
        Json::Number(number) => whole(number.as_str()),
        _ => return Err(AMOUNT),
    };
    if !(1..=64).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(AMOUNT);
    }
    let amount: i64 = digits.trim_start_matches('0').parse().map_err(|_| AMOUNT)?;
    if amount > LARGEST_NUMBER { Err(AMOUNT) } else { Ok(amount) }
}

/// `currencyCode()`: a currency of ISO 4217.
fn currency_code(text: &str) -> Result<String, String> {
    let code = text.to_ascii_uppercase();
    match Currency::new(&code) {
        Some(currency) if !currency.is_token() => Ok(code),
        _ => Err("A currency code of ISO 4217 is required".to_owned()),
    }
}

/// `metadata()`: an object without control characters and angle brackets.
fn read_metadata(json: &Json) -> Result<String, String> {
    if json.as_object().is_none() {
        return Err("An object is required".to_owned());
    }
    match metadata::fault(json) {
        None => Ok(json.to_string()),
        Some(finding) if finding.code() == Code::TooLong => {
            Err(format!("At most {} bytes are allowed", metadata::LONGEST))
        }
        Some(_) => {
            Err("Control characters, < and >, numbers of more than 30 digits and deep nesting are not allowed"
                .to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payment::Account;

    fn read(body: &str) -> Result<PaymentRequest, Refusal> {
        let headers = Headers { user_id: Some("123".to_owned()), idempotency_key: Ok(None) };
        super::read(PaymentType::Offramp, headers, body.as_bytes())
    }

    fn with_amount(amount: &str) -> Result<i64, Refusal> {
        read(&format!(r#"{{"walletId":"w","amount":{amount},"accountDetails":{{"upiId":"user@okaxis"}}}}"#))
            .map(|request| request.amount)
    }

    #[test]
    fn amounts_are_whole_and_positive() {
        assert_eq!(with_amount(r#""50000""#).unwrap(), 50_000);
        assert_eq!(with_amount("50000").unwrap(), 50_000);
        assert_eq!(with_amount("50000.0").unwrap(), 50_000);
        assert_eq!(with_amount(r#""025000""#).unwrap(), 25_000);
        assert_eq!(with_amount(r#""9007199254740991""#).unwrap(), LARGEST_NUMBER);
        assert_eq!(with_amount("9007199254740991").unwrap(), LARGEST_NUMBER);
        for bad in [
            r#""0""#,
            r#""-1""#,
            r#""50.5""#,
            "50.5",
            r#""50.0""#,
            r#""9007199254740992""#,
            r#""000""#,
            r#""1e3""#,
            "1e3",
            r#""+1""#,
            r#"" 1""#,
            r#""""#,
            "null",
            "true",
            "[]",
            "9007199254740992",
            r#""9223372036854775808""#,
            r#""１""#,
            r#""0x10""#,
        ] {
            assert!(with_amount(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn accounts_are_never_repaired_by_leaving_something_out() {
        let account = |details: &str| {
            read(&format!(r#"{{"walletId":"w","amount":"1","accountDetails":{details}}}"#))
                .map(|request| request.account)
        };
        assert!(matches!(account(r#"{"upiId":"User@OkAxis"}"#), Ok(Account::Upi(id)) if id.expose() == b"user@okaxis"));
        assert!(account(r#"{"accountNumber":"1234567890","ifsc":"sbin0001234"}"#).is_ok());
        for bad in [
            "{}",
            "[]",
            "null",
            r#"{"ifsc":"SBIN0001234"}"#,
            r#"{"accountNumber":"1234567890"}"#,
            r#"{"accountNumber":"12345;67890","ifsc":"SBIN0001234"}"#,
            r#"{"accountNumber":"1234567.50","ifsc":"SBIN0001234"}"#,
            r#"{"accountNumber":"2026-01-02","ifsc":"SBIN0001234"}"#,
            r#"{"accountNumber":"-1234567890","ifsc":"SBIN0001234"}"#,
            r#"{"accountNumber":"1234567890","ifsc":"SBIN1001234"}"#,
            r#"{"upiId":"user@gmail.com"}"#,
            r#"{"upiId":"<b>user@okaxis"}"#,
            r#"{"upiId":1}"#,
            r#"{"upiId":"user@okaxis","iban":"x"}"#,
        ] {
            assert!(account(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_is_odd_about_an_account_number_is_said() {
        let warnings = |number: &str| {
            read(&format!(
                r#"{{"walletId":"w","amount":"1","accountDetails":{{"accountNumber":"{number}","ifsc":"SBIN0001234"}}}}"#
            ))
            .unwrap()
            .warnings
        };
        assert_eq!(warnings("1234 567 890"), [""; 0]);
        assert_eq!(warnings("01/02/26"), ["ACCOUNT_UNUSUAL"]);
        assert_eq!(warnings("4111111111111111"), ["LOOKS_LIKE_CARD_NUMBER"]);
        let upi = r#"{"walletId":"w","amount":"1","accountDetails":{"upiId":"user@unknownhandle"}}"#;
        assert_eq!(read(upi).unwrap().warnings, ["VPA_HANDLE_UNKNOWN"]);
        let ifsc =
            r#"{"walletId":"w","amount":"1","accountDetails":{"accountNumber":"1234567890","ifsc":"ZZZZ0001234"}}"#;
        assert_eq!(read(ifsc).unwrap().warnings, ["IFSC_BANK_UNKNOWN"]);
    }

    #[test]
    fn indian_accounts_are_paid_in_rupees() {
        let with = |currency: &str| {
            read(&format!(
                r#"{{"walletId":"w","amount":"1","currency":"{currency}","accountDetails":{{"upiId":"user@okaxis"}}}}"#
            ))
        };
        assert_eq!(with("INR").unwrap().currency, "INR");
        for other in ["USD", "KWD", "XXX"] {
            assert!(with(other).is_err(), "{other}");
        }
    }

    #[test]
    fn users_of_services_of_identity() {
        for id in ["123", "auth0|5f7c8ec7c33c6c004bbafe82", "user@example.com", "google-oauth2|1"] {
            assert!(user_id(id).is_ok(), "{id}");
        }
        for id in ["", "a b", "<b>", "a'b", "a\"b", "\u{e9}"] {
            assert!(user_id(id).is_err(), "{id}");
        }
    }

    #[test]
    fn fingerprints_tell_requests_apart() {
        let print = |body: &str| read(body).unwrap().fingerprint("pay_1");
        let base = r#"{"walletId":"w","amount":"1","accountDetails":{"upiId":"user@okaxis"}}"#;
        assert_eq!(print(base), print(&base.replace(r#""1""#, "1")));
        for (from, to) in [(r#""w""#, r#""v""#), (r#""1""#, r#""2""#), ("user@", "uses@")] {
            assert_ne!(print(base), print(&base.replace(from, to)));
        }
        assert_ne!(print(base), read(base).unwrap().fingerprint("pay_2"));
        let mut of_another = read(base).unwrap();
        of_another.service = "other".to_owned();
        assert!(!of_another.is_of("pay_1", &print(base)));
        assert!(read(base).unwrap().is_of("pay_1", &print(base)));
        // as payments were recorded before they were bound to a service
        let old = "4ca5854c70320eba0aa1db9752f2eed46d7498ec959206cb9c8d244cddc9cd40";
        assert!(read(base).unwrap().is_of("pay_1", old) && of_another.is_of("pay_1", old));
    }

    #[test]
    fn metadata_is_refused_rather_than_changed() {
        let with = |metadata: &str| {
            read(&format!(
                r#"{{"walletId":"w","amount":"1","accountDetails":{{"upiId":"user@okaxis"}},"metadata":{metadata}}}"#
            ))
        };
        assert!(with(r#"{"source":"mobile_app","n":1.5,"a":[null,true]}"#).is_ok());
        let deep = format!("{}1{}", r#"{"a":"#.repeat(9), "}".repeat(9));
        let long = format!(r#"{{"a":"{}"}}"#, "x".repeat(metadata::LONGEST));
        for bad in ["[]", r#""x""#, r#"{"a":"<script>"}"#, r#"{"a":"\u0000"}"#, r#"{"a":1e400}"#, &deep, &long] {
            assert!(with(bad).is_err(), "{bad}");
        }
    }
}
