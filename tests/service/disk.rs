//! The running service on a disk that is full: it refuses, does nothing by halves, and goes on by itself once
//! there is room.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use crate::postgres::Postgres;
use crate::program::{Rows, Service, ask, get, payment};
use serde_json::Value;
use sqlx::Connection;
use tempfile::TempDir;

const SETTINGS: [&str; 8] =
    ["--rate-limit", "off", "--gateway-timeout", "400ms", "--reconcile-after", "1s", "--reconcile-every", "200ms"];

/// A file system of so many megabytes in memory, where the test may mount one.
struct SmallDisk(TempDir);

impl SmallDisk {
    fn mount(megabytes: u32) -> Option<SmallDisk> {
        let directory = TempDir::with_prefix("offramp-disk-").unwrap();
        let size = format!("size={megabytes}m,mode=777");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(directory.path()).output();
        mounted.is_ok_and(|out| out.status.success()).then_some(SmallDisk(directory))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn fill(&self) {
        let mut filler = File::create(self.path("filler")).unwrap();
        for size in [64 * 1024, 512] {
            let piece = vec![b'x'; size];
            loop {
                match filler.write(&piece) {
                    Ok(_) => {}
                    Err(error) if error.kind() == ErrorKind::StorageFull => break,
                    Err(error) => panic!("{error}"),
                }
            }
        }
    }

    fn make_room(&self) {
        fs::remove_file(self.path("filler")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").args(["-l"]).arg(self.0.path()).status();
    }
}

/// Pays under new keys until the service has refused some payments, which it does with 503. What had begun when
/// the disk became full may be left for the reconciler, and is answered as such.
fn pay_until_refused(service: &Service, name: &str) -> Vec<String> {
    let mut refused = Vec::new();
    for number in 0..20_000 {
        let key = format!("{name}-{number}");
        match ask(service.address, &payment(&key, "user@okaxis")).unwrap() {
            (200, _) => {}
            (503, _) => refused.push(key),
            (status, body) => {
                let answer: Value = serde_json::from_str(&body).unwrap();
                assert_eq!((status, &answer["metadata"]["needsReconciliation"]), (400, &Value::Bool(true)), "{body}");
            }
        }
        if refused.len() == 5 {
            return refused;
        }
    }
    panic!("the disk did not become full");
}

/// The refused payments go through under the same keys, without anybody having restarted anything.
fn refused_ones_are_paid(service: &Service, refused: &[String]) {
    let began = Instant::now();
    for key in refused {
        loop {
            let (status, body) = ask(service.address, &payment(key, "user@okaxis")).unwrap();
            let is_paid = status == 200 && body.contains(r#""status":"SUCCESS""#);
            if is_paid {
                break;
            }
            assert!(began.elapsed() < Duration::from_secs(60), "{status} {body}");
            thread::sleep(Duration::from_millis(100));
        }
    }
    assert_eq!(get(service.address, "/readyz").unwrap().0, 200);
}

/// The bank's books say the same as the service's: no payment moved money twice, and those that are SUCCESS did.
#[tokio::main(flavor = "current_thread")]
async fn books_agree(payments: &Path, bank: &Path) {
    let query = async |file: &Path, query: &'static str| -> Vec<String> {
        let mut database = sqlx::SqliteConnection::connect(&format!("sqlite://{}", file.display())).await.unwrap();
        sqlx::query_scalar(query).fetch_all(&mut database).await.unwrap()
    };
    let paid = query(payments, r#"SELECT "id" FROM "Payment" WHERE "status" = 'SUCCESS' ORDER BY 1"#).await;
    let moved = query(bank, "SELECT payment_id FROM ledger WHERE state = 'DONE' ORDER BY 1").await;
    assert_eq!(paid, moved);
    let half = r#"SELECT "id" FROM "Payment" WHERE "id" NOT IN (SELECT "paymentId" FROM "PaymentAttempt")"#;
    assert!(query(payments, half).await.is_empty(), "a payment was recorded without its attempt");
}

fn all_is_settled(payments: &Path) {
    let began = Instant::now();
    while Rows::of(payments).open > 0 {
        assert!(began.elapsed() < Duration::from_secs(30), "an attempt stays open");
        thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn a_full_file_system_is_waited_for() {
    let Some(disk) = SmallDisk::mount(4) else {
        eprintln!("skipped: this user may not mount a file system");
        return;
    };
    let (payments, bank) = (disk.path("payments.db"), disk.path("bank.db"));
    let mut arguments = vec!["--demo-ledger", bank.to_str().unwrap()];
    arguments.extend(SETTINGS);
    let service = Service::with(&format!("sqlite://{}", payments.display()), &arguments);
    for round in 0..2 {
        disk.fill();
        let refused = pay_until_refused(&service, &format!("round{round}"));
        assert_eq!(get(service.address, "/healthz").unwrap().0, 200);
        disk.make_room();
        refused_ones_are_paid(&service, &refused);
    }
    all_is_settled(&payments);
    drop(service);
    books_agree(&payments, &bank);
}

/// The same by a limit on how large files may become, which every user may set.
#[test]
fn a_file_that_may_not_grow_is_waited_for() {
    let directory = tempfile::tempdir().unwrap();
    let (payments, bank) = (directory.path().join("payments.db"), directory.path().join("bank.db"));
    let mut arguments = vec!["--demo-ledger", bank.to_str().unwrap()];
    arguments.extend(SETTINGS);
    let mut command = Command::new("sh");
    // without the trap the program would be killed where a write fails
    command.args(["-c", "trap '' XFSZ; ulimit -S -f 1024; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_offramp")]);
    let service = Service::run(command, &format!("sqlite://{}", payments.display()), &arguments);
    let refused = pay_until_refused(&service, "limited");
    assert_eq!(get(service.address, "/healthz").unwrap().0, 200);
    let process = service.process.id().to_string();
    let lifted = Command::new("prlimit").args(["--pid", &process, "--fsize=unlimited:unlimited"]).status();
    assert!(lifted.expect("Debian's package util-linux is needed").success());
    refused_ones_are_paid(&service, &refused);
    all_is_settled(&payments);
    drop(service);
    books_agree(&payments, &bank);
}

/// `PostgreSQL` stops where it cannot write its log, and is started again by whoever made room.
#[test]
fn a_server_whose_disk_is_full_is_waited_for() {
    let Some(disk) = SmallDisk::mount(128) else {
        eprintln!("skipped: this user may not mount a file system");
        return;
    };
    let server = Postgres::start_in(disk.0.path());
    let service = Service::with(&server.database("full"), &SETTINGS);
    assert_eq!(ask(service.address, &payment("before", "user@okaxis")).unwrap().0, 200);
    disk.fill();
    let refused = pay_until_refused(&service, "server");
    disk.make_room();
    server.restart();
    refused_ones_are_paid(&service, &refused);
    let (_, before) = ask(service.address, &payment("before", "user@okaxis")).unwrap();
    assert!(before.contains(r#""originalStatus":"SUCCESS""#), "{before}");
}
