//! Looks for one order in the pages of a list: that which has the caller's own reference.

use crate::json::{Json, Object};

/// Looks for one order in the pages of a list.
#[derive(Debug)]
pub(crate) struct OrderSearch<'a> {
    id: &'a str,
    reference: &'a str,
    own: &'a str,
    seen: Vec<String>,
    found: Option<(String, Object)>,
    has_several: bool,
}

/// What a list has of an order.
#[derive(Debug)]
pub(crate) enum Searched {
    /// The order, and its id.
    Found(
        #[cfg_attr(not(feature = "http"), expect(dead_code, reason = "the client answers the order"))] String,
        Object,
    ),
    /// It is not there: it never came, came too late for the list, or the list does not say whose it is.
    NotThere,
    /// There are several with one reference.
    Several,
}

impl<'a> OrderSearch<'a> {
    /// How many pages of a list are read.
    pub(crate) const PAGES: u64 = 50;

    /// For the order that has `own` as its `reference`.
    pub(crate) const fn new(id: &'a str, reference: &'a str, own: &'a str) -> OrderSearch<'a> {
        OrderSearch { id, reference, own, seen: Vec::new(), found: None, has_several: false }
    }

    /// Reads a page. Whether there may be more to see: a page that repeats what was seen is the last.
    pub(crate) fn read(&mut self, orders: &[Json]) -> bool {
        let before = self.seen.len();
        for order in orders {
            let Some(id) = order.as_object().and_then(|order| id_at(order, self.id)) else {
                continue;
            };
            if self.seen.contains(&id) {
                continue;
            }
            if order.get(self.reference).and_then(Json::as_str) == Some(self.own) {
                self.has_several |= self.found.is_some();
                self.found = order.as_object().map(|order| (id.clone(), order.clone()));
            }
            self.seen.push(id);
        }
        // the newest come first
        self.seen.len() > before && self.found.is_none()
    }

    /// What was found.
    pub(crate) fn finish(self) -> Searched {
        match self.found {
            Some(_) if self.has_several => Searched::Several,
            Some((id, order)) => Searched::Found(id, order),
            None => Searched::NotThere,
        }
    }
}

/// An id, which may be a number.
pub(crate) fn id_at(values: &Object, name: &str) -> Option<String> {
    let value = values.get(name)?;
    value.as_str().or(value.as_number()).filter(|text| !text.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_found_once() {
        let orders = |text: &str| text.parse::<Json>().unwrap().as_array().unwrap().to_vec();
        let mut search = OrderSearch::new("id", "quote", "q2");
        assert!(search.read(&orders(r#"[{"id":1,"quote":"q1"},{"quote":"q2"}]"#)));
        assert!(!search.read(&orders(r#"[{"id":1,"quote":"q1"}]"#)), "nothing new");
        assert!(!search.read(&orders(r#"[{"id":2,"quote":"q2"}]"#)));
        assert!(matches!(search.finish(), Searched::Found(id, _) if id == "2"));
        let mut search = OrderSearch::new("id", "quote", "q2");
        search.read(&orders(r#"[{"id":1,"quote":"q2"},{"id":2,"quote":"q2"}]"#));
        assert!(matches!(search.finish(), Searched::Several));
        assert!(matches!(OrderSearch::new("id", "quote", "q2").finish(), Searched::NotThere));
    }
}
