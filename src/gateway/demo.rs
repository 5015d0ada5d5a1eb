//! The demo bank: moves no money, and keeps ledger on it.
//!
//! Its ledger is a file or a table of its own: what the service believes can be held against what the bank did.
//! It counts every call by reference. See `ledger.rs` for when what it answers is on the disk.
//!
//! | UPI id before the @ | account number | what happens |
//! |---|---|---|
//! | `insufficient.funds` | 99900000**01** | `INSUFFICIENT_FUNDS` |
//! | `invalid.account` | 99900000**02** | `INVALID_ACCOUNT` |
//! | `account.blocked` | 99900000**03** | `ACCOUNT_BLOCKED` |
//! | `limit.exceeded` | 99900000**04** | `TRANSACTION_LIMIT_EXCEEDED` |
//! | `gateway.timeout` | 99900000**05** | no answer; the instruction did not arrive |
//! | `gateway.error` | 99900000**06** | `GATEWAY_ERROR`, refused |
//! | `rate.limited` | 99900000**07** | `RATE_LIMIT_EXCEEDED`, every time |
//! | `busy.once` | 99900000**08** | `RATE_LIMIT_EXCEEDED` the first time, then success |
//! | `timeout.paid` | 99900000**09** | no answer; the money moved |
//! | `slow` | 99900000**10** | success after two seconds |
//! | anything else | anything else | success |

mod ledger;

use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;

use self::ledger::Ledger;
use super::{Account, GATEWAY_ERROR, GATEWAY_TIMEOUT, Gateway, Inquiry, Instruction, Outcome, RATE_LIMIT_EXCEEDED};
use crate::json::{Json, Object};
use crate::payment::{OpenAttempt, PaymentType, StoreError};

/// How long [`Magic::Slow`] takes.
const SLOW: Duration = Duration::from_secs(2);

/// The bank.
#[derive(Debug)]
pub struct DemoBank {
    ledger: Ledger,
}

/// One line of the bank's ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerEntry {
    /// The caller's reference.
    pub reference: String,
    /// The payment.
    pub payment_id: String,
    /// `DONE`, `REFUSED` with a code, or `VOID` for a reference that was asked for before it came.
    pub state: String,
    /// The bank's code, where it refused.
    pub error_code: Option<String>,
    /// How often it was called with this reference.
    pub calls: i64,
}

/// What is to be written into the ledger, unless the reference stands there already.
struct Posting {
    reference: String,
    payment_id: String,
    kind: &'static str,
    amount: i64,
    currency: String,
    account: String,
    state: &'static str,
    error_code: Option<&'static str>,
}

impl DemoBank {
    /// Opens ledger in a file, which is created where there is none.
    ///
    /// # Errors
    /// Where the file cannot be used.
    pub async fn open(ledger: &Path) -> Result<DemoBank, StoreError> {
        Ok(DemoBank { ledger: Ledger::in_file(ledger).await? })
    }

    /// Opens ledger in the database of a URL, beside the payments, where all replicas see them.
    ///
    /// # Errors
    /// Where the database cannot be used.
    #[cfg(feature = "postgres")]
    pub async fn beside_payments(url: &str) -> Result<DemoBank, StoreError> {
        Ok(DemoBank { ledger: Ledger::on_server(url).await? })
    }

    /// The whole ledger.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub async fn entries(&self) -> Result<Vec<LedgerEntry>, StoreError> {
        self.ledger.entries().await
    }

    async fn process(&self, instruction: &Instruction) -> Outcome {
        let magic = Magic::of(&instruction.account);
        let (state, error_code) = match magic {
            Magic::TimeoutBefore => return no_answer(),
            Magic::Slow => {
                tokio::time::sleep(SLOW).await;
                (DONE, None)
            }
            Magic::None | Magic::TimeoutAfter => (DONE, None),
            // attempts of one payment are told apart by their references; the first one is refused
            Magic::BusyOnce if self.ledger.has_refused(&instruction.payment_id).await => (DONE, None),
            Magic::BusyOnce => (REFUSED, Some(RATE_LIMIT_EXCEEDED)),
            Magic::Refuse(code) => (REFUSED, Some(code)),
        };
        let posting = Posting {
            reference: instruction.reference.clone(),
            payment_id: instruction.payment_id.clone(),
            kind: instruction.kind.as_str(),
            amount: instruction.amount,
            currency: instruction.currency.clone(),
            account: instruction.account.masked(),
            state,
            error_code,
        };
        match self.ledger.enter(posting).await {
            Ok(_) if matches!(magic, Magic::TimeoutAfter) => no_answer(),
            Ok(entry) => outcome(&entry, instruction.kind),
            Err(_) => Outcome::Unknown { code: GATEWAY_ERROR, message: "The gateway failed", raw: None },
        }
    }
}

const DONE: &str = "DONE";
const REFUSED: &str = "REFUSED";
const VOID: &str = "VOID";

#[async_trait]
impl Gateway for DemoBank {
    fn name(&self) -> &'static str {
        "DEMO_BANK"
    }

    /// Being asked about a reference makes it void.
    fn refuses_what_it_was_asked_about(&self) -> bool {
        true
    }

    fn forgets_with_database(&self) -> bool {
        self.ledger.are_beside_payments()
    }

    async fn on_ramp(&self, instruction: &Instruction) -> Outcome {
        self.process(instruction).await
    }

    async fn off_ramp(&self, instruction: &Instruction) -> Outcome {
        self.process(instruction).await
    }

    /// A reference that never came is entered as void, so that it is refused should it still come.
    async fn inquire(&self, attempt: &OpenAttempt) -> Inquiry {
        let posting = Posting {
            reference: attempt.attempt_id.clone(),
            payment_id: attempt.payment_id.clone(),
            kind: attempt.kind.as_str(),
            amount: 0,
            currency: String::new(),
            account: String::new(),
            state: VOID,
            error_code: None,
        };
        match self.ledger.enter(posting).await {
            Ok(entry) if entry.state == VOID => Inquiry::NeverReceived,
            Ok(entry) => Inquiry::Known(outcome(&entry, attempt.kind)),
            Err(_) => Inquiry::Pending,
        }
    }
}

fn no_answer() -> Outcome {
    Outcome::Unknown { code: GATEWAY_TIMEOUT, message: "Gateway did not respond in time", raw: None }
}

fn outcome(entry: &LedgerEntry, kind: PaymentType) -> Outcome {
    let tail = entry.reference.rsplit('_').next().unwrap_or_default();
    let mut raw = Object::new();
    raw.put_text("bank", "DEMO_BANK");
    raw.put_text("reference", &entry.reference);
    raw.put_text("state", &entry.state);
    if entry.state == DONE {
        let transaction_id = ["bank_txn_", tail].concat();
        raw.put_text("transactionId", &transaction_id);
        return Outcome::Succeeded {
            transaction_id: Some(transaction_id),
            gateway_reference: ["gateway_ref_", tail].concat(),
            raw: Json::Object(raw),
        };
    }
    let code = entry.error_code.clone().unwrap_or_else(|| GATEWAY_ERROR.to_owned());
    let message = message(&code, kind).to_owned();
    raw.put_text("errorCode", &code);
    let raw = Json::Object(raw);
    if code == RATE_LIMIT_EXCEEDED {
        return Outcome::Busy { code, message, raw };
    }
    Outcome::Refused { code, message, raw }
}

fn message(code: &str, kind: PaymentType) -> &'static str {
    match (code, kind) {
        ("INSUFFICIENT_FUNDS", _) => "Insufficient funds in source account",
        ("INVALID_ACCOUNT", PaymentType::Offramp) => "Invalid beneficiary account",
        ("INVALID_ACCOUNT", PaymentType::Onramp) => "Invalid source account",
        ("ACCOUNT_BLOCKED", _) => "Account is blocked or frozen",
        ("TRANSACTION_LIMIT_EXCEEDED", _) => "Transaction exceeds allowed limit",
        (RATE_LIMIT_EXCEEDED, _) => "Rate limit exceeded",
        _ => "Payment processing failed",
    }
}

/// What an account makes the bank do.
#[derive(Clone, Copy)]
enum Magic {
    None,
    Refuse(&'static str),
    BusyOnce,
    TimeoutBefore,
    TimeoutAfter,
    Slow,
}

impl Magic {
    const WORDS: [(&'static str, &'static str, Magic); 10] = [
        ("insufficient.funds", "9990000001", Magic::Refuse("INSUFFICIENT_FUNDS")),
        ("invalid.account", "9990000002", Magic::Refuse("INVALID_ACCOUNT")),
        ("account.blocked", "9990000003", Magic::Refuse("ACCOUNT_BLOCKED")),
        ("limit.exceeded", "9990000004", Magic::Refuse("TRANSACTION_LIMIT_EXCEEDED")),
        ("gateway.timeout", "9990000005", Magic::TimeoutBefore),
        ("gateway.error", "9990000006", Magic::Refuse(GATEWAY_ERROR)),
        ("rate.limited", "9990000007", Magic::Refuse(RATE_LIMIT_EXCEEDED)),
        ("busy.once", "9990000008", Magic::BusyOnce),
        ("timeout.paid", "9990000009", Magic::TimeoutAfter),
        ("slow", "9990000010", Magic::Slow),
    ];

    fn of(account: &Account) -> Magic {
        let (text, is_upi) = match account {
            Account::Upi(id) => (id.expose(), true),
            Account::Bank { number, .. } => (number.expose(), false),
        };
        let local = text.split(|&byte| byte == b'@').next().unwrap_or_default();
        let fits = |upi: &str, number: &str| if is_upi { local == upi.as_bytes() } else { text == number.as_bytes() };
        Magic::WORDS.iter().find_map(|(upi, number, magic)| fits(upi, number).then_some(*magic)).unwrap_or(Magic::None)
    }
}
