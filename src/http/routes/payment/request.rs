//! The request of a payment: read, checked, never repaired by leaving something out.
//!
//! The sanitisers of document 002 are named after its functions. What cannot be understood is refused:
//! an account number with a letter dropped is another account.

use crate::api::{self, BankOptions, Rail, ValidateOptions};
use crate::code::Severity;
use crate::finding::Finding;
use crate::http::render::envelope::Refusal;
use crate::http::whole;
use crate::identifier::Kind;
use crate::json::{Json, Object};
use crate::money::Currency;
use crate::payment::{Account, PaymentRequest, PaymentType};
use crate::secret::Secret;

/// The largest whole number that every reader of JSON can hold.
const LARGEST_NUMBER: i64 = (1 << 53) - 1;
/// How long metadata may be as JSON text.
const METADATA: usize = 4096;
/// How deep metadata may be nested.
const METADATA_DEPTH: u32 = 8;

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
    let metadata = faults.optional("metadata", given(&body, "metadata").map(metadata));
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
const ACCOUNT_MEMBERS: [&str; 4] = ["upiId", "accountNumber", "ifsc", "bankName"];
const AMOUNT: &str = "Valid positive amount is required";

#[derive(Default)]
struct Faults(Vec<(String, String)>);

impl Faults {
    fn push(&mut self, field: &str, message: &str) {
        self.0.push(fault(field, message));
    }

    fn required(&mut self, field: &str, missing: &str, value: Option<Result<String, String>>) -> String {
        if value.is_none() {
            self.push(field, missing);
        }
        self.optional(field, value).unwrap_or_default()
    }

    fn optional(&mut self, field: &str, value: Option<Result<String, String>>) -> Option<String> {
        match value? {
            Ok(value) => Some(value),
            Err(message) => {
                self.push(field, &message);
                None
            }
        }
    }
}

fn fault(field: &str, message: &str) -> (String, String) {
    (field.to_owned(), message.to_owned())
}

/// The name of an unknown member, as far as it is one.
fn shown(name: &str) -> String {
    name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(40).collect()
}

/// A member that is there: null and empty text count as left out, as they do in the document's code.
fn given<'a>(object: &'a Object, name: &str) -> Option<&'a Json> {
    object.get(name).filter(|value| !value.is_null() && value.as_str() != Some(""))
}

fn text<'a>(object: &'a Object, name: &str) -> Option<Result<&'a str, String>> {
    let value = given(object, name)?;
    Some(value.as_str().ok_or_else(|| "A string is required".to_owned()))
}

fn and(check: impl Fn(&str) -> Result<String, String>) -> impl Fn(Result<&str, String>) -> Result<String, String> {
    move |text| check(text?)
}

/// `id()`: letters, digits and `_ - . :`, at most 128.
fn id(text: &str) -> Result<String, String> {
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
fn metadata(json: &Json) -> Result<String, String> {
    if json.as_object().is_none() {
        return Err("An object is required".to_owned());
    }
    let text = json.to_string();
    if text.len() > METADATA {
        return Err(format!("At most {METADATA} bytes are allowed"));
    }
    if is_harmless(json, METADATA_DEPTH) {
        Ok(text)
    } else {
        Err("Control characters, < and >, numbers of more than 30 digits and deep nesting are not allowed".to_owned())
    }
}

fn is_harmless(json: &Json, depth: u32) -> bool {
    let Some(below) = depth.checked_sub(1) else {
        return false;
    };
    match json {
        Json::Null | Json::Bool(_) => true,
        Json::Number(number) => number.as_str().len() <= 30 && !number.as_str().contains(['e', 'E']),
        Json::String(text) => is_harmless_text(text),
        Json::Array(items) => items.iter().all(|item| is_harmless(item, below)),
        Json::Object(object) => object.iter().all(|(name, value)| is_harmless_text(name) && is_harmless(value, below)),
    }
}

fn is_harmless_text(text: &str) -> bool {
    !text.chars().any(|c| c.is_control() || c == '<' || c == '>')
}

/// `bankName()`: one line of text.
fn bank_name(text: &str) -> Result<String, String> {
    let text = text.trim();
    if (1..=100).contains(&text.chars().count()) && is_harmless_text(text) {
        Ok(text.to_owned())
    } else {
        Err("At most 100 characters without control characters, < and > are allowed".to_owned())
    }
}

/// `accountNumber()`, `ifscCode()`, `upiId()`: by the rules of the core, which change separators and case
/// and nothing else.
fn identifier(kind: Kind, text: &str) -> Result<String, String> {
    let report = api::validate(kind, text, &ValidateOptions::default());
    match report.findings.iter().find(|finding| finding.severity() == Severity::Error) {
        Some(finding) => Err(finding.message()),
        None => report.value.map(|value| value.normalized).ok_or_else(|| "A valid value is required".to_owned()),
    }
}

/// What is wrong with an account number as one of an Indian bank; or what there is to say about the account all
/// the same, as the codes of warnings. The number as it was given tells more than its electronic form.
fn judged(number: &str, given: &str, ifsc: &str, bank_name: Option<&str>) -> Result<Vec<&'static str>, String> {
    let mut fields = Object::new();
    fields.put_text("accountNumber", given);
    fields.put_text("ifsc", ifsc);
    if let Some(name) = bank_name {
        fields.put_text("bankName", name);
    }
    let options = BankOptions { rail: Some(Rail::Bank), ..BankOptions::default() };
    let report = api::validate_bank_account("INR", &fields, &options);
    if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("Only digits are allowed".to_owned());
    }
    let of_number = |finding: &&Finding| finding.path() == "/accountNumber";
    if let Some(finding) =
        report.findings.iter().filter(of_number).find(|finding| finding.severity() == Severity::Error)
    {
        Err(finding.message())
    } else {
        let warnings = report.findings.iter().filter(|finding| finding.severity() == Severity::Warning);
        Ok(warnings.map(|finding| finding.code().as_str()).collect())
    }
}

fn account(details: Option<&Json>) -> Result<(Account, Vec<&'static str>), Refusal> {
    let needed = || Refusal::account(vec![fault("accountDetails", "Account number or UPI ID is required")]);
    let details = match details {
        None | Some(Json::Null) => return Err(needed()),
        Some(Json::Object(details)) => details,
        Some(_) => return Err(Refusal::account(vec![fault("accountDetails", "An object is required")])),
    };
    let mut faults = Faults::default();
    let upi_id = faults.optional("accountDetails.upiId", text(details, "upiId").map(and(|t| identifier(Kind::Vpa, t))));
    let number = faults.optional(
        "accountDetails.accountNumber",
        text(details, "accountNumber").map(and(|text| identifier(Kind::AccountNumber, text))),
    );
    let ifsc = faults.optional("accountDetails.ifsc", text(details, "ifsc").map(and(|t| identifier(Kind::Ifsc, t))));
    let bank_name = faults.optional("accountDetails.bankName", text(details, "bankName").map(and(bank_name)));
    for (name, _) in details.iter().filter(|(name, _)| !ACCOUNT_MEMBERS.contains(name)) {
        faults.push(&format!("accountDetails.{}", shown(name)), "Unknown field");
    }
    let has_number = given(details, "accountNumber").is_some();
    if has_number && given(details, "ifsc").is_none() {
        faults.push("accountDetails.ifsc", "IFSC code is required with an account number");
    }
    let mut warnings = Vec::new();
    if let (Some(number), Some(ifsc), Some(Ok(given))) = (&number, &ifsc, text(details, "accountNumber")) {
        match judged(number, given, ifsc, bank_name.as_deref()) {
            Ok(codes) => warnings = codes,
            Err(message) => faults.push("accountDetails.accountNumber", &message),
        }
    }
    if !faults.0.is_empty() {
        return Err(Refusal::account(faults.0));
    }
    match (upi_id, number, ifsc) {
        (Some(id), number, _) => {
            let report = api::validate(Kind::Vpa, &id, &ValidateOptions::default());
            let odd = report.findings.iter().filter(|finding| finding.severity() == Severity::Warning);
            let both = number.map(|_| "BOTH_UPI_AND_ACCOUNT_GIVEN_UPI_USED");
            let warnings = both.into_iter().chain(odd.map(|finding| finding.code().as_str())).collect();
            Ok((Account::Upi(Secret::from(id)), warnings))
        }
        (None, Some(number), Some(ifsc)) => {
            Ok((Account::Bank { number: Secret::from(number), ifsc, bank_name }, warnings))
        }
        _ => Err(needed()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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

    /// Law 4: what the general question calls invalid is not taken, however a field was damaged.
    #[test]
    fn damaged_accounts_are_refused_as_they_are_elsewhere() {
        let (mut tried, mut refused) = (0, 0);
        let mut hold = |rail: Rail, given: &[(&str, &str)], own: &[(&str, &str)]| {
            let object: Object = given.iter().map(|(name, text)| (*name, *text)).collect();
            let options = BankOptions { rail: Some(rail), ..BankOptions::default() };
            let report = api::validate_bank_account("INR", &object, &options);
            let details: Object = own.iter().map(|(name, text)| (*name, *text)).collect();
            let is_refused = account(Some(&Json::Object(details))).is_err();
            tried += 1;
            refused += i32::from(is_refused);
            assert!(is_refused || report.verdict != crate::Verdict::Invalid, "{given:?}: {:?}", report.findings);
            is_refused
        };
        let damage = |value: &str| {
            let (start, end) = value.split_at(value.len() / 2);
            let swapped: String = value.chars().rev().collect();
            let mut texts = vec![
                String::new(),
                swapped,
                start.to_owned(),
                value.replace('0', "O"),
                value.replace('1', "l"),
                value.trim_start_matches('0').to_owned(),
            ];
            for more in ["0", "X", "-", ".", ",50", ".50", "@", " CR", "\u{200b}", " / 12345678", "E+11"] {
                texts.extend([format!("{value}{more}"), format!("{more}{value}"), format!("{start}{more}{end}")]);
            }
            texts.extend(
                ["NULL", "DE89370400440532013000", "NWBKGB2L", "021000021", "+254712345678"].map(str::to_owned),
            );
            texts
        };
        for text in damage("050100244668") {
            hold(
                Rail::Bank,
                &[("accountNumber", &text), ("ifsc", "SBIN0001234")],
                &[("accountNumber", &text), ("ifsc", "SBIN0001234")],
            );
        }
        for text in damage("SBIN0001234") {
            hold(
                Rail::Bank,
                &[("accountNumber", "050100244668"), ("ifsc", &text)],
                &[("accountNumber", "050100244668"), ("ifsc", &text)],
            );
        }
        for text in damage("user10@okaxis") {
            hold(Rail::Vpa, &[("vpa", &text)], &[("upiId", &text)]);
        }
        assert!(tried > 120 && refused > tried / 2, "{refused} of {tried}");
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
        let long = format!(r#"{{"a":"{}"}}"#, "x".repeat(METADATA));
        for bad in ["[]", r#""x""#, r#"{"a":"<script>"}"#, r#"{"a":"\u0000"}"#, r#"{"a":1e400}"#, &deep, &long] {
            assert!(with(bad).is_err(), "{bad}");
        }
    }
}
