//! Batches of Arrow in, columns of verdicts or of keys out.

use std::sync::{Mutex, PoisonError};

use arrow_array::{RecordBatch, RecordBatchIterator, RecordBatchReader};
use arrow_schema::{ArrowError, SchemaRef};
use offramp_core::bulk::{CheckOptions, HashKey, TableChecker};
use offramp_core::{Finding, Json};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};

use crate::capsule::{self, Given, wrong};
use crate::convert::{to_json, to_python};
use crate::error::{invalid, raised};
use crate::plan::{Asked, Plan};

/// A judged batch, which every library that speaks Arrow takes.
#[pyclass(frozen, module = "offramp_core._native")]
pub(crate) struct Batch(RecordBatch);

#[pymethods]
impl Batch {
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        drop(requested_schema);
        capsule::array(py, &self.0)
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        capsule::stream(py, Box::new(RecordBatchIterator::new([Ok(self.0.clone())], self.0.schema())))
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        capsule::schema(py, &self.0.schema())
    }

    fn __len__(&self) -> usize {
        self.0.num_rows()
    }
}

/// The batches of a table, judged as they are asked for. It can be read once.
#[pyclass(frozen, module = "offramp_core._native")]
pub(crate) struct BatchStream {
    reader: Mutex<Option<Judged>>,
    schema: SchemaRef,
}

#[pymethods]
impl BatchStream {
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        let reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner).take();
        let reader = reader.ok_or_else(|| PyValueError::new_err("this stream was read already"))?;
        capsule::stream(py, Box::new(reader))
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        capsule::schema(py, &self.schema)
    }
}

struct Judged {
    plan: Plan,
    batches: Box<dyn RecordBatchReader + Send>,
}

impl Iterator for Judged {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let batch = self.batches.next()?;
        Some(batch.and_then(|batch| self.plan.run(&batch)))
    }
}

impl RecordBatchReader for Judged {
    fn schema(&self) -> SchemaRef {
        self.plan.schema.clone()
    }
}

/// Judges the rows of a batch, or of a stream of batches.
#[pyfunction]
pub(crate) fn check<'py>(
    py: Python<'py>,
    batch: &Bound<'py, PyAny>,
    options: &Bound<'py, PyAny>,
    keep: Vec<String>,
) -> PyResult<Bound<'py, PyAny>> {
    let options = read(py, options)?.with_duplicates(false);
    run(py, batch, &options, &keep, Asked::Verdicts)
}

/// What rows are compared by, under a key.
#[pyfunction]
pub(crate) fn duplicate_keys<'py>(
    py: Python<'py>,
    batch: &Bound<'py, PyAny>,
    key: [u8; 16],
    options: &Bound<'py, PyAny>,
    keep: Vec<String>,
) -> PyResult<Bound<'py, PyAny>> {
    let options = read(py, options)?.with_hash_key(HashKey::new(key));
    run(py, batch, &options, &keep, Asked::Keys)
}

/// What the names of columns mean: `{columns, normalized, findings}`.
#[pyfunction]
pub(crate) fn columns<'py>(
    py: Python<'py>,
    names: Vec<String>,
    options: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let options = read(py, options)?;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let checker = TableChecker::new(&names, &options);
    let means = checker.columns().iter().map(|column| column.map_or(Json::Null, Json::from)).collect();
    let normalized = checker.normalized().map(Json::from).collect();
    let findings = checker.findings().iter().map(Finding::to_json).collect();
    let answer = [("columns", means), ("normalized", normalized), ("findings", findings)];
    to_python(py, &Json::object(answer.map(|(name, list)| (name, Json::Array(list)))))
}

/// Options about rows that need no other row.
fn read(py: Python<'_>, options: &Bound<'_, PyAny>) -> PyResult<CheckOptions> {
    let options = to_json(options, "options")?;
    let of_files = ["duplicates", "hashKey", "expectRows", "expectTotal", "maxTotal", "limits", "rows"];
    for name in of_files {
        if options.get(name).is_some_and(|value| !value.is_null()) {
            return Err(invalid(py, name, "rows of a table are judged each by itself: this is an option of files"));
        }
    }
    CheckOptions::from_json(&options).map_err(|error| raised(py, &error))
}

fn run<'py>(
    py: Python<'py>,
    table: &Bound<'py, PyAny>,
    options: &CheckOptions,
    keep: &[String],
    asked: Asked,
) -> PyResult<Bound<'py, PyAny>> {
    match capsule::take(table)? {
        Given::Batch(batch) => {
            let mut plan = Plan::new(py, &batch.schema(), options, keep, asked)?;
            let judged = py.detach(|| plan.run(&batch)).map_err(|error| wrong(&error))?;
            Ok(Bound::new(py, Batch(judged))?.into_any())
        }
        Given::Stream(batches) => {
            let plan = Plan::new(py, &batches.schema(), options, keep, asked)?;
            let schema = plan.schema.clone();
            let reader = Mutex::new(Some(Judged { plan, batches }));
            Ok(Bound::new(py, BatchStream { reader, schema })?.into_any())
        }
    }
}
