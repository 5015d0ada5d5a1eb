//! The parts of Unigox's sandbox: what is supported, users, and orders; here the envelopes that they share.

pub(super) mod lists;
pub(super) mod orders;
pub(super) mod users;

use crate::json::Json;
use crate::provider::sandbox::{Reply, json};
use crate::timestamp::Timestamp;

pub(super) fn done(data: Json) -> Reply {
    Reply::ok(json! {"success": true, "data": data})
}

pub(super) fn created(data: Json) -> Reply {
    Reply::new(201, json! {"success": true, "data": data})
}

/// The envelope of prices and orders.
pub(super) fn failed(status: u16, code: &str, message: &str) -> Reply {
    Reply::new(status, json! {"success": false, "error": json! {"code": code, "message": message}})
}

/// The envelope of everything else.
pub(super) fn key(status: u16, key: &str) -> Reply {
    Reply::new(status, json! {"success": false, "data": json! {"error_key": key}})
}

pub(super) fn time(now: Timestamp) -> String {
    Timestamp::at_unix_millis(now.unix_seconds().saturating_mul(1000)).to_text()
}
