//! What arrives: fees, quotes, limits and settlement.

mod arrival;
mod bearer;
mod both_ways;
mod business;
mod by_days;
mod by_schemes;
mod calendar;
mod days;
mod fees;
mod holidays;
mod hours;
mod limit;
mod limit_request;
mod limits;
mod plan;
mod planner;
mod rate;
mod reader;
mod reconcile;
mod running;
mod schedule;
mod scheme_choice;
mod settlement;
mod slippage;
mod terms;
mod window;
mod zone;

pub use arrival::{Arrival, ArrivalDates, Cutoff, SkippedDay, Way};
pub use both_ways::Quote;
pub(crate) use both_ways::{for_target, forward};
pub use business::BusinessDay;
pub(crate) use business::business_day;
#[cfg(all(feature = "wasm", target_arch = "wasm32"))]
pub(crate) use fees::PartFee;
pub use fees::{FeeShare, Fees};
pub(crate) use limits::check as check_limits;
pub use limits::{LimitReport, LimitUse};
pub use plan::FeePlan;
pub(crate) use reader::{CURRENCY, Optional, Reader, Required};
pub use reconcile::Reconciliation;
pub(crate) use running::{RunningLimits, RunningScopes};
pub use schedule::{Charge, FeePart, FeeSchedule, FeeTier, Share, TierMode};
pub(crate) use settlement::settle;
pub use terms::FeeIn;
