//! Payments looked up by services, and by an operator who enters what became of one.

#![allow(clippy::unwrap_used, reason = "each test fails where it goes wrong")]

mod service;

use std::process::Command;

use serde_json::{Value, json};
use service::{Service, ask, payment};

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

#[test]
fn a_key_belongs_to_the_service_that_used_it() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_offramp"));
    program.env("OFFRAMP_SERVICES", "test=secret-of-tests,other=secret-of-tests");
    let service = Service::run(program, "sqlite://payments.db", &[]);
    let request = payment("key", "user@okaxis");
    assert_eq!(ask(service.address, &request).unwrap().0, 200);
    assert_eq!(ask(service.address, &request).unwrap().0, 200);
    let of_another = request.replace("x-service-id: test", "x-service-id: other");
    assert_eq!(ask(service.address, &of_another).unwrap().0, 409);
}
