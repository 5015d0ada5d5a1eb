//! One suite, both databases, real servers.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::postgres::Postgres;
use offramp_core::Provider;
use offramp_core::storage::{
    self, Alarm, AlarmKind, AlarmQuery, AttemptStatus, Begun, DeliveryNote, MoneyText, NewAttempt, NewEvent,
    NewPayment, NotificationQuery, NotificationState, OpenAttempt, OpenQuery, OrderNews, OrderState, Payment,
    PaymentQuery, PaymentStatus, PaymentType, Settled, Settlement, Store, StoreError, StoreOptions,
};
use sqlx::Connection as _;

fn now() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap()
}

async fn open(url: &str) -> Arc<dyn Store> {
    storage::open(url, StoreOptions { now, connections: 4 }).await.unwrap()
}

fn payment(id: &str, wallet: &str, key: Option<&str>) -> NewPayment {
    NewPayment {
        payment: Payment {
            service_id: Some("service".to_owned()),
            id: format!("pay_{id}"),
            user_id: "123".to_owned(),
            wallet_id: wallet.to_owned(),
            transaction_id: Some("txn_1".to_owned()),
            payment_method_id: None,
            amount: i64::MAX,
            currency: "INR".to_owned(),
            status: PaymentStatus::Pending,
            kind: PaymentType::Offramp,
            gateway_reference: None,
            metadata: Some(r#"{"a": 1}"#.to_owned()),
            idempotency_key: key.map(str::to_owned),
            fingerprint: "f".to_owned(),
            created_at: 0,
            updated_at: 0,
        },
        attempt: attempt(id, 1),
    }
}

fn attempt(id: &str, number: i32) -> NewAttempt {
    NewAttempt {
        id: format!("attempt_{id}_{number}"),
        gateway: "DEMO_BANK",
        number,
        raw_request: r#"{"amount": "1"}"#.to_owned(),
        is_sent: true,
    }
}

/// Those that are so old, the oldest first, as if nobody had looked yet.
async fn open_attempts(store: &Arc<dyn Store>, age: i64, most: u32) -> Vec<OpenAttempt> {
    store.open_attempts(OpenQuery { gateway: "DEMO_BANK", age, pause: 0, most }).await.unwrap()
}

async fn is_settled(store: &Arc<dyn Store>, settlement: Settlement) -> bool {
    store.settle(settlement).await.unwrap() == Settled::Recorded
}

fn settlement(id: &str, number: i32, status: AttemptStatus) -> Settlement {
    Settlement {
        payment_id: format!("pay_{id}"),
        attempt_id: format!("attempt_{id}_{number}"),
        status,
        gateway_reference: (status == AttemptStatus::Success).then(|| format!("ref_{id}")),
        raw_response: Some(r#"{"ok": true}"#.to_owned()),
        error_code: (status == AttemptStatus::Failed).then(|| "INVALID_ACCOUNT".to_owned()),
        error_message: None,
        next: None,
        is_late: false,
        only_unsent: false,
        known_since: None,
    }
}

async fn suite(url: &str) {
    let store = open(url).await;
    store.ping().await.unwrap();
    records_are_read_as_they_were_written(&store).await;
    a_key_is_used_once(&store, &open(url).await).await;
    without_a_key_nothing_is_a_repetition(&store).await;
    an_attempt_is_settled_once(&store).await;
    two_settlements_of_one_attempt_in_a_batch(&store).await;
    what_has_ended_stays_as_it_ended(&store, url).await;
    further_attempts(&store).await;
    open_attempts_are_found_by_age(&store).await;
    what_was_never_sent_is_told_apart(&store, &open(url).await).await;
    a_reference_belongs_to_one_payment(&store, &open(url).await).await;
    those_looked_at_least_recently_come_first(&store).await;
    ends_are_counted_once(&store, &open(url).await).await;
    services_are_told_of_late_ends(&store, &open(url).await).await;
    alarms_are_recorded_once(&store).await;
    events_are_kept_once(&store).await;
    orders_go_on_and_never_back(&store, &open(url).await).await;
    a_second_start_finds_everything(url).await;
    store.close().await;
    let closed = store.begin(payment("closed", "w", None)).await;
    assert!(matches!(closed, Err(StoreError::Unavailable(_))), "{closed:?}");
}

async fn records_are_read_as_they_were_written(store: &Arc<dyn Store>) {
    let before = now();
    let new = payment("read", "wallet_read", Some("key"));
    let Begun::Created(at) = store.begin(new.clone()).await.unwrap() else { panic!("it is new") };
    assert!((before - 5000..=now() + 5000).contains(&at));
    let read = store.payment("pay_read").await.unwrap().unwrap();
    let expected = Payment { created_at: at, updated_at: at, ..new.payment };
    assert!(read == expected, "{read:?}");
    assert!(store.payment_of_key("wallet_read", "key").await.unwrap() == Some(expected));
    assert!(store.payment("pay_none").await.unwrap().is_none());
    let attempts = store.attempts("pay_read").await.unwrap();
    assert_eq!(attempts.len(), 1);
    assert_eq!((attempts[0].status, attempts[0].number), (AttemptStatus::Initiated, 1));
    assert_eq!(attempts[0].raw_request.as_deref(), Some(r#"{"amount": "1"}"#));
    assert_eq!((&attempts[0].raw_response, &attempts[0].error_code), (&None, &None));
}

/// On two replicas, a hundred at the same instant.
async fn a_key_is_used_once(store: &Arc<dyn Store>, other: &Arc<dyn Store>) {
    let asked: Vec<_> = (0..100)
        .map(|number| {
            let store = Arc::clone(if number % 2 == 0 { store } else { other });
            let id = format!("race{number}");
            tokio::spawn(async move { store.begin(payment(&id, "wallet_race", Some("key"))).await.unwrap() })
        })
        .collect();
    let (mut created, mut existing) = (0, Vec::new());
    for begun in asked {
        match begun.await.unwrap() {
            Begun::Created(_) => created += 1,
            Begun::Exists(payment) => existing.push(payment.id),
        }
    }
    assert_eq!(created, 1);
    existing.dedup();
    assert_eq!(existing.len(), 1);
    let winner = store.payment_of_key("wallet_race", "key").await.unwrap().unwrap();
    assert_eq!(winner.id, existing[0]);
    // the losers left nothing behind
    for number in 0..100 {
        let id = format!("pay_race{number}");
        assert_eq!(store.payment(&id).await.unwrap().is_some(), id == winner.id);
        assert_eq!(store.attempts(&id).await.unwrap().len(), usize::from(id == winner.id));
    }
    // the same key in another wallet is another key
    assert!(matches!(store.begin(payment("w2", "wallet_2", Some("key"))).await.unwrap(), Begun::Created(_)));
}

async fn without_a_key_nothing_is_a_repetition(store: &Arc<dyn Store>) {
    for number in 0..3 {
        let begun = store.begin(payment(&format!("nokey{number}"), "wallet_nokey", None)).await.unwrap();
        assert!(matches!(begun, Begun::Created(_)));
    }
}

async fn an_attempt_is_settled_once(store: &Arc<dyn Store>) {
    store.begin(payment("settle", "wallet_settle", None)).await.unwrap();
    let asked: Vec<_> = (0..20)
        .map(|number| {
            let store = Arc::clone(store);
            let status = if number % 2 == 0 { AttemptStatus::Success } else { AttemptStatus::Failed };
            let settlement = settlement("settle", 1, status);
            tokio::spawn(async move { (status, is_settled(&store, settlement).await) })
        })
        .collect();
    let mut done = Vec::new();
    for answer in asked {
        let (status, is_done) = answer.await.unwrap();
        if is_done {
            done.push(status);
        }
    }
    assert_eq!(done.len(), 1, "{done:?}");
    let payment = store.payment("pay_settle").await.unwrap().unwrap();
    let attempt = &store.attempts("pay_settle").await.unwrap()[0];
    assert_eq!(attempt.status, done[0]);
    assert_eq!(payment.status.as_str(), done[0].as_str());
    assert_eq!(payment.gateway_reference.is_some(), done[0] == AttemptStatus::Success);
    assert_eq!(attempt.error_code.is_some(), done[0] == AttemptStatus::Failed);
    assert_eq!(attempt.raw_response.as_deref(), Some(r#"{"ok": true}"#));
    assert!(!is_settled(store, settlement("none", 1, AttemptStatus::Success)).await);
}

/// How many have ended so.
async fn ended(store: &Arc<dyn Store>, status: PaymentStatus, code: &str) -> i64 {
    let counts = store.ended().await.unwrap();
    assert!(counts.iter().all(|count| count.kind == PaymentType::Offramp));
    counts.iter().filter(|count| count.status == status && count.code == code).map(|count| count.count).sum()
}

async fn ends_are_counted_once(store: &Arc<dyn Store>, other: &Arc<dyn Store>) {
    let (success, failed) = (PaymentStatus::Success, PaymentStatus::Failed);
    let counts = async || {
        let failures = (ended(other, failed, "INVALID_ACCOUNT").await, ended(other, failed, "OTHER").await);
        (ended(other, success, "").await, failures)
    };
    let (paid, (refused, odd)) = counts().await;
    for id in ["count_1", "count_2", "count_3", "count_4", "count_5"] {
        store.begin(payment(id, "wallet_count", None)).await.unwrap();
    }
    assert!(is_settled(store, settlement("count_1", 1, AttemptStatus::Success)).await);
    assert!(!is_settled(other, settlement("count_1", 1, AttemptStatus::Failed)).await);
    assert!(is_settled(other, settlement("count_2", 1, AttemptStatus::Failed)).await);
    assert!(!is_settled(store, settlement("count_2", 1, AttemptStatus::Success)).await);
    let unknown =
        Settlement { error_code: Some("919988776655".to_owned()), ..settlement("count_3", 1, AttemptStatus::Failed) };
    assert!(is_settled(store, unknown).await);
    // these go on
    let noted = Settlement {
        gateway_reference: Some("ref_noted".to_owned()),
        ..settlement("count_4", 1, AttemptStatus::Initiated)
    };
    assert!(is_settled(store, noted).await);
    let next = Some(attempt("count_5", 2));
    assert!(is_settled(store, Settlement { next, ..settlement("count_5", 1, AttemptStatus::Failed) }).await);
    assert_eq!(counts().await, (paid + 1, (refused + 1, odd + 1)));
    assert!(is_settled(store, settlement("count_5", 2, AttemptStatus::Success)).await);
    assert_eq!(counts().await, (paid + 2, (refused + 1, odd + 1)));
    assert!(is_settled(store, settlement("count_4", 1, AttemptStatus::Failed)).await);
    // all that have ended, and no other
    let query = |status| PaymentQuery { status: Some(status), most: 10_000, ..PaymentQuery::default() };
    let recorded =
        store.payments(query(success)).await.unwrap().len() + store.payments(query(failed)).await.unwrap().len();
    let all: i64 = store.ended().await.unwrap().iter().map(|count| count.count).sum();
    assert_eq!(usize::try_from(all).unwrap(), recorded);
}

async fn services_are_told_of_late_ends(store: &Arc<dyn Store>, other: &Arc<dyn Store>) {
    let late = |id: &str, status| Settlement { is_late: true, ..settlement(id, 1, status) };
    let of = |id: &str, service: Option<&str>| {
        let mut new = payment(id, "wallet_told", None);
        new.payment.service_id = service.map(str::to_owned);
        new
    };
    for (id, service) in
        [("told_1", Some("told")), ("told_2", Some("told")), ("told_3", Some("told")), ("told_4", None)]
    {
        store.begin(of(id, service)).await.unwrap();
    }
    assert!(is_settled(store, late("told_1", AttemptStatus::Success)).await);
    assert!(!is_settled(other, late("told_1", AttemptStatus::Failed)).await);
    // whoever was answered so knows, and who is not known cannot be told
    assert!(is_settled(store, settlement("told_2", 1, AttemptStatus::Success)).await);
    assert!(is_settled(store, late("told_4", AttemptStatus::Success)).await);
    // it goes on
    let next = Some(attempt("told_3", 2));
    assert!(is_settled(store, Settlement { next, ..late("told_3", AttemptStatus::Failed) }).await);
    let due = async |store: &Arc<dyn Store>| {
        let due = store.due_notifications("told", 60_000, 10).await.unwrap();
        due.into_iter().map(|it| (it.payment_id, it.tries)).collect::<Vec<_>>()
    };
    let first = ("pay_told_1".to_owned(), 1);
    assert_eq!(due(other).await, [first]);
    // one holder at a time
    assert_eq!(due(store).await, []);
    assert_eq!(store.due_notifications("somebody", 0, 10).await.unwrap(), []);
    let note = |state, pause| DeliveryNote { state, pause, answer: "HTTP 500".to_owned() };
    store.note_delivery("pay_told_1", &note(NotificationState::Waiting, 0)).await.unwrap();
    assert_eq!(due(store).await, [("pay_told_1".to_owned(), 2)]);
    store.note_delivery("pay_told_1", &note(NotificationState::Waiting, 60_000)).await.unwrap();
    assert_eq!(due(store).await, []);
    let counts = store.counts("DEMO_BANK", 0).await.unwrap();
    assert_eq!((counts.untold, counts.dead), (1, 0));
    let listed = async |state| {
        let query = NotificationQuery { service_id: Some("told"), state, most: 10, ..NotificationQuery::default() };
        store.notifications(query).await.unwrap()
    };
    let waiting = listed(Some(NotificationState::Waiting)).await;
    assert_eq!((waiting.len(), waiting[0].tries, waiting[0].answer.as_deref()), (1, 2, Some("HTTP 500")));
    assert!(waiting[0].due_at > Some(waiting[0].created_at) && waiting[0].ended_at.is_none());
    store.note_delivery("pay_told_1", &note(NotificationState::Dead, 0)).await.unwrap();
    assert_eq!(store.counts("DEMO_BANK", 0).await.unwrap().dead, 1);
    // somebody has it told once more
    assert!(other.replay_notification("pay_told_1").await.unwrap());
    assert_eq!(due(store).await, [("pay_told_1".to_owned(), 1)]);
    store.note_delivery("pay_told_1", &note(NotificationState::Delivered, 0)).await.unwrap();
    assert_eq!((due(store).await, listed(Some(NotificationState::Delivered)).await.len()), (vec![], 1));
    // also what was never to be told, once it has ended; nothing else
    assert!(store.replay_notification("pay_told_2").await.unwrap());
    assert_eq!(listed(None).await.len(), 2);
    for none in ["pay_told_3", "pay_told_4", "pay_none"] {
        assert!(!store.replay_notification(none).await.unwrap(), "{none}");
    }
    assert!(is_settled(store, Settlement { is_late: true, ..settlement("told_3", 2, AttemptStatus::Failed) }).await);
    assert_eq!(listed(None).await.len(), 3);
}

/// However many rows there are, they are put together to the same counts.
async fn counts_are_put_together(url: &str, store: &Arc<dyn Store>) {
    use sqlx::Connection;
    let before = ended(store, PaymentStatus::Failed, "OTHER").await;
    let mut connection = sqlx::PgConnection::connect(url).await.unwrap();
    let more = r#"INSERT INTO "EndedPayments" SELECT 'OFFRAMP', 'FAILED', 'OTHER', 2 FROM generate_series(1, 1500)"#;
    sqlx::query(more).execute(&mut connection).await.unwrap();
    for _ in 0..3 {
        assert_eq!(ended(store, PaymentStatus::Failed, "OTHER").await, before + 3000);
    }
    let rows: i64 =
        sqlx::query_scalar(r#"SELECT count(*) FROM "EndedPayments""#).fetch_one(&mut connection).await.unwrap();
    assert!(rows < 100, "{rows}");
}

/// That it was taken on leaves an attempt open, and the end that comes with it is recorded too.
async fn execute(url: &str, statement: &'static str) {
    if url.starts_with("postgres") {
        let mut connection = sqlx::PgConnection::connect(url).await.unwrap();
        sqlx::raw_sql(statement).execute(&mut connection).await.unwrap();
    } else {
        let mut connection = sqlx::SqliteConnection::connect(url).await.unwrap();
        sqlx::raw_sql(statement).execute(&mut connection).await.unwrap();
    }
}

/// An attempt that is open though its payment has ended, which somebody's hand may have made, ends nothing: whoever settles
/// it must not tell a payer of a success that is recorded as a failure.
async fn what_has_ended_stays_as_it_ended(store: &Arc<dyn Store>, url: &str) {
    store.begin(payment("over", "wallet_over", None)).await.unwrap();
    execute(url, r#"UPDATE "Payment" SET "status" = 'FAILED' WHERE "id" = 'pay_over'"#).await;
    let ended = store.ended().await.unwrap();
    for status in [AttemptStatus::Success, AttemptStatus::Failed] {
        assert_eq!(store.settle(settlement("over", 1, status)).await, Ok(Settled::TooLate), "{status:?}");
    }
    let payment = store.payment("pay_over").await.unwrap().unwrap();
    assert_eq!((payment.status, payment.gateway_reference), (PaymentStatus::Failed, None));
    assert_eq!(store.attempts("pay_over").await.unwrap()[0].status, AttemptStatus::Initiated);
    assert_eq!(store.ended().await.unwrap(), ended);
    // out of the way of what is asked of all payments
    execute(url, r#"DELETE FROM "PaymentAttempt" WHERE "paymentId" = 'pay_over'"#).await;
    execute(url, r#"DELETE FROM "Payment" WHERE "id" = 'pay_over'"#).await;
}

async fn two_settlements_of_one_attempt_in_a_batch(store: &Arc<dyn Store>) {
    for number in 0..20 {
        let id = format!("batch_{number}");
        store.begin(payment(&id, "wallet_batch", None)).await.unwrap();
        let taken_on =
            Settlement { gateway_reference: Some(format!("ref_{id}")), ..settlement(&id, 1, AttemptStatus::Initiated) };
        let end = settlement(&id, 1, AttemptStatus::Success);
        let both = tokio::join!(store.settle(taken_on), store.settle(end));
        assert_eq!(both, (Ok(Settled::Recorded), Ok(Settled::Recorded)), "{id}");
    }
}

async fn further_attempts(store: &Arc<dyn Store>) {
    store.begin(payment("next", "wallet_next", None)).await.unwrap();
    let mut first = settlement("next", 1, AttemptStatus::Failed);
    first.next = Some(attempt("next", 2));
    assert!(is_settled(store, first.clone()).await);
    assert!(!is_settled(store, first).await);
    assert_eq!(store.payment("pay_next").await.unwrap().unwrap().status, PaymentStatus::Pending);
    // noting a reference settles nothing
    let mut noted = settlement("next", 2, AttemptStatus::Initiated);
    noted.gateway_reference = Some("later".to_owned());
    assert!(is_settled(store, noted).await);
    let payment = store.payment("pay_next").await.unwrap().unwrap();
    assert_eq!((payment.status, payment.gateway_reference.as_deref()), (PaymentStatus::Pending, Some("later")));
    assert!(is_settled(store, settlement("next", 2, AttemptStatus::Success)).await);
    let attempts = store.attempts("pay_next").await.unwrap();
    let states: Vec<_> = attempts.iter().map(|attempt| (attempt.number, attempt.status)).collect();
    assert_eq!(states, [(1, AttemptStatus::Failed), (2, AttemptStatus::Success)]);
    assert_eq!(store.payment("pay_next").await.unwrap().unwrap().status, PaymentStatus::Success);
}

async fn open_attempts_are_found_by_age(store: &Arc<dyn Store>) {
    store.begin(payment("open", "wallet_open", None)).await.unwrap();
    assert!(open_attempts(store, 60_000, 100).await.is_empty());
    tokio::time::sleep(Duration::from_millis(30)).await;
    let open = open_attempts(store, 20, 100).await;
    let found = open.iter().find(|attempt| attempt.payment_id == "pay_open").unwrap();
    assert!((20..60_000).contains(&found.age), "{}", found.age);
    assert_eq!((found.attempt_id.as_str(), found.gateway.as_str()), ("attempt_open_1", "DEMO_BANK"));
    assert!(open.iter().all(|attempt| attempt.payment_id != "pay_settle"));
    assert_eq!(open_attempts(store, 0, 1).await.len(), 1);
}

/// Of whoever sends and whoever gives up exactly one succeeds.
async fn what_was_never_sent_is_told_apart(store: &Arc<dyn Store>, other: &Arc<dyn Store>) {
    let unsent = |id: &str| {
        let mut new = payment(id, "wallet_marks", None);
        new.attempt.is_sent = false;
        new
    };
    let give_up = |id: &str| {
        let mut settlement = settlement(id, 1, AttemptStatus::Failed);
        settlement.only_unsent = true;
        settlement
    };
    store.begin(unsent("unsent")).await.unwrap();
    store.begin(payment("sent", "wallet_marks", None)).await.unwrap();
    let open = open_attempts(store, 0, 1000).await;
    let is_sent = |id: &str| open.iter().find(|attempt| attempt.payment_id == id).unwrap().is_sent;
    assert_eq!((is_sent("pay_unsent"), is_sent("pay_sent")), (false, true));
    assert_eq!(store.settle(give_up("sent")).await, Ok(Settled::TooLate));
    assert!(is_settled(store, give_up("unsent")).await);
    assert_eq!(store.mark_sent("attempt_unsent_1").await, Ok(false));
    assert_eq!(store.mark_sent("attempt_none_1").await, Ok(false));
    for number in 0..20 {
        let id = format!("either{number}");
        store.begin(unsent(&id)).await.unwrap();
        let attempt = format!("attempt_{id}_1");
        let (is_marked, voided) = tokio::join!(store.mark_sent(&attempt), other.settle(give_up(&id)));
        assert_ne!(is_marked.unwrap(), voided.unwrap() == Settled::Recorded, "{id}");
    }
    // a further attempt is marked like the first
    let mut busy = settlement("sent", 1, AttemptStatus::Failed);
    busy.next = Some(NewAttempt { is_sent: false, ..attempt("sent", 2) });
    assert!(is_settled(store, busy).await);
    assert_eq!(store.mark_sent("attempt_sent_2").await, Ok(true));
}

async fn a_reference_belongs_to_one_payment(store: &Arc<dyn Store>, other: &Arc<dyn Store>) {
    let with = |id: &str, status, reference: &str| {
        let mut settlement = settlement(id, 1, status);
        settlement.gateway_reference = Some(reference.to_owned());
        settlement
    };
    for id in ["owner", "second"] {
        store.begin(payment(id, "wallet_reference", None)).await.unwrap();
    }
    assert!(is_settled(store, with("owner", AttemptStatus::Initiated, "same")).await);
    for status in [AttemptStatus::Initiated, AttemptStatus::Success] {
        assert_eq!(store.settle(with("second", status, "same")).await, Ok(Settled::ReferenceTaken));
    }
    assert_eq!(store.payment("pay_second").await.unwrap().unwrap().gateway_reference, None);
    // its own is no obstacle, also where the end is told at once after it
    let (noted, ended) = tokio::join!(
        store.settle(with("second", AttemptStatus::Initiated, "own")),
        store.settle(with("second", AttemptStatus::Success, "own"))
    );
    assert_eq!((noted, ended), (Ok(Settled::Recorded), Ok(Settled::Recorded)));
    let found = store.attempt_of("DEMO_BANK", "same").await.unwrap().unwrap();
    assert_eq!((found.payment.id.as_str(), found.status), ("pay_owner", AttemptStatus::Initiated));
    assert!(store.attempt_of("OTHER", "same").await.unwrap().is_none());
    // ten at the same instant, on two replicas
    let asked: Vec<_> = (0..10)
        .map(|number| {
            let store = Arc::clone(if number % 2 == 0 { store } else { other });
            tokio::spawn(async move {
                let id = format!("reference{number}");
                store.begin(payment(&id, "wallet_reference", None)).await.unwrap();
                let mut settlement = settlement(&id, 1, AttemptStatus::Success);
                settlement.gateway_reference = Some("fought_over".to_owned());
                store.settle(settlement).await
            })
        })
        .collect();
    let mut recorded = 0;
    for answer in asked {
        match answer.await.unwrap().unwrap() {
            Settled::Recorded => recorded += 1,
            other => assert_eq!(other, Settled::ReferenceTaken),
        }
    }
    assert_eq!(recorded, 1);
}

/// However many wait, none is forgotten over them.
async fn those_looked_at_least_recently_come_first(store: &Arc<dyn Store>) {
    let elsewhere = |number: u32| {
        let mut new = payment(&format!("elsewhere{number}"), "wallet_looks", None);
        new.attempt.gateway = "OTHER";
        new
    };
    let before = store.counts("DEMO_BANK", 0).await.unwrap();
    for number in 0..5 {
        store.begin(payment(&format!("look{number}"), "wallet_looks", None)).await.unwrap();
        store.begin(elsewhere(number)).await.unwrap();
    }
    let counts = store.counts("DEMO_BANK", 0).await.unwrap();
    assert_eq!((counts.open - before.open, counts.elsewhere - before.elsewhere), (5, 5));
    assert_eq!(store.counts("DEMO_BANK", 3_600_000).await.unwrap().open, 0);
    let mut seen = Vec::new();
    for _ in 0..counts.open {
        tokio::time::sleep(Duration::from_millis(3)).await;
        let open = open_attempts(store, 0, 1).await;
        assert_eq!(open[0].gateway, "DEMO_BANK");
        store.looked(&[open[0].attempt_id.clone()]).await.unwrap();
        seen.push(open[0].attempt_id.clone());
    }
    seen.sort();
    seen.dedup();
    assert_eq!(i64::try_from(seen.len()).unwrap(), counts.open);
    // one that was looked at is left alone for a while, and twice as long after the next look
    let due = async |pause| store.open_attempts(OpenQuery { gateway: "DEMO_BANK", age: 0, pause, most: 1000 }).await;
    assert_eq!(due(3_600_000).await.unwrap().len(), 0);
    store.looked(&["attempt_look1_1".to_owned()]).await.unwrap();
    tokio::time::sleep(Duration::from_millis(150)).await;
    let again: Vec<_> = due(100).await.unwrap().into_iter().map(|attempt| attempt.payment_id).collect();
    assert!(again.contains(&"pay_look2".to_owned()) && !again.contains(&"pay_look1".to_owned()), "{again:?}");
}

async fn alarms_are_recorded_once(store: &Arc<dyn Store>) {
    let alarm = |reference: &str| Alarm {
        kind: AlarmKind::PaidButFailed,
        payment_id: "pay_alarm".to_owned(),
        attempt_id: "attempt_alarm_1".to_owned(),
        gateway: "DEMO_BANK".to_owned(),
        gateway_reference: Some(reference.to_owned()),
        details: r#"{"a": 1}"#.to_owned(),
    };
    for (reference, is_new) in [("one", true), ("one", false), ("two", true)] {
        assert_eq!(store.raise(&alarm(reference)).await, Ok(is_new));
    }
    let open = async || store.alarms(AlarmQuery::OPEN).await.unwrap();
    let (before, all) = (now(), open().await);
    let ours: Vec<_> = all.iter().filter(|it| it.alarm.payment_id == "pay_alarm").collect();
    assert_eq!((ours.len(), ours[0].alarm.gateway_reference.as_deref()), (2, Some("one")));
    assert!(ours.iter().all(|it| it.resolution.is_none() && (it.created_at - before).abs() < 60_000));
    let count = async || usize::try_from(store.counts("DEMO_BANK", 0).await.unwrap().alarms).unwrap();
    assert_eq!(count().await, all.len());
    // put right once, by one person: it is counted no longer, found all the same, and does not ring again
    let id = ours[0].id.clone();
    assert_eq!(store.resolve_alarm("no such alarm", "Ada", "asked").await, Ok(false));
    assert_eq!(store.resolve_alarm(&id, "Ada", "asked the bank").await, Ok(true));
    assert_eq!(store.resolve_alarm(&id, "Bob", "too").await, Ok(false));
    assert_eq!((count().await, open().await.len()), (all.len() - 1, all.len() - 1));
    assert_eq!(store.raise(&alarm("one")).await, Ok(false));
    assert_eq!(count().await, all.len() - 1);
    for (about, is_open, most, expected) in [
        ("pay_alarm", false, 10, 2),
        ("attempt_alarm_1", false, 10, 2),
        ("pay_alarm", true, 10, 1),
        ("pay_alarm", false, 1, 1),
        (id.as_str(), false, 10, 1),
        (id.as_str(), true, 10, 0),
        ("pay_none", false, 10, 0),
    ] {
        let query = AlarmQuery { about: Some(about), is_open, most };
        assert_eq!(store.alarms(query).await.unwrap().len(), expected, "{query:?}");
    }
    let query = AlarmQuery { about: Some(&id), is_open: false, most: 10 };
    let resolution = store.alarms(query).await.unwrap()[0].resolution.clone().unwrap();
    assert_eq!((resolution.by.as_deref(), resolution.reason.as_deref()), (Some("Ada"), Some("asked the bank")));
    assert!((resolution.at - before).abs() < 60_000);
}

async fn events_are_kept_once(store: &Arc<dyn Store>) {
    let event = |id: &str| NewEvent {
        provider: Provider::Coinut,
        event_id: id.to_owned(),
        name: "TRADE_SETTLED".to_owned(),
        data: r#"{"id": "t1"}"#.to_owned(),
        order: None,
    };
    let asked: Vec<_> = (0..10)
        .map(|_| {
            let (store, event) = (Arc::clone(store), event("TRADE_SETTLED:t1"));
            tokio::spawn(async move { store.keep_event(event).await.unwrap() })
        })
        .collect();
    let mut new = 0;
    for answer in asked {
        new += u32::from(answer.await.unwrap().is_new);
    }
    assert_eq!(new, 1);
    assert!(store.keep_event(event("TRADE_SETTLED:t2")).await.unwrap().is_new);
}

/// An amount that no other event has.
fn amounts(id: &str) -> Vec<MoneyText> {
    vec![MoneyText { amount: format!("{}.50", id.trim_start_matches('e')), currency: "INR".to_owned() }]
}

async fn orders_go_on_and_never_back(store: &Arc<dyn Store>, other: &Arc<dyn Store>) {
    let event = |id: &str, status: &str| NewEvent {
        provider: Provider::Sentra,
        event_id: id.to_owned(),
        name: "payment.updated".to_owned(),
        data: "{}".to_owned(),
        order: Some(OrderNews { order_id: "order_1".to_owned(), raw_status: status.to_owned(), amounts: amounts(id) }),
    };
    let mut steps = Vec::new();
    for (id, status) in [
        ("e1", "BRAND_NEW"),
        ("e2", "PROCESSING"),
        ("e2", "PROCESSING"),
        ("e3", "AWAITING_FUNDS"),
        ("e4", "COMPLETED"),
        ("e5", "FAILED"),
        ("e4", "COMPLETED"),
    ] {
        let kept = store.keep_event(event(id, status)).await.unwrap();
        let next = kept.next.unwrap();
        steps.push((kept.is_new, next.step.as_str(), next.raw));
    }
    let step = |is_new, step, raw: &str| (is_new, step, raw.to_owned());
    assert_eq!(
        steps,
        [
            step(true, "unknown", "BRAND_NEW"),
            step(true, "applied", "PROCESSING"),
            step(false, "repeated", "PROCESSING"),
            step(true, "late", "PROCESSING"),
            step(true, "applied", "COMPLETED"),
            step(true, "refused", "COMPLETED"),
            step(false, "repeated", "COMPLETED"),
        ]
    );
    // the amounts are those of the event that brought the order there
    let state = store.order(Provider::Sentra, "order_1").await.unwrap();
    assert_eq!(state, Some(OrderState { raw_status: "COMPLETED".to_owned(), amounts: amounts("e4") }));
    let transitions = store.transitions(Provider::Sentra, "order_1").await.unwrap();
    let steps: Vec<_> = transitions.iter().map(|it| (it.event_id.as_str(), it.step.as_str())).collect();
    assert_eq!(steps, [("e1", "unknown"), ("e2", "applied"), ("e3", "late"), ("e4", "applied"), ("e5", "refused")]);
    assert_eq!((transitions[3].from.as_deref(), transitions[3].to.as_str()), (Some("PROCESSING"), "COMPLETED"));
    // all news of one order at the same instant, on two replicas: the order ends where the last of them is
    let words = ["AWAITING_FUNDS", "PENDING", "PROCESSING", "SENT", "COMPLETED"];
    let asked: Vec<_> = (0..40)
        .map(|number| {
            let store = Arc::clone(if number % 2 == 0 { store } else { other });
            let mut event = event(&format!("race{}", number % 20), words[number % 5]);
            event.order = Some(OrderNews {
                order_id: "order_2".to_owned(),
                raw_status: words[number % 5].to_owned(),
                amounts: Vec::new(),
            });
            tokio::spawn(async move { store.keep_event(event).await.unwrap().is_new })
        })
        .collect();
    let mut new = 0;
    for answer in asked {
        new += u32::from(answer.await.unwrap());
    }
    assert_eq!(new, 20);
    let state = store.order(Provider::Sentra, "order_2").await.unwrap();
    assert_eq!(state.map(|state| state.raw_status).as_deref(), Some("COMPLETED"));
    assert_eq!(store.transitions(Provider::Sentra, "order_2").await.unwrap().len(), 20);
}

/// A file that is gone takes what is recorded with it.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_removed_or_replaced_takes_no_payment() {
    let directory = tempfile::tempdir().unwrap();
    let path = |name: &str| directory.path().join(name);
    for how in ["removed", "replaced", "moved", "log removed"] {
        let name = format!("{}.db", how.replace(' ', "-"));
        let url = format!("sqlite://{}", path(&name).display());
        let store = open(&url).await;
        store.begin(payment("before", "wallet", Some("before"))).await.unwrap();
        store.ping().await.unwrap();
        match how {
            "removed" => {
                for end in ["", "-wal", "-shm"] {
                    std::fs::remove_file(path(&format!("{name}{end}"))).unwrap();
                }
            }
            "replaced" => {
                std::fs::copy(path(&name), path("copy")).unwrap();
                std::fs::rename(path("copy"), path(&name)).unwrap();
            }
            "moved" => std::fs::rename(path(&name), path("elsewhere")).unwrap(),
            _ => std::fs::remove_file(path(&format!("{name}-wal"))).unwrap(),
        }
        let begun = store.begin(payment("after", "wallet", Some("after"))).await;
        assert!(matches!(begun, Err(StoreError::Unavailable(_))), "{how}: {begun:?}");
        assert!(matches!(store.mark_sent("attempt_before_1").await, Err(StoreError::Unavailable(_))), "{how}");
        assert!(matches!(store.ping().await, Err(StoreError::Unavailable(_))), "{how}");
    }
}

async fn a_second_start_finds_everything(url: &str) {
    let store = open(url).await;
    assert!(store.payment("pay_read").await.unwrap().is_some());
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite() {
    let directory = tempfile::tempdir().unwrap();
    suite(&format!("sqlite://{}/payments.db", directory.path().display())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres() {
    let server = Postgres::start();
    let url = server.database("suite");
    suite(&url).await;
    the_count_of_requests_is_shared(&open(&url).await, &open(&url).await).await;
    the_server_goes_and_comes_back(&server, &open(&url).await).await;
    let before = Instant::now();
    what_a_dead_server_forgot_is_not_recorded(&server, &open(&url).await, before).await;
    counts_are_put_together(&url, &open(&url).await).await;
    replicas_whose_clocks_differ_agree(&url).await;
}

/// A gateway that keeps its books on the server may have lost them with it.
async fn what_a_dead_server_forgot_is_not_recorded(server: &Postgres, store: &Arc<dyn Store>, before: Instant) {
    let known_since = |id: &str, since: Instant| {
        let mut settlement = settlement(id, 1, AttemptStatus::Success);
        settlement.known_since = Some(since);
        settlement
    };
    for id in ["old", "alive", "dead"] {
        store.begin(payment(id, "wallet_dead", Some(id))).await.unwrap();
    }
    // no connection is older than this
    let outdated = store.settle(known_since("old", before)).await;
    assert!(matches!(outdated, Err(StoreError::Outdated)), "{outdated:?}");
    assert!(anew(store, "alive").await);
    let answered = Instant::now();
    server.down();
    server.up();
    for _ in 0..2 {
        let outdated = store.settle(known_since("dead", answered)).await;
        assert!(matches!(outdated, Err(StoreError::Outdated | StoreError::Unavailable(_))), "{outdated:?}");
    }
    assert_eq!(store.payment("pay_dead").await.unwrap().unwrap().status, PaymentStatus::Pending);
    // asked again, the gateway says so anew
    assert!(anew(store, "dead").await);
}

/// As the flow does: a connection that was made only now is older than the next answer.
async fn anew(store: &Arc<dyn Store>, id: &str) -> bool {
    for _ in 0..5 {
        let mut settlement = settlement(id, 1, AttemptStatus::Success);
        settlement.known_since = Some(Instant::now());
        match store.settle(settlement).await {
            Err(StoreError::Outdated) => {}
            done => return done.unwrap() == Settled::Recorded,
        }
    }
    panic!("the gateway was asked again and again");
}

/// Hours apart, and neither is right: the server's clock decides.
async fn replicas_whose_clocks_differ_agree(url: &str) {
    let replica = async |now: fn() -> i64| storage::open(url, StoreOptions { now, connections: 2 }).await.unwrap();
    let (early, late) = (replica(|| now() - 7 * 3_600_000).await, replica(|| now() + 5 * 3_600_000).await);
    for (store, id) in [(&early, "early"), (&late, "late")] {
        let begun = store.begin(payment(id, "wallet_clock", Some(id))).await.unwrap();
        let Begun::Created(at) = begun else { panic!("it is new") };
        assert!((now() - 60_000..now() + 60_000).contains(&at));
    }
    for store in [&early, &late] {
        assert!(open_attempts(store, 60_000, 100).await.is_empty());
        let open = open_attempts(store, 0, 100).await;
        let ours =
            open.iter().filter(|attempt| attempt.attempt_id.contains("early") || attempt.attempt_id.contains("late"));
        assert_eq!(ours.count(), 2);
    }
    assert_eq!(early.count_request("clock", 60_000).await.unwrap().unwrap().0, 1);
    let (count, left) = late.count_request("clock", 60_000).await.unwrap().unwrap();
    assert!(count == 2 && (55_000..=60_000).contains(&left), "{count} {left}");
}

/// By how much the machine's clock is wrong.
static WRONG: AtomicI64 = AtomicI64::new(0);

/// The age of an attempt decides when the gateway is asked about it: neither too early, while it may be called,
/// nor never.
#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_set_back_keeps_no_service_waiting() {
    static NOW: AtomicI64 = AtomicI64::new(1_000_000_000);
    let directory = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/payments.db", directory.path().display());
    let options = StoreOptions { now: || NOW.load(Ordering::Relaxed), connections: 1 };
    let store = storage::open(&url, options).await.unwrap();
    store.begin(payment("back", "w", None)).await.unwrap();
    let late = Settlement { is_late: true, ..settlement("back", 1, AttemptStatus::Success) };
    assert!(is_settled(&store, late).await);
    let due = async || store.due_notifications("service", 60_000, 10).await.unwrap().len();
    assert_eq!(due().await, 1);
    let note = DeliveryNote { state: NotificationState::Waiting, pause: 86_400_000, answer: String::new() };
    store.note_delivery("pay_back", &note).await.unwrap();
    NOW.fetch_add(86_399_000, Ordering::Relaxed);
    assert_eq!(due().await, 0);
    NOW.fetch_sub(90_000_000, Ordering::Relaxed);
    assert_eq!((due().await, due().await), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_set_does_not_change_ages() {
    const HOURS: i64 = 3 * 3_600_000;
    let set = |wrong| WRONG.store(wrong, Ordering::SeqCst);
    let directory = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/payments.db", directory.path().display());
    let open = async || {
        let now = || now() + WRONG.load(Ordering::SeqCst);
        storage::open(&url, StoreOptions { now, connections: 2 }).await.unwrap()
    };
    let ids = async |store: &Arc<dyn Store>, age| -> Vec<String> {
        open_attempts(store, age, 100).await.into_iter().map(|attempt| attempt.payment_id).collect()
    };
    let store = open().await;
    store.begin(payment("one", "wallet", None)).await.unwrap();
    for wrong in [-HOURS, HOURS] {
        set(wrong);
        assert!(ids(&store, 60_000).await.is_empty(), "{wrong}: an attempt that may be under way is asked for");
        tokio::time::sleep(Duration::from_millis(60)).await;
        assert_eq!(ids(&store, 50).await, ["pay_one"], "{wrong}: an attempt is never asked for");
    }
    // left behind by a service whose clock was ahead
    store.begin(payment("two", "wallet", None)).await.unwrap();
    store.close().await;
    set(0);
    let store = open().await;
    assert!(ids(&store, 60_000).await.is_empty());
    tokio::time::sleep(Duration::from_millis(60)).await;
    assert_eq!(ids(&store, 50).await, ["pay_one", "pay_two"]);
    // many that are young stand before the old one
    set(-HOURS);
    for number in 0..20 {
        store.begin(payment(&format!("young{number}"), "wallet", None)).await.unwrap();
    }
    assert!(is_settled(&store, settlement("one", 1, AttemptStatus::Success)).await);
    set(HOURS + 10 * 60_000);
    let found = open_attempts(&store, 5 * 60_000, 1).await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].payment_id, "pay_two");
}

async fn the_count_of_requests_is_shared(one: &Arc<dyn Store>, other: &Arc<dyn Store>) {
    for count in 1..=6_u32 {
        let store = if count % 2 == 0 { one } else { other };
        let (counted, left) = store.count_request("1.2.3.4", 60_000).await.unwrap().unwrap();
        assert_eq!(counted, count);
        assert!((55_000..=60_000).contains(&left), "{left}");
    }
    assert_eq!(one.count_request("1.2.3.5", 60_000).await.unwrap().unwrap().0, 1);
    one.count_request("1.2.3.6", 50).await.unwrap();
    tokio::time::sleep(Duration::from_millis(80)).await;
    assert_eq!(one.count_request("1.2.3.6", 50).await.unwrap().unwrap().0, 1);
}

async fn the_server_goes_and_comes_back(server: &Postgres, store: &Arc<dyn Store>) {
    store.begin(payment("before", "wallet_crash", Some("before"))).await.unwrap();
    server.down();
    let away = store.begin(payment("away", "wallet_crash", Some("away"))).await;
    assert!(matches!(away, Err(StoreError::Unavailable(_))), "{away:?}");
    assert!(matches!(store.ping().await, Err(StoreError::Unavailable(_))));
    server.up();
    store.ping().await.unwrap();
    assert!(store.payment("pay_before").await.unwrap().is_some());
    assert!(store.payment("pay_away").await.unwrap().is_none());
    store.begin(payment("after", "wallet_crash", Some("after"))).await.unwrap();
}
