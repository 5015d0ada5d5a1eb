//! Writes the log beside the requests: whoever logs a line hands it over and goes on.
//!
//! Lines gather in memory, and a thread writes what has gathered every few milliseconds. Waking it for each
//! line would cost more than the line.

use std::io::{self, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// How much may wait. Lines that find no room are dropped and counted.
const WAITING: usize = 16 * 1024 * 1024;
/// How much room is kept for what gathers.
const ROOM: usize = 64 * 1024;
/// How long a reader may take for what is left.
const FLUSH: Duration = Duration::from_secs(2);
/// How long lines gather.
const PAUSE: Duration = Duration::from_millis(5);

/// A writer whose lines another thread writes.
#[derive(Clone, Debug)]
pub struct LogWriter(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    /// There are lines, or somebody waits for them to be written.
    given: Condvar,
    /// Lines were written.
    taken: Condvar,
}

#[derive(Debug, Default)]
struct State {
    lines: Vec<u8>,
    dropped: u64,
    /// How many pieces were begun and written, and up to which one somebody waits.
    begun: u64,
    written: u64,
    awaited: u64,
}

impl LogWriter {
    /// Starts the thread. A log that cannot be written does not stop the service.
    #[must_use]
    pub fn start(out: Box<dyn Write + Send>) -> LogWriter {
        let log = LogWriter(Arc::default());
        let shared = Arc::clone(&log.0);
        thread::spawn(move || write_all(&shared, out));
        log
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Write for LogWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut state = self.lock();
        if state.lines.len().saturating_add(bytes.len()) > WAITING {
            state.dropped = state.dropped.saturating_add(1);
            return Ok(bytes.len());
        }
        if state.dropped > 0 {
            let note = format!(
                "{{\"level\":\"WARN\",\"message\":\"Lines of the log were dropped\",\"count\":{}}}\n",
                state.dropped
            );
            state.lines.extend_from_slice(note.as_bytes());
            state.dropped = 0;
        }
        let is_first = state.lines.is_empty();
        state.lines.extend_from_slice(bytes);
        drop(state);
        if is_first {
            self.0.given.notify_one();
        }
        Ok(bytes.len())
    }

    /// Waits until everything is written, but not long for a reader that does not read.
    fn flush(&mut self) -> io::Result<()> {
        let mut state = self.lock();
        // what has gathered is in the next piece
        let last = state.begun.saturating_add(u64::from(!state.lines.is_empty()));
        state.awaited = state.awaited.max(last);
        self.0.given.notify_one();
        let is_waiting = |state: &mut State| state.written < last;
        let waited = self.0.taken.wait_timeout_while(state, FLUSH, is_waiting);
        let timed_out = waited.unwrap_or_else(PoisonError::into_inner).1.timed_out();
        if timed_out { Err(io::ErrorKind::TimedOut.into()) } else { Ok(()) }
    }
}

/// Takes the lines that have gathered and writes them together.
fn write_all(shared: &Shared, mut out: Box<dyn Write + Send>) {
    let mut piece = Vec::with_capacity(ROOM);
    let mut state = shared.state.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        state = shared.given.wait_while(state, |state| state.lines.is_empty()).unwrap_or_else(PoisonError::into_inner);
        let is_patient = |state: &mut State| state.awaited <= state.begun;
        let gathered = shared.given.wait_timeout_while(state, PAUSE, is_patient);
        state = gathered.unwrap_or_else(PoisonError::into_inner).0;
        std::mem::swap(&mut state.lines, &mut piece);
        state.begun = state.begun.saturating_add(1);
        drop(state);
        let _ = out.write_all(&piece);
        let _ = out.flush();
        piece.clear();
        piece.shrink_to(ROOM);
        state = shared.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.written = state.begun;
        shared.taken.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex, mpsc};

    use super::*;

    #[derive(Clone, Default)]
    struct Out(Arc<Mutex<Vec<u8>>>);

    impl Write for Out {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn lines_are_written_in_their_order_and_all_of_them_before_a_flush_returns() {
        let out = Out::default();
        let mut log = LogWriter::start(Box::new(out.clone()));
        let mut expected = String::new();
        for number in 0..10_000 {
            let line = format!("{number}\n");
            log.write_all(line.as_bytes()).unwrap();
            expected.push_str(&line);
        }
        log.flush().unwrap();
        assert_eq!(String::from_utf8(out.0.lock().unwrap().clone()).unwrap(), expected);
        // and those that nobody asks for are written as well
        log.write_all(b"last\n").unwrap();
        expected.push_str("last\n");
        let is_written = || out.0.lock().unwrap().len() == expected.len();
        assert!(
            (0..10_000).any(|_| is_written() || {
                thread::sleep(PAUSE);
                false
            }),
            "the last line was not written"
        );
        log.flush().unwrap();
    }

    #[test]
    fn a_reader_that_reads_nothing_is_not_waited_for() {
        struct Stuck;
        impl Write for Stuck {
            fn write(&mut self, _bytes: &[u8]) -> io::Result<usize> {
                thread::sleep(Duration::from_secs(3600));
                Ok(0)
            }

            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let mut log = LogWriter::start(Box::new(Stuck));
        log.write_all(b"line\n").unwrap();
        assert_eq!(log.flush().unwrap_err().kind(), io::ErrorKind::TimedOut);
    }

    #[test]
    fn lines_that_find_no_room_are_counted() {
        struct Stuck(mpsc::Receiver<()>, Out);
        impl Write for Stuck {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                let _ = self.0.recv();
                self.1.write(bytes)
            }

            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let (go_on, stuck) = mpsc::channel();
        let out = Out::default();
        let mut log = LogWriter::start(Box::new(Stuck(stuck, out.clone())));
        let line = vec![b'x'; WAITING / 4];
        for _ in 0..20 {
            log.write_all(&line).unwrap();
        }
        drop(go_on);
        log.flush().unwrap();
        log.write_all(b"end\n").unwrap();
        log.flush().unwrap();
        let written = String::from_utf8(out.0.lock().unwrap().clone()).unwrap();
        let note = written.trim_start_matches('x');
        assert!(note.starts_with("{\"level\":\"WARN\",\"message\":\"Lines of the log were dropped\""), "{note:.80}");
    }
}
