//! Payments through a provider, end to end: a server on loopback plays the provider, and its events say what
//! became of the orders.

use std::time::Duration;

use crate::postgres::Postgres;
use crate::provider_service::{Service, sentra, transfer};
use offramp_core::Provider;
use offramp_core::http::reconcile;
use offramp_core::storage::{AlarmKind, AlarmQuery};
use serde_json::json;

async fn sentra_transfers(database: &str) {
    let service = Service::on(database, "sentra").await;
    service.fake.will_answer(200, &transfer("order_1"));
    let (status, answer) = service.pay("one").await;
    assert_eq!((status, &answer["data"]["payment"]["status"]), (200, &json!("PENDING")), "{answer}");
    assert_eq!(answer["data"]["payment"]["gatewayReference"], "order_1");
    let (path, body) = service.fake.calls.lock().unwrap()[0].clone();
    assert_eq!(path, "/payments/recipient/rec_1/off-ramp");
    assert_eq!(
        (&body["quoteId"], &body["bankAccountId"]),
        (&answer["data"]["payment"]["id"], &json!("70341928561234"))
    );
    // out of order, twice, and late
    for (id, word, expected) in [
        ("e2", "PROCESSING", "PENDING"),
        ("e1", "PENDING", "PENDING"),
        ("e2", "PROCESSING", "PENDING"),
        ("e3", "SENT", "PENDING"),
        ("e4", "COMPLETED", "SUCCESS"),
        ("e4", "COMPLETED", "SUCCESS"),
        ("e5", "FAILED", "SUCCESS"),
        ("e0", "AWAITING_FUNDS", "SUCCESS"),
        // the money comes back after all, and is told of twice
        ("e6", "REFUNDED", "SUCCESS"),
        ("e6", "REFUNDED", "SUCCESS"),
        ("e7", "COMPLETED", "SUCCESS"),
    ] {
        assert_eq!(service.deliver("sentra", &sentra(id, "order_1", word)).await, 200, "{word}");
        assert_eq!(service.status("one").await, expected, "{word}");
    }
    assert_eq!(
        service.steps(Provider::Sentra, "order_1").await,
        [
            "applied PROCESSING",
            "late PENDING",
            "applied SENT",
            "applied COMPLETED",
            "refused FAILED",
            "late AWAITING_FUNDS",
            "applied REFUNDED",
            "late COMPLETED"
        ]
    );
    let order = service.store.order(Provider::Sentra, "order_1").await.unwrap().unwrap();
    assert_eq!(order.raw_status, "REFUNDED");
    // a person has to see to a payment that was made and whose money is back
    let alarms = service.store.alarms(AlarmQuery::OPEN).await.unwrap();
    let kinds: Vec<_> = alarms.iter().map(|alarm| alarm.alarm.kind).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == AlarmKind::FailedButPaid).count(), 1, "{kinds:?}");
    let (_, again) = service.pay("one").await;
    assert_eq!(again["metadata"], json!({"idempotent": true, "originalStatus": "SUCCESS"}));
    assert_eq!(service.fake.calls.lock().unwrap().len(), 1, "nothing is sent twice");
    // one that comes to nothing
    service.fake.will_answer(200, &transfer("order_2"));
    service.pay("two").await;
    assert_eq!(service.deliver("sentra", &sentra("f1", "order_2", "EXPIRED")).await, 200);
    assert_eq!(service.status("two").await, "FAILED");
    let payment = service.store.payment_of_key("w", "two").await.unwrap().unwrap();
    let attempts = service.store.attempts(&payment.id).await.unwrap();
    assert_eq!(attempts[0].error_code.as_deref(), Some("ORDER_EXPIRED"));
    // an order of nobody here is kept all the same
    assert_eq!(service.deliver("sentra", &sentra("g1", "order_x", "COMPLETED")).await, 200);
    // the end is told before the provider's answer arrives
    service.fake.will_answer(200, &transfer("order_3"));
    let permits = service.fake.gate.available_permits();
    service.fake.gate.acquire_many(u32::try_from(permits).unwrap()).await.unwrap().forget();
    let (paid, ()) = tokio::join!(service.pay("three"), async {
        while service.fake.calls.lock().unwrap().len() < 3 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert_eq!(service.deliver("sentra", &sentra("h1", "order_3", "COMPLETED")).await, 200);
        service.fake.gate.add_permits(1000);
    });
    assert_eq!((paid.0, &paid.1["data"]["payment"]["status"]), (200, &json!("SUCCESS")), "{}", paid.1);
    service.store.close().await;
}

async fn unigox_orders(database: &str) {
    let service = Service::on(database, "unigox").await;
    let event = |id: &str, status: &str| {
        json!({"event_id": id, "event_type": "order.status.changed", "created_at": "2026-01-01T00:00:00Z",
            "data": {"order_id": "u1", "status": status}})
    };
    service.fake.will_answer(
        200,
        &json!({"success": true, "data": {"order_id": "u1", "status": "awaiting_liquidity_provider"}}),
    );
    let (status, answer) = service.pay("unigox").await;
    assert_eq!((status, &answer["data"]["payment"]["status"]), (200, &json!("PENDING")), "{answer}");
    for (id, word, expected) in [
        ("1", "crypto_received", "PENDING"),
        ("2", "dispute_started", "PENDING"),
        ("1", "crypto_received", "PENDING"),
        ("3", "completed", "SUCCESS"),
        ("4", "cancelled", "SUCCESS"),
    ] {
        assert_eq!(service.deliver("unigox", &event(id, word)).await, 200);
        assert_eq!(service.status("unigox").await, expected, "{word}");
    }
    assert_eq!(service.steps(Provider::Unigox, "u1").await.len(), 4);
    service.store.close().await;
}

async fn coinut_flows(database: &str) {
    let service = Service::on(database, "coinut").await;
    service.fake.will_answer(200, &json!({"flowId": "flow_1", "status": "SUCCESS"}));
    let (status, answer) = service.pay("coinut").await;
    assert_eq!((status, &answer["data"]["payment"]["gatewayReference"]), (200, &json!("flow_1")), "{answer}");
    let event =
        |name: &str, trade: &str| json!({"event": name, "data": {"id": trade, "tradeId": trade, "flowId": "flow_1"}});
    for (name, trade, expected) in [
        ("DEPOSIT_RECEIVED", "d1", "PENDING"),
        ("TRADE_SETTLED", "t1", "SUCCESS"),
        ("TRADE_CREATED", "t1", "SUCCESS"),
        ("TRADE_SETTLED", "t1", "SUCCESS"),
    ] {
        assert_eq!(service.deliver("coinut", &event(name, trade)).await, 200);
        assert_eq!(service.status("coinut").await, expected, "{name}");
    }
    let steps = service.steps(Provider::Coinut, "flow_1").await;
    assert_eq!(steps, ["applied DEPOSIT_RECEIVED", "applied TRADE_SETTLED", "late TRADE_CREATED"]);
    service.store.close().await;
}

/// Refusals and silence of the provider.
async fn provider_in_trouble(database: &str) {
    let service = Service::on(database, "sentra").await;
    service.fake.will_answer(422, &json!({"code": "QUOTE_EXPIRED", "message": "expired 70341928561234"}));
    let (status, answer) = service.pay("refused").await;
    assert_eq!((status, &answer["metadata"]["errorCode"]), (400, &json!("QUOTE_EXPIRED")), "{answer}");
    assert_eq!(service.status("refused").await, "FAILED");
    assert!(!answer.to_string().contains("70341928561234"));
    // whether it was done nobody knows: it stays pending and is never sent again
    for (key, status, body) in [("broken", 500, json!({})), ("odd", 200, json!("?"))] {
        service.fake.will_answer(status, &body);
        let (status, answer) = service.pay(key).await;
        assert_eq!((status, &answer["metadata"]["payment"]["status"]), (400, &json!("PENDING")), "{key} {answer}");
    }
    assert_eq!(reconcile(&service.app).await, 0);
    let calls = service.fake.calls.lock().unwrap().len();
    service.pay("broken").await;
    assert_eq!(service.fake.calls.lock().unwrap().len(), calls);
    service.store.close().await;
}

async fn suite(database: &str) {
    sentra_transfers(database).await;
    unigox_orders(database).await;
    coinut_flows(database).await;
    provider_in_trouble(database).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_sqlite() {
    let directory = tempfile::tempdir().unwrap();
    suite(&format!("sqlite://{}/payments.db", directory.path().display())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgres() {
    let server = Postgres::start();
    suite(&server.database("orders")).await;
}
