//! The cells of a column as text.

use std::fmt::Write;

use arrow_array::builder::StringBuilder;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type, DecimalType,
};
use arrow_array::types::{Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type};
use arrow_array::{Array, LargeStringArray, PrimitiveArray, StringArray, StringViewArray};
use arrow_schema::DataType;

/// A column whose cells can be read as text. Text is read where it stands, numbers are written out.
pub(crate) enum Cells<'a> {
    None,
    Text(&'a StringArray),
    Large(&'a LargeStringArray),
    View(&'a StringViewArray),
    Written(StringArray),
    /// A few texts, and which of them each row has.
    Chosen(Vec<usize>, &'a dyn Array, Box<Cells<'a>>),
}

/// Whether cells of the type can be read as text without losing what they say.
pub(crate) fn is_text(of: &DataType) -> bool {
    match of {
        DataType::Dictionary(_, of) => is_text(of),
        DataType::Null | DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        other => other.is_integer() || other.is_decimal(),
    }
}

impl<'a> Cells<'a> {
    /// Of a column; nothing where its cells are no text.
    pub(crate) fn of(column: &'a dyn Array) -> Option<Cells<'a>> {
        Some(match column.data_type() {
            DataType::Null => Cells::None,
            DataType::Utf8 => Cells::Text(column.as_string()),
            DataType::LargeUtf8 => Cells::Large(column.as_string()),
            DataType::Utf8View => Cells::View(column.as_string_view()),
            DataType::Int8 => numbers::<Int8Type>(column),
            DataType::Int16 => numbers::<Int16Type>(column),
            DataType::Int32 => numbers::<Int32Type>(column),
            DataType::Int64 => numbers::<Int64Type>(column),
            DataType::UInt8 => numbers::<UInt8Type>(column),
            DataType::UInt16 => numbers::<UInt16Type>(column),
            DataType::UInt32 => numbers::<UInt32Type>(column),
            DataType::UInt64 => numbers::<UInt64Type>(column),
            DataType::Decimal32(..) => decimals::<Decimal32Type>(column),
            DataType::Decimal64(..) => decimals::<Decimal64Type>(column),
            DataType::Decimal128(..) => decimals::<Decimal128Type>(column),
            DataType::Decimal256(..) => decimals::<Decimal256Type>(column),
            DataType::Dictionary(..) => {
                let dictionary = column.as_any_dictionary();
                let values = Cells::of(dictionary.values().as_ref())?;
                if dictionary.values().is_empty() {
                    return Some(Cells::None);
                }
                Cells::Chosen(dictionary.normalized_keys(), column, Box::new(values))
            }
            _ => return None,
        })
    }

    /// The text of a row's cell, where it has one.
    #[inline]
    pub(crate) fn get(&self, row: usize) -> Option<&str> {
        match self {
            Cells::None => None,
            Cells::Text(column) => column.is_valid(row).then(|| column.value(row)),
            Cells::Large(column) => column.is_valid(row).then(|| column.value(row)),
            Cells::View(column) => column.is_valid(row).then(|| column.value(row)),
            Cells::Written(column) => column.is_valid(row).then(|| column.value(row)),
            Cells::Chosen(keys, column, values) => {
                if column.is_null(row) {
                    return None;
                }
                values.get(*keys.get(row)?)
            }
        }
    }
}

fn numbers<'a, T: ArrowPrimitiveType<Native: std::fmt::Display>>(column: &dyn Array) -> Cells<'a> {
    let column: &PrimitiveArray<T> = column.as_primitive();
    written(column.iter(), |number, out| {
        // a text takes whatever is written
        let _ = write!(out, "{number}");
    })
}

fn decimals<'a, T: DecimalType>(column: &dyn Array) -> Cells<'a> {
    let column: &PrimitiveArray<T> = column.as_primitive();
    let (precision, scale) = (column.precision(), column.scale());
    written(column.iter(), |number, out| out.push_str(&T::format_decimal(number, precision, scale)))
}

fn written<'a, N>(cells: impl Iterator<Item = Option<N>>, write: impl Fn(N, &mut String)) -> Cells<'a> {
    let (mut builder, mut text) = (StringBuilder::new(), String::new());
    for cell in cells {
        match cell {
            Some(number) => {
                text.clear();
                write(number, &mut text);
                builder.append_value(&text);
            }
            None => builder.append_null(),
        }
    }
    Cells::Written(builder.finish())
}
