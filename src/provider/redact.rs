//! Requests, answers and events as logs may have them.

use crate::json::{Json, Object};
use crate::mask;
use crate::text;

/// The members whose values are shown: what a payment service must log to find a payment again. Of
/// every other text and number at most the last four characters are shown.
const SHOWN: &str = "allowed_actions attemptNumber code content-type country country_code countryCode createdAt created_at \
    crypto_currency currency customerId depositChain destinationCountryCode destinationCurrency \
    destinationRail document_type error_key errorCode event event_id event_type events expiresAt \
    expires_at field fiat_currency flowId gatewayReference id idempotencyKey internal_id kyc_status \
    method network next_action order_id originalStatus paymentMethod paymentMethodId paymentProviderId \
    paymentReason paymentType payment_details_id provider provider_scope quoteId quote_id rail \
    referenceId retry-after retryAfter route sentAt service sourceCurrency sourceRail status timestamp \
    transactionId type updatedAt updated_at user_id userId walletId x-idempotency-key x-nonce \
    x-request-id x-timestamp x-unigox-timestamp x-user-id xref";

/// Words in the names of what is never shown, not even in part.
const SECRET: &str = "secret token key pin password signature authorization document files";

/// Messages are shown without what could be an account number or an address in them.
const MESSAGES: &str = "message details description errorMessage reason summary";

/// Masks a request, an answer or an event. A member `body` that is text is read as JSON, and left out
/// where it is none; of a URL the query is left out.
pub(crate) fn redact(json: &Json) -> Json {
    value("", json)
}

fn value(name: &str, json: &Json) -> Json {
    match json {
        Json::Object(object) => {
            let mut masked = Object::new();
            for (name, member) in object.iter() {
                masked.insert(name, value(name, member));
            }
            Json::Object(masked)
        }
        Json::Array(items) => {
            let mut masked = Vec::new();
            for item in items {
                masked.push(value(name, item));
            }
            Json::Array(masked)
        }
        Json::String(text) => string(name, text),
        Json::Number(number) if !is_shown(name) => Json::String(mask::tail(number.as_str())),
        other => other.clone(),
    }
}

fn string(name: &str, text: &str) -> Json {
    let lower = name.to_ascii_lowercase();
    if name == "body" {
        return match text.parse::<Json>() {
            Ok(body @ (Json::Object(_) | Json::Array(_))) => value("", &body),
            _ => Json::text("***"),
        };
    }
    if name == "url" {
        let path = text::split(text, b'?').map_or(text, |(path, _)| path);
        return Json::String(scrubbed(path));
    }
    if is_shown(name) {
        return Json::text(text);
    }
    if text::lists(MESSAGES, name) {
        return Json::String(scrubbed(text));
    }
    let mut secret = SECRET;
    while let Some(word) = text::next_word(&mut secret, b' ') {
        if text::holds(&lower, word) {
            return Json::text("***");
        }
    }
    Json::String(mask::tail(text))
}

fn is_shown(name: &str) -> bool {
    let mut shown = SHOWN;
    while let Some(word) = text::next_word(&mut shown, b' ') {
        if word.eq_ignore_ascii_case(name) {
            return true;
        }
    }
    false
}

/// Text in which every run of at least eight letters and digits with three digits among them is masked.
fn scrubbed(text: &str) -> String {
    let (mut out, mut run, mut digits) = (String::new(), String::new(), 0_usize);
    let flush = |out: &mut String, run: &mut String, digits: &mut usize| {
        if run.len() >= 8 && *digits >= 3 && !is_part_of_uuid(run) {
            out.push_str(&mask::tail(run));
        } else {
            out.push_str(run);
        }
        run.clear();
        *digits = 0;
    };
    for character in text.chars() {
        if is_word(character) || character == '@' {
            run.push(character);
            digits = digits.wrapping_add(usize::from(character.is_ascii_digit()));
            // what stands before the @ names somebody
            if character == '@' {
                digits = digits.wrapping_add(3);
            }
        } else {
            flush(&mut out, &mut run, &mut digits);
            out.push(character);
        }
    }
    flush(&mut out, &mut run, &mut digits);
    out
}

/// A letter or a digit: in other scripts all but their blanks and punctuation, which need no table of letters.
fn is_word(character: char) -> bool {
    match character {
        '\0'..='\x7f' => character.is_ascii_alphanumeric(),
        _ => !matches!(character, '\u{80}'..='\u{bf}' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}'),
    }
}

/// The first and the last group of a UUID have eight and twelve hexadecimal digits in lower case.
fn is_part_of_uuid(run: &str) -> bool {
    let is_hex = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f');
    matches!(run.len(), 8 | 12) && run.bytes().all(is_hex) && run.bytes().any(|byte| byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn account_numbers_in_messages_are_masked() {
        assert_eq!(scrubbed("account 1234567890 of user@okaxis"), "account ****7890 of ****axis");
        assert_eq!(scrubbed("wallet 0x674b16054290b4f06D7Ba8e3Ac379E3B0a359a16 has 1"), "wallet ****9a16 has 1");
        assert_eq!(
            scrubbed("Konto\u{a0}über 1234567890\u{2013}7 \u{1f4b8}"),
            "Konto\u{a0}über ****7890\u{2013}7 \u{1f4b8}"
        );
        assert_eq!(scrubbed("Insufficient funds in source account"), "Insufficient funds in source account");
        let url = "https://api.sentra.example/payments/550e8400-e29b-41d4-a716-44665544000a/rate";
        assert_eq!(scrubbed(url), url);
    }
}
