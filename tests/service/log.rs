//! The log of the process, of which there is one: each test that reads it is given the lines of its own threads.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread;

use offramp_core::http::{LogFormat, start_log};

/// Lines by the name of the thread, for the threads of tests that read them.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<BTreeMap<String, Vec<u8>>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(lines) = self.0.lock().unwrap().get_mut(&name()) {
            lines.extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The thread that a test runs on is named after it.
fn name() -> String {
    thread::current().name().unwrap_or_default().to_owned()
}

fn lines() -> &'static Lines {
    static LINES: OnceLock<Lines> = OnceLock::new();
    LINES.get_or_init(|| {
        let lines = Lines::default();
        start_log(LogFormat::Json, "trace".parse().unwrap(), Box::new(lines.clone())).unwrap();
        lines
    })
}

/// Keeps what this test logs from now on.
pub fn start() {
    lines().0.lock().unwrap().entry(name()).or_default();
}

/// What this test has logged.
pub fn logged() -> String {
    String::from_utf8(lines().0.lock().unwrap().get(&name()).cloned().unwrap_or_default()).unwrap()
}

/// Runs a test on threads that all have its name, and keeps what it logs.
pub fn read<T>(test: impl Future<Output = T>) -> T {
    start();
    let mut threads = tokio::runtime::Builder::new_multi_thread();
    threads.thread_name(name()).enable_all().build().unwrap().block_on(test)
}
