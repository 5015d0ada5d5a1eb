//! Fee schedules as data: what a provider charges, in JSON.

mod read;
mod write;

use crate::money::{Amount, Rate, Rounding};
use rust_decimal::Decimal;

/// What is charged for a payment: several named parts, each a share of the amount, something fixed, or
/// both.
///
/// ```
/// use offramp_core::quote::FeeSchedule;
///
/// let schedule: FeeSchedule = r#"{
///     "parts": [{"name": "provider", "percent": "2.9", "fixed": "0.30", "rounding": "halfUp"}],
///     "charge": "deducted"
/// }"#.parse()?;
/// assert_eq!(schedule.parts[0].name, "provider");
/// # Ok::<(), offramp_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeeSchedule {
    /// The parts.
    pub parts: Vec<FeePart>,
    /// Who bears the fee.
    pub charge: Charge,
    /// How an amount with more decimals than the currency is cut before anything is computed. Without
    /// it such an amount is refused.
    pub amount_rounding: Option<Rounding>,
    /// The most that all parts together come to; the last parts are lowered to it.
    pub max: Option<Amount>,
}

/// Who bears a fee.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Charge {
    /// It is taken from the amount, which is the gross.
    Deducted,
    /// It is added to the amount, which is the net.
    OnTop,
}

/// One part of a fee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeePart {
    /// Whose part it is, such as `platform`, `partner`, `developer` or `network`.
    pub name: String,
    /// The share of the amount.
    pub share: Share,
    /// What is charged besides.
    pub fixed: Option<Amount>,
    /// The least that the part comes to.
    pub min: Option<Amount>,
    /// The most that the part comes to.
    pub max: Option<Amount>,
    /// How the part is rounded; needed where there is a share or a rate.
    pub rounding: Option<Rounding>,
    /// What the share is taken of, where it is not the amount: `net`, what the parts before leave of it, or the name
    /// of a part before, as taxes on fees are.
    pub of: Option<String>,
    /// The currency of the fixed amount, where it is another, and how much of the schedule's one unit of it is worth.
    pub foreign: Option<(String, Decimal)>,
    /// Who bears the part, where it is not as the schedule says.
    pub charge: Option<Charge>,
    /// Whether it is given back instead of charged.
    pub is_rebate: bool,
}

/// How a part grows with the amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Share {
    /// It does not.
    None,
    /// The same share of every amount.
    Flat(Rate),
    /// Shares that depend on the amount.
    Tiered(TierMode, Vec<FeeTier>),
}

/// What the share of a tier is taken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TierMode {
    /// Of the part of the amount that lies in the tier; each tier that is reached counts.
    Marginal,
    /// Of the whole amount; the tier that it lies in counts alone.
    Whole,
}

/// One tier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeeTier {
    /// The largest amount in the tier; the last tier has none.
    pub up_to: Option<Amount>,
    /// The share.
    pub rate: Option<Rate>,
    /// What is charged besides.
    pub fixed: Option<Amount>,
}

impl Charge {
    /// `"deducted"` or `"onTop"`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Charge::Deducted => "deducted",
            Charge::OnTop => "onTop",
        }
    }

    fn find(name: &str) -> Option<Charge> {
        [Charge::Deducted, Charge::OnTop].into_iter().find(|charge| charge.as_str() == name)
    }
}

impl TierMode {
    /// `"marginal"` or `"whole"`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            TierMode::Marginal => "marginal",
            TierMode::Whole => "whole",
        }
    }

    fn find(name: &str) -> Option<TierMode> {
        [TierMode::Marginal, TierMode::Whole].into_iter().find(|mode| mode.as_str() == name)
    }
}

/// What is left of the amount, as what a share is taken of.
pub(super) const NET: &str = "net";
