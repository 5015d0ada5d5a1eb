//! Payments looked up by services, and by an operator who enters what became of one.

use std::process::Command;

use crate::program::{Service, ask, payment};
use serde_json::{Value, json};

fn get(service: &Service, target: &str, secret: &str) -> (u16, Value) {
    let request = format!(
        "GET {target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-service-id: test\r\nx-service-secret: {secret}\r\n\r\n"
    );
    let (status, body) = ask(service.address, &request).unwrap();
    (status, serde_json::from_str(&body).unwrap())
}

fn pay(service: &Service, key: &str, upi: &str) -> (u16, Value) {
    let (status, body) = ask(service.address, &payment(key, upi)).unwrap();
    (status, serde_json::from_str(&body).unwrap())
}

fn command(service: &Service, arguments: &[&str]) -> (Option<i32>, Value, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_offramp"));
    command.args(["--json", "payments"]).args(arguments).current_dir(service.directory.path());
    let output = command.env("DATABASE_URL", "sqlite://payments.db").output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    (output.status.code(), serde_json::from_slice(&output.stdout).unwrap_or(Value::Null), said)
}

#[test]
fn payments_are_looked_up_and_resolved() {
    let service = Service::start(&["--rate-limit", "off"]);
    let secret = "secret-of-tests";
    let (_, paid) = pay(&service, "paid", "user@okaxis");
    let (_, failed) = pay(&service, "failed", "insufficient.funds@okaxis");
    let (_, open) = pay(&service, "open", "timeout.paid@okaxis");
    let id = |answer: &Value, place: &str| answer.pointer(place).and_then(Value::as_str).unwrap().to_owned();
    let paid = id(&paid, "/data/payment/id");
    let (failed, open) = (id(&failed, "/metadata/payment/id"), id(&open, "/metadata/payment/id"));

    let (status, shown) = get(&service, &format!("/api/payment/{failed}"), secret);
    assert_eq!(status, 200, "{shown}");
    assert_eq!(shown["data"]["payment"]["status"], "FAILED");
    assert_eq!(shown["data"]["payment"]["errorCode"], "INSUFFICIENT_FUNDS");
    assert_eq!(shown["data"]["attempts"][0]["errorCode"], "INSUFFICIENT_FUNDS");
    assert_eq!(get(&service, "/api/payment/pay_none", secret).0, 404);
    assert_eq!(get(&service, &format!("/api/payment/{failed}"), "another-secret").0, 401);
    assert_eq!(get(&service, "/api/payment", "another-secret").0, 401);

    // the same key says why it failed
    let (status, again) = pay(&service, "failed", "insufficient.funds@okaxis");
    assert_eq!((status, &again["metadata"]["errorCode"]), (200, &json!("INSUFFICIENT_FUNDS")), "{again}");
    assert_eq!(again["data"]["payment"]["errorCode"], "INSUFFICIENT_FUNDS");

    let listed = |query: &str| {
        let (status, body) = get(&service, &format!("/api/payment{query}"), secret);
        let ids =
            body["data"]["payments"].as_array().map(|all| all.iter().map(|one| id(one, "/id")).collect::<Vec<_>>());
        (status, ids.unwrap_or_default())
    };
    assert_eq!(listed("").1.len(), 3);
    assert_eq!(listed("?status=SUCCESS&walletId=w"), (200, vec![paid.clone()]));
    assert_eq!(listed("?walletId=other").1.len(), 0);
    assert_eq!(listed("?to=2020-01-01T00:00:00Z").1.len(), 0);
    assert_eq!(listed("?from=2020-01-01T00:00:00Z&limit=2").1.len(), 2);
    for wrong in ["?status=x", "?limit=0", "?limit=201", "?from=yesterday", "?x=1", "?limit=1&limit=2"] {
        assert_eq!(listed(wrong).0, 400, "{wrong}");
    }

    let (code, list, _) = command(&service, &["list", "--status", "pending"]);
    assert_eq!((code, &list[0]["id"]), (Some(0), &json!(open)), "{list}");
    let (_, attempts, _) = command(&service, &["attempts", &open]);
    assert_eq!(attempts[0]["status"], "INITIATED");
    let told = ["--by", "Asha", "--reason", "the bank's desk said so on the phone"];
    // what no gateway's reference looks like is refused before anything is recorded
    for wrong in ["", "two words", "someone@okaxis", "+919988776655", &"x".repeat(256)] {
        let arguments = [&["resolve", &open, "--outcome", "success", "--reference", wrong][..], &told].concat();
        assert_eq!(command(&service, &arguments).0, Some(2), "{wrong}");
    }
    let resolve = |id: &str| {
        let arguments = [&["resolve", id, "--outcome", "success", "--reference", "UTR1"][..], &told].concat();
        command(&service, &arguments)
    };
    let (code, resolved, said) = resolve(&open);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(resolved["payment"]["status"], "SUCCESS");
    assert_eq!(resolved["payment"]["gatewayReference"], "UTR1");
    let audit = &resolved["attempts"][0]["rawResponse"];
    assert_eq!((&audit["by"], &audit["code"]), (&json!("Asha"), &json!("RESOLVED_BY_HAND")), "{audit}");
    // what has ended stays as it is
    for id in [open.as_str(), &paid, &failed, "pay_none"] {
        assert_eq!(resolve(id).0, Some(2), "{id}");
    }
    assert_eq!(get(&service, &format!("/api/payment/{open}"), secret).1["data"]["payment"]["status"], "SUCCESS");
}

fn of_two_services() -> Service {
    let mut program = Command::new(env!("CARGO_BIN_EXE_offramp"));
    program.env("OFFRAMP_SERVICES", "test=secret-of-tests,other=secret-of-tests");
    Service::run(program, "sqlite://payments.db", &[])
}

#[test]
fn a_payment_is_shown_to_the_service_that_asked_for_it() {
    let service = of_two_services();
    let (_, paid) = pay(&service, "paid", "user@okaxis");
    let id = paid["data"]["payment"]["id"].as_str().unwrap();
    let asked = |target: &str, who: &str| {
        let request = format!(
            "GET {target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-service-id: {who}\r\n\
             x-service-secret: secret-of-tests\r\n\r\n"
        );
        let (status, body) = ask(service.address, &request).unwrap();
        (status, serde_json::from_str::<Value>(&body).unwrap())
    };
    let one = format!("/api/payment/{id}");
    assert_eq!(asked(&one, "test").0, 200);
    // the same as of a payment that nobody made
    assert_eq!(asked(&one, "other"), asked("/api/payment/pay_none", "other"));
    let count = |who: &str| {
        let listed = asked("/api/payment?walletId=w", who).1;
        listed["data"]["payments"].as_array().unwrap().len()
    };
    assert_eq!((count("test"), count("other")), (1, 0));
    // whoever operates the service sees all, and which are whose
    let (_, list, _) = command(&service, &["list"]);
    assert_eq!((&list[0]["id"], &list[0]["serviceId"]), (&json!(id), &json!("test")));
    assert_eq!(command(&service, &["list", "--service", "other"]).1, json!([]));
    // a payment of a version that did not note who asked belongs to none
    sql(&service, r#"UPDATE "Payment" SET "serviceId" = NULL"#);
    assert_eq!((asked(&one, "test").0, asked(&one, "other").0, count("test")), (404, 404, 0));
    assert_eq!(command(&service, &["show", id]).0, Some(0));
}

#[tokio::main(flavor = "current_thread")]
async fn sql(service: &Service, text: &'static str) -> Vec<(String, i64)> {
    use sqlx::Connection;
    let file = service.directory.path().join("payments.db");
    let mut database = sqlx::SqliteConnection::connect(&format!("sqlite://{}", file.display())).await.unwrap();
    sqlx::query_as(text).fetch_all(&mut database).await.unwrap()
}

/// Payments that have ended by how, as the metrics say, and as the record does.
fn counted(service: &Service) -> (Vec<i64>, Vec<i64>) {
    let metrics = crate::program::get(service.address, "/metrics").unwrap().1;
    let recorded = sql(service, r#"SELECT "status", count(*) FROM "Payment" GROUP BY 1"#);
    let of = |status: &str| {
        let name = format!("offramp_payments_total{{type=\"OFFRAMP\",status=\"{status}\"}} ");
        let line = metrics.lines().find_map(|line| line.strip_prefix(&name)).unwrap();
        let row = recorded.iter().find(|(is, _)| is == status).map_or(0, |(_, count)| *count);
        (line.parse::<i64>().unwrap(), row)
    };
    ["SUCCESS", "FAILED"].map(of).into_iter().unzip()
}

#[test]
fn the_metrics_count_each_end_once_whoever_ends_the_payment() {
    let waits = ["--rate-limit", "off", "--gateway-timeout", "300ms"];
    let service = Service::start(&waits);
    for (key, upi) in [("1", "user"), ("2", "user"), ("3", "insufficient.funds"), ("4", "busy.once"), ("2", "user")] {
        pay(&service, key, &format!("{upi}@okaxis"));
    }
    let (_, open) = pay(&service, "5", "timeout.paid@okaxis");
    for key in ["6", "7"] {
        pay(&service, key, "timeout.paid@okaxis");
    }
    pay(&service, "8", "gateway.timeout@okaxis");
    assert_eq!(counted(&service), (vec![3, 1], vec![3, 1]));
    // whom somebody has told the end by phone, over the command
    let id = open["metadata"]["payment"]["id"].as_str().unwrap();
    let told = ["resolve", id, "--outcome", "success", "--by", "Asha", "--reason", "the bank says so"];
    assert_eq!(command(&service, &told).0, Some(0));
    std::thread::sleep(std::time::Duration::from_millis(150));
    assert_eq!(counted(&service), (vec![4, 1], vec![4, 1]));
    // what is reconciled after a crash counts, and what was counted before is not forgotten
    let again = [&waits[..], &["--reconcile-after", "1s", "--reconcile-every", "100ms"]].concat();
    let service = service.killed_and_started(&again);
    let mut looks = 0;
    while !sql(&service, r#"SELECT "status", count(*) FROM "Payment" WHERE "status" = 'PENDING' GROUP BY 1"#).is_empty()
    {
        looks += 1;
        assert!(looks < 200, "not reconciled");
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    std::thread::sleep(std::time::Duration::from_millis(150));
    assert_eq!(counted(&service), (vec![6, 2], vec![6, 2]));
    let metrics = crate::program::get(service.address, "/metrics").unwrap().1;
    for line in [
        "offramp_payment_failures_total{code=\"INSUFFICIENT_FUNDS\"} 1",
        "offramp_payment_failures_total{code=\"GATEWAY_TIMEOUT\"} 1",
        // a code of a provider's table has a label of its own
        "offramp_payment_failures_total{code=\"BANK_NOT_SUPPORTED\"} 0",
    ] {
        assert!(metrics.contains(line), "{line}\n{metrics}");
    }
}

/// The rules and the dashboard ask for what the service has, by the labels that it has.
#[test]
fn alerts_ask_for_metrics_that_there_are() {
    let service = Service::start(&["--rate-limit", "off", "--gateway-timeout", "300ms"]);
    for (key, upi) in [("1", "user"), ("2", "insufficient.funds"), ("3", "timeout.paid")] {
        pay(&service, key, &format!("{upi}@okaxis"));
    }
    let metrics = crate::program::get(service.address, "/metrics").unwrap().1;
    let names = |text: &str| -> std::collections::BTreeSet<String> {
        let words = text.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_'));
        words.filter(|word| word.starts_with("offramp_")).map(str::to_owned).collect()
    };
    let there = names(&metrics);
    let (alerts, dashboard) = (include_str!("../../ops/alerts.yaml"), include_str!("../../ops/dashboard.json"));
    let missing: Vec<_> =
        names(alerts).union(&names(dashboard)).filter(|name| !there.contains(*name)).cloned().collect();
    assert!(missing.is_empty(), "{missing:?}");
    for alert in ["HighFailureRate", "GatewayDown", "SlowGateway", "DatabaseErrors", "UnusualErrorCode"] {
        assert!(alerts.contains(&format!("- alert: {alert}\n")), "{alert}");
    }
    for sample in [
        "offramp_payments_total{type=\"OFFRAMP\",status=\"FAILED\"}",
        "offramp_payment_failures_total{code=\"OTHER\"}",
        "offramp_webhooks_total{outcome=\"dead\"}",
        "offramp_gateway_duration_seconds_bucket{le=\"5\"}",
    ] {
        assert!(metrics.contains(sample), "{sample}");
    }
}

#[test]
fn a_key_belongs_to_the_service_that_used_it() {
    let service = of_two_services();
    let request = payment("key", "user@okaxis");
    assert_eq!(ask(service.address, &request).unwrap().0, 200);
    assert_eq!(ask(service.address, &request).unwrap().0, 200);
    let of_another = request.replace("x-service-id: test", "x-service-id: other");
    assert_eq!(ask(service.address, &of_another).unwrap().0, 409);
}
