//! Asks a provider what became of a payment: by its id there, by ours in a list, or by the same request again.

use tracing::warn;

use super::description::{ListInquiry, OrderInquiry};
use super::fill::{Known, filled};
use super::{Inquiry, Outcome, ProviderGateway, answer};
use crate::json::{Json, Object};
use crate::payment::OpenAttempt;
use crate::provider::{self, Operation, OrderSearch, Searched};

/// What a list has of an order.
enum Listed {
    /// The order of this id, and where it stands.
    There(String, Option<String>, Json),
    /// It is not there: it never came, came too late for the list, or the list does not say whose it is.
    NotThere,
    /// The list could not be read.
    Unread,
}

impl ProviderGateway {
    /// Asks about an attempt. That it never came is never known: a list can be late.
    pub(super) async fn ask(&self, attempt: &OpenAttempt, sealed: Option<&str>) -> Inquiry {
        let mut known = Known::ids(attempt);
        known.paid = sealed.and_then(|sealed| self.seal.open(sealed, known.payment_id));
        if let (Some(order), Some(reference)) = (&self.description.order, known.gateway_reference) {
            return self.ask_for(order, &known, reference).await;
        }
        if let (Some(list), None) = (&self.description.list, known.gateway_reference) {
            match self.find(list, &known).await {
                Listed::There(id, word, raw) => {
                    let ended = word.and_then(|word| answer::ended(self.provider(), &word, &id, &raw));
                    return Inquiry::Known(ended.unwrap_or(Outcome::Accepted { gateway_reference: Some(id), raw }));
                }
                Listed::NotThere => {}
                Listed::Unread => return Inquiry::Pending,
            }
        }
        if self.description.tracking.is_asked_by_key {
            return self.ask_by_key(&known).await;
        }
        Inquiry::Pending
    }

    /// By the provider's own id.
    async fn ask_for(&self, order: &OrderInquiry, known: &Known<'_>, reference: &str) -> Inquiry {
        let input = filled(&order.input, &known.values()).unwrap_or(Json::Null);
        let Some((values, raw)) = self.look_up(order.operation, &input, known.reference).await else {
            return Inquiry::Pending;
        };
        // an answer about another order says nothing of this one
        let id = answer::reference(&values, &self.description.reference);
        if id.is_some_and(|id| id != reference) {
            warn!(attempt_id = known.reference, reference, "The provider answered about another order");
            return Inquiry::Pending;
        }
        let word = values.get("status").and_then(Json::as_str);
        let ended = word.and_then(|word| answer::ended(self.provider(), word, reference, &raw));
        Inquiry::Known(ended.unwrap_or(Outcome::Accepted { gateway_reference: Some(reference.to_owned()), raw }))
    }

    /// By our own reference, in a list.
    async fn find(&self, list: &ListInquiry, known: &Known<'_>) -> Listed {
        let Some(own) = self.own_reference(list, known) else {
            return Listed::NotThere;
        };
        let mut search = OrderSearch::new(&list.id, &list.reference, &own);
        for page in 1..=OrderSearch::PAGES {
            let input = list_input(list, known, page);
            let Some((values, _)) = self.look_up(list.operation, &input, known.reference).await else {
                return Listed::Unread;
            };
            let orders = values.get(&list.orders).and_then(Json::as_array).unwrap_or_default();
            if !search.read(orders) || list.page.is_none() {
                break;
            }
        }
        match search.finish() {
            Searched::Found(id, order) => {
                let mut raw = Object::new();
                let word = order.get("status").and_then(Json::as_str).map(str::to_owned);
                let order = Json::Object(order);
                raw.put("listed", self.provider().redact_answer(&order));
                let order = order.as_object().cloned().unwrap_or_default();
                Listed::There(id, word, answer::with_quotes(&self.description, Json::Object(raw), order))
            }
            Searched::NotThere => Listed::NotThere,
            Searched::Several => {
                warn!(attempt_id = known.reference, "The provider has several orders with one reference");
                Listed::Unread
            }
        }
    }

    /// What the provider's list calls our reference: what the request had under that name, or else the key.
    fn own_reference(&self, list: &ListInquiry, known: &Known<'_>) -> Option<String> {
        match self.description.input.get(&list.reference) {
            Some(template) => filled(template, &known.values())?.as_str().map(str::to_owned),
            None => self.description.operation.is_keyed().then(|| known.reference.to_owned()),
        }
    }

    /// By the same request with the same key, which the provider answers with the payment that it has, or with a
    /// first one if the first request never came.
    async fn ask_by_key(&self, known: &Known<'_>) -> Inquiry {
        if known.paid.is_none() {
            warn!(
                attempt_id = known.reference,
                "The request cannot be made again: the description or the credentials have changed since"
            );
            return Inquiry::Pending;
        }
        let Ok(request) = self.payment(known) else {
            return Inquiry::Pending;
        };
        match self.client.send(&request).await {
            Ok(received) => {
                let outcome = answer::read_again(&self.description, &received, known.reference);
                outcome.map_or(Inquiry::Pending, Inquiry::Known)
            }
            Err(_) => Inquiry::Pending,
        }
    }

    /// The values of an operation that reads, and its whole answer.
    async fn look_up(&self, operation: &Operation, input: &Json, reference: &str) -> Option<(Object, Json)> {
        let request = self.build(operation.name(), input, reference).ok()?;
        let received = self.client.send(&request).await.ok()?;
        received.read(|response| {
            let answer = self.provider().parse(operation.name(), response).ok()?;
            let raw = answer::kept(self.provider(), response, Some(&answer.raw));
            match answer.outcome {
                provider::Outcome::Accepted(values) => Some((values, raw)),
                provider::Outcome::Refused { .. } => None,
            }
        })
    }

    /// A list whose input lacks something can never be asked for.
    pub(super) fn drop_list_that_cannot_be_asked(&mut self) {
        let known = Known { reference: "r", payment_id: "p", gateway_reference: None, paid: None };
        let can_be_asked = self.description.list.as_ref().is_some_and(|list| {
            self.build(list.operation.name(), &list_input(list, &known, 1), known.reference).is_ok()
        });
        if !can_be_asked {
            self.description.list = None;
        }
    }
}

fn list_input(list: &ListInquiry, known: &Known<'_>, page: u64) -> Json {
    let mut input = match filled(&list.input, &known.values()) {
        Some(Json::Object(input)) => input,
        _ => Object::new(),
    };
    if let Some(name) = &list.page {
        input.insert(name.as_str(), Json::number(page));
    }
    Json::Object(input)
}
