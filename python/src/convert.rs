//! Values of Python as JSON, and JSON as values of Python. No number is ever a float.

use offramp_core::{Json, Object};
use pyo3::exceptions::PyRecursionError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyMapping, PyString, PyTuple};

use crate::error::invalid;

/// How deep values may stand in each other: as deep as in JSON text.
const DEPTH: u8 = 128;

/// A value as JSON; `field` is the argument's name.
pub(crate) fn to_json(value: &Bound<'_, PyAny>, field: &str) -> PyResult<Json> {
    read(value, field, DEPTH)
}

fn read(value: &Bound<'_, PyAny>, field: &str, depth: u8) -> PyResult<Json> {
    let py = value.py();
    let Some(depth) = depth.checked_sub(1) else {
        return Err(PyRecursionError::new_err("values stand too deep in each other"));
    };
    if value.is_none() {
        return Ok(Json::Null);
    }
    if let Ok(text) = value.cast::<PyString>() {
        let text = text.to_cow().map_err(|_| invalid(py, field, "a text has half of a character"))?;
        return Ok(Json::String(text.into_owned()));
    }
    if let Ok(is_true) = value.cast::<PyBool>() {
        return Ok(Json::Bool(is_true.is_true()));
    }
    if value.is_instance_of::<PyFloat>() {
        return Err(invalid(py, field, "a float is not exact: a text or a Decimal is needed"));
    }
    if value.is_instance_of::<PyInt>() || value.is_instance(&py.import("decimal")?.getattr("Decimal")?)? {
        // of a Decimal without an exponent, of a subclass of int its digits
        let form = if value.is_instance_of::<PyInt>() { "d" } else { "f" };
        let digits: String = value.call_method1("__format__", (form,))?.extract()?;
        return digits.parse().map_err(|_| invalid(py, field, "a number that is none is no amount"));
    }
    if let Ok(members) = value.cast::<PyDict>() {
        return object(members, field, depth);
    }
    if let Ok(items) = value.cast::<PyList>() {
        return items.iter().map(|item| read(&item, field, depth)).collect::<PyResult<_>>().map(Json::Array);
    }
    if let Ok(items) = value.cast::<PyTuple>() {
        return items.iter().map(|item| read(&item, field, depth)).collect::<PyResult<_>>().map(Json::Array);
    }
    if value.cast::<PyMapping>().is_ok() {
        let members = PyDict::new(py);
        members.update(value.cast::<PyMapping>()?)?;
        return object(&members, field, depth);
    }
    Err(invalid(py, field, "texts, numbers, lists and dicts are needed"))
}

fn object(members: &Bound<'_, PyDict>, field: &str, depth: u8) -> PyResult<Json> {
    let mut object = Object::new();
    for (name, value) in members.iter() {
        let name: String = name.extract().map_err(|_| invalid(members.py(), field, "names are texts"))?;
        object.insert(name, read(&value, field, depth)?);
    }
    Ok(Json::Object(object))
}

/// JSON as a value; a number with decimals is a Decimal.
pub(crate) fn to_python<'py>(py: Python<'py>, json: &Json) -> PyResult<Bound<'py, PyAny>> {
    Ok(match json {
        Json::Null => py.None().into_bound(py),
        Json::Bool(is_true) => PyBool::new(py, *is_true).to_owned().into_any(),
        Json::String(text) => PyString::new(py, text).into_any(),
        Json::Number(number) => {
            let digits = number.as_str();
            let is_whole = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
            match digits.parse::<i64>() {
                Ok(whole) if is_whole => whole.into_pyobject(py)?.into_any(),
                _ if is_whole => py.import("builtins")?.getattr("int")?.call1((digits,))?,
                _ => py.import("decimal")?.getattr("Decimal")?.call1((digits,))?,
            }
        }
        Json::Array(items) => {
            let list = PyList::empty(py);
            for item in items {
                list.append(to_python(py, item)?)?;
            }
            list.into_any()
        }
        Json::Object(object) => {
            let dict = PyDict::new(py);
            for (name, value) in object.iter() {
                dict.set_item(name, to_python(py, value)?)?;
            }
            dict.into_any()
        }
    })
}
