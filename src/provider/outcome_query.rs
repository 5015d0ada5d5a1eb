//! What is asked where nobody knows what became of an operation, from the tables of tracking and of procedures.

use super::procedure::{Asked, Repeat, Step};
use super::tracking::{ListQuery, OrderQuery};
use super::{Operation, Provider};
use crate::json::{Json, Object};

/// How a provider is asked what became of an operation whose answer was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OutcomeQuery {
    /// The order is looked for in a list, by what the request called it.
    List(ListQuery),
    /// The order is asked for; its status says whether the operation was carried out.
    Order {
        /// The operation that asks, and the member that takes the order's id.
        query: OrderQuery,
        /// The names of the member of the operation's own input that is the order's id, of which one is given.
        members: [&'static str; 2],
        /// The statuses in which it was carried out, with blanks between them.
        done_in: &'static str,
        /// Those in which it was not.
        open_in: &'static str,
        /// Whether it may be sent again in these: the provider carries it out once, however often it comes.
        may_repeat: bool,
    },
}

impl OutcomeQuery {
    /// The operation that asks.
    #[must_use]
    pub const fn operation(&self) -> &'static str {
        match self {
            OutcomeQuery::List(list) => list.operation,
            OutcomeQuery::Order { query, .. } => query.operation,
        }
    }

    /// `{operation, list: {orders, id, reference, page?, limit?: {member, most}}}` or
    /// `{operation, order: {id, members, doneIn, openIn, mayRepeat}}`.
    pub(super) fn to_json(self) -> Json {
        let (mut json, mut how) = (Object::new(), Object::new());
        json.put_text("operation", self.operation());
        match self {
            OutcomeQuery::List(list) => {
                how.put_text("orders", list.orders);
                how.put_text("id", list.id);
                how.put_text("reference", list.reference);
                if let Some(page) = list.page {
                    how.put_text("page", page);
                }
                if let Some((member, most)) = list.limit {
                    let mut limit = Object::new();
                    limit.put_text("member", member);
                    limit.put("most", Json::number(u64::from(most)));
                    how.put("limit", Json::Object(limit));
                }
                json.put("list", Json::Object(how));
            }
            OutcomeQuery::Order { query, members, done_in, open_in, may_repeat } => {
                how.put_text("id", query.id);
                how.put("members", Json::texts(members.into_iter()));
                how.put("doneIn", Json::texts(done_in.split_ascii_whitespace()));
                how.put("openIn", Json::texts(open_in.split_ascii_whitespace()));
                how.put("mayRepeat", Json::Bool(may_repeat));
                json.put("order", Json::Object(how));
            }
        }
        Json::Object(json)
    }
}

impl Provider {
    /// How this provider is asked what became of an operation; none where nobody can be asked.
    ///
    /// ```
    /// use offramp_core::Provider;
    ///
    /// let ask = |operation| {
    ///     let operation = Provider::Unigox.operation(operation)?;
    ///     Ok::<_, offramp_core::Error>(Provider::Unigox.outcome_query(operation).map(|query| query.operation()))
    /// };
    /// assert_eq!(ask("initiate")?, Some("listOrders"));
    /// assert_eq!(ask("confirmFiatReceived")?, Some("getOrder"));
    /// assert_eq!(ask("submitKyc")?, None);
    /// # Ok::<(), offramp_core::Error>(())
    /// ```
    #[must_use]
    pub fn outcome_query(self, operation: &Operation) -> Option<OutcomeQuery> {
        let ask = operation.asked_by;
        let mut tracked = self.operations().iter().filter_map(Operation::tracking);
        let found = tracked.find_map(|tracking| {
            let list = tracking.list.filter(|list| list.operation == ask).map(OutcomeQuery::List);
            let order = || tracking.order.filter(|order| order.operation == ask);
            list.or_else(|| order().and_then(|query| self.order_query(operation, query)))
        });
        found.filter(|_| !ask.is_empty())
    }

    fn order_query(self, operation: &Operation, query: OrderQuery) -> Option<OutcomeQuery> {
        let is_id = |name: &str, other: Option<&str>| name == query.id || other == Some(query.id);
        let mut members = operation.input.iter();
        let member = members.find(|input| is_id(input.name, input.rule.other_name()))?;
        let asks = |step: &&Step| step.asked == Asked::Provider(operation.name);
        let step = self.procedures().iter().flat_map(|procedure| procedure.steps).find(asks);
        Some(OutcomeQuery::Order {
            query,
            members: [member.name, member.rule.other_name().unwrap_or(member.name)],
            done_in: step.map_or("", |step| step.done_in),
            open_in: step.map_or("", |step| step.only_in),
            may_repeat: step.is_some_and(|step| step.repeat == Repeat::SameKey),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_that_can_be_asked_about_says_how() {
        for provider in Provider::ALL {
            for operation in provider.operations() {
                let query = provider.outcome_query(operation);
                assert_eq!(query.is_some(), !operation.asked_by.is_empty(), "{provider} {}", operation.name);
                assert_eq!(query.map_or("", |query| query.operation()), operation.asked_by, "{provider}");
                if let Some(OutcomeQuery::Order { may_repeat: true, done_in, open_in, .. }) = query {
                    assert!(!done_in.is_empty() && !open_in.is_empty(), "{provider} {}", operation.name);
                }
            }
        }
    }
}
