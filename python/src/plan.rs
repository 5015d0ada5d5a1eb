//! What is done with each batch of a table.

use std::sync::Arc;

use arrow_array::builder::{BinaryBuilder, ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use offramp_core::bulk::{CheckOptions, TableChecker};
use pyo3::prelude::*;

use crate::cells::{Cells, is_text};
use crate::error::invalid;

/// What is asked of a table.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    Verdicts,
    Keys,
}

/// A table whose rows are judged batch by batch.
pub(crate) struct Plan {
    asked: Asked,
    checker: TableChecker,
    /// The names that normalized values may have.
    normalized: Vec<&'static str>,
    /// The columns that are handed on as they are.
    keep: Vec<usize>,
    pub(crate) schema: SchemaRef,
}

impl Plan {
    pub(crate) fn new(
        py: Python<'_>,
        table: &Schema,
        options: &CheckOptions,
        keep: &[String],
        asked: Asked,
    ) -> PyResult<Plan> {
        let names: Vec<&str> = table.fields().iter().map(|field| field.name().as_str()).collect();
        let checker = TableChecker::new(&names, options);
        for (place, field) in table.fields().iter().enumerate().filter(|(place, _)| checker.is_used(*place)) {
            if !is_text(field.data_type()) {
                let needed = "text, whole numbers or decimals are needed";
                let message =
                    format!("the column {}, of place {place}, is {}: {needed}", field.name(), field.data_type());
                return Err(invalid(py, field.name(), &message));
            }
        }
        let (mut fields, mut kept) = (Vec::new(), Vec::new());
        for name in keep {
            let place = names.iter().position(|one| one == name);
            let place = place.ok_or_else(|| invalid(py, "keep", "there is no column of this name"))?;
            fields.push(table.field(place).clone());
            kept.push(place);
        }
        let normalized: Vec<&str> = checker.normalized().collect();
        match asked {
            Asked::Verdicts => {
                let codes = DataType::List(Arc::new(Field::new_list_field(DataType::Utf8, true)));
                fields.push(Field::new("verdict", DataType::Utf8, true));
                fields.push(Field::new("codes", codes, true));
                fields.push(Field::new("amount_notation", DataType::Utf8, true));
                let name = |name: &&str| Field::new(format!("normalized_{name}"), DataType::Utf8, true);
                fields.extend(normalized.iter().map(name));
            }
            Asked::Keys => {
                let names = ["reference_key", "payment_key", "account_key"];
                fields.extend(names.map(|name| Field::new(name, DataType::Binary, true)));
            }
        }
        Ok(Plan { asked, checker, normalized, keep: kept, schema: Arc::new(Schema::new(fields)) })
    }

    /// Judges the rows of a batch, in their order.
    pub(crate) fn run(&mut self, batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
        let mut columns = Vec::new();
        for (place, column) in batch.columns().iter().enumerate() {
            let cells = if self.checker.is_used(place) { Cells::of(column.as_ref()) } else { Some(Cells::None) };
            columns.push(cells.ok_or_else(|| ArrowError::SchemaError(String::from("the columns have other types")))?);
        }
        let mut made: Vec<ArrayRef> = self.keep.iter().map(|&place| Arc::clone(batch.column(place))).collect();
        match self.asked {
            Asked::Verdicts => self.verdicts(&columns, batch.num_rows(), &mut made),
            Asked::Keys => self.keys(&columns, batch.num_rows(), &mut made),
        }
        let rows = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
        RecordBatch::try_new_with_options(Arc::clone(&self.schema), made, &rows)
    }

    fn verdicts(&mut self, columns: &[Cells<'_>], count: usize, made: &mut Vec<ArrayRef>) {
        let mut verdicts = StringBuilder::with_capacity(count, count.saturating_mul(8));
        let mut codes = ListBuilder::new(StringBuilder::new());
        let mut notations = StringBuilder::new();
        let mut builders: Vec<StringBuilder> = self.normalized.iter().map(|_| StringBuilder::new()).collect();
        let mut cells = Vec::with_capacity(columns.len());
        for place in 0..count {
            cells.clear();
            cells.extend(columns.iter().map(|column| column.get(place)));
            let row = self.checker.row(&cells);
            verdicts.append_value(row.verdict.as_str());
            for finding in row.findings {
                codes.values().append_value(finding.code().as_str());
            }
            codes.append(true);
            notations.append_option(row.amount_notation());
            // there are fewer fields than that
            let mut texts: [Option<&str>; 64] = [None; 64];
            for (name, text) in row.normalized() {
                let at = self.normalized.iter().position(|one| *one == name);
                if let Some(into) = at.and_then(|at| texts.get_mut(at)) {
                    *into = Some(text);
                }
            }
            for (builder, text) in builders.iter_mut().zip(texts) {
                builder.append_option(text);
            }
        }
        made.push(Arc::new(verdicts.finish()));
        made.push(Arc::new(codes.finish()));
        made.push(Arc::new(notations.finish()));
        made.extend(builders.iter_mut().map(|builder| Arc::new(builder.finish()) as ArrayRef));
    }

    fn keys(&mut self, columns: &[Cells<'_>], count: usize, made: &mut Vec<ArrayRef>) {
        let mut builders = [BinaryBuilder::new(), BinaryBuilder::new(), BinaryBuilder::new()];
        let mut cells = Vec::with_capacity(columns.len());
        for place in 0..count {
            cells.clear();
            cells.extend(columns.iter().map(|column| column.get(place)));
            let keys = self.checker.duplicate_keys(&cells);
            for (builder, key) in builders.iter_mut().zip([keys.reference, keys.payment, keys.account]) {
                builder.append_option(key);
            }
        }
        made.extend(builders.iter_mut().map(|builder| Arc::new(builder.finish()) as ArrayRef));
    }
}
