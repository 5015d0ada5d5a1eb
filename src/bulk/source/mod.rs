//! Where rows come from: bytes become records, whatever they are written in.

mod csv;
mod decode;
mod json;
mod kind;
mod line_ends;
#[cfg(feature = "files")]
mod repeats;
mod scan;
#[cfg(feature = "files")]
pub(super) mod sink;
#[cfg(feature = "files")]
pub(super) mod unpack;
#[cfg(feature = "files")]
mod workbook;
#[cfg(feature = "files")]
mod xlsb;

pub(super) use csv::{Flaw, MAX_RECORD, Reader, Record};
pub(super) use decode::{Decoder, Encoding, Watch};
pub(super) use json::{Detected, Objects};
pub(super) use kind::{may_be_other_kind, other_kind};
pub(super) use line_ends::{are_others, replace_others};
