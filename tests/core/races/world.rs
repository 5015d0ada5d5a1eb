//! A scenario: who does what on two replicas, and what must hold once all is quiet.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use offramp_core::Secret;
use offramp_core::payment::{
    Account, AlarmKind, AttemptStatus, Caller, Clock, Gateway, Ids, Limits, Notice, Observer, Paid, PaymentError,
    PaymentRequest, PaymentStatus, PaymentType, Payments, Store,
};

use super::bank::{Bank, Behaviour, Kind, State};
use super::schedule::{Job, Mail, Run, sleep, step};
use super::store::MemoryStore;

/// What somebody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    Pay,
    /// The same key once more, on the other replica.
    PayAgain,
    /// Another payment.
    PayOther,
    /// One pass.
    Reconcile,
    /// Every event is delivered once more.
    Deliver,
    /// A hand that says of all open attempts that they failed.
    Fail,
    /// A standby takes over that does not know the payments whose attempts are open.
    Forget,
}

pub struct Scenario {
    kind: Kind,
    behaviour: Behaviour,
    tasks: Vec<Task>,
}

struct Times {
    run: Arc<Run>,
    began: Instant,
}

impl std::fmt::Debug for Times {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Times")
    }
}

#[async_trait]
impl Clock for Times {
    fn instant(&self) -> Instant {
        self.began + self.run.now()
    }

    async fn sleep(&self, time: Duration) {
        sleep(&self.run, time).await;
    }
}

#[derive(Debug, Default)]
struct Numbers(AtomicUsize);

impl Ids for Numbers {
    fn id(&self, prefix: &str) -> Option<String> {
        Some(format!("{prefix}{}", self.0.fetch_add(1, Ordering::Relaxed)))
    }
}

/// Counts nothing: ends are counted by the store.
#[derive(Debug)]
struct Nobody;

impl Observer for Nobody {
    fn notice(&self, _notice: Notice) {}
}

fn request(key: &str) -> PaymentRequest {
    PaymentRequest {
        service: "test".to_owned(),
        kind: PaymentType::Offramp,
        user_id: "user".to_owned(),
        wallet_id: "wallet".to_owned(),
        transaction_id: None,
        payment_method_id: None,
        amount: 25_000,
        currency: "INR".to_owned(),
        account: Account::Upi(Secret::from("user@okaxis")),
        metadata: None,
        idempotency_key: Some(key.to_owned()),
        warnings: Vec::new(),
    }
}

type Told = Arc<Mutex<Vec<Result<Paid, PaymentError>>>>;

impl Scenario {
    pub fn new(kind: Kind, behaviour: Behaviour, tasks: &[Task]) -> Scenario {
        Scenario { kind, behaviour, tasks: tasks.to_vec() }
    }

    /// One run.
    pub fn play(&self, run: &Arc<Run>) {
        let deliveries = 1 + self.tasks.iter().filter(|task| **task == Task::Deliver).count();
        let store = MemoryStore::new(run);
        let bank = Arc::new(Bank::new(run, &store, self.kind, self.behaviour, deliveries));
        #[allow(clippy::disallowed_methods, reason = "the test is the clock's owner")]
        let began = Instant::now();
        let payments = Payments {
            store: Arc::clone(&store) as Arc<dyn Store>,
            gateway: Arc::clone(&bank) as Arc<dyn Gateway>,
            clock: Arc::new(Times { run: Arc::clone(run), began }),
            ids: Arc::new(Numbers::default()),
            observer: Arc::new(Nobody),
            limits: Limits {
                gateway_timeout: Duration::from_secs(20),
                reconcile_after: Duration::from_secs(60),
                reconcile_pause: Duration::from_secs(5),
            },
        };
        let told = Told::default();
        let arrive = |mail: Mail| {
            let (run, bank, payments) = (Arc::clone(run), Arc::clone(&bank), payments.clone());
            let future = async move {
                step(&run).await;
                match mail {
                    Mail::Instruction { reference, payment_id } => drop(bank.arrive(&reference, &payment_id)),
                    // what is not acknowledged is sent again, once all is quiet
                    Mail::Event { order, word } => drop(payments.receive(bank.event(&order, word)).await),
                }
            };
            Job { future: Box::pin(future), is_mortal: false }
        };
        let jobs = self.tasks.iter().filter(|task| **task != Task::Deliver);
        run.drive(jobs.map(|task| job(*task, run, &payments, &store, &told)).collect(), arrive);
        run.be_quiet();
        for _ in 0..3 {
            let again = (payments.clone(), Arc::clone(&bank));
            let future = async move {
                let (payments, bank) = again;
                let events = bank.events.lock().unwrap().clone();
                for (order, word) in events {
                    payments.receive(bank.event(&order, word)).await.unwrap();
                }
                payments.reconcile().await;
            };
            run.drive(vec![Job { future: Box::pin(future), is_mortal: false }], arrive);
        }
        self.examine(run, &store, &bank, &told);
    }

    fn examine(&self, run: &Run, store: &MemoryStore, bank: &Bank, told: &Told) {
        let (records, ledger) = (store.records.lock().unwrap(), bank.ledger.lock().unwrap());
        let fail = |what: &str| {
            let payments: Vec<_> = records.payments.iter().map(|it| (&it.id, it.status)).collect();
            let attempts: Vec<_> =
                records.attempts.iter().map(|row| (&row.attempt, row.is_sent, &row.reference)).collect();
            panic!(
                "{what}\n{:?} {:?} {:?}\n{payments:?}\n{attempts:?}\n{ledger:?}\n{:?}\n{:?}\ndecisions {:?}",
                self.kind,
                self.behaviour,
                self.tasks,
                records.alarms,
                told.lock().unwrap(),
                run.path()
            );
        };
        let moved = |id: &str| ledger.iter().filter(|it| it.payment_id == id && it.state == State::Done).count();
        let mut calls = bank.calls.lock().unwrap().clone();
        calls.sort();
        if calls.windows(2).any(|pair| pair[0] == pair[1]) {
            fail("the gateway was called twice with one reference");
        }
        let has_rung = |id: &str| records.alarms.iter().any(|alarm| alarm.payment_id == id);
        let mut ids: Vec<_> = ledger.iter().map(|entry| entry.payment_id.clone()).collect();
        ids.extend(records.payments.iter().map(|payment| payment.id.clone()));
        ids.sort();
        ids.dedup();
        for id in &ids {
            let payment = records.payments.iter().find(|payment| payment.id == *id);
            let (moved, status) = (moved(id), payment.map(|payment| payment.status));
            if moved > 1 {
                fail("money moved twice for one payment");
            }
            let agree = match status {
                Some(PaymentStatus::Success) => moved == 1,
                Some(PaymentStatus::Failed) => moved == 0,
                // nobody can know of a provider that never got it; all else ends by asking
                Some(PaymentStatus::Pending) => moved == 0 && self.kind == Kind::Provider && !self.is_odd(),
                None => moved == 0,
            };
            if !agree && !has_rung(id) {
                fail("record and bank disagree in silence");
            }
        }
        let odd = ledger.iter().filter(|it| it.state == State::Odd).count();
        let has_odd = odd > 0 || (self.is_odd() && ledger.iter().filter(|it| it.state == State::Done).count() > 1);
        self.is_fair_without_alarm(&records.alarms, has_odd, &fail);
        let keys = records.payments.iter().filter(|payment| payment.idempotency_key.as_deref() == Some("one")).count();
        if keys > 1 {
            fail("a key has two payments");
        }
        for told in told.lock().unwrap().iter() {
            match told {
                Ok(Paid::Processed { payment, .. } | Paid::Replayed(payment)) => match payment.status {
                    PaymentStatus::Success if moved(&payment.id) != 1 => fail("a success was told that is none"),
                    PaymentStatus::Failed if moved(&payment.id) != 0 => fail("a failure was told that is none"),
                    _ => {}
                },
                Err(PaymentError::Gateway { payment, .. })
                    if payment.status == PaymentStatus::Failed && moved(&payment.id) != 0 =>
                {
                    fail("a failure was told that is none");
                }
                Err(_) => {}
            }
        }
    }

    const fn is_odd(&self) -> bool {
        matches!(self.behaviour, Behaviour::PaysAnotherAmount | Behaviour::SameReference)
    }

    /// Where nobody meddles and the gateway is what it should be, nothing rings; where not, the right bell does.
    fn is_fair_without_alarm(&self, alarms: &[offramp_core::payment::Alarm], has_odd: bool, fail: &dyn Fn(&str)) {
        let meddles = self.tasks.iter().any(|task| matches!(task, Task::Fail | Task::Forget));
        let fits = |kind: AlarmKind| match self.behaviour {
            Behaviour::PaysAnotherAmount => kind == AlarmKind::AmountDiffers,
            Behaviour::SameReference => matches!(kind, AlarmKind::ReferenceTaken),
            _ => meddles,
        };
        if alarms.iter().any(|alarm| !fits(alarm.kind)) {
            fail("a false alarm");
        }
        if alarms.is_empty() && has_odd {
            fail("no alarm rang");
        }
    }
}

fn job(task: Task, run: &Arc<Run>, payments: &Payments, store: &Arc<MemoryStore>, told: &Told) -> Job {
    let (run, payments, store, told) = (Arc::clone(run), payments.clone(), Arc::clone(store), Arc::clone(told));
    let pay = |key: &'static str| {
        let (payments, told) = (payments.clone(), Arc::clone(&told));
        Box::pin(async move {
            let answer = payments.pay(&Caller::default(), &request(key)).await;
            told.lock().unwrap().push(answer);
        })
    };
    match task {
        Task::Pay | Task::PayAgain => Job { future: pay("one"), is_mortal: true },
        Task::PayOther => Job { future: pay("other"), is_mortal: true },
        Task::Reconcile | Task::Deliver => {
            let future = async move {
                payments.reconcile().await;
            };
            Job { future: Box::pin(future), is_mortal: true }
        }
        Task::Fail | Task::Forget => {
            let future = async move {
                step(&run).await;
                let mut records = store.records.lock().unwrap();
                let open = |status| status == AttemptStatus::Initiated;
                let hit: Vec<String> = records
                    .attempts
                    .iter()
                    .filter(|row| open(row.attempt.status))
                    .map(|row| row.attempt.payment_id.clone())
                    .collect();
                if task == Task::Forget {
                    records.payments.retain(|payment| !hit.contains(&payment.id));
                    records.attempts.retain(|row| !hit.contains(&row.attempt.payment_id));
                } else {
                    for row in records.attempts.iter_mut().filter(|row| open(row.attempt.status)) {
                        row.attempt.status = AttemptStatus::Failed;
                    }
                    for payment in records.payments.iter_mut().filter(|payment| hit.contains(&payment.id)) {
                        payment.status = PaymentStatus::Failed;
                    }
                }
            };
            Job { future: Box::pin(future), is_mortal: false }
        }
    }
}
