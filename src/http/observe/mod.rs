//! What an operator sees: logs and metrics, and what of an event may be kept.

pub(in crate::http) mod log_writer;
pub(in crate::http) mod logs;
pub(in crate::http) mod metrics;
pub(in crate::http) mod redact;
