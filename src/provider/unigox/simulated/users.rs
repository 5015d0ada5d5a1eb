//! Users, their verification and their accounts.

use super::orders::LIFE;
use super::{created, done, key, lists, time};
use crate::json::{Json, Object};
use crate::provider::sandbox::{Books, Ending, Order, Reply, Turn, json, text_of};
use crate::text;

/// The user and the account of the description's examples.
pub(in super::super) fn seed(books: &mut Books, now: i64) {
    let id = "550e8400-e29b-41d4-a716-446655440000";
    let user = json! {"id": id, "internal_id": 12_345_u32, "email": "user@example.com", "user_ref": "user_123",
    "kyc_status": "NOT_INITIATED", "created_at": "2026-01-06T14:30:00Z"};
    books.put("user", id, user);
    books.put("internal", "12345", json! {"id": id});
    books.put(
        "details",
        "987",
        json! {"id": "987", "user": id, "rail": "nip-nigeria", "currency": "NGN",
        "institution_name": "Guaranty Trust Bank", "institution_id": "guaranty-trust-bank",
        "details": json! {"account_number": "0123456789"}, "ending": "paid"},
    );
    let _ = now;
}

fn no_user() -> Reply {
    key(404, "user_not_found")
}

pub(in super::super) fn answer(turn: &mut Turn<'_>) -> Reply {
    if turn.operation.name() == "createUser" {
        return create(turn);
    }
    let id = turn.text("id").to_owned();
    let Some(user) = turn.books.get("user", &id).cloned() else { return no_user() };
    match turn.operation.name() {
        "getUser" => done(whole(turn, &user)),
        "submitKyc" => submit(turn, &user),
        "uploadKycDocument" => upload(turn, &user),
        "getVerificationStatus" => {
            let status = match text_of(&user, "kyc_status") {
                "NOT_INITIATED" => "NOT_STARTED",
                status => status,
            };
            done(json! {"status": status, "verification_url": Json::Null, "verification_seconds_left": Json::Null})
        }
        "createPaymentDetails" => add_details(turn, &id),
        "getPaymentDetails" => done(Json::Array(details_of(turn.books, &id))),
        _ => {
            let details = turn.text("payment_details_id").to_owned();
            let is_own = turn.books.get("details", &details).is_some_and(|found| text_of(found, "user") == id);
            if !is_own || !turn.books.remove("details", &details) {
                return key(404, "payment_details_not_found");
            }
            done(json! {"message": "Payment details deleted successfully"})
        }
    }
}

/// A user, or the one that there is.
fn create(turn: &mut Turn<'_>) -> Reply {
    let reference = turn.text("user_ref").to_owned();
    let shown = |user: &Object| {
        let mut user = user.clone();
        user.retain(|name| name != "kyc");
        Json::Object(user)
    };
    let known = turn.books.get("reference", &reference).map(|known| text_of(known, "id").to_owned());
    if let Some(user) = known.and_then(|id| turn.books.get("user", &id)) {
        return done(shown(user));
    }
    let (id, internal) = (turn.uuid("user"), turn.serial("user"));
    let user = json! {"id": id.as_str(), "internal_id": internal, "email": turn.text("email"),
    "user_ref": reference.as_str(), "kyc_status": "NOT_INITIATED", "created_at": time(turn.now)};
    turn.books.put("user", &id, user.clone());
    turn.books.put("internal", &internal.to_string(), json! {"id": id.as_str()});
    turn.books.put("reference", &reference, json! {"id": id.as_str()});
    created(user)
}

fn whole(turn: &Turn<'_>, user: &Object) -> Json {
    let mut kyc = json! {"status": text_of(user, "kyc_status")};
    if let (Json::Object(all), Some(Json::Object(more))) = (&mut kyc, user.get("kyc")) {
        for (name, value) in more.iter() {
            all.insert(name, value.clone());
        }
    }
    let id = text_of(user, "id");
    json! {"id": id, "internal_id": user.get("internal_id").cloned().unwrap_or(Json::Null),
    "email": text_of(user, "email"), "created_at": text_of(user, "created_at"), "kyc": kyc,
    "payment_profiles": details_of(turn.books, id)}
}

fn change(books: &mut Books, user: &Object, name: &str, value: Json) {
    let mut user = user.clone();
    user.insert(name, value);
    let id = text_of(&user, "id").to_owned();
    books.put("user", &id, Json::Object(user));
}

fn submit(turn: &mut Turn<'_>, user: &Object) -> Reply {
    let method = turn.text("method").to_owned();
    let text = |name: &str| {
        let text = text_of(turn.members, name);
        if text.is_empty() { Json::Null } else { Json::from(text) }
    };
    let mut kyc = json! {"kyc_method": method.as_str(), "updated_at": time(turn.now)};
    if let Json::Object(kyc) = &mut kyc {
        for (name, place) in [
            ("first_name", "data.pii.first_name"),
            ("last_name", "data.pii.last_name"),
            ("country_code", "data.pii.country_code"),
        ] {
            let value = text(place);
            if !value.is_null() {
                kyc.insert(name, value);
            }
        }
    }
    change(turn.books, user, "kyc", kyc);
    let user = turn.books.get("user", text_of(user, "id")).cloned().unwrap_or_default();
    change(turn.books, &user, "kyc_status", Json::from("IN_PROGRESS"));
    // with direct data the documents are still to come
    let url = match method.as_str() {
        "handoff" => Json::from("https://verify.example.com/?verification_session_id=sandbox"),
        _ => Json::Null,
    };
    if method != "direct_data" {
        verify(turn, &user);
    }
    done(json! {"kyc_status": "IN_PROGRESS", "message": "PII data accepted", "verification_url": url})
}

/// With a selfie and the front of a document the verification begins.
fn upload(turn: &mut Turn<'_>, user: &Object) -> Reply {
    let kind = turn.text("document_type").to_owned();
    let id = text_of(user, "id").to_owned();
    turn.books.put("document", &[&id, " ", &kind].concat(), json! {"user": id.as_str()});
    let has = |kind: &str| turn.books.get("document", &[&id, " ", kind].concat()).is_some();
    let is_complete = has("selfie") && has("identity_front");
    if is_complete {
        verify(turn, user);
    }
    let name = turn.text("document");
    let name = name.split_once(";name=").and_then(|(_, rest)| rest.split(';').next()).unwrap_or("document");
    done(json! {"document_id": turn.uuid("document"), "document_type": kind, "file_name": name,
    "message": "Document uploaded successfully", "verification_session_id": turn.uuid("session"),
    "verification_status": if is_complete { "IN_PROGRESS" } else { "PENDING" }})
}

/// Has the user verified, or refused where the name asks for it.
fn verify(turn: &mut Turn<'_>, user: &Object) {
    let refused = text_of(user, "kyc.last_name").eq_ignore_ascii_case("refused");
    let order = turn.order(&turn.uuid("verification"), json! {"user_id": text_of(user, "id")});
    turn.begin(
        &LIFE,
        order,
        if refused || turn.ending == Ending::Refused { "kyc_refusing" } else { "kyc_in_progress" },
    );
    let verdict = if refused { "VERIFICATION_REJECTED" } else { "VERIFIED" };
    change(turn.books, user, "kyc_status", Json::from(verdict));
}

/// What is told once a verification has ended.
pub(in super::super) fn verified(order: &Order) -> Option<Json> {
    match order.status.as_str() {
        "kyc_verified" => Some(json! {"user_id": order.text("user_id"), "kyc_status": "VERIFIED"}),
        "kyc_rejected" => Some(json! {"user_id": order.text("user_id"), "kyc_status": "REJECTED",
        "rejection_reasons": vec![Json::from("Document expired")]}),
        _ => None,
    }
}

fn add_details(turn: &mut Turn<'_>, user: &str) -> Reply {
    let id = turn.serial("details").to_string();
    let institution = turn.text("institution_id");
    let details = turn.members.get("details").cloned().unwrap_or(Json::Null);
    let record = json! {"id": id.as_str(), "user": user, "rail": turn.text("rail"),
    "currency": turn.text("currency"), "institution_name": lists::bank(institution),
    "institution_id": institution, "details": details, "ending": turn.wishes()};
    let shown = shown(record.as_object().unwrap_or(&Object::new()));
    turn.books.put("details", &id, record);
    created(shown)
}

fn shown(record: &Object) -> Json {
    let mut record = record.clone();
    // the description has a text here
    let has_name = record.get("institution_name").is_some_and(|name| !name.is_null());
    record.retain(|name| !text::contains_word("user ending", name) && (has_name || name != "institution_name"));
    Json::Object(record)
}

fn details_of(books: &Books, user: &str) -> Vec<Json> {
    books.records("details").filter(|record| text_of(record, "user") == user).map(shown).collect()
}
