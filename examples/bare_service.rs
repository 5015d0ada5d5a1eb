//! What the service is measured against: an axum that echoes, and rows that are inserted one a commit.
//!
//! `bare_service echo ADDRESS`
//! `bare_service insert URL SECONDS CONNECTIONS`

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a measuring tool"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::routing::post;
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

/// The same as the service's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    match arguments[0].as_str() {
        "echo" => runtime.block_on(echo(&arguments[1])),
        "insert" => {
            let (seconds, connections) = (arguments[2].parse().unwrap(), arguments[3].parse().unwrap());
            runtime.block_on(insert(&arguments[1], Duration::from_secs(seconds), connections));
        }
        other => panic!("echo or insert, not {other}"),
    }
}

async fn echo(address: &str) {
    let router = axum::Router::new().route("/v1/validate", post(async |body: Bytes| body));
    let listener = tokio::net::TcpListener::bind(address).await.unwrap();
    axum::serve(listener, router).await.unwrap();
}

const TABLE: &str =
    "CREATE TABLE IF NOT EXISTS bare (id BIGINT PRIMARY KEY, wallet TEXT NOT NULL, amount BIGINT NOT NULL)";

async fn insert(url: &str, time: Duration, connections: u32) {
    let count = Arc::new(AtomicU64::new(0));
    let started = Instant::now();
    let mut tasks = Vec::new();
    if url.starts_with("sqlite:") {
        let options = url.parse::<SqliteConnectOptions>().unwrap();
        let options = options
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(30));
        // more connections that write to one file only wait for each other
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await.unwrap();
        sqlx::query(TABLE).execute(&pool).await.unwrap();
        for _ in 0..connections {
            let (pool, count) = (pool.clone(), Arc::clone(&count));
            tasks.push(tokio::spawn(async move {
                while started.elapsed() < time {
                    let id = i64::try_from(count.fetch_add(1, Ordering::Relaxed)).unwrap();
                    let row = sqlx::query("INSERT INTO bare VALUES (?1, ?2, ?3)").bind(id).bind("wallet_abc123");
                    row.bind(25_000_i64).execute(&pool).await.unwrap();
                }
            }));
        }
    } else {
        let pool = PgPoolOptions::new().max_connections(connections).connect(url).await.unwrap();
        sqlx::query("DROP TABLE IF EXISTS bare").execute(&pool).await.unwrap();
        sqlx::query(TABLE).execute(&pool).await.unwrap();
        for _ in 0..connections {
            let (pool, count) = (pool.clone(), Arc::clone(&count));
            tasks.push(tokio::spawn(async move {
                let mut connection = pool.acquire().await.unwrap();
                while started.elapsed() < time {
                    let id = i64::try_from(count.fetch_add(1, Ordering::Relaxed)).unwrap();
                    let row = sqlx::query("INSERT INTO bare VALUES ($1, $2, $3)").bind(id).bind("wallet_abc123");
                    row.bind(25_000_i64).execute(&mut *connection).await.unwrap();
                }
            }));
        }
    }
    for task in tasks {
        task.await.unwrap();
    }
    let milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap();
    println!("{}", count.load(Ordering::Relaxed) * 1000 / milliseconds);
}
