//! Signals, what the service is told at start and while it runs, and how it stops.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Command, Output};
use std::thread;
use std::time::{Duration, Instant};

use crate::program::{Service, ask, get, payment};

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_offramp"))
}

/// What the service says when it is started with a setting that it refuses.
fn refused(name: &str, value: &str) -> Output {
    let directory = tempfile::tempdir().unwrap();
    let mut command = program();
    // an address that cannot be listened on ends a start that should have ended before
    command.args(["serve", "--listen", "192.0.2.1:1"]).env(name, value).current_dir(directory.path());
    command.env("DATABASE_URL", "sqlite://payments.db").output().unwrap()
}

#[test]
fn other_signals_do_not_end_it() {
    let mut service = Service::start(&[]);
    for signal in ["QUIT", "USR1", "USR2", "HUP"] {
        let under_way = thread::spawn({
            let (address, request) = (service.address, payment(signal, "slow@okaxis"));
            move || ask(address, &request)
        });
        thread::sleep(Duration::from_millis(200));
        service.signal(signal);
        let (status, answer) = under_way.join().unwrap().unwrap();
        assert_eq!(status, 200, "{signal}: {answer}");
    }
    assert!(service.stop().success());
}

#[test]
fn secrets_change_at_sighup_and_stay_where_the_file_is_wrong() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("services");
    std::fs::write(&file, "test=secret-of-tests\n").unwrap();
    let mut command = program();
    command.env("OFFRAMP_SERVICES_FILE", &file);
    let service = Service::run(command, "sqlite://payments.db", &["--rate-limit", "off"]);
    let status = |key: &str| ask(service.address, &payment(key, "user@okaxis")).unwrap().0;
    let becomes = |wanted: u16| {
        let started = Instant::now();
        while status("again") != wanted {
            assert!(started.elapsed() < Duration::from_secs(10), "{wanted} never came");
            thread::sleep(Duration::from_millis(50));
        }
    };
    assert_eq!(status("first"), 200);
    std::fs::write(&file, "test=another-secret\n").unwrap();
    service.signal("HUP");
    becomes(401);
    std::fs::write(&file, "test=another-secret|secret-of-tests\n").unwrap();
    service.signal("HUP");
    becomes(200);
    for wrong in ["test=short", "test", ""] {
        std::fs::write(&file, wrong).unwrap();
        if !wrong.is_empty() {
            service.signal("HUP");
            thread::sleep(Duration::from_millis(300));
            assert_eq!(status("wrong"), 200, "{wrong}");
        }
    }
}

#[test]
fn a_log_that_nobody_reads_does_not_keep_it_from_stopping() {
    let mut command = Command::new("sh");
    // a pipe that this process holds open and never reads
    command.args(["-c", "mkfifo log && exec 3<>log && exec \"$0\" \"$@\" >log", env!("CARGO_BIN_EXE_offramp")]);
    let mut service = Service::run(command, "sqlite://payments.db", &["--log", "debug"]);
    let mut stream = TcpStream::connect(service.address).unwrap();
    for _ in 0..1000 {
        stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
        let _ = stream.read(&mut [0; 4096]).unwrap();
    }
    drop(stream);
    let asked = Instant::now();
    assert!(service.stop().success());
    assert!(asked.elapsed() < Duration::from_secs(8), "{:?}", asked.elapsed());
}

#[test]
fn uploads_and_bodies_that_are_held_do_not_keep_it_from_stopping() {
    let mut service = Service::start(&["--drain", "60s", "--request-timeout", "60s"]);
    let mut held = Vec::new();
    for place in ["POST /v1/check", "POST /v1/validate", "POST /webhooks/coinut"] {
        let mut stream = TcpStream::connect(service.address).unwrap();
        let request =
            format!("{place} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{{");
        stream.write_all(request.as_bytes()).unwrap();
        held.push(stream);
    }
    assert_eq!(get(service.address, "/healthz").unwrap().0, 200);
    let asked = Instant::now();
    assert!(service.stop().success());
    assert!(asked.elapsed() < Duration::from_secs(10), "{:?}", asked.elapsed());
}

#[test]
fn what_could_never_work_is_refused_at_start() {
    for (name, value, said) in [
        ("OFFRAMP_SERVICES", "pay=1234567", "at least 8 characters"),
        ("OFFRAMP_SERVICES", "pay=12345678|123", "at least 8 characters"),
        ("OFFRAMP_WEBHOOK_SECRETS", "sentra:standard-webhooks=not base64!!", "cannot be used"),
        ("OFFRAMP_WEBHOOK_SECRETS", "sentra=no-scheme", "cannot be used"),
    ] {
        let output = refused(name, value);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{name}: {error}");
        assert!(error.contains(said) && !error.contains(value), "{name}: {error}");
    }
}

#[test]
fn base_urls_that_nothing_can_be_sent_to_are_refused_at_start() {
    let description = r#"{"name":"coinut","provider":"coinut","offRamp":{"operation":"createOfframpFlow","reference":"flowId","input":{}}}"#;
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("gateway.json");
    std::fs::write(&file, description).unwrap();
    for url in ["http://169.254.169.254", "https://user@evil.example", "ftp://x.example"] {
        let mut command = program();
        command.args(["serve", "--listen", "192.0.2.1:1", "--gateway"]).arg(&file).current_dir(directory.path());
        command.env("COINUT_BASE_URL", url).env("COINUT_API_KEY", "k").env("COINUT_API_SECRET", "s");
        let output = command.env("DATABASE_URL", "sqlite://payments.db").output().unwrap();
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{url}: {error}");
        assert!(error.contains("https and a host are needed"), "{url}: {error}");
    }
}
