//! The core: providers and their requests byte for byte, deliveries, answers beside those of other libraries, and laws
//! that hold for every input; with the features `client` and `http` also what is proved of payments and procedures.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::disallowed_methods,
    clippy::match_same_arms,
    clippy::print_stdout,
    clippy::print_stderr,
    unreachable_pub,
    reason = "a test that goes wrong in these ways fails, as it should, and is the owner of its clock"
)]

#[cfg(all(feature = "client", feature = "http"))]
mod answers;
mod fleet;
mod laws;
#[cfg(all(feature = "client", feature = "http"))]
#[path = "../support/misbehaviours.rs"]
mod misbehaviours;
mod payout_guards;
mod peers;
#[cfg(all(feature = "client", feature = "http"))]
mod procedures;
mod providers;
#[cfg(feature = "http")]
mod races;
mod reconcile;
mod requests;
mod signatures;
#[path = "../support/mod.rs"]
mod support;
mod typed_requests;
mod universes;
#[cfg(all(feature = "client", feature = "http"))]
#[path = "../support/upstream.rs"]
#[allow(dead_code, reason = "a part of it is used")]
mod upstream;
mod webhooks;
