//! Logs: a JSON object a line, or the blocks of SwiftPay's document.
//!
//! Only fields that the code names are written, never bodies or headers; numbers and addresses in what callers chose
//! freely are masked all the same.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::io::Write;
use std::sync::Mutex;

use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

use crate::http::server::clock;
use crate::json::{Json, Object, write_string};
use crate::redact;
use crate::text;

/// How logs look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// A JSON object a line.
    Json,
    /// The block of SwiftPay's document an error, one line for anything else.
    Block,
}

/// Sends the logs of this process to a writer.
///
/// # Errors
/// Where the process has a log already.
pub fn start(format: LogFormat, level: LevelFilter, out: Box<dyn Write + Send>) -> Result<(), &'static str> {
    let subscriber = tracing_subscriber::registry().with(Logs { format, out: Mutex::new(out) }.with_filter(level));
    tracing::subscriber::set_global_default(subscriber).map_err(|_| "the process has a log already")
}

struct Logs {
    format: LogFormat,
    out: Mutex<Box<dyn Write + Send>>,
}

impl<S: Subscriber> Layer<S> for Logs {
    fn on_event(&self, event: &Event<'_>, _context: Context<'_, S>) {
        let metadata = event.metadata();
        // libraries below speak of connections and statements; errors of theirs are worth a line
        if !metadata.target().starts_with("offramp") && *metadata.level() > tracing::Level::WARN {
            return;
        }
        let text = match self.format {
            LogFormat::Json => Line::of(event),
            LogFormat::Block => Entry::of(event).text(),
        };
        if let Ok(mut out) = self.out.lock() {
            // a log that cannot be written must not stop payments
            let _ = out.write_all(text.as_bytes());
        }
    }
}

/// A JSON object, written as the fields come: the message first, and where the line was logged last.
#[derive(Default)]
struct Line {
    message: String,
    others: String,
    scratch: String,
}

impl Line {
    fn of(event: &Event<'_>) -> String {
        let metadata = event.metadata();
        let mut line = Line { others: String::with_capacity(512), ..Line::default() };
        event.record(&mut line);
        if line.message.is_empty() {
            line.message.push_str("\"\"");
        }
        let time = clock::iso(clock::now_millis());
        let mut text = String::with_capacity(line.others.len().saturating_add(256));
        for part in [
            "{\"timestamp\":\"",
            &time,
            "\",\"level\":\"",
            metadata.level().as_str(),
            "\",\"message\":",
            &line.message,
            &line.others,
            ",\"place\":",
        ] {
            text.push_str(part);
        }
        write_string(&mut text, &place(metadata));
        text.push_str("}\n");
        text
    }

    /// Where the value of a field goes: a library may name the message elsewhere than first.
    fn out(&mut self, field: &Field) -> &mut String {
        if field.name() == "message" {
            self.message.clear();
            return &mut self.message;
        }
        self.others.push(',');
        write_string(&mut self.others, field.name());
        self.others.push(':');
        &mut self.others
    }
}

impl Visit for Line {
    fn record_str(&mut self, field: &Field, value: &str) {
        let text = shown(field, value);
        write_string(self.out(field), &text);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        text::push_number(self.out(field), value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        match u64::try_from(value) {
            Ok(value) => self.record_u64(field, value),
            Err(_) => write_string(self.out(field), &value.to_string()),
        }
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.out(field).push_str(if value { "true" } else { "false" });
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let mut scratch = std::mem::take(&mut self.scratch);
        scratch.clear();
        let _ = write!(scratch, "{value:?}");
        let text = redact::line(&scratch);
        write_string(self.out(field), &text);
        drop(text);
        self.scratch = scratch;
    }
}

fn place(metadata: &Metadata<'_>) -> String {
    let mut line = String::new();
    text::push_number(&mut line, u64::from(metadata.line().unwrap_or(0)));
    [metadata.target(), " (", metadata.file().unwrap_or("?"), ":", &line, ")"].concat()
}

/// A payment is found again by its ids, and by the key that its caller gave it.
fn shown<'a>(field: &Field, value: &'a str) -> Cow<'a, str> {
    if field.name().ends_with("_id") || field.name() == "idempotency_key" {
        redact::id(value)
    } else {
        redact::line(value)
    }
}

/// Fields in their order; numbers and truth values keep their type.
#[derive(Default)]
struct Fields(Vec<(&'static str, Json)>);

impl Fields {
    fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().find_map(|(key, value)| (*key == name).then(|| value.as_str()).flatten())
    }
}

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.push((field.name(), Json::String(shown(field, value).into_owned())));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.0.push((field.name(), Json::number(value)));
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        match u64::try_from(value) {
            Ok(value) => self.record_u64(field, value),
            Err(_) => self.0.push((field.name(), Json::String(value.to_string()))),
        }
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.0.push((field.name(), Json::Bool(value)));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.push((field.name(), Json::String(redact::line(&format!("{value:?}")).into_owned())));
    }
}

struct Entry {
    time: String,
    level: &'static str,
    place: String,
    fields: Fields,
}

/// The members of the block that are not metadata.
const CONTEXT: [(&str, &str); 4] =
    [("User ID", "user_id"), ("Endpoint", "endpoint"), ("IP Address", "ip"), ("User Agent", "user_agent")];
const ERROR: [(&str, &str); 3] = [("Name", "error_name"), ("Message", "error_message"), ("Code", "error_code")];

impl Entry {
    fn of(event: &Event<'_>) -> Entry {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let metadata = event.metadata();
        Entry {
            time: clock::iso(clock::now_millis()),
            level: metadata.level().as_str(),
            place: place(metadata),
            fields,
        }
    }

    fn text(&self) -> String {
        if self.fields.text("error_type").is_some() { self.block() } else { self.short() }
    }

    fn message(&self) -> &str {
        self.fields.text("message").unwrap_or_default()
    }

    fn short(&self) -> String {
        format!("[{}] {}: {} {}\n", self.time, self.level, self.message(), self.metadata())
    }

    fn metadata(&self) -> Json {
        let mut metadata = Object::new();
        for (name, value) in &self.fields.0 {
            let is_shown = *name == "message" || *name == "error_type";
            let is_listed = CONTEXT.iter().chain(&ERROR[..2]).any(|(_, member)| member == name);
            if !is_shown && !is_listed {
                metadata.insert(camel(name), value.clone());
            }
        }
        Json::Object(metadata)
    }

    fn block(&self) -> String {
        let rule = "=".repeat(80);
        let mut block = format!("{rule}\n[{}] {}: ", self.time, self.level);
        let kind = self.fields.text("error_type").unwrap_or_default();
        let _ = writeln!(block, "{kind}\nMessage: {}\nError Details:", self.message());
        for (title, name) in ERROR {
            let _ = writeln!(block, "  {title}: {}", self.fields.text(name).unwrap_or("-"));
        }
        block.push_str("Context:\n");
        for (title, name) in CONTEXT {
            let _ = writeln!(block, "  {title}: {}", self.fields.text(name).unwrap_or("-"));
        }
        let message = self.fields.text("error_message").unwrap_or_else(|| self.message());
        let _ = writeln!(block, "Metadata: {}\nStack Trace:\nError: {message}", self.metadata());
        let _ = writeln!(block, "    at {}\n{rule}", self.place);
        block
    }
}

/// `payment_id` as `paymentId`.
fn camel(name: &str) -> String {
    let mut out = String::new();
    for (index, part) in name.split('_').enumerate() {
        let mut letters = part.chars();
        match letters.next() {
            Some(first) if index > 0 => out.extend(first.to_uppercase()),
            Some(first) => out.push(first),
            None => {}
        }
        out.push_str(letters.as_str());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// swiftpay-18
    #[test]
    fn the_block_of_the_document() {
        let text = |text: &str| Json::text(text);
        let entry = Entry {
            time: "2025-12-04T22:27:15.123Z".to_owned(),
            level: "ERROR",
            place: "offramp_core::payment::process (src/payment/process.rs:1)".to_owned(),
            fields: Fields(vec![
                ("message", text("Bank gateway error during on-ramp")),
                ("error_type", text("EXTERNAL_SERVICE_ERROR")),
                ("error_name", text("Error")),
                ("error_message", text("Payment processing failed")),
                ("error_code", text("INSUFFICIENT_FUNDS")),
                ("user_id", text("123")),
                ("endpoint", text("POST /api/payment/on-ramp")),
                ("ip", text("192.168.1.1")),
                ("user_agent", text("axios/1.6.0")),
                ("payment_id", text("pay_abc123")),
                ("gateway", text("DEMO_BANK")),
            ]),
        };
        let rule = "=".repeat(80);
        let wanted = format!(
            "{rule}\n[2025-12-04T22:27:15.123Z] ERROR: EXTERNAL_SERVICE_ERROR\n\
            Message: Bank gateway error during on-ramp\nError Details:\n  Name: Error\n  \
            Message: Payment processing failed\n  Code: INSUFFICIENT_FUNDS\nContext:\n  User ID: 123\n  \
            Endpoint: POST /api/payment/on-ramp\n  IP Address: 192.168.1.1\n  User Agent: axios/1.6.0\n\
            Metadata: {{\"errorCode\":\"INSUFFICIENT_FUNDS\",\"paymentId\":\"pay_abc123\",\"gateway\":\"DEMO_BANK\"}}\n\
            Stack Trace:\nError: Payment processing failed\n    \
            at offramp_core::payment::process (src/payment/process.rs:1)\n{rule}\n"
        );
        assert_eq!(entry.block(), wanted);
    }

    #[test]
    fn a_line_is_one_object() {
        #[derive(Clone, Default)]
        struct Out(std::sync::Arc<Mutex<Vec<u8>>>);
        impl Write for Out {
            fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
                self.0.lock().unwrap().extend_from_slice(bytes);
                Ok(bytes.len())
            }

            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let out = Out::default();
        let logs = Logs { format: LogFormat::Json, out: Mutex::new(Box::new(out.clone())) };
        tracing::subscriber::with_default(tracing_subscriber::registry().with(logs), || {
            tracing::error!(
                payment_id = "pay_1234567890", user_agent = "a\"b\n1234567890", none = None::<&str>, count = 7_u64,
                below = -7_i64, is_known = true, shown = ?"x", "Two\nlines"
            );
            tracing::info!(count = 1_u64);
        });
        let text = String::from_utf8(out.0.lock().unwrap().clone()).unwrap();
        let lines: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 2);
        let line = &lines[0];
        assert_eq!((&line["level"], &line["message"]), (&"ERROR".into(), &"Two lines".into()));
        assert_eq!((&line["payment_id"], &line["user_agent"]), (&"pay_1234567890".into(), &"a\"b ****7890".into()));
        assert_eq!((&line["count"], &line["below"], &line["is_known"]), (&7.into(), &"-7".into(), &true.into()));
        assert_eq!((line.get("none"), &line["shown"]), (None, &"\"x\"".into()));
        assert!(
            line["place"]
                .as_str()
                .unwrap()
                .starts_with("offramp_core::http::observe::logs::tests (src/http/observe/logs.rs:")
        );
        assert_eq!(line["timestamp"].as_str().unwrap().len(), 24);
        assert_eq!((&lines[1]["message"], &lines[1]["count"]), (&"".into(), &1.into()));
    }
}
