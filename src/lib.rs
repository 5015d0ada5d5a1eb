//! Turns tokens into money in someone's account without paying the wrong one.
//!
//! Three questions, answered offline and in microseconds, alike for Rust, JavaScript, the command line
//! and HTTP:
//!
//! 1. Can this destination be paid, and if not, which field is wrong and how is it put right?
//!    [`api::validate`], [`api::validate_bank_account`], [`api::check_csv`].
//! 2. What will arrive, after fees, within the limits, and when? [`api::compute_fees`], [`api::quote`],
//!    [`api::check_limits`], [`api::settlement`].
//! 3. What exactly is sent to an off-ramp provider? [`api::build_request`]; what does its answer mean?
//!    [`api::parse_response`], [`api::verify_webhook`], [`api::next_status`], [`api::classify`].
//!
//! # Sans I/O
//!
//! The crate reads no clock, draws no random number, opens no file and no socket: time, nonce and
//! secrets are arguments, bytes go in and values come out. Command line, HTTP and WASM are adapters
//! behind features.
//!
//! # Layers
//!
//! Arrows point one way: `wasm | cli -> http -> gateway | storage -> database -> payment -> api -> bulk -> provider | quote -> bank |
//! order -> identifier -> money -> error, finding, code, json, text`. The diagram is in ARCHITECTURE.md, and a test holds the
//! `use` lines against it.
//!
//! # Features
//!
//! | feature | what it adds |
//! |---|---|
//! | none (default) | the core |
//! | `wasm` | the bindings behind the npm package |
//! | `brief` | [`bulk::BriefWriter`]: rows of a file in little text, for the page |
//! | `cli` | the `offramp` command |
//! | `iban_validate` | conversions from and to the types of the crate `iban_validate`, and its opinion beside ours (`offramp validate iban --second-opinion`) |
//! | `client` | [`client`]: sends requests, and again only what may be sent again |
//! | `http` | `offramp serve`, on SQLite |
//! | `sandbox` | [`sandbox`]: the providers' APIs on this machine, for tests; `offramp sandbox` |
//! | `postgres` | `offramp serve` on PostgreSQL, with any number of replicas |

#![cfg_attr(docsrs, feature(doc_cfg))]
// the page's module is compiled for size, but for what every row of a file goes through (scripts/build-module)
#![cfg_attr(page, feature(optimize_attribute))]
#![cfg_attr(
    test,
    allow(
        clippy::as_conversions,
        clippy::string_slice,
        clippy::arithmetic_side_effects,
        reason = "a test that goes wrong in these ways fails, as it should"
    )
)]

#[cfg(all(feature = "wasm", target_arch = "wasm32", target_os = "unknown"))]
mod allocator;
pub mod api;
mod bank;
pub mod bulk;
mod characters;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
#[cfg(feature = "client")]
pub mod client;
mod code;
mod country;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod database;
mod error;
mod finding;
#[cfg(feature = "http")]
#[doc(hidden)]
pub mod gateway;
#[cfg(feature = "http")]
#[doc(hidden)]
pub mod http;
pub mod identifier;
mod json;
pub mod mask;
pub mod money;
mod nearest;
mod network;
mod options;
pub mod order;
mod pattern;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
#[doc(hidden)]
pub mod payment;
#[cfg(not(target_arch = "wasm32"))]
pub mod payout;
pub mod provider;
mod provider_list;
pub mod quote;
#[cfg(not(target_arch = "wasm32"))]
pub mod reconcile;
mod redact;
#[cfg(feature = "payout")]
#[doc(hidden)]
pub mod runner;
#[cfg(feature = "sandbox")]
pub mod sandbox;
mod secret;
mod spreadsheet;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
#[doc(hidden)]
pub mod storage;
mod tables;
mod text;
mod timestamp;
mod typescript;
#[cfg(all(feature = "wasm", target_arch = "wasm32"))]
mod wasm;
mod word_shapes;

/// Whether this is the module of the page (`scripts/build-module`), which leaves out what the page never asks.
pub(crate) const IS_PAGE: bool = cfg!(page);

pub use api::{BankOptions, ValidateOptions};
pub use code::{Code, Severity};
pub use country::Country;
pub use error::{Error, ErrorCode};
pub use finding::{Finding, Verdict};
pub use identifier::{Kind, Strictness};
pub use json::{Json, JsonError, Number, Object};
pub use provider::Provider;
pub use secret::Secret;
pub use timestamp::{Date, Timestamp};

/// The examples of the README are run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// And those of the sandbox's page.
#[cfg(all(doctest, feature = "sandbox"))]
#[doc = include_str!("../docs/SANDBOX.md")]
struct SandboxPage;
