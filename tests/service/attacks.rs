//! Clients that take up room, against a service with default settings: others are served all the while.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use crate::program::{Service, ask, get};
use tokio::net::TcpSocket;

fn connect_from(own: &str, address: SocketAddr) -> TcpStream {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let stream = runtime.block_on(async {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(format!("{own}:0").parse().unwrap()).unwrap();
        tokio::time::timeout(Duration::from_secs(20), socket.connect(address)).await.unwrap().unwrap()
    });
    let stream = stream.into_std().unwrap();
    stream.set_nonblocking(false).unwrap();
    stream
}

/// A connection from another address of this machine than the one that attacks.
fn from_another(address: SocketAddr, request: &str) -> (Duration, String) {
    let began = Instant::now();
    let mut stream = connect_from("127.0.0.9", address);
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    (began.elapsed(), answer)
}

const HEALTH: &str = "GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
const UPLOAD: &str = "POST /v1/check HTTP/1.1\r\nhost: x\r\ncontent-type: text/csv\r\ncontent-length: 100\r\n\r\n";

/// Asks until one answer came within a second. A machine that is busy with something else may take longer now and
/// then; who is kept by connections waits for their time-outs, of which none is shorter than ten seconds.
fn served_within_a_second(address: SocketAddr, kind: &str) {
    let began = Instant::now();
    loop {
        let (took, answer) = from_another(address, HEALTH);
        assert!(answer.starts_with("HTTP/1.1 200"), "{kind}: {answer}");
        if took < Duration::from_secs(1) {
            return;
        }
        assert!(began.elapsed() < Duration::from_secs(8), "{kind}: {took:?}");
    }
}

/// The memory that the process takes, in bytes.
fn resident(service: &Service) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{}/status", service.process.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap().saturating_mul(1024)
}

#[test]
fn idle_connections_of_one_client_keep_nobody_else_waiting() {
    let _quiet = crate::QUIET.blocking_lock();
    let service = Service::start(&[]);
    let preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u{4}\0\0\0\0\0";
    // the preface, and one whole request for /healthz
    let head = b"\x82\x86\x04\x08/healthz\x41\x01x";
    let asked = [preface.as_bytes(), &[0, 0, 15, 1, 5, 0, 0, 0, 1], head].concat();
    let asks = "GET /openapi.json HTTP/1.1\r\nhost: x\r\n\r\n".repeat(100);
    let slow = "POST /v1/validate HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 90\r\n\r\n{";
    let kinds: [(&str, &[u8]); 7] = [
        ("nothing", b""),
        ("half a head", b"GET / HT"),
        ("an upload that is held", UPLOAD.as_bytes()),
        ("half a body", slow.as_bytes()),
        ("idle HTTP/2", preface.as_bytes()),
        ("HTTP/2 after one request", &asked),
        ("answers that nobody reads", asks.as_bytes()),
    ];
    for (kind, first) in kinds {
        let mut open = Vec::new();
        for _ in 0..1024 {
            let Ok(mut stream) = TcpStream::connect_timeout(&service.address, Duration::from_secs(5)) else { break };
            stream.set_write_timeout(Some(Duration::from_millis(50))).unwrap();
            let _ = stream.write_all(first);
            open.push(stream);
        }
        served_within_a_second(service.address, kind);
    }
}

#[test]
fn held_uploads_do_not_keep_others_from_checking() {
    let _quiet = crate::QUIET.blocking_lock();
    let service = Service::start(&[]);
    let mut held: Vec<TcpStream> = (0..40).map(|_| TcpStream::connect(service.address).unwrap()).collect();
    let mut refused = 0;
    for stream in &mut held {
        stream.write_all(UPLOAD.as_bytes()).unwrap();
        let mut buffer = [0; 1024];
        let length = stream.read(&mut buffer).unwrap();
        let answer = String::from_utf8_lossy(&buffer[..length]).to_ascii_lowercase();
        if answer.starts_with("http/1.1 503") {
            assert!(answer.contains("retry-after: "), "{answer}");
            refused += 1;
        } else {
            assert!(answer.starts_with("http/1.1 200"), "{answer}");
        }
    }
    // a quarter of sixteen places is one client's
    assert_eq!(refused, 36);
    let file = "currency,amount,vpa\nINR,1.00,user@okaxis\n";
    let request = format!(
        "POST /v1/check?rows=none HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: text/csv\r\n\
         content-length: {}\r\n\r\n{file}",
        file.len()
    );
    let (took, answer) = from_another(service.address, &request);
    assert!(answer.contains("\"valid\":1"), "{answer}");
    assert!(took < Duration::from_secs(1), "{took:?}");
    drop(held);
    let started = Instant::now();
    while ask(service.address, &request).is_none_or(|(status, _)| status != 200) {
        assert!(started.elapsed() < Duration::from_secs(5), "places are not given back");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn uploads_share_a_bounded_memory() {
    let _quiet = crate::QUIET.blocking_lock();
    let service = Service::start(&[]);
    let (mut held, mut most) = (Vec::new(), 0);
    // `scripts/prove` sends as much as the six files of 50 MB that once took a gigabyte
    let megabytes = std::env::var("UPLOAD_MEGABYTES").map_or(8, |text| text.parse::<u32>().unwrap());
    for upload in 0..6_u32 {
        let mut stream = connect_from(if upload < 3 { "127.0.0.2" } else { "127.0.0.3" }, service.address);
        let request = "POST /v1/check?rows=none HTTP/1.1\r\nhost: x\r\ncontent-type: text/csv\r\ntransfer-encoding: chunked\r\n\r\n";
        stream.write_all(request.as_bytes()).unwrap();
        stream.set_write_timeout(Some(Duration::from_secs(10))).unwrap();
        for piece in 0..megabytes {
            let mut rows = String::from(if piece == 0 { "reference,amount\n" } else { "" });
            for row in 0..100_000_u32 {
                writeln!(rows, "{:x}{upload},1", piece * 100_000 + row).unwrap();
            }
            // one that is refused is closed
            if stream.write_all(format!("{:x}\r\n{rows}\r\n", rows.len()).as_bytes()).is_err() {
                break;
            }
            most = most.max(resident(&service));
        }
        held.push(stream);
    }
    std::thread::sleep(Duration::from_secs(2));
    most = most.max(resident(&service));
    assert!(most < 300_000_000, "{most}");
    assert_eq!(get(service.address, "/healthz").unwrap().0, 200);
}

#[test]
fn a_photographed_passport_fits_into_a_request_and_nothing_larger_elsewhere() {
    let service = Service::start(&[]);
    let post = |path: &str, length: usize| {
        let body = format!("{{\"credentials\":{{}},\"input\":{{\"x\":\"{}\"}}}}", "A".repeat(length));
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n\
             content-length: {}\r\n\r\n",
            body.len()
        );
        ask(service.address, &[head, body].concat()).map_or(0, |(status, _)| status)
    };
    // understood, and refused for what it says
    assert!([400, 422].contains(&post("/v1/requests/coinut/createOfframpFlow", 6_000_000)));
    // refused before it has come, which the client may learn by a connection that is gone
    assert!([0, 413].contains(&post("/v1/requests/coinut/createOfframpFlow", 14_000_000)));
    assert!([0, 413].contains(&post("/v1/validate", 100_000)));
}

#[test]
fn functions_can_be_kept_for_known_services_and_limited() {
    let service = Service::start(&["--v1-authentication", "--v1-rate-limit", "5/1m"]);
    let call = |secret: &str| {
        let request = format!(
            "GET /v1/kinds HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-service-id: test\r\nx-service-secret: {secret}\r\n\r\n"
        );
        ask(service.address, &request).unwrap().0
    };
    assert_eq!((call("wrong"), call("secret-of-tests")), (401, 200));
    for _ in 0..3 {
        assert_eq!(call("secret-of-tests"), 200);
    }
    assert_eq!(call("secret-of-tests"), 429);
    assert_eq!(get(service.address, "/healthz").unwrap().0, 200);
}

#[test]
fn heads_and_headers() {
    let service = Service::start(&[]);
    let status = |request: &str| ask(service.address, request).unwrap().0;
    assert_eq!(status("GET /healthz HTTP/1.1\r\nconnection: close\r\n\r\n"), 400);
    assert_eq!(status("GET /healthz HTTP/1.1\r\nhost: a\r\nhost: b\r\nconnection: close\r\n\r\n"), 400);
    assert_eq!(status("GET /healthz HTTP/1.0\r\n\r\n"), 200);
    let typed = |path: &str, kind: &str| {
        status(&format!("POST {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{kind}content-length: 2\r\n\r\n{{}}"))
    };
    for path in ["/v1/validate", "/v1/check"] {
        assert_eq!(typed(path, ""), 415, "{path}");
        assert_eq!(typed(path, "content-type: text/plain\r\n"), 415, "{path}");
    }
    assert_eq!(typed("/v1/validate", "content-type: application/json; charset=utf-16\r\n"), 415);
    assert_eq!(typed("/v1/validate", "content-type: application/json; charset=\"UTF-8\"\r\n"), 400);
    for (path, header) in [
        ("/docs/", "x-frame-options: deny"),
        ("/docs/", "frame-ancestors 'none'"),
        ("/v1/kinds", "cache-control: no-store"),
        ("/api/payment/health", "cache-control: no-store"),
    ] {
        let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        let mut stream = TcpStream::connect(service.address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).to_ascii_lowercase();
        let (head, _) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(header), "{path}: {head}");
    }
}
