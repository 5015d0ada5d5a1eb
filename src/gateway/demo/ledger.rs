//! The demo bank's ledger: a file, or a table beside the payments.
//!
//! Postings of many callers are entered in one statement. In a file an entry is on the disk before the bank
//! answers, as with a real bank. On a server it is not: a commit there waits for nothing. The outcome that is
//! recorded of it later stands behind it in the same write-ahead log, and its commit waits until the log is on
//! the disk that far: where the outcome survives, so does the entry. Where both are lost the attempt is open,
//! the bank never had the reference, and no money moved. There is one way around this: the server dies, forgets
//! the entry, comes back, and the service, which still has the bank's answer, records it then. The store refuses
//! that: an outcome that the gateway forgets with the database is recorded over a connection that is older
//! than the answer, or not at all, and the bank is asked again.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
};
use sqlx::{QueryBuilder, Row, Sqlite};

use super::{LedgerEntry, Posting, VOID};
use crate::database::Queue;
use crate::payment::StoreError;

const SCHEMA: &str = r"CREATE TABLE IF NOT EXISTS ledger (
    reference TEXT PRIMARY KEY NOT NULL, payment_id TEXT NOT NULL, kind TEXT NOT NULL, amount INTEGER NOT NULL,
    currency TEXT NOT NULL, account TEXT NOT NULL, state TEXT NOT NULL, error_code TEXT, calls INTEGER NOT NULL
) STRICT, WITHOUT ROWID";

#[derive(Debug)]
pub(super) struct Ledger {
    queue: Queue<Arc<Posting>, LedgerEntry>,
    place: Place,
}

#[derive(Debug)]
enum Place {
    File(SqlitePool),
    #[cfg(feature = "postgres")]
    Server(server::Reader),
}

impl Ledger {
    pub(super) async fn in_file(ledger: &Path) -> Result<Ledger, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(ledger)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            // a statement for each number of postings
            .statement_cache_capacity(256)
            .busy_timeout(Duration::from_secs(5));
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
        sqlx::query(SCHEMA).execute(&pool).await?;
        let ledger = pool.clone();
        let queue = Queue::start([move |postings: Vec<Arc<Posting>>| {
            let ledger = ledger.clone();
            async move { post(&ledger, &postings).await }
        }]);
        Ok(Ledger { queue, place: Place::File(pool) })
    }

    #[cfg(feature = "postgres")]
    pub(super) async fn on_server(url: &str) -> Result<Ledger, StoreError> {
        let (clerk, reader) = server::open(url).await?;
        Ok(Ledger { queue: Queue::start([clerk]), place: Place::Server(reader) })
    }

    pub(super) const fn are_beside_payments(&self) -> bool {
        !matches!(self.place, Place::File(_))
    }

    /// Answers what stands under the posting's reference.
    pub(super) async fn enter(&self, posting: Posting) -> Result<LedgerEntry, StoreError> {
        self.queue.ask(Arc::new(posting)).await
    }

    pub(super) async fn entries(&self) -> Result<Vec<LedgerEntry>, StoreError> {
        match &self.place {
            Place::File(pool) => {
                let rows = sqlx::query("SELECT reference, payment_id, state, error_code, calls FROM ledger");
                rows.fetch_all(pool).await?.iter().map(entry).collect()
            }
            #[cfg(feature = "postgres")]
            Place::Server(reader) => reader.entries().await,
        }
    }

    /// Whether the bank has refused an attempt of this payment.
    pub(super) async fn has_refused(&self, payment_id: &str) -> bool {
        match &self.place {
            Place::File(pool) => {
                let known = sqlx::query("SELECT 1 FROM ledger WHERE payment_id = ?1 AND state = 'REFUSED'");
                known.bind(payment_id).fetch_optional(pool).await.is_ok_and(|row| row.is_some())
            }
            #[cfg(feature = "postgres")]
            Place::Server(reader) => reader.has_refused(payment_id).await,
        }
    }
}

/// Enters postings in one statement.
async fn post(pool: &SqlitePool, postings: &[Arc<Posting>]) -> Result<Vec<LedgerEntry>, StoreError> {
    let mut statement = QueryBuilder::<Sqlite>::new(
        "INSERT INTO ledger (reference, payment_id, kind, amount, currency, account, state, error_code, calls) ",
    );
    statement.push_values(postings, |mut row, posting| {
        row.push_bind(&posting.reference)
            .push_bind(&posting.payment_id)
            .push_bind(posting.kind)
            .push_bind(posting.amount)
            .push_bind(&posting.currency)
            .push_bind(&posting.account)
            .push_bind(posting.state)
            .push_bind(posting.error_code)
            .push_bind(calls(posting));
    });
    statement.push(
        " ON CONFLICT (reference) DO UPDATE SET calls = calls + excluded.calls \
        RETURNING reference, payment_id, state, error_code, calls",
    );
    let rows = statement.build().fetch_all(pool).await?;
    let entries: Vec<LedgerEntry> = rows.iter().map(entry).collect::<Result<_, _>>()?;
    in_order(postings, &entries)
}

/// Being asked about a reference is no call.
fn calls(posting: &Posting) -> i64 {
    i64::from(posting.state != VOID)
}

fn in_order(postings: &[Arc<Posting>], entries: &[LedgerEntry]) -> Result<Vec<LedgerEntry>, StoreError> {
    let of = |posting: &Arc<Posting>| {
        let entry = entries.iter().rfind(|entry| entry.reference == posting.reference);
        entry.cloned().ok_or_else(|| StoreError::Internal("a posting has no entry".to_owned()))
    };
    postings.iter().map(of).collect()
}

/// How the rows of either database are read: the columns stand in the same order.
macro_rules! reader {
    ($row:ty) => {
        fn entry(row: &$row) -> Result<LedgerEntry, StoreError> {
            Ok(LedgerEntry {
                reference: row.try_get(0)?,
                payment_id: row.try_get(1)?,
                state: row.try_get(2)?,
                error_code: row.try_get(3)?,
                calls: row.try_get(4)?,
            })
        }
    };
}

reader!(SqliteRow);

#[cfg(feature = "postgres")]
mod server {
    use std::sync::Arc;

    use sqlx::Row;
    use sqlx::postgres::{PgConnection, PgPool, PgPoolOptions, PgRow};

    use super::super::{LedgerEntry, Posting};
    use super::{calls, in_order};
    use crate::database::{Worker, Writer, connect_options, timed};
    use crate::payment::StoreError;

    /// Replicas may start at the same instant: one of them makes the table.
    const SCHEMA: &str = r#"SELECT pg_advisory_xact_lock(7263548123);
    CREATE TABLE IF NOT EXISTS "DemoBankLedger" (
        reference TEXT COLLATE "C" PRIMARY KEY, payment_id TEXT NOT NULL, kind TEXT NOT NULL, amount BIGINT NOT NULL,
        currency TEXT NOT NULL, account TEXT NOT NULL, state TEXT NOT NULL, error_code TEXT, calls BIGINT NOT NULL
    );
    CREATE INDEX IF NOT EXISTS "DemoBankLedger_refused_idx" ON "DemoBankLedger" (payment_id) WHERE state = 'REFUSED'"#;
    const POST: &str = r#"INSERT INTO "DemoBankLedger" AS ledger
        (reference, payment_id, kind, amount, currency, account, state, error_code, calls)
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[],
        $8::text[], $9::bigint[])
    ON CONFLICT (reference) DO UPDATE SET calls = ledger.calls + excluded.calls
    RETURNING reference, payment_id, state, error_code, calls"#;

    /// Enters postings; see the head of the file for why no commit of his waits for the disk.
    pub(super) struct Clerk(Writer);

    #[derive(Debug)]
    pub(super) struct Reader(PgPool);

    pub(super) async fn open(url: &str) -> Result<(Clerk, Reader), StoreError> {
        let options = connect_options(url)?;
        let pool = PgPoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
        sqlx::raw_sql(SCHEMA).execute(&pool).await?;
        Ok((Clerk(Writer::new(options.options([("synchronous_commit", "off")]))), Reader(pool)))
    }

    impl Worker<Arc<Posting>, LedgerEntry> for Clerk {
        async fn carry_out(&mut self, postings: Vec<Arc<Posting>>) -> Result<Vec<LedgerEntry>, StoreError> {
            let mut connection = self.0.connection().await?;
            let entries = timed(post(&mut connection, &postings)).await;
            self.0.finish(connection, &entries);
            entries
        }
    }

    async fn post(connection: &mut PgConnection, postings: &[Arc<Posting>]) -> Result<Vec<LedgerEntry>, StoreError> {
        let mut rows: Vec<&Posting> = postings.iter().map(AsRef::as_ref).collect();
        // in the order of their keys, so that two batches never wait for each other
        rows.sort_by(|a, b| a.reference.cmp(&b.reference));
        let texts = |of: fn(&Posting) -> &str| -> Vec<&str> { rows.iter().map(|posting| of(posting)).collect() };
        let numbers = |of: fn(&Posting) -> i64| -> Vec<i64> { rows.iter().map(|posting| of(posting)).collect() };
        let rows = sqlx::query(POST)
            .bind(texts(|posting| &posting.reference))
            .bind(texts(|posting| &posting.payment_id))
            .bind(texts(|posting| posting.kind))
            .bind(numbers(|posting| posting.amount))
            .bind(texts(|posting| &posting.currency))
            .bind(texts(|posting| &posting.account))
            .bind(texts(|posting| posting.state))
            .bind(rows.iter().map(|posting| posting.error_code).collect::<Vec<_>>())
            .bind(numbers(calls))
            .fetch_all(connection)
            .await?;
        let entries: Vec<LedgerEntry> = rows.iter().map(entry).collect::<Result<_, _>>()?;
        in_order(postings, &entries)
    }

    impl Reader {
        pub(super) async fn entries(&self) -> Result<Vec<LedgerEntry>, StoreError> {
            let rows = sqlx::query(r#"SELECT reference, payment_id, state, error_code, calls FROM "DemoBankLedger""#);
            rows.fetch_all(&self.0).await?.iter().map(entry).collect()
        }

        pub(super) async fn has_refused(&self, payment_id: &str) -> bool {
            let known = sqlx::query(r#"SELECT 1 FROM "DemoBankLedger" WHERE payment_id = $1 AND state = 'REFUSED'"#);
            known.bind(payment_id).fetch_optional(&self.0).await.is_ok_and(|row| row.is_some())
        }
    }

    reader!(PgRow);
}
