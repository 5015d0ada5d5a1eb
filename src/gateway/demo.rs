//! The demo bank: moves no money, and keeps books on it.
//!
//! Its ledger is a file of its own, as a bank's books are not in its customers' databases: what the
//! service believes can be held against what the bank did. It counts every call by reference. What it
//! answers is on the disk before, as with a real bank.
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

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use sqlx::Row;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
};

use super::{Account, GATEWAY_ERROR, GATEWAY_TIMEOUT, Gateway, Inquiry, Instruction, Outcome, RATE_LIMIT_EXCEEDED};
use crate::json::{Json, Object};
use crate::storage::{OpenAttempt, PaymentType, Queue, StoreError};

/// How long [`Magic::Slow`] takes.
const SLOW: Duration = Duration::from_secs(2);

/// The bank.
#[derive(Debug)]
pub struct DemoBank {
    pool: SqlitePool,
    queue: Queue<Arc<Posting>, LedgerEntry>,
}

/// One line of the bank's books.
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

/// What is to be written into the books, unless the reference stands there already.
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

const SCHEMA: &str = r"CREATE TABLE IF NOT EXISTS ledger (
    reference TEXT PRIMARY KEY NOT NULL, payment_id TEXT NOT NULL, kind TEXT NOT NULL, amount INTEGER NOT NULL,
    currency TEXT NOT NULL, account TEXT NOT NULL, state TEXT NOT NULL, error_code TEXT, calls INTEGER NOT NULL
) STRICT, WITHOUT ROWID";

impl DemoBank {
    /// Opens the books, which are created where there are none.
    ///
    /// # Errors
    /// Where the file cannot be used.
    pub async fn open(ledger: &Path) -> Result<DemoBank, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(ledger)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5));
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
        sqlx::query(SCHEMA).execute(&pool).await?;
        let books = pool.clone();
        let queue = Queue::start(1, move |postings| {
            let books = books.clone();
            async move { post(&books, &postings).await }
        });
        Ok(DemoBank { pool, queue })
    }

    /// The whole ledger.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub async fn entries(&self) -> Result<Vec<LedgerEntry>, StoreError> {
        let rows = sqlx::query("SELECT reference, payment_id, state, error_code, calls FROM ledger");
        rows.fetch_all(&self.pool).await?.iter().map(entry).collect()
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
            Magic::BusyOnce if self.is_known(&instruction.payment_id).await => (DONE, None),
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
        match self.queue.ask(Arc::new(posting)).await {
            Ok(_) if matches!(magic, Magic::TimeoutAfter) => no_answer(),
            Ok(entry) => outcome(&entry, instruction.kind),
            Err(_) => Outcome::Unknown { code: GATEWAY_ERROR, message: "The gateway failed" },
        }
    }

    async fn is_known(&self, payment_id: &str) -> bool {
        let known = sqlx::query("SELECT 1 FROM ledger WHERE payment_id = ?1 AND state = 'REFUSED'").bind(payment_id);
        known.fetch_optional(&self.pool).await.is_ok_and(|row| row.is_some())
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
        match self.queue.ask(Arc::new(posting)).await {
            Ok(entry) if entry.state == VOID => Inquiry::NeverReceived,
            Ok(entry) => Inquiry::Known(outcome(&entry, attempt.kind)),
            Err(_) => Inquiry::NotYet,
        }
    }
}

/// Enters postings in one statement and answers what stands under each reference.
async fn post(pool: &SqlitePool, postings: &[Arc<Posting>]) -> Result<Vec<LedgerEntry>, StoreError> {
    let rows = Json::Array(postings.iter().map(|posting| posting.to_json()).collect()).to_string();
    let rows = sqlx::query(
        "INSERT INTO ledger (reference, payment_id, kind, amount, currency, account, state, error_code, calls)
        SELECT value->>'reference', value->>'paymentId', value->>'kind', value->>'amount', value->>'currency',
            value->>'account', value->>'state', value->>'errorCode', value->>'calls'
        FROM json_each(?1) WHERE true
        ON CONFLICT (reference) DO UPDATE SET calls = calls + excluded.calls
        RETURNING reference, payment_id, state, error_code, calls",
    )
    .bind(rows)
    .fetch_all(pool)
    .await?;
    let entries: Vec<LedgerEntry> = rows.iter().map(entry).collect::<Result<_, _>>()?;
    let of = |posting: &Arc<Posting>| {
        let entry = entries.iter().rfind(|entry| entry.reference == posting.reference);
        entry.cloned().ok_or_else(|| StoreError::Internal("a posting has no entry".to_owned()))
    };
    postings.iter().map(of).collect()
}

impl Posting {
    fn to_json(&self) -> Json {
        let mut row = Object::new();
        row.put_text("reference", &self.reference);
        row.put_text("paymentId", &self.payment_id);
        row.put_text("kind", self.kind);
        row.put("amount", Json::number(u64::try_from(self.amount).unwrap_or(0)));
        row.put_text("currency", &self.currency);
        row.put_text("account", &self.account);
        row.put_text("state", self.state);
        if let Some(code) = self.error_code {
            row.put_text("errorCode", code);
        }
        row.put("calls", Json::number(u64::from(self.state != VOID)));
        Json::Object(row)
    }
}

fn entry(row: &SqliteRow) -> Result<LedgerEntry, StoreError> {
    Ok(LedgerEntry {
        reference: row.try_get(0)?,
        payment_id: row.try_get(1)?,
        state: row.try_get(2)?,
        error_code: row.try_get(3)?,
        calls: row.try_get(4)?,
    })
}

fn no_answer() -> Outcome {
    Outcome::Unknown { code: GATEWAY_TIMEOUT, message: "Gateway did not respond in time" }
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
        return Outcome::Done {
            transaction_id: Some(transaction_id),
            gateway_reference: ["gateway_ref_", tail].concat(),
            raw: Json::Object(raw),
        };
    }
    let code = entry.error_code.clone().unwrap_or_else(|| GATEWAY_ERROR.to_owned());
    let message = message(&code, kind).to_owned();
    raw.put_text("errorCode", &code);
    Outcome::Refused { code, message, raw: Json::Object(raw) }
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
