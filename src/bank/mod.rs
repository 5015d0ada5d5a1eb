//! Destinations: which fields a corridor needs, and whether a set of fields belongs together.

mod account;
mod consistency;
mod corridor;
mod crypto;
mod directory;
mod field;
mod known_banks;
mod names;
mod nepal;
mod normalized;
mod schema;
mod scheme;
mod scheme_table;
mod sepa;
mod transliterate;
mod uk_modulus;
mod wallet;

pub(crate) use account::{check, check_each};
pub(crate) use consistency::compare;
pub use corridor::Rail;
pub(crate) use corridor::{CORRIDORS, Corridor, Lookup, find, first};
pub use crypto::MemoRequired;
pub use directory::Directories;
pub(crate) use field::{FieldName, Fields, Slot, plain as plain_name};
pub(crate) use names::check_reference;
pub(crate) use nepal::{document_mapping as document_bank_id, find as find_nepal_bank};
pub(crate) use normalized::{Normalized, RowValues};
pub use schema::{BankAccountFields, FieldInfo, Settlement};
pub(crate) use schema::{SCHEMA_DIALECT, fields_of, json_schema};
pub(crate) use scheme::{NAMES as SCHEME_NAMES, Scheme};
