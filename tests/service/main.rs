//! The service: in process, as the program, on both databases, with providers and clients that misbehave.
//!
//! Many of these tests wait, and some say how long that may take: what keeps a processor busy is among those of the core.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::disallowed_methods,
    unreachable_pub,
    reason = "a test that goes wrong in these ways fails, as it should, and is the owner of its clock"
)]

mod alarms;
mod attacks;
mod backup;
mod disk;
mod examples;
mod gateways;
mod http;
mod log;
mod migrations;
#[path = "../support/misbehaviours.rs"]
mod misbehaviours;
mod one_rule;
mod orders;
mod payouts;
mod postgres;
mod procedures;
mod program;
mod provider_service;
mod records;
mod redaction;
mod signals;
mod storage;
#[path = "../support/mod.rs"]
mod support;
mod told;
mod trouble;
#[path = "../support/upstream.rs"]
#[allow(dead_code, reason = "a part of it is used")]
mod upstream;
mod vectors;

/// Held by tests that say how long something may take, and by those that leave the processor no time for others.
static QUIET: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
