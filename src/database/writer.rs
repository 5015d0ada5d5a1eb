//! The connection that one worker keeps for as long as it works.

use std::future::Future;
use std::str::FromStr as _;
use std::time::Duration;

use sqlx::Connection as _;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use tokio::time::{Instant, timeout};

use crate::payment::StoreError;

/// How long a connection is waited for.
const PATIENCE: Duration = Duration::from_secs(3);
/// How long a batch may take: more than the server gives a statement, and together with the connection less than its
/// callers wait.
const MAX_BATCH: Duration = Duration::from_secs(6);
/// A connection that was not used for so long may have died unnoticed, and is tried first.
const RESTED: Duration = Duration::from_millis(100);

/// How all connections behave.
pub(crate) fn connect_options(url: &str) -> Result<PgConnectOptions, StoreError> {
    Ok(PgConnectOptions::from_str(url)?.application_name("offramp").options([
        // the server gives up before the worker does, so that what was given up on is not carried out later
        ("statement_timeout", "5s"),
        ("lock_timeout", "3s"),
        ("idle_in_transaction_session_timeout", "10s"),
        // the statements are few and the same whatever their values: each is planned once a connection
        ("plan_cache_mode", "force_generic_plan"),
    ]))
}

pub(crate) struct Writer {
    options: PgConnectOptions,
    held: Option<(PgConnection, Instant)>,
    /// When the connection was made.
    made: Instant,
}

impl Writer {
    pub(crate) fn new(options: PgConnectOptions) -> Writer {
        Writer { options, held: None, made: Instant::now() }
    }

    /// Whether the connection is older than this: if so, the server has not died in between.
    pub(crate) fn is_older_than(&self, known_since: std::time::Instant) -> bool {
        self.made.into_std() < known_since
    }

    /// The connection, which is given back by [`Writer::finish`] if it is still of use.
    pub(crate) async fn connection(&mut self) -> Result<PgConnection, StoreError> {
        if let Some((mut connection, used)) = self.held.take() {
            let is_fresh = used.elapsed() < RESTED;
            if is_fresh || matches!(timeout(PATIENCE, connection.ping()).await, Ok(Ok(()))) {
                return Ok(connection);
            }
        }
        let connected = timeout(PATIENCE, PgConnection::connect_with(&self.options)).await;
        let connection = connected.map_err(|_| StoreError::Unavailable("it cannot be reached".to_owned()))??;
        self.made = Instant::now();
        Ok(connection)
    }

    /// Keeps the connection for the next batch, unless something went wrong with it.
    pub(crate) fn finish<A>(&mut self, connection: PgConnection, answer: &Result<A, StoreError>) {
        if !matches!(answer, Err(StoreError::Unavailable(_))) {
            self.held = Some((connection, Instant::now()));
        }
    }
}

/// Does not wait longer than a batch may take.
pub(crate) async fn timed<A>(work: impl Future<Output = Result<A, StoreError>>) -> Result<A, StoreError> {
    let too_long = |_| Err(StoreError::Unavailable("it took too long".to_owned()));
    timeout(MAX_BATCH, work).await.unwrap_or_else(too_long)
}
