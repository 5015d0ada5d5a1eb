//! How answers look: the envelopes of the payment routes, and problems.

pub(in crate::http) mod envelope;
pub(in crate::http) mod problem;
