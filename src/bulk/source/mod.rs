//! Where rows come from: bytes become records, whatever they are written in.

mod csv;
mod scan;
mod utf16;

pub(super) use csv::{Flaw, MAX_RECORD, Reader, Record};
pub(super) use utf16::Decoder;
