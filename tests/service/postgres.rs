//! A real `PostgreSQL`, started for a test on loopback and thrown away with it.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// Where Debian's package postgresql-15 keeps the programs.
const PROGRAMS: &str = "/usr/lib/postgresql/15/bin";

pub struct Postgres {
    directory: TempDir,
    port: u16,
}

impl Postgres {
    pub fn start() -> Postgres {
        Postgres::start_in(&std::env::temp_dir())
    }

    /// With its data below a directory.
    pub fn start_in(place: &Path) -> Postgres {
        assert!(Path::new(PROGRAMS).exists(), "Debian's package postgresql-15 is needed");
        let directory = TempDir::with_prefix_in("offramp-pg-", place).unwrap();
        if is_root() {
            assert!(Command::new("chown").arg("-R").arg("postgres").arg(directory.path()).status().unwrap().success());
        }
        let data = directory.path().join("data");
        run("initdb", &["-D", data.to_str().unwrap(), "-A", "trust", "-U", "postgres", "--no-sync"]);
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let server = Postgres { directory, port };
        server.up();
        server
    }

    pub fn up(&self) {
        let options = format!("-p {} -k {} -c listen_addresses=127.0.0.1", self.port, self.directory.path().display());
        let (data, log) = (self.data(), self.directory.path().join("log"));
        run("pg_ctl", &["-D", &data, "-l", log.to_str().unwrap(), "-o", &options, "-w", "start"]);
    }

    /// As a crash would.
    pub fn down(&self) {
        run("pg_ctl", &["-D", &self.data(), "-m", "immediate", "-w", "stop"]);
    }

    /// Whatever state it is in.
    pub fn restart(&self) {
        let data = self.data();
        let _ = program("pg_ctl").args(["-D", &data, "-m", "immediate", "-w", "stop"]).stdout(Stdio::null()).status();
        self.up();
    }

    /// A new database on it.
    pub fn database(&self, name: &str) -> String {
        let port = self.port.to_string();
        run("createdb", &["-h", "127.0.0.1", "-p", &port, "-U", "postgres", name]);
        self.url_of(name)
    }

    /// Where a database of this name is.
    pub fn url_of(&self, name: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{name}", self.port)
    }

    /// All that is in a database, as SQL.
    pub fn dump(&self, name: &str) -> String {
        let port = self.port.to_string();
        let out = program("pg_dump").args(["-h", "127.0.0.1", "-p", &port, "-U", "postgres", name]).output().unwrap();
        String::from_utf8(out.stdout).unwrap()
    }

    fn data(&self) -> String {
        self.directory.path().join("data").to_str().unwrap().to_owned()
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let data = self.data();
        let _ = program("pg_ctl").args(["-D", &data, "-m", "immediate", "-w", "stop"]).stdout(Stdio::null()).status();
    }
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata("/proc/self").unwrap().uid() == 0
}

/// The server refuses to run as root.
fn program(name: &str) -> Command {
    let path = PathBuf::from(PROGRAMS).join(name);
    if !is_root() {
        return Command::new(path);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--"]).arg(path);
    command.current_dir("/");
    command
}

fn run(name: &str, arguments: &[&str]) {
    let status = program(name).args(arguments).stdout(Stdio::null()).status().unwrap();
    assert!(status.success(), "{name} failed");
}
