//! What arrives: fees, quotes, limits and settlement.

mod fees;
mod plan;
mod reader;
mod schedule;

pub use fees::{FeeShare, Fees};
pub use plan::FeePlan;
pub(crate) use reader::{CURRENCY, CurrencyNames, Need, Optional, Reader, Required};
pub use schedule::{Charge, FeePart, FeeSchedule, FeeTier, Share, TierMode};
