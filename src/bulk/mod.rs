//! Checks files of payments: bytes in as they arrive, every row out judged, totals at the end.
//!
//! Nothing is read and nothing is written here: [`Checker::push`] takes bytes from wherever they come,
//! in pieces of any size, and hands every row to a function. Memory grows by the index of duplicates,
//! some 50 bytes a row, and by nothing else.

mod aggregate;
mod batch;
#[cfg(feature = "brief")]
mod brief;
mod cells;
mod checker;
mod column_table;
mod columns;
mod duplicates;
mod export;
#[cfg(feature = "files")]
mod file;
mod fix;
mod hash_key;
mod header;
#[cfg(not(target_family = "wasm"))]
mod in_memory;
mod limit_rules;
mod limits;
mod names;
mod notation;
mod options;
mod own;
mod payment_print;
mod preset_table;
mod presets;
mod route;
mod row;
mod shapes;
mod source;
mod summary;
#[cfg(not(target_arch = "wasm32"))]
mod table;
mod unfinished;
#[cfg(feature = "files")]
mod unpacker;
mod witness;
#[cfg(not(target_family = "wasm"))]
mod workers;
mod write;

pub use aggregate::History;
#[cfg(feature = "brief")]
pub use brief::BriefWriter;
pub use checker::Checker;
pub use export::{Export, Form, Part};
#[cfg(feature = "files")]
pub use file::FileChecker;
pub(crate) use fix::fix;
pub use fix::{Change, Fixer};
pub use limits::FileLimits;
#[cfg(feature = "files")]
pub use unpacker::Unpacker;

pub use hash_key::HashKey;
#[cfg(not(target_family = "wasm"))]
pub use in_memory::{DuplicateKeys, TableChecker};
pub use options::{CheckOptions, FileFormat};
pub use row::Row;
pub use summary::{CodeCount, CurrencyTotal, Summary};
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use table::{TableColumn, TableEvent, TableReader, TableRow, is_account};
