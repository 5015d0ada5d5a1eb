//! What the members of JSON objects mean: each set of names is read once, like a header.

use super::columns::{self, Column, Columns, Map};
use super::source::Objects;
use super::summary::Summary;
use super::witness::{self, Witness};
use crate::code::Code;
use crate::finding::Finding;
use crate::json::{Json, Object};
use crate::text;

/// The sets of names that were met, and the findings of each.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    map: Map,
    known: Vec<Shape>,
    /// The place of the one that was met last.
    last: usize,
    /// The names in the order in which they first came, with what they mean.
    columns: Vec<(String, Column)>,
    findings: Vec<Finding>,
    /// Whether an object had a reference, so that others lack one.
    pub(super) has_reference: bool,
    /// Whether the name of an amount said its currency.
    has_currency: bool,
}

/// The names of an object in their order, and what they mean.
#[derive(Debug, Default)]
struct Shape {
    names: Vec<String>,
    columns: Columns,
}

impl Shape {
    fn is_of(&self, object: &Object) -> bool {
        self.names.len() == object.len() && self.names.iter().zip(object.iter()).all(|(known, (name, _))| known == name)
    }
}

/// What a set without names means.
const NONE: &Columns =
    &Columns { main: Vec::new(), spare: Vec::new(), currencies: Vec::new(), has_email: false, unknown: Vec::new() };

/// More sets of names than a tool writes come from damage, and are not remembered.
const MAX_SHAPES: usize = 256;

impl Shapes {
    /// Looks at the first objects of a file: one of them has a reference, or the file has none for a while.
    pub(super) fn new(map: Map, objects: Objects, bytes: &[u8], is_last: bool) -> Shapes {
        let mut shapes = Shapes { map, ..Shapes::default() };
        let (mut position, mut blank) = (0, 0);
        let (mut witnesses, mut rows): (Vec<(String, Witness)>, usize) = (Vec::new(), 0);
        while let Some(item) = objects.next(bytes, &mut position, is_last, &mut blank) {
            if let Ok(Json::Object(object)) = Json::from_slice(bytes.get(item.start..item.end).unwrap_or_default()) {
                let unknown = &shapes.columns(&object).unknown;
                rows = rows.saturating_add(1);
                for place in unknown.iter().filter(|_| rows <= witness::ROWS) {
                    let Some((name, value)) = object.iter().nth(*place) else { continue };
                    let known = witnesses.iter().position(|(known, _)| known == name);
                    if known.is_none() && witnesses.len() < MAX_SHAPES {
                        witnesses.push((name.to_owned(), Witness::default()));
                    }
                    let place = known.unwrap_or(witnesses.len().saturating_sub(1));
                    if let Some((known, witness)) = witnesses.get_mut(place)
                        && known == name
                    {
                        witness.take(value.as_str().unwrap_or_default());
                    }
                }
            }
        }
        let columns: Vec<Column> = shapes.columns.iter().map(|(_, column)| *column).collect();
        for (name, witness) in &witnesses {
            let path = text::pointer(text::trim(name));
            let unknown = |finding: &&mut Finding| finding.code() == Code::ColumnUnknown && finding.path() == path;
            if let Some(finding) = shapes.findings.iter_mut().find(unknown) {
                witness.suggest(name, &columns, finding);
            }
        }
        shapes
    }

    /// What the members of an object mean, in their order.
    pub(super) fn columns(&mut self, object: &Object) -> &Columns {
        if !self.known.get(self.last).is_some_and(|shape| shape.is_of(object)) {
            let place = self.known.iter().position(|shape| shape.is_of(object));
            self.last = place.unwrap_or_else(|| self.learn(object));
        }
        self.known.get(self.last).map_or(NONE, |shape| &shape.columns)
    }

    #[cold]
    fn learn(&mut self, object: &Object) -> usize {
        let names: Vec<&str> = object.iter().map(|(name, _)| name).collect();
        let mut findings = Vec::new();
        // comparing names takes time: a file with more sets of names than any real one is told of no likely misspelling
        let most_nearest = if self.known.len() < MAX_SHAPES { columns::MOST_NEAREST } else { 0 };
        let columns = columns::members(&names, &self.map, most_nearest, &mut findings);
        self.has_currency |= columns.currency().is_some();
        self.has_reference |= columns.main.contains(&Column::Reference);
        for finding in findings {
            let is_said =
                self.findings.iter().any(|said| said.code() == finding.code() && said.path() == finding.path());
            if !is_said {
                self.findings.push(finding);
            }
        }
        for (name, column) in names.iter().zip(&columns.main) {
            if !self.columns.iter().any(|(known, _)| known == name) && self.columns.len() < MAX_SHAPES {
                self.columns.push(((*name).to_owned(), *column));
            }
        }
        if self.known.len() >= MAX_SHAPES {
            self.known.pop();
        }
        let names = names.into_iter().map(str::to_owned).collect();
        self.known.push(Shape { names, columns });
        self.known.len().saturating_sub(1)
    }

    /// Adds to the summary what the whole file has for columns.
    pub(super) fn finish(mut self, has_currency: bool, summary: &mut Summary) {
        let columns: Vec<Column> = self.columns.iter().map(|(_, column)| *column).collect();
        summary.findings.append(&mut self.findings);
        if !columns.is_empty() {
            columns::missing(&columns, has_currency || self.has_currency, &mut summary.findings);
        }
        summary.columns = columns.iter().map(|column| column.answered()).collect();
    }
}
