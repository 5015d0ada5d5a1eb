//! Where payouts are kept: in the same databases as payments, a row an item, written in one transaction with the event that
//! changes it.
//!
//! An item is given out with a lease. A change is of the version of the row that it was made from, so that whoever was taken for
//! dead changes nothing that somebody else has changed since.

#[cfg(feature = "postgres")]
mod postgres;
mod questions;
#[cfg(feature = "sqlite")]
mod sqlite;
mod statements;

use std::sync::Arc;

use async_trait::async_trait;

use super::{Opening, StoreError, StoreOptions};
use crate::payout::{Counts, Event, Item, ItemState, Metrics, PayoutState};
use crate::provider::Provider;

/// A payout that is to be kept.
#[derive(Clone, Debug)]
pub struct NewPayout {
    /// Made of the plan, so that none is run twice.
    pub id: String,
    /// Who pays it.
    pub provider: Provider,
    /// Whether it waits for somebody.
    pub state: PayoutState,
    /// The SHA-256 of the file.
    pub input_hash: String,
    /// How the file is read and paid, as JSON, without anything of its rows.
    pub plan: String,
    /// How many names are needed.
    pub approvals: u32,
    /// Who asked for it.
    pub started_by: String,
}

/// A payout as it is kept.
#[derive(Clone, Debug)]
pub struct RecordedPayout {
    /// All that it was made with; `state` is that of now.
    pub payout: NewPayout,
    /// Who has approved it.
    pub names: Vec<String>,
    /// When it was made, in milliseconds since 1970.
    pub created_at: i64,
}

/// An item with what the report says of it.
#[derive(Clone, Debug)]
pub struct RecordedItem {
    /// What the file calls it.
    pub reference: Option<String>,
    /// How much, in the main unit.
    pub amount: String,
    /// Of which currency.
    pub currency: String,
    /// Where it stands.
    pub item: Item,
    /// The version of the row.
    pub version: i64,
}

/// What is done about payments that another payout of the same provider has under the same reference and amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Earlier {
    /// The payout is not made.
    Refuse,
    /// They are not paid again: `already_paid`, or held while the other has not ended.
    Skip,
    /// They are paid all the same.
    PayAgain,
}

/// What came of making a payout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Created {
    /// It is there.
    Created,
    /// This plan was run before.
    RunBefore,
    /// The same file was run as this payout.
    FileRunBefore(String),
    /// So many of its payments are in other payouts.
    PaidBefore(u64),
}

/// A change of an item.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    /// The item as it is now.
    pub item: &'a Item,
    /// What it was before.
    pub before: ItemState,
    /// What happened.
    pub event: &'a Event,
    /// The version that the change was made from.
    pub version: i64,
    /// For how long nobody else goes on with it, in milliseconds.
    pub lease: i64,
}

/// One line of an item's history.
#[derive(Clone, Debug)]
pub struct RecordedEvent {
    /// The word.
    pub event: String,
    /// The provider's word.
    pub detail: Option<String>,
    /// State before.
    pub before: String,
    /// State after.
    pub after: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
}

/// Where payouts are kept.
#[async_trait]
pub trait PayoutStore: Send + Sync + std::fmt::Debug {
    /// The database's time, in milliseconds since 1970.
    async fn now(&self) -> Result<i64, StoreError>;

    /// Keeps a payout with all its items, or nothing of it.
    async fn create(
        &self,
        new: &NewPayout,
        items: &[RecordedItem],
        earlier: Earlier,
        file_again: bool,
    ) -> Result<Created, StoreError>;

    /// A payout.
    async fn payout(&self, id: &str) -> Result<Option<RecordedPayout>, StoreError>;

    /// All payouts, the last one first.
    async fn payouts(&self) -> Result<Vec<RecordedPayout>, StoreError>;

    /// Changes the state of a payout that is in the one before, with the event; whether it was.
    async fn change_payout(
        &self,
        id: &str,
        from: PayoutState,
        to: PayoutState,
        event: &str,
        by: Option<&str>,
    ) -> Result<bool, StoreError>;

    /// Gives out items of a payout that is running, which are due and nobody's, for a while.
    async fn claim(&self, id: &str, lease: i64, most: u32) -> Result<Vec<RecordedItem>, StoreError>;

    /// Writes a change with its event; whether the row was still of that version.
    async fn save(&self, id: &str, change: &Change<'_>) -> Result<bool, StoreError>;

    /// One item.
    async fn item(&self, id: &str, number: u64) -> Result<Option<RecordedItem>, StoreError>;

    /// Items in the order of the file, from behind this row.
    async fn items(&self, id: &str, after: u64, most: u32) -> Result<Vec<RecordedItem>, StoreError>;

    /// What happened to an item, or to the payout for 0.
    async fn history(&self, id: &str, number: u64) -> Result<Vec<RecordedEvent>, StoreError>;

    /// How many items stand where.
    async fn counts(&self, id: &str) -> Result<Counts, StoreError>;

    /// Figures of the items of this payout, or of all, that were made in this time, both ends included.
    async fn metrics(&self, id: Option<&str>, from: i64, to: i64) -> Result<Metrics, StoreError>;

    /// When something is due next.
    async fn next_due(&self, id: &str) -> Result<Option<i64>, StoreError>;

    /// Whether an event of a provider was kept.
    async fn has_event(&self, provider: Provider, event_id: &str) -> Result<bool, StoreError>;

    /// Where an order stands by the events that were kept.
    async fn order_status(&self, provider: Provider, order: &str) -> Result<Option<String>, StoreError>;

    /// Closes what is open.
    async fn close(&self);
}

/// Opens the payouts of a database, creates it where it is a file, and brings its schema up to date.
///
/// # Errors
/// Where the URL names no database that this build knows, or the database cannot be used.
pub async fn open_payouts(url: &str, options: StoreOptions) -> Result<Arc<dyn PayoutStore>, StoreError> {
    // the service's own store makes the schema: the tables are the same
    let payments = super::open_as(url, options, Opening::UpToDate).await?;
    payments.close().await;
    #[cfg(feature = "sqlite")]
    if url.starts_with("sqlite:") {
        return Ok(Arc::new(sqlite::SqlitePayouts::open(url, options).await?));
    }
    #[cfg(feature = "postgres")]
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        return Ok(Arc::new(postgres::PostgresPayouts::open(url, options)?));
    }
    Err(StoreError::Internal("the URL must begin with sqlite:, or with postgres: in a build that has it".to_owned()))
}
