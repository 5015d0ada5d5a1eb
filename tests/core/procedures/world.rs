//! The gateway of each provider as whoever runs the service describes it, and what a caller gives with a payment.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use offramp_core::gateway::{self, Gateway, World};
use offramp_core::{Json, Provider, Timestamp};
use serde_json::{Value, json};

use super::fake::{tag, token_amount};

/// How long a provider may take.
const PATIENCE: Duration = Duration::from_secs(2);

pub fn timestamp() -> Result<Timestamp, offramp_core::Error> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    Timestamp::from_unix_seconds(i64::try_from(seconds).unwrap())
}

static COUNT: AtomicU32 = AtomicU32::new(1);
static NONCES: AtomicU32 = AtomicU32::new(1);

pub fn number() -> u32 {
    COUNT.fetch_add(1, Ordering::Relaxed)
}

const ADDRESS: &str = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

/// What whoever runs the service says of each provider.
fn description(provider: Provider, url: &str) -> Value {
    let settings = match provider.as_str() {
        "coinut" => json!({"payoutCurrency": "SGD", "bank": "DBS Bank", "swift": "DBSSSGSG"}),
        "rahat" => json!({"senderAddress": ADDRESS, "bank": "0401"}),
        "sentra" => json!({"fromAddress": ADDRESS}),
        _ => json!({}),
    };
    let mut description = json!({"name": provider.as_str().to_uppercase(), "provider": provider.as_str(),
        "treasury": {"url": format!("{url}/treasury")}, "offRamp": {"settings": settings}});
    if provider.procedures().iter().any(|procedure| procedure.is_on_ramp) {
        description["onRamp"] = json!({});
    }
    description
}

pub fn gateway(provider: Provider, url: &str) -> Arc<dyn Gateway> {
    let own = url.to_owned();
    let credential = move |variable: &str| {
        let is_limit = variable.ends_with("AMOUNT") || variable.ends_with("LIMIT");
        (!is_limit).then(|| if variable.ends_with("URL") { own.clone() } else { "sk_test_planted".to_owned() })
    };
    let nonce = || Some(format!("nonce-{}", NONCES.fetch_add(1, Ordering::Relaxed)));
    let description: Json = description(provider, url).to_string().parse().unwrap();
    gateway::open(&description, credential, PATIENCE, World { now: timestamp, nonce }).unwrap()
}

/// What the caller gives with a payment.
pub fn metadata(provider: Provider, payment: u32) -> Value {
    let tag = tag(payment);
    let mut metadata = json!({"name": "Asha Rao", "email": format!("p-{tag}@example.com"), "accountName": "Asha Rao",
        "tokenAmount": token_amount(payment), "recipientId": format!("rec-{tag}"), "rail": "IMPS",
        "institutionId": "bank-1", "paymentProviderId": "pp-1"});
    match provider.as_str() {
        "sentra" => metadata["bankAccountId"] = json!(format!("ba-{tag}")),
        // the provider is asked
        "unigox" => drop(metadata.as_object_mut().unwrap().remove("tokenAmount")),
        _ => {}
    }
    metadata
}
