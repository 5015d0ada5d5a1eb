//! Electronic forms of many rows in one text.

use std::fmt;
use std::ops::Range;

use super::field::FieldName;

/// The electronic forms of the fields of one row or of many, one after the other in one text, so that
/// nothing is allocated a row. A row may begin with texts of its own that are no fields.
#[derive(Default)]
pub(crate) struct Normalized {
    text: String,
    /// What each piece of the text is, and where it ends.
    spans: Vec<(Option<FieldName>, usize)>,
    /// Where the row that is being written begins, among the spans and in the text.
    row: (usize, usize),
}

/// Where a row stands in a [`Normalized`].
#[derive(Clone, Debug, Default)]
pub(crate) struct RowValues {
    spans: Range<usize>,
    start: usize,
}

impl fmt::Debug for Normalized {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Normalized({} texts)", self.spans.len())
    }
}

impl Normalized {
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.spans.clear();
        self.row = (0, 0);
    }

    /// Begins a row.
    pub(crate) fn begin(&mut self) {
        self.row = (self.spans.len(), self.text.len());
    }

    /// Where the row is that was written since [`Normalized::begin`].
    pub(crate) fn end(&self) -> RowValues {
        let (first, start) = self.row;
        RowValues { spans: first..self.spans.len(), start }
    }

    /// The text, to append the value of the next field to.
    pub(super) fn text(&mut self) -> &mut String {
        &mut self.text
    }

    /// Keeps what was appended as the value of this field.
    #[inline]
    pub(super) fn keep(&mut self, name: FieldName) {
        self.spans.push((Some(name), self.text.len()));
    }

    /// Takes back what was appended since the last field.
    pub(super) fn drop_rest(&mut self) {
        let (first, start) = self.row;
        let last = self.spans.get(first..).and_then(<[_]>::last);
        self.text.truncate(last.map_or(start, |(_, end)| *end));
    }

    /// Appends a text of the row's own.
    #[inline]
    pub(crate) fn head(&mut self, text: &str) {
        self.text.push_str(text);
        self.spans.push((None, self.text.len()));
    }

    #[cfg_attr(page, optimize(speed))]
    fn pieces<'a>(&'a self, row: &RowValues) -> impl Iterator<Item = (Option<FieldName>, &'a str)> + use<'a> {
        let mut start = row.start;
        self.spans.get(row.spans.clone()).unwrap_or_default().iter().map(move |&(name, end)| {
            let text = self.text.get(start..end).unwrap_or_default();
            start = end;
            (name, text)
        })
    }

    /// The bytes of the fields of the row that is being written.
    pub(crate) fn bytes(&self) -> impl Iterator<Item = (FieldName, &[u8])> {
        let (first, mut start) = self.row;
        self.spans.get(first..).unwrap_or_default().iter().filter_map(move |&(name, end)| {
            let bytes = self.text.as_bytes().get(start..end).unwrap_or_default();
            start = end;
            name.map(|name| (name, bytes))
        })
    }

    /// The texts of a row's own.
    pub(crate) fn heads<'a>(&'a self, row: &RowValues) -> impl Iterator<Item = &'a str> + use<'a> {
        self.pieces(row).filter_map(|(name, text)| name.is_none().then_some(text))
    }

    /// The fields of a row, in the order of the corridor.
    #[cfg_attr(page, optimize(speed))]
    pub(crate) fn fields_of<'a>(&'a self, row: &RowValues) -> impl Iterator<Item = (FieldName, &'a str)> + use<'a> {
        self.pieces(row).filter_map(|(name, text)| name.map(|name| (name, text)))
    }

    /// The fields of the row that is being written.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (FieldName, &str)> {
        self.fields_of(&self.end())
    }

    /// A field of the row that is being written.
    #[inline]
    pub(crate) fn get(&self, name: FieldName) -> Option<&str> {
        self.iter().find_map(|(field, text)| (field == name).then_some(text))
    }
}
