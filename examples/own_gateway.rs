//! The payment service with a gateway of one's own: whatever moves the money stands behind one trait.
//!
//! `cargo run --features http --example own_gateway 127.0.0.1:8091`; then the README's request for a payment.

#![allow(clippy::print_stdout, reason = "an example prints")]

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use offramp_core::Json;
use offramp_core::gateway::{Gateway, Inquiry, Instruction, Outcome};
use offramp_core::http::{App, Callers, Settings, front, serve};
use offramp_core::payment::OpenAttempt;
use offramp_core::storage::{self, StoreOptions};

/// Moves nothing, and remembers by reference what it did: the same reference never pays twice.
#[derive(Debug, Default)]
struct Till(Mutex<HashMap<String, Outcome>>);

impl Till {
    fn pay(&self, instruction: &Instruction) -> Outcome {
        let mut done = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        done.entry(instruction.reference.clone())
            .or_insert_with(|| Outcome::Succeeded {
                transaction_id: None,
                gateway_reference: format!("till-{}", instruction.reference),
                raw: Json::Null,
            })
            .clone()
    }
}

#[async_trait]
impl Gateway for Till {
    fn name(&self) -> &'static str {
        "TILL"
    }

    async fn on_ramp(&self, instruction: &Instruction) -> Outcome {
        self.pay(instruction)
    }

    async fn off_ramp(&self, instruction: &Instruction) -> Outcome {
        self.pay(instruction)
    }

    /// Asked after a crash or an answer that was lost. That it never comes from now on this till cannot promise.
    async fn inquire(&self, attempt: &OpenAttempt) -> Inquiry {
        let done = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        done.get(&attempt.attempt_id).map_or(Inquiry::Pending, |outcome| Inquiry::Known(outcome.clone()))
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let address = arguments.next().unwrap_or_else(|| "127.0.0.1:8091".to_owned());
    let mut settings = Settings::default();
    settings.database = arguments.next().unwrap_or_else(|| "sqlite://own_gateway.db".to_owned());
    settings.callers = Callers::read("transaction-service=secret-of-tests")?;

    let store = storage::open(&settings.database, StoreOptions { now: now_millis, connections: 4 }).await?;
    let app = App::new(settings, store, Arc::new(Till::default()))?;
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("listening on http://{}", listener.local_addr()?);
    serve(listener, front(&app)?, None, tokio_util::sync::CancellationToken::new()).await;
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "an example reads the clock")]
fn now_millis() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
