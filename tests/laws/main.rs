//! What holds for every input, tried on drawn ones.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    reason = "a test that goes wrong in these ways fails, as it should"
)]

mod accounts;
mod chains;
mod consistency;
mod damage;
mod duplicates;
mod files;
mod identifiers;
mod json;
mod keys;
mod reasons;
mod schemas;
mod sepa;
mod texts;
mod verdicts;
mod wallets;
