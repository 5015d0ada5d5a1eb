//! Where rows come from: bytes become records, whatever they are written in.

mod csv;
mod json;
mod scan;
mod utf16;

pub(super) use csv::{Flaw, MAX_RECORD, Reader, Record};
pub(super) use json::{Detected, Objects};
pub(super) use utf16::Decoder;
