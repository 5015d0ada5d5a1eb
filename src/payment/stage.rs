//! A store, a gateway and a clock for tests: they do what they are told, and write down all that they are asked in one
//! list, in order.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use futures_util::FutureExt as _;

use super::{
    Account, Alarm, AlarmQuery, Attempt, Begun, Clock, DeliveryNote, DueNotification, EndedCount, Gateway, Ids,
    Inquiry, Instruction, Kept, Limits, NewEvent, NewPayment, Notice, NotificationQuery, Observer, OpenAttempt,
    OpenCounts, OpenQuery, OrderState, OrderTransition, Outcome, Payment, PaymentQuery, PaymentRequest, PaymentType,
    Payments, RecordedAlarm, RecordedNotification, ReferencedAttempt, Settled, Settlement, Steps, Store, StoreError,
};
use crate::json::Json;
use crate::provider::Provider;
use crate::secret::Secret;

/// What is said when it is asked next; where nothing is left, all goes well.
#[derive(Default)]
pub(super) struct Lines {
    pub(super) begin: VecDeque<Result<Begun, StoreError>>,
    pub(super) mark: VecDeque<Result<bool, StoreError>>,
    pub(super) settle: VecDeque<Result<Settled, StoreError>>,
    /// None: the gateway does not answer.
    pub(super) gateway: VecDeque<Option<Outcome>>,
    pub(super) inquiry: VecDeque<Inquiry>,
    pub(super) open: Vec<OpenAttempt>,
    pub(super) payment: Option<Payment>,
    pub(super) attempts: Vec<Attempt>,
    pub(super) order: Option<OrderState>,
    pub(super) referenced: Option<ReferencedAttempt>,
    /// The gateway refuses for good what it was asked about.
    pub(super) is_final: bool,
    /// The store does not record at once what became of a payment.
    pub(super) is_slow: bool,
    /// The gateway takes orders, of which events say how they end.
    pub(super) has_orders: bool,
    now: Duration,
    ids: u32,
    done: Vec<String>,
}

/// Everything that payments are made with.
#[derive(Clone)]
pub(super) struct Stage {
    lines: Arc<Mutex<Lines>>,
    began: Instant,
}

impl fmt::Debug for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stage")
    }
}

impl Stage {
    #[expect(clippy::disallowed_methods, reason = "an instant is needed to begin with; it is never read again")]
    pub(super) fn new(set: impl FnOnce(&mut Lines)) -> Stage {
        let mut lines = Lines::default();
        set(&mut lines);
        Stage { lines: Arc::new(Mutex::new(lines)), began: Instant::now() }
    }

    pub(super) fn payments(&self) -> Payments {
        let own = Arc::new(self.clone());
        Payments {
            store: Arc::clone(&own) as Arc<dyn Store>,
            gateway: Arc::clone(&own) as Arc<dyn Gateway>,
            clock: Arc::clone(&own) as Arc<dyn Clock>,
            ids: Arc::clone(&own) as Arc<dyn Ids>,
            observer: own,
            limits: Limits {
                gateway_timeout: Duration::from_secs(20),
                reconcile_after: Duration::from_secs(60),
                reconcile_pause: Duration::from_secs(5),
            },
        }
    }

    pub(super) fn with<T>(&self, act: impl FnOnce(&mut Lines) -> T) -> T {
        act(&mut self.lines.lock().unwrap())
    }

    fn note(&self, line: String) {
        self.with(|lines| lines.done.push(line));
    }

    /// What was asked since the last time, and what was counted.
    pub(super) fn done(&self) -> Vec<String> {
        self.with(|lines| std::mem::take(&mut lines.done))
    }

    pub(super) fn go_on(&self, time: Duration) {
        self.with(|lines| lines.now += time);
    }
}

/// What comes of work that waits for nothing but the stage.
pub(super) fn run<T>(work: impl Future<Output = T>) -> T {
    work.now_or_never().expect("nothing on the stage makes anybody wait")
}

pub(super) fn request() -> PaymentRequest {
    PaymentRequest {
        service: "test".to_owned(),
        kind: PaymentType::Offramp,
        user_id: "user".to_owned(),
        wallet_id: "wallet".to_owned(),
        transaction_id: None,
        payment_method_id: None,
        amount: 25_000,
        currency: "INR".to_owned(),
        account: Account::Upi(Secret::from("somebody@okaxis")),
        metadata: None,
        idempotency_key: Some("key".to_owned()),
        warnings: Vec::new(),
    }
}

#[async_trait]
impl Clock for Stage {
    fn instant(&self) -> Instant {
        self.began + self.with(|lines| lines.now)
    }

    async fn sleep(&self, time: Duration) {
        self.note(format!("wait {} ms", time.as_millis()));
        self.go_on(time);
    }
}

impl Ids for Stage {
    fn id(&self, prefix: &str) -> Option<String> {
        let number = self.with(|lines| {
            lines.ids += 1;
            lines.ids
        });
        Some(format!("{prefix}{number}"))
    }
}

impl Observer for Stage {
    fn notice(&self, notice: Notice) {
        match notice {
            Notice::Alarm { kind } => self.note(format!("alarm {}", kind.as_str())),
            Notice::StoreFailed => self.note("store failed".to_owned()),
            _ => {}
        }
    }
}

#[async_trait]
impl Gateway for Stage {
    fn name(&self) -> &'static str {
        "STAGE"
    }

    fn orders_at(&self) -> Option<(Provider, &str)> {
        self.with(|lines| lines.has_orders).then_some((Provider::Sentra, "id"))
    }

    fn refuses_what_it_was_asked_about(&self) -> bool {
        self.with(|lines| lines.is_final)
    }

    async fn on_ramp(&self, instruction: &Instruction) -> Outcome {
        self.note("take".to_owned());
        self.off_ramp(instruction).await
    }

    async fn off_ramp(&self, instruction: &Instruction) -> Outcome {
        self.note(format!("send {} {} {}", instruction.reference, instruction.amount, instruction.currency));
        match self.with(|lines| lines.gateway.pop_front()) {
            Some(Some(outcome)) => outcome,
            Some(None) => std::future::pending().await,
            None => done(&["ref_", &instruction.reference].concat()),
        }
    }

    async fn inquire(&self, attempt: &OpenAttempt) -> Inquiry {
        self.note(format!("ask {}", attempt.attempt_id));
        self.with(|lines| lines.inquiry.pop_front()).unwrap_or(Inquiry::Pending)
    }
}

pub(super) fn done(reference: &str) -> Outcome {
    Outcome::Succeeded { transaction_id: None, gateway_reference: reference.to_owned(), raw: Json::Null }
}

pub(super) fn busy() -> Outcome {
    Outcome::Busy { code: "RATE_LIMIT_EXCEEDED".to_owned(), message: "later".to_owned(), raw: Json::Null }
}

pub(super) fn refused() -> Outcome {
    Outcome::Refused { code: "INVALID_ACCOUNT".to_owned(), message: "no".to_owned(), raw: Json::Null }
}

pub(super) fn away() -> StoreError {
    StoreError::Unavailable("away".to_owned())
}

/// The gateway of the stage has no steps.
impl Steps for Stage {}

#[async_trait]
impl Store for Stage {
    async fn ping(&self) -> Result<(), StoreError> {
        Ok(())
    }

    async fn begin(&self, new: NewPayment) -> Result<Begun, StoreError> {
        self.note(format!("begin {} {}", new.payment.id, new.attempt.id));
        self.with(|lines| lines.begin.pop_front()).unwrap_or(Ok(Begun::Created(1000)))
    }

    async fn mark_sent(&self, attempt_id: &str) -> Result<bool, StoreError> {
        self.note(format!("mark {attempt_id}"));
        self.with(|lines| lines.mark.pop_front()).unwrap_or(Ok(true))
    }

    async fn settle(&self, settlement: Settlement) -> Result<Settled, StoreError> {
        let mut waits = self.with(|lines| lines.is_slow);
        poll_fn(|context| {
            context.waker().wake_by_ref();
            if std::mem::take(&mut waits) { Poll::Pending } else { Poll::Ready(()) }
        })
        .await;
        let next = settlement.next.as_ref().map(|next| format!(", then {}", next.id)).unwrap_or_default();
        let unsent = if settlement.only_unsent { " if unsent" } else { "" };
        let news = if settlement.is_news() { ", news" } else { "" };
        self.note(format!("settle {} {}{unsent}{next}{news}", settlement.attempt_id, settlement.status.as_str()));
        self.with(|lines| lines.settle.pop_front()).unwrap_or(Ok(Settled::Recorded))
    }

    async fn payment(&self, _id: &str) -> Result<Option<Payment>, StoreError> {
        Ok(self.with(|lines| lines.payment.clone()))
    }

    async fn payment_of_key(&self, _wallet_id: &str, _key: &str) -> Result<Option<Payment>, StoreError> {
        Ok(None)
    }

    async fn payments(&self, _query: PaymentQuery<'_>) -> Result<Vec<Payment>, StoreError> {
        Ok(Vec::new())
    }

    async fn attempts(&self, _payment_id: &str) -> Result<Vec<Attempt>, StoreError> {
        Ok(self.with(|lines| lines.attempts.clone()))
    }

    async fn open_attempts(&self, _query: OpenQuery<'_>) -> Result<Vec<OpenAttempt>, StoreError> {
        Ok(self.with(|lines| std::mem::take(&mut lines.open)))
    }

    async fn looked(&self, attempt_ids: &[String]) -> Result<(), StoreError> {
        self.note(format!("look at {}", attempt_ids.join(" ")));
        Ok(())
    }

    async fn counts(&self, _gateway: &str, _age: i64) -> Result<OpenCounts, StoreError> {
        Ok(OpenCounts::default())
    }

    async fn ended(&self) -> Result<Vec<EndedCount>, StoreError> {
        Ok(Vec::new())
    }

    async fn attempt_of(&self, _gateway: &str, _reference: &str) -> Result<Option<ReferencedAttempt>, StoreError> {
        Ok(self.with(|lines| lines.referenced.clone()))
    }

    async fn keep_event(&self, event: NewEvent) -> Result<Kept, StoreError> {
        self.note(format!("keep {}", event.event_id));
        let raw = event.order.as_ref().map(|news| news.raw_status.clone());
        let next = raw.map(|raw| event.provider.next_status(None, &raw));
        Ok(Kept { is_new: true, next, amounts: event.order.map(|news| news.amounts).unwrap_or_default() })
    }

    async fn order(&self, _provider: Provider, _order_id: &str) -> Result<Option<OrderState>, StoreError> {
        Ok(self.with(|lines| lines.order.clone()))
    }

    async fn transitions(&self, _provider: Provider, _order_id: &str) -> Result<Vec<OrderTransition>, StoreError> {
        Ok(Vec::new())
    }

    async fn raise(&self, _alarm: &Alarm) -> Result<bool, StoreError> {
        Ok(true)
    }

    async fn alarms(&self, _query: AlarmQuery<'_>) -> Result<Vec<RecordedAlarm>, StoreError> {
        Ok(Vec::new())
    }

    async fn resolve_alarm(&self, _id: &str, _by: &str, _reason: &str) -> Result<bool, StoreError> {
        Ok(false)
    }

    async fn due_notifications(
        &self,
        _service_id: &str,
        _lease: i64,
        _most: u32,
    ) -> Result<Vec<DueNotification>, StoreError> {
        Ok(Vec::new())
    }

    async fn note_delivery(&self, _payment_id: &str, _note: &DeliveryNote) -> Result<(), StoreError> {
        Ok(())
    }

    async fn notifications(&self, _query: NotificationQuery<'_>) -> Result<Vec<RecordedNotification>, StoreError> {
        Ok(Vec::new())
    }

    async fn replay_notification(&self, _payment_id: &str) -> Result<bool, StoreError> {
        Ok(false)
    }

    async fn count_request(&self, _client: &str, _window: i64) -> Result<Option<(u32, i64)>, StoreError> {
        Ok(None)
    }

    async fn close(&self) {}
}
