//! The sandbox: what it answers, what it refuses, what goes wrong in it and what it delivers.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    unreachable_pub,
    reason = "a test that goes wrong in these ways fails, as it should"
)]

mod answers;
mod deliveries;
mod faults;
#[cfg(feature = "cli")]
mod page;
mod refusals;
mod world;
