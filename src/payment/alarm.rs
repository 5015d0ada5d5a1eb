//! Alarms as they are stored: two that should know the same do not, and whoever has put it right.

use std::fmt;

use super::model::words;

words! {
    /// Why somebody should look: two that should know the same do not.
    AlarmKind {
        /// The gateway says that the money moved; the record says that it did not.
        PaidButFailed "PAID_BUT_FAILED"
        /// The gateway took the payment on; the record says that it failed.
        TakenButFailed "TAKEN_BUT_FAILED"
        /// The gateway says that the money did not move; the record says that it did.
        FailedButPaid "FAILED_BUT_PAID"
        /// The gateway says that the money moved, under another reference than the record has.
        PaidTwice "PAID_TWICE"
        /// The gateway was told to pay; the record has no such payment any more.
        PaymentMissing "PAYMENT_MISSING"
        /// The gateway's reference belongs to another payment.
        ReferenceTaken "REFERENCE_TAKEN"
        /// The provider's event is about another amount or currency than was to be paid.
        AmountDiffers "AMOUNT_DIFFERS"
        /// The provider's event does not follow from where its order stands.
        StatusRefused "STATUS_REFUSED"
    }
}

/// Two that should know the same do not.
#[derive(Clone)]
pub struct Alarm {
    /// What is wrong.
    pub kind: AlarmKind,
    /// The payment.
    pub payment_id: String,
    /// The attempt, which is the reference that the gateway was given.
    pub attempt_id: String,
    /// The gateway's name.
    pub gateway: String,
    /// The gateway's reference.
    pub gateway_reference: Option<String>,
    /// What each of them says, as JSON text, account numbers masked.
    pub details: String,
}

/// An alarm as it is recorded. Times are milliseconds since 1970.
#[derive(Clone)]
pub struct RecordedAlarm {
    /// The id.
    pub id: String,
    /// What it is about.
    pub alarm: Alarm,
    /// When it was raised.
    pub created_at: i64,
    /// Who has put it right; nobody as long as it is open.
    pub resolution: Option<Resolution>,
}

/// That somebody has put an alarm right.
#[derive(Clone, PartialEq, Eq)]
pub struct Resolution {
    /// When that was said.
    pub at: i64,
    /// By whom; none where somebody said so in the database itself.
    pub by: Option<String>,
    /// What was found and done.
    pub reason: Option<String>,
}

/// Which alarms are asked for.
#[derive(Clone, Copy, Debug)]
pub struct AlarmQuery<'a> {
    /// The id of an alarm, or of the payment or the attempt that alarms are about.
    pub about: Option<&'a str>,
    /// Whether those that are resolved are left out.
    pub is_open: bool,
    /// How many at most: the last ones.
    pub most: u32,
}

impl AlarmQuery<'static> {
    /// Those that nobody has resolved.
    pub const OPEN: AlarmQuery<'static> = AlarmQuery { about: None, is_open: true, most: 1000 };
}

impl Alarm {
    /// What makes it this alarm and no other: the same is recorded once.
    #[must_use]
    pub fn key(&self) -> String {
        let reference = self.gateway_reference.as_deref().unwrap_or_default();
        [self.kind.as_str(), ":", &self.attempt_id, ":", reference].concat()
    }
}

impl fmt::Debug for Alarm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Alarm({}, {})", self.kind.as_str(), self.attempt_id)
    }
}

/// Not the reason, which is a person's own words.
impl fmt::Debug for RecordedAlarm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RecordedAlarm({:?}, {})", self.alarm, if self.resolution.is_some() { "resolved" } else { "open" })
    }
}

impl fmt::Debug for Resolution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Resolution({})", self.at)
    }
}
