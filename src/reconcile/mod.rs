//! A ledger held against what banks and providers say: every payment matched, or told apart with its reason.
//!
//! Nothing is read and nothing is written here: [`StatementReader`] takes the bytes of a ledger or a statement as they
//! arrive, [`reconcile`] answers a [`Decision`] for every line. What decides is the reference; where there is none, amount,
//! account and day together, and never less than that.
//!
//! ```
//! use offramp_core::reconcile::{Outcome, Statement, StatementReader, Terms, reconcile};
//!
//! fn read(name: &str, text: &str) -> Statement {
//!     let mut reader = StatementReader::new(name);
//!     reader.push(text.as_bytes());
//!     reader.finish()
//! }
//! let ledger = read("ledger.csv", "reference,currency,amount,result\nA-1,EUR,10.00,paid\nA-2,EUR,5.00,paid\n");
//! let statement = read("bank.csv", "date,reference,currency,amount\n2026-11-27,A-1,EUR,-10.00\n");
//!
//! let mut outcomes = Vec::new();
//! let summary = reconcile(&ledger, &[statement], &Terms::default(), &mut |decision| outcomes.push(decision.outcome));
//! assert_eq!(outcomes, [Outcome::Matched, Outcome::Missing]);
//! assert!(summary.has_differences());
//! ```

mod columns;
mod decide;
mod decision;
mod found;
mod hash;
#[cfg(feature = "iso20022")]
mod iso;
mod lines;
mod nacha;
mod pairing;
mod problem;
mod provider;
mod statement;
mod table;
mod texts;

pub use decide::{Summary, reconcile};
pub use decision::{Decision, LineView, Outcome, Reason};
pub use lines::{Channel, Standing};
pub use pairing::Terms;
pub use problem::LineFinding;
pub use statement::{Statement, StatementReader};
pub use table::Outgoing;
