//! A store in memory, whose commits take a moment and whose answers may be lost.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use offramp_core::Provider;
use offramp_core::payment::{
    Alarm, AlarmQuery, Attempt, AttemptStatus, Begun, DeliveryNote, DueNotification, EndedCount, Kept, NewEvent,
    NewPayment, NotificationQuery, OpenAttempt, OpenCounts, OpenQuery, OrderState, OrderTransition, Payment,
    PaymentQuery, PaymentStatus, RecordedAlarm, RecordedNotification, ReferencedAttempt, Settled, Settlement, Steps,
    Store, StoreError,
};

use super::schedule::{Run, step};

#[derive(Clone)]
pub struct Row {
    pub attempt: Attempt,
    pub is_sent: bool,
    pub reference: Option<String>,
}

#[derive(Default)]
pub struct Records {
    pub payments: Vec<Payment>,
    pub attempts: Vec<Row>,
    pub orders: Vec<(String, OrderState)>,
    pub events: Vec<String>,
    pub alarms: Vec<Alarm>,
    /// Every attempt that was ever committed.
    pub committed: Vec<String>,
}

pub struct MemoryStore {
    run: Arc<Run>,
    pub records: Mutex<Records>,
}

impl std::fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MemoryStore")
    }
}

impl MemoryStore {
    pub fn new(run: &Arc<Run>) -> Arc<MemoryStore> {
        Arc::new(MemoryStore { run: Arc::clone(run), records: Mutex::default() })
    }

    async fn read<T: Send>(&self, read: impl FnOnce(&Records) -> T + Send) -> Result<T, StoreError> {
        step(&self.run).await;
        Ok(read(&self.records.lock().unwrap()))
    }

    /// The commit fails, or its answer is lost, or all goes well.
    async fn write<T: Send>(&self, write: impl FnOnce(&mut Records) -> T + Send) -> Result<T, StoreError> {
        step(&self.run).await;
        let fault = self.run.fault(3);
        if fault == 1 {
            return Err(StoreError::Unavailable("not committed".to_owned()));
        }
        let written = write(&mut self.records.lock().unwrap());
        step(&self.run).await;
        if fault == 2 {
            return Err(StoreError::Unavailable("the answer was lost".to_owned()));
        }
        Ok(written)
    }
}

impl Records {
    fn add(&mut self, payment_id: &str, new: &offramp_core::payment::NewAttempt) {
        self.committed.push(new.id.clone());
        self.attempts.push(Row {
            attempt: Attempt {
                id: new.id.clone(),
                payment_id: payment_id.to_owned(),
                gateway: new.gateway.to_owned(),
                status: AttemptStatus::Initiated,
                number: new.number,
                raw_request: None,
                raw_response: None,
                error_code: None,
                error_message: None,
                created_at: 0,
            },
            is_sent: new.is_sent,
            reference: None,
        });
    }

    fn settle(&mut self, settlement: &Settlement) -> Settled {
        let reference = settlement.gateway_reference.as_ref();
        let is_taken = self.attempts.iter().any(|row| {
            row.attempt.id != settlement.attempt_id && row.reference.is_some() && row.reference.as_ref() == reference
        });
        let payment = self.payments.iter_mut().find(|payment| payment.id == settlement.payment_id);
        let row = self.attempts.iter_mut().find(|row| row.attempt.id == settlement.attempt_id);
        let (Some(payment), Some(row)) = (payment, row) else { return Settled::TooLate };
        if row.attempt.status != AttemptStatus::Initiated
            || payment.status != PaymentStatus::Pending
            || (settlement.only_unsent && row.is_sent)
        {
            return Settled::TooLate;
        }
        if is_taken {
            return Settled::ReferenceTaken;
        }
        row.attempt.status = settlement.status;
        row.attempt.raw_response.clone_from(&settlement.raw_response);
        row.attempt.error_code.clone_from(&settlement.error_code);
        row.attempt.error_message.clone_from(&settlement.error_message);
        payment.status = settlement.payment_status();
        if let Some(reference) = reference {
            row.reference = Some(reference.clone());
            payment.gateway_reference = Some(reference.clone());
        }
        if let Some(next) = &settlement.next {
            self.add(&settlement.payment_id, next);
        }
        Settled::Recorded
    }

    fn keep(&mut self, event: &NewEvent) -> Kept {
        let is_new = !self.events.contains(&event.event_id);
        self.events.push(event.event_id.clone());
        let Some(news) = &event.order else { return Kept { is_new, next: None, amounts: Vec::new() } };
        let at = self.orders.iter().position(|(id, _)| *id == news.order_id);
        let current = at.map(|at| self.orders[at].1.raw_status.clone());
        let next = event.provider.next_status(current.as_deref(), &news.raw_status);
        if is_new && next.step.as_str() == "applied" {
            let state = OrderState { raw_status: next.raw.clone(), amounts: news.amounts.clone() };
            match at {
                Some(at) => self.orders[at].1 = state,
                None => self.orders.push((news.order_id.clone(), state)),
            }
        }
        let amounts = self.orders.iter().find(|(id, _)| *id == news.order_id).map(|(_, state)| state.amounts.clone());
        Kept { is_new, next: Some(next), amounts: amounts.unwrap_or_default() }
    }
}

/// The bank of the races has no steps.
impl Steps for MemoryStore {}

#[async_trait]
impl Store for MemoryStore {
    async fn ping(&self) -> Result<(), StoreError> {
        Ok(())
    }

    async fn begin(&self, new: NewPayment) -> Result<Begun, StoreError> {
        self.write(move |records| {
            let key = |payment: &Payment| (payment.wallet_id.clone(), payment.idempotency_key.clone());
            if let Some(payment) = records.payments.iter().find(|payment| key(payment) == key(&new.payment)) {
                return Begun::Exists(Box::new(payment.clone()));
            }
            records.add(&new.payment.id, &new.attempt);
            records.payments.push(new.payment);
            Begun::Created(0)
        })
        .await
    }

    async fn mark_sent(&self, attempt_id: &str) -> Result<bool, StoreError> {
        self.write(|records| {
            let row = records.attempts.iter_mut().find(|row| row.attempt.id == attempt_id);
            let row = row.filter(|row| row.attempt.status == AttemptStatus::Initiated);
            row.is_some_and(|row| {
                row.is_sent = true;
                true
            })
        })
        .await
    }

    async fn settle(&self, settlement: Settlement) -> Result<Settled, StoreError> {
        self.write(|records| records.settle(&settlement)).await
    }

    async fn payment(&self, id: &str) -> Result<Option<Payment>, StoreError> {
        self.read(|records| records.payments.iter().find(|payment| payment.id == id).cloned()).await
    }

    async fn payment_of_key(&self, wallet: &str, key: &str) -> Result<Option<Payment>, StoreError> {
        let fits = |payment: &&Payment| payment.wallet_id == wallet && payment.idempotency_key.as_deref() == Some(key);
        self.read(|records| records.payments.iter().find(fits).cloned()).await
    }

    async fn payments(&self, _query: PaymentQuery<'_>) -> Result<Vec<Payment>, StoreError> {
        Ok(Vec::new())
    }

    async fn attempts(&self, payment_id: &str) -> Result<Vec<Attempt>, StoreError> {
        self.read(|records| {
            let of = records.attempts.iter().filter(|row| row.attempt.payment_id == payment_id);
            of.map(|row| row.attempt.clone()).collect()
        })
        .await
    }

    /// All that are open, whatever their age: clocks hold nobody back.
    async fn open_attempts(&self, _query: OpenQuery<'_>) -> Result<Vec<OpenAttempt>, StoreError> {
        self.read(|records| {
            let open = records.attempts.iter().filter(|row| row.attempt.status == AttemptStatus::Initiated);
            open.map(|row| OpenAttempt {
                attempt_id: row.attempt.id.clone(),
                payment_id: row.attempt.payment_id.clone(),
                gateway: row.attempt.gateway.clone(),
                gateway_reference: row.reference.clone(),
                kind: offramp_core::payment::PaymentType::Offramp,
                is_sent: row.is_sent,
                age: 0,
            })
            .collect()
        })
        .await
    }

    async fn looked(&self, _attempt_ids: &[String]) -> Result<(), StoreError> {
        Ok(())
    }

    async fn counts(&self, _gateway: &str, _age: i64) -> Result<OpenCounts, StoreError> {
        Ok(OpenCounts::default())
    }

    async fn ended(&self) -> Result<Vec<EndedCount>, StoreError> {
        Ok(Vec::new())
    }

    async fn attempt_of(&self, _gateway: &str, reference: &str) -> Result<Option<ReferencedAttempt>, StoreError> {
        self.read(|records| {
            let row = records.attempts.iter().find(|row| row.reference.as_deref() == Some(reference))?;
            let payment = records.payments.iter().find(|payment| payment.id == row.attempt.payment_id)?.clone();
            let (attempt_id, status) = (row.attempt.id.clone(), row.attempt.status);
            Some(ReferencedAttempt { attempt_id, status, raw_response: row.attempt.raw_response.clone(), payment })
        })
        .await
    }

    async fn keep_event(&self, event: NewEvent) -> Result<Kept, StoreError> {
        self.write(|records| records.keep(&event)).await
    }

    async fn order(&self, _provider: Provider, order_id: &str) -> Result<Option<OrderState>, StoreError> {
        let find =
            |records: &Records| records.orders.iter().find(|(id, _)| id == order_id).map(|(_, state)| state.clone());
        self.read(find).await
    }

    async fn transitions(&self, _provider: Provider, _order_id: &str) -> Result<Vec<OrderTransition>, StoreError> {
        Ok(Vec::new())
    }

    async fn raise(&self, alarm: &Alarm) -> Result<bool, StoreError> {
        self.write(|records| {
            let is_new = records.alarms.iter().all(|other| other.key() != alarm.key());
            records.alarms.push(alarm.clone());
            is_new
        })
        .await
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
