//! What is worked out around requests, without sending any: payloads from records, settings, limits,
//! deadlines. Each is an entry in its provider's table: JSON in, JSON out.

use super::input::{self, Input, InputRule, Terms, needed, optional};
use crate::error::Error;
use crate::finding::Finding;
use crate::identifier::Strictness;
use crate::json::{Json, Object};
use crate::text;
use crate::timestamp::Timestamp;

/// One thing that a provider's file can work out.
#[derive(Debug)]
pub struct Computation {
    pub(super) name: &'static str,
    pub(super) summary: &'static str,
    pub(super) input: &'static [Input],
    pub(super) run: fn(&Object) -> Result<Json, Error>,
}

/// Text for people, which the WASM module does without.
pub(super) const fn to_read(text: &'static str) -> &'static str {
    if cfg!(target_arch = "wasm32") { "" } else { text }
}

impl Computation {
    /// The name in JSON, JavaScript and on the command line.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// `{name, summary, input}`, where `input` is the JSON Schema.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put_text("name", self.name);
        json.put_text("summary", self.summary);
        json.put("input", input::json_schema(self.name, self.input, &[]));
        Json::Object(json)
    }

    pub(super) fn compute(&self, given: &Json) -> Result<Json, Error> {
        let checked = input::judge(self.input, |_, _, _| {}, &[], given, &Terms::of(Strictness::Strict))?;
        let mut answer = (self.run)(&checked.members)?;
        if let (false, Json::Object(members)) = (checked.findings.is_empty(), &mut answer) {
            let Json::Array(mut findings) = Finding::all_to_json(&checked.findings) else {
                return Ok(answer);
            };
            findings.extend_from_slice(members.get("findings").and_then(Json::as_array).unwrap_or_default());
            members.insert("findings", findings);
        }
        Ok(answer)
    }
}

pub(super) const RATE_LIMIT_INPUT: &[Input] = &[
    needed("now", InputRule::Time, "The time."),
    optional("windowStart", InputRule::Time, "From the answer before; none at first."),
    optional("count", InputRule::Integer(0, 0), "From the answer before; none at first."),
    optional("limit", InputRule::Integer(1, 0), "How many requests a window has room for."),
    optional("windowSeconds", InputRule::Integer(1, 0), "How long a window is."),
];

/// The digits of a number, or a default.
pub(super) fn integer(input: &Object, name: &str, default: u64) -> u64 {
    input.get(name).and_then(Json::as_number).and_then(text::whole).unwrap_or(default)
}

/// The time of a member.
pub(super) fn time(input: &Object, name: &str) -> Option<Timestamp> {
    input.get(name).and_then(Json::as_str)?.parse().ok()
}

/// Counts a request in windows that end: `{allowed, windowStart, count, retryAfterSeconds}`.
pub(super) fn rate_limit(input: &Object, limit: u64, seconds: u64) -> Result<Json, Error> {
    let now = time(input, "now").map_or(0, Timestamp::unix_seconds);
    let length = i64::try_from(integer(input, "windowSeconds", seconds)).unwrap_or(i64::MAX);
    let (mut start, mut count) =
        (time(input, "windowStart").map_or(now, Timestamp::unix_seconds), integer(input, "count", 0));
    if now.saturating_sub(start) >= length || now < start {
        (start, count) = (now, 0);
    }
    let is_allowed = count < integer(input, "limit", limit);
    count = count.saturating_add(u64::from(is_allowed));
    let wait = if is_allowed { 0 } else { start.saturating_add(length).saturating_sub(now) };
    let mut json = Object::new();
    json.put("allowed", Json::Bool(is_allowed));
    json.put("windowStart", Json::String(Timestamp::from_unix_seconds(start)?.to_text()));
    json.put("count", Json::number(count));
    json.put("retryAfterSeconds", Json::number(u64::try_from(wait).unwrap_or(0)));
    Ok(Json::Object(json))
}
