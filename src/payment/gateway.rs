//! The port to whoever moves the money. `gateway` implements it: the demo bank, and providers.

use std::fmt;

use async_trait::async_trait;

use super::{OpenAttempt, PaymentType, Steps};
use crate::json::Json;
use crate::mask;
use crate::provider::Provider;
use crate::secret::Secret;

/// The gateway's own word for an outcome that nobody knows.
pub const GATEWAY_TIMEOUT: &str = "GATEWAY_TIMEOUT";
/// The gateway's own word for any other trouble.
pub const GATEWAY_ERROR: &str = "GATEWAY_ERROR";
/// The gateway's own word for too many calls: nothing was done, and the same may be tried later.
pub const RATE_LIMIT_EXCEEDED: &str = "RATE_LIMIT_EXCEEDED";

/// An account to take money from or to send it to.
#[derive(Clone, Debug)]
pub enum Account {
    /// A UPI id.
    Upi(Secret),
    /// An account at a bank.
    Bank {
        /// The number.
        number: Secret,
        /// The bank and branch.
        ifsc: String,
        /// The bank's name.
        bank_name: Option<String>,
    },
}

/// What a gateway is told to do. Its `Debug` shows ids alone.
#[derive(Clone)]
pub struct Instruction {
    /// Which way the money goes.
    pub kind: PaymentType,
    /// The attempt: a gateway that is asked again under the same reference does nothing a second time,
    /// or says so.
    pub reference: String,
    /// The payment.
    pub payment_id: String,
    /// Whose payment it is.
    pub user_id: String,
    /// The wallet.
    pub wallet_id: String,
    /// In the smallest unit of the currency.
    pub amount: i64,
    /// The currency.
    pub currency: String,
    /// The account.
    pub account: Account,
    /// What the caller gave besides, as JSON text.
    pub metadata: Option<String>,
}

impl fmt::Debug for Instruction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Instruction({}, {})", self.payment_id, self.reference)
    }
}

/// What a gateway answered: the `BankResponse` of SwiftPay's document, with what it leaves open.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The money moved.
    Succeeded {
        /// The gateway's id of the transaction.
        transaction_id: Option<String>,
        /// The gateway's reference.
        gateway_reference: String,
        /// The whole answer, account numbers masked.
        raw: Json,
    },
    /// The money did not move and will not.
    Refused {
        /// The gateway's code.
        code: String,
        /// The gateway's message.
        message: String,
        /// The whole answer, account numbers masked.
        raw: Json,
    },
    /// Nothing was done because there were too many calls: the same may be tried again later.
    Busy {
        /// The gateway's code.
        code: String,
        /// The gateway's message.
        message: String,
        /// The whole answer, account numbers masked.
        raw: Json,
    },
    /// The gateway has taken it on and says later what became of it.
    Accepted {
        /// The gateway's reference.
        gateway_reference: Option<String>,
        /// The whole answer, account numbers masked.
        raw: Json,
    },
    /// Nobody knows: the answer did not come, or does not say.
    Unknown {
        /// [`GATEWAY_TIMEOUT`] or [`GATEWAY_ERROR`].
        code: &'static str,
        /// What is told to the caller.
        message: &'static str,
        /// The whole answer, account numbers masked, where there was one.
        raw: Option<Json>,
    },
}

/// A member of an event that holds an amount, and where its currency is said. Names may lead into objects:
/// `amounts.fiat`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmountMember {
    /// The member that holds the amount.
    pub amount: String,
    /// The member that holds the currency.
    pub currency: Option<String>,
    /// The currency, where it is always the same.
    pub currency_code: Option<String>,
    /// Whether the amount is a whole number of the currency's smallest unit.
    pub is_in_smallest_unit: bool,
}

/// Where a provider's events say how much was paid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventAmounts {
    /// The members that hold amounts.
    pub members: Vec<AmountMember>,
    /// Whether an event that names none of them concludes nothing.
    pub is_required: bool,
}

/// What a gateway knows of a reference.
#[derive(Clone, Debug)]
pub enum Inquiry {
    /// What became of it. [`Outcome::Accepted`] is one that the gateway has and that has not ended: its
    /// reference, which may not have been known before, is to be noted.
    Known(Outcome),
    /// It never came, and should it come from now on it will be refused. A gateway that cannot promise that says
    /// [`Inquiry::Pending`].
    NeverReceived,
    /// The gateway cannot be asked now, or does not know yet.
    Pending,
}

/// Moves money.
#[async_trait]
pub trait Gateway: Send + Sync + fmt::Debug {
    /// The name in attempts, such as `DEMO_BANK`.
    fn name(&self) -> &'static str;

    /// The provider whose orders the payments are, and the member of its answers and events that holds the
    /// reference which the payment keeps. None where the gateway's answers are final.
    fn orders_at(&self) -> Option<(Provider, &str)> {
        None
    }

    /// Where the events of the orders name amounts, which are held against those of the payment.
    fn event_amounts(&self) -> EventAmounts {
        EventAmounts::default()
    }

    /// Whether the gateway refuses a reference for good once it was asked about it. Then an attempt that was
    /// recorded and never sent need not be told apart from one that was: it is asked about. For all others that an
    /// attempt may have been sent is on the disk before it is.
    fn refuses_what_it_was_asked_about(&self) -> bool {
        false
    }

    /// Whether the gateway may forget what it answered when the database's server dies, as long as nobody has
    /// recorded it there.
    fn forgets_with_database(&self) -> bool {
        false
    }

    /// What whoever runs the service should know of it, a line each.
    fn notes(&self) -> Vec<String> {
        Vec::new()
    }

    /// Whether the gateway is asked about an attempt by being told the same again, which takes more than the ids.
    fn seals(&self) -> bool {
        false
    }

    /// What it has to be told again, sealed so that nobody else can read it; it is kept with the attempt.
    fn sealed(&self, _instruction: &Instruction) -> Option<String> {
        None
    }

    /// Takes money from an account: `processBankOnRamp` of SwiftPay's document.
    async fn on_ramp(&self, instruction: &Instruction) -> Outcome;

    /// Sends money to an account: `processBankOffRamp` of SwiftPay's document.
    async fn off_ramp(&self, instruction: &Instruction) -> Outcome;

    /// Asks what became of an attempt.
    async fn inquire(&self, attempt: &OpenAttempt) -> Inquiry;

    /// The same, with what [`Gateway::sealed`] gave when the attempt was recorded.
    async fn inquire_with(&self, attempt: &OpenAttempt, _sealed: &str) -> Inquiry {
        self.inquire(attempt).await
    }

    /// Carries a payment out: by one call, or by steps that are noted one by one.
    async fn carry_out(&self, instruction: &Instruction, _steps: &dyn Steps) -> Outcome {
        match instruction.kind {
            PaymentType::Onramp => self.on_ramp(instruction).await,
            PaymentType::Offramp => self.off_ramp(instruction).await,
        }
    }

    /// Asks what became of an attempt, and goes on with it where it stopped between two steps. `sealed` is what
    /// [`Gateway::sealed`] gave when it was recorded.
    async fn carry_on(&self, attempt: &OpenAttempt, sealed: Option<&str>, _steps: &dyn Steps) -> Inquiry {
        match sealed {
            Some(sealed) => self.inquire_with(attempt, sealed).await,
            None => self.inquire(attempt).await,
        }
    }
}

impl Account {
    /// What may be stored and logged of it.
    #[must_use]
    pub fn masked(&self) -> String {
        match self {
            Account::Upi(id) => {
                let id = String::from_utf8_lossy(id.expose());
                let (local, handle) = id.split_once('@').unwrap_or((&id, ""));
                let first: String = local.chars().take(2).collect();
                [&first, "****@", handle].concat()
            }
            Account::Bank { number, .. } => mask::tail(&String::from_utf8_lossy(number.expose())),
        }
    }
}
