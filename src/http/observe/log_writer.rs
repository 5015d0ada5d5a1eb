//! Writes the log beside the requests: whoever logs a line hands it over and goes on.
//!
//! Lines wait in memory for a thread that writes them. Where nobody reads, those that find no room are dropped, and
//! the log says how many.

use std::io::{self, Write};

use tracing_appender::non_blocking::{ErrorCounter, NonBlocking, NonBlockingBuilder, WorkerGuard};

/// How many lines may wait.
const QUEUE_CAPACITY: usize = 32 * 1024;

/// A writer whose lines another thread writes.
#[derive(Debug)]
pub struct LogWriter {
    lines: NonBlocking,
    dropped: ErrorCounter,
    /// How many dropped lines the log told of.
    told: usize,
}

impl LogWriter {
    /// Starts the thread. What is dropped at the end waits until everything is written, but not long for a reader that
    /// does not read. A log that cannot be written does not stop the service.
    pub fn start(out: Box<dyn Write + Send>) -> (LogWriter, WorkerGuard) {
        LogWriter::with_capacity(out, QUEUE_CAPACITY)
    }

    fn with_capacity(out: Box<dyn Write + Send>, lines: usize) -> (LogWriter, WorkerGuard) {
        let builder = NonBlockingBuilder::default().buffered_lines_limit(lines).lossy(true).thread_name("log");
        let (lines, guard) = builder.finish(out);
        let dropped = lines.error_counter();
        (LogWriter { lines, dropped, told: 0 }, guard)
    }
}

impl Write for LogWriter {
    /// Hands over one line.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let dropped = self.dropped.dropped_lines();
        let new = dropped.saturating_sub(self.told);
        if new > 0 {
            let note =
                format!("{{\"level\":\"WARN\",\"message\":\"Lines of the log were dropped\",\"count\":{new}}}\n");
            self.lines.write_all(note.as_bytes())?;
            // the note is dropped itself where there is no room yet
            if self.dropped.dropped_lines() == dropped {
                self.told = dropped;
            }
        }
        self.lines.write(line)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex, mpsc};
    use std::time::Duration;

    use super::*;

    #[derive(Clone, Default)]
    struct Out(Arc<Mutex<Vec<u8>>>);

    impl Out {
        fn text(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
        }
    }

    impl Write for Out {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// Writes only once it is told to, by the end of the other side.
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

    #[test]
    fn lines_are_written_in_their_order_and_all_of_them_before_the_end() {
        let out = Out::default();
        let (mut log, guard) = LogWriter::start(Box::new(out.clone()));
        let mut expected = String::new();
        for number in 0..10_000 {
            let line = format!("{number}\n");
            log.write_all(line.as_bytes()).unwrap();
            expected.push_str(&line);
        }
        drop(guard);
        assert_eq!(out.text(), expected);
    }

    #[test]
    fn a_reader_that_reads_nothing_is_not_waited_for() {
        let (go_on, stuck) = mpsc::channel();
        let (mut log, guard) = LogWriter::start(Box::new(Stuck(stuck, Out::default())));
        log.write_all(b"line\n").unwrap();
        // would go on for ever
        drop(guard);
        drop(go_on);
    }

    #[test]
    fn lines_that_find_no_room_are_counted() {
        let (go_on, stuck) = mpsc::channel();
        let out = Out::default();
        let (mut log, guard) = LogWriter::with_capacity(Box::new(Stuck(stuck, out.clone())), 2);
        let mut dropped = || {
            log.write_all(b"line\n").unwrap();
            log.dropped.dropped_lines()
        };
        while dropped() < 5 {}
        drop(go_on);
        let is_told = || {
            std::thread::sleep(Duration::from_millis(1));
            let _ = log.write_all(b"end\n");
            out.text().contains("{\"level\":\"WARN\",\"message\":\"Lines of the log were dropped\",\"count\":")
        };
        assert!(std::iter::repeat_with(is_told).take(10_000).any(|is_told| is_told));
        drop(guard);
    }
}
