//! The extension module `offramp_core._native`: conversion only, no rules. What users see is in `offramp_core/`.

mod batch;
mod capsule;
mod cells;
mod convert;
mod error;
mod facade;
mod file;
mod plan;

use pyo3::prelude::*;

#[pymodule]
mod _native {
    #[pymodule_export]
    use super::batch::{Batch, BatchStream, check, columns, duplicate_keys};
    #[pymodule_export]
    use super::facade::{call, is_valid, sign_webhook, verify_webhook};
    #[pymodule_export]
    use super::file::{Checker, fix, unpack};
}
