//! What is written down holds: the pages that follow from tables, the layers of the modules, and what the documents of the
//! providers say.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    reason = "a test that goes wrong in these ways fails, as it should"
)]

mod coverage;
mod examples;
mod layers;
mod pages;
#[path = "../support/mod.rs"]
mod support;
mod together;
mod typed_requests;
