//! Arrow's `PyCapsule` interface: batches and streams handed over between libraries without a copy.
//! <https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html>

#![allow(unsafe_code, reason = "memory of other libraries is taken over, as the interface says")]

use std::ffi::CStr;
use std::sync::Arc;

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi, to_ffi};
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::{Array, RecordBatch, RecordBatchOptions, RecordBatchReader, StructArray};
use arrow_schema::{ArrowError, DataType, Schema, SchemaRef};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};

const SCHEMA: &CStr = c"arrow_schema";
const ARRAY: &CStr = c"arrow_array";
const STREAM: &CStr = c"arrow_array_stream";

/// What a library hands over.
pub(crate) enum Given {
    Batch(RecordBatch),
    Stream(Box<dyn RecordBatchReader + Send>),
}

/// An error of Arrow as one of Python.
pub(crate) fn wrong(error: &ArrowError) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// Takes over a batch or a stream of them.
pub(crate) fn take(object: &Bound<'_, PyAny>) -> PyResult<Given> {
    if object.hasattr("__arrow_c_array__")? {
        let pair = object.call_method0("__arrow_c_array__")?;
        let (schema, array) = pair.extract::<(Bound<'_, PyCapsule>, Bound<'_, PyCapsule>)>()?;
        let schema = schema.pointer_checked(Some(SCHEMA))?;
        let array = array.pointer_checked(Some(ARRAY))?;
        // SAFETY: a capsule of this name holds a valid schema, which lives as long as the capsule, and a valid array, which
        // `from_raw` moves out of it, so that the capsule releases nothing
        let data = unsafe {
            let array = FFI_ArrowArray::from_raw(array.cast().as_ptr());
            from_ffi(array, schema.cast::<FFI_ArrowSchema>().as_ref())
        };
        return batch_of(StructArray::from(checked(data.map_err(|error| wrong(&error))?)?)).map(Given::Batch);
    }
    if object.hasattr("__arrow_c_stream__")? {
        let capsule = object.call_method0("__arrow_c_stream__")?.extract::<Bound<'_, PyCapsule>>()?;
        let stream = capsule.pointer_checked(Some(STREAM))?;
        // SAFETY: a capsule of this name holds a valid stream, which is moved out of it
        let stream = unsafe { FFI_ArrowArrayStream::from_raw(stream.cast().as_ptr()) };
        let reader = RecordBatchStreamReader::try_new(stream).map_err(|error| wrong(&error))?;
        return Ok(Given::Stream(Box::new(reader)));
    }
    Err(PyTypeError::new_err(
        "a batch or a table of Arrow is needed: something with __arrow_c_array__ or __arrow_c_stream__",
    ))
}

fn checked(data: arrow_data::ArrayData) -> PyResult<arrow_data::ArrayData> {
    if matches!(data.data_type(), DataType::Struct(_)) {
        Ok(data)
    } else {
        Err(PyTypeError::new_err("a batch of columns is needed, not one column"))
    }
}

fn batch_of(array: StructArray) -> PyResult<RecordBatch> {
    if array.null_count() > 0 {
        return Err(PyValueError::new_err("a batch whose rows are null themselves cannot be read"));
    }
    let rows = RecordBatchOptions::new().with_row_count(Some(array.len()));
    let (fields, columns, _) = array.into_parts();
    RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), columns, &rows).map_err(|error| wrong(&error))
}

/// A schema to hand over.
pub(crate) fn schema<'py>(py: Python<'py>, schema: &SchemaRef) -> PyResult<Bound<'py, PyCapsule>> {
    let schema = FFI_ArrowSchema::try_from(schema.as_ref()).map_err(|error| wrong(&error))?;
    PyCapsule::new_with_value(py, schema, SCHEMA)
}

/// A batch to hand over: its schema and its columns.
pub(crate) fn array<'py>(py: Python<'py>, batch: &RecordBatch) -> PyResult<Bound<'py, PyTuple>> {
    let (array, schema) = to_ffi(&StructArray::from(batch.clone()).into_data()).map_err(|error| wrong(&error))?;
    let schema = PyCapsule::new_with_value(py, schema, SCHEMA)?;
    PyTuple::new(py, [schema, PyCapsule::new_with_value(py, array, ARRAY)?])
}

/// A stream to hand over.
pub(crate) fn stream(py: Python<'_>, reader: Box<dyn RecordBatchReader + Send>) -> PyResult<Bound<'_, PyCapsule>> {
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(reader), STREAM)
}
