//! Judges pieces of a file on other threads and takes them back in order.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::{Builder, JoinHandle};

use super::batch::Batch;
use super::row::Layout;

/// A piece of a file that ends with a line, before and after it is judged.
#[derive(Debug, Default)]
pub(super) struct Piece {
    pub(super) bytes: Vec<u8>,
    pub(super) batch: Batch,
}

/// Threads that judge pieces.
#[derive(Debug)]
pub(super) struct Workers {
    jobs: Option<Sender<(u64, Piece)>>,
    done: Receiver<(u64, Piece)>,
    threads: Vec<JoinHandle<()>>,
    submitted: u64,
    taken: u64,
    /// Pieces that are done and wait for an earlier one.
    early: BTreeMap<u64, Piece>,
    spare: Vec<Piece>,
}

impl Workers {
    /// Starts so many threads; none if the system has none to give.
    pub(super) fn start(count: usize, layout: Layout) -> Option<Workers> {
        let layout = Arc::new(layout);
        let (jobs, queue) = channel::<(u64, Piece)>();
        let (finished, done) = channel();
        let queue = Arc::new(Mutex::new(queue));
        let mut threads = Vec::new();
        for _ in 0..count {
            let (layout, queue, finished) = (Arc::clone(&layout), Arc::clone(&queue), finished.clone());
            let work = move || {
                loop {
                    let job = match queue.lock() {
                        Ok(queue) => queue.recv(),
                        Err(_) => return,
                    };
                    let Ok((number, mut piece)) = job else {
                        return;
                    };
                    piece.batch.judge(&layout, &piece.bytes, true);
                    if finished.send((number, piece)).is_err() {
                        return;
                    }
                }
            };
            threads.push(Builder::new().name("offramp-check".to_owned()).spawn(work).ok()?);
        }
        Some(Workers {
            jobs: Some(jobs),
            done,
            threads,
            submitted: 0,
            taken: 0,
            early: BTreeMap::new(),
            spare: Vec::new(),
        })
    }

    /// A piece whose memory can be used again.
    pub(super) fn spare(&mut self) -> Piece {
        self.spare.pop().unwrap_or_default()
    }

    pub(super) fn give_back(&mut self, piece: Piece) {
        self.spare.push(piece);
    }

    pub(super) fn submit(&mut self, piece: Piece) {
        if let Some(jobs) = &self.jobs
            && jobs.send((self.submitted, piece)).is_ok()
        {
            self.submitted = self.submitted.saturating_add(1);
        }
    }

    /// The next piece in order. Waits for it if more pieces than `most` are under way.
    pub(super) fn take(&mut self, most: u64) -> Option<Piece> {
        while self.submitted > self.taken {
            if let Some(piece) = self.early.remove(&self.taken) {
                self.taken = self.taken.saturating_add(1);
                return Some(piece);
            }
            let under_way = self.submitted.saturating_sub(self.taken);
            let next = if under_way > most { self.done.recv().ok() } else { self.done.try_recv().ok() };
            let (number, piece) = next?;
            self.early.insert(number, piece);
        }
        None
    }

    pub(super) fn count(&self) -> u64 {
        u64::try_from(self.threads.len()).unwrap_or(u64::MAX)
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        // without a sender the threads find nothing more to do
        self.jobs = None;
        for thread in self.threads.drain(..) {
            // a thread that failed has nothing to hand over
            let _ = thread.join();
        }
    }
}
