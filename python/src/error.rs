//! The one exception.

use offramp_core::{Error, Finding, Json};
use pyo3::prelude::*;

use crate::convert::to_python;

/// What is raised for an error of the core.
pub(crate) fn raised(py: Python<'_>, error: &Error) -> PyErr {
    let findings = Json::Array(error.findings().iter().map(Finding::to_json).collect());
    exception(py, error.code().as_str(), &error.to_string(), error.field(), &findings)
}

/// What is raised for an argument that is none.
pub(crate) fn invalid(py: Python<'_>, field: &str, message: &str) -> PyErr {
    exception(py, "ARGUMENT_INVALID", message, field, &Json::Array(Vec::new()))
}

fn exception(py: Python<'_>, code: &str, message: &str, field: &str, findings: &Json) -> PyErr {
    let made = || -> PyResult<Bound<'_, PyAny>> {
        let class = py.import("offramp_core._error")?.getattr("OfframpError")?;
        class.call1((code, message, field, to_python(py, findings)?))
    };
    match made() {
        Ok(exception) => PyErr::from_value(exception),
        Err(error) => error,
    }
}
