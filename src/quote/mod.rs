//! What arrives: fees, quotes, limits and settlement.

mod fees;
mod limits;
mod plan;
#[expect(clippy::module_inception, reason = "the question itself is asked in one file of its layer")]
mod quote;
mod reader;
mod reconcile;
mod schedule;
mod slippage;
mod terms;
mod window;
mod zone;

pub use fees::{FeeShare, Fees};
pub(crate) use limits::check as check_limits;
pub use limits::{LimitReport, LimitUse};
pub use plan::FeePlan;
pub use quote::Quote;
pub(crate) use quote::{for_target, forward};
pub(crate) use reader::{CURRENCY, CurrencyNames, Need, Optional, Reader, Required};
pub use reconcile::Reconciliation;
pub use schedule::{Charge, FeePart, FeeSchedule, FeeTier, Share, TierMode};
pub use terms::FeeIn;
