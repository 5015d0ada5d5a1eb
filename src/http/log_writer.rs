//! Writes the log beside the requests: whoever logs a line hands it over and goes on.

use std::io::{self, Write};
use std::sync::mpsc::{self, Receiver, Sender, SyncSender, TrySendError};
use std::thread;

/// How many lines may wait. Those that find no room are dropped and counted.
const WAITING: usize = 65_536;
/// How much is written at a time.
const PIECE: usize = 64 * 1024;

enum Message {
    Line(Vec<u8>),
    /// Asks for everything before it to be written.
    Flush(Sender<()>),
}

/// A writer whose lines another thread writes.
#[derive(Clone, Debug)]
pub struct LogWriter {
    lines: SyncSender<Message>,
    dropped: u64,
}

impl LogWriter {
    /// Starts the thread. A log that cannot be written does not stop the service.
    #[must_use]
    pub fn start(out: Box<dyn Write + Send>) -> LogWriter {
        let (lines, queue) = mpsc::sync_channel(WAITING);
        thread::spawn(move || write_all(&queue, out));
        LogWriter { lines, dropped: 0 }
    }

    fn hand_over(&mut self, line: Vec<u8>) {
        if let Err(TrySendError::Full(_)) = self.lines.try_send(Message::Line(line)) {
            self.dropped = self.dropped.saturating_add(1);
        }
    }
}

impl Write for LogWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.dropped > 0 {
            let note = format!(
                "{{\"level\":\"WARN\",\"message\":\"Lines of the log were dropped\",\"count\":{}}}\n",
                self.dropped
            );
            if self.lines.try_send(Message::Line(note.into_bytes())).is_ok() {
                self.dropped = 0;
            }
        }
        self.hand_over(bytes.to_vec());
        Ok(bytes.len())
    }

    /// Waits until everything is written.
    fn flush(&mut self) -> io::Result<()> {
        let (done, written) = mpsc::channel();
        if self.lines.send(Message::Flush(done)).is_ok() {
            let _ = written.recv();
        }
        Ok(())
    }
}

/// Gathers the lines that wait and writes them together.
fn write_all(queue: &Receiver<Message>, mut out: Box<dyn Write + Send>) {
    let mut piece = Vec::with_capacity(PIECE);
    while let Ok(first) = queue.recv() {
        let mut next = Some(first);
        while let Some(message) = next {
            match message {
                Message::Line(line) => piece.extend_from_slice(&line),
                Message::Flush(done) => {
                    write(&mut out, &mut piece);
                    let _ = done.send(());
                }
            }
            next = if piece.len() < PIECE { queue.try_recv().ok() } else { None };
        }
        write(&mut out, &mut piece);
    }
}

fn write(out: &mut Box<dyn Write + Send>, piece: &mut Vec<u8>) {
    let _ = out.write_all(piece);
    let _ = out.flush();
    piece.clear();
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

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
    }
}
