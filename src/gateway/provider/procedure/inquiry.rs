//! Asks the provider about an order: where it stands, and which one it is where its id is not known.

use tracing::warn;

use super::{ProcedureGateway, Way};
use crate::gateway::provider::answer;
use crate::gateway::{GATEWAY_ERROR, Outcome};
use crate::json::{Json, Object};
use crate::provider::{self, OrderSearch, Searched, template};

/// What a list has of an order.
pub(super) enum Listed {
    /// The order.
    There(Object),
    /// It is not there: it never came, came too late for the list, or the list does not say whose it is.
    NotThere,
    /// The list could not be read, or has several.
    Unread,
}

impl ProcedureGateway {
    /// The values of an operation that reads.
    async fn look_up(&self, operation: &str, input: &Json, attempt: &str) -> Option<Object> {
        let request = self.build(operation, input, attempt).ok()?;
        let received = self.client.send(&request).await.ok()?;
        received.read(|response| match self.provider.parse(operation, response).ok()?.outcome {
            provider::Outcome::Accepted(values) => Some(values),
            provider::Outcome::Refused { .. } => None,
        })
    }

    /// The order of an id, where the provider can be asked for one.
    pub(super) async fn order(&self, way: &Way, reference: &str, attempt: &str) -> Option<Object> {
        let query = way.order.tracking()?.order?;
        let input = Json::object([(query.id, Json::text(reference))]);
        let values = self.look_up(query.operation, &input, attempt).await?;
        // an answer about another order says nothing of this one
        let id = answer::reference(&values, way.member());
        if id.is_some_and(|id| id != reference) {
            warn!(attempt_id = attempt, reference, "The provider answered about another order");
            return None;
        }
        Some(values)
    }

    /// How the order of an id has ended, if it has.
    pub(super) async fn order_of(&self, way: &Way, reference: &str, attempt: &str) -> Outcome {
        let word = self.order(way, reference, attempt).await;
        let word = word.as_ref().and_then(|order| order.get("status")).and_then(Json::as_str);
        let ended = word.and_then(|word| answer::ended(self.provider, word, reference, &said(word)));
        ended.unwrap_or(Outcome::Unknown {
            code: GATEWAY_ERROR,
            message: "The gateway has not said how the payment ends",
            raw: None,
        })
    }

    /// The order that the list has under what the step's input calls it, or under the key.
    pub(super) async fn find(&self, way: &Way, template: &str, input: &Json, known: &Object, attempt: &str) -> Listed {
        let Some(list) = way.order.tracking().and_then(|tracking| tracking.list) else {
            return Listed::NotThere;
        };
        let own = input.get(list.reference).and_then(Json::as_str);
        let Some(own) = own.or(way.order.is_keyed().then_some(attempt)) else {
            return Listed::NotThere;
        };
        let template = template.parse::<Json>().unwrap_or(Json::Null);
        let Some(Json::Object(mut asked)) = template::filled(&template, known) else {
            return Listed::Unread;
        };
        if let Some((member, most)) = list.limit {
            asked.insert(member, Json::number(u64::from(most)));
        }
        let mut search = OrderSearch::new(list.id, list.reference, own);
        for page in 1..=OrderSearch::PAGES {
            if let Some(member) = list.page {
                asked.insert(member, Json::number(page));
            }
            let Some(values) = self.look_up(list.operation, &Json::Object(asked.clone()), attempt).await else {
                return Listed::Unread;
            };
            let orders = values.get(list.orders).and_then(Json::as_array).unwrap_or_default();
            if !search.read(orders) || list.page.is_none() {
                break;
            }
        }
        let (id, mut order) = match search.finish() {
            Searched::Found(id, order) => (id, order),
            Searched::NotThere => return Listed::NotThere,
            Searched::Several => {
                warn!(attempt_id = attempt, "The provider has several orders with one reference");
                return Listed::Unread;
            }
        };
        // a list may say less than the order itself
        if let Some(whole) = self.order(way, &id, attempt).await {
            for (name, value) in whole.iter() {
                if order.get(name).is_none() {
                    order.insert(name, value.clone());
                }
            }
        }
        Listed::There(order)
    }
}

/// What is kept of a status that was asked for.
pub(super) fn said(word: &str) -> Json {
    Json::object([("status", Json::text(word))])
}
