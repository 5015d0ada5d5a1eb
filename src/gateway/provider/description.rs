//! What the description of a gateway says, read against the provider's own table.

use super::amounts;
use crate::error::{Error, ErrorCode};
use crate::json::{Json, Object};
use crate::payment::{AmountMember, EventAmounts};
use crate::provider::{Operation, Provider, Tracking};

/// A description that was read.
#[derive(Clone, Debug)]
pub(super) struct Description {
    pub(super) provider: Provider,
    /// The operation that pays.
    pub(super) operation: &'static Operation,
    pub(super) tracking: &'static Tracking,
    /// Its input, with placeholders.
    pub(super) input: Json,
    /// The value of answers that the payment keeps.
    pub(super) reference: String,
    pub(super) order: Option<OrderInquiry>,
    pub(super) list: Option<ListInquiry>,
    /// Where events say how much was paid.
    pub(super) event_amounts: EventAmounts,
    /// Where answers say how much was quoted.
    pub(super) quoted: Vec<AmountMember>,
}

/// How one order is asked for.
#[derive(Clone, Debug)]
pub(super) struct OrderInquiry {
    pub(super) operation: &'static Operation,
    /// With `{gatewayReference}` in it.
    pub(super) input: Json,
}

/// How an order is looked for whose id nobody knows.
#[derive(Clone, Debug)]
pub(super) struct ListInquiry {
    pub(super) operation: &'static Operation,
    pub(super) input: Json,
    /// The value of the answer that holds the orders.
    pub(super) orders: String,
    /// The member of an order that is its id.
    pub(super) id: String,
    /// The member of an order that says whose it is.
    pub(super) reference: String,
    /// The member of the input that takes the number of a page.
    pub(super) page: Option<String>,
}

impl Description {
    pub(super) fn read(description: &Json) -> Result<Description, Error> {
        let provider: Provider = text(description, "provider")?.parse()?;
        let off_ramp = description.get("offRamp").ok_or_else(|| wrong("offRamp", "this is needed"))?;
        let operation = provider.operation(&text(off_ramp, "operation")?)?;
        let tracking = operation
            .tracking()
            .filter(|tracking| tracking.is_possible() && !takes_money(provider, operation))
            .ok_or_else(|| wrong("operation", "it pays nothing out, or nobody could learn what became of a payment"))?;
        let input = off_ramp.get("input").cloned().unwrap_or(Json::Null);
        // a key of several payments is answered with the first of them
        if let Some(key) = input.get("idempotencyKey") {
            let is_own = key.as_str().is_some_and(|key| key.contains("{reference}") || key.contains("{paymentId}"));
            if !is_own {
                return Err(wrong("idempotencyKey", "a key of each payment's own is needed: {reference}"));
            }
        }
        let inquiry = off_ramp.get("inquiry");
        let part = |name: &str| inquiry.and_then(|inquiry| inquiry.get(name));
        Ok(Description {
            provider,
            operation,
            tracking,
            reference: text(off_ramp, "reference")?,
            order: order(provider, tracking, part("order"))?,
            list: list(provider, tracking, part("list"))?,
            event_amounts: amounts::read(off_ramp, provider)?,
            quoted: amounts::quoted(off_ramp, provider)?,
            input,
        })
    }

    /// Whether asking takes what was paid to where: to send the same again, or to find it in a list.
    pub(super) fn is_asked_with_more_than_ids(&self) -> bool {
        let reference = self.list.as_ref().and_then(|list| self.input.get(&list.reference)).and_then(Json::as_str);
        let ids = ["{reference}", "{paymentId}"];
        let has_more = |text: &str| ids.iter().fold(text.to_owned(), |text, id| text.replace(id, "")).contains('{');
        self.tracking.is_asked_by_key || reference.is_some_and(has_more)
    }

    /// What whoever runs the service should know.
    pub(super) fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let (provider, operation) = (self.provider, self.operation.name());
        if self.list.is_none() && !self.tracking.is_asked_by_key {
            notes.push(format!(
                "{provider} cannot be asked about a payment whose answer to {operation} was lost: it stays PENDING until \
                 somebody asks the provider"
            ));
        }
        if let (Some(list), None) = (self.tracking.list, &self.list) {
            notes
                .push(format!("{provider} is not asked by {}: inquiry.list.input lacks what it needs", list.operation));
        }
        if self.tracking.has_events && self.order.is_none() {
            notes.push(format!("{provider} tells the end of a payment by its events alone: its webhooks are needed"));
        }
        if self.tracking.has_events && self.event_amounts.members.is_empty() {
            notes.push(format!(
                "amounts are not held together: an event of {provider} ends a payment whatever amount it is about, as \
                 offRamp.event names no members"
            ));
        } else if self.tracking.has_events && !self.event_amounts.is_required {
            notes.push(format!(
                "amounts are not held together where an event of {provider} names none; members that offRamp.event \
                 names must be there"
            ));
        }
        if !self.tracking.has_events && !self.tracking.can_ask() {
            notes.push(format!(
                "{provider} tells the end of a payment in its answer alone: one that is not the last word stays PENDING"
            ));
        }
        notes
    }
}

/// Whether an operation takes money from an account rather than sending it to one.
fn takes_money(provider: Provider, operation: &Operation) -> bool {
    provider.procedures().iter().any(|procedure| procedure.is_on_ramp && procedure.order == operation.name())
}

fn order(provider: Provider, tracking: &Tracking, given: Option<&Json>) -> Result<Option<OrderInquiry>, Error> {
    let own = tracking.order;
    let Some(name) = named(given)?.or(own.map(|own| own.operation.to_owned())) else {
        return Ok(None);
    };
    let operation = reading(provider, &name)?;
    let input = match (given.and_then(|given| given.get("input")), own) {
        (Some(input), _) => input.clone(),
        (None, Some(own)) if own.operation == name => {
            let mut input = Object::new();
            input.insert(own.id, "{gatewayReference}");
            Json::Object(input)
        }
        _ => return Err(wrong("inquiry.order.input", "this is needed")),
    };
    Ok(Some(OrderInquiry { operation, input }))
}

fn list(provider: Provider, tracking: &Tracking, given: Option<&Json>) -> Result<Option<ListInquiry>, Error> {
    let Some(name) = named(given)?.or(tracking.list.map(|own| own.operation.to_owned())) else {
        return Ok(None);
    };
    let own = tracking.list.filter(|own| own.operation == name);
    let member = |field: &'static str, default: Option<&'static str>| {
        let said = given.and_then(|given| given.get(field)).and_then(Json::as_str);
        said.or(default).map(str::to_owned).ok_or_else(|| wrong(field, "this is needed"))
    };
    let mut input = given.and_then(|given| given.get("input")).and_then(Json::as_object).cloned().unwrap_or_default();
    if let Some((member, most)) = own.and_then(|own| own.limit).filter(|(member, _)| input.get(member).is_none()) {
        input.insert(member, Json::number(u64::from(most)));
    }
    Ok(Some(ListInquiry {
        operation: reading(provider, &name)?,
        input: Json::Object(input),
        orders: member("orders", own.map(|own| own.orders))?,
        id: member("id", own.map(|own| own.id))?,
        reference: member("reference", own.map(|own| own.reference))?,
        page: member("page", own.and_then(|own| own.page)).ok(),
    }))
}

/// The operation that an inquiry names, if it names one.
fn named(given: Option<&Json>) -> Result<Option<String>, Error> {
    match given.and_then(|given| given.get("operation")) {
        None => Ok(None),
        Some(name) => {
            name.as_str().map(|name| Some(name.to_owned())).ok_or_else(|| wrong("inquiry", "a name is needed"))
        }
    }
}

/// An operation that does nothing.
fn reading(provider: Provider, name: &str) -> Result<&'static Operation, Error> {
    let operation = provider.operation(name)?;
    if operation.is_repeatable() { Ok(operation) } else { Err(wrong("inquiry", "the operation does not only read")) }
}

pub(super) fn text(json: &Json, field: &'static str) -> Result<String, Error> {
    json.get(field).and_then(Json::as_str).map(str::to_owned).ok_or_else(|| wrong(field, "this is needed"))
}

fn wrong(field: &'static str, message: &'static str) -> Error {
    Error::new(ErrorCode::ArgumentInvalid, message).in_field(field)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What whoever runs the service is told at start.
    #[test]
    fn what_is_not_held_together_or_cannot_be_asked_is_said() {
        let notes = |provider: &str, operation: &str, more: &str| {
            let description = format!(
                r#"{{"provider":"{provider}","offRamp":{{"operation":"{operation}","reference":"id","input":{{}}{more}}}}}"#
            );
            Description::read(&description.parse().unwrap()).unwrap().notes().join("\n")
        };
        let none = "ends a payment whatever amount it is about";
        let some = "amounts are not held together where an event";
        let named = r#","event":{"amount":"a","currency":"c"}"#;
        for (provider, operation, by_default) in
            [("sentra", "createTransfer", none), ("coinut", "createOfframpFlow", some), ("unigox", "initiate", some)]
        {
            assert!(notes(provider, operation, "").contains(by_default), "{provider}");
            assert!(notes(provider, operation, r#","event":false"#).contains(none), "{provider}");
            assert!(!notes(provider, operation, named).contains("held together"), "{provider}");
        }
        for (provider, operation, note) in [
            ("coinut", "createOfframpFlow", "cannot be asked about a payment whose answer"),
            ("coinut", "createOfframpFlow", "its webhooks are needed"),
            ("rahat", "instantOfframp", "one that is not the last word stays PENDING"),
        ] {
            assert!(notes(provider, operation, "").contains(note), "{provider} {note}");
        }
        assert_eq!(notes("swiftpay", "offRamp", ""), "");
        let takes = r#"{"provider":"swiftpay","offRamp":{"operation":"onRamp","reference":"id"}}"#;
        assert_eq!(Description::read(&takes.parse().unwrap()).unwrap_err().field(), "operation");
    }
}
