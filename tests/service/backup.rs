//! Copies of the database, as `ops/README.md` tells them: made while the service runs, restored into a new place, and, where a copy
//! is older than the last payments, made whole from the log before anybody pays again.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::postgres::Postgres;
use crate::program::{Service, ask, payment};
use serde_json::Value;

/// One of the two databases, with the commands of `ops/README.md`.
trait Database {
    fn url(&self, name: &str) -> String;
    /// Copies a database, of which a service is running, to a file.
    fn copy(&self, name: &str, to: &Path);
    /// Puts a copy into a new place.
    fn restore(&self, from: &Path, name: &str);
    /// Puts in what the log knows besides.
    fn put_in(&self, log: &Path, name: &str);
}

struct Files(PathBuf);

impl Files {
    fn file(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }
}

impl Database for Files {
    fn url(&self, name: &str) -> String {
        format!("sqlite://{}", self.file(name))
    }

    fn copy(&self, name: &str, to: &Path) {
        shell(&format!(r#"sqlite3 {} "VACUUM INTO '{}'""#, self.file(name), to.display()));
    }

    fn restore(&self, from: &Path, name: &str) {
        shell(&format!("cp {} {}", from.display(), self.file(name)));
    }

    fn put_in(&self, log: &Path, name: &str) {
        shell(&format!("{} sqlite {} | sqlite3 {}", own("ops/payments-of-log"), log.display(), self.file(name)));
    }
}

impl Database for Postgres {
    fn url(&self, name: &str) -> String {
        self.url_of(name)
    }

    fn copy(&self, name: &str, to: &Path) {
        shell(&format!("pg_dump --format=custom --file={} {}", to.display(), self.url_of(name)));
    }

    fn restore(&self, from: &Path, name: &str) {
        shell(&format!(
            "pg_restore --exit-on-error --single-transaction --no-owner --dbname={} {}",
            self.database(name),
            from.display()
        ));
    }

    fn put_in(&self, log: &Path, name: &str) {
        shell(&format!(
            "{} postgres {} | psql -q -v ON_ERROR_STOP=1 {}",
            own("ops/payments-of-log"),
            log.display(),
            self.url_of(name)
        ));
    }
}

fn own(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name).display().to_string()
}

fn shell(command: &str) {
    let done = Command::new("bash").args(["-euo", "pipefail", "-c", command]).stdout(Stdio::null()).status().unwrap();
    assert!(done.success(), "{command}");
}

/// Pays, and tells the status of the answer with the payment in it.
fn pay(service: &Service, key: &str) -> (u16, Value) {
    pay_to(service, key, "user@okaxis")
}

fn pay_to(service: &Service, key: &str, upi: &str) -> (u16, Value) {
    let (status, answer) = ask(service.address, &payment(key, upi)).unwrap();
    let answer: Value = serde_json::from_str(&answer).unwrap();
    let there = ["data", "metadata"].map(|place| answer[place]["payment"].clone());
    (status, there.into_iter().find(|payment| !payment.is_null()).unwrap_or_default())
}

/// What a payment has come to.
fn status_of(service: &Service, id: &str) -> String {
    let request = format!(
        "GET /api/payment/{id} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-service-id: test\r\n\
        x-service-secret: secret-of-tests\r\nx-user-id: 1\r\n\r\n"
    );
    let (code, shown) = ask(service.address, &request).unwrap();
    assert_eq!(code, 200, "{shown}");
    let shown: Value = serde_json::from_str(&shown).unwrap();
    shown["data"]["payment"]["status"].as_str().unwrap().to_owned()
}

fn a_copy_answers_what_was_paid(database: &impl Database) {
    let place = tempfile::tempdir().unwrap();
    let (copy, log) = (place.path().join("copy"), place.path().join("log"));
    // the demo bank goes on, as a provider does, whatever becomes of the payments
    let bank = place.path().join("bank.db").display().to_string();
    let start = |name: &str, log: Option<&Path>| {
        let mut command = Command::new("bash");
        let to = log.map_or("/dev/null".to_owned(), |log| log.display().to_string());
        command.args(["-c", &format!(r#"exec "$0" "$@" >>{to}"#), env!("CARGO_BIN_EXE_offramp")]);
        Service::run(
            command,
            &database.url(name),
            &[
                "--demo-ledger",
                &bank,
                "--rate-limit",
                "off",
                "--gateway-timeout",
                "1s",
                "--reconcile-after",
                "3s",
                "--reconcile-every",
                "200ms",
            ],
        )
    };
    let mut service = start("first", Some(&log));
    let (status, before) = pay(&service, "before");
    assert_eq!((status, &before["status"]), (200, &Value::from("SUCCESS")));
    database.copy("first", &copy);
    let (_, after) = pay(&service, "after");
    let (_, open) = pay_to(&service, "open", "timeout.paid@okaxis");
    assert_eq!(open["status"], "PENDING");
    assert!(service.stop().success());

    // what the copy knows is answered and not paid again; what came after it would be
    database.restore(&copy, "second");
    let mut service = start("second", None);
    let again = pay(&service, "before");
    assert_eq!(
        (again.0, &again.1["id"], &again.1["gatewayReference"]),
        (200, &before["id"], &before["gatewayReference"])
    );
    let (status, twice) = pay(&service, "after");
    assert_eq!(status, 200);
    assert_ne!(twice["id"], after["id"], "the copy alone cannot know of it, as the page says");
    assert!(service.stop().success());

    // with what the log knows it is not
    database.restore(&copy, "third");
    database.put_in(&log, "third");
    database.put_in(&log, "third");
    let mut service = start("third", None);
    assert_eq!(pay(&service, "after").0, 409);
    let again = pay(&service, "before");
    assert_eq!(
        (again.0, &again.1["id"], &again.1["gatewayReference"]),
        (200, &before["id"], &before["gatewayReference"])
    );
    assert_eq!(status_of(&service, after["id"].as_str().unwrap()), "SUCCESS");
    // what nobody knew is asked about, and not called again
    let open = open["id"].as_str().unwrap();
    assert_eq!(pay_to(&service, "open", "timeout.paid@okaxis").0, 409);
    let started = Instant::now();
    while status_of(&service, open) != "SUCCESS" {
        assert!(started.elapsed() < Duration::from_secs(20), "nobody asked about it");
        thread::sleep(Duration::from_millis(100));
    }
    assert_eq!(pay(&service, "new").0, 200);
    assert!(service.stop().success());
}

#[test]
fn a_copy_of_sqlite_answers_what_was_paid() {
    let directory = tempfile::tempdir().unwrap();
    a_copy_answers_what_was_paid(&Files(directory.path().to_owned()));
}

#[test]
fn a_copy_of_postgres_answers_what_was_paid() {
    let server = Postgres::start();
    server.database("first");
    a_copy_answers_what_was_paid(&server);
}

/// The page has the commands that are tried here.
#[test]
fn the_page_tells_these_commands() {
    let page = std::fs::read_to_string(own("ops/README.md")).unwrap();
    for command in [
        "sqlite3 payments.db \"VACUUM INTO ",
        "pg_dump --format=custom",
        "pg_restore --exit-on-error --single-transaction --no-owner",
        "ops/payments-of-log sqlite",
        "ops/payments-of-log postgres",
    ] {
        assert!(page.contains(command), "{command}");
    }
}
