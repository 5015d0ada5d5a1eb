//! The program as a service, started by a test, and requests to it.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

pub struct Service {
    pub process: Child,
    pub address: SocketAddr,
    pub directory: TempDir,
}

impl Service {
    pub fn start(arguments: &[&str]) -> Service {
        Service::with("sqlite://payments.db", arguments)
    }

    pub fn with(database: &str, arguments: &[&str]) -> Service {
        Service::run(Command::new(env!("CARGO_BIN_EXE_offramp")), database, arguments)
    }

    /// By a command that runs the program with the arguments that follow.
    pub fn run(command: Command, database: &str, arguments: &[&str]) -> Service {
        Service::run_in(tempfile::tempdir().unwrap(), command, database, arguments)
    }

    /// Killed, and started once more on what it has left.
    pub fn killed_and_started(self, arguments: &[&str]) -> Service {
        self.killed_and_run(Command::new(env!("CARGO_BIN_EXE_offramp")), arguments)
    }

    pub fn killed_and_run(mut self, command: Command, arguments: &[&str]) -> Service {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        let directory = std::mem::replace(&mut self.directory, tempfile::tempdir().unwrap());
        Service::run_in(directory, command, "sqlite://payments.db", arguments)
    }

    fn run_in(directory: TempDir, mut command: Command, database: &str, arguments: &[&str]) -> Service {
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        if command.get_envs().all(|(name, _)| !name.to_string_lossy().starts_with("OFFRAMP_SERVICES")) {
            command.env("OFFRAMP_SERVICES", "test=secret-of-tests");
        }
        let process = command
            .args(["serve", "--listen", &address.to_string()])
            .args(arguments)
            .env("DATABASE_URL", database)
            .current_dir(directory.path())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let service = Service { process, address, directory };
        let started = Instant::now();
        while TcpStream::connect(address).is_err() {
            assert!(started.elapsed() < Duration::from_secs(30), "the service did not start");
            thread::sleep(Duration::from_millis(20));
        }
        service
    }

    pub fn stop(&mut self) -> ExitStatus {
        self.signal("TERM");
        self.process.wait().unwrap()
    }

    pub fn signal(&self, name: &str) {
        Command::new("kill").args([&format!("-{name}"), &self.process.id().to_string()]).status().unwrap();
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// One request on a connection of its own: the status and the body; nothing where no connection was made.
pub fn ask(address: SocketAddr, request: &str) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    read(&answer)
}

pub fn read(answer: &str) -> Option<(u16, String)> {
    let (head, body) = answer.split_once("\r\n\r\n")?;
    Some((head.get(9..12)?.parse().ok()?, body.to_owned()))
}

pub fn get(address: SocketAddr, path: &str) -> Option<(u16, String)> {
    ask(address, &format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"))
}

pub fn payment(key: &str, upi: &str) -> String {
    let body = format!(r#"{{"walletId":"w","amount":"100","accountDetails":{{"upiId":"{upi}"}}}}"#);
    format!(
        "POST /api/payment/off-ramp HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-service-id: test\r\n\
        x-service-secret: secret-of-tests\r\nx-user-id: 1\r\nx-idempotency-key: {key}\r\ncontent-type: application/json\r\n\
        content-length: {}\r\n\r\n{body}",
        body.len()
    )
}

pub struct Rows {
    pub open: usize,
    pub paid: Vec<String>,
}

impl Rows {
    #[tokio::main(flavor = "current_thread")]
    pub async fn of(file: &Path) -> Rows {
        use sqlx::Connection;
        let mut database = sqlx::SqliteConnection::connect(&format!("sqlite://{}", file.display())).await.unwrap();
        let open = sqlx::query(r#"SELECT 1 FROM "PaymentAttempt" WHERE "status" = 'INITIATED'"#);
        let paid = sqlx::query_scalar(r#"SELECT "idempotencyKey" FROM "Payment" WHERE "status" = 'SUCCESS'"#);
        Rows {
            open: open.fetch_all(&mut database).await.unwrap().len(),
            paid: paid.fetch_all(&mut database).await.unwrap(),
        }
    }
}
