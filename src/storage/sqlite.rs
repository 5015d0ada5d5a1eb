//! `SQLite`: one file, one writer.
//!
//! WAL, so that readers do not wait for the writer. Every writing transaction begins `IMMEDIATE`: one that
//! reads first and writes later is refused at once when another has written in between. `synchronous` is
//! `FULL`: a commit is on the disk when it returns.
//!
//! The file is the one that was opened, or nothing is recorded: one that was removed or replaced under the service
//! would take what is acknowledged with it.
//!
//! The times that are stored are the machine's. Ages are not read off them, as that clock may be set: the file
//! belongs to one process, which measures how long it has known an open attempt.

mod ages;
mod open;
mod place;
mod steps;
mod write;

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use sqlx::query::Query;
use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow,
    SqliteSynchronous,
};
use sqlx::{Row, Sqlite};

use self::ages::Ages;
use self::place::Place;
use super::changes::changes;
use super::command::{Answer, Command, unreadable};
use super::outbox::outbox;
use super::questions::questions;
use super::rows::readers;
use super::statements::{order, payment_columns, plain, statements};
use super::{
    APPLIED, Alarm, AlarmKind, AlarmQuery, Attempt, AttemptStatus, Begun, DeliveryNote, DueNotification, EndedCount,
    Kept, MoneyText, NewEvent, NewPayment, NotificationQuery, NotificationState, OpenAttempt, OpenCounts, OpenQuery,
    Opening, OrderNews, OrderState, OrderTransition, Payment, PaymentQuery, PaymentStatus, PaymentType, RecordedAlarm,
    RecordedNotification, RecordedStep, ReferencedAttempt, Resolution, Settled, Settlement, StepStatus, Store,
    StoreError, StoreOptions, hold_versions,
};
use crate::database::Queue;
use crate::order::{Next, Step};
use crate::provider::Provider;

/// How long a writer waits for another process that writes to the same file.
const BUSY: Duration = Duration::from_secs(5);

/// Payments in a file.
#[derive(Debug)]
pub(super) struct SqliteStore {
    writer: SqlitePool,
    readers: SqlitePool,
    queue: Queue<Command, Answer>,
    ages: Ages,
    place: Place,
    now: fn() -> i64,
}

impl SqliteStore {
    pub(super) async fn open(url: &str, options: StoreOptions, opening: Opening) -> Result<SqliteStore, StoreError> {
        let connect = SqliteConnectOptions::from_str(url)?
            .create_if_missing(opening == Opening::UpToDate)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY);
        let file = connect.get_filename().to_path_buf();
        let writer = pool(1).connect_with(connect.clone()).await?;
        let schema = sqlx::migrate!("migrations/sqlite");
        match opening {
            Opening::UpToDate => schema.run(&writer).await?,
            Opening::AsItIs => hold_versions(&schema, sqlx::query_scalar(APPLIED).fetch_all(&writer).await)?,
        }
        let readers = pool(options.connections.max(1)).connect_lazy_with(connect);
        let place = Place::of(&file);
        let (pool, now, same) = (writer.clone(), options.now, place.clone());
        let queue = Queue::start([move |commands| {
            let (pool, place) = (pool.clone(), same.clone());
            async move { write::apply(&pool, &place, commands, now()).await }
        }]);
        Ok(SqliteStore { writer, readers, queue, ages: Ages::new(), place, now: options.now })
    }
}

/// Connections that stay: with the last one the log beside the file goes, and the next one would not find the file as
/// it was opened.
fn pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new().max_connections(connections).acquire_timeout(BUSY).idle_timeout(None).max_lifetime(None)
}

#[async_trait]
impl Store for SqliteStore {
    async fn ping(&self) -> Result<(), StoreError> {
        self.place.check()?;
        self.queue.ask(Command::Probe).await?.probed()
    }

    async fn begin(&self, new: NewPayment) -> Result<Begun, StoreError> {
        let attempt_id = new.attempt.id.clone();
        self.ages.begin(&attempt_id);
        let begun = self.queue.ask(Command::Begin(Arc::new(new))).await.and_then(Answer::begun);
        if !matches!(begun, Ok(Begun::Created(_))) {
            self.ages.forget(&attempt_id);
        }
        begun
    }

    async fn mark_sent(&self, attempt_id: &str) -> Result<bool, StoreError> {
        self.queue.ask(Command::Mark(Arc::from(attempt_id))).await?.marked()
    }

    async fn settle(&self, settlement: Settlement) -> Result<Settled, StoreError> {
        let settlement = Arc::new(settlement);
        let next = settlement.next.as_ref();
        if let Some(next) = next {
            self.ages.begin(&next.id);
        }
        let settled = self.queue.ask(Command::Settle(Arc::clone(&settlement))).await.and_then(Answer::settled);
        let is_recorded = matches!(settled, Ok(Settled::Recorded));
        if is_recorded && settlement.status != AttemptStatus::Initiated {
            self.ages.forget(&settlement.attempt_id);
        }
        if let Some(next) = next
            && !is_recorded
        {
            self.ages.forget(&next.id);
        }
        settled
    }

    async fn payment(&self, id: &str) -> Result<Option<Payment>, StoreError> {
        payment_of_id(&self.readers, id).await
    }

    async fn payment_of_key(&self, wallet_id: &str, key: &str) -> Result<Option<Payment>, StoreError> {
        payment_of_key(&self.readers, wallet_id, key).await
    }

    async fn payments(&self, query: PaymentQuery<'_>) -> Result<Vec<Payment>, StoreError> {
        payments(&self.readers, query).await
    }

    async fn attempts(&self, payment_id: &str) -> Result<Vec<Attempt>, StoreError> {
        attempts(&self.readers, payment_id).await
    }

    async fn open_attempts(&self, query: OpenQuery<'_>) -> Result<Vec<OpenAttempt>, StoreError> {
        open::due(self, query).await
    }

    async fn looked(&self, attempt_ids: &[String]) -> Result<(), StoreError> {
        open::looked(self, attempt_ids).await
    }

    async fn counts(&self, gateway: &str, age: i64) -> Result<OpenCounts, StoreError> {
        open::counts(self, gateway, age).await
    }

    async fn ended(&self) -> Result<Vec<EndedCount>, StoreError> {
        ended_counts(&self.readers).await
    }

    async fn attempt_of(&self, gateway: &str, reference: &str) -> Result<Option<ReferencedAttempt>, StoreError> {
        attempt_of(&self.readers, gateway, reference).await
    }

    async fn keep_event(&self, event: NewEvent) -> Result<Kept, StoreError> {
        self.queue.ask(Command::Keep(Arc::new(event))).await?.kept()
    }

    async fn order(&self, provider: Provider, order_id: &str) -> Result<Option<OrderState>, StoreError> {
        order_of(&self.readers, provider, order_id).await
    }

    async fn transitions(&self, provider: Provider, order_id: &str) -> Result<Vec<OrderTransition>, StoreError> {
        transitions(&self.readers, provider, order_id).await
    }

    async fn raise(&self, alarm: &Alarm) -> Result<bool, StoreError> {
        let is_new = raise(&mut *self.writer.acquire().await?, alarm, (self.now)()).await?;
        self.place.check().map(|()| is_new)
    }

    async fn alarms(&self, query: AlarmQuery<'_>) -> Result<Vec<RecordedAlarm>, StoreError> {
        alarms(&self.readers, query).await
    }

    async fn resolve_alarm(&self, id: &str, by: &str, reason: &str) -> Result<bool, StoreError> {
        let was_open = resolve(&mut *self.writer.acquire().await?, id, by, reason, (self.now)()).await?;
        self.place.check().map(|()| was_open)
    }

    async fn due_notifications(
        &self,
        service_id: &str,
        lease: i64,
        most: u32,
    ) -> Result<Vec<DueNotification>, StoreError> {
        due_notifications(&mut *self.writer.acquire().await?, service_id, lease, most, (self.now)()).await
    }

    async fn note_delivery(&self, payment_id: &str, note: &DeliveryNote) -> Result<(), StoreError> {
        note_delivery(&mut *self.writer.acquire().await?, payment_id, note, (self.now)()).await
    }

    async fn notifications(&self, query: NotificationQuery<'_>) -> Result<Vec<RecordedNotification>, StoreError> {
        notifications(&self.readers, query).await
    }

    async fn replay_notification(&self, payment_id: &str) -> Result<bool, StoreError> {
        replay(&mut *self.writer.acquire().await?, payment_id, (self.now)()).await
    }

    /// The file belongs to one replica.
    async fn count_request(&self, _client: &str, _window: i64) -> Result<Option<(u32, i64)>, StoreError> {
        Ok(None)
    }

    async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// A parameter as it is.
macro_rules! given {
    ($parameter:literal) => {
        $parameter
    };
}

/// The time is the machine's.
fn at(statement: Query<'_, Sqlite, SqliteArguments>, now: i64) -> Query<'_, Sqlite, SqliteArguments> {
    statement.bind(now)
}

statements!(plain, plain, given, given, "rowid");
readers!(SqliteRow);
questions!(Sqlite);
changes!(Sqlite, at, ORDER);
outbox!(Sqlite, at, given, "");

#[cfg(test)]
mod tests {
    use super::*;

    /// If all were closed at one time the log beside the file would go, and no payment be taken until a new start.
    #[test]
    fn connections_are_kept_however_long_nobody_pays() {
        let options = pool(4);
        assert_eq!((options.get_idle_timeout(), options.get_max_lifetime()), (None, None));
    }
}
