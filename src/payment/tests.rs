//! The steps of a payment, one after the other, at chosen times and without HTTP or a database.

use std::time::Duration;

use super::send::claim;
use super::stage::{Stage, away, busy, done, refused, request, run};
use super::start::record_of;
use super::{
    Attempt, AttemptStatus, Begun, Caller, Inquiry, MoneyText, NewEvent, OpenAttempt, OrderNews, OrderState, Outcome,
    Paid, Payment, PaymentError, PaymentStatus, PaymentType, ReferencedAttempt, Settled, StoreError,
};
use crate::json::Json;
use crate::provider::Provider;

fn pay(stage: &Stage) -> Result<Paid, PaymentError> {
    run(stage.payments().pay(&Caller::default(), &request()))
}

fn status(paid: &Result<Paid, PaymentError>) -> &'static str {
    match paid {
        Ok(Paid::Processed { payment, .. }) => payment.status.as_str(),
        Ok(Paid::Replayed(_)) => "before",
        Err(PaymentError::Gateway { payment, .. }) => match payment.status {
            PaymentStatus::Failed => "refused",
            _ => "unknown",
        },
        Err(PaymentError::KeyReused) => "key reused",
        Err(PaymentError::Unavailable) => "unavailable",
        Err(PaymentError::Internal) => "internal",
    }
}

/// A payment as it is recorded, for a request of the stage.
fn recorded(status: PaymentStatus, reference: Option<&str>) -> Payment {
    let new = record_of(&Stage::new(|_| {}).payments(), &request()).unwrap();
    Payment { status, gateway_reference: reference.map(str::to_owned), ..new.payment }
}

fn attempt(status: AttemptStatus) -> Attempt {
    Attempt {
        id: "attempt_2".to_owned(),
        payment_id: "pay_1".to_owned(),
        gateway: "STAGE".to_owned(),
        status,
        number: 1,
        raw_request: None,
        raw_response: None,
        error_code: None,
        error_message: None,
        created_at: 0,
    }
}

fn open(is_sent: bool, reference: Option<&str>) -> OpenAttempt {
    OpenAttempt {
        attempt_id: "attempt_2".to_owned(),
        payment_id: "pay_1".to_owned(),
        gateway: "STAGE".to_owned(),
        gateway_reference: reference.map(str::to_owned),
        kind: PaymentType::Offramp,
        is_sent,
        age: 0,
    }
}

#[test]
fn what_is_recorded_first_holds_no_account() {
    let new = record_of(&Stage::new(|_| {}).payments(), &request()).unwrap();
    assert_eq!((new.payment.id.as_str(), new.attempt.id.as_str(), new.attempt.number), ("pay_1", "attempt_2", 1));
    assert_eq!(new.payment.status, PaymentStatus::Pending);
    assert!(!new.attempt.is_sent);
    assert!(!new.attempt.raw_request.contains("somebody"), "{}", new.attempt.raw_request);
    assert!(new.attempt.raw_request.contains(r#""account":"so****@okaxis""#), "{}", new.attempt.raw_request);
    // a gateway that refuses what it was asked about needs no mark
    assert!(record_of(&Stage::new(|lines| lines.is_final = true).payments(), &request()).unwrap().attempt.is_sent);
}

#[test]
fn the_steps_come_in_an_order_that_survives_a_crash() {
    let stage = Stage::new(|_| {});
    let paid = pay(&stage);
    assert_eq!(status(&paid), "SUCCESS");
    let steps = ["begin pay_1 attempt_2", "mark attempt_2", "send attempt_2 25000 INR", "settle attempt_2 SUCCESS"];
    assert_eq!(stage.done(), steps);
    let Ok(Paid::Processed { payment, attempt: 1 }) = paid else { panic!("it was processed with one attempt") };
    assert_eq!((payment.gateway_reference.as_deref(), payment.created_at), (Some("ref_attempt_2"), 1000));
}

#[test]
fn what_is_not_recorded_is_not_sent() {
    let stage = Stage::new(|lines| lines.begin.push_back(Err(away())));
    assert_eq!(status(&pay(&stage)), "unavailable");
    assert_eq!(stage.done(), ["begin pay_1 attempt_2", "store failed"]);
    // the mark could not be written, or somebody else has given the attempt up
    for (mark, extra) in [(Err(away()), vec!["store failed"]), (Ok(false), vec![])] {
        let stage = Stage::new(|lines| lines.mark.push_back(mark));
        assert_eq!(status(&pay(&stage)), "refused");
        let before = vec!["begin pay_1 attempt_2", "mark attempt_2"];
        let after = vec!["settle attempt_2 FAILED"];
        assert_eq!(stage.done(), [before, extra, after].concat());
    }
}

#[test]
fn what_is_late_is_not_sent() {
    for (milliseconds, is_sent) in [(0, true), (30_000, true), (30_001, false)] {
        let stage = Stage::new(|_| {});
        let payments = stage.payments();
        let (new, started) = (record_of(&payments, &request()).unwrap(), payments.clock.instant());
        stage.go_on(Duration::from_millis(milliseconds));
        let claimed = run(claim(&payments, &new.payment, &new.attempt, started));
        assert_eq!(claimed.is_ok(), is_sent, "after {milliseconds} ms");
        assert_eq!(stage.done().contains(&"mark attempt_2".to_owned()), is_sent);
    }
}

#[test]
fn a_busy_gateway_is_called_three_times_under_references_of_their_own() {
    let stage = Stage::new(|lines| lines.gateway.extend([Some(busy()), Some(busy()), Some(busy())]));
    assert_eq!(status(&pay(&stage)), "refused");
    let done = stage.done();
    let sent: Vec<_> = done.iter().filter(|line| line.starts_with("send")).collect();
    assert_eq!(sent, ["send attempt_2 25000 INR", "send attempt_3 25000 INR", "send attempt_4 25000 INR"]);
    assert_eq!(done[3..6], ["settle attempt_2 FAILED, then attempt_3", "wait 200 ms", "mark attempt_3"]);
    assert_eq!(done.last().unwrap(), "settle attempt_4 FAILED");
}

#[test]
fn silence_leaves_a_payment_pending_and_is_no_reason_to_send_again() {
    let stage = Stage::new(|lines| lines.gateway.push_back(None));
    assert_eq!(status(&pay(&stage)), "unknown");
    let end = ["send attempt_2 25000 INR", "wait 20000 ms", "settle attempt_2 INITIATED"];
    assert_eq!(stage.done()[2..], end);
}

#[test]
fn an_outcome_is_recorded_again_and_again() {
    let stage = Stage::new(|lines| lines.settle.extend([Err(away()), Err(away()), Ok(Settled::Recorded)]));
    assert_eq!(status(&pay(&stage)), "SUCCESS");
    let settle = "settle attempt_2 SUCCESS";
    assert_eq!(stage.done()[3..], [settle, "wait 100 ms", settle, "wait 200 ms", settle]);

    let stage = Stage::new(|lines| lines.settle.extend((0..5).map(|_| Err(away()))));
    assert_eq!(status(&pay(&stage)), "unavailable");
    let pauses = stage.done().into_iter().filter(|line| line.starts_with("wait")).collect::<Vec<_>>();
    assert_eq!(pauses, ["wait 100 ms", "wait 200 ms", "wait 400 ms", "wait 800 ms"]);
}

#[test]
fn a_commit_whose_answer_was_lost_is_known_again() {
    let kept = |answer: &str| Attempt { raw_response: Some(answer.to_owned()), ..attempt(AttemptStatus::Success) };
    let lost = |kept: Attempt| {
        Stage::new(|lines| {
            lines.settle.extend([Err(away()), Ok(Settled::TooLate)]);
            lines.attempts.push(kept);
            lines.payment = Some(recorded(PaymentStatus::Success, Some("ref_attempt_2")));
        })
    };
    let own = lost(kept("null"));
    assert_eq!(status(&pay(&own)), "SUCCESS");
    // counted once, by whoever recorded it
    assert_eq!(own.done().last().unwrap(), "settle attempt_2 SUCCESS");
    let other = lost(kept(r#"{"reconciled":"asked"}"#));
    assert_eq!(status(&pay(&other)), "SUCCESS");
    assert!(!other.done().iter().any(|line| line.starts_with("ended") || line.starts_with("alarm")));
}

#[test]
fn money_that_moved_against_the_record_rings_and_is_not_told_to_have_failed() {
    let stage = Stage::new(|lines| {
        lines.settle.push_back(Ok(Settled::TooLate));
        lines.attempts.push(attempt(AttemptStatus::Failed));
        lines.payment = Some(recorded(PaymentStatus::Failed, None));
    });
    assert_eq!(status(&pay(&stage)), "internal");
    assert_eq!(stage.done().last().unwrap(), "alarm PAID_BUT_FAILED");
}

#[test]
fn a_reference_of_another_payment_is_kept_as_unknown() {
    let stage = Stage::new(|lines| lines.settle.push_back(Ok(Settled::ReferenceTaken)));
    assert_eq!(status(&pay(&stage)), "unknown");
    assert_eq!(stage.done()[3..], ["settle attempt_2 SUCCESS", "alarm REFERENCE_TAKEN", "settle attempt_2 INITIATED"]);
}

#[test]
fn what_the_gateway_may_have_forgotten_is_asked_for_again() {
    let stage = Stage::new(|lines| {
        lines.settle.push_back(Err(StoreError::Outdated));
        lines.inquiry.push_back(Inquiry::Known(refused()));
    });
    assert_eq!(status(&pay(&stage)), "refused");
    assert_eq!(stage.done()[3..], ["settle attempt_2 SUCCESS", "ask attempt_2", "settle attempt_2 FAILED"]);
}

#[test]
fn a_key_seen_before_sends_nothing() {
    let before = recorded(PaymentStatus::Success, None);
    let other = Payment { fingerprint: "another".to_owned(), ..before.clone() };
    for (payment, told) in [(before, "before"), (other, "key reused")] {
        let stage = Stage::new(|lines| lines.begin.push_back(Ok(Begun::Exists(Box::new(payment)))));
        assert_eq!(status(&pay(&stage)), told);
        assert_eq!(stage.done(), ["begin pay_1 attempt_2"]);
    }
}

#[test]
fn the_reconciler_voids_what_was_never_sent_and_asks_for_the_rest() {
    let stage = Stage::new(|lines| lines.open.push(open(false, None)));
    assert_eq!(run(stage.payments().reconcile()), 1);
    let void = ["look at attempt_2", "settle attempt_2 FAILED if unsent, news"];
    assert_eq!(stage.done(), void);

    for (inquiry, settled) in [
        (Inquiry::Pending, None),
        (Inquiry::Known(done("ref")), Some(["settle attempt_2 SUCCESS, news"])),
        (Inquiry::NeverReceived, Some(["settle attempt_2 FAILED, news"])),
    ] {
        let stage = Stage::new(|lines| {
            lines.open.push(open(true, None));
            lines.inquiry.push_back(inquiry);
        });
        assert_eq!(run(stage.payments().reconcile()), usize::from(settled.is_some()));
        let asked = vec!["look at attempt_2", "ask attempt_2"];
        assert_eq!(stage.done(), [asked, settled.map(Vec::from).unwrap_or_default()].concat());
    }
}

#[tokio::test]
async fn what_takes_its_time_keeps_no_other_payment_waiting() {
    let stage = Stage::new(|lines| {
        lines.is_slow = true;
        for number in 0..20 {
            lines.open.push(OpenAttempt { attempt_id: format!("attempt_{number}"), ..open(true, None) });
            lines.inquiry.push_back(Inquiry::Known(done("ref")));
        }
    });
    assert_eq!(stage.payments().reconcile().await, 20);
    let done = stage.done();
    let before = |line: &str| done.iter().take_while(|done| !done.starts_with(line)).count();
    assert_eq!(before("settle"), 9, "eight are asked for before the first one is settled: {done:?}");
    assert_eq!(done.iter().filter(|line| line.starts_with("ask")).count(), 20);
}

#[test]
fn that_it_was_taken_on_is_no_news_without_a_reference() {
    let stage = Stage::new(|lines| lines.open.push(open(true, None)));
    stage.with(|lines| {
        lines.inquiry.push_back(Inquiry::Known(Outcome::Accepted { gateway_reference: None, raw: Json::Null }));
    });
    assert_eq!(run(stage.payments().reconcile()), 0);
    assert_eq!(stage.done(), ["look at attempt_2", "ask attempt_2"]);
}

fn money(amount: &str) -> Vec<MoneyText> {
    vec![MoneyText { amount: amount.to_owned(), currency: "INR".to_owned() }]
}

fn referenced() -> ReferencedAttempt {
    ReferencedAttempt {
        attempt_id: "attempt_2".to_owned(),
        status: AttemptStatus::Initiated,
        raw_response: None,
        payment: recorded(PaymentStatus::Pending, Some("order")),
    }
}

#[test]
fn an_event_ends_the_payment_of_its_order_and_of_that_amount_alone() {
    for (raw_status, amount, expected) in [
        ("COMPLETED", "250.00", vec!["settle attempt_2 SUCCESS, news"]),
        ("FAILED", "250.00", vec!["settle attempt_2 FAILED, news"]),
        ("SENT", "250.00", vec![]),
        ("COMPLETED", "0.83", vec!["alarm AMOUNT_DIFFERS"]),
    ] {
        let stage = Stage::new(|lines| {
            lines.has_orders = true;
            lines.referenced = Some(referenced());
        });
        let order =
            Some(OrderNews { order_id: "order".to_owned(), raw_status: raw_status.to_owned(), amounts: money(amount) });
        let (event_id, name) = ("event".to_owned(), "payment.updated".to_owned());
        let event = NewEvent { provider: Provider::Sentra, event_id, name, data: "{}".to_owned(), order };
        assert!(run(stage.payments().receive(event)).unwrap().0);
        assert_eq!(stage.done(), [vec!["keep event"], expected].concat(), "{raw_status} {amount}");
    }
}

#[test]
fn an_order_that_ended_before_its_answer_came_is_caught_up_with() {
    let stage = Stage::new(|lines| {
        lines.has_orders = true;
        lines.open.push(open(true, Some("order")));
        lines.order = Some(OrderState { raw_status: "COMPLETED".to_owned(), amounts: money("250.00") });
        lines.referenced = Some(referenced());
    });
    assert_eq!(run(stage.payments().reconcile()), 1);
    // the gateway is not asked
    assert_eq!(stage.done(), ["look at attempt_2", "settle attempt_2 SUCCESS, news"]);
}
