//! Destinations: which fields a corridor needs, and whether a set of fields belongs together.

mod account;
mod consistency;
mod corridor;
mod corridors;
mod country_name;
mod crypto;
mod directory;
mod field;
mod judge;
mod known_banks;
mod names;
mod nepal;
mod no_holder;
mod normalized;
mod other_meanings;
mod rail;
mod route;
mod schema;
mod scheme;
mod scheme_table;
mod sepa;
mod transliterate;
mod uk_modulus;
mod wallet;

pub(crate) use account::{check, check_each, wanted_by};
pub(crate) use consistency::compare;
pub use corridor::Coverage;
pub(crate) use corridor::{Corridor, all, find, first};
pub(crate) use country_name::read_country;
pub use crypto::MemoRequired;
pub use directory::Directories;
pub(crate) use field::{FieldName, Fields, Slot, plain as plain_name};
pub(crate) use names::{check_holder, check_reference};
pub(crate) use nepal::{document_mapping as document_bank_id, find as find_nepal_bank, is_part_of_name};
pub(crate) use normalized::{Normalized, RowValues};
pub(crate) use other_meanings::{is_alias, network_as_service};
pub(crate) use rail::{NO_RAIL, NO_SCHEME};
pub use rail::{Rail, SchemeName};
pub(crate) use route::{Asked, Told, not_covered, route};
pub use schema::{BankAccountFields, CorridorInfo, FieldInfo, Settlement};
pub(crate) use schema::{SCHEMA_DIALECT, fields_of, json_schema};
#[cfg(all(feature = "wasm", target_arch = "wasm32"))]
pub(crate) use scheme::TYPESCRIPT as SCHEME_TYPESCRIPT;
pub(crate) use scheme::{NAMES as SCHEME_NAMES, Scheme};
pub(crate) use transliterate::without_accent;
