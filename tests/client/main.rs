//! The client: what is sent, waited for and asked in each of the ways that an attempt can end, and that nothing is paid
//! twice by a provider that misbehaves.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test that goes wrong in these ways fails, as it should"
)]

mod environment;
mod limits;
mod resumed;
#[cfg(feature = "sandbox")]
mod sandbox;
mod vectors;
