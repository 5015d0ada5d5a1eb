//! How it is learnt what became of a payment: by the answer, by events, by asking.

/// How it is learnt what became of the payment that an operation begins. A provider of which none of this is
/// true cannot carry out payments: nobody would ever know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tracking {
    /// Whether the answer may hold the last status already.
    pub is_final: bool,
    /// Whether events of a webhook follow.
    pub has_events: bool,
    /// How one order is asked for by the provider's own id of it.
    pub order: Option<OrderQuery>,
    /// How orders are listed, to find the one whose id is not known because the answer was lost.
    pub list: Option<ListQuery>,
    /// Whether the same request with the same idempotency key is answered with the first payment.
    pub is_asked_by_key: bool,
}

/// An operation that asks for one order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OrderQuery {
    /// The operation.
    pub operation: &'static str,
    /// The member of its input that takes the order's id.
    pub id: &'static str,
}

/// An operation that lists orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListQuery {
    /// The operation.
    pub operation: &'static str,
    /// The value of its answer that holds the orders.
    pub orders: &'static str,
    /// The member of an order that is its id.
    pub id: &'static str,
    /// The member of an order that says whose it is: the idempotency key where the operation has a member of this
    /// name for it, else the member of this name of the operation's input.
    pub reference: &'static str,
    /// The member of its input that takes the number of a page, where there are pages.
    pub page: Option<&'static str>,
    /// The member that takes how many there are on a page, and how many there may be.
    pub limit: Option<(&'static str, u32)>,
}

impl Tracking {
    /// Nothing of all this.
    pub(super) const NONE: Tracking =
        Tracking { is_final: false, has_events: false, order: None, list: None, is_asked_by_key: false };

    /// Whether there is any way to learn it.
    #[must_use]
    pub const fn is_possible(&self) -> bool {
        self.is_final || self.has_events || self.can_ask()
    }

    /// Whether the provider can be asked.
    #[must_use]
    pub const fn can_ask(&self) -> bool {
        self.order.is_some() || self.list.is_some() || self.is_asked_by_key
    }
}
