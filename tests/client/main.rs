//! The client: what is sent, waited for and asked in each of the ways that an attempt can end, and that nothing is paid
//! twice by a provider that misbehaves.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that goes wrong in these ways fails, as it should"
)]

mod environment;
mod limits;
mod vectors;
