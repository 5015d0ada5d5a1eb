//! Payouts: every payment of a file is carried out exactly once, or is reported with the reason.
//!
//! Nothing here reads a clock, sends or stores: [`Machine::step`] answers what becomes of an item when something happens to it
//! and what is to be done next, and whoever runs it ([`Effect`]) writes the change down before he does that. What a provider
//! wants in how many steps says its own table ([`crate::provider::procedure`]); what an answer means says
//! [`Provider::classify`](crate::Provider::classify).
//!
//! | what happens | what becomes of it |
//! |---|---|
//! | a runner dies between two writes | another takes the item on once the lease is over, from the step that is recorded |
//! | an answer is lost | the provider is asked; what has a key is sent again with that key, as long as the provider knows it |
//! | nobody can be asked, and money may have moved | the item is `unknown`: it is never sent again, and reported |
//! | nobody can be asked, and nothing can have moved | it is begun anew, with another key |
//! | the provider is busy | it goes on later |
//! | money comes back after it was paid | `returned`, with all that was before |
//!
//! ```
//! use offramp_core::payout::{Effect, Event, Item, ItemState, Machine, Mode, Policy};
//! use offramp_core::{Json, Object, Provider};
//!
//! let known: Json = r#"{"upiId":"user@okaxis","amount":"2500","currency":"INR","wallet":"w1"}"#.parse()?;
//! let procedure = &Provider::Swiftpay.procedures()[0];
//! let machine = Machine::new(Provider::Swiftpay, procedure, known.as_object().unwrap(), Policy::default());
//!
//! let item = Item::planned(1, "PAYOUT");
//! let (item, effect) = machine.step(&item, &Event::Taken, 0).unwrap();
//! assert_eq!((item.state, item.key().as_str()), (ItemState::Sending, "PAYOUT-1-1"));
//! assert_eq!(effect, Some(Effect::Take { step: 0, mode: Mode::First }));
//!
//! // the runner dies: whoever comes next does not take it for one that was not sent
//! let (item, effect) = machine.step(&item, &Event::Taken, 60_000).unwrap();
//! assert_eq!((item.state, effect), (ItemState::Unknown, Some(Effect::Take { step: 0, mode: Mode::Again })));
//!
//! let given = Object::from_iter([("id", "tx_1")]);
//! let done = Event::Done { turn: item.turn(), given, status: Some("SUCCESS".to_owned()) };
//! assert_eq!(machine.step(&item, &done, 61_000).unwrap().0.state, ItemState::Paid);
//! # Ok::<(), offramp_core::JsonError>(())
//! ```

mod batch;
mod item;
mod metrics;
mod pace;
mod report;
mod step;
mod way;

pub use batch::{Approvals, PayoutEvent, PayoutState, next_state};
pub use item::{Effect, Event, Item, ItemState, Mode, Turn};
pub use metrics::{Alike, Metrics};
#[cfg(feature = "payout")]
pub(crate) use pace::NOT_YET;
pub use pace::Pace;
pub use report::{Counts, ReportForm, ReportRow};
pub use step::{Machine, Policy};
pub use way::{Given, Way};
