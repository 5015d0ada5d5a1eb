//! What an operator sees: logs and metrics.

pub(in crate::http) mod log_writer;
pub(in crate::http) mod logs;
pub(in crate::http) mod metrics;
